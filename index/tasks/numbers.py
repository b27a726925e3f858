"""Numbers, months and weekdays in words."""

from __future__ import annotations

from collections.abc import Mapping

from index.tasks.templates import one_of

_UNITS = "một hai ba bốn năm sáu bảy tám chín".split()
_ENGLISH = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth "
    "twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
).split()
_MONTHS = "january february march april may june july august september october november december".split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()


def _vietnamese() -> dict[str, int]:
    numbers = {word: number for number, word in enumerate(_UNITS, start=1)}
    numbers |= {"mười": 10, "mươi": 10, "hai mươi": 20, "ba mươi": 30, "ba mốt": 31, "ba mươi mốt": 31}
    numbers |= {f"mười {word}": 10 + number for number, word in enumerate(_UNITS, start=1) if number != 5}
    numbers |= {"mười lăm": 15, "hai mươi mốt": 21, "hai mốt": 21, "hai mươi lăm": 25, "hai lăm": 25, "hăm lăm": 25}
    numbers |= {f"hai mươi {word}": 20 + number for number, word in enumerate(_UNITS, start=1) if number not in (1, 5)}
    return numbers | {f"hai {word}": 20 + number for number, word in enumerate(_UNITS, start=1) if number > 1}


VIETNAMESE = _vietnamese()
NUMBERS = {
    **VIETNAMESE,
    **{word: number for number, word in enumerate(_ENGLISH, start=1)},
    "a": 1,
    "thirty": 30,
    "sixty": 60,
    "ninety": 90,
    "nửa": 0,
}
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, start=1)}
ORDINALS |= {word.replace("-", " "): number for word, number in ORDINALS.items() if "-" in word}
MONTHS = {name: number for number, name in enumerate(_MONTHS, start=1)}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
MONTHS_IN_VIETNAMESE = {word: number for word, number in VIETNAMESE.items() if number <= 12 and word != "mươi"} | {
    "tư": 4
}
WEEKDAYS = {name: number for number, name in enumerate(_WEEKDAYS)} | {
    "tues": 1,
    "weds": 2,
    "thurs": 3,
    "fri": 4,
    "mon": 0,
    **{f"thứ {word}": number for number, word in enumerate("hai ba tư năm sáu bảy".split())},
    **{f"thứ {number + 2}": number for number in range(6)},
    "thứ bẩy": 5,
    "chủ nhật": 6,
    "chúa nhật": 6,
}
QUARTERS = {
    **{"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4},
    **{"đầu": 1, "cuối": 4},
}
ORDINAL_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
SHIFTS = {
    "này": 0,
    "nay": 0,
    "this": 0,
    "sau": 1,
    "tới": 1,
    "kế tiếp": 1,
    "tiếp theo": 1,
    "next": 1,
    "the following": 1,
    "following": 1,
    "sau nữa": 2,
    "after next": 2,
}
UNITS = {
    "ngày": "day",
    "day": "day",
    "days": "day",
    "hôm": "day",
    "tuần": "week",
    "week": "week",
    "weeks": "week",
    "week's": "week",
    "fortnight": "fortnight",
    "tháng": "month",
    "month": "month",
    "months": "month",
    "quý": "quarter",
    "quarter": "quarter",
    "năm": "year",
    "year": "year",
}

FIELDS = {
    "day": rf"0?[1-9]|[12]\d|3[01]|{one_of(VIETNAMESE)}",
    "late_day": rf"1[1-9]|2\d|3[01]|{one_of(word for word, number in VIETNAMESE.items() if 10 < number < 32)}",
    "day_2": r"0?[1-9]|[12]\d|3[01]",
    "month": rf"0?[1-9]|1[0-2]|{one_of(MONTHS_IN_VIETNAMESE)}",
    "year": r"(?:19|20)\d\d",
    "short_year": r"[2-4]\d",
    "iso_year": r"(?:19|20)\d\d",
    "month_name": rf"(?:{one_of(MONTHS)})\.?",
    "weekday": one_of(WEEKDAYS),
    "any_weekday": one_of(WEEKDAYS),
    "week": r"0?[1-9]|[1-4]\d|5[0-3]",
    "ordinal": one_of(ORDINALS),
    "quarter": one_of(QUARTERS),
    "ordinal_quarter": one_of(ORDINAL_QUARTERS),
    "shift": one_of(SHIFTS),
    "unit": one_of(UNITS),
    "number": rf"\d{{1,3}}|{one_of(NUMBERS)}",
    "hour": rf"\d{{1,2}}|{one_of((*VIETNAMESE, *_ENGLISH[:12]))}",
    "minute": r"\d{2}",
}
_VALUES: dict[str, Mapping[str, int | str]] = {
    "weekday": WEEKDAYS,
    "ordinal": ORDINALS,
    "quarter": QUARTERS,
    "ordinal_quarter": ORDINAL_QUARTERS,
    "shift": SHIFTS,
    "unit": UNITS,
    "month_name": MONTHS,
    "number": NUMBERS,
    "day": VIETNAMESE,
    "late_day": VIETNAMESE,
    "month": MONTHS_IN_VIETNAMESE,
}
_SAME_AS = {
    "late_day": "day",
    "iso_year": "year",
    "month_name": "month",
    "ordinal": "day",
    "ordinal_quarter": "quarter",
}


def value_of(field: str, words: str) -> tuple[str, int | str]:
    """What a field's words mean, and of which value: those of `month_name` are a month."""
    words = " ".join(words.split()).rstrip(".")
    known = _VALUES.get(field, {})
    value = known.get(words, words)
    if field == "short_year":
        return "year", 2000 + int(words)
    return _SAME_AS.get(field, field), int(value) if isinstance(value, int) or value.isdigit() else value
