"""The library's own page: the list, editing, the report of uploads over a reload, and the first steps."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.actions import PHONE, Watched, ask, document, file, ready, settled, sideways, to_library, upload
from tests.browser.serving import Chat

TEXT = "Họp tổ 6 ngày 12/3/2024\n\nBà Tạ Thị Ngân thu tiền đèn đường của tổ dân phố số 6.\n"
QUESTION = "Ai thu tiền đèn đường của tổ dân phố số 6?"


def test_the_page_is_in_the_address_beside_the_conversation(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    exchange = ask(page, "Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?")
    question = exchange.locator(".hh-words").inner_text()
    to_library(page)
    expect(page).to_have_url(re.compile(r"c=[\w-]{22}"))
    page.reload()
    expect(page.locator(".hh-shelf-row")).to_have_count(18)
    expect(page.get_by_test_id("stChatInputTextArea")).to_have_count(0)
    page.get_by_role("button", name="Về trang hỏi").click()
    expect(page.locator(".hh-words")).to_have_text(question)
    to_library(page)
    page.get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    expect(page.locator(".hh-words")).to_have_count(0)


def test_typing_narrows_the_list_and_the_drawer_is_the_preview(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    to_library(page)
    field = page.get_by_role("searchbox", name="Tìm theo tên tài liệu")
    field.press_sequentially("benh vien")
    expect(page.locator(".hh-shelf-row")).to_have_count(1)
    expect(page.locator(".hh-shelf-count")).to_have_text("1 tài liệu")
    expect(field).to_be_focused()
    row = document(page, "giao-ban-benh-vien-minh-duc.pdf")
    expect(row).to_contain_text("2 trang")
    row.press("Enter")
    expect(page.get_by_role("dialog").locator(".hh-source")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row).to_be_focused()
    field.fill("không có đâu")
    expect(page.locator(".hh-shelf-count")).to_have_text("Không có tài liệu nào khớp.")


def test_an_own_title_and_date_are_in_the_list_and_the_next_citation(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("tổ-6.txt", TEXT))
    row = document(page, "tổ-6.txt")
    edit = page.locator(".hh-shelf-row", has=page.get_by_title("tổ-6.txt", exact=True)).locator(".hh-shelf-edit")
    edit.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Ngày họp").fill("31/2/2024")
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog.locator(".st-key-edit-error")).to_contain_text("2024-02-31 không phải là một ngày có thật")
    dialog.get_by_label("Tên tài liệu").fill("Tổ 6 họp **quý I**")
    dialog.get_by_label("Ngày họp").fill("3/2024")
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog).to_have_count(0)
    expect(row).to_contain_text("Tổ 6 họp **quý I**")
    expect(row).to_contain_text("03/2024")
    card = ask(page, QUESTION).locator(".hh-card").first
    expect(card.locator(".hh-name")).to_have_text("Tổ 6 họp **quý I**")
    expect(card).to_contain_text("03/2024")
    to_library(page)
    edit.click()
    dialog.get_by_role("button", name="Lấy lại theo tài liệu").click()
    expect(dialog).to_have_count(0)
    expect(row).to_contain_text("12/03/2024")
    # The report is the browser's, and all pages here are of one.
    page.get_by_role("button", name="Ẩn kết quả").click()
    expect(page.locator(".hh-file")).to_have_count(0)


def test_files_go_on_through_clicks_and_a_reload_and_the_report_stays(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    to_library(page)
    hold = chat.fault("hold")
    page.locator("input[type=file]").set_input_files(
        [file("một.txt", "Đội Một trực đêm."), file("hai.txt", "Đội Hai trực ngày.")]
    )
    files = page.locator(".hh-file")
    expect(files.nth(0)).to_contain_text("một.txt 1 trên 2 đoạn")
    expect(files.nth(0).get_by_role("progressbar", name="một.txt")).to_be_visible()
    expect(files.nth(1)).to_have_text("hai.txt đang chờ")
    page.reload()
    expect(files).to_have_count(2)
    page.get_by_text("English", exact=True).click()
    expect(files.nth(1)).to_have_text("hai.txt waiting")
    page.get_by_text("Tiếng Việt", exact=True).click()
    hold.unlink()
    expect(files.nth(0)).to_contain_text("một.txt đã thêm")
    expect(files.nth(1)).to_contain_text("hai.txt đã thêm")
    expect(page.get_by_text("Xong 2 trên 2 tệp")).to_be_visible()
    page.get_by_role("button", name="Ẩn kết quả").click()
    expect(files).to_have_count(0)


def test_nothing_goes_sideways_on_a_phone(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    expect(page.locator(".st-key-hh-examples button").first).to_be_visible()
    page.goto(f"{chat.url}/?page=library")
    expect(page.locator(".hh-shelf-row").first).to_be_visible()
    page.locator(".hh-shelf-remove").first.click()
    undo = page.get_by_role("button", name="Hoàn tác")
    expect(undo).to_be_visible()
    assert sideways(page) == []
    undo.click()
    expect(undo).to_have_count(0)


def test_an_empty_library_greets_with_three_steps_and_takes_the_samples(chat: Chat, open_page: Watched) -> None:
    """The last of this file: the others need the documents."""
    with chat.library() as library:
        for summary in library.documents():
            if not summary.sample:
                library.remove(summary.document)
    page = open_page(chat)
    ready(page)
    to_library(page)
    page.get_by_role("button", name="Bỏ tất cả tài liệu mẫu").click()
    expect(page.locator(".st-key-removed-note")).to_contain_text("Đã xoá 18 tài liệu.")
    page.get_by_role("button", name="Xoá hẳn ngay").click()
    expect(page.locator(".st-key-removed-note")).to_have_count(0)
    page.get_by_role("button", name="Về trang hỏi").click()
    expect(page.locator(".hh-step-line")).to_have_count(3)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Thêm tài liệu mẫu").click()
    settled(page)
    expect(page.get_by_text("Thư viện có 18 tài liệu.").first).to_be_visible()
    expect(page.locator(".st-key-hh-examples button")).to_have_count(4)
