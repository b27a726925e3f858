"""Numpy arrays in one file that is read in blocks as they are needed, each compared with its checksum when it is read.

The file holds the blocks of the arrays one behind the other, then a table, as JSON: each array's name, kind and length,
and each block's length and CRC-32; at the end stand the table's length and its SHA-256, and a mark. Opening reads the
table. A block is 64 KB of an array, or 16 KB of a fine one, of which rows are read one here and one there; the table
says of which arrays. It holds the difference of each number from the one before, modulo its range, first all their
lowest bytes, then all next ones and so on, each of these planes with its length before them, and compressed by zlib if
that takes a third off it: most planes are nearly all 0, and to unpack one that isn't takes longer than all others
together. Ascending numbers take a third of their room so. An array whose blocks don't shrink by a tenth has them as
they are, and each is then as long as in memory. So has one of single bytes, which whoever made it has packed already.

Blocks are read into memory of the process, and not mapped: a mapped file that another program cuts short ends this one
with a bus error, and what it changes would be used though it was compared before. As with a mapped file, memory is
taken only for what is read, and what was read stays.
"""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import weakref
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import FileIO
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from index.disk import replacing
from index.errors import BrokenCache

_MARK = b"HOIHOP\x00\x04"
_TRAILER = 8 + hashlib.sha256().digest_size + len(_MARK)
_BLOCK = 1 << 16
_FINE_BLOCK = 1 << 14
_ALIGNED = 64
_KINDS = ("<u1", "<u2", "<u4", "<u8", "<i1", "<i4", "<i8", "<f4")
# Higher levels take twice the time for a tenth of the room.
_LEVEL = 1
_LEAST_GAIN = 0.1
_LEAST_GAIN_OF_A_PLANE = 1 / 3

_Given = TypeVar("_Given")
_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an array is: the numbers of its first block and the next array's, a block's size, its values in memory."""

    first: int
    stop: int
    block: int
    values: NDArray[Any]


class Arrays:
    """Arrays by name, in memory or in a file. They are read only: one that was handed out may not be changed.

    `fine` names those that a file is to hold in small blocks.

    `path` is the file, None in memory. Each method raises BrokenCache where it is damaged, cut short or gone; from then
    on it is known as `broken`.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]], fine: Collection[str] = ()) -> None:
        """Those in memory; `Arrays.open` for a file's."""
        self.fine = frozenset(fine)
        self.path: Path | None = None
        # That of the file's table, and so of all in it.
        self.checksum = ""
        self.broken = False
        self._views = dict(arrays)
        self._file: FileIO | None = None
        self._read = bytearray()
        self._is_read = np.frombuffer(self._read, np.uint8)
        self._places: dict[str, _Place] = {}
        # Of each block: where it begins in the file, and its checksum. One beginning more than blocks.
        self._begins: list[int] = []
        self._checksums: list[int] = []

    @classmethod
    def open(cls, path: Path) -> Arrays:
        """Those of a file. It stays open, so that it can be read after another program has deleted it."""
        arrays = cls({})
        arrays.path = path
        try:
            arrays._file = FileIO(path)
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
        return self.some(name, 0, len(self._views[name]))

    def some(self, name: str, start: int, stop: int) -> NDArray[Any]:
        """array[start:stop]."""
        view = self._views[name]
        if self._file is not None and start < stop:
            place, size = self._places[name], view.itemsize
            begin, end = place.first + start * size // place.block, place.first - (-stop * size // place.block)
            while (begin := self._read.find(0, begin, end)) >= 0:
                self._read_block(place, begin)
        return view[start:stop]

    def memory(self, name: str) -> NDArray[Any]:
        """All of an array, in which nothing stands yet where it wasn't read."""
        return self._views[name]

    def need_at(self, name: str, places: Iterable[int]) -> None:
        """Reads what of `memory` has to be read for these places."""
        place = self._places.get(name)
        if place is not None:
            first, values = place.first, place.block // place.values.itemsize
            for block in {first + each // values for each in places}:
                if not self._read[block]:
                    self._read_block(place, block)

    def passing(self, name: str, start: int, stop: int) -> NDArray[np.uint8]:
        """array[start:stop] of single bytes, without keeping it in memory: for what is kept in another form."""
        place = self._places.get(name)
        if place is None or start >= stop:
            return self._views[name][start:stop]
        begin = start // place.block
        data = self._checked(place.first + begin, place.first - (-stop // place.block))
        return np.frombuffer(data, np.uint8)[start - begin * place.block : stop - begin * place.block]

    def at(self, name: str, places: ArrayLike) -> NDArray[Any]:
        """array[places]; the places may have any shape."""
        view, places = self._views[name], np.asarray(places, np.int64)
        if not self._is_whole(name):
            place = self._places[name]
            self._read_blocks(place, places * view.itemsize // place.block)
        found: NDArray[Any] = view[places]
        return found

    def rows_at(self, name: str, rows: NDArray[np.int64], width: int) -> NDArray[Any]:
        """The rows (n, width) of an array that holds rows of that width one behind the other."""
        view = self._views[name]
        if not self._is_whole(name):
            place, size = self._places[name], width * view.itemsize
            # A byte of each block that a row lies in.
            within = np.array([*range(0, size, place.block), size - 1])
            self._read_blocks(place, (rows * size + within[:, np.newaxis]) // place.block)
        found: NDArray[Any] = view.reshape(-1, width).take(rows, axis=0)
        return found

    def copy_to(self, name: str, memory: NDArray[Any]) -> None:
        """Copies all of an array to memory of its kind and length; what of it has to be read for that isn't kept."""
        place = self._places.get(name)
        if place is None:
            memory[:] = self._views[name]
            return
        for block in range(place.first, place.stop):
            values = _values_of(block, place, memory)
            if self._read[block]:
                values[:] = _values_of(block, place, place.values)
            else:
                self._fill(values, block)

    def all(self) -> dict[str, NDArray[Any]]:
        """All arrays."""
        return {name: self.whole(name) for name in self._views}

    def check(self) -> None:
        """Reads what wasn't read yet, and compares it with its checksums."""
        for block in np.flatnonzero(self._is_read == 0).tolist():
            self._checked(block, block + 1)

    def close(self) -> None:
        """Closes the file; what wasn't read can't be any more."""
        if self._file is not None:
            self._file.close()

    def _is_whole(self, name: str) -> bool:
        """Whether there is nothing of an array to read any more."""
        place = self._places.get(name)
        return place is None or self._read.find(0, place.first, place.stop) < 0

    def _read_blocks(self, place: _Place, blocks: NDArray[np.int64]) -> None:
        """Reads those of an array's blocks, counted from its first, that weren't read yet."""
        unread = blocks[self._is_read[place.first : place.stop][blocks] == 0]
        for block in sorted(set(unread.tolist())):
            self._read_block(place, place.first + block)

    def _read_block(self, place: _Place, block: int) -> None:
        self._fill(_values_of(block, place, place.values), block)
        self._read[block] = 1

    def _fill(self, values: NDArray[Any], block: int) -> None:
        """Puts the values of a block in their place."""
        begin, end = self._begins[block : block + 2]
        if end - begin == values.nbytes:
            self._read_into(values.data, begin)
            self._compare(values.data, block)
        else:
            _unpack(self._checked(block, block + 1), values)

    def _checked(self, first: int, last: int) -> bytes:
        """What the file has of the blocks first:last, compared with their checksums."""
        begin = self._begins[first]
        data = self._bytes(begin, self._begins[last] - begin)
        whole = memoryview(data)
        for number in range(first, last):
            self._compare(whole[self._begins[number] - begin : self._begins[number + 1] - begin], number)
        return data

    def _compare(self, data: memoryview, block: int) -> None:
        if zlib.crc32(data) != self._checksums[block]:
            raise self._broken("its checksum differs")

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
        blocks = described.get("blocks", {})
        self.fine = frozenset(blocks)
        self._checksums = described["checksums"]
        self._begins = [0, *accumulate(described["lengths"])]
        self._read = bytearray(len(self._checksums))
        self._is_read = np.frombuffer(self._read, np.uint8)
        sizes = [count * np.dtype(kind).itemsize for _, kind, count in described["arrays"]]
        starts = [0, *accumulate(-(-size // _ALIGNED) * _ALIGNED for size in sizes)]
        memory, first = _fresh(starts[-1]), 0
        for (name, kind, _), start, size in zip(described["arrays"], starts, sizes, strict=False):
            values = memory[start : start + size].view(kind)
            block = blocks.get(name, _BLOCK)
            self._places[name] = _Place(first, first - (-size // block), block, values)
            view = values.view()
            view.flags.writeable = False
            self._views[name] = view
            first = self._places[name].stop

    def _bytes(self, place: int, length: int) -> bytes:
        data = self._at(place, FileIO.read, length)
        if len(data) != length:
            raise self._broken("cut short")
        return data

    def _read_into(self, memory: memoryview, place: int) -> None:
        """Fills memory with what stands in the file from that place on."""
        if self._at(place, FileIO.readinto, memory) != memory.nbytes:
            raise self._broken("cut short")

    def _at(self, place: int, read: Callable[[FileIO, _Given], _Read], given: _Given) -> _Read:
        assert self._file is not None
        try:
            self._file.seek(place)
            return read(self._file, given)
        except OSError as error:
            raise self._broken(error.strerror or str(error)) from error
        except ValueError as error:
            raise self._broken("it was closed") from error

    def _broken(self, detail: str) -> BrokenCache:
        self.broken = True
        return BrokenCache(path=str(self.path), detail=detail)


def _fresh(size: int) -> NDArray[np.uint8]:
    """So many bytes of memory, which is taken only where something is written.

    Linux gives numpy's in pages of 2 MB, so that nearly all is soon taken where blocks are read here and there.
    """
    if not hasattr(mmap, "MADV_NOHUGEPAGE"):
        return np.empty(size, np.uint8)
    try:
        memory = mmap.mmap(-1, max(size, 1), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    except OSError as error:
        raise MemoryError(str(error)) from error
    memory.madvise(mmap.MADV_NOHUGEPAGE)
    return np.frombuffer(memory, np.uint8, size)


def _values_of(block: int, place: _Place, values: NDArray[Any]) -> NDArray[Any]:
    """Those of an array's values that stand in one of its blocks."""
    step = place.block // values.itemsize
    start = (block - place.first) * step
    return values[start : start + step]


def write(path: Path, arrays: Mapping[str, NDArray[Any]], fine: Collection[str] = ()) -> None:
    """Writes a new file with one-dimensional arrays, whole or not at all; `fine` in small blocks. Raises OSError."""
    described, lengths, checksums = list[tuple[str, str, int]](), list[int](), list[int]()
    for name, array in arrays.items():
        kind = array.dtype.newbyteorder("<").str.replace("|", "<")
        if kind not in _KINDS or array.ndim != 1:
            raise ValueError(f"array {name} of {array.ndim} dimensions and kind {kind}")
        described.append((name, kind, array.size))
    with replacing(path) as file:
        for name, array in arrays.items():
            for data in _blocks(array, _FINE_BLOCK if name in fine else _BLOCK):
                lengths.append(file.write(data))
                checksums.append(zlib.crc32(data))
        blocks = {name: _FINE_BLOCK for name in arrays if name in fine}
        said = {"arrays": described, "blocks": blocks, "lengths": lengths, "checksums": checksums}
        table = json.dumps(said, separators=(",", ":")).encode()
        file.write(table + len(table).to_bytes(8, "little") + hashlib.sha256(table).digest() + _MARK)


def _blocks(array: NDArray[Any], size: int) -> Iterator[bytes]:
    step, packs = size // array.itemsize, array.itemsize > 1
    for start in range(0, len(array), step):
        part = array[start : start + step]
        data = _packed(part) if packs else b""
        # Where one block doesn't shrink, the others aren't tried.
        packs = packs and len(data) < (1 - _LEAST_GAIN) * part.nbytes
        yield data if packs else np.ascontiguousarray(part, part.dtype.newbyteorder("<")).tobytes()


def _packed(values: NDArray[Any]) -> bytes:
    unsigned = np.ascontiguousarray(values, values.dtype.newbyteorder("<")).view(f"<u{values.itemsize}")
    differences = np.diff(unsigned, prepend=unsigned.dtype.type(0))
    planes = [_packed_plane(plane) for plane in differences.view(np.uint8).reshape(-1, values.itemsize).T]
    return b"".join([np.array([len(plane) for plane in planes], "<u4").tobytes(), *planes])


def _packed_plane(plane: NDArray[np.uint8]) -> bytes:
    whole = plane.tobytes()
    data = zlib.compress(whole, _LEVEL)
    return data if len(data) < (1 - _LEAST_GAIN_OF_A_PLANE) * len(whole) else whole


def _unpack(data: bytes, values: NDArray[Any]) -> None:
    """Puts the values of a block in their place."""
    if len(data) == values.nbytes:
        values[:] = np.frombuffer(data, values.dtype)
        return
    width = values.itemsize
    lengths = np.frombuffer(data, "<u4", width).tolist()
    by_byte, begin = values.view(np.uint8).reshape(-1, width), 4 * width
    for place, length in enumerate(lengths):
        plane = data[begin : begin + length]
        begin += length
        by_byte[:, place] = np.frombuffer(plane if length == len(values) else zlib.decompress(plane), np.uint8)
    unsigned = values.view(f"<u{width}")
    np.add.accumulate(unsigned, out=unsigned)
