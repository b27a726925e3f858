"""Paragraphs of a PDF page from where its lines stand: gaps, indents, short last lines and sizes of type.

A PDF holds placed characters and no paragraphs. Lengths are in points; `baseline` grows upwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from index.loaders.blocks import LONG_LINE, is_list_item

_ENDS_SENTENCE = re.compile(r"[.!?…:;][\"'”’)\]»]*$")
_SHORT_ITEM = 240
# How much larger than the body a heading's type is, and how much wider than usual a gap between paragraphs.
_LARGER = 1.15
_WIDER = 1.22
# How far apart lines may be at most, in sizes of type: rows of a table, a list and what leads into it.
_FURTHEST = 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of type: its text, its left and right end, its baseline and the size of its type.

    `cells` counts the parts that wide gaps leave: more than one in a row of a table. `places` are the numbers of the
    text's code points on PDFium's page.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    cells: int = 1
    places: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Lines that make one paragraph, or a heading."""

    text: str
    heading: bool


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size of the type in which most characters of the document are set; 0 without any."""
    counts: Counter[float] = Counter()
    for page in pages:
        for line in page:
            counts[round(line.size, 1)] += len(line.text)
    return max(counts, key=lambda size: counts[size], default=0.0)


def paragraphs(page: Sequence[Line], body: float) -> list[TextBlock]:
    """The lines of a page in blocks, in their order on the page."""
    leading = _leading(page)
    runs: list[list[Line]] = []
    for line in page:
        if runs and not _begins_paragraph(runs[-1], line, leading, _right_edge(page, runs[-1][-1])):
            runs[-1].append(line)
        else:
            runs.append([line])
    return [TextBlock("\n".join(line.text for line in run), _is_heading(run, body)) for run in runs]


def _leading(page: Sequence[Line]) -> float:
    """The usual distance of two lines in a paragraph, in sizes of type: what follows a full line, else the least."""
    after_full: list[float] = []
    others: list[float] = []
    for above, below in zip(page, page[1:], strict=False):
        distance = (above.baseline - below.baseline) / max(above.size, 1.0)
        if _same_size(above, below) and 0.7 <= distance <= 3:
            full = above.right >= _right_edge(page, above) - 3 * above.size and not _ENDS_SENTENCE.search(above.text)
            (after_full if full else others).append(distance)
    return median(after_full) if after_full else min(others, default=1.2)


def _begins_paragraph(run: Sequence[Line], line: Line, leading: float, right_edge: float) -> bool:
    above = run[-1]
    distance = above.baseline - line.baseline
    if not _same_size(above, line) or not -0.5 * above.size <= distance <= _FURTHEST * above.size:
        return True
    if distance < 0.5 * above.size or (line.cells > 1 and above.cells > 1):
        # Side by side, or rows of a table.
        return False
    if is_list_item(line.text) and above.text.endswith(":") and len(run) == 1:
        return False
    if distance > leading * _WIDER * above.size:
        return True
    short = _is_short(above, line, right_edge)
    if is_list_item(line.text):
        return not _goes_on_list(run, short=short)
    if short and (_ENDS_SENTENCE.search(above.text) or _looks_like_heading(above.text)):
        return not (len(run) == 1 and above.text.endswith(":") and len(above.text) <= LONG_LINE)
    return _is_indented(run, line, short=short)


def _is_short(above: Line, line: Line, right_edge: float) -> bool:
    """Whether the first word of the line would have stood in the line above, had the paragraph gone on."""
    first_word = line.text.split(maxsplit=1)[0]
    width = (line.right - line.left) * (len(first_word) + 1) / max(len(line.text), 1)
    return above.right + width < right_edge - 0.2 * above.size


def _goes_on_list(run: Sequence[Line], *, short: bool) -> bool:
    """Whether an item stays with what is above: short items of a list, and the line that leads into it."""
    starts = [position for position, line in enumerate(run) if is_list_item(line.text)]
    if not starts:
        return run[-1].text.endswith(":")
    return sum(len(line.text) for line in run[starts[-1] :]) <= _SHORT_ITEM and (
        starts[0] > 0 or len(starts) > 1 or short
    )


def _is_indented(run: Sequence[Line], line: Line, *, short: bool) -> bool:
    margin = 0.7 * line.size
    above = run[-1]
    if line.left > above.left + margin:
        # The second line of an item hangs under its words.
        return not is_list_item(above.text) and not _is_centred(above, line)
    return len(run) > 1 and line.left < above.left - margin and short


def _is_centred(above: Line, line: Line) -> bool:
    return abs((above.left + above.right) - (line.left + line.right)) < line.size


def _right_edge(page: Sequence[Line], line: Line) -> float:
    """Where the column ends: the furthest right of the lines that begin about where this one does."""
    margin = 6 * line.size
    return max(other.right for other in page if abs(other.left - line.left) <= margin)


def _same_size(above: Line, line: Line) -> bool:
    return abs(above.size - line.size) <= 0.08 * max(above.size, line.size)


def _looks_like_heading(text: str) -> bool:
    return len(text) <= LONG_LINE and (text.isupper() or is_list_item(text)) and not text.endswith((".", ";", ","))


def _is_heading(run: Sequence[Line], body: float) -> bool:
    """Clearly larger than the body, short, and no sentence."""
    text = " ".join(line.text for line in run)
    larger = all(line.size >= _LARGER * body for line in run)
    return larger and len(text) <= LONG_LINE and not text.endswith((".", ";", ",", ":"))
