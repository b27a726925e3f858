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
    # Of 300 rows, with 6 low bits: the high parts 0, 3 and 4. Then, with none, twice more the row of place 1 of 0 to 2.
    data = packed(np.array([3, 255, 270]), np.array([1, 3, 1]), 300)
    assert data.tolist() == [2, 0, 0, 0, 0b10001010, 0b11000011, 0b11101111, 0, 0b01100000]


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


@pytest.mark.parametrize(
    ("share", "bits"), [(0.0005, 13.1), (0.004, 10.0), (0.05, 6.3), (0.12, 5.1), (0.3, 3.4), (0.8, 1.3)]
)
def test_how_much_room_a_row_takes(share: float, bits: float) -> None:
    rows = np.flatnonzero(np.random.default_rng(0).random(200_000) < share)
    assert 8 * len(packed(rows, np.ones(len(rows), np.int64), 200_000)) / len(rows) < bits


def test_a_second_time_in_a_row_takes_less_than_the_first() -> None:
    rows = np.flatnonzero(np.random.default_rng(0).random(200_000) < 0.05)
    once, more = np.ones(len(rows), np.int64), np.random.default_rng(1).geometric(0.85, len(rows))
    room = len(packed(rows, more, 200_000)) - len(packed(rows, once, 200_000))
    assert 8 * room / (more - once).sum() < 4.5
