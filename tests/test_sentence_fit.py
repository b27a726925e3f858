"""How well each sentence of a candidate answers."""

from __future__ import annotations

from dataclasses import replace
from math import log

import numpy as np
import pytest

from index.fuse import default_weights
from index.sentence_fit import (
    MARKS,
    SENTENCE,
    concept_weights,
    mark_features,
    sentence_features,
    sentence_fits,
    sentence_marks,
)
from tests.benchmarks.fit_cases import BY_SENTENCE
from tests.made_evidence import made_evidence


def columns(**changes: object) -> dict[str, list[float]]:
    """Those of the first candidate, which has two sentences."""
    features = sentence_features(replace(made_evidence(), **changes))[:2]  # type: ignore[arg-type]
    return dict(zip(SENTENCE, features.T.tolist(), strict=True))


def test_all_that_is_known_of_each_sentence() -> None:
    found = sentence_features(made_evidence())
    expected = [
        # centred, concepts, those only here, pairs, names, shape, that of a reason, behind, asks, length
        [0.05, 0.75, 0.75, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0, log(4)],
        [0.10, 0.00, 0.00, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, log(8)],
        # The second candidate's only one.
        [0.05, 0.25, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, log(2)],
    ]
    np.testing.assert_allclose(found, expected)


def test_names_and_shape_count_only_where_the_question_asks_for_them() -> None:
    assert (columns()["names"], columns()["shape"]) == ([0.0, 0.0], [0.0, 0.0])
    assert (columns(asks=True)["names"], columns(asks=True)["shape"]) == ([0.0, 1.0], [0.0, 0.0])
    assert (columns(shaped=True)["names"], columns(shaped=True)["shape"]) == ([0.0, 0.0], [0.0, 1.0])


def test_a_reason_and_a_decision_are_looked_for_behind_the_sentence_that_names_the_matter() -> None:
    found = columns(shaped=True, soft=True)
    assert (found["shape"], found["soft_shape"], found["behind"]) == ([0.0, 0.0], [0.0, 1.0], [0.0, 0.75])
    # The first sentence of a candidate stands behind none.
    assert sentence_features(replace(made_evidence(), soft=True))[2, SENTENCE.index("behind")] == 0.0
    assert columns(shaped=True)["behind"] == [0.0, 0.0]


def test_what_stands_in_two_sentences_is_only_here_in_neither() -> None:
    twice = np.array([[True, True], [True, False], [True, True]])
    found = columns(sentence_held=twice, context_held=twice[:2])
    # The heading's own concepts are not looked at.
    assert (found["concepts"], found["concepts_only_here"]) == ([1.0, 0.75], [0.25, 0.0])


def test_an_opaque_concept_weighs_a_quarter() -> None:
    opaque = replace(made_evidence(), opaque=np.array([True, False]))
    assert concept_weights(opaque).tolist() == [0.75, 1.0]
    np.testing.assert_allclose(columns(opaque=np.array([True, False]))["concepts"], [0.75 / 1.75, 0.0])


def test_a_question_without_concepts() -> None:
    nothing = np.zeros(0)
    held = {"context_held": np.zeros((2, 0), bool), "sentence_held": np.zeros((3, 0), bool)}
    found = columns(idf=nothing, opaque=nothing.astype(bool), **held)
    assert (found["concepts"], found["concepts_only_here"]) == ([0.0, 0.0], [0.0, 0.0])


@pytest.mark.parametrize("name", SENTENCE)
def test_a_feature_has_the_weight_of_its_name(name: str) -> None:
    evidence = replace(made_evidence(), asks=True, shaped=True, soft=name in ("soft_shape", "behind"))
    weights = {each: 2.0 if each == name else 0.0 for each in SENTENCE}
    expected = 2 * sentence_features(evidence)[:, SENTENCE.index(name)]
    np.testing.assert_allclose(sentence_fits(evidence, weights), expected)
    assert expected.any()


def test_what_sentences_are_marked_by_besides() -> None:
    # A candidate of three sentences and one of two; of two concepts with weights of .75 and .25.
    held = np.array([[False, True], [True, False], [False, False], [True, True], [True, False]])
    five = {name: np.zeros(5) for name in BY_SENTENCE if name != "sentence_held"}
    found = mark_features(replace(made_evidence(), edges=np.array([0, 3, 5]), sentence_held=held, **five))
    assert found.shape == (5, len(MARKS))
    assert found[:, MARKS.index("concepts_before")].tolist() == [0.0, 0.25, 0.75, 0.0, 0.25]
    assert found[:, MARKS.index("concepts_later")].tolist() == [0.75, 0.0, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_has_the_weight_of_its_name(name: str) -> None:
    evidence = replace(made_evidence(), asks=True, shaped=True, soft=name in ("soft_shape", "behind"))
    # The other way about, so that a concept comes later.
    order = [1, 0, 2] if name == "concepts_later" else [0, 1, 2]
    evidence = replace(evidence, sentence_held=evidence.sentence_held[order])
    weights = {each: 2.0 if each == name else 0.0 for each in MARKS}
    expected = 2 * mark_features(evidence)[:, MARKS.index(name)]
    np.testing.assert_allclose(sentence_marks(evidence, weights), expected)
    assert expected.any()


def test_the_fit_is_the_sum_of_the_weighted_features() -> None:
    weights = dict.fromkeys(SENTENCE, 0.0) | {"centred": 10.0, "concepts": 1.0, "length": 0.5}
    np.testing.assert_allclose(
        sentence_fits(made_evidence(), weights),
        [0.5 + 0.75 + 0.5 * log(4), 1.0 + 0.5 * log(8), 0.5 + 0.25 + 0.5 * log(2)],
    )


def test_stored_weights_are_whole() -> None:
    assert set(default_weights().sentence) == set(SENTENCE)
    assert set(default_weights().marks) == set(MARKS)
