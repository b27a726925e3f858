"""Bytes flipped, overwritten and cut off in each file of a library: found or harmless, never a wrong answer."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from index.backup import back_up, restore
from index.checking import check
from index.errors import HoiHopError
from index.library import Library
from index.library_file import PAGE_SIZE
from index.repair import repair
from index.store import FILE_NAME, Store
from tests.soak.documents import text_of
from tests.stub_embedder import StubEmbedder

_NAMES = [f"d-{number}.txt" for number in range(12)]
_BACKUP = "backup.zip"
TALK = "Ông Nam: Quỹ còn ba triệu.\n\nBà Hà: Tổ 5 nhận quét ngõ.\n\nÔng Nam: Chiều mai họp tiếp.\n"
Answers = list[object]


def soak(folder: Path, times: int, chance: random.Random) -> dict[str, int]:
    """Damages a file so many times; returns how often the answers were right, and how often refused."""
    master = folder / "master"
    expected = _make(master)
    files = sorted(path.relative_to(master) for path in master.rglob("*") if path.is_file() and path.stat().st_size)
    # The library, its log and note, a backup; of four search indexes two parts and what names them.
    assert len(files) == 16, files
    counted: Counter[str] = Counter()
    for _ in range(times):
        copy = folder / "copy"
        shutil.copytree(master, copy)
        # The library's own file and its log, which has the last words on many of its pages, as often as all others.
        name = chance.choice([Path(FILE_NAME), Path(f"{FILE_NAME}-wal")] * (len(files) // 2) + files)
        outcome = _tried(copy, name, expected, chance)
        counted[outcome] += 1
        shutil.rmtree(copy)
    return {"damages": times, **counted}


def _make(master: Path) -> dict[str, Answers]:
    """A library with search indexes, a last change that is only in the log, and a backup; what it answers."""
    with Library.open(master, StubEmbedder()) as library:
        for name in _NAMES:
            library.add_bytes(name, text_of(name, 0).encode())
        library.add_bytes("họp.txt", TALK.encode())
        library.edit(_NAMES[0], title="Họp tổ", meeting_date="2024-03")
        library.prepare()
        back_up(master, master / _BACKUP)
        before = _answers(library)
        reader = Store(master, create=False)
        with reader.snapshot():
            reader.documents()
            library.add_bytes("last.txt", text_of("last.txt", 0).encode())
            after = _answers(library)
            kept = master.with_name("kept")
            shutil.copytree(master, kept)
        reader.close()
    shutil.rmtree(master)
    kept.rename(master)
    (master / "library.sqlite3-shm").unlink()
    return {"library": after, _BACKUP: before}


def _answers(library: Library) -> Answers:
    """All that can be asked of it."""
    documents = library.documents()
    held = [(library.source(name), library.original(name), library.paragraphs(name)) for name in _names(library)]
    hits = [[(hit.paragraph, hit.bm25) for hit in library.search(each, limit=5)] for each in _QUESTIONS]
    return [documents, held, hits, library.facets(), library.readings(_names(library))]


_QUESTIONS = ("quỹ trạm bơm", "Bà Hà nhận gì", "kdx3v0 mục 0", "klastv0 mục 0", "duong thon cong den")


def _names(library: Library) -> list[str]:
    return [each.document for each in library.documents()]


def _tried(copy: Path, name: Path, expected: dict[str, Answers], chance: random.Random) -> str:
    """Damages the file, asks everything, and repairs; what came of it."""
    if name.name == _BACKUP:
        _damage(copy / name, chance)
        return _asked(lambda: restore(copy / name, copy / "new"), copy / "new", expected[_BACKUP])
    if chance.random() < 0.3:
        return _while_open(copy, name, expected["library"], chance)
    _damage(copy / name, chance)
    outcome = _asked(lambda: None, copy, expected["library"])
    if outcome == "refused":
        _assert_repaired(copy)
    return outcome


def _asked(before: Callable[[], object], folder: Path, expected: Answers) -> str:
    try:
        before()
        with Library.open(folder, StubEmbedder(), create=False) as library:
            found = _answers(library)
    except HoiHopError as error:
        assert str(error)
        return "refused"
    assert found == expected
    return "right"


def _while_open(copy: Path, name: Path, expected: Answers, chance: random.Random) -> str:
    """The same under a program that has it open."""
    try:
        with Library.open(copy, StubEmbedder(), create=False) as library:
            library.search("quỹ")
            if (copy / name).exists():
                _damage(copy / name, chance)
            found = _answers(library)
    except HoiHopError:
        return "refused while open"
    assert found == expected
    return "right while open"


def _assert_repaired(folder: Path) -> None:
    """What is saved is as it was, and the rest is told."""
    try:
        done = repair(folder)
    except HoiHopError as error:
        # A version number, say, that only a later program could have written.
        assert type(error).__name__ == "LibraryTooNew", error
        return
    assert check(folder).sound
    texts = {"họp.txt": TALK, **{name: text_of(name, 0) for name in (*_NAMES, "last.txt")}}
    store = Store(folder, create=False)
    try:
        for each in store.documents():
            source = store.source(each.document)
            assert source is not None
            assert source.text == texts[each.document]
            assert store.original(source.id) == source.text.encode()
    finally:
        store.close()
    assert done.documents <= len(texts)


def _damage(path: Path, chance: random.Random) -> None:
    """Flips one bit, overwrites some bytes or a page, or cuts the file short."""
    data = bytearray(path.read_bytes())
    kind = chance.choice(("bit", "bit", "bytes", "zeros", "page", "cut"))
    # Mostly where something is: the pages of a small library are nearly empty.
    places = [chance.randrange(len(data)) for _ in range(8)]
    position = next((place for place in places if data[place]), places[-1])
    if kind == "bit":
        data[position] ^= 1 << chance.randrange(8)
    elif kind == "bytes":
        end = min(position + chance.randint(1, 16), len(data))
        data[position:end] = chance.randbytes(end - position)
    elif kind == "zeros":
        end = min(position + chance.randint(16, 600), len(data))
        data[position:end] = bytes(end - position)
    elif kind == "page":
        start = position // PAGE_SIZE * PAGE_SIZE
        other = chance.randrange(0, len(data), PAGE_SIZE)
        data[start : start + PAGE_SIZE] = data[other : other + PAGE_SIZE]
    else:
        del data[position:]
    path.write_bytes(data)
