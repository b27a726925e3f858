"""The best rows for a question, by BM25, without scoring those that can't be among them.

As in MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995): the rarer terms come first, and
what they give is added up for all rows. The terms of many rows then only matter for the few rows that may still be
among the best k: those that with all that is left could score as high as the k-th best of some that are ahead. What is
reckoned on the way is approximate; the rows that are left in the end are scored exactly, so the result is that of
scoring all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.grouped_rows import Ids, Rows
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
# As long as more than this share of the rows are left, a term is added to all of them.
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

    def of(self, lengths: NDArray[np.int32]) -> Floats:
        """What a row's length puts below the fraction, the same for every term."""
        # Where the average is 0, no row has a term to weigh.
        return self.k1 * (1 - self.b + self.b * lengths.astype(np.float64) / (self.average or 1.0))


@dataclass(slots=True)
class Ranked:
    """A part of an index under its number, and what is kept of it from one search to the next."""

    number: int
    part: Part
    norm: Norm | None = None
    norms: Sums | None = None
    sums: Sums | None = None

    def counts(self, terms: Sequence[Term], rows: Rows) -> NDArray[np.int64]:
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

    def norms_of(self, norm: Norm) -> Sums:
        """`norm.of` each row, approximately, and above 0, so that it can be divided by."""
        if self.norms is None or self.norm != norm:
            self.norm, self.norms = norm, np.maximum(norm.of(self.part.lengths), _ABOVE_0).astype(np.float32)
        return self.norms

    def zeros(self) -> Sums:
        """0 for each row, in whole blocks; -inf behind the last. Fresh memory would take longer than a search."""
        if self.sums is None:
            self.sums = np.empty((self.part.rows // _BLOCK + 1) * _BLOCK, np.float32)
        self.sums.fill(0)
        self.sums[self.part.rows :] = -np.inf
        return self.sums


def top(parts: Sequence[Ranked], terms: Weighed, norm: Norm, k: int, among: Ids | None = None) -> tuple[Ids, Floats]:
    """The ids and scores of the best k rows that score above 0, best first, equal ones by id.

    `terms` are the question's, each once, with their weights; `among` holds the ids of the rows that may be found.
    """
    if k <= 0 or not terms or not parts:
        return np.empty(0, np.int64), np.empty(0)
    if among is not None and len(among) <= _FEW_AMONG:
        rows = [each.part.rows_of(np.unique(among))[1] for each in parts]
    else:
        rarest_first = sorted(terms, key=lambda each: -each[0])
        rows = _candidates([_PartSearch(each, rarest_first, norm, among) for each in parts], k)
    return _best(parts, rows, terms, norm, k)


def _best(parts: Sequence[Ranked], rows: Sequence[Rows], terms: Weighed, norm: Norm, k: int) -> tuple[Ids, Floats]:
    """The best k of these rows of each part."""
    found = [(each, of_part) for each, of_part in zip(parts, rows, strict=True) if len(of_part)]
    ids = np.concatenate([np.empty(0, np.int64), *(each.part.ids[of_part] for each, of_part in found)])
    scores = np.concatenate([np.empty(0), *(each.scores(terms, norm, of_part) for each, of_part in found)])
    best = np.lexsort((ids, -scores))[:k]
    best = best[scores[best] > 0]
    return ids[best], scores[best]


def _candidates(searches: Sequence[_PartSearch], k: int) -> list[Rows]:
    """The rows of each part among which the best k are."""
    maxima = [search.maxima() for search in searches]
    ahead = _largest(maxima, _TRIED * k)
    tried = [search.scores_ahead(each, max(ahead, _ABOVE_0)) for search, each in zip(searches, maxima, strict=True)]
    least = _largest(tried, k)
    found = [search.at_least(least) for search in searches]
    least = _floor(max(least, _largest([scores for _, scores in found], k)), 0.0)
    return [rows[scores >= least] for rows, scores in found]


def _largest(values: Sequence[Sums], k: int) -> float:
    """The k-th largest of all these, 0 if there are fewer or it is below."""
    joined = np.concatenate(values)
    return max(float(np.partition(joined, -k)[-k]), 0.0) if len(joined) >= k else 0.0


def _floor(least: float, left: float) -> float:
    """Whatever has less than this so far, and gets at most what is left, scores less than the least or 0."""
    return max(least - left - _INEXACTNESS * (1 + least + left), 0.0 if left else _ABOVE_0)


class _PartSearch:
    """One search in one part: what the terms so far give its rows, and those of many rows, which come last."""

    def __init__(self, ranked: Ranked, terms: Weighed, norm: Norm, among: Ids | None) -> None:
        part, number = ranked.part, ranked.number
        self._norms, self._sums = ranked.norms_of(norm), ranked.zeros()
        # What a term gives is always less than that.
        held = [(weight * (norm.k1 + 1), *term.ranges[number]) for weight, term in terms if number in term.ranges]
        counted = [(weight, start, stop, part.counts_by_row(start, stop)) for weight, start, stop in held]
        self._frequent = [(weight, counts) for weight, _, _, counts in counted if counts is not None]
        self._add(part, [(weight, (start, stop)) for weight, start, stop, counts in counted if counts is None])
        allowed = _allowed(part, among)
        if allowed is not None:
            self._sums[: part.rows][~allowed] = -np.inf

    def _add(self, part: Part, terms: Sequence[tuple[float, tuple[int, int]]]) -> None:
        """Adds what the terms, with their places, give to all rows that hold them."""
        if not terms:
            return
        rows, tf = part.counts_together([place for _, place in terms])
        weights = np.array([weight for weight, _ in terms], np.float32)
        given = self._norms.take(rows)
        given += tf
        np.divide(tf, given, out=given)
        given *= np.repeat(weights, [stop - start for _, (start, stop) in terms])
        np.add.at(self._sums, rows, given)

    def maxima(self) -> Sums:
        """The most that a row of each block has."""
        most: Sums = self._sums.reshape(_BLOCK, -1).max(axis=0)
        return most

    def scores_ahead(self, maxima: Sums, least: float) -> Sums:
        """The scores of the first row of each block that has so much."""
        blocks = np.flatnonzero(maxima >= np.float32(least))
        rows = self._sums.reshape(_BLOCK, -1)[:, blocks].argmax(axis=0) * len(maxima) + blocks
        return maxima[blocks] + self._given(rows)

    def at_least(self, least: float) -> tuple[Rows, Sums]:
        """The rows that score so much, and maybe others, and their scores."""
        rows = self._that_may_have(least)
        while self._frequent and len(rows) > _MANY_LEFT * len(self._norms):
            self._add_to_all(*self._frequent.pop(0))
            rows = self._that_may_have(least)
        return rows, self._sums.take(rows) + self._given(rows)

    def _that_may_have(self, least: float) -> Rows:
        left = sum(weight for weight, _ in self._frequent)
        return np.flatnonzero(self._sums >= np.float32(_floor(least, left)))

    def _given(self, rows: Rows) -> Sums:
        """What the frequent terms give to these rows."""
        if not self._frequent:
            return np.zeros(len(rows), np.float32)
        given = np.array([counts.take(rows) for _, counts in self._frequent], np.float32)
        given /= given + self._norms.take(rows)
        total: Sums = np.array([weight for weight, _ in self._frequent], np.float32) @ given
        return total

    def _add_to_all(self, weight: float, counts: NDArray[Any]) -> None:
        given = counts.astype(np.float32)
        given /= given + self._norms
        given *= np.float32(weight)
        self._sums[: len(given)] += given


def _allowed(part: Part, among: Ids | None) -> NDArray[np.bool_] | None:
    """Which rows may be found, (rows,); None if all may."""
    if among is None:
        return part.alive
    allowed = np.zeros(part.rows, bool)
    allowed[part.rows_of(np.unique(among))[1]] = True
    return allowed
