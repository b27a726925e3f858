"""Tables on their way into text: a row is a line of cells. Columns that only lay out a page are read one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from index.loaders.blocks import Block
from index.loaders.official import lays_out

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
    return Block(_BETWEEN.join(cells).strip(_BETWEEN), "row", table)


def _line(block: Block) -> str:
    # A table inside a cell: its cells follow each other as words.
    return " ".join(block.text.replace(_BETWEEN, " ").split())
