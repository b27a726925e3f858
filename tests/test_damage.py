"""Bytes of the library's file that were changed, cut off or lost: found when they are read, and refused with a name."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.checking import check
from index.checksums import put_into, row_checksum, text_checksum, vector_checksum
from index.errors import DocumentNotFound, LibraryDamaged, LibraryError
from index.library import Library
from index.library_file import PAGE_SIZE
from index.repair import repair
from index.store import FILE_NAME, VERSION, Store
from index.without_model import check_library, documents_in, edit_in, remove_from
from tests.stub_embedder import StubEmbedder

NAME = "họp tổ.txt"
MINUTES = "Ông Nam: Quỹ còn ba triệu.\n\nBà Hà: Tổ 5 nhận quét ngõ.\n\nÔng Nam: Chiều mai họp tiếp.\n"
OTHER = "Cô Lan mua sách cho thư viện.\n\nAnh Tú sửa mái nhà kho.\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library with its caches; no test may change it."""
    folder = tmp_path_factory.mktemp("whole")
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes(NAME, MINUTES.encode())
        library.add_bytes("b.txt", OTHER.encode())
        library.edit(NAME, title="Tổ 5")
        library.prepare()
        for use in USES.values():
            use(library)
        library.add_bytes(NAME, MINUTES.encode())
        library.edit(NAME, title="Tổ 5")
        library.prepare()
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "library"))


def change(folder: Path, statement: str) -> None:
    """Changes a value and no checksum, as a flipped byte in it does; SQLite itself sees nothing wrong."""
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute(statement)
    connection.close()


def opened(folder: Path) -> Library:
    return Library.open(folder, StubEmbedder())


USES: dict[str, Callable[[Library], object]] = {
    "documents": Library.documents,
    "source": lambda library: library.source(NAME),
    "original": lambda library: library.original(NAME),
    "paragraphs": lambda library: library.paragraphs(NAME),
    "search": lambda library: library.search("quỹ còn bao nhiêu"),
    "similar": lambda library: library.similar(library.paragraphs(NAME)[0]),
    "facets": Library.facets,
    "readings": lambda library: library.readings([NAME]),
    "says": lambda library: library.document_says(NAME),
    "take_out": lambda library: library.take_out([NAME]),
}
CHANGES = {
    "UPDATE document SET name = 'họp tố.txt' WHERE name = 'họp tổ.txt'": "documents search facets",
    "UPDATE document SET title = 'x'": "documents source facets says take_out",
    "UPDATE document SET meeting_date = '2024-01'": "documents source facets says",
    "UPDATE document SET text = replace(text, 'ba', 'bốn')": "source paragraphs search readings similar take_out",
    "UPDATE document SET text = CAST(text AS BLOB)": "source paragraphs search",
    "UPDATE document SET text = CAST(x'c3' AS TEXT)": "source paragraphs search",
    "UPDATE document SET text_checksum = text_checksum + 1": "documents source search",
    "UPDATE original SET bytes = CAST('x' AS BLOB)": "original take_out",
    "UPDATE original SET bytes = 'x'": "original",
    "UPDATE paragraph SET start = start + 1": "paragraphs search similar take_out",
    "UPDATE paragraph SET start = 'x'": "paragraphs search",
    "UPDATE paragraph SET page = 7": "paragraphs search readings",
    "UPDATE paragraph SET heading = 'Mục'": "paragraphs search",
    "UPDATE paragraph SET speaker = 'Ông Năm'": "paragraphs search",
    "UPDATE paragraph SET turns = '[]'": "paragraphs search",
    "UPDATE paragraph SET sentences = zeroblob(16)": "search take_out",
    "UPDATE paragraph SET ranges = CAST(x'0109' AS BLOB)": "paragraphs search take_out",
    "UPDATE paragraph SET ranges = 'x'": "search take_out",
    "UPDATE paragraph SET ranges = NULL": "search take_out",
    "UPDATE paragraph SET ranges_checksum = 0": "search take_out",
    "UPDATE paragraph SET checksum = 'x'": "paragraphs search",
    "UPDATE vector SET paragraph = zeroblob(128)": "search similar take_out",
    "UPDATE vector SET paragraph = 'x'": "search similar",
    "UPDATE vector SET sentences = zeroblob(128)": "search similar take_out",
    "UPDATE vector SET sentences_id = NULL": "search similar take_out",
    "UPDATE vector SET sentences_id = 9 - sentences_id": "search similar take_out",
    "UPDATE vector SET sentences_checksum = 0": "search similar take_out",
    "UPDATE sentence_vector SET codes = zeroblob(66)": "search similar take_out",
    "UPDATE sentence_vector SET codes = 'x'": "search similar take_out",
    "UPDATE edit SET title = 'Tổ 6'": "documents source facets take_out",
    "UPDATE meta SET value = '1' WHERE key = 'generation'": "documents search",
}


@pytest.mark.parametrize("statement", CHANGES)
def test_a_changed_value_is_found_when_it_is_read(folder: Path, statement: str) -> None:
    change(folder, statement)
    for use in CHANGES[statement].split():
        with pytest.raises(LibraryDamaged) as caught, opened(folder) as library:
            USES[use](library)
        assert (caught.value.values["folder"], caught.value.values["file"]) == (str(folder), FILE_NAME)
    shutil.rmtree(folder / "cache")
    if "search" in CHANGES[statement]:
        with pytest.raises(LibraryDamaged), opened(folder) as library:
            library.search("quỹ còn bao nhiêu")


@pytest.mark.parametrize("table", ["document", "paragraph", "vector", "original"])
def test_a_row_that_is_gone_is_missed(folder: Path, table: str) -> None:
    change(folder, f"DELETE FROM {table} WHERE rowid = (SELECT MAX(rowid) FROM {table})")
    use = USES["original" if table == "original" else "search"]
    with pytest.raises(LibraryDamaged), opened(folder) as library:
        use(library)


def test_rows_that_go_while_the_library_is_open_are_missed(folder: Path) -> None:
    with opened(folder) as library:
        library.prepare()
        change(folder, "DELETE FROM paragraph")
        for use in (
            lambda: library.search("quỹ còn bao nhiêu"),
            lambda: library._store.vectors([1], 2),
        ):
            with pytest.raises(LibraryDamaged, match="missing"):
                use()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM vector", "a vector is missing"),
        ("DELETE FROM sentence_vector", "a vector was changed"),
        ("DELETE FROM paragraph", "a paragraph is missing"),
        ("UPDATE paragraph SET vector_key = x'00'", "the record of a paragraph"),
        ("UPDATE paragraph SET turns = '[[0, 5, \"Ông Năm\", null, null]]'", "the record of a paragraph"),
        ("UPDATE paragraph SET cells = '[1, []]'", "the record of a paragraph"),
        ("UPDATE vector SET checksum = checksum + 1", "a vector was changed"),
        ("UPDATE document SET text = replace(text, 'ba', 'bốn')", f"the text of document {NAME}"),
        ("UPDATE document SET text = CAST(text AS BLOB) WHERE name <> 'b.txt'", f"the text of document {NAME}"),
        ("DELETE FROM document", "a document is missing"),
    ],
)
def test_a_search_tells_what_is_damaged(folder: Path, statement: str, told: str) -> None:
    with opened(folder) as library:
        library.prepare()
        change(folder, statement)
        with pytest.raises(LibraryDamaged) as caught:
            library.search("quỹ còn bao nhiêu", 1)
    assert caught.value.values["detail"] == told


def test_damage_is_told_without_the_model_too(folder: Path) -> None:
    change(folder, "UPDATE document SET title = 'x'")
    for use in (documents_in, lambda each: remove_from(each, NAME), lambda each: edit_in(each, NAME, "x", None)):
        with pytest.raises(LibraryDamaged):
            use(folder)


@pytest.mark.parametrize("index", ["sqlite_autoindex_document_1", "paragraph_document", "spoken_speaker", "spoken"])
def test_a_damaged_index_is_found_when_the_library_is_opened(folder: Path, index: str) -> None:
    connection = sqlite3.connect(folder / FILE_NAME)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)).fetchone()
    connection.close()
    data = bytearray((folder / FILE_NAME).read_bytes())
    # The last byte of its page is that of its first entry.
    data[page * PAGE_SIZE - 1] ^= 0x01
    (folder / FILE_NAME).write_bytes(data)
    with pytest.raises(LibraryDamaged):
        opened(folder)
    with pytest.raises(LibraryDamaged):
        documents_in(folder)


def test_a_changed_schema_is_found(folder: Path) -> None:
    data = (folder / FILE_NAME).read_bytes()
    for old, new in ((b"ON DELETE CASCADE", b"ON DELETE RESTRIC"), (b"UNIQUE", b"Unique"), (b"'$[2]'", b"'$[1]'")):
        assert old in data
        (folder / FILE_NAME).write_bytes(data.replace(old, new))
        with pytest.raises(LibraryDamaged, match=rf"it isn't as version {VERSION} is|malformed"):
            opened(folder)


def test_a_schema_that_is_no_text_is_told(folder: Path) -> None:
    data = (folder / FILE_NAME).read_bytes()
    (folder / FILE_NAME).write_bytes(data.replace(b"ON document (root", b"ON d\xd1cument (root"))
    for use in (opened, documents_in, check_library):
        with pytest.raises(LibraryDamaged, match="d�cument"):
            use(folder)
    assert [each.problems for each in check(folder).checked if each.problems]
    assert repair(folder).documents == 2


@pytest.mark.parametrize("version", [0, 1, 3])
def test_a_version_that_the_file_is_not_of(folder: Path, version: int) -> None:
    change(folder, f"PRAGMA user_version = {version}")
    before = (folder / FILE_NAME).read_bytes()
    for create in (True, False):
        with pytest.raises(LibraryDamaged, match=f"it isn't as version {version} is: "):
            Library.open(folder, StubEmbedder(), create=create)
    assert (folder / FILE_NAME).read_bytes() == before


def test_an_emptied_file_is_not_taken_for_a_new_library(folder: Path) -> None:
    (folder / FILE_NAME).write_bytes(b"")
    with pytest.raises(LibraryDamaged, match="the file is empty or cut short"):
        opened(folder)
    assert (folder / FILE_NAME).read_bytes() == b""


@pytest.mark.parametrize("kept", [1, 100, PAGE_SIZE, 20_000, 10 * PAGE_SIZE])
def test_a_file_that_was_cut_short(folder: Path, kept: int) -> None:
    data = (folder / FILE_NAME).read_bytes()
    assert kept < len(data)
    (folder / FILE_NAME).write_bytes(data[:kept])
    with pytest.raises(LibraryDamaged):
        opened(folder)
    assert (folder / FILE_NAME).read_bytes() == data[:kept]


def test_a_mistake_of_the_program_is_no_damage(folder: Path) -> None:
    store = Store(folder, create=False)
    with pytest.raises(sqlite3.IntegrityError), store.transaction():
        store._connection.execute("UPDATE paragraph SET document_id = 1")
    store.close()


def test_a_file_that_was_replaced_is_neither_read_nor_written(folder: Path) -> None:
    with opened(folder) as library:
        copy = folder / "copy"
        shutil.copy(folder / FILE_NAME, copy)
        copy.replace(folder / FILE_NAME)
        for use in (Library.documents, lambda library: library.remove(NAME)):
            with pytest.raises(LibraryError, match="its file was replaced"):
                use(library)
    with opened(folder) as library:
        library.remove(NAME)
        with pytest.raises(DocumentNotFound):
            library.remove(NAME)


def test_checksums_differ_where_anything_does() -> None:
    rows = [
        (),
        (None,),
        ("",),
        ("1",),
        (1,),
        (b"1",),
        (b"",),
        ("a", "b"),
        ("ab",),
        ("a", None, "b"),
        ("ă",),
        ("\ud800",),
    ]
    assert len({row_checksum(*row) for row in rows}) == len(rows)
    assert row_checksum("Họp", 3, None, b"\x00\xff") == 412493274
    assert text_checksum("Họp") == 3611378691
    vectors = [(b"k", b"ab", b"cd"), (b"k", b"abc", b"d"), (b"ka", b"b", b"cd"), (b"k", b"ab", b"ce")]
    assert len({vector_checksum(*each) for each in vectors}) == len(vectors)


@given(st.lists(st.none() | st.integers() | st.text() | st.binary(max_size=40) | st.floats() | st.booleans()))
def test_a_row_s_checksum_is_that_of_its_values_as_json(values: list[object]) -> None:
    as_json = json.dumps(values, separators=(",", ":"), default=lambda blob: [blob.hex()])
    assert row_checksum(*values) == zlib.crc32(as_json.encode())


def test_sql_can_make_them() -> None:
    connection = sqlite3.connect(":memory:")
    put_into(connection)
    (made,) = connection.execute("SELECT row_checksum_of('Họp', 3, NULL, x'00ff')").fetchone()
    assert made == row_checksum("Họp", 3, None, b"\x00\xff")
    connection.close()
