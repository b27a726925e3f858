"""Transcripts with a name and a time on a line and the words below it: Otter's .txt and .docx, Teams's .docx.

    Lan Trần  0:03                     15 tháng 6, 2026 03:35
    Xin chào các anh.                  27m 42s
                                       Lan Trần   0:03
    Unknown Speaker  0:15              Xin chào các anh.

Otter ends with "Transcribed by https://otter.ai", and writes the time alone where it tells no speakers apart (seen in
transcripts that people published). Teams has a head of title, date and duration, and each turn is a paragraph with line
breaks in it (bristlenose, s04_parse_docx.py; gerlaxrex/parrot, microsoftstream.py). Teams's older .docx has paragraphs
of "0:0:3.420 --> 0:0:6.90", the name and the words (Unstructured-IO/unstructured, test_docx.py), where .90 is 90
milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.loaders.blocks import blocks, lines
from index.loaders.dates import find_dates
from index.loaders.headed import Export, Header, turns_under
from index.loaders.transcripts import clock_ms, is_form_label, recurring
from index.models import Span
from index.text import fold

_CLOCK = r"(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)"
_NAMED = re.compile(rf"(?P<name>\S.{{0,79}}?)[ \u00a0]{{2,9}}{_CLOCK}[ \t\u00a0]*")
_UNNAMED = re.compile(rf"{_CLOCK}[ \t]*")
_FOOTER = re.compile(r"^[ \t]*Transcribed by https?://otter\.ai\b.*", re.MULTILINE)
_DURATION = re.compile(r"^[ \t]*(?:\d+h ?)?(?:\d+m ?)?\d+s[ \t]*$|^[ \t]*(?:\d+h ?)?\d+m[ \t]*$", re.MULTILINE)
_UNKNOWN = frozenset(("unknown speaker", "unknown"))
# A transcript starts soon after the recording does. What starts at 7:30 is an agenda.
_LATEST_START_MS = 5 * 60_000
# Without zeros in front, as no subtitles have them.
_FIELD = r"(0|[1-9]\d?)"
_TIME = rf"{_FIELD}:{_FIELD}:{_FIELD}\.(\d{{1,3}})"
_ARROW = re.compile(rf"{_TIME}[ \t]*-->[ \t]*{_TIME}[ \t]*")


def read_clocked(text: str) -> Export | None:
    """The turns of a text of one of these forms. The day is the one that stands last before them."""
    headers = _headers(text) or _arrow_headers(text)
    if not headers:
        return None
    footer = _footer(text)
    dates = [date for line in lines(text, Span(0, headers[0].start)) if (date := _day(text[line.start : line.end]))]
    turns = turns_under(text, headers, footer.start() if footer else len(text))
    return Export(headers[0].start, turns, date=dates[-1] if dates else None)


def _headers(text: str) -> list[Header]:
    """The lines with a name and a time, or none where they aren't the turns of a transcript."""
    footer = _footer(text)
    within = Span(0, footer.start() if footer else len(text))
    forms = [_NAMED, _UNNAMED] if footer else [_NAMED]
    rows = ((line.start, text[line.start : line.end]) for line in lines(text, within))
    found = [
        Header(start, _speaker(match), clock_ms(match["clock"]), alone=True)
        for start, row in rows
        for form in forms
        if (match := form.fullmatch(row))
    ]
    if not found or not (footer or _are_speakers(text[: found[0].start], found)):
        return []
    ends = [*(header.start for header in found[1:]), within.end]
    said = (text[header.start : end].strip() for header, end in zip(found, ends, strict=True))
    return found if all(len(words.splitlines()) > 1 for words in said) else []


def _speaker(match: re.Match[str]) -> str | None:
    name = match.groupdict().get("name")
    return None if name is None or name.strip().lower() in _UNKNOWN else name.strip()


def _are_speakers(head: str, found: Sequence[Header]) -> bool:
    """Whether the names come back, or stand under a head that tells how long the meeting was, from its start on."""
    names = [header.speaker for header in found if header.speaker is not None]
    if any(is_form_label(name) for name in names) or (found[0].start_ms or 0) > _LATEST_START_MS:
        return False
    return recurring(names) or _DURATION.search(head) is not None


def _footer(text: str) -> re.Match[str] | None:
    found = list(_FOOTER.finditer(text))
    return found[-1] if found else None


def _day(line: str) -> str | None:
    """The day that the line begins with."""
    date = next(find_dates(fold(line.strip())), None)
    return date.iso if date is not None and date.start == 0 and date.day is not None else None


def _arrow_headers(text: str) -> list[Header]:
    paragraphs = blocks(text)
    read = [_arrow(text, block) for block in paragraphs]
    first = next((number for number, header in enumerate(read) if header is not None), len(read))
    headers = [header for header in read[first:] if header is not None]
    return headers if len(headers) == len(read) - first else []


def _arrow(text: str, block: Span) -> Header | None:
    rows = text[block.start : block.end].splitlines()
    times = _ARROW.fullmatch(rows[0])
    if times is None or len(rows) < 2:
        return None
    start, end = times.groups()[:4], times.groups()[4:]
    name = rows[1].strip() if len(rows) > 2 else ""
    return Header(block.start, name or None, _unpadded_ms(*start), _unpadded_ms(*end))


def _unpadded_ms(hours: str, minutes: str, seconds: str, milliseconds: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(milliseconds)
