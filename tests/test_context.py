"""What stands around a paragraph: its neighbours in a transcript, its document, who speaks in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from index.context import RINGS, Neighbourhood, share_spoken, spoken
from index.models import Paragraph, Turn
from index.vectors import VectorIndex

FIRST = 1_000
QUESTION = np.array([1.0, 0.0], np.float32)
# Neighbours' vectors have 8 bits a number.
NEAR = 0.005


def index_of(products: list[float]) -> VectorIndex:
    """Unit vectors with these products with the question, under the ids from FIRST on."""
    near = np.array(products, np.float32)
    vectors = VectorIndex(2)
    vectors.add(np.arange(FIRST, FIRST + len(near)), np.stack([near, np.sqrt(1 - near**2)], axis=1))
    return vectors


def around(products: list[float], rows: list[int], ranges: list[tuple[int, int]]) -> NDArray[np.float64]:
    """The neighbours' features of paragraphs, (len(rows), 3), whose ranges are rows too."""
    own = np.array(products)[rows]
    ids = np.array(rows, np.int64) + FIRST
    limits = np.array(ranges, np.int64).reshape(-1, 2) + FIRST
    return Neighbourhood.of(ids, limits, index_of(products)).nearer(own, QUESTION)


# Neighbours


def test_each_ring_is_the_mean_of_its_neighbours_above_the_paragraph_itself() -> None:
    assert RINGS == ((1, 1), (2, 3), (4, 8))
    products = [0.0] * 8 + [0.1] + [0.0] * 8
    products[7], products[9] = 0.3, 0.5
    products[5], products[11] = 0.5, 0.9
    products[0], products[16] = 0.6, 0.8
    # (0.2 + 0.4) / 2; two of four at 0.4 and 0.8, two at -0.1; two of ten at 0.5 and 0.7, eight at -0.1.
    np.testing.assert_allclose(
        around(products, [8], [(0, 16)]), [[0.3, (0.4 + 0.8 - 0.2) / 4, (1.2 - 0.8) / 10]], atol=NEAR
    )


def test_where_a_neighbour_is_missing_the_paragraph_stands_for_it() -> None:
    # At the start of a document of three paragraphs: one neighbour of two, one of four, none of ten.
    products = [0.2, 0.6, 0.4, 0.9]
    np.testing.assert_allclose(around(products, [0], [(0, 2)]), [[0.4 / 2, 0.2 / 4, 0.0]], atol=NEAR)


def test_another_document_is_no_neighbour() -> None:
    products = [0.9, 0.1, 0.3, 0.9]
    found = around(products, [1, 2], [(1, 2), (1, 2)])
    np.testing.assert_allclose(found, [[0.2 / 2, 0.0, 0.0], [-0.2 / 2, 0.0, 0.0]], atol=NEAR)


def test_no_candidates_have_no_neighbours() -> None:
    assert around([0.5], [], []).shape == (0, 3)


PRODUCTS = st.lists(st.floats(-1, 1, width=32), min_size=1, max_size=24)


@given(PRODUCTS)
def test_what_stands_by_itself_has_zeros(products: list[float]) -> None:
    rows = list(range(len(products)))
    assert around(products, rows, [(row, row) for row in rows]).tolist() == [[0.0] * 3] * len(rows)


@given(st.floats(-1, 1, width=32), st.integers(1, 24))
def test_among_equals_there_are_zeros(product: float, size: int) -> None:
    found = around([product] * size, list(range(size)), [(0, size - 1)] * size)
    np.testing.assert_allclose(found, np.zeros((size, 3)), atol=NEAR)


@given(PRODUCTS, st.data())
def test_neighbours_are_those_of_the_plain_definition(products: list[float], data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(products) - 1))
    first, last = data.draw(st.integers(0, row)), data.draw(st.integers(row, len(products) - 1))
    held = index_of(products).vectors_of(np.arange(FIRST, FIRST + len(products)))[:, 0].tolist()
    expected = []
    for nearest, farthest in RINGS:
        places = [row + sign * step for step in range(nearest, farthest + 1) for sign in (-1, 1)]
        standing = [held[place] if first <= place <= last else products[row] for place in places]
        expected.append(sum(standing) / len(standing) - products[row])
    np.testing.assert_allclose(around(products, [row], [(first, last)]), [expected], atol=1e-6)


# Who speaks


def turn(start: int, end: int, speaker: str | None) -> Turn:
    return Turn(start, end, speaker, None, None)


def paragraph(*turns: Turn) -> Paragraph:
    return Paragraph("id:100-200", "id", "họp.vtt", 100, 200, "x" * 100, None, None, turns)


def test_the_turns_of_those_asked_for_are_marked() -> None:
    one = paragraph(turn(100, 130, "Bà Phạm Hạnh"), turn(131, 150, "Ông Lê Kỳ"), turn(151, 200, None))
    other = paragraph(turn(100, 200, "Bà Phạm Hạnh"))
    assert spoken("Bà Hạnh nói gì?", [one, other, paragraph()]) == [[True, False, False], [True], []]
    # Whoever has a longer part of the name in another paragraph is meant.
    third = paragraph(turn(100, 200, "Đỗ Hạnh"))
    assert spoken("Chị Đỗ Hạnh nói gì?", [one, third]) == [[False, False, False], [True]]
    assert spoken("Ai nói về kho lúa?", [one, other]) == [[False, False, False], [False]]
    assert spoken("Bà Hạnh nói gì?", []) == []


def test_the_share_is_by_length() -> None:
    three = paragraph(turn(100, 130, "A"), turn(140, 150, "B"), turn(150, 160, "A"))
    assert share_spoken(three, [True, False, True]) == pytest.approx(40 / 50)
    assert share_spoken(three, [False, True, False]) == pytest.approx(10 / 50)
    assert (share_spoken(three, [True] * 3), share_spoken(three, [False] * 3)) == (1.0, 0.0)
    assert share_spoken(paragraph(), []) == 0.0
