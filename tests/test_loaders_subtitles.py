"""Subtitles: one turn a line with its speaker and times, whatever the tags; broken times are named, no cue is lost."""

from __future__ import annotations

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BrokenDocument, EmptyDocument
from index.loaders import load
from index.models import LoadedDocument, Turn
from index.paragraphs import split


def vtt(body: str) -> LoadedDocument:
    return load("a.vtt", f"WEBVTT\n\n{body}".encode())


def srt(body: str) -> LoadedDocument:
    return load("a.srt", body.encode())


def spoken(loaded: LoadedDocument) -> list[tuple[str | None, str, int | None, int | None]]:
    return [(turn.speaker, loaded.text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in loaded.turns]


def test_teams_voice_tags() -> None:
    loaded = load(
        "hop-2024-02-05.vtt",
        '\ufeffWEBVTT - Họp dự án\r\n\r\nNOTE Duration:"00:01"\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n'
        "a1/1-0\r\n00:00:01.000 --> 00:00:02.500 align:start line:0\r\n<v Nguyễn Lan>Xin chào &amp; cảm ơn,\r\n"
        "<i>các</i> anh.</v>\r\n\r\na1/1-1\r\n00:00:02.500 --> 00:00:04.000\r\n<v Nguyễn Lan>Ta bắt đầu.</v>\r\n\r\n"
        "00:04.250 --> 01:00:00.000\r\n<v.loud Nam>Vâng &lt;script&gt; $5</v>\r\n".encode(),
    )
    assert loaded.text == "Nguyễn Lan: Xin chào & cảm ơn, các anh. Ta bắt đầu.\nNam: Vâng <script> $5"
    assert loaded.turns == (
        Turn(0, 51, "Nguyễn Lan", 1_000, 4_000),
        Turn(52, 73, "Nam", 4_250, 3_600_000),
    )
    assert (loaded.title, loaded.meeting_date, loaded.media_type) == ("Họp dự án", "2024-02-05", "text/vtt")


def test_zoom_names_in_the_words() -> None:
    loaded = vtt(
        "1\n00:00:01.000 --> 00:00:02.000\nLan Trần: Xin chào.\n\n"
        "2\n00:00:02.000 --> 00:00:03.000\nLan Trần: Lưu ý: nhanh.\n\n"
        "3\n00:00:03.000 --> 00:00:04.000\nTom O'Neil: Yes.\n\n4\n00:00:04.000 --> 00:00:05.000\nkhông rõ ai nói\n"
    )
    assert spoken(loaded) == [
        ("Lan Trần", "Lan Trần: Xin chào. Lưu ý: nhanh.", 1_000, 3_000),
        ("Tom O'Neil", "Tom O'Neil: Yes.", 3_000, 4_000),
        (None, "không rõ ai nói", 4_000, 5_000),
    ]


def test_a_label_that_is_no_name_stays_in_the_words() -> None:
    loaded = vtt(
        "00:00:01.000 --> 00:00:02.000\nLưu ý: cửa đóng lúc năm giờ.\n\n"
        "00:00:02.000 --> 00:00:03.000\nTôi xin nhắc lại.\n\n"
        "00:00:03.000 --> 00:00:04.000\nTóm lại: về sớm.\n\n00:00:04.000 --> 00:00:05.000\nHết.\n"
    )
    assert spoken(loaded) == [
        (None, "Lưu ý: cửa đóng lúc năm giờ. Tôi xin nhắc lại. Tóm lại: về sớm. Hết.", 1_000, 5_000)
    ]


def test_two_voices_in_a_cue() -> None:
    loaded = vtt("00:00:01.000 --> 00:00:03.000\n<v Lan>Chào.</v> <v Nam>Chào chị.\nKhỏe không?</v>\n(cười)\n")
    assert spoken(loaded) == [
        ("Lan", "Lan: Chào.", 1_000, 3_000),
        ("Nam", "Nam: Chào chị. Khỏe không?", 1_000, 3_000),
        (None, "(cười)", 1_000, 3_000),
    ]
    loaded = srt("1\n00:00:01,000 --> 00:00:03,000\nLan: Chào.\nAnh khỏe không?\nNam: Khỏe.\n")
    assert spoken(loaded) == [
        ("Lan", "Lan: Chào. Anh khỏe không?", 1_000, 3_000),
        ("Nam", "Nam: Khỏe.", 1_000, 3_000),
    ]


def test_srt_as_programs_write_it() -> None:
    loaded = srt(
        '\ufeff\r\n1\r\n00:00:01,000 --> 00:00:02,500 X1:40\r\n<font color="red">Năm</font> {\\an8}2024\r\n2025\r\n\r\n'
        "00:00:03,000 --> 00:00:04,000\r\nkhông có số, x < 5 và y > 3\r\n\r\nsau dòng trống\r\n\r\n"
        "3\r\n00:00:05.000 --> 00:00:06.000\r\n<b>hết</b>\r\n"
    )
    assert spoken(loaded) == [(None, "Năm 2024 2025 không có số, x < 5 và y > 3 sau dòng trống hết", 1_000, 6_000)]
    assert loaded.media_type == "application/x-subrip"


def test_turns_end_at_a_cue_before_160_words() -> None:
    cues = [f"00:00:{second:02}.000 --> 00:00:{second + 1:02}.000\n<v Lan>{'một ' * 52}hai.</v>" for second in range(4)]
    loaded = vtt("\n\n".join(cues))
    # Each cue has 53 words, and the label one.
    assert [len(text.split()) for _, text, _, _ in spoken(loaded)] == [160, 54]
    assert [(start, end) for _, _, start, end in spoken(loaded)] == [(0, 3_000), (3_000, 4_000)]
    assert [p.speaker for p in split(loaded, "s", "d")] == ["Lan", "Lan"]


def test_text_after_an_empty_line_stays_in_its_cue() -> None:
    loaded = vtt(
        "00:00:01.000 --> 00:00:02.000\nmột\n\nhai lạc\n\n2\n\n00:00:03.000 --> 00:00:04.000\nba\n\nNOTE bốn\n"
    )
    assert loaded.text == "một hai lạc ba"


@pytest.mark.parametrize(
    ("name", "content", "detail"),
    [
        (
            "a.vtt",
            "WEBVTT\n\n00:00:01.000 --> 00:00:61.000\nmột\n",
            "line 3: broken time '00:00:01.000 --> 00:00:61.000'",
        ),
        (
            "a.vtt",
            "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nmột\n",
            "line 3: broken time '00:00:01,000 --> 00:00:02,000'",
        ),
        ("a.vtt", "WEBVTT\n\n00:00:03.000 --> 00:00:02.000\nmột\n", "line 3: the cue ends before it begins"),
        ("a.vtt", "WEBVTT\n\n00:00:01.000 --> \nmột\n", "line 3: broken time '00:00:01.000 -->'"),
        (
            "a.vtt",
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.0001\nmột\n",
            "line 3: broken time '00:00:01.000 --> 00:00:02.0001'",
        ),
        ("a.vtt", "00:00:01.000 --> 00:00:02.000\nmột\n", "line 1: a WebVTT file begins with WEBVTT"),
        ("a.srt", "\n\n1\n00:00:01,000 --> 0:0:x\nmột\n", "line 4: broken time '00:00:01,000 --> 0:0:x'"),
        ("a.srt", "1\n00:00:09,000 --> 00:00:02,000\nmột\n", "line 2: the cue ends before it begins"),
        ("a.srt", "Chỉ là một đoạn văn.", "line 1: a SubRip file has a number, then times with an arrow -->"),
    ],
)
def test_broken_times_name_their_line(name: str, content: str, detail: str) -> None:
    with pytest.raises(BrokenDocument) as caught:
        load(name, content.encode())
    assert caught.value.values == {"path": name, "detail": detail}


@pytest.mark.parametrize(
    "content", ["WEBVTT\n", "WEBVTT\n\nNOTE xin chào\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Lan></v>\n"]
)
def test_no_words_is_empty(content: str) -> None:
    with pytest.raises(EmptyDocument):
        load("a.vtt", content.encode())


WORD = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Sm", "Sc"]), min_size=1, max_size=8)
CUE = st.tuples(
    st.sampled_from(["Lan", "Nguyễn Nam", "Dr. O'Neil", None]), st.lists(WORD, min_size=1, max_size=70), st.booleans()
)


@given(st.lists(CUE, min_size=1, max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_generated_file_comes_back(
    cues: list[tuple[str | None, list[str], bool]], newline: str, numbered: bool
) -> None:
    rows = ["WEBVTT", ""]
    for number, (speaker, words, broken_line) in enumerate(cues):
        start, end = number * 1_500, number * 1_500 + 1_250
        rows += [str(number + 1)] if numbered else []
        rows.append(f"{stamp(start)} --> {stamp(end)}")
        escaped = ("\n" if broken_line else " ").join(html.escape(word, quote=False) for word in words)
        rows += (f"<v {speaker}>{escaped}</v>" if speaker else f"<c>{escaped}</c>").split("\n")
        rows.append("")
    if not any(char.isalnum() for speaker, words, _ in cues for char in (speaker or "") + "".join(words)):
        with pytest.raises(EmptyDocument):
            load("a.vtt", newline.join(rows).encode())
        return
    loaded = load("a.vtt", newline.join(rows).encode())
    assert "\n".join(text for _, text, _, _ in spoken(loaded)) == loaded.text
    # Words keep their order, speakers their words, and times those of the first and last cue.
    expected = [(speaker, word) for speaker, words, _ in cues for word in words]
    assert [pair for speaker, text, _, _ in spoken(loaded) for pair in words_of(speaker, text)] == expected
    starts = {number * 1_500 for number in range(len(cues))}
    assert {turn.start_ms for turn in loaded.turns} <= starts
    assert (loaded.turns[0].start_ms, loaded.turns[-1].end_ms) == (0, (len(cues) - 1) * 1_500 + 1_250)
    for turn in loaded.turns:
        words = len(loaded.text[turn.start : turn.end].split())
        assert words <= 160 or turn.end_ms == (turn.start_ms or 0) + 1_250


def words_of(speaker: str | None, text: str) -> list[tuple[str | None, str]]:
    if speaker is not None:
        assert text.startswith(f"{speaker}: ")
        text = text.removeprefix(f"{speaker}: ")
    return [(speaker, word) for word in text.split(" ")]


def stamp(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1_000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
