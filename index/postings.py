"""The postings of some rows, in arrays that never change: a part of a lexical index.

| array | |
| --- | --- |
| ids, lengths | of each row, ids ascending: its id, how many terms it has |
| groups, group_starts | of each group of rows that are removed together: its id, where it begins; and the end |
| group_lengths, group_words | of each group: how many terms its rows have, and how many of them are single words |
| hashes, heads, starts, repeated, repeats, … | the terms, and where their postings are (index/dictionary.py) |
| spelt_hashes, spelt_edges, spelt | of the single words: the hash of each without diacritics, ascending, and its text |

A single word is one without "_"; those joined by it are pairs of neighbours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import dictionary
from index.blockfile import Arrays
from index.dictionary import Dictionary, Hashes, hash_arrays, hash_of
from index.grouped_rows import GroupedRows, Ids, Rows
from index.posting_lists import FINE, MOST_ROWS, ROW_SHIFT, PostingLists, list_arrays

# Of these a file has small blocks: of a term's postings there are 1 KB at most where they aren't packed by themselves.
IN_SMALL_BLOCKS = (*FINE, *dictionary.FINE, "postings")

# The form under which a single word is found: without its diacritics.
Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class NewRows:
    """Rows to be indexed: the id of each, the id of its group, and its terms."""

    ids: Ids
    groups: Ids
    corpus: Sequence[Sequence[str]]


class Found(NamedTuple):
    """A term that a part holds: where its postings begin and end, the rows that hold it, and how often all of them.

    Rows that are removed aren't counted.
    """

    start: int
    stop: int
    rows: int
    times: int


class Part(GroupedRows):
    """The postings of some rows. Raises BrokenCache from all its methods where its file is damaged."""

    def __init__(self, arrays: Arrays, removed: Collection[int] = ()) -> None:
        """`removed` holds the ids of removed groups."""
        super().__init__(arrays, removed)
        # All that an index asks of its parts before the first search is read here: where it is damaged, whoever opens
        # the part learns of it.
        self._group_lengths, self._group_words = arrays.whole("group_lengths"), arrays.whole("group_words")
        self._dictionary = Dictionary(arrays)
        self.lists = PostingLists(arrays, self.rows)

    @classmethod
    def of(cls, new: NewRows, fold: Fold | None = None) -> Part:
        """One of new rows. With `fold`, single words can be found by what it makes of them."""
        return cls(Arrays(_built(new, fold), IN_SMALL_BLOCKS))

    @property
    def live_length(self) -> int:
        """How many terms the rows have that aren't removed."""
        return int(self._group_lengths[~self._removed].sum())

    @property
    def live_words(self) -> int:
        """How many single words the rows have that aren't removed."""
        return int(self._group_words[~self._removed].sum())

    @property
    def lengths(self) -> NDArray[np.int32]:
        """How many terms each row has."""
        return self.arrays.whole("lengths")

    def look_up(self, term_hashes: Sequence[int]) -> list[Found | None]:
        """What is known of the terms with these hashes; None for each that no row holds."""
        found = [
            held and Found(held[0], held[1], held[1] - held[0], held[1] - held[0] + held[2])
            for held in self._dictionary.find(term_hashes)
        ]
        return found if self.alive is None else [each and self._living(each) for each in found]

    def _living(self, found: Found) -> Found | None:
        """The same without the rows that are removed."""
        rows, times = self._in_gaps(found.start, found.stop)
        return found._replace(rows=found.rows - rows, times=found.times - times) if rows < found.rows else None

    def counts(self, start: int, stop: int) -> tuple[Rows, NDArray[np.int64]]:
        """The rows of the postings of terms there, removed ones too, and how often each holds the term."""
        packed = self.lists.some(start, stop)
        return (packed >> ROW_SHIFT).astype(np.int64), self.lists.exact(packed, np.arange(start, stop))

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
        **hash_arrays(hashes[order]),
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
