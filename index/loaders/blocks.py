"""Blocks: the runs of lines that blank lines part, and the builder that writes text in that convention.

In the text of every loaded document a blank line parts paragraphs. A blank line holds nothing but white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from index.models import Span, TableRow

LONG_LINE = 120
_PARAGRAPH_LINE = 300
_LONG_ITEM = 240
_LIST_MARK = re.compile(r"\s*(?:[-–—+•*▪◦·]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđA-ZĐ]|[IVX]{1,5})[.)])\s")
_ENDS_PARAGRAPH = re.compile(r"[.!?…:;][\"'”’)\]»]*$")


def lines(text: str, within: Span | None = None) -> Iterator[Span]:
    """The lines of the text (or of a range of it) without their line ends, whatever kind of line end it has."""
    start, end = (0, len(text)) if within is None else (within.start, within.end)
    part = text[start:end]
    for line, content in zip(part.splitlines(keepends=True), part.splitlines(), strict=True):
        yield Span(start, start + len(content))
        start += len(line)


def trimmed(text: str, span: Span) -> Span:
    """The span without its outer white space; empty where there is nothing else in it."""
    part = text[span.start : span.end]
    start = span.start + len(part) - len(part.lstrip())
    return Span(start, max(start, span.start + len(part.rstrip())))


def blocks(text: str, within: Span | None = None) -> list[Span]:
    """The runs of lines that hold something, each without its outer white space."""
    found: list[Span] = []
    run: Span | None = None
    for line in lines(text, within):
        if text[line.start : line.end].isspace() or line.start == line.end:
            run = None
        elif run is None:
            run = line
            found.append(run)
        else:
            run = Span(run.start, line.end)
            found[-1] = run
    return [trimmed(text, block) for block in found]


def units(text: str, within: Span | None = None, *, by_line: bool) -> list[Span]:
    """The blocks; with `by_line` those of several paragraphs are parted at their line ends (see one_paragraph_a_line).

    Short lines stay together, and so does a list with the line that leads into it.
    """
    found = blocks(text, within)
    if not by_line:
        return found
    return [unit for block in found for unit in _at_line_ends(text, block)]


def gaps(within: Span, taken: Iterable[Span]) -> list[Span]:
    """What is left of a range between spans that lie in it in order."""
    spans = [span for span in taken if within.start <= span.start and span.end <= within.end]
    edges = [within.start, *(edge for span in spans for edge in (span.start, span.end)), within.end]
    return [Span(left, right) for left, right in zip(edges[::2], edges[1::2], strict=True) if left < right]


def one_paragraph_a_line(text: str) -> bool:
    """Whether each line of the text is a paragraph, as when only line ends part them: its long lines end like one.

    In hard-wrapped text hardly any line ends with a full stop, and none is longer than the width it was wrapped at.
    """
    long_lines = [
        text[line.start : line.end].rstrip()
        for block in blocks(text)
        if len(parts := list(lines(text, block))) > 1
        for line in parts
        if line.end - line.start > LONG_LINE
    ]
    ends = sum(1 for line in long_lines if len(line) > _PARAGRAPH_LINE or _ENDS_PARAGRAPH.search(line))
    return bool(long_lines) and ends >= 0.7 * len(long_lines)


def is_list_item(line: str) -> bool:
    """Whether the line begins with a bullet or a number."""
    return _LIST_MARK.match(line) is not None


def _at_line_ends(text: str, block: Span) -> list[Span]:
    found: list[Span] = []
    previous = ""
    for line in lines(text, block):
        current = text[line.start : line.end].rstrip()
        if found and _belongs_to_previous(previous, current):
            found[-1] = Span(found[-1].start, line.end)
        else:
            found.append(line)
        previous = current
    return [trimmed(text, unit) for unit in found]


def _belongs_to_previous(previous: str, current: str) -> bool:
    if is_list_item(current):
        return is_list_item(previous) or previous.endswith(":")
    if len(previous) <= LONG_LINE and previous.endswith(":"):
        return True
    return len(previous) <= LONG_LINE and len(current) <= LONG_LINE


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document on its way into text.

    `table` counts the tables, so that a row knows its own, and `cells` are ranges of a row's text.
    """

    text: str
    kind: Literal["paragraph", "heading", "item", "row"] = "paragraph"
    table: int = 0
    cells: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """Blocks written as one text, with the ranges of the headings and the rows of tables among them."""

    text: str
    headings: tuple[Span, ...]
    rows: tuple[TableRow, ...] = ()


def write(pieces: Iterable[Block]) -> Written:
    """The blocks one after another, parted by a blank line; those without text are left out.

    The rows of a table stand on lines of one block. So do the items of a list, with the line that leads into it, unless
    they are long: those are paragraphs.
    """
    parts: list[str] = []
    headings: list[Span] = []
    rows: list[TableRow] = []
    previous: Block | None = None
    length = 0
    for piece in pieces:
        content = piece.text.strip()
        if not content:
            continue
        if previous is not None:
            gap = "\n" if _goes_on(previous, piece) else "\n\n"
            parts.append(gap)
            length += len(gap)
        if piece.kind == "heading":
            headings.append(Span(length, length + len(content)))
        elif piece.kind == "row" and piece.cells:
            shift = length - len(piece.text) + len(piece.text.lstrip())
            cells = tuple(Span(cell.start + shift, cell.end + shift) for cell in piece.cells)
            rows.append(TableRow(length, length + len(content), piece.table, cells))
        parts.append(content)
        length += len(content)
        previous = piece
    return Written("".join(parts), tuple(headings), tuple(rows))


def _goes_on(previous: Block, piece: Block) -> bool:
    if piece.kind == "row":
        return previous.kind == "row" and previous.table == piece.table
    if piece.kind != "item" or len(piece.text) > _LONG_ITEM:
        return False
    if previous.kind == "item":
        return len(previous.text) <= _LONG_ITEM
    return previous.kind == "paragraph" and previous.text.rstrip().endswith(":")
