"""The measures, against ones worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluate import (
    BrokenEvaluation,
    Place,
    Question,
    Result,
    Row,
    add_documents,
    evaluate,
    measures,
    rank,
    read_questions,
    table,
)
from index import Hit, Library, Paragraph, PathNotFound

OpenLibrary = Callable[..., Library]
TEXT = "Kho lúa ở xã Phú Lâm.\n\nLan giữ chìa khoá kho.\n\nHọp lại vào thứ Hai.\n"


def hit(document: str, start: int, end: int) -> Hit:
    return Hit(Paragraph(f"x:{start}-{end}", "x", document, start, end, "", None, None), None, None, 0.5)


def result(rank: int | None, *, answered: bool, kind: str | None = None, answerable: bool = True) -> Result:
    places = (Place("a.txt", 0, 1),) if answerable else ()
    return Result(Question("?", kind, places, None), rank, answered)


def test_a_hit_is_right_when_it_overlaps_an_answer_in_its_document() -> None:
    hits = [hit("b.txt", 0, 100), hit("a.txt", 0, 10), hit("a.txt", 10, 20), hit("a.txt", 20, 30)]
    assert rank(hits, [Place("a.txt", 10, 20)]) == 3
    assert rank(hits, [Place("a.txt", 19, 21)]) == 3
    assert rank(hits, [Place("a.txt", 20, 21), Place("a.txt", 9, 10)]) == 2
    assert rank(hits, [Place("a.txt", 30, 40), Place("c.txt", 0, 10)]) is None
    assert rank(hits, []) is None


@given(st.integers(0, 30), st.integers(1, 10), st.integers(0, 30), st.integers(1, 10))
def test_overlapping_is_sharing_a_code_point(start: int, length: int, other: int, other_length: int) -> None:
    shared = set(range(start, start + length)) & set(range(other, other + other_length))
    found = rank([hit("a", start, start + length)], [Place("a", other, other + other_length)])
    assert (found == 1) is bool(shared)


def test_the_measures_of_a_file_and_of_each_kind() -> None:
    results = [
        result(1, answered=True, kind="b"),
        result(2, answered=False, kind="b"),
        result(10, answered=True, kind="b"),
        result(None, answered=True, kind="b"),
        result(None, answered=True, kind="a", answerable=False),
        result(None, answered=False, kind="a", answerable=False),
        result(None, answered=False, kind="a", answerable=False),
        result(None, answered=False, kind="a", answerable=False),
    ]
    assert measures("q.jsonl", results) == [
        Row("q.jsonl", None, 8, 4, 0.4, 0.25, 0.5, 0.5, 0.5, 0.25, 0.25),
        Row("q.jsonl", "a", 4, 0, None, None, None, 0.25, 0.75, 0.25, None),
        Row("q.jsonl", "b", 4, 4, 0.4, 0.25, 0.5, 0.75, 0.25, None, 0.25),
    ]


def test_a_file_without_kinds_or_without_questions_is_one_row() -> None:
    assert [row.kind for row in measures("q.jsonl", [result(6, answered=True)])] == [None]
    assert measures("q.jsonl", [result(6, answered=True)])[0].hit_at_5 == 0.0
    assert measures("q.jsonl", []) == [Row("q.jsonl", None, 0, 0, *[None] * 7)]


def test_the_table_is_aligned() -> None:
    rows = [
        Row("questions.jsonl", None, 120, 100, 0.9456, 0.9, 1.0, 0.5, 0.5, 0.125, 0.0),
        Row("questions.jsonl", "none", 20, 0, None, None, None, 0.125, 0.875, 0.125, None),
    ]
    assert table(rows) == (
        "questions          n  MRR@10  hit@1  hit@5  answered  refused  wrongly answered  wrongly refused\n"
        "questions.jsonl  120   0.946  0.900  1.000     0.500    0.500             0.125            0.000\n"
        "  none            20       -      -      -     0.125    0.875             0.125                -\n"
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "evaluation"
    (folder / "documents/sub").mkdir(parents=True)
    (folder / "documents/họp.txt").write_text(TEXT, "utf-8")
    (folder / "documents/sub/khác.txt").write_text("Chợ mở cửa lúc 6 giờ.\n", "utf-8")
    return folder


def write_questions(folder: Path, name: str, *lines: object) -> None:
    (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def asked(text: str, *places: tuple[str, int, int], **more: str) -> dict[str, object]:
    answers = [{"document": document, "start": start, "end": end} for document, start, end in places]
    return {"id": text, "question": text, "answers": answers, **more}


def test_a_folder_is_added_and_each_questions_file_measured(folder: Path, open_library: OpenLibrary) -> None:
    write_questions(folder, "questions.jsonl", asked("Lan giữ chìa khoá kho", ("họp.txt", 23, 45), kind="accented"))
    write_questions(
        folder,
        "questions-more.jsonl",
        asked("cho mo cua luc 6 gio", ("sub/khác.txt", 0, 3)),
        # The answer of another document: wrong however well it fits.
        asked("Lan giữ chìa khoá kho", ("sub/khác.txt", 0, 20)),
        asked("Lan giữ chìa khoá kho", ("sub/khác.txt", 0, 20), within="sub/khác.txt"),
    )
    (folder / "answers.jsonl").write_text("not one of them")
    library = open_library()
    names, outcomes = add_documents(folder, library)
    assert [outcome.status for outcome in outcomes] == ["added", "added"]
    assert names == {"họp.txt": "họp.txt", "sub/khác.txt": "sub/khác.txt"}
    rows = evaluate(folder, library, names)
    assert [(row.file, row.kind, row.questions, row.hit_at_1) for row in rows] == [
        ("questions-more.jsonl", None, 3, 2 / 3),
        ("questions.jsonl", None, 1, 1.0),
        ("questions.jsonl", "accented", 1, 1.0),
    ]
    assert [outcome.status for outcome in add_documents(folder, library)[1]] == ["unchanged", "unchanged"]
    assert evaluate(folder, library, names) == rows


def test_documents_are_found_under_the_names_that_the_library_gave_them(
    folder: Path, tmp_path: Path, open_library: OpenLibrary
) -> None:
    library = open_library()
    other = tmp_path / "other"
    (other / "documents").mkdir(parents=True)
    (other / "documents/họp.txt").write_text("Không liên quan gì cả.\n", "utf-8")
    add_documents(other, library)
    names, _ = add_documents(folder, library)
    assert names["họp.txt"] == "documents/họp.txt"
    write_questions(folder, "questions.jsonl", asked("Lan giữ chìa khoá kho", ("họp.txt", 23, 45)))
    assert evaluate(folder, library, names)[0].hit_at_1 == 1.0


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "it is no JSON object"),
        ('{"answers": []}', "'question' is missing"),
        ('{"question": "?"}', "'answers' is missing"),
        ('{"question": 1, "answers": []}', "question, kind and within are strings"),
        ('{"question": "?", "answers": {}}', "answers is no list of objects"),
        ('{"question": "?", "answers": ["họp.txt"]}', "answers is no list of objects"),
        ('{"question": "?", "answers": [{"document": "họp.txt", "start": 0}]}', "'end' is missing"),
        (
            '{"question": "?", "answers": [{"document": "họp.txt", "start": 3, "end": 3}]}',
            "start and end are no range of code points",
        ),
        (
            '{"question": "?", "answers": [{"document": "x.txt", "start": 0, "end": 1}]}',
            "x.txt is not among the folder's documents",
        ),
        ('{"question": "?", "answers": [], "within": "x.txt"}', "x.txt is not among the folder's documents"),
    ],
)
def test_a_line_that_is_no_question_is_named(tmp_path: Path, line: str, detail: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('\ufeff{"question": "?", "answers": []}\n\n' + line, "utf-8")
    with pytest.raises(BrokenEvaluation) as broken:
        read_questions(path, {"họp.txt": "họp.txt"})
    assert str(broken.value) == f"{path}, line 3: this is no question of an evaluation ({detail})."


def test_a_folder_without_documents_or_questions_is_named(
    folder: Path, tmp_path: Path, open_library: OpenLibrary
) -> None:
    with pytest.raises(PathNotFound, match="nowhere/documents: no such file or folder"):
        add_documents(tmp_path / "nowhere", open_library())
    with pytest.raises(PathNotFound, match="evaluation/questions.jsonl: no such file or folder"):
        evaluate(folder, open_library(), {})


def test_progress_is_told(folder: Path, open_library: OpenLibrary) -> None:
    told: list[tuple[str, int, int]] = []
    write_questions(folder, "questions.jsonl", *[asked("kho lúa ở đâu")] * 65)
    names, _ = add_documents(folder, open_library(), lambda *progress: told.append(progress))
    evaluate(folder, open_library(), names, lambda *progress: told.append(progress))
    assert told == [
        ("họp.txt", 0, 2),
        ("sub/khác.txt", 1, 2),
        ("questions.jsonl", 0, 65),
        ("questions.jsonl", 64, 65),
    ]
