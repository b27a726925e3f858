"""The lock goes to who has waited longest, and is never lost."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from index.fair_lock import FairLock, _Turn

_SECONDS = 30


def _started(run: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _wait_for(lock: FairLock, count: int) -> None:
    pause = threading.Event()
    for _ in range(_SECONDS * 1000):
        if lock.waiting == count:
            return
        pause.wait(0.001)
    raise AssertionError(f"{lock.waiting} wait for it")


def test_it_goes_to_the_threads_in_the_order_in_which_they_came() -> None:
    lock, order, threads = FairLock(), list[str](), list[threading.Thread]()

    def take(name: str) -> None:
        with lock:
            order.append(name)

    with lock:
        for number in range(5):
            threads.append(_started(lambda name=f"thread {number}": take(name)))
            _wait_for(lock, number + 1)
    # Who has just let it go comes after all who wait.
    take("again")
    for thread in threads:
        thread.join(_SECONDS)
    assert order == [*(f"thread {number}" for number in range(5)), "again"]


def test_a_thread_that_has_it_takes_it_again_and_keeps_it_to_the_end() -> None:
    lock, seen = FairLock(), list[str]()

    def other() -> None:
        with lock:
            seen.append("other")

    with lock:
        thread = _started(other)
        _wait_for(lock, 1)
        with lock, lock:
            seen.append("inside")
        seen.append("outside")
    thread.join(_SECONDS)
    assert seen == ["inside", "outside", "other"]


def _is_free(lock: FairLock) -> bool:
    taken = threading.Event()

    def take() -> None:
        with lock:
            taken.set()

    _started(take)
    return taken.wait(_SECONDS)


def test_it_is_free_after_an_error() -> None:
    lock = FairLock()
    with pytest.raises(ValueError, match="within"), lock, lock:
        raise ValueError("within")
    assert _is_free(lock)


@pytest.mark.parametrize("handed_over", [False, True])
def test_who_is_interrupted_while_waiting_lets_it_go_on(handed_over: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, let_go, interrupted = FairLock(), threading.Event(), list[bool]()

    def interrupt(turn: _Turn) -> bool:
        let_go.wait(_SECONDS)
        raise KeyboardInterrupt

    def take() -> None:
        try:
            with lock:
                raise AssertionError
        except KeyboardInterrupt:
            interrupted.append(True)

    with monkeypatch.context() as patch:
        patch.setattr(_Turn, "wait", interrupt)
        with lock:
            thread = _started(take)
            _wait_for(lock, 1)
            if not handed_over:
                let_go.set()
                thread.join(_SECONDS)
                assert lock.waiting == 0
        let_go.set()
        thread.join(_SECONDS)
    assert interrupted == [True]
    assert _is_free(lock)


def test_threads_exclude_each_other() -> None:
    lock, start, counts = FairLock(), threading.Barrier(4), [0, 0]

    def take() -> None:
        start.wait(_SECONDS)
        for _ in range(200):
            with lock:
                before = counts[0]
                # Where others run in between, this one's count is lost.
                threading.Event().wait(0.000_001)
                counts[0] = before + 1
                counts[1] += 1

    for thread in [_started(take) for _ in range(4)]:
        thread.join(_SECONDS)
    assert counts == [800, 800]
