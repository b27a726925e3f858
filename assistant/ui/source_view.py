"""A document as the drawer shows it: its whole text in order, or a window of it where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict

from assistant.ui.cards import Line, lines, pieces
from assistant.ui.formats import language_of
from assistant.ui.messages import Speech
from index import Paragraph, Source, Span

# A document of up to WHOLE paragraphs is shown whole; of a longer one, so many before and after the one quoted.
WHOLE = 200
AROUND = 60


class Block(TypedDict):
    """A paragraph, or a text that stands between two ("between": headings, datelines, page numbers).

    `page` is the label of the page where the block is the first paragraph on it.
    """

    kind: Literal["paragraph", "between"]
    page: str | None
    target: bool
    edge: bool
    lines: list[Line]


class SourceData(TypedDict):
    """The blocks, and what stands around them. `label` names the quoted paragraph to a screen reader."""

    lang: str
    flow: bool
    blocks: list[Block]
    label: str
    window: str | None
    earlier: str | None
    later: str | None


@dataclass(frozen=True, slots=True)
class Window:
    """The paragraphs shown, first..last half-open. `edge` is the one to keep in sight after the window grew."""

    first: int
    last: int
    edge: int | None = None

    @classmethod
    def around(cls, position: int | None, total: int) -> Window:
        """All of a short document, else the neighbourhood of a paragraph (of the first, where it is None)."""
        if total <= WHOLE:
            return cls(0, total)
        position = position or 0
        return cls(max(0, position - AROUND), min(total, position + AROUND + 1))

    def earlier(self) -> Window:
        return Window(max(0, self.first - AROUND), self.last, edge=self.first)

    def later(self, total: int) -> Window:
        return Window(self.first, min(total, self.last + AROUND), edge=self.last - 1)


def position_of(paragraph_id: str | None, paragraphs: Sequence[Paragraph]) -> int | None:
    """Where the paragraph stands among them; None where it is not one of them any more."""
    return next((position for position, paragraph in enumerate(paragraphs) if paragraph.id == paragraph_id), None)


def source_data(
    source: Source,
    paragraphs: Sequence[Paragraph],
    target: int | None,
    highlights: Sequence[Span],
    window: Window,
    say: Speech,
) -> SourceData:
    """The window of the document. `target` is the quoted paragraph's position and `highlights` are inside its text."""
    total = len(paragraphs)
    whole = window.first == 0 and window.last == total
    return {
        "lang": language_of(source.text[:2000]),
        "flow": any(paragraph.page is not None for paragraph in paragraphs),
        "blocks": _blocks(source, paragraphs, target, highlights, window, say),
        "label": say("source.quoted"),
        "window": None
        if whole
        else say(
            "source.window",
            first=say.number(window.first + 1),
            last=say.number(window.last),
            total=say.number(total),
        ),
        "earlier": say("source.earlier") if window.first > 0 else None,
        "later": say("source.later") if window.last < total else None,
    }


def _blocks(
    source: Source,
    paragraphs: Sequence[Paragraph],
    target: int | None,
    highlights: Sequence[Span],
    window: Window,
    say: Speech,
) -> list[Block]:
    blocks: list[Block] = []
    position = paragraphs[window.first - 1].end if window.first > 0 else 0
    page = paragraphs[window.first - 1].page if window.first > 0 else None
    for number in range(window.first, window.last):
        paragraph = paragraphs[number]
        blocks.extend(_between(source.text[position : paragraph.start]))
        new_page = paragraph.page is not None and paragraph.page != page
        blocks.append(
            {
                "kind": "paragraph",
                "page": say("place.page", page=paragraph.page) if new_page and paragraph.page is not None else None,
                "target": number == target,
                "edge": number == window.edge,
                "lines": lines(paragraph, highlights if number == target else ()),
            }
        )
        position, page = paragraph.end, paragraph.page
    if window.last == len(paragraphs):
        blocks.extend(_between(source.text[position:]))
    return blocks


def _between(text: str) -> list[Block]:
    """What stands between two paragraphs, unless it is white space. Several lines stay several lines."""
    if not text.strip():
        return []
    line: Line = {"kind": "text", "speaker": None, "time": None, "pieces": pieces(text.strip(), ())}
    return [{"kind": "between", "page": None, "target": False, "edge": False, "lines": [line]}]
