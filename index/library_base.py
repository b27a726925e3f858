"""What all parts of the library have in common: one store, changed by one thread at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from index.embed import Embedder
from index.errors import DocumentNotFound, LibraryError, ModelMismatch, VectorsOfOtherLength
from index.fair_lock import FairLock
from index.reading import Reader
from index.store import Store, StoredDocument


class LibraryBase:
    """The store, the model and the lock, and what every part of the library does with them."""

    def __init__(self, store: Store, embedder: Embedder, reader: Reader | None = None) -> None:
        """Over an open store of that model."""
        self.folder = store.folder
        self.embedder = embedder
        self._store = store
        self._reader = reader
        self._lock = FairLock()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A transaction of the store. Other threads read on while this one waits for another program that writes."""
        with self._store.writers_lock.held(), self._lock, self._store.transaction():
            yield

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _found(self, document: str) -> StoredDocument:
        held = self._store.find(document)
        if held is None:
            raise DocumentNotFound(document=document)
        return held

    def _found_in(self, root: str, path: str) -> StoredDocument:
        held = self._store.find_in_folder(root, path)
        if held is None:
            raise DocumentNotFound(document=path)
        return held


def has_model(store: Store) -> bool:
    """Whether the store says whose vectors it holds: it doesn't before the library is made."""
    with store.snapshot():
        return store.meta("model") is not None


def check_model(store: Store, embedder: Embedder) -> None:
    """Raises ModelMismatch where the library's vectors are another model's."""
    with store.snapshot():
        found, dimension = store.meta("model"), store.meta("dimension")
    if found is None:
        raise LibraryError(folder=str(store.folder), detail="there is no library here; add a document first")
    if found != embedder.name:
        raise ModelMismatch(folder=str(store.folder), found=found, wanted=embedder.name)
    if dimension is not None and int(dimension) != embedder.dimension:
        raise VectorsOfOtherLength(folder=str(store.folder), model=found, found=dimension, wanted=embedder.dimension)
