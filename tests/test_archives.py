"""ZIP archives: each file in one is a document of its own, and one that can't be trusted is refused as a whole."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from index.errors import BadArchive, BrokenDocument, UnreadableDocument
from index.files import FoundFile, find_files, uploaded_files
from index.library import Library
from index.loaders import archives, load
from index.loaders.archives import members, read_member

FIXTURES = Path(__file__).parent / "fixtures"
TEXT = "Cuộc họp bắt đầu lúc 8 giờ.".encode()


def packed(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


WHOLE = {
    "2024/họp.txt": TEXT,
    "2024/biên bản.docx": (FIXTURES / "team-pandoc.docx").read_bytes(),
    "ghi-chú": b"%PDF-1.7\n\0",
    "ảnh.gif": b"GIF89a\x00\x01",
    "trong.zip": packed({"a.txt": TEXT}),
    "__MACOSX/2024/._họp.txt": b"\0",
    "2024/~$biên bản.docx": b"\0",
    ".ẩn.txt": TEXT,
}


def test_the_members_of_an_archive_are_found_by_their_paths(tmp_path: Path) -> None:
    path = tmp_path / "hồ sơ.zip"
    path.write_bytes(packed(WHOLE))
    found = {file.document: (file.skipped, file.member) for file in find_files([path])}
    assert found == {
        "hồ sơ.zip/.ẩn.txt": ("hidden or lock file", ".ẩn.txt"),
        "hồ sơ.zip/2024/biên bản.docx": (None, "2024/biên bản.docx"),
        "hồ sơ.zip/2024/họp.txt": (None, "2024/họp.txt"),
        "hồ sơ.zip/2024/~$biên bản.docx": ("hidden or lock file", "2024/~$biên bản.docx"),
        "hồ sơ.zip/__MACOSX/2024/._họp.txt": ("hidden or lock file", "__MACOSX/2024/._họp.txt"),
        "hồ sơ.zip/ghi-chú": (None, "ghi-chú"),
        "hồ sơ.zip/trong.zip": (None, "trong.zip"),
        "hồ sơ.zip/ảnh.gif": ("unsupported type", "ảnh.gif"),
    }
    inside = tmp_path / "thư mục"
    inside.mkdir()
    path.rename(inside / "sâu")
    assert {(file.document, file.root) for file in find_files([inside])} == {
        (name.replace("hồ sơ.zip", "sâu"), inside) for name in found
    }


def test_each_member_is_a_document_of_the_library(tmp_path: Path, open_library: Callable[..., Library]) -> None:
    path = tmp_path / "hồ sơ.zip"
    path.write_bytes(packed(WHOLE))
    library = open_library()
    outcomes = {file.document: library.add_file(file) for file in find_files([path])}
    assert {name.partition("/")[2]: each.status for name, each in outcomes.items()} == {
        ".ẩn.txt": "skipped",
        "2024/biên bản.docx": "added",
        "2024/họp.txt": "added",
        "2024/~$biên bản.docx": "skipped",
        "__MACOSX/2024/._họp.txt": "skipped",
        "ghi-chú": "failed",
        "trong.zip": "failed",
        "ảnh.gif": "skipped",
    }
    nested = outcomes["hồ sơ.zip/trong.zip"].error
    assert isinstance(nested, BadArchive)
    assert nested.values == {"path": "hồ sơ.zip/trong.zip", "detail": "it lies where only a document is read"}
    assert library.original("hồ sơ.zip/2024/họp.txt") == TEXT
    assert library.source("hồ sơ.zip/2024/biên bản.docx").title == "Nhóm Lá Phong họp tuần"
    (again,) = (library.add_file(file) for file in find_files([path]) if file.member == "2024/họp.txt")
    assert again.status == "unchanged"


def test_an_archive_that_changes_between_the_look_and_the_reading(
    tmp_path: Path, open_library: Callable[..., Library]
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"a.txt": TEXT, "b.txt": TEXT}))
    gone, broken = find_files([path])
    path.write_bytes(packed({"b.txt": TEXT}))
    outcome = open_library().add_file(gone)
    assert isinstance(outcome.error, BadArchive)
    assert outcome.error.values["detail"] == "its member a.txt is gone"
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(BadArchive):
        broken.read()


def test_uploaded_archives() -> None:
    assert uploaded_files("a.txt", TEXT) == [("a.txt", TEXT)]
    assert uploaded_files("a.docx", WHOLE["2024/biên bản.docx"]) == [("a.docx", WHOLE["2024/biên bản.docx"])]
    assert [name for name, _ in uploaded_files("hồ sơ.zip", packed(WHOLE))] == [
        "hồ sơ.zip/2024/biên bản.docx",
        "hồ sơ.zip/2024/họp.txt",
        "hồ sơ.zip/ghi-chú",
        "hồ sơ.zip/trong.zip",
        "hồ sơ.zip/ảnh.gif",
    ]
    broken = packed(WHOLE)[:-30]
    assert uploaded_files("a.zip", broken) == [("a.zip", broken)]


def patched(data: bytes, place: int, value: int) -> bytes:
    """The archive with two bytes of the only entry in its directory changed."""
    at = data.index(b"PK\x01\x02") + place
    return data[:at] + struct.pack("<H", value) + data[at + 2 :]


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (packed({"a.txt": TEXT})[:-30], "it is cut off or damaged"),
        (packed({}), "it is empty"),
        (packed({"../../etc/a.txt": TEXT}), "its member ../../etc/a.txt leads out of it"),
        (packed({"a/../../b.txt": TEXT}), "its member a/../../b.txt leads out of it"),
        (packed({"/etc/a.txt": TEXT}), "its member /etc/a.txt leads out of it"),
        (packed({"C:\\a.txt": TEXT}), "its member C:/a.txt leads out of it"),
        (packed({"..\\a.txt": TEXT}), "its member ../a.txt leads out of it"),
        (packed({"a.txt": TEXT}).replace(b"a.txt", b"\0.txt"), "one of its members has no name"),
        (patched(packed({"a.txt": TEXT}), 8, 1), "it is locked with a password"),
        (packed({f"{number}.txt": b"" for number in range(12)}), "it holds 12 files, more than 10"),
        (packed({"a.txt": b"0" * 5_000, "b.txt": b"0" * 5_001}), "it unpacks to more than 512 MB"),
    ],
)
def test_an_archive_that_cannot_be_trusted_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, detail: str
) -> None:
    monkeypatch.setattr(archives, "_MOST_MEMBERS", 10)
    monkeypatch.setattr(archives, "LARGEST_UNPACKED", 10_000)
    with pytest.raises(BadArchive) as caught:
        load("a.zip", data)
    assert caught.value.values == {"path": "a.zip", "detail": detail}
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    (file,) = find_files([path])
    assert isinstance(file.error, BadArchive)
    assert file == FoundFile(path, "a.zip", None, error=file.error)
    assert file.error.values == {"path": "a.zip", "detail": detail}
    assert uploaded_files("a.zip", data) == [("a.zip", data)]


@pytest.mark.parametrize("comment", [b"", "ghi chú".encode()])
def test_a_list_of_members_that_is_too_long_is_not_read(monkeypatch: pytest.MonkeyPatch, comment: bytes) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.comment = comment
        for number in range(9):
            archive.writestr(f"{number}.txt", TEXT)
    assert len(members("a.zip", target)) == 9
    # 46 bytes and its name for each.
    monkeypatch.setattr(archives, "_LONGEST_LIST", 9 * 51 - 1)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(BadArchive) as caught:
        members("a.zip", target)
    assert caught.value.values == {"path": "a.zip", "detail": "its list of files is longer than 4 MB"}


def test_the_long_form_of_an_archives_end_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"a.txt": TEXT})
    at = len(data) - 22
    length, start = struct.unpack("<LL", data[at + 12 : at + 20])
    large = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, length, start)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    end = struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    stream = io.BytesIO(data[:at] + large + locator + end)
    assert list(members("a.zip", stream)) == ["a.txt"]
    monkeypatch.setattr(archives, "_LONGEST_LIST", length - 1)
    with pytest.raises(BadArchive):
        members("a.zip", stream)


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_member_whose_bytes_are_damaged(compression: int) -> None:
    data = packed({"a.txt": TEXT * 9}, compression)
    at = data.index(b"a.txt") + len("a.txt")
    stream = io.BytesIO(data[:at] + b"\xff" * 30 + data[at + 30 :])
    with pytest.raises(BadArchive) as caught:
        read_member("a.zip", stream, "a.txt")
    assert caught.value.values == {"path": "a.zip", "detail": "its member a.txt is damaged"}


@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_office_document_whose_members_are_damaged(compression: int) -> None:
    whole = (FIXTURES / "team-pandoc.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        data = packed({name: archive.read(name) for name in archive.namelist()}, compression)
    assert load("a.docx", data).text == load("a.docx", whole).text
    at = data.index(b"word/document.xml") + len("word/document.xml")
    with pytest.raises(BrokenDocument) as caught:
        load("a.docx", data[:at] + b"\xff" * 30 + data[at + 30 :])
    assert caught.value.values == {"path": "a.docx", "detail": "it is cut off, or no .docx file"}


def test_a_size_that_lies_unpacks_no_more_than_it_says() -> None:
    data = packed({"a.txt": b"0" * 100_000})
    at = data.index(b"PK\x01\x02") + 24
    with pytest.raises(BadArchive):
        read_member("a.zip", io.BytesIO(data[:at] + struct.pack("<I", 10) + data[at + 4 :]), "a.txt")


def test_names_as_macos_and_old_programs_write_them() -> None:
    name = "họp.txt".encode()
    data = packed({"hXXXXp.txt": TEXT}).replace(b"hXXXXp.txt", name.ljust(10, b"t")[:10])
    assert list(members("a.zip", io.BytesIO(data))) == [name.ljust(10, b"t")[:10].decode()]
    latin = packed({"hXp.txt": TEXT}).replace(b"hXp", b"h\x82p")
    assert list(members("a.zip", io.BytesIO(latin))) == ["hép.txt"]


def test_an_archive_among_the_attachments_of_a_letter_stays_closed() -> None:
    head = b"Subject: Ho so\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nXin.\n--b\n"
    head += b"Content-Disposition: attachment; filename=a.zip\nContent-Type: application/zip\n"
    head += b"Content-Transfer-Encoding: binary\n\n"
    assert load("a.eml", head + packed({"a.txt": TEXT}) + b"\n--b--\n").text == "Ho so\n\nXin.\n\na.zip"


def test_damage_anywhere_is_refused_and_never_a_crash() -> None:
    data = packed({"a.txt": TEXT, "b/c.txt": TEXT * 3})
    for at in range(len(data)):
        damaged = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]
        try:
            stream = io.BytesIO(damaged)
            for name in members("a.zip", stream):
                read_member("a.zip", stream, name)
        except UnreadableDocument as error:
            assert error.values["path"] == "a.zip"
