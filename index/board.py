"""The board of tasks: each line with its document's title and the mark that it is done, and marks without a line."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from index.errors import TaskGone
from index.marks import Mark, checked_name
from index.placing import beside, placed
from index.store import Store
from index.task_lines import TaskLine, task_lines
from index.tasks import LEAST_CONFIDENCE

State = Literal["overdue", "open", "done"]


@dataclass(frozen=True, slots=True)
class BoardLine:
    """A task line; `title` is its document's, `mark` tells that it is done.

    `nth` counts from 0 among the document's lines of the same words.
    """

    line: TaskLine
    title: str | None
    mark: Mark | None
    nth: int = 0

    def state(self, today: date) -> State:
        """A line that is done is never overdue."""
        if self.mark is not None:
            return "done"
        return "overdue" if self.line.task.overdue(today) else "open"


@dataclass(frozen=True, slots=True)
class Board:
    """All lines by document and place; `unplaced` are marks whose lines can't be told any more, the newest first."""

    lines: tuple[BoardLine, ...]
    unplaced: tuple[Mark, ...]

    def sure(self, least: float = LEAST_CONFIDENCE) -> list[BoardLine]:
        """The lines that are at least so sure. One that somebody has marked is a line, whatever the rules say."""
        return [each for each in self.lines if each.line.task.confidence >= least or each.mark is not None]


def board(store: Store, lines: Sequence[TaskLine] | None = None) -> Board:
    """The board; `lines` are `task_lines` of the store, where they are at hand. To be called in a snapshot of it.

    Raises LibraryDamaged.
    """
    lines = task_lines(store) if lines is None else lines
    marks = store.marks.all()
    titles = {each.document: each.title for each in store.documents()}
    found = placed(lines, marks, lambda document: _text(store, document))
    at_lines = {mark.id for mark in found.values()}
    seen = Counter[tuple[str, str]]()
    on_board = []
    for number, line in enumerate(lines):
        key = (line.document, line.text)
        on_board.append(BoardLine(line, titles.get(line.document), found.get(number), seen[key]))
        seen[key] += 1
    return Board(
        tuple(on_board),
        tuple(mark for mark in reversed(marks) if mark.id not in at_lines),
    )


def by_urgency(lines: Sequence[BoardLine], today: date) -> list[BoardLine]:
    """What is overdue first, the longest overdue at the top; then what is due next, what has no deadline, and what was
    settled for days that are over; what is done comes at the end, the latest first.
    """
    done = sorted((each for each in lines if each.mark is not None), key=_done_at, reverse=True)
    to_do = [each for each in lines if each.mark is None]
    return [*sorted(to_do, key=lambda each: _urgency(each, today)), *done]


def mark_done(store: Store, lines: Sequence[TaskLine], line: TaskLine, done_by: str) -> Mark:
    """Marks a line as done; one that is marked keeps its mark, which is returned. To be called in a transaction.

    `lines` are `task_lines` of the store. Raises BadName, and TaskGone where the document has no such line any more.
    """
    name = checked_name(done_by)
    now = board(store, lines)
    position = next((number for number, each in enumerate(now.lines) if _is(each.line, line)), None)
    if position is None:
        raise TaskGone(document=line.document)
    held = now.lines[position].mark
    if held is not None:
        return held
    nth, others = beside(lines, position)
    found = lines[position]
    task = found.task
    mark = Mark(
        id=secrets.token_hex(8),
        document=found.document,
        meeting_date=found.meeting_date,
        start=task.start,
        end=task.end,
        text=found.text,
        nth=nth,
        assignees=task.assignees,
        due_from=task.due_from,
        due_to=task.due_to,
        beside=others,
        done_by=name,
        done_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )
    store.marks.add(mark)
    return mark


def _is(found: TaskLine, wanted: TaskLine) -> bool:
    """Whether it is that line of that version."""
    here, there = found.task, wanted.task
    return (found.document, found.text, here.paragraph_id, here.start) == (
        wanted.document,
        wanted.text,
        there.paragraph_id,
        there.start,
    )


def _urgency(line: BoardLine, today: date) -> tuple[int, date]:
    task = line.line.task
    if task.overdue(today):
        return 0, task.due_to or today
    day = task.due_to or task.due_from
    if day is None:
        return 2, date.max
    return (1, day) if day >= today else (3, day)


def _done_at(line: BoardLine) -> str:
    return "" if line.mark is None else line.mark.done_at


def _text(store: Store, document: str) -> str | None:
    source = store.source(document)
    return None if source is None else source.text
