"""Files that are made to do harm, or only too large: each fails by itself and by name, and the next one is read."""

from __future__ import annotations

import ast
import dataclasses
import io
import os
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import errors
from index.errors import (
    BrokenDocument,
    EmptyDocument,
    ReadingCrashed,
    TooLarge,
    TooMuchMemory,
    TooMuchText,
    TooSlow,
    UnreadableDocument,
    UnsupportedType,
)
from index.files import find_files
from index.library import Library
from index.loaders import load
from index.loaders.pdf_page import read_pdf_page
from index.models import LoadedDocument, PageSpan, Span, Turn
from index.reading import Reader, reader_for
from index.reading_wire import document_fields, document_from, from_json, page_fields, read_frame, to_json, write_frame
from index.settings import ReadingLimits
from tests.stub_embedder import StubEmbedder
from tests.test_imports import MODULES, tree

FIXTURES = Path(__file__).parent / "fixtures"
TEXT = "Cuộc họp bắt đầu lúc 8 giờ.".encode()
ONE_SECOND = ReadingLimits(seconds=1)
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "hahahaha">' + "".join(
    f'<!ENTITY {chr(98 + number)} "{f"&{chr(97 + number)};" * 10}">' for number in range(9)
)
OF_THE_DISK = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">'


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """With limits that the tests reach soon."""
    made = Reader(ReadingLimits(file_mb=8, seconds=30, memory_mb=64, characters=2_000_000))
    yield made
    made.close()


@pytest.fixture
def stand_in(tmp_path: Path) -> Iterator[Callable[..., Reader]]:
    """Makes readers whose process runs this instead of reading: it is ready, and has been sent `path` and `data`."""
    made: list[Reader] = []

    def make(does: str, limits: ReadingLimits = ONE_SECOND) -> Reader:
        script = tmp_path / "worker.py"
        script.write_text(
            "import os, signal, sys, time\n"
            "def take():\n"
            "    head = sys.stdin.buffer.read(8)\n"
            "    if len(head) < 8: sys.exit(0)\n"
            "    return sys.stdin.buffer.read(int.from_bytes(head, 'big'))\n"
            "def say(data):\n"
            "    sys.stdout.buffer.write(len(data).to_bytes(8, 'big') + data)\n"
            "    sys.stdout.buffer.flush()\n"
            "say(b'')\n"
            "while True:\n"
            "    path, data = take(), take()\n"
            '    if data == b\'good\': say(b\'{"error": "EmptyDocument", "values": {"path": "a.txt"}}\'); continue\n'
            f"    {does}\n",
            encoding="utf-8",
        )
        reader = Reader(limits, (sys.executable, "-S", str(script)))
        made.append(reader)
        return reader

    yield make
    for each in made:
        each.close()


def failed(reader: Reader, path: str, data: bytes) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        reader.read(path, data)
    return caught.value


def docx(body: str, before: str = "") -> bytes:
    """A Word document with such a body."""
    target = io.BytesIO()
    source = zipfile.ZipFile(FIXTURES / "team-pandoc.docx")
    with source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        for entry in source.infolist():
            text = f"{before}<w:document {WORD}><w:body>{body}</w:body></w:document>".encode()
            made.writestr(entry.filename, text if entry.filename == "word/document.xml" else source.read(entry))
    return target.getvalue()


# What is read


@pytest.mark.parametrize("name", ["team-pandoc.docx", "merged-writer.docx"])
def test_a_document_comes_as_it_would_without_the_process(reader: Reader, name: str) -> None:
    data = (FIXTURES / name).read_bytes()
    assert reader.read(name, data) == load(name, data)


def test_errors_of_the_loaders_come_with_their_classes_and_values(reader: Reader) -> None:
    for name, data in (("a.gif", b"GIF89a\1\0"), ("họp.txt", b" \n"), ("a.pdf", b"%PDF-1.7\n\0")):
        with pytest.raises(UnreadableDocument) as wanted:
            load(name, data)
        error = failed(reader, name, data)
        assert (type(error), error.values, str(error)) == (type(wanted.value), wanted.value.values, str(wanted.value))
    assert type(failed(reader, "a.gif", b"GIF89a\1\0")) is UnsupportedType


def test_text_that_changes_the_direction_is_kept_word_for_word(reader: Reader) -> None:
    text = "Biên bản \u202egnp.exe\u202c và \u2067שלום\u2069 họp."
    assert reader.read("a.txt", text.encode()).text == text


def test_bytes_of_nothing_are_no_text(reader: Reader) -> None:
    assert type(failed(reader, "a.txt", TEXT + b"\0" + TEXT)) is BrokenDocument


@settings(max_examples=40)
@given(
    st.builds(
        LoadedDocument,
        text=st.text(),
        media_type=st.text(),
        title=st.none() | st.text(),
        meeting_date=st.none() | st.text(),
        headings=st.lists(st.builds(Span, st.integers(), st.integers())).map(tuple),
        pages=st.lists(st.builds(PageSpan, st.integers(), st.integers(), st.integers())).map(tuple),
        turns=st.lists(
            st.builds(
                Turn,
                st.integers(),
                st.integers(),
                st.none() | st.text(),
                st.none() | st.integers(),
                st.none() | st.integers(),
            )
        ).map(tuple),
    )
)
def test_documents_pass_exactly(loaded: LoadedDocument) -> None:
    assert document_from(from_json(to_json(document_fields(loaded)))) == loaded


def test_no_field_of_a_document_is_forgotten() -> None:
    names = "text media_type title meeting_date headings pages turns asides letterhead rows".split()
    assert [field.name for field in dataclasses.fields(LoadedDocument)] == names


def test_lone_surrogates_pass_exactly() -> None:
    assert from_json(to_json({"a": "\ud83d\ude00 \udc80"})) == {"a": "\ud83d\ude00 \udc80"}


@given(st.lists(st.binary()), st.integers(0, 40))
def test_frames_pass_whole_or_not_at_all(sent: list[bytes], cut: int) -> None:
    stream = io.BytesIO()
    for data in sent:
        write_frame(stream, data)
    whole = stream.getvalue()
    taken = io.BytesIO(whole[: max(0, len(whole) - cut)])
    came: list[bytes] = []
    while (data := read_frame(taken)) is not None:
        came.append(data)
    assert came == sent[: len(came)]
    assert cut or came == sent
    assert not sent or not sent[0] or read_frame(io.BytesIO(whole), len(sent[0]) - 1) is None


# What is refused


def test_a_file_that_is_too_large_is_not_even_read(reader: Reader, tmp_path: Path) -> None:
    error = failed(reader, "a.txt", b"a" * ((8 << 20) + 1))
    assert (type(error), error.values) == (TooLarge, {"path": "a.txt", "limit": 8})
    with (tmp_path / "lớn.txt").open("wb") as file:
        # It takes no place on the disk, and would take all of the memory.
        file.truncate(1 << 42)
    with Library.open(tmp_path / "library", StubEmbedder(), reader=reader) as library:
        outcome = library.add(tmp_path / "lớn.txt")
        assert (outcome.status, type(outcome.error)) == ("failed", TooLarge)
        assert outcome.reason == (
            "lớn.txt: larger than 8 MB, the most that is read. Split the file, or set HOIHOP_MAX_FILE_MB to more and "
            "start the program again."
        )


def test_a_line_without_end_is_too_much_text(reader: Reader) -> None:
    error = failed(reader, "a.txt", b"hop " * 500_001)
    assert (type(error), error.values) == (
        TooMuchText,
        {"path": "a.txt", "characters": 2_000_004, "limit": 2_000_000},
    )


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bomb.json", b"[" + b"[]," * 1_200_000 + b"[]]"),
        ("bomb.docx", docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 300_000)),
    ],
)
def test_a_file_that_unpacks_to_more_than_the_memory(reader: Reader, name: str, data: bytes) -> None:
    error = failed(reader, name, data)
    assert (type(error), error.values) == (TooMuchMemory, {"path": name, "limit": 64})
    assert reader.read("b.txt", TEXT).text == TEXT.decode()


def test_a_document_that_unpacks_to_more_than_half_a_gigabyte_is_not_unpacked(reader: Reader) -> None:
    data = docx("<w:p/>")
    # Where the list of members tells the unpacked size of this one.
    at = data.rindex(b"word/document.xml") - 46 + 24
    error = failed(reader, "a.docx", data[:at] + (1 << 29).to_bytes(4, "little") + data[at + 4 :])
    assert (type(error), error.values) == (
        BrokenDocument,
        {"path": "a.docx", "detail": "it unpacks to more than 512 MB"},
    )


@pytest.mark.parametrize("pages", [3, 1_000_000_000])
def test_a_pdf_that_says_it_has_more_pages_than_it_has(reader: Reader, pages: int) -> None:
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[3 0 R]>>" % pages,
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length 28>>stream\nBT /F 9 Tf 9 9 Td (Hop)Tj ET\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, table = b"%PDF-1.7\n", b""
    for number, part in enumerate(parts, start=1):
        table += b"%010d 00000 n \n" % len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + table + end
    try:
        assert reader.read("a.pdf", data).text == "Hop"
    except BrokenDocument as error:
        assert error.values["path"] == "a.pdf"


@pytest.mark.parametrize("before", [LAUGHS, OF_THE_DISK])
def test_entities_are_not_followed(reader: Reader, before: str) -> None:
    try:
        text = reader.read("a.docx", docx("<w:p><w:r><w:t>Họp &j;</w:t></w:r></w:p>", before + "]>")).text
    except BrokenDocument:
        return
    assert text == "Họp"


def test_a_macro_is_left_where_it_is(reader: Reader) -> None:
    data = io.BytesIO(docx("<w:p><w:r><w:t>Họp</w:t></w:r></w:p>"))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"AutoOpen")
    assert reader.read("a.docx", data.getvalue()).text == "Họp"


def test_a_file_that_takes_too_long() -> None:
    reader = Reader(ONE_SECOND)
    try:
        assert reader.read("b.txt", TEXT).text == TEXT.decode()
        error = failed(reader, "a.txt", "họp bàn\n\n".encode() * 200_000)
        assert (type(error), error.values) == (TooSlow, {"path": "a.txt", "limit": 1})
    finally:
        reader.close()


# What becomes of the process


@pytest.mark.parametrize("does", ["time.sleep(60)", "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"])
def test_a_process_that_hangs_is_ended_and_the_next_file_read(stand_in: Callable[..., Reader], does: str) -> None:
    reader = stand_in(does)
    started = time.monotonic()
    assert type(failed(reader, "a.txt", b"bad")) is TooSlow
    assert time.monotonic() - started < 30
    assert type(failed(reader, "a.txt", b"good")) is EmptyDocument


@pytest.mark.parametrize(
    ("does", "detail"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "SIGKILL"),
        ("sys.stdout.buffer.write(bytes(7)); sys.exit(3)", "exit status 3"),
        ("say(b'no JSON')", "exit status 0"),
        ("say(b'[]')", "exit status 0"),
        ("say(b'{}')", "exit status 0"),
        ('say(b\'{"error": "BadSetting", "values": {}}\')', "exit status 0"),
        ('say(b\'{"error": "annotations", "values": {}}\')', "exit status 0"),
        ('say(b\'{"document": {"text": "a"}}\')', "exit status 0"),
        ("sys.stdout.buffer.write(bytes([0, 0, 1] + [0] * 5)); sys.stdout.buffer.flush()", "exit status 0"),
    ],
)
def test_a_process_that_crashes_or_says_what_it_never_would(
    stand_in: Callable[..., Reader], does: str, detail: str
) -> None:
    reader = stand_in(does, ReadingLimits())
    error = failed(reader, "họp/a.txt", b"bad")
    assert (type(error), error.values) == (ReadingCrashed, {"path": "họp/a.txt", "detail": detail})
    assert type(failed(reader, "a.txt", b"good")) is EmptyDocument


def test_a_process_that_ended_between_two_files_is_no_fault_of_the_next(stand_in: Callable[..., Reader]) -> None:
    reader = stand_in("pass", ReadingLimits())
    assert type(failed(reader, "a.txt", b"good")) is EmptyDocument
    assert reader._worker is not None
    os.kill(reader._worker._process.pid, 9)
    reader._worker._process.wait()
    assert type(failed(reader, "a.txt", b"good")) is EmptyDocument


def test_closed_it_ends_and_read_on_it_begins_anew(stand_in: Callable[..., Reader]) -> None:
    reader = stand_in("pass", ReadingLimits())
    assert type(failed(reader, "a.txt", b"good")) is EmptyDocument
    assert reader._worker is not None
    process = reader._worker._process
    reader.close()
    reader.close()
    assert process.returncode == 0
    assert type(failed(reader, "a.txt", b"good")) is EmptyDocument


def test_a_library_adds_on_after_a_file_that_crashed(stand_in: Callable[..., Reader], tmp_path: Path) -> None:
    reader = stand_in("os.kill(os.getpid(), signal.SIGSEGV)", ReadingLimits())
    with Library.open(tmp_path / "library", StubEmbedder(), reader=reader) as library:
        assert library.add_bytes("a.txt", b"bad").reason == (
            "a.txt: reading it crashed (SIGSEGV); nothing else is affected. Open it in its own program and save it "
            "again, then add it."
        )
        assert library.documents() == []
        assert type(library.add_bytes("a.txt", b"good").error) is EmptyDocument


def test_a_library_reads_and_rereads_by_it(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "họp.txt").write_bytes(TEXT)
    with Library.open(tmp_path / "library", StubEmbedder(), reader=reader) as library:
        assert [library.add_file(file).status for file in find_files([tmp_path / "họp.txt"])] == ["added"]
        assert library.source("họp.txt").text == TEXT.decode()
        assert library.reread("họp.txt").status == "unchanged"


def test_a_page_is_drawn_as_in_this_process(reader: Reader) -> None:
    for name, number in (("council-gaps.pdf", 1), ("turned.pdf", 2)):
        data = (FIXTURES / name).read_bytes()
        assert reader.page(name, data, number) == read_pdf_page(name, data, number)
    with pytest.raises(BrokenDocument, match="no page 7"):
        reader.page("turned.pdf", (FIXTURES / "turned.pdf").read_bytes(), 7)
    with pytest.raises(BrokenDocument):
        reader.page("a.pdf", b"%PDF-1.7 and no more", 1)
    assert reader.read("a.txt", TEXT).text == TEXT.decode()


def test_a_page_that_ends_its_process_or_answers_with_something_else(stand_in: Callable[..., Reader]) -> None:
    with pytest.raises(ReadingCrashed, match="SIGSEGV"):
        stand_in("os.kill(os.getpid(), signal.SIGSEGV)").page("a.pdf", b"x", 1)
    with pytest.raises(TooSlow):
        stand_in("time.sleep(60)").page("a.pdf", b"x", 1)
    page = to_json({"page": page_fields(read_pdf_page("turned.pdf", (FIXTURES / "turned.pdf").read_bytes(), 1))})
    document = to_json({"document": document_fields(load("a.txt", TEXT))})
    for reply in (b'{"page": {}}', b'{"page": {"png": "?"}}', page[:-9] + b"}", document):
        with pytest.raises(ReadingCrashed):
            stand_in(f"say({reply!r})").page("a.pdf", b"x", 1)
    with pytest.raises(ReadingCrashed):
        stand_in(f"say({page!r})").read("a.pdf", b"x")


def test_the_reader_of_pages_begins_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr("index.reading._Worker", lambda command: begun.append(command) or Mock(ended=False))
    reader = Reader(ONE_SECOND, at_once=False)
    assert begun == []
    reader.begin()
    reader.begin()
    assert len(begun) == 1


def test_one_reader_for_the_program_and_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ReadingLimits] = []
    monkeypatch.setattr("index.reading.Reader.__init__", lambda self, limits: made.append(limits))
    monkeypatch.setattr("index.reading.atexit.register", lambda _: None)
    reader_for.cache_clear()
    assert reader_for(ReadingLimits(7)) is reader_for(ReadingLimits(7))
    reader_for.cache_clear()
    assert made == [ReadingLimits(7)]


# Which libraries are given one. The others only search, or add the samples that come with the program.
WITHOUT = {("index.cli", "_search"), ("assistant.cli", "_ask"), ("assistant.start", "_add_samples")}


def test_every_library_that_files_are_added_to_has_a_reader() -> None:
    found: set[tuple[str, str]] = set()
    for module, path in MODULES.items():
        functions = ast.walk(tree(module)) if "Library.open(" in path.read_text("utf-8") else ()
        for function in functions:
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                opens = isinstance(node, ast.Call) and ast.unparse(node.func) == "Library.open"
                if opens and "reader" not in {word.arg for word in node.keywords}:  # type: ignore[attr-defined]
                    found.add((module, function.name))
    assert found == WITHOUT


def test_the_errors_of_reading_are_all_of_one_family() -> None:
    kinds = (TooLarge, TooSlow, TooMuchMemory, TooMuchText, ReadingCrashed)
    assert {kind.__mro__[1] for kind in kinds} == {UnreadableDocument}
    assert all(getattr(errors, kind.__name__) is kind for kind in kinds)
