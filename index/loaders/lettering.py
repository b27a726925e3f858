"""The lines of a letterhead as cells: what stands side by side in two columns, however a file leaves it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from index.loaders.blocks import lines, trimmed
from index.loaders.metadata import plain_heading
from index.models import Span
from index.text import fold

# Between two columns: the cells of a row, a tab, or more spaces than stand between words.
_COLUMNS = re.compile(r"\s*\|\s*|[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{3,}")
# Room for a number or a day that is written in by hand parts no columns.
_OPEN = re.compile(r"(?<!\w)(?:so\s?:?|ngay|thang|nam)$")
_DOTS = ".…_"
# Its words, with letters of several code points, are no longer.
_LONGEST_OPEN = 24
# What begins the right column where a PDF leaves one space before it.
_RIGHT_COLUMN = re.compile(r"(?<=\S )(?:cong hoa xa hoi chu nghia|dang cong san viet nam|doc lap\W{1,5}tu do)")
_RULE = re.compile(r"[\W_]*|o0o|[\W_]+o0o[\W_]+")
# A degree or rank before a name, as short forms: "TS.", "PGS.TS.".
_PERSON = re.compile(r"(?:(?:[^\W\d_]{1,4}\.\s?)+)?(?P<name>[^.]+)")
# No line of a letterhead or of an end is as long; one that is comes as its beginning.
_LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its range, its words on one line in NFC, and as index.text.fold has them.

    `first` of its line; `after_blank` where that line is the first of its block.
    """

    span: Span
    words: str
    folded: str
    first: bool
    after_blank: bool


def cells(text: str, within: Span) -> Iterator[Cell]:
    """The cells of the lines that hold something, in order."""
    after_blank = True
    for row in lines(text, within):
        first = True
        row = Span(row.start, min(row.end, row.start + _LONGEST_LINE))
        for span in _columns(text, row) if row.start < row.end else ():
            yield _cell(text, span, first=first, after_blank=after_blank and first)
            first = False
        after_blank = first


def parted(text: str, cell: Cell, position: int) -> tuple[Cell, Cell]:
    """A cell as two, cut at an offset of the text."""
    left, right = (trimmed(text, span) for span in (Span(cell.span.start, position), Span(position, cell.span.end)))
    return (
        _cell(text, left, first=cell.first, after_blank=cell.after_blank),
        _cell(text, right, first=False, after_blank=False),
    )


def is_capitals(words: str) -> bool:
    """Whether all letters are capitals, of which there are three at least."""
    return words.isupper() and sum(char.isalpha() for char in words) >= 3


def is_rule(words: str) -> bool:
    """Whether a line only parts two others: "-------", "*", "o0o"."""
    return _RULE.fullmatch(words) is not None


def is_person(words: str) -> bool:
    """Whether words are written as a name is: two to six, each with a capital, and a rank or title before them."""
    match = _PERSON.fullmatch(words)
    names = (match["name"] if match is not None else words).split()
    return 2 <= len(names) <= 6 and all(name[0].isupper() and name.replace("-", "").isalpha() for name in names)


def _cell(text: str, span: Span, *, first: bool, after_blank: bool) -> Cell:
    part = text[span.start : span.end]
    words = unicodedata.normalize("NFC", plain_heading(part) or part)
    return Cell(span, words, fold(words), first, after_blank)


def _columns(text: str, row: Span) -> Iterator[Span]:
    line = text[row.start : row.end]
    edges = [0, len(line)]
    gaps = (match for match in _COLUMNS.finditer(line) if not _is_open(line[: match.start()]))
    edges += [edge for match in gaps for edge in match.span()]
    match = _RIGHT_COLUMN.search(fold(line))
    if match is not None:
        edges.append(_place(line, match.start()))
    for left, right in pairwise(sorted(edges)):
        span = trimmed(text, Span(row.start + left, row.start + right))
        if text[span.start : span.end].strip("|"):
            yield span


def _is_open(before: str) -> bool:
    """Whether what stands before a gap leaves it for a number or a day."""
    return _OPEN.search(fold(before.rstrip(_DOTS)[-_LONGEST_OPEN:])) is not None


def _place(line: str, folded_place: int) -> int:
    """The place in a line of a character of the folded line, which may hold fewer."""
    folded = list(accumulate((len(fold(char)) for char in line), initial=0))
    return bisect_right(folded, folded_place) - 1
