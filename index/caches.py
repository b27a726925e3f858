"""The search indexes of a library: caches of its SQLite file, caught up after each change and made anew when broken."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.accents import AccentRestorer
from index.casing import cased_terms
from index.errors import BrokenCache
from index.lexical import PostingsBM25
from index.store import Store
from index.text import fold_word, tokens, with_pairs
from index.vectors import VectorIndex

_FOLDER = "cache"
_LEXICAL = ("words", "folded", "cased")


def word_terms(text: str) -> list[str]:
    """The lexical terms of a text, with diacritics: its words and pairs of neighbours."""
    return with_pairs(tokens(text))


def folded_terms(text: str) -> list[str]:
    """The lexical terms of a text without diacritics."""
    return with_pairs([fold_word(word) for word in tokens(text)])


def files_of(folder: Path, dimension: int) -> list[tuple[Path, Callable[[Path], VectorIndex | PostingsBM25]]]:
    """The files of a library's search indexes, and what reads each; it raises BrokenCache."""
    lexical = [(folder / _FOLDER / f"{name}.npz", PostingsBM25.load) for name in _LEXICAL]
    return [(folder / _FOLDER / "vectors.npz", partial(VectorIndex.load, dimension=dimension)), *lexical]


def clear_files(folder: Path) -> None:
    """Deletes the files of a library's search indexes. Raises OSError."""
    for path, _ in files_of(folder, 0):
        path.unlink(missing_ok=True)


class Caches:
    """FAISS over the paragraphs' vectors, and BM25 over their words with and without diacritics.

    `cased` counts how words are capitalised. All four hold the same rows under the store's paragraph ids.
    """

    def __init__(self, store: Store, dimension: int) -> None:
        self._store = store
        self._folder = store.folder / _FOLDER
        self.vectors: VectorIndex
        self.words: PostingsBM25
        self.folded: PostingsBM25
        self.cased: PostingsBM25
        self.restorer: AccentRestorer
        self._load(dimension)

    def catch_up(self) -> None:
        """Brings the indexes to the store's state and keeps them on disk where that can be written."""
        generation = self._store.generation
        if generation == self._generation:
            return
        ids = self._store.paragraph_ids()
        whole = False
        try:
            for index in (self.vectors, self.words, self.folded, self.cased):
                index.remove(np.setdiff1d(index.ids, ids))
            # All of them hold the same rows, or none.
            new = np.setdiff1d(ids, self.vectors.ids)
            if len(new) and len(self.vectors) and new[0] < self.vectors.ids[-1]:
                # Ids ascend, so what is new lies above what is held, unless a backup brought back what was gone.
                self.clear(self.vectors.dimension)
                new = ids
            self._append(new)
            whole = True
        finally:
            if not whole:
                # Stopped in the middle they hold different rows, and would for ever.
                self.clear(self.vectors.dimension)
        self._set_generation(generation)
        self._save()

    def _append(self, ids: NDArray[np.int64]) -> None:
        new = ids.tolist()
        texts = self._store.paragraph_texts(new)
        # A heading is context of its paragraph, for words as for vectors.
        in_context = [f"{context}\n{text}" if context else text for text, context in texts]
        self.vectors.add(ids, self._store.vectors(new, self.vectors.dimension))
        self.words.add(ids, [word_terms(text) for text in in_context])
        self.folded.add(ids, [folded_terms(text) for text in in_context])
        self.cased.add(ids, [cased_terms(text) for text, _ in texts])

    def _load(self, dimension: int) -> None:
        try:
            self.vectors = VectorIndex.load(self._path("vectors"), dimension)
            self.words, self.folded, self.cased = (PostingsBM25.load(self._path(name)) for name in _LEXICAL)
            if not self._agree():
                raise BrokenCache(path=str(self._folder), detail="its files are of different times")
        except BrokenCache:
            self.clear(dimension)
        self.restorer = AccentRestorer(self.words, self.words.vocabulary)
        self._generation = self.vectors.generation

    def clear(self, dimension: int) -> None:
        """Empties the indexes; `catch_up` fills them again."""
        self.vectors = VectorIndex(dimension)
        self.words, self.folded, self.cased = (PostingsBM25.empty() for _ in _LEXICAL)
        self._set_generation(-1)

    def _agree(self) -> bool:
        ids = self._store.paragraph_ids()
        held = (self.vectors, self.words, self.folded, self.cased)
        same_rows = all(np.array_equal(index.ids, self.vectors.ids) for index in held)
        # Rows under an id above all of the store's are of another library's life, say one restored from a copy.
        known = not len(self.vectors.ids) or (len(ids) > 0 and self.vectors.ids[-1] <= self._store.last_paragraph_id())
        return same_rows and known and len({index.generation for index in held}) == 1

    def _set_generation(self, generation: int) -> None:
        self._generation = generation
        for index in (self.vectors, self.words, self.folded, self.cased):
            index.generation = generation
        self.restorer = AccentRestorer(self.words, self.words.vocabulary)

    def _save(self) -> None:
        try:
            self._folder.mkdir(exist_ok=True)
            self.vectors.save(self._path("vectors"))
            for name, index in zip(_LEXICAL, (self.words, self.folded, self.cased), strict=True):
                index.save(self._path(name))
        except OSError:
            # They are in memory; the next process makes them again from the store.
            return

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.npz"
