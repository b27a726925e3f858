"""Whose words a question asks for: "ông Duy Thành nói gì về …", "What did Grad B say about …"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text import fold, normalise

_WORD = re.compile(r"\w+")
# A part of a name in small letters ("the professor", of Professor B) counts from so many letters on; a shorter one
# could be any word.
_LEAST_LETTERS = 7


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in lower case, with diacritics and without, and whether it is written with a capital."""

    lower: str
    folded: str
    capital: bool


def asked_speakers(question: str, speakers: Iterable[str]) -> frozenset[str]:
    """Those of the speakers that the question names, by the longest part of a name that stands in it.

    `question` is written with the capitals of names. Asked for "Duy Thành", Nguyễn Duy Thành is meant and Lê Thành
    isn't; asked for "Thành", both are.
    """
    words = _words_of(question)
    letters = {speaker: _letters_named(_words_of(speaker), words) for speaker in speakers}
    most = max(letters.values(), default=0)
    return frozenset(speaker for speaker, named in letters.items() if named == most > 0)


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[_Word, ...]:
    words = _WORD.findall(normalise(text))
    # The first word has its capital from the sentence.
    return tuple(_Word(each.lower(), fold(each), number > 0 and each[0].isupper()) for number, each in enumerate(words))


def _letters_named(name: Sequence[_Word], question: Sequence[_Word]) -> int:
    """How many letters the longest part of the name has that stands in the question and goes on as no other name."""
    return max((_letters(part) for part, said in _common(name, question) if _is_name(part, said, name)), default=0)


def _common(name: Sequence[_Word], question: Sequence[_Word]) -> Iterator[tuple[Sequence[_Word], Sequence[_Word]]]:
    """The parts of the name that stand in the question but for case and diacritics, and how they stand there.

    A capital behind such a part, where the name itself goes on otherwise, is another's: "Nguyễn Văn Hùng" isn't Nguyễn
    Văn Bình.
    """
    for start in range(len(question)):
        for first in range(len(name)):
            for length, (part, said) in enumerate(zip(name[first:], question[start:], strict=False), start=1):
                if part.folded != said.folded:
                    break
                behind = question[start + length : start + length + 1]
                goes_on = first + length < len(name) and any(word.capital for word in behind)
                if not goes_on:
                    yield name[first : first + length], question[start : start + length]


def _is_name(part: Sequence[_Word], said: Sequence[_Word], name: Sequence[_Word]) -> bool:
    """Whether it is the name that is said there, and no other word."""
    if all(word.capital for word in said) or _letters(part) >= _LEAST_LETTERS:
        return True
    # "năm" is a year, and no Nam.
    is_same = len(part) > 1 or part[0].lower == said[0].lower
    return len(part) == len(name) and _letters(part) > 1 and is_same


def _letters(words: Sequence[_Word]) -> int:
    return sum(len(word.folded) for word in words)
