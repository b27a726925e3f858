"""PDFs as Chromium and LibreOffice print them: the source's paragraphs with their pages, and every failure by name."""

from __future__ import annotations

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from index.errors import BrokenDocument
from index.loaders import load, pdf
from index.loaders.pdf_layout import Line, body_size, paragraphs
from index.models import LoadedDocument
from index.paragraphs import split

FIXTURES = Path(__file__).resolve().parent / "fixtures"
SOURCE = (FIXTURES / "sources" / "council.txt").read_text(encoding="utf-8").strip()
HEADINGS = [block.lstrip("# ") for block in SOURCE.split("\n\n") if block.startswith("#")]
DATELINE = "Lũng Sen, ngày 5 tháng 2 năm 2024"
LAYOUTS = ["council-gaps.pdf", "council-indents.pdf", "council-writer.pdf"]


def read(name: str) -> LoadedDocument:
    return load(name, (FIXTURES / name).read_bytes())


def one_line(text: str) -> str:
    return " ".join(text.replace("• ", "").split())


def source_paragraphs() -> list[str]:
    """The source's paragraphs; a list's items each on its own, since layouts set them differently."""
    plain = [block for block in SOURCE.split("\n\n") if not block.startswith("#") and block != DATELINE]
    return [line.removeprefix("- ") for block in plain for line in block.split("\n")]


@pytest.mark.parametrize("name", LAYOUTS)
def test_paragraphs_are_those_of_the_source(name: str) -> None:
    loaded = read(name)
    blocks = [one_line(block) for block in loaded.text.split("\n\n")]
    in_list = source_paragraphs()[4:7]
    for paragraph in source_paragraphs():
        if paragraph in in_list:
            assert any(paragraph in block for block in blocks)
        else:
            assert blocks.count(paragraph) == 1
    # Nothing else is there, and all of it in order.
    expected = " ".join(
        [*(block.lstrip("# ") for block in SOURCE.replace("\n- ", " ").replace("- ", "").split("\n\n"))]
    )
    title = "Họp Hội đồng xã Lũng Sen "
    assert one_line(loaded.text) == (title if name == "council-writer.pdf" else "") + one_line(expected)


@pytest.mark.parametrize("name", LAYOUTS)
def test_headings_title_and_date(name: str) -> None:
    loaded = read(name)
    found = [one_line(loaded.text[span.start : span.end]) for span in loaded.headings]
    assert [heading for heading in found if heading != "Họp Hội đồng xã Lũng Sen"] == [
        HEADINGS[0],
        DATELINE,
        *HEADINGS[1:],
    ]
    assert (loaded.title, loaded.meeting_date) == ("Họp Hội đồng xã Lũng Sen", "2024-02-05")
    assert loaded.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("name", "pages"), [("council-gaps.pdf", 3), ("council-indents.pdf", 3), ("council-writer.pdf", 2)]
)
def test_pages_cover_the_text_and_paragraphs_know_theirs(name: str, pages: int) -> None:
    loaded = read(name)
    assert [page.page for page in loaded.pages] == list(range(1, pages + 1))
    assert (loaded.pages[0].start, loaded.pages[-1].end) == (0, len(loaded.text))
    for left, right in zip(loaded.pages, loaded.pages[1:], strict=False):
        assert loaded.text[left.end : right.start] == "\n\n"
    found = split(loaded, "s", "d")
    assert found[0].page == 1
    assert found[-1].page == pages
    assert found[-1].text.startswith("Chủ tịch tóm tắt")
    for paragraph in found:
        page = next(page for page in loaded.pages if page.page == paragraph.page)
        assert page.start <= paragraph.start
        assert paragraph.end <= page.end


def test_line_breaks_inside_a_paragraph_stay() -> None:
    first = split(read("council-writer.pdf"), "s", "d")[0]
    assert first.text == (
        "Cuộc họp bắt đầu lúc 8 giờ sáng tại nhà văn hóa xã, có 19 trong 21 đại biểu dự.\n"
        "Ông Đinh Văn Sướng, chủ tịch hội đồng, điều hành; bà Lò Thị Pằn ghi biên bản.\n"
        "Hai đại biểu vắng mặt đều gửi đơn xin phép từ tuần trước."
    )


def test_many_threads_read_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = set(pool.map(lambda _: read("council-gaps.pdf").text, range(8)))
    assert len(texts) == 1


def lines(*rows: tuple[str, float, float], right: float = 300.0, size: float = 10.0) -> list[Line]:
    """Lines from their text, left end and baseline; those of 50 characters or more reach the right end."""
    return [
        Line(text, left, right if len(text) >= 50 else left + 4 * len(text), base, size) for text, left, base in rows
    ]


LONG = "một dòng chữ đầy kín từ lề trái cho đến tận lề phải"


def test_a_wide_gap_parts_paragraphs() -> None:
    page = lines((LONG, 50, 700), ("hết đoạn.", 50, 688), (LONG, 50, 670), ("hết.", 50, 658))
    assert [block.text for block in paragraphs(page, 10)] == [f"{LONG}\nhết đoạn.", f"{LONG}\nhết."]


def test_an_indent_parts_paragraphs() -> None:
    page = lines((LONG, 70, 700), (LONG, 50, 688), (LONG, 70, 676), (LONG, 50, 664))
    assert [block.text for block in paragraphs(page, 10)] == [f"{LONG}\n{LONG}", f"{LONG}\n{LONG}"]


def test_a_short_last_line_parts_paragraphs_without_gap_or_indent() -> None:
    page = lines((LONG, 50, 700), ("hết đoạn.", 50, 688), (LONG, 50, 676), ("hết.", 50, 664))
    assert [block.text for block in paragraphs(page, 10)] == [f"{LONG}\nhết đoạn.", f"{LONG}\nhết."]


def test_a_list_stays_with_its_lead_in_and_items_hang() -> None:
    page = lines(("Giao việc:", 50, 700), (f"- {LONG}", 60, 688), ("của tổ một.", 68, 676), ("- Dọn kho.", 60, 664))
    assert [block.text for block in paragraphs(page, 10)] == [f"Giao việc:\n- {LONG}\ncủa tổ một.\n- Dọn kho."]


def test_rows_of_a_table_stay_together() -> None:
    rows = [
        Line(text, 50, 200, base, 10, cells=2) for text, base in (("Việc Hạn", 700), ("Sơn 5/2", 676), ("Lau 6/2", 652))
    ]
    assert [block.text for block in paragraphs(rows, 10)] == ["Việc Hạn\nSơn 5/2\nLau 6/2"]


def test_larger_type_is_a_heading_where_it_is_short_and_no_sentence() -> None:
    body = lines((LONG, 50, 620), ("hết.", 50, 608))
    page = [Line("Kinh phí", 50, 90, 700, 12), Line("Một câu chữ to.", 50, 120, 660, 12), *body]
    assert body_size([page]) == 10
    assert [(block.text, block.heading) for block in paragraphs(page, 10)] == [
        ("Kinh phí", True),
        ("Một câu chữ to.", False),
        (f"{LONG}\nhết.", False),
    ]


def test_page_numbers_are_no_paragraphs_and_hyphens_stay() -> None:
    loaded = read("numbered.pdf")
    assert loaded.text == (
        "Trang 1\n\nTrang đầu kể chuyện đi chợ.\n\n"
        "Trang 2\n\nThe committee asked\nfor an intergovern‐\nmental agreement on\nthe river.\n\n"
        "Trang 3\n\nShe is a well-\nknown well-to-do lady.\n\nTrang ba hết chuyện."
    )
    assert [(paragraph.page, paragraph.heading, paragraph.text[:9]) for paragraph in split(loaded, "s", "d")] == [
        (1, None, "Trang đầu"),
        (2, None, "The commi"),
        (3, None, "She is a "),
        (3, None, "Trang ba "),
    ]
    # A file's name in the properties is no title.
    assert loaded.title is None


@pytest.mark.parametrize(
    ("name", "detail"),
    [
        ("encrypted.pdf", "it is encrypted and opens only with a password"),
        ("no-pages.pdf", "it has no pages"),
    ],
)
def test_files_that_cannot_be_read(name: str, detail: str) -> None:
    # In both orders: PDFium remembers the reason of an earlier failure.
    for _ in range(2):
        with pytest.raises(BrokenDocument) as caught:
            read(name)
        assert caught.value.values == {"path": name, "detail": detail}
        with pytest.raises(BrokenDocument):
            read("encrypted.pdf")


@pytest.mark.parametrize("size", [math.nan, math.inf, -math.inf])
def test_characters_of_no_real_size_are_read(size: float) -> None:
    # As PDFium says of characters whose font is damaged.
    with patch.object(pdf.pdfium, "FPDFText_GetFontSize", lambda page, index: size):
        text = read("council-gaps.pdf").text
    assert sorted(text.split()) == sorted(read("council-gaps.pdf").text.split())


@pytest.mark.parametrize("data", [b"%PDF-1.7\n%%EOF", b"xin\0chao", (FIXTURES / "scan.pdf").read_bytes()[:300]])
def test_what_is_cut_off_or_no_pdf_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenDocument) as caught:
        load("a.pdf", data)
    assert caught.value.values == {"path": "a.pdf", "detail": "it is cut off or damaged, or no PDF"}
