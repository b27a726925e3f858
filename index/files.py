"""Which files a path stands for, those in archives too, and the name that each gets in a library."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from index.errors import (
    BadArchive,
    HoiHopError,
    LinkLeadsOut,
    PathNotFound,
    TooLarge,
    UnreadableDocument,
    UnsupportedType,
)
from index.library_file import FILE_NAME
from index.loaders import SUPPORTED_SUFFIXES, format_of, is_archive
from index.loaders.archives import members, read_entry, read_member

_HIDDEN = "hidden or lock file"
_UNSUPPORTED = "unsupported type"
_LEFTOVERS = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to add. `document` is its path relative to `root`, the folder that was named, or else its own name.

    `skipped` tells why a file inside a folder is passed over, `error` why one can't be had; both None for one to read.
    `member` is the path inside the archive at `path`, for a file that lies in one.
    """

    path: Path
    document: str
    root: Path | None
    skipped: str | None = None
    error: HoiHopError | None = None
    member: str | None = None

    def read(self, limit_mb: int | None = None) -> bytes:
        """Its bytes. Raises OSError, BadArchive and TooLarge (for more than `limit_mb`)."""
        if self.member is None:
            if limit_mb is not None and self.path.stat().st_size > limit_mb << 20:
                raise TooLarge(path=self.document, limit=limit_mb)
            return self.path.read_bytes()
        with self.path.open("rb") as stream:
            return read_member(str(self.path), stream, self.member)


def find_files(paths: Sequence[Path]) -> list[FoundFile]:
    """The files of the paths in order, folders walked by name. A path that isn't there is found with its error."""
    found: list[FoundFile] = []
    for path in paths:
        if path.is_dir():
            found.extend(_walk(path))
        elif os.path.lexists(path):
            found.extend(_files_of(_named(path, path.name, None)))
        else:
            found.append(FoundFile(path, _readable(str(path)), None, error=PathNotFound(path=_readable(str(path)))))
    return found


def _walk(root: Path) -> list[FoundFile]:
    found: list[FoundFile] = []
    inside = os.path.realpath(root)

    def unlisted(error: OSError) -> None:
        folder = Path(error.filename or root)
        name = folder.name if folder == root else folder.relative_to(root).as_posix()
        found.append(FoundFile(folder, _readable(name), root, error=_unreadable(name, error.strerror or str(error))))

    for folder, folders, names in os.walk(root, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not (name.startswith(".") or _is_library(Path(folder, name))))
        for name in sorted(names):
            path = Path(folder, name)
            document = path.relative_to(root).as_posix()
            skipped = _why_skipped(path)
            if skipped is not None:
                found.append(FoundFile(path, _readable(document), root, skipped))
            elif path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(inside):
                # Whoever may write into the folder could have any file of this machine read.
                name = _readable(document)
                found.append(FoundFile(path, name, root, error=LinkLeadsOut(path=name)))
            else:
                found.extend(_files_of(_named(path, document, root)))
    return found


def _is_library(folder: Path) -> bool:
    """A library that lies among its own documents holds none of them as a file."""
    return os.path.lexists(folder / FILE_NAME)


def _files_of(file: FoundFile) -> list[FoundFile]:
    """The file itself, or the members of an archive; one that can't be looked into is told of when it is read."""
    if file.error is not None or not file.path.is_file():
        return [file]
    try:
        with file.path.open("rb") as stream:
            if not is_archive(file.path.name, stream):
                return [file]
            return [
                replace(file, document=f"{file.document}/{name}", skipped=why, member=name)
                for name, why in _members(file.document, stream)
            ]
    except BadArchive as error:
        return [replace(file, error=error)]
    except OSError:
        return [file]


def _members(document: str, stream: BinaryIO) -> Iterator[tuple[str, str | None]]:
    """The members of an archive, each with why it is passed over, if it is."""
    for name, entry in members(document, stream).items():
        if is_leftover(name):
            yield name, _HIDDEN
        elif PurePosixPath(name).suffix.lower() in SUPPORTED_SUFFIXES:
            yield name, None
        else:
            is_read = _is_read(name, io.BytesIO(read_entry(document, stream, entry)))
            yield name, None if is_read else _UNSUPPORTED


def uploaded_files(name: str, data: bytes) -> list[tuple[str, bytes]]:
    """The documents in an uploaded file with their names: the file itself, or the members of an archive.

    An archive that can't be read stays one file, for which the library says why.
    """
    stream = io.BytesIO(data)
    try:
        if is_archive(name, stream):
            found = members(name, stream)
            return [
                (f"{name}/{member}", read_entry(name, stream, entry))
                for member, entry in found.items()
                if not is_leftover(member)
            ]
    except BadArchive:
        return [(name, data)]
    return [(name, data)]


def is_leftover(name: str) -> bool:
    """Whether a path in an archive is of what programs leave behind, or hidden."""
    return any(part.startswith((".", "__MACOSX", *_LEFTOVERS)) for part in PurePosixPath(name).parts)


def _named(path: Path, document: str, root: Path | None) -> FoundFile:
    """The file under a name that a library can hold: one that is text."""
    if _readable(document) == document:
        return FoundFile(path, document, root)
    error = _unreadable(document, "Its name isn't UTF-8; rename it.")
    return FoundFile(path, _readable(document), root, error=error)


def _why_skipped(path: Path) -> str | None:
    if path.name.startswith((".", *_LEFTOVERS)):
        return _HIDDEN
    if path.exists() and not path.is_file():
        # Reading a pipe or a device might never end.
        return "not a regular file"
    if path.suffix.lower() in SUPPORTED_SUFFIXES:
        return None
    try:
        with path.open("rb") as stream:
            return None if _is_read(path.name, stream) else _UNSUPPORTED
    except OSError:
        return _UNSUPPORTED


def _is_read(name: str, stream: BinaryIO) -> bool:
    """Whether the file is by its content of a kind that is read."""
    try:
        format_of(name, stream)
    except UnsupportedType:
        return False
    return True


def _unreadable(name: str, detail: str) -> UnreadableDocument:
    return UnreadableDocument(path=_readable(name), detail=detail)


def _readable(name: str) -> str:
    """The name as text: bytes that aren't UTF-8 come from the file system as lone surrogates."""
    return name.encode("utf-8", "replace").decode("utf-8")
