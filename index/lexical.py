"""The lexical side of search: BM25 over postings in numpy arrays, a cache of the library's words.

    score(question, row) = sum over the question's terms of idf(term) * tf*(k1+1) / (tf + k1*(1 - b + b*length/average))
    idf(term)            = ln(1 + (N - df + 0.5) / (df + 0.5)), always above 0

Only counts and lengths are stored. Weights are computed when asked, so a changing average length or number of rows
never leaves a stale one, and the row's part of a weight stays apart from the question's idf.

New rows come in as a part of their own (index/postings.py). When the parts before aren't much larger, they are made
into one with it, so that there are few, and each posting is written only about ten times however large the index grows.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from rank_bm25 import BM25Okapi

from index.blockfile import Arrays
from index.dictionary import hash_of
from index.grouped_rows import Ids, Rows, located
from index.growth import tidied
from index.merging import merged
from index.posting_lists import Listed
from index.postings import Fold, Found, NewRows, Part
from index.ranking import Norm, Ranked, Ranking, Term

_Document = TypeVar("_Document")

# A part, which of the ids asked for it holds, and their rows.
Located = tuple[Ranked, NDArray[np.int64], Rows]

_MOST_REMEMBERED = 100_000
# How terms and postings are kept (index/dictionary.py, posting_lists.py), and which terms (index/caches.py): parts that
# have them otherwise are made anew.
_FORM = 6


class PostingsBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no type hints
    """rank_bm25's BM25Okapi with an idf above 0 and postings in arrays, that can grow, shrink and be kept in files.

    Each row (a paragraph, as a list of tokens) has an external id, int64, and belongs to a group of rows that are
    removed together (a document); by itself each is its own. With `fold`, single words are found by what it makes of
    them. Not safe for use by several threads. A damaged file of a part raises BrokenCache when it is met.
    """

    k1: float
    b: float
    corpus_size: int
    avgdl: float
    idf: _Idf

    def __init__(
        self,
        corpus: Sequence[Any],
        tokenizer: Callable[[Any], Sequence[str]] | None = None,
        k1: float = 1.5,
        b: float = 0.75,
        fold: Fold | None = None,
    ) -> None:
        self._fold = fold
        super().__init__(corpus, tokenizer, k1=k1, b=b)

    @classmethod
    def empty(cls, k1: float = 1.5, b: float = 0.75, fold: Fold | None = None) -> PostingsBM25:
        """An index without rows."""
        return cls([], k1=k1, b=b, fold=fold)

    def _initialize(self, corpus: Sequence[Sequence[str]]) -> dict[str, int]:
        # The base's list of one dict a row. Here the postings hold the same, and an empty list would be a wrong one.
        del self.doc_freqs
        self.set_parts([])
        self.add(range(len(corpus)), corpus)
        return {}

    def _calc_idf(self, nd: object) -> None:
        """Nothing to compute ahead: `idf` asks for each term's when it is read."""
        self.idf = _Idf(self)

    def __len__(self) -> int:
        return self.corpus_size

    @property
    def parts(self) -> Sequence[Part]:
        """What it is made of."""
        return self._parts

    def set_parts(self, parts: Iterable[Part]) -> None:
        """Makes it of these parts, in place of those it had."""
        self._parts = list(parts)
        self._ranking = Ranking(self._parts)
        self.corpus_size = sum(part.live_rows for part in self._parts)
        self._terms_in_all = sum(part.live_length for part in self._parts)
        self.avgdl = self._terms_in_all / self.corpus_size if self.corpus_size else 0.0
        self._remembered: dict[str, Term] = {}
        self._spelt: dict[str, Sequence[str]] = {}
        self._located: tuple[Ids, list[Located]] = np.empty(0, np.int64), []

    def part_of(self, arrays: Arrays, removed: Collection[int] = ()) -> Part:
        """A part with these arrays."""
        return Part(arrays, removed)

    @property
    def settings(self) -> dict[str, float]:
        """The formula's parameters, and how the postings are kept."""
        return {"k1": self.k1, "b": self.b, "form": _FORM}

    @property
    def ids(self) -> Ids:
        """The rows' ids, ascending."""
        return np.sort(self._of_rows("ids", np.int64))

    @property
    def doc_len(self) -> NDArray[np.int32]:
        """How many terms each row has, in the order of the ids."""
        return self._of_rows("lengths", np.int32)[np.argsort(self._of_rows("ids", np.int64))]

    @doc_len.setter
    def doc_len(self, lengths: Sequence[int]) -> None:
        """The base begins with none; here the parts have them."""

    @property
    def groups(self) -> Ids:
        """The ids of the groups."""
        return np.concatenate([np.empty(0, np.int64), *(part.groups for part in self._parts)])

    @property
    def word_count(self) -> int:
        """How many single words (those without "_") the rows have in all."""
        return sum(part.live_words for part in self._parts)

    def add(
        self, ids: Sequence[int] | Ids, corpus: Sequence[Sequence[str]], groups: Sequence[int] | Ids | None = None
    ) -> None:
        """Appends rows. Raises ValueError unless their ids ascend and are new, and there is one for each row."""
        new_ids = np.asarray(ids, np.int64)
        of_group = new_ids if groups is None else np.asarray(groups, np.int64)
        if new_ids.shape != (len(corpus),) or of_group.shape != new_ids.shape:
            raise ValueError(f"{new_ids.size} ids and {of_group.size} groups for {len(corpus)} rows")
        if not (np.diff(new_ids) > 0).all() or any(len(part.rows_of(new_ids)[0]) for part in self._parts):
            raise ValueError("the ids of added rows must ascend and be new")
        if len(new_ids):
            new = Part.of(NewRows(new_ids, of_group, corpus), self._fold)
            self.set_parts(tidied([*self._parts, new], self._merged))

    def remove(self, groups: Sequence[int] | Ids) -> None:
        """Takes out the rows of groups. Those that aren't held are passed over."""
        gone = np.asarray(groups, np.int64)
        changed = [part.remove(gone) for part in self._parts]
        if any(changed):
            self.set_parts(tidied(self._parts, self._merged))

    def tidy(self, added: int) -> None:
        """Makes the last parts into one where that costs in proportion to so many rows that were added."""
        tidied_parts = tidied(self._parts, self._merged, added)
        if len(tidied_parts) < len(self._parts):
            self.set_parts(tidied_parts)

    def _merged(self, parts: Sequence[Part]) -> Part:
        return merged(parts, self._fold)

    def idf_of(self, term: str) -> float:
        """The term's weight in a question, above 0; for a term that no row holds, that of df = 0."""
        return self._idf(self.document_frequency(term))

    def _idf(self, df: int) -> float:
        return math.log(1 + (self.corpus_size - df + 0.5) / (df + 0.5))

    def document_frequency(self, term: str) -> int:
        """In how many rows the term stands."""
        return self.look_up([term])[0].df

    def term_count(self, term: str) -> int:
        """How often the term stands in all rows together."""
        return self.look_up([term])[0].times

    def term_counts(self, terms: Sequence[str]) -> list[int]:
        """How often each of the terms stands in all rows together. Many at once take less time than one by one."""
        return [found.times for found in self.look_up(terms)]

    def spellings(self, folded: str) -> Sequence[str]:
        """The single words in the rows that fold to this one, where they are kept."""
        if folded not in self._spelt:
            if len(self._spelt) > _MOST_REMEMBERED:
                self._spelt.clear()
            hashes = hash_of([folded])
            found = sorted({word for part in self._parts for word in part.spellings(hashes)})
            counts = self.term_counts(found)
            self._spelt[folded] = [word for word, times in zip(found, counts, strict=True) if times]
        return self._spelt[folded]

    def document_weights(self, term: str) -> tuple[Ids, NDArray[np.float64]]:
        """The ids, ascending, of the rows that hold the term and their part of its BM25 weight, without the idf."""
        found = [_weights(each, self.look_up([term])[0], self._norm) for each in self._ranking.parts]
        ids = np.concatenate([np.empty(0, np.int64), *(each for each, _ in found)])
        order = np.argsort(ids)
        return ids[order], np.concatenate([np.empty(0), *(each for _, each in found)])[order]

    def get_scores(self, query: Sequence[str]) -> NDArray[np.float64]:
        """Each row's BM25, (rows,), in the order of the ids. A term that stands twice in the query counts twice."""
        return self.scores_of(query, self.ids)

    def top(self, query: Sequence[str], k: int, among: Ids | None = None) -> tuple[Ids, NDArray[np.float64]]:
        """The ids and BM25 of the best k rows that score above 0, best first, equal ones by id.

        With `among`, only of the rows with these ids (those that aren't held are passed over).
        """
        return self._ranking.top(self._weighed(query), self._norm, k, among)

    def scores_of(self, query: Sequence[str], ids: ArrayLike) -> NDArray[np.float64]:
        """The BM25 of the rows with these ids, in their order, (len(ids),). Raises KeyError for an id not held."""
        asked = np.asarray(ids, np.int64)
        scores, terms = np.zeros(len(asked)), self._weighed(query)
        for ranked, places, rows in self._rows_of(asked):
            scores[places] = ranked.scores(terms, self._norm, rows)
        return scores

    def has(self, term: str, ids: ArrayLike) -> NDArray[np.bool_]:
        """Whether each of the rows with these ids holds the term, (len(ids),). Raises KeyError for an id not held."""
        held: NDArray[np.bool_] = self.have([term], ids)[0]
        return held

    def have(self, terms: Sequence[str], ids: ArrayLike) -> NDArray[np.bool_]:
        """Which of the terms the rows with these ids hold, (len(terms), len(ids)). Raises KeyError as `has`."""
        asked = np.asarray(ids, np.int64)
        held = np.zeros((len(terms), len(asked)), bool)
        found = self.look_up(terms)
        for ranked, places, rows in self._rows_of(asked):
            held[:, places] = ranked.counts(found, rows) > 0
        return held

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

    def look_up(self, terms: Sequence[str]) -> list[Term]:
        """What is known of each term. Remembered until the next change: a question asks of a term again and again."""
        new = [term for term in dict.fromkeys(terms) if term not in self._remembered]
        if new:
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
                new = list(dict.fromkeys(terms))
            hashes = hash_of(new).tolist()
            by_part = [part.look_up(hashes) for part in self._parts]
            for place, term in enumerate(new):
                self._remembered[term] = self._term_of([found[place] for found in by_part])
        return [self._remembered[term] for term in terms]

    def _term_of(self, found: Sequence[Found | None]) -> Term:
        """A term by what is known of it in each part."""
        df, times, listed = 0, 0, dict[int, Listed]()
        for number, (part, each) in enumerate(zip(self._parts, found, strict=True)):
            if each is not None:
                df += each.rows
                times += each.times
                listed[number] = part.lists.listed(each.start, each.stop)
        return Term(df, times, listed)

    @property
    def _norm(self) -> Norm:
        return Norm(self.k1, self.b, self.avgdl)

    def _weighed(self, query: Sequence[str]) -> list[tuple[float, Term]]:
        """Each different term of the query that some row holds, in its order, with its weight."""
        counted = Counter(query)
        found = zip(counted.values(), self.look_up(list(counted)), strict=True)
        return [(count * self._idf(term.df), term) for count, term in found if term.df]

    def _rows_of(self, ids: Ids) -> list[Located]:
        """Each part that holds some of the ids, their places in `ids`, and their rows, ascending.

        Remembered for the next call: a question asks the same candidates several times.
        """
        if not np.array_equal(ids, self._located[0]):
            found = list[Located]()
            for number, places, rows in located(self._parts, ids):
                order = np.argsort(rows, kind="stable")
                found.append((self._ranking.parts[number], places[order], rows[order]))
            self._located = ids.copy(), found
        return self._located[1]

    def _of_rows(self, name: str, kind: type[np.generic]) -> NDArray[Any]:
        arrays = [
            part.arrays.whole(name) if part.alive is None else part.arrays.whole(name)[part.alive]
            for part in self._parts
        ]
        return np.concatenate([np.empty(0, kind), *arrays])


def _weights(ranked: Ranked, term: Term, norm: Norm) -> tuple[Ids, NDArray[np.float64]]:
    """The ids of a part's rows that hold the term, and what it gives them without its idf."""
    listed = term.listed.get(ranked.number)
    if listed is None:
        return np.empty(0, np.int64), np.empty(0)
    rows, _ = ranked.part.counts(listed.start, listed.stop)
    rows = rows if ranked.part.alive is None else rows[ranked.part.alive[rows]]
    return ranked.part.ids[rows], ranked.scores([(1.0, term)], norm, rows)


class _Idf:
    """The idf of every term that some row holds, computed as it is read: what rank_bm25 keeps in a dict."""

    def __init__(self, postings: PostingsBM25) -> None:
        self._index = postings

    def __contains__(self, term: str) -> bool:
        return self._index.document_frequency(term) > 0

    def __getitem__(self, term: str) -> float:
        if term not in self:
            raise KeyError(term)
        return self._index.idf_of(term)

    def get(self, term: str) -> float | None:
        """As of a dict."""
        return self._index.idf_of(term) if term in self else None
