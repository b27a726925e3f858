"""Every state of the page as axe-core sees it, and what axe can't see: the keyboard, the focus, movement."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from assistant.settings import Language
from assistant.ui.messages import Speech
from tests.browser.actions import PHONE, Watched, answered, closed, file, settled, until
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
    # Not half behind the question box.
    rating.evaluate("element => element.scrollIntoView({ block: 'center' })")
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


def test_the_board_of_tasks(chat: Chat, open_page: Watched, audit: Audit, view: str, say: Speech) -> None:
    with chat.library() as library:
        # Found by their words: a line that is done, and a mark without one.
        lines = [each.line for each in library.board().sure() if each.line.task.due_to is not None]
        library.mark_done(lines[0], "Lê An")
        library.put_mark_back(replace(library.mark_done(lines[1], "Bà Hà"), id="gone", document="gone.txt"))
    page = opened(chat, open_page, view, say, "&page=tasks")
    marks = page.locator(".st-key-hh-board-marks")
    expect(marks.locator(".hh-task")).to_have_count(1)
    page.locator(".hh-task-check").first.click()
    expect(page.get_by_role("textbox", name=say("board.name"))).to_be_focused()
    settled(page)
    audit(page, "the board of tasks, one to be marked, a mark without a line")
    page.keyboard.press("Escape")
    page.get_by_role("radio", name=say("board.all")).click()
    expect(page.locator(".hh-task[data-state=done]").first).to_be_attached()
    page.get_by_role("button", name=say("filters.title")).click()
    box = page.get_by_test_id("stPopoverBody")
    expect(box.get_by_role("combobox")).to_have_count(5)
    settled(page)
    audit(page, "the board of tasks, all of them, its filters open")
    closed(page, box)
    page.get_by_role("button", name=say("export.button")).click()
    expect(page.get_by_role("button", name=say("board.excel"))).to_be_visible()
    audit(page, "the board of tasks, its exports open")
    closed(page, box)
    page.get_by_role("button", name=say("timeline.title")).click()
    expect(page.locator(".hh-timeline tbody tr").first).to_be_visible()
    expect(page.get_by_test_id("stVegaLiteChart").locator(".mark-symbol path").first).to_be_attached()
    settled(page)
    audit(page, "the timeline")
    page.locator(".hh-timeline .hh-task-link").first.click()
    expect(page.locator(".st-key-about-heading")).to_be_visible()
    settled(page)
    audit(page, "a meeting's page")
    page.goto(page.url.split("?")[0] + f"?language={say(f'language.{say.language}')}&page=who&of=Lê Minh")
    expect(page.locator(".hh-timeline tbody tr")).not_to_have_count(0)
    settled(page)
    audit(page, "a person's page")
    with chat.library() as library:
        for mark in [each.mark for each in library.board().lines if each.mark] + list(library.board().unplaced):
            library.unmark(mark.id)


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
        [
            file("ảnh.gif", b"GIF89a\x00\x01"),
            file("tan-lap.txt", taken),
            file(f"{view}.txt", f"Tổ {view} họp chiều thứ Hai."),
        ]
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
    # Of two clicks that reach the server at once Streamlit can lose one.
    settled(page)
    page.locator(".hh-shelf-edit").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(say("shelf.date_label")).fill("31/2/2024")
    dialog.get_by_role("button", name=say("shelf.save"), exact=True).click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    audit(page, "editing a title and a date, with an error")


def test_the_first_minute(tmp_path: Path, open_page: Watched, audit: Audit, view: str, say: Speech) -> None:
    (tmp_path / "faults").mkdir()
    wait = tmp_path / "faults" / "wait"
    wait.touch()
    with served(tmp_path) as chat:
        with chat.library() as library:
            library.samples_are_in()
        page = opened(chat, open_page, view, say)
        page.get_by_test_id("stChatInputTextArea").fill(KEYS)
        page.get_by_test_id("stChatInputTextArea").press("Enter")
        expect(page.locator(".st-key-exchange-0-waits")).to_be_visible()
        expect(page.get_by_text(say("open.model"))).to_be_visible()
        audit(page, "the model being loaded")
        wait.unlink()
        expect(answered(page, 0).locator(".hh-verdict")).to_contain_text(say("reason.empty_library"))
        settled(page)
        audit(page, "not found in an empty library")
        page.goto(chat.url)
        expect(page.locator(".hh-step-line")).to_have_count(3)
        settled(page)
        audit(page, "an empty library")
        # It would tell of the lost connection in its console.
        page.goto("about:blank")


def outlined(page: Page) -> bool:
    """Whether what has the focus shows that: itself, or a field by the frame around it."""
    return bool(
        page.evaluate(
            """() => {
                let each = document.activeElement;
                const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(each);
                if ((outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none") return true;
                if (!each.matches("input, textarea")) return false;
                for (let up = 0; up < 4; up += 1) {
                    each = each.parentElement;
                    if (getComputedStyle(each).borderColor === "rgb(15, 92, 99)") return true;
                }
                return false;
            }"""
        )
    )


def focused(page: Page) -> str:
    """The beginning of the mark-up of what has the focus."""
    markup: str = page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
    return markup


def tab_to(page: Page, wanted: Locator, key: str = "Tab", most: int = 60) -> None:
    """Presses the key until what is wanted has the focus; each place on the way shows that it has it."""
    for _ in range(most):
        page.keyboard.press(key)
        until(page, lambda: outlined(page), f"the focus does not show on {focused(page)}")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{key} did not reach it, but {focused(page)}")


def test_the_keyboard_alone_leads_from_the_question_to_its_proof_and_back(chat: Chat, open_page: Watched) -> None:
    say = Speech("vi")
    page = opened(chat, open_page, "desktop", say)
    expect(page.locator(".st-key-hh-filters")).to_be_visible()
    settled(page)
    tab_to(page, page.get_by_test_id("stChatInputTextArea"))
    page.keyboard.type(ASKED)
    page.keyboard.press("Enter")
    exchange = answered(page, 0)
    settled(page)
    expect(page.get_by_role("status").filter(has_text=exchange.locator(".hh-verdict").inner_text())).to_have_count(1)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_focused()
    cite = exchange.locator(".hh-cite").first
    tab_to(page, cite, "Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-target")).to_be_focused()
    tab_to(page, dialog.get_by_role("searchbox"))
    page.keyboard.type("mở cửa")
    expect(dialog.locator(".hh-current").first).to_be_visible()
    page.keyboard.press("Escape")
    if dialog.count():
        page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(cite).to_be_focused()
    # On from there, to what can be done with the quote and said of the answer.
    tab_to(page, exchange.get_by_role("button", name=say("answers.similar_label", number=1)))
    thumbs = page.get_by_role("group", name=say("rating.label"))
    tab_to(page, thumbs.get_by_role("button", name=say("rating.up")))
    page.keyboard.press("Enter")
    expect(thumbs.get_by_role("status")).to_have_text(say("rating.kept"))


def test_the_keyboard_reaches_all_of_the_library(chat: Chat, open_page: Watched) -> None:
    say = Speech("vi")
    page = opened(chat, open_page, "desktop", say, "&page=library")
    expect(page.locator(".hh-shelf-row").first).to_be_visible()
    settled(page)
    visible = page.get_by_test_id("stMain").locator(
        "button:visible:enabled, select:visible, input[type=search]:visible"
    )
    parts = visible.all()
    for part in parts:
        tab_to(page, part, most=30)
    edit = page.locator(".hh-shelf-edit").nth(1)
    tab_to(page, edit, "Shift+Tab", most=len(parts))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    cancel = dialog.get_by_role("button", name=say("shelf.cancel"))
    expect(cancel).to_be_visible()
    tab_to(page, cancel)
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(edit).to_be_focused()
    tab_to(page, page.locator(".hh-shelf-remove").nth(1))
    page.keyboard.press("Enter")
    undo = page.get_by_role("button", name=say("shelf.undo"))
    expect(undo).to_be_visible()
    settled(page)
    tab_to(page, undo, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(undo).to_have_count(0)


def test_nothing_moves_for_who_wants_no_movement(chat: Chat, open_page: Watched) -> None:
    say = Speech("vi")
    page = opened(chat, open_page, "desktop", say)
    page.emulate_media(reduced_motion="reduce")
    ask(page, KEYS)
    fault = chat.fault("search")
    page.get_by_test_id("stChatInputTextArea").fill(NOTHING)
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    expect(page.locator(".hh-busy")).to_be_visible()
    turning = "() => document.getAnimations().filter((each) => each.playState === 'running').length"
    until(page, lambda: page.evaluate(turning) == 0)
    page.emulate_media(reduced_motion="no-preference")
    until(page, lambda: page.evaluate(turning) > 0)
    fault.unlink()
    answered(page, 1)


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
    expect(page.locator(".hh-rename").first).to_be_focused()
    delete = page.locator(".hh-conversation .hh-remove:not(.hh-rename)").first
    delete.press("Enter")
    keep = dialog.get_by_role("button", name=say("conversations.delete_no"))
    expect(keep).to_be_visible()
    audit(page, "deleting a conversation")
    keep.press("Enter")
    expect(delete).to_be_focused()
