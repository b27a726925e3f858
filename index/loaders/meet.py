"""Google Meet's transcripts, a Google document saved as .docx, .txt or .md.

    Họp tổ (2026-03-16 10:02 GMT+7) - Transcript          16 thg 3, 2026
    Attendees                                             Họp tổ - Transcript
    Lan Trần, Nam Lê                                      00:00:00
    Transcript                                            Lan Trần: Xin chào các anh.
    Lan Trần: Xin chào các anh.                           00:02:35
    00:05:00                                              Nam Lê: Chào chị.
    Nam Lê: Chào chị.                                     Transcription ended after 00:26:31

The left one until 2025, the right one since, behind the notes of the meeting if it has them (public transcripts of the
Polygon governance calls; bristlenose, s04_parse_docx.py). Only what is said just behind a time has that as its own:
when the others were said between two times is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.loaders.blocks import lines, trimmed
from index.loaders.headed import Export
from index.loaders.said import rising
from index.loaders.transcripts import clock_ms, find_turns, read_label
from index.models import Span, Turn

_TIME = re.compile(r"(?:#{1,6} )?[*_ \u00a0]*(?P<clock>\d{1,2}:\d{2}:\d{2})[*_ \u00a0]*")
_LEAST_FOLLOWED = 0.8


def looks_like_google_meet(text: str) -> bool:
    """Whether times stand on lines of their own, each later than the one before, and names with words behind most."""
    times = _times(text)
    clocks = [clock for _, clock in times]
    followed = sum(1 for span, _ in times if _label_follows(text, span.end))
    return bool(times) and all(map(int.__lt__, clocks, clocks[1:])) and followed >= _LEAST_FOLLOWED * len(times)


def read_google_meet(text: str, marked: Sequence[Span]) -> Export | None:
    """The turns, with the times as headings; `marked` are the headings that the file itself marks."""
    if not looks_like_google_meet(text):
        return None
    times = _times(text)
    first, clock = times[0]
    # A transcript without the time of its beginning begins before the first time that it has.
    start = first.start if clock == 0 else max((span.end for span in marked if span.end <= first.start), default=0)
    spans = [span for span, _ in times]
    others = [span for span in marked if all(span.end <= each.start or each.end <= span.start for each in spans)]
    headings = sorted((span for span in (*spans, *others) if span.start >= start), key=lambda span: span.start)
    turns = find_turns(text, headings, Span(start, len(text)))
    if not turns:
        return None
    start = min(start, turns[0].start) if clock == 0 else turns[0].start
    return Export(start, _timed(turns, times), tuple(span for span in headings if span.start >= start))


def _times(text: str) -> list[tuple[Span, int]]:
    return [
        (trimmed(text, line), clock_ms(match["clock"]))
        for line in lines(text)
        if (match := _TIME.fullmatch(text[line.start : line.end].strip()))
    ]


def _label_follows(text: str, position: int) -> bool:
    rest = text[position:].lstrip()
    return bool(rest) and read_label(rest.splitlines()[0]) is not None


def _timed(turns: Sequence[Turn], times: Sequence[tuple[Span, int]]) -> tuple[Turn, ...]:
    """The turns, with its time for each that is the first behind one."""
    starts: dict[int, int] = {}
    for span, clock in times:
        first = next((turn for turn in turns if span.end <= turn.start), None)
        if first is not None:
            # Where nothing is said between two times, the second counts.
            starts[first.start] = clock
    known = rising((starts.get(turn.start), None) for turn in turns)
    return tuple(replace(turn, start_ms=start_ms) for turn, (start_ms, _) in zip(turns, known, strict=True))
