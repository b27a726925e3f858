"""The ranges of sentences: what is stored, that it comes back, and what versions before stored beside it."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models import Span
from index.sentence_ranges import encoded, ranges_of, spans_of

STEPS = st.one_of(st.integers(0, 300), st.integers(0, 70_000), st.integers(0, 1 << 20))
RANGES = st.lists(STEPS, max_size=20).map(
    lambda steps: tuple(map(Span, *(list(accumulate(steps))[first : len(steps) & -2 : 2] for first in (0, 1))))
)


@pytest.mark.parametrize(
    ("ranges", "stored"),
    [
        ((), [1]),
        ((Span(0, 123), Span(124, 164)), [1, 0, 123, 1, 40]),
        ((Span(2, 257), Span(257, 257)), [1, 2, 255, 0, 0]),
        ((Span(0, 256), Span(258, 259)), [2, 0, 0, 0, 1, 2, 0, 1, 0]),
        ((Span(1, 65_536),), [2, 1, 0, 255, 255]),
        ((Span(1, 65_537),), [4, 1, 0, 0, 0, 0, 0, 1, 0]),
    ],
)
def test_each_edge_behind_the_one_before(ranges: tuple[Span, ...], stored: list[int]) -> None:
    assert list(encoded(ranges)) == stored
    assert spans_of(bytes(stored), b"") == ranges


@given(st.lists(st.tuples(RANGES, st.booleans()), max_size=6))
def test_what_was_stored_is_read_whichever_version_stored_it(paragraphs: list[tuple[tuple[Span, ...], bool]]) -> None:
    pairs = [np.array([(span.start, span.end) for span in ranges], "<i4").tobytes() for ranges, _ in paragraphs]
    rows = [
        (None, old) if is_old else (encoded(ranges), b"")
        for (ranges, is_old), old in zip(paragraphs, pairs, strict=True)
    ]
    assert [spans_of(*row) for row in rows] == [ranges for ranges, _ in paragraphs]
    read = ranges_of(rows)
    assert [tuple(map(Span, *each.T.tolist())) for each in read] == [ranges for ranges, _ in paragraphs]
    assert all(each.dtype == np.int32 and each.shape == (len(each), 2) for each in read)
