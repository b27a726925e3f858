"""Which of the forms that meeting programs export a text has, if it has one. What only resembles one is plain text."""

from __future__ import annotations

from collections.abc import Sequence

from index.loaders.clocked import read_clocked
from index.loaders.headed import Export
from index.loaders.meet import read_google_meet
from index.loaders.zoom import read_zoom
from index.models import Span


def find_export(text: str, path: str, marked: Sequence[Span] = ()) -> Export | None:
    """The transcript, or None. `marked` are the headings that the file itself marks, `path` may name the day."""
    return read_zoom(text, path) or read_clocked(text) or read_google_meet(text, marked)
