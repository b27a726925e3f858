"""The 10 nearest vectors: ours beside a flat index of FAISS, used directly; and how many of those ours finds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import BUNDLED_NAME, Library, Settings, find_files, load_embedder
from index.embed import unit
from index.faiss_library import faiss
from index.store import Store
from index.vectors import VectorIndex
from tests.benchmarks.latency import QUESTIONS
from tests.benchmarks.made_up import SAMPLES
from tests.benchmarks.table.asking import timed
from tests.benchmarks.table.job import WARMING, Job, search_indexes
from tests.benchmarks.table.results import OURS

BEST = 10
FLAT = "FAISS flat"
# Cosines of FAISS that are this near are the same.
_SAME = 1e-5
_AT_ONCE = 4_096
Vectors = NDArray[np.float32]


def measure(job: Job, system: str, most_s: float) -> dict[str, dict[str, float]]:
    """The row's values."""
    questions = [each.vector[np.newaxis] for each in job.questions()]
    if system != OURS:
        index = flat(np.asarray(job.vectors()))
        return {"vectors": timed(lambda vector: index.search(vector, BEST), questions, WARMING, most_s)}
    with search_indexes(job) as caches:
        return {"vectors": timed(lambda vector: caches.nearest(vector[0], BEST), questions, WARMING, most_s)}


def flat(vectors: Vectors) -> Any:
    """All of the vectors, compared one by one."""
    index = faiss().IndexFlatIP(vectors.shape[1])
    index.add(np.ascontiguousarray(vectors))
    return index


def measure_recall(libraries: Sequence[Path], samples: Path, paragraphs: int) -> dict[str, dict[str, float]]:
    """The share of the 10 nearest that ours finds, among so many real vectors, or as many as the libraries hold.

    Those of paragraphs and, if these are too few, of their sentences, of libraries under the default model: that of the
    samples, made in the folder where none are given. The questions are those of the samples.
    """
    embedder = load_embedder(Settings.from_environment())
    if not libraries:
        libraries = [samples]
        with Library.open(samples, embedder) as library:
            for file in find_files([SAMPLES]):
                library.add_file(file)
    lines = QUESTIONS.read_text("utf-8").splitlines()
    questions = embedder.questions([json.loads(line)["question"] for line in lines])
    vectors = real_vectors(libraries, paragraphs, embedder.dimension)
    index = VectorIndex(embedder.dimension)
    index.add(np.arange(len(vectors)), vectors)
    return {
        "recall": {"recall": recall(index, vectors, questions), "vectors": len(vectors), "questions": len(questions)}
    }


def recall(index: VectorIndex, vectors: Vectors, questions: Vectors) -> float:
    """The share of the 10 nearest, (n, dimension) under their numbers as ids, to each question that the index finds."""
    _, wanted = flat(vectors).search(questions, BEST)
    found, _ = index.top(questions, BEST, exact=lambda ids: vectors[ids])
    shares = []
    for question, right, ids in zip(questions, wanted, found, strict=True):
        right, ids = right[right >= 0], ids[ids >= 0]
        # One that is as near as the last of them is as good.
        least = (vectors[right] @ question).min() - _SAME
        shares.append(np.count_nonzero(vectors[ids] @ question >= least) / len(right))
    return float(np.mean(shares))


def real_vectors(libraries: Sequence[Path], number: int, dimension: int) -> Vectors:
    """So many, or all, (n, dimension): first those of paragraphs."""
    found: list[Vectors] = []
    count = 0
    for batch in (*_paragraphs(libraries, dimension), *_sentences(libraries, dimension)):
        found.append(batch[: number - count])
        count += len(found[-1])
        if count >= number:
            break
    return np.concatenate(found)


def _paragraphs(libraries: Sequence[Path], dimension: int) -> Iterator[Vectors]:
    for folder in libraries:
        with_ids = Store(folder, create=False)
        try:
            with with_ids.snapshot():
                if with_ids.meta("model") != BUNDLED_NAME:
                    raise SystemExit(f"{folder} isn't a library under the default model")
                yield _real(with_ids.vectors(with_ids.paragraph_ids().tolist(), dimension))
        finally:
            with_ids.close()


def _sentences(libraries: Sequence[Path], dimension: int) -> Iterator[Vectors]:
    for folder in libraries:
        store = Store(folder, create=False)
        try:
            with store.snapshot():
                ids = store.paragraph_ids().tolist()
                for start in range(0, len(ids), _AT_ONCE):
                    stored = store.paragraphs(ids[start : start + _AT_ONCE], dimension)
                    yield _real(np.concatenate([each.sentence_vectors for each in stored]))
        finally:
            store.close()


def _real(vectors: NDArray[np.floating]) -> Vectors:
    """Of unit length, without those of texts beyond the model's window."""
    rows = unit(vectors.astype(np.float32))
    return rows[np.linalg.norm(rows, axis=1) > 0]
