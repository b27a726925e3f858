"""The benchmark of size, at 200 paragraphs: what it makes is always the same, and what it prints is of that."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from index import Library, fold
from index.models import Span
from tests.benchmarks import indexing, scale
from tests.benchmarks.made_up import MadeUpEmbedder, documents
from tests.benchmarks.made_up_library import fill, made_up_questions
from tests.stub_embedder import StubEmbedder

_TIMES = (
    r" +median +\d+\.\d ms, p95 +\d+\.\d ms, p99 +\d+\.\d ms   \(processor: +\d+\.\d ms, +\d+\.\d ms, +\d+\.\d ms\)"
)


def test_documents_are_made_by_their_seed() -> None:
    first = list(islice(documents(3), 6))
    assert list(islice(documents(3), 6)) == first
    assert list(islice(documents(4), 6)) != first
    assert [document.name for document in first] == [f"0000{number}.md" for number in range(6)]
    vietnamese = [
        sum(not word.isascii() for word in each.text.split()) > 0.3 * len(each.text.split()) for each in first
    ]
    assert vietnamese == [True, True, True, True, False, True]
    transcripts = [re.search(r"^(?:\w+ ){1,2}\w+: ", each.text, re.MULTILINE) is not None for each in first]
    assert transcripts == [False, False, True, False, False, True]


def test_a_library_of_the_size_asked_for(tmp_path: Path) -> None:
    with Library.open(tmp_path, MadeUpEmbedder(16)) as library:
        fill(library, 120, seed=1)
        made = library.documents()
        assert [each.document for each in made] == ["00000.md", "00001.md", "00002.md"]
        assert sum(each.paragraphs for each in made) >= 120
        paragraphs = [each for document in made for each in library.paragraphs(document.document)]
        assert 80 < np.mean([len(each.text.split()) for each in paragraphs]) < 120
        assert {bool(each.turns) for each in paragraphs if each.document == "00002.md"} == {True}
        fill(library, 200, seed=1)
        assert len(library.documents()) == 4


def test_what_is_printed(tmp_path: Path) -> None:
    lines = list(scale.search_report(tmp_path, 200, questions=5, seed=0))
    assert re.fullmatch(r"made          in \d+ s", lines[0])
    assert re.fullmatch(r"library       4 documents, 2\d\d paragraphs; ready in \d+\.\d s", lines[1])
    assert re.fullmatch(r"questions     5, \d of them without diacritics or in English", lines[2])
    stages = ["search", "  understand", "  vectors", "  words", "  store", "  evidence", "  fusion"]
    assert all(re.fullmatch(rf"{stage}{_TIMES}", line) for stage, line in zip(stages, lines[3:10], strict=True))
    assert re.fullmatch(r"on disk       cased \d+, folded \d+, vectors \d+, words \d+ bytes a paragraph", lines[10]), (
        lines[10]
    )
    assert re.fullmatch(r"opening       \d+\.\d ms \(processor: \d+\.\d ms\)", lines[11])
    adding, empty = lines[12:]
    assert re.fullmatch(rf"adding{_TIMES}", adding)
    assert re.fullmatch(rf"  to an empty{_TIMES}", empty)
    with Library.open(tmp_path, MadeUpEmbedder()) as library:
        assert len(library.documents()) == 4


def test_questions_are_near_the_paragraph_that_their_words_come_from(tmp_path: Path) -> None:
    with Library.open(tmp_path, MadeUpEmbedder()) as library:
        fill(library, 200, seed=0)
        asked = list(made_up_questions(library, 30, seed=0))
        assert [each.text for each in made_up_questions(library, 30, seed=0)] == [each.text for each in asked]
        assert sum(fold(each.text) == each.text for each in asked) >= 10
        library.embedder.given |= {library.understand(each.text).embedded: each.vector for each in asked}
        # Among all candidates: one over the root of two, but for what half precision and chance change.
        nearest = [max(hit.cosine or 0.0 for hit in library.search(each.text, 500)) for each in asked]
        assert nearest == pytest.approx([0.707] * 30, abs=0.1)


def test_vectors_are_those_given_or_of_the_text() -> None:
    embedder = MadeUpEmbedder(8)
    one, other, again = embedder.passages(["a. b", "a. c", "a. b"], [[Span(0, 1), Span(3, 4)]] * 3)
    assert one.vector.tolist() == again.vector.tolist() != other.vector.tolist()
    assert one.sentences.shape == (2, 8)
    assert np.linalg.norm(one.sentences, axis=1) == pytest.approx([1, 1], abs=1e-6)
    given = np.ones(8, np.float32)
    embedder.given["x"] = given
    assert embedder.questions(["x", "y"])[0].tolist() == given.tolist()
    assert embedder.questions(["y"])[0].tolist() == embedder.questions(["x", "y"])[1].tolist()


def test_indexing_is_compared_with_embedding_the_same_passages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    samples = tmp_path / "samples"
    samples.mkdir()
    monkeypatch.setattr(indexing, "_MORE_DOCUMENTS", 1)
    for document in islice(documents(0), 1, 2):
        (samples / document.name).write_text(document.text, encoding="utf-8")
    monkeypatch.setattr(indexing, "SAMPLES", samples)
    embedder = StubEmbedder()
    lines = list(indexing.indexing_report(embedder, tmp_path, rounds=2))  # type: ignore[arg-type]
    assert embedder.passages_embedded == 400
    seconds = r"\d+\.\d s \(processor: \d+\.\d s\)"
    assert all(
        re.fullmatch(rf"round \d       100 passages: {seconds}; embedding alone {seconds}", each) for each in lines[:2]
    )
    assert re.fullmatch(r"indexing      \d+\.\d\d times embedding alone \(processor: \d+\.\d\d\)", lines[2])
