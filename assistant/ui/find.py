"""Finding words in a document as a reader types them.

A letter typed plain finds it with and without marks, in either case ("han chot" finds "Hạn chót"); a letter typed with
its marks finds only that letter ("hạn" doesn't find "hàn"), composed or decomposed, hoà or hòa. A space finds any white
space, such as the end of a printed line.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate

from index import Span, fold, normalise

_LETTERS = re.compile(r"[^\u0300-\u036f][\u0300-\u036f]*")
_WORD = re.compile(r"\w")


class Finder:
    """Over a text, which is folded once. Offsets are code points of the text as it is."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._table = {ord(char): _folded(char) for char in set(text)}
        self._plain = text.translate(self._table)
        # Where each character of the text begins in the folded one, unless each is one there too.
        self._starts: list[int] | None = None
        if any(len(folded) != 1 for folded in self._table.values()):
            lengths = {chr(code): len(folded) for code, folded in self._table.items()}
            self._starts = list(accumulate(map(lengths.__getitem__, text), initial=0))

    def find(self, query: str) -> list[Span]:
        """Where the words of the query stand, in order and without overlaps; nothing for white space."""
        words = query.split()
        folded = [plain for word in words if (plain := "".join(map(_folded, word)))]
        if not folded or len(folded) != len(words):
            return []
        pattern = re.compile(r"\s+".join(map(re.escape, folded)))
        spans = (self._span(*match.span()) for match in pattern.finditer(self._plain))
        if not any(_has_mark(letter) for word in words for letter in _letters(word)):
            return list(spans)
        return [span for span in spans if self._has_marks_of(words, span)]

    def _span(self, start: int, end: int) -> Span:
        """A range of the folded text as one of the text, with all marks of its last letter."""
        if self._starts is None:
            return Span(start, end)
        first = bisect_right(self._starts, start) - 1
        after = bisect_right(self._starts, end - 1)
        while after < len(self._text) and unicodedata.combining(self._text[after]):
            after += 1
        return Span(first, after)

    def _has_marks_of(self, words: list[str], span: Span) -> bool:
        found = self._text[span.start : span.end].split()
        if all(map(_agrees, words, found)):
            return True
        # Inside a word a mark may stand elsewhere for another reason: hoà is hòa, and hoàn is hoàn.
        inside = _WORD.match(self._text, span.end) is not None
        return not inside and all(map(_agrees, map(normalise, words), map(normalise, found)))


def _folded(char: str) -> str:
    """In lower case without marks; nothing for a mark by itself and for what can't be seen (a soft hyphen)."""
    return "" if unicodedata.category(char) == "Cf" else fold(char)


def _letters(word: str) -> list[str]:
    """The letters in lower case, decomposed, each with its marks."""
    seen = "".join(char for char in word if unicodedata.category(char) != "Cf")
    return _LETTERS.findall(unicodedata.normalize("NFD", seen.lower()))


def _has_mark(letter: str) -> bool:
    return len(letter) > 1 or letter == "đ"


def _agrees(word: str, found: str) -> bool:
    """Whether each letter that is typed with marks stands there so; the letters themselves are known to be the same."""
    return all(
        typed == there for typed, there in zip(_letters(word), _letters(found), strict=False) if _has_mark(typed)
    )
