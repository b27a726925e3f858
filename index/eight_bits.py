"""Vectors in 8 bits a number: whole numbers from -127 to 127, times one scale for each vector."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_HIGHEST = 127


def scales_of(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """The scale of each of the vectors, (n, dimension), by which its largest number is 127, (n,)."""
    scales: NDArray[np.float32] = np.abs(vectors).max(axis=1, initial=0).astype(np.float32) / np.float32(_HIGHEST)
    return scales


def numbers_of(vectors: NDArray[np.float32], scales: NDArray[np.float32]) -> NDArray[np.int8]:
    """The vectors' numbers, (n, dimension), for these scales, (n,), which may be rounded. One of zeros has scale 0."""
    numbers = np.rint(vectors / np.where(scales > 0, scales, np.float32(1))[:, np.newaxis])
    # A scale that was rounded down would make 128 of the largest.
    return np.clip(numbers, -_HIGHEST, _HIGHEST).astype(np.int8)
