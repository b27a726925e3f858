"""The page's own clock."""

from __future__ import annotations

from playwright.sync_api import Locator, Page


def timed(page: Page, button: Locator, done: str) -> float:
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
