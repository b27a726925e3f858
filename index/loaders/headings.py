"""Headings and datelines in text that doesn't mark them. Found conservatively: none can be quoted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.loaders.blocks import LONG_LINE, lines
from index.loaders.dates import WEEKDAY, find_dates
from index.loaders.titles import is_form_line, may_head, title_in
from index.models import Span
from index.text import fold

_NUMBERED = re.compile(
    r"(?:(?P<part>phan|chuong|muc|dieu|part|chapter|section|article|annex|phu luc)\s+(?:thu\s+)?"
    r"(?:\d{1,3}|[ivxlc]{1,6}|[a-z]|nhat|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|one|two|three|four|five)(?![\w])[.:]?|"
    r"(?P<roman>[ivx]{1,5})[.)]|(?P<deep>\d{1,2}(?:\.\d{1,2})+)[.)]?|(?P<number>\d{1,2})[.)]|(?P<letter>[a-z])[.)])(?:\s|$)"
)
_PLACE = r"(?:[^\W\d_][\w.'’-]*\s+){0,5}[^\W\d_][\w.'’-]*"
_DATELINE_BEFORE = re.compile(
    rf"\W*(?:date\s+)?(?:(?!{WEEKDAY})(?P<place>{_PLACE})\s*,\s*)?(?:{WEEKDAY}\s*,?\s*)?(?:\d\d?[:hg]\d\d\s*,?\s*)?"
)
_DATELINE_AFTER = re.compile(
    rf"\s*(?:,?\s*{WEEKDAY})?(?:[,\s|–-]*\d\d?[:hg]\d\d)?(?:\s*(?:gmt|utc)\s*[+-]?\d*)?\s*(?:\([^()]{{1,60}}\))?\W*"
)


def is_dateline(line: str) -> bool:
    """Whether the line is a date, perhaps with a weekday, an hour, a place before it, an agency after, and no more."""
    if len(line) > LONG_LINE or re.search(r"[!?;…]\s*$|\w\.\s*$", line):
        return False
    folded = fold(line)
    for date in find_dates(folded):
        before = _DATELINE_BEFORE.fullmatch(folded, 0, date.start)
        if before and _DATELINE_AFTER.fullmatch(folded, date.end):
            return _is_name(line, before["place"])
    return False


def text_headings(text: str, units: Sequence[Span], *, titles: bool, first_is_title: bool) -> tuple[Span, ...]:
    """The units that are headings or datelines.

    Datelines always; with `titles` also a one-line unit of at most 120 code points that ends no sentence and is in
    capitals, begins with a number of its own, or (with `first_is_title`) is the first of several; and of the first the
    lines that are a title by themselves (index/loaders/titles.py).
    """
    shapes = [_shape(text[unit.start : unit.end]) if titles else "" for unit in units]
    found: list[Span] = []
    for position, unit in enumerate(units):
        line = text[unit.start : unit.end]
        title = title_in(text, unit) if titles and first_is_title and position == 0 else None
        if title is not None and (title != unit or len(units) > 1):
            found.append(title)
            continue
        if len(list(lines(line))) > 1:
            continue
        if is_dateline(line) or _is_heading(
            shapes, position, first_of_several=first_is_title and position == 0 < len(units) - 1
        ):
            found.append(unit)
    return tuple(found)


def level_of(heading: str) -> int | None:
    """How deep a heading stands, smaller is higher, where its own text tells; None where it doesn't."""
    marks = re.match(r"(#{1,6})\s", heading)
    if marks:
        return len(marks[1])
    numbered = _NUMBERED.match(fold(heading))
    if numbered is None:
        return None
    if numbered["part"]:
        return {"phan": 11, "part": 11, "chuong": 12, "chapter": 12, "muc": 13, "section": 13}.get(numbered["part"], 14)
    if numbered["roman"]:
        return 15
    if numbered["number"]:
        return 16
    return 16 + numbered["deep"].count(".") if numbered["deep"] else 20


def _shape(line: str) -> str:
    """What makes a line a heading: "capitals" or the kind of its number; "title" if it might be a title only, or ""."""
    if not may_head(line):
        return ""
    if _has_own_number(line):
        return f"number {level_of(line)}"
    if line.isupper() and sum(char.isalpha() for char in line) >= 3:
        return "capitals"
    return "" if is_form_line(line) else "title"


def _has_own_number(line: str) -> bool:
    """A numbered heading goes on with a capital ("1. Kinh phí"), an amount doesn't ("1.5 tỷ đồng")."""
    numbered = _NUMBERED.match(fold(line))
    if numbered is None or numbered["letter"]:
        return False
    rest = line.split(maxsplit=2 if numbered["part"] else 1)[2 if numbered["part"] else 1 :]
    first = next((char for char in "".join(rest) if char.isalpha()), None)
    return first.isupper() if first is not None else numbered["part"] is not None


def _is_heading(shapes: list[str], position: int, *, first_of_several: bool) -> bool:
    shape = shapes[position]
    if shape.startswith("number"):
        # Several of one kind on end are a list, not headings.
        return shape not in shapes[max(0, position - 1) : position] + shapes[position + 1 : position + 2]
    return shape == "capitals" or (shape == "title" and first_of_several)


def _is_name(line: str, folded_place: str | None) -> bool:
    """A place is written with capitals ("Hà Nội, ngày 5 …"), a clause isn't ("hoàn thành, ngày 5 …")."""
    if folded_place is None:
        return True
    words = line.strip(" \t*_([–—-").split(",")[0].split()
    return bool(words) and all(word[0].isupper() or not word[0].isalpha() for word in words)
