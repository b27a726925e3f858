"""The assistant's command line, as other programs see it: what it prints, where, and its exit status."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.answer import Answer, Quote
from assistant.cli import main
from assistant.json_out import answer_fields
from assistant.settings import ChatSettings
from assistant.text_out import answer_text
from assistant.ui.messages import Speech
from index import Library, Paragraph, Settings, Span, load_reranker
from tests.real_embedder import real_embedder
from tests.stub_embedder import StubEmbedder
from tests.tiny_cross_encoder import saved

ROOT = Path(__file__).resolve().parent.parent
MINUTES = """---
title: Giao ban kho
date: 2024-03-04
---

Ông Đỗ Văn Kỳ chủ trì cuộc họp về kho lúa.

Kinh phí sửa mái kho là 42 triệu đồng. Trả làm hai đợt. Đợt đầu vào tháng Tư.
"""
HIT_FIELDS = [
    *("document", "paragraph_id", "start", "end", "text", "page", "heading", "speaker"),
    *("start_ms", "end_ms", "turns", "confidence", "cosine", "bm25", "number", "row"),
]
ANSWER_FIELDS = [
    *("id", "question", "understood_as", "follow_up", "answered", "confidence", "reason", "quotes", "nearest"),
    *("filters", "undated", "differing", "tasks"),
]


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Run:
    """Runs the command line over a library that holds the minutes, with an embedder that loads at once."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library = folder / "library"
        self.embedder = StubEmbedder()
        self.loads = 0
        self._capsys = capsys
        with Library.open(self.library, self.embedder) as library:  # type: ignore[arg-type]
            library.add_bytes("giao ban.md", MINUTES.encode())

    def load(self, _: Settings) -> StubEmbedder:
        self.loads += 1
        return self.embedder

    def __call__(self, *arguments: str | Path) -> Done:
        argv = [*map(str, arguments), "--library", str(self.library)]
        status = main(argv, embedder_loader=self.load)  # type: ignore[arg-type]
        return Done(status, *self._capsys.readouterr())

    def lines(self, *arguments: str | Path) -> list[Any]:
        done = self(*arguments)
        assert (done.status, done.err) == (0, "")
        return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    for name in ("HOIHOP_LANGUAGE", "HOIHOP_HOST", "HOIHOP_PORT", "HOIHOP_LIBRARY", "HOIHOP_RERANKER"):
        monkeypatch.delenv(name, raising=False)
    return Run(tmp_path, capsys)


def answer(*, answered: bool, reason: Any = None, understood_as: str | None = None) -> Answer:
    text = "Mọi người đồng ý.\nHạn chót là thứ Sáu\x1b[2J. Hết."
    paragraph = Paragraph("id:5-52", "id", "họp.pdf", 5, 52, text, 3, "Kết luận", speaker="Lan", start_ms=65_000)
    quote = Quote(paragraph, "Họp kho", "2024-03-04", (Span(18, 37),), 0.9, 1.5, 0.818)
    quotes = (quote,)
    return Answer(
        "hạn?", understood_as, answered, 0.818, reason, quotes if answered else (), () if answered else quotes
    )


def test_an_answer_has_exactly_the_fields_of_the_contract(run: Run) -> None:
    (found,) = run.lines("ask", "kinh phi sua mai kho la bao nhieu", "--json")
    assert list(found) == ANSWER_FIELDS
    assert (found["id"], found["question"]) == (None, "kinh phi sua mai kho la bao nhieu")
    assert (found["answered"], found["reason"], found["nearest"]) == (True, None, [])
    quote = found["quotes"][0]
    assert list(quote) == [*HIT_FIELDS, "title", "date", "highlights", "task", "issuer", "parent_body", "place"]
    assert (quote["document"], quote["title"], quote["date"]) == ("giao ban.md", "Giao ban kho", "2024-03-04")
    assert MINUTES[quote["start"] : quote["end"]] == quote["text"]
    assert [quote["text"][start:end] for start, end in quote["highlights"]] == [
        "Kinh phí sửa mái kho là 42 triệu đồng."
    ]
    assert found["confidence"] == quote["confidence"]


def test_a_question_leans_on_those_before_it(run: Run) -> None:
    before = ("--after", "Kinh phí sửa mái kho là bao nhiêu?", "--after", "Còn họp thì sao?")
    (found,) = run.lines("ask", "Ai chủ trì việc đó?", *before, "--json")
    assert found["question"] == "Ai chủ trì việc đó?"
    assert list(found["follow_up"]) == ["searched", "because_of", "within", "title"]
    (alone,) = run.lines("ask", "Ai chủ trì việc đó?", "--json")
    (typed,) = run.lines("ask", "Ai chủ trì việc đó?", *before, "--as-typed", "--json")
    assert (alone["follow_up"], typed["follow_up"]) == (None, None)


def test_what_was_searched_is_said_at_a_terminal(run: Run) -> None:
    done = run("ask", "Ai chủ trì cuộc họp đó?", "--after", "Kinh phí sửa mái kho là bao nhiêu?")
    assert done.out.splitlines()[0] == "Đã tìm: Ai chủ trì cuộc họp đó? · trong Giao ban kho"


def test_earlier_questions_and_a_batch_exclude_each_other(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        run("ask", "--batch", "x.jsonl", "--after", "Ai?")
    assert left.value.code == 2
    assert "argument --after: not allowed with argument --batch" in capsys.readouterr().err


def test_a_question_that_nothing_answers_is_no_failure(run: Run) -> None:
    (found,) = run.lines("ask", "Bao giờ tàu vũ trụ hạ cánh?", "--json")
    assert list(found) == ANSWER_FIELDS
    assert (found["answered"], found["quotes"]) == (False, [])
    assert found["reason"] in ("weak_evidence", "no_evidence", "no_date")


def test_as_typed_leaves_the_question_alone(run: Run) -> None:
    question = "kinh phi sua mai kho la bao nhieu"
    (restored,) = run.lines("ask", question, "--json")
    (typed,) = run.lines("ask", question, "--json", "--as-typed")
    assert (restored["understood_as"], typed["understood_as"]) == ("kinh phí sửa mái kho là bao nhiêu", None)


def test_within_asks_one_document_alone(run: Run) -> None:
    with Library.open(run.library, run.embedder) as library:  # type: ignore[arg-type]
        library.add_bytes("khác.txt", "Kinh phí sửa mái nhà là 7 triệu đồng.\n".encode())
    (found,) = run.lines("ask", "Kinh phí sửa mái kho là bao nhiêu?", "--json", "--within", "khác.txt")
    assert {quote["document"] for quote in [*found["quotes"], *found["nearest"]]} == {"khác.txt"}
    unknown = run("ask", "kho", "--json", "--within", "nowhere.txt")
    assert (unknown.status, unknown.out) == (1, "")
    assert unknown.err.startswith("nowhere.txt: the library holds no document of that name.")


def test_ask_takes_filters_and_says_what_they_kept_out(run: Run) -> None:
    (found,) = run.lines("ask", "Kinh phí sửa mái kho là bao nhiêu?", "--json", "--from", "2024", "--kind", "text")
    assert found["answered"]
    assert found["filters"] == {
        **{"documents": [], "first_date": "2024", "last_date": None, "speakers": [], "kinds": ["text"]}
    }
    told = run("ask", "Kinh phí sửa mái kho là bao nhiêu?", "--from", "2024", "--language", "vi").out
    assert told.splitlines()[1] == "Bộ lọc: Từ 2024"
    (none,) = run.lines("ask", "Kinh phí?", "--json", "--to", "2023")
    assert (none["answered"], none["reason"], none["nearest"]) == (False, "nothing_matches", [])
    told = run("ask", "Kinh phí?", "--to", "2023", "--language", "en").out
    assert told == (
        "No paragraph matches the filters, so there was nothing to search. Only this was searched: To 2023.\n"
    )
    bad = run("ask", "Kinh phí?", "--speaker", "Lan", "--language", "vi")
    assert bad == (
        1,
        "",
        "Lan: không tài liệu nào trong thư viện ghi rõ ai nói. Hãy tìm mà không lọc theo người nói.\n",
    )
    assert run("ask", "Kinh phí?", "--to", "mai", "--language", "vi").status == 2


def test_a_batch_answers_each_line_in_order(run: Run, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "question": "Kinh phí sửa mái kho là bao nhiêu?"},
        {"id": "b", "question": "kho", "within": "nowhere.txt"},
        {"id": "c", "question": " "},
        {"id": "d", "question": "Ai chủ trì cuộc họp về kho lúa?", "within": "giao ban.md"},
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    answers = run.lines("ask", "--batch", batch)
    assert [each["id"] for each in answers] == ["a", "b", "c", "d"]
    assert [list(each) for each in answers] == [
        ANSWER_FIELDS,
        [*ANSWER_FIELDS, "error"],
        [*ANSWER_FIELDS, "error"],
        ANSWER_FIELDS,
    ]
    assert answers[0] == {**run.lines("ask", "Kinh phí sửa mái kho là bao nhiêu?", "--json")[0], "id": "a"}
    assert (answers[1]["answered"], answers[1]["quotes"]) == (False, [])
    assert answers[2]["error"] == "The question is empty. Type what you want to know."
    assert answers[3]["quotes"][0]["text"] == "Ông Đỗ Văn Kỳ chủ trì cuộc họp về kho lúa."


def test_200_questions_load_the_model_once_and_are_embedded_together(run: Run, tmp_path: Path) -> None:
    class Counting(StubEmbedder):
        calls = 0

        def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
            Counting.calls += 1
            return super().questions(texts)

    run.embedder = Counting()
    batch = tmp_path / "batch.jsonl"
    batch.write_text("".join(json.dumps({"id": n, "question": f"kho lúa {n}"}) + "\n" for n in range(200)), "utf-8")
    assert [each["id"] for each in run.lines("ask", "--batch", batch)] == list(range(200))
    assert run.loads == 1
    assert Counting.calls < 7


def test_an_answer_for_readers_in_vietnamese_and_english(run: Run) -> None:
    done = run("ask", "Kinh phi sua mai kho la bao nhieu?")
    assert (done.status, done.err) == (0, "")
    text = "    Kinh phí sửa mái kho là 42 triệu đồng. Trả làm hai đợt. Đợt đầu vào tháng Tư."
    understood, found, blank, citation, quoted, *_ = done.out.splitlines()
    assert (understood, blank, quoted) == ("Hiểu là: Kinh phí sửa mái kho là bao nhiêu?", "", text)
    assert re.fullmatch(r"Tìm thấy \d đoạn", found)
    assert re.fullmatch(r"1\. Giao ban kho · giao ban\.md · 04/03/2024 · Độ tin cậy (cao|vừa) \(\d+ %\)", citation)
    english = run("ask", "Kinh phí sửa mái kho là bao nhiêu?", "--language", "en").out.splitlines()
    assert re.fullmatch(r"\d paragraphs? found", english[0])
    assert re.fullmatch(r"1\. Giao ban kho · giao ban\.md · 4 March 2024 · (High|Fair) confidence \(\d+%\)", english[2])


def test_a_quote_for_readers_is_cited_in_full_and_can_not_steer_the_terminal() -> None:
    assert answer_text(answer(answered=True, understood_as="hạn chót?"), Speech("en"), bold=True) == (
        "Understood as: hạn chót?\n"
        "1 paragraph found\n"
        "\n"
        "1. Họp kho · họp.pdf · 4 March 2024 · page 3 · Lan · 01:05 · High confidence (81%)\n"
        "    Mọi người đồng ý.\n"
        "    \x1b[1mHạn chót là thứ Sáu\x1b[0m\ufffd[2J. Hết.\n"
    )


def test_documents_that_differ_are_told_and_numbered_on() -> None:
    first = answer(answered=True)
    (quote,) = first.quotes
    other = replace(
        quote, paragraph=replace(quote.paragraph, document="sau.pdf", text="Hạn là thứ Bảy."), highlights=()
    )
    assert answer_text(replace(first, differing=(other,)), Speech("vi"), bold=False).splitlines()[4:] == [
        "    Hạn chót là thứ Sáu\ufffd[2J. Hết.",
        "",
        "Các tài liệu nêu khác nhau.",
        "",
        "2. Họp kho · sau.pdf · 04/03/2024 · trang 3 · Lan · 01:05 · Độ tin cậy cao (81 %)",
        "    Hạn là thứ Bảy.",
    ]
    assert [each["document"] for each in answer_fields(1, replace(first, differing=(other,)))["differing"]] == [
        "sau.pdf"
    ]


def test_no_answer_for_readers_says_why_and_offers_the_nearest() -> None:
    assert answer_text(answer(answered=False, reason="no_place"), Speech("en"), bold=False) == (
        "Not found: the nearest paragraphs name no place.\n"
        "Nearest paragraphs — they may not answer the question:\n"
        "\n"
        "1. Họp kho · họp.pdf · 4 March 2024 · page 3 · Lan · 01:05 · High confidence (81%)\n"
        "    Mọi người đồng ý.\n"
        "    Hạn chót là thứ Sáu\ufffd[2J. Hết.\n"
    )


QUESTION = "Ai nói gì về trạm bơm hỏng?"
SAID = (
    "Chị Lan nói về trạm bơm hỏng ở kho lúa.\n\n"
    "Trạm bơm hỏng từ tháng Tư, máy chờ sửa.\n\n"
    "Họp xong, mọi người về kho lúa.\n"
)


# The bundled model first by itself, with a text that is longer than it takes, and then the whole program, from which
# nothing but its answer is printed.
WITHOUT_NETWORK = """
import runpy, socket
def refuse(*args):
    raise AssertionError(f"connected to {args}")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from index import Settings, load_embedder
embedder = load_embedder(Settings.from_environment())
assert embedder.questions(["Ai?"]).shape == (1, 384)
assert embedder.passages(["Một. " * 600], [[]])[0].vector.shape == (384,)
runpy.run_module("assistant", run_name="__main__", alter_sys=True)
"""


def test_ask_takes_the_cross_encoder_that_is_set_and_the_models_load_without_network_or_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = saved(tmp_path / "cross-encoder")
    library = tmp_path / "library"
    with Library.open(library, real_embedder()) as made:
        made.add_bytes("họp.txt", SAID.encode())
        paragraphs = [each.text for each in made.paragraphs("họp.txt")]

    arguments = ["ask", QUESTION, "--json", "--library", str(library)]

    def first(printed: str | bytes) -> str:
        answer = json.loads(printed)
        return str([*answer["quotes"], *answer["nearest"]][0]["text"])

    reranker = load_reranker(Settings(library, "", tmp_path, str(folder)))
    assert reranker is not None
    best = paragraphs[int(reranker.scores(QUESTION, paragraphs).argmax())]
    monkeypatch.setenv("HOIHOP_MODEL", "")
    monkeypatch.setenv("HOIHOP_RERANKER", "")
    assert main(arguments, embedder_loader=lambda _: real_embedder()) == 0
    assert first(capsys.readouterr().out) != best
    # In a process of its own, whose libraries have nothing to say meanwhile.
    found = subprocess.run(
        [sys.executable, "-c", WITHOUT_NETWORK, *arguments],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT), "HOIHOP_RERANKER": "cross-encoder"},
        capture_output=True,
        check=False,
    )
    assert (found.returncode, found.stderr) == (0, b"")
    assert first(found.stdout) == best


def test_ask_and_eval_name_a_cross_encoder_that_is_not_there(
    run: Run, evaluation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOIHOP_RERANKER", "/no/such/folder")
    vietnamese, *others = (run("ask", "kho lúa"), run("ask", "kho lúa", "--json"), run("eval", evaluation))
    assert (vietnamese.status, vietnamese.out) == (1, "")
    assert vietnamese.err.startswith("Không nạp được mô hình /no/such/folder (there is no such folder; set HOIHOP_RER")
    for done in others:
        assert (done.status, done.out) == (1, "")
        assert done.err.startswith("The model /no/such/folder can't be loaded (there is no such folder; set HOIHOP_RER")


def test_an_empty_library_says_how_to_fill_it(run: Run) -> None:
    with Library.open(run.library, run.embedder) as library:  # type: ignore[arg-type]
        library.remove("giao ban.md")
    assert run("ask", "kho lúa ở đâu", "--language", "en") == (
        0,
        "The library holds no documents to search. Add some with: python -m index add\n",
        "",
    )
    (found,) = run.lines("ask", "kho lúa ở đâu", "--json")
    assert (found["answered"], found["reason"], found["nearest"]) == (False, "empty_library", [])


@pytest.mark.parametrize(
    ("question", "vietnamese", "english"),
    [
        ("   ", "Câu hỏi còn trống. Hãy gõ điều bạn muốn biết.", "The question is empty. Type what you want to know."),
        (
            "k" * 10_000,
            "Câu hỏi dài 10000 ký tự, tối đa là 2000. Hãy rút gọn lại.",
            "The question has 10000 characters; at most 2000 can be searched. Shorten it.",
        ),
    ],
)
def test_a_bad_question_is_bad_use_in_the_language_of_the_reader(
    run: Run, question: str, vietnamese: str, english: str
) -> None:
    assert run("ask", question) == (2, "", f"{vietnamese}\n")
    assert run("ask", question, "--language", "en") == (2, "", f"{english}\n")
    assert run("ask", question, "--json") == (2, "", f"{english}\n")


def test_a_library_of_another_model_is_refused(run: Run) -> None:
    run.embedder = StubEmbedder("another")
    done = run("ask", "kho", "--json")
    assert (done.status, done.out) == (1, "")
    assert done.err.endswith(f"or embed everything anew with: python -m index reembed --library {run.library}\n")


def test_no_library_is_made_by_asking(run: Run, tmp_path: Path) -> None:
    run.library = tmp_path / "nowhere"
    done = run("ask", "kho", "--json")
    assert (done.status, done.out, run.loads, run.library.exists()) == (1, "", 0, False)
    assert done.err.startswith(f"{run.library}: the library can't be opened (there is no library ")


def test_a_bad_setting_is_told_once(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIHOP_LANGUAGE", "fr")
    assert run("ask", "kho") == (1, "", "HOIHOP_LANGUAGE is set to fr; it takes vi or en.\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["answer"],
        ["ask"],
        ["ask", "kho", "--batch", "x.jsonl"],
        ["ask", "kho", "--language", "fr"],
        ["eval"],
        ["--port", "0"],
        ["--port", "65536"],
        ["--port", "http"],
        ["--host", ""],
        ["--library", ""],
    ],
)
def test_bad_use_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: python -m assistant")


@pytest.mark.parametrize(
    ("arguments", "example"),
    [
        ([], "example: python -m assistant --port"),
        (["ask"], "example: python -m assistant ask"),
        (["eval"], "example: python -m assistant eval"),
    ],
)
def test_each_command_has_help_with_an_example(
    arguments: list[str], example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert example in out
    assert "--library DIR" in out


def test_without_a_command_the_chat_is_started_with_what_was_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[Path, ChatSettings]] = []

    def starter(settings: Settings, chat: ChatSettings, _: object) -> None:
        started.append((settings.library, chat))

    for name in ("HOIHOP_HOST", "HOIHOP_PORT", "HOIHOP_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOIHOP_LIBRARY", str(tmp_path / "set"))
    assert main([], starter=starter) == 0
    assert main(["--library", str(tmp_path / "given"), "--port", "8502", "--host", "0.0.0.0"], starter=starter) == 0
    assert started == [
        (tmp_path / "set", ChatSettings("vi", "127.0.0.1", 8501)),
        (tmp_path / "given", ChatSettings("vi", "0.0.0.0", 8502)),
    ]


def test_the_library_may_be_named_before_the_command_too(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["--library", str(run.library), "ask", "Kinh phí sửa mái kho là bao nhiêu?", "--json"]
    assert main(argv, embedder_loader=run.load) == 0  # type: ignore[arg-type]
    assert json.loads(capsys.readouterr().out)["answered"] is True


@pytest.fixture
def evaluation(tmp_path: Path) -> Path:
    """A folder with one question that something answers and one that nothing does."""
    folder = tmp_path / "evaluation"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents/họp.txt").write_text("Kho lúa ở xã Phú Lâm.\n\nLan giữ chìa khoá.\n", "utf-8")
    place = {"document": "họp.txt", "start": 23, "end": 40}
    questions = [
        {"id": 1, "question": "Ai giữ chìa khoá?", "answers": [place]},
        {"id": "x", "question": "Bao giờ tàu vũ trụ hạ cánh?", "kind": "nothing", "answers": []},
    ]
    (folder / "questions.jsonl").write_text("\n".join(map(json.dumps, questions)), "utf-8")
    return folder


def test_eval_prints_tables(run: Run, evaluation: Path) -> None:
    done = run("eval", evaluation)
    assert (done.status, done.err) == (0, "")
    finding, answering, notes = done.out.split("\n\n")
    headings, line = finding.splitlines()
    assert headings.split() == [
        *("finding", "n", "MRR@10", "hit@1", "hit@5", "nDCG@10", "top", "5", "recall@5", "highlight"),
    ]
    assert line.split()[:6] == ["questions.jsonl", "1", "1.000", "1.0-1.0", "1.000", "1.0-1.0"]
    assert [line.split()[:3] for line in answering.splitlines()] == [
        ["answering", "n", "nothing"],
        ["questions.jsonl", "1", "1"],
        ["nothing", "0", "1"],
    ]
    assert "python -m assistant eval --help" in notes
    assert run("eval", evaluation) == done


def test_eval_names_a_document_that_it_cant_read_and_measures_with_the_others(run: Run, evaluation: Path) -> None:
    good = run("eval", evaluation)
    (evaluation / "documents/hỏng.txt").write_bytes(b"\xff")
    failed = run("eval", evaluation)
    assert (failed.status, failed.out) == (1, good.out)
    assert failed.err.startswith("hỏng.txt: not UTF-8 text (byte 0).")


def test_eval_as_json_is_one_object(run: Run, evaluation: Path) -> None:
    done = run("eval", evaluation, "--json")
    assert (done.status, done.err) == (0, "")
    found = json.loads(done.out)
    assert list(found) == ["interval", "resamples", "all_files", "rows", "reliability", "dialogues"]
    rows = [(row["file"], row["kind"], row["questions"], row["hit_at_1"], row["auroc"]) for row in found["rows"]]
    assert rows == [("questions.jsonl", None, 2, 1.0, 1.0), ("questions.jsonl", "nothing", 1, None, None)]
    assert found["rows"][0]["intervals"]["hit_at_1"] == [1.0, 1.0]
    assert sum(each["questions"] for each in found["reliability"]) == 2
    assert run("eval", evaluation, "--json") == done


def test_eval_draws_a_plot_and_keeps_the_details(run: Run, evaluation: Path, tmp_path: Path) -> None:
    plot, details = tmp_path / "plot.png", tmp_path / "details.jsonl"
    done = run("eval", evaluation, "--plot", plot, "--details", details)
    assert (done.status, done.err) == (0, "")
    assert plot.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    lines = [json.loads(line) for line in details.read_text("utf-8").splitlines()]
    outcomes = [(line["id"], line["answerable"], line["rank"], line["right"]) for line in lines]
    assert outcomes == [(1, True, 1, True), ("x", False, None, False)]
    before = plot.read_bytes(), details.read_bytes()
    assert run("eval", evaluation, "--plot", plot, "--details", details) == done
    assert (plot.read_bytes(), details.read_bytes()) == before


@pytest.mark.parametrize("option", ["--plot", "--details"])
def test_eval_says_at_once_where_it_cant_write(run: Run, evaluation: Path, tmp_path: Path, option: str) -> None:
    done = run("eval", evaluation, option, tmp_path / "nowhere/file")
    assert (done.status, done.out, run.loads) == (1, "", 0)
    assert done.err.startswith(f"{tmp_path}/nowhere/file: the evaluation can't be written there (No such file")


def test_the_chat_starts_without_what_only_eval_or_a_chart_or_a_calendar_needs() -> None:
    large = ["sklearn", "matplotlib", "scipy", "altair", "icalendar", "pandas", "pyarrow"]
    code = f"import sys, assistant.cli, assistant.app; print(set({large}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "set()\n"


def test_eval_without_a_library_leaves_nothing_behind(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOIHOP_LIBRARY", str(tmp_path / "own"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    assert main(["eval", str(tmp_path / "nowhere")], embedder_loader=run.load) == 1  # type: ignore[arg-type]
    assert capsys.readouterr().err == f"{tmp_path / 'nowhere/documents'}: no such file or folder. Check the path.\n"
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (tmp_path / "own").exists()
