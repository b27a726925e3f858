"""Parts of a lexical index made into one, without the rows that were removed and the terms that only those held."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.blockfile import Arrays
from index.dictionary import Hashes, hash_arrays, hash_of, hashes_in
from index.grouped_rows import Rows
from index.postings import IN_SMALL_BLOCKS, Fold, Part, packed_counts, spelling_arrays, sums

# How many postings are put in order at once. A part may have so many that all in one would take gigabytes.
_AT_ONCE = 1 << 20

Numbers = NDArray[np.int64]


def merged(parts: Sequence[Part], fold: Fold | None = None) -> Part:
    """The rows of all the parts, in the order of their ids.

    Raises ValueError where the ids of two groups lie among each other, and BrokenCache where a part's file is damaged.
    """
    maps, rows = _rows(parts)
    of_parts = [hashes_in(part.arrays) for part in parts]
    hashes = np.unique(np.concatenate(of_parts))
    terms = [hashes.searchsorted(each) for each in of_parts]
    sizes, chunks, first_posting = np.zeros(len(hashes), np.int64), list[dict[str, NDArray[Any]]](), 0
    for first, last in _chunks(parts, terms, len(hashes)):
        found, counts, starts = _chunk(parts, maps, terms, first, last)
        chunk = packed_counts(found, counts, starts, rows["lengths"])
        chunk["repeated"] = chunk["repeated"].astype(np.int64) + first
        for name in ("long_places", "common_starts", "common_stops"):
            chunk[name] = chunk[name].astype(np.int64) + first_posting
        sizes[first:last] = np.diff(starts)
        first_posting += len(found)
        chunks.append(chunk)
    kept = sizes > 0
    arrays = {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}
    arrays["repeated"] = (np.cumsum(kept) - 1)[arrays["repeated"]].astype(np.uint32)
    for name in ("common_starts", "common_stops"):
        arrays[name] = arrays[name].astype(np.uint32)
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(sizes[kept])))
    words = _spelt(parts, hashes[kept], fold)
    return Part(
        Arrays(
            {
                **rows,
                **hash_arrays(hashes[kept]),
                "starts": starts.astype(np.uint32),
                **arrays,
                **words,
            },
            IN_SMALL_BLOCKS,
        )
    )


def _rows(parts: Sequence[Part]) -> tuple[list[Rows], dict[str, NDArray[Any]]]:
    """The new number of each part's rows, -1 of removed ones, and the arrays of the rows and groups."""
    alive = [np.ones(part.rows, bool) if part.alive is None else part.alive for part in parts]
    ids = np.concatenate([part.ids[each] for part, each in zip(parts, alive, strict=True)])
    lengths = np.concatenate([part.lengths[each] for part, each in zip(parts, alive, strict=True)])
    order = np.argsort(ids, kind="stable")
    new = np.empty(len(order), np.int64)
    new[order] = np.arange(len(order))
    maps, done = [], 0
    for each in alive:
        count = int(each.sum())
        row_map = np.full(len(each), -1)
        row_map[each] = new[done : done + count]
        maps.append(row_map)
        done += count
    groups, sizes, group_words = (np.concatenate(each) for each in zip(*map(_live_groups, parts), strict=True))
    of_row = np.repeat(np.arange(len(groups)), sizes)[order]
    begins = np.flatnonzero(np.diff(of_row, prepend=-1))
    if len(begins) != len(groups):
        raise ValueError("the ids of two groups lie among each other")
    edges = np.append(begins, len(order)).astype(np.int32)
    return maps, {
        "ids": ids[order],
        "lengths": lengths[order],
        "groups": groups[of_row[begins]],
        "group_starts": edges,
        "group_lengths": sums(lengths[order], edges),
        "group_words": group_words[of_row[begins]],
    }


def _live_groups(part: Part) -> tuple[Numbers, Numbers, Numbers]:
    """Of the groups that aren't removed: their ids, how many rows and how many single words each has."""
    live = ~np.isin(part.arrays.whole("groups"), part.removed)
    sizes = np.diff(part.arrays.whole("group_starts")).astype(np.int64)
    return part.groups, sizes[live], part.arrays.whole("group_words")[live]


def _chunks(parts: Sequence[Part], terms: Sequence[Numbers], count: int) -> Iterator[tuple[int, int]]:
    """Runs of terms that have about `_AT_ONCE` postings together."""
    sizes = np.zeros(count, np.int64)
    for part, numbers in zip(parts, terms, strict=True):
        starts = part.arrays.whole("starts").astype(np.int64)
        sizes[numbers] += starts[1:] - starts[:-1]
    ends = np.cumsum(sizes)
    total = int(ends[-1]) if count else 0
    inner = ends.searchsorted(np.arange(_AT_ONCE, total, _AT_ONCE)) + 1
    yield from pairwise([0, *np.unique(inner[inner < count]).tolist(), count])


def _chunk(
    parts: Sequence[Part], maps: Sequence[Rows], terms: Sequence[Numbers], first: int, last: int
) -> tuple[Rows, Numbers, Numbers]:
    """The postings of the terms first:last by term, then row: rows, counts, and where those of each term begin."""
    found = [
        _postings_of(part, rows, numbers, first, last) for part, rows, numbers in zip(parts, maps, terms, strict=True)
    ]
    sizes = [np.bincount(each, minlength=last - first) for each, _, _ in found]
    starts = np.concatenate((np.zeros(1, np.int64), np.cumsum(np.sum(sizes, axis=0))))
    rows, counts = np.empty(starts[-1], np.int64), np.empty(starts[-1], np.int64)
    places = starts[:-1].copy()
    for (term, row, times), size in zip(found, sizes, strict=True):
        # Each term's postings go in behind those of the parts before.
        target = places[term] + np.arange(len(term)) - (np.cumsum(size) - size)[term]
        rows[target], counts[target] = row, times
        places += size
    of_term = np.repeat(np.arange(last - first), np.diff(starts))
    if (np.diff(rows)[np.diff(of_term) == 0] < 0).any():
        order = np.lexsort((rows, of_term))
        rows, counts = rows[order], counts[order]
    return rows, counts, starts


def _postings_of(part: Part, row_map: Rows, numbers: Numbers, first: int, last: int) -> tuple[Numbers, Rows, Numbers]:
    """A part's postings of the terms first:last: the term of each, counted from `first`, its new row, and its count."""
    begin, end = numbers.searchsorted([first, last])
    starts = part.arrays.some("starts", begin, end + 1).astype(np.int64)
    rows, counts = part.counts(int(starts[0]), int(starts[-1]))
    term = np.repeat(numbers[begin:end] - first, np.diff(starts))
    new = row_map[rows]
    kept = new >= 0
    return term[kept], new[kept], counts[kept]


def _spelt(parts: Sequence[Part], hashes: Hashes, fold: Fold | None) -> dict[str, NDArray[Any]]:
    """The single words of the parts that have one of these hashes still."""
    if fold is None:
        return {}
    words = sorted({word for part in parts for word in part.words()})
    own = hash_of(words)
    places = np.minimum(hashes.searchsorted(own), max(len(hashes) - 1, 0))
    held = hashes[places] == own if len(hashes) else np.zeros(len(words), bool)
    return spelling_arrays([word for word, is_held in zip(words, held.tolist(), strict=True) if is_held], fold)
