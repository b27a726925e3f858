"""The search indexes of a library: caches of its SQLite file, caught up after each change and made anew when broken."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import parts_file
from index.accents import AccentRestorer
from index.casing import cased_terms
from index.errors import BrokenCache
from index.lexical import PostingsBM25
from index.parts_file import PartedIndex
from index.postings import Part
from index.store import DocumentParagraphs, Store
from index.text import fold_word, tokens, with_pairs
from index.vector_parts import Exact, VectorPart
from index.vectors import VectorIndex

_FOLDER = "cache"
NAMES = ("vectors", "words", "folded", "cased")
# So many paragraphs are taken in at once, and so many before they are put on disk and their memory is free.
_AT_ONCE = 4_096
_BEFORE_SAVING = 1 << 16

Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]


def word_terms(text: str) -> list[str]:
    """The lexical terms of a text, with diacritics: its words and pairs of neighbours."""
    return with_pairs(tokens(text))


def folded_terms(text: str) -> list[str]:
    """The lexical terms of a text without diacritics."""
    return with_pairs([fold_word(word) for word in tokens(text)])


def cache_folder(folder: Path) -> Path:
    """Where a library in that folder has its search indexes."""
    return folder / _FOLDER


def clear_files(folder: Path) -> None:
    """Deletes the files of a library's search indexes. Raises OSError."""
    for name in NAMES:
        parts_file.clear(cache_folder(folder), name)


def empty_indexes(
    dimension: int, own: Exact | None = None
) -> tuple[VectorIndex, PostingsBM25, PostingsBM25, PostingsBM25]:
    """A library's search indexes without rows, in the order of `NAMES`; `own` gives its vectors."""
    words, folded, cased = (PostingsBM25.empty(fold=fold) for fold in (fold_word, None, None))
    return VectorIndex(dimension, own), words, folded, cased


class Caches:
    """The paragraphs' vectors, and BM25 over their words with and without diacritics.

    The rows of `vectors`, `words` and `folded` are the paragraphs, in groups by document, under the store's ids of
    both; `cased` counts the words that aren't in lower case, a row for each document. A part whose file turns out
    damaged when a question needs it raises BrokenCache; after `drop_broken` and `catch_up` it is whole again.
    """

    def __init__(self, store: Store, dimension: int) -> None:
        self._store = store
        self._folder = cache_folder(store.folder)
        self.vectors, self.words, self.folded, self.cased = empty_indexes(dimension, self._own)
        self._saved = {name: parts_file.load(index, self._folder, name) for name, index in self._indexes().items()}
        self.restorer = AccentRestorer(self.words)
        # Whatever the files say of themselves, which documents they hold is compared once.
        self._generation = -1

    def nearest(self, vector: Vectors, k: int, among: Ids | None = None) -> tuple[Ids, Vectors]:
        """The ids and the cosines, (k,), of the paragraphs nearest to a vector, (dimension,), by those of the store.

        As `VectorIndex.top` gives them.
        """
        ids, cosines = self.vectors.top(vector[np.newaxis], k, among, self._own)
        return ids[0], cosines[0]

    def catch_up(self) -> None:
        """Brings the indexes to the store's state and keeps them on disk where that can be written."""
        generation = self._store.generation
        if generation == self._generation:
            return
        while not self._caught_up(generation):
            self.drop_broken()
        self._generation = generation

    def drop_broken(self, *, after_reading_all: bool = False) -> None:
        """Lets go of the parts that turned out damaged; `catch_up` then makes them anew."""
        for name, index in self._indexes().items():
            for part in index.parts if after_reading_all else ():
                with suppress(BrokenCache):
                    part.arrays.check()
            sound = [part for part in index.parts if not part.arrays.broken]
            if len(sound) < len(index.parts):
                self._set_parts(name, sound)
        self._generation = -1

    def clear(self, dimension: int) -> None:
        """Empties the indexes; `catch_up` fills them again."""
        self.vectors = VectorIndex(dimension, self._own)
        for name in NAMES:
            self._set_parts(name, [])
        self._generation = -1

    def _own(self, ids: Ids) -> Vectors:
        return self._store.vectors(ids.tolist(), self.vectors.dimension)

    def _set_parts(self, name: str, parts: list[Any]) -> None:
        self._indexes()[name].set_parts(parts)
        # What is on disk is another index than this one.
        self._saved[name] = -1

    def _lexical(self) -> dict[str, PostingsBM25]:
        return dict(zip(NAMES[1:], (self.words, self.folded, self.cased), strict=True))

    def _indexes(self) -> dict[str, PartedIndex]:
        return {NAMES[0]: self.vectors, **self._lexical()}

    def _caught_up(self, generation: int) -> bool:
        """Brings the indexes to the store's state; False where a part of one turned out damaged."""
        try:
            documents = np.array(self._store.document_ids(), np.int64)
            held = [_compared(index.groups, documents) for index in self._indexes().values()]
            gone = np.unique(np.concatenate([strange for strange, _ in held]))
            if len(self._store.paragraph_ids_of(gone.tolist())):
                raise self._store.damaged("a document is missing")
            self._drop_strange(gone)
            for index in self._indexes().values():
                index.remove(gone)
            lacking = {
                name: set(_compared(index.groups, documents)[1].tolist()) for name, index in self._indexes().items()
            }
            rows_before = {name: len(index) for name, index in self._indexes().items()}
            unsaved = 0
            for batch in self._store.documents_by_batch(sorted(set().union(*lacking.values())), _AT_ONCE):
                for name in NAMES:
                    new = [each for each in batch if each.document_id in lacking[name]]
                    if new:
                        self._append(name, new)
                unsaved += sum(len(each.ids) for each in batch)
                if unsaved >= _BEFORE_SAVING:
                    self.vectors.tidy()
                    # Those that are still to come are found lacking again, should the program be stopped before.
                    self._save(-1)
                    unsaved = 0
            for name, index in self._indexes().items():
                index.tidy(len(index) - rows_before[name])
            self._save(generation)
        except BrokenCache:
            return False
        finally:
            self.restorer = AccentRestorer(self.words)
        return True

    def _drop_strange(self, gone: Ids) -> None:
        """Empties the indexes where they are another library's, or know the paragraphs by other ids.

        `gone` holds the documents that the store has no more.

        Going over to another model gives all paragraphs new ids, and ids come from the clock: one document of each
        part tells.
        """
        parts: list[Part | VectorPart] = [*self.vectors.parts, *self.words.parts, *self.folded.parts]
        for part in parts:
            held = np.setdiff1d(part.groups, gone)
            if not len(held):
                continue
            document = int(held[-1])
            known, stored = part.ids_of(document), self._store.paragraph_ids_of([document])
            if len(stored) < len(known) and np.isin(stored, known).all():
                raise self._store.damaged("a paragraph is missing")
            if not np.array_equal(known, stored):
                self.clear(self.vectors.dimension)
                return

    def _append(self, name: str, documents: Sequence[DocumentParagraphs]) -> None:
        """Adds the rows of documents to one of the indexes."""
        if name == "vectors":
            ids = [paragraph_id for each in documents for paragraph_id in each.ids]
            vectors = self._store.vectors(ids, self.vectors.dimension)
            # To make a large part takes seconds: of those that follow one another, one is made at the end.
            groups = [each.document_id for each in documents for _ in each.ids]
            self.vectors.add(ids, vectors, groups, tidy=False)
        else:
            _append_terms(name, self._lexical()[name], documents)

    def _save(self, generation: int) -> None:
        try:
            self._folder.mkdir(exist_ok=True)
            for name, index in self._indexes().items():
                if generation < 0 or self._saved[name] != generation:
                    parts_file.save(index, self._folder, name, generation)
                    self._saved[name] = generation
                # What the index was until it was made of parts.
                with suppress(OSError):
                    (self._folder / f"{name}.npz").unlink(missing_ok=True)
        except OSError:
            # They are in memory; the next process makes them again from the store.
            return


def _compared(groups: Ids, documents: Ids) -> tuple[Ids, Ids]:
    """The groups that are none of the documents, and the documents, ascending, that are none of the groups."""
    places = documents.searchsorted(groups)
    is_held = documents.take(places, mode="clip") == groups if len(documents) else np.zeros(len(groups), bool)
    lacks = np.ones(len(documents), bool)
    lacks[places[is_held]] = False
    return groups[~is_held], documents[lacks]


def _append_terms(name: str, index: PostingsBM25, documents: Sequence[DocumentParagraphs]) -> None:
    """Adds the rows of documents to one of the lexical indexes."""
    if name == "cased":
        terms = [
            [term for of_text in zip(each.texts, each.contexts, strict=True) for term in cased_terms(*of_text)]
            for each in documents
        ]
        index.add([each.document_id for each in documents], terms)
        return
    terms_of = word_terms if name == "words" else folded_terms
    index.add(
        [paragraph_id for each in documents for paragraph_id in each.ids],
        # A heading is context of its paragraph, for words as for vectors.
        [
            terms_of(f"{context}\n{text}" if context else text)
            for each in documents
            for text, context in zip(each.texts, each.contexts, strict=True)
        ],
        [each.document_id for each in documents for _ in each.ids],
    )
