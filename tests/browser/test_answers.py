"""Answers: documents that differ side by side, what says the same folded, passages alike, and ratings."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from assistant.conversations import Conversations, Rating
from tests.browser.actions import PHONE, Watched, answered, ask, ready, settled, sideways, until, upload, verbatim
from tests.browser.serving import Chat

EARLY = "Kho lưu trữ Bình Phú mở cửa cho công chúng vào ngày 3 tháng 6 năm 2024."
LATE = "Kho lưu trữ Bình Phú mở cửa cho công chúng vào ngày 8 tháng 7 năm 2024, muộn hơn kế hoạch."
ASKED = "Khi nào kho lưu trữ Bình Phú mở cửa cho công chúng?"
FILES = (
    ("bien-ban-1.md", f"# Biên bản họp tổ dự án kho lưu trữ\n\nNgày 04/03/2024\n\n{EARLY}\n"),
    ("tuong-thuat-1.md", f"# Tường thuật cuộc họp\n\nNgày 05/03/2024\n\n{EARLY}\n"),
    ("bien-ban-3.md", f"# Biên bản họp tổ dự án kho lưu trữ\n\nNgày 18/03/2024\n\n{LATE}\n"),
)


@pytest.fixture(scope="module")
def portal(chat: Chat) -> Chat:
    """A chat whose library holds the three files besides the samples."""
    return chat


@pytest.fixture
def page(portal: Chat, open_page: Watched) -> Page:
    page = open_page(portal)
    ready(page)
    with portal.library() as library:
        held = library.versions([name for name, _ in FILES])
    if len(held) < len(FILES):
        upload(page, *FILES)
    return page


def rating_of(chat: Chat, page: Page) -> Callable[[], Rating | None]:
    found = re.search(r"[?&]c=([\w-]{22})", page.url)
    assert found is not None
    conversation = found[1]

    def read() -> Rating | None:
        kept = Conversations(chat.folder)
        try:
            return kept.page(conversation).exchanges[0].rating
        finally:
            kept.close()

    return read


def thumb(page: Page, name: str) -> Locator:
    return page.get_by_role("group", name="Đánh giá câu trả lời").get_by_role("button", name=name)


def test_documents_that_differ_stand_together_and_what_says_the_same_is_one_card(page: Page) -> None:
    exchange = ask(page, ASKED)
    expect(exchange.locator(".hh-verdict")).to_have_text(
        re.compile(r"^Tìm thấy 2 đoạn trong 3 tài liệu, độ tin cậy cao nhất \d+\u00a0%\. Các tài liệu nêu khác nhau\.$")
    )
    differ = exchange.locator(".hh-differ")
    expect(differ.get_by_role("list", name="Các tài liệu nêu khác nhau, mới nhất ở trên")).to_have_count(1)
    expect(differ.locator(".hh-dated")).to_have_text(["18/03/2024", re.compile(r"^0[45]/03/2024$")])
    expect(differ.locator(".hh-cite")).to_have_text(["1", "2"])
    assert [verbatim(each) for each in differ.locator("blockquote").all()] == [LATE, EARLY]
    also = differ.locator(".hh-also").get_by_role("button")
    expect(also).to_have_count(1)
    name = verbatim(also).partition(" · ")[0]
    also.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").locator(".hh-source-name")).to_have_text(name)
    assert verbatim(page.get_by_role("dialog").locator(".hh-target")) == EARLY
    page.keyboard.press("Escape")
    expect(also).to_be_focused()


def test_more_like_this_seeks_passages_and_claims_no_answer(page: Page) -> None:
    exchange = ask(page, ASKED)
    exchange.get_by_role("button", name="Tìm đoạn tương tự với đoạn 1").click()
    similar = answered(page, 1)
    expect(similar.get_by_role("heading", level=2)).to_have_text(f"Tìm đoạn tương tự với: {LATE}")
    expect(similar.locator(".hh-verdict")).to_contain_text("Đây không phải là câu trả lời cho câu hỏi nào.")
    quotes = similar.locator(".hh-cards > .hh-card > blockquote")
    assert verbatim(quotes.first) == EARLY
    assert LATE not in [verbatim(each) for each in quotes.all()]
    expect(similar.locator(".hh-confidence")).to_have_count(0)
    similar.locator(".hh-cite").first.click()
    expect(page.get_by_role("dialog").locator(".hh-target")).to_be_focused()
    page.keyboard.press("Escape")
    page.reload()
    expect(similar.get_by_role("heading", level=2)).to_have_text(f"Tìm đoạn tương tự với: {LATE}")


def test_a_rating_is_kept_at_once_with_its_reason_and_can_be_changed(page: Page, portal: Chat) -> None:
    ask(page, ASKED)
    settled(page)
    read = rating_of(portal, page)
    thumb(page, "Chưa đúng").focus()
    page.keyboard.press("Enter")
    expect(thumb(page, "Chưa đúng")).to_have_attribute("aria-pressed", "true")
    expect(thumb(page, "Chưa đúng")).to_be_focused()
    expect(page.locator(".hh-rating-kept")).to_have_text("Đã lưu.")
    kept = read()
    assert kept is not None
    assert (kept.thumb, kept.reason, kept.question) == ("down", "", ASKED)
    assert {each.paragraph.text for each in kept.quotes} >= {EARLY, LATE}
    field = page.get_by_role("textbox", name="Lý do (không bắt buộc)")
    field.fill("Thiếu ngày <b>mới</b>")
    field.press("Enter")
    expect(page.locator(".hh-rating-reason q")).to_have_text("Thiếu ngày <b>mới</b>")
    expect(page.get_by_role("button", name="Sửa lý do")).to_be_focused()
    until(page, lambda: (rated := read()) is not None and rated.reason == "Thiếu ngày <b>mới</b>")
    page.reload()
    expect(page.locator(".hh-rating-reason q")).to_have_text("Thiếu ngày <b>mới</b>")
    thumb(page, "Có ích").click()
    expect(thumb(page, "Có ích")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".hh-rating-reason")).to_have_count(0)
    thumb(page, "Có ích").click()
    expect(thumb(page, "Có ích")).to_have_attribute("aria-pressed", "false")
    until(page, lambda: read() is None)


def test_an_earlier_answer_is_rated_as_the_newest_is(page: Page, portal: Chat) -> None:
    ask(page, ASKED)
    ask(page, ASKED)
    settled(page)
    read = rating_of(portal, page)
    first = page.locator(".hh-rating").first.get_by_role("button", name="Có ích")
    first.click()
    expect(first).to_have_attribute("aria-pressed", "true")
    expect(first).to_be_focused()
    until(page, lambda: (rated := read()) is not None and rated.thumb == "up")
    settled(page)
    first.click()
    expect(first).to_have_attribute("aria-pressed", "false")
    until(page, lambda: read() is None)


def test_a_reason_that_is_offered_is_kept_with_one_click(page: Page, portal: Chat) -> None:
    ask(page, ASKED)
    settled(page)
    read = rating_of(portal, page)
    thumb(page, "Chưa đúng").click()
    page.get_by_role("button", name="Thông tin đã cũ").click()
    expect(page.locator(".hh-rating-reason q")).to_have_text("Thông tin đã cũ")
    until(page, lambda: (rated := read()) is not None and rated.reason == "Thông tin đã cũ")


def test_only_the_conversation_s_own_browser_rates_it(page: Page, profile: BrowserContext) -> None:
    ask(page, ASKED)
    expect(thumb(page, "Có ích")).to_be_visible()
    browser = profile.browser
    assert browser is not None
    other = browser.new_context(locale="vi-VN").new_page()
    other.goto(page.url)
    expect(other.locator(".hh-verdict")).to_be_visible()
    expect(other.get_by_text("Cuộc trò chuyện này được mở ở một trình duyệt khác.")).to_be_visible()
    # Drawn to the end: the thumbs come after all that was looked at so far.
    ready(other)
    settled(other)
    expect(other.locator(".hh-rating")).to_have_count(0)
    other.context.close()


def test_a_phone_shows_all_of_it_without_scrolling_sideways(page: Page) -> None:
    ask(page, ASKED)
    page.set_viewport_size(PHONE)
    thumb(page, "Chưa đúng").click()
    expect(page.get_by_role("textbox", name="Lý do (không bắt buộc)")).to_be_visible()
    assert sideways(page) == []
