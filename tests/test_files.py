"""Which files a path stands for, under which names."""

from __future__ import annotations

import os
from pathlib import Path

from index.errors import LinkLeadsOut, PathNotFound, UnreadableDocument
from index.files import FoundFile, find_files
from tests.nobody import as_nobody, let_through


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")


def test_a_folder_is_walked_by_name(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.md", "Họp/2.vtt", "Họp/1.SRT", "Họp/sâu/x.pdf", "a/z.docx")
    names = ["a.md", "b.txt", "Họp/1.SRT", "Họp/2.vtt", "Họp/sâu/x.pdf", "a/z.docx"]
    assert find_files([tmp_path]) == [FoundFile(tmp_path / name, name, tmp_path) for name in names]


def test_a_file_has_its_own_name(tmp_path: Path) -> None:
    write(tmp_path, "Họp/1.txt", "Họp/.ẩn.txt", "Họp/ảnh.gif", "Họp/~$a.docx")
    for name in ("1.txt", ".ẩn.txt", "ảnh.gif", "~$a.docx"):
        # Named outright, it is not passed over: the library says why it can't be read.
        assert find_files([tmp_path / "Họp" / name]) == [FoundFile(tmp_path / "Họp" / name, name, None)]


def test_paths_stay_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b/1.txt", "a/2.txt", "3.txt")
    found = find_files([tmp_path / "b", tmp_path / "3.txt", tmp_path / "a"])
    assert [(file.document, file.root) for file in found] == [
        ("1.txt", tmp_path / "b"),
        ("3.txt", None),
        ("2.txt", tmp_path / "a"),
    ]
    assert find_files([]) == []


def test_what_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    write(
        tmp_path, "a.txt", "~$b.docx", ".DS_Store", ".~lock.c.docx#", "d.gif", "e", "f.txt.bak", ".git/g.txt", ".h.txt"
    )
    assert [(file.document, file.skipped) for file in find_files([tmp_path])] == [
        (".DS_Store", "hidden or lock file"),
        (".h.txt", "hidden or lock file"),
        (".~lock.c.docx#", "hidden or lock file"),
        ("a.txt", None),
        ("d.gif", "unsupported type"),
        ("e", None),
        ("f.txt.bak", "unsupported type"),
        ("~$b.docx", "hidden or lock file"),
    ]


def test_a_library_among_its_documents_is_no_document(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "sâu/b.txt", "thư viện/library.sqlite3", "thư viện/ghi chú.txt")
    assert [file.document for file in find_files([tmp_path])] == ["a.txt", "sâu/b.txt"]


def test_a_file_of_another_suffix_is_found_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"%PDF-1.7\n\x00")
    (tmp_path / "b.doc").write_bytes(b"<html><p>Xin</p></html>")
    (tmp_path / "c").write_bytes(b"\x7fELF\x00\x00")
    (tmp_path / "d.gif").write_bytes(b"GIF89a\x00\x01")
    # An image under the suffix of a document is told of as one that can't be read.
    (tmp_path / "e.pdf").write_bytes(b"GIF89a\x00\x01")
    assert [(file.document, file.skipped) for file in find_files([tmp_path])] == [
        ("a.bin", None),
        ("b.doc", None),
        ("c", "unsupported type"),
        ("d.gif", "unsupported type"),
        ("e.pdf", None),
    ]


def test_a_hidden_folder_named_outright_is_walked(tmp_path: Path) -> None:
    write(tmp_path, ".tài liệu/a.txt")
    assert [file.document for file in find_files([tmp_path / ".tài liệu"])] == ["a.txt"]


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    missing, there = find_files([tmp_path / "không có", tmp_path / "a.txt"])
    assert isinstance(missing.error, PathNotFound)
    assert missing.error.values == {"path": str(tmp_path / "không có")}
    assert (missing.document, missing.skipped) == (str(tmp_path / "không có"), None)
    assert there == FoundFile(tmp_path / "a.txt", "a.txt", None)


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert [(file.document, file.skipped) for file in find_files([tmp_path])] == [("a.txt", "not a regular file")]


def test_a_folder_that_may_not_be_listed_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "kín/b.txt")
    let_through(tmp_path)
    (tmp_path / "kín").chmod(0)
    with as_nobody():
        found = {file.document: file for file in find_files([tmp_path])}
        (outright,) = find_files([tmp_path / "kín"])
    (tmp_path / "kín").chmod(0o755)
    assert sorted(found) == ["a.txt", "kín"]
    for file in (found["kín"], outright):
        assert isinstance(file.error, UnreadableDocument)
        assert file.error.values == {"path": "kín", "detail": "Permission denied"}


def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bi\xean b\xe0n.txt")).write_text("text")
    write(tmp_path, "biên bản.txt")
    whole, broken = find_files([tmp_path])
    assert whole.document == "biên bản.txt"
    assert whole.error is None
    assert broken.document == "bi?n b?n.txt"
    assert isinstance(broken.error, UnreadableDocument)
    assert broken.error.values["path"] == "bi?n b?n.txt"


def test_a_link_into_nothing_is_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "none.txt")
    assert find_files([tmp_path]) == [FoundFile(tmp_path / "a.txt", "a.txt", tmp_path)]
    assert find_files([tmp_path / "a.txt"]) == [FoundFile(tmp_path / "a.txt", "a.txt", None)]


def test_a_link_out_of_the_folder_is_not_followed_unless_it_is_named(tmp_path: Path) -> None:
    write(tmp_path, "ngoài/mật.txt")
    write(tmp_path, "họp/a.txt")
    root = tmp_path / "họp"
    (root / "b.txt").symlink_to("a.txt")
    (root / "c.txt").symlink_to(tmp_path / "ngoài/mật.txt")
    (root / "d.txt").symlink_to("../ngoài/mật.txt")
    (root / "e.txt").symlink_to("d.txt")
    (root / "f").symlink_to("../ngoài")
    (root / "g.txt").symlink_to("g.txt")
    found = {file.document: file.error for file in find_files([root])}
    assert {name: error is None for name, error in found.items()} == {
        "a.txt": True,
        "b.txt": True,
        "c.txt": False,
        "d.txt": False,
        "e.txt": False,
        "g.txt": True,
    }
    assert isinstance(found["c.txt"], LinkLeadsOut)
    assert str(found["c.txt"]) == (
        "c.txt: a link to a file outside the folder, which isn't followed. Add that file itself, or copy it here."
    )
    assert find_files([root / "c.txt"]) == [FoundFile(root / "c.txt", "c.txt", None)]
    (tmp_path / "tắt").symlink_to("họp")
    assert [file.document for file in find_files([tmp_path / "tắt"]) if file.error is None] == [
        "a.txt",
        "b.txt",
        "g.txt",
    ]


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt")
    (tmp_path / "a/again").symlink_to(tmp_path)
    assert [file.document for file in find_files([tmp_path])] == ["a/b.txt"]
