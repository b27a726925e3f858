"""Scoring of task lines, on cases small enough to count by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.gold.names import plain_name, same_assignees, same_name
from tests.gold.score import Counts, Line, main, match, overlap, score

LINE = Line("a.txt", 100, 200, ("Sở Tài chính",), None, "2024-02-29")


def at(start: int, end: int, **values: object) -> Line:
    return replace(LINE, start=start, end=end, **values)  # type: ignore[arg-type]


def test_the_overlap_is_intersection_over_union() -> None:
    assert overlap(LINE, LINE) == 1.0
    assert overlap(LINE, at(150, 250)) == 50 / 150
    assert overlap(LINE, at(100, 150)) == 0.5
    assert overlap(LINE, at(200, 300)) == 0.0
    assert overlap(LINE, replace(LINE, document="b.txt")) == 0.0


def test_half_is_enough_and_less_is_not() -> None:
    assert match([LINE], [at(100, 150)]) == [(LINE, at(100, 150))]
    assert match([LINE], [at(100, 149)]) == []


def test_a_gold_line_is_matched_once_and_by_the_nearest() -> None:
    near, far = at(100, 190), at(100, 160)
    assert match([LINE], [far, near]) == [(LINE, near)]


def test_more_pairs_go_before_more_overlap() -> None:
    # `both` overlaps each gold line by half, `first` only the first: together they can match both.
    gold = [at(0, 100), at(100, 200)]
    both, first = at(0, 200), at(0, 55)
    assert match(gold, [both, first]) == [(gold[0], first), (gold[1], both)]
    assert match(gold, [first, both]) == [(gold[0], first), (gold[1], both)]


def test_a_perfect_answer() -> None:
    scores = score([LINE, at(300, 400, due_to=None)], [at(300, 400, due_to=None), LINE])
    assert scores.line == Counts(2, 0, 0)
    assert scores.deadline == scores.deadline_of_all == Counts(1, 0, 0)
    assert scores.assignees == scores.assignees_of_all == Counts(2, 0, 0)
    assert scores.line.f1 == scores.deadline.f1 == scores.assignees.f1 == 1.0


def test_lines_missed_and_invented() -> None:
    counts = score([LINE, at(300, 400), at(500, 600)], [LINE, at(700, 800)]).line
    assert counts == Counts(right=1, invented=1, missed=2)
    assert (counts.precision, counts.recall, counts.f1) == (1 / 2, 1 / 3, 2 / 5)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ((None, "2024-02-29"), (None, "2024-02-29"), Counts(1, 0, 0)),
        ((None, "2024-02-29"), ("2024-02-01", "2024-02-29"), Counts(0, 1, 1)),
        (("2024-02-01", None), ("2024-02-01", "2024-02-29"), Counts(0, 1, 1)),
        ((None, "2024-02-29"), (None, None), Counts(0, 0, 1)),
        ((None, None), (None, "2024-02-29"), Counts(0, 1, 0)),
        ((None, None), (None, None), Counts(0, 0, 0)),
    ],
)
def test_a_deadline_is_right_when_both_dates_are(
    gold: tuple[str | None, str | None], predicted: tuple[str | None, str | None], expected: Counts
) -> None:
    one, other = (replace(LINE, due_from=dates[0], due_to=dates[1]) for dates in (gold, predicted))
    assert score([one], [other]).deadline == expected


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (("Lan", "Sở Y tế"), ("Sở Y tế", "Lan"), Counts(1, 0, 0)),
        (("Lan", "Sở Y tế"), ("Lan",), Counts(0, 1, 1)),
        (("Lan",), (), Counts(0, 0, 1)),
        ((), ("Lan",), Counts(0, 1, 0)),
        ((), (), Counts(0, 0, 0)),
    ],
)
def test_assignees_are_right_as_a_set(gold: tuple[str, ...], predicted: tuple[str, ...], expected: Counts) -> None:
    assert score([replace(LINE, assignees=gold)], [replace(LINE, assignees=predicted)]).assignees == expected


def test_values_of_lines_without_a_match_count_only_in_those_of_all() -> None:
    scores = score([LINE, at(300, 400)], [LINE, at(700, 800)])
    assert scores.deadline == scores.assignees == Counts(1, 0, 0)
    assert scores.deadline_of_all == scores.assignees_of_all == Counts(1, 1, 1)


def test_lines_below_the_confidence_are_not_looked_at() -> None:
    predicted = [replace(LINE, confidence=0.5), at(700, 800, confidence=0.49)]
    assert score([LINE], predicted, 0.5).line == Counts(1, 0, 0)
    assert score([LINE], predicted).line == Counts(1, 1, 0)


def test_nothing_has_no_figures() -> None:
    counts = score([], []).line
    assert (counts.precision, counts.recall, counts.f1) == (None, None, None)


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("đồng chí Bế Thị Mai", "Bế Thị Mai"),
        ("PGS.TS. Lê Khôi", "Lê Khôi"),
        ("the Finance Committee", "Finance Committee"),
        ("Drs Ito", "Ito"),
        ("tất cả các thôn", "thôn"),
        ("Ông Tám (kế toán)", "Tám"),
        ("UBND TP. Mây", "ủy ban nhân dân thành phố Mây"),
        ("Hoà", "Hòa"),
        ("Anh", "Anh"),
        ("bác sĩ", "bác sĩ"),
        ("An Bình", "An Bình"),
        ("Chị  Em", "Em"),
        ("Andrew", "Andrew"),
    ],
)
def test_a_plain_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sở Y tế", "sở y tế", True),
        ("UBND xã Đồng", "Ủy ban nhân dân xã Đồng", True),
        ("anh Quyền", "Lý Gia Quyền", True),
        ("Nora", "Nora Abbott", True),
        ("Mr Abbott", "Nora Abbott", True),
        ("Gia", "Lý Gia Quyền", False),
        ("Phó Chủ tịch Nguyễn Bá Lộc", "ông Nguyễn Bá Lộc", True),
        ("Thư ký Lan", "Lan", True),
        ("Chủ tịch UBND", "UBND", False),
        ("Giám đốc Sở Y tế", "Sở Y tế", False),
        ("Y tế", "Sở Y tế", False),
        ("tế", "Sở Y tế", False),
        ("Sở Y tế", "Sở Tài chính", False),
    ],
)
def test_the_same_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def test_a_set_is_compared_both_ways() -> None:
    assert same_assignees(["Lan", "lan"], ["Lan"])
    assert not same_assignees(["Lan"], ["Lan", "Hải"])
    assert not same_assignees(["Lan", "Hải"], ["Lan"])
    assert not same_assignees(["Khoa Nhi", "Khoa Nhiễm"], ["Khoa"])


def test_the_command_prints_the_figures(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    row = {"document": "a.txt", "start": 0, "end": 9, "assignees": ["Lan"], "due_from": None, "due_to": None}
    gold, predicted = tmp_path / "gold.jsonl", tmp_path / "predicted.jsonl"
    gold.write_text(json.dumps(row) + "\n", encoding="utf-8")
    predicted.write_text(
        json.dumps({**row, "confidence": 0.9}) + "\n" + json.dumps({**row, "start": 20, "end": 29, "confidence": 0.1}),
        encoding="utf-8",
    )
    main([str(gold), str(predicted), "--least-confidence", "0.5"])
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "line              1.000      1.000   1.000      1         0       0",
        "deadline              -          -       -      0         0       0",
    ]
