from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray

from index import embed
from index.embed import Embedder
from index.micro_batches import MicroBatches
from tests.real_embedder import full_precision_embedder, real_model

WAIT_S = 30


class BlockedModel:
    """A text's vector is its length and the number of the run. Each run waits until it is let go."""

    def __init__(self) -> None:
        self.runs: list[list[str]] = []
        self.started, self.go_on = threading.Semaphore(0), threading.Semaphore(0)

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.runs.append(list(texts))
        number = len(self.runs)
        self.started.release()
        assert self.go_on.acquire(timeout=WAIT_S)
        if "bad" in texts:
            raise ValueError("bad")
        return np.array([[len(text), number] for text in texts], np.float32).reshape(-1, 2)


def asked_in_turn(
    threads: ThreadPoolExecutor, batches: MicroBatches, questions: Sequence[Sequence[str]]
) -> list[Future[NDArray[np.float32]]]:
    """Each by a thread of its own, the next when the one before is in the queue."""
    waiting: list[Future[NDArray[np.float32]]] = []
    for question in questions:
        before = len(batches._waiting)
        waiting.append(threads.submit(batches.embed, question))
        while len(batches._waiting) == before:
            threading.Event().wait(0.001)
    return waiting


def test_a_question_alone_goes_through_at_once() -> None:
    model = BlockedModel()
    model.go_on.release()
    assert MicroBatches(model).embed(["ai?", "ở đâu?"]).tolist() == [[3, 1], [6, 1]]
    assert model.runs == [["ai?", "ở đâu?"]]


def test_what_comes_during_a_run_is_the_next_run_and_each_gets_its_own() -> None:
    model = BlockedModel()
    batches = MicroBatches(model)
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(batches.embed, ["a"])
        assert model.started.acquire(timeout=WAIT_S)
        others = asked_in_turn(threads, batches, [["bb"], ["ccc", "d"], [], ["eeee"]])
        model.go_on.release(2)
        assert first.result(WAIT_S).tolist() == [[1, 1]]
        assert [each.result(WAIT_S).tolist() for each in others] == [[[2, 2]], [[3, 2], [1, 2]], [], [[4, 2]]]
    assert model.runs == [["a"], ["bb", "ccc", "d", "eeee"]]


def test_an_error_is_that_of_its_own_question() -> None:
    model = BlockedModel()
    batches = MicroBatches(model)
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(batches.embed, ["a"])
        assert model.started.acquire(timeout=WAIT_S)
        good, bad, other = asked_in_turn(threads, batches, [["bb"], ["bad"], ["ccc"]])
        model.go_on.release(5)
        assert first.result(WAIT_S).tolist() == [[1, 1]]
        assert good.result(WAIT_S).tolist() == [[2, 3]]
        with pytest.raises(ValueError, match="^bad$"):
            bad.result(WAIT_S)
        assert other.result(WAIT_S).tolist() == [[3, 5]]
    assert model.runs == [["a"], ["bb", "bad", "ccc"], ["bb"], ["bad"], ["ccc"]]


def test_one_run_takes_no_more_than_so_many() -> None:
    model = BlockedModel()
    batches = MicroBatches(model)
    many = [f"câu {i}" for i in range(7)]
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(batches.embed, ["a"])
        assert model.started.acquire(timeout=WAIT_S)
        others = asked_in_turn(threads, batches, [many, ["b"], ["c"]])
        model.go_on.release(3)
        assert [each.result(WAIT_S).shape for each in (first, *others)] == [(1, 2), (7, 2), (1, 2), (1, 2)]
    assert model.runs == [["a"], [*many, "b"], ["c"]]


def test_questions_of_an_embedder_are_embedded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "_packs", lambda model: False)
    embedder = Embedder(real_model(), "together")
    runs: list[list[str]] = []
    encode, started, go_on = embedder._encode, threading.Semaphore(0), threading.Semaphore(0)

    def blocked(texts: Sequence[str], prompt: str) -> NDArray[np.float32]:
        runs.append(list(texts))
        started.release()
        assert go_on.acquire(timeout=WAIT_S)
        return encode(texts, prompt)

    monkeypatch.setattr(embedder, "_encode", blocked)
    questions = ["Ai gửi bảng giá?", "Khi nào?", "Who stays?"]
    with ThreadPoolExecutor(8) as threads:
        first = threads.submit(embedder.questions, questions[:1])
        assert started.acquire(timeout=WAIT_S)
        others = asked_in_turn(threads, embedder._together, [[each] for each in questions[1:]])
        go_on.release(2)
        found = [each.result(WAIT_S)[0] for each in (first, *others)]
    assert runs == [questions[:1], questions[1:]]
    for question, vector in zip(questions, found, strict=True):
        np.testing.assert_allclose(vector, full_precision_embedder().questions([question])[0], atol=1e-5)
