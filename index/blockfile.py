"""Numpy arrays in one file that is read in blocks as they are needed, each compared with its checksum when it is read.

The file holds the arrays one behind the other, then a table, as JSON: each array's name, kind, place and length, and
the CRC-32 of each block; at the end stand the table's length and its SHA-256, and a mark. Opening reads the table.

Blocks are read into memory of the process, and not mapped: a mapped file that another program cuts short ends this one
with a bus error, and what it changes would be used though it was compared before. As with a mapped file, memory is
taken only for what is read, and what was read stays.
"""

from __future__ import annotations

import hashlib
import json
import os
import weakref
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.disk import sync_folder
from index.errors import BrokenCache

_MARK = b"HOIHOP\x00\x02"
_TRAILER = 8 + hashlib.sha256().digest_size + len(_MARK)
_BLOCK = 1 << 16
_ALIGNED = 64
_KINDS = ("<u1", "<u2", "<u4", "<u8", "<i4", "<i8", "<f4", "<f8")


class Arrays:
    """Arrays by name, in memory or in a file. They are read only: one that was handed out may not be changed.

    `path` is the file, None in memory. Each method raises BrokenCache where it is damaged, cut short or gone; from then
    on it is known as `broken`.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Those in memory; `Arrays.open` for a file's."""
        self.path: Path | None = None
        # That of the file's table, and so of all in it.
        self.checksum = ""
        self.broken = False
        self._views = dict(arrays)
        self._file: IO[bytes] | None = None
        self._buffer = memoryview(b"")
        self._read = bytearray()
        self._checksums: list[int] = []
        self._places: dict[str, int] = {}

    @classmethod
    def open(cls, path: Path) -> Arrays:
        """Those of a file. It stays open, so that it can be read after another program has deleted it."""
        arrays = cls({})
        arrays.path = path
        try:
            arrays._file = path.open("rb", buffering=0)
            # Whoever lets go of the arrays needn't think of it.
            weakref.finalize(arrays, arrays._file.close)
            arrays._open()
        except OSError as error:
            raise arrays._broken(error.strerror or str(error)) from error
        return arrays

    def __contains__(self, name: str) -> bool:
        return name in self._views

    @property
    def name(self) -> str:
        """The file's name, empty in memory."""
        return "" if self.path is None else self.path.name

    @property
    def blocks_read(self) -> int:
        """How many blocks of the file have been read so far."""
        return sum(self._read)

    def kind(self, name: str) -> np.dtype[Any]:
        """The type of an array's values."""
        return self._views[name].dtype

    def length(self, name: str) -> int:
        """How long an array is."""
        return len(self._views[name])

    def whole(self, name: str) -> NDArray[Any]:
        """All of an array."""
        view = self._views[name]
        if self._file is not None:
            self._need(self._places[name], self._places[name] + view.nbytes)
        return view

    def some(self, name: str, start: int, stop: int) -> NDArray[Any]:
        """array[start:stop]."""
        view = self._views[name]
        if self._file is not None and start < stop:
            place, size = self._places[name], view.itemsize
            self._need(place + start * size, place + stop * size)
        return view[start:stop]

    def at(self, name: str, places: ArrayLike) -> NDArray[Any]:
        """array[places]; the places may have any shape."""
        view, places = self._views[name], np.asarray(places, np.int64)
        if self._file is not None:
            blocks = (self._places[name] + places.ravel() * view.itemsize) // _BLOCK
            for block in set(blocks.tolist()):
                if not self._read[block]:
                    self._read_block(block)
        found: NDArray[Any] = view[places]
        return found

    def rows_at(self, name: str, rows: NDArray[np.int64], width: int) -> NDArray[Any]:
        """The rows (n, width) of an array that holds rows of that width one behind the other."""
        view = self._views[name]
        if self._file is not None and len(rows):
            starts = self._places[name] + rows * (width * view.itemsize)
            first, last = starts // _BLOCK, (starts + (width * view.itemsize - 1)) // _BLOCK
            for block in set(first.tolist()).union(*map(range, first.tolist(), (last + 1).tolist())):
                if not self._read[block]:
                    self._read_block(block)
        found: NDArray[Any] = view.reshape(-1, width)[rows]
        return found

    def all(self) -> dict[str, NDArray[Any]]:
        """All arrays."""
        return {name: self.whole(name) for name in self._views}

    def check(self) -> None:
        """Reads what wasn't read yet."""
        if self._file is not None:
            self._need(0, len(self._buffer))

    def close(self) -> None:
        """Closes the file; what wasn't read can't be any more."""
        if self._file is not None:
            self._file.close()

    def _need(self, start: int, stop: int) -> None:
        first, last = start // _BLOCK, -(-stop // _BLOCK)
        while (first := self._read.find(0, first, last)) >= 0:
            self._read_block(first)

    def _read_block(self, block: int) -> None:
        assert self._file is not None
        part = self._buffer[block * _BLOCK : (block + 1) * _BLOCK]
        try:
            self._file.seek(block * _BLOCK)
            length = self._file.readinto(part)  # type: ignore[attr-defined]  # a raw file has it
        except OSError as error:
            raise self._broken(error.strerror or str(error)) from error
        except ValueError as error:
            raise self._broken("it was closed") from error
        if length != len(part) or zlib.crc32(part) != self._checksums[block]:
            # Nobody shall take for read what is wrong.
            part[:] = bytes(len(part))
            raise self._broken("its checksum differs")
        self._read[block] = 1

    def _open(self) -> None:
        assert self._file is not None
        size = self._file.seek(0, os.SEEK_END)
        if size < _TRAILER:
            raise self._broken("cut short")
        trailer = self._bytes(size - _TRAILER, _TRAILER)
        length, digest = int.from_bytes(trailer[:8], "little"), trailer[8 : -len(_MARK)]
        if not trailer.endswith(_MARK) or length > size - _TRAILER:
            raise self._broken("its end is missing")
        table = self._bytes(size - _TRAILER - length, length)
        if hashlib.sha256(table).digest() != digest:
            raise self._broken("its checksum differs")
        self.checksum = digest.hex()
        described = json.loads(table)
        body = described["bytes"]
        self._checksums = described["checksums"]
        self._read = bytearray(len(self._checksums))
        # Fresh memory costs nothing before it is written to.
        buffer = np.empty(body, np.uint8)
        self._buffer = buffer.data
        for name, kind, place, count in described["arrays"]:
            self._places[name] = place
            view = buffer[place : place + count * np.dtype(kind).itemsize].view(kind)
            view.flags.writeable = False
            self._views[name] = view

    def _bytes(self, place: int, length: int) -> bytes:
        assert self._file is not None
        self._file.seek(place)
        data = self._file.read(length)
        if data is None or len(data) != length:
            raise self._broken("cut short")
        return data

    def _broken(self, detail: str) -> BrokenCache:
        self.broken = True
        return BrokenCache(path=str(self.path), detail=detail)


def write(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes a new file with one-dimensional arrays, whole or not at all. Raises OSError."""
    described: list[tuple[str, str, int, int]] = []
    place = 0
    for name, array in arrays.items():
        kind = array.dtype.newbyteorder("<").str.replace("|", "<")
        if kind not in _KINDS or array.ndim != 1:
            raise ValueError(f"array {name} of {array.ndim} dimensions and kind {kind}")
        described.append((name, kind, place, array.size))
        place += -(-array.nbytes // _ALIGNED) * _ALIGNED
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            blocks = _Blocks(file)
            for (_, kind, start, _), array in zip(described, arrays.values(), strict=True):
                blocks.write(bytes(start - blocks.length))
                blocks.write(np.ascontiguousarray(array, kind).view(np.uint8).data)
            blocks.write(bytes(place - blocks.length))
            table = json.dumps(
                {"arrays": described, "bytes": blocks.length, "checksums": blocks.checksums()}, separators=(",", ":")
            ).encode()
            file.write(table + len(table).to_bytes(8, "little") + hashlib.sha256(table).digest() + _MARK)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync_folder(path.parent)


class _Blocks:
    """Writes to a file and reckons the checksum of each block."""

    def __init__(self, file: IO[bytes]) -> None:
        self.length = 0
        self._file = file
        self._done: list[int] = []
        self._open = 0

    def write(self, data: bytes | memoryview) -> None:
        self._file.write(data)
        start = 0
        while start < len(data):
            part = data[start : start + _BLOCK - self.length % _BLOCK]
            self._open = zlib.crc32(part, self._open)
            self.length += len(part)
            start += len(part)
            if self.length % _BLOCK == 0:
                self._done.append(self._open)
                self._open = 0

    def checksums(self) -> list[int]:
        """Those of all blocks, the last one with what it has."""
        return self._done + ([self._open] if self.length % _BLOCK else [])
