"""Which cell of a table's row a question asks for, and where it stands."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ui.messages import Speech
from index import Cell, Expected, Paragraph, Span, fold, names, tokens

_COUNTING = frozenset(("tt", "stt", "so", "so tt", "no", "#"))
# The share of a cell's words above which a question that holds them names the cell.
_MOST = 0.5


def asked_cell(question: str, expected: Expected | None, paragraph: Paragraph) -> Span | None:
    """The cell whose column the question names, or else the only one that holds what it asks for; None in doubt.

    A cell whose words the question names says which row is meant, and not what of it.
    """
    if paragraph.row is None:
        return None
    asked = fold(" ".join(tokens(question)))
    open_cells = [cell for cell in paragraph.row.cells if not _given(asked, paragraph, cell)]
    found = [cell for cell in open_cells if cell.column is not None and _says(asked, cell.column)]
    if len(found) != 1 and expected is not None:
        found = [cell for cell in found or open_cells if _holds(paragraph, cell, expected, question)]
    return Span(found[0].start, found[0].end) if len(found) == 1 else None


def place(paragraph: Paragraph, highlights: Sequence[Span], say: Speech) -> str | None:
    """The row, and the column where what is highlighted is one cell of it; None outside tables."""
    if paragraph.row is None:
        return None
    marked = {(span.start, span.end) for span in highlights}
    columns = [cell.column for cell in paragraph.row.cells if {(cell.start, cell.end)} == marked]
    if columns and columns[0] is not None:
        return say("place.cell", row=paragraph.row.number, column=columns[0])
    return say("place.row", row=paragraph.row.number)


def _given(asked: str, paragraph: Paragraph, cell: Cell) -> bool:
    """Whether a cell only counts the rows, or the question holds most of its words."""
    if cell.column is not None and fold(cell.column).strip(" .") in _COUNTING:
        return True
    words = [fold(word) for word in tokens(paragraph.text[cell.start : cell.end])]
    return sum(word in asked.split() for word in words) > _MOST * len(words)


def _says(asked: str, column: str) -> bool:
    words = fold(" ".join(tokens(column)))
    return len(words) > 1 and f" {words} " in f" {asked} "


def _holds(paragraph: Paragraph, cell: Cell, expected: Expected, question: str) -> bool:
    return names(expected, paragraph.text[cell.start : cell.end], None, question)
