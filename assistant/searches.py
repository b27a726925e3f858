"""Searches as jobs: threads for the whole program, and an answer that is kept whatever becomes of the page."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from multiprocessing.pool import ThreadPool

from assistant.answer import Answer
from assistant.conversations import Conversations, ConversationsError, SearchFailed, SearchStopped
from index import HoiHopError

# The model takes what has come in while it was at work: with 20 who ask at once, 32 threads answer 28 questions a
# second, 8 threads 23 and 4 threads 16 (two cores). They mostly wait.
THREADS = 32
_LOG = logging.getLogger(__name__)


class _Search:
    def __init__(self) -> None:
        self.stopped = False
        self.ended = threading.Event()


class Searches:
    """Answers pending questions of the conversations, each in its turn; any thread may call any of this."""

    def __init__(self, conversations: Conversations, threads: int = THREADS) -> None:
        self._conversations = conversations
        self._pool = ThreadPool(threads)
        self._lock = threading.Lock()
        self._running: dict[int, _Search] = {}
        self._unsaved: dict[int, HoiHopError] = {}

    def start(self, exchange_id: int, work: Callable[[], Answer]) -> bool:
        """Has the question answered by `work`, which must not call Streamlit; False where it is being answered already.

        What `work` raises becomes the question's error.
        """
        with self._lock:
            if exchange_id in self._running:
                return False
            search = self._running[exchange_id] = _Search()
            self._unsaved.pop(exchange_id, None)
        self._pool.apply_async(self._run, (exchange_id, search, work))
        return True

    def running(self, exchange_id: int) -> bool:
        """Whether the question is being answered, or waits for its turn."""
        with self._lock:
            return exchange_id in self._running

    def wait(self, exchange_id: int, seconds: float | None = None) -> None:
        """Until the search for that question has ended, or for so long."""
        with self._lock:
            search = self._running.get(exchange_id)
        if search is not None:
            search.ended.wait(seconds)

    def stop(self, exchange_id: int) -> None:
        """Ends the search for the reader: what it still finds is dropped. One that has its answer keeps it.

        Raises ConversationsError.
        """
        with self._lock:
            search = self._running.pop(exchange_id, None)
            if search is not None:
                search.stopped = True
        self._conversations.fail(exchange_id, SearchStopped())

    def unsaved(self, exchange_id: int) -> HoiHopError | None:
        """Why the outcome of the last search for a question that is still pending could not be kept."""
        with self._lock:
            return self._unsaved.get(exchange_id)

    def close(self) -> None:
        """Ends once no search runs any more."""
        self._pool.close()
        self._pool.join()

    def _run(self, exchange_id: int, search: _Search, work: Callable[[], Answer]) -> None:
        try:
            if not search.stopped and self._is_wanted(exchange_id):
                self._keep(exchange_id, search, work)
        finally:
            with self._lock:
                # After a stop another search for the same question may stand in its place.
                if self._running.get(exchange_id) is search:
                    del self._running[exchange_id]
            search.ended.set()

    def _is_wanted(self, exchange_id: int) -> bool:
        """A page that read the question as pending may ask for it again just after it was answered."""
        try:
            return self._conversations.is_pending(exchange_id)
        except ConversationsError as error:
            self._not_saved(exchange_id, error)
            return False

    def _keep(self, exchange_id: int, search: _Search, work: Callable[[], Answer]) -> None:
        outcome: Answer | HoiHopError | None = None
        try:
            outcome = work()
        except HoiHopError as error:
            outcome = error
        finally:
            # A fault of this program goes on its way, but its question must not wait for ever.
            self._save(exchange_id, search, _fault() if outcome is None else outcome)

    def _save(self, exchange_id: int, search: _Search, outcome: Answer | HoiHopError) -> None:
        if search.stopped:
            return
        try:
            if isinstance(outcome, Answer):
                self._conversations.answer(exchange_id, outcome)
            else:
                self._conversations.fail(exchange_id, outcome)
        except ConversationsError as error:
            self._not_saved(exchange_id, error)

    def _not_saved(self, exchange_id: int, error: HoiHopError) -> None:
        with self._lock:
            self._unsaved[exchange_id] = error


def _fault() -> SearchFailed:
    """The error to show for the exception that is on its way."""
    fault = sys.exception()
    _LOG.error("A search failed", exc_info=fault)
    return SearchFailed(detail=type(fault).__name__)
