"""The library's file as SQLite has it: opening and making it, changing it or not at all, and what is wrong with it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from index import checksums, schema, sound_state
from index.checksums import row_checksum
from index.disk import sync_folder
from index.errors import LibraryDamaged, LibraryError, LibraryInUse, LibraryNotWritable, LibraryOpen, LibraryTooNew
from index.locking import WritersLock
from index.log import Log
from index.transactions import DAMAGES, all_or_nothing, errors_named, is_busy, one_moment

FILE_NAME = "library.sqlite3"
VERSION = schema.VERSION
# Of new files, in bytes. The rows of vectors, of 0.8 and some KB, leave less of such a page empty than of SQLite's
# usual one of 4,096 bytes, as files of the versions before 8 have.
PAGE_SIZE = 16_384
# SQLite's 2 MB of larger pages would be too few for the keys of 100,000 paragraphs.
_CACHE_KIB = 8_000
_BUSY_SECONDS = 60
_RETRY_SECONDS = 0.02
# SQLite's smallest page.
_SMALLEST_FILE = 512
_NONE_HERE = "there is no library here; add a document first"
# Those whose trees and indexes say which documents there are, and which paragraphs are whose.
_CATALOGUE = ("meta", "document", "paragraph", "spoken", "edit", "mark")


class LibraryFile:
    """One connection to the file. Callers see to it that one thread at a time uses it."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        """Opens the file in `folder`, made first if `create`. A folder that can't be written is opened for reading.

        Raises LibraryError, LibraryDamaged among them.
        """
        self.folder = folder
        self.path = folder / FILE_NAME
        self.writers_lock = WritersLock(folder)
        self._log = Log(self.path)
        # Why a file of a version before could not be brought to this one, and is only read.
        self._not_brought_up: LibraryNotWritable | None = None
        if create:
            self._make()
        elif not self.path.exists():
            raise LibraryError(folder=str(self.folder), detail=_NONE_HERE)
        if self.path.is_file() and self.path.stat().st_size < _SMALLEST_FILE:
            # SQLite would take an empty one for new. Ours are made elsewhere and moved here whole.
            raise self.damaged("the file is empty or cut short")
        with self._errors_named():
            self._connection = self._connect()
        self._identity = self._file_identity()
        try:
            with self._errors_named():
                checksums.put_into(self._connection)
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute("PRAGMA synchronous = FULL")
                # Who removes a document wants its words gone from the disk.
                self._connection.execute("PRAGMA secure_delete = ON")
                self._connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB:d}")
                self._bring_up_to_date(create)
        except LibraryError:
            self._connection.close()
            raise

    def _make(self) -> None:
        """Makes the file where there is none: beside its place, and then in one step there."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if self.path.exists():
                return
            with self.writers_lock.held(), self._errors_named(writing=True):
                if not self.path.exists():
                    temporary = self.folder / f".{FILE_NAME}.new"
                    _make_file(temporary)
                    temporary.replace(self.path)
                    sync_folder(self.folder)
        except OSError as error:
            raise LibraryNotWritable(folder=str(self.folder), detail=error.strerror or str(error)) from error

    def _connect(self) -> sqlite3.Connection:
        give_up = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                return self._connect_for_writing()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    return self._connect_for_reading(error)
                if time.monotonic() > give_up:
                    raise LibraryInUse(folder=str(self.folder), seconds=_BUSY_SECONDS) from error
            # Another process is making the library or writing it anew; SQLite doesn't wait for that by itself.
            time.sleep(_RETRY_SECONDS)

    def _connect_for_writing(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except DAMAGES:
            connection.close()
            raise
        return connection

    def _connect_for_reading(self, cause: sqlite3.OperationalError) -> sqlite3.Connection:
        """Without a writable folder SQLite can read the file only as one that nobody changes."""
        if not self.path.exists():
            raise LibraryNotWritable(folder=str(self.folder), detail=str(cause)) from cause
        for log in (self._log.path, self.path.with_name(f"{FILE_NAME}-journal")):
            if log.exists() and log.stat().st_size:
                # Read like that, the library would be without its last changes, or in the middle of one.
                detail = "its last changes are in a log that only a program that may write here can take in"
                raise LibraryNotWritable(folder=str(self.folder), detail=detail) from cause
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    def _bring_up_to_date(self, create: bool) -> None:
        with one_moment(self._connection):
            # Another process may just be bringing it up.
            version = schema.version_of(self._connection)
            lacking = schema.missing(self._connection, version) if version <= VERSION else []
        if version > VERSION:
            raise LibraryTooNew(folder=str(self.folder), found=version, known=VERSION)
        if lacking:
            raise self.damaged(f"it isn't as version {version} is: {', '.join(lacking)}")
        if version == 0 and not create:
            raise LibraryError(folder=str(self.folder), detail=_NONE_HERE)
        if version < VERSION:
            try:
                with self.transaction():
                    # Another process may have done so in the meantime.
                    schema.migrate(self._connection)
            except LibraryNotWritable as error:
                if version == 0:
                    raise
                self._not_brought_up = error
                schema.read_as_this_version(self._connection, version)
        noted = self._log.noted()
        if noted is None or noted > self.generation:
            raise self.damaged("the log that held its last changes was damaged or is gone")

    def _file_identity(self) -> tuple[int, int]:
        try:
            status = self.path.stat()
        except OSError as error:
            raise LibraryError(folder=str(self.folder), detail=error.strerror or str(error)) from error
        return status.st_dev, status.st_ino

    def _check_identity(self) -> None:
        # What is written to a file that has no name any more is lost.
        if self._file_identity() != self._identity:
            raise LibraryError(folder=str(self.folder), detail="its file was replaced; start this program again")

    def copy_to(self, path: Path) -> None:
        """Writes the file as it is at this moment to another place, one file without a log. Raises LibraryError."""
        copy = sqlite3.connect(path, isolation_level=None)
        try:
            with self._errors_named(writing=True):
                self._connection.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            copy.close()

    def leave_log(self) -> None:
        """Ends SQLite's log until the file is opened the next time; with the lock held.

        Raises LibraryOpen while another program has the file open, and LibraryNotWritable.
        """
        try:
            with self._errors_named(writing=True):
                self._check_identity()
                if self._not_brought_up is not None:
                    raise LibraryNotWritable(**self._not_brought_up.values)
                self._connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        except LibraryNotWritable as error:
            if is_busy(error.__cause__):
                raise LibraryOpen(folder=str(self.folder)) from error.__cause__
            raise

    def write_anew(self) -> None:
        """Writes the file anew, without gaps and with pages as new files have; as `leave_log`.

        SQLite itself sees to it that it is the one or the other, also where this program is killed.
        """
        self.leave_log()
        with self._errors_named(writing=True):
            self._connection.execute(f"PRAGMA page_size = {PAGE_SIZE:d}")
            self._connection.execute("VACUUM")
            self._connection.execute("PRAGMA journal_mode = WAL").fetchone()

    def close(self) -> None:
        """Closes the connection; the store can't be used after that."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written inside, or nothing. Waits for another writer, unless the lock is held already.

        What is carried through is in the file when this ends, not only in SQLite's log. Raises LibraryNotWritable,
        LibraryInUse and LibraryDamaged.
        """
        try:
            with self.writers_lock.held(), self._errors_named(writing=True):
                self._check_identity()
                if self._not_brought_up is not None:
                    raise LibraryNotWritable(**self._not_brought_up.values)
                with all_or_nothing(self._connection):
                    yield
                    generation = self.generation
                self._log.settle(self._connection, generation)
        except LibraryNotWritable as error:
            if is_busy(error.__cause__):
                # A program that knows nothing of our lock.
                raise LibraryInUse(folder=str(self.folder), seconds=_BUSY_SECONDS) from error.__cause__
            raise
        except sqlite3.IntegrityError:
            # A mistake in this program, unless the index that was looked into is damaged.
            with self._errors_named():
                self.check_structure()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is of one moment, whatever another process changes meanwhile. Raises LibraryError."""
        if self._connection.in_transaction:
            yield
            return
        self._check_identity()
        with self._errors_named(), one_moment(self._connection):
            yield

    def _errors_named(self, *, writing: bool = False) -> AbstractContextManager[None]:
        """Turns what SQLite says of the file and the disk into the library's own errors."""

        def not_readable(detail: str) -> LibraryError:
            return LibraryError(folder=str(self.folder), detail=detail)

        def not_writable(detail: str) -> LibraryError:
            return LibraryNotWritable(folder=str(self.folder), detail=detail)

        return errors_named(not_writable if writing else not_readable, self.damaged)

    def damaged(self, detail: str) -> LibraryDamaged:
        """The error that tells of a damage to the file."""
        return LibraryDamaged(folder=str(self.folder), file=FILE_NAME, detail=detail)

    def check_structure_once(self) -> None:
        """`check_structure`, unless the file was found sound as it is now."""
        sound_state.once(self.path, self._log.path, self.folder / "cache", self.check_structure)

    def check_structure(self) -> None:
        """Whether SQLite's trees and indexes agree on which documents and paragraphs there are.

        Raises LibraryDamaged. It reads all of the texts but neither originals nor vectors.
        """
        with self._errors_named():
            rows = self._connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'").fetchall()
            tables = {str(name) for (name,) in rows}
            for table in _CATALOGUE:
                if table in tables:
                    (first, *_) = self._connection.execute(f"PRAGMA main.integrity_check({table})").fetchone()
                    if first != "ok":
                        raise self.damaged(str(first))
            for table in ("document", "paragraph"):
                self.last_id(table)

    def problems(self) -> list[str]:
        """What SQLite finds wrong with the whole file, in its words."""
        rows = self._connection.execute("PRAGMA main.integrity_check").fetchall()
        found = [str(row[0]) for row in rows if row[0] != "ok"]
        strays = self._connection.execute("PRAGMA main.foreign_key_check").fetchall()
        strays += self._connection.execute(
            "SELECT 'sentence_vector', id, 'vector', 0 FROM sentence_vector"
            " WHERE id NOT IN (SELECT sentences_id FROM vector WHERE sentences_id IS NOT NULL)"
        ).fetchall()
        return found + [f"a row of {table} belongs to none of {parent}" for table, _, parent, _ in strays]

    def problems_of_spoken(self) -> list[str]:
        """Whose names `spoken` has otherwise than the paragraphs' turns."""
        said = set(self._connection.execute(schema.SPOKEN).fetchall())
        noted = set(self._connection.execute("SELECT paragraph_id, speaker FROM spoken").fetchall())
        return sorted({f"paragraph {paragraph_id}: {speaker}" for paragraph_id, speaker in said ^ noted})

    def meta(self, key: str) -> str | None:
        """A setting of the library."""
        row = self._connection.execute("SELECT key, value, checksum FROM meta WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        if row[2] != row_checksum(*row[:2]):
            raise self.damaged(f"its setting {key}")
        return str(row[1])

    def set_meta(self, key: str, value: str) -> None:
        """Sets it; to be called in a transaction."""
        self._connection.execute(
            "INSERT OR REPLACE INTO meta (key, value, checksum) VALUES (?, ?, ?)",
            (key, value, row_checksum(key, value)),
        )

    @property
    def generation(self) -> int:
        """A number that rises with each change; it tells whether a cache is up to date."""
        return int(self.meta("generation") or 0)

    def next_generation(self) -> None:
        """Notes a change; to be called in its transaction."""
        self.set_meta("generation", str(never_given(self.generation)))

    def last_id(self, table: str) -> int:
        """The highest id that was ever given to a row of `table`; 0 before the first."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if row is not None and not isinstance(row[0], int):
            raise self.damaged(f"the last id of table {table}")
        return 0 if row is None else row[0]


def never_given(last: int) -> int:
    """A number above `last` and, if this file is a restored copy, above those that its own later life gave.

    A counter alone would give those again, and caches from before would take other paragraphs for their own. So it
    keeps up with the clock, in microseconds.
    """
    return max(last + 1, time.time_ns() // 1_000)


def _make_file(path: Path) -> None:
    """Makes an empty library's file of this version there. What was left of an earlier try is thrown away."""
    for leftover in (path, path.with_name(f"{path.name}-journal")):
        leftover.unlink(missing_ok=True)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE:d}")
        checksums.put_into(connection)
        with all_or_nothing(connection):
            schema.migrate(connection)
    finally:
        connection.close()
