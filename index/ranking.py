"""The best rows for a question, by BM25, without scoring those that can't be among them.

As in MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995): what the rarer terms give is
added up for all rows. The terms of many rows then only matter for the few rows that may still be among the best k:
those that with the most that is left could score as high as the k-th best of some that are ahead. The most that a term
gives follows from the shortest row that holds it. What is reckoned on the way is approximate; the rows that are left in
the end are scored exactly, so the result is that of scoring all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.grouped_rows import Ids, Rows
from index.posting_lists import LONG, ROW_SHIFT, Packed, PostingLists
from index.postings import Part

Floats = NDArray[np.float64]
Sums = NDArray[np.float32]
Weighed = Sequence[tuple[float, "Term"]]

# How far approximate scores may be off, as a share and as a number: they are reckoned in float32.
_INEXACTNESS = 3e-4
_ABOVE_0 = float(np.finfo(np.float32).tiny)
# So many times as many rows as are wanted are looked at to learn how high the best of them score.
_TRIED = 2
# One row of so many is looked at for that. They stand apart, as the best ones often are neighbours.
_BLOCK = 64
# A term in this share of the rows is one of many rows, if there are so many in all: of fewer, all are added up sooner.
_FREQUENT_SHARE = 1 / 8
_MANY_ROWS = 1 << 14
# As long as more than this share of the rows are left, such a term too is added to all of them.
_MANY_LEFT = 0.2
_FEW_AMONG = 4_096


@dataclass(frozen=True, slots=True)
class Term:
    """What is known of a term: in how many rows it stands and how often, and where its postings are.

    `ranges` has, by the number of each part that holds it, where its postings begin there, and where they end.
    """

    df: int
    times: int
    ranges: dict[int, tuple[int, int]]


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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A part of an index under its number."""

    number: int
    part: Part

    def counts(self, terms: Sequence[Term], rows: Rows) -> NDArray[np.uint32]:
        """How often each of these rows holds each of the terms, (terms, rows)."""
        return self.part.counts_of([term.ranges.get(self.number, (0, 0)) for term in terms], rows)

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


class Ranking:
    """The parts of an index, and what is kept of them from one search to the next.

    Their rows are numbered through: those of a part begin at its place in `edges`.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = [Ranked(number, part) for number, part in enumerate(parts)]
        self.edges = [0]
        for part in parts:
            self.edges.append(self.edges[-1] + part.rows)
        self._norm: Norm | None = None
        self._norms: Sums = np.empty(0, np.float32)
        self._most: list[Sums] = []
        self._most_of: dict[object, float] = {}
        self._sums: Sums | None = None

    def top(self, terms: Weighed, norm: Norm, k: int, among: Ids | None = None) -> tuple[Ids, Floats]:
        """The ids and scores of the best k rows that score above 0, best first, equal ones by id.

        `terms` are the question's, each once, with their weights; `among` holds the ids of the rows that may be found.
        """
        if k <= 0 or not terms or not self.parts:
            return np.empty(0, np.int64), np.empty(0)
        if among is not None and len(among) <= _FEW_AMONG:
            rows = [each.part.rows_of(np.unique(among))[1] for each in self.parts]
        else:
            rows = self._split(_Search(self, terms, norm, self._allowed(among)).candidates(k))
        return self._best(rows, terms, norm, k)

    def _best(self, rows: Sequence[Rows], terms: Weighed, norm: Norm, k: int) -> tuple[Ids, Floats]:
        """The best k of these rows of each part."""
        found = [(each, of_part) for each, of_part in zip(self.parts, rows, strict=True) if len(of_part)]
        ids = np.concatenate([np.empty(0, np.int64), *(each.part.ids[of_part] for each, of_part in found)])
        scores = np.concatenate([np.empty(0), *(each.scores(terms, norm, of_part) for each, of_part in found)])
        best = np.lexsort((ids, -scores))[:k]
        best = best[scores[best] > 0]
        return ids[best], scores[best]

    def _split(self, rows: Rows) -> list[Rows]:
        """The rows of each part among these ascending ones."""
        places = pairwise(rows.searchsorted(self.edges).tolist())
        return [rows[start:stop] - edge for (start, stop), edge in zip(places, self.edges, strict=False)]

    def counts(self, terms: Sequence[Term], rows: Rows) -> NDArray[np.uint32]:
        """How often each of these ascending rows holds each of the terms, (terms, rows)."""
        of_parts = zip(self.parts, self._split(rows), strict=True)
        return np.concatenate([each.counts(terms, of_part) for each, of_part in of_parts if len(of_part)], axis=1)

    def norms(self, norm: Norm) -> Sums:
        """`norm.of` each row, approximately, and above 0, so that it can be divided by."""
        self._reckon(norm)
        return self._norms

    def most(self, term: Term, norm: Norm) -> float:
        """The most that tf / (tf + norm) is for a term in any row, or somewhat more."""
        self._reckon(norm)
        key = next(iter(term.ranges.items()), None)
        most = self._most_of.get(key)
        if most is None:
            most = self._most_of[key] = max((self._most_in(term, number) for number in term.ranges), default=0.0)
        return most

    def _most_in(self, term: Term, number: int) -> float:
        """The same in one part."""
        start, stop = term.ranges[number]
        part = self.parts[number].part
        common = part.lists.common_number(start)
        if common >= 0:
            return float(self._most[number][common])
        if len(term.ranges) == 1:
            # It is a rare one, and comes first in any case.
            return 1.0
        rows, times = part.counts(start, stop)
        return float((times / (times + self._norms.take(rows + self.edges[number]))).max())

    def _reckon(self, norm: Norm) -> None:
        if self._norm != norm:
            norms = [np.maximum(norm.of(each.part.lengths), _ABOVE_0).astype(np.float32) for each in self.parts]
            self._norms = np.concatenate([np.empty(0, np.float32), *norms])
            self._most = [each.part.lists.most_given(norm.of) for each in self.parts]
            self._most_of.clear()
            self._norm = norm

    def zeros(self) -> Sums:
        """0 for each row, in whole blocks; -inf behind the last. Fresh memory would take longer than a search."""
        if self._sums is None:
            self._sums = np.empty((self.edges[-1] // _BLOCK + 1) * _BLOCK, np.float32)
        self._sums.fill(0)
        self._sums[self.edges[-1] :] = -np.inf
        return self._sums

    def _allowed(self, among: Ids | None) -> NDArray[np.bool_] | None:
        """Which rows may be found, (rows,); None if all may."""
        if among is None and all(each.part.alive is None for each in self.parts):
            return None
        if among is None:
            alive = [(each.part.alive, each.part.rows) for each in self.parts]
            return np.concatenate([np.ones(rows, bool) if of_part is None else of_part for of_part, rows in alive])
        allowed, different = np.zeros(self.edges[-1], bool), np.unique(among)
        for each, edge in zip(self.parts, self.edges, strict=False):
            allowed[each.part.rows_of(different)[1] + edge] = True
        return allowed


def _largest(values: NDArray[np.floating], k: int) -> float:
    """The k-th largest of all these, 0 if there are fewer or it is below."""
    return max(float(np.partition(values, -k)[-k]), 0.0) if len(values) >= k else 0.0


def _floor(least: float, left: float) -> np.float32:
    """Whatever has less than this so far, and gets at most what is left, scores less than the least or 0."""
    return np.float32(max(least - left - _INEXACTNESS * (1 + least + left), 0.0 if left else _ABOVE_0))


class _Search:
    """One search: what the terms so far give the rows, and the terms of many rows that are left."""

    def __init__(self, ranking: Ranking, terms: Weighed, norm: Norm, allowed: NDArray[np.bool_] | None) -> None:
        self._ranking = ranking
        self._norms, self._sums = ranking.norms(norm), ranking.zeros()
        rows = ranking.edges[-1]
        rarest_first = [(weight * (norm.k1 + 1), term) for weight, term in sorted(terms, key=lambda each: -each[0])]
        frequent = _FREQUENT_SHARE * rows if rows >= _MANY_ROWS else np.inf
        self._left = [each for each in rarest_first if each[1].df >= frequent]
        self._most = [weight * ranking.most(term, norm) for weight, term in self._left]
        self._add([each for each in rarest_first if each[1].df < frequent])
        if allowed is not None:
            self._sums[:rows][~allowed] = -np.inf

    def candidates(self, k: int) -> Rows:
        """The rows, ascending, among which the best k are."""
        least = _largest(self._scores_ahead(_TRIED * k), k)
        rows = self._that_may_have(least)
        while self._left and len(rows) > _MANY_LEFT * len(self._norms):
            self._add([self._left.pop(0)])
            self._most.pop(0)
            rows = self._that_may_have(least)
        scores = self._sums.take(rows) + self._given(rows)
        found: Rows = rows[scores >= _floor(max(least, _largest(scores, k)), 0.0)]
        return found

    def _scores_ahead(self, count: int) -> Sums:
        """The scores of the first rows of the blocks that have one with most, so many or some more."""
        blocks = self._sums.reshape(_BLOCK, -1)
        most = blocks.max(axis=0)
        ahead = np.flatnonzero(most >= np.float32(max(_largest(most, count), _ABOVE_0)))
        rows = np.sort(blocks[:, ahead].argmax(axis=0) * len(most) + ahead)
        return self._sums.take(rows) + self._given(rows)

    def _that_may_have(self, least: float) -> Rows:
        """The rows that may score so much with what is left."""
        return np.flatnonzero(self._sums >= _floor(least, sum(self._most)))

    def _add(self, terms: Weighed) -> None:
        """Adds what the terms give to all rows that hold them."""
        found = list[_Found]()
        for weight, term in terms:
            for number, (start, stop) in term.ranges.items():
                lists = self._ranking.parts[number].part.lists
                packed = lists.of_term(start, stop)
                found.append(_Found(lists, packed, start, self._ranking.edges[number], weight))
        if not found:
            return
        sizes = [len(each.packed) for each in found]
        packed = np.concatenate([each.packed for each in found])
        rows = (packed >> ROW_SHIFT).astype(np.int64)
        if len(self._ranking.parts) > 1:
            rows += np.repeat([each.edge for each in found], sizes)
        tf = _times(found, packed)
        given = self._norms.take(rows)
        given += tf
        np.divide(tf, given, out=given)
        given *= np.repeat(np.array([each.weight for each in found], np.float32), sizes)
        np.add.at(self._sums, rows, given)

    def _given(self, rows: Rows) -> Sums:
        """What the terms that are left give to these ascending rows."""
        if not self._left or not len(rows):
            return np.zeros(len(rows), np.float32)
        given = self._ranking.counts([term for _, term in self._left], rows).astype(np.float32)
        given /= given + self._norms.take(rows)
        total: Sums = np.array([weight for weight, _ in self._left], np.float32) @ given
        return total


@dataclass(frozen=True, slots=True)
class _Found:
    """The postings of a term in a part, the place of the first, the part's first row, and the term's weight."""

    lists: PostingLists
    packed: Packed
    start: int
    edge: int
    weight: float


def _times(found: Sequence[_Found], packed: Packed) -> Sums:
    """How often the rows of all these postings, which are in `packed`, hold the terms."""
    times, begin = (packed & LONG).astype(np.float32), 0
    for each in found:
        end = begin + len(each.packed)
        if each.lists.is_long(each.packed):
            times[begin:end] = each.lists.exact(each.packed, each.start + np.arange(end - begin))
        begin = end
    return times
