"""Rows of tables, "a | b | c": which cell says what is to be done, who does it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.models import Paragraph
from index.models import Row as TableRow
from index.tasks.plain import Plain, plain
from index.tasks.wordlists import Word, table, words_of

Cell = tuple[int, int]
"""The range of a cell in the plain text."""
# Before what became of a task may stand its day: "20/6 (done)".
_DATE_AHEAD = re.compile(r"[\d/.]*\d(?: [a-z]{3,9}(?: \d{4})?)?[\s(,;:–—-]+(?=\D)")
_ALL_DONE = re.compile(r"[(\s]*(?:100\s?%|[✓✔☑☒](?!\w))")
_PARTLY = re.compile(r"(?<!\d)\d{1,2}(?:[.,]\d+)?\s?%")
_NUMBER = re.compile(r"\d{1,3}[.)]?")
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
    task: Cell | None
    who: Cell | None
    due: Cell | None
    due_is_deadline: bool


def header_of(paragraph: Paragraph) -> str | None:
    """The header of the table that a paragraph is a row of, which is the last of its headings; None without one."""
    if paragraph.row is None or paragraph.heading is None or not any(cell.column for cell in paragraph.row.cells):
        return None
    return paragraph.heading.rpartition("›")[2].strip()


def named_cells(text: Plain, row: TableRow, header: str) -> tuple[list[Cell], Columns] | None:
    """The filled cells of a row below a header, and what they are; None where the header is of no table of tasks."""
    label = plain(header)
    if columns_of(label, cells_of(label, 0, len(label.text))) is None:
        return None
    names = [plain(cell.column or "") for cell in row.cells]
    columns = _columns_named([words_of(name, 0, len(name.text)) for name in names])
    return [(text.place_of(cell.start), text.place_of(cell.end)) for cell in row.cells], columns


def cells_of(text: Plain, start: int, end: int) -> list[Cell]:
    """The ranges of the cells of a row, without the blanks around them."""
    cells: list[Cell] = []
    position = start
    for part in text.text[start:end].split("|"):
        first = position + len(part) - len(part.lstrip())
        cells.append((first, max(first, position + len(part.rstrip()))))
        position += len(part) + 1
    return cells


def columns_of(text: Plain, cells: Sequence[Cell]) -> Columns | None:
    """What the columns of a table are by its first row; None where that names no deed with a person or a deadline."""
    columns = _columns_named([words_of(text, first, last) for first, last in cells])
    return None if columns.task is None or (columns.who is None and columns.due is None) else columns


def _columns_named(names: Sequence[Sequence[Word]]) -> Columns:
    heads = table("columns")["heads"]
    found: dict[str, int] = {}
    for number, words in enumerate(names):
        kinds = ("state", "due", "who", "task")
        whole = [kind for kind in kinds if words and heads[kind].at(words, 0) == len(words)]
        for kind in whole or kinds:
            if kind not in found and words and len(words) <= 6 and heads[kind].within(words, 0, 3):
                found[kind] = number
                break
    return Columns(found.get("task"), found.get("who"), found.get("due"), found.get("state"))


def without_number(text: Plain, cells: Sequence[Cell], columns: Columns | None) -> Sequence[Cell]:
    """The cells of a row without its number where that stands below an empty first cell, which the header lost."""
    numbered = columns is not None and 0 in (columns.task, columns.who) and _NUMBER.fullmatch(text.text, *cells[0])
    return cells[1:] if numbered else cells


def _is_done(text: Plain, cell: Cell, *, is_due: bool) -> bool:
    """Whether a cell says that the task is done, by how it begins: "Đã xong", "100%", "20/6 (done)", not "Not done"."""
    first, last = cell
    if (dated := _DATE_AHEAD.match(text.low, first, last)) is not None:
        first = dated.end()
    if _ALL_DONE.match(text.low, first, last):
        return True
    values = table("columns")["values"]
    words = words_of(text, first, last)
    alone, length = values["done_alone"].at(words, 0), values["done"].at(words, 0)
    if alone and (alone == len(words) or not words[alone].follows):
        return True
    still_open = values["partly"].at(words, length) or (is_due and values["limits"].at(words, length))
    return bool(length) and not still_open and _PARTLY.search(text.low, first, last) is None


def row_of(text: Plain, cells: Sequence[Cell], columns: Columns | None) -> Row | None:
    """A row of such a table; None for one that is done, or that gives nothing to do."""
    if columns is None:
        return None

    def cell(number: int | None) -> Cell | None:
        if number is None or number >= len(cells) or cells[number][0] >= cells[number][1]:
            return None
        return cells[number]

    task = cell(columns.task)
    if task is None or set(text.text[task[0] : task[1]]) <= set("-: "):
        return None
    for number in (columns.due, columns.state):
        value = cell(number)
        if value is not None and _is_done(text, value, is_due=number == columns.due):
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
