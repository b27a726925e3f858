"""The library's command line, as other programs see it: what it prints, where, and its exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from index import Library, Settings, command, load_reranker
from index.cli import main
from index.precision import Precision
from tests.stub_embedder import StubEmbedder
from tests.tiny_cross_encoder import saved

ROOT = Path(__file__).parent.parent
MINUTES = (
    "Cuộc họp giao ban ngày 4/3/2024.\n\nÔng Đỗ Văn Kỳ chủ trì cuộc họp về kho lúa.\n\nKinh phí là 42 triệu đồng.\n"
)
SEARCH_FIELDS = ["id", "question", "hits", "filters", "undated"]
CALL = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Lan>Chúng ta chốt ngày bàn giao kho.</v>

00:00:05.000 --> 00:00:09.500
<v Minh>Tôi bàn giao kho vào thứ Sáu.</v>
"""


class Done(NamedTuple):
    status: int
    out: str
    err: str


class Run:
    """Runs the command line over a library of its own, with an embedder that loads at once."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.library = folder / "library"
        self.embedder = StubEmbedder()
        self.loads = 0
        self._capsys = capsys

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
    monkeypatch.delenv("HOIHOP_RERANKER", raising=False)
    return Run(tmp_path, capsys)


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "giấy tờ"
    (folder / "tháng 3").mkdir(parents=True)
    (folder / "giao ban.txt").write_text(MINUTES, "utf-8")
    (folder / "tháng 3/call.vtt").write_text(CALL, "utf-8")
    return folder


@pytest.fixture
def filled(run: Run, papers: Path) -> Run:
    assert run("add", papers).status == 0
    return run


def table(out: str) -> list[list[str]]:
    return [line.split("\t") for line in out.splitlines()]


def test_add_tells_a_line_for_each_file_and_passes_over_what_is_no_document(run: Run, papers: Path) -> None:
    for name in ("~$giao ban.docx", ".DS_Store", "data.csv"):
        (papers / name).write_bytes(b"x")
    done = run("add", papers)
    assert done.status == 0
    assert table(done.out) == [
        ["skipped", ".DS_Store", "hidden or lock file"],
        ["skipped", "data.csv", "unsupported type"],
        ["added", "giao ban.txt", ""],
        ["skipped", "~$giao ban.docx", "hidden or lock file"],
        ["added", "tháng 3/call.vtt", ""],
    ]
    assert done.err.splitlines() == [
        "3/5 giao ban.txt: 3 of 3 paragraphs embedded",
        "5/5 tháng 3/call.vtt: 1 of 1 paragraphs embedded",
    ]


def test_model_tells_what_is_used_and_how_it_runs(run: Run) -> None:
    run.embedder.runs_on = "Some processor"
    assert table(run("model").out) == [
        ["model", "stub"],
        ["dimension", "64"],
        ["runs_on", "Some processor"],
        ["number_format", "fp32"],
        ["cosine", "1.00000"],
    ]
    run.embedder.precision = Precision("bf16", 0.99997, "bf16", 0.99997, 1.75)
    assert table(run("model").out)[3:] == [
        ["number_format", "bf16"],
        ["cosine", "0.99997"],
        ["tried", "bf16"],
        ["tried_cosine", "0.99997"],
        ["tried_speed", "1.75000"],
    ]
    assert run.lines("model", "--json") == [
        {
            "model": "stub",
            "dimension": 64,
            "runs_on": "Some processor",
            "number_format": "bf16",
            "cosine": 0.99997,
            "tried": "bf16",
            "tried_cosine": 0.99997,
            "tried_speed": 1.75,
        }
    ]


def test_add_again_tells_what_is_unchanged_and_what_was_replaced(filled: Run, papers: Path) -> None:
    (papers / "giao ban.txt").write_text(MINUTES + "\nHọp lại vào thứ Hai.\n", "utf-8")
    done = filled("add", papers)
    assert (done.status, table(done.out)) == (
        0,
        [["replaced", "giao ban.txt", ""], ["unchanged", "tháng 3/call.vtt", ""]],
    )


def test_a_file_that_fails_is_told_with_its_reason_and_the_others_go_in(run: Run, papers: Path) -> None:
    empty, binary, missing = papers / "empty.txt", papers / "binary.txt", papers / "nowhere"
    empty.write_bytes(b"")
    binary.write_bytes(b"MZ\x00\x01")
    csv = papers / "data.csv"
    csv.write_text("a,b")
    done = run("add", missing, empty, binary, csv, papers / "giao ban.txt")
    assert done.status == 1
    assert [(status, document) for status, document, _ in table(done.out)] == [
        ("failed", str(missing)),
        ("failed", "empty.txt"),
        ("failed", "binary.txt"),
        ("failed", "data.csv"),
        ("added", "giao ban.txt"),
    ]
    reasons = [reason for _, _, reason in table(done.out)]
    assert reasons[0] == f"{missing}: no such file or folder. Check the path."
    assert reasons[1].startswith("empty.txt: there is no text in this file.")
    assert reasons[2].startswith("binary.txt: ")
    assert reasons[3].startswith("data.csv: this kind of file isn't supported (text of another kind). Use")


def test_where_there_is_nothing_to_read_no_library_is_made_and_no_model_loaded(run: Run, tmp_path: Path) -> None:
    done = run("add", tmp_path / "nowhere")
    assert (done.status, run.loads, run.library.exists()) == (1, 0, False)
    (tmp_path / "leer").mkdir()
    assert run("add", tmp_path / "leer") == (0, "", "")


def test_a_name_never_breaks_its_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a\tb\nc\\d\x1b[2J.txt").write_text(MINUTES, "utf-8")
    assert table(run("add", tmp_path / "in").out) == [["added", "a\\tb\\nc\\\\d\ufffd[2J.txt", ""]]


def test_a_name_that_is_not_utf8_fails_and_the_others_go_in(run: Run, papers: Path) -> None:
    Path(os.fsdecode(os.fsencode(papers) + b"/b\xe1o.txt")).write_text(MINUTES, "utf-8")
    done = run("add", papers)
    assert done.status == 1
    assert table(done.out)[0] == [
        "failed",
        "b?o.txt",
        "b?o.txt: this file can't be read. Its name isn't UTF-8; rename it.",
    ]
    assert [status for status, *_ in table(done.out)[1:]] == ["added", "added"]


def test_a_pipe_in_a_folder_is_passed_over_and_a_dangling_link_fails(run: Run, papers: Path) -> None:
    os.mkfifo(papers / "pipe.txt")
    (papers / "link.txt").symlink_to(papers / "nowhere.txt")
    done = run("add", papers)
    assert done.status == 1
    assert table(done.out)[1:3] == [
        ["failed", "link.txt", f"{papers / 'link.txt'}: this file can't be read. No such file or directory"],
        ["skipped", "pipe.txt", "not a regular file"],
    ]


def test_remove_takes_out_what_is_there_whatever_the_model(filled: Run) -> None:
    filled.embedder = StubEmbedder("another")
    loads = filled.loads
    done = filled("remove", "nowhere.txt", "giao ban.txt")
    assert done == (
        1,
        "removed\tgiao ban.txt\n",
        "nowhere.txt: the library holds no document of that name. See its documents with: python -m index list\n",
    )
    assert [each["document"] for each in json.loads(filled("list", "--json").out)] == ["tháng 3/call.vtt"]
    assert filled.loads == loads


def test_edit_changes_a_title_and_a_date_and_takes_them_back_whatever_the_model(filled: Run) -> None:
    loads = filled.loads
    done = filled("edit", "giao ban.txt", "--title", "Giao ban quý I", "--date", "2024-03-05")
    assert done == (0, "edited\tgiao ban.txt\n", "")
    assert filled("list").out.splitlines()[0] == "2024-03-05     3 paragraphs  giao ban.txt · Giao ban quý I"
    assert filled("edit", "giao ban.txt", "--title", "", "--date", "").status == 0
    assert filled("list").out.splitlines()[0] == "2024-03-04     3 paragraphs  giao ban.txt"
    assert filled.loads == loads


def test_edit_tells_what_can_not_be(filled: Run) -> None:
    listed = filled("list").out
    assert filled("edit", "giao ban.txt", "--date", "4/3/2024") == (
        1,
        "",
        "giao ban.txt: 4/3/2024 is no date. Write a day as 2024-03-12, or a month as 2024-03.\n",
    )
    assert filled("edit", "b.txt", "--title", "x") == (
        1,
        "",
        "b.txt: the library holds no document of that name. See its documents with: python -m index list\n",
    )
    assert filled("edit", "giao ban.txt") == (2, "", "Nothing to change: give --title, --date or both.\n")
    assert filled("list").out == listed


def test_list_has_exactly_the_fields_of_the_contract(filled: Run) -> None:
    documents = json.loads(filled("list", "--json").out)
    assert [each.pop("added_at")[-6:] for each in documents] == ["+00:00", "+00:00"]
    assert documents == [
        {
            "document": "giao ban.txt",
            "title": None,
            "date": "2024-03-04",
            "media_type": "text/plain",
            "paragraphs": 3,
            "sample": False,
            **dict.fromkeys(["number", "issuer", "parent_body", "place"]),
        },
        {
            "document": "tháng 3/call.vtt",
            "title": None,
            "date": None,
            "media_type": "text/vtt",
            "paragraphs": 1,
            "sample": False,
            **dict.fromkeys(["number", "issuer", "parent_body", "place"]),
        },
    ]


def test_list_for_readers(filled: Run) -> None:
    assert filled("list").out == (
        "2024-03-04     3 paragraphs  giao ban.txt\n"
        "-               1 paragraph  tháng 3/call.vtt\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments", [["list"], ["search", "kho"], ["remove", "a.txt"], ["reembed"], ["edit", "a.txt", "--title", "b"]]
)
def test_where_there_is_no_library_none_is_made(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith(f"{run.library}: the library can't be opened (there is no library ")
    assert done.err.endswith("add a document first).\n")
    assert (run.loads, run.library.exists()) == (0, False)


HIT_FIELDS = [
    *("document", "paragraph_id", "start", "end", "text", "page", "heading", "speaker"),
    *("start_ms", "end_ms", "turns", "confidence", "cosine", "bm25", "number", "row"),
]


def test_search_has_exactly_the_fields_of_the_contract(filled: Run) -> None:
    (answer,) = filled.lines("search", "bàn giao kho thứ Sáu", "--json", "--limit", "1")
    assert list(answer) == SEARCH_FIELDS
    assert (answer["id"], answer["question"]) == (None, "bàn giao kho thứ Sáu")
    (hit,) = answer["hits"]
    assert list(hit) == HIT_FIELDS
    with Library.open(filled.library, filled.embedder) as library:  # type: ignore[arg-type]
        source = library.source("tháng 3/call.vtt")
    text = source.text[hit["start"] : hit["end"]]
    assert hit["text"] == text
    assert hit["paragraph_id"] == f"{source.id}:{hit['start']}-{hit['end']}"
    assert (hit["document"], hit["page"], hit["speaker"]) == ("tháng 3/call.vtt", None, None)
    assert (hit["start_ms"], hit["end_ms"]) == (1000, 9500)
    lan, minh = hit["turns"]
    assert list(lan) == ["start", "end", "speaker", "start_ms", "end_ms"]
    assert (lan["speaker"], lan["start_ms"], lan["end_ms"]) == ("Lan", 1000, 4000)
    assert (minh["speaker"], source.text[minh["start"] : minh["end"]]) == (
        "Minh",
        "Minh: Tôi bàn giao kho vào thứ Sáu.",
    )
    assert 0 <= hit["confidence"] <= 1
    assert hit["bm25"] > 0


def test_search_for_readers_shows_document_place_and_paragraph(filled: Run) -> None:
    done = filled("search", "ai chủ trì cuộc họp về kho lúa", "--limit", "1")
    first, *rest = done.out.splitlines()
    assert first.startswith("1. giao ban.txt · 2024-03-04 · confidence ")
    assert rest[-1] == "    Ông Đỗ Văn Kỳ chủ trì cuộc họp về kho lúa."
    within = filled("search", "kho lúa", "--within", "tháng 3/call.vtt").out
    assert within.startswith("1. tháng 3/call.vtt · 0:00:01 · confidence ")


def test_search_takes_filters(filled: Run, tmp_path: Path) -> None:
    def documents(*options: str) -> set[str]:
        (found,) = filled.lines("search", "kho", "--json", *options)
        return {hit["document"] for hit in found["hits"]}

    assert documents("--within", "giao ban.txt", "--within", "tháng 3/call.vtt") == {"giao ban.txt", "tháng 3/call.vtt"}
    assert documents("--from", "2024-03", "--to", "2024-03") == {"giao ban.txt"}
    assert documents("--kind", "Transcript", "--speaker", "lan", "--speaker", "minh") == {"tháng 3/call.vtt"}
    assert documents("--kind", "pdf") == set()
    (found,) = filled.lines("search", "kho", "--json", "--from", "2025", "--kind", "text", "--kind", "transcript")
    kinds = ["text", "transcript"]
    assert found["filters"] == {
        **{"documents": [], "first_date": "2025", "last_date": None, "speakers": [], "kinds": kinds}
    }
    assert (found["hits"], found["undated"]) == ([], 1)
    assert filled("search", "kho", "--from", "2025", "--speaker", "LAN").out == (
        "Nothing found: no paragraph matches the filters (from 2025; speaker LAN).\n"
        "1 document without a date was left out, since dates are filtered by.\n"
    )


@pytest.mark.parametrize(
    ("options", "status", "sentence"),
    [
        (
            ["--from", "12/3/2024"],
            2,
            "12/3/2024: not a date. Write a day as 2024-03-12, a month as 2024-03",
        ),
        (["--from", "2024-04", "--to", "2024-03"], 2, "The first date, 2024-04, is after the last, 2024-03. Exchange "),
        (
            ["--kind", "docx"],
            2,
            "docx: no kind of document. Use one of: pdf, word, slides, web, text, email, transcript, picture.",
        ),
        (
            ["--speaker", "Lam"],
            1,
            "Lam: nobody speaks under that name in the library. The names nearest to it: Lan",
        ),
        (["--within", "x.txt"], 1, "x.txt: the library holds no document of that name."),
    ],
)
def test_a_filter_that_cannot_be_used_is_told(filled: Run, options: list[str], status: int, sentence: str) -> None:
    done = filled("search", "kho", *options)
    assert (done.status, done.out) == (status, "")
    assert done.err.startswith(sentence)


def test_the_lines_of_a_batch_have_filters_of_their_own(filled: Run, tmp_path: Path) -> None:
    batch = write_batch(
        tmp_path,
        {"id": 1, "question": "kho"},
        {"id": 2, "question": "kho", "within": ["giao ban.txt", "tháng 3/call.vtt"]},
        {"id": 3, "question": "kho", "filters": {"kinds": ["text"], "first_date": "2024-03"}},
        {"id": 4, "question": "kho", "filters": {"speakers": ["Lam"]}},
        {"id": 5, "question": "kho", "filters": {"first_date": "March"}},
        {"id": 6, "question": "kho", "filters": ["Lan"]},
        {"id": 7, "question": "kho", "within": [7]},
    )
    lines = filled.lines("search", "--batch", batch, "--kind", "transcript")
    assert [{hit["document"] for hit in line["hits"]} for line in lines] == [
        *({"tháng 3/call.vtt"}, {"tháng 3/call.vtt"}, {"giao ban.txt"}, set(), set(), set(), set()),
    ]
    assert [line["filters"]["kinds"] for line in lines[:4]] == [
        ["transcript"],
        ["transcript"],
        ["text"],
        ["transcript"],
    ]
    assert [line.get("error", "").partition(".")[0] for line in lines] == [
        *("", "", "", "Lam: nobody speaks under that name in the library", "March: not a date"),
        "These are no filters (['Lan'])",
        '"within" is neither a string, a list of strings nor null',
    ]


def test_search_puts_the_hits_in_the_order_of_the_cross_encoder_that_is_set(
    filled: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def texts(*options: str | Path) -> list[str]:
        (found,) = filled.lines("search", "ai nói gì ở kho lúa", "--json", *options)
        return [hit["text"] for hit in found["hits"]]

    fused = texts()
    monkeypatch.setenv("HOIHOP_RERANKER", str(saved(tmp_path / "cross-encoder", seed=1)))
    reranker = load_reranker(Settings.from_environment())
    assert reranker is not None
    scores = dict(zip(fused, reranker.scores("ai nói gì ở kho lúa", fused), strict=True))
    assert texts() == sorted(fused, key=lambda text: -scores[text]) != fused
    monkeypatch.setenv("HOIHOP_RERANKER", "/no/such/folder")
    done = filled("search", "kho lúa")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("The model /no/such/folder can't be loaded (there is no such folder; set HOIHOP_RER")


def write_batch(folder: Path, *lines: object) -> Path:
    path = folder / "batch.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def test_a_batch_answers_each_line_in_order(filled: Run, tmp_path: Path) -> None:
    batch = write_batch(
        tmp_path,
        {"id": "a", "question": "kho lúa"},
        {"id": 7, "question": "kho", "within": "tháng 3/call.vtt"},
        {"id": "c", "question": "kho", "within": "nowhere.txt"},
        {"id": "d", "question": "  "},
        {"id": "e", "question": "k" * 10_000},
        {"id": "f"},
        ["g"],
        {"question": "42 triệu", "within": None},
    )
    lines = filled.lines("search", "--batch", batch, "--limit", "2")
    assert [line["id"] for line in lines] == ["a", 7, "c", "d", "e", "f", None, None]
    assert [list(line) for line in lines] == [
        [*SEARCH_FIELDS, *(["error"] if number in (2, 3, 4, 5, 6) else [])] for number in range(8)
    ]
    assert [len(line["hits"]) for line in lines] == [2, 1, 0, 0, 0, 0, 0, 2]
    assert lines[0] == {**filled.lines("search", "kho lúa", "--json", "--limit", "2")[0], "id": "a"}
    assert [line["error"] for line in lines[2:7]] == [
        "nowhere.txt: the library holds no document of that name. See its documents with: python -m index list",
        "The question is empty. Type what you want to know.",
        "The question has 10000 characters; at most 2000 can be searched. Shorten it.",
        '"question" is missing or no string',
        "this line is no JSON object",
    ]


def test_a_batch_survives_lines_that_are_no_text(filled: Run, tmp_path: Path) -> None:
    path = tmp_path / "batch.jsonl"
    good = json.dumps({"id": 1, "question": "kho\u2028lúa"}, ensure_ascii=False).encode()
    path.write_bytes(
        b"\xef\xbb\xbf"
        + good
        + b'\r\n\n{"id": 2, "question": "kho \xe1"}\n{"id": 3\n{"id": 4, "question": "\\ud83d kho"}'
    )
    lines = filled.lines("search", "--batch", path)
    assert [(line["id"], line["question"]) for line in lines] == [
        (1, "kho\u2028lúa"),
        (None, None),
        (None, None),
        (4, "\ud83d kho"),
    ]
    assert ["error" in line for line in lines] == [False, True, True, True]


def test_a_batch_loads_the_model_once_and_embeds_many_questions_together(filled: Run, tmp_path: Path) -> None:
    class Counting(StubEmbedder):
        sizes: list[int] = []

        def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
            self.sizes.append(len(texts))
            return super().questions(texts)

    filled.embedder = Counting()
    loads = filled.loads
    batch = write_batch(tmp_path, *({"id": n, "question": f"kho lúa {n}"} for n in range(150)))
    lines = filled.lines("search", "--batch", batch, "--limit", "1")
    assert [line["id"] for line in lines] == list(range(150))
    assert filled.loads == loads + 1
    assert [size for size in Counting.sizes if size in (64, 22, 1)] == [64, 64, 22]


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("   ", "The question is empty. Type what you want to know.\n"),
        ("k" * 10_000, "The question has 10000 characters; at most 2000 can be searched. Shorten it.\n"),
    ],
)
def test_a_bad_question_is_bad_use(filled: Run, question: str, sentence: str) -> None:
    assert filled("search", question) == (2, "", sentence)


def test_an_unknown_within_and_a_missing_batch_are_told(filled: Run, tmp_path: Path) -> None:
    done = filled("search", "kho", "--within", "nowhere.txt", "--json")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("nowhere.txt: the library holds no document of that name.")
    assert filled("search", "--batch", tmp_path / "no.jsonl") == (
        1,
        "",
        f"{tmp_path / 'no.jsonl'}: no such file or folder. Check the path.\n",
    )
    assert filled("search", "--batch", tmp_path).err == f"{tmp_path}: this file can't be read. Is a directory\n"


def test_a_library_of_another_model_is_refused_until_it_is_embedded_anew(filled: Run, papers: Path) -> None:
    filled.embedder = StubEmbedder("another", 32)
    refused = filled("search", "kho lúa")
    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        f"{filled.library}: this library was made with the model stub, and the settings name another. Set the model "
        f"back to stub, or embed everything anew with: python -m index reembed --library {filled.library}\n"
    )
    assert filled("add", papers).err == refused.err
    assert filled("reembed") == (0, "4 paragraphs embedded with another\n", "")
    assert "Đỗ Văn Kỳ" in filled("search", "ai chủ trì cuộc họp kho lúa").out


def test_the_model_given_comes_before_the_one_set_and_that_before_the_library_s(
    filled: Run, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named: list[str | None] = []

    def load(settings: Settings) -> StubEmbedder:
        named.append(settings.model)
        return StubEmbedder(settings.model or "", 32)

    monkeypatch.setattr(filled, "load", load)
    monkeypatch.delenv("HOIHOP_MODEL", raising=False)
    assert filled("reembed", "--model", "another").out == "4 paragraphs embedded with another\n"
    assert filled("search", "kho lúa").status == 0
    assert filled("add", papers).status == 0
    assert filled("reembed").out == "4 paragraphs embedded with another\n"
    monkeypatch.setenv("HOIHOP_MODEL", "set")
    assert filled("search", "kho lúa").status == 1
    assert filled("reembed", "--model", "a third").out == "4 paragraphs embedded with a third\n"
    assert filled("reembed").out == "4 paragraphs embedded with set\n"
    assert named == ["another", "another", "another", "another", "set", "a third", "set"]


@pytest.fixture
def unwritable() -> Iterator[Callable[[Path], None]]:
    """Takes the right to write to a folder from this process, which for root means being another user meanwhile."""
    changed: list[Path] = []

    def make(folder: Path) -> None:
        folder.chmod(0o555)
        changed.append(folder)
        if os.geteuid() == 0:
            os.seteuid(65534)

    yield make
    if os.getuid() == 0:
        os.seteuid(0)
    for folder in changed:
        folder.chmod(0o755)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that other users reach, unlike tmp_path."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def test_a_read_only_folder_is_told_in_a_sentence(
    open_folder: Path, capsys: pytest.CaptureFixture[str], unwritable: Callable[[Path], None]
) -> None:
    run = Run(open_folder, capsys)
    (open_folder / "giao ban.txt").write_text(MINUTES, "utf-8")
    unwritable(open_folder)
    done = run("add", open_folder / "giao ban.txt")
    assert done == (
        1,
        "",
        f"{run.library}: the library can't be written (Permission denied). Free some space or change the folder's "
        "permissions.\n",
    )


def test_a_read_only_library_is_searched_and_loses_nothing(
    open_folder: Path, capsys: pytest.CaptureFixture[str], unwritable: Callable[[Path], None]
) -> None:
    run = Run(open_folder, capsys)
    (open_folder / "giao ban.txt").write_text(MINUTES, "utf-8")
    assert run("add", open_folder / "giao ban.txt").status == 0
    listed = run("list", "--json")
    (open_folder / "giao ban.txt").write_text(MINUTES + "\nHọp lại.\n", "utf-8")
    unwritable(run.library)
    for refused in (run("add", open_folder / "giao ban.txt"), run("remove", "giao ban.txt")):
        assert (refused.status, refused.out) == (1, "")
        assert f"{run.library}: the library can't be written (" in refused.err
    assert run("list", "--json") == listed
    assert "Đỗ Văn Kỳ" in run("search", "ai chủ trì cuộc họp kho lúa").out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["find"],
        ["add"],
        ["remove"],
        ["search"],
        ["search", "kho", "--batch", "x.jsonl"],
        ["search", "kho", "--limit", "0"],
        ["search", "kho", "--limit", "ten"],
        ["list", "--library", ""],
        ["add", ""],
        ["search", os.fsdecode(b"b\xe1o")],
    ],
)
def test_bad_use_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: python -m index")


@pytest.mark.parametrize(
    "name",
    ["add", "edit", "remove", "list", "search", "reembed", "check", "repair", "compact", "backup", "restore", "reread"],
)
def test_each_command_has_help_with_an_example(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([name, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert f"example: python -m index {name}" in out
    assert "--library DIR" in out


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_is_written_over_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("COLUMNS", "10")
    status = command.StatusLine()
    status.show("Đang đọc tệp dài")
    status.note("xong\x1b")
    status.clear()
    status.clear()
    assert terminal.getvalue() == "\r\x1b[2KĐang đọc \r\x1b[2Kxong\ufffd\r\x1b[2K"


def test_the_line_ends_of_windows_steer_no_terminal() -> None:
    assert command.printable("một\r\n\thai\rba\x1b") == "một\n\thai\ufffdba\ufffd"


def test_a_reader_that_goes_away_is_no_error(filled: Run) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "index", "list", "--library", filled.library],
        cwd=ROOT,
        stdout=write,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_real_thing_speaks_utf8_in_an_ascii_locale(tmp_path: Path, papers: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON"))}
    # All but the model, which takes ten seconds to load.
    program = (
        "import sys; from index.cli import main; from tests.stub_embedder import StubEmbedder;"
        "sys.exit(main(sys.argv[1:], embedder_loader=lambda _: StubEmbedder()))"
    )

    def index(*arguments: str | Path, stdin: str = "", **more: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments, "--library", tmp_path / "thư viện"],
            cwd=ROOT,
            env=environment | {"LC_ALL": "C"} | more,
            input=stdin.encode(),
            capture_output=True,
            check=False,
        )
        return Done(done.returncode, done.stdout.decode(), done.stderr.decode())

    assert index("add", papers).out == "added\tgiao ban.txt\t\nadded\ttháng 3/call.vtt\t\n"
    # Even where Python is told to keep to the locale.
    assert "tháng 3/call.vtt" in index("list", PYTHONUTF8="0").out
    batch = '{"id": "đ", "question": "Ai chủ trì cuộc họp?", "within": "giao ban.txt"}\n'
    done = index("search", "--batch", "-", "--limit", "1", stdin=batch, PYTHONUTF8="0")
    assert (done.status, done.err) == (0, "")
    (answer,) = map(json.loads, done.out.splitlines())
    assert (answer["id"], answer["question"]) == ("đ", "Ai chủ trì cuộc họp?")
    assert answer["hits"][0]["text"] == "Ông Đỗ Văn Kỳ chủ trì cuộc họp về kho lúa."
    assert '"text": "Ông Đỗ Văn Kỳ' in done.out
