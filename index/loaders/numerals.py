"""Numbers as lists count with them, by the names that Word has for the ways of counting."""

from __future__ import annotations

import unicodedata

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_TENS = (*_ROMAN, (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST_LETTERS = 9
_LARGEST_ROMAN = 4_999
_BULLET = "•"


def numeral(number: int, form: str) -> str:
    """Of "decimal", "decimalZero", "lowerLetter", "upperLetter", "lowerRoman", "upperRoman"; "" for "none"."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, _MOST_LETTERS)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and number <= _LARGEST_ROMAN:
        return _roman(number).upper() if form == "upperRoman" else _roman(number)
    if form == "decimalZero":
        return f"{number:02}"
    return "" if form == "none" else str(number)


def bullet(drawn: str) -> str:
    """The bullet that a list draws, or • where it is a letter or a private code point, which only a font makes one."""
    plain = drawn.strip()
    if not plain or plain.isalnum() or any(unicodedata.category(char) == "Co" for char in plain):
        return _BULLET
    return plain


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN_TENS:
        times, number = divmod(number, value)
        written += letters * times
    return written
