"""Days and months in a question, and what a document's particulars say for it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.named_days import NamedDay, named_days
from index.particulars import particulars


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Họp ngày 22/8 bàn gì về gửi xe?", [("22/8", None, 8, 22)]),
        ("biên bản 4/3/2024", [("4/3/2024", 2024, 3, 4)]),
        ("cuộc họp 4-3-2024 có ai", [("4-3-2024", 2024, 3, 4)]),
        ("hội nghị ngày 7 tháng 12 năm 2023", [("ngày 7 tháng 12 năm 2023", 2023, 12, 7)]),
        ("hội nghị ngày 7 tháng 12", [("ngày 7 tháng 12", None, 12, 7)]),
        ("Ai chủ trì hội nghị hồi tháng 12/2023?", [("tháng 12/2023", 2023, 12, None)]),
        ("giao ban tháng 4 năm 2024", [("tháng 4 năm 2024", 2024, 4, None)]),
        ("giao ban tháng 4", [("tháng 4", None, 4, None)]),
        ("kỳ họp 7/2023", [("7/2023", 2023, 7, None)]),
        ("at the meeting of 4 March?", [("4 march", None, 3, 4)]),
        ("the 4th of March, 2024", [("4th of march, 2024", 2024, 3, 4)]),
        ("on March 18, 2024", [("march 18, 2024", 2024, 3, 18)]),
        ("minutes of March 2024", [("march 2024", 2024, 3, None)]),
        ("2024-03-18", [("2024-03-18", 2024, 3, 18)]),
        ("từ 4/3 đến 18/3", [("4/3", None, 3, 4), ("18/3", None, 3, 18)]),
        # Months in words, English ones cut short, hyphens, years of two digits.
        ("họp tháng Mười bàn gì", [("tháng mười", None, 10, None)]),
        ("họp tháng mười một năm 2024", [("tháng mười một năm 2024", 2024, 11, None)]),
        ("họp tháng Tư và tháng bảy", [("tháng tư", None, 4, None), ("tháng bảy", None, 7, None)]),
        ("họp ngày 5 tháng Mười hai", [("ngày 5 tháng mười hai", None, 12, 5)]),
        ("ngày 5 tháng Năm năm 2024", [("ngày 5 tháng năm năm 2024", 2024, 5, 5)]),
        ("the meeting of 22 Aug", [("22 aug", None, 8, 22)]),
        ("on Aug 22, 2024", [("aug 22, 2024", 2024, 8, 22)]),
        ("on Sept. 3", [("sept. 3", None, 9, 3)]),
        ("minutes of 11-Jun-2024", [("11-jun-2024", 2024, 6, 11)]),
        ("họp ngày 22-8 bàn gì", [("ngày 22-8", None, 8, 22)]),
        ("họp 22/8/24", [("22/8/24", 2024, 8, 22)]),
        ("họp ngày 22.8.24", [("ngày 22.8.24", 2024, 8, 22)]),
        ("họp ngày 24/7", [("24/7", None, 7, 24)]),
        ("họp 24/7 bàn gì", [("24/7", None, 7, 24)]),
        ("từ 20/7 đến 24/7", [("20/7", None, 7, 20), ("24/7", None, 7, 24)]),
        ("ngày 2/3 đại biểu bàn gì", [("2/3", None, 3, 2)]),
        ("một tháng hai lần", []),
        ("họp mỗi tháng ba buổi", []),
        ("hai tháng một lần", []),
        ("họp tháng năm nào", []),
        ("chỉ tiêu quý 3/2024", []),
        ("doanh thu quý III/2024 và tháng 4", [("tháng 4", None, 4, None)]),
        ("trực 24/7 có ai", []),
        ("Is support 24/7?", []),
        ("cần 2/3 đại biểu tán thành", []),
        ("đạt 2/3 số phiếu", []),
        ("nghị quyết cần ít nhất 2/3 tán thành", []),
        ("2/3 of the members", []),
        ("số nhà 4/3/24", []),
        ("từ ngày 5-8 tháng 6", [("tháng 6", None, 6, None)]),
        ("nghị quyết 22", []),
        ("ngày 32/1", []),
        ("tháng 13", []),
        ("quyết định số 12/2023/QĐ-UBND", []),
        ("phòng 4/3/2", []),
        ("May I ask", []),
    ],
)
def test_days_that_a_question_names(question: str, expected: list[tuple[str, int | None, int, int | None]]) -> None:
    assert named_days(question) == tuple(NamedDay(*each) for each in expected)


@pytest.mark.parametrize(
    ("day", "meeting_date", "is_it"),
    [
        (NamedDay("4/3", None, 3, 4), "2024-03-04", True),
        (NamedDay("4/3", None, 3, 4), "2024-03-05", False),
        (NamedDay("4/3/2023", 2023, 3, 4), "2024-03-04", False),
        (NamedDay("4/3", None, 3, 4), "2024-03", False),
        (NamedDay("tháng 3", None, 3, None), "2024-03", True),
        (NamedDay("tháng 3", None, 3, None), "2024-03-18", True),
        (NamedDay("3/2023", 2023, 3, None), "2024-03-18", False),
        (NamedDay("tháng 3", None, 3, None), "2024", False),
        (NamedDay("tháng 3", None, 3, None), None, False),
        (NamedDay("tháng 3", None, 3, None), "hôm qua", False),
        (NamedDay("tháng 3", None, 3, None), "2024-³", False),
    ],
)
def test_whose_date_it_is(day: NamedDay, meeting_date: str | None, is_it: bool) -> None:
    assert day.is_date_of(meeting_date) == is_it


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_is_found_however_it_is_written(day: date) -> None:
    iso = f"{day:%Y-%m-%d}"
    for form in ("%d/%m/%Y", "ngày %d tháng %m năm %Y", "%Y-%m-%d"):
        (found,) = named_days(f"Họp {format(day, form)} bàn gì?")
        assert found.is_date_of(iso)


def test_particulars_are_title_file_and_the_days_asked_for() -> None:
    days = named_days("họp ngày 22/8 và tháng 7")
    assert particulars("hop-ban_quan-tri-2024-08-22.vtt", "Họp ban quản trị", "2024-08-22", days) == (
        "Họp ban quản trị\nhop ban quan tri\n22/8"
    )
    assert particulars("2024.txt", None, None, days) == ""
    # A folder's name tells as much.
    assert particulars("tổ 7/biên bản", None, None, ()) == "tổ biên bản"
