"""The menu that exports the conversation which is shown: all of it, however much of it is drawn."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from assistant.conversations import Conversation, ConversationNotFound, Conversations
from assistant.export import Record, as_docx, as_markdown, as_page, file_stem, record
from assistant.ui import downloads
from assistant.ui.downloads import FileForm
from assistant.ui.filter_names import Titles
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from assistant.ui.versions import versions
from assistant.ui.view import View
from assistant.ui.zone import reader_zone
from index import Library

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw(library: Library | None, conversations: Conversations, view: View, session: Session, say: Speech) -> None:
    """The button at the top of the page, once something has been asked. No file is made before it is wanted."""
    if view.conversation is None or not view.exchanges:
        return
    title, zone, titles = view.conversation.title, reader_zone(), session.titles

    def now() -> datetime:
        return datetime.now(zone)

    def made(moment: datetime) -> Record:
        return _record(library, conversations, view.conversation, titles, say, moment)

    def word() -> bytes:
        moment = now()
        return as_docx(made(moment), moment)

    forms = (
        FileForm("export.word", ".docx", _WORD, word),
        FileForm("export.markdown", ".md", "text/markdown", lambda: as_markdown(made(now()))),
        FileForm("export.page", ".html", "text/html", lambda: as_page(made(now()))),
    )
    with st.container(key="hh-export"):
        downloads.draw(forms, "export.what", file_stem(title, say("export.file")), "export", say)


def _record(
    library: Library | None,
    conversations: Conversations,
    shown: Conversation | None,
    titles: Titles,
    say: Speech,
    now: datetime,
) -> Record:
    """As it is now. Raises ConversationsError, and ConversationNotFound where it was deleted meanwhile."""
    conversation = None if shown is None else conversations.find(shown.id)
    if conversation is None:
        raise ConversationNotFound(conversation="" if shown is None else shown.id)
    exchanges = conversations.exchanges(conversation.id)
    return record(conversation, exchanges, say, now, versions(library, exchanges), titles)
