"""A document as the drawer shows it: parted into runs of blocks, of which only those near the reader are sent.

Streamlit sends a widget's data anew at each step, so the whole text of a long document would cost at each of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypedDict

from assistant.ui.find import Finder
from assistant.ui.formats import clock, language_of
from assistant.ui.lines import Line, Piece, lines, pieces
from assistant.ui.messages import Speech
from index import Paragraph, Source, Span

# A run ends after so many blocks or code points, whichever comes first: some screens of text.
_RUN_BLOCKS = 40
_RUN_CHARACTERS = 8_000
# How many different colours speakers have.
VOICES = 8


@dataclass(frozen=True, slots=True)
class Passage:
    """A block that is marked, with its text then: a paragraph that was quoted, or a heading (`id_between`).

    `highlights` are offsets into that text.
    """

    paragraph_id: str
    text: str
    highlights: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Extent:
    """The range of a block: a paragraph by its position, or None for what stands between two of them."""

    start: int
    end: int
    paragraph: int | None
    page: int | None


class FoundPiece(Piece):
    """`found` counts the document's matches from 0."""

    found: int | None


class SourceLine(TypedDict):
    """As a Line; `voice` is the number of its speaker's colour."""

    kind: Literal["turn", "gap", "text"]
    speaker: str | None
    time: str | None
    voice: int | None
    pieces: list[FoundPiece]


class Block(TypedDict):
    """A paragraph, or a text that stands between two ("between": headings, datelines, page numbers).

    `heading` is the label of a page that begins here, `place` that of where the reader is here (page or time),
    `passage` the number of the quoted passage that it is.
    """

    kind: Literal["paragraph", "between"]
    number: int
    heading: str | None
    place: str | None
    page: int | None
    passage: int | None
    lines: list[SourceLine]


class RunSize(TypedDict):
    """What the height of a run is guessed from before it is there, and the label that stands in its place."""

    blocks: int
    characters: int
    label: str


class Spot(TypedDict):
    """A block by its run and number, and the page that it is on."""

    run: int
    block: int
    page: int | None


class SourceText:
    """A document, as long as its drawer is open: what it is parted into, and what is found in it."""

    def __init__(self, source: Source, paragraphs: Sequence[Paragraph]) -> None:
        self.source = source
        self.paragraphs = tuple(paragraphs)
        self.blocks = tuple(_extents(source.text, self.paragraphs))
        self.run_starts = tuple(_run_starts(self.blocks))
        self.flow = any(paragraph.page is not None for paragraph in self.paragraphs)
        self._block_starts = [block.start for block in self.blocks]
        self._found: tuple[str, list[Span]] = ("", [])

    def find(self, query: str) -> list[Span]:
        """The matches inside blocks, in order. Those of the last query are kept."""
        if self._found[0] != query:
            spans = self._finder.find(query)
            self._found = (query, [span for span in spans if self._block_at(span) is not None])
        return self._found[1]

    def block_of(self, passage: Passage) -> int | None:
        """The block that the passage is, in a new version by its text; None where it is gone."""
        by_text: int | None = None
        for number, block in enumerate(self.blocks):
            same = self.source.text[block.start : block.end] == passage.text
            # The same file, read anew by a later version of the program, may have another text there.
            if same and self.id_of(number) == passage.paragraph_id:
                return number
            if same and by_text is None:
                by_text = number
        return by_text

    def id_of(self, block: int) -> str:
        """That of its paragraph, or of what stands between two."""
        extent = self.blocks[block]
        if extent.paragraph is None:
            return id_between(self.source.id, extent)
        return self.paragraphs[extent.paragraph].id

    def passage_at(self, start: int, end: int) -> Passage | None:
        """The block in which a range of the text begins, the range marked in it."""
        number = bisect_right(self._block_starts, start) - 1
        if number < 0 or start >= self.blocks[number].end:
            return None
        block = self.blocks[number]
        span = Span(start - block.start, min(end, block.end) - block.start)
        return Passage(self.id_of(number), self.source.text[block.start : block.end], (span,))

    def spot(self, block: int) -> Spot:
        """Where a block is drawn."""
        return {"run": self.run_of(block), "block": block, "page": self.blocks[block].page}

    def run_of(self, block: int) -> int:
        """The run of a block."""
        return bisect_right(self.run_starts, block) - 1

    def blocks_of(self, run: int) -> range:
        """The blocks of a run."""
        ends = (*self.run_starts[1:], len(self.blocks))
        return range(self.run_starts[run], ends[run])

    def sizes(self, say: Speech) -> list[RunSize]:
        """What is known of each run without its text."""
        return [self._size(run, say) for run in range(len(self.run_starts))]

    def counts(self, matches: Sequence[Span]) -> list[int]:
        """How many matches stand in each run."""
        counts = [0] * len(self.run_starts)
        for span in matches:
            counts[self.run_of(bisect_right(self._block_starts, span.start) - 1)] += 1
        return counts

    def pages(self) -> list[Spot]:
        """The first block of each page."""
        first: dict[int, Spot] = {}
        for number, block in enumerate(self.blocks):
            if block.page is not None and block.page not in first:
                first[block.page] = {"run": self.run_of(number), "block": number, "page": block.page}
        return list(first.values())

    @cached_property
    def voices(self) -> dict[str, int]:
        """Each speaker's colour, in the order in which they first speak."""
        speakers = (turn.speaker for paragraph in self.paragraphs for turn in paragraph.turns if turn.speaker)
        return {speaker: number % VOICES for number, speaker in enumerate(dict.fromkeys(speakers))}

    @cached_property
    def _finder(self) -> Finder:
        return Finder(self.source.text)

    def _block_at(self, span: Span) -> int | None:
        block = bisect_right(self._block_starts, span.start) - 1
        return block if block >= 0 and span.end <= self.blocks[block].end else None

    def _size(self, run: int, say: Speech) -> RunSize:
        blocks = [self.blocks[number] for number in self.blocks_of(run)]
        positions = [block.paragraph for block in blocks if block.paragraph is not None]
        label = ""
        if positions:
            label = say("drawer.part", first=say.number(positions[0] + 1), last=say.number(positions[-1] + 1))
        return {"blocks": len(blocks), "characters": sum(block.end - block.start for block in blocks), "label": label}


def runs(
    text: SourceText, wanted: Iterable[int], passages: Sequence[tuple[int, Passage]], query: str, say: Speech
) -> dict[str, list[Block]]:
    """The blocks of the runs that are wanted, of those that there are. `passages` have the number of their block."""
    matches = text.find(query)
    starts = [span.start for span in matches]
    numbers = {block: number for number, (block, _) in enumerate(passages)}
    drawn: dict[str, list[Block]] = {}
    for run in sorted(set(wanted) & set(range(len(text.run_starts)))):
        blocks: list[Block] = []
        for number in text.blocks_of(run):
            extent = text.blocks[number]
            passage = numbers.get(number)
            highlights = () if passage is None else passages[passage][1].highlights
            first = bisect_right(starts, extent.start - 1)
            last = bisect_right(starts, extent.end - 1)
            found = [
                (place, Span(matches[place].start - extent.start, matches[place].end - extent.start))
                for place in range(first, last)
            ]
            blocks.append(_block(text, number, passage, highlights, found, say))
        drawn[str(run)] = blocks
    return drawn


def id_between(source_id: str, extent: Extent) -> str:
    """What a text between two paragraphs is known by, as these are by theirs."""
    return f"{source_id}:{extent.start}-{extent.end}"


def language(text: SourceText) -> Literal["vi", "en"]:
    """What a screen reader should read the document as."""
    return language_of(text.source.text[:2000])


def with_found(drawn: Iterable[Line], found: Sequence[tuple[int, Span]], voices: dict[str, int]) -> list[SourceLine]:
    """The lines, their pieces cut at the matches: (number, range of the text that the pieces joined are)."""
    result: list[SourceLine] = []
    position = 0
    for line in drawn:
        cut: list[FoundPiece] = []
        speaker = line["speaker"]
        for piece in line["pieces"]:
            cut.extend(_cut(piece, position, found))
            position += len(piece["text"])
            if piece["kind"] == "speaker":
                speaker = piece["text"].removesuffix(":")
        voice = voices.get(speaker) if speaker is not None else None
        result.append(
            {
                "kind": line["kind"],
                "speaker": line["speaker"],
                "time": line["time"],
                "voice": voice if line["kind"] == "turn" else None,
                "pieces": cut,
            }
        )
    return result


def _cut(piece: Piece, start: int, found: Sequence[tuple[int, Span]]) -> Iterable[FoundPiece]:
    end = start + len(piece["text"])
    position = start
    for number, span in found:
        left, right = max(span.start, position), min(span.end, end)
        if left >= right:
            continue
        if position < left:
            yield {"text": piece["text"][position - start : left - start], "kind": piece["kind"], "found": None}
        yield {"text": piece["text"][left - start : right - start], "kind": piece["kind"], "found": number}
        position = right
    if position < end:
        yield {"text": piece["text"][position - start :], "kind": piece["kind"], "found": None}


def _block(
    text: SourceText,
    number: int,
    passage: int | None,
    highlights: Sequence[Span],
    found: Sequence[tuple[int, Span]],
    say: Speech,
) -> Block:
    extent = text.blocks[number]
    before = text.blocks[number - 1].page if number > 0 else None
    page = None if extent.page is None else say("place.page", page=extent.page)
    place = page
    if extent.paragraph is None:
        words = text.source.text[extent.start : extent.end]
        drawn: list[Line] = [{"kind": "text", "speaker": None, "time": None, "pieces": pieces(words, highlights)}]
    else:
        paragraph = text.paragraphs[extent.paragraph]
        drawn = lines(paragraph, highlights)
        place = page or clock(paragraph.start_ms)
    return {
        "kind": "between" if extent.paragraph is None else "paragraph",
        "number": number,
        "heading": page if extent.page != before else None,
        "place": place,
        "page": extent.page,
        "passage": passage,
        "lines": with_found(drawn, found, text.voices),
    }


def _extents(text: str, paragraphs: Sequence[Paragraph]) -> Iterable[Extent]:
    """The paragraphs, and what stands between two, without the white space around it. A heading is on the page of what
    follows it.
    """
    position = 0
    page: int | None = None
    for number, paragraph in enumerate(paragraphs):
        yield from _between(text, position, paragraph.start, paragraph.page)
        yield Extent(paragraph.start, paragraph.end, number, paragraph.page)
        position, page = paragraph.end, paragraph.page
    yield from _between(text, position, len(text), page)


def _between(text: str, start: int, end: int, page: int | None) -> Iterable[Extent]:
    part = text[start:end]
    if part.strip():
        yield Extent(start + len(part) - len(part.lstrip()), start + len(part.rstrip()), None, page)


def _run_starts(blocks: Sequence[Extent]) -> Iterable[int]:
    started = characters = 0
    for number, block in enumerate(blocks):
        full = number - started >= _RUN_BLOCKS or characters >= _RUN_CHARACTERS
        if number == 0 or full:
            yield number
            started, characters = number, 0
        characters += block.end - block.start
