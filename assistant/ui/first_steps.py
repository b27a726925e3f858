"""What an empty library greets with: three steps, the upload box, and the samples."""

from __future__ import annotations

from assistant.ui import library_panel, widget
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from index import Library


def draw(library: Library, session: Session, say: Speech) -> None:
    """In the place of the example questions."""
    widget.steps(
        "first-steps",
        say("shelf.first_title"),
        [say("shelf.first_add"), say("shelf.first_ask"), say("shelf.first_check")],
    )
    library_panel.draw_uploads(library, session, say)
    widget.notes("first-samples", [{"kind": "muted", "name": None, "text": say("shelf.first_samples")}])
    library_panel.draw_samples_button(library, session, say)
