"""Tables on their way into text: a row is a line of cells. Columns that only lay out a page are read one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from index.loaders.blocks import Block
from index.loaders.official import lays_out
from index.models import Span, TableRow

_BETWEEN = " | "


def table_blocks(rows: Sequence[Sequence[Sequence[Block]]], table: int) -> Iterator[Block]:
    """The blocks of a table's cells as the rows of the table; as they are where they are no data.

    That is a frame around text (one cell a row) or a letterhead in two columns. `table` counts the tables.
    """
    texts = [["\n".join(block.text for block in cell) for cell in row] for row in rows]
    if all(len(row) == 1 for row in rows) or any(map(lays_out, texts)):
        for row in rows:
            for cell in row:
                yield from cell
        return
    for row in rows:
        yield row_block([" ".join(line for block in cell if (line := _line(block))) for cell in row], table)


def row_block(cells: Iterable[str], table: int) -> Block:
    """A row of a table from what its cells say, each on one line."""
    words = list(cells)
    whole = _BETWEEN.join(words)
    left = len(whole) - len(whole.lstrip(_BETWEEN))
    text = whole.strip(_BETWEEN)
    starts = accumulate((len(each) + len(_BETWEEN) for each in words), initial=-left)
    # An empty cell at an end of the row has no place in it.
    return Block(
        text,
        "row",
        table,
        tuple(
            Span(min(max(start, 0), len(text)), min(max(start + len(each), 0), len(text)))
            for start, each in zip(starts, words, strict=False)
        ),
    )


def moved(row: TableRow, by: int) -> TableRow:
    """The row, so many code points further down."""
    cells = tuple(Span(cell.start + by, cell.end + by) for cell in row.cells)
    return TableRow(row.start + by, row.end + by, row.table, cells)


def _line(block: Block) -> str:
    # A table inside a cell: its cells follow each other as words.
    return " ".join(block.text.replace(_BETWEEN, " ").split())
