"""A question's text without letter case and diacritics, code point by code point, so that its places stay."""

from __future__ import annotations

from index.text import fold_word


def folded(text: str) -> str:
    """The text, normalised before, in lower case and without diacritics; as long as it was."""
    return "".join(_letter(character) for character in text)


def _letter(character: str) -> str:
    low = fold_word(character)
    return low if len(low) == 1 else character
