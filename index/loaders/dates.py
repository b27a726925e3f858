"""Dates as people write them in Vietnamese and English. Day, month, year is the order; an impossible one is none.

Everything here works on folded text (`index.text.fold`): lower case, no diacritics.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text import fold

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH_NAME = "(?P<name>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})"
_MONTH = r"(?P<month>\d{1,2})"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# No meeting of now is told by the "75" of "30/4/75".
_SHORT_YEAR = r"(?P<short>[0-4]\d)"
# In the order in which they are tried at one place: the first that fits takes it.
_PATTERNS = tuple(
    re.compile(r"(?<![\w/.,-])" + pattern + r"(?![\w/]|[.,-]\d)")
    for pattern in (
        rf"{_YEAR}(?P<sep>[-/.]){_MONTH}(?P=sep){_DAY}(?:t\d{{2}}:\d{{2}}[\d:.]*(?:z|[+-]\d{{2}}:?\d{{2}})?)?",
        # "ngày 5 tháng 2 năm 2024", and as programs write it in Vietnamese (CLDR), "5 tháng 2, 2024", "5 thg 2, 2024".
        rf"(?:ngay\s+)?{_DAY}\s+(?:thang|thg)\s+{_MONTH}\s*(?:,?\s+nam|,)\s+{_YEAR}",
        rf"(?:ngay\s+)?{_DAY}\s*(?P<sep>[-/.])\s*{_MONTH}\s*(?P=sep)\s*{_YEAR}",
        rf"(?:ngay\s+)?{_DAY}(?P<sep>[-/.]){_MONTH}(?P=sep){_SHORT_YEAR}",
        rf"{_DAY}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH_NAME},?\s+{_YEAR}",
        rf"{_DAY}(?P<sep>\s*[-–/]\s*){_MONTH_NAME}(?P=sep)(?:{_YEAR}|{_SHORT_YEAR})",
        rf"{_MONTH_NAME}\s+{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_MONTH_NAME}(?P<sep>[-–/]){_DAY}(?P=sep){_YEAR}",
        rf"ngay\s+{_DAY}\s+thang\s+{_MONTH}",
        rf"(?:ngay|sang|trua|chieu|toi|hom nay|sang nay|chieu nay),?\s+\(?{_DAY}\s*[-/]\s*{_MONTH}",
        rf"thang\s+{_MONTH}\s*(?:,?\s+nam\s+|\s*[-/]\s*){_YEAR}",
        rf"{_MONTH_NAME},?\s+{_YEAR}",
        rf"{_YEAR}-{_MONTH}",
    )
)
# In text without diacritics, as all patterns here.
WEEKDAY = r"(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
PART_OF_DAY = r"(?:sang|trua|chieu|toi|dem)"
# "10/6/24" might be anything: it is a date behind a word for a day, behind a label of one, or on a line alone.
_BEFORE_SHORT_YEAR = re.compile(
    rf"(?:\b(?:ngay|hom nay|{PART_OF_DAY}|{WEEKDAY}),?\s*\(?|"
    r"(?:^|\|)[^:|]{0,30}\b(?:thoi gian|thoi diem|ngay|gio|hop|giao ban|han|date|time|when|day|meeting|deadline|due)\b"
    r"[^:|]{0,30}[:|][\s*_]*(?:\d{1,2}\s?(?:gio|h|g|:)\s?(?:\d\d)?(?:\s?phut)?[\s,|–-]*)?)$"
)
_ALONE_BEFORE_SHORT_YEAR = re.compile(r"[\s#*_([]*")
_ALONE_BEHIND_SHORT_YEAR = re.compile(r"[\s#*_)\]]*")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and where it stands in the folded text. `year` is None in "ngày 7/12", `day` in "tháng 12/2023"."""

    start: int
    end: int
    year: int | None
    month: int
    day: int | None

    @property
    def iso(self) -> str | None:
        """ "2023-12-07", or "2023-12" without a day, or None without a year."""
        if self.year is None:
            return None
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day is not None else "")


def find_dates(folded: str) -> Iterator[FoundDate]:
    """The dates of a folded text in order; those that no calendar has are left out."""
    matches = [match for pattern in _PATTERNS for match in pattern.finditer(folded) if _is_told_as_one(match)]
    # The earlier pattern is the fuller one; sorting is stable, so it comes first where two begin together.
    matches.sort(key=lambda match: match.start())
    position = 0
    for match in matches:
        if match.start() < position:
            continue
        position = match.end()
        found = _possible(match)
        if found is not None:
            yield found


def parse_date(value: str) -> str | None:
    """The first complete date (or else month) of a value such as a property or a file name's stem, ISO 8601."""
    found = list(find_dates(fold(value)))
    return next((date.iso for date in found if date.day is not None and date.iso), None) or next(
        (date.iso for date in found if date.iso), None
    )


def _is_told_as_one(match: re.Match[str]) -> bool:
    """Whether what stands beside a date with a year of two digits tells that it is one."""
    if not match.groupdict().get("short") or match[0].startswith("ngay"):
        return True
    text = match.string
    end = text.find("\n", match.end())
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    behind = text[match.end() : end if end >= 0 else len(text)]
    if _BEFORE_SHORT_YEAR.search(before):
        return True
    # With points, a line alone may be a version.
    alone = _ALONE_BEFORE_SHORT_YEAR.fullmatch(before) and _ALONE_BEHIND_SHORT_YEAR.fullmatch(behind)
    return "." not in match[0] and alone is not None


_FILE_DATE = (
    re.compile(rf"(?<!\d){_YEAR}(?P<sep>[-_. ]?){_MONTH.replace('1,2', '2')}(?P=sep){_DAY.replace('1,2', '2')}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}(?P<sep>[-_. ]){_MONTH}(?P=sep){_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY.replace('1,2', '2')}{_MONTH.replace('1,2', '2')}{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[-_. ]?{_MONTH_NAME}[-_. ]?{_YEAR}(?!\d)"),
    # "Thang may 5 2024" is about a lift.
    re.compile(rf"(?<![^\W\d_])(?<!thang[-_. ]){_MONTH_NAME}[-_. ]?{_DAY}(?:st|nd|rd|th)?,?[-_. ]{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}[-_. ]thang[-_. ]{_MONTH}[-_. ](?:nam[-_. ])?{_YEAR}(?!\d)"),
    re.compile(rf"(?<!\d){_YEAR}(?P<sep>[-_.]){_MONTH.replace('1,2', '2')}(?!\d)"),
    # No version ("v1.2.24"), no part of a longer number, and not "24-06-10", whose year may stand first.
    re.compile(
        rf"(?<![^\W_])(?<!\d[-_. ])(?<!phien[-_. ]ban[-_. ])(?<!version[-_. ])(?<!\bver[-_. ])"
        rf"{_DAY}(?P<sep>[-_.]){_MONTH}(?P=sep)(?!0|1[0-4]){_SHORT_YEAR}(?![^\W_]|[-_.]\d)"
    ),
)


def date_of_file_name(stem: str) -> str | None:
    """The date in a file's name without its suffix: "2024-02-05-hop", "bien-ban-20240205", "5 June 2024"."""
    folded = fold(stem)
    for pattern in _FILE_DATE:
        for match in pattern.finditer(folded):
            found = _possible(match)
            if found is not None:
                return found.iso
    return None


def _possible(match: re.Match[str]) -> FoundDate | None:
    groups = match.groupdict()
    month = _MONTHS[groups["name"]] if groups.get("name") else int(groups["month"])
    year = int(groups["year"]) if groups.get("year") else None
    if groups.get("short"):
        year = 2000 + int(groups["short"])
    day = int(groups["day"]) if groups.get("day") else None
    if not 1 <= month <= 12:
        return None
    # Without a year, 29 February may be right.
    if day is not None and not 1 <= day <= calendar.monthrange(year or 2024, month)[1]:
        return None
    return FoundDate(match.start(), match.end(), year, month, day)
