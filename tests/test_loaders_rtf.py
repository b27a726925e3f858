"""Rich text as LibreOffice Writer and pandoc write it, and what old programs put in: headings, lists, tables, fonts."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BrokenDocument, EmptyDocument
from index.loaders import load
from index.models import LoadedDocument

FIXTURES = Path(__file__).parent / "fixtures"
FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0 Times New Roman{\*\falt Times;};}{\f1\fnil{\*\panose 02}.VnTime;}"
    r"{\f2\fswiss VNI-Helve;}\f3\fnil .VnArialH;}"
)


def read(body: str) -> LoadedDocument:
    return load("a.rtf", (r"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + body + "}").encode("latin-1"))


def headings(loaded: LoadedDocument) -> list[str]:
    return [loaded.text[span.start : span.end] for span in loaded.headings]


@pytest.mark.parametrize("name", ["lists-writer.rtf", "lists-pandoc.rtf"])
def test_a_document_of_another_program(name: str) -> None:
    loaded = load(name, (FIXTURES / name).read_bytes())
    assert loaded.text == (
        "Họp thôn Đồng Cạn\n\nHọp thôn Đồng Cạn\n\nThứ Bảy, 18/05/2024\n\n"
        "Có ba việc, mỗi việc vài ý:\n1. Đường vào xóm\na. đổ bê tông 140 m\nb. mỗi hộ 3 công\n2. Nước sạch\n"
        "– đấu nối trước tháng 7\n\nÔng Trịnh Bá Lượng nói thêm một câu xen giữa.\n\n3. Bầu trưởng thôn\n\nĐóng góp\n\n"
        "Hộ | Số tiền\nNhà bà Khuyên | 500.000 đồng\nNhà anh Toản | 300.000 đồng"
    )
    assert headings(loaded)[-2:] == ["Thứ Bảy, 18/05/2024", "Đóng góp"]
    assert (loaded.title, loaded.meeting_date) == ("Họp thôn Đồng Cạn", "2024-05-18")
    assert loaded.media_type == "application/rtf"


def test_merged_and_nested_cells_come_once_as_in_the_same_word_document() -> None:
    rtf, word = (
        load(name, (FIXTURES / name).read_bytes()).text for name in ("merged-writer.rtf", "merged-writer.docx")
    )
    assert rtf == word


def test_runs_are_read_by_their_fonts_and_a_group_gives_its_font_back() -> None:
    loaded = read(
        r"\pard\f1 C\'e9ng ho\'b5 {\f0 \'e0 la carte} x\'b7 {\f2 ho\'e4i\f3  t\'e6} h\'e9i.\par"
        r"\plain \'e9t\'e9.\par\f1 \u7897?i.\par"
    )
    assert loaded.text == "Cộng hoà à la carte xã hội TỔ hội.\n\nété.\n\nội."


def test_headings_by_style_and_by_outline_level() -> None:
    loaded = read(
        r"{\stylesheet{\s0 Normal;}{\s1\sbasedon0\b heading 1;}{\s7\outlinelevel1 Eigene;}}"
        r"\pard\s1 M\u7909?c m\u7897?t\par\pard Ch\u7919?.\par\pard\s7 M\u7909?c hai\par\pard\outlinelevel0 Ba\par"
        r"\pard\outlinelevel9 B\u7889?n.\par"
    )
    assert headings(loaded) == ["Mục một", "Mục hai", "Ba"]
    assert loaded.text == "Mục một\n\nChữ.\n\nMục hai\n\nBa\n\nBốn."


def test_lists_line_breaks_tabs_hidden_text_links_and_pictures() -> None:
    loaded = read(
        r"\pard M\'f4t:\par{\listtext\'b7\tab}hai\par{\listtext\f9\u-3913?\tab}ba\par{\pntext 4)\tab}b\u7889?n\par"
        r"\pard xu\u7889?ng\line d\'f2ng\tab tab {\v kh\'f4ng}{\deleted xo\'e1}c\'f2n.\par"
        r"{\field{\*\fldinst{HYPERLINK http://a.vn}}{\fldrslt Trang t\u7881?nh}} HYPERLINK \{x\}.\par"
        r"{\*\shppict{\pict\pngblip 89504e47\bin4 }}}\}}sau h\'ecnh.{\footnote ch\'e2n}\par"
    )
    assert loaded.text == (
        "Môt:\n• hai\n• ba\n4) bốn\n\nxuống\ndòng\ttab còn.\n\nTrang tỉnh HYPERLINK {x}.\n\nsau hình."
    )


def test_several_paragraphs_in_a_cell_and_a_bar_in_the_text() -> None:
    loaded = read(
        r"Tr\u432?\u7899?c | b\u7843?ng.\par\trowd\cellx1\cellx2 \pard\intbl a\par b\cell c | d\cell\trowd\row"
        r"\trowd \intbl{\listtext 1.\tab}e\cell\cell\row\pard Sau.\par"
    )
    assert loaded.text == "Trước | bảng.\n\na b | c | d\n1. e\n\nSau."


def test_the_title_and_letters_of_two_halves() -> None:
    loaded = read(
        r"{\info{\upr{\title S\'3f ba}{\*\ud{\title S\u7889\'3f \{ba\}}}}{\author x}}"
        r"Xin ch\u-10179?\u-8704?o.\par"
    )
    assert loaded.title == "Số {ba}"
    assert loaded.text == "Xin ch😀o."


def test_a_document_without_words_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        read(r"\pard\par")


def test_a_letter_whose_number_is_none_is_damage() -> None:
    with pytest.raises(BrokenDocument) as caught:
        read(r"Xin ch\u99999999999999999999?o")
    assert caught.value.values["detail"] == "it is a damaged rich text document"


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=9), min_size=1, max_size=6))
def test_any_words_come_back(words: list[str]) -> None:
    def escaped(word: str) -> str:
        units = word.encode("utf-16-le")
        codes = [int.from_bytes(units[at : at + 2], "little", signed=True) for at in range(0, len(units), 2)]
        return "".join(f"\\u{code}?" for code in codes)

    assert read(r"\par ".join(map(escaped, words))).text.split("\n\n") == words
