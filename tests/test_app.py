"""The script of the chat run by Streamlit's AppTest, without a browser: what it sends, not how it looks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.ui import keeping, opening
from assistant.ui.session import Session
from index import Library, Settings
from tests.browser.embedder import CalibratedStub

BROWSER = "b" * 22
TEXT = "Tổ dân phố số 6 họp tối thứ Ba và giao bà Tạ Thị Ngân thu tiền đèn đường."


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
    monkeypatch.delenv("HOIHOP_LANGUAGE", raising=False)
    # AppTest puts the script in its place and leaves it there; other tests start processes, which would run it again.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    app = AppTest.from_function(script, default_timeout=20)
    # There is no browser here to tell its id.
    app.session_state["hoihop"] = Session(browser=BROWSER)
    yield app
    opening._opening.clear()
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
    """The data of all widgets of that name, in order."""
    found = [element.proto for element in app.get("bidi_component")]
    return [json.loads(proto.json) for proto in found if proto.component_name == f"hoihop_{name}"]


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
        }
    ]
    assert {"kind": "muted", "name": None, "text": "Thư viện có 1 tài liệu."} in widgets(app, "note")[-1]["notes"]
    assert [button.label for button in app.button if button.key.startswith("example-")] == [
        "Ai chủ trì cuộc họp?",
        "Cuộc họp đã quyết định những gì?",
        "Việc gì phải xong và hạn chót là khi nào?",
        "cuoc hop tiep theo vao ngay nao?",
    ]
    assert [row["document"] for row in widgets(app, "documents")[0]["documents"]] == ["tổ-6.txt"]


def test_an_answer_is_the_paragraph_unchanged(app: AppTest) -> None:
    exchange = ask(app, "Ai thu tiền đèn đường của tổ dân phố số 6?")
    pieces = [piece for line in exchange["cards"][0]["lines"] for piece in line["pieces"]]
    assert "".join(piece["text"] for piece in pieces) == TEXT
    assert (exchange["verdict"], exchange["answered"]) == ("Tìm thấy 1 đoạn", True)
    assert widgets(app, "page")[0]["announcement"] == "Tìm thấy 1 đoạn"


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
    assert widgets(app, "exchange")[0]["verdict"] == "1 paragraph found"
    assert widgets(app, "page")[0]["lang"] == "en"
    assert app.chat_input[0].placeholder == "Ask about a meeting…"


def test_the_chat_opens_in_the_language_that_is_set(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIHOP_LANGUAGE", "en")
    run(app)
    assert widgets(app, "page")[0]["lang"] == "en"


def test_an_empty_library_says_what_to_do(app: AppTest) -> None:
    with Library.open(Settings.from_environment().library, CalibratedStub()) as library:
        library.remove("tổ-6.txt")
    run(app)
    notes = [note["text"] for data in widgets(app, "note") for note in data["notes"]]
    assert sorted(notes) == [
        "Chưa có tài liệu nào.",
        "Thư viện chưa có tài liệu nào. Hãy thêm biên bản, nghị quyết hay bản ghi cuộc họp ở thanh bên.",
    ]
    assert [button for button in app.button if button.key.startswith("example-")] == []
    exchange = ask(app, "Ai thu tiền đèn đường?")
    assert exchange["verdict"] == "Thư viện chưa có tài liệu nào để tìm. Hãy thêm tài liệu ở thanh bên rồi hỏi lại."
