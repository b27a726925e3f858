"""The filters by the question box: what can be chosen, and a chip for each thing that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

import streamlit as st

from assistant.ui import widget
from assistant.ui.filter_names import NO_TITLES, Titles, chips, kind_name, titles_of, without
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from index import KINDS, NO_FILTERS, BadFilter, Facets, HoiHopError, Library, days_of

Several = Literal["documents", "speakers", "kinds"]
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 12, 31)


def draw(library: Library, session: Session, say: Speech) -> None:
    """The bar, in the container that is open. Nothing while there is neither a document nor a filter."""
    facets = library.facets()
    session.titles = titles_of(facets, say)
    if not facets.documents and not session.filters.active:
        return
    with st.container(key="hh-filters", horizontal=True, vertical_alignment="top", gap="small"):
        with st.popover(say("filters.title"), icon=":material/filter_list:"):
            _draw_choices(library, facets, session, say)
        _draw_chips(session, say)


def _draw_chips(session: Session, say: Speech) -> None:
    shown: list[widget.ChipData] = [
        {"place": chip.place, "text": chip.text, "remove": say("filters.remove", name=chip.text)}
        for chip in chips(session.filters, session.titles, say)
    ]
    removed, cleared = widget.filters(
        "filters", {"label": say("filters.active"), "chips": shown, "clear": say("filters.clear")}
    )
    if removed is not None:
        session.filter_by(without(session.filters, removed))
    if cleared:
        session.filter_by(NO_FILTERS)
    if removed is not None or cleared:
        st.rerun()


def _draw_choices(library: Library, facets: Facets, session: Session, say: Speech) -> None:
    chosen = session.filters
    documents = _documents(facets, session.titles)
    _choice("documents", say("filters.documents"), documents, session.titles, session, say)
    with st.container(horizontal=True):
        _date_choice("first_date", say("filters.first_date"), chosen.first_date, session)
        _date_choice("last_date", say("filters.last_date"), chosen.last_date, session)
    if facets.speakers or chosen.speakers:
        _choice("speakers", say("filters.speakers"), [each.name for each in facets.speakers], NO_TITLES, session, say)
    kinds = {str(kind): kind_name(kind, say) for kind in KINDS}
    _choice("kinds", say("filters.kinds"), [each.kind for each in facets.kinds], kinds, session, say)
    notes = _notes(library, session, say)
    if notes:
        widget.notes("filters-notes", notes, alert=session.filter_error is not None)


def _choice(name: Several, label: str, options: Sequence[str], names: Titles, session: Session, say: Speech) -> None:
    """A box for several of the options. It is given anew what is chosen: a chip may have taken some of it away."""
    key = f"filter-{name}-{session.filter_boxes}"
    chosen: tuple[str, ...] = getattr(session.filters, name)

    def choose() -> None:
        picked = tuple(st.session_state[key])
        filters = session.filters
        if name == "documents":
            session.filter_by(replace(filters, documents=picked), in_box=True)
        elif name == "speakers":
            session.filter_by(replace(filters, speakers=picked), in_box=True)
        else:
            session.filter_by(replace(filters, kinds=picked), in_box=True)

    st.session_state[key] = list(chosen)
    st.multiselect(
        label,
        # It can't hold what it doesn't offer; what has left the library since is still to be taken away.
        [*options, *(each for each in chosen if each not in options)],
        format_func=lambda option: names.get(option, option),
        key=key,
        placeholder=say("filters.any"),
        on_change=choose,
    )


def _date_choice(name: Literal["first_date", "last_date"], label: str, chosen: str | None, session: Session) -> None:
    """A box for a day. A month that was chosen elsewhere stands there as its first or last day."""
    key = f"filter-{name}-{session.filter_boxes}"

    def choose() -> None:
        day: date | None = st.session_state[key]
        picked = None if day is None else day.isoformat()
        filters = session.filters
        try:
            if name == "first_date":
                session.filter_by(replace(filters, first_date=picked), in_box=True)
            else:
                session.filter_by(replace(filters, last_date=picked), in_box=True)
        except BadFilter as error:
            session.filter_error = error

    day = None if chosen is None else days_of(chosen)[0 if name == "first_date" else 1]
    st.session_state[key] = None if day is None else min(max(day, _EARLIEST), _LATEST)
    st.date_input(
        label,
        value=None,
        min_value=_EARLIEST,
        max_value=_LATEST,
        format="DD/MM/YYYY",
        key=key,
        on_change=choose,
    )


def _documents(facets: Facets, titles: Titles) -> list[str]:
    """The newest meeting first, those without a date last."""
    by_title = sorted(facets.documents, key=lambda each: titles[each.document])
    return [each.document for each in sorted(by_title, key=lambda each: each.date or "", reverse=True)]


def _notes(library: Library, session: Session, say: Speech) -> list[widget.Note]:
    """What is wrong with the filters, or what they leave."""
    if session.filter_error is not None:
        return [{"kind": "error", "name": None, "text": say.explain(session.filter_error)}]
    if not session.filters.active:
        return []
    try:
        scope = library.scope(session.filters)
    except HoiHopError as error:
        return [{"kind": "error", "name": None, "text": say.explain(error)}]
    notes: list[widget.Note] = []
    if scope.paragraphs:
        notes.append({"kind": "muted", "name": None, "text": say.count("filters.matching", scope.paragraphs)})
    else:
        notes.append({"kind": "warning", "name": None, "text": say("filters.matching_none")})
    if scope.undated:
        notes.append({"kind": "muted", "name": None, "text": say.count("filters.undated", scope.undated)})
    return notes
