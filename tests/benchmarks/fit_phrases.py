"""The development folders' questions cut down to a few words that ask nothing, as people type into a search box.

Of each two or three of its concepts, one behind the other: of "Giá gửi xe máy mới là bao nhiêu?" perhaps "gửi xe máy".
Which ones, the question's name says, so nothing is random.
"""

from __future__ import annotations

import zlib
from itertools import groupby

from index.accents import is_english
from index.concepts import content_words, vietnamese_words_of
from index.phrases import is_phrase
from index.text import fold, tokens
from tests.benchmarks.fit_answers import Question


def phrase_of(question: Question, way: str) -> Question | None:
    """The question with a few of its words in place of all; None where no two of its concepts stand together.

    `way` tells apart the ways in which the same is asked.
    """
    syllables = tokens(question["question"])
    content = frozenset(content_words(syllables))
    words = [(each,) for each in syllables] if is_english(question["question"]) else vietnamese_words_of(syllables)
    runs = [list(run) for of_content, run in groupby(words, lambda word: not content.isdisjoint(word)) if of_content]
    long = [run for run in runs if len(run) > 1]
    if not long:
        return None
    number = zlib.crc32(f"{way} {question['id']}".encode())
    run, length = long[(number >> 8) % len(long)], 2 + number % 2
    start = (number >> 16) % max(len(run) - length + 1, 1)
    phrase = " ".join(syllable for word in run[start : start + length] for syllable in word)
    return {**question, "question": phrase} if is_phrase(phrase, length) else None


def holds_as_it_stands(text: str, phrase: str) -> bool:
    """Whether a text holds the phrase word by word, without diacritics."""
    return f" {_folded(phrase)} " in f" {_folded(text)} "


def _folded(text: str) -> str:
    return " ".join(map(fold, tokens(text)))
