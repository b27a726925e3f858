"""What a reader has changed of a document's title and date: kept beside what was read out of it, never instead of it.

An edit belongs to the document's name, and so outlives its new versions: somebody who has mended a title wants it
mended in the corrected minutes too. It goes with the document, and can be taken back field by field.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import date

from index.errors import BadMeetingDate, BadTitle

LONGEST_TITLE = 300
# Version 3 of the library's file.
TABLE = ("CREATE TABLE edit (document TEXT PRIMARY KEY, title TEXT, meeting_date TEXT) WITHOUT ROWID",)
# Stands in for the table where a file of an older version can't be written.
NO_EDITS = "CREATE TEMP VIEW edit AS SELECT NULL AS document, NULL AS title, NULL AS meeting_date WHERE 0"  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """The reader's own title and date (ISO 8601, a day or a month); None where what the document says counts."""

    title: str | None = None
    meeting_date: str | None = None


class Edits:
    """The edits in the library's file; those who write see to the transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def of(self, document: str) -> Edit:
        """The edit of a document, an empty one where nothing was changed."""
        row = self._connection.execute(
            "SELECT title, meeting_date FROM edit WHERE document = ?", (document,)
        ).fetchone()
        return Edit() if row is None else Edit(*row)

    def set(self, document: str, edit: Edit) -> None:
        """Puts the edit in the place of the one before."""
        self._connection.execute("DELETE FROM edit WHERE document = ?", (document,))
        if edit != Edit():
            self._connection.execute("INSERT INTO edit VALUES (?, ?, ?)", (document, edit.title, edit.meeting_date))

    def change(self, document: str, title: str | None, meeting_date: str | None) -> None:
        """Changes what isn't None; "" goes back to what the document says. Raises BadTitle and BadMeetingDate."""
        before = self.of(document)
        edit = Edit(
            before.title if title is None else checked_title(document, title),
            before.meeting_date if meeting_date is None else checked_date(document, meeting_date),
        )
        self.set(document, edit)

    def found(self, document: str) -> Edit:
        """What the document itself says, whatever was changed of it. To be called for one that is there."""
        row = self._connection.execute(
            "SELECT title, meeting_date FROM document WHERE name = ?", (document,)
        ).fetchone()
        return Edit(*row)


def checked_title(document: str, title: str) -> str | None:
    """The title on one line, None for one of white space. Raises BadTitle."""
    line = " ".join(title.split())
    if len(line) > LONGEST_TITLE:
        raise BadTitle(document=document, length=len(line), limit=LONGEST_TITLE)
    return line or None


def checked_date(document: str, meeting_date: str) -> str | None:
    """A day "2023-12-07" or a month "2023-12" of the calendar, None for white space. Raises BadMeetingDate."""
    written = meeting_date.strip()
    if not written:
        return None
    # Other forms that Python reads, such as 20231207 and 2023-W49-4, aren't those that the library writes.
    day = f"{written}-01" if len(written) == len("2023-12") else written
    try:
        if date.fromisoformat(day).isoformat() == day:
            return written
    except ValueError:
        pass
    raise BadMeetingDate(document=document, value=written)
