"""AUROC against scikit-learn's, calibration against figures worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from assistant.evaluation.calibration import (
    BINS,
    Bin,
    auroc,
    bin_numbers,
    expected_calibration_error,
    reliability,
    signed_gaps,
)

# With few values, so that ties are many.
SCORES = st.lists(st.tuples(st.integers(0, 5).map(lambda tenths: tenths / 10), st.integers(0, 3)), min_size=1)


def test_the_bins_are_of_equal_width_and_hold_their_upper_end() -> None:
    values = np.array([0.0, 0.05, 0.1, 0.1000001, 0.2, 0.3, 0.7, 0.9, 0.9000001, 1.0])
    assert bin_numbers(values).tolist() == [0, 0, 0, 1, 1, 2, 6, 8, 9, 9]


def test_the_bins_count_their_questions() -> None:
    bins = reliability([0.0, 0.1, 0.85, 0.95, 1.0], [False, True, True, True, False], [False, True, True, True, False])
    assert len(bins) == BINS
    assert bins[0] == Bin(0.0, 0.1, 2, 1, 1, 0.05)
    assert bins[1] == Bin(0.1, 0.2, 0, 0, 0, None)
    assert bins[8] == Bin(0.8, 0.9, 1, 1, 1, 0.85)
    assert bins[9] == Bin(0.9, 1.0, 2, 1, 1, 0.975)
    assert [each.accuracy for each in (bins[0], bins[1], bins[8])] == [0.5, None, 1.0]


def error_of(confidences: list[float], right: list[bool], counts: list[int] | None = None) -> float:
    gaps = signed_gaps(np.array(confidences), np.array(right, float))
    (error,) = expected_calibration_error(gaps, np.array([counts or [1] * len(right)], float))
    return float(error)


def test_the_calibration_error_by_hand() -> None:
    assert error_of([1.0, 0.0], [True, False]) == 0.0
    assert error_of([1.0, 0.0], [False, True]) == 1.0
    # In one bin gaps even out: three quarters are right of 0.75.
    assert error_of([0.75] * 4, [True, True, True, False]) == pytest.approx(0.0)
    # In two they don't: a gap of 0.05 over two questions, one of 0.45 over two.
    assert error_of([0.4, 0.5, 0.95, 0.95], [True, False, True, True]) == pytest.approx((0.6 + 0.5 + 2 * 0.05) / 4)
    assert error_of([0.45, 0.45, 0.95, 0.95], [True, False, False, True]) == pytest.approx((2 * 0.05 + 2 * 0.45) / 4)
    # Drawn twice is there twice.
    assert error_of([0.2, 0.9], [False, True], [3, 1]) == pytest.approx((3 * 0.2 + 0.1) / 4)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=50))
def test_the_calibration_error_is_that_of_the_reliability_bins(questions: list[tuple[float, bool]]) -> None:
    confidences, right = [each for each, _ in questions], [each for _, each in questions]
    weighted = 0.0
    for each in reliability(confidences, right, right):
        if each.confidence is not None and each.accuracy is not None:
            weighted += each.questions * abs(each.confidence - each.accuracy)
    assert error_of(confidences, right) == pytest.approx(weighted / len(questions), abs=1e-12)


def test_auroc_by_hand() -> None:
    def area(positive: list[float], negative: list[float]) -> float:
        ones = [np.ones((1, len(scores))) for scores in (positive, negative)]
        return float(auroc(np.array(positive), np.array(negative), *ones)[0])

    assert area([0.9, 0.8], [0.1]) == 1.0
    assert area([0.1], [0.9, 0.8]) == 0.0
    assert area([0.5], [0.5]) == 0.5
    assert area([0.5, 0.3], [0.4, 0.3]) == (2 + 0.5) / 4


@given(SCORES, SCORES)
def test_auroc_is_that_of_scikit_learn_however_often_each_was_drawn(
    positive: list[tuple[float, int]], negative: list[tuple[float, int]]
) -> None:
    scores = [np.array([score for score, _ in group]) for group in (positive, negative)]
    # Row 0 is a draw, row 1 has each question once.
    counts = [np.array([[count for _, count in group], [1] * len(group)], float) for group in (positive, negative)]
    with np.errstate(invalid="ignore"):
        found = auroc(*scores, *counts)
    labels = [1] * len(positive) + [0] * len(negative)
    assert found[1] == pytest.approx(roc_auc_score(labels, np.concatenate(scores)), abs=1e-12)
    if all(each[0].sum() for each in counts):
        weights = np.concatenate([each[0] for each in counts])
        expected = roc_auc_score(labels, np.concatenate(scores), sample_weight=weights)
        assert found[0] == pytest.approx(expected, abs=1e-12)
    else:
        assert np.isnan(found[0])
