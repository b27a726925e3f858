"""The title, the day and the time of day of a meeting, where they stand in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.clocks import HALF_OF_DAY, hour_of_day
from index.loaders.blocks import lines
from index.loaders.dates import FoundDate, find_dates
from index.loaders.headings import is_dateline
from index.meetings.models import Fact
from index.meetings.reading import Text, clause_end, labelled, sentence_at
from index.meetings.tables import CLOCK, label, phrases, templates
from index.tasks.wordlists import words_of
from index.text import fold, normalise

_DAY_BEFORE = re.compile(
    r"(?:(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật|(?:mon|tues|wednes|thurs|fri|satur|sun)day),?\s+)?"
    r"(?:ngày\s+)?\Z"
)
_LONGEST_TITLE = 200
# A line that goes on, ends a sentence or has a label is none of a title.
_NO_TITLE = re.compile(r":\s|[.;!?]\s*$|:$|\|")
_NUMBERS = re.compile(r"\d+")
_TO_THE_DAY = re.compile(r"[\s,(-]*(?:sáng|trưa|chiều|tối|đêm|on|hôm)?[\s,]*")
_HALF = re.compile(rf"(?:{HALF_OF_DAY})\Z")
# How far down a sentence tells of this meeting rather than of another.
_OPENING = 600
_DEADLINE = re.compile(
    r"(?<!\w)(?:trước|hạn|hạn chót|chậm nhất|muộn nhất|đến|sau|kể từ|before|by|until|after|since|due)"
    r"(?:\s+(?:ngày|hết|cuối|lúc|the|on|\d{1,2}\s?(?:giờ|h)(?:\s?\d\d)?))*[\s:,(]*\Z"
)
_HELD = re.compile(
    r"(?<!\w)(?:khai mạc|(?:kỳ họp|cuộc họp|hội nghị|buổi họp|phiên họp|đại hội|buổi làm việc) (?:được )?"
    r"(?:bắt đầu|diễn ra|tổ chức|kéo dài)|tiến hành (?:cuộc họp|họp|hội nghị)|tổ chức (?:cuộc họp|họp|hội nghị)|"
    r"gặp nhau|họp định kỳ|vào họp|held on|was held|held at|held in|called to order|"
    r"(?:opened|began|started) (?:the|at)|meeting (?:began|started|opened)|opened the|met (?:in|at|on))(?!\w)"
)
# How far from the day the time may stand.
_NEAR = 80


def title_in(text: Text, title: str | None) -> Fact | None:
    """Where the title stands: behind the front matter, if it does, else anywhere in the head.

    Where the document is known to have none, the first lines, if they name a meeting or a record of one.
    """
    words = normalise(title or "").split()
    if not words:
        labels = labelled(text, label("title", "labels"), text.body, min(text.head, text.body + _OPENING))
        told = next((spans[0] for _, spans in labels if spans), None)
        return _first_lines(text) if told is None else text.fact(told.start, told.end)
    # Markdown's marks may stand between the words, and a line's end where the title has a dash.
    parted = (re.escape(word) for word in words if word != "–")
    pattern = re.compile(r"[\s*_#|–]+".join(parted), re.IGNORECASE)
    match = pattern.search(text.plain.text, text.body, text.head) or pattern.search(text.plain.text, 0, text.head)
    return None if match is None else text.fact(match.start(), match.end(), " ".join(words))


def _first_lines(text: Text) -> Fact | None:
    if not text.paragraphs:
        return None
    end = start = text.paragraphs[0].start
    for line in lines(text.plain.text, text.paragraphs[0]):
        words = text.plain.text[line.start : line.end]
        first = line.start == start and not words.rstrip().endswith((".", ":", "?", "!", ";"))
        if line.end - start > _LONGEST_TITLE or (_NO_TITLE.search(words) and not first) or is_dateline(words):
            break
        end = line.end
    found = words_of(text.plain, start, end)
    lists = (phrases("agenda", "records"), phrases("body", "kinds", "vietnamese"))
    vietnamese = any(each.at(found, 0) for each in lists)
    english = phrases("agenda", "record_words").within(found, 0, len(found))
    return text.fact(start, end) if vietnamese or english else None


def date_in(text: Text, iso: str | None) -> Fact | None:
    """The meeting's day, or month, with its weekday: by a label, else where the document's own date stands."""
    labels = labelled(text, label("date", "labels"), text.body, text.head)
    spans = [span for _, found in labels for span in found[:2]]
    dates = list(dates_in(text))
    told = [date for date in dates if date.day and date.iso and any(s.start <= date.start < s.end for s in spans)]
    own = [] if iso is None else [date for date in dates if _means(date, iso)]
    held = [] if iso is not None else [date for date in dates if date.day and date.iso and _is_held(text, date)]
    # A day with its year tells more than one without; a title may have it as well as the dateline.
    found = next(iter([*told, *(each for each in own if each.year is not None), *own, *held]), None)
    if found is None:
        return None
    before = _DAY_BEFORE.search(text.plain.low, max(0, found.start - 20), found.start)
    start = found.start if before is None else before.start()
    return text.fact(start, found.end, found.iso or iso)


def _is_held(text: Text, date: FoundDate) -> bool:
    """Whether a sentence of the beginning tells that the meeting was on that day."""
    if date.start > text.body + _OPENING:
        return False
    first, last = sentence_at(text.plain, date.start)
    if _DEADLINE.search(text.plain.low, first, date.start):
        return False
    words = words_of(text.plain, first, last)
    return phrases("date", "held").within(words, 0, len(words)) and text.plain.low[first : date.start].count(" ") < 12


def dates_in(text: Text) -> Iterator[FoundDate]:
    """The dates of the head, in the plain text."""
    head = text.plain.text[: text.head]
    folded = fold(head)
    if len(folded) != len(head):
        folded = "".join(letter if len(letter := fold(character)) == 1 else character for character in head)
    return find_dates(folded)


def time_in(text: Text, day: Fact | None) -> Fact | None:
    """When it began: by a label, or in the sentence that tells the day or that it was opened."""
    for _, spans in labelled(text, label("time", "labels"), text.body, text.head):
        for span in spans[:1]:
            match = CLOCK.search(text.plain.low, span.start, span.end)
            if match is not None:
                return _time(text, match.start(), match.end())
    for pattern in templates("time", "templates"):
        for match in pattern.finditer(text.plain.text, text.body, min(text.head, text.body + 1_500)):
            start, end = match.span("clock")
            is_deadline = _DEADLINE.search(text.plain.low, max(0, match.start() - 30), start)
            if is_deadline is None and tells_of_the_meeting(text, start, day):
                return _time(text, start, end)
    return _beside(text, day)


def _beside(text: Text, day: Fact | None) -> Fact | None:
    """A time that stands by itself between commas, in the sentence of the day."""
    if day is None:
        return None
    start = text.plain.place_of(day.start)
    for match in CLOCK.finditer(text.plain.low, max(text.body, start - _NEAR), start):
        is_deadline = _DEADLINE.search(text.plain.low, max(0, match.start() - 30), match.start())
        if is_deadline is None and _TO_THE_DAY.fullmatch(text.plain.low, match.end(), start):
            return _time(text, match.start(), match.end())
    end = text.plain.place_of(day.end)
    stop = min(clause_end(text.plain, end), end + _NEAR)
    for match in CLOCK.finditer(text.plain.low, end, stop):
        before = text.plain.low[end : match.start()]
        if before.rstrip()[-1:] in ("", ",", "(", "|", "-", "–", "—", "\n") or before.strip() in ("lúc", "at"):
            return _time(text, match.start(), match.end())
    return None


def tells_of_the_meeting(text: Text, start: int, day: Fact | None) -> bool:
    """Whether the sentence of a place tells when the meeting was, or that it was opened or held."""
    first, last = sentence_at(text.plain, start)
    if day is not None and first <= text.plain.place_of(day.start) < last:
        return True
    return _HELD.search(text.plain.low, first, last) is not None


def _time(text: Text, start: int, end: int) -> Fact | None:
    value = clock_of(text.plain.low[start:end])
    return None if value is None else text.fact(start, _trimmed(text, start, end), value)


def _trimmed(text: Text, start: int, end: int) -> int:
    while end > start and text.plain.text[end - 1].isspace():
        end -= 1
    return end


def clock_of(words: str) -> str | None:
    """ "HH:MM" of a time in lower case: "14 giờ 30", "7h15", "2 giờ chiều", "6.30 pm"; "bảy rưỡi" is none."""
    names = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
    if words.strip() in names:
        return names[words.strip()]
    numbers = [int(number) for number in _NUMBERS.findall(words)]
    if not numbers:
        return None
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 30 if "rưỡi" in words else 0
    half = _HALF.search(words)
    if half is not None:
        hour = hour_of_day(hour, half[0])
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def _means(date: FoundDate, iso: str) -> bool:
    """Whether a date of the text is that day or month, its year unsaid or the same."""
    year, month, *day = map(int, iso.split("-"))
    return (date.year in (None, year)) and date.month == month and ([date.day] == day or (not day and date.day is None))
