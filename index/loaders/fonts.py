"""Fonts that draw Vietnamese letters in the places of others: .Vn fonts in those of TCVN3, VNI- fonts in those of VNI.

A document in such a font holds other letters than its reader sees: "Céng hoµ" in .VnTime reads "Cộng hoà". Fonts of
TCVN3 have no capitals with marks: those come from a second font, named with an H at the end, that draws capitals only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import groupby

from index.loaders.charsets import from_tcvn3, from_vni

_VNI = re.compile(r"vni[- ]", re.IGNORECASE)
_UNICODE_LETTER = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u036f]")


def is_tcvn3(font: str | None) -> bool:
    """Whether the font draws TCVN3."""
    return font is not None and font[:3].lower() == ".vn"


def is_old(font: str | None) -> bool:
    """Whether the font draws other letters than it is given."""
    return _drawing(font) is not None


def as_drawn(runs: Iterable[tuple[str, str | None]]) -> str:
    """The text of runs, each with its font, as a reader sees it; in NFC where a font draws other letters.

    Neighbours in one kind of font are read together: a vowel of VNI may stand in another run than its mark.
    """
    return "".join(
        text if draw is None or _UNICODE_LETTER.search(text) else draw(text)
        for draw, run in groupby(runs, lambda run: _drawing(run[1]))
        for text in ["".join(part for part, _ in run)]
    )


def _drawing(font: str | None) -> Callable[[str], str] | None:
    if is_tcvn3(font):
        return _capitals if font is not None and font.endswith("H") else from_tcvn3
    return from_vni if font is not None and _VNI.match(font) else None


def _capitals(letters: str) -> str:
    return from_tcvn3(letters).upper()
