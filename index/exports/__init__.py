"""The board of tasks as files for other programs: spreadsheets and calendars."""

from index.exports.calendar_file import as_ics
from index.exports.csv_file import as_csv
from index.exports.xlsx_file import as_xlsx

__all__ = ["as_csv", "as_ics", "as_xlsx"]
