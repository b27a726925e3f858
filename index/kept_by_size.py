"""What was read from the library's file, kept in memory by its id, up to so many bytes in all."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

Value = TypeVar("Value")


class KeptBySize(Generic[Value]):
    """Where there is no room, what was read first goes; what was read last stays, however large it is."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes_kept = 0
        self.values: dict[int, Value] = {}
        # Beside the dict: to find its first key takes the longer the more were taken out before.
        self._order = deque[tuple[int, int]]()

    def keep(self, key: int, value: Value, size: int) -> None:
        """Keeps what isn't kept yet, of so many bytes."""
        self.values[key] = value
        self._order.append((key, size))
        self.bytes_kept += size
        while self.bytes_kept > self.most_bytes and len(self._order) > 1:
            first, its_size = self._order.popleft()
            del self.values[first]
            self.bytes_kept -= its_size
