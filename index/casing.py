"""Letter case: puts a question's words in the case that the library's text writes them in.

The embedding model tells "Vĩnh Phúc" from "vĩnh phúc", and people type either. So a question is first put in lower
case, then each word that the library mostly capitalises inside its sentences gets its capitals back ("truecasing",
Lita et al., ACL 2003, here with the word before it as the only context). However it was typed, it becomes one form.
"""

from __future__ import annotations

import re

from index.accents import TermCounts, is_english_function_word
from index.text import normalise, sentences

_WORD = re.compile(r"\w+")
_ENDS = (".", "?", "!", "…")


def cased_terms(text: str) -> list[str]:
    """The words of the text as they are written, and each behind the word before it in lower case ("tỉnh_Vĩnh").

    The first word of a sentence and sentences all in capitals say nothing of a word's own case and are left out.
    """
    terms: list[str] = []
    for span in sentences(text):
        sentence = normalise(text[span.start : span.end])
        if sentence.upper() != sentence:
            words = _WORD.findall(sentence)
            terms += words[1:]
            terms += [f"{before.lower()}_{word}" for before, word in zip(words, words[1:], strict=False)]
    return terms


def canonical(question: str, cased: TermCounts) -> str:
    """The one form of a question, however it was typed: the library's case, and a question mark unless it ends in one.

    `cased` counts the `cased_terms` of the library's text.
    """
    before = ""

    def in_usual_case(match: re.Match[str]) -> str:
        nonlocal before
        word, previous = match[0], before
        before = word
        return _usual_case(previous, word, cased)

    question = _WORD.sub(in_usual_case, normalise(question).lower())
    question = question[:1].upper() + question[1:]
    return question if question.endswith(_ENDS) else f"{question}?"


def _usual_case(before: str, word: str, cased: TermCounts) -> str:
    """The form most often seen behind that word, or else anywhere; lower case where the library has never seen it."""
    if is_english_function_word(word):
        return word
    forms = (word, word[:1].upper() + word[1:], word.upper())
    for prefix in (f"{before}_", ""):
        counts = cased.term_counts([prefix + form for form in forms])
        if any(counts):
            return forms[counts.index(max(counts))]
    return word
