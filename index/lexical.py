"""The lexical side of search: BM25 over postings in numpy arrays, a cache of the library's words.

    score(question, row) = sum over the question's terms of idf(term) * tf*(k1+1) / (tf + k1*(1 - b + b*length/average))
    idf(term)            = ln(1 + (N - df + 0.5) / (df + 0.5)), always above 0

Only counts and lengths are stored. Weights are computed when asked, so a changing average length or number of rows
never leaves a stale one, and the row's part of a weight stays apart from the question's idf.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, compress, count
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from rank_bm25 import BM25Okapi

from index import lexical_file

_Document = TypeVar("_Document")


class PostingsBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no type hints
    """rank_bm25's BM25Okapi with an idf above 0 and postings in arrays, that can grow, shrink and be kept in a file.

    Each row (a paragraph, as a list of tokens) has an external id, int64; ids ascend from row to row. `generation` is
    a number of the caller's own that is kept in the file. Not safe for use by several threads while one changes it.
    """

    k1: float
    b: float
    corpus_size: int
    avgdl: float
    doc_len: NDArray[np.int32]
    idf: Mapping[str, float]

    def __init__(
        self,
        corpus: Sequence[Any],
        tokenizer: Callable[[Any], Sequence[str]] | None = None,
        k1: float = 1.5,
        b: float = 0.75,
    ) -> None:
        self.generation = 0
        super().__init__(corpus, tokenizer, k1=k1, b=b)

    @classmethod
    def empty(cls, k1: float = 1.5, b: float = 0.75) -> PostingsBM25:
        """An index without rows."""
        return cls([], k1=k1, b=b)

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        self.doc_len = np.empty(0, np.int32)
        # The base's list of one dict a row. Here the postings hold the same, and an empty list would be a wrong one.
        del self.doc_freqs
        self._ids = np.empty(0, np.int64)
        self._numbers: dict[str, int] = {}
        # Term number t has its postings at starts[t]:starts[t + 1], rows ascending. A term that no row holds any more
        # leaves _numbers; its number stays, without postings, until the next load: renumbering millions takes seconds.
        # So the numbers ascend in the order of _numbers, with gaps.
        self._starts = np.zeros(1, np.int64)
        self._rows = np.empty(0, np.int32)
        self._frequencies: NDArray[np.uint16 | np.int32] = np.empty(0, np.uint16)
        self.add(range(len(corpus)), corpus)
        return {}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        """Nothing to compute ahead: `idf` asks for each term's when it is read."""
        self.idf = _Idf(self)

    @property
    def ids(self) -> NDArray[np.int64]:
        """The rows' ids, ascending."""
        return self._ids

    @property
    def vocabulary(self) -> Mapping[str, int]:
        """The terms that some row holds, with numbers that mean nothing outside."""
        return MappingProxyType(self._numbers)

    def add(self, ids: Sequence[int] | NDArray[np.int64], corpus: Sequence[Sequence[str]]) -> None:
        """Appends rows. Raises ValueError unless the ids ascend, and from above the last one held."""
        new_ids = np.asarray(ids, np.int64)
        if new_ids.shape != (len(corpus),):
            raise ValueError(f"{new_ids.size} ids for {len(corpus)} rows")
        if not lexical_file.ascends(np.concatenate((self._ids[-1:], new_ids))):
            raise ValueError("the ids of added rows must ascend, and be above those held")
        lengths = np.fromiter(map(len, corpus), np.int32, len(corpus))
        numbers, terms, rows, frequencies = self._counted(corpus, lengths)
        terms_before = len(self._starts) - 1
        terms_after = terms_before + len(numbers)
        # The new rows come after all old ones, so each term's new postings go in at the end of its old ones.
        old_ends = np.full(terms_after, len(self._rows), np.int64)
        old_ends[:terms_before] = self._starts[1:]
        places = old_ends[terms] + np.arange(len(terms))
        is_old = np.ones(len(self._rows) + len(rows), bool)
        is_old[places] = False
        added = np.bincount(terms, minlength=terms_after)
        all_rows = _merged(self._rows, rows, is_old, places)
        all_frequencies = _merged(self._frequencies, frequencies, is_old, places)
        self._numbers.update(numbers)
        self._starts = np.concatenate((np.zeros(1, np.int64), old_ends + np.cumsum(added)))
        self._rows, self._frequencies = all_rows, all_frequencies
        self._set_rows(np.concatenate((self._ids, new_ids)), np.concatenate((self.doc_len, lengths)))

    def remove(self, ids: Sequence[int] | NDArray[np.int64]) -> None:
        """Takes rows out, and the terms that no row holds any more. Ids that aren't held are passed over."""
        kept = ~np.isin(self._ids, np.asarray(ids, np.int64))
        if kept.all():
            return
        kept_postings = kept[self._rows]
        # Running totals, cut at each term's end: np.add.reduceat would do, but not for an index without postings.
        counts = np.diff(np.concatenate((np.zeros(1, np.int64), np.cumsum(kept_postings)))[self._starts])
        dead_words = list(compress(self._numbers, (counts[self._term_numbers()] == 0).tolist()))
        new_row = (np.cumsum(kept) - 1).astype(np.int32)
        rows, frequencies = new_row[self._rows[kept_postings]], self._frequencies[kept_postings]
        for word in dead_words:
            del self._numbers[word]
        self._starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(counts)))
        self._rows, self._frequencies = rows, frequencies
        self._set_rows(self._ids[kept], self.doc_len[kept])

    def idf_of(self, term: str) -> float:
        """The term's weight in a question, above 0; for a term that no row holds, that of df = 0."""
        df = self.document_frequency(term)
        return math.log(1 + (self.corpus_size - df + 0.5) / (df + 0.5))

    def document_frequency(self, term: str) -> int:
        """In how many rows the term stands."""
        return len(self._postings(term)[0])

    def term_count(self, term: str) -> int:
        """How often the term stands in all rows together."""
        return int(self._postings(term)[1].sum(dtype=np.int64))

    def document_weights(self, term: str) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The ids of the rows that hold the term and their part of its BM25 weight, without the idf."""
        rows, frequencies = self._postings(term)
        return self._ids[rows], self._weights(rows, frequencies)

    def get_scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """Each row's BM25, (rows,). A term that stands twice in the query counts twice."""
        scores = np.zeros(self.corpus_size)
        for term, times in Counter(query).items():
            rows, frequencies = self._postings(term)
            scores[rows] += times * self.idf_of(term) * self._weights(rows, frequencies)
        return scores

    def top(
        self, query: Sequence[str], k: int, among: NDArray[np.int64] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The ids and BM25 of the best k rows that score above 0, best first, equal ones by id.

        With `among`, only of the rows with these ids (those that aren't held are passed over).
        """
        scores = self.get_scores(query)
        if among is None:
            rows = np.flatnonzero(scores)
        else:
            rows = np.flatnonzero(np.isin(self._ids, among))
            rows = rows[scores[rows] > 0]
        found = scores[rows]
        if 0 < k < len(rows):
            chosen = found >= np.partition(found, len(found) - k)[len(found) - k]
            rows, found = rows[chosen], found[chosen]
        order = np.argsort(-found, kind="stable")[: max(k, 0)]
        return self._ids[rows[order]], found[order]

    def scores_of(self, query: Sequence[str], ids: ArrayLike) -> NDArray[np.float64]:
        """The BM25 of the rows with these ids, in their order, (len(ids),). Raises KeyError for an id not held."""
        asked = self._rows_of(ids)
        scores = np.zeros(len(asked))
        for term, times in Counter(query).items():
            rows, frequencies = self._postings(term)
            places, holds = _found(rows, asked)
            weights = self._weights(asked[holds], frequencies[places[holds]])
            scores[holds] += times * self.idf_of(term) * weights
        return scores

    def has(self, term: str, ids: ArrayLike) -> NDArray[np.bool_]:
        """Whether each of the rows with these ids holds the term, (len(ids),). Raises KeyError for an id not held."""
        return _found(self._postings(term)[0], self._rows_of(ids))[1]

    def get_batch_scores(self, query: Sequence[str], doc_ids: ArrayLike) -> list[float]:
        """As in rank_bm25: `scores_of` as a list."""
        scores: list[float] = self.scores_of(query, doc_ids).tolist()
        return scores

    def get_top_n(self, query: Sequence[str], documents: Sequence[_Document], n: int = 5) -> list[_Document]:
        """As in rank_bm25: the best n of the documents (one for each row), even those that score 0.

        Equal ones stay in order. Raises ValueError where there isn't one document for each row.
        """
        if len(documents) != self.corpus_size:
            raise ValueError(f"{len(documents)} documents for {self.corpus_size} rows")
        best = np.argsort(-self.get_scores(query), kind="stable")[:n]
        return [documents[row] for row in best]

    def save(self, path: Path) -> None:
        """Writes the index to a file, atomically. Raises OSError."""
        arrays: dict[str, NDArray[Any]] = {
            "header": np.array([lexical_file.FORMAT, self.generation], np.int64),
            "parameters": np.array([self.k1, self.b], np.float64),
            "ids": self._ids,
            "lengths": self.doc_len,
            "starts": np.concatenate((self._starts[:1], self._starts[1:][self._term_numbers()])),
            "rows": self._rows,
            "frequencies": self._frequencies,
        }
        lexical_file.write(path, self._numbers, arrays)

    @classmethod
    def load(cls, path: Path) -> PostingsBM25:
        """Reads a file that `save` wrote. Raises BrokenCache for any other, for a damaged one and for a missing one."""
        arrays, numbers = lexical_file.read(path)
        k1, b = arrays["parameters"].tolist()
        loaded = cls.empty(k1, b)
        loaded.generation = int(arrays["header"][1])
        loaded._numbers = numbers
        loaded._starts, loaded._rows = arrays["starts"], arrays["rows"]
        loaded._frequencies = arrays["frequencies"]
        loaded._set_rows(arrays["ids"], arrays["lengths"])
        return loaded

    def _set_rows(self, ids: NDArray[np.int64], lengths: NDArray[np.int32]) -> None:
        self._ids, self.doc_len = ids, lengths
        self.corpus_size = len(ids)
        self.avgdl = float(lengths.mean(dtype=np.float64)) if len(ids) else 0.0
        # What is the same for every term of a row. Where the average is 0, no row has a term to weigh.
        self._norms = self.k1 * (1 - self.b + self.b * lengths / (self.avgdl or 1.0))

    def _counted(
        self, corpus: Sequence[Sequence[str]], lengths: NDArray[np.int32]
    ) -> tuple[dict[str, int], NDArray[np.int64], NDArray[np.int32], NDArray[np.uint16 | np.int32]]:
        """The numbers of the corpus's new words, and its postings (terms, rows, frequencies) by term, then row."""
        words: defaultdict[str, int] = defaultdict()
        words.default_factory = words.__len__
        places = np.fromiter(map(words.__getitem__, chain.from_iterable(corpus)), np.int64, int(lengths.sum()))
        numbers = np.fromiter((self._numbers.get(word, -1) for word in words), np.int64, len(words))
        is_new = numbers < 0
        first = len(self._starts) - 1
        numbers[is_new] = first + np.arange(is_new.sum())
        new = _numbered(compress(words, is_new.tolist()), first)
        terms = numbers[places]
        keys = terms * len(corpus) + np.repeat(np.arange(len(corpus)), lengths)
        postings, counts = np.unique(keys, return_counts=True)
        terms, rows = np.divmod(postings, max(len(corpus), 1))
        narrow = counts.max(initial=0) <= np.iinfo(np.uint16).max
        rows = (rows + self.corpus_size).astype(np.int32)
        return new, terms, rows, counts.astype(np.uint16 if narrow else np.int32)

    def _term_numbers(self) -> NDArray[np.int64]:
        return np.fromiter(self._numbers.values(), np.int64, len(self._numbers))

    def _postings(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.uint16 | np.int32]]:
        number = self._numbers.get(term)
        if number is None:
            return self._rows[:0], self._frequencies[:0]
        term_slice = slice(int(self._starts[number]), int(self._starts[number + 1]))
        return self._rows[term_slice], self._frequencies[term_slice]

    def _weights(self, rows: NDArray[Any], frequencies: NDArray[np.uint16 | np.int32]) -> NDArray[np.float64]:
        tf = frequencies.astype(np.float64)
        weights: NDArray[np.float64] = tf * (self.k1 + 1) / (tf + self._norms[rows])
        return weights

    def _rows_of(self, ids: ArrayLike) -> NDArray[np.int64]:
        asked = np.asarray(ids, np.int64)
        rows, held = _found(self._ids, asked)
        if not held.all():
            raise KeyError(int(asked[~held][0]))
        return rows


class _Idf(Mapping[str, float]):
    """The idf of every term of the vocabulary, computed as it is read: what rank_bm25 keeps in a dict."""

    def __init__(self, postings: PostingsBM25) -> None:
        self._index = postings

    def __getitem__(self, term: str) -> float:
        if term not in self._index.vocabulary:
            raise KeyError(term)
        return self._index.idf_of(term)

    def __iter__(self) -> Iterator[str]:
        return iter(self._index.vocabulary)

    def __len__(self) -> int:
        return len(self._index.vocabulary)


def _found(ascending: NDArray[Any], asked: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Where each asked value stands among the ascending ones, and whether it does."""
    # In the type of the long array: numpy would otherwise widen all of it for a handful of asked values.
    places = np.searchsorted(ascending, asked.astype(ascending.dtype))
    held = places < len(ascending)
    held[held] = ascending[places[held]] == asked[held]
    return places, held


def _merged(old: NDArray[Any], new: NDArray[Any], is_old: NDArray[np.bool_], places: NDArray[np.int64]) -> NDArray[Any]:
    merged = np.empty(len(is_old), np.result_type(old, new))
    merged[is_old] = old
    merged[places] = new
    return merged


def _numbered(words: Iterable[str], first: int = 0) -> dict[str, int]:
    return dict(zip(words, count(first), strict=False))
