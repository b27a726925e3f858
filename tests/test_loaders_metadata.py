"""Titles and meeting dates: taken from the document or None, never invented, never impossible."""

from __future__ import annotations

import pytest

from index.loaders import load
from index.loaders.dates import date_of_file_name, find_dates, parse_date
from index.text import fold


def meeting_date(text: str, name: str = "hop.txt") -> str | None:
    return load(name, text.encode()).meeting_date


def title(text: str, name: str = "hop.txt") -> str | None:
    return load(name, text.encode()).title


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("ngày 5 tháng 2 năm 2024", "2024-02-05"),
        ("ngày 05 tháng 02, năm 2024", "2024-02-05"),
        ("5 tháng 2, 2024", "2024-02-05"),
        ("Thứ Hai, 5 thg 2, 2024", "2024-02-05"),
        ("05/02/2024", "2024-02-05"),
        ("5.2.2024", "2024-02-05"),
        ("5 - 2 - 2024", "2024-02-05"),
        ("2024-02-05T08:30:00+07:00", "2024-02-05"),
        ("2024/2/5", "2024-02-05"),
        ("5 February 2024", "2024-02-05"),
        ("5th of Feb. 2024", "2024-02-05"),
        ("February 5th, 2024", "2024-02-05"),
        ("11-Jun-2024", "2024-06-11"),
        ("11 - June - 2024", "2024-06-11"),
        ("11-Jun-24", "2024-06-11"),
        ("Jun-11-2024", "2024-06-11"),
        ("11/06/24", "2024-06-11"),
        ("**11-06-24**", "2024-06-11"),
        ("họp ngày 10/6/24", "2024-06-10"),
        ("ngày 10.6.24", "2024-06-10"),
        ("thứ Hai, 10/6/24, phòng 3", "2024-06-10"),
        ("Thời gian: 8h30, 10/6/24", "2024-06-10"),
        ("Date: 11/06/24 10:00", "2024-06-11"),
        ("Ngày họp | 10/6/24", "2024-06-10"),
        # A version, a score, a share, a part of a longer number, another century.
        ("phiên bản 1.2.24", None),
        ("1.2.24", None),
        ("Phiên bản: 1.2.24", None),
        ("tỷ lệ 1/2/24", None),
        ("Tỷ số 3-2-10 và 1/6/24", None),
        ("Quyết định 10/6/24/QĐ", None),
        ("ngày 30/4/75", None),
        ("ngày 31/2/24", None),
        ("tháng 2 năm 2024", "2024-02"),
        ("tháng 2/2024", "2024-02"),
        ("February 2024", "2024-02"),
        ("2023-12", "2023-12"),
        ("nga\u0300y 29/02/2024", "2024-02-29"),
        ("31/02/2024", None),
        ("29/02/2023", None),
        ("02/25/2024", None),
        ("2024-13-01", None),
        ("2024-02-30", None),
        ("số 12/2023/NQ", None),
        ("2021-2025", None),
        ("0905.123.2024", None),
    ],
)
def test_dates_as_people_write_them(text: str, iso: str | None) -> None:
    assert parse_date(text) == iso


def test_a_date_without_a_year_has_none() -> None:
    found = list(find_dates(fold("Ngày 7/12, rồi sáng 8/12, rồi ngày 30 tháng 1")))
    assert [(date.day, date.month, date.year, date.iso) for date in found] == [
        (7, 12, None, None),
        (8, 12, None, None),
        (30, 1, None, None),
    ]


@pytest.mark.parametrize(
    ("stem", "iso"),
    [
        ("2024-02-05-hop", "2024-02-05"),
        ("bien-ban-20240205", "2024-02-05"),
        ("hop_05-02-2024", "2024-02-05"),
        ("hop 05022024 sua", "2024-02-05"),
        ("bao-cao-2024_02", "2024-02"),
        ("Minutes 11 June 2024", "2024-06-11"),
        ("minutes-11-jun-2024", "2024-06-11"),
        ("standup_11Jun2024", "2024-06-11"),
        ("Minutes June 11, 2024", "2024-06-11"),
        ("Biên bản ngày 5 tháng 2 năm 2024", "2024-02-05"),
        ("hop giao ban 10-6-24", "2024-06-10"),
        ("hop giao ban 10.6.24 sua", "2024-06-10"),
        # Perhaps the year stands first; "10" is no year of now.
        ("24-06-10 hop", None),
        ("thang-may-5-2024", None),
        ("phan-mem-v1.2.24", None),
        ("Phiên bản 1.2.24", None),
        ("version-1-2-24", None),
        ("1-10-6-24", None),
        ("bien-ban-20241345", None),
        ("so-12345678", None),
        ("ke-hoach-2021-2025", None),
    ],
)
def test_dates_in_file_names(stem: str, iso: str | None) -> None:
    assert date_of_file_name(stem) == iso


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        # The year stands elsewhere, in the dateline.
        (" date 2023-12 (VTC News) -\n\nNgày 7/12, hội đồng họp phiên cuối năm.", "2023-12-07"),
        (" date 2024-01 (VTC News) -\n\nNgày 28/12, hội đồng họp phiên cuối năm.", "2023-12-28"),
        (" date 2023-12 (VTC News) -\n\nNgày 7/5, hội đồng họp phiên giữa năm.", "2023-12"),
        (" date 2023-12 (VTC News) -\n\nHội đồng họp phiên cuối năm.", "2023-12"),
        ("Ngày 7/12, hội đồng họp phiên cuối năm.", None),
        ("Thứ Hai, 05/02/2024\n\nHọp xong thì nghỉ.", "2024-02-05"),
        ("Hôm nay, ngày 5 tháng 2 năm 2024, tại phòng 3, tổ dân phố họp.", "2024-02-05"),
        ("The board met on February 5, 2024 in the hall.", "2024-02-05"),
        ("Date: 5 February 2024\nAttendees: all of us, and some more.", "2024-02-05"),
        ("Ngày: 05/02/2024\nĐịa điểm: phòng 3.", "2024-02-05"),
        # The meeting's, rather than a deadline, a paper's own date or another meeting's.
        ("Hạn chót 20/01/2024 đã qua. Cuộc họp diễn ra ngày 5/2/2024 tại phòng 3.", "2024-02-05"),
        ("Căn cứ Nghị quyết số 9 ngày 03/01/2024, hội đồng họp ngày 05/02/2024.", "2024-02-05"),
        ("Phải xong trước ngày 20/1/2024.", None),
        ("Họp giao tổ một nộp báo cáo ngày 20/1/2024.", None),
        ("Cuộc họp tiếp theo: 12/02/2024.", None),
        ("We must finish by 5 March 2024.", None),
        ("Tôi sinh ngày 5/2/1984 tại đây.", None),
        ("BÁO CÁO KẾT QUẢ THÁNG 12/2023\n\nCó hai việc.", None),
        ("HỌP GIAO BAN THÁNG 12/2023\n\nCó hai việc.", "2023-12"),
        ("Hôm nay, ngày 31/02/2024, tổ dân phố họp.", None),
        # Where minutes have it: under the title, with the hour, the weekday or the place.
        ("BIÊN BẢN SỐ 3\n\n14 giờ 30 ngày 05 tháng 02 năm 2024, tại nhà văn hóa. Ông Bảo chủ trì.", "2024-02-05"),
        ("TỔ 7\n\nTối 05/02/2024, 19 giờ, bà con có mặt đông đủ.", "2024-02-05"),
        ("Phòng Vật tư\n\n5/2/2024 (thứ Hai), 40 phút. Có: Hùng, Liên.", "2024-02-05"),
        ("Công đoàn xưởng may\n\nThứ Sáu, 9/2/2024. Chủ trì: chị Lệ.", "2024-02-09"),
        ("Công đoàn xưởng may\n\nThứ Tư 7/2/2024. Chủ trì: chị Lệ.", "2024-02-07"),
        ("Khoa Thủy sản\n\nTrường Đại học Sông Bé, ngày 5/2/2024, 9h00, phòng C2.", "2024-02-05"),
        ("Hội quán, chiều thứ Bảy 10/2/2024. Có mặt 38 người.", "2024-02-10"),
        (
            "Garden club\n\nThanks for coming to the barn on Monday 5 February 2024, and sorry about the rain.",
            "2024-02-05",
        ),
        ("Garden club\n\nOld Hall, Monday 5 February 2024. Next meeting on Monday 4 March 2024.", "2024-02-05"),
        ("Garden club\n\nPlease send your forms by Monday 5 February 2024.", None),
        ("Tổ 7\n\nNộp phiếu trước thứ Hai 5/2/2024.", None),
        ("Tổ 7\n\nKhai giảng từ thứ Hai 5/2/2024.", None),
        ("Việc sau họp\n\nTT | Việc | Thời hạn\n1 | Xây kè | 20/4/2024\n2 | Chữa máy | 5/5/2024", None),
        ("Thời gian | 5/2/2024\nĐịa điểm | Nhà văn hóa", "2024-02-05"),
        (
            "| Date | 5 February 2024 | Time | 09:30 |\n|---|---|---|---|\n| Place | Room 3 | Chair | Ann |",
            "2024-02-05",
        ),
        ("Địa điểm | Nhà văn hóa | Ngày họp | 5/2/2024", "2024-02-05"),
        ("| TT | Việc | Thời hạn |\n|---|---|---|\n| 1 | Xây kè | 20/4/2024 |", None),
        # Years of two digits, and months by name between hyphens.
        ("BIÊN BẢN HỌP TỔ\n\nThời gian: 8h30 ngày 10/6/24\nĐịa điểm: phòng 3", "2024-06-10"),
        ("BIÊN BẢN HỌP TỔ\n\n11/06/24\n\nCó hai việc.", "2024-06-11"),
        ("Team meeting\n\nDate: 11-Jun-2024\nPresent: Ann, Bo", "2024-06-11"),
        ("Team meeting\n\nWe use version 1.2.24 and 3/4/20 of the votes.", None),
    ],
)
def test_the_meetings_date_in_text(text: str, iso: str | None) -> None:
    assert meeting_date(text) == iso


DATELINE = "Hà Nội, ngày 12 tháng 6 năm 2024"
LETTERHEAD = (
    "UBND HUYỆN TÂN HÒA\nVĂN PHÒNG\nSố: 12/BB-VP\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    f"Độc lập - Tự do - Hạnh phúc\n{DATELINE}\n\n"
)
MINUTES = f"{DATELINE}\n\nBIÊN BẢN HỌP GIAO BAN\n\n"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        (f"{MINUTES}Thời gian: 8h30 ngày 10/6/2024\nĐịa điểm: phòng 3", "2024-06-10"),
        (f"{MINUTES}Chủ trì: ông Nam\nThời gian họp: thứ Hai, ngày 10/6\nĐịa điểm: phòng 3", "2024-06-10"),
        (f"{LETTERHEAD}BIÊN BẢN\nHọp giao ban\n\n1. Thời gian: 8 giờ 30 phút, ngày 10/6/2024\n", "2024-06-10"),
        (f"{LETTERHEAD}BIÊN BẢN\nHọp giao ban\n\nThời gian | 8h30 ngày 10/6/2024\n", "2024-06-10"),
        (f"{MINUTES}Hôm nay, ngày 10/6/2024, tại phòng 3, tổ 7 họp bàn việc gửi xe.", "2024-06-10"),
        (f"{MINUTES}Hôm nay, thứ Hai, ngày 10/6/2024, tại phòng 3, chúng tôi gồm:\n1. Ông Nam", "2024-06-10"),
        (f"{MINUTES}Hôm nay, vào hồi 8 giờ 30 phút, ngày 10 tháng 6, tổ 7 tiến hành cuộc họp.", "2024-06-10"),
        (
            f"{LETTERHEAD}THÔNG BÁO\nKết luận của Chủ tịch UBND huyện tại cuộc họp giao ban\n\n"
            "Ngày 10 tháng 6 năm 2024, tại trụ sở, Chủ tịch UBND huyện đã chủ trì cuộc họp giao ban. Sau khi nghe.",
            "2024-06-10",
        ),
        (
            f"{LETTERHEAD}THÔNG BÁO\nKết luận của Chủ tịch UBND huyện tại cuộc họp giao ban\n\n"
            "Thời gian: 10/6/2024\n\nChủ tịch kết luận như sau.",
            "2024-06-10",
        ),
        ("Riverton, 12 June 2024\n\nMinutes of the board\n\nDate: 10 June 2024\nPresent: Ann, Bo", "2024-06-10"),
        # A decision is of the day on which it was made.
        (f"{LETTERHEAD}QUYẾT ĐỊNH\nVề việc giao đất\n\nCăn cứ biên bản họp ngày 10/6/2024;\n\nĐiều 1.", "2024-06-12"),
        (f"{LETTERHEAD}NGHỊ QUYẾT\nVề đất đai\n\nHôm nay, ngày 10/6/2024, hội đồng họp và quyết nghị.", "2024-06-12"),
        # Another meeting's time, or what was agreed to be held.
        (f"{MINUTES}Có hai việc.\n\nHọp tiếp theo\nThời gian: 17/6/2024", "2024-06-12"),
        (f"{MINUTES}1. Hội thao\nThời gian: 20/6/2024\nĐịa điểm: sân lớn", "2024-06-12"),
        (f"{MINUTES}Tổ bàn việc tổ chức hội thao mùa hè cho các cháu.\nThời gian: 20/6/2024", "2024-06-12"),
        (f"{MINUTES}Thời gian nộp: trước ngày 20/6/2024", "2024-06-12"),
        (f"{MINUTES}Ngày 20/6/2024, tổ 7 họp lại.", "2024-06-12"),
    ],
)
def test_the_day_that_a_form_tells_goes_before_a_dateline(text: str, iso: str) -> None:
    assert meeting_date(text) == iso


def test_a_date_far_down_is_not_the_meetings() -> None:
    filler = "Một câu dài dòng.\n\n"
    assert meeting_date(filler * 200 + "Cuộc họp diễn ra ngày 5/2/2024.") is None
    assert meeting_date(filler * 50 + "Cuộc họp diễn ra ngày 5/2/2024.") == "2024-02-05"
    assert meeting_date(filler * 50 + "Ngày 5/2/2024 trời mưa.") is None


def test_the_file_name_counts_last_and_refines_a_month() -> None:
    assert meeting_date("Có hai việc.", "2024-02-05-hop.txt") == "2024-02-05"
    assert meeting_date("Họp ngày 06/02/2024 tại phòng 3.", "2024-02-05-hop.txt") == "2024-02-06"
    assert meeting_date("HỌP THÁNG 2/2024\n\nCó hai việc.", "2024-02-05-hop.txt") == "2024-02-05"
    assert meeting_date("HỌP THÁNG 1/2024\n\nCó hai việc.", "2024-02-05-hop.txt") == "2024-01"
    assert meeting_date("Ngày 4/2, tổ dân phố họp.", "hop-2024-02.txt") == "2024-02-04"
    assert meeting_date("Có hai việc.", "Minutes 11 June 2024.txt") == "2024-06-11"
    assert meeting_date("Có hai việc.", "hop giao ban 10-6-24.txt") == "2024-06-10"
    # A folder's date is not the file's.
    assert meeting_date("Có hai việc.", "2024-02-05/hop.txt") is None


def test_front_matter_counts_first() -> None:
    assert meeting_date("---\ndate: 2024-02-05\n---\n\nHọp ngày 06/02/2024.", "a.md") == "2024-02-05"
    assert meeting_date("---\nngày họp: 5/2/2024\n---\n\nHọp ngày 06/02/2024.", "a.md") == "2024-02-05"
    assert meeting_date("---\ndate: sắp tới\n---\n\nCó hai việc.", "a.md") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BIÊN BẢN\n\nHọp tổ dân phố số 4\n\nCó hai việc.", "BIÊN BẢN"),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nBIÊN BẢN\n\nHỌP TỔ DÂN PHỐ\n\nCó hai việc.", "BIÊN BẢN HỌP TỔ DÂN PHỐ"),
        ("Thứ Hai, 05/02/2024\n\nHọp xong thì nghỉ.", None),
        ("Date: 5 February 2024\n\nWe met.", None),
        ("Bước 1: Chuẩn bị\n\nXong.", None),
        ("Records portal: weekly meeting\n\nWe met.", "Records portal: weekly meeting"),
        ("Hội đồng họp phiên cuối năm và bàn hai việc lớn.\n\nViệc thứ nhất là cầu.", None),
        ("Nam: Chào chị.\n\nLan: Chào anh.\n\nNam: Ta bắt đầu.", None),
    ],
)
def test_titles_of_text(text: str, expected: str | None) -> None:
    assert title(text) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("Họp tổ", "Họp tổ"),
        ("Microsoft Word - x.docx", "Tên trong bài"),
        ("Untitled document", "Tên trong bài"),
        ("Document1", "Tên trong bài"),
        ("Tài liệu 1", "Tên trong bài"),
        ("bien-ban.docx", "Tên trong bài"),
        ("http://localhost:8000/in", "Tên trong bài"),
        ("   ", "Tên trong bài"),
        ("x" * 201, "Tên trong bài"),
    ],
)
def test_junk_in_the_title_property_is_passed_over(named: str, expected: str) -> None:
    page = f"<title>{named}</title><h1>Tên trong bài</h1><p>Đoạn.</p>"
    assert title(page, "a.html") == expected


def test_a_page_names_its_date_but_not_by_when_it_was_published() -> None:
    dated = '<meta name="date" content="2024-02-05"><p>Có hai việc.</p>'
    published = '<meta property="article:published_time" content="2024-02-06T01:00:00Z"><p>{}</p>'
    assert meeting_date(dated, "a.html") == "2024-02-05"
    assert meeting_date(published.format("Có hai việc."), "a.html") is None
    assert meeting_date(published.format("Ngày 5/2, hội đồng họp."), "a.html") == "2024-02-05"


def test_an_underscore_inside_a_word_is_no_mark() -> None:
    assert title("# __Họp__ dự_án-20260615_133555 *gấp*\n\nXong.", "a.md") == "Họp dự_án-20260615_133555 gấp"
