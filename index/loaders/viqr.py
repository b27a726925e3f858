"""VIQR (RFC 1456): Vietnamese in ASCII, each vowel followed by its marks: "Vie^.t Nam"."""

from __future__ import annotations

import re
import unicodedata

from index.syllables import is_syllable

_TONES = {"`": "\u0300", "'": "\u0301", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_SHAPES = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_WORD = re.compile(r"\\(?P<escaped>.)|(?P<word>[A-Za-z][A-Za-z`'?~.^(+]*)", re.DOTALL)
_LETTER = re.compile(r"(?P<bar>[dD][dD])|(?P<vowel>[aA][(^]?|[eE]\^?|[oO][+^]?|[uU]\+?|[iIyY])(?P<tone>[`'?~.]?)")
_VOWEL = re.compile("[AEIOUY]")
_NUMERAL = re.compile(r"[A-Z]\.")
_PARAGRAPH_ENDS = re.compile(r"\s*\Z|[ \t]*\r?\n[ \t]*\r?\n")
# Where two vowels end a syllable the tone stands on the second only in these, and behind "qu" and "gi".
_TONE_ON_SECOND = ("oa", "oe", "uy", "ue", "uo")


def from_viqr(text: str) -> str:
    """The text in letters, NFC.

    A word that is neither a syllable nor capitals ("HDDND") so stays as it is. "Ta ddi." ends with a full stop, though
    by the standard that is a tone: it stays one where the syllable has its tone, where no tone can stand, behind a
    capital that stands alone and at a paragraph's end, unless the text escapes its full stops ("ta\\.").
    """
    escapes = "\\" in text

    def read(match: re.Match[str]) -> str:
        last = not escapes and _PARAGRAPH_ENDS.match(text, match.end()) is not None
        if match["escaped"]:
            return match["escaped"]
        letters = _read(match["word"], escapes=escapes, last=last)
        plain = letters.rstrip("`'?~.^(+")
        right = is_syllable(plain) or (plain.isupper() and not _VOWEL.search(plain))
        return letters if right and not _NUMERAL.fullmatch(match["word"]) else match["word"]

    return _WORD.sub(read, text)


def _read(word: str, *, escapes: bool, last: bool) -> str:
    parts: list[str] = []
    position = 0
    toned = False
    for letter in _LETTER.finditer(word):
        parts.append(word[position : letter.start()])
        position = letter.end()
        if letter["bar"]:
            parts.append("Đ" if letter["bar"][0] == "D" else "đ")
            continue
        vowel, tone = letter["vowel"], letter["tone"]
        marks = "".join(_SHAPES[shape] for shape in vowel[1:])
        if tone and not toned and not _is_stop(word, letter, escapes=escapes, last=last):
            toned, marks, tone = True, marks + _TONES[tone], ""
        parts.append(unicodedata.normalize("NFC", vowel[0] + marks) + tone)
    return "".join((*parts, word[position:]))


def _is_stop(word: str, letter: re.Match[str], *, escapes: bool, last: bool) -> bool:
    """Whether what might be a tone is a full stop or a question mark, or the first of three."""
    rest = word[letter.end() :]
    if rest.startswith(letter["tone"] * 2):
        return True
    if escapes or rest or letter["tone"] in "`~":
        return False
    before = word[: letter.start()].lower()
    second = before.rstrip("^(+").endswith(tuple("aeiouy"))
    may_bear = before in ("qu", "gi") or (before + letter["vowel"][0].lower()).endswith(_TONE_ON_SECOND)
    return (last and letter["tone"] != "'") or (second and not may_bear)
