from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from assistant.ui.order import sent


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What one open page remembers."""
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    return state


def test_a_number_grows_with_each_change_and_stays_without(state: dict[str, Any]) -> None:
    first = sent("exchange-0", {"verdict": None})
    assert sent("note", {"text": "đang tìm"}) == {"page": first["page"], "number": 2}
    assert sent("exchange-0", {"verdict": None}) == {"page": first["page"], "number": 1}
    assert sent("exchange-0", {"verdict": "ba đoạn"}) == {"page": first["page"], "number": 3}
    # Back to what stood there first, which is newer all the same.
    assert sent("exchange-0", {"verdict": None}) == {"page": first["page"], "number": 4}


def test_another_page_counts_anew(state: dict[str, Any]) -> None:
    first = sent("note", {})
    state.clear()
    second = sent("note", {})
    assert second["number"] == first["number"] == 1
    assert second["page"] != first["page"]
