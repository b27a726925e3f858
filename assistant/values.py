"""The values that a sentence names, of the kind that a question asks for: dates, numbers with their units, names.

Only what is written plainly is read. Two values that can't be compared (a day and a weekday, metres and people) neither
agree nor differ. What a sentence says was left behind ("raised from 72,000 to 84,500", "in place of Brightfold", "thay
cho ông Lý Văn Tường") is none of its values.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index import HALF_OF_DAY, Expected, fold, has_shape, hour_of_day, normalise, shape_of_answer

Kind = Literal["day", "clock", "weekday", "number", "name"]

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()
# With a capital: "may" is no month.
_MONTH = (
    r"(?P<name>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_DAY = r"(?<![\d/.,-])(?P<day>\d{1,2})"
_WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("thứ hai", "thứ 2", "monday"),
    ("thứ ba", "thứ 3", "tuesday"),
    ("thứ tư", "thứ 4", "wednesday"),
    ("thứ năm", "thứ 5", "thursday"),
    ("thứ sáu", "thứ 6", "friday"),
    ("thứ bảy", "thứ 7", "saturday"),
    ("chủ nhật", "sunday"),
)
# In this order: what one has read the next ones don't look at.
_DATES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("day", re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)")),
    ("day", re.compile(rf"{_DAY}\s+(?i:tháng)\s+(?P<month>\d{{1,2}})(?!\d)(?:,?\s+(?i:năm)\s+{_YEAR})?")),
    ("day", re.compile(rf"{_DAY}\s?([/.-])\s?(?P<month>\d{{1,2}})\s?\2\s?{_YEAR}")),
    ("day", re.compile(rf"{_DAY}/(?P<month>\d{{1,2}})(?![\d/])")),
    ("day", re.compile(rf"{_DAY}(?:st|nd|rd|th)?(?: of)? {_MONTH}(?:,? {_YEAR})?")),
    ("day", re.compile(rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? {_YEAR})?")),
    (
        "clock",
        re.compile(
            r"(?<!\d)(?P<hour>\d{1,2})\s?(?::|(?i:giờ|h))\s?(?P<minute>\d\d)?(?![\w.])(?: phút)?"
            rf"(?:\s(?P<half>(?i:{HALF_OF_DAY}))(?!\w))?"
        ),
    ),
    ("day", re.compile(rf"(?i:tháng)\s+(?P<month>\d{{1,2}})(?!\d)(?:\s?/\s?|\s+(?i:năm)\s+)?(?:{_YEAR})?")),
    ("day", re.compile(r"(?i:ngày|mùng|mồng)\s+(?P<day>\d{1,2})(?![\d/])")),
    ("day", re.compile(rf"\b{_MONTH}(?: {_YEAR})?")),
    ("day", re.compile(rf"(?<![\d.,/-]){_YEAR}(?![.,]\d)")),
    ("weekday", re.compile("|".join(rf"(?i:\b{re.escape(name)}\b)" for names in _WEEKDAYS for name in names))),
)
_MULTIPLIERS = {
    **{"nghìn": 10**3, "ngàn": 10**3, "thousand": 10**3},
    **{"triệu": 10**6, "million": 10**6, "tỷ": 10**9, "tỉ": 10**9, "billion": 10**9},
}
_WORDS = (
    ("hai", "ba", "bốn", "tư", "sáu", "bảy", "tám", "chín", "mười", "two", "three", "four", "five", "six", "seven"),
    (2, 3, 4, 4, 6, 7, 8, 9, 10, 2, 3, 4, 5, 6, 7),
)
_NUMBER_WORDS = {
    **dict(zip(*_WORDS, strict=True)),
    **{"eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12},
}
_COMPOUND = re.compile(
    r"^\s+(?:mươi|mốt|lăm|linh|lẻ|trăm|rưỡi|phẩy)\b|(?:mươi|mười|trăm|linh|lẻ|và|nghìn|triệu)\s+$", re.IGNORECASE
)
_NUMBER = re.compile(
    r"(?:(?P<sign>[$€£¥])\s?)?(?<![\w.,/-])(?:(?P<digits>\d+(?:[.,]\d+)*)|(?P<word>"
    + "|".join(_NUMBER_WORDS)
    + r")\b)(?![/-]\d)(?:\s?(?P<multiplier>"
    + "|".join(_MULTIPLIERS)
    + r")\b)?(?:\s?(?P<unit>%|[^\W\d_]+))?",
    re.IGNORECASE,
)
_UNITS = {
    **{"$": "dollar", "usd": "dollar", "€": "euro", "eur": "euro", "£": "pound", "¥": "yen"},
    **{"vnđ": "đồng", "vnd": "đồng", "đ": "đồng", "percent": "%", "phần": "%"},
}
_TITLES = frozenset(
    "ông bà anh chị cô chú bác thầy em đồng chí đ/c mr mrs ms dr miss sir the a an and in on at to of for from by with "
    "after before when if this that these it he she they we i our their his her mayor professor chairman".split()
)
_CALENDAR = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul "
    "aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday thứ chủ nhật tháng ngày".split()
)
_LEFT = re.compile(
    r"(?:in place of|instead of|rather than|replac(?:es|ed|ing)|no longer|thay (?:cho|vì|thế)|không còn là)"
    r"[\s:]*(?:the |ngày |mức |ông |bà |anh |chị )?[$€£¥]?$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"(?:lift|rais|mov|chang|increas|lower|cut|reduc|postpon|put back|brought forward|tăng|nâng|giảm|hạ|lùi|dời|chuyển"
    r"|đổi|điều chỉnh|rút)[^.;!?]{0,60}(?<!\w)(?:from|từ)(?: the| ngày| mức| khoảng)*\s[$€£¥]?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Value:
    """A value and its range in the text that `values` was given, normalised.

    `parts` are day, month and year (None where not said), hour and minute, the weekday from 0, the number and its unit,
    or the words of the name without case and diacritics.
    """

    kind: Kind
    start: int
    end: int
    parts: tuple[int | float | str | None, ...]


def values(expected: Expected | None, text: str, asked: str) -> list[Value]:
    """The values in the text of the kind that is asked for; none where that is a place, or nothing of a kind.

    Where the question wants them in a certain shape (a time of day, an amount of money) and some have it, only those.
    """
    text = normalise(text)
    if expected == "date":
        found = list(_dates(text))
    elif expected == "number":
        found = list(_numbers(text))
    elif expected in ("person", "name"):
        found = list(_names(text, frozenset(_words(asked))))
    else:
        return []
    found = [each for each in found if not _left_behind(text[: each.start])]
    shape = shape_of_answer(asked)
    fitting = [each for each in found if shape is not None and has_shape(shape, text[each.start : each.end])]
    return fitting or found


def differ(some: Sequence[Value], others: Sequence[Value]) -> bool:
    """Whether values can be compared and none is the same."""
    pairs = [(one, other) for one in some for other in others if _comparable(one, other)]
    return bool(pairs) and not any(_same(one, other) for one, other in pairs)


def _comparable(one: Value, other: Value) -> bool:
    if one.kind != other.kind:
        return False
    if one.kind == "number":
        return one.parts[1] == other.parts[1]
    known = [a is not None and b is not None for a, b in zip(one.parts, other.parts, strict=False)]
    return any(known)


def _same(one: Value, other: Value) -> bool:
    if one.kind == "name":
        return set(one.parts) <= set(other.parts) or set(other.parts) <= set(one.parts)
    return all(a == b or a is None or b is None for a, b in zip(one.parts, other.parts, strict=True))


def _dates(text: str) -> Iterator[Value]:
    taken: list[tuple[int, int]] = []
    for kind, pattern in _DATES:
        for match in pattern.finditer(text):
            parts = _date_parts(kind, match)
            if parts is None or any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            yield Value(kind, *match.span(), parts)


def _date_parts(kind: Kind, match: re.Match[str]) -> tuple[int | None, ...] | None:
    """None for what is no date: a 13th month."""
    if kind == "weekday":
        said = match[0].lower()
        return (next(number for number, names in enumerate(_WEEKDAYS) if said in names),)
    groups = match.groupdict()
    if kind == "clock":
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        hour = hour_of_day(hour, (groups["half"] or "").lower())
        return (hour, minute) if hour < 25 and minute < 60 else None
    day, month, year = (int(groups[name]) if groups.get(name) else None for name in ("day", "month", "year"))
    if groups.get("name"):
        month = _MONTH_NAMES.index(groups["name"][:3].lower()) + 1
    valid = (day is None or 1 <= day <= 31) and (month is None or 1 <= month <= 12)
    return (day, month, year) if valid else None


def _numbers(text: str) -> Iterator[Value]:
    dates = [(each.start, each.end) for each in _dates(text) if not _may_be_a_number(each, text)]
    for match in _NUMBER.finditer(text):
        if any(match.start() < end and start < match.end() for start, end in dates):
            continue
        if match["word"] and (_COMPOUND.search(text[: match.start()]) or _COMPOUND.search(text[match.end("word") :])):
            continue
        amount = _amount(match["digits"]) if match["digits"] else float(_NUMBER_WORDS[match["word"].lower()])
        amount *= _MULTIPLIERS.get((match["multiplier"] or "").lower(), 1)
        unit = (match["sign"] or match["unit"] or "").lower()
        unit = unit.removesuffix("s") if len(unit) > 2 else unit
        yield Value("number", *match.span(), (round(amount, 6), _UNITS.get(unit, unit)))


def _may_be_a_number(date: Value, text: str) -> bool:
    """Four digits that nothing says are a year: "1950 hộ"."""
    alone = date.kind == "day" and date.parts[:2] == (None, None)
    return alone and re.search(r"(?:năm|in|since|of|year) $", text[: date.start], re.IGNORECASE) is None


def _amount(digits: str) -> float:
    """ "1.900" and "1,900" are thousands in either language; "1,5" and "1.5" one and a half."""
    groups = re.split(r"[.,]", digits)
    if len(groups) > 1 and all(len(group) == 3 for group in groups[1:]) and groups[0] != "0":
        return float("".join(groups))
    if len(groups) > 2:
        return float(f"{''.join(groups[:-1])}.{groups[-1]}")
    return float(".".join(groups))


def _names(text: str, asked: frozenset[str]) -> Iterator[Value]:
    """Runs of capitalised words; a single one that begins a sentence is none."""
    run: list[re.Match[str]] = []
    for word in [*re.finditer(r"[^\W_][\w'’&-]*|[^\w\s]", text), None]:
        if word is not None and word[0][0].isupper() and (not run or word.start() == run[-1].end() + 1):
            run.append(word)
            continue
        yield from _name(text, run, asked)
        run = [word] if word is not None and word[0][0].isupper() else []


def _name(text: str, run: list[re.Match[str]], asked: frozenset[str]) -> Iterator[Value]:
    opens = bool(run) and re.search(r"(?:^|[.!?…:\n])[\s\"“'‘(–-]*$", text[: run[0].start()]) is not None
    bare = [each for each in run if each[0].lower() not in _CALENDAR]
    while bare and bare[0][0].lower().rstrip(".") in _TITLES:
        bare, opens = bare[1:], False
    words = tuple(fold(each[0]) for each in bare)
    if not words or (opens and len(words) == 1) or set(words) <= asked:
        return
    yield Value("name", bare[0].start(), bare[-1].end(), words)


def _left_behind(before: str) -> bool:
    return bool(_LEFT.search(before) or _MOVED.search(before))


def _words(text: str) -> Iterable[str]:
    return (fold(word) for word in re.findall(r"\w+", normalise(text)))
