"""Letter case: puts a question's words in the case that the library's text writes them in.

The embedding model tells "Vĩnh Phúc" from "vĩnh phúc", and people type either. So a question is first put in lower
case, then each word that the library mostly capitalises inside its sentences gets its capitals back ("truecasing",
Lita et al., ACL 2003, here with the word before it as the only context). However it was typed, it becomes one form.

Most words stand in lower case inside sentences. Only the others are counted here: the index of words counts all, and
the rest of these are in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.accents import TermCounts, is_english_function_word
from index.text import normalise, sentences

_WORD = re.compile(r"\w+")
_ENDS = (".", "?", "!", "…")


def cased_terms(text: str, context: str | None = None) -> list[str]:
    """The words of a paragraph that aren't in lower case, and each behind the word before in lower case ("tỉnh_Vĩnh").

    Given in lower case are those that say nothing of a word's own case: all of the context and of sentences in
    capitals, the first word of a sentence, and forms that `canonical` doesn't choose from.
    """
    terms, before = list[str](), ""
    parts = [normalise(context or ""), *(normalise(text[span.start : span.end]) for span in sentences(text))]
    for number, part in enumerate(parts):
        tells = number > 0 and part.upper() != part
        for place, word in enumerate(_WORD.findall(part)):
            low = word.lower()
            own = tells and place > 0 and (word == low or word in _forms(low))
            if not own or word != low:
                term = word if own else low
                terms += (term, f"{before}_{term}") if before else (term,)
            before = low
    return terms


def canonical(question: str, cased: TermCounts, words: TermCounts) -> str:
    """The one form of a question, however it was typed: the library's case, and a question mark unless it ends in one.

    `cased` counts the `cased_terms` of the library's text, and `words` its words and pairs in lower case.
    """
    question = normalise(question).lower()
    usual = iter(_in_usual_case(_WORD.findall(question), cased, words))
    question = _WORD.sub(lambda _: next(usual), question)
    question = question[:1].upper() + question[1:]
    return question if question.endswith(_ENDS) else f"{question}?"


def _forms(word: str) -> tuple[str, str, str]:
    """A word in lower case with no capital, with its first one, and with all."""
    return word, word[:1].upper() + word[1:], word.upper()


def _in_usual_case(asked: Sequence[str], cased: TermCounts, words: TermCounts) -> Iterator[str]:
    """Each word in the form most often seen behind the one before it, or else anywhere; lower case if in neither."""
    places = [place for before, word in pairwise(["", *asked]) for place in ((f"{before}_", word), ("", word))]
    # One by one, to look them up takes several times as long.
    of_forms = iter(cased.term_counts([behind + form for behind, word in places for form in _forms(word)]))
    of_words = iter(words.term_counts([behind + word for behind, word in places]))
    for word in asked:
        counts = [_counts(word, of_forms, of_words) for _ in range(2)]
        seen = next((each for each in counts if any(each.values())), None)
        yield word if seen is None or is_english_function_word(word) else max(seen, key=lambda form: seen[form])


def _counts(word: str, of_forms: Iterator[int], of_words: Iterator[int]) -> dict[str, int]:
    """How often each form of a word stands inside sentences, by the next of the counts that both indexes gave.

    The one in lower case is what is left of all.
    """
    counts = dict(zip(_forms(word), of_forms, strict=False))
    return {**counts, word: max(next(of_words) - sum(counts.values()), 0)}
