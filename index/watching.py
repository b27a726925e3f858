"""Keeps a library in step with a folder: what is added, changed, moved and deleted there.

The comparison of the folder's files with the library's is what counts; the system's events only say when to compare. A
moved file is one whose bytes the library holds under a path where no file is any more. It keeps its name in the
library, and so its own title and date and the quotes of it in conversations. What is missing, can't be read or is just
being written is looked at once more before anything becomes of it.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

import watchfiles

from index.disk import sha256_of
from index.errors import BadArchive, DocumentNotFound, FolderGone, HoiHopError, PathNotFound
from index.files import FoundFile, find_files
from index.library import Library

_GROUPED_MS = 1_000
_QUIET_MS = 100
_SECOND_LOOK_MS = 500


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a file: `path` is where it is, or was if it was removed, `before` where it was if it moved."""

    kind: Literal["moved", "removed", "changed", "added"]
    path: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done about a file. `document` is its name in the library, `reason` why it failed or where it went."""

    status: Literal["added", "replaced", "unchanged", "moved", "removed", "failed"]
    document: str
    reason: str = ""
    error: HoiHopError | None = None


@dataclass(frozen=True, slots=True)
class _Seen:
    """A file's SHA-256, and what tells that it is still the same: inode, bytes and time of its last change."""

    sha256: str
    stat: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Folder:
    """The files that can be read, by path, with their SHA-256; the files and folders that can't be, and which of those
    are just being written.
    """

    files: Mapping[str, FoundFile]
    sha256s: Mapping[str, str]
    unread: Mapping[str, FoundFile]
    busy: frozenset[str]


_Open = tuple[Change, str]
"""A change that isn't done, and the SHA-256 of its file, "" for one that is gone."""


def compare(held: Mapping[str, str], found: Mapping[str, str], unknown: Collection[str] = ()) -> list[Change]:
    """What to do so that the library is as the folder, in this order: moved, removed, changed, added.

    `held` and `found` are the SHA-256s of the library's and the folder's files by path. What is `unknown`, or lies in a
    folder that is, counts as it is held. A file moves only to a name of the same suffix, which decides how it is read.
    """

    def is_unknown(path: str) -> bool:
        return any(path == each or path.startswith(f"{each}/") for each in unknown)

    gone = sorted(path for path in held.keys() - found.keys() if not is_unknown(path))
    new = sorted(found.keys() - held.keys())
    moved: list[Change] = []
    for path in new:
        candidates = [each for each in gone if held[each] == found[path] and _suffix(each) == _suffix(path)]
        if candidates:
            name = PurePosixPath(path).name
            before = next((each for each in candidates if PurePosixPath(each).name == name), candidates[0])
            gone.remove(before)
            moved.append(Change("moved", path, before))
    arrived = {change.path for change in moved}
    return [
        *moved,
        *(Change("removed", path) for path in gone),
        *(Change("changed", path) for path in sorted(held.keys() & found.keys()) if held[path] != found[path]),
        *(Change("added", path) for path in new if path not in arrived),
    ]


class Follower:
    """Brings a library to the state of a folder, again and again. `unsettled`: something waits for its second look."""

    def __init__(self, library: Library, folder: Path) -> None:
        """Raises PathNotFound."""
        if not folder.is_dir():
            raise PathNotFound(path=str(folder))
        self.folder = folder
        self.library = library
        self.unsettled = True
        self._identity = _identity(folder)
        self._begun = False
        self._seen: dict[str, _Seen] = {}
        self._waiting: set[_Open] = set()
        self._given_up: set[_Open] = set()
        self._unread: dict[str, bool] = {}

    def step(self) -> Iterator[Done]:
        """Compares once and does what can be done, telling of each file as it is done; to be gone through to the end.

        Raises FolderGone (nothing was removed) and LibraryError.
        """
        now = self._look()
        held = self.library.files_of(self.folder)
        changes = [(each, now.sha256s.get(each.path, "")) for each in compare(held, now.sha256s, now.unread)]
        yield from self._told_of_unread(now)
        waiting: set[_Open] = set()
        changed = False
        self._given_up &= set(changes)
        for each in changes:
            if each in self._given_up:
                continue
            result = self._do(each[0], now.files.get(each[0].path), second=each in self._waiting)
            if result is None:
                waiting.add(each)
                continue
            if result.status == "failed":
                self._given_up.add(each)
            changed |= result.status != "failed"
            if result.status != "unchanged":
                yield result
        self._waiting = waiting
        # A folder that was new here may have turned out to be a known one that has moved.
        self.unsettled = bool(waiting) or not all(self._unread.values()) or (changed and not held)

    def _do(self, change: Change, file: FoundFile | None, *, second: bool) -> Done | None:
        """What was done, or None for what waits for its second look."""
        try:
            if change.kind == "moved":
                name = self.library.move_file(self.folder, change.before, change.path)
                return Done("moved", name, f"{change.before} → {change.path}")
            if file is None:
                return Done("removed", self.library.remove_file(self.folder, change.path)) if second else None
        except DocumentNotFound:
            # Somebody else took it out in the meantime.
            return None
        outcome = self.library.add_file(file)
        if outcome.status == "skipped" or (outcome.status == "failed" and not second):
            return None
        return Done(outcome.status, outcome.document, outcome.reason, outcome.error)

    def _told_of_unread(self, now: _Folder) -> list[Done]:
        """Once for each file and folder that can't be read in the second look either."""
        done: list[Done] = []
        unread: dict[str, bool] = {}
        for path, file in now.unread.items():
            told = self._unread.get(path)
            if told is False and path not in now.busy:
                outcome = self.library.add_file(file)
                if outcome.status == "failed":
                    done.append(Done("failed", outcome.document, outcome.reason, outcome.error))
                told = True
            unread[path] = bool(told)
        self._unread = unread
        return done

    def _look(self) -> _Folder:
        """The folder as it is now. Raises FolderGone."""
        files: dict[str, FoundFile] = {}
        seen: dict[str, _Seen] = {}
        unread: dict[str, FoundFile] = {}
        busy: set[str] = set()
        for file in find_files([self.folder]):
            if file.path == self.folder:
                raise FolderGone(path=str(self.folder))
            if file.error is not None:
                unread[file.document] = file
            elif file.skipped is None:
                try:
                    known = _hashed(file, self._seen.get(file.document))
                except (OSError, BadArchive):
                    unread[file.document] = file
                    continue
                if known is None:
                    unread[file.document] = file
                    busy.add(file.document)
                else:
                    files[file.document], seen[file.document] = file, known
        emptied = not (files or unread or self._begun) and self.library.files_of(self.folder)
        if emptied or _identity(self.folder) != self._identity:
            raise FolderGone(path=str(self.folder))
        self._begun = True
        self._seen = seen
        return _Folder(files, {path: each.sha256 for path, each in seen.items()}, unread, frozenset(busy))


def follow(follower: Follower, stop: threading.Event | None = None) -> Iterator[Done]:
    """Steps at once and after each change in the folder, until `stop` is set or what is raised ends it."""
    own = follower.library.folder.resolve()
    changes = watchfiles.watch(
        follower.folder.resolve(),
        watch_filter=lambda _, path: not Path(path).is_relative_to(own),
        debounce=_GROUPED_MS,
        step=_QUIET_MS,
        stop_event=stop,
        rust_timeout=_SECOND_LOOK_MS,
        yield_on_timeout=True,
        ignore_permission_denied=True,
    )
    for changed in changes:
        if changed or follower.unsettled:
            yield from follower.step()


def _hashed(file: FoundFile, known: _Seen | None) -> _Seen | None:
    """The file as it is, None while it or the archive it lies in is being written. Raises OSError and BadArchive."""
    before = _stat(file.path)
    if known is not None and known.stat == before:
        return known
    sha256 = sha256_of(file.path) if file.member is None else hashlib.sha256(file.read()).hexdigest()
    return _Seen(sha256, before) if _stat(file.path) == before else None


def _stat(path: Path) -> tuple[int, int, int]:
    stat = path.stat()
    return stat.st_ino, stat.st_size, stat.st_mtime_ns


def _identity(folder: Path) -> tuple[int, int] | None:
    """What tells that it is still the same folder, and no other disk's; None where there is none."""
    try:
        stat = folder.stat()
    except OSError:
        return None
    return stat.st_dev, stat.st_ino


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
