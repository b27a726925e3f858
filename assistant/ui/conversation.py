"""The questions of a conversation with their answers, and the empty screen before the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import streamlit as st

from assistant.conversations import Asked, Exchange
from assistant.ui import cards, drawer, export_menu, failures, first_steps, rating, searching, widget
from assistant.ui.examples import examples
from assistant.ui.keeping import Kept
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from assistant.ui.versions import media_types, versions
from assistant.ui.view import View
from index import NO_FILTERS, Filters, Library


def draw(library: Library | None, kept: Kept, view: View, session: Session, say: Speech) -> None:
    """Draws what has been asked, or what could be; `library` is None while it can't be asked yet."""
    _draw_notice(view, session, say)
    export_menu.draw(library, kept.conversations, view, session, say)
    if library is not None and view.empty:
        _draw_empty(library, session, say)
    if view.earlier:
        label = say("conversations.earlier", count=say.number(view.earlier))
        st.button(label, key="earlier", on_click=session.show_earlier, type="tertiary", width="stretch")
    held, kinds = versions(library, view.exchanges), media_types(library, view.exchanges)
    total = view.earlier + len(view.exchanges) + len(view.waiting)
    for number, exchange in enumerate(view.exchanges, view.earlier):
        _draw_exchange(exchange, number, number == total - 1, held, kinds, library, kept, view, session, say)
    for number, asked in enumerate(view.waiting, total - len(view.waiting)):
        _draw_question(asked, number, number == total - 1, session, say)


def announcement(view: View, session: Session, say: Speech) -> str:
    """What a screen reader hears of the newest exchange."""
    if view.waiting:
        return say("chat.searching")
    if not view.exchanges:
        return ""
    newest = view.exchanges[-1]
    if newest.answer is not None:
        return cards.verdict(newest.answer, say, session.titles)
    return say("chat.searching") if newest.error is None else ""


def _draw_notice(view: View, session: Session, say: Speech) -> None:
    """Where the address names no conversation of this browser's."""
    if not (view.unknown or view.foreign):
        return
    text = say("conversations.unknown") if view.unknown else say("conversations.foreign")
    widget.notes("conversation-note", [{"kind": "warning", "name": None, "text": text}])
    st.button(say("conversations.new"), key="conversation-new", on_click=session.go, args=("",))


def _draw_empty(library: Library, session: Session, say: Speech) -> None:
    """What the library holds and what could be asked."""
    held = library.documents()
    if not held:
        first_steps.draw(library, session, say)
        return
    text = say.count("app.documents", len(held))
    widget.notes("empty-count", [{"kind": "muted", "name": None, "text": text}])
    st.markdown(f"**{say('app.examples')}**")
    samples = {summary.document for summary in held if summary.sample}
    with st.container(key="hh-examples", gap="xsmall"):
        for number, question in enumerate(examples(samples, say.language)):
            st.button(question, key=f"example-{number}", on_click=session.ask, args=(question,), width="stretch")


def _draw_question(asked: Asked, number: int, newest: bool, session: Session, say: Speech) -> None:
    """One that isn't in the store yet: for a moment, until the browser has told its id."""
    data = cards.exchange(
        asked.question,
        None,
        asked.as_typed,
        newest,
        say,
        filters=asked.filters,
        titles=session.titles,
        similar=asked.similar_to is not None,
    )
    widget.exchange(f"exchange-{number}", data)


def _draw_exchange(
    exchange: Exchange,
    number: int,
    newest: bool,
    held: Mapping[str, str] | None,
    kinds: Mapping[str, str],
    library: Library | None,
    kept: Kept,
    view: View,
    session: Session,
    say: Speech,
) -> None:
    asked, key = exchange.asked, f"exchange-{number}"
    data = cards.exchange(
        asked.question,
        exchange.answer,
        asked.as_typed,
        newest,
        say,
        held,
        asked.filters,
        session.titles,
        kinds,
        similar=asked.similar_to is not None,
    )
    clicked = widget.exchange(key, data)
    if exchange.answer is not None:
        opened = cards.quote_at(exchange.answer, clicked.open or "")
        if opened is not None:
            session.drawer = drawer.opened_at(opened, exchange.answer)
        like = cards.quote_at(exchange.answer, clicked.similar or "")
        if like is not None:
            session.seek_similar(like)
            st.rerun()
        if not view.foreign and session.browser is not None:
            rating.draw(exchange, number, kept.conversations, session.browser, say, newest=newest)
    if clicked.as_typed is not None:
        session.ask(clicked.as_typed, as_typed=True, filters=filters_for(clicked.as_typed, exchange))
        st.rerun()
    if clicked.unfiltered:
        session.filter_by(NO_FILTERS)
        session.put(replace(asked, filters=NO_FILTERS))
        st.rerun()
    if exchange.pending:
        searching.draw(exchange, number, view, library, kept.searches, session, say)
    if exchange.error is not None and failures.draw(exchange.error, key, say, can_retry=not view.foreign):
        kept.conversations.retry(exchange.id)
        st.rerun()


def filters_for(text: str, exchange: Exchange) -> Filters:
    """What to search for a text that the reader made of what was searched: the same one document, if it was one.

    The question as it was typed leaves that out, too.
    """
    follow_up = exchange.answer.follow_up if exchange.answer is not None else None
    if follow_up is None or text == exchange.asked.question:
        return exchange.asked.filters
    return exchange.asked.filters.of_one(follow_up.within)
