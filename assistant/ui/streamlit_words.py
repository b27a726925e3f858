"""Streamlit's own words on the page, which it has in English alone, in the reader's language.

Streamlit offers no catalogue for them. The page's widget looks for these words where they stand, and nowhere else, so
that nothing out of a document is ever taken for one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TypedDict

from assistant.ui.messages import CATALOGUES, Speech


class WordData(TypedDict):
    """Where the word stands (a CSS selector), in which attribute (None: in the text), all that it may read as by now,
    and what it is to read as. A "{name}" stands for whatever stands there.
    """

    where: str
    attribute: str | None
    forms: list[str]
    shown: str


@dataclass(frozen=True, slots=True)
class _Word:
    """As Streamlit writes it, and the key of the message that takes its place."""

    where: str
    attribute: str | None
    original: str
    key: str


def _testid(name: str) -> str:
    return f"[data-testid={name}]"


def _label(where: str, original: str, key: str) -> _Word:
    return _Word(where, "aria-label", original, key)


def _text(where: str, original: str, key: str) -> _Word:
    return _Word(where, None, original, key)


_UPLOADER, _CHOICE = _testid("stFileUploader"), _testid("stMultiSelect")
_DATE, _DIALOG = _testid("stDateInput"), _testid("stDialog")
_STATUS = _testid("stStatusWidget")
_WORDS = (
    _text(_testid("stSkipToContent"), "Skip to main content", "streamlit.skip"),
    _label(_testid("stSidebar"), "Sidebar", "streamlit.sidebar"),
    _label("button", "Collapse sidebar", "streamlit.collapse"),
    _label("button", "Expand sidebar", "streamlit.expand"),
    _label(f"{_UPLOADER} input", "file upload", "streamlit.file"),
    _text(f"{_UPLOADER} button", "Upload", "streamlit.upload"),
    _text(_testid("stFileUploaderDropzoneInstructions"), "{size} per file", "streamlit.size"),
    _text(_UPLOADER, "Drag and drop files here", "streamlit.drop"),
    _text(_UPLOADER, "File must be {size} or smaller.", "streamlit.too_large"),
    _label(_testid("stChatInputSubmitButton"), "Send message", "streamlit.send"),
    _text(_testid("InputInstructions"), "Press Enter to apply", "streamlit.apply"),
    _text(_testid("InputInstructions"), "Press Enter to submit form", "streamlit.submit"),
    _label(f"{_CHOICE} button", "Open", "streamlit.open"),
    _label(f"{_CHOICE} button", "Clear all", "streamlit.clear"),
    _label(f"{_CHOICE} button", "Remove {name}", "streamlit.remove"),
    _text(_testid("stMultiSelectDropdown"), "Select all", "streamlit.all"),
    _text(_testid("stMultiSelectDropdown"), "No results", "streamlit.none"),
    _label(f"{_DATE} button", "Choose date", "streamlit.date"),
    _label(f"{_DATE} button", "Clear date", "streamlit.clear_date"),
    _label("[role=dialog]", "Choose date", "streamlit.date"),
    _label("[role=dialog] button", "Previous month", "streamlit.month_before"),
    _label("[role=dialog] button", "Next month", "streamlit.month_after"),
    _label(f"{_DIALOG} button", "Close", "streamlit.close"),
    _text(_STATUS, "Connecting", "streamlit.connecting"),
    _text(_STATUS, "Stop", "streamlit.stop"),
    _label(f"{_STATUS}, {_STATUS} *", "Running...", "streamlit.running"),
    _text(_testid("stDownloadButtonError"), "Failed to generate file for download", "streamlit.no_file"),
    _text(_DIALOG, "Connection error", "streamlit.lost"),
    _text(_DIALOG, "Streamlit server is not responding. Are you connected to the internet?", "streamlit.lost_why"),
)


@cache
def streamlit_words(say: Speech) -> list[WordData]:
    """The words for the page's widget."""
    return [
        {
            "where": word.where,
            "attribute": word.attribute,
            # What this page has made of it in another language comes first: it may hold the original.
            "forms": list(dict.fromkeys([*(catalogue[word.key] for catalogue in CATALOGUES.values()), word.original])),
            "shown": CATALOGUES[say.language][word.key],
        }
        for word in _WORDS
    ]
