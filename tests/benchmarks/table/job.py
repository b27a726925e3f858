"""What all systems are asked at one size: a made-up library, its passages and questions, with the vectors of both.

Under a folder for each size: `library/`; `questions.jsonl` (`text`, `restored`: as it is searched, `embedded`: what the
model would get) and `question_vectors.npy`; for others than our own library `passages.jsonl` (`text`: a paragraph
behind its headings) and `vectors.npy`, both in the order of the library's documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import open_memmap
from numpy.typing import NDArray

from index import Library
from index.caches import Caches
from index.embed import unit
from index.store import Store
from tests.benchmarks.made_up import MadeUpEmbedder
from tests.benchmarks.made_up_library import fill, made_up_questions

SEED = 0
WARMING = 20
_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it is typed, searched and embedded, and the vector (dimension,) that it has."""

    text: str
    restored: str
    embedded: str
    vector: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Job:
    """The folder of a size."""

    folder: Path

    @property
    def library(self) -> Path:
        return self.folder / "library"

    def make(self, paragraphs: int, questions: int) -> None:
        """The library of at least so many paragraphs, where it isn't there yet, and the questions."""
        embedder = MadeUpEmbedder()
        with Library.open(self.library, embedder) as library:
            fill(library, paragraphs, SEED)
            library.prepare()
            if self._questions_path.exists():
                return
            asked = list(made_up_questions(library, WARMING + questions, SEED))
            understood = [library.understand(each.text) for each in asked]
        np.save(self.folder / "question_vectors.npy", np.stack([each.vector for each in asked]))
        # Last, since it says that all is there.
        _write_lines(
            self._questions_path,
            (
                {"text": each.text, "restored": known.restored, "embedded": known.embedded}
                for each, known in zip(asked, understood, strict=True)
            ),
        )

    def make_passages(self) -> None:
        """The passages for other systems, where they aren't there yet."""
        if self._passages_path.exists():
            return
        dimension = MadeUpEmbedder().dimension
        store = Store(self.library, create=False)
        try:
            with store.snapshot():
                rows = len(store.paragraph_ids())
                vectors = open_memmap(self.folder / "vectors.npy", "w+", np.float32, (rows, dimension))
                _write_lines(self._passages_path, _with_vectors(store, vectors))
                vectors.flush()
        finally:
            store.close()

    @property
    def _questions_path(self) -> Path:
        return self.folder / "questions.jsonl"

    @property
    def _passages_path(self) -> Path:
        return self.folder / "passages.jsonl"

    def questions(self) -> list[Question]:
        """Those for warming up, and then the others."""
        vectors = np.load(self.folder / "question_vectors.npy")
        lines = self._questions_path.read_text("utf-8").split("\n")
        fields = (json.loads(line) for line in lines if line)
        return [Question(vector=vector, **each) for each, vector in zip(fields, vectors, strict=True)]

    def texts(self) -> Iterator[str]:
        """The passages' texts."""
        with self._passages_path.open(encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)["text"]

    def vectors(self) -> NDArray[np.float32]:
        """The passages' vectors (n, dimension), read as they are needed."""
        found: NDArray[np.float32] = np.load(self.folder / "vectors.npy", mmap_mode="r")
        return found


@dataclass(frozen=True, slots=True)
class Passages:
    """Paragraphs' ids in the store, and their texts behind their headings, as our index of words has them."""

    ids: list[int]
    texts: list[str]


@contextmanager
def search_indexes(job: Job) -> Iterator[Caches]:
    """Ours, brought up to date."""
    store = Store(job.library, create=False)
    try:
        with store.snapshot():
            caches = Caches(store, MadeUpEmbedder().dimension)
            caches.catch_up()
            yield caches
    finally:
        store.close()


def passages(store: Store) -> Iterator[Passages]:
    """All of the store's, some thousand at a time, in the order of its documents."""
    for batch in store.documents_by_batch(store.document_ids(), _AT_ONCE):
        yield Passages(
            [paragraph_id for each in batch for paragraph_id in each.ids],
            [
                f"{context}\n{text}" if context else text
                for each in batch
                for text, context in zip(each.texts, each.contexts, strict=True)
            ],
        )


def _with_vectors(store: Store, vectors: NDArray[np.float32]) -> Iterator[dict[str, Any]]:
    """The lines of the passages, whose vectors are put into the array."""
    row = 0
    for batch in passages(store):
        # Stored in half precision, they are a little longer or shorter.
        vectors[row : row + len(batch.ids)] = unit(store.vectors(batch.ids, vectors.shape[1]))
        row += len(batch.ids)
        yield from ({"text": text} for text in batch.texts)


def _write_lines(path: Path, lines: Iterator[dict[str, Any]]) -> None:
    """Under the name only once it is whole."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    new.replace(path)
