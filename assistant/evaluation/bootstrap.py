"""Figures with bootstrap intervals.

Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13: the percentile interval. What is drawn again
is questions, with replacement, those that something answers and those that nothing does each among themselves, since
how many of each there are was chosen by whoever wrote them. Questions about one document, or one question typed in
several ways, aren't independent: with such the intervals are narrower than they should be. Where every question comes
out alike the interval is a single point, however few they are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2_000
INTERVAL = 0.95
# So many resamples at a time bound the memory: 100 x 20,000 questions x 8 bytes are 16 MB.
_BLOCK = 100
_SEED = 20_240_229

Floats = NDArray[np.float64]
Statistic = Callable[..., Floats]
"""From how often each question of a group was drawn, an array (resamples, questions) for each group, to the figures
(resamples, figures); a figure that isn't defined is nan."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


def estimates(sizes: Sequence[int], statistic: Statistic) -> list[Estimate | None]:
    """Each of the statistic's figures over groups of so many questions; None for one that isn't defined.

    The same input gives the same intervals. Resamples for which a figure isn't defined don't count in its interval.
    """
    with np.errstate(invalid="ignore"):
        (values,) = statistic(*(np.ones((1, size)) for size in sizes))
        generator = np.random.default_rng(_SEED)
        drawn = np.concatenate(
            [statistic(*(_counts(size, _BLOCK, generator) for size in sizes)) for _ in range(RESAMPLES // _BLOCK)]
        )
    return [_estimate(float(value), column) for value, column in zip(values, drawn.T, strict=True)]


def sums(counts: Floats, values: Floats) -> Floats:
    """The sums of the drawn questions' values: (resamples, n) times (n, figures) is (resamples, figures).

    Unlike `@` it adds in one order, however many threads there are, and so gives the same bits each time.
    """
    total: Floats = np.einsum("rn,nf->rf", counts, values)
    return total


def _counts(size: int, resamples: int, generator: np.random.Generator) -> Floats:
    """How often each of `size` questions is drawn in each resample: (resamples, size), rows that sum to `size`."""
    if size == 0:
        return np.zeros((resamples, 0))
    drawn = generator.integers(size, size=(resamples, size)) + size * np.arange(resamples)[:, None]
    return np.bincount(drawn.ravel(), minlength=resamples * size).reshape(resamples, size).astype(np.float64)


def _estimate(value: float, drawn: Floats) -> Estimate | None:
    if np.isnan(value):
        return None
    tail = (1 - INTERVAL) / 2
    low, high = np.quantile(drawn[~np.isnan(drawn)], (tail, 1 - tail))
    return Estimate(value, float(low), float(high))
