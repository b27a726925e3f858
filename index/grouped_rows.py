"""The rows of a part of a search index: in groups, which can be marked as removed; all else stays as it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays

Ids = NDArray[np.int64]
Rows = NDArray[np.int64]


class GroupedRows:
    """Rows, numbered from 0 in the order of their ids, each in a group of neighbours.

    Their arrays are `ids`, of each row, ascending; `groups`, the id of each group; and `group_starts`, where each
    begins, and the end. Raises BrokenCache from all its methods where their file is damaged.
    """

    def __init__(self, arrays: Arrays, removed: Collection[int] = ()) -> None:
        """`removed` holds the ids of removed groups."""
        self.arrays = arrays
        self._groups: Ids = arrays.whole("groups")
        self._edges: NDArray[np.int32] = arrays.whole("group_starts")
        self._removed = np.zeros(len(self._groups), bool)
        self.remove(np.array(sorted(removed), np.int64))

    @property
    def rows(self) -> int:
        """How many rows there are, removed ones too."""
        return int(self._edges[-1])

    @property
    def live_rows(self) -> int:
        """How many rows aren't removed."""
        return self.rows - int((self._gaps[1::2] - self._gaps[::2]).sum())

    @property
    def groups(self) -> Ids:
        """The ids of the groups that aren't removed, in the order of their rows."""
        return self._groups[~self._removed]

    @property
    def removed(self) -> Ids:
        """The ids of the groups that are."""
        return self._groups[self._removed]

    @property
    def ids(self) -> Ids:
        """The ids of all rows, removed ones too."""
        return self.arrays.whole("ids")

    @property
    def live_ids(self) -> Ids:
        """The ids of the rows that aren't removed."""
        return self.ids if self.alive is None else self.ids[self.alive]

    @cached_property
    def alive(self) -> NDArray[np.bool_] | None:
        """Which rows aren't removed, (rows,); None if none is."""
        if not self._removed.any():
            return None
        return np.repeat(~self._removed, np.diff(self._edges))

    def remove(self, groups: Ids) -> bool:
        """Marks groups as removed, those that are held; returns whether any was."""
        gone = np.isin(self._groups, groups) & ~self._removed
        if gone.any():
            self._removed |= gone
            self._forget()
        return bool(gone.any())

    def _forget(self) -> None:
        """Lets go of what was remembered of the rows that aren't removed."""
        for name in ("_gaps", "alive"):
            self.__dict__.pop(name, None)

    def group_of_rows(self) -> Ids:
        """The group of each row, (rows,)."""
        return np.repeat(self._groups, np.diff(self._edges))

    def ids_of(self, group: int) -> Ids:
        """The ids of a group's rows; none where the group isn't held."""
        places = np.flatnonzero((self._groups == group) & ~self._removed)
        return np.concatenate([np.empty(0, np.int64), *(self.ids[slice(*self._edges[[p, p + 1]])] for p in places)])

    def rows_of(self, ids: Ids) -> tuple[NDArray[np.int64], Rows]:
        """Which of these ids are held by rows that aren't removed, as places in `ids`, and their rows."""
        held = self.ids
        if not len(held):
            return np.empty(0, np.int64), np.empty(0, np.int64)
        rows = np.minimum(held.searchsorted(ids), len(held) - 1)
        found = held[rows] == ids
        if self.alive is not None:
            found &= self.alive[rows]
        places = np.flatnonzero(found)
        return places, rows[places]

    def group_ranges(self, rows: Rows) -> Ids:
        """The first and the last id of the group that each of these rows is in, (len(rows), 2)."""
        behind = self._edges.searchsorted(rows, "right")
        return self.ids[np.stack([self._edges[behind - 1], self._edges[behind] - 1], axis=1)]

    @cached_property
    def _gaps(self) -> NDArray[np.int64]:
        """Where each run of removed rows begins and ends, one behind the other."""
        changes = np.flatnonzero(np.diff(np.concatenate(([False], self._removed, [False])).astype(np.int8)))
        return self._edges[changes].astype(np.int64)


def located(parts: Sequence[GroupedRows], ids: Ids) -> list[tuple[int, NDArray[np.int64], Rows]]:
    """The number of each part that holds some of the ids, their places in `ids`, and their rows.

    Raises KeyError for an id that no part holds.
    """
    found = [(number, *part.rows_of(ids)) for number, part in enumerate(parts)]
    found = [each for each in found if len(each[1])]
    if sum(len(places) for _, places, _ in found) < len(ids):
        held = np.concatenate([np.empty(0, np.int64), *(places for _, places, _ in found)])
        raise KeyError(int(np.delete(ids, held)[0]))
    return found
