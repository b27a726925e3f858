"""How long an answer takes on the screen beside `ask` alone, and a page of 20 turns to be drawn anew."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, Locator, Page, expect

from assistant.ask import ask
from assistant.conversations import Asked, Conversations
from assistant.samples import prepare
from assistant.ui.session import TURNS
from index import Library, Settings, load_embedder
from tests.benchmarks.latency import QUESTIONS
from tests.benchmarks.screen_timing import timed
from tests.browser.actions import ready
from tests.browser.conftest import DESKTOP
from tests.browser.serving import APP, Chat, served

_WARMING = 2


def questions(most: int) -> list[str]:
    """Of the samples, each of them once."""
    lines = QUESTIONS.read_text("utf-8").splitlines()
    return list(dict.fromkeys(json.loads(line)["question"] for line in lines))[:most]


@contextmanager
def chat_with_samples(browser: Browser) -> Iterator[tuple[Chat, Page, Library]]:
    """The chat as users run it, a page of it, and the same library opened by this process, with the default model."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = replace(Settings.from_environment(), library=folder / "library")
        with Library.open(settings.library, load_embedder(settings)) as library:
            prepare(library)
            with served(folder, script=APP) as chat:
                page = browser.new_page(viewport=DESKTOP)
                page.goto(chat.url)
                ready(page)
                yield chat, page, library


def answers(browser: Browser, rounds: int) -> dict[str, list[float]]:
    """From Enter until the answer stands on the page, and what `ask` alone takes for the same questions, by turns."""
    shown_ms, alone_ms = [], []
    with chat_with_samples(browser) as (chat, page, library):
        for question in questions(rounds + _WARMING):
            start = perf_counter()
            ask(question, library)
            alone_ms.append((perf_counter() - start) * 1000)
            # Each in a conversation of its own: none leans on the one before.
            page.goto(chat.url)
            expect(page.locator(".st-key-hh-examples button").first).to_be_visible()
            field = page.get_by_test_id("stChatInputTextArea")
            field.fill(question)
            shown_ms.append(_until_answered(page))
    return {
        "answer on the page, ms": shown_ms[_WARMING:],
        "ask alone, ms": alone_ms[_WARMING:],
        "the page on top of it, ms": [a - b for a, b in zip(shown_ms, alone_ms, strict=True)][_WARMING:],
    }


def _until_answered(page: Page) -> float:
    """From Enter until the first answer is drawn, by the page's own clock."""
    page.evaluate(
        """() => {
            window.answered = new Promise((resolve) => {
                let start = null;
                const look = () => {
                    if (document.querySelector(".hh-verdict")) resolve(performance.now() - start);
                    else requestAnimationFrame(look);
                };
                const begin = () => { start = performance.now(); look(); };
                document.addEventListener("keydown", begin, { once: true, capture: true });
            });
        }"""
    )
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    elapsed: float = page.evaluate("window.answered")
    return elapsed


def reruns(browser: Browser, rounds: int) -> dict[str, list[float]]:
    """With 20 answered turns on the page: from a key or a click until the server has nothing more to send.

    Once where no turn changes (Enter in the field that searches the conversations), once where every turn's words do
    (the other language), and once where all of them come back (from the library's page).
    """
    done = "document.querySelector('[data-test-script-state=notRunning]')"
    plain, switched, back = [], [], []
    with chat_with_samples(browser) as (chat, page, library):
        _fill(chat, page, library)
        field = page.get_by_role("textbox", name="Tìm cuộc trò chuyện")
        for number in range(rounds + 1):
            field.fill(f"{number}")
            plain.append(_until_run(page, field))
            for language, words in (("English", "Question: "), ("Tiếng Việt", "Câu hỏi: ")):
                said = f"e.textContent.startsWith('{words}')"
                all_said = f"[...document.querySelectorAll('.hh-question')].every((e) => {said})"
                button = page.get_by_role("radio", name=language)
                switched.append(timed(page, button, f"{all_said} && {done}"))
            page.get_by_role("button", name="Mở trang tài liệu").click()
            button = page.get_by_role("button", name="Về trang hỏi")
            expect(button).to_be_visible()
            all_there = f"document.querySelectorAll('.hh-exchange').length === {TURNS}"
            back.append(timed(page, button, f"{all_there} && {done}"))
    return {
        "rerun, 20 turns, ms": plain[1:],
        "other language, 20 turns, ms": switched[2:],
        "back to 20 turns, ms": back[1:],
    }


def _until_run(page: Page, field: Locator) -> float:
    """From Enter in the field until the page has been drawn anew, by the page's own clock."""
    page.evaluate(
        """() => {
            window.drawn = new Promise((resolve) => {
                let start = null, running = false;
                const look = () => {
                    const idle = document.querySelector("[data-test-script-state=notRunning]");
                    running ||= !idle;
                    if (running && idle) resolve(performance.now() - start);
                    else requestAnimationFrame(look);
                };
                const begin = () => { start = performance.now(); look(); };
                document.addEventListener("keydown", begin, { once: true, capture: true });
            });
        }"""
    )
    field.press("Enter")
    elapsed: float = page.evaluate("window.drawn")
    return elapsed


def _fill(chat: Chat, page: Page, library: Library) -> None:
    """Opens a conversation of 20 answered questions."""
    browser = page.evaluate("localStorage.getItem('hoihop-browser')")
    asked = questions(TURNS)
    conversations = Conversations(chat.folder)
    conversation, first = conversations.begin(browser, Asked(asked[0]))
    exchanges = [first, *(conversations.ask(conversation.id, browser, Asked(each)) for each in asked[1:])]
    for exchange in exchanges:
        conversations.answer(exchange.id, ask(exchange.asked.question, library))
    conversations.close()
    page.goto(f"{chat.url}/?c={conversation.id}")
    expect(page.locator(".hh-exchange")).to_have_count(TURNS)
