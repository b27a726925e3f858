"""A follow-up in the chat: what was searched for it, edited, or left out."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.actions import PHONE, Watched, answered, ask, ready, sideways, upload
from tests.browser.serving import Chat

MINUTES = """Biên bản họp xã Tân Lập

Thu ngân sách tháng 2 của xã Tân Lập là 120 triệu đồng.

Thu ngân sách tháng 3 của xã Tân Lập là 95 triệu đồng.

Thu ngân sách tháng 4 của xã Tân Lập là 130 triệu đồng.
"""
FIRST = "Thu ngân sách tháng 2 của xã Tân Lập là bao nhiêu?"
SEARCHED = "Thu ngân sách tháng 3 của xã Tân Lập là bao nhiêu?"


def test_what_was_searched_is_shown_edited_and_left_out(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("tan-lap.txt", MINUTES))
    expect(ask(page, FIRST).locator(".hh-follow")).to_have_count(0)
    exchange = ask(page, "con thang 3 thi sao")
    line = exchange.locator(".hh-follow")
    expect(line.locator("q")).to_have_text(SEARCHED)
    expect(line).to_contain_text("Đã tìm:")
    expect(exchange.locator(".hh-understood")).to_have_count(1)
    expect(exchange.locator("mark").first).to_have_text("Thu ngân sách tháng 3 của xã Tân Lập là 95 triệu đồng.")

    edit = line.get_by_role("button", name="Sửa điều đã tìm")
    edit.focus()
    page.keyboard.press("Enter")
    field = line.get_by_role("textbox", name="Sửa điều đã tìm")
    expect(field).to_be_focused()
    expect(field).to_have_value(SEARCHED)
    page.keyboard.press("Escape")
    expect(edit).to_be_focused()
    expect(line.locator("q")).to_have_text(SEARCHED)

    edit.click()
    field.fill(SEARCHED.replace("tháng 3", "tháng 4"))
    field.press("Enter")
    edited = answered(page, 2)
    expect(edited.locator(".hh-words")).to_have_text(SEARCHED.replace("tháng 3", "tháng 4"))
    expect(edited.locator("mark").first).to_have_text("Thu ngân sách tháng 4 của xã Tân Lập là 130 triệu đồng.")
    expect(edited.locator(".hh-follow")).to_have_count(0)

    line.get_by_role("button", name="Chỉ tìm câu đã gõ").click()
    typed = answered(page, 3)
    expect(typed.locator(".hh-words")).to_have_text("con thang 3 thi sao")
    expect(typed.locator(".hh-follow")).to_have_count(0)
    expect(typed).to_contain_text("Đã tìm đúng như đã gõ")

    again = ask(page, "Thế còn tháng 2?")
    expect(again.locator(".hh-words")).to_have_text("Thế còn tháng 2?")


def test_the_edit_field_fits_a_phone(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    ask(page, FIRST)
    line = ask(page, "Còn tháng 3 thì sao?").locator(".hh-follow")
    line.get_by_role("button", name="Sửa điều đã tìm").click()
    expect(line.get_by_role("textbox", name="Sửa điều đã tìm")).to_be_visible()
    assert sideways(page) == []
    line.get_by_role("button", name="Thôi").click()
    expect(line.get_by_role("button", name="Sửa điều đã tìm")).to_be_focused()
