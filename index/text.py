"""Text for searching: normal forms, tokens and sentences. Stored text is never changed by anything here."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from index.models import Span

_WORD = re.compile(r"\w+")
_INVISIBLE_CHARS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_INVISIBLE_CHARS}]")
_TONES = "\u0300\u0301\u0303\u0309\u0323"


def _old_tone_placements() -> dict[str, str]:
    """From the new spelling of oa, oe and uy with a tone (hoà, khoẻ, thuỳ) to the old one (hòa, khỏe, thùy), NFC."""
    placements: dict[str, str] = {}
    pairs = [first + second for first, second in ("oa", "oe", "uy")]
    for first, second in (cased for pair in pairs for cased in product(*zip(pair, pair.upper(), strict=True))):
        for tone in _TONES:
            new = first + unicodedata.normalize("NFC", second + tone)
            placements[new] = unicodedata.normalize("NFC", first + tone) + second
    return placements


_OLD_BY_NEW = _old_tone_placements()
# Only at the end of a syllable (hoàn keeps its mark in both schools), and not after q, where u is no vowel (quý). A
# mark that doesn't compose with its letter is no Vietnamese; moving the tone would part the two. Written so that most
# letters fail at once: tried as 60 alternatives at each letter, it took longer than all the rest of a search.
FIRST_OF_TONE_PLACEMENT = "oOuU"
SECOND_OF_TONE_PLACEMENT = "".join(sorted({new[1] for new in _OLD_BY_NEW}))
_NEW_TONE_PLACEMENT = re.compile(
    f"[{FIRST_OF_TONE_PLACEMENT}](?<![qQ].)[{SECOND_OF_TONE_PLACEMENT}]" + r"(?![\w\u0300-\u036f])"
)


def normalise(text: str) -> str:
    """One form of what reads the same: NFC, the old tone placement, plain single spaces, no invisible characters."""
    return " ".join(normalised_but_space(text).split())


def normalised_but_space(text: str) -> str:
    """The same with its white space as it is."""
    return text if text.isascii() else with_old_tones(composed(text))


def composed(text: str) -> str:
    """In NFC and without invisible characters."""
    # In this order: an invisible character can stand between a letter and its mark. To look for each takes a tenth of
    # the time that the pattern takes to find none.
    if any(char in text for char in _INVISIBLE_CHARS):
        text = _INVISIBLE.sub("", text)
    return unicodedata.normalize("NFC", text)


def with_old_tones(text: str) -> str:
    """The tone where the old school puts it (hoà as hòa), of a text in NFC; as long as it was."""
    return _NEW_TONE_PLACEMENT.sub(lambda match: _OLD_BY_NEW.get(match[0], match[0]), text)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """The same as `fold`, remembered: a text has few different words."""
    return fold(word)


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d: "Đề án" becomes "de an"."""
    text = text.lower()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")


def tokens(text: str) -> list[str]:
    """The words of the text, one Vietnamese syllable each, in lower case and normalised."""
    return _WORD.findall(normalise(text).lower())


def with_pairs(words: list[str]) -> list[str]:
    """The words, then every two neighbours joined by "_": Vietnamese words are mostly two syllables."""
    return words + [f"{left}_{right}" for left, right in zip(words, words[1:], strict=False)]


# A sentence ends at . ! ? … (and closing quotes) before white space and a capital, a digit, a quote or a dash. An
# initial ("J."), a number at the start of a line ("2.") and the short forms below do not end one.
# The lookbehind and the possessive quantifiers keep a run of a thousand dots from being tried a thousand times.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]»]*+(?=\s)")
_OPENS_SENTENCE = re.compile(r"\s+[\"'“‘(\[«]*(?:[-–—+•*]|[^\W_])")
_SHORT_FORMS = frozenset(
    "tp ts ths gs pgs bs ks tx tt ubnd đ/c đc mr mrs ms dr prof st no vs etc e.g i.e fig jan feb mar apr jun jul aug "
    "sep sept oct nov dec cllr bro sis hon rev capt sgt supt insp smt messrs w.e.f".split()
)
_LIST_LINE = re.compile(r"\n[ \t]*(?=[-–—+•*] |\(?(?:\d{1,3}|[a-zđA-ZĐ]|[IVX]{1,5})[.)] )")
_LINE_END_AFTER_STOP = re.compile(r"(?<=[.!?…:;])[ \t]*\r?\n")
_TABLE_ROW = re.compile(r"^.* \| .*$", re.MULTILINE)
_CLAUSE_END_OR_BRACKET = re.compile(r";(?=\s)|[()]")
_LONG_SENTENCE = 120


def sentences(text: str) -> list[Span]:
    """The sentences of the text in order. They don't overlap, and only white space lies outside them.

    A row of a table (a line that holds " | ") begins and ends one.
    """
    cuts = {match.end() for match in _SENTENCE_END.finditer(text) if _ends_sentence(text, match)}
    cuts |= {match.start() for match in _LIST_LINE.finditer(text)}
    cuts |= {match.end() for match in _LINE_END_AFTER_STOP.finditer(text)}
    cuts |= {edge for match in _TABLE_ROW.finditer(text) for edge in match.span()}
    return _spans_between(text, Span(0, len(text)), sorted(cuts))


def clauses(text: str) -> list[Span]:
    """The sentences, with the long ones (over 120 code points) cut after each semicolon outside brackets as well."""
    parts: list[Span] = []
    for sentence in sentences(text):
        is_long = sentence.end - sentence.start > _LONG_SENTENCE
        parts.extend(_spans_between(text, sentence, _clause_ends(text, sentence) if is_long else []))
    return parts


def _clause_ends(text: str, sentence: Span) -> list[int]:
    ends: list[int] = []
    open_brackets = 0
    for match in _CLAUSE_END_OR_BRACKET.finditer(text, sentence.start, sentence.end):
        if match[0] == ";":
            ends += [match.end()] if open_brackets == 0 else []
        else:
            open_brackets = max(open_brackets + (1 if match[0] == "(" else -1), 0)
    return ends


def _ends_sentence(text: str, stop: re.Match[str]) -> bool:
    opening = _OPENS_SENTENCE.match(text, stop.end())
    if opening is None:
        return False
    first = opening[0][-1]
    if first.islower() and not first.isdigit():
        return False
    if not stop[0].startswith(".") or len(stop[0]) > 1:
        return True
    word = re.split(r"[\s(]", text[max(0, stop.start() - 12) : stop.start()])[-1]
    if word == "No" and first.isalpha():
        # An answer, not "No. 5".
        return True
    if word.lower() in _SHORT_FORMS or (len(word) == 1 and word.isalpha() and word.isupper()):
        return False
    return not (word.isdigit() and len(word) <= 2 and _begins_line(text, stop.start() - len(word)))


def _begins_line(text: str, position: int) -> bool:
    """Whether only blanks stand before the position on its line."""
    while position > 0 and text[position - 1] in " \t":
        position -= 1
    return position == 0 or text[position - 1] == "\n"


def _spans_between(text: str, whole: Span, cuts: list[int]) -> list[Span]:
    edges = [whole.start, *(cut for cut in cuts if whole.start < cut < whole.end), whole.end]
    spans = (_trimmed(text, Span(left, right)) for left, right in zip(edges, edges[1:], strict=False))
    return [span for span in spans if span.start < span.end]


def _trimmed(text: str, span: Span) -> Span:
    part = text[span.start : span.end]
    return Span(span.start + len(part) - len(part.lstrip()), span.start + len(part.rstrip()))
