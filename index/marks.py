"""Who noted when that a task is done: kept in the library's file, as it was written, whatever becomes of the document.

A mark is a reader's own and outlives the document's new versions, its removal and its coming back. So it holds the
words of the line that it was put on and belongs to no row of another table; on which line it stands now is worked out
each time the board is read (placing.py), and nothing is written for that.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from index.checksums import row_checksum
from index.errors import BadName, LibraryDamaged

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that is done. All but the last two say which line that was when the mark was put on it.

    `id` is random. `start` and `end` are code points of the document's text then, `text` is what stood there, and
    `nth` counts from 0 among the document's lines of the same words and assignees. `beside` are the words of other
    lines of that document that could be taken for this one. `done_by` is a name as it was typed, `done_at` in UTC.
    """

    id: str
    document: str
    meeting_date: str | None
    start: int
    end: int
    text: str
    nth: int
    assignees: tuple[str, ...]
    due_from: date | None
    due_to: date | None
    beside: tuple[str, ...]
    done_by: str
    done_at: str


_COLUMNS = tuple(field.name for field in fields(Mark))
_ALL = f"SELECT {', '.join(_COLUMNS)}, checksum FROM mark"  # noqa: S608 - the names are ours
_ADD = f"INSERT INTO mark ({', '.join(_COLUMNS)}, checksum) VALUES ({', '.join('?' * (len(_COLUMNS) + 1))})"  # noqa: S608


class Marks:
    """The marks in the library's file; those who write see to the transaction."""

    def __init__(self, connection: sqlite3.Connection, damaged: Callable[[str], LibraryDamaged]) -> None:
        """`damaged` makes the error that is raised where a row doesn't fit its checksum."""
        self._connection = connection
        self._damaged = damaged

    def all(self) -> list[Mark]:
        """All marks, the oldest first. Raises LibraryDamaged."""
        return sorted((self._read(row) for row in self._connection.execute(_ALL)), key=lambda each: each.done_at)

    def each(self) -> Iterator[Mark | dict[str, Any]]:
        """Those that are whole, and what is left of the others, for a file that is damaged."""
        for row in self._connection.execute(_ALL).fetchall():
            try:
                yield self._read(row)
            except LibraryDamaged:
                yield dict(zip(_COLUMNS, map(_printable, row), strict=False))

    def of(self, mark_id: str) -> Mark | None:
        """The mark of that id."""
        rows = self._connection.execute(f"{_ALL} WHERE id = ?", (mark_id,))
        return next((self._read(row) for row in rows), None)

    def add(self, mark: Mark) -> None:
        """Keeps a mark; one of the same id stays as it is."""
        if self.of(mark.id) is None:
            row = _row(mark)
            self._connection.execute(_ADD, (*row, row_checksum(*row)))

    def remove(self, mark_id: str) -> None:
        """Takes a mark away, if it is there."""
        self._connection.execute("DELETE FROM mark WHERE id = ?", (mark_id,))

    def _read(self, row: tuple[Any, ...]) -> Mark:
        if row_checksum(*row[:-1]) != row[-1]:
            raise self._damaged(f"the mark on a task of {row[1]}")
        held = dict(zip(_COLUMNS, row, strict=False))
        days = {name: held[name] and date.fromisoformat(held[name]) for name in ("due_from", "due_to")}
        lists = {name: tuple(json.loads(held[name])) for name in ("assignees", "beside")}
        return Mark(**{**held, **days, **lists})


def checked_name(name: str) -> str:
    """The name on one line. Raises BadName for an empty or a long one."""
    line = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    if not 1 <= len(line) <= LONGEST_NAME:
        raise BadName(length=len(line), limit=LONGEST_NAME)
    return line


def _row(mark: Mark) -> tuple[object, ...]:
    return tuple(_stored(getattr(mark, name)) for name in _COLUMNS)


def _stored(value: object) -> object:
    if isinstance(value, tuple):
        return json.dumps(value, ensure_ascii=False)
    return value.isoformat() if isinstance(value, date) else value


def _printable(value: object) -> object:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
