"""How long the screen takes in a real Chromium: python -m tests.benchmarks.screen drawer [--paragraphs 5000]

Serves the chat over a new library with one made-up document of that many paragraphs and one .pdf file, with an embedder
that takes no time, since none of it is a search. Prints medians and the highest of each, in milliseconds, after a round
of warming up: from the click on a citation until its paragraph has the focus; from a jump by the scroll bar until the
text is there; from the last key of a word until the match is in view; and from a click until a page's picture is drawn.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.benchmarks.latency import processor
from tests.browser.actions import ask, document, ready
from tests.browser.conftest import DESKTOP, FLAGS, chromium_path
from tests.browser.serving import served

PDF = Path(__file__).parent.parent / "fixtures" / "council-gaps.pdf"
ASKED = "Ai mua máy phát điện dự phòng trước mùa mưa?"
QUOTED = "Phiên họp dài giao bà Tô Diệp Minh mua máy phát điện dự phòng trước mùa mưa."


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["drawer"], help="the part of the screen")
    parser.add_argument("--paragraphs", type=int, default=5_000, help="how long the document is (5000)")
    parser.add_argument("--rounds", type=int, default=10, help="how often each is done (10)")
    arguments = parser.parse_args()
    words = "Mục số {}: nội dung thường lệ của phiên họp dài, ghi cho đủ để đoạn có độ dài như trong biên bản thật. "
    texts = [(words.format(number) * (1 + number % 3)).strip() for number in range(arguments.paragraphs)]
    texts[len(texts) // 2] = QUOTED
    print(f"processor   {processor()}: {os.cpu_count()} logical processors, load {os.getloadavg()[0]:.1f}")
    print(f"document    {len(texts):,} paragraphs, {sum(map(len, texts)):,} characters")
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as chat, sync_playwright() as playwright:
        with chat.library() as library:
            library.add_bytes("dài.txt", "\n\n".join(texts).encode())
            library.add(PDF)
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        page = browser.new_page(viewport=DESKTOP)
        sent: list[int] = []
        page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: sent.append(len(frame))))
        page.goto(chat.url)
        ready(page)
        cite = ask(page, ASKED).locator(".hh-cite").first
        for name, times_ms in measured(page, cite, sent, arguments.rounds).items():
            print(f"{name:<28} median {median(times_ms):.0f}, highest {max(times_ms):.0f}")
        browser.close()


def measured(page: Page, cite: Locator, sent: list[int], rounds: int) -> dict[str, list[float]]:
    """The times of each step in milliseconds, and what opening the drawer brings to the browser in KB."""
    opening, bytes_kb, jumps, finds, pictures = [list[float]() for _ in range(5)]
    dialog = page.get_by_role("dialog")
    for number in range(rounds + 1):
        del sent[:]
        opening.append(_timed(page, cite, "document.activeElement?.matches('.hh-target')"))
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
        pictures.append(_timed(page, button, drawn))
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


def _timed(page: Page, button: Locator, done: str) -> float:
    """From the click until it is so, as the page's own clock sees it."""
    handle = button.element_handle()
    elapsed: float = page.evaluate(
        f"""(button) => new Promise((resolve) => {{
            const start = performance.now();
            const look = () => {done} ? resolve(performance.now() - start) : requestAnimationFrame(look);
            button.focus();
            button.click();
            look();
        }})""",
        handle,
    )
    return elapsed


def _close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


if __name__ == "__main__":
    main()
