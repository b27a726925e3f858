"""The drawer that shows a document at the quoted paragraph."""

from __future__ import annotations

from pathlib import PurePosixPath

import streamlit as st

from assistant.ui import failures, widget
from assistant.ui.formats import written_date
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer, Session
from assistant.ui.source_view import Window, position_of, source_data
from index import HoiHopError, Library, Source

_WIDTH_PIXELS = 760


def draw(library: Library, session: Session, say: Speech) -> None:
    """Opens the drawer, or keeps it open over a rerun of the page; closing it is remembered."""

    def close() -> None:
        session.drawer = None

    drawer = session.drawer
    if drawer is None:
        return
    decorate = st.dialog(say("source.title"), width=_WIDTH_PIXELS, position="right", on_dismiss=close)
    decorate(_draw_document)(library, drawer, say)


def _draw_document(library: Library, drawer: Drawer, say: Speech) -> None:
    try:
        source = library.source(drawer.document)
        paragraphs = library.paragraphs(drawer.document)
    except HoiHopError as error:
        if failures.draw(error, "drawer", say):
            st.rerun(scope="fragment")
        return
    target = position_of(drawer.paragraph_id, paragraphs)
    total = len(paragraphs)
    window = drawer.window if drawer.window is not None else Window.around(target, total)
    changed = drawer.paragraph_id is not None and target is None
    name = source.document if source.title else None
    facts = (name, written_date(source.meeting_date, say), say.count("library.paragraphs", total))
    notice = say("source.changed") if changed else None
    with st.container(key="hh-source-top", horizontal=True, vertical_alignment="center"):
        widget.heading("drawer-heading", source.title or source.document, [fact for fact in facts if fact], notice)
        _draw_download(library, source, say)
    data = source_data(source, paragraphs, target, drawer.highlights, window, say)
    turn = widget.source("drawer-source", data)
    if turn is not None:
        drawer.window = window.earlier() if turn == "earlier" else window.later(total)
        st.rerun(scope="fragment")


def _draw_download(library: Library, source: Source, say: Speech) -> None:
    st.download_button(
        say("source.download"),
        data=lambda: library.original(source.document),
        file_name=PurePosixPath(source.document).name,
        mime=source.media_type,
        on_click="ignore",
        key="drawer-download",
    )
