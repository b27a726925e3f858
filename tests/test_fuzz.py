"""A short form of the fuzzing (`make soak` runs the full one), and what it may find."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

from index.errors import EmptyDocument
from index.loaders import FORMATS, load
from index.loaders.plain import TEXT
from index.models import LoadedDocument, PageSpan, Span
from tests.fuzz.__main__ import main
from tests.fuzz.corpus import corpus
from tests.fuzz.judge import Wrong, judge
from tests.fuzz.mutate import changed

ROOT = Path(__file__).resolve().parent.parent
needs_atheris = pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None,
    reason="NOT FUZZED: atheris has no wheel for this Python and system (requirements-dev.txt)",
)


@needs_atheris
def test_no_loader_crashes_hangs_or_fills_the_memory(tmp_path: Path) -> None:
    # A busy machine is no hang.
    words = ["--runs", "15", "--seed", "1", "--hang", "120", "--found", str(tmp_path)]
    command = [sys.executable, "-m", "tests.fuzz", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert re.findall(r"^(\w+): \d+ files", done.stdout, re.MULTILINE) == list(FORMATS)
    assert list(tmp_path.iterdir()) == []


@needs_atheris
def test_what_it_finds_is_left_in_a_file_that_can_be_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls(kind: str, data: bytes) -> None:
        raise Wrong(f"{len(data)} bytes of {kind}")

    monkeypatch.setattr("tests.fuzz.judge.judge", falls)
    monkeypatch.setattr("tests.fuzz.__main__._instrument", lambda packages: None)
    assert main(["tsv", "--runs", "10", "--seed", "7", "--found", str(tmp_path)]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith("seed 7\ntsv: ")
    assert "s HARM\n" in printed
    assert "bytes of tsv" in printed
    assert f"what does harm is in {tmp_path}; python -m tests.fuzz FORMAT --input FILE tries it again" in printed
    (left,) = tmp_path.iterdir()
    assert left.name.startswith("tsv-crash-")
    with pytest.raises(Wrong, match="of tsv"):
        main(["tsv", "--input", str(left)])


def test_a_file_is_tried_again_without_atheris(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a"
    path.write_bytes(corpus("tsv")[0])
    assert main(["tsv", "--input", str(path)]) == 0
    assert capsys.readouterr().out == "read, or refused with its error\n"


@pytest.mark.parametrize("kind", FORMATS)
def test_the_fuzzing_begins_with_files_that_are_read(kind: str) -> None:
    files = corpus(kind)
    assert files
    assert corpus(kind) == files
    # What takes Tesseract or LibreOffice, and an archive, is no document by itself here.
    if kind not in ("doc", "png", "jpeg", "tiff", "webp", "zip"):
        assert any(char.isalnum() for char in load(f"a{FORMATS[kind].suffixes[0]}", files[-1]).text)


@pytest.mark.parametrize("kind", ["docx", "zip", "rtf", "json"])
def test_changes_are_the_same_for_a_seed_and_mostly_still_of_the_format(kind: str) -> None:
    data = corpus(kind)[-1]

    def flip(content: bytes, most_bytes: int) -> bytes:
        return content[:-1] + b"?"

    made = [changed(data, 1 << 17, seed, flip) for seed in range(40)]
    assert made == [changed(data, 1 << 17, seed, flip) for seed in range(40)]
    assert len(set(made)) > 20
    assert sum(each[:4] == data[:4] for each in made) > 25
    assert max(map(len, made)) <= 1 << 17


@pytest.mark.parametrize(
    ("loaded", "wrong"),
    [
        (LoadedDocument("abc", TEXT, None, None, (Span(0, 4),)), "Span(start=0, end=4) isn't in the text of 3"),
        (LoadedDocument("abc", TEXT, None, None, (Span(2, 2),)), "Span(start=2, end=2) isn't in the text of 3"),
        (LoadedDocument("...", TEXT, None, None), "a document without words"),
        (
            LoadedDocument("abc", TEXT, None, None, (), (PageSpan(0, 2, 1), PageSpan(1, 3, 2))),
            "PageSpan(start=0, end=2, page=1) and PageSpan(start=1, end=3, page=2) overlap",
        ),
    ],
)
def test_a_document_whose_ranges_are_wrong_is_known(loaded: LoadedDocument, wrong: str) -> None:
    with patch("index.reading_worker.load", lambda path, data: loaded), pytest.raises(Wrong) as caught:
        judge("text", b"abc")
    assert str(caught.value) == wrong


def test_an_error_of_another_file_is_known() -> None:
    def other(path: str, data: bytes) -> LoadedDocument:
        raise EmptyDocument(path="khác.txt")

    with patch("index.reading_worker.load", other), pytest.raises(Wrong, match="doesn't name the file"):
        judge("text", b"abc")


def test_a_file_that_takes_all_the_memory_is_known() -> None:
    def greedy(path: str, data: bytes) -> LoadedDocument:
        raise MemoryError

    with patch("index.reading_worker.load", greedy), pytest.raises(Wrong, match="takes all the memory"):
        judge("text", b"abc")
