"""What a question speaks of, and in which forms a text may hold it, its translation among them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from index.accents import is_english_function_word
from index.glossary import Phrase, inflections, translations, vietnamese_words
from index.text import fold

_LONGEST_PHRASE = 4
# Words that ask or only join others, which no answer needs to hold.
_EMPTY = frozenset(
    "ai gì nào bao nhiêu đâu mấy sao là thế khi gi nao nhieu dau may la the thì mà và hay hoặc của cho với để đã "
    "đang sẽ những các này đó kia ấy cũng rồi nữa giờ vậy nhé ạ hả à".split()
)


@dataclass(frozen=True, slots=True)
class Form:
    """Terms that a text must all hold: with diacritics or, where `folded`, without."""

    terms: tuple[str, ...]
    folded: bool


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that a question speaks of. A text holds it that holds one of its forms.

    `forms` are those that some text of the library holds. `opaque`: there is none, and how a text in the other language
    might say it isn't known either, so that its absence tells little. `numeric`: it holds a digit.
    """

    forms: tuple[Form, ...]
    opaque: bool = False
    numeric: bool = False


def content_words(words: Sequence[str]) -> list[str]:
    """The words of a question that its answer may be expected to hold; all of them if none is left."""
    content = [word for word in words if word not in _EMPTY and not is_english_function_word(word)]
    return content or list(words)


def concepts(words: Sequence[str], *, english: bool, occurs: Callable[[Form], bool]) -> tuple[Concept, ...]:
    """The concepts of a question's words, in order. `occurs` says whether some text of the library holds a form."""
    content = content_words(words)
    if not english:
        terms = dict.fromkeys(_folded_terms(word) for word in _vietnamese_words(words, frozenset(content)))
        return tuple(_concept([Form(term, True)], occurs, True) for term in terms)
    # By all forms, those that nothing holds too: two words that the library lacks are two concepts.
    found: dict[tuple[Form, ...], Concept] = {}
    start = 0
    while start < len(words):
        length, forms, known = _longest(words[start : start + _LONGEST_PHRASE], content)
        if forms:
            found[tuple(forms)] = _concept(forms, occurs, known)
        start += length
    for left, right in zip(words, words[1:], strict=False):
        # Two words that the glossary doesn't know, side by side in the library's text as well, are a name.
        name = Form((f"{fold(left)}_{fold(right)}",), True)
        if not (left.isdigit() or translations((left,)) or translations((right,))) and occurs(name):
            found[(name,)] = Concept((name,))
    return tuple(found.values())


def _vietnamese_words(syllables: Sequence[str], content: Container[str]) -> Iterator[Phrase]:
    """The words of a question, each as its syllables: the longest that is known, else a syllable by itself.

    "thành lập" is one word, which a text that speaks of "thành viên" and of "lập" doesn't hold.
    """
    start = 0
    while start < len(syllables):
        word = _longest_word(syllables[start : start + _LONGEST_PHRASE])
        if any(syllable in content for syllable in word):
            yield word
        start += len(word)


def _longest_word(syllables: Sequence[str]) -> Phrase:
    """The longest word that begins with the first syllable."""
    phrases = (tuple(syllables[:length]) for length in range(len(syllables), 1, -1))
    return next((phrase for phrase in phrases if phrase in vietnamese_words()), (syllables[0],))


def _concept(forms: Sequence[Form], occurs: Callable[[Form], bool], known: bool) -> Concept:
    occurring = tuple(form for form in forms if occurs(form))
    numeric = any(char.isdigit() for term in forms[0].terms for char in term)
    return Concept(occurring, opaque=not occurring and not known, numeric=numeric)


def _longest(words: Sequence[str], content: Sequence[str]) -> tuple[int, list[Form], bool]:
    """How many words the longest phrase at the beginning that the glossary knows has, its forms, whether it is known.

    A word that the glossary doesn't know stands alone; one that is no content word has no forms.
    """
    for length in range(len(words), 1, -1):
        phrase = tuple(words[:length])
        vietnamese = translations(phrase)
        if vietnamese:
            return length, [*_inflected(phrase), *map(_vietnamese, vietnamese)], True
    if words[0] not in content:
        return 1, [], True
    vietnamese = translations((words[0],))
    return 1, [*_inflected((words[0],)), *map(_vietnamese, vietnamese)], bool(vietnamese) or words[0].isdigit()


def _folded_terms(word: Phrase) -> tuple[str, ...]:
    return _terms(tuple(map(fold, word)))


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
