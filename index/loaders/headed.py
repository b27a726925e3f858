"""Transcripts in which a line says who speaks and when, and the lines below it are what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.loaders.blocks import blocks
from index.loaders.said import rising
from index.models import Span, Turn


@dataclass(frozen=True, slots=True)
class Header:
    """The offset of a line that begins a turn, and what it says. Unknown speaker or time is None."""

    start: int
    speaker: str | None
    start_ms: int | None
    end_ms: int | None = None


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

    A blank line inside what somebody says begins a further turn of the same speaker and time: no turn crosses one.
    """
    ends = [*(header.start for header in headers[1:]), end]
    times = rising((header.start_ms, header.end_ms) for header in headers)
    return tuple(
        Turn(block.start, block.end, header.speaker, start_ms, end_ms)
        for header, until, (start_ms, end_ms) in zip(headers, ends, times, strict=True)
        for block in blocks(text, Span(header.start, until))
    )
