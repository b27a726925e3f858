"""What is held of arrays: those asked for last, within the limit."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from index.held import Held
from index.lexical import PostingsBM25
from index.parts_file import load, save


def test_those_not_asked_for_longest_are_let_go() -> None:
    held = Held(10_000)
    arrays = {key: np.full(500, key) for key in range(5)}
    for key in (0, 1):
        held.put(key, arrays[key])
    assert held.get(0) is arrays[0]
    assert held.held_bytes == 2 * 4_300
    held.put(2, arrays[2])
    assert held.get(1) is None
    assert [held.get(key) is arrays[key] for key in (0, 2)] == [True, True]
    # One that is too large by itself isn't held, and nor is what was.
    held.put(3, np.zeros(2_000))
    assert [held.get(key) for key in range(4)] == [None] * 4
    assert held.held_bytes == 0


def test_an_index_holds_no_more_than_it_may_and_answers_alike(tmp_path: Path) -> None:
    chance = np.random.default_rng(0)
    corpus = [[f"w{word}" for word in chance.zipf(1.5, 20) if word < 50] for _ in range(1_500)]
    whole = PostingsBM25(corpus)
    save(whole, tmp_path, "words", 1)
    held = Held(4_000)
    index = PostingsBM25.empty(held=held)
    assert load(index, tmp_path, "words") == 1
    assert index.parts[0].arrays.length("common_bytes") > 5
    for first in range(1, 40):
        query = [f"w{word}" for word in range(first, first + 6)]
        ids, scores = index.top(query, 10)
        expected_ids, expected_scores = whole.top(query, 10)
        assert (ids.tolist(), scores.tolist()) == (expected_ids.tolist(), expected_scores.tolist())
        assert 0 < held.held_bytes <= 4_000
