"""In which state the library's file was last found sound, so that it needn't be gone through at each opening.

Comparing SQLite's trees and indexes reads the whole catalogue: half a second for 100,000 paragraphs. So what was found
sound is noted in the cache: which file it was, its size and its times to the nanosecond. Whoever writes to the file,
this program too, changes them, and the next opening goes through it again. So does one a week later: a disk that goes
bad changes no times. (What is read of a row is compared with the row's checksum in any case.)
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from index import checked_json
from index.errors import BrokenCache

FILE_NAME = "sound.json"
_SECOND_NS = 1_000_000_000
_GOOD_FOR_NS = 7 * 24 * 3600 * _SECOND_NS
# Times advance in steps, on some file systems of two seconds: within one, a further change would not show.
_STEP_NS = 2 * _SECOND_NS


@dataclass(frozen=True, slots=True)
class FileState:
    """What tells a file as it is from any other, and from itself after a change."""

    device: int
    inode: int
    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def of(cls, path: Path) -> FileState:
        """That of a file. Raises OSError."""
        status: os.stat_result = path.stat()
        return cls(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def once(file: Path, log: Path, cache: Path, compare: Callable[[], None]) -> None:
    """Calls `compare`, which raises where the file isn't sound, unless it was found sound as it is now.

    That is noted in the folder `cache`. While some of the library is in SQLite's log, the file's state says nothing.
    """
    before = _state(file, log)
    if before is not None and is_noted(cache, before):
        return
    compare()
    # What has changed it meanwhile has changed its state as well.
    if before is not None:
        note(cache, before)


def _state(file: Path, log: Path) -> FileState | None:
    try:
        return None if log.exists() and log.stat().st_size else FileState.of(file)
    except OSError:
        return None


def is_noted(cache: Path, state: FileState, now_ns: int | None = None) -> bool:
    """Whether the file was found sound in this state, less than a week before `now_ns` (now)."""
    try:
        noted = checked_json.read(cache / FILE_NAME)
        known, since_ns = FileState(**noted["state"]), int(noted["at_ns"])
    except (BrokenCache, KeyError, TypeError):
        return False
    age_ns = (time.time_ns() if now_ns is None else now_ns) - since_ns
    return known == state and 0 <= age_ns < _GOOD_FOR_NS


def note(cache: Path, state: FileState, now_ns: int | None = None) -> None:
    """Notes that the file is sound in this state, unless it has only just come to it or nothing can be written."""
    at_ns = time.time_ns() if now_ns is None else now_ns
    if at_ns - max(state.modified_ns, state.changed_ns) < _STEP_NS:
        return
    try:
        cache.mkdir(exist_ok=True)
        checked_json.write(cache / FILE_NAME, {"state": asdict(state), "at_ns": at_ns})
    except OSError:
        return
