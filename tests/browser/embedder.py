"""The stub with the cosines that the calibration was fitted to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tests.stub_embedder import StubEmbedder

# Of multilingual-e5: two texts that have nothing to do with each other.
_UNRELATED_COSINE = 0.8


class CalibratedStub(StubEmbedder):
    """Turns every vector towards one direction that all texts share, as the real model's are."""

    def __init__(self, name: str = "stub", dimension: int = 256) -> None:
        super().__init__(name, dimension)

    def _vector(self, text: str) -> NDArray[np.float32]:
        shared = np.eye(1, self.dimension, dtype=np.float32)[0] * np.float32(_UNRELATED_COSINE**0.5)
        total: NDArray[np.float32] = shared + super()._vector(text) * np.float32((1 - _UNRELATED_COSINE) ** 0.5)
        return total / np.float32(np.linalg.norm(total))
