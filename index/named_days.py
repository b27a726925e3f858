"""The days and months that a question names ("họp ngày 22/8", "the meeting of 4 March").

They tell which documents are meant, by the date of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.expected import MONTHS

_MONTHS = MONTHS.split("|")
_DAY, _NUMBER, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
# What is read by an earlier one isn't read again by a later.
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\w/-])")
    for form in (
        rf"{_DAY}\s?[/.-]\s?{_NUMBER}\s?[/.-]\s?{_YEAR}",
        rf"ngày {_DAY} tháng {_NUMBER}(?: năm {_YEAR})?",
        rf"{_YEAR}-{_NUMBER}-{_DAY}",
        rf"{_DAY}(?:st|nd|rd|th)? (?:of )?(?P<name>{MONTHS})(?:,? {_YEAR})?",
        rf"(?P<name>{MONTHS}) {_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?",
        rf"(?P<name>{MONTHS}) {_YEAR}",
        rf"tháng {_NUMBER}(?:(?:\s?/\s?| năm ){_YEAR})?",
        rf"{_NUMBER}/{_YEAR}",
        rf"{_DAY}/{_NUMBER}",
    )
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day or a month as a question names it; what it doesn't say is None. `text` is in lower case."""

    text: str
    year: int | None
    month: int
    day: int | None

    def is_date_of(self, meeting_date: str | None) -> bool:
        """Whether that may be the date of a document, ISO 8601: a day, a month or a year."""
        known = [int(part) for part in (meeting_date or "").split("-") if part.isdecimal()]
        wanted = [self.year, self.month, self.day]
        # A document dated by its month alone isn't known to be of that day.
        if len(known) < (2 if self.day is None else 3):
            return False
        return all(part is None or part == own for part, own in zip(wanted, known, strict=False))


def named_days(question: str) -> tuple[NamedDay, ...]:
    """Those in a normalised question."""
    return tuple(_named(question.lower()))


def _named(left: str) -> Iterator[NamedDay]:
    for form in _FORMS:
        for match in form.finditer(left):
            found = match.groupdict()
            name = found.get("name")
            month = int(found["month"]) if name is None else _MONTHS.index(name) + 1
            year, day = (None if found.get(part) is None else int(found[part]) for part in ("year", "day"))
            if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
                yield NamedDay(match[0], year, month, day)
        left = form.sub(lambda match: " " * len(match[0]), left)
