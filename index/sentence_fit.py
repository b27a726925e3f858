"""How well each sentence of a candidate answers: linear models over what is known of the sentence.

By one of them the best sentence counts for its paragraph, by the other sentences are marked. What stands around a
sentence tells which of a paragraph answers, but not which paragraph does.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from index.evidence import Evidence
from index.row_products import row_products

Floats = NDArray[np.float64]

# Centred similarity; the share of the question's concepts in it, and of those that are in no other sentence; the share
# of the question's pairs of neighbours; a name of what is asked for; its shape; where that is a reason's or a
# decision's, this shape, and the share of the concepts in the sentence before it ("The board discussed X. It was
# refused."); whether it asks itself; its length (the log of 1 + words).
SENTENCE = (
    "centred",
    "concepts",
    "concepts_only_here",
    "pairs",
    "names",
    "shape",
    "soft_shape",
    "behind",
    "asks",
    "length",
)
# What sentences are marked by: the same, and the shares of the question's concepts that the sentence before it holds
# and it doesn't (it goes on from there), and that stand in later ones alone.
MARKS = (*SENTENCE, "concepts_before", "concepts_later")
# Nothing is known of how another language would say an opaque concept, so its absence weighs little.
_OPAQUE_WEIGHT = 0.25


def concept_weights(evidence: Evidence) -> Floats:
    """How much each concept of the question counts, (k,)."""
    return evidence.idf * np.where(evidence.opaque, _OPAQUE_WEIGHT, 1.0)


def sentence_fits(evidence: Evidence, weights: Mapping[str, float]) -> Floats:
    """How well each of the s sentences answers for its paragraph, (s,), in an unit of its own: it only compares."""
    return row_products(sentence_features(evidence), np.array([weights[name] for name in SENTENCE]))


def sentence_marks(evidence: Evidence, weights: Mapping[str, float]) -> Floats:
    """How well each of the s sentences answers among those of its paragraph, (s,), likewise."""
    return row_products(mark_features(evidence), np.array([weights[name] for name in MARKS]))


def sentence_features(evidence: Evidence) -> Floats:
    """The features of the s sentences, (s, len(SENTENCE)) in its order."""
    shares = _shares(evidence)
    held, starts = evidence.sentence_held, evidence.edges[:-1]
    # How many sentences of its candidate hold each concept, for every sentence.
    within = np.add.reduceat(held, starts, axis=0, dtype=np.int64).repeat(np.diff(evidence.edges), axis=0)
    nothing = np.zeros(len(held))
    share = row_products(held, shares)
    before = np.where(np.isin(np.arange(len(held)), starts), 0.0, np.roll(share, 1))
    return np.stack(
        [
            evidence.centred_sentences,
            share,
            row_products(held & (within == 1), shares),
            evidence.sentence_pairs,
            evidence.sentence_names if evidence.asks else nothing,
            evidence.sentence_shape if evidence.shaped and not evidence.soft else nothing,
            evidence.sentence_shape if evidence.soft else nothing,
            before if evidence.soft else nothing,
            evidence.sentence_asks,
            np.log1p(evidence.sentence_words),
        ],
        axis=1,
    )


def mark_features(evidence: Evidence) -> Floats:
    """The features of the s sentences, (s, len(MARKS)) in its order."""
    held, shares = evidence.sentence_held, _shares(evidence)
    starts, counts = evidence.edges[:-1], np.diff(evidence.edges)
    before = np.roll(held, 1, axis=0)
    before[starts] = False
    # How many sentences of its candidate hold each concept, up to every sentence and in all.
    so_far = np.cumsum(held, axis=0, dtype=np.int64)
    up_to = so_far - (so_far[starts] - held[starts]).repeat(counts, axis=0)
    later = (up_to == 0) & (up_to[evidence.edges[1:] - 1] > 0).repeat(counts, axis=0)
    around = [row_products(before & ~held, shares), row_products(later, shares)]
    return np.column_stack([sentence_features(evidence), *around])


def _shares(evidence: Evidence) -> Floats:
    """The share of each concept in the weight of all, (k,)."""
    weights = concept_weights(evidence)
    return np.asarray(weights / max(float(weights.sum()), 1e-9))
