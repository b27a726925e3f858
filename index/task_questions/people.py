"""Whether a name in a question is that of somebody who must do something.

A body is named by the beginning of its name ("Sở Tài chính" of "Sở Tài chính tỉnh"), but not by its end: the Chủ tịch
UBND tỉnh isn't the UBND tỉnh. A person is named by the whole name, or by its first or last words, whatever stands
before it ("chị Oanh", "Giám đốc Oanh"). Letter case never counts, and diacritics where the question has some.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from index.tasks.wordlists import listed, table
from index.text import fold, normalise

_TABLE = Path(__file__).with_name("people.toml")
_WORD = re.compile(r"[\w/&.]*[\w&]")
_LONGEST_NAME = 5

Words = tuple[str, ...]


class _Table:
    """people.toml, as words in lower case and without diacritics."""

    def __init__(self) -> None:
        raw = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
        self.before = _longest_first(raw["before"])
        self.roles = _longest_first(raw["roles"])
        self.bodies = frozenset(listed(raw["bodies"]))
        self.body_openings = frozenset(fold(phrase) for phrase in table("vietnamese_people")["bodies"].all)
        self.written_out = {fold(short): tuple(long.split()) for short, long in raw["abbreviations"].items()}


def _longest_first(phrases: str) -> list[Words]:
    return sorted((tuple(fold(phrase).split()) for phrase in listed(phrases)), key=len, reverse=True)


@cache
def _table() -> _Table:
    return _Table()


def is_named(asked: str, names: Iterable[str]) -> bool:
    """Whether the name of a question is one of the names."""
    has_marks = not asked.isascii()
    return any(_is_same(asked, name, has_marks) for name in names)


@lru_cache(maxsize=8192)
def _is_same(asked: str, name: str, has_marks: bool) -> bool:
    wanted, held = _form(_words(asked), has_marks), _form(_words(name), has_marks)
    if not wanted or not held:
        return False
    if wanted == held or (len(wanted) > 1 and held[: len(wanted)] == wanted):
        return True
    person = _form(_person(_words(asked)), has_marks)
    return _is_person(name) and _names_part(person, _form(_person(_words(name)), has_marks))


def _names_part(asked: Words, name: Words) -> bool:
    """Whether one of two persons' names is the beginning or the end of the other."""
    if not asked or not name:
        return False
    shorter, longer = sorted((asked, name), key=len)
    return shorter in (longer[: len(shorter)], longer[-len(shorter) :])


def _words(name: str) -> Words:
    """A name's words without brackets and what says nothing of who it is, abbreviations written out."""
    held = _table()
    words: Words = tuple(
        word
        for said in _WORD.findall(normalise(re.sub(r"\([^()]*\)", " ", name)))
        for word in held.written_out.get(fold(said).rstrip("."), (said,))
    )
    return _behind(words, held.before)


def _person(words: Words) -> Words:
    """A person's name without the office before it."""
    held = _table()
    return _behind(_behind(words, held.roles), held.before)


def _behind(words: Words, phrases: Sequence[Words]) -> Words:
    """What follows the phrases that the words begin with, if anything does."""
    while True:
        low = tuple(fold(word).rstrip(".") for word in words)
        length = next((len(each) for each in phrases if low[: len(each)] == each and len(each) < len(words)), 0)
        if not length:
            return words
        words = words[length:]


def _is_person(name: str) -> bool:
    """Whether it can be a person's name: few words, each with a capital, and no body's."""
    held = _table()
    words = _person(_words(name))
    low = tuple(fold(word) for word in words)
    opens_as_body = any(" ".join(low[:length]) in held.body_openings for length in range(1, len(low)))
    return (
        1 <= len(words) <= _LONGEST_NAME
        and all(word[0].isupper() for word in words)
        and held.bodies.isdisjoint(low)
        and not opens_as_body
    )


def _form(words: Words, has_marks: bool) -> Words:
    return tuple(word.lower() if has_marks else fold(word) for word in words)
