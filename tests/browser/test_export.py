"""Copying quotes as citations, and exporting the conversation, read back from the clipboard and the files."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from markdown_it import MarkdownIt
from playwright.sync_api import BrowserContext, Download, Locator, Page, expect

from assistant.answer import Answer
from assistant.conversations import Asked, Conversations
from tests.browser.actions import PHONE, Watched, ask, ready, sideways, until, upload, verbatim
from tests.browser.serving import Chat

TEXT = (
    "Vé cáp treo Hòn Trĩ tăng từ $5 đến $6 từ 1.1.2025 -> hết năm. <script>window.hacked = 1</script> *đậm* `mã` "
    "[a](javascript:1) &lt;b&gt;\n<i>Trạm trưởng cáp treo là bà Ngô Tú."
)
ASKED = "Vé cáp treo Hòn Trĩ tăng từ bao nhiêu?"
SOURCE = "— Vé cáp treo (ve-cap-treo.md), 03/04/2024"
DOCUMENT = ("ve-cap-treo.md", f"# Vé cáp treo\n\nNgày 03/04/2024\n\n{TEXT}\n")


@pytest.fixture
def clipboard(profile: BrowserContext) -> Iterator[None]:
    profile.grant_permissions(["clipboard-read", "clipboard-write"])
    yield
    profile.clear_permissions()


def copied(page: Page, kind: str) -> str | None:
    """What a program gets that pastes this kind; None where it is not there."""
    found: str | None = page.evaluate(
        """async (kind) => {
            const [item] = await navigator.clipboard.read();
            return item.types.includes(kind) ? (await item.getType(kind)).text() : null;
        }""",
        kind,
    )
    return found


def asked(chat: Chat, open_page: Watched) -> tuple[Page, Locator]:
    page = open_page(chat)
    ready(page)
    upload(page, DOCUMENT)
    card = ask(page, ASKED).locator(".hh-card").first
    assert verbatim(card.locator("blockquote")) == TEXT
    return page, card


def status(card: Locator) -> Locator:
    return card.get_by_role("status")


def test_a_citation_is_copied_for_word(chat: Chat, open_page: Watched, clipboard: None) -> None:
    page, card = asked(chat, open_page)
    button = card.get_by_role("button", name="Word: sao chép trích dẫn 1")
    box = button.bounding_box()
    assert box is not None and min(box["width"], box["height"]) >= 24
    button.focus()
    page.keyboard.press("Enter")
    expect(status(card)).to_contain_text("Đã sao chép trích dẫn 1 để dán vào Word.")
    expect(button).to_be_focused()
    assert copied(page, "text/plain") == f"{TEXT}\n\n{SOURCE}"
    # As a program pastes it: drawn, and read back.
    html = copied(page, "text/html")
    assert html is not None and "<script" not in html
    drawn = page.evaluate(
        """(html) => {
            const body = new DOMParser().parseFromString(html, "text/html").body;
            const marks = [...body.querySelectorAll("span")].filter((each) => each.style.backgroundColor);
            return [...body.querySelectorAll("p")].map((each) => each.textContent).concat(
                marks.map((each) => each.textContent));
        }""",
        html,
    )
    assert drawn == [TEXT, SOURCE, verbatim(card.locator("mark"))]
    assert page.evaluate("window.hacked") is None


def test_a_citation_is_copied_as_markdown(chat: Chat, open_page: Watched, clipboard: None) -> None:
    page, card = asked(chat, open_page)
    card.get_by_role("button", name="Markdown: sao chép trích dẫn 1").click()
    expect(status(card)).to_contain_text("Đã sao chép trích dẫn 1 dạng Markdown.")
    text = copied(page, "text/plain")
    assert text is not None and copied(page, "text/html") is None
    tokens = MarkdownIt("commonmark").parse(text)
    inline = [token.children or [] for token in tokens if token.type == "inline"]
    words = ["".join("\n" if each.type == "hardbreak" else each.content for each in children) for children in inline]
    assert words == [TEXT, SOURCE]


def test_where_the_page_has_no_clipboard_the_old_command_copies(
    chat: Chat, open_page: Watched, clipboard: None
) -> None:
    page, card = asked(chat, open_page)
    # As on http at another address than this machine's.
    page.evaluate("Object.defineProperty(navigator.clipboard, 'write', { value: undefined })")
    button = card.get_by_role("button", name="Word: sao chép trích dẫn 1")
    button.click()
    expect(status(card)).to_contain_text("Đã sao chép trích dẫn 1 để dán vào Word.")
    expect(button).to_be_focused()
    assert copied(page, "text/plain") == f"{TEXT}\n\n{SOURCE}"
    assert "background-color" in (copied(page, "text/html") or "")


def test_a_copy_that_the_browser_refuses_says_what_to_do(chat: Chat, open_page: Watched) -> None:
    page, card = asked(chat, open_page)
    page.evaluate(
        """() => {
            Object.defineProperty(navigator.clipboard, "write", { value: () => Promise.reject(new Error("no")) });
            document.execCommand = () => false;
        }"""
    )
    card.get_by_role("button", name="Word: sao chép trích dẫn 1").click()
    expect(status(card)).to_have_text("Trình duyệt không cho sao chép. Hãy chọn đoạn văn rồi bấm Ctrl+C.")


def exported(page: Page, label: str) -> Download:
    if not page.get_by_role("button", name=label).is_visible():
        page.get_by_role("button", name="Xuất").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=label).click()
    return waiting.value


def content(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def test_the_three_files_hold_the_question_and_the_quote_word_for_word(chat: Chat, open_page: Watched) -> None:
    page, card = asked(chat, open_page)
    mark = verbatim(card.locator("mark"))
    word = exported(page, "Word (.docx)")
    assert word.suggested_filename == "Vé cáp treo Hòn Trĩ tăng từ bao nhiêu.docx"
    document = Document(io.BytesIO(content(word)))
    quotes = [each for each in document.paragraphs if each.style is not None and each.style.name == "Quote"]
    assert TEXT in [each.text for each in quotes]
    highlighted = [r.text for each in quotes for r in each.runs if r.font.highlight_color == WD_COLOR_INDEX.YELLOW]
    assert mark in highlighted
    assert [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"] == [
        f"1. {ASKED}"
    ]
    markdown = exported(page, "Markdown (.md)")
    assert markdown.suggested_filename == "Vé cáp treo Hòn Trĩ tăng từ bao nhiêu.md"
    inline = [
        "".join("\n" if each.type == "hardbreak" else each.content for each in token.children or [])
        for token in MarkdownIt("commonmark").parse(content(markdown).decode())
        if token.type == "inline"
    ]
    assert {ASKED, f"1. {ASKED}", TEXT} <= set(inline)
    printed = exported(page, "Trang để in (.html)")
    assert printed.suggested_filename == "Vé cáp treo Hòn Trĩ tăng từ bao nhiêu.html"
    # The page stays as it was: nothing was asked anew.
    expect(page.locator(".hh-exchange")).to_have_count(1)


def test_the_page_to_print_runs_and_loads_nothing(
    chat: Chat, open_page: Watched, profile: BrowserContext, tmp_path: Path
) -> None:
    page, card = asked(chat, open_page)
    mark = verbatim(card.locator("mark"))
    file = tmp_path / "trang.html"
    file.write_bytes(content(exported(page, "Trang để in (.html)")))
    opened = profile.new_page()
    try:
        requests: list[str] = []
        opened.on("request", lambda request: requests.append(request.url))
        opened.on("console", lambda message: requests.append(message.text))
        opened.goto(file.as_uri())
        assert requests == [file.as_uri()]
        assert verbatim(opened.locator("blockquote p").first) == TEXT
        expect(opened.locator("mark").first).to_have_text(mark)
        # The style is let in by the page's policy.
        expect(opened.locator("mark").first).to_have_css("background-color", "rgb(255, 230, 128)")
        expect(opened.locator("html")).to_have_attribute("lang", "vi")
        expect(opened.locator("script, img, a, iframe")).to_have_count(0)
        expect(opened.get_by_text("Ctrl+P")).to_be_visible()
        opened.emulate_media(media="print")
        expect(opened.get_by_text("Ctrl+P")).to_be_hidden()
        assert opened.evaluate("window.hacked") is None
    finally:
        opened.close()


def test_all_of_a_long_conversation_is_exported_and_not_only_what_is_drawn(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    browser = page.evaluate("localStorage.getItem('hoihop-browser')")
    conversations = Conversations(chat.folder)
    conversation, first = conversations.begin(browser, Asked("Câu hỏi 0"))
    exchanges = [first, *(conversations.ask(conversation.id, browser, Asked(f"Câu hỏi {n}")) for n in range(1, 300))]
    for exchange in exchanges:
        question = exchange.asked.question
        conversations.answer(exchange.id, Answer(question, None, False, 0.0, "no_evidence", (), ()))
    conversations.close()
    page.goto(f"{chat.url}/?c={conversation.id}")
    expect(page.locator(".hh-words")).to_have_count(20)
    text = content(exported(page, "Markdown (.md)")).decode()
    assert re.findall(r"^## (\d+)\. Câu hỏi (\d+)$", text, re.MULTILINE) == [(str(n + 1), str(n)) for n in range(300)]


def test_a_file_that_cannot_be_made_is_told_in_the_reader_s_language(chat: Chat, open_page: Watched) -> None:
    page, _ = asked(chat, open_page)
    browser = page.evaluate("localStorage.getItem('hoihop-browser')")
    # As from another page of the same browser.
    conversations = Conversations(chat.folder)
    conversations.delete(page.url.partition("?c=")[2], browser)
    conversations.close()
    page.get_by_role("button", name="Xuất").click()
    page.get_by_role("button", name="Word (.docx)").click()
    expect(page.get_by_role("alert")).to_have_text("Chưa tạo được tệp. Hãy tải lại trang rồi thử lại.")


def test_the_menu_is_in_sight_while_reading_and_not_before_a_question(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    expect(page.locator(".st-key-hh-examples button").first).to_be_visible()
    export: Callable[[], Locator] = lambda: page.get_by_role("button", name="Xuất")  # noqa: E731
    expect(export()).to_have_count(0)
    ask(page, "Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?")
    ask(page, "Hội nghị lần thứ 22 của Tỉnh ủy bàn những mục tiêu nào?")
    expect(export()).to_be_in_viewport(ratio=1)
    assert sideways(page) == []
    export().click()
    expect(page.get_by_role("button", name="Word (.docx)")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Word (.docx)")).to_be_hidden()
    expect(export()).to_be_focused()


@pytest.mark.parametrize("width", [PHONE["width"], 800])
def test_what_is_read_goes_under_the_bar_of_the_menu_and_the_keyboard_never_behind_it(
    chat: Chat, open_page: Watched, width: int
) -> None:
    page = open_page(chat, viewport={"width": width, "height": 600})
    for number in range(3):
        ask(page, f"Ai chủ trì hội nghị lần thứ {15 + number} của Tỉnh ủy Sơn Giang?")
    expect(page.get_by_role("button", name="Xuất")).to_be_in_viewport(ratio=1)
    bar = page.get_by_test_id("stHeader").bounding_box()
    assert bar is not None
    page.mouse.move(width / 2, 300)
    drawn = []
    for wheel in (-70, -45, -45):
        before = scrolled(page)
        page.mouse.wheel(0, wheel)
        until(page, lambda before=before, wheel=wheel: scrolled(page) == before + wheel)  # type: ignore[misc]
        drawn.append(page.screenshot(clip={**bar}))
    assert drawn[1:] == drawn[:1] * 2
    page.get_by_test_id("stChatInputTextArea").focus()
    hidden, reached = [], 0
    while scrolled(page) > 0 and reached < 100:
        page.keyboard.press("Shift+Tab")
        top, inside, words = page.evaluate("""() => {
            const focused = document.activeElement;
            const inside = focused.parentElement.closest(".stMain") && !focused.closest(".st-key-hh-export");
            return [focused.getBoundingClientRect().top, Boolean(inside), focused.textContent];
        }""")
        reached += 1
        if inside and top < bar["height"]:
            hidden.append(words)
    assert reached > 5
    assert hidden == []


def scrolled(page: Page) -> float:
    """How far the conversation is scrolled, in pixels."""
    found: float = page.locator(".stMain").evaluate("element => element.scrollTop")
    return found
