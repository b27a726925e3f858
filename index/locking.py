"""One writer at a time: a lock file in the library's folder, which the operating system lets go when a program ends.

Readers need no lock. SQLite has one of its own, but lets go of it between the steps of what is one change here: making
the file, moving the log into it, putting another file in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import LibraryInUse, LibraryNotWritable

FILE_NAME = "library.lock"
_POLL_SECONDS = 0.01
# A writer embeds before it takes the lock, so that it has it for moments only.
LONGEST_WAIT_SECONDS = 60.0


class WritersLock:
    """The lock of a library's folder; one for each connection. Threads exclude each other too."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = FileLock(folder / FILE_NAME)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Waits until no other writer has it; a thread that has it already goes on.

        Raises LibraryInUse after a minute, and LibraryNotWritable.
        """
        try:
            self._lock.acquire(timeout=LONGEST_WAIT_SECONDS, poll_interval=_POLL_SECONDS)
        except Timeout as error:
            raise LibraryInUse(folder=str(self._folder), seconds=round(LONGEST_WAIT_SECONDS)) from error
        except OSError as error:
            raise LibraryNotWritable(folder=str(self._folder), detail=error.strerror or str(error)) from error
        try:
            yield
        finally:
            self._lock.release()
