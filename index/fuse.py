"""Fusion: from the evidence for each candidate paragraph to one calibrated confidence.

The candidates of both searches are scored by a linear model over features of the pair (question, paragraph), and the
confidence is the logistic function of that score: rank fusion could order hits, but could never say "not found". The
weights stand in weights.json together with the command that fitted them.

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

from index.accents import is_english_function_word
from index.lexical import PostingsBM25

Floats = NDArray[np.float64]

# Words that ask, which no answer needs to hold.
_ASKING = frozenset("ai gì nào bao nhiêu đâu mấy sao là thế khi gi nao nhieu dau may la the".split())


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of n candidate paragraphs for one question; each field has the shape (n,).

    `cosine` and `sentence` (the best of the paragraph's sentences) are cosines with the question's vector, `centred`
    and `centred_sentence` products with the centred vector. `bm25` and `bm25_folded` are BM25 with and without
    diacritics. `coverage` and `coverage_folded` are the shares (0..1) of the question's words, weighted by idf, that
    the paragraph holds; `pairs` the same for its pairs of neighbours. `known` and `known_pairs` (without
    diacritics) leave out what the whole library doesn't hold: what is left of an English question on Vietnamese text are
    its names and numbers. `named` is 1 where the paragraph names what the question asks for, or it asks for nothing of
    the kind, else 0.
    """

    cosine: Floats
    sentence: Floats
    centred: Floats
    centred_sentence: Floats
    bm25: Floats
    bm25_folded: Floats
    coverage: Floats
    coverage_folded: Floats
    pairs: Floats
    known: Floats
    known_pairs: Floats
    named: Floats


def content_words(words: list[str]) -> list[str]:
    """The words of a question that its answer may be expected to hold; all of them if none is left."""
    content = [word for word in words if word not in _ASKING and not is_english_function_word(word)]
    return content or words


def coverage(terms: list[str], ids: NDArray[np.int64], postings: PostingsBM25, *, known: bool = False) -> Floats:
    """The share of the terms, weighted by idf, that each row holds, (len(ids),), 0..1.

    A term that no row holds counts most; with `known` it doesn't count.
    """
    weights = {term: postings.idf_of(term) for term in terms if not known or postings.document_frequency(term)}
    covered = np.zeros(len(ids))
    for term, weight in weights.items():
        covered += weight * postings.has(term, ids)
    return covered / max(sum(weights.values()), 1e-9)


def features(evidence: Evidence) -> Floats:
    """The features of the candidates, (n, len(FEATURES)), in the order of FEATURES."""
    strongest = max(float(evidence.bm25.max(initial=0.0)), 1e-9)
    strongest_folded = max(float(evidence.bm25_folded.max(initial=0.0)), 1e-9)
    best_coverage = float(evidence.coverage_folded.max(initial=0.0))
    relative = evidence.bm25 / strongest
    relative_folded = evidence.bm25_folded / strongest_folded
    columns = {
        "cosine": evidence.cosine - 0.85,
        "sentence": evidence.sentence - 0.85,
        "centred": evidence.centred,
        "centred_sentence": evidence.centred_sentence,
        "bm25_relative": relative * best_coverage,
        "bm25_folded_relative": relative_folded * best_coverage,
        "coverage": evidence.coverage,
        "coverage_folded": evidence.coverage_folded,
        "pairs": evidence.pairs,
        "known": evidence.known,
        "known_pairs": evidence.known_pairs,
        "named": evidence.named,
        "best_coverage": np.full(len(relative), best_coverage),
        "dense_if_uncovered": evidence.centred * (1 - best_coverage),
    }
    return np.stack([columns[name] for name in FEATURES], axis=1) if len(relative) else np.zeros((0, len(FEATURES)))


FEATURES = (
    "cosine",
    "sentence",
    "centred",
    "centred_sentence",
    "bm25_relative",
    "bm25_folded_relative",
    "coverage",
    "coverage_folded",
    "pairs",
    "known",
    "known_pairs",
    "named",
    "best_coverage",
    "dense_if_uncovered",
)


@dataclass(frozen=True, slots=True)
class Weights:
    """A linear model: the logit of the confidence is `bias` plus the features times `weights`."""

    bias: float
    weights: Mapping[str, float]

    def confidence(self, evidence: Evidence) -> Floats:
        """The calibrated probability, (n,), that each candidate answers the question."""
        logits: Floats = features(evidence) @ np.array([self.weights[name] for name in FEATURES]) + self.bias
        return np.asarray(1 / (1 + np.exp(-logits)))


@cache
def default_weights() -> Weights:
    """The fitted weights that come with the program."""
    stored = json.loads(resources.files("index").joinpath("weights.json").read_text(encoding="utf-8"))
    return Weights(stored["bias"], stored["weights"])
