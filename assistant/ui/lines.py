"""The text of a paragraph cut into lines and pieces: here, since offsets count code points and a browser counts UTF-16
units. Joined, the pieces of a paragraph are its text, unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypedDict

from assistant.ui.formats import clock
from index import Paragraph, Span, label_length


class Piece(TypedDict):
    """A run of text; "speaker" is a name that stands in the text itself."""

    text: str
    kind: Literal["text", "mark", "speaker"]


class Line(TypedDict):
    """A turn, the white space between two turns ("gap"), or a whole paragraph that has no turns ("text").

    `speaker` is the label to draw in front, where the name does not stand in the text itself.
    """

    kind: Literal["turn", "gap", "text"]
    speaker: str | None
    time: str | None
    pieces: list[Piece]


def pieces(text: str, highlights: Iterable[Span], speaker: str | None = None) -> list[Piece]:
    """The text cut at the highlights (offsets into it, in any order), and after `speaker` where it begins with it."""
    prefix = len(speaker) + 1 if speaker is not None and text.startswith(f"{speaker}:") else 0
    cuts: list[Piece] = [{"text": text[:prefix], "kind": "speaker"}] if prefix else []
    position = prefix
    for start, end in _merged(highlights, prefix, len(text)):
        if position < start:
            cuts.append({"text": text[position:start], "kind": "text"})
        cuts.append({"text": text[start:end], "kind": "mark"})
        position = end
    if position < len(text):
        cuts.append({"text": text[position:], "kind": "text"})
    return cuts


def lines(paragraph: Paragraph, highlights: Sequence[Span] = ()) -> list[Line]:
    """The paragraph's text turn by turn; one line where it has no turns. `highlights` are offsets into its text."""
    if not paragraph.turns:
        return [{"kind": "text", "speaker": None, "time": None, "pieces": pieces(paragraph.text, highlights)}]
    drawn: list[Line] = []
    position = 0
    for turn in sorted(paragraph.turns, key=lambda turn: turn.start):
        start = max(turn.start - paragraph.start, position)
        end = min(turn.end - paragraph.start, len(paragraph.text))
        if start >= end:
            continue
        drawn.extend(_between(paragraph.text[position:start], _inside(highlights, position, start)))
        words = paragraph.text[start:end]
        named = turn.speaker is not None and label_length(words, turn.speaker) > 0
        drawn.append(
            {
                "kind": "turn",
                "speaker": None if named else turn.speaker,
                "time": clock(turn.start_ms),
                "pieces": pieces(words, _inside(highlights, start, end), turn.speaker if named else None),
            }
        )
        position = end
    drawn.extend(_between(paragraph.text[position:], _inside(highlights, position, len(paragraph.text))))
    return drawn


def _merged(spans: Iterable[Span], low: int, high: int) -> Iterator[tuple[int, int]]:
    """The spans clipped to low..high, in order, those that touch or overlap made one."""
    start = end = -1
    for span in sorted(spans, key=lambda span: span.start):
        left, right = max(span.start, low), min(span.end, high)
        if left >= right:
            continue
        if left <= end:
            end = max(end, right)
            continue
        if start >= 0:
            yield start, end
        start, end = left, right
    if start >= 0:
        yield start, end


def _inside(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The parts of the spans inside start..end, as offsets from start."""
    return [
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in spans
        if span.start < end and span.end > start
    ]


def _between(text: str, highlights: Sequence[Span]) -> list[Line]:
    if not text:
        return []
    kind: Literal["gap", "text"] = "text" if text.strip() else "gap"
    return [{"kind": kind, "speaker": None, "time": None, "pieces": pieces(text, highlights)}]
