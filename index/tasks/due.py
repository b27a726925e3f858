"""When something is due: the phrases of a text that bound it in time, as days of the meeting's own calendar.

due.toml holds the words. A phrase is a date ("15/5", "Friday", "quý II") with what stands before it: the part of a
period ("cuối", "end of"), a time of the day, which is left out, and the limit ("trước", "by") that says how the date
bounds the deed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from index.tasks.calendar import MEANINGS, PERIODS, Days, Meeting, Values, part_of
from index.tasks.numbers import FIELDS, value_of
from index.tasks.plain import Plain
from index.tasks.templates import before, behind, one_of, pattern_of

_TABLE = Path(__file__).with_name("due.toml")
# As far back as a limit with a time of the day reaches.
_BEFORE = 60
# A beginning that lies further back than this says since when something is as it is.
_LONG_AGO = timedelta(days=60)
# So far back what was to be done is carried over to a later meeting.
_CARRIED_OVER = timedelta(days=92)
# A limit that begins with one of these names a deadline, which may have passed; "by 7 June" is still to come.
_OF_DEADLINES = frozenset({"hạn", "thời", "deadline", "due"})
_BEHIND_DAYS = frozenset("tới nữa kể làm sau để và là phải này từ tính".split())
_NEARLY_A_YEAR = timedelta(days=330)
# Months that written small are words of another kind.
_VERBS = frozenset({"may", "march", "mar", "mar.", "jan", "dec", "sep"})
# One of these is in every date.
_DATE_HINT = re.compile(
    r"\d\s*[/.-]\s*\d|(?<!\w)q[1-4]|ngày|tháng|tuần|quý|năm|thứ|chủ nhật|chúa nhật|nay|mai|mùng|mồng|hôm|sáng|bữa|mốt|"
    r"mươi \w+ (?:này|ni|tới)|mười \w+ (?:này|ni|tới)|"
    r"chiều|tối|day|week|month|year|quarter|tonight|morrow|morning|afternoon|evening|fortnight|tues|weds|thurs|fri|mon|jan|feb|"
    r"mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d(?:st|nd|rd|th)|the [\w-]+(?:st|nd|rd|th)\b|tmrw|tmr|tmw|tomoz|"
    r"the [\w-]+ (?:first|second|third|\w+th)\b|weekend"
)
_NUMBER = re.compile(r" (?:thứ )?\d")
# "Tuần 2 của tháng 6", "week 3 of the project".
_OF_SOMETHING = re.compile(r" (?:của )?(?:tháng|quý|dự án)(?!\w)| (?:of|in) (?!\d)")
# Before "đầu năm" and "cuối năm" these say which months are meant.
_COUNTED = re.compile(r"(?<!\w)(?:tháng|quý)\s*$")
# What a speaker says before a day he has yet to think of: "by, like, Wednesday".
_UNSURE = re.compile(r"(?<=\w),? (?:like|um|uh|er|say|maybe|you know|what|let's say),? $")
# "From the draw of 17 February".
_FROM_WHAT = re.compile(r"(?<!\w)from the \w+(?: \w+)? (?:of|on) $")
# "At the April 15 meeting".
_AT_MEETING = re.compile(r"(?<!\w)(?:at|to|for) the $")
_MEETING = re.compile(r" (?:\w+ )?(?:meeting|session|agm|call|review|council|committee|board|stand-up|sprint)(?!\w)")
_CONSTANT = re.compile(r"<(\d+)>$")
_TOLD_AHEAD = 80
_WORDS_OF_DEED = 6
_DONE = re.compile(r"(?<!\w)(?:đã|vừa mới|từng)(?!\w)")
# What is settled or taken on already can still be to come: "đã thống nhất họp lại ngày 15/5".
_SETTLED = re.compile(
    r"(?<!\w)(?:thống|nhất|quyết|chốt|giao|yêu|nhận|hứa|cam|đăng|lên|hẹn|đề|duyệt|thông|đồng|bầu|phân|chỉ|ấn|dời|lùi|xin|nhờ|"
    r"mời|đặt|báo|có|phải|sẽ|cho|mua|thuê|ký)(?!\w)"
)
# Those of one day, and what may stand between "end of day" and them.
_DAYS = frozenset({"day", "day_of_month", "day_of_other_month", "weekday", "weekday_of_week", "in_days_exactly"})
_OF_DAY = re.compile(r"\s+(?:(?:on|of|ngày|vào|hôm)\s+)?")
# A date ends where a word or a number does.
_EDGES = (r"(?<![\w/])(?<!\d[.,:])", r"(?![\w/])(?![.,]\d)")


@dataclass(frozen=True, slots=True)
class Due:
    """The days from which and to which something is to be done or holds; None where that side is open."""

    first: date | None
    last: date | None


NOT_DUE = Due(None, None)


@dataclass(frozen=True, slots=True)
class DuePhrase:
    """A phrase of a text that bounds something in time, with its limit; `start` and `end` in the plain text.

    `limit` is "until", "within", "on", "from" or "after", or None where none stands before the date.
    """

    start: int
    end: int
    due: Due
    limit: str | None
    is_duration: bool = False


@dataclass(frozen=True, slots=True)
class _DateWords:
    """`hint` stands in every text that the pattern fits."""

    pattern: re.Pattern[str]
    hint: str
    meaning: str
    needs: str | None
    constant: int | None


@dataclass(frozen=True, slots=True)
class _Found:
    """A date of the text, with what stands before it; `start` is that of its limit, `date_start` its own."""

    has_year: bool

    start: int
    date_start: int
    end: int
    days: Days
    part: str | None
    limit: str | None
    words: str
    meaning: str
    # Whether it is a deadline that may have passed.
    may_be_over: bool = False


class _Table:
    """due.toml, compiled."""

    def __init__(self) -> None:
        raw = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
        self.dates = [_date_words(row, words) for row in raw["date"] for words in row["words"]]
        self.parts = {phrase: part for part, phrases in raw["parts"].items() for phrase in phrases}
        self.part = before(self.parts)
        times = "|".join(f"(?:{_time(words)})" for words in raw["times"]["before"])
        between = one_of(raw["times"]["between"])
        self.time = re.compile(rf"(?<![\w:.])(?:{times})\s*(?:(?:{between})\s*)?$")
        limits = raw["limits"]
        kinds = ("on", "within", "until", "from", "after")
        self.limits = {phrase: kind for kind in kinds for phrase in limits[kind]}
        self.limit = before(self.limits)
        named = (phrase[:-1] for phrase in limits["until"] if phrase.endswith(":"))
        self.limit_inside = re.compile(rf"[,;(–—-]\s*(?:{one_of(named)})\s*$")
        self.limit_behind = behind(limits["behind"])
        self.from_now = re.compile(rf"(?<!\w)(?:{one_of(limits['from_now'])})(?!\w)(?!\s+(?:đến|tới|until|to)\b)")
        self.to = frozenset(limits["to"])
        self.to_words = re.compile(rf"\s*(?:{one_of(limits['to'])})\s*")
        self.between = before(limits["between"])
        self.again_before = before(limits["again_before"])
        self.again_behind = behind(limits["again_behind"])
        self.over_behind = behind(limits["over_behind"])
        self.counted_behind = behind(limits["counted_behind"])
        self.counted_from_meeting = behind(limits["counted_from_meeting"])
        self.naming = before(limits["naming"])
        self.once = before(limits["once"])
        self.periodical = before(limits["periodical"])
        self.of_things = before(limits["of_things"])
        self.deadlines = re.compile(rf"(?<!\w)(?:{one_of(limits['deadlines'])})\s[^.;,]*$")


def _date_words(row: dict[str, str], words: str) -> _DateWords:
    constant = _CONSTANT.search(words)
    pattern = pattern_of(_CONSTANT.sub("", words), FIELDS)
    return _DateWords(
        re.compile(f"{_EDGES[0]}{pattern}{_EDGES[1]}"),
        _hint(words),
        row["is"],
        row.get("needs"),
        None if constant is None else int(constant[1]),
    )


def _hint(words: str) -> str:
    """The longest of the template's words that is never missing."""
    fixed = _CONSTANT.sub("", words)
    while (inner := re.sub(r"\[[^\[\]()]*\]|\([^\[\]()]*\)", " ", fixed)) != fixed:
        fixed = inner
    return max(re.split(r"\{\w+\}|\s", fixed), key=len)


def _time(words: str) -> str:
    return re.sub(r"\(\?P<\w+>", "(?:", pattern_of(words, FIELDS))


@cache
def _table() -> _Table:
    return _Table()


def due_phrases(
    text: Plain,
    start: int,
    end: int,
    meeting: Meeting | None,
    *,
    is_deadline: bool = False,
    may_be_over: bool = False,
) -> list[DuePhrase]:
    """The phrases of a range of the text that bound something in time, in order.

    `is_deadline`: the range is known to hold a deadline, as a table's cell is, and "21/3" alone is a date there.
    `may_be_over`: and that deadline may have passed before the meeting, as that of what was carried over. What
    comes again ("hằng tuần"), is over at the meeting, or is counted from something else than the meeting, is none.
    """
    table = _table()
    dates = _dates(text, start, end, meeting, is_deadline=is_deadline, may_be_over=may_be_over)
    found = _joined(text, _with_times(text, dates))
    if may_be_over:
        found = [replace(each, may_be_over=True) for each in found]
    phrases = [phrase for each in found if (phrase := _phrase(text, each, end, meeting)) is not None]
    if meeting is not None and meeting.day is not None:
        now = DuePhrase(0, 0, Due(meeting.day, None), "from")
        phrases += [
            replace(now, start=match.start(), end=match.end())
            for match in table.from_now.finditer(text.low, start, end)
            if not any(each.start < match.end() and match.start() < each.end for each in phrases)
        ]
    return sorted(phrases, key=lambda phrase: phrase.start)


def names_deadline(text: Plain, start: int, colon: int) -> bool:
    """Whether a colon follows a limit inside a clause, and no label: "… sửa máy in, thời hạn: 20/6"."""
    return _table().limit_inside.search(text.low, start, colon) is not None


def _lies_in(inner: Due, outer: Due) -> bool:
    """Whether days lie in others and are fewer: "tuần sau họp lại tối thứ Ba 14/5"."""
    if inner.first is None or inner.last is None or outer.first is None or outer.last is None or inner == outer:
        return False
    return outer.first <= inner.first and inner.last <= outer.last


def due_of(phrases: Sequence[DuePhrase]) -> Due:
    """When a clause with these phrases is due: what its first limit says, else its first date.

    Where one phrase opens a time and another closes it, both count.
    """
    limited = [phrase for phrase in phrases if phrase.limit is not None]
    chosen = next(iter(limited or phrases), None)
    if chosen is None:
        return NOT_DUE
    chosen = next((each for each in phrases if _lies_in(each.due, chosen.due)), chosen)
    if chosen.is_duration:
        # "trong sáu tháng, bắt đầu từ tháng 11".
        chosen = next((each for each in limited if each.limit == "from"), chosen)
    if chosen.limit == "from" and chosen.due.last is None:
        closing = next((each.due.last for each in limited if each.limit == "until"), None)
        if closing is not None and chosen.due.first is not None and closing >= chosen.due.first:
            return Due(chosen.due.first, closing)
    return chosen.due


def _dates(
    text: Plain,
    start: int,
    end: int,
    meeting: Meeting | None,
    *,
    is_deadline: bool = False,
    may_be_over: bool = False,
) -> list[_Found]:
    """The dates of a range, the longest of those that begin together, none overlapping."""
    low = text.low[start:end]
    if not _DATE_HINT.search(low):
        return []
    found: list[_Found] = []
    for words in _table().dates:
        if words.hint not in low:
            continue
        for match in words.pattern.finditer(text.low, start, end):
            each = _read(text, start, match, words, meeting, is_deadline=is_deadline, may_be_over=may_be_over)
            if each is not None:
                found.append(each)
    found.sort(key=lambda each: (each.date_start, -each.end))
    kept: list[_Found] = []
    for each in found:
        if not kept or each.date_start >= kept[-1].end:
            kept.append(each)
    return kept


def _read(
    text: Plain,
    start: int,
    match: re.Match[str],
    words: _DateWords,
    meeting: Meeting | None,
    *,
    is_deadline: bool,
    may_be_over: bool,
) -> _Found | None:
    """A date with what stands before it; None where these words are none here."""
    groups = {name: said for name, said in match.groupdict().items() if said is not None}
    behind = text.low[match.end() : match.end() + 2]
    if ("ordinal" in groups and behind[1:].isalpha()) or ("number" in groups and behind[1:].isdigit()):
        # "the second half", "hai ngày 26 và 27/4".
        return None
    if "weekday" in groups and _counts(text, match):
        return None
    if _is_other_week(text, match, words.meaning):
        return None
    if words.meaning == "within" and _is_of_days(text, match):
        return None
    if match[0] == "mai" and text.text[match.start()].isupper():
        # The name.
        return None
    if groups.get("month_name") in _VERBS and text.text[match.start("month_name")].islower():
        # The verbs "may" and "march".
        return None
    values: dict[str, int | str] = dict(value_of(name, said) for name, said in groups.items())
    if words.constant is not None:
        values["constant"] = words.constant
    part, limit, limit_words, begins = _before(text, start, match.start(), words.meaning, values)
    if match[0] == "nay" and limit == "until":
        # "từ hôm đó đến nay".
        return None
    if words.meaning in ("within", "in_time") and limit is None:
        begins = match.start()
    ahead = text.low[start : match.start()].rstrip(" \n\"'(-–•*:")
    is_first = ahead[-1:] in ("", ",") or ahead.endswith(" thì")
    wanted = {
        None: True,
        "limit": limit is not None,
        "part": part is not None,
        "either": part is not None or limit is not None,
        "first": part is not None or limit is not None or is_first,
        "inside": part is not None or limit_words in ("trong", "ngay trong", "nội trong", "hết", "chậm nhất trong"),
    }
    if not wanted[words.needs] and not (is_deadline and words.needs in ("limit", "first", "either")):
        return None
    of_deadline = limit == "until" and limit_words.split()[0].rstrip(":") in {*_OF_DEADLINES, "là", "is"}
    over = words.meaning == "day" and (may_be_over or of_deadline)
    days = MEANINGS[words.meaning](values, _carrying(meeting) if over else meeting)
    if days is None:
        return None
    has_year = "year" in values
    return _Found(has_year, begins, match.start(), match.end(), days, part, limit, limit_words, words.meaning, over)


def _carrying(meeting: Meeting | None) -> Meeting | None:
    """The meeting from which on a day without a year is looked for that may have passed."""
    return None if meeting is None else Meeting(meeting.first - _CARRIED_OVER, meeting.last - _CARRIED_OVER)


def _counts(text: Plain, match: re.Match[str]) -> bool:
    """Whether it is no weekday: "phương án thứ hai". Weekdays have a capital ("thứ Hai"), or a time before them."""
    said = match["weekday"]
    number = match.start("weekday") + len(said.split()[0]) + 1
    if not said.startswith("thứ") or said[-1].isdigit() or text.text[number].isupper():
        return False
    ahead = text.low[max(0, match.start() - 24) : match.start()]
    return _table().limit.search(ahead) is None and _table().time.search(ahead) is None


def _is_other_week(text: Plain, match: re.Match[str], meaning: str) -> bool:
    """Whether a week's number says that this week isn't meant, or is counted from something else than the year."""
    if meaning == "this_period":
        return match[0] == "tuần" and _NUMBER.match(text.low, match.end()) is not None
    return meaning == "week_number" and _OF_SOMETHING.match(text.low, match.end()) is not None


def _is_of_days(text: Plain, match: re.Match[str]) -> bool:
    """Whether it says which days are meant: "trong hai ngày lễ"."""
    said = match[0].split()
    behind = re.match(r" ([^\W\d]+)", text.low[match.end() : match.end() + 16])
    return said[0] == "trong" and said[1] != "vòng" and behind is not None and behind[1] not in _BEHIND_DAYS


def _before(
    text: Plain, start: int, position: int, meaning: str, values: Values
) -> tuple[str | None, str | None, str, int]:
    """What stands before a date: the part of a period, the limit, the limit's words, and where all of it begins."""
    table = _table()
    start = max(start, position - _BEFORE)
    part = None
    if meaning in PERIODS or meaning == "this_period":
        found = table.part.search(text.low, start, position)
        if found is not None:
            part, position = table.parts[" ".join(found["phrase"].split())], found.start()
    if (unsure := _UNSURE.search(text.low, start, position)) is not None:
        position = unsure.start()
    time = table.time.search(text.low, start, position)
    if time is not None:
        limit = table.limit.search(text.low, start, time.start())
        position = time.start()
    else:
        limit = table.limit.search(text.low, start, position)
    if limit is None and (of := _FROM_WHAT.search(text.low, start, position)) is not None:
        return part, "from", "from", of.start()
    if limit is None:
        return part, None, "", position
    words = " ".join(limit["phrase"].split())
    kind = table.limits[words]
    if words in ("là", "is") and table.deadlines.search(text.low, start, limit.start()):
        kind = "until"
    elif meaning == "days":
        # "from 12 to 20 May" is one date here.
        kind = "on"
    return part, kind, words, limit.start()


def _with_times(text: Plain, found: Sequence[_Found]) -> list[_Found]:
    """The dates, of which "end of day" beside another is no date: "by end of day Friday", "Friday, end of day"."""
    kept: list[_Found] = []
    for each in found:
        last = kept[-1] if kept else None
        if last is None or {last.meaning, each.meaning}.isdisjoint({"this_period"}):
            kept.append(each)
        elif _is_this_day(last) and each.meaning in _DAYS and _OF_DAY.fullmatch(text.low, last.end, each.date_start):
            kept[-1] = replace(each, start=last.start, limit=last.limit or each.limit, words=last.words or each.words)
        elif last.meaning in _DAYS and _is_this_day(each) and each.part == "end" and _is_beside(text, last, each):
            kept[-1] = replace(last, end=each.end, limit=last.limit or each.limit or "until")
        else:
            kept.append(each)
    return kept


def _is_this_day(found: _Found) -> bool:
    return found.meaning == "this_period" and found.days[0] == found.days[1]


def _is_beside(text: Plain, last: _Found, each: _Found) -> bool:
    return text.low[last.end : each.start].strip() in ("", ",", "by", "at")


def _joined(text: Plain, found: Sequence[_Found]) -> list[_Found]:
    """Two dates that bound a time together, "từ 1/7 đến 30/9", as one."""
    table = _table()
    joined: list[_Found] = []
    for each in found:
        last = joined[-1] if joined else None
        opens = last is not None and (
            last.limit == "from" or table.between.search(text.low, max(0, last.start - 12), last.date_start) is not None
        )
        if last is not None and table.to_words.fullmatch(text.low, last.end, each.date_start):
            first, end = last.days[0], each.days[1] if each.part is None else part_of(each.days, each.part)[1]
            if end < first:
                end = _a_year_later(end)
            bare = last.limit is None and text.low[last.end : each.date_start].strip() in ("-", "–", "đến", "to")
            if last.meaning == each.meaning == "weekday" and (opens or bare):
                # "from Monday to Thursday": which days of any week.
                joined[-1] = replace(
                    last,
                    end=each.end,
                    limit=None,
                    part=None,
                    words="",
                    days=(first, first + timedelta(days=(each.days[1] - first).days % 7)),
                )
                continue
            if opens or bare:
                joined[-1] = replace(last, end=each.end, days=(first, end), limit="on", part=None, words="")
                continue
        if last is not None and _is_next_day(text, last, each):
            joined[-1] = replace(last, end=each.end, days=(last.days[0], each.days[1]))
            continue
        joined.append(each)
    return joined


def _is_next_day(text: Plain, last: _Found, each: _Found) -> bool:
    """Whether two dates are of days one after the other: "hai ngày 11/3 và 12/3"."""
    between = text.low[last.end : each.date_start].strip()
    is_next = each.days[0] - last.days[1] == timedelta(days=1)
    return between in ("và", "và ngày") and each.limit is None and last.meaning == each.meaning == "day" and is_next


def _a_year_later(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _phrase(text: Plain, found: _Found, end: int, meeting: Meeting | None) -> DuePhrase | None:
    table = _table()
    low = text.low
    # "Kệ hàng trước ngày 20/3": behind a limit it is no "hàng tuần".
    starts = (found.date_start,) if found.limit in ("until", "from", "after") else (found.start, found.date_start)
    if any(table.again_before.search(low, max(0, start - 20), start) for start in starts):
        return None
    if table.again_behind.match(low, found.end, end) or table.over_behind.match(low, found.end, end):
        return None
    if found.meaning == "day" and not found.has_year and found.limit != "until" and _is_far(found, meeting):
        # "ngày 13 tháng 9" of a meeting on 17 September is last Friday, whatever the year.
        return None
    if found.meaning in ("within", "in_time") and (
        table.counted_behind.match(low, found.end, end) and not table.counted_from_meeting.match(low, found.end, end)
    ):
        return None
    if found.limit != "until" and found.meaning not in ("within", "in_time") and _is_told(low, found):
        return None
    limit = found.limit
    if table.limit_behind.match(low, found.end, end):
        limit = "until"
    at_meeting = _AT_MEETING.search(low, max(0, found.start - 10), found.date_start) is not None
    if limit is None and found.meaning == "day" and at_meeting and _MEETING.match(low, found.end):
        limit = "on"
    if limit is None and found.part is None and _names_a_thing(text, found):
        return None
    if limit != "until" and table.of_things.search(low, max(0, found.start - 20), found.start):
        return None
    if found.part is not None and limit is None and _COUNTED.search(low[max(0, found.start - 16) : found.start]):
        # "6 tháng cuối năm 2025", "quý đầu năm".
        return None
    if limit in (None, "on") and _tells_when(text, found):
        return None
    due = _bounded(found, limit)
    if meeting is not None and (due.last or date.max) < meeting.first and not found.may_be_over:
        return None
    if meeting is not None and due.last is None and due.first is not None and due.first < meeting.first - _LONG_AGO:
        return None
    is_limited = limit or ("until" if found.part == "end" or found.meaning == "within" else None)
    return DuePhrase(found.start, found.end, due, is_limited, found.meaning == "within")


def _is_told(low: str, found: _Found) -> bool:
    """Whether a date says when something was done: "lô hàng đã xuất xong hôm thứ Năm"."""
    ahead = re.split(r"[,;.:]", low[max(0, found.start - _TOLD_AHEAD) : found.start])[-1]
    done = _DONE.search(ahead)
    if done is None or len(ahead[: done.start()].split()) >= _WORDS_OF_DEED:
        # "Phòng Nhân sự hoàn trả số tiền đã trừ vào ngày 10/7": which money.
        return False
    return not _SETTLED.search(ahead, done.end())


def _names_a_thing(text: Plain, found: _Found) -> bool:
    """Whether a date without a limit says what a thing is: "Nghị quyết số 12 ngày 5/3"."""
    ahead = text.low[max(0, found.date_start - 40) : found.date_start].rstrip()
    if _says_when(ahead, found.meaning):
        return False
    last = ahead.split()[-1] if ahead.split() else ""
    numbered = any(character.isdigit() for character in last) and "/" in last
    return numbered or _table().naming.search(ahead) is not None


def _says_when(ahead: str, meaning: str) -> bool:
    """Whether a time told from the meeting on is no name of the thing before it: "nộp báo cáo trong vòng 5 ngày"."""
    if meaning in ("within", "in_time"):
        return True
    once = _table().once.search(ahead) is not None
    if meaning in ("in_days_exactly", "weekday", "weekday_of_week"):
        return once or _table().periodical.search(ahead) is not None
    return once and meaning == "other_week"


def _is_far(found: _Found, meeting: Meeting | None) -> bool:
    return meeting is not None and found.days[0] - meeting.first > _NEARLY_A_YEAR


def _tells_when(text: Plain, found: _Found) -> bool:
    """Whether a date says when something happened: "what happened on Sunday", but not "to be finished on Sunday"."""
    ahead = text.low[max(0, found.start - 40) : found.start].split()
    if len(ahead) < 2 or not ahead[-1].endswith("ed") or not ahead[-1].isascii():
        return False
    return ahead[-2] not in ("be", "is", "are", "been", "get", "being", "was", "were", "to")


def _bounded(found: _Found, limit: str | None) -> Due:
    first, last = found.days if found.part is None else part_of(found.days, found.part)
    if limit == "from":
        return Due(first, None)
    if limit == "after":
        return Due(last + timedelta(days=1), None)
    if found.part == "end" or (limit == "until" and found.meaning != "within"):
        return Due(None, last)
    return Due(first, last)


def is_over(text: Plain, start: int, end: int, meeting: Meeting | None) -> bool:
    """Whether a day or month in this range, read in the half year before the meeting, is over at the meeting.

    "Ngày 20/7, Chủ tịch đã giao …" of a meeting on 6 August.
    """
    if meeting is None:
        return False
    earlier = Meeting(meeting.first - timedelta(days=183), meeting.first - timedelta(days=183))
    found = _dates(text, start, end, earlier)
    return any(
        each.meaning in ("day", "days", "month", "quarter", "year")
        and each.limit != "until"
        and (each.days[1] < meeting.first or each.days == (meeting.first, meeting.first))
        for each in found
    )
