"""The lists of tasks on the board and on other pages: what is drawn of them, and what a click in them does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import streamlit as st

from assistant.ui import widget
from assistant.ui.board_filter import BoardFilter, Choices, choices
from assistant.ui.board_rows import ROWS, Want, Writing, board_data, line_id, line_row, page_of, pages_of
from assistant.ui.filter_names import titles_of
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer, Session
from assistant.ui.source_view import Passage
from assistant.ui.zone import reader_zone, today
from index import LONGEST_NAME, Board, BoardLine, HoiHopError, Library, Mark, Span, TaskGone


@dataclass
class BoardState:
    """What an open page remembers of the board.

    `filter`, and how often it was changed elsewhere than in its `boxes`; the `name` that was typed last; whether the
    `timeline` is shown in the place of the list; the `mark` that was set or taken away (`undone`) last; and why one
    could not be.
    """

    filter: BoardFilter = BoardFilter()
    boxes: int = 0
    name: str = ""
    timeline: bool = False
    mark: Mark | None = None
    undone: bool = False
    failure: HoiHopError | None = None
    choices: tuple[Board, Choices] | None = field(default=None, repr=False)

    def choose(self, chosen: BoardFilter, *, in_box: bool = False) -> None:
        """Another filter; the boxes are given it anew unless one of them was used."""
        self.filter = chosen
        if not in_box:
            self.boxes += 1

    def choices_of(self, board: Board) -> Choices:
        """What the board can be narrowed by, kept as long as it is the same."""
        if self.choices is None or self.choices[0] is not board:
            self.choices = board, choices(board.sure())
        return self.choices[1]


def state() -> BoardState:
    """That of the page that is being drawn."""
    if "hoihop-board" not in st.session_state:
        st.session_state["hoihop-board"] = BoardState()
    found: BoardState = st.session_state["hoihop-board"]
    return found


def writing_of(library: Library, say: Speech) -> Writing:
    """In the reader's words and as of the reader's day."""
    return Writing(say, today(), reader_zone(), titles_of(library.facets(), say))


def draw_last(library: Library, held: BoardState, say: Speech) -> None:
    """The mark that was set or taken away last, to be undone with a click, and what went wrong."""
    if held.failure is not None:
        text = say.explain(held.failure)
        widget.notes("board-failure", [{"kind": "error", "name": None, "text": text}], alert=True)
    if held.mark is None:
        return
    text = say("board.unmarked" if held.undone else "board.marked", name=held.mark.done_by)
    with st.container(key="hh-undo", horizontal=True, vertical_alignment="center"):
        widget.notes("board-note", [{"kind": "plain", "name": None, "text": text}], alert=True)
        st.button(say("shelf.undo"), key="board-undo", on_click=_undo, args=(library, held), type="primary")


def draw_list(key: str, library: Library, shown: list[BoardLine], of: str, session: Session, writing: Writing) -> None:
    """A page of the lines, in their order; `of` tells this list from others that are shown under the key."""
    say, held = writing.say, state()
    want, pages = Want.read(st.session_state.get(key)), pages_of(len(shown))
    first = page_of(want, of, pages) * ROWS
    rows = [line_row(each, writing) for each in shown[first : first + ROWS]]
    summary = say.count("board.found", len(shown)) if shown else say("board.none_found")
    data = board_data(rows, of, want, held.name, LONGEST_NAME, summary, say, pages)
    follow(library, widget.board(key, data), {line_id(each.line): each for each in shown}, session, held)


def follow(
    library: Library, use: widget.BoardUse, lines: Mapping[str, BoardLine], session: Session, held: BoardState
) -> None:
    """Does what was clicked."""
    if use == widget.BoardUse():
        return
    if use.open is not None and use.open in lines:
        session.drawer = opened_at(library, lines[use.open])
    if use.mark is not None:
        _mark(library, lines.get(use.mark.id), use.mark.name, held)
    if use.unmark is not None:
        _unmark(library, use.unmark, held)
    if use.who is not None:
        session.show_page("who", use.who)
    if use.meeting is not None:
        session.show_page("meeting", use.meeting)
    st.rerun()


def opened_at(library: Library, each: BoardLine) -> Drawer:
    """The drawer at the paragraph of a line, the line marked in it."""
    line, task = each.line, each.line.task
    paragraph = next((found for found in library.paragraphs(line.document) if found.id == task.paragraph_id), None)
    if paragraph is None:
        return Drawer(line.document, task.paragraph_id)
    start, end = max(0, task.start - paragraph.start), min(len(paragraph.text), task.end - paragraph.start)
    return Drawer(line.document, paragraph.id, (Passage(paragraph.id, paragraph.text, (Span(start, end),)),))


def _mark(library: Library, each: BoardLine | None, name: str, held: BoardState) -> None:
    """Marks a line; what keeps it from being marked is shown at the top."""

    def change() -> None:
        if each is None:
            raise TaskGone(document="")
        held.mark, held.undone = library.mark_done(each.line, name), False
        held.name = held.mark.done_by

    _attempt(held, change)


def _unmark(library: Library, mark_id: str, held: BoardState) -> None:
    def change() -> None:
        mark = library.unmark(mark_id)
        if mark is not None:
            held.mark, held.undone = mark, True

    _attempt(held, change)


def _undo(library: Library, held: BoardState) -> None:
    """Takes back what was done last."""
    mark = held.mark
    if mark is None:
        return

    def change() -> None:
        if held.undone:
            library.put_mark_back(mark)
        else:
            library.unmark(mark.id)
        held.mark = None

    _attempt(held, change)


def _attempt(held: BoardState, change: Callable[[], None]) -> None:
    held.failure = None
    try:
        change()
    except HoiHopError as error:
        held.failure = error
