"""A library in one file: an ordinary .zip with its SQLite file, and beside it what that holds and its SHA-256.

Made and put back while other programs use the library. Both ways all of it is checked before anything is replaced.
"""

from __future__ import annotations

import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from index import schema
from index.checking import Progress, check
from index.disk import sha256_of, sync_folder
from index.errors import (
    BackupNotWritable,
    BrokenBackup,
    LibraryDamaged,
    LibraryError,
    LibraryNotWritable,
    LibraryThere,
)
from index.locking import WritersLock
from index.store import FILE_NAME, Store
from index.swapping import put_in_place, work_folder
from index.unzipping import damage_as_bad_zip

_ABOUT = "backup.json"
_FORMAT = 1
_TOO_NEW = "made by a later version of this program: update this one"
_BLOCK_SIZE = 1 << 20


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; `made_at` is ISO 8601 in UTC."""

    format: int
    version: int
    documents: int
    sha256: str
    made_at: str


def back_up(folder: Path, path: Path, on_progress: Progress | None = None) -> Backup:
    """Writes the library as it is at this moment into one file, in place of an earlier backup there.

    Raises LibraryError, LibraryDamaged among them: what isn't whole is no backup; and BackupNotWritable, also where
    another file than a backup is in the way. `on_progress` gets the documents done and in all of the check.
    """
    store = Store(folder, create=False)
    try:
        if path.exists() and not _is_backup(path):
            raise BackupNotWritable(path=str(path), detail="there is another file of that name")
        with _not_writable(path), tempfile.TemporaryDirectory(prefix=".backup-", dir=path.parent) as name:
            work = Path(name)
            store.copy_to(work / FILE_NAME)
            _assert_sound(folder, work, on_progress)
            copy = work / FILE_NAME
            about = Backup(_FORMAT, schema.VERSION, _documents_in(work), sha256_of(copy), _now())
            with (work / "zip").open("wb") as file:
                with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                    archive.writestr(_ABOUT, json.dumps(asdict(about), indent=2))
                    archive.write(copy, FILE_NAME)
                file.flush()
                os.fsync(file.fileno())
            (work / "zip").replace(path)
            sync_folder(path.parent)
            return about
    finally:
        store.close()


def restore(path: Path, folder: Path, *, replace: bool = False, on_progress: Progress | None = None) -> Backup:
    """Makes the library in the folder what the backup holds; with `replace` also where there is one.

    The library is the one or the other at each moment, and programs that have it open go on with the new one. Raises
    BrokenBackup, LibraryThere, LibraryTooNew and LibraryNotWritable; then nothing has changed.
    """
    about = _about(path)
    if about.version > schema.VERSION:
        raise BrokenBackup(
            path=str(path), detail=f"of version {about.version}, made by a later program: update this one"
        )
    if (folder / FILE_NAME).exists() and not replace:
        raise LibraryThere(folder=str(folder))
    with _library_not_writable(folder):
        folder.mkdir(parents=True, exist_ok=True)
        # All along, since what another program wrote meanwhile would be gone at once.
        with WritersLock(folder).held(), work_folder(folder, ".restore-") as work:
            _unpack(path, about, work / FILE_NAME)
            try:
                report = check(work, on_progress)
            except LibraryError as error:
                raise BrokenBackup(path=str(path), detail=str(error.values["detail"])) from error
            problems = [problem for each in report.checked for problem in each.problems]
            if problems:
                raise BrokenBackup(path=str(path), detail=problems[0])
            if (folder / FILE_NAME).exists() and not replace:
                raise LibraryThere(folder=str(folder))
            put_in_place(folder / FILE_NAME, work / FILE_NAME)
    return about


def _assert_sound(folder: Path, work: Path, on_progress: Progress | None) -> None:
    problems = [problem for each in check(work, on_progress).checked for problem in each.problems]
    if problems:
        raise LibraryDamaged(folder=str(folder), file=FILE_NAME, detail=problems[0])


def _documents_in(work: Path) -> int:
    store = Store(work, create=False)
    try:
        return len(store.document_ids())
    finally:
        store.close()


def _is_backup(path: Path) -> bool:
    try:
        _about(path)
    except BrokenBackup:
        return False
    return True


def _about(path: Path) -> Backup:
    with _broken(path), zipfile.ZipFile(path) as archive:
        about = Backup(**json.loads(archive.read(_ABOUT)))
        kinds = {name: type(value) for name, value in asdict(about).items()}
        if kinds != {"format": int, "version": int, "documents": int, "sha256": str, "made_at": str}:
            raise BrokenBackup(path=str(path), detail=f"{_ABOUT} in it is damaged")
        if about.format != _FORMAT:
            raise BrokenBackup(path=str(path), detail=_TOO_NEW)
        return about


def _unpack(path: Path, about: Backup, target: Path) -> None:
    with target.open("wb") as file:
        for block in _blocks(path):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if sha256_of(target) != about.sha256:
        raise BrokenBackup(path=str(path), detail="its checksum differs")


def _blocks(path: Path) -> Iterator[bytes]:
    with _broken(path), zipfile.ZipFile(path) as archive, archive.open(FILE_NAME) as packed:
        while block := packed.read(_BLOCK_SIZE):
            yield block


# What zipfile and json say of files that are none of ours; the last two of ways to pack and to lock.
_NO_BACKUP = (
    zipfile.BadZipFile,
    ValueError,
    KeyError,
    TypeError,
    NotImplementedError,
    RuntimeError,
)


@contextmanager
def _broken(path: Path) -> Iterator[None]:
    """Tells of what is no backup."""
    try:
        with damage_as_bad_zip():
            yield
    except (OSError, *_NO_BACKUP) as error:
        raise BrokenBackup(path=str(path), detail=_said(error)) from error


@contextmanager
def _not_writable(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError, LibraryNotWritable) as error:
        detail = error.values["detail"] if isinstance(error, LibraryNotWritable) else _said(error)
        raise BackupNotWritable(path=str(path), detail=detail) from error


@contextmanager
def _library_not_writable(folder: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.OperationalError) as error:
        raise LibraryNotWritable(folder=str(folder), detail=_said(error)) from error


def _said(error: Exception) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
