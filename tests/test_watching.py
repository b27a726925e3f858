"""A library in step with a folder: the comparison, what is done about it, and the command as a process."""

from __future__ import annotations

import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DocumentNotFound, FolderGone, PathNotFound
from index.library import Library
from index.watching import Change, Done, Follower, compare
from tests.stub_embedder import StubEmbedder

ROOT = Path(__file__).parent.parent
ONE, TWO, THREE = "Kho lúa chốt ngày mai.", "Cầu tre xây lại.", "Trường học nghỉ."


# The comparison


@pytest.mark.parametrize(
    ("held", "found", "unknown", "changes"),
    [
        ({}, {"a.txt": "1"}, (), [Change("added", "a.txt")]),
        ({"a.txt": "1"}, {"a.txt": "1"}, (), []),
        ({"a.txt": "1"}, {"a.txt": "2"}, (), [Change("changed", "a.txt")]),
        ({"a.txt": "1"}, {}, (), [Change("removed", "a.txt")]),
        ({"a.txt": "1"}, {"b.txt": "1"}, (), [Change("moved", "b.txt", "a.txt")]),
        # A copy, a move to a name that is read in another way, and one over another file.
        ({"a.txt": "1"}, {"a.txt": "1", "b.txt": "1"}, (), [Change("added", "b.txt")]),
        ({"a.txt": "1"}, {"a.md": "1"}, (), [Change("removed", "a.txt"), Change("added", "a.md")]),
        (
            {"a.txt": "1", "b.txt": "2"},
            {"b.txt": "1"},
            (),
            [Change("removed", "a.txt"), Change("changed", "b.txt")],
        ),
        # Of several that are the same, the one with the same name; a new file where the moved one was.
        (
            {"a.txt": "1", "x/c.txt": "1"},
            {"y/c.txt": "1", "a.txt": "2"},
            (),
            [Change("moved", "y/c.txt", "x/c.txt"), Change("changed", "a.txt")],
        ),
        (
            {"x/a.txt": "1", "x/c.txt": "1"},
            {"y/c.txt": "1"},
            (),
            [Change("moved", "y/c.txt", "x/c.txt"), Change("removed", "x/a.txt")],
        ),
        # What can't be read may be there as it was.
        ({"a.txt": "1", "b/c.txt": "2", "bc.txt": "3"}, {}, ("a.txt", "b"), [Change("removed", "bc.txt")]),
    ],
)
def test_compare(held: dict[str, str], found: dict[str, str], unknown: tuple[str, ...], changes: list[Change]) -> None:
    assert compare(held, found, unknown) == changes


FILES = st.dictionaries(st.sampled_from(["a.txt", "b.txt", "c.md", "d/a.txt", "d/b.txt"]), st.sampled_from("123"))


@given(FILES, FILES)
def test_the_changes_make_one_of_the_other(held: dict[str, str], found: dict[str, str]) -> None:
    made = dict(held)
    for change in compare(held, found):
        if change.kind == "moved":
            assert change.path not in made
            made[change.path] = made.pop(change.before)
        elif change.kind == "removed":
            del made[change.path]
        else:
            assert (change.path in made) is (change.kind == "changed")
            made[change.path] = found[change.path]
    assert made == found


# What is done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "họp/sâu").mkdir(parents=True)
    (tmp_path / "họp/a.txt").write_text(ONE, "utf-8")
    (tmp_path / "họp/sâu/b.txt").write_text(TWO, "utf-8")
    (tmp_path / "họp/.ẩn.txt").write_text(THREE, "utf-8")
    (tmp_path / "họp/ảnh.gif").write_text(THREE, "utf-8")
    return tmp_path / "họp"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        yield library


def names(library: Library) -> list[str]:
    return [each.document for each in library.documents()]


def settled(follower: Follower) -> list[Done]:
    """What is done until nothing waits any more."""
    done = list(follower.step())
    looks = 0
    while follower.unsettled:
        looks += 1
        assert looks < 9
        done += follower.step()
    return done


def test_the_first_comparison_and_then_what_happens(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    assert settled(follower) == [Done("added", "a.txt"), Done("added", "sâu/b.txt")]
    assert settled(follower) == []
    (folder / "a.txt").write_text(THREE, "utf-8")
    (folder / "c.md").write_text(TWO, "utf-8")
    assert settled(follower) == [Done("replaced", "a.txt"), Done("added", "c.md")]
    assert library.source("a.txt").text == THREE
    (folder / "a.txt").unlink()
    assert settled(follower) == [Done("removed", "a.txt")]
    assert names(library) == ["c.md", "sâu/b.txt"]


def test_each_file_is_told_of_when_it_is_done(folder: Path, library: Library) -> None:
    step = Follower(library, folder).step()
    assert next(step) == Done("added", "a.txt")
    assert names(library) == ["a.txt"]
    assert list(step) == [Done("added", "sâu/b.txt")]


def test_what_happened_before_the_start(folder: Path, library: Library) -> None:
    settled(Follower(library, folder))
    (folder / "a.txt").rename(folder / "mới.txt")
    (folder / "sâu/b.txt").write_text(THREE, "utf-8")
    assert settled(Follower(library, folder)) == [
        Done("moved", "a.txt", "a.txt → mới.txt"),
        Done("replaced", "sâu/b.txt"),
    ]


def test_a_moved_file_keeps_the_documents_name_title_and_date(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    settled(follower)
    library.edit("a.txt", title="Giao ban", meeting_date="2024-03-04")
    before = library.paragraphs("a.txt")
    (folder / "a.txt").rename(folder / "sâu/kho.txt")
    assert settled(follower) == [Done("moved", "a.txt", "a.txt → sâu/kho.txt")]
    assert library.paragraphs("a.txt") == before
    # A new version of it is one of that document; another file at the old place is another document.
    (folder / "sâu/kho.txt").write_text(THREE, "utf-8")
    (folder / "a.txt").write_text(TWO + " Và đường.", "utf-8")
    assert settled(follower) == [Done("replaced", "a.txt"), Done("added", "họp/a.txt")]
    source = library.source("a.txt")
    assert (source.text, source.title, source.meeting_date) == (THREE, "Giao ban", "2024-03-04")
    assert names(library) == ["a.txt", "họp/a.txt", "sâu/b.txt"]


def test_a_moved_folder_keeps_all_of_its_documents(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    settled(follower)
    (folder / "sâu").rename(folder / "nông")
    assert settled(follower) == [Done("moved", "sâu/b.txt", "sâu/b.txt → nông/b.txt")]
    # So does the watched folder itself, when it is watched again, whatever else happened.
    moved = folder.rename(folder.with_name("nơi khác"))
    (moved / "a.txt").unlink()
    assert settled(Follower(library, moved)) == [Done("removed", "a.txt")]
    assert names(library) == ["sâu/b.txt"]


def test_a_file_that_comes_back_in_time_is_not_removed(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    settled(follower)
    library.edit("a.txt", title="Giao ban")
    (folder / "a.txt").unlink()
    assert list(follower.step()) == []
    assert follower.unsettled
    # As editors write: the old file goes, the new one comes.
    (folder / "a.txt").write_text(THREE, "utf-8")
    assert settled(follower) == [Done("replaced", "a.txt")]
    assert library.source("a.txt").title == "Giao ban"


def test_a_half_written_file_is_tried_again(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    settled(follower)
    (folder / "c.vtt").write_text("WEBVTT\n\n00:00:01.000 --> 00:0", "utf-8")
    assert list(follower.step()) == []
    (folder / "c.vtt").write_text("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nxin chào\n", "utf-8")
    assert settled(follower) == [Done("added", "c.vtt")]


def test_a_file_that_stays_broken_is_told_once_and_the_others_go_on(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    settled(follower)
    (folder / "c.vtt").write_text("không phải", "utf-8")
    (folder / "d.txt").write_text(THREE, "utf-8")
    (failed,) = [each for each in settled(follower) if each.status != "added"]
    assert (failed.status, failed.document) == ("failed", "c.vtt")
    assert failed.reason.startswith("c.vtt: damaged or not what its name says")
    assert settled(follower) == []
    # A new version that can't be read leaves the old one.
    (folder / "d.txt").write_bytes(b"\xff\xff")
    assert [each.status for each in settled(follower)] == ["failed"]
    assert library.source("d.txt").text == THREE
    (folder / "c.vtt").unlink()
    (folder / "d.txt").write_text(THREE, "utf-8")
    assert settled(follower) == []


def test_the_files_in_an_archive_follow_it(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    settled(follower)

    def pack(**texts: str) -> None:
        with zipfile.ZipFile(folder / "hồ sơ.zip", "w") as archive:
            for name, text in texts.items():
                archive.writestr(f"{name}.txt", text)

    pack(c=ONE, d=TWO)
    assert settled(follower) == [Done("added", "hồ sơ.zip/c.txt"), Done("added", "hồ sơ.zip/d.txt")]
    assert settled(follower) == []
    pack(c=THREE, e=TWO)
    assert settled(follower) == [
        Done("moved", "hồ sơ.zip/d.txt", "hồ sơ.zip/d.txt → hồ sơ.zip/e.txt"),
        Done("replaced", "hồ sơ.zip/c.txt"),
    ]
    whole = (folder / "hồ sơ.zip").read_bytes()
    (folder / "hồ sơ.zip").write_bytes(whole[:-20])
    told = settled(follower)
    assert [(each.status, each.document) for each in told] == [("failed", "hồ sơ.zip")]
    assert library.source("hồ sơ.zip/c.txt").text == THREE
    (folder / "hồ sơ.zip").write_bytes(whole)
    assert settled(follower) == []
    (folder / "hồ sơ.zip").unlink()
    assert [each.status for each in settled(follower)] == ["removed", "removed"]
    assert names(library) == ["a.txt", "sâu/b.txt"]


def test_a_file_that_is_being_written_waits(folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    follower = Follower(library, folder)
    settled(follower)
    target = folder / "to.txt"
    target.write_text(ONE, "utf-8")
    size = iter(range(100))

    def growing(path: Path) -> tuple[int, int, int]:
        stat = path.stat()
        return stat.st_ino, next(size) if path == target else stat.st_size, stat.st_mtime_ns

    with monkeypatch.context() as patch:
        patch.setattr("index.watching._stat", growing)
        for _ in range(4):
            assert list(follower.step()) == []
            assert follower.unsettled
    assert settled(follower) == [Done("added", "to.txt")]


def test_what_cannot_be_read_is_told_once_and_kept(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(library, folder)
    settled(follower)
    opened = Path.open

    def refuse(path: Path, mode: str) -> object:
        if path.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(path, mode)

    (folder / "a.txt").write_text(THREE, "utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", refuse)
        (failed,) = settled(follower)
        assert (failed.status, failed.document, failed.reason.split(". ")[-1]) == (
            "failed",
            "a.txt",
            "Permission denied",
        )
        assert settled(follower) == []
    assert library.source("a.txt").text == ONE
    assert settled(follower) == [Done("replaced", "a.txt")]


def test_a_folder_that_is_gone_or_empty_removes_nothing(folder: Path, library: Library) -> None:
    follower = Follower(library, folder)
    settled(follower)
    away = folder.rename(folder.with_name("cất"))
    with pytest.raises(FolderGone):
        list(follower.step())
    # As a place where no disk is mounted.
    folder.mkdir()
    with pytest.raises(FolderGone):
        list(follower.step())
    with pytest.raises(FolderGone) as caught:
        list(Follower(library, folder).step())
    assert caught.value.values == {"path": str(folder)}
    assert names(library) == ["a.txt", "sâu/b.txt"]
    folder.rmdir()
    away.rename(folder)
    with pytest.raises(PathNotFound):
        Follower(library, folder / "a.txt")
    # The last file may go, of a folder that was seen with it.
    follower = Follower(library, folder)
    settled(follower)
    (folder / "a.txt").unlink()
    (folder / "sâu/b.txt").unlink()
    assert settled(follower) == [Done("removed", "a.txt"), Done("removed", "sâu/b.txt")]


def test_a_document_that_somebody_takes_out_meanwhile(
    folder: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    follower = Follower(library, folder)
    settled(follower)
    (folder / "a.txt").unlink()
    assert list(follower.step()) == []
    files_of = library.files_of

    def then_removed(of: Path) -> dict[str, str]:
        held = files_of(of)
        if "a.txt" in names(library):
            library.remove("a.txt")
        return held

    monkeypatch.setattr(library, "files_of", then_removed)
    assert settled(follower) == []
    assert names(library) == ["sâu/b.txt"]


def test_the_library_knows_its_files(folder: Path, library: Library) -> None:
    settled(Follower(library, folder))
    library.add_bytes("tải lên.txt", THREE.encode())
    assert list(library.files_of(folder)) == ["a.txt", "sâu/b.txt"]
    for change in (lambda: library.move_file(folder, "x.txt", "y.txt"), lambda: library.remove_file(folder, "x.txt")):
        with pytest.raises(DocumentNotFound):
            change()


# The command


class Watched:
    """`index watch` in a process of its own; its lines as they come."""

    def __init__(self, folder: Path, library: Path) -> None:
        program = (
            "import sys; from index.cli import main; from tests.stub_embedder import StubEmbedder;"
            "sys.exit(main(sys.argv[1:], embedder_loader=lambda _: StubEmbedder()))"
        )
        command = [sys.executable, "-c", program, "watch", str(folder), "--library", str(library)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=pipe, stderr=pipe, text=True, encoding="utf-8")
        self._lines: Queue[str] = Queue()
        assert self.process.stdout is not None
        Thread(target=self._read, args=(self.process.stdout.readline,), daemon=True).start()

    def _read(self, readline: Callable[[], str]) -> None:
        while line := readline():
            self._lines.put(line.rstrip("\n"))

    def line(self) -> str:
        return self._lines.get(timeout=60)


def test_the_command_follows_the_folder_until_it_is_interrupted(folder: Path, tmp_path: Path) -> None:
    watched = Watched(folder, folder / "thư viện")
    try:
        assert [watched.line(), watched.line()] == ["added\ta.txt\t", "added\tsâu/b.txt\t"]
        (folder / "a.txt").rename(folder / "sâu/kho.txt")
        assert watched.line() == "moved\ta.txt\ta.txt → sâu/kho.txt"
        (folder / "c.txt").write_text(THREE, "utf-8")
        assert watched.line() == "added\tc.txt\t"
        (folder / "c.txt").unlink()
        assert watched.line() == "removed\tc.txt\t"
        watched.process.send_signal(signal.SIGINT)
        assert watched.process.wait(60) == 0
        assert watched.process.stderr is not None
        assert watched.process.stderr.read() == f"Watching {folder}. Ctrl-C ends it.\n"
    finally:
        watched.process.kill()
    with Library.open(folder / "thư viện", StubEmbedder(), create=False) as library:
        assert names(library) == ["a.txt", "sâu/b.txt"]


def test_the_command_refuses_what_is_no_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from index.cli import main

    library = tmp_path / "library"
    assert main(["watch", str(folder / "a.txt"), "--library", str(library)]) == 1
    assert capsys.readouterr().err == f"{folder / 'a.txt'}: no such file or folder. Check the path.\n"
    assert not library.exists()
