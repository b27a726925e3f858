"""Sets of rows with counts: whatever is packed comes back, in about the room that is promised."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numba import njit, types
from numpy.typing import NDArray

from index.row_loops import compiled
from index.row_sets import loops, packed, unpacked


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


SIZES = st.sampled_from([1, 7, 64, 65, 300, 900, 3_000])
SHARES = st.sampled_from([0.0, 0.001, 0.01, 0.03, 0.1, 0.15, 0.3, 0.9, 1.0])


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms packed behind each other, and in full: how often each of `size` rows holds each of them, (terms, size)."""

    data: NDArray[np.uint8]
    begins: NDArray[np.int64]
    rows: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, data: st.DataObject, size: int) -> Terms:
        chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
        shares = data.draw(st.lists(SHARES, min_size=1, max_size=4))
        counts = np.array([(chance.random(size) < share) * chance.geometric(0.4, size) for share in shares])
        counts = np.minimum(counts, 255)
        pieces = [packed(np.flatnonzero(each), each[each > 0], size) for each in counts]
        begins = np.cumsum([0, *map(len, pieces)])[:-1]
        return cls(np.concatenate(pieces), begins, np.count_nonzero(counts, axis=1), counts)


def some_rows(data: st.DataObject, size: int) -> NDArray[np.int64]:
    """Some of so many rows, ascending; one may stand there twice."""
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    return np.sort(chance.integers(0, size, data.draw(st.integers(0, size))))


@given(st.data(), SIZES)
def test_rows_are_looked_up_without_unpacking_all(data: st.DataObject, size: int) -> None:
    terms, rows = Terms.of(data, size), some_rows(data, size)
    found = np.full((len(terms.rows), len(rows)), 99, np.uint32)
    loops().counts_at(terms.data, terms.begins, terms.rows, size, rows, found)
    assert found.tolist() == terms.counts[:, rows].tolist()


@given(st.data(), SIZES)
def test_what_terms_give_is_added_to_all_rows_that_hold_them(data: st.DataObject, size: int) -> None:
    terms = Terms.of(data, size)
    weights, norms, sums = WEIGHTS[: len(terms.rows)], norms_of(size), np.arange(size, dtype=np.float32)
    loops().add(terms.data, terms.begins, terms.rows, weights, norms, sums)
    assert sums == pytest.approx(np.arange(size) + given_by(terms, norms).sum(axis=0), rel=1e-5, abs=1e-5)


@given(st.data(), SIZES)
def test_rows_that_get_too_little_are_left_out_on_the_way(data: st.DataObject, size: int) -> None:
    terms, rows, norms = Terms.of(data, size), np.unique(some_rows(data, size)), norms_of(size)
    floors = np.array(data.draw(st.lists(st.sampled_from([0, 0.7, 1.6, 2.5]), min_size=4, max_size=4)), np.float32)
    expected = dict.fromkeys(rows.tolist(), 0.5)
    for of_term, floor in zip(given_by(terms, norms), floors.tolist(), strict=False):
        expected = {row: so_far + of_term[row] for row, so_far in expected.items()}
        assume(all(abs(each - floor) > 1e-4 for each in expected.values()))
        expected = {row: so_far for row, so_far in expected.items() if so_far >= floor}
    sums, weights, count = np.full(len(rows), 0.5, np.float32), WEIGHTS[: len(terms.rows)], len(terms.rows)
    left = loops().sift(terms.data, terms.begins, terms.rows, weights, floors[:count], norms, rows, sums)
    assert rows[:left].tolist() == list(expected)
    assert sums[:left] == pytest.approx(list(expected.values()), rel=1e-5, abs=1e-5)


def test_a_function_is_compiled_where_nothing_can_be_kept() -> None:
    def twice(number: int) -> int:
        return 2 * number

    def kept_nowhere(number: int) -> int:
        return 2 * number

    kept_nowhere.__code__ = twice.__code__.replace(co_filename="<nowhere>", co_name="kept_nowhere")
    with pytest.raises(RuntimeError, match="cannot cache"):
        njit(types.int64(types.int64), cache=True)(kept_nowhere)
    assert compiled(types.int64(types.int64))(kept_nowhere)(21) == 42


WEIGHTS = np.array([1.0, 2.5, 0.25, 4.0], np.float32)


def norms_of(size: int) -> NDArray[np.float32]:
    return np.linspace(0.2, 3.0, size, dtype=np.float32)


def given_by(terms: Terms, norms: NDArray[np.float32]) -> NDArray[np.float64]:
    """What each term gives each row, (terms, size)."""
    return WEIGHTS[: len(terms.rows), np.newaxis] * terms.counts / (terms.counts + norms)


@pytest.mark.parametrize(("share", "bits"), [(0.004, 10.3), (0.05, 6.5), (0.12, 5.7), (0.3, 3.5), (0.8, 1.4)])
def test_how_much_room_a_row_takes(share: float, bits: float) -> None:
    rows = np.flatnonzero(np.random.default_rng(0).random(200_000) < share)
    assert 8 * len(packed(rows, np.ones(len(rows), np.int64), 200_000)) / len(rows) < bits
