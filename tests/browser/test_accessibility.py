"""Every state of the page as axe-core sees it, and what axe can't see: the keyboard, the focus, movement."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from assistant.settings import Language
from assistant.ui.messages import Speech
from tests.browser.actions import PHONE, Watched, answered, file, settled, until
from tests.browser.audit import Audit
from tests.browser.conftest import DESKTOP
from tests.browser.serving import Chat, served
from tests.browser.test_answers import ASKED, FILES
from tests.browser.test_chat_followup import FIRST, MINUTES
from tests.browser.test_drawer import FIXTURES, TALK

NOTHING = "Tàu ngầm Zyxw phóng vệ tinh qwertz năm nào?"
TURNS = "Lê Minh: Tôi giữ chìa khóa kho lúa.\n\nĐỗ Hoa: Vậy tôi trông kho lúa ban đêm.\n\nLê Minh: Cảm ơn chị.\n"
KEYS = "Ai giữ chìa khóa kho lúa?"
COUNCIL = "Ai điều hành cuộc họp của hội đồng tại nhà văn hóa xã lúc 8 giờ sáng?"


@pytest.fixture(scope="module", autouse=True)
def documents(chat: Chat) -> None:
    with chat.library() as library:
        for name, text in FILES:
            library.add_bytes(name, text.encode())
        library.add_bytes("tan-lap.txt", MINUTES.encode())
        library.add_bytes("kho-lúa.md", TURNS.encode())
        library.add_bytes("trạm-bơm.vtt", TALK.encode())
        library.add(FIXTURES / "council-gaps.pdf", document="lũng-sen.pdf")


@pytest.fixture(params=["desktop", "phone"])
def view(request: pytest.FixtureRequest) -> str:
    """Wide and in Vietnamese, or narrow and in English."""
    assert isinstance(request.param, str)
    return request.param


@pytest.fixture
def say(view: str) -> Speech:
    language: Language = "vi" if view == "desktop" else "en"
    return Speech(language)


@pytest.fixture
def audit(view: str) -> Iterator[Audit]:
    audit = Audit(view, "light" if view == "desktop" else "dark")
    yield audit
    assert not audit.found, "\n".join(audit.found)


@pytest.fixture
def page(chat: Chat, open_page: Watched, view: str, say: Speech) -> Page:
    return opened(chat, open_page, view, say)


def opened(chat: Chat, open_page: Watched, view: str, say: Speech, query: str = "") -> Page:
    size: ViewportSize = DESKTOP if view == "desktop" else PHONE
    # The switch's value stands in the address by its name.
    named = say(f"language.{say.language}")
    page = open_page(replace(chat, url=f"{chat.url}/?language={named}{query}"), viewport=size)
    expect(page.locator("html")).to_have_attribute("lang", say.language)
    return page


def ask(page: Page, question: str) -> Locator:
    """The exchange, once the page is drawn to its end."""
    expect(page.locator(".st-key-hh-filters")).to_be_visible()
    number = page.locator(".hh-exchange").count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    exchange = answered(page, number)
    settled(page)
    return exchange


def closed(page: Page, box: Locator) -> None:
    """Escape closes what is open in the box first."""

    def gone() -> bool:
        if box.count():
            page.keyboard.press("Escape")
        return box.count() == 0

    until(page, gone)


def test_a_conversation(page: Page, chat: Chat, audit: Audit, say: Speech) -> None:
    expect(page.locator(".st-key-hh-examples button")).to_have_count(4)
    settled(page)
    audit(page, "empty, with questions to ask")
    exchange = ask(page, ASKED)
    expect(exchange.locator(".hh-differ .hh-card")).to_have_count(2)
    expect(exchange.locator(".hh-also")).to_have_count(1)
    rating = page.get_by_role("group", name=say("rating.label"))
    rating.get_by_role("button", name=say("rating.down")).click()
    expect(rating.locator(".hh-rating-kept")).to_have_text(say("rating.kept"))
    audit(page, "an answer that differs, rated, with reasons offered")
    page.locator(".st-key-hh-export button").click()
    expect(page.get_by_role("button", name=say("export.page"))).to_be_visible()
    audit(page, "the export menu")
    closed(page, page.get_by_test_id("stPopoverBody"))
    ask(page, FIRST)
    line = ask(page, "con thang 3 thi sao").locator(".hh-follow")
    audit(page, "a follow-up")
    line.get_by_role("button", name=say("follow.edit_label")).click()
    expect(line.get_by_role("textbox")).to_be_focused()
    audit(page, "what was searched, edited")
    exchange = ask(page, NOTHING)
    exchange.locator("summary").click()
    expect(exchange.locator(".hh-card").first).to_be_visible()
    audit(page, "not found, the nearest paragraphs open")
    chat.fault("ask")
    ask(page, FIRST)
    audit(page, "an error")
    fault = chat.fault("search")
    page.get_by_role("button", name=say("retry")).click()
    stop = page.get_by_role("button", name=say("search.stop"))
    expect(stop).to_be_visible()
    audit(page, "a search that goes on")
    stop.click()
    expect(stop).to_have_count(0)
    fault.unlink()


def test_filters(page: Page, audit: Audit, say: Speech) -> None:
    expect(page.locator(".st-key-hh-examples button")).to_have_count(4)
    settled(page)
    page.locator(".st-key-hh-filters").get_by_test_id("stPopoverButton").click()
    box = page.get_by_test_id("stPopoverBody")
    box.get_by_role("combobox", name=say("filters.documents")).click()
    # Of a long list only what is in sight is in the page.
    page.keyboard.type("Biên bản họp x")
    option = page.get_by_role("option", name="Biên bản họp xã Tân Lập")
    expect(option).to_be_visible()
    audit(page, "filters, a list of choices open")
    option.click()
    expect(page.locator(".hh-chip")).to_have_count(1)
    settled(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    first, last = (box.get_by_role("group", name=say(f"filters.{each}_date")) for each in ("first", "last"))
    first.get_by_role("spinbutton").first.click(force=True)
    page.keyboard.type("01012030")
    # The calendar covers it.
    last.get_by_role("spinbutton").first.click(force=True)
    expect(page.locator(".hh-chip")).to_have_count(2)
    settled(page)
    expect(page.get_by_test_id("stDateInputCalendar")).to_be_visible()
    audit(page, "filters that nothing matches, a calendar open")
    closed(page, box)
    audit(page, "filters by the question box")
    expect(ask(page, KEYS).get_by_role("button", name=say("filters.search_all"))).to_be_visible()
    audit(page, "not found within filters")


def test_the_drawer(page: Page, audit: Audit, say: Speech) -> None:
    dialog = page.get_by_role("dialog")

    def source(question: str) -> None:
        ask(page, question).locator(".hh-cite").first.click()
        expect(dialog.locator(".hh-target")).to_be_focused()
        settled(page)

    source("Ai đi xem máy bơm trạm Suối Kiết chiều nay?")
    dialog.get_by_role("searchbox").fill("máy bơm")
    expect(dialog.locator(".hh-current")).to_be_visible()
    audit(page, "a recording in the drawer, with words found")
    closed(page, dialog)
    source(KEYS)
    dialog.get_by_role("searchbox").fill("Lê Minh")
    expect(dialog.locator(".hh-speaker.hh-found").first).to_be_visible()
    audit(page, "a transcript in the drawer, with a speaker found")
    closed(page, dialog)
    source(COUNCIL)
    audit(page, "a document in the drawer")
    dialog.get_by_role("button", name=say("drawer.picture")).click()
    expect(dialog.locator(".hh-box.hh-active").first).to_be_in_viewport()
    settled(page)
    audit(page, "a page's picture in the drawer")


def test_the_library(chat: Chat, open_page: Watched, audit: Audit, view: str, say: Speech) -> None:
    page = opened(chat, open_page, view, say, "&page=library")
    expect(page.locator(".hh-shelf-row").first).to_be_visible()
    expect(page.locator("input[type=file]")).to_have_count(1)
    settled(page)
    audit(page, "the list of documents")
    hold = chat.fault("hold")
    taken = "Một văn bản khác của cùng tên, chỉ để hỏi lại."
    page.locator("input[type=file]").set_input_files(
        [file("ảnh.png", b"\x89PNG"), file("tan-lap.txt", taken), file(f"{view}.txt", f"Tổ {view} họp chiều thứ Hai.")]
    )
    expect(page.get_by_role("progressbar", name=f"{view}.txt")).to_be_visible()
    audit(page, "files on their way")
    hold.unlink()
    expect(page.locator(".hh-file-done")).to_have_count(1)
    settled(page)
    expect(page.locator(".hh-file-error")).to_have_count(1)
    expect(page.get_by_role("button", name=say("upload.keep_both"))).to_be_visible()
    audit(page, "the report of files, with an error and a question")
    page.get_by_role("button", name=say("upload.leave")).click()
    page.get_by_role("button", name=say("upload.hide")).click()
    expect(page.locator(".hh-file")).to_have_count(0)
    page.locator(".hh-shelf-remove").first.click()
    undo = page.get_by_role("button", name=say("shelf.undo"))
    expect(undo).to_be_visible()
    settled(page)
    audit(page, "a removed document")
    undo.click()
    expect(undo).to_have_count(0)
    page.locator(".hh-shelf-edit").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(say("shelf.date_label")).fill("31/2/2024")
    dialog.get_by_role("button", name=say("shelf.save"), exact=True).click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    audit(page, "editing a title and a date, with an error")


def test_conversations(page: Page, audit: Audit, say: Speech) -> None:
    """The last of this file: the sidebar, once open, stays so on a phone."""
    ask(page, NOTHING)
    if page.get_by_test_id("stExpandSidebarButton").is_visible():
        page.get_by_test_id("stExpandSidebarButton").click()
    expect(page.locator(".hh-conversation").first).to_be_in_viewport()
    audit(page, "the list of conversations")
    page.locator(".hh-rename").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name=say("conversations.rename_label"))).to_be_visible()
    audit(page, "renaming a conversation")
    closed(page, dialog)
    page.locator(".hh-conversation .hh-remove:not(.hh-rename)").first.click()
    expect(dialog.get_by_role("button", name=say("conversations.delete_no"))).to_be_visible()
    audit(page, "deleting a conversation")
