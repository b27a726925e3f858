"""Official documents: what their head says, and what is told from their paragraphs."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.loaders import load
from index.loaders.official import read_official
from index.models import NO_LETTERHEAD, Letterhead, LoadedDocument
from index.paragraphs import split

FIXTURES = Path(__file__).parent / "fixtures"
SOURCES = FIXTURES / "sources"
DECISION = ["decision-writer.docx", "decision-writer.rtf", "decision-writer.pdf", "decision-chromium.pdf"]
LETTER = ["letter-writer.odt", "letter-writer.pdf"]


def loaded(name: str) -> LoadedDocument:
    path = FIXTURES / name if (FIXTURES / name).exists() else SOURCES / name
    return load(name, path.read_bytes())


def of_role(document: LoadedDocument, role: str) -> list[str]:
    """The words of the asides of a role, each on one line."""
    found = (document.text[each.start : each.end] for each in document.asides if each.role == role)
    return [" ".join(words.split()) for words in found]


@pytest.mark.parametrize("name", [*DECISION, "decision.html"])
def test_a_decision_of_an_office(name: str) -> None:
    document = loaded(name)
    assert document.letterhead == Letterhead(
        "218/QĐ-SNNMT", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "UBND TỈNH SƠN GIANG", "Sơn Giang"
    )
    assert document.title == "QUYẾT ĐỊNH Về việc phân công trực hồ đập mùa mưa bão năm 2025"
    assert document.meeting_date == "2025-03-14"
    assert of_role(document, "letterhead") == [
        "UBND TỈNH SƠN GIANG SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM "
        "Độc lập - Tự do - Hạnh phúc Số: 218/QĐ-SNNMT",
        "GIÁM ĐỐC SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
    ]
    # Writer's print puts the columns of the end between each other.
    assert (
        " ".join(of_role(document, "recipients")) == "Nơi nhận: - Như Điều 3; - UBND tỉnh (để báo cáo); - Lưu: VT, TL."
    )
    assert " ".join(of_role(document, "signature")) == "KT. GIÁM ĐỐC PHÓ GIÁM ĐỐC (Đã ký) Lường Văn Phúc"
    found = split(document, "s", name)
    assert found[0].text.startswith("Căn cứ Quyết định số 31/QĐ-UBND")
    assert found[0].heading == f"Sơn Giang, ngày 14 tháng 3 năm 2025 › {document.title}"
    assert found[-1].text.startswith("Điều 3. Quyết định này có hiệu lực")


@pytest.mark.parametrize("name", ["decision-writer.docx", "decision-writer.rtf", "decision.html"])
def test_items_of_a_decision_keep_the_articles_above_them(name: str) -> None:
    document = loaded(name)
    headings = {each.text: each.heading for each in split(document, "s", name)}
    top = f"Sơn Giang, ngày 14 tháng 3 năm 2025 › {document.title}"
    first = "Điều 1. Phân công trực hồ đập từ ngày 15 tháng 5 đến ngày 30 tháng 11 năm 2025, cụ thể"
    assert headings["a) Lập lịch trực từng tuần, gửi các huyện trước 16 giờ thứ Sáu;"] == (
        f"{top} › QUYẾT ĐỊNH › {first} › 1. Phòng Thủy lợi"
    )
    assert headings["- Đo mực nước hai giờ một lần khi có mưa trên 50 mm;"] == (
        f"{top} › QUYẾT ĐỊNH › {first} › 2. Trạm Quản lý hồ Nà Lạn"
    )


@pytest.mark.parametrize("name", [*LETTER, "letter.html"])
def test_a_letter_of_the_party(name: str) -> None:
    document = loaded(name)
    assert document.letterhead == Letterhead("46-CV/HU", "HUYỆN ỦY MƯỜNG CHÀI", "ĐẢNG BỘ TỈNH SƠN GIANG", "Mường Chài")
    assert (document.title, document.meeting_date) == ("V/v chuẩn bị hội nghị giao ban quý II", "2025-06-02")
    assert of_role(document, "salutation") == [
        "Kính gửi: - Các ban xây dựng Đảng của Huyện ủy; - Đảng ủy các xã, thị trấn."
    ]
    assert of_role(document, "recipients") == ["Nơi nhận: - Như trên, - Thường trực Huyện ủy (b/c), - Lưu VPHU."]
    assert of_role(document, "signature") == ["T/L BAN THƯỜNG VỤ CHÁNH VĂN PHÒNG Sùng Thị Mỷ"]
    found = split(document, "s", name)
    assert found[0].text.startswith("Ban Thường vụ Huyện ủy tổ chức giao ban")
    # Writer's print leaves no gap above the last paragraph.
    assert found[-1].text.endswith("Giàng A Súa.")


SIDE_BY_SIDE = """\
ỦY BAN NHÂN DÂN                    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
  XÃ PHÚ LÂM                          Độc lập - Tự do - Hạnh phúc
  ----------                          ---------------------------
Số: 07/2024/NQ-HĐND                Phú Lâm, ngày 5 tháng 4 năm 2024

NGHỊ QUYẾT
Về việc đặt tên đường
thôn Bến Đò

HỘI ĐỒNG NHÂN DÂN XÃ PHÚ LÂM

Căn cứ Quyết định số 12/QĐ-UBND ngày 3 tháng 1 năm 2020;

Đường thôn Bến Đò mang tên Bến Đò Cũ.

Nơi nhận:                          TM. HỘI ĐỒNG NHÂN DÂN
- Như trên;                        CHỦ TỊCH
- Lưu: VT.                         Quách Thị Mận
"""


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_columns_side_by_side_in_plain_text(form: str) -> None:
    text = unicodedata.normalize(form, SIDE_BY_SIDE)
    document = load("a.txt", text.encode())
    assert document.text == text
    assert document.letterhead == Letterhead("07/2024/NQ-HĐND", "ỦY BAN NHÂN DÂN XÃ PHÚ LÂM", None, "Phú Lâm")
    title = unicodedata.normalize("NFC", document.title or "")
    assert title == "NGHỊ QUYẾT Về việc đặt tên đường thôn Bến Đò"
    assert document.meeting_date == "2024-04-05"
    assert [unicodedata.normalize("NFC", each.text) for each in split(document, "s", "a.txt")] == [
        "Căn cứ Quyết định số 12/QĐ-UBND ngày 3 tháng 1 năm 2020;",
        "Đường thôn Bến Đò mang tên Bến Đò Cũ.",
    ]


def head(*lines: str) -> Letterhead:
    return read_official("\n".join(lines)).letterhead


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 1234/QĐ-UBND", "1234/QĐ-UBND"),
        ("Số 08-NQ/TU", "08-NQ/TU"),
        ("Số: 22/BB-HĐND", "22/BB-HĐND"),
        ("SỐ: 15 / TB - VP", "15/TB-VP"),
        ("Số: 05/2024/NQ-HĐND", "05/2024/NQ-HĐND"),
        ("Luật số: 45/2019/QH14", "45/2019/QH14"),
        ("Số: 9a/SNN&PTNT-TL", "9a/SNN&PTNT-TL"),
        ("Số: 12/TTr-SNV     An Bình, ngày 2 tháng 1 năm 2024", "12/TTr-SNV"),
        ("Số: 12/TTr-SNV An Bình, ngày 2 tháng 1 năm 2024", "12/TTr-SNV"),
        # Left open for the one who signs.
        ("Số:       /QĐ-UBND", None),
        ("Số: ..../QĐ-UBND", None),
        # Another document's, or none.
        ("Căn cứ Quyết định số 12/QĐ-UBND;", None),
        ("số 12/QĐ-UBND ngày 3 tháng 1 năm 2020", None),
        ("Số 12/QĐ-UBND đã hết hiệu lực.", None),
        ("Số 12 đường Trần Phú", None),
        ("Số: 12", None),
        ("Số 1-5 phố chợ", None),
    ],
)
def test_the_documents_own_number(line: str, number: str | None) -> None:
    assert head("ỦY BAN NHÂN DÂN HUYỆN AN BÌNH", line, "", "Nội dung họp như sau.").number == number
    assert head("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", "Họp về việc chung.", "", line).number is None


@pytest.mark.parametrize(
    ("lines", "parent", "issuer"),
    [
        (
            ["UBND TỈNH A", "SỞ NÔNG NGHIỆP VÀ", "PHÁT TRIỂN NÔNG THÔN"],
            "UBND TỈNH A",
            "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN",
        ),
        (["ỦY BAN NHÂN DÂN", "TỈNH AN BÌNH"], None, "ỦY BAN NHÂN DÂN TỈNH AN BÌNH"),
        (["TỈNH ỦY AN BÌNH", "*"], None, "TỈNH ỦY AN BÌNH"),
        (["BỘ TÀI CHÍNH", "TỔNG CỤC THUẾ", "CỤC THUẾ TỈNH A"], "BỘ TÀI CHÍNH TỔNG CỤC THUẾ", "CỤC THUẾ TỈNH A"),
        (["SỞ TÀI NGUYÊN VÀ MÔI", "TRƯỜNG"], None, "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"),
    ],
)
def test_the_issuer_and_the_body_above_it(lines: list[str], parent: str | None, issuer: str) -> None:
    found = head(*lines, "Số: 3/TB", "An Bình, ngày 2 tháng 1 năm 2024", "", "THÔNG BÁO", "Về việc nghỉ lễ")
    assert (found.parent_body, found.issuer, found.number, found.place) == (parent, issuer, "3/TB", "An Bình")


def test_a_title_in_capitals_is_no_issuer() -> None:
    text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nBIÊN BẢN HỌP TỔ DÂN PHỐ\n\nHọp lúc 8 giờ."
    )
    document = load("a.txt", text.encode())
    assert (document.title, document.letterhead) == ("BIÊN BẢN HỌP TỔ DÂN PHỐ", NO_LETTERHEAD)
    assert [each.text for each in split(document, "s", "a.txt")] == ["Họp lúc 8 giờ."]


def test_a_dateline_that_is_left_open_has_a_place_and_no_date() -> None:
    official = read_official("HĐND HUYỆN AN BÌNH\nSố: /TB-HĐND\nAn Bình, ngày    tháng    năm 2024\n")
    assert (official.letterhead.place, official.letterhead.number, official.date) == ("An Bình", None, None)


@pytest.mark.parametrize(
    "text",
    [
        "HỌP TỔ DÂN PHỐ\n\nHà Nội, ngày 5 tháng 2 năm 2024\n\nHọp lúc 8 giờ.",
        "Kính thưa hội nghị.\n\nChúng ta có năm việc.",
        "Nơi nhận: phòng một cửa, từ 8 giờ.\n\nNộp hồ sơ tại đó.",
        "GIÁM ĐỐC\n\nNói ngắn về việc của phòng.\n\nPhòng làm xong.",
        "- Lan\n- Nam",
    ],
)
def test_nothing_is_told_from_other_texts(text: str) -> None:
    official = read_official(text)
    assert (official.letterhead, official.headings, official.asides) == (NO_LETTERHEAD, (), ())


def test_an_appendix_behind_the_signature_stays() -> None:
    text = (
        "Họp xong lúc 9 giờ.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n(Đã ký)\nTS. Nguyễn Bá Lộc\n\n"
        "PHỤ LỤC\n\nDanh sách hộ được hỗ trợ gồm ba hộ."
    )
    document = load("a.txt", text.encode())
    assert of_role(document, "signature") == ["TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH (Đã ký) TS. Nguyễn Bá Lộc"]
    assert [(each.heading, each.text) for each in split(document, "s", "a.txt")] == [
        (None, "Họp xong lúc 9 giờ."),
        ("PHỤ LỤC", "Danh sách hộ được hỗ trợ gồm ba hộ."),
    ]


def test_two_who_sign_minutes() -> None:
    document = load("a.txt", "Họp xong.\n\nTHƯ KÝ            CHỦ TỌA\n\nHà Quốc Toản      Đinh Thị Nhạn\n".encode())
    assert of_role(document, "signature") == ["THƯ KÝ CHỦ TỌA Hà Quốc Toản Đinh Thị Nhạn"]


def test_a_document_of_nothing_else_is_still_read() -> None:
    text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nQuách Thị Mận"
    assert [each.text for each in split(load("a.txt", text.encode()), "s", "a.txt")] == text.split("\n\n")


_LINES = st.sampled_from(
    [*SIDE_BY_SIDE.splitlines(), "Kính gửi: Các tổ;", "- Tổ 5.", "a | b", "*", "Đã họp.", "\t", "NAM"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(_LINES, max_size=14).map("\n".join) | st.text(max_size=80))
def test_what_is_told_is_in_order_and_apart(text: str) -> None:
    official = read_official(text)
    spans = sorted([(each.start, each.end) for each in (*official.headings, *official.asides)])
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(left[1] <= right[0] for left, right in zip(spans, spans[1:], strict=False))
