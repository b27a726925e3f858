"""The SQLite file of the conversations: opening it, bringing it up to date, reading and writing it as a whole.

Version 1 (`PRAGMA user_version`):

    conversation  id, owner, title, folded, created_at, updated_at
    exchange      id, conversation_id, state, asked_at, folded, asked, outcome
    feedback      exchange_id, thumb, reason, question, quotes, rated_at

`folded` holds the words of the title or the question without case and diacritics, a space before each. `asked`,
`outcome` (an answer or an error, NULL while the state is pending) and `quotes` are JSON, which
assistant/conversations/as_json.py describes.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from assistant.conversations.errors import ConversationsError, ConversationsNotWritable, ConversationsTooNew
from index import all_or_nothing, errors_named, one_moment

FILE_NAME = "conversations.sqlite3"
_IN_MEMORY = ":memory:"
_BUSY_SECONDS = 60
_RETRY_SECONDS = 0.02
# The file's version is the number of those it has been through. One that was published is never changed.
_MIGRATIONS = (
    """
    CREATE TABLE conversation (
        id TEXT PRIMARY KEY, owner TEXT NOT NULL, title TEXT NOT NULL, folded TEXT NOT NULL,
        created_at TEXT NOT NULL, updated_at TEXT NOT NULL
    );
    CREATE INDEX conversation_owner ON conversation (owner, updated_at);
    CREATE TABLE exchange (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        conversation_id TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE,
        state TEXT NOT NULL CHECK (state IN ('pending', 'answered', 'failed')),
        asked_at TEXT NOT NULL, folded TEXT NOT NULL, asked TEXT NOT NULL, outcome TEXT,
        CHECK ((outcome IS NULL) = (state = 'pending'))
    );
    CREATE INDEX exchange_conversation ON exchange (conversation_id, id);
    CREATE TABLE feedback (
        exchange_id INTEGER PRIMARY KEY REFERENCES exchange ON DELETE CASCADE,
        thumb TEXT NOT NULL CHECK (thumb IN ('up', 'down')), reason TEXT NOT NULL,
        question TEXT NOT NULL, quotes TEXT NOT NULL, rated_at TEXT NOT NULL
    )
    """,
)
VERSION = len(_MIGRATIONS)


class ConversationFile:
    """One connection, which threads share; other processes may have the file open as well."""

    def __init__(self, folder: Path | None) -> None:
        """Opens the file in the folder, both made where they aren't there. None: in memory, gone with this object.

        Raises ConversationsError, ConversationsNotWritable and ConversationsTooNew.
        """
        self.path = _IN_MEMORY if folder is None else str(folder / FILE_NAME)
        self._lock = threading.RLock()
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise ConversationsNotWritable(path=self.path, detail=error.strerror or str(error)) from error
        with self._errors_named(writing=True):
            self._connection = self._connect()
        try:
            self._bring_up_to_date()
        except ConversationsError:
            self._connection.close()
            raise

    def _connect(self) -> sqlite3.Connection:
        give_up = time.monotonic() + _BUSY_SECONDS
        while True:
            connection = sqlite3.connect(
                self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
                connection.execute("PRAGMA foreign_keys = ON")
                connection.execute("PRAGMA synchronous = FULL")
                # What is deleted is not to be read out of the file afterwards.
                connection.execute("PRAGMA secure_delete = ON")
                return connection
            except sqlite3.Error as error:
                connection.close()
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    raise
            # Another process is making the file; SQLite doesn't wait for that by itself.
            time.sleep(_RETRY_SECONDS)

    def _bring_up_to_date(self) -> None:
        # A transaction even where there is nothing to do: a file that can't be written is told now, not at a question.
        with self.transaction() as connection:
            version = int(connection.execute("PRAGMA user_version").fetchone()[0])
            if version > VERSION:
                raise ConversationsTooNew(path=self.path, found=version, known=VERSION)
            for migration in _MIGRATIONS[version:]:
                for statement in migration.split(";"):
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {VERSION:d}")

    def close(self) -> None:
        """Closes the file; it can't be used after that."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All of what is written inside, or nothing. Raises ConversationsNotWritable."""
        with self._lock, self._errors_named(writing=True), all_or_nothing(self._connection):
            yield self._connection

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """What is read inside is of one moment. Raises ConversationsError."""
        with self._lock, self._errors_named(), one_moment(self._connection):
            yield self._connection

    def _errors_named(self, *, writing: bool = False) -> AbstractContextManager[None]:
        """Turns what SQLite says of the file and the disk into this program's own errors."""

        def broken(detail: str) -> ConversationsError:
            return ConversationsError(path=self.path, detail=detail)

        def not_writable(detail: str) -> ConversationsError:
            return ConversationsNotWritable(path=self.path, detail=detail)

        return errors_named(not_writable if writing else broken, broken)
