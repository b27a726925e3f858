"""The published report of a real conference: every deadline and every assignment in it is found, and none invented.

Its text isn't ours to copy: tests/gold/report.jsonl holds ranges of it only, read by hand, and which file it is of.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from index.loaders import load
from index.paragraphs import split
from index.tasks import LEAST_CONFIDENCE, TaskFinder

ROOT = Path(__file__).parent.parent
REPORTS = ROOT.parent / "shared" / "data" / "seed" / "documents"
GOLD = [json.loads(row) for row in (ROOT / "tests" / "gold" / "report.jsonl").read_text(encoding="utf-8").splitlines()]


def report() -> Path:
    for path in REPORTS.glob("*.txt") if REPORTS.is_dir() else ():
        if hashlib.sha256(path.read_bytes()).hexdigest() == GOLD[0]["sha256"]:
            return path
    pytest.skip("the report isn't here")


def test_the_lines_of_the_report() -> None:
    path = report()
    loaded = load(path.name, path.read_bytes())
    found: list[dict[str, Any]] = [
        {
            "start": task.start,
            "end": task.end,
            "assignees": list(task.assignees),
            "due_from": None if task.due_from is None else task.due_from.isoformat(),
            "due_to": None if task.due_to is None else task.due_to.isoformat(),
        }
        for task in TaskFinder().find(split(loaded, "report", path.name), loaded.meeting_date)
        if task.confidence >= LEAST_CONFIDENCE
    ]
    assert found == [
        {
            "start": line["start"],
            "end": line["end"],
            "assignees": [loaded.text[start:end] for start, end in line["assignees"]],
            "due_from": line["due_from"],
            "due_to": line["due_to"],
        }
        for line in GOLD
    ]


def test_the_gold_holds_nothing_but_ranges_dates_and_kinds() -> None:
    assert {line["sha256"] for line in GOLD} == {GOLD[0]["sha256"]}
    for line in GOLD:
        assert set(line) == {"sha256", "start", "end", "assignees", "due_from", "due_to", "kind"}
        assert all(isinstance(edge, int) for span in line["assignees"] for edge in span)
