"""Text and Markdown files: the stored text is the file itself; headings are found, not guessed at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import EmptyDocument, UnreadableDocument, UnsupportedType
from index.loaders import SUPPORTED_SUFFIXES, load
from index.models import LoadedDocument

SUPPORTED = (
    ".txt .md .html .htm .docx .docm .dotx .dotm .doc .odt .ott .rtf .pptx .pptm .ppsx .ppsm .potx .potm .pdf"
    " .png .jpg .jpeg .tif .tiff .webp .eml .msg .mhtml .mht .vtt .srt .sbv .json .tsv .zip"
)


def read(text: str, name: str = "hop.txt") -> LoadedDocument:
    return load(name, text.encode())


def headings(loaded: LoadedDocument) -> list[str]:
    return [loaded.text[span.start : span.end] for span in loaded.headings]


def test_supported_suffixes() -> None:
    assert " ".join(SUPPORTED_SUFFIXES) == SUPPORTED


def test_an_unsupported_suffix_names_what_is_supported() -> None:
    with pytest.raises(UnsupportedType) as caught:
        load("folder/plan.csv", b"x")
    assert caught.value.values == {
        "path": "folder/plan.csv",
        "found": "text of another kind",
        "supported": SUPPORTED,
    }


def test_the_suffix_may_be_in_capitals() -> None:
    assert load("HOP.TXT", b"Xin.").media_type == "text/plain"


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_text_is_kept_as_it_stands(name: str) -> None:
    raw = "\ufeffMo\u0323\u0302t  hai \r\nba\r\rbo\u0301n\n\n\ttab\u00a0 $5 -> :smile: \ufeff\n"
    assert load(name, raw.encode()).text == raw.removeprefix("\ufeff")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_comes_back_unchanged(text: str) -> None:
    for name in ("a.txt", "a.md"):
        try:
            assert load(name, b"\xef\xbb\xbf" + text.encode()).text == text
        except EmptyDocument:
            assert not any(char.isalnum() for char in text)
        except UnreadableDocument as error:
            # Text that begins as another kind of file does.
            assert text.startswith(("%PDF-", "PK\x03\x04", "GIF8", "{\\rtf")), error


def test_headings_of_text_are_capitals_numbers_titles_and_datelines() -> None:
    loaded = read(
        "Họp giao ban tuần 6\n\n"
        "Cao Lãnh, ngày 5 tháng 2 năm 2024\n\n"
        "Đây là đoạn mở đầu của văn bản.\n\n"
        "I. Kinh phí\n\n"
        "Kinh phí là 18 triệu.\n\n"
        "KẾT LUẬN\n\n"
        "Chương II\n\n"
        "Một câu ngắn không có dấu chấm\n\n"
        "1.5 tỷ đồng cho năm nay\n\n"
        "Điều 3. Hiệu lực\n\n"
        "Từ ngày ký."
    )
    assert headings(loaded) == [
        "Họp giao ban tuần 6",
        "Cao Lãnh, ngày 5 tháng 2 năm 2024",
        "I. Kinh phí",
        "KẾT LUẬN",
        "Chương II",
        "Điều 3. Hiệu lực",
    ]
    assert loaded.title == "Họp giao ban tuần 6"


def test_numbered_blocks_on_end_are_a_list_and_no_headings() -> None:
    loaded = read("Mở đầu câu chuyện.\n\n1. Sửa mái nhà\n\n2. Mua máy in\n\n3. Dọn kho\n\nHết việc rồi.")
    assert headings(loaded) == []


def test_sentences_and_long_lines_are_no_headings() -> None:
    assert headings(read("Họp xong rồi.\n\nVề thôi.")) == []
    assert headings(read("A" * 121 + "\n\nHết.")) == []
    assert headings(read("Chỉ một đoạn không dấu chấm")) == []


@pytest.mark.parametrize(
    "line",
    [
        " date 2023-12 (VTC News) -",
        "Hà Nội, ngày 5 tháng 2 năm 2024",
        "Thứ Hai, 05/02/2024",
        "thứ hai, 05/02/2024",
        "Thứ Hai, 05/02/2024, 10:30 (GMT+7)",
        "Tuesday, May 14, 2024",
        "5 February 2024",
        "TP. Tân Hải, 05/02/2024",
    ],
)
def test_datelines(line: str) -> None:
    loaded = read(f"Một đoạn trước.\n\n{line}\n\nMột đoạn sau.")
    assert headings(loaded) == [line.strip()]


@pytest.mark.parametrize(
    "line",
    [
        "Xong trước ngày 5 tháng 2 năm 2024",
        "hoàn thành, ngày 5 tháng 2 năm 2024",
        "Hạn nộp: 05/02/2024",
        "Hà Nội, ngày 5 tháng 2 năm 2024.",
        "Thời gian: 8 giờ ngày 05/02/2024",
    ],
)
def test_lines_with_a_date_that_say_more_are_no_datelines(line: str) -> None:
    assert headings(read(f"Một đoạn trước.\n\n{line}\n\nMột đoạn sau.")) == []


def test_headings_of_markdown_are_those_it_marks() -> None:
    loaded = read(
        "---\ntitle: 'Họp tổ'\ndate: 05/02/2024\ntags: [a, b]\n---\n\n"
        "# Một #\nĐoạn liền ngay dưới.\n\nHai\n===\n\n"
        "```\n# không phải\n```\n\nĐoạn hai dòng\ncuối cùng\n---\n\nHOA KHÔNG PHẢI\n\n*Thứ Ba, 06/02/2024*\n\nHết.",
        "a.md",
    )
    assert headings(loaded) == [
        "---\ntitle: 'Họp tổ'\ndate: 05/02/2024\ntags: [a, b]\n---",
        "# Một #",
        "Hai\n===",
        "*Thứ Ba, 06/02/2024*",
    ]
    assert (loaded.title, loaded.meeting_date) == ("Họp tổ", "2024-02-05")


def test_text_between_rules_is_no_front_matter() -> None:
    loaded = read("---\nMột đoạn văn nằm giữa hai gạch.\n---\n\n# Tên\n\nHết.", "a.md")
    assert loaded.title == "Tên"
    assert headings(loaded) == ["# Tên"]
