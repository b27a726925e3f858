"""The dictionaries: by them an English question finds Vietnamese words, and a Vietnamese one is cut into words.

So do both find other words that say the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import chain

Phrase = tuple[str, ...]


@cache
def glossary() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """From an English phrase in its base form to what it may be in Vietnamese, each as its words in lower case."""
    entries: dict[Phrase, dict[Phrase, None]] = {}
    for phrases, meanings in _glossary_lines():
        for phrase in phrases:
            entries.setdefault(phrase, {}).update(dict.fromkeys(meanings))
    return {phrase: tuple(meanings) for phrase, meanings in entries.items()}


@cache
def english_synonyms() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """From an English phrase to the others that stand on a line with it, which say the same."""
    return _others(phrases for phrases, _ in _glossary_lines())


@cache
def english() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """The other way about: from a Vietnamese word or phrase to the English phrases that it may stand for."""
    entries: dict[Phrase, list[Phrase]] = {}
    for phrase, meanings in glossary().items():
        for meaning in meanings:
            entries.setdefault(meaning, []).append(phrase)
    return {meaning: tuple(phrases) for meaning, phrases in entries.items()}


@cache
def synonyms() -> Mapping[Phrase, tuple[Phrase, ...]]:
    """From a Vietnamese word or phrase to the others that say the same, each as its words in lower case."""
    return _others(map(_phrases, lines_of("synonyms_vi.txt")))


def _others(groups: Iterable[Sequence[Phrase]]) -> dict[Phrase, tuple[Phrase, ...]]:
    """From each phrase that stands in a group with others to these."""
    entries: dict[Phrase, dict[Phrase, None]] = {}
    for phrases in groups:
        for phrase in phrases:
            entries.setdefault(phrase, {}).update((other, None) for other in phrases if other != phrase)
    return {phrase: tuple(others) for phrase, others in entries.items() if others}


@cache
def _glossary_lines() -> list[tuple[list[Phrase], list[Phrase]]]:
    """The English phrases and the Vietnamese ones of each line."""
    parts = (line.split(":") for line in lines_of("glossary_en_vi.txt"))
    return [(_phrases(english), _phrases(vietnamese)) for english, vietnamese in parts]


def _phrases(listed: str) -> list[Phrase]:
    # Not `tokens`, which would take half a second: the tests hold that the files spell words as it does.
    return [tuple(phrase.split()) for phrase in listed.lower().replace("'", " ").split(",")]


def lines_of(name: str) -> list[str]:
    """The lines of one of the files of words that come with the program: those that are neither empty nor comments."""
    text = resources.files("index").joinpath(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def vietnamese_words() -> frozenset[Phrase]:
    """The Vietnamese words and phrases of several syllables that stand in them."""
    phrases = chain(synonyms(), *glossary().values())
    return frozenset(phrase for phrase in phrases if len(phrase) > 1)


def translations(words: Phrase) -> tuple[Phrase, ...]:
    """What the English phrase may be in Vietnamese, its last word in any inflected form; nothing if it isn't held."""
    return _of_base_form(words, glossary())


def others_in_english(words: Phrase) -> tuple[Phrase, ...]:
    """The English phrases in their base forms that say the same as the phrase, its last word in any inflected form."""
    return _of_base_form(words, english_synonyms())


def _of_base_form(words: Phrase, entries: Mapping[Phrase, tuple[Phrase, ...]]) -> tuple[Phrase, ...]:
    *before, last = words
    held = (entries.get((*before, form)) for form in base_forms(last))
    return next((entry for entry in held if entry is not None), ())


def base_forms(word: str) -> Iterator[str]:
    """The word, then the forms it may be an inflection of, the likeliest first; most of them are no words."""
    yield word
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    for ending in ("s", "es", "d", "ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            yield stem
            if ending == "ing":
                yield f"{stem}e"
            if ending in ("ed", "ing") and len(stem) > 2 and stem[-1] == stem[-2]:
                yield stem[:-1]
    if word.endswith("ied"):
        yield f"{word[:-3]}y"


def inflections(word: str) -> frozenset[str]:
    """The forms that share a base with the word, more or less; most of the made-up ones stand in no text."""
    if not word.isalpha():
        return frozenset([word])
    found = {word}
    for base in base_forms(word):
        stem = base.removesuffix("e")
        if len(stem) > 2:
            found |= {base, f"{base}s", f"{stem}es", f"{stem}ed", f"{stem}ing"}
    return frozenset(found)


def inflected(base: str) -> tuple[str, ...]:
    """The base form of an English word, its plural or third person, its past and its participle, if regular."""
    if not base.isascii() or not base.isalpha() or len(base) < 3:
        return (base,)
    stem = base.removesuffix("e")
    consonant = base[-1] not in "aeiouywx" and base[-2] in "aeiou" and base[-3] not in "aeiou"
    if base.endswith("y") and base[-2] not in "aeiou":
        return base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"
    plural = f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"
    doubled = (f"{base}{base[-1]}ed", f"{base}{base[-1]}ing") if consonant else ()
    return (base, plural, f"{stem}ed", f"{stem}ing", *doubled)
