"""The time that a question names: the days in which what it asks for is due, seen from today."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from index.models import Span
from index.task_questions.folding import folded
from index.task_questions.models import Period
from index.tasks.calendar import MEANINGS, Meeting
from index.tasks.due import Due, DuePhrase, due_of, due_phrases
from index.tasks.plain import Plain, plain
from index.tasks.templates import one_of

_TABLE = Path(__file__).with_name("dates.toml")
_HALF_A_YEAR = timedelta(days=183)
_NUMBER = r"\d+(?:[/.-]\d+)*(?:st|nd|rd|th)?"
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
# A day of a month, a month or a quarter: with a year it would be one day, month or quarter of all times.
_OF_A_YEAR = re.compile(
    r"(?<!\d)\d\d?[/.-]\d\d?(?!\d)|(?<!\w)(?:thang|quy) (?!nay|sau|toi|nua)\w+|(?<!\w)q[1-4](?!\w)|"
    r"(?:first|second|third|fourth) quarter|(?<!\w)(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)


@dataclass(frozen=True, slots=True)
class Times:
    """What a question says of time: its ranges in the text, the days meant, and whether the year follows from today."""

    spans: tuple[Span, ...]
    period: Period
    yearless: bool


class _Table:
    """dates.toml, compiled."""

    def __init__(self) -> None:
        raw = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
        # "Tháng sau" and "tháng sáu" are one without marks: which it is, they tell where they are typed.
        self.phrases: dict[str, list[str]] = {}
        for phrase in raw["phrases"]:
            self.phrases.setdefault(folded(phrase), []).append(phrase)
        self.word = re.compile(rf"(?<!\w)(?:{_NUMBER}|{one_of(self.phrases)})(?!\w)")
        self.past = {folded(phrase): meaning for meaning, row in raw["past"].items() for phrase in row["words"]}
        self.is_past = re.compile(rf"(?<!\w)(?:{one_of(self.past)})(?!\w)")


@cache
def _table() -> _Table:
    return _Table()


def times_in(text: str, today: date, years_back: int = 0) -> Times | None:
    """The time that a question names, None where it names none. `text` is normalised.

    A day, month or quarter without a year is the next one, or that of so many years before.
    """
    past = _past(text, today)
    if past is not None:
        return past
    words = _only_times(text)
    years = [int(match[0]) for match in _YEAR.finditer(text)]
    # Seen from the year that is said, none of its days is over.
    seen_from = date(min(years), 1, 1) if years else _years_before(today, years_back)
    # Of a meeting, a day that was a few weeks before it isn't one of the next year.
    phrases = _phrases(words, seen_from) or _phrases(words, seen_from - _HALF_A_YEAR)
    if not phrases:
        return None
    spans = tuple(Span(each.start, each.end) for each in phrases)
    said = folded(" ".join(text[each.start : each.end] for each in phrases))
    yearless = _YEAR.search(said) is None and _OF_A_YEAR.search(said) is not None
    return Times(spans, _period(due_of(phrases), today), yearless)


def _years_before(today: date, years: int) -> date:
    return today.replace(year=today.year - years, day=min(today.day, 28) if today.month == 2 else today.day)


def _phrases(words: Plain, seen_from: date) -> list[DuePhrase]:
    found = due_phrases(words, 0, len(words.text), Meeting(seen_from, seen_from), is_deadline=True)
    return [each for each in found if each.due != Due(None, None)]


def _past(text: str, today: date) -> Times | None:
    table = _table()
    match = table.is_past.search(folded(text))
    if match is None:
        return None
    days = MEANINGS[table.past[" ".join(match[0].split())]]({"shift": -1}, Meeting(today, today))
    return None if days is None else Times((Span(*match.span()),), Period(*days), yearless=False)


def _only_times(text: str) -> Plain:
    """The text with its words of time as due.toml writes them, and signs in the place of all others."""
    table = _table()
    low = folded(text)
    pieces: list[str] = []
    position = 0
    for match in table.word.finditer(low):
        pieces.append(re.sub(r"\w", "_", low[position : match.start()]))
        said, known = text[match.start() : match.end()], table.phrases.get(" ".join(match[0].split()))
        pieces.append(said if known is None else _typed(said, known))
        position = match.end()
    return plain("".join(pieces) + re.sub(r"\w", "_", low[position:]))


def _typed(said: str, phrases: list[str]) -> str:
    """Which of the phrases that are one without marks was typed; the first, where its marks tell none."""
    low = " ".join(said.lower().split())
    return next((phrase for phrase in phrases if phrase.lower() == low), phrases[0])


def _period(due: Due, today: date) -> Period:
    """What is asked to be done by a day is asked of the days from today on, unless it is over."""
    first = due.first
    if first is None and due.last is not None and due.last >= today:
        first = today
    return Period(first, due.last)
