"""Rows of tables as paragraphs, with their header as context and their cells as ranges."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import load
from index.loaders.blocks import Block, write
from index.loaders.tables import row_block
from index.paragraphs import split

FIXTURES = Path(__file__).parent / "fixtures"
TASKS = "tasks-writer.docx tasks-writer.odt tasks-writer.rtf tasks-pandoc.docx sources/tasks.html".split()
HEADER = "TT | Việc | Người làm | Thời hạn"


def document(*rows: str) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in row.split("|")) for row in rows)
    return "<p>Trước.</p><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table><p>Sau.</p>"


def read(*rows: str) -> list[tuple[str | None, str]]:
    return [(each.heading, each.text) for each in split(load("a.html", document(*rows).encode()), "s", "a.html")][1:-1]


@pytest.mark.parametrize("name", TASKS)
def test_rows_of_a_table_that_another_program_wrote(name: str) -> None:
    loaded = load(name, (FIXTURES / name).read_bytes())
    assert [[loaded.text[cell.start : cell.end] for cell in row.cells] for row in loaded.rows] == [
        ["TT", "Việc", "Người làm", "Thời hạn"],
        ["1", "Xây kè đoạn dốc Khe Vầu", "Tổ 2 và tổ 3", "20/4/2025"],
        ["2", "Chữa bộ truyền động máy cấy", "Ông Hoàng Văn Sính", "5/5/2025"],
        ["3", "Dán sổ thu chi ở cửa kho", "Bà Nông Thị Pàn", "thứ bảy hằng tuần"],
    ]
    title = "Việc sau họp giao ban"
    found = split(loaded, "s", name)
    assert [(each.heading, each.text) for each in found[1:4]] == [
        (f"{title} › {HEADER}", loaded.text[row.start : row.end]) for row in loaded.rows[1:]
    ]
    assert [each.heading for each in (found[0], found[4])] == [title, title]


def test_a_row_is_a_paragraph_under_its_header() -> None:
    assert read("TT|Việc|Hạn", "1|Sơn cửa|5/4", "2|Lau kho|6/4") == [
        ("TT | Việc | Hạn", "1 | Sơn cửa | 5/4"),
        ("TT | Việc | Hạn", "2 | Lau kho | 6/4"),
    ]


@pytest.mark.parametrize(
    ("rows", "has"),
    [
        (["Tổ|Số hộ", "Một|12", "Hai|30"], True),
        # Only the rows below have digits, in all of a column.
        (["Xóm bản|Hộ nghèo", "Thượng|12", "Hạ|30"], True),
        (["Ông Lâm|Trưởng ban", "Bà Pàn|Phó ban"], False),
        (["Giống lúa|Mười tạ", "Giống ngô|12 tạ", "Giống sắn|chưa rõ"], False),
        (["1|Sơn cửa", "2|Lau kho"], False),
        (["Việc|", "Sơn cửa|5/4"], False),
        (["Việc|Hạn"], False),
    ],
)
def test_a_first_row_is_a_header_where_it_names_columns(rows: list[str], has: bool) -> None:
    found = read(*rows)
    header = rows[0].replace("|", " | ")
    assert [heading for heading, _ in found] == [header if has else None] * (len(rows) - has)
    assert (header.strip(" |") in [words for _, words in found]) is not has


def test_a_very_long_row_is_cut() -> None:
    found = read("TT|Việc", "1|" + "Một câu dài. " * 200)
    assert len(found) == 2
    assert {heading for heading, _ in found} == {"TT | Việc"}


@given(st.lists(st.text("ab| \t", max_size=6), min_size=1, max_size=5))
def test_cells_are_ranges_of_the_row(cells: list[str]) -> None:
    words = [" ".join(each.split()) for each in cells]
    written = write([Block("Trước."), row_block(words, 1), Block("Sau.")])
    for row in written.rows:
        assert all(row.start <= cell.start <= cell.end <= row.end for cell in row.cells)
        found = [written.text[cell.start : cell.end] for cell in row.cells]
        # What parts cells is taken off at the ends of a row.
        assert [each.strip(" |") for each in found] == [each.strip(" |") for each in words]
        assert found[1:-1] == words[1:-1] or any("|" in each for each in words) or "" in (words[0], words[-1])
