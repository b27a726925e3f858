"""The end of an official document: whom copies go to ("Nơi nhận"), and who signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from index.loaders.blocks import lines
from index.loaders.lettering import Cell, cells, is_capitals, is_person, is_rule
from index.models import Aside, Span
from index.text import fold

# How long lines of an end may be, and how many of them.
_LONGEST_LINE = 120
_MOST_CELLS = 40
# How many of them show that an end begins.
_OPENING_CELLS = 3
_RECIPIENTS = re.compile(r"\W*noi nhan\W*")
_RECIPIENTS_AND = re.compile(r"\W*noi nhan\W{0,3}:\s*(?=[-–+])")
_ITEM = re.compile(r"[-–+*•]\s*\S")
# "On behalf of", "for", "by order of", "by authority of": only signatures begin so, in capitals.
_ON_BEHALF = re.compile(r"(?:tm|kt|tl|tuq|q|t/m|k/t|t/l|tuq)\s?[./]?\s+\w")
_OFFICE = re.compile(
    r"(?:(?:pho )?(?:chu tich|tong giam doc|giam doc|bi thu|chu nhiem|truong|vien truong|hieu truong|cuc truong|"
    r"vu truong|chanh|tong thu ky)|uy vien|bo truong|thu truong|thu tuong|thu ky|chu toa|chu tri|dai dien|nguoi|"
    r"thay mat|ke toan|xac nhan|thu truong don vi|don vi)\b"
)
_FIRST_LETTERS = frozenset("NnTKQ")
_MAY_BEGIN = re.compile(r"\W*(?:noi nhan|tm|kt|tl|tuq|q|t/m|k/t|t/l)\b")
_SIGNED = re.compile(r"[\[(/]?\W*(?:da ky|ky ten|ky, |ky va|ky, ghi ro|ghi ro ho ten|chu ky|dong dau).{0,60}")
_APPENDIX = re.compile(r"\W*(?:phu luc|danh sach|bieu|mau|ke hoach|bang|quy che|quy dinh|chuong|phan|muc|dieu)\b")


def closing(text: str, within: Span) -> Iterator[Aside]:
    """The parts of the end that a range holds, cell by cell; appendices may follow it."""
    rows = [row for row in lines(text, within) if not text[row.start : row.end].isspace() and row.start < row.end]
    last = max(len(rows) - _MOST_CELLS, 0)
    end = within.start
    for number, row in enumerate(rows[:last]):
        # Only such lines are looked at closely: a long document has many.
        if row.start >= end and _may_begin(text[row.start : row.end]):
            further = cells(text, Span(row.start, rows[min(number + _MOST_CELLS, len(rows)) - 1].end))
            opening = list(islice(further, _OPENING_CELLS))
            for aside in _part(chain(opening, further)) if _begins(opening) else ():
                yield aside
                end = aside.end
    found = [cell for cell in cells(text, Span(rows[last].start, within.end)) if cell.span.start >= end] if rows else []
    position = 0
    while position < len(found):
        rest = found[position : position + _MOST_CELLS]
        part = list(_part(rest)) if _begins(rest) or _office_ends(rest) else []
        yield from part
        position += max(len(part), 1)


def _may_begin(line: str) -> bool:
    """Whether an end may begin with a line that isn't one of the last: with its list, or with an "on behalf of"."""
    first = next((char for char in line if char.isalpha()), "")
    return first in _FIRST_LETTERS and _MAY_BEGIN.match(fold(line)) is not None


def ends_document(cell: str) -> bool:
    """Whether a cell of a table begins with the list of recipients, or with in what office somebody signs."""
    rows = [" ".join(row.split()) for row in cell.splitlines() if row.strip()]
    if not rows:
        return False
    first = fold(rows[0])
    if _RECIPIENTS.fullmatch(first) or _RECIPIENTS_AND.match(first):
        return True
    if not is_capitals(rows[0]):
        return False
    return _ON_BEHALF.match(first) is not None or (_OFFICE.match(first) is not None and is_person(rows[-1]))


def _begins(rest: Sequence[Cell]) -> bool:
    """Whether the first of these cells begins an end by its own words and the next ones'."""
    cell = rest[0]
    if _RECIPIENTS.fullmatch(cell.folded) or _RECIPIENTS_AND.match(cell.folded):
        return any(_ITEM.match(each.words) or _signs(each) for each in (cell, *rest[1:_OPENING_CELLS]))
    return _signs(cell) and _ON_BEHALF.match(cell.folded) is not None


def _office_ends(rest: Sequence[Cell]) -> bool:
    """Whether these last cells of a document begin with an office that signs, and doesn't head a passage.

    Nothing but names and offices follow it, and a name among them.
    """
    return (
        _signs(rest[0]) and all(_belongs(each, None) for each in rest) and any(is_person(each.words) for each in rest)
    )


def _part(rest: Iterable[Cell]) -> Iterator[Aside]:
    """The cells of an end from its first one on."""
    # The columns may come line by line, so an item may stand behind an office.
    listed = recipients = named = False
    last: Cell | None = None
    for cell in islice(rest, _MOST_CELLS):
        if last is not None and not _belongs(cell, last if listed else None):
            return
        if named and is_capitals(cell.words) and not _signs(cell):
            # A title behind the signature begins an appendix.
            return
        item = _RECIPIENTS.match(cell.folded) is not None or _ITEM.match(cell.words) is not None
        signs = is_capitals(cell.words) or is_person(cell.words) or _SIGNED.fullmatch(cell.folded) is not None
        listed = listed or item
        recipients = item or (recipients and not signs)
        named = named or (is_person(cell.words) and not item)
        yield Aside(cell.span.start, cell.span.end, "recipients" if recipients else "signature")
        last = cell


def _belongs(cell: Cell, above: Cell | None) -> bool:
    """Whether a cell may stand in an end; `above` is the line of a list of recipients that it might go on with."""
    if len(cell.words) > _LONGEST_LINE or (_APPENDIX.match(cell.folded) and is_capitals(cell.words)):
        return False
    if is_rule(cell.words) or is_capitals(cell.words) or is_person(cell.words) or _SIGNED.fullmatch(cell.folded):
        return True
    if _RECIPIENTS.match(cell.folded):
        return True
    if above is None:
        return False
    goes_on = above.words[-1] not in ";.," and not cell.words[0].isupper()
    return _ITEM.match(cell.words) is not None or goes_on


def _signs(cell: Cell) -> bool:
    """Whether a cell in capitals names in what office somebody signs."""
    if not is_capitals(cell.words) or len(cell.words) > _LONGEST_LINE or cell.words.endswith((".", ":", ";")):
        return False
    return _ON_BEHALF.match(cell.folded) is not None or _OFFICE.match(cell.folded) is not None
