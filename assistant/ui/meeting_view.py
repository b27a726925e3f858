"""What is drawn of a meeting: its facts, its other documents, and where these differ, each one click from its place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import streamlit as st

from assistant.meeting_differences import Difference, Side, meeting_differences
from assistant.ui.board_rows import Link, Writing
from assistant.ui.formats import language_of, written_date
from assistant.ui.lines import Piece, pieces
from index import Fact, Library, Meeting, Span, kind_of_name, name_key

# In the order in which they are shown; the title heads the page.
_LABELS: Mapping[str, str] = {
    "date": "meeting.date",
    "time": "meeting.time",
    "place": "meeting.place",
    "body": "meeting.body",
    "session": "meeting.session",
    "chair": "meeting.chair",
    "present": "meeting.present",
    "agenda": "meeting.agenda",
}
_NAMES = ("chair", "present")
_SUBJECTS: Mapping[str, str] = {
    "time": "meeting.time",
    "place": "meeting.place",
    "chair": "meeting.chair",
    "present": "meeting.count",
    "date": "meeting.days",
    "number": "meeting.numbers",
}
_KEY = "hoihop-meeting"


class FactValue(TypedDict):
    """`place` comes back when its place is to be opened, `who` when it is a person whose page is; `open` is a label."""

    place: str
    text: str
    lang: str
    who: str | None
    open: str


class FactRow(TypedDict):
    """The facts of a kind; `source` names their document, where it isn't that of the page."""

    label: str
    list: bool
    values: list[FactValue]
    source: str | None


class SideData(TypedDict):
    """What a document says, quoted; the marked pieces are what differs."""

    place: str
    document: str
    lang: str
    pieces: list[Piece]


class DifferenceData(TypedDict):
    """What is said otherwise, a side for each document."""

    label: str
    sides: list[SideData]


class MeetingData(TypedDict):
    """What there is, empty where there is nothing; `words` are labels."""

    facts: list[FactRow]
    others: list[Link]
    differences: list[DifferenceData]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class MeetingShown:
    """A meeting as its documents tell it, that of the page first, and where they differ."""

    told: tuple[Meeting, ...]
    differences: tuple[Difference, ...]

    @property
    def documents(self) -> tuple[str, ...]:
        """All documents of the meeting, that of the page first."""
        return tuple(each.document for each in self.told)

    @property
    def places(self) -> dict[str, tuple[str, int, int]]:
        """What can be opened: the document and the range of its text."""
        facts = [(each.document, fact) for each in self.told for kind in _LABELS for fact in getattr(each.facts, kind)]
        sides = [(side.document, side) for each in self.differences for side in each.sides]
        return {place_id(document, each): (document, each.start, each.end) for document, each in (*facts, *sides)}


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was compared last on an open page, by the versions of the documents."""

    versions: Mapping[str, str]
    shown: MeetingShown


def meeting_shown(library: Library, document: str) -> MeetingShown:
    """The meeting of a document. Its documents are compared once, and again when one of them changes.

    Raises DocumentNotFound.
    """
    meetings = {each.document: each for each in library.meetings()}
    if document not in meetings:
        return MeetingShown((), ())
    own = meetings[document]
    told = (own, *(meetings[name] for name in own.same_meeting_as))
    versions = library.versions([each.document for each in told])
    kept = st.session_state.get(_KEY)
    if not isinstance(kept, _Kept) or kept.versions != versions or kept.shown.told != told:
        differences = meeting_differences(library, [each.document for each in told]) if len(told) > 1 else ()
        kept = st.session_state[_KEY] = _Kept(versions, MeetingShown(told, differences))
    return kept.shown


def meeting_data(shown: MeetingShown, writing: Writing) -> MeetingData:
    """The data for the widget."""
    say = writing.say
    return {
        "facts": [row for kind in _LABELS if (row := _fact_row(kind, shown.told, writing)) is not None],
        "others": [{"value": name, "text": writing.titles.get(name, name)} for name in shown.documents[1:]],
        "differences": [
            {"label": say(_SUBJECTS[each.subject]), "sides": [_side(side, writing) for side in each.sides]}
            for each in shown.differences
        ],
        "words": {
            "facts": say("meeting.facts"),
            "others": say("meeting.others"),
            "differences": say("meeting.differences"),
            "differences_note": say("meeting.differences_note"),
        },
    }


def is_empty(data: MeetingData) -> bool:
    """Whether there is nothing to draw."""
    return not (data["facts"] or data["others"] or data["differences"])


def place_id(document: str, place: Fact | Side) -> str:
    """What a place is known by on the page."""
    return f"{place.start} {place.end} {document}"


def _fact_row(kind: str, told: Sequence[Meeting], writing: Writing) -> FactRow | None:
    """The facts of the first document that tells any."""
    say = writing.say
    own = next((each for each in told if getattr(each.facts, kind)), None)
    if own is None:
        return None
    facts: tuple[Fact, ...] = getattr(own.facts, kind)
    source = None
    if own is not told[0]:
        source = say("meeting.from", name=writing.titles.get(own.document, own.document))
    values = [_value(kind, own.document, fact, writing) for fact in _different(facts)]
    return {"label": say(_LABELS[kind]), "list": kind == "agenda", "values": values, "source": source}


def _different(facts: Collection[Fact]) -> list[Fact]:
    """Each value once, where it stands first."""
    first: dict[str, Fact] = {}
    for fact in facts:
        first.setdefault(name_key(fact.value) or fact.value, fact)
    return list(first.values())


def _value(kind: str, document: str, fact: Fact, writing: Writing) -> FactValue:
    text = written_date(fact.value, writing.say) or fact.value if kind == "date" else fact.value
    return {
        "place": place_id(document, fact),
        "text": text,
        "lang": language_of(text),
        "who": fact.value if kind in _NAMES and _is_person(fact.value) else None,
        "open": writing.say("meeting.open_place", name=text),
    }


def _is_person(name: str) -> bool:
    """Who is present may also be a number or a group, "công chức các bộ môn": words that aren't all names."""
    return kind_of_name(name) == "person" and all(word[0].isupper() for word in name.split())


def _side(side: Side, writing: Writing) -> SideData:
    marked = [Span(value.start - side.start, value.end - side.start) for value in side.values]
    return {
        "place": place_id(side.document, side),
        "document": writing.titles.get(side.document, side.document),
        "lang": language_of(side.text),
        "pieces": pieces(side.text, marked),
    }
