"""Text that isn't UTF-8: UTF-16, and the character sets that Vietnamese was written in before Unicode.

A set is taken only where the words leave no doubt: read so, nearly all words with marks are Vietnamese syllables, more
than in any other set. English, French and all else is left alone.

Sources: TCVN 5712:1993 (its VN3 is TCVN3 or "ABC", which the .Vn fonts draw) and VISCII of RFC 1456, both as glibc's
iconv has them; windows-1258 as Python has it; VNI for Windows as GNU recode has it, but for capital Ắ
and Ằ, which recode has exchanged.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.loaders.viqr import from_viqr
from index.syllables import is_syllable

_UTF16_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_ZEROS_OF_UTF16 = 0.3

_TCVN = (
    "\u00a0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323"
    "àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄ"
    "ẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_BELOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
# What VN1 has besides, where Windows has its quotes and dashes.
_TCVN_CAPITALS = "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
_TCVN_BELOW = dict(zip(b"\1\2\4\5\6\x11\x12\x13\x14\x15\x16\x17", "ÚỤỪỬỮỨỰỲỶỸÝỴ", strict=True))
_TCVN_TABLE = {0xA0 + place: letter for place, letter in enumerate(_TCVN)}
_VN1_TABLE = _TCVN_TABLE | _TCVN_BELOW | {0x80 + place: letter for place, letter in enumerate(_TCVN_CAPITALS)}
_VISCII_TABLE = {0x80 + place: letter for place, letter in enumerate(_VISCII)} | _VISCII_BELOW

# VNI writes a vowel and then its mark; both letters are of one case, or the mark is small.
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_VNI_ROOFS = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_VNI_BOWLS = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}

_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_MOST_WORDS = 20_000
# Of the words with marks so many are syllables, and of all words so many have marks.
_SYLLABLES, _MARKED = 0.9, 0.2
# So many different syllables have letters that hardly another language has: those with a horn, a bowl or two marks.
_TELLING = 3
_TELLING_LETTER = re.compile("[ăđơưấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự]")


def utf16(data: bytes) -> str | None:
    """The name of the UTF-16 that the bytes are in: by their mark, or by zero bytes at every other place. Or None."""
    named = next((name for mark, name in _UTF16_MARKS.items() if data.startswith(mark)), None)
    if named is not None or len(data) % 2 or b"\0" not in data:
        return named
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if data[first::2].count(0) >= _ZEROS_OF_UTF16 * len(data) / 2 and 0 not in data[1 - first :: 2]:
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                return None
            return name if all(char.isprintable() or char.isspace() for char in text) else None
    return None


def from_tcvn3(letters: str) -> str:
    """What a font of TCVN3 draws for letters of Latin-1, NFC; others stay."""
    return unicodedata.normalize("NFC", letters.translate(_TCVN_TABLE))


def from_vni(letters: str) -> str:
    """What a font of VNI draws for letters of Latin-1, NFC; others stay."""
    return _VNI_PAIR.sub(lambda match: _VNI_TABLE[match[0]], letters)


def from_viscii(letters: str) -> str:
    """VISCII whose bytes were read as Latin-1; NFC."""
    return letters.translate(_VISCII_TABLE)


def _from_1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258"))


def _of_a_font(drawn: Callable[[str], str]) -> Callable[[bytes], str]:
    """Such text was typed on Windows: its quotes and dashes are those of windows-1252."""
    return lambda data: drawn(data.decode("cp1252"))


@dataclass(frozen=True, slots=True)
class Charset:
    """A character set that Vietnamese was written in, by its usual name."""

    name: str
    decode: Callable[[bytes], str]


_BYTES = (
    Charset("TCVN3", _of_a_font(from_tcvn3)),
    Charset("TCVN 5712", lambda data: unicodedata.normalize("NFC", data.decode("latin-1").translate(_VN1_TABLE))),
    Charset("VNI", _of_a_font(from_vni)),
    Charset("VISCII", lambda data: from_viscii(data.decode("latin-1"))),
    Charset("windows-1258", _from_1258),
)
_LETTERS = (Charset("VIQR", lambda data: from_viqr(data.decode("ascii"))),)
_HINTS_OF_VIQR = re.compile(rb"(?:[aeo]\^|[ou]\+|a\(|dd)", re.IGNORECASE)
_FEWEST_HINTS = 5


def old_charset(data: bytes) -> Charset | None:
    """The old character set that the bytes are Vietnamese in, or None where there is any doubt."""
    if data.isascii():
        return _best(_LETTERS, data) if len(_HINTS_OF_VIQR.findall(data)) >= _FEWEST_HINTS else None
    return _best(_BYTES, data)


def _best(charsets: Sequence[Charset], data: bytes) -> Charset | None:
    found: list[tuple[tuple[float, int], str, Charset]] = []
    for charset in charsets:
        try:
            text = charset.decode(data)
        except UnicodeDecodeError:
            continue
        syllables = _syllables(text)
        if syllables is not None:
            found.append((syllables, text, charset))
    most = max((syllables for syllables, _, _ in found), default=None)
    best = [(text, charset) for syllables, text, charset in found if syllables == most]
    # Two that read alike are no doubt.
    return best[0][1] if len({text for text, _ in best}) == 1 else None


def _syllables(text: str) -> tuple[float, int] | None:
    """Which share of the words with marks they are, and how many; None where the text isn't surely Vietnamese."""
    words = _WORD.findall(text)[:_MOST_WORDS]
    marked = [word for word in words if not word.isascii()]
    right = [word for word in marked if is_syllable(word)]
    telling = {small for word in right if _TELLING_LETTER.search(small := word.lower())}
    if len(telling) < _TELLING or len(marked) < _MARKED * len(words) or len(right) < _SYLLABLES * len(marked):
        return None
    return len(right) / len(marked), len(right)


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_LETTERS)
    for vowel in "aeouyôö":
        for mark, tone in _VNI_TONES.items():
            table[vowel + mark] = _VNI_LETTERS.get(vowel, vowel) + tone
    for vowels, shape, marks in (("aeo", "\u0302", _VNI_ROOFS), ("a", "\u0306", _VNI_BOWLS)):
        for vowel in vowels:
            table.update({vowel + mark: vowel + shape + tone for mark, tone in marks.items()})
    small = {pair: unicodedata.normalize("NFC", letter) for pair, letter in table.items()}
    capital_first = {pair[0].upper() + pair[1:]: letter.upper() for pair, letter in small.items()}
    return small | capital_first | {pair.upper(): letter.upper() for pair, letter in small.items()}


_VNI_TABLE = _vni_table()
_VNI_PAIR = re.compile("|".join(sorted(_VNI_TABLE, key=len, reverse=True)))
