"""What counts as right, question by question."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Quote
from assistant.evaluation.questions import Place, Question
from assistant.evaluation.results import Result, is_right, rank, result
from index import Found, Hit, Paragraph, Span, Understood

ASKED = Question("?", None, (Place("a.txt", 10, 20),), None)


def paragraph(document: str, start: int, end: int) -> Paragraph:
    return Paragraph(f"x:{start}-{end}", "x", document, start, end, "." * (end - start), None, None)


def quote(document: str, start: int, end: int, *highlights: Span) -> Quote:
    return Quote(paragraph(document, start, end), None, None, highlights, None, None, 0.75)


def found(*paragraphs: Paragraph) -> Found:
    hits = tuple(Hit(each, None, None, 0.5) for each in paragraphs)
    return Found(Understood("?", "?", "?", False), None, hits, ((),) * len(hits), 0.5)


def answered(*quotes: Quote) -> Answer:
    return Answer("?", None, True, 0.75, None, quotes, ())


def test_right_is_to_share_a_code_point_with_an_answer() -> None:
    right = [Place("a.txt", 10, 20), Place("a.txt", 19, 21), Place("a.txt", 0, 11), Place("a.txt", 0, 99)]
    wrong = [Place("a.txt", 20, 21), Place("a.txt", 9, 10), Place("b.txt", 10, 20)]
    assert [is_right(place, ASKED.answers) for place in (*right, *wrong)] == [True] * 4 + [False] * 3
    assert not is_right(Place("a.txt", 0, 99), ())


@given(st.integers(0, 30), st.integers(1, 10), st.integers(0, 30), st.integers(1, 10))
def test_overlapping_is_sharing_a_code_point(start: int, length: int, other: int, other_length: int) -> None:
    shared = set(range(start, start + length)) & set(range(other, other + other_length))
    assert Place("a", start, start + length).overlaps(Place("a", other, other + other_length)) is bool(shared)


def test_the_rank_is_that_of_the_first_right_hit() -> None:
    nothing = Result(ASKED, (), 0, False, "no_evidence", 0.0, None, False, False)
    hits = found(paragraph("b.txt", 0, 100), paragraph("a.txt", 0, 10), paragraph("a.txt", 10, 20)).hits
    assert [rank(hits, answers) for answers in (ASKED.answers, [Place("a.txt", 20, 21)], [])] == [3, None, None]
    ranks = [replace(nothing, hits=hits).rank for hits in ((), (False,), (True, True), (False, False, True))]
    assert ranks == [None, None, 1, 3]


def test_hits_and_relevant_paragraphs_are_compared_with_all_answers() -> None:
    asked = replace(ASKED, answers=(Place("a.txt", 10, 20), Place("a.txt", 12, 31), Place("b.txt", 0, 5)))
    paragraphs = {
        "a.txt": [Place("a.txt", 0, 9), Place("a.txt", 11, 28), Place("a.txt", 30, 40), Place("a.txt", 42, 50)],
        "b.txt": [Place("b.txt", 0, 3), Place("b.txt", 3, 6), Place("b.txt", 6, 9)],
    }
    hits = found(
        paragraph("a.txt", 0, 9), paragraph("a.txt", 30, 40), paragraph("c.txt", 0, 9), paragraph("b.txt", 3, 6)
    )
    outcome = result(asked, hits, answered(quote("a.txt", 30, 40)), paragraphs)
    assert outcome.hits == (False, True, False, True)
    # Two of each document, the second of a.txt once although two answers overlap it.
    assert outcome.relevant == 4


def test_the_first_paragraph_shown_is_a_quote_or_where_there_is_none_the_nearest() -> None:
    quoted = result(ASKED, found(), answered(quote("a.txt", 15, 30), quote("b.txt", 0, 5)), {"a.txt": []})
    assert (quoted.answered, quoted.reason, quoted.confidence) == (True, None, 0.75)
    assert (quoted.shown, quoted.shown_right) == (Place("a.txt", 15, 30), True)
    refused = Answer("?", None, False, 0.25, "weak_evidence", (), (quote("b.txt", 0, 5), quote("a.txt", 15, 30)))
    near = result(ASKED, found(), refused, {"a.txt": []})
    assert (near.answered, near.reason, near.confidence) == (False, "weak_evidence", 0.25)
    assert (near.shown, near.shown_right) == (Place("b.txt", 0, 5), False)
    empty = result(ASKED, found(), Answer("?", None, False, 0.0, "no_evidence", (), ()), {"a.txt": []})
    assert (empty.shown, empty.shown_right, empty.highlight_right, empty.relevant) == (None, False, False, 0)


def test_the_first_highlight_must_touch_the_answer() -> None:
    def highlighted(*spans: Span) -> tuple[bool, bool]:
        outcome = result(ASKED, found(), answered(quote("a.txt", 5, 40, *spans)), {"a.txt": []})
        return outcome.shown_right, outcome.highlight_right

    # Spans count from the paragraph's start, 5: the answer is 5..15 there.
    assert highlighted(Span(0, 5)) == (True, False)
    assert highlighted(Span(0, 6)) == (True, True)
    assert highlighted(Span(14, 20)) == (True, True)
    assert highlighted(Span(15, 20)) == (True, False)
    assert highlighted(Span(15, 20), Span(5, 15)) == (True, False)
    assert highlighted() == (True, False)


def test_inside_an_answer_of_whole_passages_any_highlight_is_right() -> None:
    whole = replace(ASKED, answers=(Place("a.txt", 0, 500),))
    assert result(whole, found(), answered(quote("a.txt", 5, 40, Span(30, 35))), {"a.txt": []}).highlight_right
