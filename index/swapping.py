"""Putting another file in the place of a library's, while other programs have it open."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.disk import sync_folder
from index.errors import LibraryError, LibraryNotWritable
from index.log import Log
from index.transactions import DAMAGES, errors_named

_BUSY_SECONDS = 60


@contextmanager
def work_folder(folder: Path, prefix: str) -> Iterator[Path]:
    """A folder inside the library's, gone at the end, and what a killed program left; to be called with the lock."""
    for leftover in folder.glob(f"{prefix}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as name:
        yield Path(name)


def put_in_place(path: Path, new: Path) -> None:
    """Gives the library's file at `path` the content of `new`, all of it or nothing; to be called with the lock.

    SQLite itself writes it over, in one transaction, so that programs which have the file open read on and see the new
    content at their next question. Only a file that SQLite takes for none of its own any more is exchanged for the new
    one; a program that still has that one open is told so by its Store. Raises LibraryNotWritable.
    """

    def not_writable(detail: str) -> LibraryError:
        return LibraryNotWritable(folder=str(path.parent), detail=detail)

    try:
        with errors_named(not_writable, not_writable):
            if not path.exists() or not _written_over(path, new):
                _exchanged(path, new)
        Log(path).note.unlink(missing_ok=True)
    except OSError as error:
        raise not_writable(error.strerror or str(error)) from error


def _written_over(path: Path, new: Path) -> bool:
    """False, with nothing changed, for a file that SQLite can't open."""
    source = sqlite3.connect(new, isolation_level=None)
    target = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        target.execute("PRAGMA synchronous = FULL")
        target.execute("PRAGMA secure_delete = ON")
        _give_pages_as_of(target, source)
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError:
        raise
    except DAMAGES:
        return False
    finally:
        target.close()
        source.close()
    return True


def _give_pages_as_of(target: sqlite3.Connection, source: sqlite3.Connection) -> None:
    """Gives a file pages of another one's size: one that others have open can't get another."""
    sizes = [int(each.execute("PRAGMA page_size").fetchone()[0]) for each in (target, source)]
    if sizes[0] != sizes[1]:
        source.execute("PRAGMA journal_mode = DELETE").fetchone()
        source.execute(f"PRAGMA page_size = {sizes[0]:d}")
        source.execute("VACUUM")


def _exchanged(path: Path, new: Path) -> None:
    # A log of the old file would be taken for one of the new.
    for name in ("-wal", "-shm"):
        path.with_name(f"{path.name}{name}").unlink(missing_ok=True)
    new.replace(path)
    sync_folder(path.parent)
