"""The sidebar: what the library holds, adding to it and taking out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.ui import widget
from assistant.ui.formats import written_date
from assistant.ui.jobs import Job, Progress
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer, Session
from assistant.ui.uploads import Added, Choice, Conflict, Upload, add_all
from index import SUPPORTED_SUFFIXES, DocumentSummary, HoiHopError, Library, Outcome

_POLL_SECONDS = 0.3


def draw(library: Library, session: Session, say: Speech) -> None:
    """The panel, in the container that is open."""
    _collect(session)
    st.subheader(say("library.title"))
    _draw_uploader(library, session, say)
    _draw_report(session, say)
    for number, conflict in enumerate(session.conflicts):
        _draw_conflict(library, session, conflict, number, say)
    _draw_documents(library, session, say)


def draw_removal(library: Library, session: Session, say: Speech) -> None:
    """Asks once more before a document is removed."""

    def close() -> None:
        session.removing = None

    def confirm(document: str) -> None:
        widget.notes(
            "removal-what", [{"kind": "plain", "name": None, "text": say("library.remove_what", name=document)}]
        )
        with st.container(horizontal=True):
            if st.button(say("library.remove_yes"), type="primary", key="removal-yes"):
                _attempt(session, lambda: library.remove(document))
                close()
                st.rerun()
            if st.button(say("library.remove_no"), key="removal-no"):
                close()
                st.rerun()

    if session.removing is not None:
        st.dialog(say("library.remove_title"), on_dismiss=close)(confirm)(session.removing)


def _attempt(session: Session, change: Callable[[], object]) -> None:
    """Makes a change to the library. What keeps it from being made is shown under the upload box."""
    session.failure = None
    try:
        change()
    except HoiHopError as error:
        session.failure = error


def _draw_uploader(library: Library, session: Session, say: Speech) -> None:
    files = st.file_uploader(
        say("upload.label"),
        accept_multiple_files=True,
        key=f"uploader-{session.uploader}",
        disabled=session.adding is not None,
    )
    kinds = ", ".join(suffix.lstrip(".") for suffix in SUPPORTED_SUFFIXES)
    st.caption(say("upload.kinds", kinds=kinds))
    if files:
        session.forget_report()
        _start(library, session, [Upload(file.name, file.getvalue()) for file in files])
        session.uploader += 1
        st.rerun()
    if session.adding is not None:
        _watch(session.adding, session, say)


def _start(library: Library, session: Session, uploads: Sequence[Upload]) -> None:
    def work(report: Callable[[Progress], None]) -> Added:
        def progress(number: int, name: str, done: int, total: int) -> None:
            report(Progress("adding", name, number, len(uploads), done, total))

        return add_all(library, uploads, progress)

    session.adding = Job(work)


@st.fragment(run_every=_POLL_SECONDS)
def _watch(job: Job[Added], session: Session, say: Speech) -> None:
    # Closing a dialog is a rerun too.
    if job.done and not session.dialog_open:
        st.rerun()
    progress = job.progress
    st.progress(progress.share, text=say("upload.progress", number=progress.step, total=progress.steps))
    detail = say("upload.reading")
    if progress.total:
        detail = say("upload.paragraphs", done=say.number(progress.done), total=say.number(progress.total))
    widget.notes("upload-progress", [{"kind": "muted", "name": progress.document or None, "text": detail}])


def _collect(session: Session) -> None:
    """Takes over what a finished batch leaves. An error that isn't about one file (a full disk) is kept to be shown."""
    if session.adding is None or not session.adding.done:
        return
    job, session.adding = session.adding, None
    try:
        added = job.result()
    except HoiHopError as error:
        session.failure = error
        return
    session.outcomes += added.outcomes
    session.conflicts += added.conflicts


def _draw_report(session: Session, say: Speech) -> None:
    notes = [_note(outcome, say) for outcome in session.outcomes]
    if session.failure is not None:
        notes.append({"kind": "error", "name": None, "text": say.explain(session.failure)})
    if not notes:
        return
    widget.notes("upload-report", notes, alert=True)
    if session.adding is None:
        st.button(say("upload.hide"), key="hide-report", on_click=session.forget_report, type="tertiary")


def _note(outcome: Outcome, say: Speech) -> widget.Note:
    if outcome.error is not None:
        return {"kind": "error", "name": None, "text": say.explain(outcome.error)}
    text = say(f"outcome.{outcome.status}")
    if outcome.status in ("added", "replaced"):
        text = f"{text} ({say.count('library.paragraphs', outcome.paragraphs)})"
    return {"kind": "plain", "name": outcome.document, "text": text}


def _draw_conflict(library: Library, session: Session, conflict: Conflict, number: int, say: Speech) -> None:
    def choose(choice: Choice | None) -> None:
        session.conflicts = tuple(other for other in session.conflicts if other is not conflict)
        if choice is not None:
            _start(library, session, [Upload(conflict.document, conflict.data, choice)])

    text = say("upload.conflict", name=conflict.document)
    widget.notes(f"conflict-{number}", [{"kind": "warning", "name": None, "text": text}], alert=True)
    busy = session.adding is not None
    with st.container(horizontal=True, gap="small"):
        st.button(say("upload.replace"), key=f"replace-{number}", on_click=choose, args=("replace",), disabled=busy)
        st.button(say("upload.keep_both"), key=f"keep-{number}", on_click=choose, args=("keep_both",), disabled=busy)
        st.button(say("upload.leave"), key=f"leave-{number}", on_click=choose, args=(None,), type="tertiary")


def _draw_documents(library: Library, session: Session, say: Speech) -> None:
    held = library.documents()
    if not held:
        widget.notes("documents-none", [{"kind": "muted", "name": None, "text": say("library.empty")}])
        return
    opened, removed = widget.documents("documents", [_row(summary, say) for summary in held])
    if opened is not None:
        session.drawer = Drawer(opened)
    if removed is not None:
        session.removing = removed
    if any(summary.sample for summary in held) and st.button(say("library.remove_samples"), key="remove-samples"):
        _attempt(session, library.remove_samples)
        st.rerun()


def _row(summary: DocumentSummary, say: Speech) -> widget.DocumentRow:
    name = summary.title or summary.document
    facts = (written_date(summary.date, say), say.count("library.paragraphs", summary.paragraphs))
    return {
        "document": summary.document,
        "name": name,
        "facts": [fact for fact in facts if fact],
        "sample": say("library.sample") if summary.sample else None,
        "open": say("library.open", name=name),
        "remove": say("library.remove", name=name),
    }
