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


@contextmanager
def errors_named(of_use: Callable[[str], HoiHopError], of_file: Callable[[str], HoiHopError]) -> Iterator[None]:
    """Turns what SQLite says into this program's own errors, made from its sentence.

    `of_use` is for what keeps the file from being used now (locked, full, read-only), `of_file` for one that is broken.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise of_use(str(error)) from error
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError):
        # Not the file's fault: a mistake in this program.
        raise
    except sqlite3.Error as error:
        raise of_file(str(error)) from error


def _roll_back(connection: sqlite3.Connection) -> None:
    # Still open only where it was not carried through.
    if connection.in_transaction:
        connection.execute("ROLLBACK")
