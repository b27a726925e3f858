"""Who speaks: whose words a question asks for ("ông Duy Thành nói gì về …", "What did Grad B say about …"), and whom a
name means that somebody chose or typed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from index.models import Paragraph, Span
from index.text import fold, normalise

_WORD = re.compile(r"\w+")
# A part of a name in small letters ("the professor", of Professor B) counts from so many letters on; a shorter one
# could be any word.
_LEAST_LETTERS = 7
_SAYING = frozenset(
    "nói phát bảo đề hỏi trả đồng phản cho kể nhắc giải báo cam ủng said says say asked asks thought thinks wanted "
    "wants suggested proposed told reported".split()
)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word in lower case, with diacritics and without, and whether it is written with a capital."""

    lower: str
    folded: str
    capital: bool


def asked_speakers(question: str, speakers: Iterable[str]) -> frozenset[str]:
    """Those of the speakers that the question names, by the longest part of a name that stands in it.

    `question` is written with the capitals of names. Asked for "Duy Thành", Nguyễn Duy Thành is meant and Lê Thành
    isn't; asked for "Thành", both are, but not Vũ Thanh: who is written with the same diacritics goes before.
    """
    words = _words_of(question)
    said = {word.folded for word in words}
    letters = {
        speaker: _letters_named(name, words)
        for speaker in speakers
        for name in [_words_of(speaker)]
        if any(word.folded in said for word in name)
    }
    most = max(letters.values(), default=(0, False))
    return frozenset(speaker for speaker, named in letters.items() if named == most > (0, False))


def meant(name: str, speakers: Iterable[str]) -> tuple[str, ...]:
    """Those of the speakers whom a whole name means, whatever its letter case; none if nobody is called that.

    Where one is written with the same diacritics, nobody else is meant: Hùng is not Hưng, and Hung may be both.
    """
    known = list(speakers)
    exact = tuple(each for each in known if spelling(each) == spelling(name))
    return exact or tuple(each for each in known if fold(normalise(each)) == fold(normalise(name)))


def spelling(name: str) -> str:
    """A name in the one form that it has in all letter cases and Unicode forms."""
    return normalise(name).casefold()


def nearest(name: str, speakers: Iterable[str], most: int = 5) -> list[str]:
    """The names that are most like one that nobody bears: those with the same words first, then by their letters."""
    typed = fold(normalise(name))

    def likeness(speaker: str) -> tuple[int, float, str]:
        known = fold(normalise(speaker))
        return -len(set(typed.split()) & set(known.split())), -SequenceMatcher(None, typed, known).ratio(), speaker

    return sorted(speakers, key=likeness)[:most]


def said_by(paragraph: Paragraph, sentences: Sequence[Span], speakers: Collection[str]) -> list[bool]:
    """Which of the sentences (offsets into the paragraph) begin in a turn of one of the speakers.

    Where none does, those that reach into one.
    """
    turns = [(turn.start, turn.end) for turn in paragraph.turns if turn.speaker in speakers]
    spans = [(paragraph.start + each.start, paragraph.start + each.end) for each in sentences]
    begin = [any(start <= first < end for start, end in turns) for first, _ in spans]
    return begin if any(begin) else [any(first < end and start < last for start, end in turns) for first, last in spans]


def label_length(words: str, speaker: str) -> int:
    """How far the label reaches that a turn's words begin with: a time, who speaks, whom to; 0 where there is none."""
    match = _label_of(speaker).match(words)
    return 0 if match is None else match.end()


@lru_cache(maxsize=4096)
def _label_of(speaker: str) -> re.Pattern[str]:
    return re.compile(
        r"(?:[\[(]?\d[\d:.,]*(?:\s*-->?\s*[\d:.,]+)?[\])]?[\s\-–—]+)?(?:From[ \t]+)?"
        rf"[\[*_]*{re.escape(speaker)}[\]*_]*(?:[ \t]+[tT]o[ \t][^\n:]{{1,80}})?"
        r"[ \t\u00a0]*(?:\*?[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]?\*?[ \t]*)?"
        r"(?:[:：](?:\*\*|__)?|(?=\n|$))"
    )


@lru_cache(maxsize=4096)
def _words_of(text: str) -> tuple[_Word, ...]:
    words = _WORD.findall(normalise(text))
    # The first word has its capital from the sentence, but before "nói" it is somebody's.
    begins = bool(words[1:]) and words[1].lower() in _SAYING
    capital = (each[0].isupper() and (number > 0 or begins) for number, each in enumerate(words))
    return tuple(_Word(each.lower(), fold(each), is_name) for each, is_name in zip(words, capital, strict=True))


def _letters_named(name: Sequence[_Word], question: Sequence[_Word]) -> tuple[int, bool]:
    """How many letters the longest part of the name has that stands in the question and goes on as no other name.

    And whether it stands there with the name's diacritics.
    """
    named = (
        (_letters(part), [word.lower for word in part] == [word.lower for word in said])
        for part, said in _common(name, question)
        if _is_name(part, said, name)
    )
    return max(named, default=(0, False))


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
