"""How the loops over postings and vectors (the files *_loops.py) are compiled by Numba, and what they need of LLVM.

What Numba compiled it keeps beside each file, as Python keeps what it compiled; where that can't be written, in the
user's own folder for such things.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.extending import intrinsic
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Places = NDArray[np.int64]
ShortRows = NDArray[np.uint32]
Counts = NDArray[np.uint32]
_Function = TypeVar("_Function", bound=Callable[..., Any])

# Numba gives these no types of their own.
types: Any = numba.types


def array(kind: Any, dimensions: int = 1, *, readonly: bool = True) -> Any:
    """The type of an array whose values stand one behind the other."""
    return types.Array(kind, dimensions, "C", readonly=readonly)


BYTES, ROWS = array(types.uint8), array(types.uint32)
NEW_ROWS, NEW_PLACES = array(types.uint32, readonly=False), array(types.int64, readonly=False)
INT, NOTHING = types.int64, types.void


def _version() -> str:
    """What tells the loops' files from those of another version."""
    paths = sorted(Path(__file__).parent.glob("*_loops.py"))
    return f"{zlib.crc32(b''.join(path.read_bytes() for path in paths)):08x}"


_VERSION = _version()


def compiled(signature: object) -> Callable[[_Function], _Function]:
    """Compiles a function for such arguments, or takes what was compiled before."""

    def compile_it(function: _Function) -> _Function:
        # Numba looks at the function's own file alone, though those that it calls are in what it keeps too.
        function.__qualname__ += f"_{_VERSION}"
        try:
            of_numba: Any = numba.njit(signature, cache=True, nogil=True, error_model="numpy")(function)
        except (RuntimeError, EOFError):
            # There is nowhere to keep it, or what was kept was cut short.
            of_numba = numba.njit(signature, nogil=True, error_model="numpy")(function)
        return cast(_Function, of_numba)

    return compile_it


def _counting_ones(_: object, number: Any) -> Any:
    return number(number), lambda _, builder, __, values: builder.ctpop(*values)


def _counting_zeros(_: object, number: Any) -> Any:
    return number(number), lambda _, builder, __, values: builder.cttz(*values, ir.Constant(ir.IntType(1), 0))


def _putting_eight(_: object, rows: Any, place: Any, first: Any, table: Any, byte: Any) -> Any:
    """For uint32 rows, and a table of eight uint8 for each byte."""

    def generate(context: Any, builder: Any, __: object, values: Any) -> Any:
        narrow, wide = (ir.VectorType(ir.IntType(bits), 8) for bits in (8, 32))
        entries = context.make_array(table)(context, builder, values[3]).data
        entry = builder.gep(builder.bitcast(entries, narrow.as_pointer()), [builder.zext(values[4], ir.IntType(64))])
        after_first = builder.zext(builder.load(entry, align=1), wide)
        alone = builder.insert_element(ir.Constant(wide, ir.Undefined), values[2], ir.Constant(ir.IntType(32), 0))
        firsts = builder.shuffle_vector(alone, ir.Constant(wide, ir.Undefined), ir.Constant(wide, [0] * 8))
        there = builder.gep(context.make_array(rows)(context, builder, values[0]).data, [values[1]])
        builder.store(builder.add(firsts, after_first), builder.bitcast(there, wide.as_pointer()), align=4)
        return context.get_dummy_value()

    return types.void(rows, place, first, table, byte), generate


def _getting_eight(_: object, data: Any, place: Any) -> Any:
    """For uint8 data."""

    def generate(context: Any, builder: Any, __: object, values: Any) -> Any:
        there = builder.gep(context.make_array(data)(context, builder, values[0]).data, [values[1]])
        return builder.load(builder.bitcast(there, ir.IntType(64).as_pointer()), align=1)

    return types.uint64(data, place), generate


# How many bits of a number are set, and how many stand below the lowest of these.
ones_in: Any = intrinsic(_counting_ones)
zeros_below: Any = intrinsic(_counting_zeros)
# rows[place : place + 8] = first + table[byte]: at once, which LLVM doesn't make of a loop.
put_eight: Any = intrinsic(_putting_eight)
# data[place : place + 8] as one number, little-endian.
eight_at: Any = intrinsic(_getting_eight)
