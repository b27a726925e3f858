"""What a question speaks of, and in which forms a text may hold it, its translation and synonyms among them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, compress, pairwise

from index.accents import ENGLISH_FUNCTION_WORDS, is_english_function_word, may_be_syllable
from index.glossary import (
    Phrase,
    english,
    inflected,
    inflections,
    others_in_english,
    synonyms,
    translations,
    vietnamese_words,
)
from index.segmenting import words_of
from index.text import fold

_LONGEST_PHRASE = 4
_MOST_SEGMENTED = 2
# Of so many words what English text says for them is kept, of Vietnamese and of English ones.
_MOST_KEPT = 4_096
# Words that ask, only join others or tell the day of asking, which no answer needs to hold.
_EMPTY = frozenset(
    "ai gì nào bao nhiêu đâu mấy sao là thế khi gi nao nhieu dau may la the thì mà và hay hoặc của cho với để đã "
    "đang sẽ những các này đó kia ấy cũng rồi nữa giờ vậy nhé ạ hả à hôm nay today now currently".split()
)
# What the dictionaries hold, but no text must as a whole: phrases that begin or end so ("được biết", "so với").
_BEGINS_NO_WORD = frozenset("được đã đang sẽ khi".split())
_ENDS_NO_WORD = frozenset("là với nào đâu đó vậy này kia".split())
# The same as _EMPTY in an English question, where "can" is no "cần", and "s" is what is left of "'s".
_EMPTY_IN_ENGLISH = ENGLISH_FUNCTION_WORDS | frozenset(
    "am also each gets get got just long out off per s t up us were whether while".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """Terms that a text must all hold: with diacritics or, where `folded`, without."""

    terms: tuple[str, ...]
    folded: bool


# Of one concept.
Forms = tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question speaks of. A text holds it that holds one of its forms.

    `forms` are those that some text of the library holds, of `every` one. `opaque`: there is none, and how a text in
    the other language might say it isn't known either, so that its absence tells little. `numeric`: it holds a digit.
    """

    forms: Forms
    every: Forms
    opaque: bool = False
    numeric: bool = False


def content_words(words: Sequence[str]) -> list[str]:
    """The words of a question that its answer may be expected to hold; all of them if none is left."""
    content = [word for word in words if word not in _EMPTY and not is_english_function_word(word)]
    return content or list(words)


def vietnamese_words_of(syllables: Sequence[str]) -> Iterator[Phrase]:
    """The words of a question, each as its syllables: the longest that the dictionaries know, else the segmenter's.

    "thành lập" is one word, which a text that speaks of "thành viên" and of "lập" doesn't hold. What the segmenter
    alone takes for a word is taken apart where a syllable only asks or joins ("tại sao", "gọi là"), and where it has
    more than two: it sometimes is none ("An Bình vắng"), and a text may hold but a part of it ("kiểm soát viên").
    """
    segmented = words_of(syllables)
    at = dict(zip(accumulate(map(len, segmented), initial=0), segmented, strict=False))
    start = 0
    while start < len(syllables):
        word = _longest_word(syllables[start : start + _LONGEST_PHRASE])
        other = at.get(start, ())
        if len(word) == 1 and len(other) == _MOST_SEGMENTED and _EMPTY.isdisjoint(other):
            word = other
        yield word
        start += len(word)


def concepts(
    words: Sequence[str], *, english: bool, occurring: Callable[[Sequence[Form]], Sequence[bool]]
) -> tuple[Concept, ...]:
    """The concepts of a question's words, in order.

    `occurring` says which of some forms some text of the library holds. It is asked once, about all: looked up one by
    one, they would take as long as all the rest of the lexical side.
    """
    known, names = _in_english(words) if english else (_in_vietnamese(words), [])
    held = iter(occurring([*(form for forms in known for form in forms), *names]))
    # By all forms, those that nothing holds too: two words that the library lacks are two concepts.
    found = {forms: _concept(forms, [next(held) for _ in forms], is_known) for forms, is_known in known.items()}
    return tuple((found | {(name,): Concept((name,), (name,)) for name in names if next(held)}).values())


def _in_vietnamese(words: Sequence[str]) -> dict[Forms, bool]:
    """The forms of each concept, and that another way to say it isn't looked for."""
    content = frozenset(content_words(words))
    return {
        (Form(_folded_terms(word), True), *map(_vietnamese, synonyms().get(word, ())), *_english_forms(word)): True
        for word in vietnamese_words_of(words)
        if any(syllable in content for syllable in word)
    }


def _in_english(words: Sequence[str]) -> tuple[dict[Forms, bool], list[Form]]:
    """The forms of each concept and whether the glossary knows it, and the forms of what may be names."""
    content = [word for word in content_words(words) if word not in _EMPTY_IN_ENGLISH] or list(words)
    found: dict[Forms, bool] = {}
    start = 0
    while start < len(words):
        length, forms, known = _longest(words[start : start + _LONGEST_PHRASE], content)
        if forms:
            found[tuple(forms)] = known
        start += length
    # Two words that the glossary doesn't know, side by side in the library's text as well, are a name.
    names = [
        Form((f"{fold(left)}_{fold(right)}",), True)
        for left, right in pairwise(words)
        if left in content and right in content
        if not (left.isdigit() or translations((left,)) or translations((right,)))
    ]
    return found, names


def _longest_word(syllables: Sequence[str]) -> Phrase:
    """The longest word that begins with the first syllable."""
    phrases = (tuple(syllables[:length]) for length in range(len(syllables), 1, -1))
    return next((phrase for phrase in phrases if _is_word(phrase)), (syllables[0],))


def _is_word(phrase: Phrase) -> bool:
    joins = phrase[0] in _BEGINS_NO_WORD or phrase[-1] in _ENDS_NO_WORD
    return not joins and phrase in vietnamese_words()


def _concept(forms: Forms, held: Sequence[bool], known: bool) -> Concept:
    occurring = tuple(compress(forms, held))
    numeric = any(char.isdigit() for term in forms[0].terms for char in term)
    return Concept(occurring, forms, opaque=not occurring and not known, numeric=numeric)


def _longest(words: Sequence[str], content: Sequence[str]) -> tuple[int, list[Form], bool]:
    """How many words the longest phrase at the beginning that the glossary knows has, its forms, whether it is known.

    A word that the glossary doesn't know stands alone; one that is no content word has no forms.
    """
    for length in range(len(words), 1, -1):
        phrase = tuple(words[:length])
        vietnamese = translations(phrase)
        if vietnamese:
            return length, [*_in_english_text(phrase), *map(_vietnamese, vietnamese)], True
    if words[0] not in content:
        return 1, [], True
    vietnamese = translations((words[0],))
    return 1, [*_in_english_text((words[0],)), *map(_vietnamese, vietnamese)], bool(vietnamese) or words[0].isdigit()


def _folded_terms(word: Phrase) -> tuple[str, ...]:
    return _terms(tuple(map(fold, word)))


@lru_cache(maxsize=_MOST_KEPT)
def _english_forms(word: Phrase) -> tuple[Form, ...]:
    """How English text may say a Vietnamese word; nothing that could be another Vietnamese word without its marks."""
    forms = [_terms((*phrase[:-1], last)) for phrase in english().get(word, ()) for last in inflected(phrase[-1])]
    return tuple(Form(terms, False) for terms in dict.fromkeys(forms) if not all(map(may_be_syllable, terms)))


@lru_cache(maxsize=_MOST_KEPT)
def _in_english_text(phrase: Phrase) -> tuple[Form, ...]:
    """The phrase in its inflected forms, and those of the others that say the same."""
    return tuple(dict.fromkeys(form for each in (phrase, *others_in_english(phrase)) for form in _inflected(each)))


def _inflected(phrase: Phrase) -> list[Form]:
    return [Form(_terms((*phrase[:-1], last)), True) for last in sorted(inflections(phrase[-1]))]


def _vietnamese(phrase: Phrase) -> Form:
    return Form(_terms(phrase), False)


def _terms(phrase: Phrase) -> tuple[str, ...]:
    """One word, or all its pairs of neighbours."""
    return (
        phrase
        if len(phrase) == 1
        else tuple(f"{left}_{right}" for left, right in zip(phrase, phrase[1:], strict=False))
    )
