"""SQLite's write-ahead log: it is emptied into the library's file after each change.

SQLite reads a log up to the first frame whose checksum doesn't fit, and takes what comes behind for a change that was
never carried through: were acknowledged changes left in the log, a flipped or missing byte there would lose them
without a word. So they aren't left there. Where a reader, or a full disk, keeps one from being moved at once, a note
beside the file holds the library's generation, and a file that is older than its note is one that lost a change.
"""

from __future__ import annotations

import sqlite3
import zlib
from pathlib import Path

from index.disk import write_whole

# A question reads for some hundredths of a second; making the search indexes anew may take a minute.
_WAIT_MS = 50


class Log:
    """The log of one library's file, and the note beside it."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f"{database.name}-wal")
        self.note = database.with_name(f"{database.name}-pending")

    def settle(self, connection: sqlite3.Connection, generation: int) -> None:
        """Moves the log into the file, or notes that it isn't. To be called by the one writer, after a change."""
        if self._moved(connection):
            self.note.unlink(missing_ok=True)
            return
        text = f"{generation:d}"
        try:
            write_whole(self.note, f"{text} {_checksum(text)}\n".encode())
        except OSError:
            # The change is in, if only in the log, and nothing more can be written.
            return

    def noted(self) -> int | None:
        """The generation that the file has at least; 0 where nothing is noted, None for a note that can't be read."""
        try:
            words = self.note.read_bytes().decode("ascii", "replace").split()
        except FileNotFoundError:
            return 0
        except OSError:
            return None
        known = len(words) == 2 and words[0].isdecimal() and words[1] == _checksum(words[0])
        return int(words[0]) if known else None

    def _moved(self, connection: sqlite3.Connection) -> bool:
        # The change is in by now: whatever fails here is no reason to say that it isn't.
        try:
            (waits,) = connection.execute("PRAGMA busy_timeout").fetchone()
            connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS:d}")
            try:
                (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout = {waits:d}")
        except sqlite3.OperationalError:
            return False
        return not busy


def _checksum(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x}"
