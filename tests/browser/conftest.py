"""A real Chromium in front of a served chat.

Every page is watched: a request to another host, an error in the page or a dialog of its own fails the test.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import BrowserContext, Dialog, Page, ViewportSize, expect, sync_playwright

from assistant.samples import prepare
from index import Library
from tests.browser.embedder import CalibratedStub
from tests.browser.serving import Chat, served

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP: ViewportSize = {"width": 1280, "height": 860}
# What a test waits for comes at once on a quiet machine; on a busy one only a long silence is a fault.
expect.set_options(timeout=30_000)


def chromium_path() -> str | None:
    """HOIHOP_CHROMIUM, else a Chromium or Chrome on PATH, else None: Playwright's own.

    The headless shell is the same engine without the windows around it, which take half of the time.
    """
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("HOIHOP_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def profile() -> Iterator[BrowserContext]:
    """One new profile for all pages: they share a cache, and each is a session of its own to the chat."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser.new_context(locale="vi-VN")
        browser.close()


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A library into which the samples went, to be copied; where several processes run the tests, one for all."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "samples"
    with FileLock(f"{folder}.lock"), Library.open(folder, CalibratedStub()) as library:
        assert all(outcome.status == "added" for outcome in prepare(library))
    return folder


@pytest.fixture(scope="module")
def chat(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[Chat]:
    """A chat with the samples, shared by the tests of a file."""
    folder = tmp_path_factory.mktemp("chat")
    shutil.copytree(samples, folder / "library")
    with served(folder) as chat:
        yield chat


@pytest.fixture
def open_page(profile: BrowserContext) -> Iterator[Callable[..., Page]]:
    """Opens a page of a chat: open_page(chat, viewport=…)."""
    problems: list[str] = []
    chats: list[Chat] = []
    pages: list[Page] = []

    def open_watched(chat: Chat, viewport: ViewportSize = DESKTOP) -> Page:
        page = profile.new_page()
        chats.append(chat)
        pages.append(page)
        page.set_viewport_size(viewport)
        page.on("request", lambda request: _check_host(request.url, problems))
        page.on("websocket", lambda websocket: _check_host(websocket.url, problems))
        page.on("pageerror", lambda error: problems.append(f"error in the page: {error}"))
        page.on("console", lambda message: _check_console(message.type, message.text, problems))
        page.on("dialog", lambda dialog: _check_dialog(dialog, problems))
        page.goto(chat.url)
        return page

    yield open_watched
    for page in pages:
        page.close()
    # A test that fails halfway must not let the next ones fail.
    for fault in {fault for chat in chats for fault in chat.faults.iterdir()}:
        fault.unlink()
    assert problems == []


def _check_host(url: str, problems: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
        problems.append(f"request to {url}")


def _check_console(kind: str, text: str, problems: list[str]) -> None:
    if kind == "error":
        problems.append(f"console: {text}")


def _check_dialog(dialog: Dialog, problems: list[str]) -> None:
    problems.append(f"dialog: {dialog.message}")
    dialog.dismiss()
