"""The search indexes of a library: caches of its SQLite file, caught up after each change and made anew when broken."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import lexical_file
from index.accents import AccentRestorer
from index.casing import cased_terms
from index.errors import BrokenCache
from index.lexical import PostingsBM25
from index.postings import Part
from index.store import DocumentParagraphs, Store
from index.text import fold_word, tokens, with_pairs
from index.vectors import VectorIndex

_FOLDER = "cache"
LEXICAL = ("words", "folded", "cased")
# So many paragraphs are taken in at once, and so many before they are put on disk and their memory is free.
_AT_ONCE = 4_096
_BEFORE_SAVING = 1 << 16

Ids = NDArray[np.int64]


def word_terms(text: str) -> list[str]:
    """The lexical terms of a text, with diacritics: its words and pairs of neighbours."""
    return with_pairs(tokens(text))


def folded_terms(text: str) -> list[str]:
    """The lexical terms of a text without diacritics."""
    return with_pairs([fold_word(word) for word in tokens(text)])


def cache_folder(folder: Path) -> Path:
    """Where a library in that folder has its search indexes."""
    return folder / _FOLDER


def vectors_file(folder: Path) -> Path:
    """The file of a library's vectors."""
    return cache_folder(folder) / "vectors.npz"


def clear_files(folder: Path) -> None:
    """Deletes the files of a library's search indexes. Raises OSError."""
    vectors_file(folder).unlink(missing_ok=True)
    for name in LEXICAL:
        lexical_file.clear(cache_folder(folder), name)


class Caches:
    """FAISS over the paragraphs' vectors, and BM25 over their words with and without diacritics.

    The rows of `words` and `folded` are the paragraphs, in groups by document, under the store's ids of both; `cased`
    counts how words are capitalised, a row for each document. A part of these three whose file turns out damaged when
    a question needs it raises BrokenCache; after `drop_broken` and `catch_up` it is whole again.
    """

    def __init__(self, store: Store, dimension: int) -> None:
        self._store = store
        self._folder = cache_folder(store.folder)
        self.vectors = self._loaded_vectors(dimension)
        self.words, words_generation = lexical_file.load(self._folder, "words", fold_word)
        self.folded, folded_generation = lexical_file.load(self._folder, "folded")
        self.cased, cased_generation = lexical_file.load(self._folder, "cased")
        self._saved = dict(zip(LEXICAL, (words_generation, folded_generation, cased_generation), strict=True))
        self.restorer = AccentRestorer(self.words)
        # Whatever the files say of themselves, which documents they hold is compared once.
        self._generation = -1

    def catch_up(self) -> None:
        """Brings the indexes to the store's state and keeps them on disk where that can be written."""
        generation = self._store.generation
        if generation == self._generation:
            return
        if generation != self.vectors.generation:
            self._catch_up_vectors(generation)
        while not self._lexical_caught_up(generation):
            self.drop_broken()
        self._generation = generation

    def drop_broken(self, *, after_reading_all: bool = False) -> None:
        """Lets go of the parts of the lexical indexes that turned out damaged; `catch_up` then makes them anew."""
        for name, index in self._lexical().items():
            for part in index.parts if after_reading_all else ():
                with suppress(BrokenCache):
                    part.arrays.check()
            sound = [part for part in index.parts if not part.arrays.broken]
            if len(sound) < len(index.parts):
                self._set_parts(name, sound)
        self._generation = -1

    def clear(self, dimension: int) -> None:
        """Empties the indexes; `catch_up` fills them again."""
        self.vectors = VectorIndex(dimension)
        self.vectors.generation = -1
        self._empty_lexical()
        self._generation = -1

    def _empty_lexical(self) -> None:
        for name in LEXICAL:
            self._set_parts(name, [])

    def _set_parts(self, name: str, parts: list[Part]) -> None:
        self._lexical()[name].set_parts(parts)
        # What is on disk is another index than this one.
        self._saved[name] = -1

    def _lexical(self) -> dict[str, PostingsBM25]:
        return dict(zip(LEXICAL, (self.words, self.folded, self.cased), strict=True))

    def _lexical_caught_up(self, generation: int) -> bool:
        """Brings the lexical indexes to the store's state; False where a part of one turned out damaged."""
        try:
            documents = self._store.document_ids()
            for index in self._lexical().values():
                index.remove(np.setdiff1d(index.groups, documents))
            self._drop_strange()
            lacking = {name: np.setdiff1d(documents, index.groups) for name, index in self._lexical().items()}
            rows_before = {name: index.corpus_size for name, index in self._lexical().items()}
            unsaved = 0
            for batch in self._store.documents_by_batch(np.unique(np.concatenate([*lacking.values()])), _AT_ONCE):
                for name, index in self._lexical().items():
                    new = [each for each in batch if each.document_id in lacking[name]]
                    if new:
                        _append(name, index, new)
                unsaved += sum(len(each.ids) for each in batch)
                if unsaved >= _BEFORE_SAVING:
                    # Those that are still to come are found lacking again, should the program be stopped before.
                    self._save_lexical(-1)
                    unsaved = 0
            for name, index in self._lexical().items():
                index.tidy(index.corpus_size - rows_before[name])
            self._save_lexical(generation)
        except BrokenCache:
            return False
        finally:
            self.restorer = AccentRestorer(self.words)
        return True

    def _drop_strange(self) -> None:
        """Empties the lexical indexes where they are another library's, or know the paragraphs by other ids.

        Going over to another model gives all paragraphs new ids, and ids come from the clock: one document of each
        part tells.
        """
        for part in (*self.words.parts, *self.folded.parts):
            document = int(part.groups[-1])
            if part.first_id_of(document) != self._store.first_paragraph_id(document):
                self._empty_lexical()
                return

    def _save_lexical(self, generation: int) -> None:
        try:
            self._folder.mkdir(exist_ok=True)
            for name, index in self._lexical().items():
                if generation < 0 or self._saved[name] != generation:
                    lexical_file.save(index, self._folder, name, generation)
                    self._saved[name] = generation
                # What the index was until it was made of parts.
                with suppress(OSError):
                    (self._folder / f"{name}.npz").unlink(missing_ok=True)
        except OSError:
            # They are in memory; the next process makes them again from the store.
            return

    def _loaded_vectors(self, dimension: int) -> VectorIndex:
        try:
            vectors = VectorIndex.load(vectors_file(self._store.folder), dimension)
        except BrokenCache:
            vectors = VectorIndex(dimension)
            vectors.generation = -1
        ids = vectors.ids
        # A row under an id above all of the store's is of another library's life, say one restored from a copy.
        if len(ids) and (ids[-1] > self._store.last_paragraph_id() or not len(self._store.paragraph_ids())):
            vectors = VectorIndex(dimension)
            vectors.generation = -1
        return vectors

    def _catch_up_vectors(self, generation: int) -> None:
        ids = self._store.paragraph_ids()
        whole = False
        try:
            self.vectors.remove(np.setdiff1d(self.vectors.ids, ids))
            new = np.setdiff1d(ids, self.vectors.ids)
            if len(new) and len(self.vectors) and new[0] < self.vectors.ids[-1]:
                # Ids ascend, so what is new lies above what is held, unless a backup brought back what was gone.
                self.vectors = VectorIndex(self.vectors.dimension)
                new = ids
            self.vectors.add(new, self._store.vectors(new.tolist(), self.vectors.dimension))
            whole = True
        finally:
            if not whole:
                # Stopped in the middle it holds other rows than it knows of.
                self.vectors = VectorIndex(self.vectors.dimension)
                self.vectors.generation = -1
        self.vectors.generation = generation
        with suppress(OSError):
            self._folder.mkdir(exist_ok=True)
            self.vectors.save(vectors_file(self._store.folder))


def _append(name: str, index: PostingsBM25, documents: Sequence[DocumentParagraphs]) -> None:
    """Adds the rows of documents to one of the lexical indexes."""
    if name == "cased":
        terms = [[term for text in each.texts for term in cased_terms(text)] for each in documents]
        index.add([each.document_id for each in documents], terms)
        return
    terms_of = word_terms if name == "words" else folded_terms
    index.add(
        [paragraph_id for each in documents for paragraph_id in each.ids],
        # A heading is context of its paragraph, for words as for vectors.
        [
            terms_of(f"{heading}\n{text}" if heading else text)
            for each in documents
            for text, heading in zip(each.texts, each.headings, strict=True)
        ],
        [each.document_id for each in documents for _ in each.ids],
    )
