"""The measures of restored diacritics, on a small folder whose figures can be worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from index import Library, fold, normalise
from tests.benchmarks.diacritics import Restored, is_marked, report, restorer_of, without_marks
from tests.test_accents import PARAGRAPHS

OpenLibrary = Callable[..., Library]
QUESTION = "Ông Đỗ Văn Sáu đề nghị GÌ vào ngày 15/1, ở đâu?"


def place(text: str, paragraph: str) -> dict[str, object]:
    start = text.index(paragraph)
    return {"document": "a.txt", "start": start, "end": start + len(paragraph)}


def test_all_marks_are_dropped_or_none() -> None:
    assert without_marks(QUESTION, 0.0, "0") == QUESTION
    assert without_marks(QUESTION, 1.0, "0") == "Ong Do Van Sau de nghi GI vao ngay 15/1, o dau?"


def test_a_larger_share_drops_what_a_smaller_one_does_and_more() -> None:
    marked: list[set[int]] = []
    for share in (0.0, 0.3, 0.6, 1.0):
        typed = [without_marks(QUESTION, share, f"{number}") for number in range(200)]
        assert typed == [without_marks(QUESTION, share, f"{number}") for number in range(200)]
        assert {fold(text) for text in typed} == {fold(QUESTION)}
        words = [word for text in typed for word in text.split()]
        marked.append({place for place, word in enumerate(words) if is_marked(word)})
        assert 1 - len(marked[-1]) / len(marked[0]) == pytest.approx(share, abs=0.03)
    assert marked[0] > marked[1] > marked[2] > marked[3] == set()


def test_marks_are_dropped_from_decomposed_text_and_from_both_tone_placements() -> None:
    assert without_marks("Hoà", 0.0, "0") == without_marks("Ho\u0300a", 0.0, "0") == "Hòa"
    assert without_marks("Hoà", 1.0, "0") == without_marks("Ho\u0300a", 1.0, "0") == "Hoa"


def test_the_shares_of_what_came_back() -> None:
    restored = Restored(
        ["Họp ở đâu?", "Ai nói gì?", "Lan chi bao nhiêu?"],
        ["Hop o đâu?", "Ai noi gi?", "Lan chi bao nhiêu?"],
        ["Hợp ở đâu?", "Ai nói gì?", "Lan chỉ bao nhiêu?"],
    )
    assert restored.syllables_right() == pytest.approx(8 / 10)
    assert restored.dropped_right() == pytest.approx(3 / 4)
    assert restored.questions_right() == pytest.approx(1 / 3)
    whole = Restored(["Họp"], ["Họp"], ["Họp"])
    assert whole.dropped_right() is None


def test_a_folder_is_measured(tmp_path: Path, open_library: OpenLibrary) -> None:
    (tmp_path / "documents").mkdir()
    text = "\n\n".join(PARAGRAPHS)
    (tmp_path / "documents/a.txt").write_text(text, "utf-8")
    pump = {"question": "Trạm bơm Đông Mỹ hỏng hai máy khi nào?", "answers": [place(text, PARAGRAPHS[8])]}
    asked = {"question": "Thu ngân sách nhà nước đạt bao nhiêu?", "answers": [place(text, PARAGRAPHS[3])]}
    unmarked = {"question": "tram bom nao hong", "answers": []}
    english = {"question": "Which pump is broken?", "answers": []}
    for name, questions in (("questions.jsonl", [pump, asked, unmarked]), ("questions-en.jsonl", [english])):
        (tmp_path / name).write_text("\n".join(map(json.dumps, questions)), "utf-8")
    lines = list(report(tmp_path, open_library(), seed=0))
    assert lines[:2] == ["library    1 documents, 14 paragraphs", "questions  2 with marks, seed 0"]
    assert [line.split() for line in lines[3:7]] == [
        ["0%", "1.0000", "-", "1.000", "1.000", "1.000", "1.000", "1.000"],
        *([share, "1.0000", "1.0000", "1.000", "1.000", "1.000", "1.000", "1.000"] for share in ("30%", "60%", "100%")),
    ]
    assert lines[7:10] == [
        "changed    0 of 2 (0.00%) of questions.jsonl, with all marks",
        "changed    0 of 1 (0.00%) of questions-en.jsonl",
        "alone      1 documents, each in a library of its own, 2 questions",
    ]
    assert [line.split() for line in lines[11:]] == [
        [share, "1.0000", "1.000"] for share in ("0%", "30%", "60%", "100%")
    ]


def test_a_document_alone_restores_by_its_own_text(open_library: OpenLibrary) -> None:
    library = open_library()
    library.add_bytes("a.txt", "Mỏ khoáng sản.".encode())
    library.add_bytes("b.txt", "Khoang sân trước. Khoang sân sau.".encode())
    alone = [restorer_of(library, name).restore("khoang san") for name in ("a.txt", "b.txt")]
    assert (alone, library.understand("khoang san").restored) == (["khoáng sản", "khoang sân"], "khoang sân")


def test_what_is_whole_is_normalised_only() -> None:
    assert without_marks("  Bà   Hoà ", 0.0, "0") == normalise("  Bà   Hoà ") == "Bà Hòa"
