"""Files on their way into the library: a queue for each browser, which outlives any click, reload and other tab.

What became of each file is kept until the reader hides it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import streamlit as st

from assistant.ui.uploads import Choice, Conflict, Upload, add_one
from index import HoiHopError, Library, Outcome

Stage = Literal["waiting", "reading", "embedding", "done", "conflict", "left", "stopped"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A file and how far it is: `done` of `total` paragraphs while it is embedded, its `outcome` once it is done.

    `error` is what stopped the whole library from taking it, a full disk for instance.
    """

    upload: Upload
    stage: Stage = "waiting"
    done: int = 0
    total: int = 0
    outcome: Outcome | None = None
    error: HoiHopError | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more becomes of it by itself."""
        return self.stage not in ("waiting", "reading", "embedding")


class Intake:
    """The files of one browser, taken in one by one by a thread of their own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._entries: list[Entry] = []
        self._thread: threading.Thread | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All files since the report was last hidden, in the order in which they came."""
        with self._lock:
            return tuple(self._entries)

    @property
    def running(self) -> bool:
        """Whether some file is still on its way."""
        return any(not entry.over for entry in self.entries)

    def add(self, library: Library, uploads: Sequence[Upload]) -> None:
        """Puts files at the end of the queue."""
        with self._lock:
            self._entries.extend(map(Entry, uploads))
        self._start(library)

    def choose(self, library: Library, number: int, choice: Choice | None) -> None:
        """What to do with a file whose name is taken; None leaves it out."""
        with self._lock:
            entry = self._entries[number]
            if entry.stage != "conflict":
                return
            if choice is None:
                # Its bytes are let go of.
                self._entries[number] = replace(entry, upload=replace(entry.upload, data=b""), stage="left")
                return
            self._entries[number] = Entry(replace(entry.upload, choice=choice))
        self._start(library)

    def again(self, library: Library) -> None:
        """Tries again what the library couldn't take."""
        with self._lock:
            self._entries = [Entry(each.upload) if each.stage == "stopped" else each for each in self._entries]
        self._start(library)

    def hide(self) -> None:
        """Forgets what is over. A choice that is still to be made stays."""
        with self._lock:
            self._entries = [entry for entry in self._entries if not entry.over or entry.stage == "conflict"]

    def wait(self, seconds: float) -> None:
        """For the end of what is under way, so many seconds at most."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _start(self, library: Library) -> None:
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, args=(library,), daemon=True)
                self._thread.start()

    def _next(self) -> Entry | None:
        with self._lock:
            for number, entry in enumerate(self._entries):
                if entry.stage == "waiting":
                    self._entries[number] = replace(entry, stage="reading")
                    return self._entries[number]
            self._thread = None
            return None

    def _work(self, library: Library) -> None:
        while (entry := self._next()) is not None:
            upload = entry.upload

            def progress(done: int, total: int, upload: Upload = upload) -> None:
                self._set(upload, "embedding", done=done, total=total)

            try:
                outcome = add_one(library, upload, progress)
            except HoiHopError as error:
                self._set(upload, "stopped", error=error)
                continue
            if isinstance(outcome, Conflict):
                self._set(upload, "conflict")
            else:
                self._set(upload, "done", outcome=outcome)

    def _set(
        self,
        upload: Upload,
        stage: Stage,
        done: int = 0,
        total: int = 0,
        outcome: Outcome | None = None,
        error: HoiHopError | None = None,
    ) -> None:
        with self._lock:
            for number, entry in enumerate(self._entries):
                if entry.upload is upload:
                    kept = replace(upload, data=b"") if stage == "done" else upload
                    self._entries[number] = Entry(kept, stage, done, total, outcome, error)


@st.cache_resource(show_spinner=False)
def _all(folder: str) -> dict[str, Intake]:
    return {}


def intake(library: Library, browser: str) -> Intake:
    """That of a browser, for the library."""
    return _all(str(library.folder)).setdefault(browser, Intake())
