"""Searches of a whole library: who is asked for, and a cross-encoder that puts the first hits in a new order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.library import Library
from index.models import Hit
from index.rerank import RERANKED
from tests.stub_embedder import StubEmbedder

Score = Callable[[Sequence[str]], Sequence[float]]
QUESTION = "Ai giữ chìa khóa kho lúa?"
NUMBERS = "một hai ba bốn năm sáu bảy tám chín mười".split()
NOTES = "\n\n".join(
    f"Chìa khoá kho lúa số {NUMBERS[number // 10]} {NUMBERS[number % 10]} " + f"do tổ {number} giữ."
    for number in range(45)
)


class Fake:
    """Gives the scores of a function, and keeps what it was asked."""

    name = "fake"

    def __init__(self, score: Score) -> None:
        self._score = score
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        self.asked.append((question, list(texts)))
        return np.array(self._score(texts), np.float64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("sổ kho.txt", NOTES.encode())
    return tmp_path / "library"


def hits(folder: Path, reranker: Fake | None = None, question: str = QUESTION, limit: int = 50) -> list[Hit]:
    with Library.open(folder, StubEmbedder(), reranker=reranker) as library:  # type: ignore[arg-type]
        return library.search(question, limit)


def texts(found: Sequence[Hit]) -> list[str]:
    return [hit.paragraph.text for hit in found]


def log_odds(found: Sequence[Hit]) -> NDArray[np.float64]:
    confidences = np.array([hit.confidence for hit in found])
    return np.asarray(np.log(confidences / (1 - confidences)))


def test_a_cross_encoder_turns_the_first_hits_round(folder: Path) -> None:
    fused = hits(folder)
    assert len(set(texts(fused))) == 45 > RERANKED
    reranker = Fake(lambda each: range(len(each)))
    turned = hits(folder, reranker)
    assert reranker.asked == [(QUESTION, texts(fused)[:RERANKED])]
    assert texts(turned) == [*reversed(texts(fused)[:RERANKED]), *texts(fused)[RERANKED:]]
    assert texts(hits(folder, Fake(lambda each: range(len(each))), limit=3)) == texts(turned)[:3]
    # Another paragraph is now to answer; how far the others are behind it is as before.
    np.testing.assert_allclose(log_odds(turned)[0] - log_odds(turned), log_odds(fused)[0] - log_odds(fused), atol=1e-9)


def test_behind_the_same_best_hit_the_confidences_stay(folder: Path) -> None:
    fused = hits(folder)
    turned = hits(folder, Fake(lambda each: [99, *range(len(each) - 1)]))
    first, *others = texts(fused)[:RERANKED]
    assert texts(turned) == [first, *reversed(others), *texts(fused)[RERANKED:]]
    assert [hit.confidence for hit in turned] == pytest.approx([hit.confidence for hit in fused], abs=1e-12)


def test_a_cross_encoder_that_agrees_changes_nothing(folder: Path) -> None:
    assert hits(folder, Fake(lambda each: range(len(each), 0, -1))) == hits(folder)
    assert hits(folder, Fake(lambda each: [0.0] * len(each))) == hits(folder)


def test_a_cross_encoder_reads_the_restored_question_and_the_headings(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("kho.md", "# Kho lúa\n\nLan giữ chìa khoá.\n\n# Trạm bơm\n\nMáy bơm hỏng.\n".encode())
    reranker = Fake(lambda each: [float("bơm" in text) for text in each])
    found = hits(tmp_path, reranker, "ai giu chia khoa kho lua")
    ((question, read),) = reranker.asked
    assert question == "ai giữ chìa khóa kho lúa"
    assert sorted(read) == ["Kho lúa\nLan giữ chìa khoá.", "Trạm bơm\nMáy bơm hỏng."]
    assert texts(found) == ["Máy bơm hỏng.", "Lan giữ chìa khoá."]


def test_a_cross_encoder_is_not_asked_about_nothing(tmp_path: Path) -> None:
    reranker = Fake(lambda each: range(len(each)))
    assert hits(tmp_path, reranker) == []
    assert [read for _, read in reranker.asked if read] == []
