"""The measures of rankings, their bootstrap intervals, and the tables of both in Markdown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

OURS = "Hỏi Họp"
MRR, HIT, SHARE, RECALL = "MRR@10", "hit@1", "top 5 inside the answer", "recall@5"
_SAMPLES = 10_000
_SEED = 2026


def reciprocal_rank(ranked: Sequence[int], right: Collection[int]) -> float:
    """One by the rank, from 1, of the first right one among the first ten; 0 if there is none."""
    return next((1 / rank for rank, row in enumerate(ranked[:10], start=1) if row in right), 0.0)


def first_is_right(ranked: Sequence[int], right: Collection[int]) -> float:
    """1 where the first one is right, else 0."""
    return float(bool(ranked) and ranked[0] in right)


def right_of_five(ranked: Sequence[int], right: Collection[int]) -> float:
    """The share of right ones among the first five places."""
    return sum(row in right for row in ranked[:5]) / 5


def recall_of_five(ranked: Sequence[int], right: Collection[int]) -> float:
    """The share of the right ones that is among the first five; of more than five, five count as all of them."""
    return sum(row in right for row in ranked[:5]) / max(min(len(right), 5), 1)


MEASURES: Mapping[str, Callable[[Sequence[int], Collection[int]], float]] = {
    MRR: reciprocal_rank,
    HIT: first_is_right,
    SHARE: right_of_five,
    RECALL: recall_of_five,
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row of the tables: for each system the rankings for the same questions, and for each question what is right.

    `passages` tells whether whole passages answer, so that it matters how much of the first five lies in them.
    """

    name: str
    passages: bool
    right: tuple[frozenset[int], ...]
    rankings: Mapping[str, Sequence[Sequence[int]]]

    def values(self, measure: str, system: str) -> NDArray[np.float64]:
        """The measure for each question."""
        pairs = zip(self.rankings[system], self.right, strict=True)
        return np.array([MEASURES[measure](ranked, right) for ranked, right in pairs])


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean, and between which values it lies in 95 % of the samples."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Lead:
    """How far ours lies above the best peer of a row by a measure."""

    row: str
    measure: str
    best_peer: str
    difference: Interval


def interval(values: ArrayLike) -> Interval:
    """The percentile bootstrap over questions: Efron and Tibshirani, An Introduction to the Bootstrap (1993), ch. 13.

    As many values draw the same samples each time, so that the interval of differences is that of a paired bootstrap.
    """
    each = np.asarray(values, np.float64)
    draws = np.random.default_rng(_SEED).integers(0, len(each), (_SAMPLES, len(each)))
    low, high = np.quantile(each[draws].mean(axis=1), [0.025, 0.975])
    return Interval(float(each.mean()), float(low), float(high))


def lead(row: Ranked, measure: str) -> Lead:
    """Ours beside the peer that is best by the measure, the first of equals."""
    values = {system: row.values(measure, system) for system in row.rankings}
    best = max((system for system in values if system != OURS), key=lambda system: float(values[system].mean()))
    return Lead(row.name, measure, best, interval(values[OURS] - values[best]))


def tables(rows: Sequence[Ranked]) -> str:
    """A table of each measure, and one of the leads."""
    parts = [_of_measure(measure, rows) for measure in MEASURES if _measured(measure, rows)]
    leads = [lead(row, measure) for measure in MEASURES for row in _measured(measure, rows)]
    return "\n".join([*parts, _of_leads(leads)])


def _measured(measure: str, rows: Sequence[Ranked]) -> list[Ranked]:
    return [row for row in rows if measure not in (SHARE, RECALL) or row.passages]


def _of_measure(measure: str, rows: Sequence[Ranked]) -> str:
    measured = _measured(measure, rows)
    systems = list(measured[0].rankings)
    lines = [[row.name, str(len(row.right)), *(_cell(row, measure, system) for system in systems)] for row in measured]
    return _table([f"{measure} (95 % interval)", "questions", *systems], lines)


def _cell(row: Ranked, measure: str, system: str) -> str:
    of_system = interval(row.values(measure, system))
    return f"{of_system.mean:.3f} ({of_system.low:.3f}–{of_system.high:.3f})"


def _of_leads(leads: Sequence[Lead]) -> str:
    lines = []
    for each in leads:
        it = each.difference
        figures = f"{it.mean:+.3f} ({it.low:+.3f} to {it.high:+.3f})"
        lines.append([each.row, each.measure, each.best_peer, figures, "yes" if it.low > 0 else "no"])
    return _table(["", "measure", "best peer", f"{OURS} above it (95 % interval, paired)", "above zero"], lines)


def _table(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---"] * len(headings)
    return "".join(f"| {' | '.join(line)} |\n" for line in (headings, rule, *lines))
