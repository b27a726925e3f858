"""Conversations: kept in the address, listed to their own browser alone, searched in the background."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from assistant.answer import Answer
from assistant.conversations import Asked, Conversations
from tests.browser.actions import (
    PHONE,
    Watched,
    answered,
    ask,
    ready,
    rerun,
    settled,
    shown,
    sideways,
    to_chat,
    to_library,
    until,
    upload,
    verbatim,
)
from tests.browser.serving import Chat, served

CHAIRED = "Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?"
GOALS = "Hội nghị lần thứ 22 của Tỉnh ủy bàn những mục tiêu nào?"
ADDRESS = re.compile(r"[?&]c=([\w-]{22})(&|$)")


def row(page: Page, name: str) -> Locator:
    return page.locator(".hh-conversation").filter(has=page.get_by_title(name, exact=True))


def type_question(page: Page, question: str) -> None:
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.get_by_test_id("stChatInputTextArea").press("Enter")


def new(page: Page) -> None:
    page.get_by_test_id("stSidebar").get_by_role("button", name="Cuộc trò chuyện mới").click()
    expect(page.locator(".hh-exchange")).to_have_count(0)


def leave(page: Page) -> None:
    """Before the server ends: a page that is left open would tell of the lost connection in its console."""
    page.goto("about:blank")


def conversation_of(page: Page) -> str:
    expect(page).to_have_url(ADDRESS)
    found = ADDRESS.search(page.url)
    assert found is not None
    return found[1]


def quoted(exchange: Locator) -> str:
    return verbatim(exchange.locator("blockquote").first)


@pytest.fixture
def held(chat: Chat) -> Iterator[Callable[[], None]]:
    """Holds searches back until it is called, or the test ends."""
    fault = chat.fault("search")
    yield lambda: fault.unlink(missing_ok=True)
    fault.unlink(missing_ok=True)


@pytest.fixture
def other_browser(profile: BrowserContext) -> Iterator[BrowserContext]:
    browser = profile.browser
    assert browser is not None
    context = browser.new_context(locale="vi-VN")
    yield context
    context.close()


def test_a_conversation_survives_a_reload_and_opens_in_a_second_tab(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    expect(page).not_to_have_url(ADDRESS)
    first = quoted(ask(page, CHAIRED))
    ask(page, GOALS)
    conversation = conversation_of(page)
    expect(page).to_have_title(f"{CHAIRED} · Hỏi Họp")
    page.reload()
    expect(page.locator(".hh-words")).to_have_text([CHAIRED, GOALS])
    assert quoted(answered(page, 0)) == first
    expect(page).to_have_url(ADDRESS)
    expect(page.get_by_title(CHAIRED, exact=True).first).to_have_attribute("aria-current", "page")
    second = open_page(chat)
    second.goto(f"{chat.url}/?c={conversation}")
    assert quoted(answered(second, 0)) == first
    ready(second)
    ask(second, "Ai ghi biên bản?")
    page.reload()
    expect(page.locator(".hh-words")).to_have_text([CHAIRED, GOALS, "Ai ghi biên bản?"])


def test_the_way_back_goes_from_one_conversation_to_the_one_before(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    ask(page, "Câu của cuộc thứ nhất là gì?")
    first = conversation_of(page)
    new(page)
    expect(page.locator(".st-key-hh-examples button")).to_have_count(4)
    expect(page).not_to_have_url(ADDRESS)
    ask(page, "Câu của cuộc thứ hai là gì?")
    assert conversation_of(page) != first
    page.go_back()
    page.go_back()
    expect(page.locator(".hh-words")).to_have_text(["Câu của cuộc thứ nhất là gì?"])
    row(page, "Câu của cuộc thứ hai là gì?").locator(".hh-conversation-open").click()
    expect(page.locator(".hh-words")).to_have_text(["Câu của cuộc thứ hai là gì?"])


def test_another_browser_reads_it_by_its_address_and_lists_only_its_own(
    chat: Chat, open_page: Watched, other_browser: BrowserContext
) -> None:
    page = open_page(chat)
    ready(page)
    question = "Ai giữ sổ quỹ của tổ, theo biên bản?"
    ask(page, question)
    conversation = conversation_of(page)
    expect(row(page, question)).to_be_visible()
    other = other_browser.new_page()
    other.goto(f"{chat.url}/?c={conversation}")
    expect(other.locator(".hh-words")).to_have_text([question])
    expect(other.locator(".st-key-conversation-note")).to_contain_text("được mở ở một trình duyệt khác")
    ready(other)
    expect(other.locator(".hh-conversation")).to_have_count(0)
    type_question(other, "Câu hỏi của trình duyệt khác?")
    expect(other.locator(".hh-words")).to_have_text(["Câu hỏi của trình duyệt khác?"])
    expect(other.locator(".st-key-conversation-note")).to_have_count(0)
    assert conversation_of(other) != conversation
    expect(other.locator(".hh-conversation-name")).to_have_text(["Câu hỏi của trình duyệt khác?"])
    page.reload()
    expect(page.locator(".hh-words")).to_have_text([question])
    expect(row(page, question)).to_be_visible()
    expect(row(page, "Câu hỏi của trình duyệt khác?")).to_have_count(0)


def test_an_unknown_address_says_so_and_offers_a_new_conversation(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    page.goto(f"{chat.url}/?c=AAAAAAAAAAAAAAAAAAAAAA")
    expect(page.locator(".st-key-conversation-note")).to_contain_text("Không có cuộc trò chuyện này.")
    page.locator(".st-key-conversation-new button").click()
    expect(page.locator(".st-key-conversation-note")).to_have_count(0)
    expect(page).not_to_have_url(ADDRESS)
    expect(page.locator(".st-key-hh-examples button")).to_have_count(4)


def test_a_conversation_is_renamed_and_deleted_only_after_a_second_word(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    question = "Kho thóc của thôn Hạ ai trông?"
    ask(page, question)
    page.get_by_role("button", name=f"Đổi tên cuộc trò chuyện {question}").click()
    name = page.get_by_role("dialog").get_by_label("Tên mới")
    expect(name).to_have_value(question)
    name.fill("Kho thóc **thôn** Hạ $5")
    name.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row(page, "Kho thóc **thôn** Hạ $5")).to_be_visible()
    expect(page.get_by_role("button", name="Đổi tên cuộc trò chuyện Kho thóc")).to_be_focused()
    expect(page).to_have_title("Kho thóc **thôn** Hạ $5 · Hỏi Họp")
    delete = page.get_by_role("button", name="Xoá cuộc trò chuyện Kho thóc")
    delete.click()
    expect(page.get_by_role("dialog")).to_contain_text("Mọi câu hỏi và câu trả lời trong “Kho thóc **thôn** Hạ $5”")
    page.get_by_role("dialog").get_by_role("button", name="Giữ lại").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".hh-words")).to_have_text([question])
    delete.click()
    page.get_by_role("dialog").get_by_role("button", name="Xoá", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(row(page, "Kho thóc **thôn** Hạ $5")).to_have_count(0)
    expect(page.locator(".hh-exchange")).to_have_count(0)
    expect(page).not_to_have_url(ADDRESS)


def test_the_list_is_searched_without_diacritics(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    ask(page, "Đập Cây Sung xả lũ hôm nào?")
    new(page)
    ask(page, "Trường Mầm Non sơn lại cổng khi nào?")
    box = page.get_by_label("Tìm cuộc trò chuyện")
    box.fill("dap cay SUNG")
    box.press("Enter")
    expect(page.locator(".hh-conversation-name")).to_have_text(["Đập Cây Sung xả lũ hôm nào?"])
    box.fill("không có đâu xyz")
    box.press("Enter")
    expect(page.locator(".st-key-conversations-none")).to_have_text("Không có cuộc trò chuyện nào khớp.")
    box.fill("")
    box.press("Enter")
    expect(row(page, "Trường Mầm Non sơn lại cổng khi nào?")).to_be_visible()


def test_clicks_during_a_search_lose_nothing(chat: Chat, open_page: Watched, held: Callable[[], None]) -> None:
    page = open_page(chat)
    ready(page)
    type_question(page, CHAIRED)
    expect(page.get_by_role("button", name="Dừng tìm")).to_be_visible()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="Stop searching")).to_be_visible()
    page.get_by_text("Tiếng Việt", exact=True).click()
    expect(page.get_by_role("button", name="Dừng tìm")).to_be_visible()
    to_library(page)
    page.locator(".hh-document-open").last.click()
    expect(page.get_by_role("dialog").locator(".hh-source")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    to_chat(page)
    type_question(page, GOALS)
    expect(page.locator(".hh-words")).to_have_text([CHAIRED, GOALS])
    expect(page.get_by_role("button", name="Dừng tìm")).to_have_count(2)
    held()
    expect(answered(page, 0).locator(".hh-card").first).to_be_visible()
    expect(answered(page, 1).locator(".hh-card").first).to_be_visible()
    expect(page.get_by_role("button", name="Dừng tìm")).to_have_count(0)
    searched = (chat.faults / "searched").read_text().splitlines()
    assert searched[-2:] == [CHAIRED, GOALS]


def test_a_reload_and_another_tab_during_a_search_end_with_its_answer(
    chat: Chat, open_page: Watched, held: Callable[[], None]
) -> None:
    page = open_page(chat)
    ready(page)
    type_question(page, CHAIRED)
    expect(page.get_by_role("button", name="Dừng tìm")).to_be_visible()
    conversation = conversation_of(page)
    page.reload()
    expect(page.get_by_role("button", name="Dừng tìm")).to_be_visible()
    second = open_page(chat)
    second.goto(f"{chat.url}/?c={conversation}")
    expect(second.get_by_role("button", name="Dừng tìm")).to_be_visible()
    searches = len((chat.faults / "searched").read_text().splitlines())
    held()
    assert quoted(answered(page, 0)) == quoted(answered(second, 0))
    assert len((chat.faults / "searched").read_text().splitlines()) == searches


def test_an_answer_is_kept_though_nobody_looks(chat: Chat, open_page: Watched, held: Callable[[], None]) -> None:
    page = open_page(chat)
    ready(page)
    type_question(page, CHAIRED)
    conversation = conversation_of(page)
    # Left before it is searched for, a question waits in its conversation until that is looked at.
    expect(page.get_by_role("button", name="Dừng tìm")).to_be_visible()
    page.goto("about:blank")
    held()
    kept = Conversations(chat.folder)
    until(page, lambda: kept.page(conversation).exchanges[0].answer is not None)
    kept.close()


def test_a_stopped_search_says_so_and_can_be_asked_again(
    chat: Chat, open_page: Watched, held: Callable[[], None]
) -> None:
    page = open_page(chat)
    ready(page)
    type_question(page, CHAIRED)
    page.get_by_role("button", name="Dừng tìm").click()
    expect(page.locator(".st-key-exchange-0-note")).to_have_text("Bạn đã dừng tìm câu này.")
    expect(page.get_by_role("button", name="Dừng tìm")).to_have_count(0)
    page.reload()
    expect(page.locator(".st-key-exchange-0-note")).to_have_text("Bạn đã dừng tìm câu này.")
    held()
    page.get_by_role("button", name="Thử lại").click()
    expect(answered(page, 0).locator(".hh-card").first).to_be_visible()
    expect(page.locator(".st-key-exchange-0-note")).to_have_count(0)


def test_about_twenty_turns_are_drawn_and_the_earlier_ones_on_request(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    ask(page, "Câu số 0")
    conversation = conversation_of(page)
    kept = Conversations(chat.folder)
    found = kept.find(conversation)
    assert found is not None
    for number in range(1, 45):
        exchange = kept.ask(conversation, found.owner, Asked(f"Câu số {number}"))
        kept.answer(exchange.id, Answer(f"Câu số {number}", None, False, 0.0, "no_evidence", (), ()))
    kept.close()
    page.reload()
    expect(page.locator(".hh-words")).to_have_text([f"Câu số {number}" for number in range(25, 45)])
    page.get_by_role("button", name="Xem các câu hỏi trước (25)").click()
    expect(page.locator(".hh-words")).to_have_text([f"Câu số {number}" for number in range(5, 45)])
    page.get_by_role("button", name="Xem các câu hỏi trước (5)").click()
    expect(page.locator(".hh-words")).to_have_text([f"Câu số {number}" for number in range(45)])
    expect(page.get_by_role("button", name="Xem các câu hỏi trước")).to_have_count(0)


def test_a_quote_stays_as_it_was_when_its_document_changes_or_goes(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    text = "Bến đò Gành Hào chạy chuyến cuối lúc 17 giờ kể từ mùng Ba Tết."
    upload(page, ("bến đò.txt", text))
    card = ask(page, "Bến đò Gành Hào chạy chuyến cuối lúc mấy giờ?").locator(".hh-card").first
    expect(card).to_contain_text(text)
    expect(card.locator(".hh-notice")).to_have_count(0)
    with chat.library() as library:
        library.add_bytes("bến đò.txt", "Bến đò Gành Hào nghỉ hẳn.".encode())
        page.reload()
        expect(card.locator(".hh-notice")).to_contain_text("Tài liệu đã có bản mới sau câu trả lời này.")
        assert verbatim(card.locator("blockquote")) == text
        card.locator(".hh-cite").click()
        expect(page.get_by_role("dialog")).to_contain_text("Tài liệu này đã có bản mới sau câu trả lời.")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        library.remove("bến đò.txt")
    page.reload()
    expect(card.locator(".hh-notice")).to_contain_text("Tài liệu này không còn trong thư viện.")
    assert verbatim(card.locator("blockquote")) == text
    card.locator(".hh-cite").click()
    expect(page.get_by_role("dialog")).to_contain_text("bến đò.txt: thư viện không có tài liệu tên này.")


def test_a_restart_keeps_the_conversations_and_asks_again_what_was_pending(tmp_path: Path, open_page: Watched) -> None:
    with served(tmp_path) as chat:
        page = open_page(chat)
        ready(page)
        first = quoted(ask(page, CHAIRED))
        fault = chat.fault("search")
        type_question(page, GOALS)
        expect(page.get_by_role("button", name="Dừng tìm")).to_be_visible()
        address = page.url
        leave(page)
    fault.unlink()
    wait = chat.fault("wait")
    with served(tmp_path, urlsplit(chat.url).port) as chat:
        page.goto(address)
        shown(page, page.locator(".hh-words").first, 60)
        expect(page.locator(".hh-words")).to_have_text([CHAIRED, GOALS])
        assert quoted(answered(page, 0)) == first
        expect(page.get_by_text("Đang nạp mô hình…")).to_be_in_viewport()
        expect(page.locator(".st-key-exchange-1-waits")).to_contain_text("Câu hỏi sẽ được tìm ngay khi nạp xong.")
        expect(row(page, CHAIRED)).to_be_visible()
        wait.unlink()
        expect(answered(page, 1).locator(".hh-card").first).to_be_visible()
        assert (chat.faults / "searched").read_text().splitlines() == [CHAIRED, GOALS, GOALS]
        leave(page)


def test_a_broken_file_of_conversations_is_told_and_questions_are_still_answered(
    tmp_path: Path, open_page: Watched
) -> None:
    (tmp_path / "library").mkdir()
    broken = tmp_path / "library" / "conversations.sqlite3"
    broken.write_bytes(b"no database" * 1000)
    with served(tmp_path) as chat:
        page = open_page(chat)
        # First, since it waits as long as a server takes to draw its first page.
        ready(page)
        expect(page.locator(".st-key-conversations-note")).to_contain_text("bị hỏng hoặc không mở được")
        expect(ask(page, CHAIRED).locator(".hh-card").first).to_be_visible()
        retry = page.get_by_role("button", name="Thử lại")
        # To its end, and not to that of the run which drew the answer, or it may be this one that finds the file gone.
        settled(page)
        rerun(page, retry.click)
        expect(page.locator(".st-key-conversations-note")).to_be_visible()
        expect(page.locator(".hh-words")).to_have_text([CHAIRED])
        broken.unlink()
        retry.click()
        expect(page.locator(".st-key-conversations-note")).to_have_count(0)
        settled(page)
        new(page)
        ask(page, GOALS)
        conversation_of(page)
        page.reload()
        expect(page.locator(".hh-words")).to_have_text([GOALS])
        leave(page)


def test_the_list_of_a_phone_does_not_go_sideways(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    expect(page.locator(".st-key-hh-examples button").first).to_be_visible()
    ask(page, "x" * 59)
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(row(page, "x" * 59)).to_be_in_viewport()
    assert sideways(page) == []
