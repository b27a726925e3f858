"""The tasks and meetings that the documents speak of, and which tasks are marked as done."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from index.board import Board, board, mark_done
from index.library_base import LibraryBase
from index.marks import Mark
from index.meeting_list import Meeting, meetings_of
from index.task_lines import TaskLine, task_lines


class LibraryTasks(LibraryBase):
    """The lists of tasks and meetings, each kept with its generation number until the library changes."""

    _board: tuple[int, Board] | None = None
    _lines: tuple[int, list[TaskLine]] | None = None
    _meetings: tuple[int, list[Meeting]] | None = None

    def tasks(self, documents: Collection[str] | None = None) -> list[TaskLine]:
        """The task lines of these documents, or of all, by name and place; unknown names are left out."""
        with self._lock, self._store.snapshot():
            return task_lines(self._store, documents)

    def board(self) -> Board:
        """All task lines with who marked which as done, and the marks whose lines can't be told any more."""
        with self._lock, self._store.snapshot():
            generation = self._store.generation
            if self._board is None or self._board[0] != generation:
                self._board = generation, board(self._store, self._all_lines())
            return self._board[1]

    def _all_lines(self) -> list[TaskLine]:
        """All task lines. To be called in a snapshot."""
        generation = self._store.generation
        if self._lines is None or self._lines[0] != generation:
            self._lines = generation, task_lines(self._store)
        return self._lines[1]

    def mark_done(self, line: TaskLine, done_by: str) -> Mark:
        """Notes that a task is done, by whom and when; where it is marked already, that mark stays and is returned.

        Raises BadName and TaskGone.
        """
        with self._changing_marks():
            return mark_done(self._store, self._all_lines(), line, done_by)

    def unmark(self, mark_id: str) -> Mark | None:
        """Takes a mark away for good and returns it; None where another did so before."""
        with self._changing_marks():
            mark = self._store.marks.of(mark_id)
            self._store.marks.remove(mark_id)
            return mark

    def put_mark_back(self, mark: Mark) -> None:
        """Puts back a mark that was taken away, as it was."""
        with self._changing_marks():
            self._store.marks.add(mark)

    @contextmanager
    def _changing_marks(self) -> Iterator[None]:
        """A change to which lines and meetings stay as they are: to find them again would take longer than the rest."""
        with self._changing():
            before, lines = self._store.generation, self._all_lines()
            yield
            self._store.next_generation()
            generation = self._store.generation
        self._lines = generation, lines
        if self._meetings is not None and self._meetings[0] == before:
            self._meetings = generation, self._meetings[1]

    def meetings(self, documents: Collection[str] | None = None) -> list[Meeting]:
        """What these documents, or all, say of their meetings, by name; unknown names are left out."""
        with self._lock, self._store.snapshot():
            generation = self._store.generation
            if self._meetings is None or self._meetings[0] != generation:
                self._meetings = generation, meetings_of(self._store)
            return [each for each in self._meetings[1] if documents is None or each.document in documents]
