"""Numpy arrays in one file that is either whole or refused: how the search indexes are kept on disk.

The file is an ordinary uncompressed .npz, followed by 40 bytes: a mark and the SHA-256 of all that stands before it.
The checksum is compared before anything is parsed, so a flipped bit or a missing end is found wherever it lies.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from index.errors import BrokenCache

_MARK = b"HOIHOP\x00\x01"
_TRAILER_SIZE = len(_MARK) + hashlib.sha256().digest_size
_BLOCK_SIZE = 1 << 20
_LONGEST_WRITE_SECONDS = 3600


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Replaces the file by one with these arrays, in one step: a reader finds the old file or the new one.

    Raises OSError where the folder can't be written; the old file stays and nothing is left beside it.
    """
    _clear_leftovers(path)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            np.savez(file, allow_pickle=False, **arrays)
            size = file.seek(0, os.SEEK_END)
            file.write(_MARK + _digest(file, size))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        # Once it has taken the other's place it is no longer there.
        temporary.unlink(missing_ok=True)


def _clear_leftovers(path: Path) -> None:
    """Deletes what programs that were killed while they wrote left behind, an hour ago or longer."""
    for leftover in path.parent.glob(f".{path.name}.*.tmp"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _LONGEST_WRITE_SECONDS:
                leftover.unlink()


def read(path: Path) -> dict[str, NDArray[Any]]:
    """The arrays of the file by name. Raises BrokenCache where it is missing, unreadable, cut short or changed."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END) - _TRAILER_SIZE
            if size < 0:
                raise BrokenCache(path=str(path), detail="cut short")
            digest = _digest(file, size)
            if file.read(_TRAILER_SIZE) != _MARK + digest:
                raise BrokenCache(path=str(path), detail="its checksum differs")
            file.seek(0)
            with np.load(file, allow_pickle=False) as archive:
                return {name: archive[name] for name in archive.files}
    except OSError as error:
        raise BrokenCache(path=str(path), detail=error.strerror or str(error)) from error
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise BrokenCache(path=str(path), detail=str(error)) from error


def _digest(file: IO[bytes], size: int) -> bytes:
    """The SHA-256 of the first `size` bytes. The file is left standing after them."""
    file.seek(0)
    sha256 = hashlib.sha256()
    while size > 0 and (block := file.read(min(_BLOCK_SIZE, size))):
        sha256.update(block)
        size -= len(block)
    return sha256.digest()
