"""From evidence to order and confidence."""

from __future__ import annotations

from dataclasses import replace
from math import exp, log

import numpy as np
import pytest
from hypothesis import given as generated
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.evidence import Evidence
from index.fuse import (
    ANSWER,
    BESIDE,
    DOCUMENT,
    RANKING,
    Judged,
    Models,
    Weights,
    answer_features,
    beside,
    default_weights,
    judge,
    support,
)
from index.sentence_fit import MARKS, SENTENCE
from tests.made_evidence import made_evidence

SENTENCE_WEIGHTS = dict.fromkeys(SENTENCE, 0.0) | {"centred": 8.0, "concepts": 1.0}


def answer(evidence: Evidence, scores: list[float]) -> dict[str, float]:
    judged = judge(evidence, SENTENCE_WEIGHTS)
    return dict(zip(ANSWER, answer_features(judged, np.array(scores)).tolist(), strict=True))


def ranking(evidence: Evidence) -> dict[str, NDArray[np.float64]]:
    return dict(judge(evidence, SENTENCE_WEIGHTS).ranking)


def weights(ranks: dict[str, float], answers: dict[str, float]) -> Weights:
    """Weights that are 0 but for those given."""
    nothing = Models(dict.fromkeys((*RANKING, DOCUMENT, BESIDE), 0.0), dict.fromkeys(("bias", *ANSWER), 0.0))
    question = Models({**nothing.ranking, **ranks}, {**nothing.answer, **answers})
    return Weights(SENTENCE_WEIGHTS, {}, question, nothing, 0.5)


def test_features_of_the_ranking() -> None:
    features = ranking(made_evidence())
    assert set(features) == set(RANKING)
    expected = {
        "centred": [0.1, 0.05],
        "centred_sentence": [0.1, 0.05],
        "concepts": [1.0, 0.25],
        # The first sentence of two is the better one: 8 * 0.05 + 0.75 is above 8 * 0.1.
        "best_sentence": [8 * 0.05 + 0.75, 8 * 0.05 + 0.25],
        "pairs": [0.5, 0.0],
        "coverage": [1.0, 0.25],
        "bm25_relative": [1.0, 0.25],
        "spoken": [0.5, 0.0],
        "neighbours_1_to_1": [0.1, -0.1],
        "neighbours_2_to_3": [0.2, 0.0],
        "neighbours_4_to_8": [0.3, 0.0],
    }
    for name, values in expected.items():
        np.testing.assert_allclose(features[name], values, err_msg=name)
    for name in set(RANKING) - set(expected):
        assert name.startswith(("translated", "said", "talk"))
        assert features[name].tolist() == [0.0, 0.0]


def test_words_count_apart_in_the_other_language() -> None:
    features = ranking(replace(made_evidence(), other_language=np.array([0.0, 1.0])))
    assert features["translated"].tolist() == [0.0, 1.0]
    for name in ("centred", "centred_sentence", "concepts", "best_sentence"):
        assert features[f"translated_{name}"].tolist() == [0.0, features[name][1]]


def said_by_somebody() -> Evidence:
    """The first candidate is somebody's words."""
    return replace(
        made_evidence(),
        said=np.array([True, False]),
        talk=np.array([0.3, 0.0]),
        talk_sentences=np.array([0.4, 0.2, 0.0]),
    )


def test_what_is_said_has_features_of_its_own() -> None:
    written, said = ranking(made_evidence()), ranking(said_by_somebody())
    of_both = ("centred", "centred_sentence", "concepts", "best_sentence", "pairs", "coverage", "bm25_relative")
    for name in of_both:
        assert said[name].tolist() == [0.0, written[name][1]], name
        assert said[f"said_{name}"].tolist() == [written[name][0], 0.0], name
    assert said["said"].tolist() == [1.0, 0.0]
    assert said["talk"].tolist() == [0.3, 0.0]
    # That of its sentence which is the nearest.
    assert said["talk_sentence"].tolist() == [0.4, 0.0]
    for name in ("spoken", *(each for each in RANKING if each.startswith("neighbours"))):
        assert said[name].tolist() == written[name].tolist(), name


def test_what_is_said_answers_by_features_of_its_own() -> None:
    said = answer(said_by_somebody(), [5.0, 3.5])
    own = {"said": 1.0, "talk": 0.3, "talk_sentence": 0.4}
    of_both = ("score", "margin", "centred_sentence", "concepts", "sentence_concepts", "size")
    written = answer(made_evidence(), [5.0, 3.5])
    assert said == pytest.approx(written | own | {f"said_{name}": written[name] for name in of_both})
    # What is written is the best now.
    assert answer(said_by_somebody(), [3.5, 5.0]) == pytest.approx(answer(made_evidence(), [3.5, 5.0]))


def test_few_words_that_ask_nothing_have_weights_of_their_own() -> None:
    phrases = weights({"centred": 2.0}, {"bias": log(3)}).question
    model = replace(weights({"centred": 1.0}, {}), phrase=phrases)
    for phrase, times, first in ((False, 1.0, 0.5), (True, 2.0, 0.75)):
        judged = model.judge(replace(made_evidence(), phrase=phrase))
        assert model.scores(judged) == pytest.approx([0.1 * times, 0.05 * times])
        odds = first / (1 - first)
        assert model.confidence(judged, np.array([2.0, 2.0 - log(3)])) == pytest.approx([first, odds / (3 + odds)])


def test_features_of_the_answer() -> None:
    best = answer(made_evidence(), [5.0, 3.5])
    size = log(2)
    assert best == pytest.approx(
        {
            "score": 5.0,
            "margin": 1.5,
            "centred_sentence": 0.1,
            "concepts": 1.0,
            # The heading's concept stands in no sentence.
            "sentence_concepts": 0.75,
            # Of the best sentence, the first one.
            "names": 0.0,
            # The question doesn't say what its answer looks like.
            "shape": 1.0,
            "sentence_shape": 1.0,
            "asks": 0.0,
            "shaped": 0.0,
            # The second sentence names what might be asked for, and holds nothing else.
            "answering_concepts": 0.0,
            "pairs": 0.5,
            "missing": 0.0,
            "numbers": 1.0,
            "translated": 0.0,
            "size": size,
            "score_by_size": 5.0 * size,
            "centred_sentence_by_size": 0.1 * size,
            "concepts_by_size": size,
            "sentence_concepts_by_size": 0.75 * size,
            **{name: 0.0 for name in ANSWER if name.startswith(("said", "talk"))},
        }
    )
    second = answer(made_evidence(), [3.5, 5.0])
    assert (second["concepts"], second["missing"], second["names"]) == (0.25, 1.0, 1.0)


def test_the_margin_has_a_limit_and_a_value_for_one_alone() -> None:
    assert answer(made_evidence(), [50.0, 0.0])["margin"] == 4.0
    assert answer(made_evidence(), [1.0, 1.0])["margin"] == 0.0
    alone = answer_features(judge(made_evidence(), SENTENCE_WEIGHTS), np.array([5.0]))
    assert alone[ANSWER.index("margin")] == 2.0


def test_a_library_of_the_middle_size_counts_as_none() -> None:
    assert answer(replace(made_evidence(), size=300), [1.0, 0.0])["size"] == 0.0


@pytest.mark.parametrize(("size", "counted"), [(0, 150), (1, 150), (150, 150), (1_300, 1_300), (10**6, 1_300)])
def test_no_library_counts_as_smaller_or_larger_than_those_that_were_fitted_on(size: int, counted: int) -> None:
    features = answer(replace(made_evidence(), size=size), [1.0, 0.0])
    assert features["size"] == pytest.approx(log(counted / 300))
    assert features["score_by_size"] == pytest.approx(log(counted / 300))


def test_opaque_words_weigh_little_only_in_the_other_language() -> None:
    opaque = replace(made_evidence(), opaque=np.array([True, False]), other_language=np.array([1.0, 0.0]))
    held = judge(opaque, SENTENCE_WEIGHTS).answer["concepts"]
    np.testing.assert_allclose(held, [1.0, 0.25])
    held = judge(replace(opaque, other_language=np.ones(2)), SENTENCE_WEIGHTS).answer["concepts"]
    np.testing.assert_allclose(held, [1.0, 1 / 1.75])


def test_the_answer_s_names_and_shape_are_those_of_the_best_sentence() -> None:
    sentence = SENTENCE_WEIGHTS | {"shape": 1.0}
    shaped = judge(replace(made_evidence(), asks=True, shaped=True), sentence)
    # Now the second sentence is the best one: 8 * 0.1 and its shape.
    assert shaped.ranking["best_sentence"][0] == pytest.approx(1.8)
    assert (shaped.answer["sentence_shape"][0], shaped.answer["names"][0]) == (1.0, 1.0)
    # What the question doesn't ask for makes no sentence better.
    assert judge(made_evidence(), sentence).answer["names"][0] == 0.0


def test_a_question_for_a_reason_says_nothing_of_the_shape() -> None:
    shaped = replace(made_evidence(), asks=True, shaped=True)
    assert judge(shaped, SENTENCE_WEIGHTS).answer["shape"].tolist() == [1.0, 0.0]
    soft = judge(replace(shaped, soft=True), SENTENCE_WEIGHTS).answer
    assert (soft["shape"].tolist(), soft["shaped"].tolist(), soft["asks"].tolist()) == ([1.0] * 2, [0.0] * 2, [1.0] * 2)


def test_concepts_count_apart_in_the_sentences_that_may_hold_the_answer() -> None:
    every = np.array([[True, False], [True, True], [False, True]])
    evidence = replace(made_evidence(), asks=True, shaped=True, sentence_held=every)
    # Of three sentences the second alone both names what is asked for and looks like its answer.
    assert judge(evidence, SENTENCE_WEIGHTS).answer["answering_concepts"].tolist() == [1.0, 0.0]
    named = replace(evidence, sentence_names=np.array([1.0, 0.0, 1.0]), sentence_shape=np.array([1.0, 1.0, 1.0]))
    assert judge(named, SENTENCE_WEIGHTS).answer["answering_concepts"].tolist() == [0.75, 0.25]


def test_scores_are_the_weighted_sum() -> None:
    given = weights({"concepts": 2.0, "spoken": 1.0, "neighbours_2_to_3": 10.0}, {})
    np.testing.assert_allclose(given.scores(given.judge(made_evidence())), [2.0 + 0.5 + 2.0, 0.5])


def test_a_document_s_second_paragraph_speaks_for_all_of_it() -> None:
    # The first document's second is 2 behind the best of all, the second's 5.5; the third has one alone.
    scores, documents = np.array([5.0, 1.5, 7.0, 4.0, 6.5]), np.array([0, 1, 0, 1, 2])
    assert support(scores, documents).tolist() == [-2.0, -4.0, -2.0, -4.0, -4.0]
    assert support(np.array([9.0, 1.0, 6.0]), np.array([3, 3, 3])).tolist() == [-3.0, -3.0, -3.0]
    assert support(np.array([2.0]), np.array([0])).tolist() == [-4.0]
    assert support(np.zeros(0), np.zeros(0, np.int64)).tolist() == []


@generated(st.lists(st.tuples(st.integers(-9, 9), st.integers(0, 3)), max_size=12))
def test_support_is_by_the_second_best_of_the_document(candidates: list[tuple[int, int]]) -> None:
    scores = np.array([float(score) for score, _ in candidates])
    documents = np.array([document for _, document in candidates], np.int64)
    expected = []
    for _, document in candidates:
        second = sorted((float(score) for score, of in candidates if of == document), reverse=True)[1:2]
        expected.append(max([-4.0, *(each - scores.max() for each in second)]))
    assert support(scores, documents).tolist() == expected


def test_the_document_s_weight_counts() -> None:
    # 2 and 0.5 by themselves.
    given = weights({"concepts": 2.0, DOCUMENT: 0.5}, {})
    of_one = replace(made_evidence(), documents=np.array([0, 0]))
    np.testing.assert_allclose(given.scores(given.judge(of_one)), [2.0 - 0.75, 0.5 - 0.75])
    np.testing.assert_allclose(given.scores(given.judge(made_evidence())), [2.0 - 2.0, 0.5 - 2.0])


def talk(documents: list[int], places: list[int], said: list[bool]) -> Judged:
    """What is judged of some candidates, as far as it matters to what stands beside them."""
    ranking = {"said": np.array(said, float)}
    return Judged(ranking, {}, np.array(documents, np.int64), np.array(places, np.int64), phrase=False)


def test_what_stands_beside_in_a_transcript_speaks_for_a_candidate() -> None:
    # Shares of 0.6, 0.3 and 0.1; the second stands 3 paragraphs behind the first, the third 6.
    scores = np.log([6.0, 3.0, 1.0])
    near, far = exp(-1), exp(-2)
    expected = [0.6 + 0.3 * near + 0.1 * far, 0.6 * near + 0.3 + 0.1 * near, 0.6 * far + 0.3 * near + 0.1]
    np.testing.assert_allclose(beside(scores, talk([0, 0, 0], [4, 7, 10], [True] * 3)), expected)
    # In another document, or not said by anybody, it is nobody's neighbour.
    expected = [0.6 + 0.1 * far, 0.3, 0.6 * far + 0.1]
    np.testing.assert_allclose(beside(scores, talk([0, 1, 0], [4, 7, 10], [True] * 3)), expected)
    expected[1] = 0.0
    np.testing.assert_allclose(beside(scores, talk([0, 0, 0], [4, 7, 10], [True, False, True])), expected)
    assert beside(scores, talk([0, 0, 0], [4, 7, 10], [False] * 3)).tolist() == [0.0, 0.0, 0.0]
    assert beside(np.zeros(0), talk([], [], [])).tolist() == []
    assert beside(np.array([5.0]), talk([0], [4], [True])).tolist() == [1.0]


def test_the_weight_of_what_stands_beside_counts() -> None:
    given = weights({"concepts": 2.0, BESIDE: 3.0}, {})
    in_a_row = replace(made_evidence(), documents=np.array([0, 0]), places=np.array([7, 8]), said=np.array([True] * 2))
    # What is said is weighed by features of its own, which count nothing here.
    np.testing.assert_allclose(given.scores(given.judge(in_a_row)), 3.0 * (0.5 + 0.5 * exp(-1 / 3)))
    # What is written by itself stays as it is.
    np.testing.assert_allclose(given.scores(given.judge(made_evidence())), [2.0, 0.5])


def test_the_best_isn_t_overtaken_by_the_one_beside_it() -> None:
    surely = talk([0, 0], [4, 5], [True, True])
    for ahead in (0.1, 2.0, 9.0):
        best, other = np.array([ahead, 0.0]) + 20.0 * beside(np.array([ahead, 0.0]), surely)
        assert best > other


def test_confidence_of_the_best_and_the_others() -> None:
    given = weights({"concepts": 1.0}, {"bias": -1.0, "concepts": 2.0})
    judged = given.judge(made_evidence())
    expected = 1 / (1 + np.exp(-np.array([1.0, 1.0 - 0.75])))
    np.testing.assert_allclose(given.confidence(judged, given.scores(judged)), expected)
    # In another order another one's evidence says how confident.
    expected = 1 / (1 + np.exp(-np.array([-0.5 - 0.75, -0.5])))
    np.testing.assert_allclose(given.confidence(judged, np.array([0.25, 1.0])), expected)


def test_no_candidates() -> None:
    nothing = np.zeros(0)
    empty = replace(
        made_evidence(),
        **dict.fromkeys(("cosine", "centred", "bm25_folded", "coverage", "pairs", "names"), nothing),
        **dict.fromkeys(("shape", "other_language", "spoken", "talk", "talk_sentences"), nothing),
        **dict.fromkeys(("centred_sentences", "sentence_names", "sentence_shape", "sentence_pairs"), nothing),
        **dict.fromkeys(("sentence_words", "sentence_asks", "sentence_spoken"), nothing),
        **dict.fromkeys(("context_held", "sentence_held"), np.zeros((0, 2), bool)),
        edges=np.array([0]),
        neighbours=np.zeros((0, 3)),
        documents=np.zeros(0, np.int64),
        places=np.zeros(0, np.int64),
        said=np.zeros(0, bool),
    )
    judged = default_weights().judge(empty)
    scores = default_weights().scores(judged)
    assert (scores.shape, default_weights().confidence(judged, scores).shape) == ((0,), (0,))


def test_stored_weights_are_whole() -> None:
    stored = default_weights()
    assert set(stored.sentence) == set(SENTENCE)
    assert set(stored.marks) == set(MARKS)
    for models in (stored.question, stored.phrase):
        assert set(models.ranking) == {*RANKING, DOCUMENT, BESIDE}
        assert set(models.answer) == {*ANSWER, "bias"}
    assert 0 < stored.threshold < 1


def test_more_of_the_same_evidence_means_more_confidence() -> None:
    stored = default_weights()
    judged = stored.judge(made_evidence())
    better, worse = stored.confidence(judged, stored.scores(judged))
    assert better > worse
