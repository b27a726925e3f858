"""Who is a person and who a body, and the ways to write a name that are one."""

from __future__ import annotations

import pytest

from index.who import kind_of_name, name_key


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
