"""The document in the drawer: whole, in order, and a window of it where it is long."""

from __future__ import annotations

from assistant.ui import source_view
from assistant.ui.messages import Speech
from assistant.ui.source_view import AROUND, WHOLE, Window
from index import Paragraph, Source, Span

VI = Speech("vi")


def document(parts: list[tuple[str, bool, int | None]]) -> tuple[Source, list[Paragraph]]:
    """A source of the parts parted by blank lines; those that are True are paragraphs, on a page."""
    text = "\n\n".join(part for part, _, _ in parts)
    paragraphs: list[Paragraph] = []
    position = 0
    for part, is_paragraph, page in parts:
        if is_paragraph:
            end = position + len(part)
            paragraphs.append(Paragraph(f"abc:{position}-{end}", "abc", "a.pdf", position, end, part, page, None))
        position += len(part) + 2
    return Source("abc", "a.pdf", None, None, "application/pdf", text, "2024-01-01T00:00:00Z"), paragraphs


def shown(data: source_view.SourceData) -> list[tuple[str, str, str | None, bool]]:
    return [
        (
            block["kind"],
            "".join(p["text"] for line in block["lines"] for p in line["pieces"]),
            block["page"],
            block["target"],
        )
        for block in data["blocks"]
    ]


def test_a_short_document_is_shown_whole_with_headings_pages_and_the_quoted_paragraph() -> None:
    source, paragraphs = document(
        [
            ("MỤC I\nMở đầu", False, None),
            ("Một.", True, 1),
            ("Hai.", True, 1),
            ("MỤC II", False, None),
            ("Ba.", True, 3),
            ("Hết", False, None),
        ]
    )
    data = source_view.source_data(source, paragraphs, 1, [Span(0, 3)], Window.around(1, 3), VI)
    assert shown(data) == [
        ("between", "MỤC I\nMở đầu", None, False),
        ("paragraph", "Một.", "trang 1", False),
        ("paragraph", "Hai.", None, True),
        ("between", "MỤC II", None, False),
        ("paragraph", "Ba.", "trang 3", False),
        ("between", "Hết", None, False),
    ]
    assert data["blocks"][2]["lines"][0]["pieces"][0] == {"text": "Hai", "kind": "mark"}
    assert (data["window"], data["earlier"], data["later"], data["flow"]) == (None, None, None, True)


def test_a_long_document_is_a_window_that_grows_on_either_side() -> None:
    total = WHOLE + 100
    source, paragraphs = document([(f"Đoạn {number}.", True, None) for number in range(total)])
    window = Window.around(150, total)
    assert (window.first, window.last) == (150 - AROUND, 150 + AROUND + 1)
    data = source_view.source_data(source, paragraphs, 150, (), window, VI)
    assert [text for _, text, _, _ in shown(data)] == [f"Đoạn {number}." for number in range(90, 211)]
    assert (data["window"], data["earlier"], data["later"]) == (
        "Đoạn 91–211 trong 300",
        "Xem phần trước",
        "Xem phần sau",
    )
    before = window.earlier()
    assert (before.first, before.last, before.edge) == (30, 211, 90)
    after = before.later(total).later(total)
    assert (after.first, after.last, after.edge) == (30, 300, 270)
    data = source_view.source_data(source, paragraphs, 150, (), after, VI)
    assert (data["earlier"], data["later"]) == ("Xem phần trước", None)
    assert [number for number, block in enumerate(data["blocks"]) if block["edge"]] == [270 - 30]


def test_windows_at_the_ends_and_without_a_quoted_paragraph() -> None:
    assert Window.around(None, WHOLE) == Window(0, WHOLE)
    assert Window.around(None, WHOLE + 1) == Window(0, AROUND + 1)
    assert Window.around(WHOLE, WHOLE + 1) == Window(WHOLE - AROUND, WHOLE + 1)
    assert Window.around(None, 0) == Window(0, 0)


def test_a_paragraph_of_an_earlier_version_has_no_position() -> None:
    _, paragraphs = document([("Một.", True, None), ("Hai.", True, None)])
    assert source_view.position_of(paragraphs[1].id, paragraphs) == 1
    assert source_view.position_of("old:0-4", paragraphs) is None
    assert source_view.position_of(None, paragraphs) is None
