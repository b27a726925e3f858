"""What is found of a meeting in its document, to the letter, and none of it invented."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import load
from index.meetings import FACTS, Facts, facts_of
from index.meetings.sessions import session_key
from index.meetings.when import clock_of
from index.models import Source
from index.paragraphs import split
from tests.benchmarks.meetings import read_document, scores_of

SAMPLES = Path(__file__).parent.parent / "seeds" / "documents"
# Made up for these tests.
DOCUMENTS = {
    path.name: path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).parent / "fixtures" / "meetings").iterdir())
}
FORMS = (lambda text: unicodedata.normalize("NFD", text), lambda text: text.replace(" ", "\u00a0"))


def found_in(name: str, text: str) -> tuple[str, Facts]:
    loaded = load(name, text.encode())
    title, date, kind, letterhead = loaded.title, loaded.meeting_date, loaded.media_type, loaded.letterhead
    source = Source("id", name, title, date, kind, loaded.text, "", letterhead=letterhead)
    return loaded.text, facts_of(source, split(loaded, "id", name))


@cache
def facts(name: str) -> dict[str, list[str]]:
    return values(found_in(name, DOCUMENTS[name])[1])


def values(found: Facts) -> dict[str, list[str]]:
    return {kind: [fact.value for fact in getattr(found, kind)] for kind in FACTS if getattr(found, kind)}


def test_minutes_of_an_office() -> None:
    # The day of the meeting is told by its label, not that of the signature; the office's body by the letterhead.
    assert facts("office.txt") == {
        "title": ["BIÊN BẢN Họp giao ban công tác tháng 5 năm 2024"],
        "date": ["2024-05-14"],
        "time": ["08:30"],
        "place": ["Hội trường tầng 3, trụ sở UBND huyện"],
        "body": ["UBND HUYỆN TÂN HÒA"],
        "chair": ["Trần Quốc Vượng"],
        "present": ["Phạm Văn Tài", "Nguyễn Thị Sen", "Hồ Sỹ Đạt", "Đại diện lãnh đạo 12 xã, thị trấn"],
        "agenda": [
            "Đánh giá công tác tháng 4",
            "Giải phóng mặt bằng tuyến đường tránh",
            "Chuẩn bị kỳ họp HĐND giữa năm",
        ],
    }


def test_minutes_of_a_company() -> None:
    assert facts("packaging.txt") == {
        "title": ["BIÊN BẢN HỌP HỘI ĐỒNG QUẢN TRỊ – Công ty Cổ phần Bao bì Sông Lam"],
        "date": ["2025-06-03"],
        "time": ["14:00"],
        "place": ["văn phòng công ty, số 18 đường Lê Lợi, thành phố Vinh"],
        "body": ["HỘI ĐỒNG QUẢN TRỊ Công ty Cổ phần Bao bì Sông Lam"],
        "session": ["quý II"],
        "chair": ["Võ Đình Khoa"],
        "present": ["Võ Đình Khoa", "Đặng Mai Phương", "Kim Jae Ho", "Trương Mỹ Nhân"],
        "agenda": ["Báo cáo kết quả kinh doanh quý I", "Phương án chia cổ tức", "Bổ nhiệm Kế toán trưởng"],
    }


def test_conclusions_of_an_official() -> None:
    # Whose name stands behind his office, with no word between.
    found = facts("conclusions.txt")
    assert (found["date"], found["place"]) == (["2024-11-22"], ["Phòng họp số 2"])
    assert (found["body"], found["chair"]) == (["UBND thành phố"], ["Đào Xuân Hải"])
    assert found["present"] == [
        "lãnh đạo Sở Xây dựng",
        "Sở Tài chính",
        "UBND quận Hải Châu",
        "đại diện nhà thầu Sông Đà 9",
    ]


def test_notes_with_labels() -> None:
    assert facts("warehouse.txt") == {
        "title": ["Cuộc họp tổ dự án kho vận"],
        "date": ["2024-08-08"],
        "time": ["15:00"],
        "place": ["trực tuyến qua Zoom"],
        "chair": ["Lê Minh Tú"],
        "present": ["Tú", "Hạnh", "Bảo", "Quyên"],
        "agenda": ["Tiến độ kho Long Bình", "Thuê thêm xe nâng"],
    }
    assert facts("sync.md") == {
        "title": ["Product sync"],
        "date": ["2025-05-09"],
        "time": ["09:30"],
        "place": ["Meeting room Heron, 2nd floor"],
        "chair": ["Olga Petrenko"],
        "present": ["Olga Petrenko", "Samuel Adeyinka", "Mei-Ling Chow", "Dev Patel"],
        "agenda": ["Release date", "Billing bugs", "Hiring"],
    }


def test_a_congress_and_a_report_in_the_press() -> None:
    assert facts("congress.txt") == {
        "title": ["Đại hội Chi đoàn khối 12 trường THPT Nguyễn Khuyến nhiệm kỳ 2024 - 2026"],
        "date": ["2024-10-12"],
        "place": ["hội trường nhà trường"],
        "body": ["Chi đoàn khối 12 trường THPT Nguyễn Khuyến"],
        "session": ["nhiệm kỳ 2024 - 2026", "lần thứ XV"],
        "chair": ["Hà Thu Trang"],
        "present": ["120 đoàn viên"],
    }
    # "Bộ Tài chính chủ trì, phối hợp với …" is a task.
    assert facts("government.txt") == {
        "title": ["Chính phủ họp phiên thường kỳ tháng 8"],
        "date": ["2024-09-05"],
        "place": ["trụ sở Chính phủ"],
        "body": ["Chính phủ"],
        "chair": ["Lý Quang Huy"],
        "present": ["các Phó Thủ tướng", "các bộ trưởng", "thủ trưởng cơ quan ngang bộ"],
    }


def test_english_minutes() -> None:
    assert facts("tenants.txt") == {
        "title": ["Riverside Tenants' Union - General Meeting"],
        "date": ["2025-02-04"],
        "time": ["19:00"],
        "place": ["Saint Olave's Church Hall"],
        "body": ["Riverside Tenants' Union"],
        "session": ["third general meeting"],
        "chair": ["Beatriz Alonso"],
        "present": ["42 members"],
        "agenda": ["Heating", "Repairs fund"],
    }
    assert facts("energy.txt")["chair"] == ["Dale Whitcomb"]
    # "Directors absent" are not.
    assert facts("energy.txt")["present"] == ["Dale Whitcomb", "Ruth Ann Kessler", "Pedro Salas", "Carla Nuñez"]
    assert facts("parish.txt")["chair"] == ["M. Brown"]
    assert facts("parish.txt")["present"] == [
        "M. Brown",
        "S. Osei",
        "P. Varga",
        "L. Finch",
        "two members of the public",
    ]


def test_names_behind_offices_and_in_lists_of_sides() -> None:
    assert facts("district.txt")["chair"] == ["Mông Văn Thức"]
    assert facts("district.txt")["session"] == ["lần thứ mười hai", "khóa XXIV"]
    assert facts("two-sides.txt")["present"] == ["Nông Văn Chất", "Trịnh Thu Hằng", "Vương Tiến Lực"]
    assert facts("two-sides.txt")["place"] == ["Phòng họp Chi cục Thủy lợi tỉnh Đồng Mây"]
    assert facts("magazine.txt")["present"] == ["Lưu Diệu Linh", "Phong", "Hà", "Thục Quyên"]
    assert (facts("magazine.txt")["time"], facts("magazine.txt")["place"]) == (["09:00"], ["phòng 402"])
    assert facts("laboratory.txt")["present"] == ["Đàm Quang Hải", "Vy", "Khôi", "Trâm Anh"]


def test_lines_without_labels() -> None:
    found = facts("school-board.txt")
    assert (found["time"], found["place"]) == (["18:30"], ["High School Library"])
    assert (found["body"], found["chair"]) == (["BOARD OF EDUCATION"], ["Teresa Nolan"])
    assert found["present"] == ["Teresa Nolan", "Mark Eames", "Luis Ortega", "Dana Whitfield"]
    assert facts("garden.txt")["place"] == ["the potting shed"]
    assert facts("garden.txt")["present"] == ["Bev", "Old Mick", "Farida Khan", "Jo-Anne Price"]
    assert (facts("press.txt")["body"], facts("press.txt")["chair"]) == (
        ["Redmere Neighbourhood Forum"],
        ["Patricia Oyelaran"],
    )


def test_clauses_that_name_who_led_and_who_was_there() -> None:
    assert facts("pottery.txt")["chair"] == ["Lan"]
    assert facts("pottery.txt")["present"] == ["Lan", "Tú", "Hùng", "Nga"]
    assert facts("party-cell.txt") == {
        "title": ["Biên bản sinh hoạt Chi bộ ấp 4, Đảng bộ xã Tân Phú Tây"],
        "date": ["2026-02-03"],
        "time": ["19:00"],
        "body": ["Chi bộ ấp 4, Đảng bộ xã Tân Phú Tây"],
        "chair": ["Nguyễn Thị Bé Sáu"],
        "present": ["17/19 đảng viên"],
    }
    assert facts("harbour.txt")["present"] == ["Ellis Moor", "Bridie Tan", "Yannick Le Goff", "Dorothy Speke"]
    assert (facts("harbour.txt")["chair"], facts("harbour.txt")["place"]) == (["Bridie Tan"], ["Custom House"])
    assert facts("teachers.txt")["chair"] == ["Chử Thị Mơ"]
    assert facts("teachers.txt")["body"] == ["Hội đồng sư phạm Trường Tiểu học Kim Sơn"]
    assert facts("surgery.txt")["chair"] == ["Dr Cole"]
    # An office behind a name is the same person's; "Trustees" stands before two.
    assert facts("laundry.txt")["chair"] == ["Ann Fox"]
    assert facts("laundry.txt")["present"] == ["Ann Fox", "Bo Reed", "Cy Lane", "Di Moss", "Ed Hall"]
    # The body ends where the title says what it did; who sums a meeting up leads it.
    assert facts("cold.txt")["body"] == ["Huyện ủy Khe Sanh"]
    assert facts("cold.txt")["chair"] == ["Hồ Thị Minh"]


def test_an_agenda_is_of_minutes_and_no_list_of_orders() -> None:
    def agenda(text: str) -> list[str]:
        return values(found_in("a.txt", text)[1]).get("agenda", [])

    assert agenda("Biên bản họp tổ\n\n1. Phí quản lý. Tăng từ 1/7.\n\n2. Thang máy. Sửa trong tháng 5.\n") == [
        "Phí quản lý",
        "Thang máy",
    ]
    assert agenda("Thông báo kết luận\n\n1. Giao Sở A: lập kế hoạch.\n\n2. Yêu cầu Sở B: báo cáo.\n") == []
    assert agenda("Mười điều cần biết\n\n1. Ăn chín. Rất cần.\n\n2. Uống sôi. Càng cần.\n") == []
    assert agenda("Biên bản họp\n\nNội dung | Phụ trách | Hạn\nSơn cổng | Hà | 5/5\n") == []
    assert agenda("Họp tổ\n\nHôm nay có ba việc: điện, nước và rác.\n") == ["điện", "nước", "rác"]


SIGNATURES = (
    "THƯ KÝ          CHỦ TRÌ\n(Ký, ghi rõ họ tên)     (Ký, ghi rõ họ tên)\n\nTrần Thị Lan        Nguyễn Văn Hùng\n",
    "THƯ KÝ\n(Ký, ghi rõ họ tên)\n\nTrần Thị Lan\n\nCHỦ TRÌ\n(Ký, ghi rõ họ tên)\n\nNguyễn Văn Hùng\n",
    "THƯ KÝ\n\nCHỦ TRÌ\n\n(Ký, ghi rõ họ tên)\n\n(Ký, ghi rõ họ tên)\n\nTrần Thị Lan\n\nNguyễn Văn Hùng\n",
    "Thư ký\n(Ký, ghi rõ họ tên)\n\nTrần Thị Lan\n\nChủ trì\n(Ký, ghi rõ họ tên)\n\nNguyễn Văn Hùng\n",
)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_who_signs_is_no_item_of_the_agenda_and_leads_nothing(signature: str) -> None:
    head = "BIÊN BẢN HỌP GIAO BAN\n\nThời gian: 8h30 ngày 10/6/2024\n\n"
    said = "1. Tiến độ thi công\n\nÔng Nam báo cáo.\n\n2. Kinh phí quý II\n\nBà Hoa trình bày.\n\n"
    found = values(found_in("a.txt", head + said + signature)[1])
    assert found["agenda"] == ["Tiến độ thi công", "Kinh phí quý II"]
    assert "chair" not in found
    found = values(found_in("a.txt", f"{head}Chủ trì: ông Lê Văn Tám\n\n{said}{signature}")[1])
    assert (found["chair"], found["agenda"]) == (["Lê Văn Tám"], ["Tiến độ thi công", "Kinh phí quý II"])


def test_a_body_ends_where_the_record_of_its_meeting_begins() -> None:
    for name in ("CÔNG TY CỔ PHẦN AN PHÚ", "Công ty Cổ phần An Phú"):
        for record in ("BIÊN BẢN HỌP GIAO BAN TUẦN 24", "Biên bản họp giao ban tuần 24", "BÁO CÁO KẾT QUẢ CUỘC HỌP"):
            for parted in ("\n", "\n\n"):
                text = f"{name}{parted}{record}\n\nThời gian: 8h30\n\nÔng A nói.\n"
                assert values(found_in("a.txt", text)[1])["body"] == [name]


def test_labels_and_their_values_in_four_columns() -> None:
    def of(*rows: str) -> dict[str, list[str]]:
        return values(found_in("a.md", "# Minutes of the team\n\n" + "\n".join(rows) + "\n\nWe met.\n")[1])

    english = ("Date | 10 June 2024 | Time | 09:30", "Place | Room 3 | Chair | Ann Fox", "Ref | A | Minutes | Di Moss")
    expected = {
        "title": ["Minutes of the team"],
        "date": ["2024-06-10"],
        "time": ["09:30"],
        "place": ["Room 3"],
        "chair": ["Ann Fox"],
    }
    assert of(*english) == expected
    piped = [f"| {row} |" for row in english]
    assert of(piped[0], "|---|---|---|---|", *piped[1:]) == expected
    found = of("Địa điểm | Phòng họp số 3 | Ngày họp | 10/6/2024", "Chủ trì | Ông Lê Văn Tám | Giờ | 8h30")
    assert (found["date"], found["time"]) == (["2024-06-10"], ["08:30"])
    assert (found["place"], found["chair"]) == (["Phòng họp số 3"], ["Lê Văn Tám"])
    # Columns with their names, and data below.
    found = of("Nội dung | Chủ trì | Thời gian | Ghi chú", "Sơn cửa | Lê Văn Tám | sáng mai | gấp")
    assert set(found) == {"title"}
    found = of("Thời gian | Nội dung | Địa điểm | Chủ trì", "8h30 | Họp tổ | Phòng 3 | Lê Văn Tám")
    assert set(found) == {"title"}


def test_those_who_speak_were_there() -> None:
    assert facts("marketing.txt") == {
        "title": ["Weekly call, marketing"],
        "present": ["Ana Lima", "Jonas Weber"],
        # "Only two things today: …"
        "agenda": ["the trade fair booth", "the newsletter"],
    }


@pytest.mark.parametrize(
    "text",
    [
        "Quy chế làm việc\n\nGiám đốc chủ trì họp giao ban hằng tuần. Các phòng tham dự đúng giờ.\n",
        "Kế hoạch\n\nPhòng Tài chính chủ trì, phối hợp với Công đoàn chuẩn bị kinh phí trước 10 giờ ngày 15/3/2025.\n",
        "Recipe\n\nMix the flour at 7 pm in the kitchen. Present the cake with cream.\n",
    ],
)
def test_what_tells_of_no_meeting_has_neither_chair_nor_time_nor_place(text: str) -> None:
    found = values(found_in("a.txt", text)[1])
    assert set(found) <= {"title", "date", "body"}


def test_the_words_stand_where_a_fact_says() -> None:
    for name, document in DOCUMENTS.items():
        text, found = found_in(name, document)
        for kind in set(FACTS) - {"date", "time", "title"}:
            for fact in getattr(found, kind):
                assert " ".join(text[fact.start : fact.end].split()) == fact.value


@pytest.mark.parametrize("form", FORMS)
def test_other_forms_of_the_letters_are_the_same(form: Callable[[str], str]) -> None:
    for name in ("office.txt", "congress.txt"):
        text, found = found_in(name, form(DOCUMENTS[name]))
        other = values(found)
        assert {kind: other[kind] for kind in ("date", "time", "place", "chair") if kind in other} == {
            kind: facts(name)[kind] for kind in ("date", "time", "place", "chair") if kind in facts(name)
        }
        chair = found.chair[0]
        assert unicodedata.normalize("NFC", text[chair.start : chair.end]).replace("\u00a0", " ") == chair.value


@given(st.text(alphabet="Chủ trì:họp ngày 12/3/2024 tại phòng A,.\n-|()ông Lê Present: at 7 pm", max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    stored, found = found_in("a.txt", f"Biên bản họp\n\n{text}\n")
    for kind in FACTS:
        for fact in getattr(found, kind):
            assert 0 <= fact.start < fact.end <= len(stored)
            assert fact.value


@pytest.mark.parametrize(
    "text",
    [
        "A " * 3_000,
        "UBND XÃ " * 1_000,
        "Ann Fox and " * 500,
        " " * 20_000,
        "Chủ trì: " * 500,
        "(a " * 2_000,
        "- a\n" * 3_000,
    ],
)
def test_a_strange_text_takes_no_longer(text: str) -> None:
    # No test depends on how long it takes, but some of these took minutes once, which would be seen again.
    found_in("a.txt", f"Biên bản họp\n\n{text}\nx\n")


@pytest.mark.parametrize(
    ("words", "clock"),
    [
        ("14 giờ", "14:00"),
        ("7h15", "07:15"),
        ("19 giờ 30 phút", "19:30"),
        ("8 giờ rưỡi", "08:30"),
        ("6.30 pm", "18:30"),
        ("12:05 a.m.", "00:05"),
        ("noon", "12:00"),
        ("2 giờ chiều", "14:00"),
        ("7 giờ 30 tối", "19:30"),
        ("3h chiều", "15:00"),
        ("8:00 sáng", "08:00"),
        ("14 giờ chiều", "14:00"),
        ("11 giờ trưa", "11:00"),
        ("1 giờ trưa", "13:00"),
        ("12 giờ đêm", "00:00"),
        ("2 giờ đêm", "02:00"),
        ("12 p.m.", "12:00"),
        ("25 giờ", None),
        ("8:61", None),
    ],
)
def test_times_of_day(words: str, clock: str | None) -> None:
    assert clock_of(words) == clock


def test_sessions_are_the_same_by_their_numbers() -> None:
    assert session_key("lần thứ XV") == session_key("Kỳ họp thứ 15") == (False, 15)
    assert session_key("khóa XVII") == (True, 17)
    assert session_key("quý II") == session_key("Quý 2") == (False, "quý 2")
    assert session_key("fourteenth meeting") == (False, "fourteenth meeting")


def test_development_figures() -> None:
    scores = scores_of("development")
    assert scores["all"].precision is not None
    assert scores["all"].recall is not None
    assert scores["all"].precision >= 0.94
    assert scores["all"].recall >= 0.97


def test_the_samples() -> None:
    def of(name: str) -> dict[str, list[str]]:
        return values(facts_of(*read_document(SAMPLES / name)))

    found = of("bien-ban-tinh-uy-son-giang.pdf")
    assert found["body"] == ["Ban Chấp hành Đảng bộ tỉnh Sơn Giang"]
    assert found["chair"] == ["Tống Văn Nghị", "Lường Thị Thu Hà"]
    assert found["place"] == ["phòng họp A, trụ sở Tỉnh ủy Sơn Giang"]
    found = of("hoi-nghi-22-tinh-uy-vinh-phuc.txt")
    assert found["session"] == ["lần thứ 22", "khóa XVII"]
    assert found["chair"] == ["Hoàng Thị Thúy Lan", "Phạm Hoàng Anh", "Lê Duy Thành"]
    found = of("millbrook-library-board.html")
    assert (found["time"], found["place"], found["chair"]) == (["18:32"], ["the Carver Room"], ["Eleanor Whitcombe"])
