"""The list of the library's page: which documents, in which order, on which page."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ui import trash as trash_module
from assistant.ui.formats import main_language, typed_date
from assistant.ui.library_page import _iso
from assistant.ui.messages import Speech
from assistant.ui.shelf import ROWS, Want, chosen, shelf
from assistant.ui.trash import Trash
from index import BadMeetingDate, DocumentSummary, Library
from tests.stub_embedder import StubEmbedder


def summary(document: str, title: str | None = None, date: str | None = None, added: str = "") -> DocumentSummary:
    return DocumentSummary(document, title, date, "text/plain", 1, False, added)


HELD = [
    summary("b.txt", "Đại hội xã", "2024-03", "2026-01-02"),
    summary("hop.txt", None, None, "2026-01-03"),
    summary("a.txt", "Ấp Bắc họp", "2024-03-05", "2026-01-01"),
]


def names(want: Want) -> list[str]:
    return [each.document for each in chosen(HELD, want)]


def test_the_orders() -> None:
    assert names(Want(order="name")) == ["a.txt", "b.txt", "hop.txt"]
    assert names(Want(order="date")) == ["a.txt", "b.txt", "hop.txt"]
    assert names(Want(order="added")) == ["hop.txt", "b.txt", "a.txt"]


@pytest.mark.parametrize(
    ("query", "found"), [("hop", ["a.txt", "hop.txt"]), ("HỌP ap", ["a.txt"]), ("dai", ["b.txt"]), ("xyz", [])]
)
def test_words_are_found_with_or_without_marks(query: str, found: list[str]) -> None:
    assert names(Want(query)) == found


def test_what_the_browser_sends_is_looked_at() -> None:
    assert Want.read({"want": {"query": "họp", "order": "date", "page": 2}}) == Want("họp", "date", 2)
    assert Want.read({"want": {"query": 3, "order": ["x"], "page": -1}}) == Want("3", "name", 0)
    assert Want.read(None) == Want.read({"want": 7}) == Want()


def test_thousands_are_cut_into_pages(tmp_path: Path) -> None:
    held = [summary(f"{number:04}.txt") for number in range(2_000)]
    with Library.open(tmp_path, StubEmbedder()) as library:
        last = shelf(library, held, Want(page=99), Speech("vi"))
    assert (last["page"], last["pages"], last["total"], len(last["rows"])) == (39, 40, 2_000, ROWS)
    assert (last["rows"][-1]["document"], last["summary"]) == ("1999.txt", "2.000 tài liệu")
    assert last["words"]["position"] == "Trang 40 / 40"


def test_dates_as_they_are_typed() -> None:
    assert [typed_date(date) for date in ("2024-03-12", "2024-03", None)] == ["12/03/2024", "03/2024", ""]
    typed = ("12/3/2024", " 12-03-2024 ", "3/2024", "2024-03-12", "2024-03", " ")
    assert [_iso("a", each) for each in typed] == ["2024-03-12", "2024-03-12", "2024-03", "2024-03-12", "2024-03", ""]
    for wrong in ("hôm qua", "2024", "1/2/3/2024", "12/3/²"):
        with pytest.raises(BadMeetingDate):
            _iso("a", wrong)


def test_the_language_of_a_text() -> None:
    assert main_language("Ông Nam chủ trì cuộc họp và giới thiệu khách mời.") == "vi"
    assert main_language("The board met in Đà Nẵng and agreed to publish the minutes of the year.") == "en"
    assert main_language("ong nam chu tri cuoc hop") is None
    assert main_language("") is None


def test_what_was_removed_is_let_go_of_after_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(trash_module.time, "monotonic", lambda: now)
    bin_ = Trash()
    with Library.open(tmp_path, StubEmbedder()) as library:
        for name in ("a.txt", "b.txt"):
            library.add_bytes(name, f"{name} bàn việc làng.".encode())
            bin_.throw(library.take_out([name]))
        assert [each.document for each in bin_.put_back(library)] == ["b.txt"]
        now = trash_module.KEPT_SECONDS + 1.0
        assert bin_.last() is None
        assert bin_.put_back(library) == ()
        assert [each.document for each in library.documents()] == ["b.txt"]
