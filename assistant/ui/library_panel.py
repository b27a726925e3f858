"""Adding to the library: the upload box and what became of each file; and the sidebar's short form of the library."""

from __future__ import annotations

import streamlit as st

from assistant import samples
from assistant.ui import shelf, widget
from assistant.ui.intake import Entry, Intake, intake
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from assistant.ui.uploads import Choice, Upload
from index import Library, Reading, uploaded_files

_POLL_SECONDS = 0.3
# Most files are in by then, and need no second look.
_FIRST_LOOK_SECONDS = 0.2


def draw(library: Library, session: Session, say: Speech, *, uploads: bool) -> None:
    """The sidebar's form, in the container that is open; `uploads` unless the page itself takes files."""
    held = library.documents()
    st.header(say("library.title"), anchor=False)
    text = say.count("app.documents", len(held)) if held else say("library.empty")
    widget.notes("library-count", [{"kind": "muted", "name": None, "text": text}])
    st.button(say("shelf.link"), key="to-library", on_click=session.show_page, args=("library",), width="stretch")
    st.button(say("board.link"), key="to-board", on_click=session.show_page, args=("tasks",), width="stretch")
    if uploads:
        draw_uploads(library, session, say)


def draw_uploads(library: Library, session: Session, say: Speech) -> None:
    """The upload box with the report under it."""
    if session.browser is None:
        return
    files = st.file_uploader(say("upload.label"), accept_multiple_files=True, key=f"uploader-{session.uploader}")
    st.caption(say("upload.kinds"))
    queue = intake(library, session.browser)
    if files:
        queue.add(library, [Upload(*each) for file in files for each in uploaded_files(file.name, file.getvalue())])
        # A new box, which frees the bytes that the old one holds.
        session.uploader += 1
        queue.wait(_FIRST_LOOK_SECONDS)
        st.rerun()
    if queue.running or queue.entries:
        _draw_watched(library, queue, session, say)
    _draw_choices(library, queue, say)


def draw_samples_button(library: Library, session: Session, say: Speech) -> None:
    """Adds the samples, in the same queue and report as files of the reader's own."""
    if session.browser is not None:
        queue = intake(library, session.browser)
        busy = queue.running
        st.button(
            say("shelf.add_samples"), key="add-samples", on_click=_add_samples, args=(library, queue), disabled=busy
        )


def _add_samples(library: Library, queue: Intake) -> None:
    files = samples.missing(library)
    queue.add(library, [Upload(file.document, file.path.read_bytes(), sample=True) for file in files])
    library.samples_are_in()


def _draw_watched(library: Library, queue: Intake, session: Session, say: Speech) -> None:
    """The report, followed while files are being added.

    A fragment has a place of its own on the page, where the report stays when there is nothing more to follow.
    """
    running = queue.running

    def draw_report() -> None:
        # Closing a dialog is a rerun too.
        if running and not queue.running and not session.dialog_open:
            st.rerun()
        _draw_report(library, queue, say)
        if running:
            widget.waiting("upload-waiting")

    st.fragment(draw_report, run_every=_POLL_SECONDS if running else None)()


def _draw_report(library: Library, queue: Intake, say: Speech) -> None:
    entries = queue.entries
    running = any(not entry.over for entry in entries)
    added = {each.outcome.document for each in entries if each.outcome is not None and each.outcome.error is None}
    readings = library.readings(added)
    dates = {summary.document: summary.date for summary in library.documents()} if added else {}
    over = sum(entry.over for entry in entries)
    widget.intake(
        "upload-report",
        [_row(entry, readings, dates, say) for entry in entries],
        say("shelf.progress", done=say.number(over), total=say.number(len(entries))),
        running=running,
    )
    if running:
        return
    with st.container(horizontal=True, gap="small"):
        if any(entry.stage == "stopped" for entry in entries):
            st.button(say("retry"), key="upload-again", on_click=queue.again, args=(library,))
        if any(entry.stage != "conflict" for entry in entries):
            st.button(say("upload.hide"), key="hide-report", on_click=queue.hide, type="tertiary")


def _row(entry: Entry, readings: dict[str, Reading], dates: dict[str, str | None], say: Speech) -> widget.IntakeRow:
    outcome = entry.outcome
    name = outcome.document if outcome is not None else entry.upload.document
    row: widget.IntakeRow = {
        "name": name,
        "kind": "going",
        "text": say("shelf.waiting"),
        "facts": [],
        "done": None,
        "total": None,
    }
    if entry.stage == "reading":
        row["text"] = say("upload.reading")
    elif entry.stage == "embedding":
        row["text"] = say("upload.paragraphs", done=say.number(entry.done), total=say.number(entry.total))
        row["done"], row["total"] = entry.done, entry.total
    elif entry.stage == "left":
        row["kind"], row["text"] = "plain", say("shelf.left_out")
    elif entry.stage == "conflict":
        row["kind"], row["text"] = "warning", say("shelf.name_taken")
    error = entry.error if outcome is None else outcome.error
    if error is not None:
        # The sentence names the file itself.
        row["kind"], row["text"] = "error", say.explain(error)
        row["name"] = "" if outcome is not None else name
    elif outcome is not None:
        row["kind"], row["text"] = "done", say(f"outcome.{outcome.status}")
        if outcome.status in ("added", "replaced"):
            row["facts"] = shelf.facts(dates.get(name), outcome.paragraphs, name, readings.get(name), say)
    return row


def _draw_choices(library: Library, queue: Intake, say: Speech) -> None:
    """What to do with each file whose name is taken by other bytes."""
    asking = [number for number, entry in enumerate(queue.entries) if entry.stage == "conflict"]
    for place, number in enumerate(asking):

        def choose(choice: Choice | None, number: int = number) -> None:
            queue.choose(library, number, choice)
            queue.wait(_FIRST_LOOK_SECONDS)

        text = say("upload.conflict", name=queue.entries[number].upload.document)
        widget.notes(f"conflict-{place}", [{"kind": "warning", "name": None, "text": text}], alert=True)
        with st.container(horizontal=True, gap="small"):
            st.button(say("upload.replace"), key=f"replace-{place}", on_click=choose, args=("replace",))
            st.button(say("upload.keep_both"), key=f"keep-{place}", on_click=choose, args=("keep_both",))
            st.button(say("upload.leave"), key=f"leave-{place}", on_click=choose, args=(None,), type="tertiary")
