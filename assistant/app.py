"""The chat. Run by Streamlit: python -m streamlit run assistant/app.py"""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.settings import DEFAULT_LANGUAGE, LANGUAGES, ChatSettings, Language
from assistant.ui import conversation, drawer, failures, library_panel, widget
from assistant.ui.messages import Speech
from assistant.ui.opening import Load, opened
from assistant.ui.session import Session, current
from index import HoiHopError, Library, Settings, load_embedder


def main(load: Load = load_embedder) -> None:
    """Draws the page once; Streamlit calls it again after each click. `load` makes the embedder, once a process."""
    st.set_page_config(page_title=Speech(DEFAULT_LANGUAGE)("app.name"), page_icon="💬", layout="centered")
    session = current()
    with st.sidebar:
        say = Speech(_language(ChatSettings.from_environment().language))
        panel = st.container()
    page = st.container()
    with st.container(key="hh-ask"):
        question = st.chat_input(say("chat.placeholder"))
    if question is not None:
        session.ask(question)
    with page:
        _draw_page(load, panel, session, say)


def _draw_page(load: Load, panel: DeltaGenerator, session: Session, say: Speech) -> None:
    """What the page shows; `panel` is the place of the library in the sidebar."""
    widget.page(say, conversation.announcement(session, say), welcome=not session.exchanges)
    try:
        library = opened(Settings.from_environment(), load, say)
        if library is not None:
            with panel:
                library_panel.draw(library, session, say)
        conversation.draw(library, session, say)
        if library is not None:
            _draw_dialog(library, session, say)
    except HoiHopError as error:
        if failures.draw(error, "page", say):
            st.rerun()


def _draw_dialog(library: Library, session: Session, say: Speech) -> None:
    """The one that is open, if any: Streamlit draws one at most."""
    if session.removing is not None:
        library_panel.draw_removal(library, session, say)
    else:
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
