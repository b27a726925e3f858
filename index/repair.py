"""Saving what is sound in a damaged library: each whole document into a new file, the others aside by name."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index import removal
from index.caches import Caches, clear_files
from index.checking import Progress, check, unsound
from index.errors import LibraryError, LibraryNotWritable
from index.locking import WritersLock
from index.marks import Mark
from index.removal import Removed
from index.salvage import DamagedStore, open_damaged
from index.store import FILE_NAME, Store
from index.swapping import put_in_place, work_folder

ASIDE = "damaged"
UNKNOWN_MODEL = "?"


@dataclass(frozen=True, slots=True)
class SetAside:
    """A document that isn't whole any more: what is wrong, and the file with its original or its text, if either is.

    `document` is its name, or what is left to know it by. Or a mark on one of its tasks.
    """

    document: str
    problem: str
    saved: Path | None


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was saved. `folder` holds the damaged file as it was and what was set aside; None if all was sound."""

    documents: int
    aside: tuple[SetAside, ...]
    folder: Path | None
    model_lost: bool = False


def repair(folder: Path, on_progress: Progress | None = None) -> Repaired:
    """Makes a damaged library whole again with all its sound documents, and its search indexes anew.

    A library that is sound is left as it is. To be called where this process hasn't the library open: reading the file
    past SQLite lets go of its locks on it. Other programs may have. `on_progress` gets the documents done and in all.
    Raises LibraryError where there is no library, LibraryInUse and LibraryNotWritable; then nothing has changed.
    """
    report = check(folder)
    of_file = [each for each in report.checked if each.problems and each.subject != "search indexes"]
    if not of_file:
        return Repaired(_rebuilt(folder), (), None)
    with WritersLock(folder).held(), _disk_named(folder), ExitStack() as on_failure:
        aside = folder / ASIDE / datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S-%f")
        on_failure.callback(shutil.rmtree, aside, ignore_errors=True)
        _keep(folder, aside)
        with work_folder(folder, ".repair-") as work:
            for file in aside.iterdir():
                shutil.copy(file, work)
            with ExitStack() as opened:
                new = Store(work / "new", create=True)
                opened.callback(new.close)
                store = open_damaged(work)
                if store is not None:
                    opened.callback(store.close)
                documents, problems = _saved(store, new, aside, on_progress)
                model_lost = new.meta("model") == UNKNOWN_MODEL
            put_in_place(folder / FILE_NAME, work / "new" / FILE_NAME)
            on_failure.pop_all()
        clear_files(folder)
    _rebuilt(folder)
    return Repaired(documents, tuple(problems), aside, model_lost)


def _keep(folder: Path, aside: Path) -> None:
    """Copies the damaged files, as they are."""
    aside.mkdir(parents=True)
    for name in (FILE_NAME, f"{FILE_NAME}-wal"):
        if (folder / name).exists():
            shutil.copy(folder / name, aside)


def _saved(store: DamagedStore | None, new: Store, aside: Path, report: Progress | None) -> tuple[int, list[SetAside]]:
    """Puts each sound document into the new file; returns how many, and the others."""
    if store is None:
        _describe(new, UNKNOWN_MODEL, 0, None)
        return 0, []
    paragraphs = store.salvageable()
    model, dimension = _model(store)
    _describe(new, model, dimension, _setting(store, "samples"))
    saved, problems = 0, list[SetAside]()
    # Of two documents of one name, which only a damaged index lets in, the newer one counts.
    for number, (document_id, ids) in enumerate(sorted(paragraphs.items(), reverse=True)):
        if report is not None:
            report(number, len(paragraphs))
        found = _whole(store, document_id, sorted(ids), model, dimension)
        if isinstance(found, Removed) and new.find(found.document) is not None:
            found = f"another document has the name {found.document}"
        if isinstance(found, str):
            problems.append(_set_aside(store, document_id, found, aside))
            continue
        with new.transaction():
            new.insert_vectors(found.vectors)
            removal.put_back(new, found)
            new.next_generation()
        saved += 1
    return saved, problems + _save_marks(store, new, aside)


def _save_marks(store: DamagedStore, new: Store, aside: Path) -> list[SetAside]:
    """Puts each sound mark into the new file, and what is left of the others aside; of which documents those were."""
    marks = store.salvageable_marks()
    damaged = [each for each in marks if not isinstance(each, Mark)]
    with new.transaction():
        for mark in marks:
            if isinstance(mark, Mark):
                new.marks.add(mark)
        new.next_generation()
    if not damaged:
        return []
    path = aside / "marks.json"
    path.write_text(json.dumps(damaged, ensure_ascii=False, indent=2), "utf-8")
    return [SetAside(str(each["document"]), "a mark on a task", path) for each in damaged]


def _describe(new: Store, model: str, dimension: int, samples: str | None) -> None:
    with new.transaction():
        new.set_meta("model", model)
        new.set_meta("dimension", str(dimension))
        new.set_meta("samples", samples or "removed")
        new.next_generation()


def _whole(store: Store, document_id: int, ids: list[int], model: str, dimension: int) -> Removed | str:
    """The document, or what is wrong with it."""
    try:
        with store.snapshot():
            document = removal.read(store, document_id, ids, model, dimension)
            if ids and ids[-1] - ids[0] + 1 != len(ids):
                return "a paragraph is missing"
            return "; ".join(unsound(document, dimension)) or document
    except LibraryError as error:
        return str(error.values["detail"])


def _set_aside(store: Store, document_id: int, problem: str, aside: Path) -> SetAside:
    """Writes what is left of a document into a file of its name: its original, or else its text."""
    name, original, text = f"document {document_id}", None, None
    with suppress(LibraryError), store.snapshot():
        held = store.held(document_id)
        name = held.name
        with suppress(LibraryError):
            text = store.source_itself(document_id).text
        original = store.original(held.source_id)
    if original is None and text is None:
        return SetAside(name, problem, None)
    path = _free(aside / "documents", name if original is not None else f"{name}.txt")
    path.write_bytes(original if original is not None else (text or "").encode())
    return SetAside(name, problem, path)


def _free(folder: Path, name: str) -> Path:
    """A path under the folder for a document's name, whatever the name is, that no other has."""
    parts = [part for part in name.replace("\\", "/").replace("\0", "").split("/") if part not in ("", ".", "..")]
    path = folder.joinpath(*(parts or ["document"]))
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(f"{number} {parts[-1] if parts else 'document'}")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _setting(store: Store, key: str) -> str | None:
    with suppress(LibraryError), store.snapshot():
        return store.meta(key)
    return None


def _model(store: DamagedStore) -> tuple[str, int]:
    """The name of the library's model and its dimension, from the vectors themselves where it isn't known any more."""
    dimension = _setting(store, "dimension")
    with suppress(LibraryError), store.snapshot():
        return _setting(store, "model") or UNKNOWN_MODEL, int(dimension or store.dimension_of_vectors())
    return _setting(store, "model") or UNKNOWN_MODEL, int(dimension or 0)


def _rebuilt(folder: Path) -> int:
    """Makes the search indexes anew where they aren't sound; returns how many documents there are."""
    store = Store(folder, create=False)
    try:
        with store.snapshot():
            dimension = int(store.meta("dimension") or 0)
            if dimension:
                caches = Caches(store, dimension)
                caches.drop_broken(after_reading_all=True)
                caches.catch_up()
            return len(store.document_ids())
    finally:
        store.close()


@contextmanager
def _disk_named(folder: Path) -> Iterator[None]:
    """Tells of what the disk can't take."""
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        detail = error.strerror or str(error) if isinstance(error, OSError) else str(error)
        raise LibraryNotWritable(folder=str(folder), detail=detail) from error
