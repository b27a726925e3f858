"""Sets of rows with counts: whatever is packed comes back, in about the room that is promised."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numba import njit, types

from index.compiled_loops import compiled
from index.row_sets import packed, unpacked


def test_the_bytes_of_a_few_rows() -> None:
    # Of 600 rows, with 8 low bits: two below 256, none below 512, one above; then that above 1 and its count.
    data = packed(np.array([3, 255, 513]), np.array([1, 7, 1]), 600)
    assert data.tolist() == [1, 0, 0, 0, 0b11001000, 3, 255, 1, 0b10000000, 255, 7]


@given(st.data(), st.integers(1, 3_000), st.sampled_from([0.001, 0.01, 0.03, 0.1, 0.15, 0.3, 0.9, 1.0]))
def test_any_rows_and_counts_come_back(data: st.DataObject, size: int, share: float) -> None:
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    rows = np.flatnonzero(chance.random(size) < share)
    counts = np.minimum(chance.geometric(data.draw(st.sampled_from([0.3, 0.9, 1.0])), len(rows)), 255)
    kept = packed(rows, counts, size)
    found, repeated, more = unpacked(kept, len(rows), size)
    assert found.tolist() == rows.tolist()
    assert repeated.tolist() == rows[counts > 1].tolist()
    assert more.tolist() == counts[counts > 1].tolist()


def test_a_function_is_compiled_where_nothing_can_be_kept() -> None:
    def twice(number: int) -> int:
        return 2 * number

    def kept_nowhere(number: int) -> int:
        return 2 * number

    kept_nowhere.__code__ = twice.__code__.replace(co_filename="<nowhere>", co_name="kept_nowhere")
    with pytest.raises(RuntimeError, match="cannot cache"):
        njit(types.int64(types.int64), cache=True)(kept_nowhere)
    assert compiled(types.int64(types.int64))(kept_nowhere)(21) == 42


@pytest.mark.parametrize(("share", "bits"), [(0.004, 10.3), (0.05, 6.5), (0.12, 5.7), (0.3, 3.5), (0.8, 1.4)])
def test_how_much_room_a_row_takes(share: float, bits: float) -> None:
    rows = np.flatnonzero(np.random.default_rng(0).random(200_000) < share)
    assert 8 * len(packed(rows, np.ones(len(rows), np.int64), 200_000)) / len(rows) < bits
