"""The gold task lines are sound: every span, name and date is what tests/gold/README.md says."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from index.loaders import load
from index.models import Paragraph
from index.paragraphs import split
from tests.gold.names import plain_name
from tests.gold.score import read_lines, score

GOLD = Path(__file__).parent / "gold"
DOCUMENTS = GOLD / "documents"
# Each part's lines, meetings and folder of documents.
PARTS = {
    "development": ("development.jsonl", "meetings.jsonl", "."),
    "heldout": ("heldout.jsonl", "meetings-heldout.jsonl", "heldout"),
    "second": ("second.jsonl", "meetings-second.jsonl", "second"),
    "clean": ("clean.jsonl", "meetings-clean.jsonl", "clean"),
    "third-a": ("third-a.jsonl", "meetings-third-a.jsonl", "third"),
    "third-b": ("third-b.jsonl", "meetings-third-b.jsonl", "third"),
    "third-c": ("third-c.jsonl", "meetings-third-c.jsonl", "third"),
    "third-d": ("third-d.jsonl", "meetings-third-d.jsonl", "third"),
}
# The parts whose meetings tell their facts; of the others' the language and the date alone are given.
WITH_FACTS = ("development", "heldout")
LINES = {
    "development": 203,
    "heldout": 105,
    "second": 148,
    "clean": 78,
    "third-a": 183,
    "third-b": 178,
    "third-c": 193,
    "third-d": 206,
}
# The parts all of whose documents are in one language; of the others' two in three are Vietnamese.
ONE_LANGUAGE = {"third-a": "vi", "third-b": "en", "third-c": "vi"}
# The SHA-256 of the parts that are only scored, so that no edit of them goes unseen.
HELD_OUT = {
    "heldout": "4e837e87f1f9545eb036270d34f19d62622e067d91262578bd8e0dca66943263",
    "clean": "f9e40a2a08953c68676de08e2bf0d639e8a36b748576528febdf8efed0bf6a9d",
}
KEYS = ["document", "start", "end", "text", "assignees", "assigned_by", "due_from", "due_to", "kind"]
FACTS = ["title", "date", "time", "place", "body", "session", "chair", "present"]
KINDS = {"assignment", "decision", "request", "note"}


@cache
def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(row) for row in (GOLD / name).read_text(encoding="utf-8").splitlines()]


def lines(part: str) -> list[dict[str, Any]]:
    return rows(PARTS[part][0])


def meetings(part: str) -> dict[str, dict[str, Any]]:
    return {row["document"]: row for row in rows(PARTS[part][1])}


@cache
def stored(document: str) -> tuple[str, list[Paragraph]]:
    """The document's text and paragraphs, as the product has them."""
    path = DOCUMENTS / document
    loaded = load(path.name, path.read_bytes())
    return loaded.text, split(loaded, "gold", document)


@pytest.fixture(params=PARTS)
def part(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_every_document_is_listed_once(part: str) -> None:
    folder = PARTS[part][2]
    files = {path.relative_to(DOCUMENTS).as_posix() for path in (DOCUMENTS / folder).glob("*.txt")}
    listed = [row["document"] for other in PARTS if PARTS[other][2] == folder for row in rows(PARTS[other][1])]
    assert sorted(listed) == sorted(files)
    assert {line["document"] for line in lines(part)} == set(meetings(part))


def test_a_span_is_the_text_it_says(part: str) -> None:
    for line in lines(part):
        assert list(line) == KEYS
        text, _ = stored(line["document"])
        assert text[line["start"] : line["end"]] == line["text"]
        assert line["text"] == line["text"].strip(" \n.;,?|"), line


def test_a_span_lies_in_one_paragraph(part: str) -> None:
    for line in lines(part):
        _, paragraphs = stored(line["document"])
        assert any(each.start <= line["start"] and line["end"] <= each.end for each in paragraphs), line


def test_spans_are_in_order_and_apart(part: str) -> None:
    for before, after in pairwise(lines(part)):
        assert before["document"] != after["document"] or before["end"] < after["start"], after
    documents = [line["document"] for line in lines(part)]
    assert list(dict.fromkeys(documents)) == [row for row in meetings(part) if row in documents]


def test_dates_are_dates_and_not_over_at_the_meeting(part: str) -> None:
    for line in lines(part):
        met = date.fromisoformat(meetings(part)[line["document"]]["meeting_date"])
        first, last = (line[key] and date.fromisoformat(line[key]) for key in ("due_from", "due_to"))
        assert first is None or last is None or first <= last, line
        assert last is None or met <= last, line
        assert all(abs((day - met).days) < 500 for day in (first, last) if day), line


def test_only_what_is_to_be_done_by_someone_has_assignees(part: str) -> None:
    for line in lines(part):
        assert line["kind"] in KINDS
        assert not line["assignees"] or line["kind"] in {"assignment", "request"}, line
        assert len(set(line["assignees"])) == len(line["assignees"])


def test_names_are_the_documents_own(part: str) -> None:
    for line in lines(part):
        text = stored(line["document"])[0].casefold()
        for name in [*line["assignees"], *filter(None, [line["assigned_by"]])]:
            bare = re.sub(r"^(?:mr|mrs|ms|dr)\.? ", "", name.casefold())
            assert bare in text, line
            assert plain_name(name), line


def test_facts_stand_where_they_say(part: str) -> None:
    for document, row in meetings(part).items():
        text, _ = stored(document)
        facts = FACTS if part in WITH_FACTS else []
        assert list(row) == ["document", "language", "meeting_date", *facts]
        assert row["language"] in {"vi", "en"}
        for name in facts:
            for fact in row[name]:
                said = " ".join(text[fact["start"] : fact["end"]].split())
                assert said
                if name == "date":
                    assert fact["value"] == row["meeting_date"], document
                elif name == "time":
                    assert re.fullmatch(r"\d\d:\d\d", fact["value"]), document
                else:
                    assert fact["value"] == said, document


def test_the_gold_lines_score_full_marks_against_themselves(part: str) -> None:
    gold = read_lines(GOLD / PARTS[part][0])
    scores = score(gold, gold)
    assert scores.line.right == len(gold)
    assert scores.deadline.right == sum(line.deadline is not None for line in gold)
    assert scores.assignees.right == sum(bool(line.assignees) for line in gold)
    assert {getattr(scores, name).f1 for name in scores.__slots__} == {1.0}


def test_there_are_enough_of_each() -> None:
    first = {"development": 32, "heldout": 16, "second": 15, "clean": 9}
    documents = first | {"third-a": 26, "third-b": 24, "third-c": 26, "third-d": 30}
    assert {part: len(meetings(part)) for part in PARTS} == documents
    assert {part: len(lines(part)) for part in PARTS} == LINES
    for part in PARTS:
        languages = [row["language"] for row in meetings(part).values()]
        if part in ONE_LANGUAGE:
            assert set(languages) == {ONE_LANGUAGE[part]}
        else:
            assert languages.count("vi") / len(languages) == pytest.approx(2 / 3, abs=0.03)
        kinds = {line["kind"] for line in lines(part)}
        assert kinds == KINDS
    for part, looked_at in (("heldout", "development"), ("clean", "second")):
        for of in (meetings, lines):
            assert len(of(part)) / (len(of(part)) + len(of(looked_at))) == pytest.approx(1 / 3, abs=0.05)


@pytest.mark.parametrize("part", HELD_OUT)
def test_what_is_only_scored_is_as_it_was_written(part: str) -> None:
    names = [DOCUMENTS / document for document in sorted(meetings(part))]
    paths = [*(GOLD / name for name in PARTS[part][:2]), *names]
    digest = hashlib.sha256(b"\0".join(path.read_bytes().replace(b"\r\n", b"\n") for path in paths))
    assert digest.hexdigest() == HELD_OUT[part]


@pytest.mark.parametrize(("name", "count", "documents"), [("questions", 808, 101), ("questions-heldout", 416, 52)])
def test_questions_are_answered_word_for_word_or_not_at_all(name: str, count: int, documents: int) -> None:
    questions = rows(f"{name}.jsonl")
    assert len(questions) == count == len({each["id"] for each in questions})
    assert len({each["question"] for each in questions}) == count
    answers = [answer for each in questions for answer in each["answers"]]
    assert len({each["document"] for each in answers}) == documents
    assert not [each for each in answers if stored(each["document"])[0][each["start"] : each["end"]] != each["text"]]
    for each in questions:
        assert bool(each["answers"]) != each["kind"].startswith("nothing-"), each["id"]
        assert "no-diacritics" not in each["kind"] or each["question"].isascii(), each["id"]
        assert len({answer["document"] for answer in each["answers"]}) <= 1, each["id"]


def test_no_document_has_questions_to_look_at_and_held_out() -> None:
    looked_at, held_out = (
        {answer["document"] for each in rows(name) for answer in each["answers"]}
        for name in ("questions.jsonl", "questions-heldout.jsonl")
    )
    assert not looked_at & held_out
    assert not [each for each in looked_at | held_out if each.startswith(("heldout/", "clean/"))]
    held = hashlib.sha256((GOLD / "questions-heldout.jsonl").read_bytes()).hexdigest()
    assert held == "269100d26177c5f73bfa60e9725e4b53ac4e5e4dc1c8cf74aa9f492760422c50"
