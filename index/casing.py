"""Letter case: puts a question's words in the case that the library's text writes them in.

The embedding model tells "Vĩnh Phúc" from "vĩnh phúc", and people type either. So a question is first put in lower
case, then each word that the library mostly capitalises inside its sentences gets its capitals back ("truecasing",
Lita et al., ACL 2003, here with the word before it as the only context). However it was typed, it becomes one form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
    question = normalise(question).lower()
    usual = iter(_in_usual_case(_WORD.findall(question), cased))
    question = _WORD.sub(lambda _: next(usual), question)
    question = question[:1].upper() + question[1:]
    return question if question.endswith(_ENDS) else f"{question}?"


def _in_usual_case(words: Sequence[str], cased: TermCounts) -> Iterator[str]:
    """Each word in the form most often seen behind the one before it, or else anywhere; lower case if in neither."""
    forms = [(word, word[:1].upper() + word[1:], word.upper()) for word in words]
    behind = [[f"{before}_{form}" for form in of_word] for before, of_word in zip(["", *words], forms, strict=False)]
    # One by one, to look them up takes several times as long.
    counted = iter(
        cased.term_counts([term for each in zip(behind, forms, strict=True) for terms in each for term in terms])
    )
    for word, of_word in zip(words, forms, strict=True):
        counts = [[next(counted) for _ in of_word] for _ in range(2)]
        seen = next((each for each in counts if any(each)), None)
        yield word if seen is None or is_english_function_word(word) else of_word[seen.index(max(seen))]
