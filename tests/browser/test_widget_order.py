"""What the server sent earlier is not drawn over what it sent later, in whatever order the browser comes to it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext

from assistant.ui.widget import script

DRAW = """async ([script, sent]) => {
  const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  const { default: draw } = await import(url);
  const parentElement = document.body.appendChild(document.createElement("div"));
  const shown = [];
  for (const data of sent) {
    draw({ parentElement, data: [data], setTriggerValue: () => {}, setStateValue: () => {} });
    shown.push(parentElement.textContent);
  }
  return shown;
}"""


def note(text: str, page: str, number: int) -> dict[str, Any]:
    notes = [{"kind": "plain", "name": None, "text": text}]
    return {"notes": notes, "alert": False, "sent": {"page": page, "number": number}}


def test_an_older_state_is_not_drawn_over_a_newer_one(profile: BrowserContext) -> None:
    page = profile.new_page()
    sent = [
        note("đang tìm", "a", 3),
        note("có ba đoạn", "a", 7),
        note("đang tìm", "a", 3),
        note("có ba đoạn", "a", 7),
        note("có hai đoạn", "a", 8),
        note("máy chủ mới", "b", 1),
    ]
    shown = page.evaluate(DRAW, [script("note"), sent])
    page.close()
    assert shown == ["đang tìm", "có ba đoạn", "có ba đoạn", "có ba đoạn", "có hai đoạn", "máy chủ mới"]
