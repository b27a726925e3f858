"""What judges clauses: the features, the model, and what comes of it."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from index.models import Paragraph
from index.tasks import TaskFinder
from index.tasks.judging import KINDS, Judge, Seen, default_judge, features
from tests.benchmarks.task_judge import CLAUSES, Clause, Example, clauses, fitted, out_of_fold, paragraphs_of, seen
from tests.gold.score import Line

SEEN = Seen("Bách ping lại bên kho?", "Rồi.\n", "", "vi", "thing", False, None, "order", frozenset({"due"}))


def test_the_features_of_a_clause() -> None:
    assert features(SEEN) == {
        "vi",
        "lead None",
        "heading order",
        "due",
        "passed",
        "passed: thing",
        "at most 6 words",
        "at most 25 words",
        "begins a line",
        "asks",
        "capital",
        *("vi bách", "vi ping", "vi lại", "vi bên", "vi kho", "vi ?"),
        *("vi < bách", "vi bách ping", "vi ping lại", "vi lại bên", "vi bên kho", "vi kho ?", "vi ? >"),
        "vi before: rồi",
    }


def test_what_the_rules_made_of_it_need_not_count() -> None:
    without = features(SEEN) - {"passed", "passed: thing"}
    assert features(replace(SEEN, rule=None)) == without
    assert features(replace(SEEN, line=True)) == without | {"line", "line: thing"}


def test_all_numbers_are_one() -> None:
    assert "en by #" in features(replace(SEEN, text="by 15", language="en"))


def judge(**weights: float) -> Judge:
    kinds = {kind: {"": 0.0} for kind in KINDS}
    return Judge({"line": {"": -2.0, **weights}, **kinds, "request": {"": -1.0, "vi nhờ": 3.0}})


def test_the_confidence_is_the_logistic_function_of_the_weights() -> None:
    assert judge(due=3.0).confidence({"due", "unknown"}) == 1 / (1 + math.exp(-1))
    assert judge(due=3.0).confidence({"unknown"}) == 1 / (1 + math.exp(2))


def test_the_kind_is_the_likeliest() -> None:
    assert judge().kind({"vi nhờ"}) == "request"
    assert judge().kind({"vi giao"}) == "assignment"


def found(text: str, with_judge: Judge) -> list[tuple[str, str, tuple[str, ...]]]:
    paragraph = Paragraph("x", "x", "d.txt", 0, len(text), text, None, None, ())
    tasks = TaskFinder(with_judge).find([paragraph], "2024-03-12")
    return [(text[task.start : task.end], task.kind, task.assignees) for task in tasks]


def test_what_the_rules_pass_over_is_a_line_where_the_judge_is_sure() -> None:
    text = "Bà Hạnh cho rằng phải khóa cổng sau."
    assert found(text, judge()) == []
    assert found(text, judge(**{"vi khóa": 9.0})) == [(text[:-1], "assignment", ("Hạnh",))]


def test_a_line_of_the_rules_has_the_confidence_of_the_judge() -> None:
    text = "Giao Công an xã tuần tra."
    paragraph = Paragraph("x", "x", "d.txt", 0, len(text), text, None, None, ())
    (task,) = TaskFinder(judge(**{"line": 1.0})).find([paragraph], None)
    assert (task.kind, task.assignees, task.confidence) == ("assignment", ("Công an xã",), 1 / (1 + math.exp(1)))


def test_the_weights_that_come_with_the_program() -> None:
    given = default_judge()
    sure = features(
        Seen("Giao Sở Y tế lập kế hoạch", "", "", "vi", "order to somebody", True, None, None, frozenset({"due"}))
    )
    unsure = features(Seen("nếu mưa thì thôi", "", "", "vi", "condition", False, None, None, frozenset()))
    assert given.confidence(sure) > 0.8
    assert given.confidence(unsure) < 0.1


@pytest.fixture(scope="module")
def examples() -> list[Clause]:
    return clauses()


def test_the_clauses_that_it_is_fitted_on_are_sound(examples: list[Clause]) -> None:
    assert len(examples) == len({(each.document, each.start, each.end) for each in examples}) > 3_500
    assert {each.kind for each in examples} == {*KINDS, None}
    # Of documents that rules were written by, what the rules made of a clause is left out.
    assert {each.document.split("/")[0] for each in examples if each.rule is not None} == {"third"}
    held_out = [each for each in examples if each.document.startswith(("heldout/", "clean/"))]
    assert held_out == []
    for each in examples[::50]:
        text = "\n\n".join(paragraph.text for paragraph, _ in paragraphs_of(each.document))
        assert seen(each).text.split()[0] in text
    assert all(json.loads(row)["document"] for row in CLAUSES.read_text(encoding="utf-8").splitlines())


def test_a_fit_tells_lines_from_others() -> None:
    lines = [Example({"vi giao", f"n{number % 3}"}, "assignment") for number in range(20)]
    others = [Example({"vi họp", f"n{number % 3}"}, None) for number in range(20)]
    asked = [Example({"vi giao", "vi nhờ"}, "request"), Example({"vi nhờ"}, "request")]
    given = Judge(fitted([*lines, *asked, *others]).stored())
    assert given.confidence({"vi giao"}) > 0.9 > 0.1 > given.confidence({"vi họp"})
    assert given.kind({"vi nhờ"}) == "request"


def test_each_document_is_judged_by_a_fit_without_it(examples: list[Clause]) -> None:
    documents = sorted({each.document for each in examples if each.rule is not None})[:10]
    few = [each for each in examples if each.document in documents]
    found_lines = out_of_fold(few)
    assert sorted(found_lines) == documents
    assert sum(map(len, found_lines.values())) == len(few)
    assert all(isinstance(each, Line) and 0 < each.confidence < 1 for of in found_lines.values() for each in of)
