"""Transcripts in which a line says who speaks and when, and the lines below it are what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.loaders.blocks import blocks
from index.loaders.said import rising
from index.models import Span, Turn


@dataclass(frozen=True, slots=True)
class Header:
    """The offset of a line that begins a turn, and what it says. Unknown speaker or time is None.

    `alone`: no words stand on that line.
    """

    start: int
    speaker: str | None
    start_ms: int | None
    end_ms: int | None = None
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A transcript in the form of a program that exports them.

    `start` is where it begins behind what stands before it, its title for instance. `headings` are those inside it.
    `date` is ISO 8601 where the form names the day of the meeting.
    """

    start: int
    turns: tuple[Turn, ...]
    headings: tuple[Span, ...] = ()
    date: str | None = None


def turns_under(text: str, headers: Sequence[Header], end: int) -> tuple[Turn, ...]:
    """The turns, each from its header to the next one or to `end`, its header included.

    A blank line inside what somebody says begins a further turn of the same speaker and time.
    """
    ends = [*(header.start for header in headers[1:]), end]
    times = rising((header.start_ms, header.end_ms) for header in headers)
    return tuple(
        Turn(said.start, said.end, header.speaker, start_ms, end_ms)
        for header, until, (start_ms, end_ms) in zip(headers, ends, times, strict=True)
        for said in _said(text, header, until)
    )


def _said(text: str, header: Header, until: int) -> list[Span]:
    """The blocks, with a header that is a paragraph of its own, as in Otter's .docx, and the words below it as one."""
    found = blocks(text, Span(header.start, until))
    is_parted = header.alone and len(found) > 1 and len(text[found[0].start : found[0].end].splitlines()) == 1
    return [Span(found[0].start, found[1].end), *found[2:]] if is_parted else found
