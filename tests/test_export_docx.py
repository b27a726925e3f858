"""A conversation as .docx, read back."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer
from assistant.export import as_docx, record
from assistant.settings import Language
from assistant.ui.messages import Speech
from index import Span
from tests.made_conversation import CONVERSATION, EXCHANGES, HOSTILE, NOW, exchange, quote

VERSIONS = {"bb.docx": "s", "kho.pdf": "another"}


def read(data: bytes) -> Any:
    return Document(io.BytesIO(data))


def rows(document: Any) -> list[tuple[str, str]]:
    return [(each.style.name, each.text) for each in document.paragraphs]


def test_all_of_a_conversation_stands_in_it_in_styles() -> None:
    document = read(as_docx(record(CONVERSATION, EXCHANGES, Speech("vi"), NOW, VERSIONS), NOW))
    asked = ("Search Detail", "Hỏi lúc 08:05, 24/11/2026")
    sure = "Độ tin cậy cao · 80 %"
    assert rows(document) == [
        ("Title", "Giá vé <b>tăng</b> từ $5?"),
        ("Search Detail", "Bắt đầu 08:00, 24/11/2026 · 5 câu hỏi · Xuất từ Hỏi Họp 09:30, 24/11/2026 (UTC)"),
        (
            "Search Detail",
            "Những ký tự không in được trong tài liệu gốc được thay bằng ký hiệu nhìn thấy được, ví dụ ␌.",
        ),
        ("Heading 1", "1. Giá vé <b>tăng</b> từ $5?\n*khi nào*"),
        asked,
        ("Search Detail", "Hiểu là: “giá vé tăng?”"),
        ("Search Detail", "Đã tìm đúng như đã gõ"),
        ("Verdict", "Tìm thấy 1 đoạn, độ tin cậy 80\xa0%."),
        ("Quote", HOSTILE.replace("\f", "␌")),
        ("Quote Source", f"[1] — Biên bản họp (bb.docx), 12/03/2024 · Mục # II · {sure}"),
        ("Heading 1", "2. còn ai đi?"),
        asked,
        ("Search Detail", "Đã tìm: “ai đi xem máy bơm?” · trong bơm.vtt"),
        ("Verdict", "Tìm thấy 2 đoạn trong 2 tài liệu, độ tin cậy cao nhất 80\xa0%."),
        ("Quote Notice", "Tài liệu này không còn trong thư viện. Đoạn trích vẫn được giữ nguyên văn."),
        ("Quote", "Lan: Ai đi xem máy bơm?"),
        ("Quote", "Hùng: Tôi đi chiều nay."),
        ("Quote Source", f"[1] — bơm.vtt, 12/03/2024, người nói: Lan; Hùng, thời điểm 00:05–00:12 · {sure}"),
        ("Quote Notice", "Tài liệu đã có bản mới sau câu trả lời này. Đoạn trích dưới đây là của bản cũ."),
        ("Quote", "Bà Hạnh chủ trì cuộc họp về kho lưu trữ."),
        ("Quote Source", f"[2] — Biên bản họp (kho.pdf), 12/03/2024, trang 3 · {sure}"),
        ("Heading 1", "3. Who repaired it?"),
        asked,
        ("Verdict", "Không tìm thấy câu trả lời: những đoạn gần nhất không nêu tên người nào."),
        ("Heading 2", "Đoạn gần nhất — có thể không trả lời câu hỏi"),
        ("Quote", "An English paragraph."),
        ("Quote Source", f"[1] — Biên bản họp (bb.docx), 12/03/2024 · {sure}"),
        ("Heading 1", "4. Dừng?"),
        asked,
        ("Verdict", "Bạn đã dừng tìm câu này."),
        ("Heading 1", "5. Đang tìm?"),
        asked,
        ("Verdict", "Câu hỏi này chưa được trả lời khi xuất."),
    ]
    marked = [run.text for each in document.paragraphs for run in each.runs if run.font.highlight_color is not None]
    assert marked == ["Giá $5 đến $6", "Tôi đi chiều nay.", "Bà Hạnh chủ trì"]
    assert {run.font.highlight_color for each in document.paragraphs for run in each.runs} == {
        None,
        WD_COLOR_INDEX.YELLOW,
    }


@pytest.mark.parametrize(("language", "code", "page"), [("vi", "vi-VN", "Trang 1 / 1"), ("en", "en-GB", "Page 1 of 1")])
def test_the_file_has_a_language_a_header_and_page_numbers(language: Language, code: str, page: str) -> None:
    data = as_docx(record(CONVERSATION, EXCHANGES, Speech(language), NOW), NOW)
    document = read(data)
    defaults = document.styles.element.find(qn("w:docDefaults"))
    assert [each.get(qn("w:val")) for each in defaults.iter(qn("w:lang"))] == [code]
    assert document.core_properties.language == code
    assert (document.core_properties.title, document.core_properties.author) == (CONVERSATION.title, "Hỏi Họp")
    section = document.sections[0]
    assert section.header.paragraphs[0].text == CONVERSATION.title
    footer = section.footer.paragraphs[0]._p
    assert "".join(each.text for each in footer.iter(qn("w:t"))) == page
    assert [each.get(qn("w:instr")) for each in footer.iter(qn("w:fldSimple"))] == ["PAGE", "NUMPAGES"]
    # What is quoted in another language says so.
    runs = [run._r for each in document.paragraphs if each.style.name == "Quote" for run in each.runs]
    other = {each.get(qn("w:val")) for run in runs for each in run.iter(qn("w:lang"))}
    assert other == ({"en-GB"} if language == "vi" else {"vi-VN"})


def test_nothing_in_the_file_leads_elsewhere() -> None:
    with zipfile.ZipFile(io.BytesIO(as_docx(record(CONVERSATION, EXCHANGES, Speech("vi"), NOW), NOW))) as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert relations and not any(b'TargetMode="External"' in each for each in relations)


# Each makes a Word document.
@settings(max_examples=30)
@given(st.text(min_size=1, max_size=60))
def test_any_text_is_written_and_shown_by_signs_where_xml_can_not_hold_it(text: str) -> None:
    answer = Answer("", None, True, 0.8, None, (quote(text, Span(0, 1), title=text),), ())
    made = record(CONVERSATION, [exchange(1, text, answer)], Speech("en"), NOW)
    (piece_text,) = ["".join(p["text"] for line in made.entries[0].passages[0].lines for p in line["pieces"])]
    quoted = [text for style, text in rows(read(as_docx(made, NOW))) if style == "Quote"]
    assert quoted == [piece_text]
