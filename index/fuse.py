"""Fusion: from the evidence for the candidate paragraphs of a question to their order and calibrated confidences.

Linear models. Two compare the sentences of a paragraph (index/sentence_fit.py). One orders the candidates: its
scores are the logits of a softmax over them. The last says from the best candidate's evidence, and from how far it is
ahead, whether it answers at all; the confidence is its logistic function, and the candidates behind have as much less
as their scores say. Rank fusion could do the second, but could never say "not found". The weights stand in
weights.json, with the command that fitted them.

What a feature is worth depends on the question: words count in its own language, so the features of a paragraph in
another have weights of their own, as have those of what is said in a transcript; and how much a match tells depends on
how many paragraphs there are to match. A few words that ask nothing are ordered and judged by weights of their own, for
a paragraph holds all of them much sooner by chance.

Of the dense features, the centred ones take the mean vector of generic questions in the question's language from the
question's vector (as speaker verification normalises scores by a cohort; Auckenthaler et al., 2000). What is common to
all questions goes, and with it the model's liking for paragraphs in the question's own language. What is said, and what
stands around it, is also compared with a vector of its own (index/talk.py).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.context import RINGS
from index.evidence import Evidence
from index.row_products import row_products
from index.sentence_fit import concept_weights, sentence_fits

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

# Those that have another weight where the paragraph is in another language than the question.
_TRANSLATED = ("centred", "centred_sentence", "concepts", "best_sentence")
_NEIGHBOURS = tuple(f"neighbours_{first}_to_{last}" for first, last in RINGS)
# Those that have weights of their own where the paragraph is somebody's words.
_OWN = ("centred", "centred_sentence", "concepts", "best_sentence", "pairs", "coverage", "bm25_relative")
RANKING = (
    *_OWN,
    "spoken",
    *_NEIGHBOURS,
    "translated",
    *(f"translated_{name}" for name in _TRANSLATED),
    "said",
    "talk",
    "talk_sentence",
    *(f"said_{name}" for name in _OWN),
)
# The ranking's weight of what a candidate's document says besides.
DOCUMENT = "document"
# A second paragraph of it that falls behind the best candidate by more says nothing.
_LEAST_SUPPORT = -4.0
# The ranking's weight of what stands in a transcript at a candidate and beside it, and how far that reaches.
BESIDE = "beside"
_FADES_OVER = 3.0
# Those of the answer whose weight grows or falls with the size of the library.
_BY_SIZE = ("score", "centred_sentence", "concepts", "sentence_concepts")
# Those that have another weight where the best candidate is somebody's words.
_BY_SAID = ("score", "margin", "centred_sentence", "concepts", "sentence_concepts", "size")
ANSWER = (
    "score",
    "margin",
    "centred_sentence",
    "concepts",
    "sentence_concepts",
    "names",
    "shape",
    "sentence_shape",
    "asks",
    "shaped",
    "answering_concepts",
    "pairs",
    "missing",
    "numbers",
    "translated",
    "size",
    *(f"{name}_by_size" for name in _BY_SIZE),
    "said",
    "talk",
    "talk_sentence",
    *(f"said_{name}" for name in _BY_SAID),
)
# The logarithm of a library's size counts from so many paragraphs. The libraries that the weights are fitted on have
# 146 to 1,267; what comes after them is anyone's guess, so a smaller or a larger one counts as the nearest of these.
_MIDDLE_SIZE = 300
_SIZES = (150, 1_300)
_LARGEST_MARGIN = 4.0
# The margin of a candidate that is the only one.
_MARGIN_ALONE = 2.0


@dataclass(frozen=True, slots=True)
class Judged:
    """What follows from the evidence for each of n candidates, (n,) each: the named features of both models.

    `documents`, `places` and `phrase` are as in the evidence.
    """

    ranking: Mapping[str, Floats]
    answer: Mapping[str, Floats]
    documents: Places
    places: Places
    phrase: bool


def judge(evidence: Evidence, sentence_weights: Mapping[str, float]) -> Judged:
    """The features of the candidates; those of the answer lack those that need a score."""
    weights = concept_weights(evidence)
    total = max(float(weights.sum()), 1e-9)
    held = concepts_held(evidence)
    concepts = row_products(held, weights) / total
    strongest = max(float(evidence.bm25_folded.max(initial=0.0)), 1e-9)
    fits = sentence_fits(evidence, sentence_weights)
    best = _best_sentences(fits, evidence.edges)
    # Of a reason or a decision the shape tells next to nothing.
    shaped = evidence.shaped and not evidence.soft
    shape, sentence_shape = (
        each if shaped else np.ones(len(each)) for each in (evidence.shape, evidence.sentence_shape)
    )
    # The sentences that may hold the answer, by what the question asks for.
    answering = evidence.sentence_names * sentence_shape
    # How much each concept counts when a candidate is to answer, (n, k): in its own language none is opaque.
    needed = np.where(evidence.other_language[:, np.newaxis] > 0, weights, evidence.idf)
    centred_sentence = _highest(evidence.centred_sentences, evidence.edges)
    sentence_held = row_products(evidence.sentence_held, weights)
    own = {
        "centred": evidence.centred,
        "centred_sentence": centred_sentence,
        "concepts": concepts,
        "best_sentence": fits[best],
        "pairs": evidence.pairs,
        "coverage": evidence.coverage,
        "bm25_relative": evidence.bm25_folded / strongest * concepts.max(initial=0.0),
    }
    talk = {
        "said": evidence.said.astype(np.float64),
        "talk": evidence.talk,
        "talk_sentence": _highest(evidence.talk_sentences, evidence.edges),
    }
    ranking = {
        **{name: values * ~evidence.said for name, values in own.items()},
        "spoken": evidence.spoken,
        **{name: evidence.neighbours[:, ring] for ring, name in enumerate(_NEIGHBOURS)},
        "translated": evidence.other_language,
        **{f"translated_{name}": own[name] * evidence.other_language for name in _TRANSLATED},
        **talk,
        **{f"said_{name}": own[name] * evidence.said for name in _OWN},
    }
    answer = {
        "centred_sentence": centred_sentence,
        "concepts": _share_held(needed, held),
        "sentence_concepts": _highest(sentence_held, evidence.edges) / total,
        "names": evidence.sentence_names[best],
        "shape": shape,
        "sentence_shape": sentence_shape[best],
        "asks": np.full(len(concepts), float(evidence.asks)),
        "shaped": np.full(len(concepts), float(shaped)),
        "answering_concepts": _highest(sentence_held * answering, evidence.edges) / total,
        "pairs": evidence.pairs,
        "missing": _heaviest_missing(needed, held),
        "numbers": _share_held(needed * evidence.numeric, held),
        "translated": evidence.other_language,
        **talk,
        "size": np.full(len(concepts), math.log(min(max(evidence.size, _SIZES[0]), _SIZES[1]) / _MIDDLE_SIZE)),
    }
    return Judged(ranking, answer, evidence.documents, evidence.places, evidence.phrase)


def _highest(of_sentences: Floats, edges: Places) -> Floats:
    """The highest of what is known of the sentences, (s,), of each candidate, (n,)."""
    highest: Floats = np.maximum.reduceat(of_sentences, edges[:-1])
    return highest


def _best_sentences(fits: Floats, edges: Places) -> Places:
    """The place of each candidate's best sentence, (n,): of equals the first."""
    is_best = fits == _highest(fits, edges).repeat(np.diff(edges))
    best: Places = np.minimum.reduceat(np.where(is_best, np.arange(len(fits)), len(fits)), edges[:-1])
    return best


def concepts_held(evidence: Evidence) -> NDArray[np.bool_]:
    """Which of the question's k concepts each of the n candidates holds, (n, k)."""
    in_sentences = np.logical_or.reduceat(evidence.sentence_held, evidence.edges[:-1], axis=0)
    return np.asarray(evidence.context_held | in_sentences)


def _share_held(weights: Floats, held: NDArray[np.bool_]) -> Floats:
    """The share of the concepts, by their weights (n, k), that each candidate holds, (n,); 1 if there are none."""
    whole = weights.sum(axis=1)
    return np.where(whole > 0, (weights * held).sum(axis=1) / np.where(whole > 0, whole, 1.0), 1.0)


def _heaviest_missing(weights: Floats, held: NDArray[np.bool_]) -> Floats:
    """The weight of the heaviest concept that each candidate doesn't hold, in that of the heaviest of all, (n,)."""
    heaviest = weights.max(axis=1, initial=0.0)
    return np.asarray((weights * ~held).max(axis=1, initial=0.0) / np.where(heaviest > 0, heaviest, 1.0))


def support(scores: Floats, documents: Places) -> Floats:
    """How far the second best of its document falls behind the best of all, for each of n candidates, (n,).

    From -4, where it is the only one or the second is poor, to 0: a document that speaks of the matter mostly does so
    more than once. All of a document have the same, and so stay as far from each other as they were.
    """
    if not len(scores):
        return scores
    # By document, the best of each first.
    order = np.lexsort((-scores, documents))
    begins = np.flatnonzero(np.diff(documents[order], prepend=-1))
    counts = np.diff(begins, append=len(order))
    second = scores[order[np.minimum(begins + 1, len(order) - 1)]]
    behind = np.where(counts > 1, second - scores.max(), _LEAST_SUPPORT)
    supported = np.empty(len(scores))
    supported[order] = np.maximum(behind, _LEAST_SUPPORT).repeat(counts)
    return supported


def beside(scores: Floats, judged: Judged) -> Floats:
    """How much of what was found stands in a transcript at each of n candidates and beside it, (n,): 0 to 1.

    That is the share of the softmax over the scores that it has itself, and of the others' shares the less the farther
    they stand away; 0 outside transcripts. What a meeting says of a matter it mostly says in a row: beside the best,
    others are looked for, but hardly one overtakes the best whose neighbour it only is. (As documents are ranked by
    their neighbours' scores; Kurland and Lee, Corpus structure, language models, and ad hoc information retrieval,
    2004.)
    """
    said = judged.ranking["said"] > 0
    if not said.any():
        return np.zeros(len(scores))
    shares = np.exp(scores - scores.max())
    of_one = said[:, np.newaxis] & said & (judged.documents[:, np.newaxis] == judged.documents)
    away = np.abs(judged.places[:, np.newaxis] - judged.places)
    near = np.where(of_one, np.exp(-away / _FADES_OVER), 0.0)
    return np.asarray(near @ (shares / shares.sum()))


def answer_features(judged: Judged, scores: Floats) -> Floats:
    """The features, (len(ANSWER),) in its order, by which the best candidate is taken for an answer or not."""
    order = np.argsort(-scores, kind="stable")
    best = order[0]
    margin = float(scores[best] - scores[order[1]]) if len(order) > 1 else _MARGIN_ALONE
    known = {name: float(values[best]) for name, values in judged.answer.items()}
    known |= {"score": float(scores[best]), "margin": min(margin, _LARGEST_MARGIN)}
    known |= {f"{name}_by_size": known[name] * known["size"] for name in _BY_SIZE}
    known |= {f"said_{name}": known[name] * known["said"] for name in _BY_SAID}
    return np.array([known[name] for name in ANSWER])


@dataclass(frozen=True, slots=True)
class Models:
    """The weights by feature of the ranking and of the answer, the latter's also under "bias"."""

    ranking: Mapping[str, float]
    answer: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """All weights by feature: the sentences', and those for questions and for phrases, a few words that ask nothing.

    By `sentence` a paragraph's best sentence counts for it, by `marks` sentences are marked. `threshold` is the
    confidence of the least confident answer.
    """

    sentence: Mapping[str, float]
    marks: Mapping[str, float]
    question: Models
    phrase: Models
    threshold: float

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Weights:
        """Those that a JSON object holds, as weights.json does."""
        question, phrase = (Models(**stored[kind]) for kind in ("question", "phrase"))
        return cls(stored["sentence"], stored["marks"], question, phrase, stored["threshold"])

    def of(self, judged: Judged) -> Models:
        """Those for what was asked."""
        return self.phrase if judged.phrase else self.question

    def judge(self, evidence: Evidence) -> Judged:
        """The features of the candidates."""
        return judge(evidence, self.sentence)

    def scores(self, judged: Judged) -> Floats:
        """By which the candidates are ordered, (n,)."""
        model = self.of(judged).ranking
        alone = np.asarray(sum(model[name] * judged.ranking[name] for name in RANKING))
        supported = alone + model[DOCUMENT] * support(alone, judged.documents)
        return supported + model[BESIDE] * beside(supported, judged)

    def confidence(self, judged: Judged, scores: Floats) -> Floats:
        """The calibrated probability, (n,), that each candidate answers the question."""
        if not len(scores):
            return np.zeros(0)
        model = self.of(judged).answer
        logit = answer_features(judged, scores) @ np.array([model[name] for name in ANSWER]) + model["bias"]
        return np.asarray(1 / (1 + np.exp(-(logit + scores - scores.max()))))


@cache
def default_weights() -> Weights:
    """The fitted weights that come with the program."""
    return Weights.read(json.loads(resources.files("index").joinpath("weights.json").read_text(encoding="utf-8")))
