"""Checking, repairing, backing up, restoring and reading anew: nothing sound is lost on any of these ways."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import zipfile
from pathlib import Path

import pytest

from index import backup as backup_module
from index import library_adding
from index.backup import back_up, restore
from index.caches import NAMES
from index.checking import check
from index.checksums import ranges_checksum, row_checksum
from index.cli import main
from index.errors import (
    BackupNotWritable,
    BrokenBackup,
    LibraryDamaged,
    LibraryError,
    LibraryNotWritable,
    LibraryThere,
    UnreadableDocument,
)
from index.lexical import PostingsBM25
from index.library import Library
from index.library_file import PAGE_SIZE
from index.models import LoadedDocument
from index.parts_file import save
from index.reading import Reader
from index.repair import UNKNOWN_MODEL, repair
from index.store import FILE_NAME, Store
from tests import processes
from tests.stub_embedder import StubEmbedder

DOCUMENTS = {
    "tổ/biên bản.txt": "Ông Nam: Quỹ còn ba triệu.\n\nBà Hà: Tổ 5 nhận quét ngõ.\n\nÔng Nam: Chiều mai họp tiếp.\n",
    "b.md": "# Kinh phí\n\nHai trăm triệu đồng sửa trường.\n\n# Nhân sự\n\nBầu ông Sáu làm trưởng thôn.\n",
    "c.txt": "Cô Lan mua sách cho thư viện.\n\nAnh Tú sửa mái nhà kho trước mùa mưa.\n",
    "bản sao.txt": "Cô Lan mua sách cho thư viện.\n\nAnh Tú sửa mái nhà kho trước mùa mưa.\n",
}
NAME = "tổ/biên bản.txt"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library with its caches; no test may change it."""
    folder = tmp_path_factory.mktemp("whole")
    with Library.open(folder, StubEmbedder()) as library:
        for name, text in DOCUMENTS.items():
            library.add_bytes(name, text.encode(), sample=name == "b.md")
        library.edit(NAME, title="Tổ 5", meeting_date="2024-03")
        library.prepare()
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(whole, tmp_path / "library"))


def opened(folder: Path) -> Library:
    return Library.open(folder, StubEmbedder(), create=False)


def change(folder: Path, *statements: str) -> None:
    """Changes values and no checksum, as flipped bytes do."""
    connection = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def held(folder: Path) -> dict[str, str]:
    """The documents and their texts, each with all that belongs to it."""
    assert check(folder).sound
    with opened(folder) as library:
        texts = {each.document: library.source(each.document).text for each in library.documents()}
        for name, text in texts.items():
            assert library.original(name) == text.encode()
            (first, *_) = library.paragraphs(name)
            assert library.search(first.text, limit=50)[0].paragraph.text == first.text
        return texts


def command(folder: Path, *arguments: str | Path) -> int:
    words = [str(each) for each in arguments]
    return main([*words, "--library", str(folder)], embedder_loader=lambda _: StubEmbedder())  # type: ignore[arg-type, return-value]


# check


def test_a_sound_library(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    seen: list[tuple[int, int]] = []
    report = check(folder, lambda done, total: seen.append((done, total)))
    counts = {each.subject: each.count for each in report.checked}
    assert report.sound
    assert counts == {
        "file": 1,
        "documents": 4,
        "paragraphs": 7,
        "vectors": 5,
        "originals": 3,
        "speakers": 2,
        "edits": 1,
        "marks": 0,
        "search indexes": 4,
    }
    assert seen[0] == (0, 4) and seen[-1] == (4, 4)
    assert (folder / FILE_NAME).read_bytes() == before
    shutil.rmtree(folder / "cache")
    assert check(folder).sound


@pytest.mark.parametrize(
    ("subject", "problem", "statements"),
    [
        ("documents", f"{NAME}: the text of document {NAME}", ["UPDATE document SET text = 'x' WHERE id = {id}"]),
        ("documents", f"{NAME}: the original with", ["UPDATE original SET bytes = zeroblob(9) WHERE sha256 = '{sha}'"]),
        ("documents", f"{NAME}: the record of a paragraph", ["UPDATE paragraph SET page = 1 WHERE document_id = {id}"]),
        ("documents", "the record of document", ["UPDATE document SET title = 'x'"]),
        ("documents", f"{NAME}: it has no paragraph", ["DELETE FROM paragraph WHERE document_id = {id}"]),
        (
            "vectors",
            "6 stored, and the documents have 5",
            ["INSERT INTO vector SELECT x'00', x'', x'', 0, NULL, 0"],
        ),
        ("originals", "4 stored, and the documents have 3", ["INSERT INTO original VALUES ('x', x'00')"]),
        ("speakers", "Ông Năm", ["UPDATE spoken SET speaker = 'Ông Năm' WHERE speaker = 'Ông Nam'"]),
        ("edits", "z.txt: edited, and not there", ["INSERT INTO edit SELECT 'z.txt', NULL, NULL, {edit}"]),
        ("file", "its setting model", ["UPDATE meta SET value = 'x' WHERE key = 'model'"]),
        ("file", "a row of paragraph belongs to none of document", ["DELETE FROM document WHERE id = {id}"]),
        (
            "file",
            "a row of sentence_vector belongs to none of vector",
            ["INSERT INTO sentence_vector (codes) VALUES (x'')"],
        ),
    ],
)
def test_what_is_damaged_is_named(folder: Path, subject: str, problem: str, statements: list[str]) -> None:
    store = Store(folder, create=False)
    document = store.find(NAME)
    store.close()
    assert document is not None
    values = {"id": document.id, "sha": document.source_id, "edit": row_checksum("z.txt", None, None)}
    change(folder, *(each.format(**values) for each in statements))
    report = check(folder)
    assert not report.sound
    (found,) = [each for each in report.checked if each.subject == subject]
    assert any(problem in each for each in found.problems), found.problems


@pytest.mark.parametrize("name", [f"{name}{ending}" for name in NAMES for ending in (".json", "-*.part")])
def test_a_damaged_search_index_is_told_and_made_anew(folder: Path, name: str) -> None:
    (path,) = (folder / "cache").glob(name)
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)
    (found,) = [each for each in check(folder).checked if each.problems]
    assert found.subject == "search indexes"
    assert found.problems == (f"{path.name}: its checksum differs; it is made anew when a question needs it",)
    assert repair(folder).folder is None
    assert check(folder).sound


def test_a_search_index_of_other_documents_is_told(folder: Path, tmp_path: Path) -> None:
    with opened(folder) as library:
        library.prepare()
        generation = library._store.generation
    save(PostingsBM25.empty(), folder / "cache", "words", generation)
    (found,) = [each for each in check(folder).checked if each.problems]
    assert found.problems == ("words.json: it holds other documents than the library; delete it",)


def test_ranges_that_don_t_fit_are_found_though_their_checksums_do(folder: Path) -> None:
    with opened(folder) as library, library._store.transaction():
        store = library._store
        found = store.find("c.txt")
        assert found is not None
        rows = store._paragraph_rows(" WHERE document_id = ? ORDER BY start", found.id)
        # The last four are of a table's row and of sentences, behind the checksum of the others.
        paragraph_id, _, *values, _, _, _, ranges = rows[1]
        values[1] = 3
        checksum = row_checksum(*values)
        store._connection.execute(
            "UPDATE paragraph SET start = 3, checksum = ?, ranges_checksum = ? WHERE id = ?",
            (checksum, ranges_checksum(checksum, ranges), paragraph_id),
        )
    (problem,) = next(each for each in check(folder).checked if each.problems).problems
    assert problem.startswith("c.txt: paragraph 3-")
    assert problem.endswith("overlaps another or lies outside the text")


def test_the_command_tells_and_its_status_says_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(folder, "check") == 0
    assert capsys.readouterr().out.split("\n")[:3] == ["ok\t1\tfile", "ok\t4\tdocuments", "ok\t7\tparagraphs"]
    change(folder, "UPDATE document SET text = 'x' WHERE name = 'c.txt'")
    assert command(folder, "check") == 1
    told = capsys.readouterr()
    assert "damaged\t4\tdocuments\n\t\tc.txt: the text of document c.txt\n" in told.out
    assert "python -m index repair" in told.err
    assert command(folder / "none", "check") == 1
    assert "there is no library here" in capsys.readouterr().err


# repair


def test_a_sound_library_stays_as_it_is(folder: Path) -> None:
    before = (folder / FILE_NAME).read_bytes()
    done = repair(folder)
    assert (done.documents, done.aside, done.folder) == (4, (), None)
    assert (folder / FILE_NAME).read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE document SET text = 'x' WHERE id = {id}",
        "UPDATE paragraph SET start = 1 WHERE document_id = {id}",
        "UPDATE vector SET paragraph = x'00' WHERE key = (SELECT vector_key FROM paragraph WHERE document_id = {id})",
        "UPDATE original SET bytes = x'00' WHERE sha256 = (SELECT source_id FROM document WHERE id = {id})",
        "DELETE FROM paragraph WHERE document_id = {id}",
    ],
)
def test_the_sound_documents_are_saved_and_the_other_set_aside_by_name(folder: Path, statement: str) -> None:
    change(folder, statement.format(id=f"(SELECT id FROM document WHERE name = '{NAME}')"))
    damaged = (folder / FILE_NAME).read_bytes()
    done = repair(folder)
    assert held(folder) == {name: text for name, text in DOCUMENTS.items() if name != NAME}
    assert done.documents == 3
    assert done.folder is not None
    assert (done.folder / FILE_NAME).read_bytes() == damaged
    (aside,) = done.aside
    assert aside.document == NAME
    assert aside.saved is not None
    assert aside.saved.read_text("utf-8") == DOCUMENTS[NAME]
    assert aside.saved.relative_to(done.folder / "documents").as_posix() in (NAME, f"{NAME}.txt")
    # It goes in again as it was.
    assert command(folder, "add", done.folder / "documents") == 0
    assert sorted(held(folder).values()) == sorted(DOCUMENTS.values())


def test_what_belongs_to_a_document_comes_along(folder: Path) -> None:
    before = folder.parent / "before"
    shutil.copytree(folder, before)
    change(folder, "DELETE FROM document WHERE name = 'c.txt'")
    assert [each.document for each in repair(folder).aside] != []
    with opened(folder) as library, opened(before) as old:
        assert library.documents() == [each for each in old.documents() if each.document != "c.txt"]
        assert library.document_says(NAME) == old.document_says(NAME)
        assert library.paragraphs(NAME) == old.paragraphs(NAME)
        assert library.facets().speakers == old.facets().speakers
        assert library.remove_samples() == ["b.md"]


@pytest.mark.parametrize("where", ["header", "schema", "version", "index", "empty", "cut", "log"])
def test_damage_to_the_file_itself_loses_no_document_that_is_sound(folder: Path, where: str) -> None:
    path = folder / FILE_NAME
    data = bytearray(path.read_bytes())
    if where == "header":
        data[:100] = bytes(100)
    elif where == "schema":
        data = data.replace(b"CREATE INDEX document_folder", b"CREATE INDEX document_f\x00lder")
    elif where == "version":
        data[60:64] = b"\0\0\0\x02"
    elif where == "index":
        connection = sqlite3.connect(path)
        query = "SELECT rootpage FROM sqlite_master WHERE type = 'index' AND tbl_name <> 'edit'"
        pages = [page for (page,) in connection.execute(query)]
        connection.close()
        for page in pages:
            data[page * PAGE_SIZE - 300 : page * PAGE_SIZE] = bytes(300)
    elif where == "empty":
        data = bytearray()
    elif where == "cut":
        data = data[:3000]
    else:
        path.with_name(f"{FILE_NAME}-pending").write_bytes(b"x")
    path.write_bytes(data)
    with pytest.raises(LibraryDamaged):
        opened(folder)
    done = repair(folder)
    expected = {} if where in ("empty", "cut") else DOCUMENTS
    assert done.documents == len(expected)
    assert done.model_lost == (not expected)
    if expected:
        assert held(folder) == expected
    else:
        assert check(folder).sound
        store = Store(folder, create=False)
        assert store.meta("model") == UNKNOWN_MODEL
        store.close()


def test_a_program_that_has_it_open_goes_on_with_what_was_saved(folder: Path) -> None:
    with opened(folder) as library:
        library.search("quỹ")
        change(folder, "UPDATE document SET text = 'x' WHERE name = 'c.txt'")
        repair(folder)
        assert sorted(each.document for each in library.documents()) == sorted(DOCUMENTS.keys() - {"c.txt"})
        assert library.search("Quỹ còn ba triệu.")[0].paragraph.document == NAME
        assert library.add_bytes("d.txt", "Chợ mở thêm quầy rau.".encode()).status == "added"
    assert len(held(folder)) == 4


def test_the_repair_command(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(folder, "repair") == 0
    assert capsys.readouterr().out == "sound\t4\tdocuments; nothing to repair\n"
    change(folder, "UPDATE document SET text = 'x' WHERE name = 'c.txt'")
    assert command(folder, "repair") == 1
    told = capsys.readouterr()
    assert told.out.startswith("saved\t3\tdocuments\ndamaged\tc.txt\tthe text of document c.txt\t")
    assert "python -m index add" in told.err
    assert command(folder, "check") == 0


# backup and restore


def test_a_backup_is_an_ordinary_zip_that_holds_the_library(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "sao lưu.zip"
    about = back_up(folder, path)
    assert (about.format, about.version, about.documents) == (1, 9, 4)
    assert [each.name for each in tmp_path.iterdir() if each.name.startswith(".")] == []
    (tmp_path / "out").mkdir()
    with zipfile.ZipFile(path) as archive:
        assert sorted(archive.namelist()) == ["backup.json", FILE_NAME]
        assert json.loads(archive.read("backup.json"))["documents"] == 4
        archive.extract(FILE_NAME, tmp_path / "out")
    assert held(tmp_path / "out") == DOCUMENTS
    restore(path, tmp_path / "new")
    assert held(tmp_path / "new") == DOCUMENTS


def test_a_backup_while_others_write_is_of_one_moment(folder: Path, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(6)]
    adding = processes.start(processes.add_all, folder, [(name, f"{name} bàn việc làng.".encode()) for name in names])
    for number in range(2):
        about = back_up(folder, tmp_path / f"{number}.zip")
        restore(tmp_path / f"{number}.zip", tmp_path / str(number))
        assert len(held(tmp_path / str(number))) == about.documents
    assert processes.ended(adding) == 0
    assert len(held(folder)) == 10


def test_an_open_library_goes_on_with_what_was_restored(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "b.zip")
    with opened(folder) as library:
        library.remove("c.txt")
        library.add_bytes("d.txt", "Chợ mở thêm mười quầy rau.".encode())
        assert library.search("quầy rau")[0].paragraph.document == "d.txt"
        with pytest.raises(LibraryThere):
            restore(tmp_path / "b.zip", folder)
        restore(tmp_path / "b.zip", folder, replace=True)
        assert {each.document for each in library.documents()} == DOCUMENTS.keys()
        assert all(hit.paragraph.document != "d.txt" for hit in library.search("quầy rau", limit=50))
        assert library.search("Anh Tú sửa mái nhà kho")[0].paragraph.document in ("c.txt", "bản sao.txt")
        # The ids that the other life gave aren't given again.
        library.add_bytes("e.txt", "Đường liên thôn đã đổ bê tông.".encode())
        assert library.search("đường liên thôn")[0].paragraph.text == "Đường liên thôn đã đổ bê tông."
    assert held(folder) == {**DOCUMENTS, "e.txt": "Đường liên thôn đã đổ bê tông."}


@pytest.mark.parametrize("damage", ["header", "page", "empty"])
def test_restoring_over_a_damaged_library(folder: Path, tmp_path: Path, damage: str) -> None:
    back_up(folder, tmp_path / "b.zip")
    data = bytearray((folder / FILE_NAME).read_bytes())
    if damage == "header":
        data[:16] = bytes(16)
    elif damage == "page":
        data[2 * PAGE_SIZE : 5 * PAGE_SIZE] = bytes(3 * PAGE_SIZE)
    (folder / FILE_NAME).write_bytes(b"" if damage == "empty" else data)
    with pytest.raises(LibraryThere):
        restore(tmp_path / "b.zip", folder)
    restore(tmp_path / "b.zip", folder, replace=True)
    assert held(folder) == DOCUMENTS


def test_a_damaged_backup_changes_nothing(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    back_up(folder, path)
    whole = path.read_bytes()
    before = (folder / FILE_NAME).read_bytes()
    step = len(whole) // 40
    damaged = [
        whole[:position] + bytes([whole[position] ^ 0x10]) + whole[position + 1 :]
        for position in range(0, len(whole), step)
    ]
    refused = 0
    for number, data in enumerate([b"", b"PK", whole[:-1], whole[: len(whole) // 2], *damaged]):
        path.write_bytes(data)
        target = tmp_path / str(number)
        try:
            restore(path, target)
        except BrokenBackup:
            refused += 1
            assert not (target / FILE_NAME).exists()
            if number < 4:
                with pytest.raises(BrokenBackup):
                    restore(path, folder, replace=True)
        else:
            # The byte means nothing, as those of a date.
            assert held(target) == DOCUMENTS
    assert refused > 30
    assert (folder / FILE_NAME).read_bytes() == before
    for name in ("none.zip", "."):
        with pytest.raises(BrokenBackup):
            restore(tmp_path / name, folder, replace=True)


def test_a_backup_that_holds_something_else(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    good = json.loads(json.dumps({**backup_module.asdict(back_up(folder, path))}))
    for about in ({}, [], {**good, "format": 2}, {**good, "version": 99}, {**good, "sha256": 3}, {**good, "more": 1}):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("backup.json", json.dumps(about))
        with pytest.raises(BrokenBackup):
            restore(path, tmp_path / "new")
    # Its checksum fits, and it is damaged all the same.
    change(folder, "UPDATE document SET title = 'x'")
    data = (folder / FILE_NAME).read_bytes()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("backup.json", json.dumps({**good, "sha256": hashlib.sha256(data).hexdigest()}))
        archive.writestr(FILE_NAME, data)
    with pytest.raises(BrokenBackup, match="the record of document"):
        restore(path, tmp_path / "new")
    with pytest.raises(LibraryDamaged):
        back_up(folder, tmp_path / "c.zip")
    assert not (tmp_path / "c.zip").exists()


def test_where_a_backup_cannot_go(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "minutes.docx").write_bytes(b"words")
    for place in (tmp_path / "minutes.docx", tmp_path / "none/b.zip", tmp_path):
        with pytest.raises(BackupNotWritable):
            back_up(folder, place)
    assert (tmp_path / "minutes.docx").read_bytes() == b"words"
    assert back_up(folder, tmp_path / "b.zip").documents == back_up(folder, tmp_path / "b.zip").documents == 4
    with pytest.raises(LibraryError, match="there is no library here"):
        back_up(tmp_path / "none", tmp_path / "b.zip")


def test_killed_while_restoring_it_is_the_one_or_the_other(folder: Path, tmp_path: Path) -> None:
    back_up(folder, tmp_path / "b.zip")
    with opened(folder) as library:
        library.remove("c.txt")
        library.add_bytes("d.txt", "Chợ mở thêm mười quầy rau.".encode())
    other = held(folder)
    for pages, expected in ((1, other), (9, other), (10_000, DOCUMENTS)):
        copy = Path(shutil.copytree(folder, tmp_path / str(pages)))
        restoring = processes.start(processes.restore_and_die, tmp_path / "b.zip", copy, pages)
        assert processes.ended(restoring) == -9
        assert held(copy) == expected


def test_what_a_killed_program_left_goes_with_the_next_one(folder: Path, tmp_path: Path) -> None:
    (folder / ".restore-x").mkdir()
    (folder / ".repair-x").mkdir()
    back_up(folder, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", folder, replace=True)
    change(folder, "UPDATE document SET text = 'x' WHERE name = 'c.txt'")
    repair(folder)
    assert sorted(each.name for each in folder.iterdir()) == ["cache", "damaged", "library.lock", FILE_NAME]


def test_a_repair_that_fails_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    change(folder, "UPDATE document SET text = 'x' WHERE name = 'c.txt'")
    before = (folder / FILE_NAME).read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("index.repair.put_in_place", full)
    with pytest.raises(LibraryNotWritable, match="No space left on device"):
        repair(folder)
    assert (folder / FILE_NAME).read_bytes() == before
    assert list((folder / "damaged").iterdir()) == []


def test_the_commands(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "b.zip"
    assert command(folder, "backup", path) == 0
    assert capsys.readouterr().out == f"backed up\t4\tdocuments\t{path}\n"
    assert command(folder, "restore", path) == 1
    assert "--replace" in capsys.readouterr().err
    assert command(folder, "restore", path, "--replace") == 0
    assert capsys.readouterr().out.startswith("restored\t4\tdocuments\tas they were at 20")
    assert command(folder, "restore", tmp_path / "none.zip") == 1
    assert "this is no backup" in capsys.readouterr().err


# reread


def test_what_a_better_reader_reads_otherwise_takes_the_old_one_s_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    read = library_adding.load

    def better(name: str, data: bytes) -> LoadedDocument:
        if name == "c.txt":
            raise UnreadableDocument(path=name)
        if name != NAME:
            return read(name, data)
        return read(name, data.replace("Ông Nam".encode(), "Ông Năm".encode()))

    with opened(folder) as library:
        before = {each.document: each for each in library.documents()}
        kept = {name: library.paragraphs(name) for name in DOCUMENTS if name != NAME}
    assert command(folder, "reread") == 0
    assert {line.split("\t")[0] for line in capsys.readouterr().out.splitlines()} == {"unchanged"}
    monkeypatch.setattr(Reader, "read", lambda _, name, data: better(name, data))
    assert command(folder, "reread") == 0
    assert sorted(capsys.readouterr().out.splitlines()) == [
        "kept\tc.txt\tc.txt: this file can't be read.",
        f"reread\t{NAME}\t",
        "unchanged\tb.md\t",
        "unchanged\tbản sao.txt\t",
    ]
    assert check(folder).sound
    with opened(folder) as library:
        assert {each.document: each for each in library.documents()} == before
        source = library.source(NAME)
        assert source.text == DOCUMENTS[NAME].replace("Ông Nam", "Ông Năm")
        assert (source.title, source.meeting_date) == ("Tổ 5", "2024-03")
        assert library.original(NAME) == DOCUMENTS[NAME].encode()
        assert sorted(each.name for each in library.facets().speakers) == ["Bà Hà", "Ông Năm"]
        assert {name: library.paragraphs(name) for name in kept} == kept
    assert command(folder, "reread") == 0
    assert f"unchanged\t{NAME}\t" in capsys.readouterr().out


def test_a_document_that_changed_meanwhile_is_not_overwritten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = library_adding.load
    with opened(folder) as library, opened(folder) as other:

        def slow(name: str, data: bytes) -> LoadedDocument:
            monkeypatch.setattr(library_adding, "load", read)
            other.add_bytes("c.txt", "Bản mới của cô Lan.\n".encode())
            return read(name, data + "\n\nThêm một đoạn.".encode())

        monkeypatch.setattr(library_adding, "load", slow)
        assert library.reread("c.txt").status == "unchanged"
        assert library.source("c.txt").text == "Bản mới của cô Lan.\n"
