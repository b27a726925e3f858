"""A page for each meeting, ?page=meeting&of=DOCUMENT, and for each person or body, ?page=who&of=NAME."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

import streamlit as st

from assistant.ui import drawer, failures, widget
from assistant.ui.board_list import draw_last, draw_list, state, writing_of
from assistant.ui.board_rows import ROWS, Want, Writing, pages_of
from assistant.ui.formats import clock, language_of, written_date
from assistant.ui.meeting_view import MeetingShown, is_empty, meeting_data, meeting_shown
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer, Session
from assistant.ui.source_view import Passage
from assistant.ui.timeline import TimelineData, TimelineRow
from index import BoardLine, HoiHopError, Library, Said, Source, Span, by_urgency, name_key, same_name

_SAID = "about-said"


def draw_meeting(library: Library, session: Session, say: Speech) -> None:
    """What is known of a meeting from all its documents, what it decided, who must do what, and who spoke."""
    document = session.of
    try:
        source = library.source(document)
    except HoiHopError as error:
        _draw_head(say("about.meeting"), document, [], session, say)
        failures.draw(error, "about", say, can_retry=False)
        return
    _draw_head(say("about.meeting"), source.title or document, _facts(source, say), session, say)
    _draw_meeting(library, document, session, say)


@st.fragment
def _draw_meeting(library: Library, document: str, session: Session, say: Speech) -> None:
    writing = writing_of(library, say)
    draw_last(library, state(), say)
    with st.container(horizontal=True):
        if st.button(say("about.open"), key="about-open", icon=":material/description:"):
            session.drawer = Drawer(document)
            st.rerun()
    shown = meeting_shown(library, document)
    _draw_told(library, shown, session, writing)
    lines = [each for each in library.board().sure() if each.line.document in shown.documents]
    decided = [each for each in lines if each.line.task.kind == "decision"]
    to_do = [each for each in lines if each.line.task.kind != "decision"]
    _draw_lines("about.decided", "about-decided", library, decided, session, writing)
    _draw_lines("about.to_do", "about-tasks", library, by_urgency(to_do, writing.today), session, writing)
    speakers = dict.fromkeys(
        turn.speaker
        for name in shown.documents
        for paragraph in library.paragraphs(name)
        for turn in paragraph.turns
        if turn.speaker
    )
    if speakers:
        st.subheader(say("about.speakers"), anchor=False)
        with st.container(horizontal=True, gap="small"):
            for number, speaker in enumerate(speakers):
                _draw_speaker(number, speaker, session)


def _draw_told(library: Library, shown: MeetingShown, session: Session, writing: Writing) -> None:
    """The facts, the other documents, and where they differ."""
    data = meeting_data(shown, writing)
    if is_empty(data):
        return
    use = widget.meeting("about-told", data)
    place = shown.places.get(use.open) if use.open is not None else None
    if place is not None:
        session.drawer = drawer.opened_at_range(library, *place)
    if use.who is not None:
        session.show_page("who", use.who)
    if use.meeting is not None:
        session.show_page("meeting", use.meeting)
    if use != widget.BoardUse():
        st.rerun()


def _draw_speaker(number: int, speaker: str, session: Session) -> None:
    # A label is Markdown, and a name is not.
    label = "".join(f"\\{char}" if char in _MARKDOWN else char for char in speaker)
    # What a callback changes in a fragment, that alone would see.
    if st.button(label, key=f"about-speaker-{number}"):
        session.show_page("who", speaker)
        st.rerun()


_MARKDOWN = "\\`*_{}[]<>()#+-.!|~$:"


def draw_who(library: Library, session: Session, say: Speech) -> None:
    """What somebody must do, and what they said in the transcripts."""
    _draw_head(say("about.who"), session.of, [], session, say)
    _draw_who(library, session.of, session, say)


@st.fragment
def _draw_who(library: Library, name: str, session: Session, say: Speech) -> None:
    writing = writing_of(library, say)
    draw_last(library, state(), say)
    lines = [each for each in library.board().sure() if any(same_name(who, name) for who in each.line.task.assignees)]
    _draw_lines("about.owes", "about-tasks", library, by_urgency(lines, writing.today), session, writing)
    said = library.said_by(name)
    st.subheader(say("about.said"), anchor=False)
    if not said:
        widget.notes("about-silent", [{"kind": "muted", "name": None, "text": say("about.nothing_said")}])
        return
    dates = {each.document: each.date for each in library.documents()}
    said.sort(key=lambda each: dates.get(each.paragraph.document) or "", reverse=True)
    want = Want.read(st.session_state.get(_SAID))
    use = widget.timeline(_SAID, _said_data(said, name_key(name), want, dates, writing))
    spoken = {_said_id(each): each for each in said}
    if use.open is not None and use.open in spoken:
        session.drawer = _opened_at(spoken[use.open])
    if use.meeting is not None:
        session.show_page("meeting", use.meeting)
    if use != widget.BoardUse():
        st.rerun()


def _draw_head(kind: str, name: str, facts: Sequence[str], session: Session, say: Speech) -> None:
    with st.container(
        key="hh-shelf-head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(kind, anchor=False)
        with st.container(horizontal=True, width="content", gap="small"):
            st.button(say("about.back"), key="about-board", on_click=session.show_page, args=("tasks",))
            st.button(say("shelf.back"), key="about-chat", on_click=session.show_page, args=(None,))
    widget.heading("about-heading", name, list(facts), None)


def _draw_lines(
    title: str, key: str, library: Library, lines: list[BoardLine], session: Session, writing: Writing
) -> None:
    st.subheader(writing.say(title), anchor=False)
    if lines:
        draw_list(key, library, lines, f"{key} {session.of}", session, writing)
    else:
        widget.notes(f"{key}-none", [{"kind": "muted", "name": None, "text": writing.say("about.none")}])


def _facts(source: Source, say: Speech) -> list[str]:
    head = source.letterhead
    found = (written_date(source.meeting_date, say), head.number, head.issuer, head.parent_body, head.place)
    name = PurePosixPath(source.document).name if source.title else None
    return [fact for fact in (*found, name) if fact]


def _said_data(
    said: Sequence[Said], of: str, want: Want, dates: Mapping[str, str | None], writing: Writing
) -> TimelineData:
    say, pages = writing.say, pages_of(len(said))
    page = min(want.page, pages - 1) if want.of == of else 0
    return {
        "of": of,
        "page": page,
        "pages": pages,
        "summary": say.count("about.turns", len(said)),
        "rows": [_said_row(each, dates, writing) for each in said[page * ROWS : (page + 1) * ROWS]],
        "words": {
            "caption": say("about.said"),
            "when": say("about.time"),
            "what": say("about.words"),
            "previous": say("shelf.previous"),
            "next": say("shelf.next"),
            "position": say("shelf.position", page=say.number(page + 1), pages=say.number(pages)),
        },
    }


def _said_row(each: Said, dates: Mapping[str, str | None], writing: Writing) -> TimelineRow:
    paragraph = each.paragraph
    when = (written_date(dates.get(paragraph.document), writing.say), clock(each.turn.start_ms))
    return {
        "id": _said_id(each),
        "document": paragraph.document,
        "when": ", ".join(part for part in when if part) or writing.say("shelf.unknown"),
        "lane": "said",
        "kind": "",
        "text": each.text,
        "lang": language_of(each.text),
        "meeting": writing.titles.get(paragraph.document, paragraph.document),
    }


def _said_id(each: Said) -> str:
    return f"{each.turn.start} {each.paragraph.id} {each.paragraph.document}"


def _opened_at(each: Said) -> Drawer:
    paragraph = each.paragraph
    start = max(0, each.turn.start - paragraph.start)
    span = Span(start, min(len(paragraph.text), each.turn.end - paragraph.start))
    return Drawer(paragraph.document, paragraph.id, (Passage(paragraph.id, paragraph.text, (span,)),))
