"""The command `meetings`, and what is kept of the facts beside the library."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index import Library, kept, meeting_list
from index.cli import main
from index.models import Source
from index.without_model import meetings_in, remove_from
from tests.stub_embedder import StubEmbedder

MINUTES = (
    "Biên bản họp Ban Quản lý chợ Tân Lập\n\n"
    "8 giờ ngày 12/3/2024, tại hội trường chợ. Chủ trì: ông Lê Văn Bảy, Trưởng ban. Có mặt: 9/11 thành viên.\n"
)
KEPT = Path("cache") / "meetings.json"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        library.add_bytes("chợ.txt", MINUTES.encode())
    return tmp_path / "library"


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents whose facts are found anew."""
    documents: list[str] = []
    find: Callable[..., Any] = meeting_list.facts_of

    def noting(source: Source, *rest: Any) -> Any:
        documents.append(source.document)
        return find(source, *rest)

    monkeypatch.setattr(meeting_list, "facts_of", noting)
    return documents


def run(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(["meetings", *arguments, "--library", str(folder)])
    return status, *capsys.readouterr()


def fact(value: str, words: str) -> dict[str, Any]:
    return {"value": value, "start": MINUTES.index(words), "end": MINUTES.index(words) + len(words)}


def test_the_json_has_exactly_the_fields_of_the_contract(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(folder, capsys, "--json")
    assert (status, err) == (0, "")
    assert json.loads(out) == [
        {
            "document": "chợ.txt",
            "title": [fact("Biên bản họp Ban Quản lý chợ Tân Lập", "Biên bản họp Ban Quản lý chợ Tân Lập")],
            "date": [fact("2024-03-12", "ngày 12/3/2024")],
            "time": [fact("08:00", "8 giờ")],
            "place": [fact("hội trường chợ", "hội trường chợ")],
            "body": [fact("Ban Quản lý chợ Tân Lập", "Ban Quản lý chợ Tân Lập")],
            "session": [],
            "chair": [fact("Lê Văn Bảy", "Lê Văn Bảy")],
            "present": [fact("9/11 thành viên", "9/11 thành viên")],
            "agenda": [],
            "same_meeting_as": [],
        }
    ]


def test_the_table_in_both_languages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, capsys)[1] == (
        "chợ.txt · 2024-03-12\n"
        "  tiêu đề: Biên bản họp Ban Quản lý chợ Tân Lập\n"
        "  ngày: 2024-03-12\n"
        "  giờ: 08:00\n"
        "  địa điểm: hội trường chợ\n"
        "  cơ quan: Ban Quản lý chợ Tân Lập\n"
        "  chủ trì: Lê Văn Bảy\n"
        "  dự họp: 9/11 thành viên\n"
    )
    assert run(folder, capsys, "--language", "en")[1].splitlines()[3:5] == ["  time: 08:00", "  place: hội trường chợ"]


def test_nothing_to_tell_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        assert run(tmp_path / "library", capsys)[1] == "Chưa có tài liệu nào trong thư viện.\n"
        library.add_bytes("a.txt", b"Buy milk, and don't forget the bread this time.")
    assert run(tmp_path / "library", capsys, "--language", "en")[1] == "a.txt · -\n  nothing found about the meeting\n"


def test_where_there_is_no_library_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = run(tmp_path / "none", capsys)
    assert (status, out) == (1, "")
    assert "there is no library here" in err
    assert not (tmp_path / "none").exists()


def test_a_document_is_read_once_until_it_changes(folder: Path, found: list[str]) -> None:
    first = meetings_in(folder)
    assert meetings_in(folder) == first
    assert found == ["chợ.txt"]
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("b.txt", b"Minutes of the Board\n\nChair: Ann Fox\n\nNothing.")
        assert [meeting.document for meeting in library.meetings()] == ["b.txt", "chợ.txt"]
        assert [meeting.facts.chair[0].value for meeting in library.meetings(["b.txt", "none.txt"])] == ["Ann Fox"]
        library.add_bytes("chợ.txt", MINUTES.replace("Bảy", "Tám").encode())
        assert library.meetings()[1].facts.chair[0].value == "Lê Văn Tám"
    assert found == ["chợ.txt", "b.txt", "chợ.txt"]


def test_a_date_and_a_title_of_the_readers_own_are_no_words_of_the_document(folder: Path, found: list[str]) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        before = library.meetings()[0]
        library.edit("chợ.txt", meeting_date="2025-01-05", title="Chợ")
        after = library.meetings()[0]
    assert (before.meeting_date, after.meeting_date) == ("2024-03-12", "2025-01-05")
    assert after.facts == before.facts
    assert len(found) == 1


def test_what_is_removed_is_kept_nowhere(folder: Path) -> None:
    with Library.open(folder, StubEmbedder()) as library:
        library.add_bytes("b.txt", b"Minutes of the Board\n\nChair: Ann Fox\n\nNothing.")
        library.meetings()
    assert "Lê Văn Bảy".encode() in (folder / KEPT).read_bytes()
    remove_from(folder, "chợ.txt")
    assert "Lê Văn Bảy".encode() not in (folder / KEPT).read_bytes()
    assert b"Ann Fox" in (folder / KEPT).read_bytes()
    with Library.open(folder, StubEmbedder()) as library:
        library.remove("b.txt")
        assert b"Ann Fox" not in (folder / KEPT).read_bytes()
        assert library.meetings() == []


def test_facts_of_other_rules_are_found_anew(folder: Path, found: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    first = meetings_in(folder)
    monkeypatch.setattr(kept, "rules_of", lambda _: "others")
    assert meetings_in(folder) == first
    assert len(found) == 2
