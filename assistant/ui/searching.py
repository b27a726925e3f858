"""A question that has no answer yet: searched for in the background, watched, stopped."""

from __future__ import annotations

import itertools
from functools import partial

import streamlit as st

from assistant.answer import Answer
from assistant.ask import ask
from assistant.conversations import Asked, Exchange
from assistant.searches import Searches
from assistant.similar import similar_to
from assistant.ui import failures, widget
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from assistant.ui.view import View
from index import Library

_POLL_SECONDS = 0.2
# Most answers are there by then, and need no second look.
_FIRST_LOOK_SECONDS = 0.2


def draw(
    exchange: Exchange,
    number: int,
    view: View,
    library: Library | None,
    searches: Searches,
    session: Session,
    say: Speech,
) -> None:
    """Has a pending question searched for, whoever left it, and draws that; `library` is None while it is opened.

    A question may lean on the one before: it waits until that has ended.
    """
    key = f"exchange-{number}"
    if library is None:
        widget.notes(f"{key}-waits", [{"kind": "muted", "name": None, "text": say("search.waits")}])
        return
    unsaved = searches.unsaved(exchange.id)
    if unsaved is not None and not failures.draw(unsaved, key, say):
        return
    before = list(itertools.takewhile(lambda each: each is not exchange, view.exchanges))
    if any(each.pending and searches.unsaved(each.id) is None for each in before):
        _draw_searching(exchange.id, key, searches, say)
        return
    # Passages that are like another one are no question that the next could lean on.
    answers = [each.answer for each in before if each.answer is not None and not each.answer.similar]
    work = partial(_answer, library, exchange.asked, answers[-1] if answers else None)
    if searches.start(exchange.id, work):
        searches.wait(exchange.id, _FIRST_LOOK_SECONDS)
    _watch(exchange.id, key, searches, session, say)


def _answer(library: Library, asked: Asked, after: Answer | None) -> Answer:
    if asked.similar_to is not None:
        return similar_to(asked.question, asked.similar_to, library, asked.filters)
    return ask(asked.question, library, filters=asked.filters, as_typed=asked.as_typed, after=after)


@st.fragment(run_every=_POLL_SECONDS)
def _watch(exchange_id: int, key: str, searches: Searches, session: Session, say: Speech) -> None:
    if not searches.running(exchange_id) and not session.dialog_open:
        st.rerun()
    _draw_searching(exchange_id, key, searches, say)
    widget.waiting(f"{key}-waiting")


def _draw_searching(exchange_id: int, key: str, searches: Searches, say: Speech) -> None:
    with st.container(key=f"{key}-search", horizontal=True, vertical_alignment="center"):
        widget.notes(f"{key}-searching", [{"kind": "busy", "name": None, "text": say("chat.searching")}])
        if st.button(say("search.stop"), key=f"{key}-stop"):
            searches.stop(exchange_id)
            st.rerun()
