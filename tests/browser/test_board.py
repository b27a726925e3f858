"""The board of tasks: filtering, marking and undoing, the source, marks without a line, and thousands of lines."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import PHONE, Watched, ready, rerun, settled, sideways
from tests.browser.audit import Audit
from tests.browser.serving import Chat

NAME = "giao-ban-tổ-6.txt"
MINUTES = (
    "Cuộc họp giao ban tổ 6 ngày 12/3/2024.\n\n"
    "Tổ trưởng giao bà Tạ Thị Ngân thu tiền đèn đường trước 20/3.\n\n"
    "Tổ trưởng giao Đội Xung kích quét dọn sân đình trước 15/3.\n"
)
TALK = (
    "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Tạ Thị Ngân>Tôi thu xong rồi.\n\n"
    "00:05.000 --> 00:08.000\n<v Trần Văn Lực>Tốt.\n\n00:09.000 --> 00:12.000\n<v Tạ Thị Ngân>Còn nhà ông Sáu.\n"
)
COUNCIL = (
    "Kỳ họp thứ 5 HĐND huyện Mường Lạ\n\n8 giờ ngày 20/6/2024, tại hội trường huyện. Chủ tọa: bà Quàng Thị Hoa.\n\n"
    "Nhà máy nước sinh hoạt Chiềng Hoa khởi công trong tháng 3/2025, cấp nước cho 1.250 hộ.\n\n"
    "Giao UBND huyện trình phương án trước 30/7/2024.\n"
)
PRESS = (
    "HĐND huyện Mường Lạ họp kỳ thứ 5\n\nThứ Sáu, 21/6/2024\n\n"
    "Hôm qua, HĐND huyện Mường Lạ khai mạc kỳ họp thứ 5, do bà Quàng Thị Hoa chủ trì.\n\n"
    "Theo nghị quyết, nhà máy nước sinh hoạt Chiềng Hoa khởi công trong tháng 2/2025, cấp nước cho 1.250 hộ.\n"
)
LIGHTS = "Tổ trưởng giao bà Tạ Thị Ngân thu tiền đèn đường trước 20/3"
YARD = "Tổ trưởng giao Đội Xung kích quét dọn sân đình trước 15/3"


@pytest.fixture(scope="module", autouse=True)
def alone(chat: Chat) -> None:
    """Without the samples the board holds our lines only."""
    with chat.library() as library:
        library.remove_samples()


@pytest.fixture(autouse=True)
def minutes(chat: Chat) -> Iterator[None]:
    with chat.library() as library:
        library.add_bytes(NAME, MINUTES.encode())
    yield
    with chat.library() as library:
        for mark in [each.mark for each in library.board().lines if each.mark] + list(library.board().unplaced):
            library.unmark(mark.id)


def board(chat: Chat, open_page: Watched, **options: object) -> Page:
    page = open_page(replace(chat, url=f"{chat.url}/?page=tasks"), **options)
    expect(page.locator(".hh-task")).to_have_count(2)
    settled(page)
    return page


def row(page: Page, text: str) -> Locator:
    return page.locator(".hh-task", has=page.get_by_text(text, exact=True))


def narrow(page: Page, box: str, option: str) -> None:
    page.locator(".st-key-hh-board-filters").get_by_role("button", name="Bộ lọc").click()
    page.get_by_test_id("stPopoverBody").get_by_role("combobox", name=box).click()
    page.get_by_role("option", name=option).click()
    expect(page.locator(".hh-chip", has_text=option)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)


def test_a_line_is_one_click_from_its_paragraph(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    rerun(page, page.get_by_role("button", name="Mở bảng việc").click)
    expect(page).to_have_url(re.compile("page=tasks"))
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    page.get_by_role("button", name=LIGHTS, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-mark")).to_have_text(LIGHTS)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name=LIGHTS, exact=True)).to_be_focused()


def test_a_task_is_marked_with_a_typed_name_undone_and_filtered(chat: Chat, open_page: Watched) -> None:
    page = board(chat, open_page)
    # The longest overdue first.
    expect(page.locator(".hh-task-text")).to_have_text([YARD, LIGHTS])
    expect(row(page, LIGHTS).locator(".hh-late")).to_have_text(re.compile(r"Quá hạn [\d.]+ ngày"))
    check = page.get_by_role("button", name=f"Đánh dấu đã xong, {YARD}")
    check.press("Enter")
    field = page.get_by_label("Tên người xác nhận")
    expect(field).to_be_focused()
    field.press("Enter")
    expect(field).to_be_focused()
    field.fill("Lê An")
    field.press("Enter")
    expect(page.locator(".hh-task-text")).to_have_text([LIGHTS])
    expect(page.get_by_role("button", name=f"Đánh dấu đã xong, {LIGHTS}")).to_be_focused()
    expect(page.locator(".st-key-board-note")).to_have_text("Đã đánh dấu xong, Lê An xác nhận.")
    page.get_by_role("radio", name="Đã xong (1)").click()
    expect(row(page, YARD)).to_contain_text(re.compile(r"Lê An xác nhận đã xong lúc \d\d:\d\d, \d\d/\d\d/\d{4}"))
    page.get_by_role("button", name=f"Bỏ dấu đã xong, {YARD}").click()
    expect(page.locator(".hh-shelf-count")).to_have_text("Không có việc nào khớp.")
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".hh-task-text")).to_have_text([YARD])
    page.get_by_role("radio", name="Tất cả (2)").click()
    expect(page.locator(".hh-task-text")).to_have_text([LIGHTS, YARD])
    # The name that was typed last is at hand.
    row(page, LIGHTS).locator(".hh-task-check").click()
    expect(field).to_have_value("Lê An")
    narrow(page, "Người được giao", "Tạ Thị Ngân")
    expect(page.locator(".hh-task-text")).to_have_text([LIGHTS])
    page.get_by_role("button", name="Bỏ bộ lọc Tạ Thị Ngân").click()
    expect(page.locator(".hh-task-text")).to_have_text([LIGHTS, YARD])


def test_a_mark_stays_with_its_old_words_when_the_line_is_gone(chat: Chat, open_page: Watched) -> None:
    with chat.library() as library:
        (line,) = [each.line for each in library.board().lines if each.line.text == LIGHTS]
        library.mark_done(line, "Bà Hà")
        library.add_bytes(NAME, MINUTES.replace("20/3", "25/3").encode())
    page = open_page(chat)
    page.goto(f"{chat.url}/?page=tasks")
    marks = page.locator(".st-key-hh-board-marks")
    expect(marks.locator(".hh-task-text")).to_have_text([LIGHTS])
    expect(marks).to_contain_text("Bà Hà xác nhận đã xong")
    marks.get_by_role("button", name=f"Bỏ dấu đã xong, {LIGHTS}").click()
    expect(marks).to_have_count(0)
    page.get_by_role("button", name="Hoàn tác").click()
    expect(marks.locator(".hh-task-text")).to_have_text([LIGHTS])


def test_the_timeline_is_a_chart_and_a_table(chat: Chat, open_page: Watched) -> None:
    page = board(chat, open_page)
    page.get_by_role("button", name="Dòng thời gian").click()
    rows = page.locator(".hh-timeline tbody tr")
    expect(rows.locator("th")).to_have_text(["12/03/2024", "Hạn 15/03/2024", "Hạn 20/03/2024"])
    expect(rows.locator(".hh-task-text")).to_have_text([NAME, YARD, LIGHTS])
    chart = page.get_by_test_id("stVegaLiteChart")
    expect(chart).to_have_attribute("aria-label", re.compile("^Biểu đồ các cuộc họp"))
    expect(chart.locator(".mark-symbol path")).to_have_count(3)
    rows.get_by_role("button", name=LIGHTS).click()
    expect(page.get_by_role("dialog").locator(".hh-mark")).to_have_text(LIGHTS)


def test_what_is_shown_is_exported(chat: Chat, open_page: Watched) -> None:
    page = board(chat, open_page)
    narrow(page, "Tháng đến hạn", "03/2024")
    narrow(page, "Đơn vị được giao", "Đội Xung kích")
    expect(page.locator(".hh-task-text")).to_have_text([YARD])
    page.get_by_role("button", name="Xuất").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Bảng (.csv)").click()
    assert download.value.suggested_filename == "Việc cần làm.csv"
    rows = list(csv.reader(download.value.path().read_text("utf-8-sig").splitlines()))
    assert [(row[0], row[2], row[3], row[9]) for row in rows[1:]] == [("quá hạn", "2024-03-15", YARD, NAME)]


def test_a_meeting_and_a_person_have_their_pages(chat: Chat, open_page: Watched) -> None:
    with chat.library() as library:
        library.add_bytes("tổ-6.vtt", TALK.encode())
    page = board(chat, open_page)
    row(page, LIGHTS).get_by_role("button", name="Tạ Thị Ngân", exact=True).click()
    expect(page).to_have_url(re.compile("page=who&of="))
    expect(page.get_by_role("heading", name="Tạ Thị Ngân")).to_be_visible()
    expect(page.locator(".hh-task .hh-task-text")).to_have_text([LIGHTS])
    said = page.locator(".hh-timeline tbody tr")
    expect(said).to_have_text([re.compile("00:01.*Tôi thu xong rồi"), re.compile("00:09.*Còn nhà ông Sáu")])
    said.first.get_by_role("button", name="tổ-6.vtt").click()
    expect(page).to_have_url(re.compile("page=meeting&of="))
    page.locator(".st-key-about-speaker-1").get_by_role("button", name="Trần Văn Lực").click()
    expect(page.get_by_role("heading", name="Trần Văn Lực")).to_be_visible()
    expect(page.locator(".st-key-about-tasks-none")).to_have_text("Không tìm thấy dòng nào.")
    page.locator(".hh-timeline .hh-task-text").first.click()
    expect(page.get_by_role("dialog").locator(".hh-mark")).to_contain_text("Tốt.")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Về bảng việc").click()
    row(page, LIGHTS).get_by_role("button", name=NAME).click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    expect(page.locator(".hh-task .hh-task-text")).to_have_text([YARD, LIGHTS])
    with chat.library() as library:
        library.remove("tổ-6.vtt")


def test_a_meeting_is_told_by_all_its_documents(chat: Chat, open_page: Watched) -> None:
    with chat.library() as library:
        library.add_bytes("biên-bản.txt", COUNCIL.encode())
        library.add_bytes("báo.txt", PRESS.encode())
    page = open_page(replace(chat, url=f"{chat.url}/?page=meeting&of={quote('báo.txt')}"), viewport=PHONE)
    # What the press leaves out the minutes tell.
    place = page.locator(".hh-meeting-row", has_text="Địa điểm")
    expect(place).to_have_text("Địa điểmhội trường huyệnTheo Kỳ họp thứ 5 HĐND huyện Mường Lạ · 20/06/2024")
    settled(page)
    assert sideways(page) == []
    audit = Audit("phone", "light")
    audit(page, "the meeting's page")
    assert audit.found == []
    sides = page.locator(".hh-meeting-side")
    expect(sides.locator(".hh-mark")).to_have_text(["tháng 2/2025", "tháng 3/2025"])
    # The decision stands in both documents, the task in the minutes.
    expect(page.locator(".hh-task .hh-task-text")).to_have_text(
        [re.compile("tháng 3/2025"), re.compile("tháng 2/2025"), "Giao UBND huyện trình phương án trước 30/7/2024"]
    )
    dialog = page.get_by_role("dialog")
    rerun(page, sides.nth(1).get_by_role("button").click)
    expect(dialog.locator(".hh-mark")).to_have_text(re.compile("^Nhà máy nước .* 1.250 hộ.$"))
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    # In a heading, which is no paragraph.
    rerun(page, page.locator(".hh-meeting-row", has_text="Cơ quan họp").get_by_role("button").click)
    expect(dialog.locator(".hh-between .hh-mark")).to_have_text("HĐND huyện Mường Lạ")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    chair = page.locator(".hh-meeting-row", has_text="Chủ trì")
    rerun(page, chair.get_by_role("button", name="Xem trong tài liệu, Quàng Thị Hoa").click)
    expect(dialog.locator(".hh-mark")).to_have_text("Quàng Thị Hoa")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    rerun(page, page.locator(".hh-meeting-others").get_by_role("button").click)
    expect(page.locator(".st-key-about-heading h3")).to_have_text("Kỳ họp thứ 5 HĐND huyện Mường Lạ")
    rerun(page, chair.get_by_role("button", name="Quàng Thị Hoa", exact=True).click)
    expect(page.locator(".st-key-about-heading h3")).to_have_text("Quàng Thị Hoa")
    with chat.library() as library:
        library.take_out(["biên-bản.txt", "báo.txt"])


def test_nothing_goes_sideways_on_a_phone(chat: Chat, open_page: Watched) -> None:
    page = board(chat, open_page, viewport=PHONE)
    row(page, LIGHTS).locator(".hh-task-check").click()
    expect(page.get_by_label("Tên người xác nhận")).to_be_in_viewport()
    assert sideways(page) == []
