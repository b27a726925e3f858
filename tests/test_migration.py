"""A library that an earlier version of the program made, opened with this one."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from index import schema
from index.backup import back_up, restore
from index.checking import check
from index.checksums import row_checksum, vector_checksum
from index.edits import Edit
from index.errors import LibraryDamaged, LibraryNotWritable
from index.filters import Filters
from index.library import Library
from index.library_file import PAGE_SIZE
from index.models import NO_LETTERHEAD, Letterhead, Span
from index.repair import repair
from index.store import FILE_NAME, NewVector
from index.store_rows import vector_row
from index.store_vectors import VECTOR
from tests.fixtures.make_library import DIMENSION, DOCUMENTS
from tests.nobody import as_nobody, let_through
from tests.stub_embedder import StubEmbedder

FIXTURES = Path(__file__).parent / "fixtures"
DECISION = (
    "UBND XÃ A\nSố: 7/QĐ-UBND\nXã A, ngày 5 tháng 4 năm 2024\n\nQUYẾT ĐỊNH\nVề việc trực đê\n\nMỗi ca hai người.\n"
)

TASK = "Tổ 5 nhận quét ngõ"
LETTERHEAD = Letterhead("7/QĐ-UBND", "UBND XÃ A", None, "Xã A")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library of version 3."""
    return library_of(3, tmp_path)


def library_of(version: int, tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(gzip.decompress((FIXTURES / f"library-v{version}.sqlite3.gz").read_bytes()))
    return folder


def as_version(folder: Path, version: int) -> None:
    """Takes from the file what later versions brought."""
    if version > 3:
        (folder / FILE_NAME).write_bytes(gzip.decompress((FIXTURES / f"library-v{version}.sqlite3.gz").read_bytes()))
        return
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    if version < 3:
        connection.execute("DROP TABLE edit")
    if version < 2:
        connection.execute("DROP TRIGGER paragraph_spoken")
        connection.execute("DROP TABLE spoken")
    connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


def opened(folder: Path) -> Library:
    return Library.open(folder, StubEmbedder(dimension=DIMENSION), create=False)


def assert_all_is_there(library: Library, version: int) -> None:
    assert {each.document for each in library.documents()} == DOCUMENTS.keys()
    for name, text in DOCUMENTS.items():
        assert library.source(name).text == text
        assert library.original(name) == text.encode()
        assert library.source(name).letterhead == NO_LETTERHEAD
        assert all(text[each.start : each.end] == each.text for each in library.paragraphs(name))
    shown = library.source("bien-ban.txt")
    assert (shown.title, shown.meeting_date) == (
        ("Tổ 5 họp", "2024-03") if version >= 3 else ("BIÊN BẢN", "2024-03-12")
    )
    assert library.document_says("bien-ban.txt") == Edit("BIÊN BẢN", "2024-03-12")
    assert [(each.name, each.paragraphs) for each in library.facets().speakers] == [("Bà Hà", 1), ("Ông Nam", 1)]
    assert library.scope(Filters(speakers=("ba ha",))).paragraphs == 1
    assert TASK in {each.line.text for each in library.board().lines if each.line.document == "bien-ban.txt"}
    assert library.board().unplaced == ()
    (first, *_) = library.search("hai trăm triệu đồng sửa trường")
    assert (first.paragraph.document, first.paragraph.text) == ("ghi-chep.md", "Hai trăm triệu đồng sửa trường.")


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6, 7, 8])
def test_it_is_brought_to_this_version(folder: Path, version: int) -> None:
    as_version(folder, version)
    with opened(folder) as library:
        assert_all_is_there(library, version)
        library.edit("giao-ban.txt", title="Giao ban")
        mark = library.mark_done(next(each.line for each in library.board().lines if each.line.text == TASK), "An")
        assert (
            library.add_bytes("mới.txt", "Bà Tư: Đã thu đủ.\n\nÔng Nam: Tốt.\n\nBà Tư: Vâng.\n".encode()).status
            == "added"
        )
        assert library.add_bytes("bản sao.txt", "Bản sao đã sửa.".encode()).status == "replaced"
        assert library.scope(Filters(speakers=("bà tư",))).paragraphs == 1
        library.remove("mới.txt")
        library.add_bytes("quyết định.txt", DECISION.encode())
    with opened(folder) as library:
        assert library.source("quyết định.txt").letterhead == LETTERHEAD
        assert library.source("giao-ban.txt").title == "Giao ban"
        assert [each.mark for each in library.board().lines if each.mark] == [mark]
        assert library.source("bien-ban.txt").text == DOCUMENTS["bien-ban.txt"]
        assert library.source("bản sao.txt").text == "Bản sao đã sửa."
    connection = sqlite3.connect(folder / FILE_NAME)
    assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()


@pytest.mark.parametrize("version", [1, 2, 3, 4, 5, 6, 7, 8])
def test_one_that_may_only_be_read_is_read(folder: Path, version: int) -> None:
    as_version(folder, version)
    let_through(folder.parent)
    (folder / FILE_NAME).chmod(0o444)
    folder.chmod(0o555)
    before = (folder / FILE_NAME).read_bytes()
    try:
        with as_nobody(), opened(folder) as library:
            assert_all_is_there(library, version)
            with pytest.raises(LibraryNotWritable):
                library.remove("bien-ban.txt")
    finally:
        folder.chmod(0o755)
    assert (folder / FILE_NAME).read_bytes() == before


def test_a_full_disk_leaves_it_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changes = schema._MIGRATIONS[-1]
    failing = (
        *schema._MIGRATIONS[:-1],
        (*changes[:-1], "PRAGMA max_page_count = 1", "CREATE TABLE x AS SELECT zeroblob(99999)"),
    )
    with monkeypatch.context() as patched:
        patched.setattr(schema, "_MIGRATIONS", failing)
        with opened(folder) as library:
            # As one that can't be written.
            assert_all_is_there(library, 3)
            with pytest.raises(LibraryNotWritable, match="full"):
                library.remove("bien-ban.txt")
            with pytest.raises(LibraryNotWritable, match="full"):
                library.add_bytes("x.txt", "Một đoạn mới.".encode())
    connection = sqlite3.connect(folder / FILE_NAME)
    assert connection.execute("PRAGMA user_version").fetchone() == (3,)
    connection.close()
    with opened(folder) as library:
        assert_all_is_there(library, 3)


def test_one_that_another_program_is_just_bringing_up_is_not_taken_for_damaged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    version_of = schema.version_of

    def meanwhile(connection: sqlite3.Connection) -> int:
        version = version_of(connection)
        monkeypatch.setattr(schema, "version_of", version_of)
        opened(folder).close()
        return version

    monkeypatch.setattr(schema, "version_of", meanwhile)
    with opened(folder) as library:
        assert_all_is_there(library, 3)
        library.remove("bien-ban.txt")


def test_a_program_of_the_version_before_writes_nothing_any_more(folder: Path) -> None:
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    assert connection.execute("SELECT COUNT(*) FROM document").fetchone() == (4,)
    opened(folder).close()
    # What it does with each change.
    with pytest.raises(sqlite3.OperationalError, match="has 3 columns but 2 values"):
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('generation', '9')")
    connection.close()


def test_a_program_of_version_4_reads_and_writes_on(tmp_path: Path) -> None:
    folder = library_of(4, tmp_path)
    before = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    before.execute("PRAGMA foreign_keys = ON")
    with opened(folder) as library:
        library.add_bytes("quyết định.txt", DECISION.encode())
    # As it reads a document, and as it adds one.
    columns = "name, source_id, title, meeting_date, media_type, added_at, sample, root, path, text_checksum"
    *summed, checksum = before.execute(f"SELECT {columns}, checksum FROM document WHERE number IS NOT NULL").fetchone()
    assert (summed[0], row_checksum(*summed)) == ("quyết định.txt", checksum)
    new = ["khác.txt", *summed[1:]]
    before.execute(
        f"INSERT INTO document (id, {columns}, checksum, text)"
        f" SELECT MAX(id) + 1, {', '.join('?' * 11)}, ? FROM document",
        (*new, row_checksum(*new), DECISION),
    )
    before.close()
    with opened(folder) as library:
        assert library.source("khác.txt").text == DECISION
        assert library.source("khác.txt").letterhead == NO_LETTERHEAD
        assert library.reread("quyết định.txt").status == "unchanged"


def test_vectors_of_version_7_stay_as_they_are_beside_those_of_this_one(tmp_path: Path) -> None:
    folder = library_of(7, tmp_path)
    before = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    halves = dict(before.execute("SELECT key, sentences FROM vector").fetchall())
    with opened(folder) as library:
        library.add_bytes("mới.txt", "Bà Tư: Đã thu đủ. Còn nợ hai hộ.".encode())
        store = library._store
        ids = store.paragraph_ids().tolist()
        keys = [each.vector_key for each in sorted(store.paragraphs_to_embed(ids), key=lambda each: each.paragraph.id)]
        stored = sorted(store.paragraphs(ids, DIMENSION), key=lambda each: each.paragraph.id)
        exact = {
            paragraph.id: library.embedder.questions([paragraph.text[span.start : span.end] for span in spans])
            for paragraph, spans in ((each.paragraph, each.sentences) for each in stored)
        }
        assert sum(key in halves for key in keys) == len(keys) - 1 > 5
        for each, key in zip(stored, keys, strict=True):
            if key in halves:
                of_before = np.frombuffer(halves[key], "<f2").reshape(-1, DIMENSION)
                assert each.sentence_vectors.tolist() == of_before.tolist()
            else:
                assert len(each.sentence_vectors) == 2
            assert np.abs(each.sentence_vectors - exact[each.paragraph.id]).max() < 1 / 250
    # As version 7 reads a row, and as it writes one.
    rows = before.execute("SELECT key, paragraph, sentences, checksum FROM vector").fetchall()
    assert all(vector_checksum(*row[:3]) == row[3] for row in rows)
    assert {len(row[2]) for row in rows if row[0] not in halves} == {0}
    key, vector = b"7", np.full(DIMENSION, DIMENSION**-0.5, np.float32)
    half = vector.astype("<f2").tobytes()
    before.execute(
        "INSERT OR IGNORE INTO vector (key, paragraph, sentences, checksum) VALUES (?, ?, ?, ?)",
        (key, half, 2 * half, vector_checksum(key, half, 2 * half)),
    )
    # As it takes one out.
    assert before.execute("SELECT COUNT(*) FROM sentence_vector").fetchone() == (1,)
    before.executemany("DELETE FROM vector WHERE key = ?", [(row[0],) for row in rows if row[0] not in halves])
    assert before.execute("SELECT COUNT(*) FROM sentence_vector").fetchone() == (0,)
    before.close()
    with opened(folder) as library:
        (new,) = library._store.vectors_by_key([key], DIMENSION)
    assert new.sentences.tolist() == 2 * [np.frombuffer(half, "<f2").tolist()]


def test_ranges_of_version_8_stay_as_they_are_beside_those_of_this_one(tmp_path: Path) -> None:
    folder = library_of(8, tmp_path)
    before = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    row_of_8 = (
        "document_id, start, end, page, heading, speaker, start_ms, end_ms, turns, sentences, vector_key, checksum,"
        " cells, cells_checksum"
    )
    earlier = before.execute(f"SELECT id, {row_of_8} FROM paragraph ORDER BY id").fetchall()
    with opened(folder) as library:
        library.add_bytes("mới.txt", "Bà Tư: Đã thu đủ. Còn nợ hai hộ.".encode())
        store = library._store
        stored = {each.id: each for each in store.paragraphs(store.paragraph_ids().tolist(), DIMENSION)}
        for paragraph_id, *row in earlier:
            assert stored[paragraph_id].ranges.tolist() == np.frombuffer(row[9], "<i4").reshape(-1, 2).tolist() != []
        (new,) = stored.keys() - {row[0] for row in earlier}
        text = stored[new].paragraph.text
        assert [text[start:end] for start, end in stored[new].ranges.tolist()] == [
            "Bà Tư: Đã thu đủ.",
            "Còn nợ hai hộ.",
        ]
        (to_embed,) = store.paragraphs_to_embed([new])
        assert to_embed.sentences == stored[new].sentences
    # As version 8 reads a row, which has no sentences then, and as it writes one.
    rows = before.execute(f"SELECT id, {row_of_8} FROM paragraph ORDER BY id").fetchall()
    assert rows[:-1] == earlier
    for _, *row in rows:
        assert row_checksum(*row[:11]) == row[11]
    (_, *row), (pairs, speaks) = rows[-1], (np.array([[3, 7], [8, 30]], "<i4").tobytes(), "Ông Tám")
    assert row[9] == b""
    row[1:3], row[5], row[9] = (0, 31), speaks, pairs
    row[11] = row_checksum(*row[:11])
    before.execute(
        f"INSERT INTO paragraph (id, {row_of_8}) SELECT MAX(id) + 1, {', '.join('?' * len(row))} FROM paragraph", row
    )
    before.close()
    with opened(folder) as library:
        (found,) = library._store.paragraphs_to_embed([new + 1])
    assert (found.paragraph.speaker, found.sentences) == (speaks, (Span(3, 7), Span(8, 30)))


def test_vectors_that_were_read_are_stored_as_the_same_bytes(tmp_path: Path) -> None:
    with opened(library_of(7, tmp_path)) as library:
        library.add_bytes("mới.txt", DECISION.encode())
        connection = library._store._connection
        rows = connection.execute(f"SELECT {VECTOR} FROM vector JOIN sentence_vector ON id = sentences_id").fetchall()
        assert rows
        for row in rows:
            (held,) = library._store.vectors_by_key([row[0]], DIMENSION)
            assert vector_row(NewVector(row[0], held.paragraph, held.sentences)) == row


def keys_of(folder: Path) -> set[bytes]:
    connection = sqlite3.connect(folder / FILE_NAME)
    keys = {key for (key,) in connection.execute("SELECT key FROM vector")}
    assert keys == {key for (key,) in connection.execute("SELECT vector_key FROM paragraph")}
    connection.close()
    return keys


def test_keys_of_an_earlier_version_stay_and_new_ones_are_their_first_halves(tmp_path: Path) -> None:
    folder = library_of(7, tmp_path)
    whole = keys_of(folder)
    assert {len(key) for key in whole} == {32}
    embedder = StubEmbedder(dimension=DIMENSION)
    with Library.open(folder, embedder, create=False) as library:
        # What has a vector by its text gets no other: the document read again, the same text in another one, the
        # passages that are like one.
        assert library.reread("ghi-chep.md").status == "unchanged"
        assert library.add_bytes("bản khác.txt", f"{DOCUMENTS['bien-ban.txt']}\n".encode()).status == "added"
        (first, *_) = library.paragraphs("bien-ban.txt")
        assert {each.paragraph.document for each in library.similar(first)} == {"bản sao.txt", "bản khác.txt"}
        assert embedder.passages_embedded == 0
        assert keys_of(folder) == whole
        # Its texts are in no other document.
        assert len(library.paragraphs("giao-ban.txt")) == 1
        library.remove("giao-ban.txt")
        (gone,) = whole - keys_of(folder)
        library.add_bytes("giao-ban.txt", DOCUMENTS["giao-ban.txt"].encode())
        assert embedder.passages_embedded == 1
        assert keys_of(folder) == whole - {gone} | {gone[:16]}
        library.add_bytes("giao-ban 2.txt", f"{DOCUMENTS['giao-ban.txt']}\n".encode())
        assert embedder.passages_embedded == 1
        first, second, *_ = library.search("Mai họp tiếp nhé")
        assert [first.paragraph.document, second.paragraph.document] == ["giao-ban.txt", "giao-ban 2.txt"]
    assert check(folder).sound


def test_a_text_under_both_keys_is_known_by_the_new_one(tmp_path: Path) -> None:
    folder = library_of(7, tmp_path)
    whole = keys_of(folder)
    with opened(folder) as library:
        (removed,) = library.take_out(["giao-ban.txt"])
        library.add_bytes("giao-ban 2.txt", f"{DOCUMENTS['giao-ban.txt']}\n".encode())
        library.put_back(removed)
        (key,) = keys_of(folder) - whole
        assert keys_of(folder) == {*whole, key}
        assert key == removed.paragraphs[0].vector_key[:16]
        library.remove("giao-ban 2.txt")
        assert keys_of(folder) == whole
        library.add_bytes("giao-ban 2.txt", f"{DOCUMENTS['giao-ban.txt']}\n".encode())
        assert keys_of(folder) == whole
        library.take_out(["giao-ban.txt", "giao-ban 2.txt"])
        library.add_bytes("giao-ban 2.txt", f"{DOCUMENTS['giao-ban.txt']}\n".encode())
        library.put_back(removed)
        library.add_bytes("giao-ban 3.txt", f"{DOCUMENTS['giao-ban.txt']}\n\n".encode())
        library.remove("giao-ban 2.txt")
        assert keys_of(folder) == {*whole, key}
    assert check(folder).sound


def test_keys_of_an_earlier_version_go_over_to_another_model(tmp_path: Path) -> None:
    folder = library_of(7, tmp_path)
    whole = keys_of(folder)
    with opened(folder) as library:
        (removed,) = library.take_out(["giao-ban.txt"])
        other = StubEmbedder("other", DIMENSION)
        library.reembed(other)
        assert other.passages_embedded == len(whole) - 1
        # Embedded with the model of before, under a key that its text would not be given any more.
        library.put_back(removed)
        assert other.passages_embedded == len(whole)
        assert library.paragraphs("giao-ban.txt") == [each.paragraph for each in removed.paragraphs]
        library.remove("bản sao.txt")
        library.remove("bien-ban.txt")
    assert keys_of(folder) < whole
    assert check(folder).sound


def test_a_letterhead_is_read_anew_with_the_document(tmp_path: Path) -> None:
    folder = library_of(4, tmp_path)
    with opened(folder) as library:
        library.add_bytes("quyết định.txt", DECISION.encode())
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    connection.execute("UPDATE document SET number = NULL, issuer = NULL, place = NULL, letterhead_checksum = 0")
    connection.close()
    with opened(folder) as library:
        assert library.source("quyết định.txt").letterhead == NO_LETTERHEAD
        assert library.reread("quyết định.txt").status == "replaced"
        assert library.source("quyết định.txt").letterhead == LETTERHEAD


def test_a_changed_letterhead_is_found(tmp_path: Path) -> None:
    folder = library_of(4, tmp_path)
    with opened(folder) as library:
        library.add_bytes("quyết định.txt", DECISION.encode())
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    for change in ("number = '8/QĐ-UBND'", "issuer = NULL, number = NULL, place = NULL", "parent_body = 'A'"):
        connection.execute("BEGIN")
        connection.execute(f"UPDATE document SET {change} WHERE number IS NOT NULL")
        connection.execute("COMMIT")
        with opened(folder) as library, pytest.raises(LibraryDamaged, match="the record of document quyết định.txt"):
            library.source("quyết định.txt")


def test_pages_of_another_size_go_into_the_place_of_a_library(tmp_path: Path) -> None:
    earlier, now = library_of(7, tmp_path), tmp_path / "now"
    with Library.open(now, StubEmbedder(dimension=DIMENSION)) as library:
        library.add_bytes("mới.txt", DECISION.encode())
    back_up(earlier, tmp_path / "earlier.zip")
    back_up(now, tmp_path / "now.zip")
    with opened(now) as library, opened(earlier) as other:
        restore(tmp_path / "earlier.zip", now, replace=True)
        restore(tmp_path / "now.zip", earlier, replace=True)
        # Those that have it open go on, and those that come find it whole.
        for each in (library, opened(now)):
            assert_all_is_there(each, 7)
        for each in (other, opened(earlier)):
            assert each.source("mới.txt").text == DECISION
    assert (page_size(now), page_size(earlier)) == (PAGE_SIZE, 4096)
    assert check(now).sound
    assert check(earlier).sound


@pytest.mark.parametrize("version", [7, schema.VERSION])
def test_a_damaged_header_is_mended_whatever_the_pages(tmp_path: Path, version: int) -> None:
    folder = library_of(7, tmp_path)
    if version == schema.VERSION:
        folder = tmp_path / "now"
        with Library.open(folder, StubEmbedder(dimension=DIMENSION)) as library:
            for name, text in DOCUMENTS.items():
                library.add_bytes(name, text.encode())
    data = (folder / FILE_NAME).read_bytes()
    (folder / FILE_NAME).write_bytes(bytes(100) + data[100:])
    assert repair(folder).documents == len(DOCUMENTS)
    assert check(folder).sound


def page_size(folder: Path) -> int:
    connection = sqlite3.connect(folder / FILE_NAME)
    (size,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    return int(size)
