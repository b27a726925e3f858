"""Which of a row of meetings it was: "lần thứ 22", "kỳ họp thứ 9", "khóa XVII"."""

from __future__ import annotations

import re

from index.meetings.models import Fact
from index.meetings.reading import Text, distinct
from index.meetings.tables import templates
from index.text import normalise

# How far down it is told of this meeting rather than of another one.
_OPENING = 900
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def sessions_in(text: Text, title: Fact | None) -> tuple[Fact, ...]:
    """Which meeting of a row it was: from the title and the beginning of the text, each kind and number once."""
    found: dict[tuple[bool, int | str], Fact] = {}
    places = [(text.body, min(text.head, text.body + _OPENING))]
    if title is not None:
        places.insert(0, (text.plain.place_of(title.start), text.plain.place_of(title.end)))
    for start, end in places:
        taken: list[tuple[int, int]] = []
        for pattern in templates("session", "templates"):
            match = pattern.search(text.plain.text, start, end)
            if match is None or any(
                match.start("value") < last and first < match.end("value") for first, last in taken
            ):
                continue
            taken.append(match.span("value"))
            found.setdefault(session_key(match["value"]), text.fact(*match.span("value")))
    return distinct(found.values())


def session_key(words: str) -> tuple[bool, int | str]:
    """Whether words tell a term ("khóa XVII") rather than a meeting, and which: a number where it is one.

    "quý II" and "week 2" are no second meetings, and keep their word.
    """
    low = normalise(words).lower()
    term = low.startswith(("khóa", "nhiệm kỳ"))
    digits, last = re.search(r"\d+", low), low.split()[-1]
    if digits is None and re.fullmatch(r"[ivxlc]+", last) is None:
        return term, low
    number = roman(last) if digits is None else int(digits[0])
    return term, f"{low.split()[0]} {number}" if low.startswith(("quý", "week")) else number


def roman(letters: str) -> int:
    """The value of a Roman number in small letters."""
    values = [_ROMAN[letter] for letter in letters]
    return sum(-one if one < other else one for one, other in zip(values, [*values[1:], 0], strict=True))
