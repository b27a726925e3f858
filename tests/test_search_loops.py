"""The compiled loops over packed postings, each beside what a few lines of numpy say of the same terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index import row_loops
from index.posting_lists import LONG, Lists
from index.posting_loops import add, sift
from index.row_sets import packed
from index.search_loops import _ahead, _largest, _not_below, counts_at, scores_at, search

SIZES = st.sampled_from([1, 7, 64, 65, 300, 900, 3_000])
SHARES = st.sampled_from([0.0, 0.001, 0.01, 0.03, 0.1, 0.15, 0.3, 0.9, 1.0])
WEIGHTS = np.array([1.0, 2.5, 0.25, 4.0])
K1, B = 1.2, 0.6


@dataclass(frozen=True, slots=True)
class Terms:
    """Some terms, common and rare, as the loops get them; how often each row holds each, and how long it is."""

    lists: Lists
    counts: NDArray[np.int64]
    lengths: NDArray[np.int32]

    @classmethod
    def of(cls, data: st.DataObject, size: int) -> Terms:
        chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
        shares = data.draw(st.lists(SHARES, min_size=1, max_size=4))
        counts = np.array([(chance.random(size) < share) * chance.geometric(0.4, size) for share in shares])
        if data.draw(st.booleans()):
            counts[-1, chance.integers(size)] = data.draw(st.sampled_from([254, 255, 256, 7_000]))
        return cls(packed_lists(data, counts), counts, counts.sum(axis=0).astype(np.int32) + 3)

    @property
    def weights(self) -> NDArray[np.float64]:
        return WEIGHTS[: len(self.counts)]

    @property
    def average(self) -> float:
        return float(self.lengths.mean())

    @property
    def norms(self) -> NDArray[np.float64]:
        return K1 * (1 - B + B * self.lengths / self.average)

    @property
    def singles(self) -> NDArray[np.float32]:
        return (1 / (1 + self.norms)).astype(np.float32)

    @property
    def given(self) -> NDArray[np.float64]:
        """What each term gives each row, (terms, rows)."""
        return self.weights[:, np.newaxis] * self.counts / (self.counts + self.norms)


def packed_lists(data: st.DataObject, counts: NDArray[np.int64]) -> Lists:
    """Terms that rows hold so often, some of them common ones."""
    terms, often, common, rare = [], [], [b""], [np.empty(0, np.uint32)]
    for number, each in enumerate(counts):
        rows, shown = np.flatnonzero(each), np.minimum(each[each > 0], LONG)
        if data.draw(st.booleans()):
            terms.append((sum(map(len, common)), len(rows), number, 0))
            common.append(packed(rows, shown, counts.shape[1]).tobytes())
        else:
            terms.append((sum(map(len, rare)), len(rows), -1, 0))
            rare.append((rows << 8 | shown).astype(np.uint32))
        often += [(number, row, each[row]) for row in np.flatnonzero(each >= LONG)]
    return Lists(
        np.frombuffer(b"".join(common), np.uint8),
        readonly(np.concatenate(rare)),
        readonly(np.array(terms, np.int64)),
        readonly(np.array(often, np.int64).reshape(-1, 3)),
    )


def readonly(array: NDArray[Any]) -> NDArray[Any]:
    array.flags.writeable = False
    return array


def some_rows(data: st.DataObject, size: int) -> NDArray[np.uint32]:
    """Some of so many rows, ascending; one may stand there twice."""
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    return np.sort(chance.integers(0, size, data.draw(st.integers(0, size)))).astype(np.uint32)


def room_for(size: int) -> NDArray[np.uint32]:
    return np.full(size + row_loops.SPARE, 4_000_000_000, np.uint32)


@given(st.data(), SIZES)
def test_rows_are_looked_up_without_unpacking_all(data: st.DataObject, size: int) -> None:
    terms, rows = Terms.of(data, size), some_rows(data, size)
    found = np.full((len(terms.counts), len(rows)), 99, np.uint32)
    counts_at(*terms.lists, size, rows, found)
    assert found.tolist() == terms.counts[:, rows].tolist()


@given(st.data(), SIZES)
def test_exact_scores_are_the_formula_s_to_the_bit(data: st.DataObject, size: int) -> None:
    terms, rows = Terms.of(data, size), some_rows(data, size)
    scores = np.full(len(rows), 99.0)
    scores_at(*terms.lists, terms.weights, (K1, B, terms.average), terms.lengths, rows, scores)
    tf = terms.counts[:, rows].astype(np.float64)
    expected = np.cumsum(tf / (tf + terms.norms[rows]) * (K1 + 1) * terms.weights[:, np.newaxis], axis=0)[-1]
    assert scores.tolist() == expected.tolist()


@given(st.data(), SIZES)
def test_what_a_term_gives_is_added_to_all_rows_that_hold_it(data: st.DataObject, size: int) -> None:
    terms, sums = Terms.of(data, size), np.arange(size, dtype=np.float32)
    for number, weight in enumerate(terms.weights):
        add(terms.lists, number, np.float32(weight), terms.singles, sums, room_for(size))
    # A sum is a multiple of what one occurrence gives.
    expected = np.arange(size) + (terms.given * (1 + terms.norms)).sum(axis=0)
    assert sums == pytest.approx(expected, rel=1e-5, abs=1e-5)


@given(st.data(), SIZES)
def test_rows_that_get_too_little_are_left_out_on_the_way(data: st.DataObject, size: int) -> None:
    terms, rows = Terms.of(data, size), np.unique(some_rows(data, size))
    order = np.array(data.draw(st.permutations(range(len(terms.counts)))))
    floors = np.array(data.draw(st.lists(st.sampled_from([0, 0.7, 1.6, 2.5]), min_size=4, max_size=4)), np.float32)
    expected = dict.fromkeys(rows.tolist(), 0.5)
    for of_term, floor in zip(terms.given[order], floors.tolist(), strict=False):
        expected = {row: so_far + of_term[row] for row, so_far in expected.items()}
        assume(all(abs(each - floor) > 1e-4 for each in expected.values()))
        expected = {row: so_far for row, so_far in expected.items() if so_far >= floor}
    scores, weights = np.full(len(rows), 0.5, np.float32), terms.weights[order].astype(np.float32)
    left = sift(terms.lists, order, weights, floors[: len(order)], terms.singles, rows, scores)
    assert rows[:left].tolist() == list(expected)
    assert scores[:left] == pytest.approx(list(expected.values()), rel=1e-5, abs=1e-5)


SOME_SUMS = st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, -np.inf]), min_size=1, max_size=40)


@given(SOME_SUMS, st.sampled_from([0.1, 0.5, 1.0, 1.5]))
def test_the_rows_that_have_so_much(given_sums: Sequence[float], floor: float) -> None:
    sums = np.array(given_sums, np.float32)
    singles = np.where(np.arange(len(sums)) % 3, 0.5, 0.75).astype(np.float32)
    rows, scores = _not_below(sums, singles, np.float32(floor), room_for(len(sums)))
    assert rows.tolist() == np.flatnonzero(sums * singles >= np.float32(floor)).tolist()
    assert scores.tolist() == (sums * singles)[rows].tolist()


@given(SOME_SUMS, st.integers(1, 5), st.integers(1, 5))
def test_the_best_rows_of_the_blocks_that_are_ahead(given_sums: Sequence[float], block: int, count: int) -> None:
    sums = np.array(given_sums, np.float32)
    singles = np.full(len(sums), 0.5, np.float32)
    rows, scores = _ahead(sums, singles, block, count, room_for(len(sums)))
    blocks = len(sums) // block + 1
    best = [max(range(first, len(sums), blocks), key=given_sums.__getitem__) for first in range(min(blocks, len(sums)))]
    best = [row for row in best if sums[row] > 0]
    least = sorted((given_sums[row] for row in best), reverse=True)[:count]
    assert rows.tolist() == sorted(row for row in best if len(best) < count or given_sums[row] >= least[-1])
    assert scores.tolist() == (sums[rows] / 2).tolist()


@given(st.data(), SIZES, st.integers(1, 30), st.booleans())
def test_a_search_finds_the_best_rows_and_their_scores(
    data: st.DataObject, size: int, k: int, is_least_known: bool
) -> None:
    terms = Terms.of(data, size)
    whole = np.empty(size)
    norm = (K1, B, terms.average)
    scores_at(*terms.lists, terms.weights, norm, terms.lengths, np.arange(size, dtype=np.uint32), whole)
    chance = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    forbidden = chance.random(size * data.draw(st.integers(0, 1))) < 0.3
    whole[np.flatnonzero(forbidden)] = 0
    least = float(np.median(whole)) if is_least_known else 0.0
    best = np.lexsort((np.arange(size), -whole))[:k]
    wanted = sorted(row for row in best.tolist() if whole[row] > 0 and whole[row] >= least)
    rows, scores = search(
        *terms.lists,
        np.argsort(terms.lists.terms[:, 2] >= 0, kind="stable"),
        terms.weights,
        np.ones(len(terms.counts), np.float32),
        norm,
        terms.lengths,
        terms.singles,
        forbidden,
        least,
        k,
        data.draw(st.sampled_from([1, 2 * k])),
        data.draw(st.sampled_from([2, 64])),
        data.draw(st.sampled_from([0.0, 0.1 * size, 2.0 * size])),
        data.draw(st.sampled_from([0.5, 20.0])),
        np.full(size, 7, np.float32),
        room_for(size),
    )
    assert set(wanted) <= set(rows.tolist())
    assert rows.tolist() == sorted(rows.tolist())
    assert scores.tolist() == whole[rows].tolist()


@given(st.data(), st.integers(1, 64))
def test_the_place_of_a_bit_that_is_not_set(data: st.DataObject, nth: int) -> None:
    unset = sorted(data.draw(st.sets(st.integers(0, 63), min_size=nth)))
    bits = np.ones(64, np.uint8)
    bits[unset] = 0
    word = np.packbits(bits).view(np.uint64)[0]
    assert row_loops._zero_in(word, np.uint64(nth)) == unset[nth - 1]


@given(st.lists(st.sampled_from([-np.inf, 0.0, 0.5, 1.0, 2.0, 3.5]), max_size=30), st.integers(1, 12))
def test_the_k_th_largest(values: list[float], k: int) -> None:
    expected = max(sorted(values, reverse=True)[k - 1], 0.0) if len(values) >= k else 0.0
    assert _largest(np.array(values, np.float32), k) == expected
