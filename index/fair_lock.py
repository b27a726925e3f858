"""A lock that goes from thread to thread in the order in which they asked for it.

Python's own goes to whoever comes first once it is free, and that is mostly the thread that has just let it go: of
readers who ask without a pause, one can wait a minute while the others go on.
"""

from __future__ import annotations

import threading
from collections import deque
from types import TracebackType


class FairLock:
    """Held by one thread at a time, which may take it again within; to be used in a `with` block."""

    def __init__(self) -> None:
        """Held by none."""
        self._guard = threading.Lock()
        self._holder: int | None = None
        self._depth = 0
        self._waiting = deque[_Turn]()

    def __enter__(self) -> None:
        thread = threading.get_ident()
        with self._guard:
            if self._holder in (None, thread):
                self._holder = thread
                self._depth += 1
                return
            turn = _Turn(thread)
            self._waiting.append(turn)
        came = False
        try:
            came = turn.wait()
        finally:
            # Interrupted, by Ctrl+C say.
            if not came:
                self._leave(turn)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with self._guard:
            self._depth -= 1
            if not self._depth:
                self._pass_on()

    @property
    def waiting(self) -> int:
        """How many threads wait for it."""
        return len(self._waiting)

    def _leave(self, turn: _Turn) -> None:
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
            else:
                self._depth = 0
                self._pass_on()

    def _pass_on(self) -> None:
        """To the thread that has waited longest. To be called under the guard."""
        if not self._waiting:
            self._holder = None
            return
        turn = self._waiting.popleft()
        self._holder, self._depth = turn.thread, 1
        turn.come()


class _Turn:
    """A thread's place among those that wait."""

    def __init__(self, thread: int) -> None:
        self.thread = thread
        self._lock = threading.Lock()
        self._lock.acquire()

    def wait(self) -> bool:
        return self._lock.acquire()

    def come(self) -> None:
        self._lock.release()
