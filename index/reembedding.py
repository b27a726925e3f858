"""Embedding all of a library anew with another model: all of its vectors change, or none."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Self

from index.embed import Embedder
from index.passages import passage_of
from index.store import NewVector, Store

# So many are embedded between two looks at what is lacking: a few batches of the model.
_AT_ONCE = 64
Progress = Callable[[int, int], None]


class Reembedding:
    """A library on its way to another model, over a connection of its own.

    `embed` gathers the new vectors, which may take hours; `exchange` is the one step that changes anything.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        """Raises LibraryError, and LibraryNotWritable at once rather than after the embedding."""
        self._embedder = embedder
        with ExitStack() as on_failure:
            self._store = Store(folder, create=False)
            on_failure.callback(self._store.close)
            with self._store.transaction():
                # Changes nothing, and fails where nothing can be changed: a temporary table alone would not.
                self._store.set_meta("generation", str(self._store.generation))
                self._store.staged.begin()
            on_failure.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def embed(self, on_progress: Progress | None = None) -> None:
        """Embeds what lacks a new vector, also of documents that come in the meantime, until nothing does.

        `on_progress` is called with the paragraphs done and in all, and may raise to stop it.
        """
        report = on_progress or _nobody
        while True:
            with self._store.snapshot():
                done, total = self._store.staged.progress()
                paragraphs = self._store.paragraphs_to_embed(self._store.staged.lacking(_AT_ONCE))
            report(done, total)
            if not paragraphs:
                return
            # With the sentences as they were stored: each has its vector.
            passages = [passage_of(each.paragraph, each.sentences) for each in paragraphs]

            def part(embedded: int, _: int, done: int = done, total: int = total) -> None:
                report(done + embedded, total)

            embedded = self._embedder.passages(
                [each.text for each in passages], [each.spans for each in passages], part
            )
            vectors = [
                NewVector(paragraph.vector_key, each.vector, each.sentences)
                for paragraph, each in zip(paragraphs, embedded, strict=True)
            ]
            with self._store.transaction():
                self._store.stage_vectors(vectors)

    def alone(self) -> AbstractContextManager[None]:
        """Waits until no other program writes, and keeps all from it. Raises LibraryInUse."""
        return self._store.writers_lock.held()

    def exchange(self) -> int | None:
        """Puts the new vectors in the place of the old ones; returns how many paragraphs have one.

        None, with nothing changed, where documents came since `embed`.
        """
        with self._store.transaction():
            done, total = self._store.staged.progress()
            if done < total:
                return None
            self._store.staged.exchange()
            self._store.set_meta("model", self._embedder.name)
            self._store.set_meta("dimension", str(self._embedder.dimension))
            self._store.renumber_paragraphs()
            self._store.next_generation()
            return total


def reembed(folder: Path, embedder: Embedder, on_progress: Progress | None = None) -> int:
    """Embeds all paragraphs of a library anew with another model; returns how many. All of them change, or none.

    `on_progress` is called with the paragraphs done and in all; what it raises stops the embedding and leaves the
    library as it was. Documents that come in the meantime are embedded too. Raises LibraryError.

    An open Library of another process notices, and raises ModelMismatch; one of this process is better told by
    `Library.reembed`.
    """
    with Reembedding(folder, embedder) as work:
        while True:
            work.embed(on_progress)
            paragraphs = work.exchange()
            if paragraphs is not None:
                return paragraphs


def _nobody(done: int, total: int) -> None:
    """Where nobody wants to know."""
