"""A disk that is full, a file that may not grow, a folder that may only be read: a clear error, nothing lost."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections import Counter
from pathlib import Path

from index.errors import LibraryError, LibraryNotWritable
from index.library import Library
from index.store import FILE_NAME
from tests import processes
from tests.soak.commands import acknowledged, begin, errors_of, named
from tests.soak.documents import assert_holds, text_of
from tests.stub_embedder import StubEmbedder

_HELD = [f"d-{number}.txt" for number in range(8)]


def soak(folder: Path, times: int, chance: random.Random) -> dict[str, int]:
    """So many times each way that there is here; returns how often it was refused."""
    master = folder / "master"
    with Library.open(master, StubEmbedder()) as library:
        for name in _HELD:
            library.add_bytes(name, text_of(name, 0).encode())
        library.prepare()
    counted: Counter[str] = Counter()
    for number in range(times):
        _file_size(folder / f"size-{number}", master, chance, counted)
        _page_count(folder / f"pages-{number}", master, chance, counted)
    if _mounted(folder / "small", "1m"):
        try:
            for number in range(times):
                _full(folder / "small" / str(number), master, chance, counted)
        finally:
            subprocess.run(["umount", folder / "small"], check=True)
    return dict(counted)


def _texts() -> dict[str, str]:
    return {name: text_of(name, 0) for name in _HELD}


def _file_size(folder: Path, master: Path, chance: random.Random, counted: Counter[str]) -> None:
    """No file may grow beyond a size, a little more than that of the library's file now (RLIMIT_FSIZE)."""
    library = Path(shutil.copytree(master, folder / "library"))
    names = [f"e-{chance.randrange(1 << 30)}.txt" for _ in range(12)]
    (folder / "files").mkdir()
    for name in names:
        (folder / "files" / name).write_text(text_of(name, 0) + "\n" + "đoạn dài " * chance.randint(1, 3000), "utf-8")
    runs = [["add", *(str(folder / "files" / name) for name in names)], ["remove", _HELD[0]]]
    size = (library / FILE_NAME).stat().st_size
    process = begin(library, runs[: chance.randint(1, 2)], folder / "out", largest_file=size + chance.randrange(60_000))
    status = processes.ended(process)
    complaints = list(errors_of(folder / "out"))
    assert all(named(line) for line in complaints), complaints
    done = acknowledged(folder / "out")
    expected = _texts()
    for what, name in done:
        if what == "removed":
            del expected[name]
        else:
            expected[name] = (folder / "files" / name).read_text("utf-8")
    if status:
        assert any("can't be written" in line for line in complaints), complaints
        counted["file size: refused"] += 1
    else:
        counted["file size: enough"] += 1
    assert_holds(library, expected)


def _page_count(folder: Path, master: Path, chance: random.Random, counted: Counter[str]) -> None:
    """SQLite's own limit (PRAGMA max_page_count)."""
    shutil.copytree(master, folder)
    expected, refused = _texts(), 0
    with Library.open(folder, StubEmbedder()) as library:
        connection = library._store._connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + chance.randrange(12)}")
        refused = _until_refused(library, expected, chance)
    counted["pages: refused"] += refused
    assert_holds(folder, expected)


def _until_refused(library: Library, expected: dict[str, str], chance: random.Random) -> int:
    """Adds and replaces until it is refused, and then asks; notes in `expected` what was told to be done."""
    for number in range(200):
        name = chance.choice([f"e-{number}.txt", chance.choice(_HELD)])
        text = text_of(name, number + 1) + "\n" + "đoạn dài " * chance.randint(1, 2000)
        try:
            assert library.add_bytes(name, text.encode()).status in ("added", "replaced")
        except LibraryNotWritable as error:
            assert "can't be written" in str(error)
            assert library.search("quỹ trạm bơm")
            return 1
        expected[name] = text
    raise AssertionError("never full")


def _full(folder: Path, master: Path, chance: random.Random, counted: Counter[str]) -> None:
    """A file system of a megabyte."""
    folder.mkdir()
    shutil.copy(master / FILE_NAME, folder)
    expected = _texts()
    try:
        with Library.open(folder, StubEmbedder()) as library:
            counted["full disk: refused"] += _until_refused(library, expected, chance)
    except LibraryError as error:
        assert "can't be written" in str(error), error
        counted["full disk: refused"] += 1
    roomy = Path(shutil.copytree(folder, folder.parent.parent / f"roomy-{folder.name}"))
    assert_holds(roomy, expected)
    shutil.rmtree(folder)


def _mounted(folder: Path, size: str) -> bool:
    """Mounts a small file system there, where that is allowed."""
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder], capture_output=True)
    return done.returncode == 0
