"""The measures, against ones worked out by hand."""

from __future__ import annotations

from dataclasses import fields
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.bootstrap import Estimate
from assistant.evaluation.measures import Row, measures, ndcg_at_10
from assistant.evaluation.questions import Place, Question
from assistant.evaluation.results import Result

NAMES = [field.name for field in fields(Row)][6:]


def result(
    *hits: bool | int,
    answered: bool = True,
    kind: str | None = None,
    answerable: bool = True,
    relevant: int | None = None,
    confidence: float = 0.5,
    shown_right: bool = False,
    highlight_right: bool = False,
) -> Result:
    question = Question("?", kind, (Place("a.txt", 0, 1),) if answerable else (), None)
    shown = Place("a.txt", 0, 1)
    right = tuple(map(bool, hits))
    relevant = max(sum(right), 1) if relevant is None else relevant
    return Result(question, right, relevant, answered, None, confidence, shown, shown_right, highlight_right)


def values(row: Row) -> dict[str, float | None]:
    """The measures without their intervals, which must hold them."""
    found = {}
    for name in NAMES:
        estimate = getattr(row, name)
        assert estimate is None or 0 <= estimate.low <= estimate.high <= 1, name
        assert estimate is None or name == "ece" or estimate.low <= estimate.value <= estimate.high, name
        found[name] = None if estimate is None else estimate.value
    return found


def row_of(*results: Result) -> Row:
    evaluation = measures({"q.jsonl": results})
    (row,) = evaluation.rows
    assert values(row) == values(evaluation.all_files)
    return row


def test_reciprocal_rank_and_hits_are_over_the_answerable_questions() -> None:
    results = [
        result(1),
        result(0, 1),
        result(0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
        result(0, 0, 0),
        # Nothing answers these: they count in none of the three.
        result(0, 0, answerable=False),
        result(answerable=False),
    ]
    row = row_of(*results)
    assert (row.questions, row.answerable) == (6, 4)
    found = values(row)
    assert [found["mrr_at_10"], found["hit_at_1"], found["hit_at_5"]] == [(1 + 1 / 2 + 1 / 10) / 4, 0.25, 0.5]


def test_answers_and_refusals() -> None:
    results = [
        *[result(1, answered=True)] * 3,
        result(1, answered=False),
        *[result(answerable=False, answered=True)] * 1,
        *[result(answerable=False, answered=False)] * 3,
    ]
    found = values(row_of(*results))
    assert [found["answered"], found["refused"]] == [0.5, 0.5]
    assert [found["answered_wrongly"], found["refused_wrongly"]] == [0.25, 0.25]


def test_ndcg_by_hand() -> None:
    assert ndcg_at_10((True,), 1) == 1.0
    assert ndcg_at_10((False, True), 1) == pytest.approx(1 / log2(3))
    assert ndcg_at_10((False, False, False), 1) == 0.0
    assert ndcg_at_10((), 3) == 0.0
    assert ndcg_at_10((False,), 0) == 0.0
    # Found first and third; the ideal has all three in front, found or not.
    assert ndcg_at_10((True, False, True), 3) == pytest.approx((1 + 1 / 2) / (1 + 1 / log2(3) + 1 / 2))
    # More relevant ones than ten: the ideal ends at ten.
    ideal = sum(1 / log2(rank + 1) for rank in range(1, 11))
    assert ndcg_at_10((True,), 40) == pytest.approx(1 / ideal)


@given(st.lists(st.booleans(), max_size=10), st.integers(0, 20))
def test_ndcg_is_the_discounted_gain_over_the_ideal(hits: list[bool], missing: int) -> None:
    def gain(ranking: list[bool]) -> float:
        return sum(1 / log2(rank + 1) for rank, right in enumerate(ranking[:10], 1) if right)

    relevant = sum(hits) + missing
    expected = gain(hits) / gain([True] * relevant) if relevant else 0.0
    assert ndcg_at_10(tuple(hits), relevant) == pytest.approx(expected, abs=1e-12)


def test_ndcg_is_over_the_answerable_questions() -> None:
    row = row_of(result(1), result(0, 1), result(0), result(answerable=False, relevant=0))
    assert values(row)["ndcg_at_10"] == pytest.approx((1 + 1 / log2(3) + 0) / 3)


def test_the_top_five_are_as_many_as_there_are() -> None:
    five = result(1, 0, 1, 0, 0, 1, 1, 1)
    two = result(1, 0)
    none = result()
    assert values(row_of(five))["top_5_right"] == 0.4
    assert values(row_of(five, two, none))["top_5_right"] == pytest.approx((0.4 + 0.5 + 0) / 3)


def test_recall_is_of_what_could_be_among_the_first_five() -> None:
    assert values(row_of(result(1, 0, 0, relevant=4)))["recall_at_5"] == 0.25
    assert values(row_of(result(1, 0, 1, 0, 0, 1, relevant=9)))["recall_at_5"] == 0.4
    # Found, but behind the fifth; nothing in the library overlaps the answer; and one that nothing answers.
    others = result(0, 0, 0, 0, 0, 1, relevant=1), result(0, relevant=0), result(answerable=False, relevant=0)
    assert values(row_of(result(1, relevant=1), *others))["recall_at_5"] == pytest.approx(1 / 3)


def test_the_first_highlight_is_over_the_right_paragraphs_however_answered() -> None:
    results = [
        result(1, shown_right=True, highlight_right=True),
        result(1, shown_right=True, highlight_right=True, answered=False),
        result(1, shown_right=True),
        # The surest paragraph shown is wrong, though a hit is right: not the highlight's fault.
        result(1, shown_right=False),
    ]
    assert values(row_of(*results))["first_highlight_right"] == pytest.approx(2 / 3)
    assert row_of(result(1)).first_highlight_right is None


def test_auroc_and_calibration_by_hand() -> None:
    results = [
        result(1, confidence=0.9, shown_right=True),
        result(1, confidence=0.6, shown_right=True),
        result(1, confidence=0.3),
        result(answerable=False, confidence=0.3),
        result(answerable=False, confidence=0.4),
    ]
    row = row_of(*results)
    assert (row.compared_with, row.compared_from) == (2, "row")
    # Of six pairs four are the right way round and one is level.
    assert values(row)["auroc"] == 4.5 / 6
    # Bins up to 0.3, 0.4, 0.6, 0.9 with 2, 1, 1, 1 questions.
    assert values(row)["ece"] == pytest.approx((2 * 0.3 + 0.4 + (1 - 0.6) + (1 - 0.9)) / 5)


def test_without_unanswerable_questions_there_is_no_auroc() -> None:
    row = row_of(result(1, confidence=0.8, shown_right=True), result(1, confidence=0.5))
    assert (row.auroc, row.compared_with, row.compared_from) == (None, 0, None)
    assert values(row)["ece"] == pytest.approx((0.2 + 0.5) / 2)


def test_without_answerable_questions_there_is_neither() -> None:
    row = row_of(result(answerable=False, confidence=0.8))
    measured = {name for name, value in values(row).items() if value is not None}
    assert measured == {"answered", "refused", "answered_wrongly"}


def test_each_file_and_kind_is_compared_with_the_nearest_unanswerable_questions() -> None:
    def answerable(kind: str | None, confidence: float) -> Result:
        return result(1, kind=kind, confidence=confidence)

    def unanswerable(kind: str | None, confidence: float) -> Result:
        return result(kind=kind, confidence=confidence, answerable=False)

    files = {
        "a.jsonl": (
            answerable("mixed", 0.5),
            unanswerable("mixed", 0.4),
            answerable("only", 0.3),
            unanswerable("no", 0.2),
        ),
        "b.jsonl": (answerable(None, 0.3),),
        "c.jsonl": (unanswerable(None, 0.1), unanswerable(None, 0.9)),
    }
    evaluation = measures(files)
    folder, rows = evaluation.all_files, evaluation.rows
    compared = [
        (row.file, row.kind, row.compared_from, row.compared_with, values(row)["auroc"]) for row in (folder, *rows)
    ]
    assert compared == [
        (None, None, "row", 4, (3 + 2 + 2) / 12),
        ("a.jsonl", None, "row", 2, 3 / 4),
        ("a.jsonl", "mixed", "row", 1, 1.0),
        ("a.jsonl", "no", "row", 1, None),
        ("a.jsonl", "only", "file", 2, 1 / 2),
        ("b.jsonl", None, "folder", 4, 2 / 4),
        ("c.jsonl", None, "row", 2, None),
    ]
    assert (folder.questions, folder.answerable) == (7, 3)


def test_a_file_without_kinds_or_without_questions_is_one_row() -> None:
    assert [row.kind for row in measures({"q.jsonl": (result(1),)}).rows] == [None]
    empty = Row("q.jsonl", None, 0, 0, 0, None, *[None] * 13)
    assert measures({"q.jsonl": ()}).rows == (empty,)


def test_intervals_are_the_same_each_time_and_narrow_with_more_questions() -> None:
    few = (result(1), result(0, 1), result(0))
    once, again = measures({"q.jsonl": few}), measures({"q.jsonl": few})
    assert once == again
    narrow = measures({"q.jsonl": few * 50}).all_files.mrr_at_10
    wide = once.all_files.mrr_at_10
    assert isinstance(wide, Estimate)
    assert isinstance(narrow, Estimate)
    assert (wide.value, narrow.value) == (0.5, pytest.approx(0.5))
    assert (wide.low, wide.high) == (0.0, 1.0)
    # The standard error is sqrt(1/6 / 150) = 0.0333: 1.96 of them to each side.
    assert narrow.low == pytest.approx(0.5 - 0.0653, abs=0.01)
    assert narrow.high == pytest.approx(0.5 + 0.0653, abs=0.01)
