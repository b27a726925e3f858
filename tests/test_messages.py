"""The catalogues: complete in both languages, and safe to stand in a label."""

from __future__ import annotations

import ast
import inspect
import re
import string
from pathlib import Path
from typing import get_args

import pytest

from assistant.answer import Reason
from assistant.conversations import errors as conversation_errors
from assistant.settings import LANGUAGES
from assistant.ui.messages import CATALOGUES, Speech
from assistant.ui.messages.en import ENGLISH
from assistant.ui.messages.vi import VIETNAMESE
from index import HoiHopError, errors

ROOT = Path(__file__).parent.parent
ERRORS = [
    kind
    for module in (errors, conversation_errors)
    for _, kind in inspect.getmembers(module, inspect.isclass)
    if issubclass(kind, HoiHopError) and kind.__module__ == module.__name__
]


def fields(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def test_both_languages_say_the_same_things() -> None:
    assert VIETNAMESE.keys() == ENGLISH.keys()
    assert {key: fields(text) for key, text in VIETNAMESE.items()} == {
        key: fields(text) for key, text in ENGLISH.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_sentence_that_its_values_fill(language: str, kind: type[HoiHopError]) -> None:
    message = CATALOGUES[language][f"error.{kind.__name__}"]  # type: ignore[index]
    assert fields(message) <= fields(kind.message)


def test_an_error_is_explained_with_its_values() -> None:
    error = errors.NotUtf8(path="biên {bản}.txt", position=7)
    assert Speech("vi").explain(error) == (
        "biên {bản}.txt: không phải văn bản UTF-8 (byte 7). Hãy lưu lại với bảng mã UTF-8 rồi thêm."
    )
    assert Speech("en").explain(error) == str(error)


def test_an_unknown_error_is_explained_by_its_base_and_never_hidden_by_another() -> None:
    class LockedDocument(errors.BrokenDocument):
        message = "{path}"

    assert Speech("en").explain(LockedDocument(path="a.pdf")) == (
        "a.pdf: damaged, locked or not what its name says (?). Open it in its own program and save it again."
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_a_sentence(language: str, reason: str) -> None:
    assert CATALOGUES[language][f"reason.{reason}"].endswith(".")  # type: ignore[index]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_message_is_read_as_markdown(language: str) -> None:
    """Labels of Streamlit's own buttons and boxes are Markdown; errors are only ever drawn as plain text."""
    labels = {key: text for key, text in CATALOGUES[language].items() if not key.startswith("error.")}  # type: ignore[index]
    assert [key for key, text in labels.items() if set(text) & set("*_`[]$<>~\\#|") or text.count(":") > 1] == []


def test_every_message_is_used_and_every_used_one_exists() -> None:
    constants: set[str] = set()
    beginnings: set[str] = set()
    for path in (ROOT / "assistant").rglob("*.py"):
        if path.parent.name == "messages" and path.name != "__init__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                beginnings.add(str(node.values[0].value))
    beginnings = {text for text in beginnings if text.endswith(".")}
    unused = [
        key
        for key in ENGLISH
        if key not in constants
        and key.removesuffix(".one").removesuffix(".other") not in constants
        and not any(key.startswith(beginning) for beginning in beginnings)
    ]
    assert unused == []
    subjects = {key.partition(".")[0] for key in ENGLISH}
    named = {
        text for text in constants if re.fullmatch(r"[a-z]+\.[a-z_]+", text) and text.partition(".")[0] in subjects
    }
    assert {text for text in named if text not in ENGLISH and f"{text}.other" not in ENGLISH} == set()
    assert beginnings == {
        "outcome.",
        "reason.",
        "error.",
        "open.",
        "confidence.",
        "language.",
        "task_change.",
        "task_kind.",
        "tasks_due.",
        "tasks_held.",
    }


def test_counts_and_numbers() -> None:
    assert Speech("vi").count("library.paragraphs", 1234) == "1.234 đoạn"
    assert Speech("en").count("library.paragraphs", 1) == "1 paragraph"
    assert Speech("en").count("library.paragraphs", 1234) == "1,234 paragraphs"
