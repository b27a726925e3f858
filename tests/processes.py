"""What other processes do to a library in the tests. They begin as forks of one that has imported all they need."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.process import BaseProcess
from pathlib import Path
from unittest.mock import patch

from index.library import Library
from index.store import Store
from tests.stub_embedder import StubEmbedder

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.processes"])
_LONGEST_WAIT = 120


def start(work: Callable[..., None], *arguments: object) -> BaseProcess:
    """Begins the work in another process."""
    process = _CONTEXT.Process(target=work, args=arguments)
    process.start()
    return process


def ended(process: BaseProcess) -> int:
    """Its exit status, below 0 where a signal ended it."""
    process.join(_LONGEST_WAIT)
    assert process.exitcode is not None, "it hangs"
    return process.exitcode


def add_all(folder: Path, documents: Sequence[tuple[str, bytes]]) -> None:
    """Opens the library, made if it isn't there, and adds the documents."""
    with Library.open(folder, StubEmbedder()) as library:
        for name, data in documents:
            assert library.add_bytes(name, data).status == "added"


def add_found(folder: Path, root: Path) -> None:
    """Adds a folder of files."""
    from index.files import find_files

    with Library.open(folder, StubEmbedder()) as library:
        for file in find_files([root]):
            assert library.add_file(file).status == "added"


def flip(folder: Path, name: str, versions: Sequence[bytes], times: int) -> None:
    """Replaces one document over and over."""
    with Library.open(folder, StubEmbedder()) as library:
        for turn in range(times):
            assert library.add_bytes(name, versions[turn % len(versions)]).status == "replaced"


def _die_after(store: Store, steps: int) -> None:
    """Has this process killed after that many of SQLite's steps, each of 20 instructions, from now on."""
    left = steps

    def step() -> int:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    store._connection.set_progress_handler(step, 20)


def add_and_die(folder: Path, name: str, data: bytes, steps: int) -> None:
    """Adds a document and is killed after that many of SQLite's steps (each of 20 instructions) in the adding."""
    library = Library.open(folder, StubEmbedder())
    _die_after(library._store, steps)
    library.add_bytes(name, data)


def put_back_and_die(folder: Path, name: str, steps: int) -> None:
    """Takes a document out and is killed after that many of SQLite's steps in putting it back."""
    library = Library.open(folder, StubEmbedder())
    (removed,) = library.take_out([name])
    _die_after(library._store, steps)
    library.put_back(removed)


def compact_and_die(folder: Path, steps: int) -> None:
    """Compacts a library and is killed after that many of SQLite's steps, or at the end of what it writes."""
    from index.compacting import compact

    write_anew = Store.write_anew

    def dying(store: Store) -> None:
        _die_after(store, steps)
        write_anew(store)
        os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(Store, "write_anew", dying):
        compact(folder)


def compact_and_grow(folder: Path, size: int) -> None:
    """Compacts a library and is ended by the system when a file would grow beyond that size, in bytes."""
    import resource

    from index.compacting import compact

    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    compact(folder)


def restore_and_die(path: Path, folder: Path, pages: int) -> None:
    """Puts a backup in the place of a library and is killed once so many pages, or all, are written."""
    from index import swapping
    from index.backup import restore

    def die_after(_: int, remaining: int, total: int) -> None:
        if total - remaining >= pages:
            os.kill(os.getpid(), signal.SIGKILL)

    class Dying(sqlite3.Connection):
        def backup(self, target: sqlite3.Connection) -> None:  # type: ignore[override]
            super().backup(target, pages=1, progress=die_after)
            os.kill(os.getpid(), signal.SIGKILL)

    connect = swapping.sqlite3.connect
    with patch.object(swapping.sqlite3, "connect", partial(connect, factory=Dying)):
        restore(path, folder, replace=True)
