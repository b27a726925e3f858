"""Writing a library's file anew, so that it takes as little room on the disk as it can."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.errors import LibraryNotWritable
from index.store import Store

# Short transactions: what they change is in the file before the next one begins.
_ROWS_AT_ONCE = 500
# SQLite writes a copy first, and what it then writes over beside the file.
_ROOM = 2
_MEGABYTE = 1_000_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Compacted:
    """How many bytes the file took before and takes now."""

    before: int
    after: int


def compact(folder: Path, on_progress: Progress | None = None) -> Compacted:
    """Brings the vectors that versions before stored to this one's form, and writes the file anew without gaps.

    At each moment the file is whole, as it was or as it is to be, also where this program is killed. Programs that come
    meanwhile wait. `on_progress` gets the rows of vectors looked at and in all. Raises LibraryOpen while another
    program has the library open, LibraryNotWritable also where there is too little room, and LibraryError.
    """
    store = Store(folder, create=False)
    try:
        with store.writers_lock.held():
            before = store.path.stat().st_size
            store.leave_log()
            _check_room(store, before)
            _recode(store, on_progress or _nobody)
            store.write_anew()
        return Compacted(before, store.path.stat().st_size)
    finally:
        store.close()


def _check_room(store: Store, size: int) -> None:
    free = shutil.disk_usage(store.folder).free
    if free < _ROOM * size:
        needed = _ROOM * size / _MEGABYTE
        detail = f"{needed:.1f} MB are needed on its disk for a while, and {free / _MEGABYTE:.1f} MB are free"
        raise LibraryNotWritable(folder=str(store.folder), detail=detail)


def _recode(store: Store, report: Progress) -> None:
    dimension, total = int(store.meta("dimension") or 0), store.vector_count()
    done = 0
    last: int | None = 0
    while last is not None:
        report(done, total)
        with store.transaction():
            last = store.recode_vectors(last, _ROWS_AT_ONCE, dimension)
        done = min(done + _ROWS_AT_ONCE, total)
    report(total, total)


def _nobody(done: int, total: int) -> None:
    """Where nobody wants to know."""
