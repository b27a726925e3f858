"""The reading exercises are sound: every answer is quoted word for word, as tests/exercises/README.md says."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import pytest

from index.loaders import load
from index.text import fold

EXERCISES = Path(__file__).parent / "exercises"


@cache
def stored(document: str) -> str:
    """The document's text as the product has it."""
    path = EXERCISES / "documents" / document
    return load(path.name, path.read_bytes()).text


@pytest.mark.parametrize(("name", "count", "documents"), [("questions", 10_752, 336), ("questions-heldout", 1_536, 48)])
def test_answers_are_quoted_word_for_word_from_the_document_that_is_asked(
    name: str, count: int, documents: int
) -> None:
    lines = (EXERCISES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    assert len(questions) == count == len({each["id"] for each in questions})
    assert len({(each["within"], each["question"]) for each in questions}) == count
    assert len({each["within"] for each in questions}) == documents
    assert sum(bool(each["answers"]) for each in questions) == count / 2
    for each in questions:
        assert f"{each['id'][:5]}.txt" == each["within"], each["id"]
        assert bool(each["answers"]) != each["kind"].startswith("nothing-"), each["id"]
        assert "no-diacritics" not in each["kind"] or fold(each["question"]) == each["question"].lower(), each["id"]
        for answer in each["answers"]:
            assert answer["document"] == each["within"], each["id"]
            assert stored(answer["document"])[answer["start"] : answer["end"]] == answer["text"], each["id"]


def test_what_is_only_scored_is_as_it_was_written() -> None:
    # By text, whatever ends of line a checkout has.
    text = (EXERCISES / "questions-heldout.jsonl").read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert digest == "05bf0bb75f6b3c77359410654491c228ce1f0ee119555933489f58a5c6b4e19e"
