"""Conversations kept: what is written comes back exactly, whole or not at all, and only to whom it belongs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from threading import Thread
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, FollowUp, Quote, Reason
from assistant.conversations import (
    Asked,
    ConversationNotFound,
    Conversations,
    ConversationsError,
    ConversationsNotWritable,
    ConversationsTooNew,
    SearchStopped,
    as_json,
)
from assistant.conversations.file import FILE_NAME, VERSION
from index import DocumentNotFound, Filters, HoiHopError, Paragraph, QuestionTooLong, Span, Turn
from tests import processes
from tests.nobody import as_nobody, let_through

LAN, MINH = "browser-lan", "browser-minh"
NUMBERS = st.integers(min_value=0, max_value=2**40)
# Half of a surrogate pair is text to Python, and can come out of a broken document.
TEXTS = st.text(st.characters(exclude_categories=[]))
FLOATS = st.floats(allow_nan=False)


def optional(strategy: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    return st.none() | strategy


SPANS = st.builds(Span, NUMBERS, NUMBERS)
TURNS = st.builds(Turn, NUMBERS, NUMBERS, optional(TEXTS), optional(NUMBERS), optional(NUMBERS))
PARAGRAPHS = st.builds(
    Paragraph,
    *(TEXTS, TEXTS, TEXTS, NUMBERS, NUMBERS, TEXTS, optional(NUMBERS), optional(TEXTS)),
    turns=st.lists(TURNS, max_size=3).map(tuple),
    speaker=optional(TEXTS),
    start_ms=optional(NUMBERS),
    end_ms=optional(NUMBERS),
)
QUOTES = st.builds(
    Quote,
    PARAGRAPHS,
    optional(TEXTS),
    optional(TEXTS),
    st.lists(SPANS, max_size=3).map(tuple),
    optional(FLOATS),
    optional(FLOATS),
    FLOATS,
)
FILTERS = st.builds(
    Filters,
    st.lists(TEXTS, max_size=2).map(tuple),
    st.sampled_from([None, "2024", "2024-03"]),
    st.sampled_from([None, "2024-03-18", "2025"]),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.sampled_from([(), ("pdf",), ("word", "transcript")]),
)
ANSWERS = st.builds(
    Answer,
    TEXTS,
    optional(TEXTS),
    st.booleans(),
    FLOATS,
    optional(st.sampled_from(get_args(Reason))),
    st.lists(QUOTES, max_size=3).map(tuple),
    st.lists(QUOTES, max_size=2).map(tuple),
    optional(st.builds(FollowUp, TEXTS, TEXTS, optional(TEXTS), optional(TEXTS))),
    st.lists(QUOTES, max_size=2).map(tuple),
    st.booleans(),
    FILTERS,
    st.integers(0, 9),
)


def answer(question: str, text: str = "Bà Lan giữ chìa khoá.") -> Answer:
    turn = Turn(10, 10 + len(text), "Lan", 1000, 2500)
    paragraph = Paragraph("ab:10-31", "ab", "họp.vtt", 10, 10 + len(text), text, None, "Mở đầu", (turn,), "Lan", 1000)
    quote = Quote(paragraph, "Họp tổ", "2024-03-12", (Span(0, 6),), 0.1 + 0.2, None, 1 / 3)
    return Answer(question, None, True, 1 / 3, None, (quote,), ())


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Conversations]:
    conversations = Conversations(tmp_path)
    yield conversations
    conversations.close()


def begin(kept: Conversations, question: str, owner: str = LAN) -> str:
    return kept.begin(owner, Asked(question))[0].id


def titles(kept: Conversations, owner: str = LAN, search: str = "") -> list[str]:
    return [conversation.title for conversation in kept.list(owner, search)]


@given(ANSWERS)
def test_an_answer_comes_back_exactly(stored: Answer) -> None:
    assert as_json.answer_from(as_json.answer_json(stored)) == stored


@given(st.lists(QUOTES, max_size=3), st.builds(Asked, TEXTS, st.booleans(), FILTERS))
def test_quotes_and_questions_come_back_exactly(quotes: list[Quote], asked: Asked) -> None:
    assert as_json.quotes_from(as_json.quotes_json(quotes)) == tuple(quotes)
    assert as_json.asked_from(as_json.asked_json(asked)) == asked


@given(ANSWERS, TEXTS)
def test_an_exchange_comes_back_exactly_from_the_file(stored: Answer, question: str) -> None:
    kept = Conversations(None)
    conversation, exchange = kept.begin(LAN, Asked(question, as_typed=True))
    assert kept.answer(exchange.id, stored)
    (read,) = kept.page(conversation.id).exchanges
    assert (read.asked, read.answer, read.error, read.rating) == (Asked(question, True), stored, None, None)
    kept.close()


def test_a_field_that_is_missing_has_its_default_and_one_that_is_unknown_is_passed_over() -> None:
    assert as_json.asked_from('{"question": "Ai?", "of a later version": [1]}') == Asked("Ai?", as_typed=False)
    data = asdict(answer("Ai?"))
    del data["follow_up"]
    assert as_json.answer_from(json.dumps(data)) == answer("Ai?")


@pytest.mark.parametrize(
    "error", [QuestionTooLong(length=3000, limit=2000), DocumentNotFound(document="a {b}"), SearchStopped()]
)
def test_an_error_comes_back_with_its_class_and_values(kept: Conversations, error: HoiHopError) -> None:
    conversation, exchange = kept.begin(LAN, Asked("Ai?"))
    assert kept.fail(exchange.id, error)
    (read,) = kept.page(conversation.id).exchanges
    assert (type(read.error), read.error and read.error.values, read.pending) == (type(error), error.values, False)


def test_an_error_that_this_program_does_not_know_is_still_one() -> None:
    known = as_json.error_from('{"code": "DocumentNotFound", "values": {"renamed": "x"}}')
    unknown = as_json.error_from('{"code": "Vanished", "values": {"path": "x"}}')
    assert [(type(each), each.values) for each in (known, unknown)] == [
        (HoiHopError, {"renamed": "x"}),
        (HoiHopError, {"path": "x"}),
    ]


def test_a_conversation_is_begun_continued_and_read_by_whoever_opens_the_file_next(tmp_path: Path) -> None:
    first = Conversations(tmp_path)
    conversation, exchange = first.begin(LAN, Asked("Ai giữ chìa khoá?"))
    assert first.answer(exchange.id, answer("Ai giữ chìa khoá?"))
    waiting = first.ask(conversation.id, LAN, Asked("Ở đâu?", as_typed=True))
    first.close()
    second = Conversations(tmp_path)
    page = second.page(conversation.id)
    assert [each.asked for each in page.exchanges] == [Asked("Ai giữ chìa khoá?"), Asked("Ở đâu?", as_typed=True)]
    assert page.exchanges[0].answer == answer("Ai giữ chìa khoá?")
    assert page.exchanges[1] == waiting
    assert waiting.pending
    (listed,) = second.list(LAN)
    assert listed == second.find(conversation.id)
    assert (listed.title, listed.owner, listed.updated_at > listed.created_at) == ("Ai giữ chìa khoá?", LAN, True)
    second.close()


def test_ids_have_128_random_bits(kept: Conversations) -> None:
    ids = {begin(kept, "Ai?") for _ in range(50)}
    assert len(ids) == 50
    assert {len(each) for each in ids} == {22}


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("  Ai \n giữ\tchìa khoá? ", "Ai giữ chìa khoá?"),
        ("hoà giải", "hoà giải"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("Ai đã chủ trì cuộc họp giao ban của xã, và ai ghi biên bản hôm đó?", "Ai đã chủ trì cuộc họp giao ban của xã, và ai ghi biên bản…"),  # noqa: E501
        ("Kinh phí của tổ dự án kho lưu trữ là bao nhiêu tiền tất cả, anh?", "Kinh phí của tổ dự án kho lưu trữ là bao nhiêu tiền tất cả…"),  # noqa: E501
        (" \n ", ""),
    ],
)  # fmt: skip
def test_the_first_question_names_it_shortened_at_a_word(kept: Conversations, question: str, title: str) -> None:
    begin(kept, question)
    assert titles(kept) == [title]


def test_a_blank_first_question_leaves_the_name_to_the_next(kept: Conversations) -> None:
    conversation = begin(kept, "  ")
    kept.ask(conversation, LAN, Asked("Ai giữ chìa khoá?"))
    kept.ask(conversation, LAN, Asked("Ở đâu?"))
    assert titles(kept) == ["Ai giữ chìa khoá?"]


def test_the_last_asked_stands_first_and_a_browser_lists_its_own_alone(kept: Conversations) -> None:
    first, _, _ = begin(kept, "một"), begin(kept, "hai"), begin(kept, "ba", MINH)
    assert titles(kept) == ["hai", "một"]
    kept.ask(first, LAN, Asked("nữa"))
    assert titles(kept) == ["một", "hai"]
    assert [each.title for each in kept.list(LAN, most=1)] == ["một"]
    assert titles(kept, MINH) == ["ba"]
    assert titles(kept, "nobody") == []


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["Đề án hoà giải", "Kho thóc"]),
        ("DE AN", ["Đề án hoà giải"]),
        ("hòa", ["Đề án hoà giải"]),
        ("hoa\u0300", ["Đề án hoà giải"]),
        ("giai de", ["Đề án hoà giải"]),
        ("chia khoa", ["Kho thóc"]),
        ("thóc khóa", ["Kho thóc"]),
        ("kho đề", []),
        ("an ân", ["Đề án hoà giải"]),
        ("oa", []),
        ("%", ["Đề án hoà giải", "Kho thóc"]),
        ("100%", []),
        ("'; DROP TABLE exchange", []),
    ],
)
def test_a_search_ignores_case_and_diacritics_and_looks_into_the_questions(
    kept: Conversations, search: str, found: list[str]
) -> None:
    kept.ask(begin(kept, "Kho thóc"), LAN, Asked("Ai giữ CHÌA KHOÁ?"))
    begin(kept, "Đề án hoà giải")
    begin(kept, "Đề án khác, chìa khoá", MINH)
    assert titles(kept, search=search) == found


def test_renaming_is_searched_and_kept_and_an_empty_name_changes_nothing(kept: Conversations) -> None:
    conversation = begin(kept, "Ai?")
    kept.rename(conversation, LAN, "  Đê  điều ")
    kept.rename(conversation, LAN, " \n")
    assert titles(kept, search="de dieu") == ["Đê điều"]
    kept.ask(conversation, LAN, Asked("Ở đâu?"))
    assert titles(kept) == ["Đê điều"]


def test_a_foreign_conversation_is_read_and_not_changed(kept: Conversations) -> None:
    conversation, exchange = kept.begin(LAN, Asked("Ai?"))
    for change in (
        lambda: kept.ask(conversation.id, MINH, Asked("Ở đâu?")),
        lambda: kept.rename(conversation.id, MINH, "x"),
        lambda: kept.delete(conversation.id, MINH),
        lambda: kept.rate(exchange, MINH, "up"),
        lambda: kept.unrate(exchange, MINH),
        lambda: kept.ask("unknown", MINH, Asked("Ở đâu?")),
    ):
        with pytest.raises(ConversationNotFound):
            change()
    assert kept.page(conversation.id).exchanges == (exchange,)
    assert titles(kept) == ["Ai?"]


def test_the_newest_are_loaded_and_those_before_are_counted(kept: Conversations) -> None:
    conversation = begin(kept, "0")
    for number in range(1, 30):
        kept.ask(conversation, LAN, Asked(str(number)))
    for most, first, earlier in ((20, 10, 10), (29, 1, 1), (30, 0, 0), (99, 0, 0)):
        page = kept.page(conversation, most)
        assert [each.asked.question for each in page.exchanges] == [str(number) for number in range(first, 30)]
        assert page.earlier == earlier
    assert kept.page("unknown").exchanges == ()


def test_an_outcome_is_written_once_and_a_failed_question_can_be_asked_again(kept: Conversations) -> None:
    conversation, exchange = kept.begin(LAN, Asked("Ai?"))
    assert not kept.retry(exchange.id)
    assert kept.fail(exchange.id, SearchStopped())
    assert not kept.answer(exchange.id, answer("Ai?"))
    assert kept.retry(exchange.id)
    assert kept.page(conversation.id).exchanges == (exchange,)
    assert kept.answer(exchange.id, answer("Ai?"))
    assert not kept.fail(exchange.id, SearchStopped())
    assert not kept.retry(exchange.id)
    assert kept.page(conversation.id).exchanges[0].answer == answer("Ai?")


def test_a_rating_is_kept_with_what_it_was_about(kept: Conversations) -> None:
    conversation, exchange = kept.begin(LAN, Asked("Ai?"))
    quotes = answer("Ai?").quotes
    kept.rate(exchange, LAN, "up")
    kept.rate(exchange, LAN, "down", "Sai người", quotes)
    rating = kept.page(conversation.id).exchanges[0].rating
    assert rating is not None
    assert (rating.thumb, rating.reason, rating.question, rating.quotes) == ("down", "Sai người", "Ai?", quotes)
    assert rating.rated_at > exchange.asked_at
    kept.unrate(exchange, LAN)
    assert kept.page(conversation.id).exchanges[0].rating is None


def test_deleting_takes_all_of_it_out_of_the_file_and_an_answer_that_comes_later_is_dropped(
    kept: Conversations, tmp_path: Path
) -> None:
    conversation, exchange = kept.begin(LAN, Asked("Ai?"))
    kept.answer(exchange.id, answer("Ai?", "Mật khẩu của két: quá trám."))
    kept.rate(exchange, LAN, "up", "tốt", answer("Ai?").quotes)
    waiting = kept.ask(conversation.id, LAN, Asked("Ở đâu?"))
    other = begin(kept, "khác")
    kept.delete(conversation.id, LAN)
    assert kept.find(conversation.id) is None
    assert not kept.answer(waiting.id, answer("Ở đâu?"))
    assert titles(kept) == ["khác"]
    assert len(kept.page(other).exchanges) == 1
    kept.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        counts = [connection.execute(f"SELECT COUNT(*) FROM {table}").fetchone() for table in ("exchange", "feedback")]
        assert counts == [(1,), (0,)]
    assert b"tr\\u00e1m" not in (tmp_path / FILE_NAME).read_bytes()


def test_a_change_that_is_cut_short_leaves_nothing_behind(kept: Conversations, tmp_path: Path) -> None:
    conversation = begin(kept, "Ai?")
    kept._file._connection.execute(
        "CREATE TRIGGER full BEFORE INSERT ON exchange BEGIN SELECT RAISE(ABORT, 'cut short'); END"
    )
    with pytest.raises(sqlite3.IntegrityError, match="cut short"):
        begin(kept, "mới")
    with pytest.raises(sqlite3.IntegrityError, match="cut short"):
        kept.ask(conversation, LAN, Asked("nữa"))
    assert [(each.title, each.updated_at == each.created_at) for each in kept.list(LAN)] == [("Ai?", True)]


def test_threads_of_two_openings_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    openings = [Conversations(tmp_path), Conversations(tmp_path)]
    shared = begin(openings[0], "chung")

    def write(kept: Conversations, name: str) -> None:
        for number in range(10):
            _, exchange = kept.begin(name, Asked(f"{name} {number}"))
            kept.answer(exchange.id, answer(f"{name} {number}"))
            kept.ask(shared, LAN, Asked(f"{name} {number}"))

    threads = [Thread(target=write, args=(openings[number % 2], f"b{number}")) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(6):
        own = openings[1].list(f"b{number}")
        assert [each.title for each in own] == [f"b{number} {each}" for each in reversed(range(10))]
        for each in own:
            assert openings[0].page(each.id).exchanges[0].answer == answer(each.title)
    assert len(openings[1].page(shared, 100).exchanges) == 61
    for kept in openings:
        kept.close()


def write_in_a_process(folder: Path, name: str) -> None:
    kept = Conversations(folder)
    for number in range(10):
        begin(kept, f"{name} {number}", name)
    kept.close()


def test_processes_that_make_the_file_at_once_share_it(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    started = [processes.start(write_in_a_process, folder, f"p{number}") for number in range(4)]
    assert [processes.ended(process) for process in started] == [0, 0, 0, 0]
    kept = Conversations(folder)
    assert [len(kept.list(f"p{number}")) for number in range(4)] == [10, 10, 10, 10]
    kept.close()


def test_the_file_tells_its_version_from_the_first(kept: Conversations, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,) == (1,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_file_of_a_later_version_is_left_alone_and_told(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("PRAGMA user_version = 7")
    with pytest.raises(ConversationsTooNew) as error:
        Conversations(tmp_path)
    assert error.value.values == {"path": str(tmp_path / FILE_NAME), "found": 7, "known": VERSION}


def test_a_damaged_file_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    data = b"not a database at all" * 100
    (tmp_path / FILE_NAME).write_bytes(data)
    with pytest.raises(ConversationsError, match=r"conversations\.sqlite3: .* \(file is not a database\)"):
        Conversations(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == data


def test_an_exchange_that_makes_no_sense_is_told(kept: Conversations, tmp_path: Path) -> None:
    conversation, exchange = kept.begin(LAN, Asked("Ai?"))
    data = asdict(answer("Ai?"))
    del data["quotes"][0]["paragraph"]["text"]
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        connection.execute("UPDATE exchange SET state = 'answered', outcome = ?", (json.dumps(data),))
    with pytest.raises(ConversationsError, match=f"exchange {exchange.id}: TypeError"):
        kept.page(conversation.id)


def test_a_folder_or_a_file_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    Conversations(folder).close()
    let_through(tmp_path)
    (folder / FILE_NAME).chmod(0o444)
    for mode in (0o555, 0o755):
        folder.chmod(mode)
        with as_nobody(), pytest.raises(ConversationsNotWritable, match=r"conversations\.sqlite3: .*can't be saved"):
            Conversations(folder)
    with as_nobody(), pytest.raises(ConversationsNotWritable):
        Conversations(tmp_path / "library" / "deeper")
    folder.chmod(0o755)
