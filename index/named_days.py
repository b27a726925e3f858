"""The days and months that a question names ("họp ngày 22/8", "the meeting of 4 March").

They tell which documents are meant, by the date of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from index.expected import MONTHS

_NAMES = {name: number for number, name in enumerate(MONTHS.split("|"), start=1)}
_NAMES |= {name[:3]: number for name, number in _NAMES.items()} | {"sept": 9}
_IN_WORDS = {
    name: number
    for number, names in enumerate(
        "một|hai|ba|tư bốn|năm|sáu|bảy bẩy|tám|chín|mười|mười một|mười hai".split("|"), start=1
    )
    for name in ([names] if number > 10 else names.split())
}
_DAY, _NUMBER, _YEAR = r"(?P<day>\d{1,2})", r"(?P<month>\d{1,2})", r"(?P<year>(?:19|20)\d\d)"
# Nobody asks for a meeting of the last century in two digits.
_SHORT_YEAR = r"(?P<short>[0-4]\d)"
_NAME = "(?P<name>" + "|".join(sorted(_NAMES, key=len, reverse=True)) + r")\.?"
# "Một tháng hai lần", "mỗi tháng ba buổi", "tháng, năm nào" and "tháng mười hai bên họp" name no month, or another.
_WORD = (
    r"tháng (?P<word>" + "|".join(sorted(_IN_WORDS, key=len, reverse=True)) + ")"
    r"(?! (?:lần|buổi|cuộc|đợt|kỳ|phiên|người|bên|việc|hộ|phiếu|ngày|tuần|tháng|giờ|trăm|nghìn|ngàn|triệu|tỷ|đồng|một|"
    r"hai|nào|nay|qua|ngoái)(?!\w))"
)
_NOT_COUNTED = (
    r"(?<!một )(?<!hai )(?<!ba )(?<!bốn )(?<!năm )(?<!sáu )(?<!mỗi )(?<!mấy )(?<!vài )(?<!các )(?<!từng )(?<!những )"
    r"(?<!hằng )(?<!hàng )(?<!\d )"
)
# What is read by an earlier one isn't read again by a later.
_FORMS = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?![\w/-])")
    for form in (
        rf"{_DAY}\s?[/.-]\s?{_NUMBER}\s?[/.-]\s?{_YEAR}",
        rf"ngày {_DAY}(?P<mark>[/.-]){_NUMBER}(?P=mark){_SHORT_YEAR}(?!\.\d)",
        rf"(?<!số )(?<!nhà )(?<!phòng )(?<!ngõ )(?<!hẻm )(?<!lô )(?<!căn )(?<!tỷ lệ )"
        rf"{_DAY}(?P<mark>[/-]){_NUMBER}(?P=mark){_SHORT_YEAR}",
        # "Ngày 5-8 tháng 6" are four days.
        rf"ngày {_DAY}\s?-\s?{_NUMBER}(?! tháng)",
        rf"ngày {_DAY} tháng {_NUMBER}(?: năm {_YEAR})?",
        rf"ngày {_DAY} {_WORD}(?: năm {_YEAR})?",
        rf"{_YEAR}-{_NUMBER}-{_DAY}",
        rf"{_DAY}(?:st|nd|rd|th)?(?: of |[ -]){_NAME}(?:(?:,? |-){_YEAR})?",
        rf"{_NAME} {_DAY}(?:st|nd|rd|th)?(?:,? {_YEAR})?",
        rf"{_NAME} {_YEAR}",
        rf"tháng {_NUMBER}(?:(?:\s?/\s?| năm ){_YEAR})?",
        rf"{_NOT_COUNTED}{_WORD}(?:(?:\s?/\s?| năm | ){_YEAR})?",
        rf"{_NUMBER}/{_YEAR}",
        rf"{_DAY}/{_NUMBER}",
    )
)
_QUARTER = re.compile(r"(?<!\w)(?:quý|quarter) (?:\d|[iv]+)\s?[/-]\s?\d{2,4}(?!\w)")
_DAY_WORD = r"ngày|hôm|họp|phiên|hội nghị|bản|ban|sáng|trưa|chiều|tối|on|dated|meeting|minutes"
# Round the clock, but "họp 24/7" and "đến 24/7".
_ALWAYS = re.compile(
    rf"(?:(?<!\w)(?P<told>{_DAY_WORD}|từ|đến|trước|sau|of|until|by|since|và|and) )?(?<![\w/.-])24/7(?![\w/-])"
)
_SHARE = re.compile(
    rf"(?:(?<!\w)(?P<told>{_DAY_WORD}) )?(?<![\w/.-])(?:"
    r"(?:(?:hơn|quá|trên|gần|khoảng|ít nhất|tối thiểu|tỷ lệ|đa số|at least|more than|over) )\d{1,2}/\d{1,2}|"
    r"\d{1,2}/\d{1,2}(?= (?:(?:tổng )?số|đại biểu|thành viên|phiếu|cử tri|hộ|người|cổ đông|cổ phần|vốn|ủy viên|"
    r"đảng viên|hội viên|đoàn viên|cán bộ|học sinh|phụ huynh|chỉ tiêu|diện tích|of (?:the|all)|members?|votes?|"
    r"majority|residents|shareholders)(?!\w)))(?![\w/-])"
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
    left = _QUARTER.sub(_blank, left)
    left = _SHARE.sub(_blank_untold, _ALWAYS.sub(_blank_untold, left))
    for form in _FORMS:
        for match in form.finditer(left):
            found = match.groupdict()
            month = _month(found)
            year, day = (None if found.get(part) is None else int(found[part]) for part in ("year", "day"))
            if found.get("short") is not None:
                year = 2000 + int(found["short"])
            if 1 <= month <= 12 and (day is None or 1 <= day <= 31):
                yield NamedDay(match[0], year, month, day)
        left = form.sub(_blank, left)


def _month(found: Mapping[str, str | None]) -> int:
    """The month by its number, its English name or its Vietnamese word."""
    name, word = found.get("name"), found.get("word")
    if name is not None:
        return _NAMES[name]
    return _IN_WORDS[word] if word is not None else int(found["month"] or 0)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _blank_untold(match: re.Match[str]) -> str:
    """What looks like a day, unless a word before it tells that it is one."""
    return _blank(match) if match["told"] is None else match[0]
