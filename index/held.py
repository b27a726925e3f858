"""Arrays that were made from others and may be needed again, in so much memory at most."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Held:
    """Arrays by key. Where they are too large together, those that weren't asked for longest are let go.

    Who was handed one has it as long as need be. Not safe for use by several threads.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._arrays: OrderedDict[Hashable, NDArray[Any]] = OrderedDict()
        self.held_bytes = 0

    def get(self, key: Hashable) -> NDArray[Any] | None:
        """The array of that key, if it is held."""
        array = self._arrays.get(key)
        if array is not None:
            self._arrays.move_to_end(key)
        return array

    def put(self, key: Hashable, array: NDArray[Any]) -> None:
        """Holds an array, which may not be changed any more, under a key that none has."""
        self._arrays[key] = array
        self.held_bytes += _size(array)
        while self.held_bytes > self._most_bytes:
            self.held_bytes -= _size(self._arrays.popitem(last=False)[1])


# What an array takes beside its values, with its key: many are of a few rows.
_BESIDE = 300


def _size(array: NDArray[Any]) -> int:
    return int(np.multiply(array.size, array.itemsize)) + _BESIDE
