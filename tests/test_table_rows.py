"""Rows of tables as paragraphs, with their header as context and their cells as ranges."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Quote
from assistant.ask import ask
from assistant.cells import asked_cell
from assistant.citation import source_line
from assistant.conversations.as_json import answer_from, answer_json
from assistant.text_out import answer_text
from assistant.ui.cards import card
from assistant.ui.messages import Speech
from index import Cell, Expected, Library, LibraryDamaged, Paragraph, Row, Span
from index.loaders import load
from index.loaders.blocks import Block, write
from index.loaders.tables import row_block
from index.paragraphs import split
from index.store import FILE_NAME
from tests.stub_embedder import StubEmbedder

VI, EN = Speech("vi"), Speech("en")
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
        # Labels with their values, and columns of months or days.
        (["Thời gian|8h30, thứ Hai ngày 10/6/2024", "Địa điểm|Phòng 3", "Chủ trì|Ông Nam"], False),
        (["Date and time|Monday 10 June 2024, 9:30", "Place|Room 3"], False),
        (["Thời gian|8h30, thứ Hai ngày 10/6/2024|Địa điểm|Phòng 3", "Chủ trì|Ông Nam|Thư ký|Bà Lan"], False),
        (["Thời gian|Việc", "8h30|Khai mạc", "9h|Giải lao"], True),
        (["Thời gian|Tháng 6/2024", "Thu|12", "Chi|30"], True),
        (["Hạng mục|Đến ngày 10/6/2024", "Kè|12", "Cống|30"], True),
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


def test_a_paragraph_knows_its_row_and_the_names_of_its_columns() -> None:
    loaded = load("a.html", document("TT|Việc|Hạn", "1|Sơn cửa|5/4", "2||6/4").encode())
    first, second = split(loaded, "s", "a.html")[1:-1]
    assert first.row == Row(1, (Cell(0, 1, "TT"), Cell(4, 11, "Việc"), Cell(14, 17, "Hạn")))
    # An empty cell is none.
    assert second.row == Row(2, (Cell(0, 1, "TT"), Cell(7, 10, "Hạn")))
    (only, other) = split(load("a.html", document("Ông Lâm|Trưởng ban", "Bà Pàn|Phó ban").encode()), "s", "a.html")[
        1:-1
    ]
    assert only.row == Row(1, (Cell(0, 7, None), Cell(10, 20, None)))
    assert other.row is not None and other.row.number == 2


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add(FIXTURES / "tasks-writer.docx")
        yield library


def row_of(library: Library, number: int) -> Paragraph:
    return next(each for each in library.paragraphs("tasks-writer.docx") if each.row and each.row.number == number)


def test_a_row_is_stored_with_its_cells(library: Library) -> None:
    row = row_of(library, 2)
    assert row.row is not None
    assert [(row.text[cell.start : cell.end], cell.column) for cell in row.row.cells] == [
        ("2", "TT"),
        ("Chữa bộ truyền động máy cấy", "Việc"),
        ("Ông Hoàng Văn Sính", "Người làm"),
        ("5/5/2025", "Thời hạn"),
    ]
    (removed,) = library.take_out(["tasks-writer.docx"])
    library.put_back(removed)
    assert row_of(library, 2) == row
    assert library.reread("tasks-writer.docx").status == "unchanged"


def test_changed_cells_are_found(library: Library) -> None:
    connection = sqlite3.connect(library.folder / FILE_NAME, isolation_level=None)
    connection.execute("UPDATE paragraph SET cells = replace(cells, 'Thời hạn', 'Ngày') WHERE cells IS NOT NULL")
    connection.close()
    with pytest.raises(LibraryDamaged, match="the record of a paragraph"):
        library.paragraphs("tasks-writer.docx")


@pytest.mark.parametrize(
    ("question", "asks", "cell"),
    [
        ("Thời hạn chữa bộ truyền động máy cấy?", "date", "5/5/2025"),
        ("Việc chữa bộ truyền động máy cấy khi nào xong?", "date", "5/5/2025"),
        ("ai la nguoi lam viec chua bo truyen dong may cay", "person", "Ông Hoàng Văn Sính"),
        ("Ông Hoàng Văn Sính phải làm gì?", None, None),
        ("Máy cấy thế nào?", None, None),
    ],
)
def test_the_cell_that_is_asked_for(library: Library, question: str, asks: Expected | None, cell: str | None) -> None:
    row = row_of(library, 2)
    found = asked_cell(question, asks, row)
    assert (None if found is None else row.text[found.start : found.end]) == cell


def test_a_citation_names_row_and_column(library: Library) -> None:
    row = row_of(library, 3)
    assert row.row is not None
    last = row.row.cells[-1]
    cited = Quote(row, "Việc", None, (Span(last.start, last.end),), None, None, 0.8)
    assert source_line(cited, VI) == "Việc (tasks-writer.docx), hàng 3, cột Thời hạn"
    assert source_line(cited, EN) == "Việc (tasks-writer.docx), row 3, column Thời hạn"
    whole = replace(cited, highlights=(Span(0, len(row.text)),))
    assert source_line(whole, VI) == "Việc (tasks-writer.docx), hàng 3"
    assert card(cited, "quotes:0", 1, VI)["facts"] == ["hàng 3, cột Thời hạn"]
    answer = Answer("?", None, True, 0.8, None, (cited,), ())
    assert "tasks-writer.docx · hàng 3, cột Thời hạn · " in answer_text(answer, VI, bold=False)
    assert answer_from(answer_json(answer)) == answer


def test_an_answer_marks_the_cell(library: Library) -> None:
    (best, *_) = ask("Thời hạn chữa bộ truyền động máy cấy là khi nào?", library).shown
    assert [best.paragraph.text[span.start : span.end] for span in best.highlights] == ["5/5/2025"]
