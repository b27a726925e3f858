"""Twenty readers at once: each gets the answer to the own question and to no other."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.actions import Watched, ready, verbatim
from tests.browser.serving import Chat, served

# Words that have nothing in common, so that each paragraph answers one question.
TASKS = (
    *("gác cổng", "tưới vườn", "lau kính", "sửa quạt", "nấu cháo", "đo đất", "vá lưới", "chở gạch", "đếm phiếu"),
    *("phát loa", "quét sân", "khám mắt", "dạy đàn", "in sách", "ươm mạ", "gặt lúa", "đóng thuyền", "thả diều"),
    *("thêu cờ", "rang lạc"),
)


def text_of(number: int) -> str:
    return f"Việc {TASKS[number]} giao cho tổ {number + 1}."


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    with served(tmp_path_factory.mktemp("many")) as chat:
        with chat.library() as library:
            for number in range(len(TASKS)):
                library.add_bytes(f"{number}.txt", text_of(number).encode())
        yield chat


def test_twenty_readers_who_ask_at_once_each_get_their_own_answer(chat: Chat, open_page: Watched) -> None:
    pages: list[Page] = [open_page(chat, viewport={"width": 800, "height": 600}) for _ in range(len(TASKS))]
    for number, page in enumerate(pages):
        ready(page)
        page.get_by_test_id("stChatInputTextArea").fill(f"Việc {TASKS[number]} giao cho tổ nào?")
    for page in pages:
        page.get_by_test_id("stChatInputTextArea").press("Enter")
    for number, page in enumerate(pages):
        card = page.locator(".hh-card").first
        expect(card).to_be_visible(timeout=60_000)
        assert verbatim(card.locator("blockquote")) == text_of(number)
        expect(page.locator(".hh-exchange")).to_have_count(1)
        expect(page.locator(".hh-words")).to_have_text(f"Việc {TASKS[number]} giao cho tổ nào?")
        expect(page.locator("[class*=-note] .hh-error")).to_have_count(0)
