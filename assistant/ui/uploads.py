"""Putting uploaded files into the library, and what to do with a name that is taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
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
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A name that the library holds with other bytes: not added, the user chooses."""

    document: str
    data: bytes


def add_one(
    library: Library, upload: Upload, on_progress: Callable[[int, int], None] | None = None
) -> Outcome | Conflict:
    """Adds it; `on_progress` gets its paragraphs done and in all. Raises LibraryError, for a full disk for instance."""
    document = upload.document
    if upload.choice == "keep_both":
        document = free_name(library, document, upload.data)
    elif upload.choice == "ask" and _taken(library, document, upload.data):
        return Conflict(document, upload.data)
    return library.add_bytes(document, upload.data, sample=upload.sample, on_progress=on_progress)


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
