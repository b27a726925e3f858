"""A search index on disk: one file for each of its parts, and a small one that says which they are.

`{name}.json` holds the format, the caller's generation, the index's settings, and of each part its file, the file's
checksum and the ids of the groups that were removed from it since (index/checked_json.py). A part's file
(index/blockfile.py) never changes. It is written under a name of its own before the small file speaks of it, and
deleted after that speaks of it no more, so that whenever a program stops, the index is that of before or of after.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index import blockfile, checked_json
from index.blockfile import Arrays
from index.errors import BrokenCache

_FORMAT = 2
_ENDING = ".part"
# What another program wrote and no small file speaks of may be what it is just about to write of.
_LONGEST_WRITE_SECONDS = 3600


class Part(Protocol):
    """A part of an index: arrays that never change, and the ids of the groups that were removed from it."""

    arrays: Arrays

    @property
    def removed(self) -> NDArray[np.int64]:
        """The ids of the removed groups."""


class PartedIndex(Protocol):
    """An index made of parts, each of one kind, `Part` and more."""

    @property
    def parts(self) -> Sequence[Any]:
        """What it is made of."""

    def set_parts(self, parts: Iterable[Any]) -> None:
        """Makes it of these parts."""

    def part_of(self, arrays: Arrays, removed: Collection[int] = ()) -> Part:
        """A part with these arrays."""

    @property
    def settings(self) -> Mapping[str, float]:
        """Numbers without which its parts mean nothing."""

    @property
    def groups(self) -> NDArray[np.int64]:
        """The ids of the groups that it holds."""

    def remove(self, groups: NDArray[np.int64]) -> None:
        """Takes out groups, those that it holds."""

    def tidy(self, added: int) -> None:
        """Makes the last parts into one where that costs in proportion to so many rows that were added."""

    def __len__(self) -> int: ...


@dataclass(frozen=True, slots=True)
class _Kept:
    """What the small file says."""

    generation: int
    settings: Mapping[str, float]
    parts: tuple[tuple[str, str, list[int]], ...]


def load(index: PartedIndex, folder: Path, name: str) -> int:
    """Makes an index of the parts of that name, and returns its generation. Those missing or broken are left out.

    Where that is so, or nothing can be read at all, or only what has other settings, the generation is -1.
    """
    kept, parts, generation = None, list[Part](), -1
    for _ in range(3):
        with suppress(BrokenCache):
            before, kept = kept, _read(_named(folder, name))
            if kept == before or kept.settings != index.settings:
                break
            parts, lacking = _opened(index, folder, kept)
            generation = -1 if lacking else kept.generation
            if not lacking:
                break
            # Another program may just have put others in their place.
    index.set_parts(parts)
    return generation


def save(index: PartedIndex, folder: Path, name: str, generation: int) -> None:
    """Writes what of the index isn't on disk yet. Raises OSError; what was there before is then as good as it was.

    Raises BrokenCache where a part that has to be written again can't be read.
    """
    parts = [_written(index, part, folder, name) for part in index.parts]
    described = [(part.arrays.name, part.arrays.checksum, part.removed.tolist()) for part in parts]
    said = {"format": _FORMAT, "generation": generation, "settings": {**index.settings}, "parts": described}
    before = _names_in(_named(folder, name))
    checked_json.write(_named(folder, name), said)
    index.set_parts(parts)
    held = {file for file, _, _ in described}
    for path in _part_files(folder, name):
        if path.name not in held and (path.name in before or _is_old(path)):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def problems(folder: Path, name: str) -> list[str]:
    """What is wrong with the index's files, each with its file's name. Reads all of them."""
    found = []
    try:
        kept = _read(_named(folder, name))
    except BrokenCache as error:
        return [f"{name}.json: {error.values['detail']}"]
    for file, checksum, _ in kept.parts:
        try:
            arrays = _open_part(folder / file, checksum)
            arrays.check()
            arrays.close()
        except BrokenCache as error:
            found.append(f"{file}: {error.values['detail']}")
    return found


def exists(folder: Path, name: str) -> bool:
    """Whether there is an index of that name."""
    return _named(folder, name).exists()


def clear(folder: Path, name: str) -> None:
    """Deletes the index's files. Raises OSError."""
    _named(folder, name).unlink(missing_ok=True)
    for path in _part_files(folder, name):
        path.unlink(missing_ok=True)


def _named(folder: Path, name: str) -> Path:
    return folder / f"{name}.json"


def _part_files(folder: Path, name: str) -> list[Path]:
    return sorted([*folder.glob(f"{name}-*{_ENDING}"), *folder.glob(f".{name}-*{_ENDING}.tmp")])


def _is_old(path: Path) -> bool:
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _LONGEST_WRITE_SECONDS
    return False


def _read(path: Path) -> _Kept:
    said: dict[str, Any] = checked_json.read(path)
    if said.get("format") != _FORMAT:
        raise BrokenCache(path=str(path), detail="another version's")
    return _Kept(said["generation"], said["settings"], tuple((*each,) for each in said["parts"]))


def _names_in(path: Path) -> set[str]:
    with suppress(BrokenCache):
        return {file for file, _, _ in _read(path).parts}
    return set()


def _opened(index: PartedIndex, folder: Path, kept: _Kept) -> tuple[list[Part], bool]:
    """The parts that can be opened, and whether any can't."""
    parts = []
    for file, checksum, removed in kept.parts:
        with suppress(BrokenCache):
            parts.append(index.part_of(_open_part(folder / file, checksum), removed))
    return parts, len(parts) < len(kept.parts)


def _open_part(path: Path, checksum: str) -> Arrays:
    arrays = Arrays.open(path)
    if arrays.checksum != checksum:
        raise BrokenCache(path=str(path), detail="it is another than it was")
    return arrays


def _written(index: PartedIndex, part: Part, folder: Path, name: str) -> Part:
    """The part with a file, from which it is read from now on: its memory is free for others."""
    if part.arrays.path is not None and part.arrays.path.exists():
        return part
    path = folder / f"{name}-{secrets.token_hex(8)}{_ENDING}"
    blockfile.write(path, part.arrays.all(), part.arrays.fine)
    try:
        return index.part_of(Arrays.open(path), part.removed.tolist())
    except BrokenCache as error:
        raise OSError(str(error)) from error
