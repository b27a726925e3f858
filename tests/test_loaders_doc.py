"""Word documents of before 2007, which LibreOffice turns into .docx. A stand-in for it runs here."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from index.errors import BrokenDocument, NeedsLibreOffice, TooSlow
from index.filters import kinds_of
from index.loaders import load, old_word
from index.reading import Reader
from index.settings import ReadingLimits

FIXTURES = Path(__file__).parent / "fixtures"
OLD = (FIXTURES / "merged-writer.doc").read_bytes()


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is searched for programs before all others; LibreOffice itself isn't found."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{tmp_path / 'tools'}")
    (tmp_path / "tools").mkdir()
    for tool in ("sh", "cp", "sleep", "cat"):
        found = next(path for path in map(Path, ("/bin", "/usr/bin")) if (path / tool).exists())
        (tmp_path / "tools" / tool).symlink_to(found / tool)
    monkeypatch.setattr(old_word, "_PROGRAMS", ("soffice", "libreoffice"))
    return folder


def stand_in(programs: Path, script: str, name: str = "soffice") -> None:
    """A program of that name; "$6" and "$7" are the folder to write to and the document."""
    program = programs / name
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize("program", ["soffice", "libreoffice"])
@pytest.mark.parametrize("name", ["a.doc", "a", "a.docx", "a.txt"])
def test_an_old_document_reads_as_the_docx_that_libreoffice_makes(programs: Path, program: str, name: str) -> None:
    whole = FIXTURES / "merged-writer.docx"
    stand_in(programs, f'echo "$@" > {programs}/said; cp "$7" {programs}/given; cp {whole} "$6/document.docx"', program)
    loaded = load(name, OLD)
    assert loaded == replace(load("a.docx", whole.read_bytes()), media_type="application/msword")
    assert kinds_of(loaded.media_type, spoken=False) == ("word",)
    assert (programs / "given").read_bytes() == OLD
    said = (programs / "said").read_text("utf-8").split()
    assert said[0] == "--headless"
    assert said[1].startswith("-env:UserInstallation=file:///")
    assert said[2:5] == ["--convert-to", "docx", "--outdir"]
    assert not Path(said[5]).exists()


def test_without_libreoffice_the_reader_is_told_what_to_do() -> None:
    with pytest.raises(NeedsLibreOffice) as caught:
        load("họp/a.doc", OLD)
    assert caught.value.values == {"path": "họp/a.doc"}
    assert "Install LibreOffice" in str(caught.value)


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "kill -9 $$"])
def test_what_libreoffice_cannot_open_is_broken(programs: Path, script: str) -> None:
    stand_in(programs, script)
    with pytest.raises(BrokenDocument) as caught:
        load("a.doc", OLD)
    assert caught.value.values == {"path": "a.doc", "detail": "LibreOffice can't open it"}


def test_a_program_that_never_ends_is_ended(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(old_word, "_LONGEST_SECONDS", 0.2)
    stand_in(programs, f"sleep 100 & echo $! > {programs}/child; wait")
    started = time.monotonic()
    with pytest.raises(BrokenDocument):
        load("a.doc", OLD)
    assert time.monotonic() - started < 20
    assert ends(programs / "child")


def test_it_ends_with_the_process_that_reads(programs: Path) -> None:
    stand_in(programs, f"sleep 100 & echo $! > {programs}/child; wait")
    reader = Reader(ReadingLimits(seconds=2))
    try:
        with pytest.raises(TooSlow):
            reader.read("a.doc", OLD)
    finally:
        reader.close()
    assert ends(programs / "child")


def ends(child: Path) -> bool:
    """Whether the process with the number in the file does, soon."""
    state = Path(f"/proc/{int(child.read_text())}/stat")
    for _ in range(200):
        if not state.exists() or state.read_text().split()[2] == "Z":
            return True
        time.sleep(0.02)
    return False


def test_what_is_no_old_document_never_reaches_libreoffice(programs: Path) -> None:
    stand_in(programs, f"echo > {programs}/ran")
    for data in (b"\0\1\2", OLD[:512], OLD[:8] + b"\0" * 600, OLD[8:]):
        with pytest.raises(BrokenDocument) as caught:
            load("a.doc", data)
        assert caught.value.values["path"] == "a.doc"
    assert load("a.doc", "Chỉ là chữ.".encode()).media_type == "text/plain"
    assert not (programs / "ran").exists()
