"""An evaluation folder, from its files to the measures."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.evaluate import BrokenEvaluation, Place, Question, add_documents, evaluate, read_questions
from assistant.evaluation.bootstrap import Estimate
from index import Library, PathNotFound

OpenLibrary = Callable[..., Library]
TEXT = "Kho lúa ở xã Phú Lâm.\n\nLan giữ chìa khoá kho.\n\nHọp lại vào thứ Hai.\n"


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


def exactly(value: float) -> Estimate:
    return Estimate(value, value, value)


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
    evaluation = evaluate(folder, library, names)
    first = [(row.file, row.kind, row.questions, row.hit_at_1 and row.hit_at_1.value) for row in evaluation.rows]
    assert first == [
        ("questions-more.jsonl", None, 3, 2 / 3),
        ("questions.jsonl", None, 1, 1.0),
        ("questions.jsonl", "accented", 1, 1.0),
    ]
    everything = evaluation.all_files
    assert (everything.questions, everything.hit_at_1 and everything.hit_at_1.value) == (4, 3 / 4)
    assert {name: [each.rank for each in results] for name, results in evaluation.results.items()} == {
        "questions-more.jsonl": [1, 4, 1],
        "questions.jsonl": [1],
    }
    assert sum(each.questions for each in evaluation.bins) == 4
    assert sum(each.right for each in evaluation.bins) == 3
    assert [outcome.status for outcome in add_documents(folder, library)[1]] == ["unchanged", "unchanged"]
    assert evaluate(folder, library, names) == evaluation


def test_every_paragraph_that_overlaps_an_answer_is_relevant(folder: Path, open_library: OpenLibrary) -> None:
    # The answer reaches from the first paragraph's last letters over the second one.
    write_questions(folder, "questions.jsonl", asked("Lan giữ chìa khoá kho", ("họp.txt", 18, 45)))
    library = open_library()
    evaluation = evaluate(folder, library, add_documents(folder, library)[0])
    (result,) = evaluation.results["questions.jsonl"]
    assert (result.relevant, result.hits[:2], result.shown) == (2, (True, True), Place("họp.txt", 23, 45))
    assert evaluation.rows[0].ndcg_at_10 == exactly(1.0)
    assert evaluation.rows[0].first_highlight_right == exactly(1.0)


def test_each_question_is_embedded_once(folder: Path, open_library: OpenLibrary) -> None:
    write_questions(folder, "questions.jsonl", *[asked(f"kho lúa số {number} ở đâu") for number in range(70)])
    library = open_library()
    names, _ = add_documents(folder, library)
    library.find(["?kho"])
    embedded: list[str] = []
    embed = library.embedder.questions

    def counted(texts: Sequence[str]) -> NDArray[np.float32]:
        embedded.extend(texts)
        return embed(texts)

    library.embedder.questions = counted  # type: ignore[method-assign]
    evaluate(folder, library, names)
    assert len(embedded) == len(set(embedded)) == 70


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
    assert evaluate(folder, library, names).rows[0].hit_at_1 == exactly(1.0)


def test_a_question_has_what_its_line_says(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    place = {"document": "a.txt", "start": 1, "end": 4, "text": "kho"}
    lines = [
        {"id": 7, "question": "Ở đâu?", "kind": "short", "answers": [place], "within": "a.txt", "lang": "vi"},
        {"question": "Ai?", "answers": []},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    assert read_questions(path, {"a.txt": "x/a.txt"}) == [
        Question("Ở đâu?", "short", (Place("x/a.txt", 1, 4),), "x/a.txt", 7),
        Question("Ai?", None, (), None, None),
    ]


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
