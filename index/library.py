"""The library: the one door between documents on disk and everything that asks about them."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Self

from index.embed import Embedder
from index.errors import LibraryError
from index.fuse import Weights, default_weights
from index.library_adding import LibraryAdding, Outcome, Progress, passed_over
from index.library_base import check_model, has_model
from index.library_changing import LibraryChanging
from index.library_contents import LibraryContents, Said
from index.library_searching import LibrarySearching
from index.library_tasks import LibraryTasks
from index.reading import Reader
from index.reembedding import Reembedding
from index.rerank import Reranker
from index.store import Store

__all__ = ["Library", "Outcome", "Said", "passed_over"]


class Library(LibraryAdding, LibraryChanging, LibraryContents, LibraryTasks, LibrarySearching):
    """Documents, searched by meaning and by words. Threads may share one, and processes a folder."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        reranker: Reranker | None = None,
        weights: Weights | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Over an open store of that model; `Library.open` makes both."""
        super().__init__(store, embedder, reader)
        self._reranker = reranker
        self._weights = weights or default_weights()

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder: Embedder,
        *,
        create: bool = True,
        reranker: Reranker | None = None,
        weights: Weights | None = None,
        reader: Reader | None = None,
    ) -> Self:
        """The library in the folder, made if there is none and `create`. Raises LibraryError.

        `reranker` puts the best hits in a new order; `weights` are others than those that come with the program.
        `reader` reads the files that are added, in a process of its own; without one they are read in this process,
        which is for files that nobody can have made to do harm.
        """
        store = Store(folder, create=create)
        try:
            with store.snapshot():
                # Before anything is taken for missing that is only not found.
                store.check_structure_once()
            if create and not has_model(store):
                with store.transaction():
                    # Another process may have made it in the meantime.
                    if not has_model(store):
                        store.set_meta("samples", "wanted")
                        store.set_meta("model", embedder.name)
                        store.set_meta("dimension", str(embedder.dimension))
            check_model(store, embedder)
        except LibraryError:
            store.close()
            raise
        return cls(store, embedder, reranker, weights, reader)

    @property
    def outdated(self) -> bool:
        """Whether another process has embedded the library anew with another model than this one's."""
        with self._lock, self._store.snapshot():
            model, dimension = self._store.meta("model"), self._store.meta("dimension")
            return model != self.embedder.name or dimension not in (None, str(self.embedder.dimension))

    def use(self, embedder: Embedder) -> None:
        """Goes over to the model that another process embedded the library anew with. Raises ModelMismatch."""
        with self._lock:
            check_model(self._store, embedder)
            self._use(embedder)

    def reembed(self, embedder: Embedder, on_progress: Progress | None = None) -> int:
        """Embeds all paragraphs anew with another model and goes over to that; returns how many.

        Until the end, when all of them change at once, other threads search and add with the old model. `on_progress`
        is called with the paragraphs done and in all; what it raises stops the embedding, and nothing has changed.
        """
        with Reembedding(self.folder, embedder) as work:
            while True:
                work.embed(on_progress)
                # No search of another thread meets new vectors with the old model.
                with work.alone(), self._lock:
                    paragraphs = work.exchange()
                    if paragraphs is not None:
                        self._use(embedder)
                        return paragraphs

    def _use(self, embedder: Embedder) -> None:
        self.embedder = embedder
        # Nothing shall hold the old model, nor its vectors.
        self._caches = self._centres = self._checked = None
        # The parts of a model refer to each other in circles: its hundreds of megabytes would stay for a while.
        gc.collect()
