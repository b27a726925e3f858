"""A stand-in for the model where the model doesn't matter: quick, without torch, the same on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.embed import EmbeddedPassage
from index.models import Span
from index.precision import FP32
from index.text import fold, tokens


class StubEmbedder:
    """Adds up a random unit vector for each folded word, so that texts with the same words have a cosine of 1."""

    def __init__(self, name: str = "stub", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.passages_embedded = 0
        self.precision = FP32
        self.runs_on = "a stand-in"

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = [self._vector(text) for text in texts]
        return np.array(vectors, np.float32).reshape(len(texts), self.dimension)

    def passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[EmbeddedPassage]:
        embedded = []
        for text, spans in zip(texts, sentences, strict=True):
            parts = self.questions([text[span.start : span.end] for span in spans])
            embedded.append(EmbeddedPassage(self._vector(text), parts))
            self.passages_embedded += 1
            if on_progress is not None:
                on_progress(len(embedded), len(texts))
        return embedded

    def _vector(self, text: str) -> NDArray[np.float32]:
        total = np.zeros(self.dimension, np.float32)
        for word in tokens(text):
            total += _word_vector(fold(word), self.dimension)
        length = np.linalg.norm(total)
        return total / length if length > 0 else total


@cache
def _word_vector(word: str, dimension: int) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    return np.random.default_rng(seed).standard_normal(dimension, np.float32)
