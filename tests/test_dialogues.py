"""Dialogues of an evaluation folder, from their lines to their measures."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answer import FollowUp
from assistant.evaluate import add_documents, evaluate
from assistant.evaluation.bootstrap import Estimate
from assistant.evaluation.dialogues import Dialogue, DialogueResult, DialogueRow, dialogue_rows, read_dialogues
from assistant.evaluation.measures import measures
from assistant.evaluation.questions import BrokenEvaluation, Place, Question
from assistant.evaluation.report import details, fields, tables
from index import Library

OpenLibrary = Callable[..., Library]
TEXT = "Thu ngân sách tháng 2 của xã là 120 triệu đồng.\n\nThu ngân sách tháng 3 của xã là 95 triệu đồng.\n"
SECOND = {"document": "xã.txt", "start": 49, "end": 60}
FIRST = {"document": "xã.txt", "start": 0, "end": 10}


def result(kind: str | None, rank: int | None, alone: int | None, follow_up: FollowUp | None = None) -> DialogueResult:
    turns = (Question("a?", None, (), None), Question("b?", None, (), None))
    return DialogueResult(Dialogue(turns, kind, 7), rank, alone, follow_up)


def exactly(value: float) -> Estimate:
    return Estimate(value, value, value)


def test_a_folder_is_asked_turn_by_turn(tmp_path: Path, open_library: OpenLibrary) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents/xã.txt").write_text(TEXT, "utf-8")
    first = {"question": "Thu ngân sách tháng 2 của xã là bao nhiêu?", "answers": [FIRST]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(first) + "\n", "utf-8")
    last = {"question": "Còn tháng 3 thì sao?", "answers": [SECOND]}
    dialogue = {"id": "d", "kind": "follow-up", "turns": [first, last]}
    (tmp_path / "dialogues.jsonl").write_text(json.dumps(dialogue) + "\n", "utf-8")
    library = open_library()
    told: list[tuple[str, int, int]] = []
    names, _ = add_documents(tmp_path, library)
    evaluation = evaluate(tmp_path, library, names, lambda *progress: told.append(progress))
    assert told[-1] == ("dialogues.jsonl", 0, 1)
    (outcome,) = evaluation.dialogues["dialogues.jsonl"]
    assert outcome.rank == 1
    assert outcome.follow_up is not None
    assert outcome.follow_up.searched == "Thu ngân sách tháng 3 của xã là bao nhiêu?"
    assert [(row.kind, row.dialogues, row.hit_at_1, row.carried) for row in evaluation.dialogue_rows] == [
        (None, 1, exactly(1.0), exactly(1.0)),
        ("follow-up", 1, exactly(1.0), exactly(1.0)),
    ]
    # They count in no other row.
    assert [(row.file, row.questions) for row in evaluation.rows] == [("questions.jsonl", 1)]


def test_the_rows_are_over_a_file_and_each_kind() -> None:
    searched = FollowUp("b (a)?", "a?")
    rows = dialogue_rows({"d.jsonl": [result("x", 1, None, searched), result("x", 2, 1), result("y", None, None)]})
    assert [(row.file, row.kind, row.dialogues) for row in rows] == [
        ("d.jsonl", None, 3),
        ("d.jsonl", "x", 2),
        ("d.jsonl", "y", 1),
    ]
    figures = [tuple(each and each.value for each in (row.hit_at_1, row.alone_hit_at_1, row.carried)) for row in rows]
    assert figures == [(1 / 3, 1 / 3, 1 / 3), (0.5, 0.5, 0.5), (0.0, 0.0, 0.0)]
    assert rows[1].hit_at_1 == Estimate(0.5, 0.0, 1.0)
    assert dialogue_rows({"empty.jsonl": []}) == (DialogueRow("empty.jsonl", None, 0, None, None, None),)


def test_dialogues_are_reported() -> None:
    searched = FollowUp("b (a)?", "a?", "x.txt", "X")
    evaluation = measures({"questions.jsonl": ()}, {"d.jsonl": (result("x", 1, None, searched),)})
    assert [line for line in tables(evaluation).splitlines() if "conversing" in line or "  x" in line] == [
        "conversing  n          hit@1    asked alone   carried over",
        "  x         1  1.000 1.0-1.0  0.000 .00-.00  1.000 1.0-1.0",
    ]
    rows = fields(evaluation)["dialogues"]
    assert isinstance(rows, list)
    assert rows[0] == {
        "file": "d.jsonl",
        "kind": None,
        "dialogues": 1,
        "hit_at_1": 1.0,
        "alone_hit_at_1": 0.0,
        "carried": 1.0,
        "intervals": {"hit_at_1": [1.0, 1.0], "alone_hit_at_1": [0.0, 0.0], "carried": [1.0, 1.0]},
    }
    assert [json.loads(line) for line in details(evaluation).splitlines()] == [
        {
            "id": 7,
            "file": "d.jsonl",
            "kind": "x",
            "question": "b?",
            "searched": "b (a)?",
            "within": "x.txt",
            "rank": 1,
            "rank_alone": None,
        }
    ]


def test_a_dialogue_has_what_its_line_says(tmp_path: Path) -> None:
    path = tmp_path / "dialogues.jsonl"
    turn = {"question": "Ai?", "answers": [{"document": "a.txt", "start": 1, "end": 4}]}
    path.write_text(json.dumps({"turns": [turn, {"question": "Còn?", "answers": []}], "id": 3}), "utf-8")
    asked = (Question("Ai?", None, (Place("b.txt", 1, 4),), None), Question("Còn?", None, (), None))
    assert read_dialogues(path, {"a.txt": "b.txt"}) == [Dialogue(asked, None, 3)]


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("[]", "it is no JSON object"),
        ("{}", "'turns' is missing"),
        (
            '{"turns": [{"question": "?", "answers": []}]}',
            "turns is a list of two questions or more, and kind a string",
        ),
        ('{"turns": [{"question": "?", "answers": []}, {"question": "?"}]}', "'answers' is missing"),
    ],
)
def test_a_line_that_is_no_dialogue_is_named(tmp_path: Path, line: str, detail: str) -> None:
    path = tmp_path / "dialogues.jsonl"
    path.write_text("\n" + line, "utf-8")
    with pytest.raises(BrokenEvaluation) as broken:
        read_dialogues(path, {})
    assert str(broken.value) == f"{path}, line 2: this is no question of an evaluation ({detail})."
