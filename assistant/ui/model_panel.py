"""The model that the library is searched with, and the way to another one: at the end of the library's page, and in its
place where the library can't be opened for the model's sake.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import streamlit as st

from assistant.settings import ChatSettings
from assistant.ui import widget
from assistant.ui.messages import Speech
from assistant.ui.model_change import Change, ModelChange, Report, model_change
from assistant.ui.opening import Load, Opening, opening_of
from assistant.ui.session import Session
from index import (
    BUNDLED_NAME,
    DEFAULT_MODEL,
    Embedder,
    Library,
    ModelMismatch,
    ModelUnavailable,
    Settings,
    documents_in,
    model_in,
    model_name,
    reembed,
    with_model,
)

_POLL_SECONDS = 0.3
# A name that is wrong, and a small library, need no second look.
_FIRST_LOOK_SECONDS = 0.3
_LONGEST_NAME = 1_000


def draw(settings: Settings, load: Load, library: Library, session: Session, say: Speech) -> None:
    """The section of the library's page."""
    _draw_change(settings, session, say, opened=True)
    with st.expander(say("model.title")):
        _note("model-current", say("model.current", model=_shown(library.embedder.name, say)))
        _note("model-runs", runs(library.embedder, say))
        if settings.model is not None:
            _note("model-fixed", say("model.fixed", variable="HOIHOP_MODEL"))
        else:
            _draw_choice(opening_of(settings, load), library, say)


def draw_way_out(settings: Settings, load: Load, session: Session, say: Speech) -> None:
    """Another model where the library can't be opened with the one that was tried; nothing while it is being opened."""
    opening = opening_of(settings, load)
    error = opening.error
    if not isinstance(error, ModelMismatch | ModelUnavailable):
        return
    with st.container(key="hh-model"):
        _draw_change(settings, session, say, opened=False)
        if settings.model is None:
            _draw_choice(opening, None, say)
        elif isinstance(error, ModelMismatch) and _may_choose(say):
            _explain(settings.library, None, say)
            label, args = say("model.to_setting"), (opening, None, settings.model)
            disabled = model_change(settings.library).running
            st.button(label, key="model-to-setting", on_click=_start, args=args, disabled=disabled)
        else:
            _note("model-fixed", say("model.fixed", variable="HOIHOP_MODEL"))


def _draw_choice(opening: Opening, library: Library | None, say: Speech) -> None:
    """What another model means, the field for it, and the way back to the one that comes with the program."""
    if not _may_choose(say):
        return
    folder = opening.settings.library
    _explain(folder, library, say)
    running = model_change(folder).running
    tried = model_name(opening.settings.model or model_in(folder) or DEFAULT_MODEL)
    back = False
    # Not at the touch of Enter: it may take hours.
    with st.form("model", border=False, enter_to_submit=False):
        field = st.text_input(say("model.label"), key="model-name", autocomplete="off")
        st.caption(say("model.help"))
        with st.container(horizontal=True):
            chosen = st.form_submit_button(say("model.start"), disabled=running)
            if tried != BUNDLED_NAME:
                back = st.form_submit_button(say("model.bundled"), disabled=running)
    if back:
        _start(opening, library, DEFAULT_MODEL)
        st.rerun()
    named = (field or "").strip()[:_LONGEST_NAME]
    if not chosen:
        return
    if not named:
        _note("model-refused", say("model.empty"), "error")
    elif library is not None and model_name(named) == library.embedder.name and not Path(model_name(named)).is_dir():
        # The files of a folder may be others than they were.
        _note("model-refused", say("model.in_use"), "error")
    else:
        _start(opening, library, named)
        st.rerun()


def _may_choose(say: Speech) -> bool:
    """Not where other machines reach the chat: a model is read from this one's disk and from the network."""
    shared = ChatSettings.from_environment().shared
    if shared:
        _note("model-shared", say("model.shared"))
    return not shared


def _explain(folder: Path, library: Library | None, say: Speech) -> None:
    """What is going to happen, before it starts."""
    paragraphs = _paragraphs(folder, library)
    sentences = [
        say.count("model.what", paragraphs),
        say("model.meanwhile" if library is not None else "model.all_or_nothing"),
        say("model.confidence"),
    ]
    notes: list[widget.Note] = [{"kind": "muted", "name": None, "text": sentence} for sentence in sentences]
    widget.notes("model-what", notes)


def _paragraphs(folder: Path, library: Library | None) -> int:
    if library is not None:
        return sum(summary.paragraphs for summary in library.documents())
    return sum(summary.paragraphs for summary in documents_in(folder)) if model_in(folder) is not None else 0


def _start(opening: Opening, library: Library | None, named: str) -> None:
    settings = opening.settings

    def load() -> Embedder:
        return opening.load(with_model(replace(settings, model=named)))

    def embed(embedder: Embedder, report: Report) -> int:
        if library is not None:
            return library.reembed(embedder, report)
        # A library that isn't there yet is made with the model.
        paragraphs = 0 if model_in(settings.library) is None else reembed(settings.library, embedder, report)
        opening.open_with(embedder)
        return paragraphs

    change = model_change(settings.library)
    change.start(model_name(named), load, embed)
    change.wait(_FIRST_LOOK_SECONDS)


def _draw_change(settings: Settings, session: Session, say: Speech, *, opened: bool) -> None:
    """The change that goes on, or what became of the last one."""
    state = model_change(settings.library)
    change = state.current
    # Also where there is nothing to say, so that the section after it keeps its place and stays open.
    with st.container(key="hh-model-change"):
        if change is None:
            return
        if not change.over:
            _watch(state, session, say, opened)
            return
        kind: widget.NoteKind = "error" if change.stage == "failed" else "plain"
        _note("model-outcome", _outcome(change, say), kind, alert=True)
        st.button(say("model.hide"), key="model-hide", on_click=state.hide, type="tertiary")


@st.fragment(run_every=_POLL_SECONDS)
def _watch(state: ModelChange, session: Session, say: Speech, opened: bool) -> None:
    change = state.current
    # Closing a dialog is a rerun too.
    if (change is None or change.over) and not session.dialog_open:
        st.rerun()
    if change is None:
        return
    row: widget.IntakeRow = {
        "name": _shown(change.model, say),
        "kind": "going",
        "text": say("model.loading"),
        "facts": [],
        "done": None,
        "total": None,
    }
    if change.stage != "loading":
        row["text"] = say("model.embedding", done=say.number(change.done), total=say.number(change.total))
        row["done"], row["total"] = change.done, change.total
    if change.stopping:
        row["text"] = say("model.stopping")
    heading = say("model.running" if opened else "model.running_closed")
    widget.intake("model-progress", [row], heading, running=not change.over)
    st.button(say("model.stop"), key="model-stop", on_click=state.stop, disabled=change.stopping or change.over)
    widget.waiting("model-waiting")


def _outcome(change: Change, say: Speech) -> str:
    if change.error is not None:
        return f"{say.explain(change.error)} {say('model.unchanged')}"
    if change.stage == "stopped":
        return say("model.stopped")
    return say("model.done", model=_shown(change.model, say), count=say.number(change.total))


def _shown(model: str, say: Speech) -> str:
    """A model's name as a reader knows it."""
    return say("model.bundled_name") if model == BUNDLED_NAME else model


def runs(embedder: Embedder, say: Speech) -> str:
    """In which number format a model runs, on what, and how near its vectors stay to those in full precision."""
    found = embedder.precision
    if found.number_format == "fp32":
        return say("model.runs_plain", processor=embedder.runs_on)
    cosine = say.decimal(found.cosine, 5)
    return say("model.runs", format=found.number_format, processor=embedder.runs_on, cosine=cosine)


def _note(key: str, text: str, kind: widget.NoteKind = "plain", *, alert: bool = False) -> None:
    widget.notes(key, [{"kind": kind, "name": None, "text": text}], alert=alert or kind == "error")
