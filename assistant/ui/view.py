"""Which conversation the page shows, by its address; and what was asked on the page taken over into the store."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from assistant.conversations import Asked, Conversation, Conversations, Exchange
from assistant.ui.session import Session

# In the page's address: ?c=<id of the conversation>.
_ADDRESS = "c"


@dataclass(frozen=True, slots=True)
class View:
    """What there is to draw. `conversation` is None for a new one and where the address names none that is there.

    `earlier` exchanges before these are left out. `waiting` are questions that aren't in the store yet.
    """

    conversation: Conversation | None = None
    exchanges: tuple[Exchange, ...] = ()
    earlier: int = 0
    waiting: tuple[Asked, ...] = ()
    unknown: bool = False
    foreign: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing has been asked."""
        return not (self.exchanges or self.waiting or self.unknown)


def view(conversations: Conversations, session: Session) -> View:
    """What the page shows now, after taking over what was asked. Raises ConversationsError; what was asked then waits.

    Where the address names no conversation of this browser's, a question begins one.
    """
    _follow(session)
    if session.browser is not None:
        while session.asked:
            _take_over(conversations, session, session.browser)
        _follow(session)
    conversation_id = st.query_params.get(_ADDRESS, "")
    session.enter(conversation_id)
    conversation = conversations.find(conversation_id) if conversation_id else None
    waiting = tuple(session.asked)
    if conversation is None:
        return View(waiting=waiting, unknown=bool(conversation_id))
    page = conversations.page(conversation.id, session.turns)
    foreign = session.browser is not None and conversation.owner != session.browser
    return View(conversation, page.exchanges, page.earlier, waiting, foreign=foreign)


def _take_over(conversations: Conversations, session: Session, browser: str) -> None:
    # Nothing of Streamlit between the store and the list: a click could end this run there, and the next would ask the
    # question again.
    here = session.destination if session.destination is not None else st.query_params.get(_ADDRESS, "")
    conversation = conversations.find(here)
    if conversation is not None and conversation.owner == browser:
        conversations.ask(conversation.id, browser, session.asked[0])
    else:
        session.destination = conversations.begin(browser, session.asked[0])[0].id
    del session.asked[0]


def _follow(session: Session) -> None:
    """Sets the address. Whatever ends this run, the next one goes on to the same place."""
    if session.destination is None:
        return
    if session.destination:
        st.query_params[_ADDRESS] = session.destination
    elif _ADDRESS in st.query_params:
        del st.query_params[_ADDRESS]
    session.destination = None
