"""The best rows for a question, by BM25, without scoring those that can't be among them.

As in MaxScore (Turtle and Flood, Query evaluation: strategies and optimizations, 1995): what the rarer terms give is
added up for all rows of a part of the index. The terms of many rows then only matter for the few rows that may still be
among the best k: those that with the most that is left could score as high as the k-th best of the parts before, or of
some that are ahead in this one. The most that a term gives follows from the shortest rows that hold it. What is
reckoned on the way is approximate; the rows that are left in the end are scored exactly, so the result is that of
scoring all.

A part with terms of many rows is searched by compiled loops (index/search_loops.py); in any other, which is small, all
terms are added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import row_sets
from index.grouped_rows import Ids, Rows
from index.posting_lists import INEXACTNESS, Listed, Sums
from index.postings import Part

Floats = NDArray[np.float64]
Weighed = Sequence[tuple[float, "Term"]]

# So many times as many rows as are wanted are looked at to learn how high the best of them score.
_TRIED = 2
# One row of so many is looked at for that.
_BLOCK = 64
# A term in this share of the rows is one of many rows: others are added for all rows before anything is known.
_FREQUENT_SHARE = 1 / 16
# To look a row up among a term's takes as long as to add the term to so many.
_ROWS_FOR_ONE = 20
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

    def parameters(self) -> tuple[float, float, float]:
        """What the loops reckon it from."""
        return float(self.k1), float(self.b), self.average or 1.0


@cache
def _loops() -> Any:
    """The loops over packed postings. Numba takes a while to import."""
    from index import search_loops

    return search_loops


class Ranked:
    """A part of an index under its number, and what is kept of it from one search to the next."""

    def __init__(self, number: int, part: Part) -> None:
        self.number = number
        self.part = part
        self._norm: Norm | None = None
        # What one occurrence of a term of weight 1 gives each row, and the most that each common term gives one.
        self._singles: Sums = np.empty(0, np.float32)
        self._most: Sums = np.empty(0, np.float32)

    def counts(self, terms: Sequence[Term], rows: Rows) -> NDArray[np.uint32]:
        """How often each of these ascending rows holds each of the terms, (terms, rows)."""
        lists, listed = self.part.lists, [term.listed.get(self.number) for term in terms]
        if not lists.has_common:
            return lists.counts_of_rare(listed, rows)
        counts = np.empty((len(terms), len(rows)), np.uint32)
        _loops().counts_at(*lists.read(listed), self.part.rows, rows.astype(np.uint32), counts)
        return counts

    def scores(self, terms: Weighed, norm: Norm, rows: Rows) -> Floats:
        """The BM25 of these ascending rows, (rows,).

        Added up in the order of the terms, so that it is always the same number.
        """
        weights = np.array([weight for weight, _ in terms])
        if self.part.lists.has_common:
            scores = np.empty(len(rows))
            lists = self.part.lists.read([term.listed.get(self.number) for _, term in terms])
            parameters, lengths = norm.parameters(), self.part.lengths
            _loops().scores_at(*lists, weights, parameters, lengths, rows.astype(np.uint32), scores)
            return scores
        tf = self.counts([term for _, term in terms], rows).astype(np.float64)
        norms, given = norm.of(self.part.lengths[rows]), np.zeros_like(tf)
        # With b = 1 the norm of an empty row is 0, as its tf is.
        np.divide(tf, tf + norms, out=given, where=tf > 0)
        given *= norm.k1 + 1
        given *= weights[:, np.newaxis]
        # A plain sum may add in another order.
        added: Floats = np.cumsum(given, axis=0)[-1] if len(given) else np.zeros(len(rows))
        return added

    def best(
        self, terms: Weighed, norm: Norm, k: int, least: float, forbidden: NDArray[np.bool_], room: Room
    ) -> tuple[Rows, Floats]:
        """The rows among which are those of the best k that score so much at least, ascending, and their BM25.

        `forbidden` tells which rows may not be found, (rows,), or is empty.
        """
        if self._norm != norm:
            self._singles = (1 / (1 + norm.of(self.part.lengths))).astype(np.float32)
            self._most = self.part.lists.most_given(norm.of)
            self._norm = norm
        held = [(term.listed[self.number], weight) for weight, term in terms if self.number in term.listed]
        listed, weights = [each for each, _ in held], np.array([weight for _, weight in held])
        if not self.part.lists.has_common:
            rows = self._best_of_rare(listed, weights * (norm.k1 + 1), k, least, forbidden)
            return rows, self.scores(terms, norm, rows)
        lists = self.part.lists.read(listed)
        found: tuple[Rows, Floats] = _loops().search(
            *lists,
            lists.terms[:, Listed._fields.index("rows")].argsort(kind="stable"),
            weights,
            self._most,
            norm.parameters(),
            self.part.lengths,
            self._singles,
            forbidden,
            least,
            k,
            _TRIED * k,
            _BLOCK,
            0.0 if least else _FREQUENT_SHARE * self.part.rows,
            _ROWS_FOR_ONE,
            *room.of(self.part.rows),
        )
        return found

    def _best_of_rare(
        self, listed: Sequence[Listed], weights: Floats, k: int, least: float, forbidden: NDArray[np.bool_]
    ) -> Rows:
        """The same rows where no term is one of many."""
        sums = self.part.lists.sums_of_rare(listed, weights.astype(np.float32), self._singles)
        sums[np.flatnonzero(forbidden)] = 0
        rows = np.flatnonzero(sums)
        scores = sums[rows]
        least = max(least, float(np.partition(scores, -k)[-k])) if len(rows) >= k else least
        return rows[scores >= least - INEXACTNESS * (1 + least)]


class Room:
    """Memory to reckon in. Fresh memory would take longer than a search."""

    def __init__(self) -> None:
        self._sums: Sums = np.empty(0, np.float32)
        self._rows = np.empty(0, np.uint32)

    def of(self, rows: int) -> tuple[Sums, NDArray[np.uint32]]:
        """For a sum of each of so many rows, and for their numbers and what the loops put behind these."""
        if len(self._sums) < rows:
            spare = row_sets.loops().SPARE
            self._sums, self._rows = np.empty(rows, np.float32), np.empty(rows + spare, np.uint32)
        return self._sums[:rows], self._rows


class Ranking:
    """The parts of an index, and the memory in which their scores are added up."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = [Ranked(number, part) for number, part in enumerate(parts)]
        self._room = Room()

    def top(self, terms: Weighed, norm: Norm, k: int, among: Ids | None = None) -> tuple[Ids, Floats]:
        """The ids and scores of the best k rows that score above 0, best first, equal ones by id.

        `terms` are the question's, each once, with their weights; `among` holds the ids of the rows that may be found.
        """
        if k <= 0 or not terms:
            return np.empty(0, np.int64), np.empty(0)
        different = None if among is None else np.unique(among)
        ids, scores, highest = [np.empty(0, np.int64)], [np.empty(0)], list[float]()
        for each in self.parts:
            least = highest[-1] if len(highest) == k else 0.0
            rows, of_rows = self._candidates(each, terms, norm, k, least, different)
            ids.append(each.part.ids[rows])
            scores.append(of_rows)
            highest = sorted(highest + of_rows.tolist(), reverse=True)[:k]
        all_ids, all_scores = np.concatenate(ids), np.concatenate(scores)
        best = np.lexsort((all_ids, -all_scores))[:k]
        best = best[all_scores[best] > 0]
        return all_ids[best], all_scores[best]

    def _candidates(
        self, ranked: Ranked, terms: Weighed, norm: Norm, k: int, least: float, among: Ids | None
    ) -> tuple[Rows, Floats]:
        """The rows of a part among which are those of the best k that score so much at least, and their BM25."""
        allowed = None if among is None else ranked.part.rows_of(among)[1]
        if allowed is not None and len(allowed) <= _FEW_AMONG:
            return allowed, ranked.scores(terms, norm, allowed)
        return ranked.best(terms, norm, k, least, _forbidden(ranked.part, allowed), self._room)


def _forbidden(part: Part, allowed: Rows | None) -> NDArray[np.bool_]:
    """Which rows of a part may not be found, (rows,); empty if all may."""
    if allowed is None:
        return np.empty(0, bool) if part.alive is None else ~part.alive
    forbidden = np.ones(part.rows, bool)
    forbidden[allowed] = False
    return forbidden
