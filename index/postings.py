"""The postings of some rows, in arrays that never change: a part of a lexical index.

| array | |
| --- | --- |
| ids, lengths | of each row, ids ascending: its id, how many terms it has |
| groups, group_starts | of each group of rows that are removed together: its id, where it begins; and the end |
| group_lengths, group_words | of each group: how many terms its rows have, and how many of them are single words |
| hashes | of each term, ascending: the first 64 bits of its BLAKE2b, little-endian |
| heads | every 64th of them |
| starts | where each term's postings begin (index/posting_lists.py), and the end |
| repeated, repeats | the terms that some row holds more than once, and how often all rows more than once each |
| spelt_hashes, spelt_edges, spelt | of the single words: the hash of each without diacritics, ascending, and its text |

A single word is one without "_"; those joined by it are pairs of neighbours. Terms are told apart by their hashes
alone: among ten million, two share one with a probability below one in 300,000.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays
from index.grouped_rows import GroupedRows, Ids, Rows
from index.posting_lists import FINE, MOST_ROWS, ROW_SHIFT, PostingLists, list_arrays

STEP = 64
_WITHIN = np.arange(STEP)

Hashes = NDArray[np.uint64]
# The form under which a single word is found: without its diacritics.
Fold = Callable[[str], str]


def hash_of(terms: Iterable[str]) -> Hashes:
    """The hash of each term, (n,)."""
    digests = (hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest() for term in terms)
    return np.frombuffer(b"".join(digests), "<u8")


@dataclass(frozen=True, slots=True)
class NewRows:
    """Rows to be indexed: the id of each, the id of its group, and its terms."""

    ids: Ids
    groups: Ids
    corpus: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """Where n terms have their postings in a part, (n,) each; from 0 to 0 those that it doesn't hold.

    `rows` are the rows that hold the term and aren't removed, `times` is how often all of them hold it.
    """

    starts: NDArray[np.int64]
    stops: NDArray[np.int64]
    rows: NDArray[np.int64]
    times: NDArray[np.int64]


class Part(GroupedRows):
    """The postings of some rows. Raises BrokenCache from all its methods where its file is damaged."""

    def __init__(self, arrays: Arrays, removed: Collection[int] = ()) -> None:
        """`removed` holds the ids of removed groups."""
        super().__init__(arrays, removed)
        self._heads: Hashes = arrays.whole("heads")
        self.lists = PostingLists(arrays, self.rows)

    @classmethod
    def of(cls, new: NewRows, fold: Fold | None = None) -> Part:
        """One of new rows. With `fold`, single words can be found by what it makes of them."""
        return cls(Arrays(_built(new, fold), FINE))

    @property
    def live_length(self) -> int:
        """How many terms the rows have that aren't removed."""
        return int(self.arrays.whole("group_lengths")[~self._removed].sum())

    @property
    def live_words(self) -> int:
        """How many single words the rows have that aren't removed."""
        return int(self.arrays.whole("group_words")[~self._removed].sum())

    @property
    def lengths(self) -> NDArray[np.int32]:
        """How many terms each row has."""
        return self.arrays.whole("lengths")

    def find(self, hashes: Hashes) -> NDArray[np.int64]:
        """The numbers of the terms with these hashes, (n,); -1 for those that aren't held."""
        count = len(self.arrays.whole("heads"))
        found = np.full(len(hashes), -1)
        block = np.searchsorted(self._heads, hashes, "right") - 1
        possible = np.flatnonzero(block >= 0)
        if count and len(possible):
            places = block[possible, np.newaxis] * STEP + _WITHIN
            np.minimum(places, self.terms - 1, out=places)
            same = self.arrays.at("hashes", places) == hashes[possible, np.newaxis]
            held = same.any(axis=1)
            found[possible[held]] = places[held, same[held].argmax(axis=1)]
        return found

    @cached_property
    def terms(self) -> int:
        """How many terms there are."""
        return self.arrays.length("hashes")

    def look_up(self, hashes: Hashes) -> Found:
        """Where the terms with these hashes are, (n,)."""
        numbers = self.find(hashes)
        held = numbers >= 0
        at = self.arrays.at
        starts = np.where(held, at("starts", np.where(held, numbers, 0)), 0).astype(np.int64)
        stops = np.where(held, at("starts", numbers + 1), 0).astype(np.int64)
        rows = stops - starts
        times = rows + self._repeats(numbers)
        if self._removed.any():
            for place in np.flatnonzero(held):
                gone_rows, gone_times = self._in_gaps(int(starts[place]), int(stops[place]))
                rows[place] -= gone_rows
                times[place] -= gone_times
        return Found(starts, stops, rows, times)

    def counts(self, start: int, stop: int) -> tuple[Rows, NDArray[np.int64]]:
        """The rows of the postings of terms there, removed ones too, and how often each holds the term."""
        packed = self.lists.some(start, stop)
        return (packed >> ROW_SHIFT).astype(np.int64), self.lists.exact(packed, np.arange(start, stop))

    def _repeats(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        repeated = self.arrays.whole("repeated")
        if not len(repeated):
            return np.zeros(len(numbers), np.int64)
        places = np.minimum(repeated.searchsorted(np.maximum(numbers, 0).astype(np.uint32)), len(repeated) - 1)
        return np.where(repeated[places] == numbers, self.arrays.whole("repeats")[places], 0).astype(np.int64)

    def _in_gaps(self, start: int, stop: int) -> tuple[int, int]:
        """In how many removed rows a term stands, and how often."""
        packed = self.lists.some(start, stop)
        edges = packed.searchsorted((self._gaps << ROW_SHIFT).astype(np.uint32))
        rows = int((edges[1::2] - edges[::2]).sum())
        if not rows:
            return 0, 0
        places = np.concatenate([np.arange(*edge) for edge in edges.reshape(-1, 2).tolist()])
        return rows, int(self.lists.exact(packed[places], start + places).sum())

    def spellings(self, folded: Hashes) -> list[str]:
        """The single words that fold to what has this hash, (1,), in removed rows too."""
        if "spelt" not in self.arrays:
            return []
        hashes = self.arrays.whole("spelt_hashes")
        return self._spelt(int(hashes.searchsorted(folded[0])), int(hashes.searchsorted(folded[0], "right")))

    def words(self) -> list[str]:
        """All single words, in removed rows too."""
        return self._spelt(0, self.arrays.length("spelt_hashes")) if "spelt" in self.arrays else []

    def _spelt(self, first: int, last: int) -> list[str]:
        edges = self.arrays.some("spelt_edges", first, last + 1).tolist()
        texts = self.arrays.some("spelt", edges[0], edges[-1]).tobytes()
        cuts = pairwise([edge - edges[0] for edge in edges])
        return [texts[start:end].decode("utf-8", "surrogatepass") for start, end in cuts]


def _built(new: NewRows, fold: Fold | None) -> dict[str, NDArray[Any]]:
    rows = len(new.corpus)
    lengths = np.fromiter(map(len, new.corpus), np.int32, rows)
    words: defaultdict[str, int] = defaultdict()
    words.default_factory = words.__len__
    numbers = np.fromiter(map(words.__getitem__, chain.from_iterable(new.corpus)), np.int64, int(lengths.sum()))
    names = list(words)
    hashes = hash_of(names)
    order = np.argsort(hashes)
    place_of = np.empty(len(order), np.int64)
    place_of[order] = np.arange(len(order))
    row_of = np.repeat(np.arange(rows), lengths)
    is_word = np.fromiter(("_" not in name for name in names), bool, len(names))
    keys, counts = np.unique(place_of[numbers] << 24 | row_of, return_counts=True)
    starts, edges = _runs(keys >> 24, len(names)), _group_edges(new.groups)
    return {
        "ids": np.asarray(new.ids, np.int64),
        "lengths": lengths,
        "groups": new.groups[edges[:-1]],
        "group_starts": edges,
        "group_lengths": sums(lengths, edges),
        "group_words": sums(np.bincount(row_of, is_word[numbers], rows).astype(np.int64), edges),
        "hashes": hashes[order],
        "heads": hashes[order][::STEP],
        "starts": starts.astype(np.uint32),
        **packed_counts(keys & (MOST_ROWS - 1), counts, starts, lengths),
        **({} if fold is None else spelling_arrays([name for name in names if "_" not in name], fold)),
    }


def packed_counts(
    rows: Rows, counts: NDArray[np.int64], starts: NDArray[np.int64], lengths: NDArray[np.int32]
) -> dict[str, NDArray[Any]]:
    """The arrays that hold how often each row holds a term, by term; `lengths` are of all rows."""
    totals = sums(counts, starts) - np.diff(starts)
    repeated = np.flatnonzero(totals)
    return {
        **list_arrays(rows, counts, starts, lengths),
        "repeated": repeated.astype(np.uint32),
        "repeats": totals[repeated].astype(np.uint32),
    }


def spelling_arrays(words: Sequence[str], fold: Fold) -> dict[str, NDArray[Any]]:
    """The arrays by which single words are found by what `fold` makes of them."""
    hashes = hash_of(map(fold, words))
    order = np.argsort(hashes, kind="stable")
    texts = [words[place].encode("utf-8", "surrogatepass") for place in order]
    edges = np.zeros(len(texts) + 1, np.uint32)
    np.cumsum(np.fromiter(map(len, texts), np.int64, len(texts)), out=edges[1:])
    return {"spelt_hashes": hashes[order], "spelt_edges": edges, "spelt": np.frombuffer(b"".join(texts), np.uint8)}


def _group_edges(groups: Ids) -> NDArray[np.int32]:
    """Where each group of neighbouring rows begins, and the end."""
    begins = np.flatnonzero(np.concatenate((np.ones(min(len(groups), 1), bool), groups[1:] != groups[:-1])))
    return np.append(begins, len(groups)).astype(np.int32)


def _runs(ascending: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Where each number from 0 to count - 1 begins among ascending ones, and the end."""
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(np.bincount(ascending, minlength=count))))


def sums(values: NDArray[Any], edges: NDArray[Any]) -> NDArray[np.int64]:
    """The sum of the values between each edge and the next."""
    totals = np.concatenate((np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)))
    found: NDArray[np.int64] = totals[edges[1:]] - totals[edges[:-1]]
    return found
