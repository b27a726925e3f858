"""Opening the library: once a process, in the background, while the page is already there."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.samples import prepare
from assistant.ui import failures
from assistant.ui.jobs import Job, Progress
from assistant.ui.messages import Speech
from index import Embedder, HoiHopError, Library, Settings, load_reranker

Load = Callable[[Settings], Embedder]
_POLL_SECONDS = 0.3
_ANY_QUESTION = "họp"


def opened(settings: Settings, load: Load, health: DeltaGenerator, say: Speech) -> Library | None:
    """The library; None while it is being opened, which is told in `health`, or can't be, which is told here."""
    job = _opening(settings, load)
    if not job.done:
        with health:
            _watch(job, say)
        return None
    try:
        library = job.result()
        _warmed(str(settings.library), library)
        return library
    except HoiHopError as error:
        if failures.draw(error, "opening", say):
            _opening.clear()
            _warmed.clear()
            st.rerun()
        return None


@st.cache_resource(show_spinner=False)
def _opening(settings: Settings, _load: Load) -> Job[Library]:
    def work(report: Callable[[Progress], None]) -> Library:
        report(Progress("model"))
        embedder, reranker = _load(settings), load_reranker(settings)
        report(Progress("library"))
        library = Library.open(settings.library, embedder, reranker=reranker)
        prepare(library, lambda name, done, total: report(Progress("samples", name, done=done, total=total)))
        return library

    return Job(work)


@st.cache_resource(show_spinner=False)
def _warmed(folder: str, _library: Library) -> Job[object]:
    """A search in the background: the first one loads what all others share, some seconds on a slow machine."""
    return Job(lambda report: _library.search(_ANY_QUESTION, 1))


@st.fragment(run_every=_POLL_SECONDS)
def _watch(job: Job[Library], say: Speech) -> None:
    if job.done:
        st.rerun()
    progress = job.progress
    label = say(f"open.{progress.stage or 'model'}")
    st.progress(progress.share, text=label)
    if progress.stage != "samples":
        st.caption(say("open.model_first"))
