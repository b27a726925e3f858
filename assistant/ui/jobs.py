"""Work that outlives a rerun of the page: a click while a model loads or a file is embedded must lose neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.pool import ThreadPool
from typing import Generic, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: at which step of how many, with which document, and what of it is done (0 of 0: unknown)."""

    stage: str
    document: str = ""
    step: int = 1
    steps: int = 1
    done: int = 0
    total: int = 0

    @property
    def share(self) -> float:
        """What is done of this step, 0..1."""
        return min(1.0, self.done / self.total) if self.total else 0.0


class Job(Generic[Result]):
    """Runs `work` in a thread of its own, which doesn't keep the program from ending.

    `work` gets a function that takes its Progress; it must not call Streamlit.
    """

    def __init__(self, work: Callable[[Callable[[Progress], None]], Result]) -> None:
        self.progress = Progress("")
        self._pool = ThreadPool(1)
        self._result = self._pool.apply_async(work, (self._report,))
        self._pool.close()

    def _report(self, progress: Progress) -> None:
        self.progress = progress

    @property
    def done(self) -> bool:
        return self._result.ready()

    def result(self) -> Result:
        """Waits for the end; raises what `work` raised."""
        return self._result.get()
