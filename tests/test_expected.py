"""What questions ask for, and what names it."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.asked import has_shape, shape_of_answer
from index.expected import CAPITAL, Expected, expected, names
from index.text import normalise


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Ai chủ trì cuộc họp?", "person"),
        ("Bao giờ xong cầu?", "date"),
        ("Họp lúc mấy giờ?", "date"),
        ("Có mấy người vắng?", "number"),
        ("Kho đặt ở đâu?", "place"),
        ("Vì sao hoãn?", None),
        ("Who signed it?", "person"),
        ("When did it open?", "date"),
        ("How old was he when he won?", "number"),
        ("What happens when the roof leaks?", None),
        ("When's the audit?", "date"),
        ("So when does the audit start?", "date"),
        ("When exactly does it start?", "date"),
        ("When shall we meet?", "date"),
        ("Do you know when the audit starts?", "date"),
        ("Chừng nào sửa xong mái?", "date"),
        ("Thứ mấy họp giao ban?", "date"),
        ("Phí gửi xe ô tô mỗi tháng bao nhiêu?", "number"),
        ("Lương thử việc tháng bao nhiêu?", "number"),
        ("Tiền thuê nộp ngày bao nhiêu?", "date"),
        ("Một tuần mấy buổi?", "number"),
        ("Tuần mấy buổi?", "number"),
        ("Mỗi ngày mấy chuyến xe?", "number"),
        ("Mỗi năm bao nhiêu tiền?", "number"),
        ("Phần mềm kế toán làm đến đâu rồi?", None),
        ("Tiến độ sửa mái đến đâu?", None),
        ("Kho chuyển đến đâu?", "place"),
        ("Ban họp bao lâu một lần?", None),
        ("How often does the committee meet?", None),
        ("Có ai phản đối tăng phí thang máy không?", None),
        ("Có ai phụ trách chưa", None),
        ("Ai phản đối tăng phí?", "person"),
        ("AI CHỦ TRÌ?", "person"),
        ("Vì sao chưa phân công ai sửa mái?", None),
        ("Ai giải thích vì sao mái dột?", "person"),
        ("Can staff use AI tools?", None),
        ("Công cụ AI dùng để làm gì?", None),
        ("Trường hợp nào được miễn hội phí?", None),
        ("Trường nào nhận thiết bị?", "name"),
        ("Đơn vị nào thi công sửa mái?", None),
        ("Vị nào chủ trì?", "person"),
    ],
)
def test_kind_asked_for(question: str, kind: str | None) -> None:
    assert expected(question) == kind


def test_small_accented_letter_is_no_capital() -> None:
    assert not names("person", "ở đó ấm, ắt ổn")
    assert names("person", "gặp Ánh ở đó")


def test_speaker_is_a_person() -> None:
    assert names("person", "xong rồi", speaker="Lan")


@pytest.mark.parametrize(
    ("question", "text", "fits"),
    [
        ("Đường dài bao nhiêu mét?", "đường dài 640 m", True),
        ("Đường dài bao nhiêu mét?", "hỏng từ tháng 9 năm ngoái", False),
        ("Họp ngày nào?", "họp ngày 7/12", True),
        ("Họp ngày nào?", "họp tại hội trường", False),
        ("Xây xong năm nào?", "xây xong năm 1998", True),
        ("Xây xong năm nào?", "xây trong năm tháng", False),
        ("Công ty nào trúng thầu?", "chọn Công ty Hòa Phong", True),
        ("Công ty nào trúng thầu?", "một công ty đã trúng thầu", False),
        ("How many households moved?", "41 trong 44 hộ", True),
        ("How many households moved?", "44 chiếc xe", False),
        ("How many dogs are there?", "đàn chó toàn xã có 1.870 con", True),
        ("How much money was spent?", "up to $38,500", True),
        ("Vì sao hoãn họp?", "hoãn họp do mưa lớn", True),
        ("Vì sao hoãn họp?", "họp được dời sang chiều thứ Sáu", False),
        ("Why was it put off?", "put off because of the storm", True),
        ("Giám đốc nhà máy tên là gì?", "bà Lý Thu, giám đốc nhà máy", True),
        ("Giám đốc nhà máy tên là gì?", "Chủ tịch Lý Thu nói về nhà máy", False),
        ("Ai là thủ quỹ của lớp?", "chị Chi giữ quỹ", True),
        ("Who is the director?", "giám đốc Lý Thu", True),
        ("Who is the director?", "Ms Ly, the treasurer", False),
        ("Ai là thủ quỹ đình làng?", "ai góp thì gặp thủ quỹ. Chúng ta nghỉ", False),
        ("Hiệu trưởng trường Bàu Sen tên gì?", "Hiệu trưởng: Trường Bàu Sen nghỉ", False),
        ("Hiệu trưởng trường Bàu Sen tên gì?", "Hiệu trưởng: Cô Diệu nghỉ", True),
        ("Tiền ăn bán trú một tháng bao nhiêu?", "ăn bán trú 30.000 đồng", True),
        ("Tiền ăn bán trú một tháng bao nhiêu?", "ăn bán trú từ tháng 9", False),
        ("Giá nước mới bao nhiêu một khối?", "nước giá 9 nghìn", True),
        ("Giá nước mới bao nhiêu một khối?", "nước chảy 9 ngày", False),
        ("Quỹ còn bao nhiêu tiền?", "còn 6tr4", True),
        ("Quỹ còn bao nhiêu tiền?", "còn 6 tuần", False),
        ("Lãi suất vay là bao nhiêu?", "vay với 7,5%/năm", True),
        ("Lãi suất vay là bao nhiêu?", "vay 7,5 tỷ", False),
        ("What does the agency charge for a nurse?", "for £420 a night", True),
        ("What does the agency charge for a nurse?", "for 420 nights", False),
        ("What rent has the shop been paying?", "at fourteen thousand dollars", True),
        ("How big is the grant?", "a grant of 20,000 euros", True),
        ("How big is the grant?", "a grant in 2020", False),
        ("What is the code for the lock?", "the lock was changed", False),
        ("Đơn vị nào xét nghiệm nước?", "Trung tâm Y tế huyện xét nghiệm", True),
        ("Đơn vị nào xét nghiệm nước?", "đã xét nghiệm nước ở Tả Sìn", False),
        ("Which firm does the survey?", "the survey by Northwind is due", True),
        ("Which firm does the Brennock survey?", "the survey at Brennock is due", False),
        ("Công ty nào nhận việc đó?", "việc đó giao Lowry Digital", True),
        ("Mấy nhà ủng hộ?", "19 hộ đồng ý", True),
        ("Có mấy chục hộ phải dời?", "dời 40 hộ", True),
        ("Mỗi ngày bao nhiêu rau?", "3,5 tấn một ngày", True),
        ("Rừng rộng bao nhiêu km2?", "rộng 7.000 km vuông", True),
        ("How many square kilometres is it?", "rộng 7.000 km2", True),
        ("Chờ bao nhiêu thời gian?", "chờ 17 giây", True),
    ],
)
def test_shape_of_the_answer(question: str, text: str, fits: bool) -> None:
    shape = shape_of_answer(question)
    assert shape is not None
    assert has_shape(shape, text) is fits


def test_question_without_a_shape() -> None:
    assert shape_of_answer("Cuộc họp bàn gì?") is None
    assert shape_of_answer("Giám đốc nói gì?") is None
    assert shape_of_answer("How many zorbles are there?") is None
    assert shape_of_answer("Nhà khoa học nào tìm ra?") is None
    assert shape_of_answer("Nhiều hơn bao nhiêu so với năm ngoái?") is None


def test_a_reason_is_often_given_without_saying_so() -> None:
    shapes = [shape_of_answer(each) for each in ("Vì sao hoãn?", "What caused the delay?", "Họp ngày nào?")]
    assert [each is not None and each.soft for each in shapes] == [True, True, False]


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("Công ty nào trúng thầu?", "Hội đồng chọn công ty Hòa Phong.", True),
        ("Công ty nào trúng thầu?", "Hội đồng đã chọn một công ty.", False),
        ("Nhà máy Tân Kỳ tên đầy đủ tên là gì?", "nhà máy Tân Kỳ đã dừng lò", False),
        ("Which vendor was chosen?", "The board chose Northwind.", True),
        ("Which vendor was chosen?", "The board chose a vendor.", False),
    ],
)
def test_a_name_asked_for_is_not_one_of_the_question(question: str, text: str, named: bool) -> None:
    assert expected(question) == "name"
    assert names("name", text, asked=question) is named


@pytest.mark.parametrize(
    ("question", "text", "named"),
    [
        ("Khi nào được hoàn lại tiền cọc?", "Hoàn cọc sau khi thanh lý hợp đồng.", True),
        ("Khi nào được hoàn lại tiền cọc?", "Tiền cọc do kế toán hoàn.", False),
        ("When will the deposit be refunded?", "It is refunded once the keys are returned.", True),
        ("How many voted against?", "Nobody voted against.", True),
        ("Có bao nhiêu phiếu chống?", "Không có phiếu nào chống.", True),
        ("Có bao nhiêu phiếu chống?", "Hội nghị chưa bỏ phiếu.", False),
        ("Địa điểm họp ở đâu?", "Địa điểm: Khách sạn Hòa Bình", True),
        ("Where is the venue?", "Venue: Guildhall, Riverside Lane", True),
        ("Where is the party?", "The party was praised.", False),
    ],
)
def test_what_is_asked_for_is_named(question: str, text: str, named: bool) -> None:
    kind = expected(question)
    assert kind is not None
    assert names(kind, text) is named


@pytest.mark.parametrize("text", ["họp vào ngày mười lăm", "xong trước mùng mười tháng tới", "ngày mồng hai Tết"])
def test_a_date_in_words_is_a_date(text: str) -> None:
    assert names("date", text)
    assert not names("date", "họp vào một ngày đẹp trời")


# The same patterns as they are thought of, phrase after phrase; those that are searched for are put together otherwise.
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
NUMBERS = (
    "hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|rưỡi|chục|"
    "một (?:người|lần|năm|tháng|ngày|giờ|phần|phiếu|đồng|cái|chiếc|hộ|tỷ|triệu)|"
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    "nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|half|quarter|"
    "dozen|once|twice|one|none|không ai|không có ai|chưa ai|chưa có ai|không ý kiến nào|không có ý kiến nào|"
    "không phiếu nào|không có phiếu nào|tất cả|toàn bộ|nobody|no one|no-one|everyone|everybody|unanimous|unanimously|"
    "zero"
)
PLACES = (
    "tại|ở|trên|dưới|trong|gần|cạnh|từ|về|vào|qua|đến|tới|in|at|on|near|from|to|under|behind|next to|inside|outside|"
    "between|into|phòng|hội trường|trụ sở|xã|phường|huyện|quận|tỉnh|thành phố|thị trấn|thị xã|thôn|bản|buôn|tổ|khu|"
    "đường|phố|tầng|nhà|trường|bệnh viện|cầu|hồ|sông|cảng|chợ|kho|bãi|street|road|hall|room|building|office|village|"
    "town|city|district|province|floor|wing|port|harbour|park|square|địa điểm|nơi|khách sạn|trung tâm|nhà hàng|"
    "trực tuyến|venue|location|lane|avenue|online|hotel|centre|center"
)
PERSONS = (
    "ông|bà|anh|chị|cô|chú|bác|thầy|em|tôi|chúng tôi|đồng chí|đ/c|bí thư|chủ tịch|giám đốc|trưởng|phó|kế toán|thư ký|"
    "bộ trưởng|đại biểu|bác sĩ|ủy ban|UBND|HĐND|sở|phòng|ban|công ty|mr|mrs|ms|dr|i|we|he|she"
)
DATES = (
    "thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|hôm nay|hôm qua|ngày mai|ngày kia|tuần (?:này|sau|tới|trước)|"
    "(?:ngày|mùng|mồng) (?:mùng |mồng )?(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|rằm)|"
    "tháng (?:này|sau|tới|trước|giêng|chạp|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|năm (?:nay|sau|ngoái|tới)|"
    "(?:cuối|đầu|giữa) (?:năm|tháng|tuần|quý)|sáng mai|chiều mai|tối nay|sáng nay|chiều nay|"
    "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|yesterday|tonight|noon|midnight|"
    f"(?:next|last|this) (?:week|month|year|quarter|summer|spring|autumn|winter)|{MONTHS}|"
    "(?:sau|trước|ngay|đến) khi|once|as soon as|upon|until"
)
PLAIN: dict[Expected, re.Pattern[str]] = {
    "date": re.compile(
        r"\d{1,2}\s*[/.-]\s*\d{1,4}|\b(?:1\d|20)\d\d\b|\d{1,2}\s*(?:giờ|h\d*\b|:\d\d)|"
        rf"(?<!\w)(?:ngày|mùng|mồng|tháng|quý|năm)\s+(?:\d|[ivx]+\b)|(?<!\w)(?:{DATES})(?!\w)"
    ),
    "number": re.compile(rf"\d|%|(?<!\w)(?:{NUMBERS})(?!\w)"),
    "place": re.compile(rf"(?<!\w)(?:{PLACES})(?!\w)"),
    "person": re.compile(rf"(?<!\w)(?i:{PERSONS})(?!\w)|{CAPITAL}\w*\.?\s+{CAPITAL}\w*|\w,?\s+{CAPITAL}\w+"),
}
# Each phrase of the patterns, with what stands in brackets one by one, and signs that part words or don't.
PHRASES = sorted(
    {phrase for pattern in (NUMBERS, PLACES, PERSONS, DATES) for phrase in re.findall(r"[^|()?:]+", pattern)}
)
PARTS = st.one_of(
    st.sampled_from(PHRASES),
    st.sampled_from(PHRASES).map(str.capitalize),
    st.sampled_from(list(" ,.(/-:%_’İſ²٣") + ["1", "19", "20", "2024", "h", "giờ", "iv", "x", "một ", "\u0301"]),
)
TEXTS = st.lists(PARTS, max_size=7).flatmap(lambda parts: st.sampled_from(["", " "]).map(lambda by: by.join(parts)))


@given(TEXTS, st.sampled_from(sorted(PLAIN)))
@example("một hộ", "number")
@example("Đ/C", "person")
@example("xã", "place")
@example("(xã", "place")
@example("đã xãx", "place")
@example("ngày mùng ba", "date")
@example("tháng iv", "date")
@example("01999", "date")
@example("cuối quý", "date")
@example("x7 giờ", "date")
def test_names_are_found_as_by_the_plain_patterns(text: str, kind: Expected) -> None:
    plain = normalise(text)
    plain = plain if kind == "person" else plain.lower()
    assert names(kind, text) == (PLAIN[kind].search(plain) is not None)


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["person", "date", "number", "place", "name"]))
def test_what_a_part_names_the_whole_names(before: str, part: str, behind: str, kind: Expected) -> None:
    # `index.candidates` doesn't look into the whole then.
    assert not names(kind, part) or names(kind, f"{before} {part} {behind}")


@given(
    TEXTS,
    TEXTS,
    st.sampled_from(
        ["Có bao nhiêu hộ?", "Vì sao?", "Mấy giờ họp?", "Họp thứ mấy?", "Họp ngày nào?", "Tháng nào?", "Năm nào?"]
        + ["Bao nhiêu tiền?", "Bao lâu?", "Công ty nào?", "Ai là giám đốc?", "How many people?", "How old?", "How far?"]
    ),
)
def test_what_a_part_has_the_shape_of_the_whole_has(part: str, behind: str, question: str) -> None:
    shape = shape_of_answer(question)
    assert shape is not None
    assert not has_shape(shape, part) or has_shape(shape, f"{behind} {part} {behind}")
