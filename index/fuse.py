"""Fusion: from the evidence for the candidate paragraphs of a question to their order and calibrated confidences.

Two linear models. One orders the candidates: its scores are the logits of a softmax over them. The other says from the
best candidate's evidence, and from how far it is ahead, whether it answers at all; the confidence is its logistic
function, and the candidates behind have as much less as their scores say. Rank fusion could do the first, but could
never say "not found". The weights stand in weights.json, with the command that fitted them.

Of the dense features, the centred ones take the mean vector of generic questions in the question's language from the
question's vector (as speaker verification normalises scores by a cohort; Auckenthaler et al., 2000). What is common to
all questions goes, and with it the model's liking for paragraphs in the question's own language.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.evidence import Evidence

Floats = NDArray[np.float64]

RANKING = (
    "centred",
    "centred_sentence",
    "concepts",
    "best_sentence",
    "pairs",
    "coverage",
    "bm25_relative",
)
ANSWER = (
    "score",
    "margin",
    "centred_sentence",
    "concepts",
    "sentence_concepts",
    "names",
    "shape",
    "sentence_shape",
    "pairs",
    "missing",
    "numbers",
    "translated",
)
# How a sentence is judged within its paragraph, in shares of the question's concepts.
_COSINE_WEIGHT = 8.0
_NAMES_WEIGHT = 0.15
_SHAPE_WEIGHT = 0.25
# Nothing is known of how another language would say an opaque concept, so its absence weighs little.
_OPAQUE_WEIGHT = 0.25
_LARGEST_MARGIN = 4.0
# The margin of a candidate that is the only one.
_MARGIN_ALONE = 2.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What follows from the evidence for each of n candidates, (n,) each: the named features of both models."""

    ranking: Mapping[str, Floats]
    answer: Mapping[str, Floats]


def judge(evidence: Evidence) -> Judged:
    """The features of the candidates; those of the answer lack "score" and "margin", which need the weights."""
    weights = concept_weights(evidence)
    total = max(float(weights.sum()), 1e-9)
    concepts = np.array([held.any(axis=0) @ weights for held in evidence.held]) / total
    strongest = max(float(evidence.bm25_folded.max(initial=0.0)), 1e-9)
    best = np.array([_best_sentence(evidence, row, weights / total) for row in range(len(concepts))]).reshape(-1, 4)
    centred_sentence = np.array([each.max() for each in evidence.centred_sentences])
    ranking = {
        "centred": evidence.centred,
        "centred_sentence": centred_sentence,
        "concepts": concepts,
        "best_sentence": best[:, 0],
        "pairs": evidence.pairs,
        "coverage": evidence.coverage,
        "bm25_relative": evidence.bm25_folded / strongest * concepts.max(initial=0.0),
    }
    answer = {
        "centred_sentence": centred_sentence,
        "concepts": _share_held(evidence, np.ones(len(evidence.idf), bool)),
        "sentence_concepts": best[:, 3],
        "names": best[:, 1],
        "shape": evidence.shape,
        "sentence_shape": best[:, 2],
        "pairs": evidence.pairs,
        "missing": _heaviest_missing(evidence),
        "numbers": _share_held(evidence, evidence.numeric),
        "translated": evidence.other_language,
    }
    return Judged(ranking, answer)


def _weights_for(evidence: Evidence, row: int) -> Floats:
    """How much each concept counts (k,) when one candidate is to answer: in its own language none is opaque."""
    return concept_weights(evidence) if evidence.other_language[row] else evidence.idf


def _share_held(evidence: Evidence, counted: NDArray[np.bool_]) -> Floats:
    """The share of these concepts (k,), by weight, that each candidate holds, (n,); 1 if there are none."""
    shares = np.ones(len(evidence.held))
    for row, held in enumerate(evidence.held):
        weights = _weights_for(evidence, row) * counted
        if weights.any():
            shares[row] = held.any(axis=0) @ weights / weights.sum()
    return shares


def _heaviest_missing(evidence: Evidence) -> Floats:
    """The weight of the heaviest concept that each candidate doesn't hold, in that of the heaviest of all, (n,)."""
    missing = np.zeros(len(evidence.held))
    for row, held in enumerate(evidence.held):
        weights = _weights_for(evidence, row)
        if weights.any():
            missing[row] = (weights * ~held.any(axis=0)).max() / weights.max()
    return missing


def concept_weights(evidence: Evidence) -> Floats:
    """How much each concept of the question counts, (k,)."""
    return evidence.idf * np.where(evidence.opaque, _OPAQUE_WEIGHT, 1.0)


def sentence_fit(evidence: Evidence, row: int, shares: Floats) -> Floats:
    """How well each sentence of a candidate answers, (s,). `shares` (k,) are the concepts' weights, 1 in all.

    What stands in the heading counts for each sentence.
    """
    held = evidence.held[row]
    return np.asarray(
        _COSINE_WEIGHT * evidence.centred_sentences[row]
        + (held[1:] | held[:1]) @ shares
        + (_NAMES_WEIGHT * evidence.sentence_names[row] if evidence.asks else 0.0)
        + (_SHAPE_WEIGHT * evidence.sentence_shape[row] if evidence.shaped else 0.0)
    )


def _best_sentence(evidence: Evidence, row: int, shares: Floats) -> tuple[float, float, float, float]:
    """The best sentence's fit, whether it names what is asked and has its shape; the most concepts in any sentence."""
    fit = sentence_fit(evidence, row, shares)
    best = int(fit.argmax())
    return (
        float(fit[best]),
        float(evidence.sentence_names[row][best]),
        float(evidence.sentence_shape[row][best]),
        float((evidence.held[row][1:] @ shares).max()),
    )


def answer_features(judged: Judged, scores: Floats) -> Floats:
    """The features, (len(ANSWER),) in its order, by which the best candidate is taken for an answer or not."""
    order = np.argsort(-scores, kind="stable")
    best = order[0]
    margin = float(scores[best] - scores[order[1]]) if len(order) > 1 else _MARGIN_ALONE
    known = {"score": float(scores[best]), "margin": min(margin, _LARGEST_MARGIN)}
    return np.array([known[name] if name in known else float(judged.answer[name][best]) for name in ANSWER])


@dataclass(frozen=True, slots=True)
class Weights:
    """Both models: weights by feature, the answer's also under "bias". `threshold` is the least confident answer."""

    ranking: Mapping[str, float]
    answer: Mapping[str, float]
    threshold: float

    def scores(self, judged: Judged) -> Floats:
        """By which the candidates are ordered, (n,)."""
        return np.asarray(sum(self.ranking[name] * judged.ranking[name] for name in RANKING))

    def confidence(self, evidence: Evidence) -> Floats:
        """The calibrated probability, (n,), that each candidate answers the question."""
        if not len(evidence.cosine):
            return np.zeros(0)
        judged = judge(evidence)
        scores = self.scores(judged)
        logit = answer_features(judged, scores) @ np.array([self.answer[name] for name in ANSWER]) + self.answer["bias"]
        return np.asarray(1 / (1 + np.exp(-(logit + scores - scores.max()))))


@cache
def default_weights() -> Weights:
    """The fitted weights that come with the program."""
    stored = json.loads(resources.files("index").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(stored["ranking"], stored["answer"], stored["threshold"])
