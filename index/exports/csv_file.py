"""The board as .csv. UTF-8 with a byte order mark: without it Excel takes Vietnamese for another character set."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date

from index.board import BoardLine
from index.exports.columns import Cell, Language, cells, titles

# What a spreadsheet takes for a formula, which could run a command or send the other cells away; OWASP's list, and the
# wide forms of the same signs.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def as_csv(lines: Sequence[BoardLine], today: date, language: Language) -> bytes:
    """The lines in their order under the columns' titles; dates as 2024-03-12.

    A cell that begins as a formula does gets an apostrophe in front, which is the one change to the text.
    """
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(titles(language))
    writer.writerows([_written(cell) for cell in row] for row in cells(lines, today, language))
    return target.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str | float:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return cell
    text = cell.isoformat() if isinstance(cell, date) else cell
    return f"'{text}" if text.startswith(_FORMULA) else text
