"""Evidence that was made up, small enough to reckon with by hand."""

from __future__ import annotations

import numpy as np

from index.evidence import Evidence


def made_evidence() -> Evidence:
    """Two written candidates: the first of two sentences, the second of one; the question speaks of two things."""
    return Evidence(
        edges=np.array([0, 2, 3]),
        cosine=np.array([0.9, 0.8]),
        centred=np.array([0.1, 0.05]),
        centred_sentences=np.array([0.05, 0.1, 0.05]),
        bm25_folded=np.array([4.0, 1.0]),
        coverage=np.array([1.0, 0.25]),
        pairs=np.array([0.5, 0.0]),
        idf=np.array([3.0, 1.0]),
        opaque=np.array([False, False]),
        numeric=np.array([False, True]),
        context_held=np.array([[False, True], [False, False]]),
        sentence_held=np.array([[True, False], [False, False], [False, True]]),
        names=np.array([1.0, 1.0]),
        sentence_names=np.array([0.0, 1.0, 1.0]),
        shape=np.array([1.0, 0.0]),
        sentence_shape=np.array([0.0, 1.0, 0.0]),
        other_language=np.array([0.0, 0.0]),
        sentence_pairs=np.array([0.5, 0.0, 0.0]),
        sentence_words=np.array([3.0, 7.0, 1.0]),
        sentence_asks=np.array([0.0, 1.0, 0.0]),
        sentence_spoken=np.array([True, False, True]),
        neighbours=np.array([[0.1, 0.2, 0.3], [-0.1, 0.0, 0.0]]),
        spoken=np.array([0.5, 0.0]),
        said=np.array([False, False]),
        talk=np.zeros(2),
        talk_sentences=np.zeros(3),
        documents=np.array([0, 1]),
        places=np.array([7, 9]),
        size=600,
        asks=False,
        shaped=False,
        soft=False,
        phrase=False,
    )
