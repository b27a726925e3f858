"""The vectors of sentences as the library's file keeps them: 8 bits a number, and one scale for each vector.

Of each vector its scale, a little-endian float16, and behind that its numbers as int8; a value is number times scale,
and off by half a scale at most. The numbers of a vector go up to 127, so that one that was read is written as the same
bytes again. Sentences are compared with each other inside a few paragraphs only, for which this is exact enough: it
moves a cosine by a few ten-thousandths.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.eight_bits import numbers_of, scales_of

_SCALE_BYTES = 2


def encoded(vectors: NDArray[np.float32]) -> bytes:
    """Vectors (n, dimension) as they are stored."""
    records = np.zeros(len(vectors), _record(vectors.shape[1]))
    records["scale"] = scales_of(vectors)
    # By the scale as it is stored, so that its own rounding costs nothing.
    records["numbers"] = numbers_of(vectors, records["scale"].astype(np.float32))
    return records.tobytes()


def decoded(codes: bytes, dimension: int) -> NDArray[np.float32]:
    """Stored vectors, one behind the other, (n, dimension)."""
    records = np.frombuffer(codes, _record(dimension))
    vectors: NDArray[np.float32] = records["numbers"].astype(np.float32)
    vectors *= records["scale"].astype(np.float32)[:, np.newaxis]
    return vectors


def length_of(dimension: int) -> int:
    """How many bytes a vector takes."""
    return _SCALE_BYTES + dimension


def _record(dimension: int) -> np.dtype[np.void]:
    return np.dtype([("scale", "<f2"), ("numbers", "i1", (dimension,))])
