"""How well each sentence of a candidate answers: a linear model over what is known of the sentence.

The best one is highlighted, and how good it is counts for its paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from index.evidence import Evidence

Floats = NDArray[np.float64]

# Centred similarity; the share of the question's concepts in it, and of those that are in no other sentence; the share
# of the question's pairs of neighbours; a name of what is asked for; its shape; its length (the log of 1 + words).
SENTENCE = ("centred", "concepts", "concepts_only_here", "pairs", "names", "shape", "length")
# Nothing is known of how another language would say an opaque concept, so its absence weighs little.
_OPAQUE_WEIGHT = 0.25


def concept_weights(evidence: Evidence) -> Floats:
    """How much each concept of the question counts, (k,)."""
    return evidence.idf * np.where(evidence.opaque, _OPAQUE_WEIGHT, 1.0)


def sentence_features(evidence: Evidence) -> list[Floats]:
    """The features of each candidate's s sentences, (s, len(SENTENCE)) in its order."""
    return _by_candidate(_features(evidence), evidence)


def sentence_fits(evidence: Evidence, weights: Mapping[str, float]) -> list[Floats]:
    """How well each sentence of each candidate answers, (s,), in an unit of its own: it only compares."""
    if not evidence.held:
        return []
    return _by_candidate(_features(evidence) @ np.array([weights[name] for name in SENTENCE]), evidence)


def _by_candidate(values: Floats, evidence: Evidence) -> list[Floats]:
    """What is known of the sentences of all candidates, (sentences, …), by candidate: (s, …) of each."""
    ends = list(accumulate(len(held) - 1 for held in evidence.held))
    return [values[start:end] for start, end in pairwise([0, *ends])]


def _features(evidence: Evidence) -> Floats:
    """The features of the sentences of all candidates together: one by one took five times as long."""
    counts = np.array([len(held) - 1 for held in evidence.held], np.int64)
    weights = concept_weights(evidence)
    shares = weights / max(float(weights.sum()), 1e-9)
    held = np.concatenate([each[1:] for each in evidence.held])
    ends = np.cumsum(counts)
    # How many sentences of its candidate hold each concept, for every sentence.
    within = np.add.reduceat(held, ends - counts, axis=0, dtype=np.int64).repeat(counts, axis=0)
    nothing = np.zeros(len(held))
    return np.stack(
        [
            np.concatenate(evidence.centred_sentences),
            held @ shares,
            (held & (within == 1)) @ shares,
            np.concatenate(evidence.sentence_pairs),
            np.concatenate(evidence.sentence_names) if evidence.asks else nothing,
            np.concatenate(evidence.sentence_shape) if evidence.shaped else nothing,
            np.log1p(np.concatenate(evidence.sentence_words)),
        ],
        axis=1,
    )
