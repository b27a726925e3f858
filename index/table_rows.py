"""Rows of tables as paragraphs: what of a table is its header, and so context of every row below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

from index.loaders.dates import find_dates
from index.models import Cell, Row, TableRow
from index.text import fold

# How long a header's cells are, at most, and the whole of it as context.
_LONGEST_CELL = 60
_LONGEST_HEADER = 200
_FIRST_CELL = re.compile(
    r"(?:tt|stt|so(?: tt| thu tu)?|no\.?|#|ma(?: so)?|id|ngay|thoi gian|thoi han|date|time|ho (?:va )?ten|ten|name|"
    r"noi dung|cong viec|nhiem vu|viec|viec phai lam|task|item|hang muc|chi tieu|don vi|to|xa|thon|danh muc)\b.{0,30}"
)
# "Thời gian | 8h30, thứ Hai ngày 10/6/2024" tells a value, though its first cell may name a column.
_TIME_LABEL = re.compile(r"(?:thoi gian|thoi diem|ngay|gio|bat dau|date|time|when|start)\b.{0,30}")
_CLOCK = re.compile(r"(?<!\w)\d{1,2}\s?(?:h|g|gio|:)(?:\s?\d\d)?(?!\w)")


def headers(text: str, rows: Sequence[TableRow]) -> dict[int, TableRow]:
    """The header of each table that has one, by the table's number."""
    found: dict[int, TableRow] = {}
    for table, members in groupby(rows, key=lambda row: row.table):
        first, *others = members
        if others and _is_header(text, first, others):
            found[table] = first
    return found


def label(text: str, header: TableRow) -> str:
    """A header's cells on one line, without the last where they are too many."""
    words = ""
    for cell in columns(text, header):
        if cell and len(words) + len(cell) <= _LONGEST_HEADER:
            words += f" | {cell}" if words else cell
    return words


def place_of(text: str, row: TableRow, number: int, header: TableRow | None) -> Row:
    """Where a row stands in its table, `number` from 1, and its cells that hold something."""
    names = list(columns(text, header)) if header is not None else []
    cells = (
        Cell(cell.start - row.start, cell.end - row.start, name or None)
        for cell, name in zip_longest(row.cells, names[: len(row.cells)])
        if cell.start < cell.end
    )
    return Row(number, tuple(cells))


def columns(text: str, header: TableRow) -> Iterator[str]:
    """The names of a header's columns, "" where one has none."""
    for cell in header.cells:
        yield " ".join(text[cell.start : cell.end].split())


def _is_header(text: str, first: TableRow, others: Sequence[TableRow]) -> bool:
    """Names of columns, and no data: by the word that the first has, or by digits that only the rows below have."""
    names = list(columns(text, first))
    named = [name for name in names if name]
    if len(named) < 2 or any(len(name) > _LONGEST_CELL or _digits(name) > len(name) / 2 for name in named):
        return False
    if len(named) < max(sum(cell.start < cell.end for cell in row.cells) for row in others):
        return False
    if _tells_a_time(names):
        return False
    if _FIRST_CELL.fullmatch(fold(named[0])):
        return True
    return any(
        not _digits(name) and all(place < len(row.cells) and _has_digit(text, row, place) for row in others)
        for place, name in enumerate(names)
        if name
    )


def _tells_a_time(names: Sequence[str]) -> bool:
    """Whether a row of labels, each with its value behind it, has one of a time with a day or an hour."""
    labels, told = names[::2], names[1::2]
    if len(names) not in (2, 4) or any(map(_digits, labels)):
        return False
    return any(
        _TIME_LABEL.fullmatch(fold(name)) is not None and _is_time(fold(value))
        for name, value in zip(labels, told, strict=True)
    )


def _is_time(value: str) -> bool:
    return _CLOCK.search(value) is not None or any(date.day is not None for date in find_dates(value))


def _has_digit(text: str, row: TableRow, place: int) -> bool:
    cell = row.cells[place]
    return _digits(text[cell.start : cell.end]) > 0


def _digits(words: str) -> int:
    return sum(map(str.isdigit, words))
