"""The widgets of the page, each a Components v2 widget: a file of JavaScript beside this one and typed data in.

They set text as textContent and live in the page itself, without a shadow root: Streamlit gives the focus back to the
button that opened a drawer, which it could not find inside one.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypedDict

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from assistant.settings import Language
from assistant.ui.board_rows import BoardData
from assistant.ui.cards import ExchangeData
from assistant.ui.meeting_view import MeetingData
from assistant.ui.messages import Speech
from assistant.ui.order import sent
from assistant.ui.shelf import ShelfData
from assistant.ui.source_data import SourceData
from assistant.ui.streamlit_words import streamlit_words
from assistant.ui.timeline import TimelineData

_FOLDER = Path(__file__).parent / "widgets"
_PAGE = "hh-page"
_LOOKS = itertools.count()
_BROWSER_ID = re.compile(r"[A-Za-z0-9_-]{22}")
# The files that a widget needs besides common.js and its own.
_PARTS = {
    "page": ("words", "aria", "focus", "looking"),
    "exchange": ("copying",),
    "source": ("runs", "finding", "picture"),
    "shelf": ("paging",),
    "board": ("paging",),
    "timeline": ("paging",),
}


NoteKind = Literal["error", "warning", "plain", "muted", "busy"]


class Note(TypedDict):
    """A sentence, after a name where it is about one; "busy" while something is going on."""

    kind: NoteKind
    name: str | None
    text: str


class IntakeRow(TypedDict):
    """A file on its way into the library: `done` of `total` paragraphs while it is embedded, else None."""

    name: str
    kind: Literal["going", "done", "plain", "warning", "error"]
    text: str
    facts: list[str]
    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class ShelfUse:
    """Which document of the library's list was clicked, and for what."""

    open: str | None = None
    edit: str | None = None
    remove: str | None = None


class Marking(NamedTuple):
    """A task that is to be marked as done, and the name that was typed."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BoardUse:
    """What was clicked in a list of tasks: a line to open, to mark, or a mark to take away, a person or body, or a
    document.
    """

    open: str | None = None
    mark: Marking | None = None
    unmark: str | None = None
    who: str | None = None
    meeting: str | None = None


class ConversationRow(TypedDict):
    """A line of the list of conversations; `time` is ISO 8601 in UTC, and `current` marks the one that is shown."""

    id: str
    name: str
    time: str
    current: bool
    rename: str
    delete: str


class RatingData(TypedDict):
    """`thumb` and `reason` as they are kept ("" for none), the reasons that are offered; the rest are labels."""

    thumb: str
    reason: str
    reasons: list[str]
    label: str
    ask: str
    up: str
    down: str
    kept: str
    reason_label: str
    save: str
    edit: str


class ChipData(TypedDict):
    """A filter; `place` comes back when it is taken away, which `remove` says to a screen reader."""

    place: str
    text: str
    remove: str


class FiltersData(TypedDict):
    """The filters that are active, none to draw nothing; `clear` is the label of the button that ends all."""

    label: str
    chips: list[ChipData]
    clear: str


def browser_id() -> str | None:
    """The id of 128 random bits that this browser keeps, None until the page has told it.

    Known before the page is drawn: a run that began anew for it would lose the click that came with it.
    """
    told = st.session_state.get(_PAGE)
    browser = told.get("browser") if isinstance(told, Mapping) else None
    # What comes from outside is looked at before it is used.
    return browser if isinstance(browser, str) and _BROWSER_ID.fullmatch(browser) else None


def page(say: Speech, announcement: str, *, welcome: bool) -> None:
    """The head of the page, large where it welcomes.

    Sets the page's language and style and Streamlit's own words, reads the announcement out to a screen reader, has
    the browser tell its id, and asks again where what is waited for is looked at no more.
    """
    data = {
        "lang": say.language,
        "name": say("app.name"),
        "what": say("app.what") if welcome else None,
        "announcement": announcement,
        "words": streamlit_words(say),
    }
    _draw("page", _PAGE, data, on_browser_change=_nothing, on_again_change=_nothing)


class Clicked(NamedTuple):
    """What was clicked in an exchange: the place of a quote to open, a text to search as it is, the place of a quote
    that passages like it are sought for, and whether to search without the filters.

    The text is the question where it shall be searched as typed, or what the reader made of what was searched.
    """

    open: str | None
    as_typed: str | None
    similar: str | None
    unfiltered: bool


def exchange(key: str, data: ExchangeData) -> Clicked:
    """A question with its answer."""
    result = _draw(
        "exchange",
        key,
        data,
        on_open_change=_nothing,
        on_as_typed_change=_nothing,
        on_similar_change=_nothing,
        on_unfiltered_change=_nothing,
    )
    return Clicked(result.open, result.as_typed, result.similar, result.unfiltered is not None)


def rating(key: str, data: RatingData) -> object:
    """The thumbs of an answer and the reason: what was chosen, not yet looked at, or None."""
    return _draw("rating", key, data, on_rate_change=_nothing).rate


def filters(key: str, data: FiltersData) -> tuple[str | None, bool]:
    """The active filters: the place of the one to take away, and whether to take away all."""
    result = _draw("filters", key, data, on_remove_change=_nothing, on_remove_all_change=_nothing)
    return result.remove, result.remove_all is not None


def heading(key: str, name: str, facts: Sequence[str], notice: str | None) -> None:
    """A document's name, what is known of it, and a warning about it."""
    _draw("heading", key, {"name": name, "facts": list(facts), "notice": notice})


def source(key: str, data: SourceData) -> None:
    """A document's text and pages. What the widget asks for stands in the session's state under the key, as `want`."""
    _draw("source", key, data, on_want_change=_nothing)


def intake(key: str, rows: Sequence[IntakeRow], progress: str, *, running: bool) -> None:
    """What becomes of each file, and of all of them so far."""
    _draw("intake", key, {"files": list(rows), "progress": progress, "running": running})


def steps(key: str, title: str, lines: Sequence[str]) -> None:
    """Numbered steps under a title."""
    _draw("steps", key, {"title": title, "steps": list(lines)})


def shelf(key: str, data: ShelfData) -> ShelfUse:
    """The list of the library's page. What it is to show stands in the session's state under the key, as `want`."""
    result = _draw(
        "shelf",
        key,
        data,
        on_want_change=_nothing,
        on_open_change=_nothing,
        on_edit_change=_nothing,
        on_remove_change=_nothing,
    )
    return ShelfUse(result.open, result.edit, result.remove)


def board(key: str, data: BoardData) -> BoardUse:
    """A list of tasks. What it is to show stands in the session's state under the key, as `want`."""
    events = ("want", "open", "mark", "unmark", "who", "meeting")
    result = _draw("board", key, data, **{f"on_{event}_change": _nothing for event in events})
    mark = result.mark
    if isinstance(mark, Mapping):
        mark = Marking(str(mark.get("id")), str(mark.get("name")))
    return BoardUse(result.open, mark, result.unmark, result.who, result.meeting)


def timeline(key: str, data: TimelineData) -> BoardUse:
    """The table of meetings and deadlines. What it is to show stands in the session's state under the key."""
    result = _draw("timeline", key, data, on_want_change=_nothing, on_open_change=_nothing, on_meeting_change=_nothing)
    return BoardUse(open=result.open, meeting=result.meeting)


def meeting(key: str, data: MeetingData) -> BoardUse:
    """The facts of a meeting, its documents and where they differ; what is opened is a place."""
    result = _draw("meeting", key, data, **{f"on_{event}_change": _nothing for event in ("open", "who", "meeting")})
    return BoardUse(open=result.open, who=result.who, meeting=result.meeting)


def conversations(
    key: str, rows: Sequence[ConversationRow], language: Language
) -> tuple[str | None, str | None, str | None]:
    """The list of conversations: the one to open, the one to rename, and the one to delete."""
    result = _draw(
        "conversations",
        key,
        {"lang": language, "conversations": list(rows)},
        on_open_change=_nothing,
        on_rename_change=_nothing,
        on_delete_change=_nothing,
    )
    return result.open, result.rename, result.delete


def notes(key: str, shown: Sequence[Note], *, alert: bool = False) -> None:
    """Sentences that may name a document: verbatim, where st.error and st.caption would read Markdown."""
    _draw("note", key, {"notes": list(shown), "alert": alert})


def waiting(key: str) -> None:
    """To be drawn with each look at what goes on, so that the page asks for another where they end too soon."""
    _draw("waiting", key, {"look": next(_LOOKS)})


def _draw(name: str, key: str, data: Mapping[str, object], **callbacks: Any) -> Any:
    """Draws the widget and returns what the browser told of it, an attribute for each callback."""
    numbered: dict[str, object] = {**data, "sent": sent(key, data)}
    # In a list: through the values of a mapping Streamlit looks for tables, and loads pandas and pyarrow to do it.
    return _component(name)(key=key, data=[numbered], **callbacks)


def _nothing() -> None:
    """A callback makes the value of its event present, and that is all that is wanted of it."""


def script(name: str) -> str:
    """The JavaScript module of the widget."""
    parts = ("common", *_PARTS.get(name, ()), name)
    return "\n".join((_FOLDER / f"{part}.js").read_text("utf-8") for part in parts)


@cache
def _component(name: str) -> ComponentRenderer:
    css = (_FOLDER / "style.css").read_text("utf-8") if name == "page" else None
    return st.components.v2.component(f"hoihop_{name}", css=css, js=script(name), isolate_styles=False)
