"""The questions of this session with their answers, and the empty screen before the first."""

from __future__ import annotations

import itertools

import streamlit as st

from assistant.answer import Answer
from assistant.ask import ask
from assistant.ui import cards, drawer, failures, widget
from assistant.ui.examples import examples
from assistant.ui.messages import Speech
from assistant.ui.session import Exchange, Session
from index import HoiHopError, Library


def draw(library: Library | None, session: Session, say: Speech) -> None:
    """Draws what has been asked, or what could be; `library` is None while it can't be asked yet."""
    if library is not None and not session.exchanges:
        _draw_empty(library, session, say)
    for number, exchange in enumerate(session.exchanges):
        _draw_exchange(exchange, number, session, say)
    if library is not None:
        _answer_pending(library, session, say)


def _draw_empty(library: Library, session: Session, say: Speech) -> None:
    """What the library holds and what could be asked."""
    held = library.documents()
    text = say.count("app.documents", len(held)) if held else say("app.no_documents")
    widget.notes("empty-count", [{"kind": "muted", "name": None, "text": text}])
    if not held:
        return
    st.markdown(f"**{say('app.examples')}**")
    samples = {summary.document for summary in held if summary.sample}
    with st.container(key="hh-examples", gap="xsmall"):
        for number, question in enumerate(examples(samples, say.language)):
            st.button(question, key=f"example-{number}", on_click=session.ask, args=(question,), width="stretch")


def announcement(session: Session, say: Speech) -> str:
    """What a screen reader hears of the newest exchange."""
    if not session.exchanges:
        return ""
    newest = session.exchanges[-1]
    if newest.answer is not None:
        return cards.verdict(newest.answer, say)
    return say("chat.searching") if newest.error is None else ""


def _draw_exchange(exchange: Exchange, number: int, session: Session, say: Speech) -> None:
    newest = number == len(session.exchanges) - 1
    data = cards.exchange(exchange.question, exchange.answer, exchange.as_typed, newest, say)
    place, as_typed = widget.exchange(f"exchange-{number}", data)
    if place is not None and exchange.answer is not None:
        quote = cards.quote_at(exchange.answer, place)
        if quote is not None:
            session.drawer = drawer.opened_at(quote, exchange.answer)
    if as_typed is not None:
        session.ask(as_typed, as_typed=True)
        st.rerun()
    if exchange.error is not None and failures.draw(exchange.error, f"exchange-{number}", say):
        exchange.error = None
        st.rerun()


def _answer_pending(library: Library, session: Session, say: Speech) -> None:
    """Answers what is pending. A rerun may cut this short anywhere: the exchange is still pending then."""
    pending = [exchange for exchange in session.exchanges if exchange.pending]
    if not pending:
        return
    with st.spinner(say("chat.searching")):
        for exchange in pending:
            try:
                after = _answer_before(exchange, session)
                exchange.answer = ask(exchange.question, library, as_typed=exchange.as_typed, after=after)
            except HoiHopError as error:
                exchange.error = error
    st.rerun()


def _answer_before(exchange: Exchange, session: Session) -> Answer | None:
    """The newest answer in front of an exchange, which its question may lean on."""
    before = itertools.takewhile(lambda each: each is not exchange, session.exchanges)
    answers = [each.answer for each in before if each.answer is not None]
    return answers[-1] if answers else None
