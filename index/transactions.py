"""How a SQLite file is read and written: all of a change or nothing, and what is read of one moment.

The connections are in autocommit mode (`isolation_level=None`), so that each BEGIN stands here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.errors import HoiHopError


@contextmanager
def all_or_nothing(connection: sqlite3.Connection) -> Iterator[None]:
    """What is written inside is carried through at its end, or not at all. Waits for another writer."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        _roll_back(connection)


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """What is read inside is of one moment, whatever another process changes meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        _roll_back(connection)


# What SQLite says of the moment: the disk, the rights, others who use the file. All else it says is of the file itself.
_OF_THE_MOMENT = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_INTERRUPT,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_NOMEM,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
}
_LONGEST_DETAIL = 200
# What is raised for a damaged file. The second where SQLite's own sentence quotes bytes of it that are no text.
DAMAGES = (sqlite3.DatabaseError, UnicodeDecodeError)


@contextmanager
def errors_named(of_use: Callable[[str], HoiHopError], of_file: Callable[[str], HoiHopError]) -> Iterator[None]:
    """Turns what SQLite says into this program's own errors, made from its sentence.

    `of_use` is for what keeps the file from being used now (locked, full, read-only), `of_file` for one that is broken.
    """
    try:
        yield
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError):
        # Not the file's fault: a mistake in this program.
        raise
    except sqlite3.Error as error:
        # Of a text that isn't UTF-8 Python complains without a code, and with all of it.
        named = of_use if _code(error) in _OF_THE_MOMENT else of_file
        raise named(str(error)[:_LONGEST_DETAIL]) from error
    except UnicodeDecodeError as error:
        raise of_file(f"SQLite complains of {error.object.decode('utf-8', 'replace')}"[:_LONGEST_DETAIL]) from error


def is_busy(error: BaseException | None) -> bool:
    """Whether SQLite said that others use the file."""
    return isinstance(error, sqlite3.Error) and _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _code(error: sqlite3.Error) -> int | None:
    """SQLite's primary result code, without what extends it."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _roll_back(connection: sqlite3.Connection) -> None:
    # Still open only where it was not carried through.
    if connection.in_transaction:
        connection.execute("ROLLBACK")
