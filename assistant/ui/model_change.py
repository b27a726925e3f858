"""The library's way to another model: one at a time for the whole program, watched and stopped from any page."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import streamlit as st

from index import Embedder, HoiHopError

Stage = Literal["loading", "embedding", "done", "stopped", "failed"]
Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """The change to a model and how far it is: `done` of `total` paragraphs. `stopping`: asked to stop, and not yet so.

    `error` is why it failed.
    """

    model: str
    stage: Stage = "loading"
    done: int = 0
    total: int = 0
    stopping: bool = False
    error: HoiHopError | None = None

    @property
    def over(self) -> bool:
        """Whether nothing more becomes of it."""
        return self.stage not in ("loading", "embedding")


class _Stopped(Exception):
    """Ends the embedding between two batches."""


class ModelChange:
    """What goes on, or what became of the last change until it is hidden."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._change: Change | None = None
        self._thread: threading.Thread | None = None

    @property
    def current(self) -> Change | None:
        """The one that goes on, or the last one until it is hidden."""
        with self._lock:
            return self._change

    @property
    def running(self) -> bool:
        """Whether one goes on."""
        change = self.current
        return change is not None and not change.over

    def start(self, model: str, load: Callable[[], Embedder], embed: Callable[[Embedder, Report], int]) -> None:
        """Begins, unless another change goes on. Neither function may call Streamlit.

        `embed` embeds everything anew and returns how many paragraphs that was. It reports them done and in all, and
        what that raises is to stop it and leave everything as it was.
        """
        with self._lock:
            if self._change is None or self._change.over:
                self._change = Change(model)
                self._thread = threading.Thread(target=self._work, args=(load, embed), daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Asks it to stop. Nothing has changed then, unless all was done by that time."""
        with self._lock:
            if self._change is not None and not self._change.over:
                self._change = replace(self._change, stopping=True)

    def hide(self) -> None:
        """Forgets what became of the last one."""
        with self._lock:
            if self._change is not None and self._change.over:
                self._change = None

    def wait(self, seconds: float) -> None:
        """For its end, so many seconds at most."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _work(self, load: Callable[[], Embedder], embed: Callable[[Embedder, Report], int]) -> None:
        # What a fault of this program leaves behind.
        outcome: tuple[Stage, HoiHopError | None] = "failed", HoiHopError()
        try:
            paragraphs = embed(load(), self._report)
            self._report_all(paragraphs)
            outcome = "done", None
        except _Stopped:
            outcome = "stopped", None
        except HoiHopError as error:
            outcome = "failed", error
        finally:
            self._end(*outcome)

    def _report(self, done: int, total: int) -> None:
        with self._lock:
            if self._change is not None:
                if self._change.stopping:
                    raise _Stopped
                self._change = replace(self._change, stage="embedding", done=done, total=total)

    def _report_all(self, paragraphs: int) -> None:
        with self._lock:
            if self._change is not None:
                self._change = replace(self._change, done=paragraphs, total=paragraphs)

    def _end(self, stage: Stage, error: HoiHopError | None) -> None:
        with self._lock:
            if self._change is not None:
                self._change = replace(self._change, stage=stage, stopping=False, error=error)


@st.cache_resource(show_spinner=False)
def _of(folder: str) -> ModelChange:
    return ModelChange()


def model_change(folder: Path) -> ModelChange:
    """That of the library in the folder."""
    return _of(str(folder.absolute()))
