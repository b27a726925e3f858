"""BM25 over postings: the formula, the best rows, growing and shrinking."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.lexical import PostingsBM25
from index.parts_file import load, save
from index.ranking import Norm, Ranked, Weighed
from index.text import fold_word

CORPUS = [
    ["họp", "đảng_ủy", "họp"],
    ["họp", "hội_đồng"],
    [],
    ["ngân_sách", "tỉnh", "ngân_sách", "ngân_sách", "hội_đồng"],
]
WORDS = st.sampled_from(["a", "b", "c", "đ", "e_e", "f"])
DOCUMENTS = st.lists(st.lists(WORDS, max_size=12), max_size=12)
QUERIES = st.lists(st.one_of(WORDS, st.just("unknown")), max_size=6)


def reference(corpus: Sequence[Sequence[str]], query: Sequence[str], k1: float = 1.5, b: float = 0.75) -> list[float]:
    """The formula, word for word."""
    count = len(corpus)
    average = sum(map(len, corpus)) / count if count else 0
    scores = []
    for row in corpus:
        score = 0.0
        for term in query:
            tf = row.count(term)
            if tf:
                df = sum(term in other for other in corpus)
                idf = math.log(1 + (count - df + 0.5) / (df + 0.5))
                score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len(row) / average))
        scores.append(score)
    return scores


def terms_of(corpus: Sequence[Sequence[str]]) -> list[str]:
    return sorted({term for row in corpus for term in row} | {"unknown"})


def same(left: PostingsBM25, right: PostingsBM25, terms: Sequence[str]) -> None:
    """Both hold the same, whatever parts they are made of."""
    assert left.ids.tolist() == right.ids.tolist()
    assert left.doc_len.tolist() == right.doc_len.tolist()
    assert (left.corpus_size, left.avgdl, left.k1, left.b) == (right.corpus_size, right.avgdl, right.k1, right.b)
    assert left.word_count == right.word_count
    for term in terms:
        left_ids, left_weights = left.document_weights(term)
        right_ids, right_weights = right.document_weights(term)
        assert left_ids.tolist() == right_ids.tolist()
        assert left_weights.tolist() == right_weights.tolist()
        assert left.document_frequency(term) == right.document_frequency(term) == len(left_ids)
        assert left.term_count(term) == right.term_count(term)


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is done for many rows and postings only is done for a few."""
    for name, value in (
        ("ranking._FEW_AMONG", 3),
        ("ranking._TRIED", 1),
        ("ranking._BLOCK", 2),
        ("ranking._FREQUENT_SHARE", 0.2),
        ("ranking._ROWS_FOR_ONE", 1.5),
        ("posting_lists._LEAST_COMMON", 2),
        ("posting_lists._LEAST_ROWS", 3),
    ):
        monkeypatch.setattr(f"index.{name}", value)
    monkeypatch.setattr("index.merging._AT_ONCE", 7)
    monkeypatch.setattr("index.growth._GROWTH", 1)


def test_known_scores() -> None:
    index = PostingsBM25(CORPUS)
    # N = 4, the average length is 10 / 4 = 2.5.
    assert index.corpus_size == 4
    assert index.avgdl == 2.5
    assert index.doc_len.tolist() == [3, 2, 0, 5]
    assert index.idf_of("họp") == pytest.approx(math.log(1 + 2.5 / 2.5))
    assert index.idf_of("tỉnh") == pytest.approx(math.log(1 + 3.5 / 1.5))
    assert index.idf_of("xã") == pytest.approx(math.log(1 + 4.5 / 0.5))
    assert index.idf["tỉnh"] == index.idf_of("tỉnh")
    assert index.idf.get("xã") is None
    expected = [
        math.log(2) * 2 * 2.5 / (2 + 1.5 * (0.25 + 0.75 * 3 / 2.5)),
        math.log(2) * 1 * 2.5 / (1 + 1.5 * (0.25 + 0.75 * 2 / 2.5)),
        0.0,
        0.0,
    ]
    assert index.get_scores(["họp"]) == pytest.approx(expected, abs=1e-12)
    assert index.get_scores(["họp", "xã", "họp"]) == pytest.approx([2 * score for score in expected], abs=1e-12)


def test_counts_of_a_term() -> None:
    index = PostingsBM25(CORPUS)
    assert [index.document_frequency(term) for term in ("ngân_sách", "hội_đồng", "xã")] == [1, 2, 0]
    assert [index.term_count(term) for term in ("ngân_sách", "hội_đồng", "xã")] == [3, 2, 0]
    assert index.term_counts(["tỉnh", "xã", "ngân_sách"]) == [1, 0, 3]
    # "họp" three times (one row twice) and "tỉnh"; pairs are no words.
    assert index.word_count == 4
    assert index.has("hội_đồng", [3, 0, 1]).tolist() == [True, False, True]
    assert index.has("xã", [3, 0]).tolist() == [False, False]
    with pytest.raises(KeyError, match="4"):
        index.has("họp", [1, 4])


@given(DOCUMENTS, QUERIES, st.floats(0, 3), st.floats(0, 1))
@example([[], ["họp"]], ["họp"], 1.0, 1.0).via("an empty row counts as nothing under the fraction")
@example([[], ["họp"]], ["họp"], 0.0, 0.5)
def test_scores_equal_the_formula(corpus: list[list[str]], query: list[str], k1: float, b: float) -> None:
    index = PostingsBM25(corpus, k1=k1, b=b)
    expected = reference(corpus, query, k1, b)
    assert index.get_scores(query).shape == (len(corpus),)
    assert index.get_scores(query) == pytest.approx(expected, abs=1e-9)
    rows = list(range(len(corpus)))[::-1]
    assert index.scores_of(query, rows) == pytest.approx(expected[::-1], abs=1e-9)
    assert index.get_batch_scores(query, rows) == pytest.approx(expected[::-1], abs=1e-9)


@given(DOCUMENTS.filter(lambda corpus: any(corpus)), QUERIES)
def test_scores_equal_those_of_rank_bm25_with_our_idf(corpus: list[list[str]], query: list[str]) -> None:
    index = PostingsBM25(corpus)
    base = BM25Okapi(corpus)
    assert [term in index.idf for term in (*base.idf, "unknown")] == [True] * len(base.idf) + [False]
    base.idf = {term: index.idf[term] for term in base.idf}
    assert index.get_scores(query) == pytest.approx(base.get_scores(query), abs=1e-9)
    assert all(idf > 0 for idf in base.idf.values())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    DOCUMENTS,
    QUERIES,
    st.integers(0, 15),
    st.none() | st.lists(st.integers(0, 90)),
    st.lists(st.integers(0, 4), max_size=12),
    st.sets(st.integers(0, 11)),
)
def test_top_is_the_sorted_head_of_all_scores(
    small_steps: None,
    corpus: list[list[str]],
    query: list[str],
    k: int,
    among: list[int] | None,
    batches: list[int],
    removed: set[int],
) -> None:
    ids = [5 + 7 * row for row in range(len(corpus))]
    index = in_batches(ids, corpus, batches)
    index.remove([5 + 7 * row for row in removed])
    left = [row for row in range(len(corpus)) if row not in removed]
    assert index.get_scores(query) == pytest.approx(reference([corpus[row] for row in left], query), abs=1e-9)
    scores = dict(zip([ids[row] for row in left], index.get_scores(query).tolist(), strict=True))
    wanted = [row for row in scores if scores[row] > 0 and (among is None or row in among)]
    wanted.sort(key=lambda row: (-scores[row], row))
    found_ids, found_scores = index.top(query, k, None if among is None else np.array(among, np.int64))
    assert found_ids.dtype == np.int64
    assert found_ids.tolist() == wanted[:k]
    assert found_scores.tolist() == [scores[row] for row in wanted[:k]]


def in_batches(ids: Sequence[int], corpus: Sequence[Sequence[str]], batches: Sequence[int]) -> PostingsBM25:
    """An index to which the rows came in batches of these sizes, the rest at last."""
    index, done = PostingsBM25.empty(), 0
    for size in [*batches, len(corpus)]:
        index.add(ids[done : done + size], corpus[done : done + size])
        done += size
    return index


@pytest.mark.parametrize("k", [1, 10, 40])
@pytest.mark.parametrize("many_rows", [100, 100_000])
def test_top_of_many_rows_scores_few_of_them(monkeypatch: pytest.MonkeyPatch, k: int, many_rows: int) -> None:
    monkeypatch.setattr("index.posting_lists._LEAST_COMMON", 20)
    monkeypatch.setattr("index.posting_lists._LEAST_ROWS", many_rows)
    chance = random.Random(k)
    # Words as frequent as Zipf's law says, as in text.
    words = [f"w{rank}" for rank in range(2_000)]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    corpus = [chance.choices(words, weights, k=chance.randint(5, 60)) for _ in range(4_000)]
    index = in_batches(range(4_000), corpus, [1_000, 500, 7])
    index.remove(chance.sample(range(4_000), 300))
    scored: list[int] = []
    whole = Ranked.scores

    def counting(self: Ranked, terms: Weighed, norm: Norm, rows: np.ndarray) -> np.ndarray:
        scored.append(len(rows))
        return whole(self, terms, norm, rows)

    for _ in range(30):
        query = [*chance.sample(chance.choice(corpus), 4), *words[:3]]
        scores = index.get_scores(query)
        best = np.lexsort((index.ids, -scores))[:k]
        with monkeypatch.context() as patched:
            patched.setattr(Ranked, "scores", counting)
            found_ids, found_scores = index.top(query, k)
        assert found_ids.tolist() == index.ids[best][scores[best] > 0].tolist()
        assert found_scores.tolist() == scores[best][scores[best] > 0].tolist()
    assert sum(scored) / 30 < 600


def test_rows_that_only_hold_a_term_of_many_rows_may_be_the_best(small_steps: None) -> None:
    # "often" gives the most that it can to the first rows; "seldom", which is added first, somewhat less to others.
    corpus = [["often"]] * 3 + [["often"] + ["x"] * 3] * 7 + [["seldom", *["x"] * 9]] * 2 + [["x"] * 3] * 12
    index = PostingsBM25(corpus)
    for seldom, often in product(range(1, 9), range(1, 17)):
        query = ["seldom"] * seldom + ["often"] * often
        best = np.lexsort((np.arange(len(corpus)), -index.get_scores(query)))[:2]
        assert index.top(query, 2)[0].tolist() == best.tolist()


@pytest.mark.parametrize("changed", ["added", "removed"])
def test_the_same_rows_are_looked_up_anew_after_a_change(small_steps: None, changed: str) -> None:
    corpus = [["x"], ["y", "x"], ["x", "x"], ["z", "y"], ["x", "y"]]
    index = in_batches(range(4), corpus[:4], [2])
    before = index.scores_of(["x", "y"], [2, 1])
    assert index.have(["x", "y"], [2, 1]).tolist() == [[True, True], [False, True]]
    if changed == "added":
        index.add([4], corpus[4:])
        left = corpus
    else:
        index.remove([0])
        left = corpus[1:4]
    expected = reference(left, ["x", "y"])
    places = [left.index(corpus[2]), left.index(corpus[1])]
    assert index.scores_of(["x", "y"], [2, 1]) == pytest.approx([expected[place] for place in places], abs=1e-12)
    assert index.scores_of(["x", "y"], [2, 1]).tolist() != before.tolist()
    index.remove([1])
    with pytest.raises(KeyError, match="1"):
        index.scores_of(["x"], [2, 1])


def test_equal_scores_stand_by_id() -> None:
    index = PostingsBM25.empty()
    index.add(range(10, 40), [["x"], ["x"], ["y"]] * 10)
    assert index.top(["x"], 4)[0].tolist() == [10, 11, 13, 14]
    assert index.top(["x"], 3, np.array([38, 37, 36, 99, 14, 37]))[0].tolist() == [14, 37, 38]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(DOCUMENTS, st.lists(st.integers(0, 3), max_size=12), st.sets(st.integers(0, 12)))
def test_growing_and_shrinking_ends_as_if_built_at_once(
    small_steps: None,
    tmp_path_factory: pytest.TempPathFactory,
    corpus: list[list[str]],
    batches: list[int],
    removed: set[int],
) -> None:
    ids = [100 + 3 * row for row in range(len(corpus))]
    terms = [*terms_of(corpus), "new"]
    index, whole = in_batches(ids, corpus, batches), in_batches(ids, corpus, [])
    same(index, whole, terms)
    index.remove([100 + 3 * row for row in removed])
    left = [row for row in range(len(corpus)) if row not in removed]
    rest = in_batches([ids[row] for row in left], [corpus[row] for row in left], [])
    same(index, rest, terms)
    folder = tmp_path_factory.mktemp("saved")
    save(index, folder, "x", 7)
    loaded = PostingsBM25.empty()
    assert load(loaded, folder, "x") == 7
    same(loaded, rest, terms)
    for each in (loaded, rest):
        each.add([1000, 1001], [["a", "new", "a"], []])
    same(loaded, rest, terms)


@settings(max_examples=50)
@given(DOCUMENTS, st.lists(st.integers(0, 2), min_size=12, max_size=12), st.lists(st.integers(0, 2), max_size=3))
def test_parts_whose_ids_lie_among_each_other(corpus: list[list[str]], of_part: list[int], removed: list[int]) -> None:
    """A backup brings back documents with ids below those that are held."""
    index = PostingsBM25.empty()
    for part in range(3):
        rows = [row for row in range(len(corpus)) if of_part[row] == part]
        index.add([10 * row for row in rows], [corpus[row] for row in rows])
    same(index, in_batches([10 * row for row in range(len(corpus))], corpus, []), terms_of(corpus))


def test_groups_are_removed_whole() -> None:
    index = PostingsBM25.empty()
    index.add(range(5), [["a"], ["a", "b"], ["b"], ["c", "a"], ["a"]], [7, 7, 8, 9, 9])
    assert index.groups.tolist() == [7, 8, 9]
    index.remove([9, 100])
    assert (index.ids.tolist(), index.groups.tolist()) == ([0, 1, 2], [7, 8])
    assert index.term_counts(["a", "b", "c"]) == [2, 2, 0]
    with pytest.raises(KeyError, match="3"):
        index.scores_of(["a"], [0, 3])


def test_parts_stay_few_and_removed_rows_go() -> None:
    index = PostingsBM25.empty()
    written = 0
    for number in range(400):
        index.add([number], [["a", f"b{number}"]])
        written += index.parts[-1].rows
        sizes = [part.rows for part in index.parts]
        assert all(left > 3 * right for left, right in zip(sizes, sizes[1:], strict=False)), sizes
    assert len(index.parts) <= 5
    assert written < 400 * 12
    index.remove(range(0, 400, 2))
    assert sum(part.rows for part in index.parts) == 200
    assert index.document_frequency("b0") == 0


def test_parts_of_many_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """They have the terms' hashes otherwise, and are made into one with those of few."""

    def grown() -> tuple[PostingsBM25, list[list[bool]]]:
        index, are_whole = PostingsBM25.empty(), []
        for first, last in ((0, 40), (40, 50), (50, 53), (53, 60)):
            index.add(range(first, last), [[f"w{row % 7}", f"x{row % 11}", f"r{row}"] for row in range(first, last)])
            are_whole.append(["hashes" in part.arrays for part in index.parts])
        index.remove(range(5, 20))
        return index, are_whole

    few, are_whole = grown()
    assert are_whole == [[True], [True, True], [True, True, True], [True]]
    monkeypatch.setattr("index.dictionary._MANY_TERMS", 40)
    many, are_whole = grown()
    assert are_whole == [[False], [False, True], [False, True, True], [False]]
    same(few, many, ["w1", "w6", "x3", "r4", "r5", "r19", "r20", "r59", "r60", "unknown"])
    many.add([60], [["w1"] * 3])
    many.remove(range(20, 61))
    assert ["hashes" in part.arrays for part in many.parts] == [True]
    assert many.term_counts(["w1", "r4", "r5"]) == [1, 1, 0]


def test_postings_are_read_in_small_blocks() -> None:
    index = PostingsBM25.empty()
    index.add([0], [["a"]])
    made_of_rows = index.parts[0].arrays.fine
    index.add([1], [["a"]])
    # The two parts were made into one.
    assert [part.rows for part in index.parts] == [2]
    assert index.parts[0].arrays.fine == made_of_rows
    assert made_of_rows == {"common", "lows", "middles", "postings"}


def test_a_part_is_never_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.growth._MOST_ROWS", 10)
    index = PostingsBM25.empty()
    for number in range(35):
        index.add([number], [["a"]])
    assert max(part.rows for part in index.parts) <= 10
    assert index.document_frequency("a") == 35


def test_words_are_found_by_what_they_fold_to() -> None:
    index = PostingsBM25([["họp", "hợp", "hop_tac"], ["Họp", "đảng"], ["hộp", "\ud800"]], fold=fold_word)
    assert index.spellings("hop") == ["Họp", "họp", "hộp", "hợp"]
    assert index.spellings("dang") == ["đảng"]
    assert index.spellings("\ud800") == ["\ud800"]
    assert index.spellings("hop_tac") == []
    index.remove([0])
    index.add([5], [["hốp"]])
    assert index.spellings("hop") == ["Họp", "hốp", "hộp"]
    assert PostingsBM25([["họp"]]).spellings("hop") == []


def test_a_row_removed_changes_every_weight() -> None:
    index = PostingsBM25(CORPUS)
    index.remove(np.array([3, 77]))
    assert index.ids.tolist() == [0, 1, 2]
    assert "ngân_sách" not in index.idf
    assert index.get_scores(["hội_đồng", "họp"]) == pytest.approx(reference(CORPUS[:3], ["hội_đồng", "họp"]), abs=1e-12)


@np.errstate(all="raise")
def test_an_empty_index() -> None:
    for index in (PostingsBM25.empty(), PostingsBM25([]), PostingsBM25([[], []])):
        assert index.avgdl == 0.0
        assert index.get_scores(["a"]).tolist() == [0.0] * index.corpus_size
        assert index.top(["a"], 5)[0].tolist() == []
        assert index.top([], 5, np.array([0]))[1].tolist() == []
        assert index.scores_of(["a"], []).tolist() == []
        assert index.document_frequency("a") == 0
        assert "a" not in index.idf
        index.remove([0, 1])
        assert index.corpus_size == 0
    assert index.idf_of("a") == pytest.approx(math.log(2))


def test_a_single_row_scores_above_zero() -> None:
    ids, scores = PostingsBM25([["họp"]]).top(["họp"], 10)
    assert ids.tolist() == [0]
    assert scores == pytest.approx([math.log(1 + 0.5 / 1.5)])


def test_ids_that_do_not_ascend_are_refused_and_change_nothing() -> None:
    index = PostingsBM25(CORPUS)
    for ids in ([3], [9, 9], [8, 7], [5], [9, 3]):
        with pytest.raises(ValueError, match="ids"):
            index.add(ids, [["new"], ["newer"]] if ids == [5] else [["new"]] * len(ids))
    same(index, PostingsBM25(CORPUS), terms_of(CORPUS))


@pytest.mark.parametrize("count", [254, 255, 256, 70_000])
@pytest.mark.parametrize("least_common", [1, 2_048])
def test_a_term_that_stands_very_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, least_common: int
) -> None:
    monkeypatch.setattr("index.posting_lists._LEAST_COMMON", least_common)
    monkeypatch.setattr("index.posting_lists._LEAST_ROWS", 0)
    corpus = [["a"] * 3, ["a"] * count + ["b"], ["a"]]
    index = in_batches(range(3), corpus, [1, 1, 1])
    for each in (index, in_batches(range(3), corpus, [3])):
        assert each.term_count("a") == count + 4
        assert each.scores_of(["a", "b"], [1]) == pytest.approx(reference(corpus, ["a", "b"])[1:2], abs=1e-9)
        assert each.top(["a"], 1)[0].tolist() == [1]
    save(index, tmp_path, "x", 1)
    loaded = PostingsBM25.empty()
    load(loaded, tmp_path, "x")
    loaded.add([3], [["b"]])
    loaded.remove([0])
    assert loaded.get_scores(["a"]) == pytest.approx(reference([*corpus[1:], ["b"]], ["a"]), abs=1e-9)


def test_a_row_may_be_the_best_for_holding_a_term_very_often(small_steps: None) -> None:
    # With so large a k1, 3,000 times are far more than the 255 that a posting can say.
    corpus = [["a"] * 3_000, ["a"] * 254 + ["b"], ["a"] * 200 + ["b"], *[["c"]] * 9]
    index = PostingsBM25(corpus, k1=1_000, b=0)
    assert index.top(["a", "b"], 1)[0].tolist() == [0]


def test_ranking_like_rank_bm25() -> None:
    index = PostingsBM25(CORPUS)
    assert index.get_top_n(["hội_đồng"], ["one", "two", "three", "four"], 3) == ["two", "four", "one"]
    with pytest.raises(ValueError, match="3 documents for 4 rows"):
        index.get_top_n(["họp"], ["one", "two", "three"])


def split_words(text: str) -> list[str]:
    return text.split()


def test_a_tokenizer_as_in_rank_bm25() -> None:
    same(PostingsBM25(["a b a", "c"], split_words), PostingsBM25([["a", "b", "a"], ["c"]]), ["a", "b", "c"])
