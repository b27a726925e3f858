"""What a reader has changed of a document's title and date: kept beside what was read out of it, never instead of it.

An edit belongs to the document's name, and so outlives its new versions: somebody who has mended a title wants it
mended in the corrected minutes too. It goes with the document, and can be taken back field by field.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from index.checksums import row_checksum
from index.errors import BadMeetingDate, BadTitle, LibraryDamaged

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Edit:
    """The reader's own title and date (ISO 8601, a day or a month); None where what the document says counts."""

    title: str | None = None
    meeting_date: str | None = None


NO_EDIT = Edit()


class Edits:
    """The edits in the library's file; those who write see to the transaction."""

    def __init__(self, connection: sqlite3.Connection, damaged: Callable[[str], LibraryDamaged]) -> None:
        """`damaged` makes the error that is raised where a row doesn't fit its checksum."""
        self._connection = connection
        self._damaged = damaged

    def of(self, document: str) -> Edit:
        """The edit of a document, an empty one where nothing was changed."""
        rows = self._connection.execute(
            "SELECT document, title, meeting_date, checksum FROM edit WHERE document = ?", (document,)
        )
        return self._read(rows).get(document, NO_EDIT)

    def all(self) -> dict[str, Edit]:
        """All edits by the documents' names."""
        return self._read(self._connection.execute("SELECT document, title, meeting_date, checksum FROM edit"))

    def _read(self, rows: Iterable[tuple[str, str | None, str | None, int]]) -> dict[str, Edit]:
        found = {}
        for document, title, meeting_date, checksum in rows:
            if row_checksum(document, title, meeting_date) != checksum:
                raise self._damaged(f"the edited title or date of {document}")
            found[document] = Edit(title, meeting_date)
        return found

    def set(self, document: str, edit: Edit) -> None:
        """Puts the edit in the place of the one before."""
        self._connection.execute("DELETE FROM edit WHERE document = ?", (document,))
        if edit != NO_EDIT:
            row = (document, edit.title, edit.meeting_date)
            self._connection.execute(
                "INSERT INTO edit (document, title, meeting_date, checksum) VALUES (?, ?, ?, ?)",
                (*row, row_checksum(*row)),
            )

    def change(self, document: str, title: str | None, meeting_date: str | None) -> None:
        """Changes what isn't None; "" goes back to what the document says. Raises BadTitle and BadMeetingDate."""
        before = self.of(document)
        edit = Edit(
            before.title if title is None else checked_title(document, title),
            before.meeting_date if meeting_date is None else checked_date(document, meeting_date),
        )
        self.set(document, edit)


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
