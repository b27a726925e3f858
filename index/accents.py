"""Missing diacritics: restores what a question left out, from the syllables and pairs that the library's text uses.

A noisy channel with a bigram language model, decoded by Viterbi (Jurafsky and Martin, Speech and Language Processing,
appendix on spelling correction). The question's syllables are the observations; the candidates of a syllable typed
without marks are the library's syllables that fold to it, and itself. A syllable typed with marks is never changed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Protocol

from index.text import fold, normalise, tokens

_WORD = re.compile(r"\w+")

# In running Vietnamese text about seven syllables in ten carry a mark, so how many of a question's do tells how often
# its writer leaves marks out.
_MARKED_SHARE = 0.7
_LEAST_DROP_RATE = 1e-4
_BIGRAM_WEIGHT = 0.9
_SMOOTHING = 0.1
# A general phrase weighs this much against one occurrence in the library's own text.
_GENERAL_WEIGHT = 3.0

# A Vietnamese syllable without marks: initial, vowels, final.
_SYLLABLE = re.compile(
    r"(?:ngh|ch|gh|gi|kh|ng|nh|ph|qu|th|tr|[bcdghklmnprstvx])?"
    r"(?:a|ai|ao|au|ay|e|eo|eu|i|ia|ie|ieu|iu|o|oa|oai|oay|oe|oeo|oi|oo|u|ua|uay|ue|ui|uo|uoi|uou|uu|uy|uya|uye|uyu|y|ye|yeu)"
    r"(?:ch|ng|nh|[cmnpt])?"
)
# English function words. Some are Vietnamese syllables too ("to", "can"), and then they speak for neither language.
_ENGLISH = frozenset(
    "a an the what which who whom whose when where why how is are was were has have had did does doing done will would "
    "should could shall must may might of and or for from with about after before between into by at as that this "
    "these those there their they his her its our your not any all more most much many than then if it be been being "
    "to in on can do he no so we you i me my us him she them said say says tell give list".split()
)


class TermCounts(Protocol):
    """How often the library's text holds a syllable, or two in a row joined by "_", in lower case with marks."""

    def term_count(self, term: str) -> int: ...


class AccentRestorer:
    """Restores the diacritics of questions from the counts and the syllables of a library."""

    def __init__(self, counts: TermCounts, vocabulary: Iterable[str]) -> None:
        """`vocabulary` holds the terms of `counts`; those with "_" are pairs and are passed over."""
        self._counts = counts
        general = _general_counts()
        self._candidates: dict[str, set[str]] = defaultdict(set)
        total = 0.0
        for word in (*(term for term in vocabulary if "_" not in term), *(w for w in general if "_" not in w)):
            self._candidates[fold(word)].add(word)
            total += counts.term_count(word)
        self._total = max(total, 1.0) + _GENERAL_WEIGHT * sum(general.values())

    def restore(self, question: str) -> str:
        """The question with missing marks put back: case, punctuation and the rest as typed. English stays as it is."""
        question = normalise(question)
        typed = [match[0].lower() for match in _WORD.finditer(question)]
        if not typed or _is_english(typed):
            return question
        drop_rate = _drop_rate(typed)
        restored = iter(self._best_path([self._options(word, drop_rate) for word in typed]))
        return _WORD.sub(lambda match: _with_case_of(match[0], next(restored)), question)

    def _options(self, typed: str, drop_rate: float) -> dict[str, float]:
        """The log probability of having typed `typed` for each syllable that may have been meant."""
        if not typed.isascii() or not typed.isalpha():
            return {typed: 0.0}
        options = {word: math.log(drop_rate) for word in self._candidates.get(typed, ())}
        options[typed] = 0.0
        return options

    def _best_path(self, lattice: Sequence[Mapping[str, float]]) -> list[str]:
        best = {word: math.log(self._unigram(word)) + channel for word, channel in lattice[0].items()}
        steps: list[dict[str, str]] = []
        for options in lattice[1:]:
            step: dict[str, str] = {}
            scores: dict[str, float] = {}
            for word, channel in options.items():
                score, before = max((best[left] + math.log(self._bigram(left, word)), left) for left in best)
                scores[word], step[word] = score + channel, before
            best = scores
            steps.append(step)
        path = [max(best, key=lambda word: (best[word], word))]
        for step in reversed(steps):
            path.append(step[path[-1]])
        return path[::-1]

    def _count(self, term: str) -> float:
        return self._counts.term_count(term) + _GENERAL_WEIGHT * _general_counts().get(term, 0)

    def _unigram(self, word: str) -> float:
        return (self._count(word) + _SMOOTHING) / self._total

    def _bigram(self, left: str, word: str) -> float:
        seen = self._count(f"{left}_{word}") / (self._count(left) + _SMOOTHING)
        return _BIGRAM_WEIGHT * seen + (1 - _BIGRAM_WEIGHT) * self._unigram(word)


@cache
def _general_counts() -> Counter[str]:
    counts: Counter[str] = Counter()
    text = resources.files("index").joinpath("question_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            words = tokens(line)
            counts.update(words)
            counts.update(f"{left}_{right}" for left, right in zip(words, words[1:], strict=False))
    return counts


def is_english_function_word(word: str) -> bool:
    """Whether the word, in lower case, is one of English grammar and no everyday Vietnamese syllable."""
    return word in _ENGLISH and word not in _general_folded()


def is_english(question: str) -> bool:
    """Whether the question is English rather than Vietnamese, with marks or without."""
    return _is_english([match[0].lower() for match in _WORD.finditer(question)])


def _is_english(typed: Sequence[str]) -> bool:
    """By the function words, then by the syllables; a single mark speaks for Vietnamese."""
    words = [word for word in typed if word.isalpha()]
    if not all(word.isascii() for word in words):
        return False
    general = _general_folded()
    english = sum(is_english_function_word(word) for word in words)
    vietnamese = sum(word in general and word not in _ENGLISH for word in words)
    if english != vietnamese:
        return english > vietnamese
    return sum(_SYLLABLE.fullmatch(word) is not None for word in words) * 2 <= len(words)


@cache
def _general_folded() -> frozenset[str]:
    return frozenset(fold(term) for term in _general_counts() if "_" not in term)


def _drop_rate(typed: Sequence[str]) -> float:
    """The estimated share of marks that the writer leaves out, 0..1."""
    words = [word for word in typed if _SYLLABLE.fullmatch(fold(word))]
    if not words:
        return _LEAST_DROP_RATE
    marked = sum(not word.isascii() for word in words) / len(words)
    return max(1 - marked / _MARKED_SHARE, _LEAST_DROP_RATE)


def _with_case_of(typed: str, restored: str) -> str:
    if len(typed) != len(restored):
        return restored
    return "".join(new.upper() if old.isupper() else new for old, new in zip(typed, restored, strict=True))
