"""Which files a path stands for, and the name that each gets in a library."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import PathNotFound
from index.loaders import SUPPORTED_SUFFIXES

_LEFTOVERS = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to add. `document` is its path relative to `root`, the folder that was named, or else its own name.

    `skipped` tells why a file inside a folder is passed over; None for one to be read.
    """

    path: Path
    document: str
    root: Path | None
    skipped: str | None = None


def find_files(paths: Sequence[Path]) -> list[FoundFile]:
    """The files of the paths in order, folders walked by name. Raises PathNotFound, before anything is added."""
    for path in paths:
        if not path.exists():
            raise PathNotFound(path=str(path))
    found: list[FoundFile] = []
    for path in paths:
        found.extend(_walk(path) if path.is_dir() else [FoundFile(path, path.name, None)])
    return found


def _walk(root: Path) -> list[FoundFile]:
    found: list[FoundFile] = []
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            document = path.relative_to(root).as_posix()
            found.append(FoundFile(path, document, root, _why_skipped(path)))
    return found


def _why_skipped(path: Path) -> str | None:
    if path.name.startswith((".", *_LEFTOVERS)):
        return "hidden or lock file"
    if path.suffix.lower() not in SUPPORTED_SUFFIXES:
        return "unsupported type"
    return None
