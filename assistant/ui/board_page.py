"""The board of tasks, ?page=tasks: who must do what by when, filtered, marked as done, one click from the paragraph."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import streamlit as st

from assistant.ui import downloads, widget
from assistant.ui.board_filter import (
    SEVERAL,
    STATES,
    BoardFilter,
    Choices,
    Several,
    Shown,
    counted,
    in_state,
    value_name,
)
from assistant.ui.board_list import BoardState, draw_last, draw_list, follow, state, writing_of
from assistant.ui.board_rows import ROWS, Want, Writing, board_data, line_id, mark_row, page_of, pages_of
from assistant.ui.downloads import FileForm
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer, Session
from assistant.ui.timeline import chart, events, timeline_data
from index import LONGEST_NAME, Board, BoardLine, Library, as_csv, as_ics, as_xlsx, by_urgency

_LINES, _MARKS, _TIMELINE = "board", "board-marks", "board-timeline"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LABELS: Mapping[Several, str] = {
    "people": "board.people",
    "bodies": "board.bodies",
    "documents": "filters.documents",
    "months": "board.months",
    "kinds": "board.kinds",
}


def draw(library: Library, session: Session, say: Speech) -> None:
    """The page."""
    with st.container(
        key="hh-shelf-head", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.header(say("board.title"), anchor=False)
        st.button(say("shelf.back"), key="from-board", on_click=session.show_page, args=(None,))
    _draw_board(library, session, say)


@st.fragment
def _draw_board(library: Library, session: Session, say: Speech) -> None:
    """A fragment, so that filtering, turning pages and marking draw nothing else anew."""
    held, board = state(), library.board()
    writing = writing_of(library, say)
    draw_last(library, held, say)
    sure = board.sure()
    if not sure and not board.unplaced:
        widget.notes("board-none", [{"kind": "muted", "name": None, "text": say("board.none")}])
        return
    fitting = [each for each in sure if held.filter.fits(each)]
    _draw_states(fitting, held, writing)
    with st.container(key="hh-board-filters", horizontal=True, vertical_alignment="center", gap="small"):
        with st.popover(say("filters.title"), icon=":material/filter_list:"):
            for sort in SEVERAL:
                _draw_choice(sort, held.choices_of(board), held, writing)
        _draw_switch(held, say)
        export = st.container(width="content")
    _draw_chips(held.choices_of(board), held, writing)
    shown = by_urgency(in_state(fitting, held.filter.shown, writing.today), writing.today)
    if held.timeline:
        _draw_timeline(library, shown, session, held, writing)
    else:
        draw_list(_LINES, library, shown, repr(held.filter), session, writing)
    with export:
        _draw_export(shown, writing)
    if board.unplaced:
        _draw_unplaced(library, board, session, held, writing)


def _draw_export(shown: list[BoardLine], writing: Writing) -> None:
    """The lines that are shown, on all pages, as files. None is made before it is wanted."""
    if not shown:
        return
    say, day = writing.say, writing.today
    forms = (
        FileForm("board.excel", ".xlsx", _EXCEL, lambda: as_xlsx(shown, day, say.language)),
        FileForm("board.csv", ".csv", "text/csv", lambda: as_csv(shown, day, say.language)),
        FileForm(
            "board.calendar", ".ics", "text/calendar", lambda: as_ics(shown, day, say.language, datetime.now(UTC))
        ),
    )
    downloads.draw(forms, "board.export", say("board.title"), "board-export", say)


def _draw_states(fitting: list[BoardLine], held: BoardState, writing: Writing) -> None:
    """The states to choose from, with how many lines each has."""
    say, numbers = writing.say, counted(fitting, writing.today)

    def choose() -> None:
        shown: Shown = st.session_state["board-shown"]
        held.choose(replace(held.filter, shown=shown), in_box=True)

    st.session_state["board-shown"] = held.filter.shown
    st.segmented_control(
        say("board.state"),
        list(STATES),
        required=True,
        format_func=lambda shown: f"{say(STATES[shown])} ({say.number(numbers[shown])})",
        key="board-shown",
        label_visibility="collapsed",
        on_change=choose,
    )


def _draw_switch(held: BoardState, say: Speech) -> None:
    """Between the list and the timeline."""

    def switch() -> None:
        held.timeline = not held.timeline

    label = say("timeline.list" if held.timeline else "timeline.title")
    icon = ":material/list:" if held.timeline else ":material/timeline:"
    st.button(label, key="board-switch", on_click=switch, icon=icon)


def _draw_choice(sort: Several, offered: Choices, held: BoardState, writing: Writing) -> None:
    """A box for several values of a sort."""
    key = f"board-{sort}-{held.boxes}"
    chosen: tuple[str, ...] = getattr(held.filter, sort)

    def choose() -> None:
        held.choose(held.filter.with_(sort, st.session_state[key]), in_box=True)

    values = offered.values[sort]
    st.session_state[key] = list(chosen)
    st.multiselect(
        writing.say(_LABELS[sort]),
        # What has left the library since is still to be taken away.
        [*values, *(each for each in chosen if each not in values)],
        format_func=lambda value: value_name(sort, value, offered.names, writing.titles, writing.say),
        key=key,
        placeholder=writing.say("filters.any"),
        on_change=choose,
    )


def _draw_chips(offered: Choices, held: BoardState, writing: Writing) -> None:
    say = writing.say
    chips: list[widget.ChipData] = []
    for sort in SEVERAL:
        for value in getattr(held.filter, sort):
            name = value_name(sort, value, offered.names, writing.titles, say)
            chips.append({"place": f"{sort}:{value}", "text": name, "remove": say("filters.remove", name=name)})
    removed, cleared = widget.filters(
        "board-chips", {"label": say("filters.active"), "chips": chips, "clear": say("filters.clear")}
    )
    if removed is not None:
        held.choose(held.filter.without(removed))
    if cleared:
        held.choose(BoardFilter(held.filter.shown))
    if removed is not None or cleared:
        st.rerun()


def _draw_timeline(
    library: Library, shown: list[BoardLine], session: Session, held: BoardState, writing: Writing
) -> None:
    """The meetings and the deadlines of the lines that are shown, as a chart and, under it, as a table."""
    chosen = held.filter.documents
    meetings = [each for each in library.documents() if not chosen or each.document in chosen]
    found = events(shown, meetings, writing)
    if found:
        st.altair_chart(chart(found, writing.today, writing.say), width="stretch", key="board-chart")
    data = timeline_data(found, repr(held.filter), Want.read(st.session_state.get(_TIMELINE)), writing)
    use = widget.timeline(_TIMELINE, data)
    follow(library, use, {line_id(each.line): each for each in shown}, session, held)


def _draw_unplaced(library: Library, board: Board, session: Session, held: BoardState, writing: Writing) -> None:
    """The marks whose lines can't be told any more: nothing of what somebody noted is lost."""
    say = writing.say
    want, pages = Want.read(st.session_state.get(_MARKS)), pages_of(len(board.unplaced))
    first = page_of(want, _MARKS, pages) * ROWS
    rows = [mark_row(each, writing) for each in board.unplaced[first : first + ROWS]]
    with st.container(key="hh-board-marks"):
        st.subheader(say("board.unplaced"), anchor=False)
        st.caption(say("board.unplaced_why"))
        summary = say.count("board.marks", len(board.unplaced))
        data = board_data(rows, _MARKS, want, held.name, LONGEST_NAME, summary, say, pages)
        use = widget.board(_MARKS, data)
    marks = {each.id: each for each in board.unplaced}
    if use.open is not None and use.open in marks:
        session.drawer = Drawer(marks[use.open].document)
    follow(library, use, {}, session, held)
