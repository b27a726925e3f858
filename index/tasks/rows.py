"""Rows of tables, "a | b | c": which cell says what is to be done, who does it and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.tasks.plain import Plain
from index.tasks.wordlists import table, words_of

_REFERENCE = re.compile(r"[\w./-]*\d[\w./-]*|[-–—.]*")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table has the deed, who does it, when, and what became of it; None where it has no such column."""

    task: int | None
    who: int | None
    due: int | None
    state: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row that gives somebody something to do: the ranges of its cells in the plain text."""

    start: int
    end: int
    task: tuple[int, int] | None
    who: tuple[int, int] | None
    due: tuple[int, int] | None
    due_is_deadline: bool


def cells_of(text: Plain, start: int, end: int) -> list[tuple[int, int]]:
    """The ranges of the cells of a row, without the blanks around them."""
    cells: list[tuple[int, int]] = []
    position = start
    for part in text.text[start:end].split("|"):
        first = position + len(part) - len(part.lstrip())
        cells.append((first, max(first, position + len(part.rstrip()))))
        position += len(part) + 1
    return cells


def columns_of(text: Plain, start: int, end: int) -> Columns | None:
    """What the columns of a table are by its first row; None where that names no deed with a person or a deadline."""
    heads = table("columns")
    found: dict[str, int] = {}
    for number, (first, last) in enumerate(cells_of(text, start, end)):
        words = words_of(text, first, last)
        names = ("state", "due", "who", "task")
        whole = [name for name in names if words and heads["heads"][name].at(words, 0) == len(words)]
        for name in whole or names:
            if name not in found and words and len(words) <= 6 and heads["heads"][name].within(words, 0, 3):
                found[name] = number
                break
    if "task" not in found or not ({"who", "due"} & found.keys()):
        return None
    return Columns(found.get("task"), found.get("who"), found.get("due"), found.get("state"))


def row_of(text: Plain, start: int, end: int, columns: Columns | None) -> Row | None:
    """A row of such a table; None for one that is done, or that gives nothing to do."""
    if columns is None:
        return None
    cells = cells_of(text, start, end)

    def cell(number: int | None) -> tuple[int, int] | None:
        if number is None or number >= len(cells) or cells[number][0] >= cells[number][1]:
            return None
        return cells[number]

    task = cell(columns.task)
    if task is None or set(text.text[task[0] : task[1]]) <= set("-: "):
        return None
    done = table("columns")["values"]["done"]
    for first, last in (each for number in (columns.due, columns.state) if (each := cell(number)) is not None):
        if done.within(words_of(text, first, last), 0, 4):
            return None
    filled = [each for each in cells if each[0] < each[1]]
    while (
        filled
        and len(filled) > 1
        and filled[0] != task
        and _REFERENCE.fullmatch(text.text[filled[0][0] : filled[0][1]])
    ):
        filled.pop(0)
    return Row(filled[0][0], filled[-1][1], task, cell(columns.who), cell(columns.due), True)
