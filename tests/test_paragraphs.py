"""Paragraphs: exact ranges of the text, no overlap, nothing lost, at most 2,000 code points."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import UnreadableDocument
from index.loaders import load
from index.models import LoadedDocument, PageSpan, Paragraph, Span, Turn
from index.paragraphs import split


def document(text: str, **fields: object) -> LoadedDocument:
    values = {"text": text, "media_type": "text/plain", "title": None, "meeting_date": None, **fields}
    return LoadedDocument(**values)  # type: ignore[arg-type]


def texts(loaded: LoadedDocument) -> list[str]:
    return [paragraph.text for paragraph in split(loaded, "s", "d")]


def read(text: str, name: str = "hop.txt") -> list[Paragraph]:
    return split(load(name, text.encode()), "s", "d")


def test_blank_lines_part_paragraphs() -> None:
    loaded = document("  một\r\nhai \r\n \t\r\nba\n\u00a0\nbốn\r\rnăm\n\n\n")
    assert split(loaded, "abc", "hop.txt") == [
        Paragraph("abc:2-10", "abc", "hop.txt", 2, 10, "một\r\nhai", None, None),
        Paragraph("abc:17-19", "abc", "hop.txt", 17, 19, "ba", None, None),
        Paragraph("abc:22-25", "abc", "hop.txt", 22, 25, "bốn", None, None),
        Paragraph("abc:27-30", "abc", "hop.txt", 27, 30, "năm", None, None),
    ]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    sentence = "Câu này có đúng năm mươi chữ cái tính cả dấu chấm."
    assert len(sentence) == 50
    text = " ".join([sentence] * 100)
    found = split(document(text), "s", "d")
    # 39 sentences and the spaces between them are 1,988 code points.
    assert [len(paragraph.text) for paragraph in found] == [1988, 1988, 1121]
    assert all(paragraph.text.endswith("dấu chấm.") for paragraph in found)
    assert " ".join(paragraph.text for paragraph in found) == text


def test_a_monster_is_cut_at_line_ends_then_white_space_then_anywhere() -> None:
    lines = "\n".join(["x" * 900] * 3)
    assert [len(text) for text in texts(document(lines, media_type="application/pdf"))] == [1801, 900]
    words = " ".join(["x" * 999] * 3)
    assert [len(text) for text in texts(document(words))] == [1999, 999]
    assert [len(text) for text in texts(document("x" * 4001))] == [2000, 2000, 1]


def test_one_paragraph_a_line_is_parted_at_line_ends() -> None:
    long = (
        "Đoạn này dài hơn một trăm hai mươi ký tự vì người viết không bao giờ xuống dòng giữa chừng mà chỉ khi hết đoạn"
    )
    first, second = f"{long}, rồi mới thôi.", f"{long}, thế là xong!"
    text = f"Mở đầu\n{first}\n{second}\nGiao việc:\n- {first}\n- Dọn kho.\n{second}"
    assert [(paragraph.text, paragraph.heading) for paragraph in read(text)][:1] == [(first, "Mở đầu")]
    assert [paragraph.text for paragraph in read(text)] == [
        first,
        second,
        f"Giao việc:\n- {first}\n- Dọn kho.",
        second,
    ]
    # Markdown and the others part paragraphs by blank lines only.
    assert len(read(text, "a.md")) == 1


def test_hard_wrapped_text_and_short_lists_stay_together() -> None:
    line = (
        "đoạn văn được ngắt dòng cứng ở cột một trăm ba mươi nên dòng nào cũng dài như nhau và không kết thúc "
        + "ở câu" * 5
    )
    assert len(line) > 120
    wrapped = f"{line}\n{line}\n{line}\nhết."
    assert [paragraph.text for paragraph in read(wrapped)] == [wrapped]
    listed = "Cần mua:\n- một cái búa\n- hai cái đinh\n- ba tấm ván"
    assert [paragraph.text for paragraph in read(listed)] == [listed]


def test_headings_are_context_and_no_paragraphs() -> None:
    found = read(
        "HỌP TỔ DÂN PHỐ\n\nThứ Hai, 05/02/2024\n\nMở đầu.\n\nI. Kinh phí\n\n1. Phần thu\n\nThu đủ.\n\n2. Phần chi\n\n"
        "Chi ít.\n\nII. Việc khác\n\nKhông có."
    )
    top = "HỌP TỔ DÂN PHỐ › Thứ Hai, 05/02/2024"
    assert [(paragraph.text, paragraph.heading) for paragraph in found] == [
        ("Mở đầu.", top),
        ("Thu đủ.", f"{top} › I. Kinh phí › 1. Phần thu"),
        ("Chi ít.", f"{top} › I. Kinh phí › 2. Phần chi"),
        ("Không có.", f"{top} › II. Việc khác"),
    ]


def test_levels_of_markdown() -> None:
    found = read("---\ntitle: Họp\n---\n\n# A\n\nmột\n\n## B ##\n\n### C\n\nhai\n\n## **D**\n\nba\n\n# E\nbốn", "a.md")
    assert [(paragraph.text, paragraph.heading) for paragraph in found] == [
        ("một", "A"),
        ("hai", "A › B › C"),
        ("ba", "A › D"),
        ("bốn", "E"),
    ]


def test_headings_without_levels_are_runs_under_the_title() -> None:
    page = "<title>Họp - Trang tin</title><h1>Họp</h1><p>một</p><h2>A</h2><h3>B</h3><p>hai</p><h2>C</h2><p>ba</p>"
    assert [(paragraph.text, paragraph.heading) for paragraph in read(page, "a.html")] == [
        ("một", "Họp"),
        ("hai", "Họp › A › B"),
        ("ba", "Họp › C"),
    ]


def test_headings_that_nothing_follows_are_paragraphs() -> None:
    found = read("# A\n\nmột\n\n# B\n## C\n", "a.md")
    assert [(paragraph.text, paragraph.heading) for paragraph in found] == [("một", "A"), ("# B", "A"), ("## C", "A")]
    assert [paragraph.text for paragraph in read("# A\n\n# B", "a.md")] == ["# A", "# B"]
    # Not even these cross a blank line.
    assert texts(document("một\n\nhai", headings=(Span(0, 8),))) == ["một", "hai"]
    assert [paragraph.text for paragraph in read("---\ntitle: A\n---", "a.md")] == ["---\ntitle: A\n---"]


def turn_text(*turns: tuple[str, int]) -> tuple[str, tuple[Turn, ...]]:
    """A line a turn, each of so many words, label included, and 1,000 ms long."""
    text, found = "", []
    for number, (speaker, words) in enumerate(turns):
        line = f"{speaker}: " + " ".join(["ừ"] * (words - 1))
        found.append(Turn(len(text), len(text) + len(line), speaker, number * 1_000, number * 1_000 + 900))
        text += line + "\n"
    return text, tuple(found)


def test_turns_are_grouped_from_80_up_to_160_words() -> None:
    text, turns = turn_text(("A", 79), ("B", 81), ("B", 79), ("B", 82), ("C", 200), ("C", 80), ("A", 10))
    found = split(document(text, turns=turns), "s", "d")
    # Enough with the second; too much with the fourth; a long one alone; enough with the sixth.
    groups = [turns[0:2], turns[2:3], turns[3:4], turns[4:5], turns[5:6], turns[6:7]]
    assert [paragraph.turns for paragraph in found] == groups
    assert [paragraph.speaker for paragraph in found] == [None, "B", "B", "C", "C", "A"]
    assert [(paragraph.start_ms, paragraph.end_ms) for paragraph in found] == [
        (0, 1_900),
        (2_000, 2_900),
        (3_000, 3_900),
        (4_000, 4_900),
        (5_000, 5_900),
        (6_000, 6_900),
    ]
    assert "".join(paragraph.text + "\n" for paragraph in found) == text


def test_a_question_stays_with_its_answer_where_that_fits() -> None:
    def turns_of(answer: int) -> list[list[str | None]]:
        asked = "Lan: " + "một " * 90 + 'còn bao nhiêu ạ?"'
        text = f"{asked}\nNam: {'hai ' * answer}\nMai: ba"
        ends = [len(asked), text.index("\nMai"), len(text)]
        starts = [0, len(asked) + 1, ends[1] + 1]
        turns = tuple(
            Turn(start, end, name, None, None) for start, end, name in zip(starts, ends, ("L", "N", "M"), strict=True)
        )
        return [
            [turn.speaker for turn in paragraph.turns] for paragraph in split(document(text, turns=turns), "s", "d")
        ]

    assert turns_of(64) == [["L", "N"], ["M"]]
    assert turns_of(65) == [["L"], ["N", "M"]]


def test_a_giant_turn_is_cut_and_its_pieces_keep_it() -> None:
    sentence = "Tôi xin nói thêm một câu dài về việc này."
    line = "Lan: " + " ".join([sentence] * 60)
    found = split(document(line, turns=(Turn(0, len(line), "Lan", 5, 9),)), "s", "d")
    assert len(found) == 2
    for paragraph in found:
        assert paragraph.turns == (Turn(paragraph.start, paragraph.end, "Lan", 5, 9),)
        assert (paragraph.speaker, paragraph.start_ms, paragraph.end_ms) == ("Lan", 5, 9)


def test_turns_of_a_text_keep_what_stands_between() -> None:
    found = read("Lời dẫn trước cuộc gọi.\n\nNam: Chào.\n\nLan: Chào.\n\nII. PHẦN HAI\n\nNam: Tiếp.\n\nLan: Vâng.")
    assert [(paragraph.text, paragraph.heading, len(paragraph.turns)) for paragraph in found] == [
        ("Lời dẫn trước cuộc gọi.", None, 0),
        ("Nam: Chào.\n\nLan: Chào.", None, 2),
        ("Nam: Tiếp.\n\nLan: Vâng.", "II. PHẦN HAI", 2),
    ]


def test_pages_come_from_where_a_paragraph_starts() -> None:
    loaded = document("một\n\nhai\n\nba", pages=(PageSpan(0, 3, 1), PageSpan(5, 8, 2), PageSpan(10, 12, 4)))
    assert [paragraph.page for paragraph in split(loaded, "s", "d")] == [1, 2, 4]
    turns = (Turn(0, 3, "A", None, None), Turn(5, 8, "B", None, None))
    grouped = document("một\n\nhai", pages=(PageSpan(0, 3, 1), PageSpan(5, 8, 2)), turns=turns)
    assert [(paragraph.text, paragraph.page) for paragraph in split(grouped, "s", "d")] == [("một\n\nhai", 1)]


BLOCK = st.one_of(
    st.text("aĐế .!?:;,\u0301", max_size=40),
    st.sampled_from(
        [
            "# Đầu",
            "I. Phần một",
            "1. Mục",
            "HẾT",
            "Thứ Hai, 05/02/2024",
            "Nam: chào.",
            "Lan: chào lại nhé.",
            "- việc",
            "---",
        ]
    ),
    st.integers(1, 2_500).map(lambda length: "từ. " * (length // 4)),
    st.integers(1, 2_500).map(lambda length: "x" * length),
)
SEPARATOR = st.sampled_from(["\n", "\r\n", "\r", "\n\n", "\n \t\n", "\r\n\r\n", "\n\n\n", " ", "\u2028", "\x0c"])


@settings(deadline=None, max_examples=200)
@given(st.lists(st.tuples(BLOCK, SEPARATOR), max_size=14), st.sampled_from(["a.txt", "a.md"]))
def test_nothing_is_lost_and_nothing_doubled_in_files(parts: list[tuple[str, str]], name: str) -> None:
    try:
        loaded = load(name, "".join(part for pair in parts for part in pair).encode())
    except UnreadableDocument:
        return
    check(loaded)


@st.composite
def documents(draw: st.DrawFn) -> LoadedDocument:
    """Any text with any headings and turns in it, disjoint and in order."""
    text = draw(st.text("ab. \n\r\t", max_size=60)) + draw(st.sampled_from(["", "c " * 1_500, "d" * 2_100]))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    spans = [Span(left, right) for left, right in zip(edges[::2], edges[1::2], strict=False)]
    kinds = [draw(st.sampled_from(["heading", "turn"])) for _ in spans]
    return document(
        text,
        media_type=draw(st.sampled_from(["text/plain", "text/html"])),
        headings=tuple(span for span, kind in zip(spans, kinds, strict=True) if kind == "heading"),
        turns=tuple(
            Turn(span.start, span.end, draw(st.sampled_from(["A", "B", None])), None, None)
            for span, kind in zip(spans, kinds, strict=True)
            if kind == "turn"
        ),
    )


@settings(deadline=None, max_examples=200)
@given(documents())
def test_nothing_is_lost_and_nothing_doubled_in_any_document(loaded: LoadedDocument) -> None:
    check(loaded)


def check(loaded: LoadedDocument) -> None:
    text = loaded.text
    found = split(loaded, "s", "d")
    covered = [0] * len(text)
    end = 0
    for paragraph in found:
        assert paragraph.start >= end
        end = paragraph.end
        assert paragraph.id == f"s:{paragraph.start}-{paragraph.end}"
        assert paragraph.text == text[paragraph.start : paragraph.end] == paragraph.text.strip() != ""
        assert len(paragraph.text) <= 2_000
        for turn in paragraph.turns:
            assert paragraph.start <= turn.start < turn.end <= paragraph.end
        if not paragraph.turns:
            assert not re.search(r"(?:\r\n|\r(?!\n)|\n)[^\S\r\n]*(?:\r|\n)", paragraph.text)
        for position in range(paragraph.start, paragraph.end):
            covered[position] += 1
    for heading in loaded.headings:
        inside = covered[heading.start : heading.end]
        if not any(inside):
            covered[heading.start : heading.end] = [1] * len(inside)
    cover_lead_ins(text, covered)
    assert all(count == 1 for char, count in zip(text, covered, strict=True) if not char.isspace())


def cover_lead_ins(text: str, covered: list[int]) -> None:
    """A short run of uncovered lines that ends with a colon, before a paragraph, only leads into what follows."""
    for match in re.finditer("0+", "".join(map(str, covered))):
        run = text[match.start() : match.end()].strip()
        if 1 < len(run) <= 120 and run.rstrip(" \t*_").endswith(":") and 1 in covered[match.end() :]:
            covered[match.start() : match.end()] = [1] * len(match[0])


@pytest.mark.parametrize("count", [400])
def test_a_long_transcript_is_split_in_linear_time(count: int) -> None:
    loaded = load("a.txt", "\n\n".join(f"{'AB'[n % 2]}: câu số {n}." for n in range(count * 10)).encode())
    assert len(loaded.turns) == count * 10
    assert sum(len(paragraph.turns) for paragraph in split(loaded, "s", "d")) == count * 10
