"""Searches as jobs: each question gets its own answer, whatever is clicked, stopped, broken or asked at once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.ask import ask
from assistant.conversations import (
    Asked,
    Conversations,
    ConversationsNotWritable,
    Exchange,
    SearchFailed,
    SearchStopped,
)
from assistant.searches import Searches
from index import BadQuestion, Library
from tests.browser.embedder import CalibratedStub

LONG = 60.0


def answer(question: str) -> Answer:
    return Answer(question, None, False, 0.0, "no_evidence", (), ())


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    conversations = Conversations(tmp_path / "library")
    yield conversations
    conversations.close()


@pytest.fixture
def searches(kept: Conversations) -> Iterator[Searches]:
    searches = Searches(kept, threads=2)
    yield searches
    searches.close()


class Held:
    """Work that waits until it is let go."""

    def __init__(self, question: str) -> None:
        self.begun, self.go_on, self.question = threading.Event(), threading.Event(), question

    def __call__(self) -> Answer:
        self.begun.set()
        assert self.go_on.wait(LONG)
        return answer(self.question)


def begin(kept: Conversations, question: str) -> Exchange:
    return kept.begin("lan", Asked(question))[1]


def read(kept: Conversations, exchange: Exchange) -> Exchange:
    return kept.page(exchange.conversation_id).exchanges[-1]


def test_an_answer_is_kept_without_anybody_waiting_for_it(kept: Conversations, searches: Searches) -> None:
    exchange, work = begin(kept, "Ai?"), Held("Ai?")
    assert searches.start(exchange.id, work)
    assert work.begun.wait(LONG)
    assert not searches.start(exchange.id, lambda: answer("a second one"))
    assert searches.running(exchange.id)
    assert read(kept, exchange).pending
    work.go_on.set()
    searches.wait(exchange.id, LONG)
    assert not searches.running(exchange.id)
    assert read(kept, exchange).answer == answer("Ai?")


def test_what_is_stopped_drops_its_answer_and_can_be_asked_again(kept: Conversations, searches: Searches) -> None:
    exchange, work, again = begin(kept, "Ai?"), Held("dropped"), Held("Ai?")
    searches.start(exchange.id, work)
    assert work.begun.wait(LONG)
    searches.stop(exchange.id)
    assert not searches.running(exchange.id)
    assert isinstance(read(kept, exchange).error, SearchStopped)
    assert kept.retry(exchange.id)
    assert searches.start(exchange.id, again)
    work.go_on.set()
    # The thread of the first search is free again only once that has ended.
    other = begin(kept, "khác")
    assert again.begun.wait(LONG)
    searches.start(other.id, lambda: answer("khác"))
    searches.wait(other.id, LONG)
    assert searches.running(exchange.id)
    assert read(kept, exchange).pending
    again.go_on.set()
    searches.wait(exchange.id, LONG)
    assert read(kept, exchange).answer == answer("Ai?")


def test_one_that_is_stopped_before_its_turn_never_runs(kept: Conversations, searches: Searches) -> None:
    held = [Held("1"), Held("2")]
    for work in held:
        searches.start(begin(kept, work.question).id, work)
        assert work.begun.wait(LONG)
    ran: list[str] = []
    queued, last = begin(kept, "queued"), begin(kept, "last")
    searches.start(queued.id, lambda: ran.append("queued") or answer("queued"))  # type: ignore[func-returns-value]
    searches.start(last.id, lambda: answer("last"))
    assert searches.running(queued.id)
    searches.stop(queued.id)
    for work in held:
        work.go_on.set()
    searches.wait(last.id, LONG)
    assert (ran, read(kept, last).answer) == ([], answer("last"))
    assert isinstance(read(kept, queued).error, SearchStopped)


def raising(error: Exception) -> Callable[[], Answer]:
    def work() -> Answer:
        raise error

    return work


def test_an_error_becomes_the_question_s(kept: Conversations, searches: Searches) -> None:
    exchange = begin(kept, "  ")
    searches.start(exchange.id, raising(BadQuestion(length=2, limit=2000)))
    searches.wait(exchange.id, LONG)
    error = read(kept, exchange).error
    assert isinstance(error, BadQuestion)
    assert error.values == {"length": 2, "limit": 2000}


def test_a_question_that_has_its_answer_is_not_searched_for_again(kept: Conversations, searches: Searches) -> None:
    exchange = begin(kept, "Ai chủ trì?")
    kept.answer(exchange.id, answer("Ai chủ trì?"))
    again = Held("Ai chủ trì?")
    again.go_on.set()
    searches.start(exchange.id, again)
    searches.wait(exchange.id, LONG)
    assert not again.begun.is_set()
    assert searches.unsaved(exchange.id) is None


def test_a_fault_of_the_program_is_told_and_the_next_search_still_runs(
    kept: Conversations, searches: Searches, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(4):
        exchange = begin(kept, str(number))
        searches.start(exchange.id, raising(ZeroDivisionError("secret")))
        searches.wait(exchange.id, LONG)
        error = read(kept, exchange).error
        assert isinstance(error, SearchFailed)
        assert error.values == {"detail": "ZeroDivisionError"}
    assert [record.exc_info[0] for record in caplog.records if record.exc_info] == [ZeroDivisionError] * 4


def test_an_answer_that_can_not_be_kept_is_told_and_the_next_search_keeps_it(
    kept: Conversations, searches: Searches, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = begin(kept, "Ai?")
    full = ConversationsNotWritable(path="x", detail="database or disk is full")
    monkeypatch.setattr(kept, "answer", lambda *_: raising(full)())
    searches.start(exchange.id, lambda: answer("Ai?"))
    searches.wait(exchange.id, LONG)
    assert searches.unsaved(exchange.id) is full
    assert read(kept, exchange).pending
    monkeypatch.undo()
    searches.start(exchange.id, lambda: answer("Ai?"))
    searches.wait(exchange.id, LONG)
    assert searches.unsaved(exchange.id) is None
    assert read(kept, exchange).answer == answer("Ai?")


def test_an_answer_to_what_was_deleted_meanwhile_is_dropped(kept: Conversations, searches: Searches) -> None:
    exchange, work = begin(kept, "Ai?"), Held("Ai?")
    searches.start(exchange.id, work)
    kept.delete(exchange.conversation_id, "lan")
    work.go_on.set()
    searches.wait(exchange.id, LONG)
    assert kept.page(exchange.conversation_id).exchanges == ()
    assert searches.unsaved(exchange.id) is None


def test_twenty_sessions_that_ask_at_once_each_get_their_own_answer(kept: Conversations, tmp_path: Path) -> None:
    names = [f"Phường Số{number:02} giao bà Họ{number:02} mua máy bơm loại{number:02}." for number in range(20)]
    together = threading.Barrier(len(names))
    problems: list[str] = []
    with Library.open(tmp_path / "library", CalibratedStub()) as library:
        for number, text in enumerate(names):
            library.add_bytes(f"p{number:02}.txt", text.encode())
        searches = Searches(kept)

        def session(number: int) -> None:
            together.wait(LONG)
            for turn in range(3):
                question = f"Phường Số{number:02} giao ai mua máy bơm loại{number:02}?" + " " * turn
                asked = Asked(question)
                if turn == 0:
                    own[number], exchange = kept.begin(f"browser-{number}", asked)
                else:
                    exchange = kept.ask(own[number].id, f"browser-{number}", asked)
                searches.start(exchange.id, partial(ask, question, library))
                searches.wait(exchange.id, LONG)

        own = {}
        sessions = [threading.Thread(target=session, args=(number,)) for number in range(len(names))]
        for each in sessions:
            each.start()
        for each in sessions:
            each.join()
        searches.close()
    for number, text in enumerate(names):
        exchanges = kept.page(own[number].id).exchanges
        assert len(exchanges) == 3
        for exchange in exchanges:
            assert exchange.answer is not None, f"session {number}: {exchange.error}"
            if (exchange.answer.question, exchange.answer.quotes[0].paragraph.text) != (exchange.asked.question, text):
                problems.append(f"session {number}: {exchange.answer}")
    assert problems == []
    assert len(list((tmp_path / "library").glob("conversations.sqlite3"))) == 1
    with sqlite3.connect(tmp_path / "library" / "conversations.sqlite3") as connection:
        assert connection.execute("SELECT state, COUNT(*) FROM exchange GROUP BY state").fetchall() == [
            ("answered", 60)
        ]
