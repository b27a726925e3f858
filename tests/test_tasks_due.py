"""Deadlines: what the words say, in the calendar of a meeting on Tuesday, 12 March 2024."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.tasks.calendar import MEANINGS, Meeting, meeting_on, part_of
from index.tasks.due import NOT_DUE, Due, due_of, due_phrases
from index.tasks.plain import plain

MEETING = meeting_on("2024-03-12")
# The words, the day from which and the day to which.
PHRASES = [
    # Limits before a date.
    ("nộp trước ngày 30/6", None, "2024-06-30"),
    ("nộp trước 30/6/2025", None, "2025-06-30"),
    ("chậm nhất ngày 15/10/2024", None, "2024-10-15"),
    ("chậm nhất trong tháng 2/2025", None, "2025-02-28"),
    ("muộn nhất là chiều mai", None, "2024-03-13"),
    ("không muộn hơn ngày 19/12/2024", None, "2024-12-19"),
    ("đến hết ngày 5 tháng 4 năm 2024", None, "2024-04-05"),
    ("hạn chót chạy lại là mùng 6 tháng 9", None, "2024-09-06"),
    ("Hạn: 15/5", None, "2024-05-15"),
    ("soát lại, xong 15/1", None, "2025-01-15"),
    ("trong ngày mai là muộn nhất", None, "2024-03-13"),
    ("by Friday", None, "2024-03-15"),
    ("before 30 June", None, "2024-06-30"),
    ("no later than 15 December 2024", None, "2024-12-15"),
    ("due 7 Nov", None, "2024-11-07"),
    ("15 May at the latest", None, "2024-05-15"),
    ("the deadline for bids is 4 April", None, "2024-04-04"),
    ("until 1 April", None, "2024-04-01"),
    # A time of the day between limit and date is left out.
    ("trước 17 giờ ngày 20/3", None, "2024-03-20"),
    ("trước 10h sáng mai", None, "2024-03-13"),
    ("chậm nhất 9 giờ sáng thứ Hai", None, "2024-03-18"),
    ("by 5pm on Friday", None, "2024-03-15"),
    ("no later than noon on 4 April", None, "2024-04-04"),
    # "End of day" beside a date is such a time; alone it is the meeting's day.
    ("by end of day Friday", None, "2024-03-15"),
    ("by end of day tomorrow", None, "2024-03-13"),
    ("by end of the day 14 June", None, "2024-06-14"),
    ("by the end of the day on Friday", None, "2024-03-15"),
    ("by Friday, end of day", None, "2024-03-15"),
    ("trước cuối ngày thứ Sáu", None, "2024-03-15"),
    ("trong ngày thứ Năm", "2024-03-14", "2024-03-14"),
    ("by end of day", None, "2024-03-12"),
    ("làm xong trong ngày và họp thứ Năm", "2024-03-12", "2024-03-12"),
    # Within and on.
    ("trong quý I/2025", "2025-01-01", "2025-03-31"),
    ("hoàn thành trong năm 2025", "2025-01-01", "2025-12-31"),
    ("trong tháng này", "2024-03-01", "2024-03-31"),
    ("in May", "2024-05-01", "2024-05-31"),
    ("vào ngày 20/8", "2024-08-20", "2024-08-20"),
    ("tối thứ Năm 12/9", "2024-09-12", "2024-09-12"),
    ("on 20 January", "2025-01-20", "2025-01-20"),
    ("ngày 26 và 27/4", "2024-04-26", "2024-04-27"),
    # From, after, from … to.
    ("áp dụng từ ngày 1/11", "2024-11-01", None),
    ("kể từ ngày 01/08/2024", "2024-08-01", None),
    ("ngay từ ngày mai", "2024-03-13", None),
    ("từ nay không nhận", "2024-03-12", None),
    ("effective January 1", "2025-01-01", None),
    ("with effect from 1 April", "2024-04-01", None),
    ("not before 1 May", "2024-05-01", None),
    ("from now on", "2024-03-12", None),
    ("sau ngày 15/4", "2024-04-16", None),
    ("after the end of this month", "2024-04-01", None),
    ("từ 1/7 đến hết 30/9", "2024-07-01", "2024-09-30"),
    ("từ 20/12 đến 10/1", "2024-12-20", "2025-01-10"),
    ("from 3 May to 28 June", "2024-05-03", "2024-06-28"),
    ("from 12 to 20 May", "2024-05-12", "2024-05-20"),
    ("between 2 and 9 April", "2024-04-02", "2024-04-09"),
    ("từ 10 đến 15/5", "2024-05-10", "2024-05-15"),
    # Ends and beginnings of periods.
    ("cuối tháng", None, "2024-03-31"),
    ("hết năm 2024", None, "2024-12-31"),
    ("cuối tuần sau", None, "2024-03-24"),
    ("không muộn hơn cuối quý III", None, "2024-09-30"),
    ("by the end of March", None, "2024-03-31"),
    ("end of Q2", None, "2024-06-30"),
    ("before the end of this week", None, "2024-03-17"),
    ("đầu tháng 5", "2024-05-01", "2024-05-10"),
    ("giữa tháng 5", "2024-05-11", "2024-05-20"),
    ("từ giữa tháng 11", "2024-11-11", None),
    # Durations.
    ("trong vòng 2 tuần", "2024-03-12", "2024-03-26"),
    ("trong vòng 10 ngày tới", "2024-03-12", "2024-03-22"),
    ("within ten days", "2024-03-12", "2024-03-22"),
    ("within a month", "2024-03-12", "2024-04-12"),
    ("trong vòng 15 ngày kể từ hôm nay", "2024-03-12", "2024-03-27"),
    ("2 tuần nữa", "2024-03-26", "2024-03-26"),
    ("in two weeks", "2024-03-26", "2024-03-26"),
    # Days and weeks near the meeting.
    ("hôm nay", "2024-03-12", "2024-03-12"),
    ("tomorrow", "2024-03-13", "2024-03-13"),
    ("thứ Ba", "2024-03-19", "2024-03-19"),
    ("Friday", "2024-03-15", "2024-03-15"),
    ("tuần sau", "2024-03-18", "2024-03-24"),
    ("chậm nhất là Chủ nhật tuần này", None, "2024-03-17"),
    ("thứ Sáu tuần sau", "2024-03-22", "2024-03-22"),
    ("next Tuesday", "2024-03-19", "2024-03-19"),
    ("Friday week", "2024-03-22", "2024-03-22"),
    ("trước mùng năm tháng sau", None, "2024-04-05"),
    ("the 14th", "2024-03-14", "2024-03-14"),
    ("by the eleventh", None, "2024-04-11"),
    ("by Friday 26th", None, "2024-03-26"),
    ("in the week of 16 June", "2024-06-10", "2024-06-16"),
    ("trước 20 tháng này", None, "2024-03-20"),
    ("trong 12 tháng tới", "2024-03-12", "2025-03-12"),
    # Weeks by their number.
    ("trong tuần 25", "2024-06-17", "2024-06-23"),
    ("trước tuần 1/2025", None, "2025-01-05"),
    ("by week 20", None, "2024-05-19"),
    ("hết tuần 53 năm 2026", None, "2027-01-03"),
    ("trong tuần 53", None, None),
    ("trong tuần 2", None, None),
    ("trong tuần 14 của dự án", None, None),
    ("in week 14 of the project", None, None),
    ("kế hoạch tuần 25", None, None),
    # Short forms.
    ("by 14-Jun", None, "2024-06-14"),
    ("by 14-Jun-25", None, "2025-06-14"),
    ("14-June-2024", "2024-06-14", "2024-06-14"),
    ("trong T6/2024", "2024-06-01", "2024-06-30"),
    # A month or quarter without a year is the first that has not ended.
    ("trong quý I", "2024-01-01", "2024-03-31"),
    ("trong tháng 2", "2025-02-01", "2025-02-28"),
    ("Tháng 5 kiểm tra lại", "2024-05-01", "2024-05-31"),
    ("Q1 2026", "2026-01-01", "2026-03-31"),
    # What is told from the meeting on is no name of a paper.
    ("nộp báo cáo trong vòng 5 ngày", "2024-03-12", "2024-03-17"),
    ("lập kế hoạch trong 2 tuần tới", "2024-03-12", "2024-03-26"),
    ("gửi báo cáo 2 tuần nữa", "2024-03-26", "2024-03-26"),
    ("gửi hợp đồng ngày mai", "2024-03-13", "2024-03-13"),
    ("gửi báo cáo thứ Sáu", "2024-03-15", "2024-03-15"),
    ("gửi hợp đồng tuần sau", "2024-03-18", "2024-03-24"),
    ("kế hoạch tuần sau", None, None),
    ("cuộc họp ngày mai", None, None),
    # What is no deadline.
    ("báo cáo hằng tuần", None, None),
    ("ngày 25 hằng tháng báo cáo", None, None),
    ("every Friday", None, None),
    ("kế hoạch năm 2024", None, None),
    ("báo cáo tháng 5", None, None),
    ("rents for 2026", None, None),
    ("theo Công văn số 12/UBND ngày 5/4/2024", None, None),
    ("trong vòng 15 ngày kể từ ngày ký", None, None),
    ("within 10 days of receipt", None, None),
    ("trước kỳ họp sau", None, None),
    ("after Easter", None, None),
    ("in the second half of May", None, None),
    ("she may march in", None, None),
    ("2/3 số hộ", None, None),
    ("ngày 31/4", None, None),
    # A deadline by name may have passed up to three months ago; another limit is still to come.
    ("nộp ngay hồ sơ thuế (hạn 07/03)", None, "2024-03-07"),
    ("deadline: 20 February", None, "2024-02-20"),
    ("hạn nộp là 10/12", None, "2024-12-10"),
    ("trước 7/3", None, "2025-03-07"),
    ("hạn 7/3/2024", None, "2024-03-07"),
    # What is over.
    ("trước ngày 1/3/2024", None, None),
]


def due(words: str, meeting: Meeting | None = MEETING) -> Due:
    text = plain(words)
    return due_of(due_phrases(text, 0, len(text.text), meeting))


def day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)


@pytest.mark.parametrize(("words", "first", "last"), PHRASES, ids=[words for words, _, _ in PHRASES])
def test_a_phrase_is_due(words: str, first: str | None, last: str | None) -> None:
    assert due(words) == Due(day(first), day(last))


def test_without_a_meeting_only_whole_dates_are_known() -> None:
    assert due("trước ngày 30/6/2024", None) == Due(None, date(2024, 6, 30))
    assert due("trước ngày 30/6", None) == NOT_DUE
    assert due("tuần sau", None) == NOT_DUE


def test_of_a_meeting_in_a_month_the_day_is_not_invented() -> None:
    month = meeting_on("2023-12")
    assert month == Meeting(date(2023, 12, 1), date(2023, 12, 31))
    assert due("thứ Sáu", month) == due("ngày mai", month) == due("trong vòng 10 ngày", month) == NOT_DUE
    assert due("trước ngày 15/12", month) == Due(None, date(2023, 12, 15))
    assert due("chậm nhất trong tháng 2/2024", month) == Due(None, date(2024, 2, 29))
    assert due("cuối tháng sau", month) == Due(None, date(2024, 1, 31))


def test_leap_days_are_looked_for() -> None:
    assert due("trước 29/2", meeting_on("2025-03-01")) == Due(None, date(2028, 2, 29))


def test_a_phrase_begins_with_its_limit() -> None:
    words = "Sở nộp báo cáo chậm nhất trước 17 giờ ngày 20/3, gửi kèm số liệu."
    (phrase,) = due_phrases(plain(words), 0, len(words), MEETING)
    assert words[phrase.start : phrase.end] == "chậm nhất trước 17 giờ ngày 20/3"


def test_of_several_dates_the_first_with_a_limit_counts() -> None:
    assert due("thứ Sáu họp, nộp trước 30/3, khai trương trước 1/5") == Due(None, date(2024, 3, 30))


def test_decomposed_text_says_the_same_and_is_found_in_its_place() -> None:
    words = unicodedata.normalize("NFD", "Phòng nộp báo cáo trước ngày mười lăm tháng tư.")
    text = plain(words)
    (phrase,) = due_phrases(text, 0, len(text.text), MEETING)
    span = text.span(phrase.start, phrase.end)
    assert words[span.start : span.end] == unicodedata.normalize("NFD", "trước ngày mười lăm tháng tư")
    assert phrase.due == Due(None, date(2024, 4, 15))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 400))
def test_any_later_day_is_read_back(meeting_day: date, ahead: int) -> None:
    meant = meeting_day + timedelta(days=ahead)
    meeting = Meeting(meeting_day, meeting_day)
    assert due(f"trước ngày {meant.day}/{meant.month}/{meant.year}", meeting) == Due(None, meant)
    if ahead < 365:
        assert due(f"by {meant.day} {meant:%B}", meeting) == Due(None, meant)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.sampled_from(["thứ Hai", "Wednesday", "chủ nhật"]))
def test_a_weekday_is_within_the_seven_days_after_the_meeting(meeting_day: date, words: str) -> None:
    found = due(words, Meeting(meeting_day, meeting_day))
    assert found.first == found.last is not None
    assert timedelta(0) < found.first - meeting_day <= timedelta(days=7)
    assert found.first.weekday() == {"thứ Hai": 0, "Wednesday": 2, "chủ nhật": 6}[words]


@given(st.text(alphabet="trướcngày 12/345hạn.,-–quýIVbytheFrida\u0301\u200b\n()", max_size=60))
def test_any_text_is_read_and_phrases_lie_in_it(words: str) -> None:
    text = plain(words)
    end = 0
    for phrase in due_phrases(text, 0, len(text.text), MEETING):
        assert 0 <= phrase.start < phrase.end <= len(text.text)
        span = text.span(phrase.start, phrase.end)
        assert 0 <= span.start < span.end <= len(words)
        assert phrase.due.first is None or phrase.due.last is None or phrase.due.first <= phrase.due.last
        assert phrase.start >= end - 1
        end = phrase.end


def test_the_thirds_of_a_month() -> None:
    month = (date(2024, 4, 1), date(2024, 4, 30))
    assert part_of(month, "beginning") == (date(2024, 4, 1), date(2024, 4, 10))
    assert part_of(month, "middle") == (date(2024, 4, 11), date(2024, 4, 20))
    assert part_of(month, "end") == (date(2024, 4, 30), date(2024, 4, 30))


def test_the_table_names_only_meanings_that_there_are() -> None:
    from index.tasks.due import _table

    assert {each.meaning for each in _table().dates} == set(MEANINGS)
