"""The words of Vietnamese text, most of them of two syllables and more, which are written like words of one.

underthesea finds them, by a conditional random field that comes with the package and was trained on newspapers.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from index.text import tokens

Word = tuple[str, ...]

# It loads what it needs when it is first called, and isn't made for two threads that do so at once.
_ONE_AT_A_TIME = Lock()


def words_of(syllables: Sequence[str]) -> list[Word]:
    """The words that these syllables, in lower case, are, in their order; each by itself where that can't be told."""
    # Half a second to import, with all else that the package can.
    from underthesea import word_tokenize  # type: ignore[import-untyped]

    with _ONE_AT_A_TIME:
        found = [tuple(tokens(word)) for word in word_tokenize(" ".join(syllables))]
    if [syllable for word in found for syllable in word] != list(syllables):
        return [(syllable,) for syllable in syllables]
    return [word for word in found if word]
