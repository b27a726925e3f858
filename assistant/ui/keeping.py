"""The conversations and the searches of the whole program; in memory where the file can't be used."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assistant.conversations import Conversations, ConversationsError
from assistant.searches import Searches
from assistant.ui import widget
from assistant.ui.messages import Speech


@dataclass(frozen=True, slots=True)
class Kept:
    """`error` is why the conversations are in memory alone, None where they are kept in the library's folder."""

    conversations: Conversations
    searches: Searches
    error: ConversationsError | None


def kept(folder: Path) -> Kept:
    """Those of the library in the folder, opened once a process."""
    return _kept(str(folder.absolute()))


def draw_error(folder: Path, kept: Kept, say: Speech) -> None:
    """Says why conversations aren't kept, and tries again when the reader asks for that."""
    if kept.error is None:
        return
    notes: list[widget.Note] = [
        {"kind": "error", "name": None, "text": f"{say.explain(kept.error)} {say('conversations.not_kept')}"}
    ]
    widget.notes("conversations-note", notes, alert=True)
    if st.button(say("retry"), key="conversations-retry") and _can_be_opened(folder):
        _kept.clear()
        st.rerun()


def _can_be_opened(folder: Path) -> bool:
    """Tried first: what is in memory is kept as long as it can't."""
    try:
        Conversations(folder).close()
    except ConversationsError:
        return False
    return True


@st.cache_resource(show_spinner=False)
def _kept(folder: str) -> Kept:
    error = None
    try:
        conversations = Conversations(Path(folder))
    except ConversationsError as problem:
        conversations, error = Conversations(None), problem
    return Kept(conversations, Searches(conversations), error)
