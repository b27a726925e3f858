"""The library's own page, ?page=library: adding, the list of all documents, editing, removing, putting back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from assistant.ui import library_panel, widget
from assistant.ui.formats import typed_date, written_date
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer, Session
from assistant.ui.shelf import Want, shelf
from assistant.ui.trash import trash
from index import BadMeetingDate, HoiHopError, Library

_KEY = "shelf"


def draw(library: Library, session: Session, say: Speech) -> None:
    """The page."""
    held = library.documents()
    with st.container(
        key="hh-shelf-head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(say("library.title"), anchor=False)
        st.button(say("shelf.back"), key="from-library", on_click=session.show_page, args=(None,))
    _draw_undo(library, session, say)
    library_panel.draw_uploads(library, session, say)
    if held:
        _draw_shelf(library, session, say)
    else:
        widget.notes("documents-none", [{"kind": "muted", "name": None, "text": say("library.empty")}])
    samples = [summary.document for summary in held if summary.sample]
    if samples:
        args = (library, session, samples)
        label = say("library.remove_samples")
        st.button(label, key="remove-samples", on_click=_remove_samples, args=args, type="tertiary")
    else:
        library_panel.draw_samples_button(library, session, say)


@st.fragment
def _draw_shelf(library: Library, session: Session, say: Speech) -> None:
    """A fragment, so that typing and turning pages draw nothing else anew."""
    held = library.documents()
    used = widget.shelf(_KEY, shelf(library, held, Want.read(st.session_state.get(_KEY)), say))
    if used.open is not None:
        session.drawer = Drawer(used.open)
    if used.edit is not None:
        session.editing = used.edit
    if used.remove is not None:
        _remove(library, session, [used.remove])
    if used != widget.ShelfUse():
        st.rerun()


def draw_editing(library: Library, session: Session, say: Speech) -> None:
    """Asks for the title and the date of a document."""

    def close() -> None:
        session.editing = None

    if session.editing is not None:
        decorate = st.dialog(say("shelf.edit_title"), on_dismiss=close)
        decorate(_draw_form)(library, session, session.editing, say)


def _draw_form(library: Library, session: Session, document: str, say: Speech) -> None:
    try:
        source, says = library.source(document), library.document_says(document)
    except HoiHopError as error:
        _draw_error(error, say)
        return
    widget.notes("edit-name", [{"kind": "muted", "name": None, "text": document}])
    with st.form("editing", border=False):
        title = st.text_input(say("shelf.title_label"), value=source.title or "", key=f"edit-title-{document}")
        date = st.text_input(
            say("shelf.date_label"),
            value=typed_date(source.meeting_date),
            key=f"edit-date-{document}",
            placeholder=say("shelf.date_form"),
        )
        st.caption(say("shelf.date_help"))
        unknown = say("shelf.unknown")
        found = say(
            "shelf.document_says", title=says.title or unknown, date=written_date(says.meeting_date, say) or unknown
        )
        widget.notes("edit-found", [{"kind": "muted", "name": None, "text": found}])
        with st.container(horizontal=True):
            save = st.form_submit_button(say("shelf.save"), type="primary")
            reset = st.form_submit_button(say("shelf.reset"))
            leave = st.form_submit_button(say("shelf.cancel"))
    try:
        if save:
            # What the document says needs no edit, and follows its next version.
            own_title, own_date = (title or "").strip(), _iso(document, date or "")
            library.edit(
                document,
                title="" if own_title == (says.title or "") else own_title,
                meeting_date="" if own_date == (says.meeting_date or "") else own_date,
            )
        if reset:
            library.edit(document, title="", meeting_date="")
    except HoiHopError as error:
        _draw_error(error, say)
        return
    if save or reset or leave:
        session.editing = None
        st.rerun()


def _draw_error(error: HoiHopError, say: Speech) -> None:
    widget.notes("edit-error", [{"kind": "error", "name": None, "text": say.explain(error)}], alert=True)


def _iso(document: str, date: str) -> str:
    """A date as people write it here, 4/3/2024 or 3/2024, in the library's form. Raises BadMeetingDate."""
    parts = date.replace("-", "/").replace(".", "/").split("/") if date.strip() else []
    numbers = [part.strip() for part in parts]
    if not numbers:
        return ""
    if not all(number.isascii() and number.isdigit() for number in numbers) or len(numbers) not in (2, 3):
        raise BadMeetingDate(document=document, value=date.strip())
    if len(numbers[0]) != len("2024"):
        numbers.reverse()
    return "-".join([numbers[0], *(number.zfill(2) for number in numbers[1:])])


def _remove(library: Library, session: Session, documents: list[str]) -> None:
    """Takes them out at once: a click puts them back."""
    _attempt(session, lambda: trash(library, session.browser or "").throw(library.take_out(documents)))


def _remove_samples(library: Library, session: Session, documents: list[str]) -> None:
    _remove(library, session, documents)
    _attempt(session, library.remove_samples)


def _put_back(library: Library, session: Session) -> None:
    _attempt(session, lambda: trash(library, session.browser or "").put_back(library))


def _attempt(session: Session, change: Callable[[], object]) -> None:
    """Makes a change to the library. What keeps it from being made is shown at the top of the page."""
    session.failure = None
    try:
        change()
    except HoiHopError as error:
        session.failure = error


def _draw_undo(library: Library, session: Session, say: Speech) -> None:
    """What was removed last, to be put back with a click."""
    if session.failure is not None:
        text = say.explain(session.failure)
        widget.notes("library-failure", [{"kind": "error", "name": None, "text": text}], alert=True)
    bin_ = trash(library, session.browser or "")
    batch = bin_.last()
    if batch is None:
        return
    removed = batch.removed
    text = (
        say("shelf.removed_one", name=removed[0].title)
        if len(removed) == 1
        else say.count("shelf.removed", len(removed))
    )
    with st.container(key="hh-undo", horizontal=True, vertical_alignment="center"):
        widget.notes(
            "removed-note", [{"kind": "plain", "name": None, "text": f"{text} {say('shelf.undo_for')}"}], alert=True
        )
        st.button(say("shelf.undo"), key="undo", on_click=_put_back, args=(library, session), type="primary")
        st.button(say("shelf.forget"), key="forget", on_click=bin_.forget, type="tertiary")
