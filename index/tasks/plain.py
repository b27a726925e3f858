"""A text as the rules read it: one normal form, each place of which is known in the text itself."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

from index.models import Span
from index.text import with_old_tones

_WORD = re.compile(r"\w+(?:[-'’.&/]\w+)*")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")
_QUOTES = str.maketrans("’‘“”\u00a0\t\r", "''\"\"   ")


@dataclass(frozen=True, slots=True)
class Plain:
    """`text` in NFC with the tones of the old school, plain quotes and blanks; `low` the same in lower case.

    Both have the same length. `places` holds where each of their characters stands in the text itself, and the end of
    that; None where they stand where they stood.
    """

    text: str
    low: str
    places: tuple[int, ...] | None = field(repr=False, default=None)

    def span(self, start: int, end: int) -> Span:
        """A range of the plain text as one of the text itself."""
        return Span(start, end) if self.places is None else Span(self.places[start], self.places[end])

    def place_of(self, offset: int) -> int:
        """A place of the text itself in the plain text."""
        return offset if self.places is None else max(0, bisect_right(self.places, offset) - 1)


def plain(text: str) -> Plain:
    """The normal form of a text."""
    places: tuple[int, ...] | None = None
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text) or any(character in _INVISIBLE for character in text):
            text, places = _composed(text)
        text = with_old_tones(text)
    text = text.translate(_QUOTES)
    low = text.lower()
    if len(low) != len(text):
        # A capital whose small letter is two characters (the Turkish dotted I) stays as it is.
        low = "".join(small if len(small := character.lower()) == 1 else character for character in text)
    return Plain(text, low, places)


def _composed(text: str) -> tuple[str, tuple[int, ...]]:
    """The text in NFC without invisible characters, and where each character of it stands in the text."""
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    while position < len(text):
        end = position + 1
        while end < len(text) and (unicodedata.combining(text[end]) or text[end] in _INVISIBLE):
            end += 1
        cluster = "".join(character for character in text[position:end] if character not in _INVISIBLE)
        composed = unicodedata.normalize("NFC", cluster)
        pieces.append(composed)
        places += [position] * len(composed)
        position = end
    return "".join(pieces), (*places, len(text))


def words(low: str, start: int = 0, end: int | None = None) -> list[re.Match[str]]:
    """The words of a range; what a hyphen, an apostrophe, a point or a stroke joins is one."""
    return list(_WORD.finditer(low, start, len(low) if end is None else end))
