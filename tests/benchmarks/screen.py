"""How long the screen takes in a real Chromium: python -m tests.benchmarks.screen answer|drawer|rerun [--rounds 10]

`answer` is a question on the page beside `ask` alone, `drawer` a long document beside the answer, `rerun` a page of 20
turns drawn anew. Prints medians and the highest of each, in milliseconds, after a round of warming up.
"""

from __future__ import annotations

import argparse
import os
from statistics import median

from playwright.sync_api import sync_playwright

from index.precision import processor_name
from tests.benchmarks.screen_drawer import drawer
from tests.benchmarks.screen_turns import answers, reruns
from tests.browser.conftest import FLAGS, chromium_path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("what", choices=["answer", "drawer", "rerun"], help="the part of the screen")
    parser.add_argument("--paragraphs", type=int, default=5_000, help="how long the drawer's document is (5000)")
    parser.add_argument("--rounds", type=int, default=10, help="how often each is done (10)")
    arguments = parser.parse_args()
    print(f"processor   {processor_name()}: {os.cpu_count()} logical processors, load {os.getloadavg()[0]:.1f}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        if arguments.what == "drawer":
            measured = drawer(browser, arguments.paragraphs, arguments.rounds)
        elif arguments.what == "answer":
            measured = answers(browser, arguments.rounds)
        else:
            measured = reruns(browser, arguments.rounds)
        browser.close()
    for name, times in measured.items():
        print(f"{name:<30} median {median(times):.0f}, highest {max(times):.0f}")


if __name__ == "__main__":
    main()
