"""Choosing filters, taking them away, and what an answer says of them."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import PHONE, Watched, answered, ask, closed, ready, settled, sideways, upload
from tests.browser.serving import Chat

MARCH = "Họp tổ kho\n\nNgày 12/03/2024\n\nBà Hạnh giữ chìa khóa kho lúa và ghi sổ xuất nhập.\n"
HOSTILE = "**Sổ** $5 <b>x</b> [y](javascript:1).txt"
TALK = "Lê Minh: Tôi giữ chìa khóa kho lúa.\n\nĐỗ Hoa: Vậy tôi trông kho lúa ban đêm.\n\nLê Minh: Cảm ơn chị.\n"


def opened(page: Page) -> Locator:
    """The box of filters, open. What is behind it can't be found by its role then."""
    page.locator(".st-key-hh-filters").get_by_test_id("stPopoverButton").click()
    box = page.get_by_test_id("stPopoverBody")
    expect(box).to_be_visible()
    return box


def choose(page: Page, label: str, option: str, chip: str | None = None) -> None:
    """An option of one of the boxes, by its exact text; `chip` is that of its chip."""
    page.get_by_test_id("stPopoverBody").get_by_role("combobox", name=label).click()
    # Of a long list only what is in sight is in the page.
    page.keyboard.type(option[:5])
    page.get_by_role("option", name=option, exact=True).click()
    expect(page.locator(".hh-chip").get_by_text(chip or option, exact=True)).to_have_count(1)
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def choose_day(page: Page, label: str, other: str, digits: str) -> None:
    """Types a day, month and year, and goes on to the other of the two dates."""
    box = page.get_by_test_id("stPopoverBody")
    box.get_by_role("group", name=label).get_by_role("spinbutton").first.click(force=True)
    page.keyboard.type(digits)
    # The calendar covers it.
    box.get_by_role("group", name=other).get_by_role("spinbutton").first.click(force=True)
    settled(page)


def test_filters_restrict_the_answer_and_are_shown_with_it(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("kho.txt", MARCH), ("noi-chuyen.txt", TALK), (HOSTILE, "Ông Tường giữ chìa khóa kho lúa.\n"))
    opened(page)
    choose(page, "Cuộc họp, tài liệu", HOSTILE)
    closed(page, page.get_by_test_id("stPopoverBody"))
    exchange = ask(page, "Ai giữ chìa khóa kho lúa?")
    expect(exchange.locator(".hh-filtered")).to_have_text(f"Bộ lọc: {HOSTILE}")
    expect(exchange.locator(".hh-card .hh-name")).to_have_text([HOSTILE])
    page.get_by_role("button", name=f"Bỏ bộ lọc {HOSTILE}").click()
    expect(page.locator(".hh-chip")).to_have_count(0)
    expect(page.locator(".st-key-hh-filters").get_by_test_id("stPopoverButton")).to_be_focused()
    opened(page)
    choose(page, "Người nói", "Lê Minh", "Người nói: Lê Minh")
    closed(page, page.get_by_test_id("stPopoverBody"))
    exchange = ask(page, "Ai giữ chìa khóa kho lúa?")
    expect(exchange.locator(".hh-filtered")).to_have_text("Bộ lọc: Người nói: Lê Minh")
    expect(exchange.locator(".hh-card").first.locator("mark").first).to_contain_text("Tôi giữ chìa khóa kho lúa")
    # What was asked before keeps the filters that it was asked with.
    expect(page.locator(".hh-filtered").first).to_have_text(f"Bộ lọc: {HOSTILE}")


def test_filters_that_nothing_matches_are_named_and_cleared_in_one_click(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("kho.txt", MARCH))
    box = opened(page)
    choose_day(page, "Từ ngày", "Đến ngày", "01012030")
    expect(page.locator(".hh-chip")).to_have_attribute("aria-label", "Bỏ bộ lọc Từ 01/01/2030")
    expect(box.locator(".hh-note.hh-warning")).to_have_text(
        "Không có đoạn nào khớp với các bộ lọc này. Hãy bỏ bớt một bộ lọc."
    )
    closed(page, page.get_by_test_id("stPopoverBody"))
    exchange = ask(page, "Ai giữ chìa khóa kho lúa?")
    expect(exchange.locator(".hh-verdict")).to_contain_text(
        "Không có đoạn nào khớp với bộ lọc nên không có gì để tìm. Chỉ tìm trong phạm vi bộ lọc: Từ 01/01/2030."
    )
    expect(page.get_by_role("status").filter(has_text="Từ 01/01/2030")).to_have_count(1)
    expect(exchange.locator(".hh-card")).to_have_count(0)
    exchange.get_by_role("button", name="Bỏ bộ lọc và tìm lại").click()
    again = answered(page, 1)
    expect(again.locator(".hh-card").first).to_be_visible()
    expect(again.locator(".hh-filtered")).to_have_count(0)
    expect(page.locator(".hh-chip")).to_have_count(0)


def test_a_first_day_after_the_last_is_told_and_changes_nothing(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    box = opened(page)
    choose_day(page, "Đến ngày", "Từ ngày", "31032024")
    expect(page.locator(".hh-chip")).to_have_text("Đến 31/03/2024")
    choose_day(page, "Từ ngày", "Đến ngày", "01042024")
    expect(box.get_by_role("alert")).to_contain_text("Ngày đầu (2024-04-01) sau ngày cuối (2024-03-31).")
    expect(page.locator(".hh-chip")).to_have_count(1)


def test_the_keyboard_takes_chips_away_and_keeps_its_place(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, PHONE)
    ready_on_phone(page)
    opened(page)
    for option in ("PDF", "Word", "Trang web"):
        choose(page, "Loại tài liệu", option)
    closed(page, page.get_by_test_id("stPopoverBody"))
    expect(page.locator(".hh-chip")).to_have_count(3)
    assert sideways(page) == []
    page.get_by_role("button", name="Bỏ bộ lọc Word").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Bỏ bộ lọc Trang web")).to_be_focused()
    page.get_by_role("button", name="Bỏ tất cả bộ lọc").click()
    expect(page.locator(".hh-chip")).to_have_count(0)
    expect(page.locator(".st-key-hh-filters").get_by_test_id("stPopoverButton")).to_be_focused()


def ready_on_phone(page: Page) -> None:
    """The sidebar is closed there."""
    expect(page.locator(".st-key-hh-filters")).to_be_visible()
