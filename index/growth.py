"""How a search index grows: which of its parts are made into one, so that there are few and each costs little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

# A part is made into one with those behind it when it has at most so many times their rows. So each row is written some
# ten times, however large the index grows.
_GROWTH = 3
# And unless that gives a part of more rows than this: putting one together takes some seconds.
_MOST_ROWS = 1 << 18
# From this share of removed rows on, a part is written anew without them.
_MOST_REMOVED = 0.2


class Sized(Protocol):
    """A part with rows, some of which may be removed."""

    @property
    def rows(self) -> int:
        """How many rows there are, removed ones too."""

    @property
    def live_rows(self) -> int:
        """How many rows aren't removed."""


_Part = TypeVar("_Part", bound=Sized)


def tidied(parts: Sequence[_Part], merged: Callable[[Sequence[_Part]], _Part], added: int = 0) -> list[_Part]:
    """The parts, those of which many rows are removed without them, and the last ones made into one by `merged`.

    These are parts that are not of another size, and in any case as many as are small beside so many rows just added.
    """
    kept = [
        merged([part]) if part.live_rows < (1 - _MOST_REMOVED) * part.rows else part for part in parts if part.live_rows
    ]
    most = _GROWTH * added
    first, rows = len(kept) - 1, kept[-1].live_rows if kept else 0
    while first > 0 and (kept[first - 1].live_rows <= _GROWTH * rows or rows + kept[first - 1].live_rows <= most):
        if rows + kept[first - 1].live_rows > _MOST_ROWS:
            break
        first -= 1
        rows += kept[first].live_rows
    return kept if first >= len(kept) - 1 else [*kept[:first], merged(kept[first:])]
