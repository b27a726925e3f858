"""Bootstrap intervals: the same each time, and as wide as theory says."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.bootstrap import RESAMPLES, Estimate, Floats, estimates


def mean_of(values: list[float]) -> Estimate | None:
    data = np.array(values, float)[:, None]
    (estimate,) = estimates([len(values)], lambda counts: (counts @ data) / counts.sum(axis=1, keepdims=True))
    return estimate


def test_every_resample_draws_as_many_questions_of_each_group() -> None:
    seen: list[tuple[Floats, Floats]] = []

    def statistic(some: Floats, others: Floats) -> Floats:
        seen.append((some, others))
        return np.ones((len(some), 1))

    assert estimates([7, 3], statistic) == [Estimate(1.0, 1.0, 1.0)]
    # First every question once.
    assert [each.tolist() for each in seen[0]] == [[[1.0] * 7], [[1.0] * 3]]
    some, others = (np.concatenate([blocks[group] for blocks in seen[1:]]) for group in (0, 1))
    assert (some.shape, others.shape) == ((RESAMPLES, 7), (RESAMPLES, 3))
    assert set(some.sum(axis=1)) == {7.0}
    assert set(others.sum(axis=1)) == {3.0}
    # Each question is left out of about (6/7)^7 = 0.34 of the resamples.
    assert np.abs((some == 0).mean(axis=0) - (6 / 7) ** 7).max() < 0.04


def test_the_interval_of_a_share_is_about_that_of_the_normal_distribution() -> None:
    estimate = mean_of([1.0] * 120 + [0.0] * 280)
    assert estimate is not None
    error = 1.96 * sqrt(0.3 * 0.7 / 400)
    assert estimate.value == pytest.approx(0.3)
    assert estimate.low == pytest.approx(0.3 - error, abs=0.006)
    assert estimate.high == pytest.approx(0.3 + error, abs=0.006)


def test_what_is_not_defined_has_no_estimate() -> None:
    assert mean_of([]) is None
    assert mean_of([0.25]) == Estimate(0.25, 0.25, 0.25)


def test_resamples_without_the_figure_do_not_count() -> None:
    # The share among two questions of which one counts: a quarter of the resamples have none that does.
    share, weight = np.array([[1.0], [0.0]]), np.array([[1.0], [0.0]])
    (estimate,) = estimates([2], lambda counts: (counts @ share) / (counts @ weight))
    assert estimate == Estimate(1.0, 1.0, 1.0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_the_same_input_gives_the_same_interval_within_its_values(values: list[float]) -> None:
    estimate = mean_of(values)
    assert estimate is not None
    assert estimate == mean_of(values)
    assert min(values) - 1e-12 <= estimate.low <= estimate.high <= max(values) + 1e-12
