"""The script of the chat run by Streamlit's AppTest, without a browser: what it sends, not how it looks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.conversations import Conversations, ConversationsNotWritable
from assistant.ui import following, keeping, model_change, opening
from assistant.ui.messages import Speech
from assistant.ui.session import Session
from assistant.ui.streamlit_words import streamlit_words
from index import Library, Settings, command
from tests.browser.embedder import CalibratedStub

BROWSER = "b" * 22
TEXT = "Tổ dân phố số 6 họp tối thứ Ba và giao bà Tạ Thị Ngân thu tiền đèn đường."

FOUND_ONE = "Tìm thấy 1 đoạn, độ tin cậy 99\u00a0%."


def script() -> None:
    from assistant import app
    from tests.browser.embedder import CalibratedStub

    app.main(lambda settings: CalibratedStub())


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    """The chat over a library of one document, before its first run."""
    folder = tmp_path / "library"
    with Library.open(folder, CalibratedStub()) as library:
        library.add_bytes("tổ-6.txt", TEXT.encode())
    monkeypatch.setenv("HOIHOP_LIBRARY", str(folder))
    for name in ("HOIHOP_LANGUAGE", "HOIHOP_MODEL", "HOIHOP_SHARED", "HOIHOP_WATCH"):
        monkeypatch.delenv(name, raising=False)
    # AppTest puts the script in its place and leaves it there; other tests start processes, which would run it again.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    app = AppTest.from_function(script, default_timeout=20)
    # There is no browser here to tell its id.
    app.session_state["hoihop"] = Session(browser=BROWSER)
    yield app
    opening.opening_of.clear()
    model_change._of.clear()
    opening._warmed.clear()
    keeping._kept.clear()


def run(app: AppTest) -> AppTest:
    """Runs it until the library is open."""
    app.run()
    while not app.get("file_uploader"):
        app.run()
    assert not app.exception
    return app


def widgets(app: AppTest, name: str) -> list[Any]:
    """The data of all widgets of that name, in order, without the number that they were sent with."""
    found = [element.proto for element in app.get("bidi_component")]
    data = [json.loads(proto.json)[0] for proto in found if proto.component_name == f"hoihop_{name}"]
    for each in data:
        del each["sent"]
    return data


def ask(app: AppTest, question: str) -> Any:
    run(app).chat_input[0].set_value(question).run()
    while any(button.key.endswith("-stop") for button in app.button):
        app.run()
    assert not app.exception
    return widgets(app, "exchange")[-1]


def test_an_empty_screen_in_vietnamese(app: AppTest) -> None:
    run(app)
    assert widgets(app, "page") == [
        {
            "lang": "vi",
            "name": "Hỏi Họp",
            "what": "Hỏi về các cuộc họp của bạn và nhận nguyên văn những đoạn trả lời, kèm tài liệu, ngày, trang và "
            "người nói.",
            "announcement": "",
            "words": streamlit_words(Speech("vi")),
        }
    ]
    assert {"kind": "muted", "name": None, "text": "Thư viện có 1 tài liệu."} in widgets(app, "note")[-1]["notes"]
    assert [button.label for button in app.button if button.key.startswith("example-")] == [
        "Ai chủ trì cuộc họp?",
        "Cuộc họp đã quyết định những gì?",
        "Việc gì phải xong và hạn chót là khi nào?",
        "cuoc hop tiep theo vao ngay nao?",
    ]
    assert widgets(app, "shelf") == []


def test_an_answer_is_the_paragraph_unchanged(app: AppTest) -> None:
    exchange = ask(app, "Ai thu tiền đèn đường của tổ dân phố số 6?")
    pieces = [piece for line in exchange["cards"][0]["lines"] for piece in line["pieces"]]
    assert "".join(piece["text"] for piece in pieces) == TEXT
    assert (exchange["verdict"], exchange["answered"]) == (FOUND_ONE, True)
    assert widgets(app, "page")[0]["announcement"] == FOUND_ONE


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("  \n ", "Câu hỏi còn trống. Hãy gõ điều bạn muốn biết."),
        ("ô" * 10_000, "Câu hỏi dài 10000 ký tự, tối đa là "),
    ],
    ids=["spaces", "10,000 characters"],
)
def test_a_question_that_cannot_be_asked_gets_a_sentence(app: AppTest, question: str, sentence: str) -> None:
    exchange = ask(app, question)
    assert exchange["verdict"] is None
    errors = [note for data in widgets(app, "note") for note in data["notes"] if note["kind"] == "error"]
    assert len(errors) == 1 and errors[0]["text"].startswith(sentence)
    assert [button for button in app.button if button.key.endswith("-retry")] == []


def test_the_language_switch_keeps_the_conversation(app: AppTest) -> None:
    ask(app, "Ai thu tiền đèn đường của tổ dân phố số 6?")
    app.button_group(key="language").set_value("en").run()
    assert widgets(app, "exchange")[0]["verdict"] == "1 paragraph found, 99% sure."
    assert widgets(app, "page")[0]["lang"] == "en"
    assert app.chat_input[0].placeholder == "Ask about a meeting…"


def test_the_chat_opens_in_the_language_that_is_set(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIHOP_LANGUAGE", "en")
    run(app)
    assert widgets(app, "page")[0]["lang"] == "en"


def address(app: AppTest) -> str:
    """The conversation's id. AppTest gives a list of one or the text, as the script or the test has set it."""
    return "".join(app.query_params["c"])


def questions(app: AppTest) -> list[str]:
    return [exchange["question"] for exchange in widgets(app, "exchange")]


def test_the_address_names_the_conversation_and_a_new_session_shows_it(app: AppTest) -> None:
    first = ask(app, "Ai thu tiền đèn đường của tổ dân phố số 6?")
    ask(app, "Tổ dân phố số 6 họp tối nào?")
    conversation = address(app)
    assert [row["name"] for row in widgets(app, "conversations")[0]["conversations"]] == [first["question"]]
    again = AppTest.from_function(script, default_timeout=20)
    again.query_params["c"] = conversation
    again.session_state["hoihop"] = Session(browser=BROWSER)
    run(again)
    # Only the newest is brought into sight.
    assert widgets(again, "exchange")[0] == {**first, "newest": False}
    assert questions(again) == [first["question"], "Tổ dân phố số 6 họp tối nào?"]


def test_another_browser_reads_it_and_asks_in_one_of_its_own(app: AppTest) -> None:
    question = ask(app, "Ai thu tiền đèn đường của tổ dân phố số 6?")["question"]
    conversation = address(app)
    other = AppTest.from_function(script, default_timeout=20)
    other.query_params["c"] = conversation
    other.session_state["hoihop"] = Session(browser="o" * 22)
    run(other)
    assert questions(other) == [question]
    assert widgets(other, "conversations") == []
    ask(other, "Tổ dân phố số 6 họp tối nào?")
    assert address(other) != conversation
    assert questions(other) == ["Tổ dân phố số 6 họp tối nào?"]
    app.run()
    assert questions(app) == [question]


def test_a_question_waits_for_the_browser_s_id_and_is_then_asked_once(app: AppTest) -> None:
    run(app)
    app.session_state["hoihop"] = Session()
    app.run().chat_input[0].set_value("Ai thu tiền đèn đường của tổ dân phố số 6?").run()
    assert [exchange["verdict"] for exchange in widgets(app, "exchange")] == [None]
    assert "c" not in app.query_params
    app.session_state["hoihop"].browser = BROWSER
    app.run()
    while any(button.key.endswith("-stop") for button in app.button):
        app.run()
    assert [exchange["verdict"] for exchange in widgets(app, "exchange")] == [FOUND_ONE]
    assert "c" in app.query_params


def test_an_unknown_address_is_told_and_a_question_begins_a_conversation(app: AppTest) -> None:
    app.query_params["c"] = "unknown"
    run(app)
    notes = [note["text"] for data in widgets(app, "note") for note in data["notes"]]
    assert "Không có cuộc trò chuyện này. Có thể nó đã bị xoá hoặc địa chỉ chưa đủ." in notes
    ask(app, "Ai thu tiền đèn đường của tổ dân phố số 6?")
    assert address(app) != "unknown"
    assert questions(app) == ["Ai thu tiền đèn đường của tổ dân phố số 6?"]


def test_a_question_that_can_not_be_kept_is_told_and_asked_once_it_can(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise ConversationsNotWritable(path="x", detail="database or disk is full")

    run(app)
    with monkeypatch.context() as patched:
        patched.setattr(Conversations, "begin", full)
        app.chat_input[0].set_value("Ai thu tiền đèn đường của tổ dân phố số 6?").run()
        notes = [note["text"] for data in widgets(app, "note") for note in data["notes"]]
        assert any(text.startswith("x: không lưu được cuộc trò chuyện (database or disk is full).") for text in notes)
        assert questions(app) == ["Ai thu tiền đèn đường của tổ dân phố số 6?"]
    app.button(key="view-retry").click().run()
    while any(button.key.endswith("-stop") for button in app.button):
        app.run()
    assert [exchange["verdict"] for exchange in widgets(app, "exchange")] == [FOUND_ONE]


def test_an_empty_library_says_what_to_do(app: AppTest) -> None:
    with Library.open(Settings.from_environment().library, CalibratedStub()) as library:
        library.remove("tổ-6.txt")
    run(app)
    notes = [note["text"] for data in widgets(app, "note") for note in data["notes"]]
    assert sorted(notes) == [
        "Chưa có tài liệu nào.",
        "Chưa có tài liệu trong tay? Hãy thử với các cuộc họp mẫu; bạn bỏ chúng đi lúc nào cũng được.",
    ]
    assert widgets(app, "steps") == [
        {
            "title": "Bắt đầu trong ba bước",
            "steps": [
                "Thêm tài liệu: biên bản, nghị quyết, bản ghi cuộc họp hay tệp phụ đề.",
                "Hỏi bằng lời của bạn, gõ có dấu hay không dấu đều được.",
                "Đối chiếu: bấm vào số của đoạn trích để xem nguyên văn trong tài liệu.",
            ],
        }
    ]
    assert [button for button in app.button if button.key.startswith("example-")] == []
    exchange = ask(app, "Ai thu tiền đèn đường?")
    assert exchange["verdict"] == "Thư viện chưa có tài liệu nào để tìm. Hãy thêm tài liệu ở thanh bên rồi hỏi lại."


def test_the_library_s_page_lists_what_was_read_and_keeps_the_conversation(app: AppTest) -> None:
    ask(app, "Ai thu tiền đèn đường của tổ dân phố số 6?")
    conversation = address(app)
    app.button(key="to-library").click().run()
    assert "".join(app.query_params["page"]) == "library"
    (shelf,) = widgets(app, "shelf")
    (row,) = shelf["rows"]
    assert (row["document"], row["name"], row["file"]) == ("tổ-6.txt", "tổ-6.txt", None)
    assert row["facts"] == ["TXT", "1 đoạn", "tiếng Việt"]
    assert (shelf["summary"], shelf["total"], shelf["pages"]) == ("1 tài liệu", 1, 1)
    assert app.chat_input == [] or len(app.chat_input) == 0
    app.button(key="from-library").click().run()
    assert "page" not in app.query_params
    assert address(app) == conversation
    assert questions(app) == ["Ai thu tiền đèn đường của tổ dân phố số 6?"]


def notes(app: AppTest) -> list[str]:
    """Beside the sidebar."""
    found = [element.proto for element in app.main.get("bidi_component")]
    told = [json.loads(proto.json)[0] for proto in found if proto.component_name == "hoihop_note"]
    return [note["text"] for data in told for note in data["notes"]]


def test_the_library_s_page_ends_with_the_model_and_what_another_one_means(app: AppTest) -> None:
    run(app)
    app.button(key="to-library").click().run()
    assert notes(app)[-5:] == [
        "Thư viện đang dùng mô hình stub.",
        "Mô hình tính đủ độ chính xác (fp32) trên a stand-in.",
        "Mô hình giúp tìm theo nghĩa, cả khi câu hỏi dùng từ khác với tài liệu. Đổi mô hình thì 1 đoạn của thư viện "
        "phải được xử lý lại, mất thời gian tương đương lúc thêm vào.",
        "Trong lúc đó, câu hỏi vẫn được trả lời bằng mô hình cũ và bạn dừng lúc nào cũng được: chỉ khi xong hết, thư "
        "viện mới chuyển sang mô hình mới.",
        "Độ tin cậy được cân chỉnh cho mô hình đi kèm; với mô hình khác, chương trình có thể trả lời quá dễ hoặc từ "
        "chối quá nhiều.",
    ]
    assert [field.label for field in app.text_input] == ["Mô hình khác"]
    assert [button.label for button in app.main.button][-2:] == [
        "Chuyển sang mô hình này",
        "Chuyển sang mô hình đi kèm",
    ]


def test_other_machines_may_not_choose_a_model(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIHOP_SHARED", "1")
    run(app)
    app.button(key="to-library").click().run()
    assert notes(app)[-3:] == [
        "Thư viện đang dùng mô hình stub.",
        "Mô hình tính đủ độ chính xác (fp32) trên a stand-in.",
        "Chương trình đang mở cho các máy khác, nên chỉ đổi được mô hình trên máy chạy chương trình, bằng lệnh: python "
        "-m index reembed --model TÊN",
    ]
    assert len(app.text_input) == 0
    assert [button for button in app.button if button.key.startswith("model-")] == []


def test_a_model_that_was_set_at_the_start_is_told_as_such(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIHOP_MODEL", "stub")
    run(app)
    app.button(key="to-library").click().run()
    assert notes(app)[-1] == (
        "Mô hình được ấn định bằng biến HOIHOP_MODEL khi khởi động chương trình. Để chọn được ở đây, hãy khởi động "
        "lại mà không đặt biến đó."
    )
    assert len(app.text_input) == 0


def test_the_library_follows_a_folder_that_is_set(
    app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "họp").mkdir()
    (tmp_path / "họp/mới.txt").write_text(TEXT, "utf-8")
    told: Queue[str] = Queue()
    monkeypatch.setattr(command, "complain", told.put)
    monkeypatch.setenv("HOIHOP_WATCH", str(tmp_path / "họp"))
    run(app)
    assert told.get(timeout=60) == "added\tmới.txt\t"
    library = opening.opening_of(Settings.from_environment(), None).job.result()  # type: ignore[arg-type]
    work = following.begin(str(tmp_path / "họp"), str(library.folder), library)
    work.stop.set()
    work.thread.join(60)
    following.begin.clear()
    assert [each.document for each in library.documents()] == ["mới.txt", "tổ-6.txt"]
