"""Putting uploaded files into the library, and what to do with a name that is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from index import Library, Outcome

# "ask" comes back as a Conflict where the name is taken by other bytes.
Choice = Literal["ask", "replace", "keep_both"]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to add under the name `document`."""

    document: str
    data: bytes
    choice: Choice = "ask"


@dataclass(frozen=True, slots=True)
class Conflict:
    """A name that the library holds with other bytes: not added, the user chooses."""

    document: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a batch of uploads."""

    outcomes: tuple[Outcome, ...]
    conflicts: tuple[Conflict, ...]


def add_all(library: Library, uploads: Sequence[Upload], report: Callable[[int, str, int, int], None]) -> Added:
    """Adds them one by one. `report` gets the file's number from 1, its name, and its paragraphs done and in all."""
    outcomes: list[Outcome] = []
    conflicts: list[Conflict] = []
    for number, upload in enumerate(uploads, 1):
        report(number, upload.document, 0, 0)
        document = upload.document
        if upload.choice == "keep_both":
            document = free_name(library, document, upload.data)
        elif upload.choice == "ask" and _taken(library, document, upload.data):
            conflicts.append(Conflict(document, upload.data))
            continue

        def progress(done: int, total: int, number: int = number, document: str = document) -> None:
            report(number, document, done, total)

        outcomes.append(library.add_bytes(document, upload.data, on_progress=progress))
    return Added(tuple(outcomes), tuple(conflicts))


def free_name(library: Library, document: str, data: bytes) -> str:
    """The name with the first free number: "minutes (2).docx". One that holds the same bytes already is taken again."""
    path = PurePosixPath(document)
    names = {summary.document for summary in library.documents()}
    number = 2
    while True:
        name = str(path.with_name(f"{path.stem} ({number}){path.suffix}"))
        if name not in names or library.source(name).id == _id_of(data):
            return name
        number += 1


def _taken(library: Library, document: str, data: bytes) -> bool:
    names = {summary.document for summary in library.documents()}
    return document in names and library.source(document).id != _id_of(data)


def _id_of(data: bytes) -> str:
    """As a Source's id."""
    return hashlib.sha256(data).hexdigest()
