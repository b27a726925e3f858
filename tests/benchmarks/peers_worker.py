"""Ranks with each peer, in their environment: python peers_worker.py FOLDER

The folder holds a job: `passages.jsonl` (`text`, `document`), `questions.jsonl` (`text`, `within`: the document whose
passages alone are ranked, or null) and `vectors.npz` (`passages` and `questions`, float32, of unit length, in their
lines' order). It gets `rankings.json`: for each peer, for each question, the numbers of the best passages, from 0, the
best first; and the versions of the packages. Nothing of this project is imported here.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HITS = 10
PINS = Path(__file__).with_name("peers_requirements.txt")

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Pool:
    """Passages, which are ranked for the questions, and the vectors of both, (n, dimension) and (m, dimension)."""

    texts: list[str]
    vectors: Vectors
    questions: list[str]
    question_vectors: Vectors


Peer = Callable[[Pool], list[list[int]]]
"""Gives for each question the numbers of the best passages, at most HITS, the best first."""


Ask = Callable[[str, Vectors], list[int]]
"""Gives the numbers of the best passages, at most HITS, for a question and its vector, (dimension,)."""


def langchain_index(texts: Sequence[str], vectors: Vectors) -> Ask:
    """EnsembleRetriever with equal weights over BM25Retriever (its own tokens: split at white space) and FAISS."""
    from langchain_classic.retrievers import EnsembleRetriever
    from langchain_community.retrievers import BM25Retriever
    from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    class Given(Embeddings):
        """The vectors of what is being added or asked."""

        def __init__(self, passages: Any) -> None:
            self.passages = passages
            self.asked: list[float] = []

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            passages: list[list[float]] = self.passages
            self.passages = []
            return passages

        def embed_query(self, text: str) -> list[float]:
            return self.asked

    # Whole rows: as Python's numbers a million of them would take 12 GB.
    given = Given(list(vectors))
    rows = [{"row": row} for row in range(len(texts))]
    by_words = BM25Retriever.from_texts(texts, metadatas=rows, k=HITS)
    by_meaning = FAISS.from_texts(list(texts), given, metadatas=rows).as_retriever(search_kwargs={"k": HITS})
    both = EnsembleRetriever(retrievers=[by_words, by_meaning], weights=[0.5, 0.5])

    def ask(question: str, vector: Vectors) -> list[int]:
        given.asked = vector.tolist()
        return [found.metadata["row"] for found in both.invoke(question)][:HITS]

    return ask


def txtai_index(texts: Sequence[str], vectors: Vectors) -> Ask:
    """Embeddings with `hybrid=True` and the defaults for all else."""
    from txtai import Embeddings

    # A question may read like a passage, and its vector is another: first all passages, then a question at a time.
    known: dict[str, Vectors] = dict(zip(texts, vectors, strict=True))

    def given(wanted: list[str]) -> Vectors:
        return np.stack([known[text] for text in wanted])

    embeddings = Embeddings(method="external", transform=given, hybrid=True, backend="faiss")
    embeddings.index([(row, text, None) for row, text in enumerate(texts)])

    def ask(question: str, vector: Vectors) -> list[int]:
        known.clear()
        known[question] = vector
        return [int(row) for row, _ in embeddings.search(question, HITS)]

    return ask


def langchain(pool: Pool) -> list[list[int]]:
    """Of langchain_index."""
    return _answers(langchain_index(pool.texts, pool.vectors), pool)


def txtai(pool: Pool) -> list[list[int]]:
    """Of txtai_index."""
    return _answers(txtai_index(pool.texts, pool.vectors), pool)


def _answers(ask: Ask, pool: Pool) -> list[list[int]]:
    return [ask(*asked) for asked in zip(pool.questions, pool.question_vectors, strict=True)]


def bm25s(pool: Pool) -> list[list[int]]:
    """BM25 with the defaults (Lucene's formula) and the package's own tokens, without a stemmer.

    No stop words are taken out. By default it would be English ones; "an" and "to" are words of Vietnamese as well.
    """
    from bm25s import BM25, tokenize

    index = BM25()
    index.index(tokenize(pool.texts, stopwords=None, show_progress=False), show_progress=False)
    asked = tokenize(pool.questions, stopwords=None, show_progress=False)
    hits = min(HITS, len(pool.texts))
    found: list[list[int]] = index.retrieve(asked, k=hits, return_as="documents", show_progress=False).tolist()
    return found


INDEXES: Mapping[str, Callable[[Sequence[str], Vectors], Ask]] = {"LangChain": langchain_index, "txtai": txtai_index}
PEERS: Mapping[str, Peer] = {"LangChain": langchain, "txtai": txtai, "bm25s": bm25s}


def work(folder: Path, peers: Mapping[str, Peer], packages: Iterable[str]) -> None:
    """Does the job in the folder."""
    passages, questions = _lines(folder / "passages.jsonl"), _lines(folder / "questions.jsonl")
    with np.load(folder / "vectors.npz") as arrays:
        vectors, question_vectors = arrays["passages"], arrays["questions"]
    rankings: dict[str, list[list[int]]] = {name: [[] for _ in questions] for name in peers}
    for within in dict.fromkeys(each["within"] for each in questions):
        rows = [row for row, each in enumerate(passages) if within in (None, each["document"])]
        asked = [number for number, each in enumerate(questions) if each["within"] == within]
        pool = Pool(
            [passages[row]["text"] for row in rows],
            vectors[rows],
            [questions[number]["text"] for number in asked],
            question_vectors[asked],
        )
        for name, peer in peers.items():
            for number, found in zip(asked, peer(pool), strict=True):
                rankings[name][number] = [rows[row] for row in found]
    done = {"rankings": rankings, "versions": {name: version(name) for name in packages}}
    (folder / "rankings.json").write_text(json.dumps(done), encoding="utf-8")


def pinned() -> list[str]:
    """The names of the pinned packages."""
    lines = PINS.read_text("utf-8").splitlines()
    return [line.partition("==")[0] for line in lines if line and not line.startswith("#")]


def _lines(path: Path) -> Sequence[dict[str, Any]]:
    # Not splitlines, which takes other characters for line ends as well.
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


if __name__ == "__main__":
    work(Path(sys.argv[1]), PEERS, [*pinned(), "torch", "transformers"])
