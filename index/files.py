"""Which files a path stands for, and the name that each gets in a library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import HoiHopError, PathNotFound, UnreadableDocument, UnsupportedType
from index.loaders import SUPPORTED_SUFFIXES, format_of

_LEFTOVERS = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to add. `document` is its path relative to `root`, the folder that was named, or else its own name.

    `skipped` tells why a file inside a folder is passed over, `error` why one can't be had; both None for one to read.
    """

    path: Path
    document: str
    root: Path | None
    skipped: str | None = None
    error: HoiHopError | None = None


def find_files(paths: Sequence[Path]) -> list[FoundFile]:
    """The files of the paths in order, folders walked by name. A path that isn't there is found with its error."""
    found: list[FoundFile] = []
    for path in paths:
        if path.is_dir():
            found.extend(_walk(path))
        elif os.path.lexists(path):
            found.append(_named(path, path.name, None))
        else:
            found.append(FoundFile(path, _readable(str(path)), None, error=PathNotFound(path=_readable(str(path)))))
    return found


def _walk(root: Path) -> list[FoundFile]:
    found: list[FoundFile] = []

    def unlisted(error: OSError) -> None:
        folder = Path(error.filename or root)
        name = folder.name if folder == root else folder.relative_to(root).as_posix()
        found.append(FoundFile(folder, _readable(name), root, error=_unreadable(name, error.strerror or str(error))))

    for folder, folders, names in os.walk(root, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            document = path.relative_to(root).as_posix()
            skipped = _why_skipped(path)
            if skipped is not None:
                found.append(FoundFile(path, _readable(document), root, skipped))
            else:
                found.append(_named(path, document, root))
    return found


def _named(path: Path, document: str, root: Path | None) -> FoundFile:
    """The file under a name that a library can hold: one that is text."""
    if _readable(document) == document:
        return FoundFile(path, document, root)
    error = _unreadable(document, "Its name isn't UTF-8; rename it.")
    return FoundFile(path, _readable(document), root, error=error)


def _why_skipped(path: Path) -> str | None:
    if path.name.startswith((".", *_LEFTOVERS)):
        return "hidden or lock file"
    if path.exists() and not path.is_file():
        # Reading a pipe or a device might never end.
        return "not a regular file"
    return None if path.suffix.lower() in SUPPORTED_SUFFIXES or _is_read(path) else "unsupported type"


def _is_read(path: Path) -> bool:
    """Whether the file is by its content of a kind that is read; one that can't be looked into is not."""
    try:
        with path.open("rb") as stream:
            format_of(path.name, stream)
    except (OSError, UnsupportedType):
        return False
    return True


def _unreadable(name: str, detail: str) -> UnreadableDocument:
    return UnreadableDocument(path=_readable(name), detail=detail)


def _readable(name: str) -> str:
    """The name as text: bytes that aren't UTF-8 come from the file system as lone surrogates."""
    return name.encode("utf-8", "replace").decode("utf-8")
