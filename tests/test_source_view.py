"""The document in the drawer: whole, in order, in runs of which those that are wanted are sent."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from assistant.ui.messages import Speech
from assistant.ui.source_data import SourceData, Want, source_data
from assistant.ui.source_view import VOICES, Block, Passage, SourceText, runs
from index import Paragraph, Source, Span, Turn

ROOT = Path(__file__).parent.parent
VI = Speech("vi")
Part = tuple[str, bool, int | None]


def document(parts: list[Part], media_type: str = "application/pdf") -> SourceText:
    """A source of the parts parted by blank lines; those that are True are paragraphs, on a page."""
    text = "\n\n".join(part for part, _, _ in parts)
    paragraphs: list[Paragraph] = []
    position = 0
    for part, is_paragraph, page in parts:
        if is_paragraph:
            end = position + len(part)
            paragraphs.append(Paragraph(f"abc:{position}-{end}", "abc", "a.pdf", position, end, part, page, None))
        position += len(part) + 2
    return SourceText(Source("abc", "a.pdf", None, None, media_type, text, "2024-01-01T00:00:00Z"), paragraphs)


def long_document(total: int) -> SourceText:
    return document([(f"Đoạn {number}.", True, None) for number in range(total)], "text/plain")


def passage(text: SourceText, position: int, *highlights: Span) -> tuple[int, Passage]:
    paragraph = text.paragraphs[position]
    block = next(number for number, each in enumerate(text.blocks) if each.paragraph == position)
    return block, Passage(paragraph.id, paragraph.text, highlights)


def words_of(block: Block) -> str:
    return "".join(piece["text"] for line in block["lines"] for piece in line["pieces"])


def data_of(text: SourceText, *passages: tuple[int, Passage], want: Want | None = None) -> SourceData:
    return source_data(text, passages, 0 if passages else None, want or Want("k"), None, VI)


PAGED: list[Part] = [
    ("MỤC I\nMở đầu", False, None),
    ("Một.", True, 1),
    ("Hai.", True, 1),
    ("MỤC II", False, None),
    ("Ba.", True, 3),
    ("Hết", False, None),
]


def test_a_short_document_is_one_run_with_headings_pages_and_the_quoted_paragraphs() -> None:
    text = document(PAGED)
    data = data_of(text, passage(text, 1, Span(0, 3)), passage(text, 2))
    (blocks,) = data["runs"].values()
    shown = [(block["kind"], words_of(block), block["heading"], block["passage"]) for block in blocks]
    assert shown == [
        ("between", "MỤC I\nMở đầu", "trang 1", None),
        ("paragraph", "Một.", None, None),
        ("paragraph", "Hai.", None, 0),
        ("between", "MỤC II", "trang 3", None),
        ("paragraph", "Ba.", None, 1),
        ("between", "Hết", None, None),
    ]
    assert [block["place"] for block in blocks] == ["trang 1"] * 3 + ["trang 3"] * 3
    assert blocks[2]["lines"][0]["pieces"] == [
        {"text": "Hai", "kind": "mark", "found": None},
        {"text": ".", "kind": "text", "found": None},
    ]
    assert data["passages"] == [{"run": 0, "block": 2, "page": 1}, {"run": 0, "block": 4, "page": 3}]
    assert [(spot["page"], spot["block"]) for spot in data["pages"]] == [(1, 0), (3, 3)]
    assert (data["flow"], data["opened"]) == (True, 0)


def test_all_runs_together_are_the_whole_document_in_order() -> None:
    text = long_document(1_000)
    everything = runs(text, range(len(text.run_starts)), (), "", VI)
    shown = [words_of(block) for run in sorted(everything, key=int) for block in everything[run]]
    assert shown == [f"Đoạn {number}." for number in range(1_000)]
    assert sum(size["blocks"] for size in data_of(text)["sizes"]) == 1_000


def test_a_long_document_opens_with_the_runs_around_the_paragraph() -> None:
    text = long_document(1_000)
    data = data_of(text, passage(text, 500))
    assert sorted(data["runs"]) == ["11", "12", "13"]
    assert data["passages"] == [{"run": 12, "block": 500, "page": None}]
    assert data["sizes"][12]["label"] == "Đoạn 481–520"
    assert sorted(data_of(text)["runs"]) == ["0", "1"]


def test_long_paragraphs_make_shorter_runs() -> None:
    text = document([("x" * 1_900, True, None)] * 20)
    assert text.run_starts == (0, 5, 10, 15)


def test_only_the_runs_that_are_wanted_are_sent() -> None:
    text = long_document(1_000)
    want = Want("k", 7, (3, 24, 25, -1, 4_000))
    data = data_of(text, passage(text, 500), want=want)
    assert sorted(data["runs"], key=int) == ["3", "24"]
    assert data["answered"] == 7


def test_what_the_widget_asks_for_is_read_where_it_is_about_this_drawer() -> None:
    want = {"key": "k", "number": 3, "runs": [1, "2", None, 4], "query": "hạn", "page": 2}
    assert Want.read({"want": want}, "k") == Want("k", 3, (1, 4), "hạn", 2)
    assert Want.read({"want": want}, "other") == Want("other")
    assert Want.read(None, "k") == Want("k")
    assert Want.read({"want": None}, "k") == Want("k")
    assert Want.read({"want": {"key": "k", "runs": list(range(999)), "query": "x" * 999, "page": "1"}}, "k") == Want(
        "k", 0, tuple(range(24)), "x" * 200, None
    )


def test_what_is_found_is_counted_by_run_and_marked_apart_from_the_quoted_words() -> None:
    text = long_document(100)
    data = data_of(text, passage(text, 1, Span(0, 4)), want=Want("k", 1, (0,), "đoạn 1"))
    assert data["found"] == [11, 0, 0]
    assert data["runs"]["0"][1]["lines"][0]["pieces"] == [
        {"text": "Đoạn", "kind": "mark", "found": 0},
        {"text": " 1", "kind": "text", "found": 0},
        {"text": ".", "kind": "text", "found": None},
    ]
    assert [words_of(block) for block in data["runs"]["0"]] == [f"Đoạn {number}." for number in range(40)]


@pytest.mark.parametrize(
    ("around", "sent"),
    [((0, 1), ["0", "1", "2"]), ((2,), ["2"]), ((20, 21), ["2", "20", "21"]), ((), ["2"])],
    ids=["further on", "here", "from the top again", "nowhere"],
)
def test_the_run_of_the_first_match_comes_with_the_answer(around: tuple[int, ...], sent: list[str]) -> None:
    data = data_of(long_document(1_000), want=Want("k", 1, around, "đoạn 99."))
    assert sorted(data["runs"], key=int) == sent


def test_nothing_is_found_across_two_paragraphs() -> None:
    text = long_document(3)
    assert text.find("0. đoạn") == []
    assert len(text.find("đoạn")) == 3


def test_a_passage_of_an_earlier_version_is_known_by_its_text_or_not_at_all() -> None:
    text = long_document(3)
    assert text.block_of(Passage(text.paragraphs[1].id, text.paragraphs[1].text, ())) == 1
    # The same file, read anew.
    assert text.block_of(Passage(text.paragraphs[1].id, text.paragraphs[2].text, ())) == 2
    assert text.block_of(Passage(text.paragraphs[1].id, "", ())) is None
    assert text.block_of(Passage("old:0-8", "Đoạn 2.", ())) == 2
    assert text.block_of(Passage("old:0-8", "Đoạn 3.", ())) is None


def test_a_range_in_a_heading_is_a_passage_too() -> None:
    text = document(PAGED)
    start = text.source.text.index("Mở đầu")
    found = text.passage_at(start, start + 6)
    assert found == Passage("abc:0-12", "MỤC I\nMở đầu", (Span(6, 12),))
    assert text.block_of(found) == 0
    block = data_of(text, (0, found))["runs"]["0"][0]
    assert (block["kind"], block["passage"]) == ("between", 0)
    assert [(piece["text"], piece["kind"]) for line in block["lines"] for piece in line["pieces"]] == [
        ("MỤC I\n", "text"),
        ("Mở đầu", "mark"),
    ]
    second = text.source.text.index("Hai")
    assert text.passage_at(second, second + 3) == Passage(text.paragraphs[1].id, "Hai.", (Span(0, 3),))
    # Between two blocks there is nothing to open.
    assert text.passage_at(second - 1, second) is None


def transcript(*turns: tuple[str, str]) -> SourceText:
    words = "\n".join(f"{speaker}: {said}" for speaker, said in turns)
    made: list[Turn] = []
    position = 0
    for number, (speaker, said) in enumerate(turns):
        end = position + len(speaker) + 2 + len(said)
        made.append(Turn(position, end, speaker, number * 65_000, None))
        position = end + 1
    paragraph = Paragraph("s:0", "s", "a.vtt", 0, len(words), words, None, None, tuple(made), None, 0)
    return SourceText(Source("s", "a.vtt", None, None, "text/vtt", words, "2024-01-01T00:00:00Z"), [paragraph])


def test_each_speaker_keeps_a_colour_and_a_time_is_told() -> None:
    text = transcript(("Hà", "Ai đi?"), ("Duy", "Tôi đi."), ("Hà", "Vâng."))
    (block,) = data_of(text, want=Want("k", 1, (0,), "di"))["runs"]["0"]
    turns = [line for line in block["lines"] if line["kind"] == "turn"]
    assert [(line["voice"], line["time"]) for line in turns] == [(0, "00:00"), (1, "01:05"), (0, "02:10")]
    assert (block["place"], block["page"]) == ("00:00", None)
    assert [piece["text"] for line in turns for piece in line["pieces"] if piece["found"] is not None] == ["đi", "đi"]
    assert words_of(block) == text.source.text


def test_speakers_beyond_the_colours_share_them() -> None:
    text = transcript(*[(f"Người {number}", "Có.") for number in range(VOICES + 1)])
    assert text.voices[f"Người {VOICES}"] == 0
    assert len(set(text.voices.values())) == VOICES


def luminance(colour: tuple[float, float, float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def rgb(code: str) -> tuple[float, float, float]:
    red, green, blue = (int(code[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def mixed(
    share: float, one: tuple[float, float, float], other: tuple[float, float, float]
) -> tuple[float, float, float]:
    red, green, blue = (share * left + (1 - share) * right for left, right in zip(one, other, strict=True))
    return red, green, blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_speakers_colours_can_be_read(theme: str) -> None:
    """At least 4.5 to 1, on the page and on the quoted paragraph's tint."""
    css = (ROOT / "assistant/ui/widgets/style.css").read_text("utf-8")
    colours = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))["theme"][theme]
    text, paper = rgb(colours["textColor"]), rgb(colours["backgroundColor"])
    tint = mixed(0.09, rgb(colours["primaryColor"]), paper)
    voices = re.findall(r"\.hh-voice-(\d) \{ --hh-voice: (#\w{6})", css)
    (share,) = re.findall(r"--hh-ink: color-mix\(in srgb, var\(--hh-voice\) (\d+)%, var\(--st-text-color\)\)", css)
    assert [number for number, _ in voices] == [str(number) for number in range(VOICES)]
    for _, colour in voices:
        ink = mixed(int(share) / 100, rgb(colour), text)
        assert min(contrast(ink, paper), contrast(ink, tint)) >= 4.5, colour
