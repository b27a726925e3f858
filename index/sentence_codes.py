"""The vectors of sentences as the library's file keeps them: 8 bits a number, and one scale for each vector.

Of each vector its scale, a little-endian float16, and behind that its numbers as int8; a value is number times scale,
and off by half a scale at most. The numbers of a vector go up to 127, so that one that was read is written as the same
bytes again. Sentences are compared with each other inside a few paragraphs only, for which this is exact enough: it
moves a cosine by a few ten-thousandths.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_HIGHEST = 127
_SCALE_BYTES = 2


def encoded(vectors: NDArray[np.float32]) -> bytes:
    """Vectors (n, dimension) as they are stored."""
    records = np.zeros(len(vectors), _record(vectors.shape[1]))
    records["scale"] = np.abs(vectors).max(axis=1, initial=0) / _HIGHEST
    scales = _scales(records)
    # By the scale as it is stored, so that its own rounding costs nothing. A vector of zeros has none.
    numbers = np.rint(vectors / np.where(scales > 0, scales, 1))
    records["numbers"] = np.clip(numbers, -_HIGHEST, _HIGHEST)
    return records.tobytes()


def decoded(codes: bytes, dimension: int) -> NDArray[np.float32]:
    """Stored vectors, one behind the other, (n, dimension)."""
    records = np.frombuffer(codes, _record(dimension))
    vectors: NDArray[np.float32] = records["numbers"].astype(np.float32)
    vectors *= _scales(records)
    return vectors


def length_of(dimension: int) -> int:
    """How many bytes a vector takes."""
    return _SCALE_BYTES + dimension


def _record(dimension: int) -> np.dtype[np.void]:
    return np.dtype([("scale", "<f2"), ("numbers", "i1", (dimension,))])


def _scales(records: NDArray[np.void]) -> NDArray[np.float32]:
    """The scales, (n, 1)."""
    scales: NDArray[np.float32] = records["scale"].astype(np.float32)
    return scales[:, np.newaxis]
