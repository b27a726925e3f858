"""From evidence to order and confidence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from index.evidence import Evidence
from index.fuse import ANSWER, RANKING, Weights, answer_features, default_weights, judge


def _evidence() -> Evidence:
    """Two candidates: the first of two sentences, the second of one; the question speaks of two things."""
    return Evidence(
        cosine=np.array([0.9, 0.8]),
        centred=np.array([0.1, 0.05]),
        sentences=[np.array([0.8, 0.9]), np.array([0.8])],
        centred_sentences=[np.array([0.05, 0.1]), np.array([0.05])],
        bm25=np.array([4.0, 2.0]),
        bm25_folded=np.array([4.0, 1.0]),
        coverage=np.array([1.0, 0.25]),
        pairs=np.array([0.5, 0.0]),
        idf=np.array([3.0, 1.0]),
        known=np.array([True, True]),
        opaque=np.array([False, False]),
        numeric=np.array([False, True]),
        held=[np.array([[False, True], [True, False], [False, False]]), np.array([[False, False], [False, True]])],
        names=np.array([1.0, 1.0]),
        sentence_names=[np.array([0.0, 1.0]), np.array([1.0])],
        shape=np.array([1.0, 0.0]),
        sentence_shape=[np.array([0.0, 1.0]), np.array([0.0])],
        other_language=np.array([0.0, 0.0]),
        english=False,
        asks=False,
        shaped=False,
    )


def test_features_of_the_ranking() -> None:
    features = judge(_evidence()).ranking
    assert set(features) == set(RANKING)
    np.testing.assert_allclose(features["concepts"], [1.0, 0.25])
    np.testing.assert_allclose(features["centred_sentence"], [0.1, 0.05])
    np.testing.assert_allclose(features["bm25_relative"], [1.0, 0.25])
    # The heading's concept (a quarter) counts for the sentence that holds the other three quarters.
    np.testing.assert_allclose(features["best_sentence"], [8 * 0.05 + 1.0, 8 * 0.05 + 0.25])


def test_features_of_the_answer() -> None:
    judged = judge(_evidence())
    features = dict(zip(ANSWER, answer_features(judged, np.array([5.0, 3.5])).tolist(), strict=True))
    assert features["score"] == 5.0
    assert features["margin"] == 1.5
    assert features["sentence_concepts"] == 0.75
    assert features["missing"] == 0.0
    assert features["numbers"] == 1.0
    second = dict(zip(ANSWER, answer_features(judged, np.array([3.5, 5.0])).tolist(), strict=True))
    assert second["concepts"] == 0.25
    assert second["missing"] == 1.0


def test_opaque_words_weigh_little_only_in_the_other_language() -> None:
    opaque = replace(_evidence(), opaque=np.array([True, False]), other_language=np.array([1.0, 0.0]))
    np.testing.assert_allclose(judge(opaque).answer["concepts"], [1.0, 0.25])
    np.testing.assert_allclose(judge(replace(opaque, other_language=np.ones(2))).answer["concepts"], [1.0, 1 / 1.75])


def test_what_is_asked_for_makes_a_sentence_better() -> None:
    shaped = replace(_evidence(), asks=True, shaped=True)
    # The second sentence: the heading's quarter, its cosine, and both of what is asked for.
    np.testing.assert_allclose(judge(shaped).ranking["best_sentence"][0], max(8 * 0.05 + 1.0, 8 * 0.1 + 0.25 + 0.4))
    assert judge(shaped).answer["sentence_shape"][0] == 1.0


def test_confidence_of_the_best_and_the_others() -> None:
    weights = Weights(
        {name: 1.0 if name == "concepts" else 0.0 for name in RANKING},
        {"bias": -1.0, **{name: 2.0 if name == "concepts" else 0.0 for name in ANSWER}},
        0.5,
    )
    expected = 1 / (1 + np.exp(-np.array([1.0, 1.0 - 0.75])))
    np.testing.assert_allclose(weights.confidence(_evidence()), expected)


def test_no_candidates() -> None:
    nothing = np.zeros(0)
    empty = replace(_evidence(), cosine=nothing)
    assert default_weights().confidence(empty).shape == (0,)


def test_stored_weights_are_whole() -> None:
    weights = default_weights()
    assert set(weights.ranking) == set(RANKING)
    assert set(weights.answer) == {*ANSWER, "bias"}
    assert 0 < weights.threshold < 1


def test_more_of_the_same_evidence_means_more_confidence() -> None:
    weights = default_weights()
    better, worse = weights.confidence(_evidence())
    assert better == pytest.approx(max(better, worse))
