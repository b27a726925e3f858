"""Loops over the codes of index/refinements.py, compiled by Numba: to be imported when first needed.

FAISS packs the sketches of 32 rows together. For each pair of numbers it has 16 bytes, each with the sketch of one of
the first 16 rows in its lower half and that of the row 16 further on in its upper; of rows 0, 8, 1, 9 and so on.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.compiled_loops import BYTES, INT, NOTHING, Bytes, Places, array, compiled, types

Vectors = NDArray[np.float32]

_CODES, _NEW_CODES = array(types.uint8, 2), array(types.uint8, 2, readonly=False)
_VECTORS, _CODEBOOK = array(types.float32, 2), array(types.float32, 4)
_ROWS = array(types.int64)


@compiled(INT(_VECTORS, types.float32, types.float32))
def _nearest(centroids: Vectors, x: Any, y: Any) -> int:
    """Which of the centroids, (16, 2), is nearest to a point; the first of equal ones."""
    nearest, least = 0, np.float32(np.inf)
    for each in range(16):
        across, along = x - centroids[each, 0], y - centroids[each, 1]
        distance = across * across + along * along
        if distance < least:
            nearest, least = each, distance
    return nearest


@compiled(NOTHING(_VECTORS, _CODES, array(types.float32, 4, readonly=False), INT))
def learn(columns: Vectors, sketches: Bytes, codebook: Vectors, iterations: int) -> None:
    """Moves centroids, (pairs, 16, 16, 2), to the means of the points that they are nearest to, so many times.

    The points are `columns`, (2 * pairs, n). Each is compared with the sixteen of its sketch, (pairs, n).
    """
    for pair in range(len(codebook)):
        for _ in range(iterations):
            sums, counts = np.zeros((16, 16, 2)), np.zeros((16, 16))
            for row in range(columns.shape[1]):
                sketch, x, y = sketches[pair, row], columns[2 * pair, row], columns[2 * pair + 1, row]
                nearest = _nearest(codebook[pair, sketch], x, y)
                sums[sketch, nearest, 0] += x
                sums[sketch, nearest, 1] += y
                counts[sketch, nearest] += 1
            for sketch in range(16):
                for each in range(16):
                    # One that is nearest to nothing stays where it is.
                    if counts[sketch, each] > 0:
                        codebook[pair, sketch, each, 0] = sums[sketch, each, 0] / counts[sketch, each]
                        codebook[pair, sketch, each, 1] = sums[sketch, each, 1] / counts[sketch, each]


@compiled(NOTHING(_VECTORS, _CODES, _CODEBOOK, _NEW_CODES))
def refine(vectors: Vectors, sketches: Bytes, codebook: Vectors, refinements: Bytes) -> None:
    """Puts in place which centroid of its sketch is nearest to each pair of numbers of vectors, (n, 2 * pairs)."""
    for row in range(len(vectors)):
        for pair in range(len(codebook)):
            x, y = vectors[row, 2 * pair], vectors[row, 2 * pair + 1]
            refinements[row, pair] = _nearest(codebook[pair, sketches[row, pair]], x, y)


@compiled(INT(INT, INT))
def _first_byte(row: int, pairs: int) -> int:
    """Where the byte with a row's sketch of the first pair is; those of the others stand 16 further on each."""
    return (row >> 5) * pairs * 16 + (row & 7) * 2 + (row >> 3 & 1)


@compiled(NOTHING(BYTES, _ROWS, _NEW_CODES))
def unpack(packed: Bytes, rows: Places, sketches: Bytes) -> None:
    """Puts in place the sketches (n, pairs) of rows."""
    pairs = sketches.shape[1]
    for each in range(len(rows)):
        place, shift = _first_byte(rows[each], pairs), (rows[each] & 16) >> 2
        for pair in range(pairs):
            sketches[each, pair] = packed[place + 16 * pair] >> shift & 15


@compiled(NOTHING(BYTES, _CODES, _ROWS, _VECTORS, array(types.float64, readonly=False)))
def add_up(packed: Bytes, refinements: Bytes, rows: Places, table: Vectors, sums: NDArray[np.float64]) -> None:
    """Puts in place the sums of what a table, (pairs, 256), has for the codes of rows, (n,).

    The sketches are those of all rows, the refinements, (n, pairs / 2), those of these rows.
    """
    pairs = len(table)
    for each in range(len(rows)):
        place, shift, total = _first_byte(rows[each], pairs), (rows[each] & 16) >> 2, 0.0
        for two in range(pairs >> 1):
            both = refinements[each, two]
            first, second = packed[place + 32 * two] >> shift & 15, packed[place + 32 * two + 16] >> shift & 15
            total += table[2 * two, first << 4 | both & 15] + table[2 * two + 1, second << 4 | both >> 4]
        sums[each] = total
