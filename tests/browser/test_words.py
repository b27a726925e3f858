"""Streamlit's own words, in the reader's language."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.actions import Watched, ask, ready, remaining, to_library
from tests.browser.serving import Chat, served

_FOREIGN = """() => {
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest(".hh-root, script, style, noscript, [data-testid=stIconMaterial], [data-testid=stMarkdown]")) {
      continue;
    }
    if (element === node) {
      for (const name of ["aria-label", "title", "placeholder"]) found.add(element.getAttribute(name) ?? "");
    } else found.add(node.nodeValue.trim());
  }
  return [...found];
}"""
# Nothing that we or Streamlit write in Vietnamese is of these letters alone.
_ENGLISH = ("Upload", "per file", "Drag", "Send", "Choose", "Open", "Close", "Select", "No results", "Press", "Skip")


def english(page: Page) -> list[str]:
    """What stands there in English, apart from documents and the switch of languages."""
    return remaining(page, lambda: [text for text in page.evaluate(_FOREIGN) if any(word in text for word in _ENGLISH)])


def test_streamlit_speaks_the_reader_s_language_too(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    box = page.get_by_test_id("stFileUploader")
    expect(box.locator("button p")).to_have_text("Chọn tệp")
    expect(box.get_by_test_id("stFileUploaderDropzoneInstructions")).to_have_text("mỗi tệp tối đa 50MB")
    expect(page.get_by_role("button", name="Gửi câu hỏi")).to_be_visible()
    page.get_by_role("button", name="Bộ lọc").click()
    page.get_by_test_id("stMultiSelect").first.click()
    dropdown = page.get_by_test_id("stMultiSelectDropdown")
    expect(dropdown).to_contain_text("Chọn tất cả")
    assert english(page) == []
    page.keyboard.type("không có tài liệu nào tên này")
    expect(dropdown).to_have_text("Không có mục nào khớp")
    page.reload()
    ready(page)
    ask(page, "Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?").locator(".hh-cite").first.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Đóng")).to_be_visible()
    assert english(page) == []
    page.keyboard.press("Escape")
    to_library(page)
    page.locator(".hh-shelf").get_by_role("button", name="Sửa").first.click()
    # It takes the focus a moment after it is drawn; from a field that has it already, whose text then counts as given.
    expect(page.locator("[role=dialog]:focus, [role=dialog] :focus")).to_have_count(1)
    assert any(_is_told_how_to_save(page, title) for title in ("Tên khác", "Tên khác nữa", "Tên khác hẳn"))
    assert english(page) == []


def _is_told_how_to_save(page: Page, title: str) -> bool:
    """Types a title into the dialog. On a busy machine it may take the focus once more, and the hint goes with that."""
    page.get_by_role("dialog").get_by_role("textbox").first.fill(title)
    try:
        expect(page.get_by_test_id("InputInstructions")).to_have_text("Nhấn Enter để lưu", timeout=10_000)
    except AssertionError:
        return False
    return True


def test_the_words_change_with_the_language_and_back(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    button = page.get_by_test_id("stFileUploader").locator("button p")
    expect(button).to_have_text("Chọn tệp")
    page.get_by_text("English", exact=True).click()
    expect(button).to_have_text("Choose files")
    expect(page.get_by_text("up to 50MB per file")).to_be_visible()
    expect(page.get_by_role("button", name="Send the question")).to_be_visible()
    page.get_by_text("Tiếng Việt", exact=True).click()
    expect(button).to_have_text("Chọn tệp")
    expect(page.get_by_text("mỗi tệp tối đa 50MB")).to_be_visible()


def test_a_document_that_is_called_like_such_a_word_keeps_its_name(chat: Chat, open_page: Watched) -> None:
    with chat.library() as library:
        library.add_bytes("Upload.txt", "Send message\n\nTổ bảo vệ đổi khoá cổng sau vào thứ Ba.".encode())
        library.edit("Upload.txt", title="Upload")
    page = open_page(chat)
    ready(page)
    card = ask(page, "Ai đổi khoá cổng sau vào thứ Ba?").locator(".hh-card").first
    expect(card).to_contain_text("Upload")
    expect(card).to_contain_text("Send message")
    expect(page.get_by_test_id("stFileUploader").locator("button p")).to_have_text("Chọn tệp")


def test_a_lost_connection_is_told_in_the_reader_s_words(
    tmp_path_factory: pytest.TempPathFactory, profile: BrowserContext
) -> None:
    with served(tmp_path_factory.mktemp("lost")) as chat:
        page = profile.new_page()
        page.goto(chat.url)
        ready(page)
    expect(page.get_by_role("dialog")).to_contain_text("Mất kết nối", timeout=60_000)
    expect(page.get_by_role("dialog")).to_contain_text("Chương trình Hỏi Họp không trả lời.")
    page.close()
