"""Opening the library: once a process, in the background, while the page is already there."""

from __future__ import annotations

import threading
from collections.abc import Callable

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.samples import prepare
from assistant.ui import failures, widget
from assistant.ui.jobs import Job, Progress
from assistant.ui.messages import Speech
from index import Embedder, HoiHopError, Library, Settings, load_reranker, page_reader_for, reader_for, with_model

Load = Callable[[Settings], Embedder]
Report = Callable[[Progress], None]
_POLL_SECONDS = 0.3
_ANY_QUESTION = "họp"


class Opening:
    """The library of the whole program, opened in the background; `job` is what goes on or what came of it.

    Once open it stays the same object for all pages, whatever model it goes over to, so that nothing holds an old one.
    """

    def __init__(self, settings: Settings, load: Load) -> None:
        self.settings = settings
        self.load = load
        self._lock = threading.Lock()
        self.job = Job(self._opened)

    @property
    def error(self) -> HoiHopError | None:
        """Why the library could not be opened."""
        job = self.job
        if job.done:
            try:
                job.result()
            except HoiHopError as error:
                return error
        return None

    def again(self) -> None:
        """Tries once more, where it could not be opened."""
        with self._lock:
            if self.error is not None:
                self.job = Job(self._opened)

    def open_with(self, embedder: Embedder) -> None:
        """Opens, with its model at hand, a library that could not be opened with the one that was tried."""
        with self._lock:
            if self.error is not None:
                self.job = Job(lambda report: self._opened_with(embedder, report))

    def follow(self, seen: Job[Library]) -> None:
        """Goes over to the model that another program embedded the library anew with; `seen` is the job that held it.

        Of several pages that see this the first one does it.
        """
        with self._lock:
            if self.job is seen:
                self.job = Job(lambda report: self._followed(seen.result(), report))

    def _opened(self, report: Report) -> Library:
        report(Progress("model"))
        return self._opened_with(self.load(with_model(self.settings)), report)

    def _opened_with(self, embedder: Embedder, report: Report) -> Library:
        reranker = load_reranker(self.settings)
        report(Progress("library"))
        library = Library.open(
            self.settings.library, embedder, reranker=reranker, reader=reader_for(self.settings.reading)
        )
        # So that the first page that somebody wants to see is drawn at once.
        page_reader_for(self.settings.reading).begin()
        prepare(library, lambda name, done, total: report(Progress("samples", name, done=done, total=total)))
        return library

    def _followed(self, library: Library, report: Report) -> Library:
        report(Progress("model"))
        library.use(self.load(with_model(self.settings)))
        return library


def opened(settings: Settings, load: Load, health: DeltaGenerator, say: Speech) -> Library | None:
    """The library; None while it is being opened, which is told in `health`, or can't be, which is told here."""
    opening = opening_of(settings, load)
    job = opening.job
    if not job.done:
        with health:
            _watch(job, say)
        return None
    try:
        library = job.result()
        if settings.model is None and library.outdated:
            opening.follow(job)
            st.rerun()
        _warmed(str(settings.library), library.embedder.name, library)
        return library
    except HoiHopError as error:
        if failures.draw(error, "opening", say):
            opening.again()
            _warmed.clear()
            st.rerun()
        return None


@st.cache_resource(show_spinner=False)
def opening_of(settings: Settings, _load: Load) -> Opening:
    """The one of the whole program."""
    return Opening(settings, _load)


@st.cache_resource(show_spinner=False)
def _warmed(folder: str, model: str, _library: Library) -> Job[object]:
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
    widget.waiting("opening-waiting")
