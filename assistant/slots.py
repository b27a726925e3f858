"""Slots of a question that another value of the same kind can stand in: a month for a month, a person for a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_UPPER = "[A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper()) + "]"
_MONTHS = (
    "(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|"
    "aug|sept?|oct|nov|dec)"
)
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_VIETNAMESE_NUMBERS = "(?:\\d+|một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười(?: một| hai)?|giêng|chạp)"
_ORDINALS = "(?:\\d+(?:st|nd|rd|th)?|first|second|third|fourth)"
# In this order: a day holds its month, and what stands in one slot isn't looked at again.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        "day",
        rf"(?:ngày |mùng |hôm )?\d{{1,2}}[/.-]\d{{1,2}}(?:[/.-]\d{{4}})?(?!\d)|(?:ngày|mùng|hôm) \d{{1,2}}"
        rf"(?: tháng \d+)?|(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTHS}"
        rf"|{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)",
    ),
    ("quarter", rf"(?:quý|quy) (?:[ivx]+|\d|một|hai|ba|bốn|tư)|(?:the )?{_ORDINALS} quarter|q\d|quarter \d"),
    ("month", rf"(?:tháng|thang) {_VIETNAMESE_NUMBERS}(?:/\d{{4}})?|{_MONTHS}"),
    ("year", r"(?:năm |nam )?(?:19|20)\d\d"),
    (
        "weekday",
        "thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    ),
    ("class", r"(?:lớp|lop|class) \d+\w*"),
    ("week", rf"tuần (?:thứ )?{_VIETNAMESE_NUMBERS}|week (?:\d+|one|two|three|four)"),
    ("number", r"(?:lần thứ|thứ|số|khóa|number|no\.?) (?:\d[\w/-]*|[ivx]+)"),
)
_PERSON = re.compile(
    rf"(?i:(?<!\w)(?:ông|bà|anh|chị|cô|chú|bác|thầy|em|đồng chí|đ/c|bác sĩ|mr\.?|mrs\.?|ms\.?|dr\.?))"
    rf"(?: (?:{_UPPER}[\w'’]*))+"
)
_NAME = re.compile(rf"(?<![\w.])(?:{_UPPER}[\w'’]+)(?: (?:{_UPPER}[\w'’]*))+")
_COMPILED = tuple((kind, re.compile(rf"(?<!\w)(?:{form})(?!\w)", re.IGNORECASE)) for kind, form in _KINDS)


@dataclass(frozen=True, slots=True)
class Slot:
    """A value in a text, its kind and its range in code points."""

    kind: str
    start: int
    end: int


def slots(cased: str) -> list[Slot]:
    """The slots of a text, which has capitals where names do; none overlaps another."""
    found: list[Slot] = []
    for kind, pattern in (*_COMPILED, ("person", _PERSON)):
        for match in pattern.finditer(cased):
            if all(match.end() <= slot.start or match.start() >= slot.end for slot in found):
                found.append(Slot(kind, *match.span()))
    return sorted(found, key=lambda slot: slot.start)


def replaced(earlier: str, earlier_cased: str, later: str, later_cased: str) -> str | None:
    """The earlier question with the later one's values in the slots of their kinds; None if a value finds no slot.

    The cased texts are the same ones, code point by code point, with the capitals of names.
    """
    values = slots(later_cased)
    places = slots(earlier_cased)
    text, taken = earlier, set[int]()
    for value in values:
        numbers = [number for number, place in enumerate(places) if place.kind == value.kind and number not in taken]
        if not numbers:
            return None
        taken.add(numbers[0])
    if not values:
        return None
    chosen = iter(sorted(zip(sorted(taken), _in_order_of(places, values), strict=True), reverse=True))
    for number, value in chosen:
        place = places[number]
        text = text[: place.start] + later[value.start : value.end] + text[place.end :]
    return text


def _in_order_of(places: list[Slot], values: list[Slot]) -> Iterator[Slot]:
    """The values in the order of the places that they go to: each kind's first value to its first place."""
    waiting = list(values)
    for place in places:
        value = next((each for each in waiting if each.kind == place.kind), None)
        if value is not None:
            waiting.remove(value)
            yield value


def is_of(date: str, text: str) -> bool:
    """Whether the text names the day of a date, or where it names no day its month; a year must fit.

    The date, ISO 8601, may be no more than a month or a year: what it doesn't tell fits nothing.
    """
    year, month, day = (*map(int, date.split("-")), None, None)[:3]
    named = {slot.kind: text[slot.start : slot.end].lower() for slot in slots(text)}
    said = named.get("day") or named.get("month")
    if said is None:
        return False
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    years = [number for number in (*numbers, *map(int, re.findall(r"\d{4}", named.get("year", "")))) if number > 31]
    small = [number for number in numbers if number <= 31]
    name = re.search(_MONTHS, said)
    if name is not None:
        small.append(_MONTH_NAMES.index(name[0][:3]) + 1)
    wanted = [day, month] if "day" in named else [month]
    return small == wanted and all(number == year for number in years)


def without_slots(text: str, cased: str) -> str:
    """The text without its values."""
    for slot in reversed(slots(cased)):
        text = f"{text[: slot.start]} {text[slot.end :]}"
    return text


def people(cased: str) -> list[str]:
    """Whom a text names, with their titles where they have one: "chị Hứa Thị Lan Chi", "Simone Achterberg"."""
    titled = list(_PERSON.finditer(cased))
    names = [
        match
        for match in _NAME.finditer(cased)
        if not any(each.start() < match.end() and match.start() < each.end() for each in titled)
    ]
    return [match[0] for match in sorted((*titled, *names), key=lambda match: match.start())]
