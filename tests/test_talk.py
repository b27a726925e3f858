"""The adapter by which a question is put to talk, and how it is fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from index.caches import Caches
from index.embed import BUNDLED_NAME
from index.fuse import default_weights
from index.library import Library
from index.question import QuestionCentres, understand
from index.search import Searcher
from index.store import Store
from index.talk import TalkAdapter
from tests.benchmarks import fit_talk
from tests.benchmarks.fit_talk import AskedOfMeeting, report
from tests.stub_embedder import StubEmbedder

QUESTION = "Kho lúa hỏng ở đâu?"
# As many as are looked for, in each form, are nearer to the question.
NEAR = [f"Kho lúa hỏng ở đâu, tổ {number}?" for number in range(20)]
FAR = "Quạ quạ quạ."


def test_the_bundled_models_adapter_comes_with_the_program() -> None:
    matrix = TalkAdapter.of(BUNDLED_NAME).matrix
    assert matrix is not None
    assert (matrix.shape, matrix.dtype) == ((384, 384), np.dtype(np.float32))
    # It changes a question; it doesn't replace it: the identity is 19.6 long.
    assert 1 < np.linalg.norm(matrix) < 10


def test_another_models_questions_stay_as_they_are() -> None:
    vector = np.array([0.5, -0.5], np.float32)
    assert TalkAdapter.of("stub").adapted(vector) is vector


def test_an_adapter_adds_what_it_makes_of_a_vector() -> None:
    adapter = TalkAdapter(np.array([[0.0, 2.0], [1.0, 0.0]], np.float32))
    assert adapter.adapted(np.array([0.5, 0.25], np.float32)).tolist() == [0.75, 1.25]


def test_what_is_near_a_question_as_talk_is_weighed_only_if_somebody_says_it(tmp_path: Path) -> None:
    embedder = StubEmbedder()
    with Library.open(tmp_path, embedder) as library:  # type: ignore[arg-type]
        library.add_bytes("ghi chép.txt", "\n\n".join([*NEAR, FAR]).encode())
        library.add_bytes("ghi âm.txt", "\n".join(f"Bà Hạnh: {each}" for each in [*NEAR, FAR]).encode())
    store = Store(tmp_path, create=False)
    caches = Caches(store, embedder.dimension)
    caches.catch_up()
    question, vector = understand(QUESTION, caches), embedder.questions([QUESTION])[0]
    zeros = np.zeros(embedder.dimension, np.float32)
    # It turns this question into that of what is far from it.
    wanted = embedder.questions([FAR])[0]
    turned = TalkAdapter(np.outer(vector, wanted - vector) / (vector @ vector))

    def found(adapter: TalkAdapter) -> set[str]:
        searcher = Searcher(store, caches, default_weights(), QuestionCentres(zeros, zeros, adapter))
        ids, stored, evidence = searcher.candidates(question, vector)
        assert [each.id for each in stored] == ids.tolist() == sorted(ids.tolist())
        assert len(evidence.said) == len(ids)
        return {each.paragraph.document for each in stored if FAR in each.paragraph.text}

    assert found(TalkAdapter()) == set()
    assert found(turned) == {"ghi âm.txt"}
    store.close()


def asked_of(meeting: str, seed: int) -> AskedOfMeeting:
    """A question whose answers lie near its vector turned by a quarter, in two of eight numbers, among others."""
    random = np.random.default_rng(seed)
    centred = np.zeros(8, np.float32)
    centred[:2] = random.standard_normal(2)
    vectors = random.standard_normal((12, 8)).astype(np.float32)
    right = np.arange(12) < 2
    vectors[right, :2] = 4 * np.array([-centred[1], centred[0]])
    return AskedOfMeeting(meeting, centred, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), right)


def test_a_fitted_adapter_finds_what_products_alone_do_not(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(fit_talk, "_LEARNING_RATE", 0.02)
    learned = [asked_of("họp.txt", seed) for seed in range(160)]
    others = [asked_of("họp khác.txt", seed) for seed in range(200, 240)]
    matrix = fit_talk.fitted(learned)
    assert matrix.dtype == np.float32
    # What is stored is what is measured.
    assert np.array_equal(matrix, matrix.astype(np.float16).astype(np.float32))
    assert np.array_equal(matrix, fit_talk.fitted(learned))
    report(others, [matrix] * 5)
    centred, adapted = (dict(zip(row.split()[1::2], row.split()[2::2], strict=True)) for row in printed(capsys))
    assert centred["n"] == adapted["n"] == "40"
    assert float(centred["MRR@10"]) < 0.5
    assert float(adapted["MRR@10"]) > 0.9
    assert float(adapted["recall@5"]) > 0.9


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()
