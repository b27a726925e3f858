"""The file of a lexical index: which arrays it holds, and the checks that they fit each other.

| array | |
| --- | --- |
| header | the format's number, the caller's generation |
| parameters | k1, b |
| ids, lengths | one for each row |
| words, word_edges | all terms joined in UTF-8, and where each begins and the last ends, in code points |
| starts | where each term's postings begin and the last one's end |
| rows, frequencies | the postings by term, then row |
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import cachefile
from index.errors import BrokenCache

FORMAT = 1

_KINDS = {
    "header": "int64",
    "parameters": "float64",
    "ids": "int64",
    "lengths": "int32",
    "words": "uint8",
    "word_edges": "int64",
    "starts": "int64",
    "rows": "int32",
    "frequencies": "uint16 int32",
}


def write(path: Path, words: Collection[str], arrays: Mapping[str, NDArray[Any]]) -> None:
    """Writes the words, in the order of their numbers, and the other arrays, atomically. Raises OSError."""
    # Where words begin in the joined text, counted in code points: they are cut out of it after decoding.
    edges = np.zeros(len(words) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, words), np.int64, len(words)), out=edges[1:])
    text = np.frombuffer("".join(words).encode("utf-8", "surrogatepass"), np.uint8)
    cachefile.write(path, {**arrays, "words": text, "word_edges": edges})


def read(path: Path) -> tuple[dict[str, NDArray[Any]], dict[str, int]]:
    """The arrays of the file by name, and its words with their numbers, 0 to len - 1. Raises BrokenCache."""
    arrays = cachefile.read(path)
    detail = _inconsistency(arrays)
    if detail is not None:
        raise BrokenCache(path=str(path), detail=detail)
    return arrays, _numbers_in(path, arrays)


def _inconsistency(arrays: Mapping[str, NDArray[Any]]) -> str | None:
    """What is wrong with the arrays of a file, or None. Its checksum fits, so only another version can be the cause."""
    for name, kinds in _KINDS.items():
        if name not in arrays or arrays[name].ndim != 1 or arrays[name].dtype.name not in kinds.split():
            return f"no list of numbers {name}"
    if arrays["header"].size != 2 or arrays["header"][0] != FORMAT or arrays["parameters"].size != 2:
        return "another version's"
    ids, lengths, starts, rows = (arrays[name] for name in ("ids", "lengths", "starts", "rows"))
    frequencies = arrays["frequencies"]
    if len(ids) != len(lengths) or not ascends(ids) or (lengths < 0).any():
        return "its rows don't fit together"
    if len(starts) < 1 or starts[0] != 0 or starts[-1] != len(rows) or not ascends(starts):
        return "its postings don't fit their terms"
    if len(rows) != len(frequencies) or ((rows < 0) | (rows >= len(ids))).any() or (frequencies < 1).any():
        return "its postings don't fit its rows"
    rises = rows[1:] > rows[:-1]
    rises[starts[1:-1] - 1] = True
    if not rises.all() or frequencies.sum(dtype=np.int64) != lengths.sum(dtype=np.int64):
        return "its postings don't fit its rows"
    return None


def _numbers_in(path: Path, arrays: Mapping[str, NDArray[Any]]) -> dict[str, int]:
    edges, terms = arrays["word_edges"].tolist(), len(arrays["starts"]) - 1
    try:
        text = arrays["words"].tobytes().decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise BrokenCache(path=str(path), detail="its words aren't UTF-8") from error
    words = (text[start:end] for start, end in pairwise(edges))
    numbers = {word: number for number, word in enumerate(words)}
    if edges[:1] != [0] or edges[-1] != len(text) or edges != sorted(edges) or len(edges) - 1 != terms:
        raise BrokenCache(path=str(path), detail="its words don't fit their terms")
    if len(numbers) != terms:
        raise BrokenCache(path=str(path), detail="a word stands twice")
    return numbers


def ascends(values: NDArray[Any]) -> bool:
    """Whether each value is above the one before it."""
    return bool((values[1:] > values[:-1]).all())
