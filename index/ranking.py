"""The best rows for a question, by BM25, without scoring those that can't be among them.

As in MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995): the rarest terms come first.
Once the best k rows score higher than all the terms that are left could give, no row with only these can be among the
best, and they are looked up for the rows that still can. What is reckoned on the way is approximate; the rows that are
left in the end are scored exactly, so the result is that of scoring all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from index.grouped_rows import Ids, Rows
from index.postings import Part

Floats = NDArray[np.float64]
Weighed = Sequence[tuple[float, "Term"]]
_Real = TypeVar("_Real", np.float32, np.float64)

# How far approximate scores may be off, as a share: they are reckoned in float32.
_INEXACTNESS = 1e-4
# So many times as many rows as are wanted are scored exactly, to learn how high the best of them score.
_TRIED = 2
# That takes about as long as going through so many postings.
_POSTINGS_A_TRY = 16_000
# To look a row up takes about as long as going through so many.
_POSTINGS_A_ROW = 8
# So many rows are scored exactly without first looking which of them still can be among the best.
_FEW_ROWS = 40
_FEW_AMONG = 4_096
# Terms are rare as long as they have, all together, at most this share of the rows, or so many.
_RARE_SHARE = 0.05
_RARE_ROWS = 1_000


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
    norms: NDArray[np.float32] | None = None
    sums: NDArray[np.float32] | None = None

    def counts(self, terms: Sequence[Term], rows: Rows) -> NDArray[np.int64]:
        """How often each of these rows holds each of the terms, (terms, rows)."""
        return self.part.counts_of([term.ranges.get(self.number, (0, 0)) for term in terms], rows)

    def scores(self, terms: Weighed, norm: Norm, rows: Rows) -> Floats:
        """The BM25 of these rows, (rows,). Added up in the order of the terms, so that it is always the same number."""
        tf = self.counts([term for _, term in terms], rows).astype(np.float64)
        given = _share(tf, norm.of(self.part.lengths[rows])) * (norm.k1 + 1)
        scores = np.zeros(len(rows))
        for (weight, _), of_term in zip(terms, given, strict=True):
            scores += weight * of_term
        return scores

    def norms_of(self, norm: Norm) -> NDArray[np.float32]:
        """`norm.of` each row, approximately."""
        if self.norms is None or self.norm != norm:
            self.norm, self.norms = norm, norm.of(self.part.lengths).astype(np.float32)
        return self.norms

    def zeros(self) -> NDArray[np.float32]:
        """Room for a number a row. It is to be given back as it was: fresh memory would take longer than a search."""
        if self.sums is None:
            self.sums = np.zeros(self.part.rows, np.float32)
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
        searches = [_PartSearch(each, norm, among) for each in parts]
        try:
            rows = _candidates(searches, terms, norm, k)
        finally:
            for search in searches:
                search.end()
    return _best(parts, rows, terms, norm, k)


def _best(parts: Sequence[Ranked], rows: Sequence[Rows], terms: Weighed, norm: Norm, k: int) -> tuple[Ids, Floats]:
    """The best k of these rows of each part."""
    found = [(each, of_part) for each, of_part in zip(parts, rows, strict=True) if len(of_part)]
    ids = np.concatenate([np.empty(0, np.int64), *(each.part.ids[of_part] for each, of_part in found)])
    scores = np.concatenate([np.empty(0), *(each.scores(terms, norm, of_part) for each, of_part in found)])
    best = np.lexsort((ids, -scores))[:k]
    best = best[scores[best] > 0]
    return ids[best], scores[best]


def _candidates(searches: Sequence[_PartSearch], terms: Weighed, norm: Norm, k: int) -> list[Rows]:
    """The rows of each part among which the best k are."""
    rarest_first = sorted(terms, key=lambda each: -each[0])
    # No term gives a row more than that; and what all terms from each one on give together.
    most = np.array([weight * (norm.k1 + 1) for weight, _ in rarest_first])
    left = [*np.cumsum(most[::-1])[::-1].tolist(), 0.0]
    rare = max(_RARE_ROWS, int(_RARE_SHARE * sum(search.rows for search in searches)))
    done = _within(rarest_first, 0, rare)
    for search in searches:
        search.add(rarest_first[:done])
    least = _kth_best(searches, terms, norm, k)
    while done < len(terms) and left[done] >= least:
        # As many as are needed for what is left to be less than that, unless these are many postings.
        needed = next(place for place in range(done + 1, len(left)) if left[place] < least or place == len(terms))
        until = min(needed, _within(rarest_first, done, _POSTINGS_A_TRY))
        for search in searches:
            search.add(rarest_first[done:until])
        done = until
        least = max(least, _kth_best(searches, terms, norm, k))
    rows = [search.at_least(_rounded_down(least - left[done])) for search in searches]
    while done < len(terms) and sum(map(len, rows)) > _FEW_ROWS:
        weight, term = rarest_first[done]
        done += 1
        rows = [
            search.still(each, weight, term, _rounded_down(least - left[done]))
            for search, each in zip(searches, rows, strict=True)
        ]
    return rows


def _share(tf: NDArray[_Real], norms: NDArray[_Real]) -> NDArray[_Real]:
    """tf / (tf + norm), and 0 where tf is 0: with b = 1 the norm of an empty row is 0 as well."""
    shares = np.zeros_like(tf)
    np.divide(tf, tf + norms, out=shares, where=tf > 0)
    return shares


def _within(terms: Weighed, first: int, postings: int) -> int:
    """The end of the terms from the first on that have so many postings together; of one at least."""
    done, added = first + 1, terms[first][1].df
    while done < len(terms) and added + terms[done][1].df <= postings:
        added += terms[done][1].df
        done += 1
    return done


def _rounded_down(score: float) -> np.float32:
    return np.float32(score * (1 - _INEXACTNESS) - _INEXACTNESS)


def _kth_best(searches: Sequence[_PartSearch], terms: Weighed, norm: Norm, k: int) -> float:
    """A score that at least k rows have: the k-th best of those that are ahead so far, scored exactly."""
    ahead = [search.ahead(_TRIED * k) for search in searches]
    values = np.concatenate([search.sums[rows] for search, rows in zip(searches, ahead, strict=True)])
    least = np.partition(values, len(values) - _TRIED * k)[len(values) - _TRIED * k] if len(values) > _TRIED * k else 0
    scores = [
        search.ranked.scores(terms, norm, rows[search.sums[rows] >= least])
        for search, rows in zip(searches, ahead, strict=True)
        if len(rows)
    ]
    found = np.sort(np.concatenate([np.empty(0), *scores]))
    return float(found[-k]) if len(found) >= k else 0.0


class _PartSearch:
    """One search in one part: what the terms so far give its rows."""

    def __init__(self, ranked: Ranked, norm: Norm, among: Ids | None) -> None:
        self.ranked, self.rows, self.sums = ranked, ranked.part.rows, ranked.zeros()
        self._norms, self._more = ranked.norms_of(norm), norm.k1 + 1
        self._allowed = _allowed(ranked.part, among)
        self._touched: list[Rows] = []
        self._times = 0

    def add(self, terms: Weighed) -> None:
        """Adds what the terms give to all rows that hold them."""
        number = self.ranked.number
        held = [(weight, term.ranges[number]) for weight, term in terms if number in term.ranges]
        if not held:
            return
        rows, tf = self.ranked.part.rough_counts([place for _, place in held])
        weights = np.array([weight * self._more for weight, _ in held], np.float32)
        given = self._norms.take(rows)
        given += tf
        np.divide(tf, given, out=given)
        given *= weights[0] if len(held) == 1 else np.repeat(weights, [stop - start for _, (start, stop) in held])
        np.add.at(self.sums, rows, given)
        self._touched.append(rows)
        self._times += len(held)

    def ahead(self, count: int) -> Rows:
        """The rows that have most so far, at least `count` if so many have something."""
        rows = self._held()
        spare = count * self._times
        if len(rows) > spare:
            # A row stands there once for each term that it holds.
            values = self.sums[rows]
            rows = rows[values >= np.partition(values, len(rows) - spare)[len(rows) - spare]]
        return self._distinct(rows)

    def at_least(self, least: np.float32) -> Rows:
        """The rows that have so much."""
        rows = self._held()
        return self._distinct(rows[self.sums[rows] >= least])

    def still(self, rows: Rows, weight: float, term: Term, least: np.float32) -> Rows:
        """Adds what the term gives to these rows; those of them that then have so much."""
        start, stop = term.ranges.get(self.ranked.number, (0, 0))
        if stop - start < _POSTINGS_A_ROW * len(rows):
            self.add([(weight, term)])
        else:
            tf = self.ranked.counts([term], rows)[0].astype(np.float32)
            self.sums[rows] += np.float32(weight * self._more) * _share(tf, self._norms[rows])
        return rows[self.sums[rows] >= least]

    def end(self) -> None:
        """Gives back the room for the sums as it was."""
        for rows in self._touched:
            self.sums[rows] = 0

    def _distinct(self, rows: Rows) -> Rows:
        """Each row once, ascending. To sort them, or to use np.unique, took longer than all the rest."""
        marked = np.zeros(self.rows, bool)
        marked[rows] = True
        return np.flatnonzero(marked)

    def _held(self) -> Rows:
        """The rows that were given something and may be found, as often as they were."""
        rows = np.concatenate([np.empty(0, np.int64), *self._touched])
        return rows if self._allowed is None else rows[self._allowed[rows]]


def _allowed(part: Part, among: Ids | None) -> NDArray[np.bool_] | None:
    """Which rows may be found, (rows,); None if all may."""
    if among is None:
        return part.alive
    allowed = np.zeros(part.rows, bool)
    allowed[part.rows_of(np.unique(among))[1]] = True
    return allowed
