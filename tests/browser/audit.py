"""What axe-core finds against the states of a page, in words that say where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

Scheme = Literal["light", "dark"]
# As .streamlit/config.toml has it.
BACKGROUNDS: dict[Scheme, str] = {"light": "rgb(253, 252, 250)", "dark": "rgb(22, 23, 24)"}
# All rules that are on by themselves, best practices too: without landmarks and an order of headings the page can be
# used by a screen reader, but not quickly. Besides, those of WCAG that axe leaves off: the size of targets of 2.2, and
# that a label which is seen is part of what is heard.
RULES = {"rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}}}
# Nothing of the page but its colours changes with the scheme.
COLOUR_RULES = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
# What can't be mended from here: a rule, the elements of Streamlit's own, and above each why.
UNREACHABLE = (
    # The choices of a box stand at the end of the body, outside of every landmark, and all else is hidden meanwhile.
    ("region", '[data-testid="stMultiSelectDropdown"] [role="listbox"]'),
    # The calendar's buttons of month and year are named by what they show and by what it is, put together.
    ("label-content-name-mismatch", '[data-testid="stDateInputCalendar"] button[aria-haspopup="listbox"]'),
)
_RUN = """async ([options, unreachable]) => {
    const known = (rule, target) => unreachable.some(([other, selector]) =>
        rule === other && document.querySelector(target.join(" "))?.matches(selector));
    const { violations } = await axe.run(document, { resultTypes: ["violations"], ...options });
    return violations.flatMap(({ id, nodes }) => nodes.filter(({ target }) => !known(id, target)).map(
        ({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary.replaceAll(/\\s+/g, " ")}`));
}"""
# What turns for ever has no end to wait for, nor has what stands still halfway: a second is enough for all others.
_STILL = """() => Promise.race([
    new Promise((resolve) => setTimeout(resolve, 1000)),
    Promise.all(document.getAnimations()
        .filter((each) => each.effect.getComputedTiming().iterations !== Infinity)
        .map((each) => each.finished.catch(() => {}))),
])"""


@dataclass
class Audit:
    """Looks at a page in both colour schemes: with all rules in `first`, in the other with those of colours.

    `found` says for each violation the state, the rule, the element and what is wrong.
    """

    view: str
    first: Scheme
    found: list[str] = field(default_factory=list)

    def __call__(self, page: Page, state: str) -> None:
        if not page.evaluate("'axe' in window"):
            page.evaluate(AXE_SCRIPT)
        # In the scheme that is shown first: each change of it draws the page anew.
        shown: Scheme = "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        other: Scheme = "dark" if shown == "light" else "light"
        for scheme in (shown, other):
            self._look(page, state, scheme, RULES if scheme == self.first else COLOUR_RULES)

    def _look(self, page: Page, state: str, scheme: Scheme, options: dict[str, object]) -> None:
        page.emulate_media(color_scheme=scheme)
        expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUNDS[scheme])
        # Streamlit fades what a run that takes long hasn't drawn anew yet.
        expect(page.locator("[data-testid=stElementContainer][data-stale=true]")).to_have_count(0)
        page.evaluate(_STILL)
        self.found += [
            f"{state}, {self.view}, {scheme}: {each}" for each in page.evaluate(_RUN, [options, UNREACHABLE])
        ]
