"""From a loaded document to its paragraphs: the ranges of its text that can be quoted.

A paragraph has at most 2,000 code points and crosses no blank line; in a transcript neighbouring turns are grouped, 80
to 160 words, and a table's row is one. Headings are context of what follows them, and so are a line that only leads
into a list and a table's header. Every character that isn't white space lies in exactly one paragraph, heading, such
line or aside (a letterhead, a page's number).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby

from index.leadins import lead_ins
from index.loaders.blocks import gaps, lines, one_paragraph_a_line, trimmed, units
from index.loaders.headings import level_of
from index.loaders.metadata import plain_heading
from index.models import LoadedDocument, Paragraph, Row, Span, TableRow, Turn
from index.table_rows import headers as table_headers
from index.table_rows import label as header_label
from index.table_rows import place_of
from index.text import sentences

LONGEST_PARAGRAPH = 2_000
# A group of turns is closed once it has this many words, and never has more than that, a longer turn alone excepted.
ENOUGH_WORDS_OF_TURNS = 80
MOST_WORDS_OF_TURNS = 160
_SPACES = re.compile(r"\s+")


_Heading = tuple[int | None, str]
"""A heading's level, where its text tells it, and its text on one line."""


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    turns: tuple[Turn, ...] = ()
    # The rest of a paragraph that was cut.
    continues: bool = False
    row: TableRow | None = None
    row_number: int = 0


def split(loaded: LoadedDocument, source_id: str, document: str) -> list[Paragraph]:
    """The paragraphs of the document in order, none overlapping; `text == loaded.text[start:end]` for each."""
    text = loaded.text
    asides = [Span(aside.start, aside.end) for aside in loaded.asides]
    headings, asides, trailing = _with_text_after(text, loaded.headings, asides)
    taken = _in_order(headings, asides)
    rows = _apart(loaded.rows, sorted([*taken, *trailing, *loaded.turns], key=lambda span: span.start))
    headers = table_headers(text, rows)
    by_line = loaded.media_type == "text/plain" and one_paragraph_a_line(text)
    pieces = list(_row_pieces(text, rows, headers))
    for gap in gaps(Span(0, len(text)), _in_order(taken, [Span(row.start, row.end) for row in rows])):
        turns = [turn for turn in loaded.turns if gap.start <= turn.start and turn.end <= gap.end]
        pieces.extend(_pieces(text, gap, turns, trailing, by_line=by_line))
    pieces.sort(key=lambda piece: piece.start)
    pieces, contexts = _with_lead_ins(text, pieces, headings)
    labels = _heading_labels(loaded, headings, [piece.start for piece in pieces])
    page_starts = [page.start for page in loaded.pages]
    paragraphs: list[Paragraph] = []
    for piece, label, leading in zip(pieces, labels, contexts, strict=True):
        page = bisect_right(page_starts, piece.start) - 1
        speakers = {turn.speaker for turn in piece.turns}
        paragraphs.append(
            Paragraph(
                id=f"{source_id}:{piece.start}-{piece.end}",
                source_id=source_id,
                document=document,
                start=piece.start,
                end=piece.end,
                text=text[piece.start : piece.end],
                page=loaded.pages[page].page if page >= 0 else None,
                heading=_path(label, leading, _header(text, piece, headers)),
                turns=piece.turns,
                speaker=speakers.pop() if len(speakers) == 1 else None,
                start_ms=piece.turns[0].start_ms if piece.turns else None,
                end_ms=piece.turns[-1].end_ms if piece.turns else None,
                number=loaded.letterhead.number,
                row=_row(text, piece, headers),
            )
        )
    return paragraphs


def _path(headings: Sequence[str], leading: Sequence[str], header: Sequence[str]) -> str | None:
    """A paragraph's context on one line, highest first. What leads in may say no more than a heading above."""
    said = {heading.casefold() for heading in headings}
    leads = [label for label in leading if label.casefold() not in said]
    return " › ".join((*headings, *leads, *header)) or None


def _row_pieces(text: str, rows: Sequence[TableRow], headers: Mapping[int, TableRow]) -> Iterator[_Piece]:
    """A table's rows each on its own, but for its header."""
    for table, members in groupby(rows, key=lambda row: row.table):
        below = (row for row in members if headers.get(table) is not row)
        for number, row in enumerate(below, start=1):
            spans = cut(text, Span(row.start, row.end))
            yield from (_Piece(span.start, span.end, row=row, row_number=number) for span in spans)


def _apart(rows: Sequence[TableRow], taken: Sequence[Span | Turn]) -> list[TableRow]:
    """The rows that nothing else has a part of."""
    starts = [span.start for span in taken]
    found = []
    for row in rows:
        before = bisect_left(starts, row.end) - 1
        if row.start < row.end and (before < 0 or taken[before].end <= row.start):
            found.append(row)
    return found


def _row(text: str, piece: _Piece, headers: Mapping[int, TableRow]) -> Row | None:
    """The row that a piece is; None for a part of one that was cut for its length."""
    row = piece.row
    if row is None or (row.start, row.end) != (piece.start, piece.end):
        return None
    return place_of(text, row, piece.row_number, headers.get(row.table))


def _header(text: str, piece: _Piece, headers: Mapping[int, TableRow]) -> list[str]:
    header = headers.get(piece.row.table) if piece.row is not None else None
    return [header_label(text, header)] if header is not None else []


def _in_order(*spans: Sequence[Span]) -> list[Span]:
    return sorted((span for each in spans for span in each), key=lambda span: span.start)


def _with_text_after(
    text: str, headings: Sequence[Span], asides: Sequence[Span]
) -> tuple[list[Span], list[Span], list[Span]]:
    """The headings and the asides, and apart from them the headings at the end that no text follows.

    These are paragraphs, or they would be lost. Front matter and asides stay where they are, except where there is
    nothing else.
    """
    spans = _in_order(headings, asides)
    end = len(text)
    kept = len(spans)
    while kept and not text[spans[kept - 1].end : end].strip():
        kept -= 1
        end = spans[kept].start
    named = [span for span in spans[kept:] if span in headings and plain_heading(text[span.start : span.end])]
    if not named and not text[:end].strip():
        named = spans[kept:]
    return [span for span in headings if span not in named], [span for span in asides if span not in named], named


def _pieces(
    text: str, gap: Span, turns: Sequence[Turn], trailing: Sequence[Span], *, by_line: bool
) -> Iterator[_Piece]:
    """What lies between two headings: groups of turns, ordinary blocks, and trailing headings each on its own."""
    position = gap.start
    for group in _groups(text, turns):
        yield from _block_pieces(text, Span(position, group[0].start), by_line=by_line)
        yield from _turn_pieces(text, group)
        position = group[-1].end
    for heading in trailing:
        if position <= heading.start and heading.end <= gap.end:
            yield from _block_pieces(text, Span(position, heading.start), by_line=by_line)
            yield from _block_pieces(text, heading, by_line=False)
            position = heading.end
    yield from _block_pieces(text, Span(position, gap.end), by_line=by_line)


def _block_pieces(text: str, gap: Span, *, by_line: bool) -> Iterator[_Piece]:
    for block in units(text, gap, by_line=by_line):
        spans = cut(text, block)
        yield from (_Piece(span.start, span.end, continues=place > 0) for place, span in enumerate(spans))


def _groups(text: str, turns: Sequence[Turn]) -> Iterator[list[Turn]]:
    """Neighbouring turns until they have 80 words, at most 160 and 2,000 code points; a longer turn stands alone.

    What is asked at the end of a group stays with its answer where that fits ("adjacency pairs", Schegloff and Sacks,
    1973): the answer's words alone often don't say what they are about.
    """
    group: list[Turn] = []
    words = 0
    for turn in turns:
        length = len(text[turn.start : turn.end].split())
        neighbours = bool(group) and not text[group[-1].end : turn.start].strip()
        fits = bool(group) and words + length <= MOST_WORDS_OF_TURNS and turn.end - group[0].start <= LONGEST_PARAGRAPH
        enough = bool(group) and words >= ENOUGH_WORDS_OF_TURNS and not _asks(text, group[-1])
        if group and (enough or not (neighbours and fits)):
            yield group
            group, words = [], 0
        group.append(turn)
        words += length
    if group:
        yield group


def _asks(text: str, turn: Turn) -> bool:
    return text[turn.start : turn.end].rstrip(" \t\r\n\"'”’»)]").endswith("?")


def _turn_pieces(text: str, group: list[Turn]) -> Iterator[_Piece]:
    for span in cut(text, trimmed(text, Span(group[0].start, group[-1].end))):
        clipped = (
            replace(turn, start=max(turn.start, span.start), end=min(turn.end, span.end))
            for turn in group
            if turn.start < span.end and span.start < turn.end
        )
        yield _Piece(span.start, span.end, tuple(clipped))


def cut(text: str, block: Span) -> list[Span]:
    """The block in pieces of at most 2,000 code points, cut at sentence ends.

    A sentence that is longer by itself is cut at line ends, else at white space, else anywhere.
    """
    if block.end - block.start <= LONGEST_PARAGRAPH:
        return [block] if block.start < block.end else []
    whole = text[block.start : block.end]
    found: list[Span] = []
    for sentence in sentences(whole):
        for part in _bearable(text, Span(block.start + sentence.start, block.start + sentence.end)):
            if found and part.end - found[-1].start <= LONGEST_PARAGRAPH:
                found[-1] = Span(found[-1].start, part.end)
            else:
                found.append(part)
    return found


def _bearable(text: str, sentence: Span) -> list[Span]:
    if sentence.end - sentence.start <= LONGEST_PARAGRAPH:
        return [sentence]
    rows = [trimmed(text, row) for row in lines(text, sentence)]
    if len(rows) > 1:
        return [part for row in rows if row.start < row.end for part in _bearable(text, row)]
    found: list[Span] = []
    start = sentence.start
    while sentence.end - start > LONGEST_PARAGRAPH:
        limit = start + LONGEST_PARAGRAPH
        space = max((match.start() for match in _SPACES.finditer(text, start + 1, limit + 1)), default=limit)
        found.append(Span(start, space))
        start = trimmed(text, Span(space, sentence.end)).start
    return [*found, Span(start, sentence.end)]


def _with_lead_ins(
    text: str, pieces: Sequence[_Piece], headings: Sequence[Span]
) -> tuple[list[_Piece], list[tuple[str, ...]]]:
    """The pieces without the lines that only lead into a list, and what leads into each of them."""
    read = [piece for piece in pieces if not piece.turns and piece.row is None]
    breaks = [span.start for span in headings]
    breaks += [piece.start for piece in pieces if piece.turns or piece.row is not None]
    found = dict(zip(read, lead_ins(text, read, breaks), strict=True))
    kept = [piece for piece in pieces if piece not in found or not found[piece].alone]
    return kept, [found[piece].labels if piece in found else () for piece in kept]


def _heading_labels(loaded: LoadedDocument, headings: Sequence[Span], starts: Sequence[int]) -> list[tuple[str, ...]]:
    """For each paragraph the headings that it stands under, highest first."""
    labels: list[tuple[str, ...]] = []
    path: list[_Heading] = []
    position = 0
    for start in starts:
        follows_text = True
        while position < len(headings) and headings[position].start < start:
            raw = loaded.text[headings[position].start : headings[position].end]
            label = plain_heading(raw)
            if label and label != (path[-1][1] if path else None):
                path = [
                    *_under(path, level_of(raw), follows_text=follows_text, title=loaded.title),
                    (level_of(raw), label),
                ]
                follows_text = False
            position += 1
        labels.append(tuple(label for _, label in path))
    return labels


def _joined(path: Sequence[_Heading]) -> Iterator[str]:
    """The headings from the highest to each, as a title puts them on one line."""
    return accumulate((label for _, label in path), "{} – {}".format)


def _under(path: list[_Heading], level: int | None, *, follows_text: bool, title: str | None) -> list[_Heading]:
    """The headings that stay above a new one.

    Where levels are unknown, headings on end are a run; text ends the run, and only the document's title stays.
    """
    if level is not None:
        return [entry for entry in path if entry[0] is None or entry[0] < level]
    if not follows_text:
        return path
    # A page's title may go on after its heading's words ("Họp tổ - Trang tin"), or be several headings'.
    return [entry for entry, begun in zip(path, _joined(path), strict=True) if (title or "").startswith(begun)]
