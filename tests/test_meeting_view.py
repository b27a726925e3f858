"""What the meeting's page shows: facts with their places, the other documents, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date
from pathlib import Path

import pytest
import streamlit as st

from assistant.ui import meeting_view
from assistant.ui.board_rows import Writing
from assistant.ui.drawer import opened_at_range
from assistant.ui.meeting_view import MeetingData, MeetingShown, is_empty, meeting_data, meeting_shown
from assistant.ui.messages import Speech
from assistant.ui.session import Drawer
from assistant.ui.source_view import Passage
from index import Library, Span
from tests.stub_embedder import StubEmbedder
from tests.test_meeting_differences import MINUTES, PRESS

TITLES = {"minutes": "Biên bản · 20/06/2024", "press": "Báo · 20/06/2024"}
VI = Writing(Speech("vi"), date(2024, 7, 1), UTC, TITLES)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    st.session_state.clear()
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("minutes", MINUTES.encode())
        library.add_bytes("press", PRESS.encode())
        yield library
    st.session_state.clear()


def values_of(data: MeetingData) -> dict[str, list[tuple[str, str | None]]]:
    return {row["label"]: [(value["text"], value["who"]) for value in row["values"]] for row in data["facts"]}


def test_the_facts_of_a_meeting(library: Library) -> None:
    data = meeting_data(meeting_shown(library, "minutes"), VI)
    assert values_of(data) == {
        "Ngày họp": [("20/06/2024", None)],
        "Giờ họp": [("08:00", None)],
        "Địa điểm": [("hội trường huyện", None)],
        "Cơ quan họp": [("HỘI ĐỒNG NHÂN DÂN HUYỆN MƯỜNG LẠ", None)],
        "Kỳ họp": [("KỲ HỌP THỨ 5", None), ("KHÓA XI", None)],
        "Chủ trì": [("Quàng Thị Hoa", "Quàng Thị Hoa")],
        "Người dự": [("31/33 đại biểu", None)],
    }
    assert {row["source"] for row in data["facts"]} == {None}
    (time,) = data["facts"][1]["values"]
    start = MINUTES.index("8 giờ")
    assert (time["place"], time["open"]) == (f"{start} {start + 5} minutes", "Xem trong tài liệu, 08:00")
    assert data["others"] == [{"value": "press", "text": "Báo · 20/06/2024"}]


def test_what_a_document_leaves_out_another_tells(library: Library) -> None:
    data = meeting_data(meeting_shown(library, "press"), VI)
    sources = {row["label"]: row["source"] for row in data["facts"]}
    assert (sources["Chủ trì"], sources["Giờ họp"]) == (None, "Theo Biên bản · 20/06/2024")
    assert values_of(data)["Người dự"] == [("30 đại biểu", None)]


def test_where_the_documents_differ_both_are_quoted(library: Library) -> None:
    data = meeting_data(meeting_shown(library, "minutes"), VI)
    told = [
        (each["label"], [(side["document"], marked) for side in each["sides"] for marked in [marks(side["pieces"])]])
        for each in data["differences"]
    ]
    assert told == [
        ("Số người dự", [("Biên bản · 20/06/2024", ["31/33 đại biểu"]), ("Báo · 20/06/2024", ["30 đại biểu"])]),
        ("Ngày tháng", [("Biên bản · 20/06/2024", ["tháng 3/2025"]), ("Báo · 20/06/2024", ["tháng 2/2025"])]),
    ]
    side = data["differences"][1]["sides"][0]
    quoted = "".join(piece["text"] for piece in side["pieces"])
    start = MINUTES.index("Nhà máy nước")
    assert MINUTES[start : start + len(quoted)] == quoted
    assert side["place"] == f"{start} {start + len(quoted)} minutes"


def marks(pieces: list[meeting_view.Piece]) -> list[str]:
    return [piece["text"] for piece in pieces if piece["kind"] == "mark"]


def test_each_place_opens_where_it_stands(library: Library) -> None:
    shown = meeting_shown(library, "minutes")
    data = meeting_data(shown, VI)
    body = data["facts"][3]["values"][0]["place"]
    start = MINUTES.index("HỘI ĐỒNG")
    end = MINUTES.index(" KHÓA XI")
    assert shown.places[body] == ("minutes", start, end)
    drawer = opened_at_range(library, *shown.places[body])
    heading = MINUTES.partition("\n")[0]
    # In the heading, which is no paragraph.
    assert drawer.passages == (Passage(drawer.paragraph_id or "", heading, (Span(start, end),)),)
    quoted = data["differences"][1]["sides"][1]["place"]
    drawer = opened_at_range(library, *shown.places[quoted])
    (passage,) = drawer.passages
    assert passage.paragraph_id in {each.id for each in library.paragraphs("press")}
    assert [passage.text[span.start : span.end] for span in passage.highlights] == [passage.text]
    assert opened_at_range(library, "gone", 0, 4) == Drawer("gone")


def test_only_names_lead_to_a_person(library: Library) -> None:
    words = "Chủ trì: bà Quách Thị Mận, Chủ tịch xã. Dự họp có hai phó chủ tịch, trưởng tám thôn, ông Lê An."
    library.add_bytes("c", f"Giao ban tháng 4 của UBND xã Phú Lâm\n\n{words}\n".encode())
    values = values_of(meeting_data(meeting_shown(library, "c"), VI))
    assert values["Chủ trì"] == [("Quách Thị Mận", "Quách Thị Mận")]
    assert values["Người dự"] == [("hai phó chủ tịch", None), ("trưởng tám thôn", None), ("Lê An", "Lê An")]


def test_where_nothing_is_told_nothing_is_shown(library: Library) -> None:
    library.add_bytes("milk", b"Buy milk, and don't forget the bread this time.")
    assert is_empty(meeting_data(meeting_shown(library, "milk"), VI))
    assert meeting_shown(library, "gone") == MeetingShown((), ())


def test_documents_are_compared_once_until_one_changes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[list[str]] = []
    compare = meeting_view.meeting_differences

    def counted(library: Library, documents: list[str]) -> object:
        compared.append(documents)
        return compare(library, documents)

    monkeypatch.setattr(meeting_view, "meeting_differences", counted)
    first = meeting_shown(library, "minutes")
    assert meeting_shown(library, "minutes") is first
    assert compared == [["minutes", "press"]]
    library.add_bytes("press", PRESS.replace("tháng 2/2025", "tháng 3/2025").encode())
    assert [each.subject for each in meeting_shown(library, "minutes").differences] == ["present"]
    assert len(compared) == 2


def test_the_meetings_are_the_same_objects_until_a_document_changes(library: Library) -> None:
    (first, second) = library.meetings()
    assert library.meetings(["press", "gone"])[0] is second
    line = library.board().sure()[0].line
    library.mark_done(line, "An")
    # Marking changes no document.
    assert library.meetings()[0] is first
    library.remove("press")
    assert [(each.document, each.same_meeting_as) for each in library.meetings()] == [("minutes", ())]
