"""The task lines of a library's documents, found when they are asked for and kept until a document changes.

They are kept in a file beside the search indexes, a cache as those are, rather than in the library's own file: they can
be made again from the texts at any time, and are made again whenever the rules change, for which no migration, no
backup and no checksum of a row is wanted. The file is either whole or made anew (checked_json.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from index import checked_json
from index.errors import BrokenCache
from index.store import Store
from index.tasks import Task, TaskFinder

_FILE = Path("cache") / "tasks.json"
_DATES = ("due_from", "due_to")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task line with the document that it stands in and its words there; `meeting_date` is ISO 8601 or None."""

    document: str
    meeting_date: str | None
    text: str
    task: Task


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What the lines of a document depend on; its text never changes under one id."""

    document_id: int
    meeting_date: str | None

    @property
    def key(self) -> str:
        return f"{self.document_id} {self.meeting_date or ''}"


def task_lines(store: Store, documents: Collection[str] | None = None) -> list[TaskLine]:
    """The lines of these documents, or of all, by name and place. To be called in a snapshot of the store.

    What isn't kept yet is found now, and kept where the folder can be written. Names that the library doesn't hold are
    left out. Raises LibraryDamaged.
    """
    summaries = {each.document: each.date for each in store.documents()}
    stamps = {name: _stamp(store, name, day) for name, day in summaries.items()}
    path = store.folder / _FILE
    kept = _read(path)
    known = {key: kept[key] for stamp in stamps.values() if (key := stamp.key) in kept}
    finder = TaskFinder()
    lines: list[TaskLine] = []
    changed = len(known) != len(kept)
    for name, stamp in stamps.items():
        if documents is not None and name not in documents:
            continue
        if stamp.key not in known:
            known[stamp.key] = finder.find(store.paragraphs_of(name), stamp.meeting_date)
            changed = True
        lines += _with_texts(store, name, stamp.meeting_date, known[stamp.key])
    if changed:
        _write(path, known)
    return lines


def forget_tasks(store: Store) -> None:
    """Takes the lines of documents that are gone out of what is kept. To be called in a snapshot of the store."""
    path = store.folder / _FILE
    kept = _read(path)
    there = {str(document_id) for document_id in store.document_ids()}
    left = {key: tasks for key, tasks in kept.items() if key.split()[0] in there}
    if len(left) < len(kept):
        _write(path, left)


def _stamp(store: Store, document: str, meeting_date: str | None) -> _Stamp:
    held = store.find(document)
    assert held is not None
    return _Stamp(held.id, meeting_date)


def _with_texts(store: Store, document: str, meeting_date: str | None, tasks: list[Task]) -> Iterator[TaskLine]:
    source = store.source(document) if tasks else None
    if source is not None:
        for task in tasks:
            yield TaskLine(document, meeting_date, source.text[task.start : task.end], task)


@cache
def _rules() -> str:
    """What the kept lines were found with: the SHA-256 of the rules and their tables."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "tasks").iterdir()):
        if path.suffix in (".py", ".toml", ".txt", ".json"):
            digest.update(path.name.encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> dict[str, list[Task]]:
    """The kept lines by the stamps of their documents; none where the file is missing, broken or of other rules."""
    try:
        held = checked_json.read(path)
    except BrokenCache:
        return {}
    if held["rules"] != _rules():
        return {}
    return {key: [_task(fields) for fields in tasks] for key, tasks in held["documents"].items()}


def _task(fields: dict[str, Any]) -> Task:
    days = {name: None if fields[name] is None else date.fromisoformat(fields[name]) for name in _DATES}
    return Task(**{**fields, **days, "assignees": tuple(fields["assignees"])})


def _write(path: Path, known: dict[str, list[Task]]) -> None:
    documents = {key: [_fields(task) for task in tasks] for key, tasks in known.items()}
    # Where it can't be written, the lines are found again next time.
    with suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        checked_json.write(path, {"rules": _rules(), "documents": documents})


def _fields(task: Task) -> dict[str, Any]:
    fields = asdict(task)
    return fields | {name: fields[name] and fields[name].isoformat() for name in _DATES}
