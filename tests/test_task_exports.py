"""The files that the board is exported to, read back by another program where there is one."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from icalendar import Calendar

from index.board import BoardLine
from index.cli import main
from index.exports import as_csv, as_ics, as_xlsx
from index.exports.columns import WORDS
from index.library import Library
from index.marks import Mark
from index.task_lines import TaskLine
from index.tasks import Task
from tests.stub_embedder import StubEmbedder

TODAY = date(2024, 3, 21)
NOW = datetime(2024, 3, 21, 7, 30, tzinfo=UTC)
MARK = Mark("m", "b.txt", None, 0, 9, "x", 0, (), None, None, (), "Lê An", "2024-04-01T17:30:00+00:00")
REPORT = "Giám đốc giao Phòng Kế toán, ông Nam nộp báo cáo trước 20/3"


def line(
    text: str,
    *people: str,
    document: str = "giao ban.docx",
    by: str | None = None,
    begin: date | None = None,
    due: date | None = None,
    day: str | None = "2024-03-12",
    title: str | None = "Giao ban quý I",
    mark: Mark | None = None,
    nth: int = 0,
) -> BoardLine:
    task = Task("s:0-9", 3, 9, people, by, begin, due, "assignment", 0.87654, "r")
    return BoardLine(TaskLine(document, day, text, task), title, mark, nth)


LATE = line(REPORT, "Phòng Kế toán", "ông Nam", by="Giám đốc", due=date(2024, 3, 20))
DONE = line(
    'Mua "hai" máy in;\nxong trong quý I',
    document="b.txt",
    begin=date(2024, 1, 1),
    due=date(2024, 3, 31),
    day="2024-01",
    title=None,
    mark=MARK,
)
NEVER = line("Treo cờ 😀", day=None)


def test_a_csv_that_excel_opens_in_vietnamese() -> None:
    data = as_csv([LATE, DONE, NEVER], TODAY, "vi")
    assert data.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))) == [
        ["Trạng thái", "Từ ngày", "Hạn", "Việc", "Được giao", "Người giao", "Loại", "Cuộc họp", "Ngày họp", "Tài liệu"]
        + ["Độ tin cậy", "Người xác nhận", "Xác nhận lúc (UTC)"],
        ["quá hạn", "", "2024-03-20", REPORT, "Phòng Kế toán, ông Nam", "Giám đốc", "giao việc", "Giao ban quý I"]
        + ["2024-03-12", "giao ban.docx", "0.877", "", ""],
        ["đã xong", "2024-01-01", "2024-03-31", 'Mua "hai" máy in;\nxong trong quý I', "", "", "giao việc", ""]
        + ["2024-01", "b.txt", "0.877", "Lê An", "2024-04-01T17:30:00+00:00"],
        [
            "chưa xong",
            "",
            "",
            "Treo cờ 😀",
            "",
            "",
            "giao việc",
            "Giao ban quý I",
            "",
            "giao ban.docx",
            "0.877",
            "",
            "",
        ],
    ]
    assert data.decode("utf-8-sig").startswith("Trạng thái,Từ ngày,Hạn,Việc")
    assert b"\r\nqu\xc3\xa1 h\xe1\xba\xa1n," in data


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t=", "\r", "＝"])
def test_no_cell_is_a_formula(sign: str) -> None:
    text = f'{sign}HYPERLINK("http://x","y")'
    (_, row) = csv.reader(io.StringIO(as_csv([line(text, text)], TODAY, "en").decode("utf-8-sig"), newline=""))
    assert (row[3], row[4]) == (f"'{text}", f"'{text}")
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx([line(text, text)], TODAY, "en"))).active
    assert sheet is not None
    assert (sheet["D2"].data_type, sheet["D2"].value) == ("s", text.replace("\r", "\n"))
    assert sheet["D2"].hyperlink is None


def test_an_xlsx_with_dates_as_dates() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(as_xlsx([LATE, DONE, NEVER], TODAY, "vi")))
    assert workbook.sheetnames == ["Việc cần làm"]
    sheet = workbook["Việc cần làm"]
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == [WORDS["vi"][key] for key in (
        *("state", "due_from", "due_to", "task", "assignees", "assigned_by", "kind", "meeting", "meeting_date"),
        *("document", "confidence", "done_by", "done_at"),
    )]  # fmt: skip
    assert rows[1] == [
        *("quá hạn", None, datetime(2024, 3, 20), REPORT, "Phòng Kế toán, ông Nam", "Giám đốc", "giao việc"),
        *("Giao ban quý I", datetime(2024, 3, 12), "giao ban.docx", 0.877, None, None),
    ]
    assert rows[2][1:4] == [datetime(2024, 1, 1), datetime(2024, 3, 31), 'Mua "hai" máy in;\nxong trong quý I']
    assert rows[2][8:] == ["2024-01", "b.txt", 0.877, "Lê An", "2024-04-01T17:30:00+00:00"]
    assert rows[3][3] == "Treo cờ 😀"
    assert len(rows) == 4
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["C2"].number_format) == ("A2", "A1:M4", "dd/mm/yyyy")


def test_an_ics_with_an_event_for_each_deadline() -> None:
    data = as_ics([LATE, DONE, NEVER], TODAY, "vi", NOW)
    assert all(len(each) <= 75 for each in data.split(b"\r\n"))
    unfolded = data.decode("utf-8").replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20240320\r\nDTEND;VALUE=DATE:20240321\r\n" in unfolded
    assert "DTSTAMP:20240321T073000Z\r\n" in unfolded
    calendar = Calendar.from_ical(data)
    late, done = calendar.walk("VEVENT")
    assert str(calendar["x-wr-calname"]) == "Việc cần làm"
    assert (str(late["summary"]), late["dtstart"].dt, late["dtend"].dt) == (
        REPORT,
        date(2024, 3, 20),
        date(2024, 3, 21),
    )
    assert str(late["description"]) == (
        f"“{REPORT}”\nTài liệu: giao ban.docx\nCuộc họp: Giao ban quý I\nNgày họp: 2024-03-12\n"
        "Được giao: Phòng Kế toán, ông Nam\nNgười giao: Giám đốc"
    )
    assert str(done["summary"]) == '✓ đã xong: Mua "hai" máy in; xong trong quý I'
    assert done["dtstart"].dt == date(2024, 3, 31)
    assert str(done["description"]) == (
        '“Mua "hai" máy in;\nxong trong quý I”\nTài liệu: b.txt\nNgày họp: 2024-01\nTừ ngày: 2024-01-01\n'
        "Người xác nhận: Lê An, 2024-04-01T17:30:00+00:00"
    )
    assert late["categories"].to_ical().decode() == "giao việc"


def uids(*lines: BoardLine) -> list[str]:
    return [str(each["uid"]) for each in Calendar.from_ical(as_ics(lines, TODAY, "en", NOW)).walk("VEVENT")]


def test_a_line_keeps_its_uid() -> None:
    (uid,) = uids(LATE)
    assert uid.endswith("@hoi-hop")
    moved = line(REPORT.upper(), "ông Nam", due=date(2024, 4, 2), mark=MARK)
    assert uids(DONE, moved)[1] == uid
    others = [line(REPORT, document="b", due=TODAY), line("x", due=TODAY), line(REPORT, due=TODAY, nth=1)]
    assert len({uid, *uids(*others)}) == 4


def test_the_command_writes_the_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "library"
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes(
            "b.txt", b"Clerk to notify traders by 3 April 2024. Treasurer to pay the rent by 1 March 2024."
        )
        (first, _) = [each.line for each in library.board().lines]
        library.mark_done(first, "Ann")
    files = [tmp_path / f"tasks.{suffix}" for suffix in ("csv", "xlsx", "ics")]
    options = [word for path in files for word in (f"--{path.suffix[1:]}", str(path))]
    command = ["tasks", "--library", str(folder), "--today", "2024-03-21", "--language", "en"]
    assert main([*command, *options]) == 0
    assert capsys.readouterr().out == "".join(f"written\t2\t{path}\n" for path in files)
    rows = list(csv.reader(io.StringIO(files[0].read_text("utf-8-sig"), newline="")))
    assert [(row[0], row[3], row[11]) for row in rows[1:]] == [
        ("overdue", "Treasurer to pay the rent by 1 March 2024", ""),
        ("done", "Clerk to notify traders by 3 April 2024", "Ann"),
    ]
    assert openpyxl.load_workbook(files[1])["Tasks"]["D2"].value == rows[1][3]
    assert len(Calendar.from_ical(files[2].read_bytes()).walk("VEVENT")) == 2
    assert main([*command, "--csv", str(tmp_path / "none" / "x.csv")]) == 1
    assert "the file can't be written" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()
