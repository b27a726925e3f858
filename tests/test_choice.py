"""Which reading of a question is taken."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Quote
from assistant.choice import surest
from assistant.followup import How, Lean, Reading, Readings
from index import Paragraph

# A reading: how it came about, how sure its answer is, whether it is answered, and the document and place of that.
Made = tuple[How, float, bool, str]


def answer(confidence: float, answered: bool, place: str) -> Answer:
    document, _, start = place.partition(":")
    begin = int(start or 0)
    paragraph = Paragraph(f"{document}:{begin}", "x", document, begin, begin + 1, ".", None, None)
    quotes = (Quote(paragraph, None, None, (), None, None, confidence),)
    reason = None if answered else "weak_evidence"
    return Answer("?", None, answered, confidence, reason, quotes if answered else (), () if answered else quotes)


def chosen(lean: Lean, *made: Made, empty: bool = False) -> int:
    choices = tuple(Reading("?", None, how) for how, *_ in made)
    return surest(Readings(choices, lean, empty), choices, [answer(*each) for _, *each in made], "a")


@pytest.mark.parametrize(
    ("lean", "made", "number"),
    [
        # A question of its own, answered by itself, stays as it is, however sure another reading is.
        ("no", [("subject", 0.99, True, "a"), ("alone", 0.6, True, "b")], 1),
        # Not answered by itself, it may have meant what was spoken of.
        ("no", [("subject", 0.7, True, "a"), ("alone", 0.3, False, "b")], 0),
        ("no", [("subject", 0.4, False, "a"), ("alone", 0.3, False, "b")], 1),
        # A value in the place of another: nothing else is meant, answered or not.
        ("surely", [("slot", 0.1, False, "a"), ("place", 0.9, True, "a"), ("alone", 0.9, True, "a")], 0),
        ("surely", [("slot", 0.1, False, "a"), ("slot", 0.6, True, "a"), ("alone", 0.9, True, "a")], 1),
        # The surest is taken, and of those that find the same the one that is best to read, if it is nearly as sure.
        ("surely", [("subject", 0.5, True, "a"), ("inside", 0.9, True, "a:5"), ("alone", 0.4, True, "b")], 1),
        ("surely", [("subject", 0.8, True, "a:5"), ("inside", 0.9, True, "a:5"), ("alone", 0.4, True, "b")], 0),
        ("surely", [("subject", 0.7, True, "a:5"), ("inside", 0.9, True, "a:5"), ("alone", 0.4, True, "b")], 1),
        ("surely", [("subject", 0.8, True, "a:1"), ("inside", 0.9, True, "a:5"), ("alone", 0.4, True, "b")], 1),
        # Alone, it must be clearly surer to go to another meeting; to the same one it may.
        ("surely", [("subject", 0.8, True, "a"), ("alone", 0.9, True, "b")], 0),
        ("surely", [("subject", 0.7, True, "a"), ("alone", 0.9, True, "b")], 1),
        ("surely", [("subject", 0.8, True, "a"), ("alone", 0.9, True, "a:5")], 1),
        # An answer comes before none.
        ("surely", [("subject", 0.6, True, "a"), ("alone", 0.9, False, "a")], 0),
        # A short phrase is left alone where that is nearly as sure.
        ("perhaps", [("subject", 0.9, True, "a"), ("alone", 0.8, True, "b")], 1),
        ("perhaps", [("subject", 0.9, True, "a"), ("alone", 0.7, True, "b")], 0),
        # With a subject that isn't its own it is no answer where nothing else speaks of its words.
        ("perhaps", [("subject", 0.5, True, "a"), ("inside", 0.01, False, "a"), ("alone", 0.02, False, "b")], 2),
        ("perhaps", [("subject", 0.5, True, "a"), ("inside", 0.12, False, "a"), ("alone", 0.02, False, "b")], 0),
        ("surely", [("subject", 0.5, True, "a"), ("inside", 0.01, False, "a"), ("alone", 0.02, False, "b")], 0),
        # It is said where to look.
        ("surely", [("inside", 0.1, False, "a")], 0),
        ("no", [("alone", 0.1, False, "a")], 0),
    ],
)
def test_the_reading_that_is_taken(lean: Lean, made: list[Made], number: int) -> None:
    assert chosen(lean, *made) == number


def test_a_question_that_says_nothing_by_itself_is_never_asked_alone() -> None:
    made: list[Made] = [("subject", 0.1, False, "a"), ("alone", 0.98, True, "b")]
    assert chosen("surely", *made, empty=True) == 0
    assert chosen("surely", made[1], empty=True) == 0
