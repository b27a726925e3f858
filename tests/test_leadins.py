"""What leads into a list is context of its items."""

from __future__ import annotations

import pytest

from index.loaders import load
from index.paragraphs import split


def read(text: str, name: str = "a.txt") -> list[tuple[str | None, str]]:
    return [(each.heading, each.text) for each in split(load(name, text.encode()), "s", name)]


def test_an_item_keeps_the_line_that_leads_into_it() -> None:
    found = read("Họp tổ.\n\nGiao Sở Tài chính:\n\n- Trình phương án trước 30/6.\n\n- Công khai kết quả.\n\nXong.")
    assert found == [
        (None, "Họp tổ."),
        ("Giao Sở Tài chính", "- Trình phương án trước 30/6."),
        ("Giao Sở Tài chính", "- Công khai kết quả."),
        (None, "Xong."),
    ]


def test_nested_items_keep_all_levels_above() -> None:
    found = read(
        "I. KẾT LUẬN\n\n1. Giao Sở Tài chính chủ trì, cụ thể:\n\na) Trình phương án:\n\n- Phần một trước 30/6.\n\n"
        "+ Có phụ lục.\n\n- Phần hai trước 30/7.\n\nb) Báo cáo.\n\n2. Sở Nội vụ lo phần còn lại.\n\n"
        "Điều 2. Hiệu lực như sau:\n\n1. Từ ngày ký."
    )
    first = "I. KẾT LUẬN › 1. Giao Sở Tài chính chủ trì, cụ thể"
    assert found == [
        (f"{first} › a) Trình phương án", "- Phần một trước 30/6."),
        (f"{first} › a) Trình phương án › Phần một trước 30/6.", "+ Có phụ lục."),
        (f"{first} › a) Trình phương án", "- Phần hai trước 30/7."),
        (first, "b) Báo cáo."),
        ("I. KẾT LUẬN", "2. Sở Nội vụ lo phần còn lại."),
        ("I. KẾT LUẬN › Điều 2. Hiệu lực như sau", "1. Từ ngày ký."),
    ]


def test_small_roman_letters_are_letters() -> None:
    found = read("1. Các việc:\n\nh) Một.\n\ni) Hai.\n\nk) Ba.")
    assert [heading for heading, _ in found] == ["1. Các việc"] * 3


def test_bullets_stand_as_deep_as_they_come() -> None:
    found = read("Giao:\n\n+ A:\n\n- Một.\n\n+ B:\n\n- Hai.\n\n1. Số đứng trên gạch.")
    assert found == [("Giao › A", "- Một."), ("Giao › B", "- Hai."), ("Giao", "1. Số đứng trên gạch.")]


def test_a_heading_ends_a_list_and_so_does_prose() -> None:
    assert read("# A\n\nGiao:\n\n- Một.\n\n## B\n\n- Hai.\n\nVà:\n\n- Ba.\n\nVăn xuôi.\n\n- Bốn.", "a.md") == [
        ("A › Giao", "- Một."),
        ("A › B", "- Hai."),
        ("A › B › Và", "- Ba."),
        ("A › B", "Văn xuôi."),
        ("A › B", "- Bốn."),
    ]


def test_marks_of_markdown_are_not_in_the_context() -> None:
    assert read("Họp tổ.\n\n**Giao Sở Tài chính:**\n\n- Một.\n- Hai.", "a.md")[1:] == [
        ("Giao Sở Tài chính", "- Một.\n- Hai.")
    ]


def test_a_list_in_one_block_holds_its_lead_in_itself() -> None:
    assert read("Giao Sở Tài chính:\n- Một.\n- Hai.") == [(None, "Giao Sở Tài chính:\n- Một.\n- Hai.")]


def test_a_long_lead_in_stays_a_paragraph_and_is_cut_as_context() -> None:
    long = "Sau khi nghe ý kiến, chủ toạ kết luận. Các đơn vị " + "và các tổ " * 15 + "cùng làm những việc sau:"
    found = read(f"{long}\n\n- Một.")
    assert found[0] == (None, long)
    heading = found[1][0]
    assert heading is not None
    assert heading == "Các đơn vị " + "và các tổ " * 10 + "và các…"
    assert len(heading) <= 120


def test_the_rest_of_a_long_item_keeps_its_context() -> None:
    long = "1. Giao Ban Quản lý chợ. " + "Việc này làm trong quý tới. " * 90
    found = read(f"Hội nghị giao:\n\n{long}\n\n2. Hết.")
    beginning = "1. Giao Ban Quản lý chợ. " + "Việc này làm trong quý tới. " * 3 + "Việc này"
    assert [heading for heading, _ in found] == [
        "Hội nghị giao",
        f"Hội nghị giao › {beginning}…",
        "Hội nghị giao",
    ]


@pytest.mark.parametrize(
    "text",
    ["Ông Nam nói:\n\nTôi đồng ý.", "Kính thưa hội nghị:\n\nHôm nay ta họp.", "- Một:\n\n- Hai."],
)
def test_only_a_list_is_led_into(text: str) -> None:
    assert [heading for heading, _ in read(text)] == [None, None]
    assert [words for _, words in read(text)] == text.split("\n\n")


def test_what_is_said_is_no_list() -> None:
    found = split(load("a.txt", "Lan: Tôi giao:\n\nNam: - Vâng ạ.\n\nLan: - Xong nhé.\n".encode()), "s", "a.txt")
    assert [each.heading for each in found] == [None]
