"""The board as .xlsx: dates are dates, text is never a formula or a link, and the titles stay in sight."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date

from xlsxwriter import Workbook

from index.board import BoardLine
from index.exports.columns import COLUMNS, WORDS, Language, cells, titles

_LONGEST_TEXT = 32_767


def as_xlsx(lines: Sequence[BoardLine], today: date, language: Language) -> bytes:
    """The lines in their order under the columns' titles, on one sheet with a filter for each column."""
    target = io.BytesIO()
    with Workbook(target, {"in_memory": True}) as workbook:
        head = workbook.add_format({"bold": True, "bg_color": "#E4EDEC", "bottom": 1, "valign": "vcenter"})
        text = workbook.add_format({"text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "dd/mm/yyyy", "align": "left", "valign": "top"})
        number = workbook.add_format({"num_format": "0.00", "valign": "top"})
        sheet = workbook.add_worksheet(WORDS[language]["tasks"])
        for place, column in enumerate(COLUMNS):
            sheet.set_column(place, place, column.width)
        for place, title in enumerate(titles(language)):
            sheet.write_string(0, place, title, head)
        for row, values in enumerate(cells(lines, today, language), start=1):
            for place, value in enumerate(values):
                if isinstance(value, date):
                    sheet.write_datetime(row, place, value, day)
                elif isinstance(value, float):
                    sheet.write_number(row, place, value, number)
                elif value is not None:
                    sheet.write_string(row, place, _on_lines(value), text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(1, len(lines)), len(COLUMNS) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
    return target.getvalue()


def _on_lines(text: str) -> str:
    """With the line ends that a cell has; those of Windows would stand in it as signs."""
    return text.replace("\r\n", "\n").replace("\r", "\n")[:_LONGEST_TEXT]
