"""Whose words a question asks for: "ông Duy Thành nói gì về …", "What did Grad B say about …"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from index.text import fold, normalise

_WORD = re.compile(r"\w+")
# A part of a name in small letters ("the professor", of Professor B) counts from so many letters on; a shorter one
# could be any word.
_LEAST_LETTERS = 7


def asked_speakers(question: str, speakers: Iterable[str]) -> frozenset[str]:
    """Those of the speakers that the question names, by the longest part of a name that stands in it.

    `question` is written with the capitals of names. Asked for "Duy Thành", Nguyễn Duy Thành is meant and Lê Thành
    isn't; asked for "Thành", both are.
    """
    words = _WORD.findall(normalise(question))
    # The first word has its capital from the sentence.
    capitals = [number > 0 and word[0].isupper() for number, word in enumerate(words)]
    folded = [fold(word) for word in words]
    letters = {speaker: _letters_named(_words_of(speaker), folded, capitals) for speaker in speakers}
    most = max(letters.values(), default=0)
    return frozenset(speaker for speaker, named in letters.items() if named == most > 0)


@lru_cache(maxsize=4096)
def _words_of(speaker: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in _WORD.findall(normalise(speaker)))


def _letters_named(name: tuple[str, ...], question: list[str], capitals: list[bool]) -> int:
    """How many letters the longest part of the name has that stands in the question."""
    longest = 0
    for start in range(len(question)):
        for first in range(len(name)):
            length = 0
            while (
                first + length < len(name)
                and start + length < len(question)
                and name[first + length] == question[start + length]
            ):
                length += 1
            letters = sum(map(len, name[first : first + length]))
            is_whole = length == len(name) and letters > 1
            is_name = all(capitals[start : start + length]) or is_whole or letters >= _LEAST_LETTERS
            if length and is_name:
                longest = max(longest, letters)
    return longest
