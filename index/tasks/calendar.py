"""The calendar of a meeting: the days that the words of a date mean, counted from the day of the meeting.

Each function takes the words' values and the meeting's day, and returns the first and the last day meant; None where no
calendar has such a day, or where the day of the meeting isn't known and matters.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

Values = Mapping[str, int | str]
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Meeting:
    """When it was: the first and the last day that it can have been on. They differ where only its month is known."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        """The very day, where it is known."""
        return self.first if self.first == self.last else None


def meeting_on(iso: str | None) -> Meeting | None:
    """The meeting of a document's date, "2024-03-12" or "2024-03"; None where it is unknown."""
    if iso is None:
        return None
    year, month, *day = map(int, iso.split("-"))
    if day:
        return Meeting(date(year, month, day[0]), date(year, month, day[0]))
    return Meeting(*_month(year, month))


def _month(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _months_later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _on(day: date | None) -> Days | None:
    return None if day is None else (day, day)


def _week(meeting: Meeting | None, shift: int) -> Days | None:
    if meeting is None or meeting.day is None:
        return None
    monday = meeting.day - timedelta(days=meeting.day.weekday()) + timedelta(weeks=shift)
    return monday, monday + timedelta(days=6)


def _quarter(year: int, quarter: int) -> Days:
    return date(year, 3 * quarter - 2, 1), _month(year, 3 * quarter)[1]


def _next_year_day(meeting: Meeting, month: int, day: int) -> date | None:
    """The first such day on or after the meeting; leap days are looked for, too."""
    years = range(meeting.first.year, meeting.first.year + 9)
    found = (_day(year, month, day) for year in years)
    return next((each for each in found if each is not None and each >= meeting.first), None)


def day(values: Values, meeting: Meeting | None) -> Days | None:
    """A day of a month, "15/5" or "15 May 2024"; without a year the first on or after the meeting."""
    month, number = int(values["month"]), int(values["day"])
    if "year" in values:
        return _on(_day(int(values["year"]), month, number))
    return None if meeting is None else _on(_next_year_day(meeting, month, number))


def days(values: Values, meeting: Meeting | None) -> Days | None:
    """ "12-15/5"."""
    first = day(values, meeting)
    last = day({**values, "day": values["day_2"]}, meeting)
    if first is None or last is None or first[0] > last[0]:
        return None
    return first[0], last[0]


def day_of_month(values: Values, meeting: Meeting | None) -> Days | None:
    """ "the 14th", "ngày 14": the first such day after the meeting."""
    if meeting is None or meeting.day is None:
        return None
    for months in range(13):
        first = _months_later(meeting.day.replace(day=1), months)
        found = _day(first.year, first.month, int(values["day"]))
        if found is not None and found > meeting.day:
            return found, found
    return None


def day_of_other_month(values: Values, meeting: Meeting | None) -> Days | None:
    """ "ngày 5 tháng sau"."""
    month = other_month(values, meeting)
    return None if month is None else _on(_day(month[0].year, month[0].month, int(values["day"])))


def month(values: Values, meeting: Meeting | None) -> Days | None:
    """ "tháng 5"; without a year the first that has not ended at the meeting."""
    if "year" in values:
        return _month(int(values["year"]), int(values["month"]))
    if meeting is None:
        return None
    this = _month(meeting.first.year, int(values["month"]))
    return this if this[1] >= meeting.first else _month(meeting.first.year + 1, int(values["month"]))


def quarter(values: Values, meeting: Meeting | None) -> Days | None:
    """ "quý II", as `month`."""
    if "year" in values:
        return _quarter(int(values["year"]), int(values["quarter"]))
    if meeting is None:
        return None
    this = _quarter(meeting.first.year, int(values["quarter"]))
    return this if this[1] >= meeting.first else _quarter(meeting.first.year + 1, int(values["quarter"]))


def year(values: Values, _: Meeting | None) -> Days | None:
    """ "năm 2025"."""
    return date(int(values["year"]), 1, 1), date(int(values["year"]), 12, 31)


def other_week(values: Values, meeting: Meeting | None) -> Days | None:
    """ "tuần sau": Monday to Sunday."""
    return _week(meeting, int(values["shift"]))


def other_month(values: Values, meeting: Meeting | None) -> Days | None:
    """ "tháng sau"."""
    if meeting is None:
        return None
    first = _months_later(meeting.first.replace(day=1), int(values["shift"]))
    return _month(first.year, first.month)


def other_quarter(values: Values, meeting: Meeting | None) -> Days | None:
    """ "quý này"."""
    if meeting is None:
        return None
    first = _months_later(meeting.first.replace(day=1), 3 * int(values["shift"]))
    return _quarter(first.year, (first.month + 2) // 3)


def other_year(values: Values, meeting: Meeting | None) -> Days | None:
    """ "năm sau"."""
    return None if meeting is None else year({"year": meeting.first.year + int(values["shift"])}, meeting)


def week_number(values: Values, meeting: Meeting | None) -> Days | None:
    """ "tuần 25": that of ISO 8601; without a year the one that ends next, unless that is half a year ahead."""
    if "year" in values:
        return _iso_week(int(values["year"]), int(values["week"]))
    if meeting is None:
        return None
    weeks = (_iso_week(meeting.first.year + later, int(values["week"])) for later in (0, 1))
    found = next((each for each in weeks if each is not None and each[1] >= meeting.first), None)
    return None if found is None or found[0] - meeting.first > timedelta(days=183) else found


def _iso_week(year: int, week: int) -> Days | None:
    if week > date(year, 12, 28).isocalendar().week:
        return None
    monday = date.fromisocalendar(year, week, 1)
    return monday, monday + timedelta(days=6)


def week_of(values: Values, meeting: Meeting | None) -> Days | None:
    """ "the week of 13 May": the Monday to Sunday that holds it."""
    found = day(values, meeting)
    return None if found is None else _week(Meeting(*found), 0)


def weekend_of(values: Values, meeting: Meeting | None) -> Days | None:
    """ "the weekend of 21 June": the Saturday and Sunday of the week that holds it."""
    week = week_of(values, meeting)
    return None if week is None else (week[0] + timedelta(days=5), week[1])


def other_weekend(values: Values, meeting: Meeting | None) -> Days | None:
    """ "the weekend": the first Saturday and Sunday after the meeting; of "next weekend" those of next week."""
    week = _week(meeting, int(values.get("shift", values.get("constant", 0))))
    return None if week is None else (week[0] + timedelta(days=5), week[1])


def weekday(values: Values, meeting: Meeting | None) -> Days | None:
    """ "thứ Sáu": the first after the meeting's day."""
    if meeting is None or meeting.day is None:
        return None
    ahead = (int(values["weekday"]) - meeting.day.weekday() - 1) % 7 + 1
    return _on(meeting.day + timedelta(days=ahead))


def weekday_of_week(values: Values, meeting: Meeting | None) -> Days | None:
    """ "thứ Sáu tuần sau"; without `shift` that of next week ("Friday week")."""
    week = _week(meeting, int(values.get("shift", 1)))
    return None if week is None else _on(week[0] + timedelta(days=int(values["weekday"])))


def in_days_exactly(values: Values, meeting: Meeting | None) -> Days | None:
    """ "ngày mai"."""
    if meeting is None or meeting.day is None:
        return None
    return _on(meeting.day + timedelta(days=int(values["constant"])))


def in_time(values: Values, meeting: Meeting | None) -> Days | None:
    """ "2 tuần nữa": the day so long after the meeting."""
    if meeting is None or meeting.day is None:
        return None
    number, unit = int(values.get("number", 1)), values["unit"]
    if unit == "month":
        return _on(_months_later(meeting.day, number))
    lengths = {"day": 1, "week": 7, "fortnight": 14}
    return None if unit not in lengths else _on(meeting.day + timedelta(days=number * lengths[str(unit)]))


def within(values: Values, meeting: Meeting | None) -> Days | None:
    """ "trong vòng 10 ngày": from the meeting's day on."""
    last = in_time(values, meeting)
    return None if last is None or meeting is None else (meeting.first, last[1])


def this_period(values: Values, meeting: Meeting | None) -> Days | None:
    """ "cuối tháng": the one that the meeting is in."""
    same = {**values, "shift": 0}
    if values["unit"] == "day":
        return None if meeting is None else _on(meeting.day)
    of_unit = {"week": other_week, "month": other_month, "quarter": other_quarter, "year": other_year}
    return of_unit[str(values["unit"])](same, meeting) if values["unit"] in of_unit else None


MEANINGS: dict[str, Callable[[Values, Meeting | None], Days | None]] = {
    each.__name__: each
    for each in (
        day,
        days,
        day_of_month,
        day_of_other_month,
        month,
        other_month,
        quarter,
        other_quarter,
        year,
        other_year,
        other_week,
        week_number,
        week_of,
        weekend_of,
        other_weekend,
        weekday,
        weekday_of_week,
        in_days_exactly,
        in_time,
        within,
        this_period,
    )
}
"""What `is` names in due.toml."""

PERIODS = frozenset(
    {"month", "other_month", "quarter", "other_quarter", "year", "other_year", "other_week", "week_number", "week_of"}
)
"""Those that have a beginning, a middle and an end."""


def part_of(days: Days, part: str) -> Days:
    """The beginning, the middle or the end of a period.

    Its end is its last day. The beginning of a month is its first ten days and the middle the ten after them; other
    periods likewise by thirds.
    """
    first, last = days
    third = timedelta(days=((last - first).days + 1) // 3)
    if part == "end":
        return last, last
    if part == "beginning":
        return first, first + third - timedelta(days=1)
    if part == "middle":
        return first + third, first + 2 * third - timedelta(days=1)
    return days
