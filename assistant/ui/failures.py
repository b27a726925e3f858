"""Errors of the library in the reader's language, with a way to try again."""

from __future__ import annotations

import streamlit as st

from assistant.ui import widget
from assistant.ui.messages import Speech
from index import BadQuestion, HoiHopError


def draw(error: HoiHopError, key: str, say: Speech, *, can_retry: bool = True) -> bool:
    """Shows the error. True when the reader asks to try again, which a question that can't be asked doesn't offer."""
    widget.notes(f"{key}-note", [{"kind": "error", "name": None, "text": say.explain(error)}], alert=True)
    return can_retry and not isinstance(error, BadQuestion) and st.button(say("retry"), key=f"{key}-retry")
