"""Vectors of sentences in 8 bits: what is stored, how far it is from what was given, and that it stays what it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.checking import _SENTENCE_TOLERANCE
from index.sentence_codes import decoded, encoded, length_of

DIMENSION = 5
# 1 / 127 and 0.25 / 127 as IEEE 754 has them in 16 bits, little-endian; both are rounded down, so that half is 63.504.
SCALES = (b"\x08\x20", b"\x08\x18")


def test_a_scale_and_behind_it_the_numbers() -> None:
    vectors = np.array([[1, 0, -1, 0.5, 0.1], [0, 0.25, -0.125, 0, 0]], np.float32)
    numbers = np.array([[127, 0, -127, 64, 13], [0, 127, -64, 0, 0]], np.int8)
    assert encoded(vectors) == b"".join(scale + row.tobytes() for scale, row in zip(SCALES, numbers, strict=True))
    scales = np.frombuffer(b"".join(SCALES), "<f2").astype(np.float32)
    assert decoded(encoded(vectors), DIMENSION).tolist() == (scales[:, np.newaxis] * numbers).tolist()


@pytest.mark.parametrize("dimension", [1, 384])
def test_none_and_zeros(dimension: int) -> None:
    assert encoded(np.empty((0, dimension), np.float32)) == b""
    assert decoded(b"", dimension).shape == (0, dimension)
    zeros = np.zeros((2, dimension), np.float32)
    assert encoded(zeros) == bytes(2 * length_of(dimension)) == bytes(2 * (dimension + 2))
    assert decoded(encoded(zeros), dimension).tolist() == zeros.tolist()


VECTORS = arrays(np.float32, (3, DIMENSION), elements=st.floats(-1, 1, width=32)).map(
    lambda rows: np.where(np.abs(rows).max(axis=1, keepdims=True) > 0.01, rows, 0)
)


@given(VECTORS)
def test_what_is_read_is_off_by_half_a_scale_and_written_as_the_same_bytes(vectors: np.ndarray) -> None:
    codes = encoded(vectors)
    found = decoded(codes, DIMENSION)
    assert found.dtype == np.float32
    scales = np.abs(vectors).max(axis=1, keepdims=True) / 127
    # A scale is rounded to 11 bits: that moves the largest number by a fifteenth.
    assert (np.abs(found - vectors) <= 0.501 * scales).all()
    assert encoded(found) == codes


def test_of_none_is_more_lost_than_a_check_of_the_library_allows() -> None:
    rest = np.float32(0.49 / 127)
    worst = np.full(4096, rest, np.float32)
    worst[0] = 1
    worst /= np.linalg.norm(worst)
    (found,) = decoded(encoded(worst[np.newaxis]), 4096)
    assert found[1:].tolist() == [0] * 4095
    assert 0.025 < 1 - np.linalg.norm(found) < _SENTENCE_TOLERANCE
