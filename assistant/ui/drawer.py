"""The drawer that shows a document at the quoted paragraph."""

from __future__ import annotations

from pathlib import PurePosixPath

import streamlit as st

from assistant.answer import Answer, Quote
from assistant.ui import failures, pdf_page, widget
from assistant.ui.formats import scan_facts, written_date
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer, Session
from assistant.ui.source_data import Want, source_data
from assistant.ui.source_view import Passage, SourceText
from index import DocumentNotFound, HoiHopError, Library, Source, bare

_WIDTH_PIXELS = 760
_KEY = "drawer-source"


def opened_at(quote: Quote, answer: Answer) -> Drawer:
    """The drawer at a quote of the answer, with all of the answer's passages in that document.

    A paragraph that is quoted more than once is marked as in that quote.
    """
    document = quote.paragraph.document
    quotes = [*(each for each in answer.shown if each.paragraph.document == document), quote]
    passages = {each.paragraph.id: Passage(each.paragraph.id, each.paragraph.text, each.highlights) for each in quotes}
    return Drawer(document, quote.paragraph.id, tuple(passages.values()))


def opened_at_range(library: Library, document: str, start: int, end: int) -> Drawer:
    """The drawer at a range of the document's text, in a paragraph or a heading."""
    try:
        text = _read(library, document)
    except DocumentNotFound:
        # The drawer says so.
        return Drawer(document)
    passage = text.passage_at(start, end)
    if passage is None:
        return Drawer(document, text=text)
    return Drawer(document, passage.paragraph_id, (passage,), text)


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
        text = drawer.text = drawer.text or _read(library, drawer.document)
    except HoiHopError as error:
        if failures.draw(error, "drawer", say):
            st.rerun(scope="fragment")
        return
    source = text.source
    found = [(block, each) for each in drawer.passages if (block := text.block_of(each)) is not None]
    passages = sorted(found, key=lambda each: each[0])
    opened = next((n for n, (_, each) in enumerate(passages) if each.paragraph_id == drawer.paragraph_id), None)
    name = source.document if source.title else None
    count = say.count("library.paragraphs", len(text.paragraphs))
    head = source.letterhead
    about = (head.number, head.issuer, head.parent_body, head.place)
    facts = (name, *about, written_date(source.meeting_date, say), count, *scan_facts(source.media_type, say))
    notice = _notice(text, drawer, opened, passages, say)
    with st.container(key="hh-source-top", horizontal=True, vertical_alignment="center"):
        widget.heading("drawer-heading", source.title or source.document, [fact for fact in facts if fact], notice)
        _draw_download(library, source, say)
    want = Want.read(st.session_state.get(_KEY), f"{source.id} {drawer.paragraph_id} {say.language}")
    picture = None
    if want.page is not None and bare(source.media_type) == pdf_page.MEDIA_TYPE:
        picture = pdf_page.picture(library, text, want.page, passages, say)
    widget.source(_KEY, source_data(text, passages, opened, want, picture, say))


def _read(library: Library, document: str) -> SourceText:
    """The document with its paragraphs, of one version: another process may replace it in between."""
    while True:
        source = library.source(document)
        paragraphs = library.paragraphs(document)
        if all(paragraph.source_id == source.id for paragraph in paragraphs):
            return SourceText(source, paragraphs)


def _notice(
    text: SourceText, drawer: Drawer, opened: int | None, passages: list[tuple[int, Passage]], say: Speech
) -> str | None:
    """What is to be said of a document that has changed since the answer."""
    if drawer.paragraph_id is None:
        return None
    if opened is None:
        return say("source.changed")
    same = text.id_of(passages[opened][0]) == drawer.paragraph_id
    return None if same else say("drawer.moved")


def _draw_download(library: Library, source: Source, say: Speech) -> None:
    st.download_button(
        say("source.download"),
        data=lambda: library.original(source.document),
        file_name=PurePosixPath(source.document).name,
        mime=bare(source.media_type),
        on_click="ignore",
        key="drawer-download",
    )
