"""Passages that the answer alone would hide: another day's document names another date, number or name for the same.

A search finds the sentence that is worded most like the question. When a later document of the same series moves the
date, its sentence may be worded otherwise and weigh too little to answer by itself; the earlier one alone would then be
believed. So of the other hits those are taken that are of a document of another date, in the same series
(`assistant.groups`), with a sentence that names another value of the kind asked for and speaks of the same: of the
answering sentence's content words it holds at least SHARED, and together with its document's title the share SPOKEN_OF.
Values and grammar don't count; words that begin with the same STEM letters are one ("open", "opening").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Quote
from assistant.groups import answering, content_words, of_different_dates, of_one_series
from assistant.values import differ, values
from index import Expected, SentenceMatch, Span, fold, normalise

MOST_DIFFERING = 3
SHARED = 2
SPOKEN_OF = 0.75
STEM = 4


def differing(
    expected: Expected | None,
    asked: str,
    answers: Sequence[Quote],
    others: Sequence[tuple[Quote, Sequence[SentenceMatch]]],
) -> tuple[Quote, ...]:
    """Of the other quotes, with their sentences, those that differ from an answer, its value highlighted."""
    if expected is None:
        return ()
    found = []
    for quote, sentences in others:
        # First what costs little and leaves out nearly all.
        compared = [each for each in answers if of_different_dates(each, quote) and of_one_series(each, quote)]
        spans = [match.span for match in sentences] if compared else []
        span = next((each for each in spans if _differs(expected, asked, compared, quote, each)), None)
        if span is not None:
            found.append(replace(quote, highlights=(span,)))
    return tuple(found[:MOST_DIFFERING])


def _differs(expected: Expected, asked: str, answers: Sequence[Quote], quote: Quote, span: Span) -> bool:
    sentence = quote.paragraph.text[span.start : span.end]
    named = values(expected, sentence, asked)
    return bool(named) and any(
        _speaks_of(sentence, quote, _subject(expected, answering(answer), asked))
        and differ(values(expected, answering(answer), asked), named)
        for answer in answers
    )


def _subject(expected: Expected, sentence: str, asked: str) -> set[str]:
    """The content words of an answering sentence besides its values."""
    text = normalise(sentence)
    for value in sorted(values(expected, text, asked), key=lambda each: each.start, reverse=True):
        text = f"{text[: value.start]} {text[value.end :]}"
    return stems(text)


def _speaks_of(sentence: str, quote: Quote, subject: set[str]) -> bool:
    own = stems(sentence) & subject
    return len(own) >= SHARED and len(own | stems(quote.title or "") & subject) >= SPOKEN_OF * len(subject)


def stems(text: str) -> set[str]:
    """The content words of a text without numbers, of English ones the beginnings; Vietnamese ones have no endings."""
    words = (word for word in content_words(text) if not any(map(str.isdigit, word)))
    return {fold(word)[:STEM] if word.isascii() else word for word in words}
