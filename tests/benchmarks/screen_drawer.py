"""How long the drawer takes to open, to jump, to find and to draw a page's picture."""

from __future__ import annotations

import tempfile
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, Locator, Page, expect

from tests.benchmarks.screen_timing import timed
from tests.browser.actions import ask, document, ready, to_chat
from tests.browser.conftest import DESKTOP
from tests.browser.serving import served

PDF = Path(__file__).parent.parent / "fixtures" / "council-gaps.pdf"
ASKED = "Ai mua máy phát điện dự phòng trước mùa mưa?"
QUOTED = "Phiên họp dài giao bà Tô Diệp Minh mua máy phát điện dự phòng trước mùa mưa."
_FILLER = "Mục số {}: nội dung thường lệ của phiên họp dài, ghi cho đủ để đoạn có độ dài như trong biên bản thật. "


def drawer(browser: Browser, paragraphs: int, rounds: int) -> dict[str, list[float]]:
    """Over a new library with one made-up document of that many paragraphs and one .pdf file.

    Its embedder takes no time, since none of this is a search. In milliseconds: from the click on a citation until its
    paragraph has the focus; from a jump by the scroll bar until the text is there; from the last key of a word until
    the match is in view; and from a click until a page's picture is drawn.
    """
    texts = [(_FILLER.format(number) * (1 + number % 3)).strip() for number in range(paragraphs)]
    texts[len(texts) // 2] = QUOTED
    print(f"document    {len(texts):,} paragraphs, {sum(map(len, texts)):,} characters")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as chat:
        with chat.library() as library:
            library.add_bytes("dài.txt", "\n\n".join(texts).encode())
            library.add(PDF)
        page = browser.new_page(viewport=DESKTOP)
        sent: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(len(frame))))
        page.goto(chat.url)
        ready(page)
        cite = ask(page, ASKED).locator(".hh-cite").first
        return measured(page, cite, sent, rounds)


def measured(page: Page, cite: Locator, sent: list[int], rounds: int) -> dict[str, list[float]]:
    """The times of each step in milliseconds, and what opening the drawer brings to the browser in KB."""
    opening, bytes_kb, jumps, finds, pictures = [list[float]() for _ in range(5)]
    dialog = page.get_by_role("dialog")
    for number in range(rounds + 1):
        to_chat(page)
        expect(cite).to_be_visible()
        del sent[:]
        opening.append(timed(page, cite, "document.activeElement?.matches('.hh-target')"))
        page.wait_for_timeout(700)
        bytes_kb.append(sum(sent) / 1024)
        view = dialog.locator(".hh-source")
        share = 0.05 + 0.9 * ((number * 7) % 11) / 11
        page.keyboard.press("Shift")
        start = perf_counter()
        view.evaluate("(view, share) => { view.scrollTop = view.scrollHeight * share; }", share)
        page.wait_for_function(_TEXT_AT_MIDDLE)
        jumps.append((perf_counter() - start) * 1000)
        dialog.get_by_role("searchbox").fill("may phat dien")
        start = perf_counter()
        expect(dialog.locator(".hh-current")).to_be_in_viewport()
        finds.append((perf_counter() - start) * 1000)
        _close(page)
        document(page, PDF.name).click()
        button = dialog.locator(".hh-choice[aria-pressed=false]").first
        drawn = "document.querySelector('.hh-page-image')?.complete"
        pictures.append(timed(page, button, drawn))
        _close(page)
    return {
        "drawer opened, ms": opening[1:],
        "received for it, KB": bytes_kb[1:],
        "jump to a far place, ms": jumps[1:],
        "find, ms": finds[1:],
        "picture of a page, ms": pictures[1:],
    }


_TEXT_AT_MIDDLE = """() => {
    const box = document.querySelector(".hh-source").getBoundingClientRect();
    const element = document.elementFromPoint(box.left + 100, box.top + box.height / 2);
    return element?.closest(".hh-block, .hh-run:not(.hh-absent)");
}"""


def _close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
