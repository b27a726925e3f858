"""An evaluation as tables, as JSON and question by question."""

from __future__ import annotations

import json
from typing import Any

from assistant.evaluation.bootstrap import Estimate
from assistant.evaluation.calibration import Bin
from assistant.evaluation.measures import Evaluation, Row
from assistant.evaluation.questions import Place, Question
from assistant.evaluation.report import details, fields, tables
from assistant.evaluation.results import Result


def estimate(value: float, low: float, high: float) -> Estimate:
    return Estimate(value, low, high)


FINDING = (
    estimate(0.9456, 0.9, 0.994),
    estimate(0.9, 0.8449, 0.95),
    estimate(1.0, 1.0, 1.0),
    estimate(0.05, 0.0, 0.104),
    estimate(0.2, 0.2, 0.2),
    estimate(0.75, 0.7, 0.8),
)
SHARES = (estimate(0.5, 0.4, 0.6), estimate(0.5, 0.4, 0.6), estimate(0.125, 0.0, 0.25), estimate(0.0, 0.0, 0.0))
FILE = Row("questions.jsonl", None, 120, 100, 20, "row", *FINDING, None, *SHARES, *[estimate(0.9, 0.8, 0.95)] * 2)
SOME = Row("questions.jsonl", "some", 100, 100, 20, "file", *FINDING, None, *SHARES[:2], None, *[SHARES[3]] * 3)
NONE = Row("questions.jsonl", "none", 20, 0, 20, "row", *[None] * 7, *SHARES[:3], *[None] * 3)
ALL = Row(None, None, 120, 100, 20, "row", *FINDING, None, *SHARES, *[estimate(0.9, 0.8, 0.95)] * 2)
BINS = (Bin(0.0, 0.5, 0, 0, 0, None), Bin(0.5, 1.0, 4, 3, 1, 0.625))
ONE_FILE = Evaluation((FILE, SOME, NONE), ALL, BINS, {"questions.jsonl": ()})

TABLES = """\
finding            n         MRR@10          hit@1          hit@5        nDCG@10          top 5\
       recall@5  highlight
questions.jsonl  100  0.946 .90-.99  0.900 .84-.95  1.000 1.0-1.0  0.050 .00-.10  0.200 .20-.20\
  0.750 .70-.80          -
  some           100  0.946 .90-.99  0.900 .84-.95  1.000 1.0-1.0  0.050 .00-.10  0.200 .20-.20\
  0.750 .70-.80          -

answering          n  nothing       answered  false answers  false refusals          AUROC             ECE
questions.jsonl  100       20  0.500 .40-.60  0.125 .00-.25   0.000 .00-.00  0.900 .80-.95   0.900 .80-.95
  some           100        0  0.500 .40-.60              -   0.000 .00-.00  0.000 .00-.00*  0.000 .00-.00*
  none             0       20  0.500 .40-.60  0.125 .00-.25               -              -               -

Behind each figure its 95% bootstrap interval. n: questions with an answer; nothing: without.
What each figure measures: python -m assistant eval --help
* against the questions that nothing answers of its file or, where that has none, of all files
"""


def test_the_tables_are_aligned() -> None:
    assert tables(ONE_FILE) == TABLES


def test_all_files_have_a_row_where_there_are_several() -> None:
    several = Evaluation((FILE,), ALL, BINS, {"questions.jsonl": (), "questions-2.jsonl": ()})
    lines = tables(several).splitlines()
    assert [line.split("  ")[0] for line in lines] == [
        *("finding", "questions.jsonl", "all files", ""),
        *("answering", "questions.jsonl", "all files", ""),
        *lines[-2:],
    ]
    assert "*" not in tables(several)


def test_without_anything_to_find_there_is_one_table() -> None:
    none = Evaluation((NONE,), NONE, BINS, {"questions.jsonl": ()})
    assert tables(none).startswith("answering ")


def test_the_fields_are_all_there_and_unrounded() -> None:
    found = fields(ONE_FILE)
    assert (found["interval"], found["resamples"]) == (0.95, 2000)
    assert [row["kind"] for row in found["rows"]] == [None, "some", "none"]
    row: dict[str, Any] = found["rows"][0]
    intervals = row.pop("intervals")
    assert row == {
        "file": "questions.jsonl",
        "kind": None,
        "questions": 120,
        "answerable": 100,
        "compared_with": 20,
        "compared_from": "row",
        "mrr_at_10": 0.9456,
        "hit_at_1": 0.9,
        "hit_at_5": 1.0,
        "ndcg_at_10": 0.05,
        "top_5_right": 0.2,
        "recall_at_5": 0.75,
        "first_highlight_right": None,
        "answered": 0.5,
        "refused": 0.5,
        "answered_wrongly": 0.125,
        "refused_wrongly": 0.0,
        "auroc": 0.9,
        "ece": 0.9,
    }
    assert list(intervals) == list(row)[6:]
    assert intervals["hit_at_1"] == [0.8449, 0.95]
    assert intervals["first_highlight_right"] is None
    assert found["all_files"] == {**row, "file": None, "intervals": intervals}
    assert found["reliability"] == [
        {"low": 0.0, "high": 0.5, "questions": 0, "answerable": 0, "right": 0, "confidence": None, "accuracy": None},
        {"low": 0.5, "high": 1.0, "questions": 4, "answerable": 3, "right": 1, "confidence": 0.625, "accuracy": 0.25},
    ]


def test_the_details_have_a_line_for_each_question() -> None:
    place = Place("họp.txt", 3, 9)
    asked = Question("Ở đâu?", "short", (place,), None, 7)
    found = Result(asked, (False, True), 1, True, None, 0.75, place, True, False)
    missed = Result(Question("Ai?", None, (), None), (), 0, False, "no_evidence", 0.0, None, False, False)
    text = details(Evaluation((), ALL, BINS, {"a.jsonl": (found,), "b.jsonl": (missed,)}))
    assert [json.loads(line) for line in text.splitlines()] == [
        {
            "id": 7,
            "file": "a.jsonl",
            "kind": "short",
            "question": "Ở đâu?",
            "answerable": True,
            "rank": 2,
            "answered": True,
            "reason": None,
            "confidence": 0.75,
            "document": "họp.txt",
            "start": 3,
            "end": 9,
            "right": True,
            "highlight_right": False,
        },
        {
            "id": None,
            "file": "b.jsonl",
            "kind": None,
            "question": "Ai?",
            "answerable": False,
            "rank": None,
            "answered": False,
            "reason": "no_evidence",
            "confidence": 0.0,
            "document": None,
            "start": None,
            "end": None,
            "right": False,
            "highlight_right": False,
        },
    ]
    assert "Ở đâu?" in text
