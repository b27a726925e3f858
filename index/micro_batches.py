"""Questions of several threads embedded together: what comes while one run goes on is the next run.

Nobody is made to wait for company: a question that comes alone goes through at once. All runs are made by one thread,
so that the processor's cores work at one of them at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
# Of twenty questions at once the first eight are searched while the next are embedded: with all in one run the searches
# would wait for the model and then the model for the searches, and eight take hardly longer each than twenty.
_TEXTS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class _Asked:
    """What one thread wants to have embedded, and where it finds the vectors."""

    texts: tuple[str, ...]
    vectors: Future[Vectors] = field(default_factory=Future)


class MicroBatches:
    """Calls `run`, which turns texts into vectors (n, dimension), for what several threads ask at once."""

    def __init__(self, run: Callable[[Sequence[str]], Vectors]) -> None:
        self._run = run
        self._lock = threading.Lock()
        self._waiting: list[_Asked] = []
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="questions")
        # A thread of its own, so that whatever a run raises is held for whose question it is.
        self._model = ThreadPoolExecutor(1, thread_name_prefix="model")

    def embed(self, texts: Sequence[str]) -> Vectors:
        """The texts' vectors (n, dimension), in their order. Raises what `run` raises for these texts alone."""
        asked = _Asked(tuple(texts))
        with self._lock:
            self._waiting.append(asked)
        # Finds nothing left where an earlier one has taken this one along.
        self._worker.submit(self._run_waiting)
        return asked.vectors.result()

    def _run_waiting(self) -> None:
        with self._lock:
            count = texts = 0
            while count < len(self._waiting) and (not count or texts < _TEXTS_AT_ONCE):
                texts += len(self._waiting[count].texts)
                count += 1
            together, self._waiting = self._waiting[:count], self._waiting[count:]
        if together:
            self._answer(together)

    def _answer(self, together: Sequence[_Asked]) -> None:
        run = self._model.submit(self._run, [text for asked in together for text in asked.texts])
        error = run.exception()
        if error is not None:
            if len(together) > 1:
                # Whose fault it is shows when each is alone.
                for asked in together:
                    self._worker.submit(self._answer, [asked])
            else:
                together[0].vectors.set_exception(error)
            return
        vectors, start = run.result(), 0
        for asked in together:
            asked.vectors.set_result(vectors[start : start + len(asked.texts)])
            start += len(asked.texts)
