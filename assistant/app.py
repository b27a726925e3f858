"""The chat. Run by Streamlit: python -m streamlit run assistant/app.py"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.settings import DEFAULT_LANGUAGE, LANGUAGES, ChatSettings, Language
from assistant.ui import (
    about_pages,
    board_page,
    conversation,
    conversation_list,
    drawer,
    failures,
    filters_bar,
    following,
    keeping,
    library_page,
    library_panel,
    model_panel,
    widget,
)
from assistant.ui.keeping import Kept
from assistant.ui.messages import Speech
from assistant.ui.opening import Load, opened
from assistant.ui.session import Session, current
from assistant.ui.view import View, view
from index import HoiHopError, Library, Settings, load_embedder


@dataclass(frozen=True, slots=True)
class _Places:
    """Where things are drawn: the conversations and the library in the sidebar, and what is above the question box."""

    conversations: DeltaGenerator
    library: DeltaGenerator
    health: DeltaGenerator
    filters: DeltaGenerator


def main(load: Load = load_embedder) -> None:
    """Draws the page once; Streamlit calls it again after each click. `load` makes the embedder, once a process."""
    name = Speech(DEFAULT_LANGUAGE)("app.name")
    st.set_page_config(page_title=name, page_icon="💬", layout="centered")
    session = current()
    session.browser = widget.browser_id() or session.browser
    with st.sidebar:
        say = Speech(_language(ChatSettings.from_environment().language))
        conversations, library = st.container(), st.container()
    page = st.container()
    with st.container(key="hh-ask"):
        health, bar = st.container(), st.container()
        question = None if session.page is not None else st.chat_input(say("chat.placeholder"))
    if question is not None:
        session.ask(question)
    settings = Settings.from_environment()
    with page:
        kept = keeping.kept(settings.library)
        shown, error = _viewed(kept, session)
        announcement = conversation.announcement(shown, session, say)
        widget.page(say, announcement, welcome=shown.empty and session.page is None)
        if shown.conversation is not None and shown.conversation.title:
            st.set_page_config(page_title=f"{shown.conversation.title} · {name}")
        if error is not None and failures.draw(error, "view", say):
            st.rerun()
        keeping.draw_error(settings.library, kept, say)
        _draw_page(settings, load, kept, shown, _Places(conversations, library, health, bar), session, say)


def _viewed(kept: Kept, session: Session) -> tuple[View, HoiHopError | None]:
    """What the page shows, or why that can't be read or what was asked can't be kept."""
    try:
        return view(kept.conversations, session), None
    except HoiHopError as error:
        return View(waiting=tuple(session.asked)), error


def _draw_page(
    settings: Settings, load: Load, kept: Kept, shown: View, places: _Places, session: Session, say: Speech
) -> None:
    try:
        with places.conversations:
            conversation_list.draw(kept.conversations, shown, session, say)
        library = opened(settings, load, places.health, say)
        if library is None:
            model_panel.draw_way_out(settings, load, session, say)
        watched = ChatSettings.from_environment().watch
        if library is not None and watched is not None:
            following.begin(str(watched), str(library.folder), library)
        # Until the browser has told its id, in a moment, another run is on its way: a file chosen now might be lost.
        if library is not None and session.browser is not None:
            _draw_library(library, shown, places, session, say)
            if session.page == "library":
                model_panel.draw(settings, load, library, session, say)
        if session.page is None:
            conversation.draw(library, kept, shown, session, say)
        _draw_dialog(library, kept, session, say)
    except HoiHopError as error:
        if failures.draw(error, "page", say):
            st.rerun()


def _draw_library(library: Library, shown: View, places: _Places, session: Session, say: Speech) -> None:
    """Its page or, beside a conversation, its form in the sidebar, unless the first steps take its place."""
    first_steps = shown.empty and session.page is None and not library.documents()
    with places.library:
        library_panel.draw(library, session, say, uploads=session.page != "library" and not first_steps)
    if session.page == "library":
        library_page.draw(library, session, say)
    elif session.page == "tasks":
        board_page.draw(library, session, say)
    elif session.page == "meeting":
        about_pages.draw_meeting(library, session, say)
    elif session.page == "who":
        about_pages.draw_who(library, session, say)
    else:
        with places.filters:
            filters_bar.draw(library, session, say)


def _draw_dialog(library: Library | None, kept: Kept, session: Session, say: Speech) -> None:
    """The one that is open, if any: Streamlit draws one at most."""
    if session.renaming is not None:
        conversation_list.draw_renaming(kept.conversations, session, say)
    elif session.deleting is not None:
        conversation_list.draw_deletion(kept.conversations, session, say)
    elif library is not None and session.editing is not None:
        library_page.draw_editing(library, session, say)
    elif library is not None:
        drawer.draw(library, session, say)


def _language(default: Language) -> Language:
    """The switch. What is chosen stands in the page's address, and so outlives a reload."""
    chosen: Language = st.segmented_control(
        Speech(default)("language.label"),
        LANGUAGES,
        default=default,
        required=True,
        format_func=lambda language: Speech(default)(f"language.{language}"),
        key="language",
        label_visibility="collapsed",
        bind="query-params",
    )
    return chosen


if __name__ == "__main__":
    main()
