from __future__ import annotations

from assistant.conversations import Asked
from assistant.ui.session import TURNS, Drawer, Session


def test_a_question_closes_what_was_open_in_front_of_it() -> None:
    session = Session(drawer=Drawer("a.txt"), editing="a.txt", renaming="c", deleting="c")
    assert session.dialog_open
    session.ask("Ai?", as_typed=True)
    assert (session.asked, session.dialog_open) == ([Asked("Ai?", as_typed=True)], False)


def test_each_dialog_counts_as_open() -> None:
    sessions = [Session(drawer=Drawer("a.txt")), Session(editing=""), Session(renaming="c"), Session(deleting="c")]
    assert [session.dialog_open for session in [*sessions, Session()]] == [True] * 4 + [False]


def test_another_conversation_begins_with_its_newest_turns_and_no_drawer() -> None:
    session = Session(shown="one", drawer=Drawer("a.txt"))
    session.show_earlier()
    session.enter("one")
    assert (session.turns, session.drawer is not None) == (2 * TURNS, True)
    session.enter("two")
    assert (session.shown, session.turns, session.drawer) == ("two", TURNS, None)
