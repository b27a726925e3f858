"""Another model's vectors, gathered beside the old ones until there is one for each paragraph.

They lie in a temporary table of the connection, which SQLite keeps in memory or in a file that nobody else sees, and
which is gone with the connection: however an embedding anew ends before its last step, the library was never touched.
"""

from __future__ import annotations

import sqlite3

from index.store_rows import VectorRow


class Staged:
    """What is gathered on one connection. `begin` comes first; what writes is to be called in a transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self) -> None:
        """Makes the empty table."""
        self._connection.execute(
            "CREATE TEMP TABLE staged (key BLOB PRIMARY KEY, paragraph BLOB NOT NULL, sentences BLOB NOT NULL,"
            " checksum INTEGER NOT NULL, codes BLOB NOT NULL, codes_checksum INTEGER NOT NULL)"
        )

    def add(self, row: VectorRow) -> None:
        """Gathers a vector and its sentences', as the library stores them."""
        self._connection.execute("INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?, ?)", row)

    def lacking(self, limit: int) -> list[int]:
        """The ids of so many paragraphs whose vectors aren't here yet, one for each vector, the longest first."""
        rows = self._connection.execute(
            "SELECT MIN(id) FROM paragraph WHERE vector_key NOT IN (SELECT key FROM staged)"
            " GROUP BY vector_key ORDER BY MAX(end - start) DESC, 1 LIMIT ?",
            (limit,),
        )
        return [paragraph_id for (paragraph_id,) in rows]

    def progress(self) -> tuple[int, int]:
        """How many of the library's paragraphs have their vector here, and how many paragraphs there are."""
        done, total = self._connection.execute(
            "SELECT COUNT(*) FILTER (WHERE vector_key IN (SELECT key FROM staged)), COUNT(*) FROM paragraph"
        ).fetchone()
        return int(done), int(total)

    def exchange(self) -> None:
        """Puts all of them in the place of the library's vectors. None may be lacking."""
        self._connection.execute("PRAGMA defer_foreign_keys = ON")
        # All at once is quicker than one by one by the trigger.
        self._connection.execute("DELETE FROM sentence_vector")
        self._connection.execute("DELETE FROM vector")
        # What was gathered for a paragraph that has been taken out since stays away.
        self._connection.execute("DELETE FROM staged WHERE key NOT IN (SELECT vector_key FROM paragraph)")
        self._connection.execute("INSERT INTO sentence_vector (id, codes) SELECT rowid, codes FROM staged")
        self._connection.execute(
            "INSERT INTO vector (key, paragraph, sentences, checksum, sentences_id, sentences_checksum)"
            " SELECT key, paragraph, sentences, checksum, rowid, codes_checksum FROM staged"
        )
