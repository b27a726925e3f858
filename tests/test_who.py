"""Who is a person and who a body, and the ways to write a name that are one."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from index.who import kind_of_name, name_key, same_name
from tests.stub_embedder import StubEmbedder


@pytest.mark.parametrize(
    "name",
    ["Phòng Kế toán", "UBND tỉnh", "các sở, ngành", "Tổ 5", "Công an xã", "bộ phận kỹ thuật", "thôn Đông"]
    + ["Finance Committee", "the board", "Board of Trustees", "Harbour Trust", "all members", "HR team"],
)
def test_bodies(name: str) -> None:
    assert kind_of_name(name) == "body"


@pytest.mark.parametrize(
    "name",
    ["ông Trần Nam", "Lê Thị Hà", "Giám đốc", "Chủ tịch UBND tỉnh", "đồng chí Nam", ""]
    + ["Sarah Jones", "Clerk", "Secretary of the Council", "Councillor Board-Smith Hall"],
)
def test_persons(name: str) -> None:
    assert kind_of_name(name) == "person"


def test_ways_to_write_a_name() -> None:
    assert name_key(" Ông  HOÀ ") == name_key("ông Hòa") != name_key("Hòa")


def test_a_title_before_a_name_is_the_same_person() -> None:
    assert same_name("bà Lê Thị Hà", "Lê Thị Hà")
    assert same_name("lê thị HÀ", "Lê Thị Hà")
    # One word may be anybody's, and what a body's name ends with is another body.
    assert not same_name("Lê Thị Hà", "Hà")
    assert not same_name("Chi cục Sở Tài chính", "Sở Tài chính")
    assert not same_name("", "Hà")


def test_what_somebody_said_word_for_word(tmp_path: Path) -> None:
    talk = "Bà Hà: Quỹ còn ba triệu.\n\nÔng Nam: Chi hết.\n\nBà Hà: Không được.\nPhải họp đã.\n"
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("b.txt", talk.encode())
        library.add_bytes("a.txt", "Ông Nam: Chào.\n\nBà Hà: Chào ông.\n\nÔng Nam: Họp nhé.\n".encode())
        said = library.said_by("bà HÀ")
        assert [(each.paragraph.document, each.text.strip()) for each in said] == [
            ("a.txt", "Bà Hà: Chào ông."),
            ("b.txt", "Bà Hà: Quỹ còn ba triệu."),
            ("b.txt", "Bà Hà: Không được.\nPhải họp đã."),
        ]
        assert all(each.text in library.source(each.paragraph.document).text for each in said)
        assert library.said_by("ai khác") == []
