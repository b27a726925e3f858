"""Lists of words and phrases, read from the tables and found in a text at a word."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from index.tasks.plain import Plain, plain

_FOLDER = Path(__file__).parent
# "I'll" and "Tom's" are two words, "didn't" is one.
_WORD = re.compile(r"\w+n't(?!\w)|'(?:ll|m|re|ve|d|s)(?!\w)|\w+(?:[/.&-]\w+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a plain text; `ahead` is what stands between it and the word before it."""

    start: int
    end: int
    text: str
    low: str
    ahead: str

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()

    @property
    def follows(self) -> bool:
        """Whether only blanks stand between it and the word before it."""
        return not self.ahead.strip()


def words_of(text: Plain, start: int, end: int) -> list[Word]:
    """The words of a range; what a stroke, a point or an apostrophe joins is one."""
    starts, words = _all_words(text)
    first = bisect_left(starts, start)
    found = list(words[first : bisect_left(starts, end)])
    if found:
        # Outside of the range nothing stands.
        found[0] = replace(found[0], ahead=text.text[start : found[0].start])
        if found[-1].end > end:
            last = found[-1]
            found[-1] = replace(last, end=end, text=text.text[last.start : end], low=text.low[last.start : end])
    return found


@lru_cache(maxsize=64)
def _all_words(text: Plain) -> tuple[list[int], list[Word]]:
    """All words of a text, and where they begin: a paragraph is read in ranges, over and over."""
    found: list[Word] = []
    position = 0
    for match in _WORD.finditer(text.text):
        first, last = match.span()
        found.append(Word(first, last, match[0], text.low[first:last], text.text[position:first]))
        position = last
    return [word.start for word in found], found


class Phrases:
    """A list of phrases, found by the words they begin with."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.all = frozenset(plain(" ".join(phrase.split())).low for phrase in phrases)
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in self.all:
            parts = tuple(match[0] for match in _WORD.finditer(phrase))
            if parts:
                self._by_first.setdefault(parts[0], []).append(parts)
        for each in self._by_first.values():
            each.sort(key=len, reverse=True)

    def at(self, words: Sequence[Word], index: int) -> int:
        """How many words the longest phrase has that stands at this word; 0 where none does."""
        if index >= len(words):
            return 0
        for parts in self._by_first.get(words[index].low, ()):
            if len(parts) == 1 or _stand(parts, words, index):
                return len(parts)
        return 0

    def within(self, words: Sequence[Word], first: int, last: int) -> bool:
        """Whether one of the phrases begins at one of these words."""
        return any(self.at(words, index) for index in range(first, min(last, len(words))))


def _stand(parts: tuple[str, ...], words: Sequence[Word], index: int) -> bool:
    """Whether the words of a phrase stand here, of which the first does."""
    if index + len(parts) > len(words):
        return False
    for number in range(1, len(parts)):
        word = words[index + number]
        if word.low != parts[number] or word.ahead.strip():
            return False
    return True


def listed(text: str) -> list[str]:
    """The phrases between the commas and line ends of a table's text."""
    return [phrase.strip() for phrase in re.split(r"[,\n]", text) if phrase.strip()]


@cache
def table(name: str) -> dict[str, Any]:
    """A table of this folder; every text in it, however deep, as Phrases."""
    return _as_phrases(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def _as_phrases(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: _as_phrases(value) if isinstance(value, dict) else Phrases(listed(value)) for key, value in values.items()
    }


@cache
def word_file(name: str) -> Phrases:
    """The phrases of a text file of this folder."""
    return Phrases(listed((_FOLDER / name).read_text(encoding="utf-8")))
