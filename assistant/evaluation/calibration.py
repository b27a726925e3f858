"""How far the confidence tells answerable questions from others, and how far it is the probability that it claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.bootstrap import Floats, sums

BINS = 10
_EDGES = np.arange(1, BINS) / BINS


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions with a confidence above `low` and up to `high`; the first bin holds 0 too.

    `answerable` of them something answers, for `right` of them the surest paragraph shown is right. `confidence` is the
    mean over the bin, None where it is empty.
    """

    low: float
    high: float
    questions: int
    answerable: int
    right: int
    confidence: float | None

    @property
    def accuracy(self) -> float | None:
        """The share of right ones, None where the bin is empty."""
        return self.right / self.questions if self.questions else None


def bin_numbers(confidences: Floats) -> NDArray[np.int64]:
    """The number of each confidence's bin, from 0: `BINS` of equal width, each without its lower end (n,)."""
    return np.digitize(confidences, _EDGES, right=True)


def reliability(confidences: Sequence[float], right: Sequence[bool], answerable: Sequence[bool]) -> tuple[Bin, ...]:
    """All bins, empty ones too: the points of a reliability diagram."""
    values, numbers = np.array(confidences, float), bin_numbers(np.array(confidences, float))
    are_right, have_answers = np.array(right, bool), np.array(answerable, bool)
    bins = []
    for number in range(BINS):
        here = numbers == number
        mean = float(values[here].mean()) if here.any() else None
        counts = (int(here.sum()), int(have_answers[here].sum()), int(are_right[here].sum()))
        bins.append(Bin(number / BINS, (number + 1) / BINS, *counts, mean))
    return tuple(bins)


def signed_gaps(confidences: Floats, right: Floats) -> Floats:
    """Confidence less outcome (1 right, 0 wrong) of each question in the column of its bin, else 0: (n, BINS)."""
    gaps = np.zeros((len(confidences), BINS))
    gaps[np.arange(len(confidences)), bin_numbers(confidences)] = confidences - right
    return gaps


def expected_calibration_error(gaps: Floats, counts: Floats) -> Floats:
    """By Guo et al., On Calibration of Modern Neural Networks (ICML 2017): 0 is perfect (resamples,).

    The gap between mean confidence and share of right ones in each bin, weighted by the bin's questions. `gaps` is what
    `signed_gaps` returns, `counts` (resamples, n) how often each question was drawn.
    """
    error: Floats = np.abs(sums(counts, gaps)).sum(axis=1) / counts.sum(axis=1)
    return error


def auroc(positive: Floats, negative: Floats, positive_counts: Floats, negative_counts: Floats) -> Floats:
    """The probability that a drawn positive scores above a drawn negative, ties counted half (resamples,).

    That is the area under the ROC curve (Hanley and McNeil, Radiology 143, 1982). `positive` (p,) and `negative` (n,)
    are scores, the counts (resamples, p) and (resamples, n) how often each was drawn. Nan where a group is empty.
    """
    order = np.argsort(negative, kind="stable")
    below = np.pad(np.cumsum(negative_counts[:, order], axis=1), ((0, 0), (1, 0)))
    scores = negative[order]
    # For each positive, how many negatives lie below it, and how many below it or level with it.
    beaten = below[:, np.searchsorted(scores, positive, "left")]
    not_above = below[:, np.searchsorted(scores, positive, "right")]
    pairs = positive_counts.sum(axis=1) * negative_counts.sum(axis=1)
    area: Floats = (positive_counts * (beaten + not_above)).sum(axis=1) / 2 / pairs
    return area
