"""Those who are named as having to do something: what tells two of them apart, and who of them are bodies."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from index.tasks.english_people import EnglishPeople
from index.tasks.people import People
from index.tasks.plain import plain
from index.tasks.vietnamese_people import VietnamesePeople
from index.tasks.wordlists import words_of
from index.text import tokens

# How English bodies and groups end: "Finance Committee", "Board of Trustees", "all members".
_ENGLISH_BODIES = frozenset(
    """
    association authority bank board branch bureau centre center choir club college commission committee company council
    crew department dept directorate division everyone faculty federation firm foundation government group groups
    hospital households institute library marketing members ministry office panel parents parish partnership police
    qa residents sales school secretariat service services society squad staff subcommittee team teams trust union unit
    university volunteers workers
    """.split()
)
WhoKind = Literal["person", "body"]


@lru_cache(maxsize=1 << 14)
def name_key(name: str) -> str:
    """The same for all ways to write a name: letter case, spaces, where the tone stands."""
    return " ".join(tokens(name))


def same_name(one: str, other: str) -> bool:
    """Whether both may be the same: alike, or a title before one of them ("bà Lê Thị Hà", "Lê Thị Hà")."""
    shorter, longer = sorted((one, other), key=lambda name: len(name_key(name)))
    short, long = name_key(shorter), name_key(longer)
    return short == long or (" " in short and long.endswith(f" {short}") and kind_of_name(shorter) == "person")


@lru_cache(maxsize=1 << 14)
def kind_of_name(name: str) -> WhoKind:
    """A body where the name begins with what a body or a group of people is called; an office is held by a person."""
    if _english_head(name) in _ENGLISH_BODIES:
        return "body"
    text = plain(name)
    words = words_of(text, 0, len(text.text))
    for people in _people():
        mention = people.at(words, 0, People())
        if mention is not None:
            return "body" if mention.kind in ("body", "group") else "person"
    return "person"


def _english_head(name: str) -> str:
    """The word that says what it is: the last before "of" or "for"."""
    words = name_key(name).split()
    ends = [number for number, word in enumerate(words) if word in ("of", "for") and number]
    return words[(ends[0] if ends else len(words)) - 1] if words else ""


@cache
def _people() -> tuple[VietnamesePeople, EnglishPeople]:
    return VietnamesePeople(), EnglishPeople()
