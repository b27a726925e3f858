"""The task lines of a library's documents, found when they are asked for and kept until a document changes."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from index.kept import Kept, Stamp
from index.store import Store
from index.tasks import Task, TaskFinder

_DATES = ("due_from", "due_to")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task line with the document that it stands in and its words there; `meeting_date` is ISO 8601 or None."""

    document: str
    meeting_date: str | None
    text: str
    task: Task


def task_lines(store: Store, documents: Collection[str] | None = None) -> list[TaskLine]:
    """The lines of these documents, or of all, by name and place. To be called in a snapshot of the store.

    Names that the library doesn't hold are left out. Raises LibraryDamaged.
    """
    dates = {each.document: each.date for each in store.documents()}
    stamps = {name: Stamp(store.id_of(name), day or "") for name, day in dates.items()}
    finder = TaskFinder()
    found = KEPT_TASKS.of(
        store,
        stamps,
        lambda name: documents is None or name in documents,
        lambda name: finder.find(store.paragraphs_of(name), dates[name]),
    )
    return [line for name, tasks in found.items() for line in _with_texts(store, name, dates[name], tasks)]


def _with_texts(store: Store, document: str, meeting_date: str | None, tasks: list[Task]) -> Iterator[TaskLine]:
    source = store.source(document) if tasks else None
    if source is not None:
        for task in tasks:
            yield TaskLine(document, meeting_date, source.text[task.start : task.end], task)


def _encoded(tasks: list[Task]) -> list[dict[str, Any]]:
    fields = [asdict(task) for task in tasks]
    return [each | {name: each[name] and each[name].isoformat() for name in _DATES} for each in fields]


def _decoded(kept: list[dict[str, Any]]) -> list[Task]:
    return [_task(fields) for fields in kept]


def _task(fields: dict[str, Any]) -> Task:
    days = {name: None if fields[name] is None else date.fromisoformat(fields[name]) for name in _DATES}
    return Task(**{**fields, **days, "assignees": tuple(fields["assignees"])})


KEPT_TASKS = Kept("tasks.json", ("tasks",), _encoded, _decoded)
