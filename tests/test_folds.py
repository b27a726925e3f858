"""The weights that figures are measured with: whole, and of folds that part the questions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields

import numpy as np

from index.evidence import Evidence
from index.fuse import ANSWER, BESIDE, DOCUMENT, RANKING, Weights, default_weights
from index.sentence_fit import MARKS, SENTENCE
from tests.benchmarks.fit_cases import BY_ROW, BY_SENTENCE
from tests.benchmarks.folds import FOLDS, fold_of, weights_by_fold

_OF_THE_QUESTION = {"idf", "opaque", "numeric", "size", "asks", "shaped", "soft", "phrase"}


def _is_whole(weights: Weights) -> bool:
    ranking, answer = (*RANKING, BESIDE, DOCUMENT), ("bias", *ANSWER)
    models: list[tuple[Mapping[str, float], Sequence[str]]] = [(weights.sentence, SENTENCE), (weights.marks, MARKS)]
    for each in (weights.question, weights.phrase):
        models += [(each.ranking, ranking), (each.answer, answer)]
    numbers = [value for model, _ in models for value in (*model.values(), weights.threshold)]
    return all(set(model) == set(names) for model, names in models) and bool(np.isfinite(numbers).all())


def test_weights_that_come_with_the_program_are_whole() -> None:
    assert _is_whole(default_weights())
    assert 0 < default_weights().threshold < 1


def test_each_fold_has_weights_of_its_own() -> None:
    folds = weights_by_fold()
    assert len(folds) == FOLDS
    assert all(map(_is_whole, folds))
    assert {each.threshold for each in folds} == {default_weights().threshold}
    rankings = {json.dumps(dict(each.question.ranking), sort_keys=True) for each in (*folds, default_weights())}
    assert len(rankings) == FOLDS + 1


def test_fold_goes_by_the_documents_name() -> None:
    # By CRC-32, which no version of Python changes.
    assert [fold_of(name) for name in ("bien-ban.txt", "biên bản.docx", "1.txt")] == [0, 4, 1]
    assert all(0 <= fold_of(str(number)) < FOLDS for number in range(100))


def test_near_miss_leaves_out_each_field_that_has_rows() -> None:
    assert {"edges", *BY_ROW, *BY_SENTENCE} | _OF_THE_QUESTION == {field.name for field in fields(Evidence)}
