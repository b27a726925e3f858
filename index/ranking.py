"""The best rows for a question, by BM25, without scoring those that can't be among them.

As in MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995): what the rarer terms give is
added up for all rows of a part of the index. The terms of many rows then only matter for the few rows that may still be
among the best k: those that with the most that is left could score as high as the k-th best of the parts before, or of
some that are ahead in this one. The most that a term gives follows from the shortest rows that hold it. What is
reckoned on the way is approximate; the rows that are left in the end are scored exactly, so the result is that of
scoring all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.grouped_rows import Ids, Rows
from index.posting_lists import Common, Listed, PostingLists, Sums
from index.postings import Part

Floats = NDArray[np.float64]
Weighed = Sequence[tuple[float, "Term"]]

# How far approximate scores may be off, as a share and as a number: they are reckoned in float32.
_INEXACTNESS = 3e-4
_ABOVE_0 = float(np.finfo(np.float32).tiny)
# So many times as many rows as are wanted are looked at to learn how high the best of them score.
_TRIED = 2
# One row of so many is looked at for that. They stand apart, as the best ones often are neighbours.
_BLOCK = 64
# A term in this share of the rows is one of many rows, if there are so many in all: of fewer, all are added up sooner.
_FREQUENT_SHARE = 1 / 32
_MANY_ROWS = 1 << 14
# To look a row up among a term's takes as long as to add the term to so many.
_ROWS_FOR_ONE = 6
_FEW_AMONG = 4_096


@dataclass(frozen=True, slots=True)
class Term:
    """What is known of a term: in how many rows it stands and how often, and where each part, by its number, has it."""

    df: int
    times: int
    listed: dict[int, Listed]


@dataclass(frozen=True, slots=True)
class Norm:
    """BM25's parameters, and the average length of the rows."""

    k1: float
    b: float
    average: float

    def of(self, lengths: NDArray[np.integer]) -> Floats:
        """What a row's length puts below the fraction, the same for every term."""
        # Where the average is 0, no row has a term to weigh.
        return self.k1 * (1 - self.b + self.b * lengths.astype(np.float64) / (self.average or 1.0))


class Ranked:
    """A part of an index under its number, and what is kept of it from one search to the next."""

    def __init__(self, number: int, part: Part) -> None:
        self.number = number
        self.part = part
        self._norm: Norm | None = None
        self._norms: Sums = np.empty(0, np.float32)
        self._most: Sums = np.empty(0, np.float32)

    def counts(self, terms: Sequence[Term], rows: Rows) -> NDArray[np.uint32]:
        """How often each of these rows holds each of the terms, (terms, rows)."""
        listed = [term.listed.get(self.number) for term in terms]
        if (rows[1:] >= rows[:-1]).all():
            return self.part.lists.counts_at(listed, rows)
        order = np.argsort(rows)
        counts = np.empty((len(terms), len(rows)), np.uint32)
        counts[:, order] = self.part.lists.counts_at(listed, rows[order])
        return counts

    def scores(self, terms: Weighed, norm: Norm, rows: Rows) -> Floats:
        """The BM25 of these rows, (rows,). Added up in the order of the terms, so that it is always the same number."""
        tf = self.counts([term for _, term in terms], rows).astype(np.float64)
        norms, given = norm.of(self.part.lengths[rows]), np.zeros_like(tf)
        # With b = 1 the norm of an empty row is 0, as its tf is.
        np.divide(tf, tf + norms, out=given, where=tf > 0)
        given *= norm.k1 + 1
        given *= np.array([weight for weight, _ in terms])[:, np.newaxis]
        # A plain sum may add in another order.
        scores: Floats = np.cumsum(given, axis=0)[-1] if len(given) else np.zeros(len(rows))
        return scores

    def search(self, terms: Weighed, norm: Norm, sums: Sums) -> _Search:
        """What a search begins with; `sums` is room to reckon in."""
        self._reckon(norm)
        held = [(term.listed[self.number], weight) for weight, term in terms if self.number in term.listed]
        held.sort(key=lambda each: each[0].rows)
        listed = [each for each, _ in held]
        weights = np.array([weight for _, weight in held]) * (norm.k1 + 1)
        return _Search(self.part.lists, listed, weights, self._most, self._norms, sums)

    def _reckon(self, norm: Norm) -> None:
        if self._norm != norm:
            self._norms = np.maximum(norm.of(self.part.lengths), _ABOVE_0).astype(np.float32)
            self._most = self.part.lists.most_given(norm.of)
            self._norm = norm


class Ranking:
    """The parts of an index, and the memory in which their scores are added up."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = [Ranked(number, part) for number, part in enumerate(parts)]
        self._sums: Sums = np.empty(0, np.float32)

    def top(self, terms: Weighed, norm: Norm, k: int, among: Ids | None = None) -> tuple[Ids, Floats]:
        """The ids and scores of the best k rows that score above 0, best first, equal ones by id.

        `terms` are the question's, each once, with their weights; `among` holds the ids of the rows that may be found.
        """
        ids, scores = np.empty(0, np.int64), np.empty(0)
        if k <= 0 or not terms:
            return ids, scores
        different = None if among is None else np.unique(among)
        for each in self.parts:
            least = float(scores[-1]) if len(scores) == k else 0.0
            rows = self._candidates(each, terms, norm, k, least, different)
            if len(rows):
                ids = np.concatenate((ids, each.part.ids[rows]))
                scores = np.concatenate((scores, each.scores(terms, norm, rows)))
                best = np.lexsort((ids, -scores))[:k]
                best = best[scores[best] > 0]
                ids, scores = ids[best], scores[best]
        return ids, scores

    def _candidates(self, ranked: Ranked, terms: Weighed, norm: Norm, k: int, least: float, among: Ids | None) -> Rows:
        """The rows of a part, ascending, among which are those of the best k that score so much at least."""
        allowed = None if among is None else ranked.part.rows_of(among)[1]
        if allowed is not None and len(allowed) <= _FEW_AMONG:
            return allowed
        search = ranked.search(terms, norm, self._zeros(ranked.part.rows))
        return search.candidates(k, least, _forbidden(ranked.part, allowed))

    def _zeros(self, rows: int) -> Sums:
        """0 for each row, in whole blocks; -inf behind the last. Fresh memory would take longer than a search."""
        size = (rows // _BLOCK + 1) * _BLOCK
        if len(self._sums) < size:
            self._sums = np.empty(size, np.float32)
        sums = self._sums[:size]
        sums[:rows] = 0
        sums[rows:] = -np.inf
        return sums


def _forbidden(part: Part, allowed: Rows | None) -> NDArray[np.bool_] | None:
    """Which rows of a part may not be found, (rows,); None if all may."""
    if allowed is None:
        return None if part.alive is None else ~part.alive
    forbidden = np.ones(part.rows, bool)
    forbidden[allowed] = False
    return forbidden


def _largest(values: NDArray[np.floating], k: int) -> float:
    """The k-th largest of all these, 0 if there are fewer or it is below."""
    return max(float(np.partition(values, -k)[-k]), 0.0) if len(values) >= k else 0.0


def _floor(least: float, left: float) -> np.float32:
    """Whatever has less than this so far, and gets at most what is left, scores less than the least or 0."""
    return np.float32(max(least - left - _INEXACTNESS * (1 + least + left), 0.0 if left else _ABOVE_0))


class _Search:
    """A search in one part: what the terms so far give the rows, and the common ones that are left."""

    def __init__(
        self, lists: PostingLists, terms: list[Listed], weights: Floats, most: Sums, norms: Sums, sums: Sums
    ) -> None:
        """`terms` are of few rows first, `most` is of each common term of the part."""
        self._lists, self._terms, self._weights = lists, terms, weights.astype(np.float32)
        self._norms, self._sums = norms, sums
        self._rare = sum(term.number < 0 for term in terms)
        self._common = lists.common(terms[self._rare :])
        of_each = weights[self._rare :] * most[[term.number for term in terms[self._rare :]]]
        # What is left at most before each of the common terms, and behind the last.
        self._left = np.append(np.cumsum(of_each[::-1])[::-1], 0.0)
        self._added = 0

    def candidates(self, k: int, least: float, forbidden: NDArray[np.bool_] | None) -> Rows:
        """The rows, ascending, among which are those of the best k that score so much at least."""
        self._begin(forbidden)
        if not least:
            # Approximate, as all is here: `_floor` sees to that.
            least = _largest(self._scores_ahead(_TRIED * k), k)
        of_terms = self._common.rows.tolist()
        while self._added < len(of_terms) and _floor(least, self._left[self._added]) <= 0:
            self._add(self._added + 1)
        rows = np.flatnonzero(self._sums >= _floor(least, self._left[self._added]))
        while self._added < len(of_terms) and _ROWS_FOR_ONE * len(rows) > of_terms[self._added]:
            self._add(self._added + 1)
            rows = rows[self._sums.take(rows) >= _floor(least, self._left[self._added])]
        floors = np.array([_floor(least, left) for left in self._left[self._added + 1 :]], np.float32)
        left, weights = self._left_over()
        rows, scores = left.sift(weights, floors, self._norms, rows, self._sums.take(rows))
        found: Rows = rows[scores >= _floor(max(least, _largest(scores, k)), 0.0)]
        return found

    def _begin(self, forbidden: NDArray[np.bool_] | None) -> None:
        """Adds the terms of few rows, and takes out what may not be found."""
        size = len(self._norms)
        rare, weights = self._terms[: self._rare], self._weights[: self._rare]
        self._lists.add_rare(rare, weights, self._norms, self._sums)
        if size < _MANY_ROWS or self._lists.has_long:
            self._add(len(self._common.rows))
        else:
            self._add(int(self._common.rows.searchsorted(_FREQUENT_SHARE * size)))
        if self._lists.has_long:
            self._lists.add_long(self._terms, self._weights, self._norms, self._sums)
        if forbidden is not None:
            self._sums[:size][forbidden] = -np.inf

    def _scores_ahead(self, count: int) -> Sums:
        """The scores of the first rows of the blocks that have one with most, so many or some more."""
        blocks = self._sums.reshape(_BLOCK, -1)
        most = blocks.max(axis=0)
        ahead = np.flatnonzero(most >= np.float32(max(_largest(most, count), _ABOVE_0)))
        rows = np.sort(blocks[:, ahead].argmax(axis=0) * len(most) + ahead)
        left, weights = self._left_over()
        _, scores = left.sift(weights, np.zeros_like(weights), self._norms, rows, self._sums.take(rows))
        return scores

    def _left_over(self) -> tuple[Common, Sums]:
        """The common terms that were not added yet, and their weights."""
        return self._common.some(self._added, len(self._common.rows)), self._weights[self._rare + self._added :]

    def _add(self, last: int) -> None:
        """Adds the common terms up to that one."""
        weights = self._weights[self._rare :][self._added : last]
        self._common.some(self._added, last).add(weights, self._norms, self._sums)
        self._added = last
