"""What a browser took out of the library and can put back with a click: in memory alone, and for half an hour."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from index import Library, Removed

KEPT_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents that were taken out together; `until` is on the clock of `time.monotonic`."""

    removed: tuple[Removed, ...]
    until: float


@dataclass
class Trash:
    """The last that was taken out comes back first."""

    _batches: list[Batch] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def throw(self, removed: Sequence[Removed]) -> None:
        """Keeps documents that were taken out together, and lets go of them when the time is over."""
        with self._lock:
            self._batches.append(Batch(tuple(removed), time.monotonic() + KEPT_SECONDS))
        # Also where nobody looks any more: what was removed is to be gone.
        timer = threading.Timer(KEPT_SECONDS, self.last)
        timer.daemon = True
        timer.start()

    def last(self) -> Batch | None:
        """What would come back."""
        with self._lock:
            self._batches = [batch for batch in self._batches if batch.until > time.monotonic()]
            return self._batches[-1] if self._batches else None

    def put_back(self, library: Library) -> tuple[Removed, ...]:
        """Puts the last back, and returns it. Raises NameTaken and LibraryError; what isn't back by then is kept."""
        batch = self.last()
        if batch is None:
            return ()
        for removed in batch.removed:
            library.put_back(removed)
        with self._lock:
            self._batches = [each for each in self._batches if each is not batch]
        return batch.removed

    def forget(self) -> None:
        """Lets go of all of it for good."""
        with self._lock:
            self._batches = []


@st.cache_resource(show_spinner=False)
def _all(folder: str) -> dict[str, Trash]:
    return {}


def trash(library: Library, browser: str) -> Trash:
    """That of a browser, for the library."""
    return _all(str(library.folder)).setdefault(browser, Trash())
