"""What a reader does and sees, in the words of the tests."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FilePayload, Locator, Page, ViewportSize, expect

Watched = Callable[..., Page]
PHONE: ViewportSize = {"width": 375, "height": 720}


def ready(page: Page) -> None:
    """Waits until the library is open; the first time the samples go in, which takes its time on a busy machine."""
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=60_000)


def shown(page: Page, locator: Locator, seconds: int = 30) -> None:
    """Waits until it is in sight. For what takes its time: after a second, `expect` looks only once a second."""
    until(page, locator.is_visible, f"{locator} does not show", seconds)


def ask(page: Page, question: str) -> Locator:
    """Types the question and waits for what becomes of it: the newest exchange."""
    to_chat(page)
    number = page.locator(".hh-exchange").count()
    page.get_by_test_id("stChatInputTextArea").fill(question)
    page.get_by_test_id("stChatInputTextArea").press("Enter")
    return answered(page, number)


def answered(page: Page, number: int) -> Locator:
    """The exchange of that number, counted from 0, once it has an answer or an error."""
    exchange = page.locator(".hh-exchange").nth(number)
    outcome = exchange.locator(".hh-verdict").or_(page.locator(f".st-key-exchange-{number}-note"))
    shown(page, outcome.first)
    return exchange


def until(
    page: Page, condition: Callable[[], bool], otherwise: str = "the condition did not come true", seconds: int = 30
) -> None:
    """Waits for what can't be seen on the page."""
    for _ in range(seconds * 50):
        if condition():
            return
        page.wait_for_timeout(20)
    raise AssertionError(otherwise)


def closed(page: Page, box: Locator) -> None:
    """Closes the box by Escape, which closes what is open in it first, such as a list or a calendar.

    The focus is back a frame later, on what opened the box: a key pressed before that may go elsewhere.
    """

    def gone() -> bool:
        if box.count():
            page.keyboard.press("Escape")
        return box.count() == 0

    def focused() -> bool:
        return bool(page.evaluate("document.activeElement !== document.body"))

    until(page, gone)
    until(page, focused, "the focus did not come back")


def remaining(page: Page, look: Callable[[], list[str]]) -> list[str]:
    """What is still found when the page has had five seconds to come to rest; nothing as soon as nothing is."""
    for _ in range(50):
        if not look():
            return []
        page.wait_for_timeout(100)
    return look()


def verbatim(locator: Locator) -> str:
    """The text as it stands in the document, white space and all."""
    text = locator.evaluate("element => element.textContent")
    assert isinstance(text, str)
    return text


def file(name: str, content: str | bytes) -> FilePayload:
    """A file as a reader chooses it."""
    data = content.encode() if isinstance(content, str) else content
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def upload(page: Page, *files: tuple[str, str | bytes]) -> None:
    """Puts (name, content) into the upload box, and waits until all of it has been dealt with."""
    settled(page)
    reported = page.locator(".hh-file")
    # The report is kept until it is hidden, also from a page that was closed since: all pages here are of one browser.
    before = reported.count()
    page.locator("input[type=file]").set_input_files([file(name, content) for name, content in files])
    expect(reported).to_have_count(before + len(files))
    settled(page)


def settled(page: Page) -> None:
    """Waits until no file is being added and the page is drawn.

    At the slow pace of `expect`: Streamlit draws what came last a moment after it says that nothing runs any more.
    """
    expect(page.locator("[data-testid=stProgress], .hh-intake[data-running]")).to_have_count(0)
    expect(page.locator("[data-testid=stApp][data-test-script-state=notRunning]")).to_be_visible()


def rerun(page: Page, act: Callable[[], None]) -> None:
    """Does what makes the script run, and waits until it has.

    A run that goes on already is taken up by the new one without a stop between them: it counts as begun. One that
    begins and ends while the browser is busy is drawn once, when it has ended; nothing is seen of it but what it drew.
    """
    settled(page)
    page.evaluate("""() => {
        const app = document.querySelector("[data-testid=stApp]");
        window.hhRun = app.dataset.testScriptState === "running" ? "begun" : "";
        new MutationObserver((_, observer) => {
            if (app.dataset.testScriptState === "running") window.hhRun = "begun";
            else if (window.hhRun) { window.hhRun = "done"; observer.disconnect(); }
        }).observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
    }""")
    act()
    page.evaluate("window.hhActed = performance.now()")
    page.wait_for_function("window.hhRun === 'done' || (!window.hhRun && performance.now() - window.hhActed > 5000)")


def document(page: Page, name: str) -> Locator:
    """The document in the list of the library's page, which is opened, by its name in the library."""
    to_library(page)
    return page.locator(".hh-shelf").get_by_title(name, exact=True)


def to_library(page: Page) -> None:
    """To the library's page, unless it is there."""
    if "page=library" not in page.url:
        page.get_by_role("button", name="Mở trang tài liệu").click()
        expect(page.get_by_role("button", name="Về trang hỏi")).to_be_visible()
        expect(page).to_have_url(re.compile("page=library"))
        expect(page.locator("input[type=file]")).to_have_count(1)


def to_chat(page: Page) -> None:
    """Back to the conversation."""
    if "page=library" in page.url:
        page.get_by_role("button", name="Về trang hỏi").click()
        expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()


def sideways(page: Page) -> list[str]:
    """What is in sight and can be scrolled sideways."""
    return remaining(
        page,
        lambda: page.evaluate(
            """() => [document.documentElement, ...document.querySelectorAll("body *")]
                .filter((element) => {
                  const style = getComputedStyle(element);
                  const scrolls = ["auto", "scroll"].includes(style.overflowX) || element === document.documentElement;
                  const { left, right, width } = element.getBoundingClientRect();
                  const inSight = width > 0 && right > 0 && left < innerWidth;
                  return inSight && scrolls && element.scrollWidth > element.clientWidth + 1;
                })
                .map((element) => `${element.tagName} ${element.className} ${element.dataset.testid ?? ""}`)"""
        ),
    )
