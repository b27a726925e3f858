"""How well each sentence of a candidate answers: a linear model over what is known of the sentence.

The best one is highlighted, and how good it is counts for its paragraph.
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
# Nothing is known of how another language would say an opaque concept, so its absence weighs little.
_OPAQUE_WEIGHT = 0.25


def concept_weights(evidence: Evidence) -> Floats:
    """How much each concept of the question counts, (k,)."""
    return evidence.idf * np.where(evidence.opaque, _OPAQUE_WEIGHT, 1.0)


def sentence_fits(evidence: Evidence, weights: Mapping[str, float]) -> Floats:
    """How well each of the s sentences answers, (s,), in an unit of its own: it only compares."""
    return row_products(sentence_features(evidence), np.array([weights[name] for name in SENTENCE]))


def sentence_features(evidence: Evidence) -> Floats:
    """The features of the s sentences, (s, len(SENTENCE)) in its order."""
    weights = concept_weights(evidence)
    shares = weights / max(float(weights.sum()), 1e-9)
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
