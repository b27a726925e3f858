"""BM25 over postings: the formula, growing and shrinking, and files that are damaged."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index import cachefile
from index.errors import BrokenCache
from index.lexical import PostingsBM25

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


def same(left: PostingsBM25, right: PostingsBM25) -> None:
    """Both hold the same, whatever the numbers of their terms are."""
    assert left.ids.tolist() == right.ids.tolist()
    assert left.doc_len.tolist() == right.doc_len.tolist()
    assert (left.corpus_size, left.avgdl, left.k1, left.b) == (right.corpus_size, right.avgdl, right.k1, right.b)
    assert set(left.vocabulary) == set(right.vocabulary)
    for term in left.vocabulary:
        left_ids, left_weights = left.document_weights(term)
        right_ids, right_weights = right.document_weights(term)
        assert left_ids.tolist() == right_ids.tolist()
        assert left_weights.tolist() == right_weights.tolist()
        assert left.term_count(term) == right.term_count(term)


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
    assert dict(index.vocabulary) == {"họp": 0, "đảng_ủy": 1, "hội_đồng": 2, "ngân_sách": 3, "tỉnh": 4}
    assert index.has("hội_đồng", [3, 0, 1]).tolist() == [True, False, True]
    assert index.has("xã", [3, 0]).tolist() == [False, False]
    with pytest.raises(KeyError, match="4"):
        index.has("họp", [1, 4])


@given(DOCUMENTS, QUERIES, st.floats(0.1, 3), st.floats(0, 1))
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
    base.idf = dict(index.idf)
    assert index.get_scores(query) == pytest.approx(base.get_scores(query), abs=1e-9)
    assert set(base.idf) == set(index.vocabulary)
    assert all(idf > 0 for idf in base.idf.values())


@given(DOCUMENTS, QUERIES, st.integers(0, 15), st.none() | st.lists(st.integers(0, 90)))
def test_top_is_the_sorted_head_of_all_scores(
    corpus: list[list[str]], query: list[str], k: int, among: list[int] | None
) -> None:
    ids = [5 + 7 * row for row in range(len(corpus))]
    index = PostingsBM25.empty()
    index.add(ids, corpus)
    scores = dict(zip(ids, index.get_scores(query).tolist(), strict=True))
    wanted = [row for row in ids if scores[row] > 0 and (among is None or row in among)]
    wanted.sort(key=lambda row: (-scores[row], row))
    found_ids, found_scores = index.top(query, k, None if among is None else np.array(among, np.int64))
    assert found_ids.dtype == np.int64
    assert found_ids.tolist() == wanted[:k]
    assert found_scores.tolist() == [scores[row] for row in wanted[:k]]


def test_equal_scores_stand_by_id() -> None:
    index = PostingsBM25.empty()
    index.add(range(10, 40), [["x"], ["x"], ["y"]] * 10)
    assert index.top(["x"], 4)[0].tolist() == [10, 11, 13, 14]
    assert index.top(["x"], 3, np.array([38, 37, 36, 99, 14, 37]))[0].tolist() == [14, 37, 38]


@given(DOCUMENTS, st.lists(st.integers(0, 3), max_size=12), st.sets(st.integers(0, 12)))
def test_growing_and_shrinking_ends_as_if_built_at_once(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]], batches: list[int], removed: set[int]
) -> None:
    index = PostingsBM25.empty()
    done = 0
    for size in [*batches, len(corpus)]:
        part = corpus[done : done + size]
        index.add([100 + 3 * row for row in range(done, done + len(part))], part)
        done += len(part)
    whole = PostingsBM25.empty()
    whole.add([100 + 3 * row for row in range(len(corpus))], corpus)
    same(index, whole)
    index.remove([100 + 3 * row for row in removed])
    left = [row for row in range(len(corpus)) if row not in removed]
    rest = PostingsBM25.empty()
    rest.add([100 + 3 * row for row in left], [corpus[row] for row in left])
    same(index, rest)
    path = tmp_path_factory.getbasetemp() / "shrunk.npz"
    index.save(path)
    same(PostingsBM25.load(path), rest)
    index.add([1000], [["a", "new", "a"]])
    rest.add([1000], [["a", "new", "a"]])
    same(index, rest)


def test_a_row_removed_changes_every_weight() -> None:
    index = PostingsBM25(CORPUS)
    index.remove(np.array([3, 77]))
    assert index.ids.tolist() == [0, 1, 2]
    assert "ngân_sách" not in index.vocabulary
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
        assert len(index.idf) == 0
        index.remove([0, 1])
        assert index.corpus_size == 0
    assert index.idf_of("a") == pytest.approx(math.log(2))


def test_a_single_row_scores_above_zero() -> None:
    ids, scores = PostingsBM25([["họp"]]).top(["họp"], 10)
    assert ids.tolist() == [0]
    assert scores == pytest.approx([math.log(1 + 0.5 / 1.5)])


def test_ids_that_do_not_ascend_are_refused_and_change_nothing() -> None:
    index = PostingsBM25(CORPUS)
    for ids in ([3], [9, 9], [8, 7], [5]):
        with pytest.raises(ValueError, match="ids"):
            index.add(ids, [["new"], ["newer"]] if ids == [5] else [["new"]] * len(ids))
    same(index, PostingsBM25(CORPUS))


def test_a_term_more_frequent_than_16_bits() -> None:
    index = PostingsBM25([["a"] * 3])
    index.add([1, 2], [["a"] * 70_000 + ["b"], ["a"]])
    assert index.term_count("a") == 70_004
    assert index.scores_of(["a"], [1]) == pytest.approx(index.idf_of("a") * 70_000 * 2.5 / (70_000 + index._norms[1]))


def test_ranking_like_rank_bm25() -> None:
    index = PostingsBM25(CORPUS)
    assert index.get_top_n(["hội_đồng"], ["one", "two", "three", "four"], 3) == ["two", "four", "one"]
    with pytest.raises(ValueError, match="3 documents for 4 rows"):
        index.get_top_n(["họp"], ["one", "two", "three"])


def split_words(text: str) -> list[str]:
    return text.split()


def test_a_tokenizer_as_in_rank_bm25() -> None:
    same(PostingsBM25(["a b a", "c"], split_words), PostingsBM25([["a", "b", "a"], ["c"]]))


def saved(path: Path) -> PostingsBM25:
    index = PostingsBM25.empty(k1=1.2, b=0.5)
    index.add([4, 8, 15, 16], CORPUS)
    index.generation = 42
    index.save(path)
    return index


def test_a_saved_index_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "lexical.npz"
    index = saved(path)
    loaded = PostingsBM25.load(path)
    same(loaded, index)
    assert dict(loaded.vocabulary) == dict(index.vocabulary)
    assert loaded.generation == 42
    assert [file.name for file in tmp_path.iterdir()] == ["lexical.npz"]
    loaded.add([23], [["mới", "họp"]])
    assert loaded.top(["mới"], 1)[0].tolist() == [23]
    PostingsBM25.empty().save(path)
    same(PostingsBM25.load(path), PostingsBM25.empty())


@settings(max_examples=20)
@given(st.lists(st.lists(st.text(st.characters(), max_size=4), max_size=5), max_size=5))
def test_any_words_survive_the_file(tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]]) -> None:
    path = tmp_path_factory.mktemp("words") / "lexical.npz"
    PostingsBM25(corpus).save(path)
    same(PostingsBM25.load(path), PostingsBM25(corpus))


def test_a_file_that_is_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lexical.npz"
    saved(path)
    whole = path.read_bytes()
    for length in (0, 1, 39, 40, 200, len(whole) // 2, len(whole) - 40, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(BrokenCache) as caught:
            PostingsBM25.load(path)
        assert str(caught.value).startswith(f"{path}: a cache file is damaged (")


def test_a_flipped_bit_anywhere_is_found(tmp_path: Path) -> None:
    path = tmp_path / "lexical.npz"
    saved(path)
    whole = path.read_bytes()
    choose = random.Random(20)
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[choose.randrange(len(whole))] ^= 1 << choose.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(BrokenCache, match="its checksum differs"):
            PostingsBM25.load(path)


def test_a_missing_file_is_a_broken_cache(tmp_path: Path) -> None:
    with pytest.raises(BrokenCache, match="No such file"):
        PostingsBM25.load(tmp_path / "lexical.npz")
    with pytest.raises(BrokenCache, match="directory"):
        PostingsBM25.load(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "detail"),
    [
        ("header", np.array([99, 0]), "another version's"),
        ("ids", np.array([4, 8, 8, 16]), "its rows don't fit together"),
        ("lengths", np.array([3, 2, 5], np.int32), "its rows don't fit together"),
        ("lengths", np.array([3, 2, 1, 5], np.int32), "its postings don't fit its rows"),
        ("lengths", np.array([3, 2, 0, 4], np.int32), "its postings don't fit its rows"),
        ("starts", np.array([0, 2, 3, 5, 6]), "its postings don't fit their terms"),
        ("starts", np.array([0, 2, 2, 5, 6, 7]), "its postings don't fit their terms"),
        ("rows", np.array([0, 1, 0, 1, 3, 3, 4], np.int32), "its postings don't fit its rows"),
        ("rows", np.array([1, 0, 0, 1, 3, 3, 3], np.int32), "its postings don't fit its rows"),
        ("frequencies", np.array([2, 1, 1, 1, 1, 3, 0], np.uint16), "its postings don't fit its rows"),
        ("word_edges", np.array([0, 3, 10, 18, 27, 30]), "its words don't fit their terms"),
        ("words", np.array([255], np.uint8), "its words aren't UTF-8"),
        ("word_edges", np.array([0, 0, 0, 18, 27, 31]), "a word stands twice"),
        ("words", np.array([1.5]), "no list of numbers words"),
    ],
)
def test_arrays_that_do_not_fit_each_other(tmp_path: Path, name: str, value: np.ndarray, detail: str) -> None:
    path = tmp_path / "lexical.npz"
    saved(path)
    arrays = cachefile.read(path)
    assert arrays["rows"].tolist() == [0, 1, 0, 1, 3, 3, 3]
    cachefile.write(path, arrays | {name: value})
    with pytest.raises(BrokenCache) as caught:
        PostingsBM25.load(path)
    assert caught.value.values["detail"] == detail


def test_a_pickled_array_is_never_loaded(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="pickle"):
        cachefile.write(tmp_path / "pickled.npz", {"words": np.array([{}], object)})
    assert list(tmp_path.iterdir()) == []


def test_a_failed_save_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lexical.npz"
    index = saved(path)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        PostingsBM25([["other"]]).save(path)
    assert [file.name for file in tmp_path.iterdir()] == ["lexical.npz"]
    same(PostingsBM25.load(path), index)
