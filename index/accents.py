"""Missing diacritics: restores what a question left out, from the syllables and pairs that the library's text uses.

A noisy channel with a bigram language model, decoded by Viterbi (Jurafsky and Martin, Speech and Language Processing,
appendix on spelling correction; the bigrams are discounted and interpolated, as in its chapter on n-grams). The
question's syllables are the observations; the candidates of a syllable typed without marks are the library's syllables
that fold to it, and itself, and for what a small library lacks, those of everyday phrases. A syllable typed with marks
is never changed: those that were kept tell how many were left out, so several rates are tried and the one that explains
the whole question best is taken.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.glossary import lines_of, vietnamese_words
from index.text import fold, normalise, tokens

_Logs = NDArray[np.float64]
_WORD = re.compile(r"\w+")

# Shares of the marks that a writer may leave out, each with the log of how usual that is. Most questions come with
# all marks, but for a rare slip. Vietnamese without a single one has lost them.
_DROP_RATES = {0.0001: 0.0, 0.1: -3.0, 0.3: -3.0, 0.6: -3.0}
_ALL_DROPPED = (0.99, 0.0)
_BIGRAM_WEIGHT = 0.9
_DISCOUNT = 0.5
_SMOOTHING = 0.1
# How often a library is taken to say each pair of an everyday phrase: what asks ("tháng mấy") is likelier than a lift
# ("thang máy") that the library doesn't name. And each of the dictionaries', little more than the discount takes away:
# where nothing else is known, it decides. Chosen, as is that each counts once however many phrases it stands in, on
# questions about XQuAD's articles, each article in a library of its own.
_EVERYDAY_WEIGHT = 0.6
_DICTIONARY_WEIGHT = 0.54

# What no reader would take for prose: a path, an option, an address, a name with _ or = in it, a file's or a site's.
_CODE = re.compile(
    r"(?<!\S)(?:[./~]*/\w|--\w|\S*(?:[_@=#\\`]|://)"
    r"|\S*\w\.(?:com|csv|docx?|html?|io|js|json|md|net|org|pdf|py|txt|vn|xlsx?)\b)\S*",
    re.IGNORECASE,
)
# A Vietnamese syllable without marks: initial, vowels, final.
_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oay|oe|oeo|oi|oo|u|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|y|ye|yeu)"
    r"(?:ch|ng|nh|[cmnpt])?"
)
# English function words. Some are Vietnamese syllables too ("to", "can"), and then they speak for neither language.
ENGLISH_FUNCTION_WORDS = frozenset(
    "a an the what which who whom whose when where why how is are was were has have had did does doing done will would "
    "should could shall must may might of and or for from with about after before between into by at as that this "
    "these those there their they his her its our your not any all more most much many than then if it be been being "
    "to in on can do he no so we you i me my us him she them said say says tell give list".split()
)


# A word with a mark that is no name speaks as much for Vietnamese as so many of grammar for English.
_MARK_SPEAKS = 3


class TermCounts(Protocol):
    """How often an index of the library's text holds a word, or one behind another in lower case, joined by "_"."""

    def term_counts(self, terms: Sequence[str]) -> list[int]: ...


class Syllables(TermCounts, Protocol):
    """The same of words in lower case, how many words the text has in all, and those that fold to a word."""

    @property
    def word_count(self) -> int: ...

    def spellings(self, folded: str) -> Sequence[str]: ...


class AccentRestorer:
    """Restores the diacritics of questions from the counts and the syllables of a library that doesn't change."""

    def __init__(self, syllables: Syllables) -> None:
        self._syllables = syllables

    @cached_property
    def _total(self) -> float:
        return max(float(self._syllables.word_count), 1.0) + sum(_syllable_counts().values())

    def restore(self, question: str) -> str:
        """The question with missing marks put back: case, punctuation and the rest as typed.

        English, code, addresses and numbers stay as they are.
        """
        question = normalise(question)
        matches = list(_WORD.finditer(question))
        if not matches or is_english(question):
            return question
        typed = [match[0].lower() for match in matches]
        code = [match.span() for match in _CODE.finditer(question)]
        is_code = [any(start <= match.start() < end for start, end in code) for match in matches]
        options = [[word] if fixed else self._options(word) for word, fixed in zip(typed, is_code, strict=True)]
        lattice = self._supported(typed, options)
        restored = iter(self._best_path(typed, lattice))
        return _WORD.sub(lambda match: _with_case_of(match[0], next(restored)), question)

    def _options(self, typed: str) -> list[str]:
        """The syllables that may have been meant, in a fixed order."""
        if not typed.isascii() or not typed.isalpha():
            return [typed]
        return sorted({*self._known(typed), *_everyday_syllables().get(typed, ())})

    def _known(self, typed: str) -> set[str]:
        """Those of them that the library's text or a question holds, and the one that was typed."""
        return {typed, *_question_syllables().get(typed, ()), *self._syllables.spellings(typed)}

    def _supported(self, typed: Sequence[str], lattice: Sequence[Sequence[str]]) -> list[list[str]]:
        """Without everyday syllables that neither the library's text nor a question holds, and no phrase beside these.

        What was meant then is rather a syllable that isn't known.
        """
        phrases = _general_counts()
        kept = []
        for as_typed, before, words, behind in zip(typed, [[], *lattice], lattice, [*lattice[1:], []], strict=False):
            known = self._known(as_typed) if len(words) > 1 else words
            kept.append(
                [
                    word
                    for word in words
                    if word in known
                    or any(f"{left}_{word}" in phrases for left in before)
                    or any(f"{word}_{right}" in phrases for right in behind)
                ]
            )
        return kept

    def _best_path(self, typed: Sequence[str], lattice: Sequence[Sequence[str]]) -> list[str]:
        """The likeliest syllables, over all shares of marks that the writer may have left out."""
        if all(len(words) == 1 for words in lattice):
            return [words[0] for words in lattice]
        counted = self._counts(
            [word for words in lattice for word in words]
            + [f"{left}_{word}" for before, words in pairwise(lattice) for left in before for word in words]
        )
        counts = [np.array([next(counted) for _ in words], np.float64) for words in lattice]
        unigrams = [(count + _SMOOTHING) / self._total for count in counts]
        steps = []
        for place in range(1, len(lattice)):
            pairs = [[next(counted) for _ in lattice[place]] for _ in lattice[place - 1]]
            discounted = np.maximum(np.array(pairs) - _DISCOUNT, 0.0)
            bigrams = discounted / (counts[place - 1][:, None] + _SMOOTHING)
            steps.append(np.log(_BIGRAM_WEIGHT * bigrams + (1 - _BIGRAM_WEIGHT) * unigrams[place]))
        added = [np.array([word != as_typed for word in words]) for as_typed, words in zip(typed, lattice, strict=True)]
        kept = sum(not word.isascii() for word in typed)
        rates, priors = zip(*(_DROP_RATES.items() if kept else [_ALL_DROPPED]), strict=True)
        logs = np.array([[math.log(rate)] for rate in rates])
        scores, paths = _viterbi(np.log(unigrams[0]), steps, [logs * each for each in added])
        kept_so = [prior + kept * math.log(1 - rate) for rate, prior in zip(rates, priors, strict=True)]
        choices = paths[int(np.argmax(scores + kept_so))]
        return [words[choice] for words, choice in zip(lattice, choices, strict=True)]

    def _counts(self, terms: Sequence[str]) -> Iterator[float]:
        """How often each of the terms stands in the library's text and the general one."""
        general = _general_counts()
        return (
            count + general.get(term, 0.0)
            for count, term in zip(self._syllables.term_counts(terms), terms, strict=True)
        )


@cache
def _general_counts() -> dict[str, float]:
    """Those of what every library is taken to say: the phrases that ask, and what stands in others, however often.

    The dictionary's syllables by themselves are no likelier than those that it lacks.
    """
    counts = defaultdict[str, float](float, _question_counts())
    everyday = _counted(_phrases("everyday_phrases.txt"))
    for term in everyday:
        counts[term] += _EVERYDAY_WEIGHT if "_" in term else 1
    for term in _counted(vietnamese_words()).keys() - everyday.keys():
        if "_" in term:
            counts[term] += _DICTIONARY_WEIGHT
    return dict(counts)


@cache
def _syllable_counts() -> dict[str, float]:
    """The general counts of single syllables."""
    return {term: count for term, count in _general_counts().items() if "_" not in term}


@cache
def _everyday_syllables() -> dict[str, set[str]]:
    """Those of all phrases, by what they fold to."""
    return _by_folded(_syllable_counts())


@cache
def _question_counts() -> Counter[str]:
    return _counted(_phrases("question_words.txt"))


@cache
def _question_syllables() -> dict[str, set[str]]:
    """Those of the phrases that ask alone, by what they fold to: among others are many that look like English words."""
    return _by_folded(_question_counts())


def _phrases(file: str) -> list[list[str]]:
    return [tokens(line) for line in lines_of(file)]


def _by_folded(terms: Iterable[str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for term in terms:
        if "_" not in term:
            found[fold(term)].add(term)
    return dict(found)


def _counted(phrases: Iterable[Sequence[str]]) -> Counter[str]:
    """How often the phrases hold each syllable and each pair of neighbours."""
    counts: Counter[str] = Counter()
    for words in phrases:
        counts.update(words)
        counts.update(f"{left}_{right}" for left, right in pairwise(words))
    return counts


def is_english_function_word(word: str) -> bool:
    """Whether the word, in lower case, is one of English grammar and no everyday Vietnamese syllable."""
    return word in ENGLISH_FUNCTION_WORDS and word not in _question_syllables()


def may_be_syllable(word: str) -> bool:
    """Whether a word without marks may be a Vietnamese syllable that lost them: "hang" may, "house" can't."""
    return _SYLLABLE.fullmatch(word) is not None


def is_english(question: str) -> bool:
    """Whether the question is English rather than Vietnamese, with marks or without.

    By the function words, then by the syllables. A mark speaks for Vietnamese, unless it is a name's ("Who chaired the
    Sơn Giang conference?"). "AI" is a syllable only where all is in capitals.
    """
    found = [match[0] for match in _WORD.finditer(question) if match[0].isalpha()]
    if question.isupper():
        found = [word.lower() for word in found]
    words = [word.lower() for word in _without_marked_names(found) if word != "AI"]
    english = sum(is_english_function_word(word) for word in words)
    vietnamese = sum(word in _question_syllables() and word not in ENGLISH_FUNCTION_WORDS for word in words)
    marked = sum(not word.isascii() for word in words)
    if marked or not words:
        return english > max(1, _MARK_SPEAKS * marked + vietnamese)
    if english != vietnamese:
        return english > vietnamese
    return sum(map(may_be_syllable, words)) * 2 <= len(words)


def _without_marked_names(words: Sequence[str]) -> list[str]:
    """The words but those with a mark and a capital that isn't the sentence's."""
    kept = []
    for number, word in enumerate(words):
        # The first has its capital from the sentence, unless the second has one too.
        is_name = word[0].isupper() and (number > 0 or any(each[0].isupper() for each in words[1:2]))
        if word.isascii() or not is_name:
            kept.append(word)
    return kept


def _viterbi(first: _Logs, steps: Sequence[_Logs], channel: Sequence[_Logs]) -> tuple[_Logs, list[list[int]]]:
    """The log probability and the choices of the best path, through each of r channels.

    `first` (n0,) weighs the first position's choices, `steps[i]` (n_i, n_i+1) each choice behind each before it, and
    `channel[i]` (r, n_i) how each comes to be typed as it was.
    """
    best = first + channel[0]
    back = []
    for step, typing in zip(steps, channel[1:], strict=True):
        scores = best[:, :, None] + step
        back.append(scores.argmax(axis=1))
        best = scores.max(axis=1) + typing
    paths = []
    for number, choice in enumerate(best.argmax(axis=1).tolist()):
        choices = [choice]
        for before in reversed(back):
            choices.append(int(before[number, choices[-1]]))
        paths.append(choices[::-1])
    return best.max(axis=1), paths


def _with_case_of(typed: str, restored: str) -> str:
    if len(typed) != len(restored):
        return restored
    return "".join(new.upper() if old.isupper() else new for old, new in zip(typed, restored, strict=True))
