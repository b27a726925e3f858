"""The adapter for talk: how a question's vector is changed before transcripts are compared with it.

Models that embed text are trained on written text, where a paragraph says what it is about. In talk the matter is
spread over many turns of few words, and much of a turn's vector says how people talk. One matrix, learned from
questions about meetings and the turns that answer them, is multiplied with a question's vector and added to it, as a
linear adapter: what tells one matter of a meeting from another counts for more. The vectors of paragraphs stay as they
are. (A bilinear form learned from what is to be near: Chechik et al., "Large scale online learning of image similarity
through ranking", 2010. How it is fitted: tests/benchmarks/fit_talk.py.)

It belongs to the vectors of one model. With another, questions are put to talk as to everything else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.embed import BUNDLED_NAME

Vectors = NDArray[np.float32]

NAME = "talk_adapter.npy"


@dataclass(frozen=True, slots=True)
class TalkAdapter:
    """A matrix (dimension, dimension); None changes nothing."""

    matrix: Vectors | None = None

    @classmethod
    def of(cls, model: str) -> TalkAdapter:
        """That of a model, by the name that a library remembers."""
        return cls(_bundled()) if model == BUNDLED_NAME else cls()

    def adapted(self, centred: Vectors) -> Vectors:
        """A question's centred vector as talk is compared with it, (dimension,)."""
        return centred if self.matrix is None else centred + centred @ self.matrix


@cache
def _bundled() -> Vectors:
    with resources.files("index").joinpath(NAME).open("rb") as file:
        matrix: Vectors = np.load(file, allow_pickle=False).astype(np.float32)
    return matrix
