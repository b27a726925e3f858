"""The first seconds: the page is there before the model, and says what is wrong when it can't be loaded."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.actions import Watched, answered, ready, until
from tests.browser.serving import Chat, served


@pytest.fixture
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    """A chat of its own whose model is held back."""
    folder = tmp_path_factory.mktemp("start")
    (folder / "faults").mkdir()
    (folder / "faults" / "wait").touch()
    with served(folder) as chat:
        yield chat


def test_a_question_typed_while_the_model_loads_is_answered_afterwards(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    expect(page.get_by_text("Đang nạp mô hình…")).to_be_visible()
    expect(page.get_by_role("heading", name="Hỏi Họp")).to_be_visible()
    page.get_by_test_id("stChatInputTextArea").fill("Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?")
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    expect(page.locator(".hh-words")).to_have_text("Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?")
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_text("Loading the model…")).to_be_visible()
    (chat.faults / "wait").unlink()
    expect(answered(page, 0).locator(".hh-card").first).to_be_visible()


def test_a_page_at_which_nothing_looks_any_more_looks_by_itself(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    # As after a run of the page that ended while Streamlit's timer asked: what it still had to send is lost, and with
    # it the timer.
    page.add_init_script(
        """const plain = window.setInterval;
        window.timers = [];
        window.setInterval = (work, ms, ...rest) => {
            const timer = plain(work, ms, ...rest);
            if (Math.round(ms) === 300) window.timers.push(timer);
            return timer;
        };"""
    )
    page.reload()
    expect(page.get_by_text("Đang nạp mô hình…")).to_be_visible()
    until(page, lambda: page.evaluate("window.timers.length") > 0)
    page.wait_for_timeout(2000)  # Whatever has the page drawn anew at first starts a timer too.
    page.evaluate("window.timers.forEach(clearInterval)")
    (chat.faults / "wait").unlink()
    ready(page)


def test_a_model_that_cannot_be_loaded_is_told_and_tried_again(chat: Chat, open_page: Watched) -> None:
    chat.fault("fail")
    (chat.faults / "wait").unlink()
    page = open_page(chat)
    expect(page.locator(".st-key-opening-note")).to_have_text("Không nạp được mô hình **stub** (`fault`).")
    (chat.faults / "fail").unlink()
    page.get_by_role("button", name="Thử lại").click()
    ready(page)
    expect(page.locator(".st-key-hh-examples button")).to_have_count(4)
