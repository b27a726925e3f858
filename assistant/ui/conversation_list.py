"""The sidebar's list of conversations: this browser's own, to open, search, rename and delete."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.conversations import Conversation, Conversations
from assistant.ui import widget
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from assistant.ui.view import View
from index import HoiHopError


def draw(conversations: Conversations, view: View, session: Session, say: Speech) -> None:
    """The list, in the container that is open; nothing but the way to a new one until the browser has told its id."""
    st.button(say("conversations.new"), key="new-conversation", on_click=session.go, args=("",), width="stretch")
    if session.browser is None:
        return
    if session.list_failure is not None:
        text = say.explain(session.list_failure)
        widget.notes("conversations-failure", [{"kind": "error", "name": None, "text": text}], alert=True)
    if not conversations.list(session.browser, most=1):
        return
    st.header(say("conversations.title"), anchor=False)
    label = say("conversations.search")
    search = st.text_input(label, key="conversations-search", placeholder=label, label_visibility="collapsed")
    found = conversations.list(session.browser, search or "", session.listed + 1)
    if not found:
        text = say("conversations.none_found")
        widget.notes("conversations-none", [{"kind": "muted", "name": None, "text": text}])
        return
    current = None if view.conversation is None else view.conversation.id
    rows = [_row(conversation, current, say) for conversation in found[: session.listed]]
    opened, renamed, deleted = widget.conversations("conversations", rows, say.language)
    if len(found) > session.listed:
        st.button(say("conversations.more"), key="conversations-more", on_click=session.list_more, type="tertiary")
    if opened is not None:
        session.go(opened)
        st.rerun()
    if renamed is not None:
        session.renaming = renamed
    if deleted is not None:
        session.deleting = deleted


def draw_renaming(conversations: Conversations, session: Session, say: Speech) -> None:
    """Asks for the new name."""

    def close() -> None:
        session.renaming = None

    def choose(conversation_id: str, title: str) -> None:
        with st.form("renaming", border=False):
            name = st.text_input(say("conversations.rename_label"), value=title, key=f"rename-{conversation_id}")
            with st.container(horizontal=True):
                save = st.form_submit_button(say("conversations.rename_yes"), type="primary")
                leave = st.form_submit_button(say("conversations.rename_no"))
        if save:
            _attempt(session, lambda owner: conversations.rename(conversation_id, owner, name or ""))
        if save or leave:
            close()
            st.rerun()

    if session.renaming is not None:
        conversation = conversations.find(session.renaming)
        title = "" if conversation is None else conversation.title
        st.dialog(say("conversations.rename_title"), on_dismiss=close)(choose)(session.renaming, title)


def draw_deletion(conversations: Conversations, session: Session, say: Speech) -> None:
    """Asks once more before a conversation is deleted."""

    def close() -> None:
        session.deleting = None

    def confirm(conversation_id: str, title: str) -> None:
        text = say("conversations.delete_what", name=title)
        widget.notes("deletion-what", [{"kind": "plain", "name": None, "text": text}])
        with st.container(horizontal=True):
            if st.button(say("conversations.delete_yes"), type="primary", key="deletion-yes"):
                _attempt(session, lambda owner: conversations.delete(conversation_id, owner))
                if session.shown == conversation_id:
                    session.go("")
                close()
                st.rerun()
            if st.button(say("conversations.delete_no"), key="deletion-no"):
                close()
                st.rerun()

    if session.deleting is not None:
        conversation = conversations.find(session.deleting)
        title = _title(conversation, say) if conversation is not None else say("conversations.untitled")
        st.dialog(say("conversations.delete_title"), on_dismiss=close)(confirm)(session.deleting, title)


def _attempt(session: Session, change: Callable[[str], None]) -> None:
    """Makes a change as this browser. What keeps it from being made is shown above the list."""
    session.list_failure = None
    try:
        change(session.browser or "")
    except HoiHopError as error:
        session.list_failure = error


def _row(conversation: Conversation, current: str | None, say: Speech) -> widget.ConversationRow:
    name = _title(conversation, say)
    return {
        "id": conversation.id,
        "name": name,
        "time": conversation.updated_at,
        "current": conversation.id == current,
        "rename": say("conversations.rename", name=name),
        "delete": say("conversations.delete", name=name),
    }


def _title(conversation: Conversation, say: Speech) -> str:
    return conversation.title or say("conversations.untitled")
