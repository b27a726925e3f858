"""What meeting programs export as text or Word: who speaks and when, in the file's own words, and nothing else."""

from __future__ import annotations

import io

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.loaders import load
from index.models import LoadedDocument
from index.paragraphs import split
from index.speakers import label_length

Spoken = tuple[str | None, str, int | None, int | None]


def spoken(loaded: LoadedDocument) -> list[Spoken]:
    return [(turn.speaker, loaded.text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in loaded.turns]


def read(text: str, name: str = "hop.txt") -> LoadedDocument:
    loaded = load(name, text.encode())
    assert loaded.text == text
    return loaded


def word(*paragraphs: str | tuple[str, str], title: str = "") -> bytes:
    """A .docx of paragraphs, or of (style, text); a line end is a line break inside a paragraph, as Teams writes it."""
    document = docx.Document()
    document.core_properties.title = title
    for each in paragraphs:
        style, text = each if isinstance(each, tuple) else ("Normal", each)
        document.add_paragraph(text, style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# Zoom's chat

NEW_CHAT = (
    "10:02:13 From  Nguyễn Văn An  to  Everyone:\r\n\tChào cả nhà,\r\n\tmình vào muộn.\r\n"
    '10:02:20 From Trần Thị Bình (cô/chị) To Everyone:\r\n    Replying to "Chào cả nhà,..."\r\n    \r\n'
    "    Chào anh: vào đi!\r\n"
    '10:02:31 From Vũ To to Everyone:\r\n    Reacted to "Chào cả nhà,..." with 👍\r\n'
    "10:03:00 From Nguyễn Văn An to Trần Thị Bình(Direct Message):\r\n\tHỏi riêng: xong chưa?\r\n"
)


def test_zooms_chat() -> None:
    loaded = read(NEW_CHAT, "meeting_saved_chat.txt")
    binh = "Trần Thị Bình (cô/chị)"
    assert spoken(loaded) == [
        ("Nguyễn Văn An", NEW_CHAT.split("\r\n10:02:20")[0], 36_133_000, None),
        (
            binh,
            '10:02:20 From Trần Thị Bình (cô/chị) To Everyone:\r\n    Replying to "Chào cả nhà,..."',
            36_140_000,
            None,
        ),
        (binh, "Chào anh: vào đi!", 36_140_000, None),
        ("Vũ To", '10:02:31 From Vũ To to Everyone:\r\n    Reacted to "Chào cả nhà,..." with 👍', 36_151_000, None),
        (
            "Nguyễn Văn An",
            "10:03:00 From Nguyễn Văn An to Trần Thị Bình(Direct Message):\r\n\tHỏi riêng: xong chưa?",
            36_180_000,
            None,
        ),
    ]
    assert (loaded.headings, loaded.media_type, loaded.meeting_date) == ((), "text/plain", None)
    assert [paragraph.text for paragraph in split(loaded, "s", "d")] == [NEW_CHAT.strip()]


def test_zooms_older_chats() -> None:
    chat = (
        "09:59:01\t From Lan Trần : Mọi người: bắt đầu nhé\n"
        "09:59:30\t From  Lan Trần  to  Nam(Privately) : Gửi tôi bản nháp\ndòng thứ hai\n"
        "10:00:05\t From 鄭鴻旗  To  Nam(privately) : ok\n"
        "10:01:00\t From Nam to Everyone : http://a.vn : xem\n"
    )
    assert spoken(read(chat)) == [
        ("Lan Trần", "09:59:01\t From Lan Trần : Mọi người: bắt đầu nhé", 35_941_000, None),
        (
            "Lan Trần",
            "09:59:30\t From  Lan Trần  to  Nam(Privately) : Gửi tôi bản nháp\ndòng thứ hai",
            35_970_000,
            None,
        ),
        ("鄭鴻旗", "10:00:05\t From 鄭鴻旗  To  Nam(privately) : ok", 36_005_000, None),
        ("Nam", "10:01:00\t From Nam to Everyone : http://a.vn : xem", 36_060_000, None),
    ]
    cloud = "00:00:58\tLan Trần:\tXem trang 3\n00:01:20\tNam:\tRồi:\ttốt\n\nhết\n"
    assert spoken(read(cloud)) == [
        ("Lan Trần", "00:00:58\tLan Trần:\tXem trang 3", 58_000, None),
        ("Nam", "00:01:20\tNam:\tRồi:\ttốt", 80_000, None),
        ("Nam", "hết", 80_000, None),
    ]


def test_zooms_captions() -> None:
    text = "[Lan Trần] 09:30:01\nTa bắt đầu.\nViệc một.\n\n[Nam] 09:30:20\nVâng.\n"
    assert spoken(read(text)) == [
        ("Lan Trần", "[Lan Trần] 09:30:01\nTa bắt đầu.\nViệc một.", 34_201_000, None),
        ("Nam", "[Nam] 09:30:20\nVâng.", 34_220_000, None),
    ]


def test_the_day_of_zooms_folder() -> None:
    chat = "10:02:13 From Lan to Everyone:\n\tchào\n"
    assert read(chat, "Zoom/2024-03-05 10.02.00 Họp tổ 123/meeting_saved_chat.txt").meeting_date == "2024-03-05"
    assert read(chat, "2024-03-05 Họp/a/meeting_saved_chat.txt").meeting_date is None


def test_a_clock_that_goes_back_tells_no_time() -> None:
    chat = "".join(f"{clock} From Lan to Everyone:\n\tchào\n" for clock in ("23:59:58", "00:00:04", "23:59:59"))
    assert [turn.start_ms for turn in read(chat).turns] == [86_398_000, None, 86_399_000]


@pytest.mark.parametrize(
    "text",
    [
        # Somebody tells of a chat.
        "Tôi chép lại:\n10:02:13 From Lan to Everyone:\n\tchào\n",
        # A line that begins as a message does and names nobody: half of it would be another's.
        "10:02:13 From Lan to Everyone:\n\tchào\n10:02:20 From Hà Nội đi Huế\n",
        "08:00:00 Khai mạc\n08:15:00 Báo cáo\n",
        "[Lan] 09:30:01\n[Nam] 09:30:20\n",
        "08:00:00\tKhai mạc\n08:15:00\tBáo cáo\n",
    ],
)
def test_what_only_looks_like_zooms_is_text(text: str) -> None:
    assert read(text).turns == ()


# Otter and Teams

OTTER = (
    "Lan Trần  0:03  \nTa bắt đầu nhé.\n\nUnknown Speaker  0:15  \nVâng.\n\nNam  1:02:03  \nChị đọc đi.\n\n"
    "Transcribed by https://otter.ai\n"
)


def test_otters_text() -> None:
    loaded = read(OTTER)
    assert spoken(loaded) == [
        ("Lan Trần", "Lan Trần  0:03  \nTa bắt đầu nhé.", 3_000, None),
        (None, "Unknown Speaker  0:15  \nVâng.", 15_000, None),
        ("Nam", "Nam  1:02:03  \nChị đọc đi.", 3_723_000, None),
    ]
    assert [paragraph.text for paragraph in split(loaded, "s", "d")][1:] == ["Transcribed by https://otter.ai"]
    nameless = "0:01  \nWhen I was a kid.\n\n0:24\nThanks.\n\nTranscribed by https://otter.ai\n"
    assert spoken(read(nameless)) == [
        (None, "0:01  \nWhen I was a kid.", 1_000, None),
        (None, "0:24\nThanks.", 24_000, None),
    ]


def test_otters_text_without_its_last_line() -> None:
    text = "HỌP TỔ\n\nSpeaker 1  00:00\nMột.\n\nSpeaker 2  00:05\nHai.\nBa.\n\nSpeaker 1  00:09\nBốn.\n"
    loaded = read(text)
    assert spoken(loaded) == [
        ("Speaker 1", "Speaker 1  00:00\nMột.", 0, None),
        ("Speaker 2", "Speaker 2  00:05\nHai.\nBa.", 5_000, None),
        ("Speaker 1", "Speaker 1  00:09\nBốn.", 9_000, None),
    ]
    assert loaded.title == "HỌP TỔ"


def test_otters_word_document() -> None:
    paragraphs = ["Họp tổ", "Lan Trần  0:00", "Một.", "Nam  0:05", "Hai.", "Ba.", "Lan Trần  0:09", "Bốn."]
    assert spoken(load("hop.docx", word(*paragraphs))) == [
        ("Lan Trần", "Lan Trần  0:00\n\nMột.", 0, None),
        ("Nam", "Nam  0:05\n\nHai.", 5_000, None),
        ("Nam", "Ba.", 5_000, None),
        ("Lan Trần", "Lan Trần  0:09\n\nBốn.", 9_000, None),
    ]


def test_teams_word_document() -> None:
    data = word(
        "Họp dự án-20260615_133555-Meeting Transcript",
        "15 tháng 6, 2026, 03:35SA",
        "27m 42s",
        "Lan Trần đã bắt đầu bản ghi lời nói",
        "\nLan Trần   0:03\nXin chào.\nTa bắt đầu.",
        "\nNam Lê (Khách)   0:03\nVâng.",
        "\nLan Trần   1:00:19\nHết giờ   9:30 rồi.",
    )
    loaded = load("hop.docx", data)
    assert spoken(loaded) == [
        ("Lan Trần", "Lan Trần   0:03\nXin chào.\nTa bắt đầu.", 3_000, None),
        ("Nam Lê (Khách)", "Nam Lê (Khách)   0:03\nVâng.", 3_000, None),
        ("Lan Trần", "Lan Trần   1:00:19\nHết giờ   9:30 rồi.", 3_619_000, None),
    ]
    assert (loaded.title, loaded.meeting_date) == ("Họp dự án-20260615_133555-Meeting Transcript", "2026-06-15")
    english = load("a.docx", word("Call", "June 5, 2026, 3:35AM", "39s", "Ann Lee   0:04\nHello there."))
    assert spoken(english) == [("Ann Lee", "Ann Lee   0:04\nHello there.", 4_000, None)]
    assert english.meeting_date == "2026-06-05"


def test_teams_older_word_document() -> None:
    loaded = load(
        "hop.docx",
        word(
            "0:0:3.420 --> 0:0:6.90\nLan Trần\nXin chào.",
            "0:0:6.90 --> 0:0:6.500\nNam\nVâng.\nMời chị.",
            "0:12:7.5 --> 0:12:8.0\nkhông rõ ai",
        ),
    )
    assert spoken(loaded) == [
        ("Lan Trần", "0:0:3.420 --> 0:0:6.90\nLan Trần\nXin chào.", 3_420, 6_090),
        ("Nam", "0:0:6.90 --> 0:0:6.500\nNam\nVâng.\nMời chị.", 6_090, 6_500),
        (None, "0:12:7.5 --> 0:12:8.0\nkhông rõ ai", 727_005, 728_000),
    ]


def test_teams_older_subtitles() -> None:
    vtt = (
        "WEBVTT\n\n0:0:3.420 --> 0:0:6.90\n<v Lan Trần>Xin chào.</v>\n\n0:0:6.90 --> 0:0:6.500\n<v Nam>Vâng.</v>\n\n"
        "0:12:34.5 --> 1:2:3.45\n<v Lan Trần>Hết.</v>\n"
    )
    assert spoken(load("a.vtt", vtt.encode())) == [
        ("Lan Trần", "Lan Trần: Xin chào.", 3_420, 6_090),
        ("Nam", "Nam: Vâng.", 6_090, 6_500),
        ("Lan Trần", "Lan Trần: Hết.", 754_005, 3_723_045),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # Agendas: they begin late, or their names don't come back, or they have no words.
        "Tổ 1   7:30\nQuét dọn.\n\nTổ 2   8:00\nTrực cổng.\n\nTổ 1   9:00\nNghỉ.\n\nTổ 2   9:30\nVề.\n",
        "Khai mạc   0:00\nChủ tịch nói.\n\nBáo cáo   0:15\nThư ký đọc.\n\nBế mạc   0:45\nVỗ tay.\n",
        "Lan  0:03\nLan  0:05\nLan  0:09\n",
        "Thời gian   0:03\nsáng\n\nThời gian   0:05\nchiều\n\nThời gian   0:09\ntối\n",
        "0:01\nmột\n\n0:02\nhai\n\n0:03\nba\n",
        # Subtitles: their first line of words is no name.
        "00:00:01.000 --> 00:00:02.000\nXin chào\ncác anh.\n\n00:00:03.000 --> 00:00:04.000\nTa\nbắt đầu.\n",
        # One of them is a paragraph of another kind.
        "0:0:1.5 --> 0:0:2.0\nLan\nChào.\n\nHết.\n",
    ],
)
def test_what_only_looks_like_otters_is_text(text: str) -> None:
    assert read(text).turns == ()
    assert load("a.docx", word(*text.strip().split("\n\n"))).turns == ()


# Google Meet

MEET = [
    ("Title", "Giao ban (2026-03-16 10:02 GMT+7) - Transcript"),
    ("Heading 1", "Attendees"),
    "Lan Trần, Nam Lê",
    ("Heading 1", "Transcript"),
    "This editable transcript was computer generated and might contain errors.",
    "Lan Trần: Xin chào.",
    "Nam Lê: Chào chị.",
    ("Heading 2", "00:05:00"),
    "Lan Trần: Việc một.",
    "Nam Lê: Vâng: tôi làm.",
    ("Heading 2", "00:10:00"),
    "Nam Lê: Xong.",
]


def test_google_meets_word_document() -> None:
    loaded = load("hop.docx", word(*MEET))
    assert spoken(loaded) == [
        ("Lan Trần", "Lan Trần: Xin chào.", None, None),
        ("Nam Lê", "Nam Lê: Chào chị.", None, None),
        ("Lan Trần", "Lan Trần: Việc một.", 300_000, None),
        ("Nam Lê", "Nam Lê: Vâng: tôi làm.", None, None),
        ("Nam Lê", "Nam Lê: Xong.", 600_000, None),
    ]
    assert (loaded.title, loaded.meeting_date) == ("Giao ban (2026-03-16 10:02 GMT+7) - Transcript", "2026-03-16")
    found = [(p.text, p.heading, p.start_ms) for p in split(loaded, "s", "d")][2:]
    title = loaded.title
    assert found == [
        ("Lan Trần: Xin chào.\n\nNam Lê: Chào chị.", f"{title} › Transcript", None),
        ("Lan Trần: Việc một.\n\nNam Lê: Vâng: tôi làm.", f"{title} › 00:05:00", 300_000),
        ("Nam Lê: Xong.", f"{title} › 00:10:00", 600_000),
    ]


@pytest.mark.parametrize(
    ("suffix", "paragraph", "whole"), [("html", "<p>{}</p>", "<html>{}"), ("rtf", "{}\\par ", "{{\\rtf1 {}}}")]
)
def test_google_meets_document_saved_in_other_ways(suffix: str, paragraph: str, whole: str) -> None:
    said = ["Lan: Hello.", "Nam: Yes.", "00:05:00", "Lan: One.", "Nam: Done.", "00:10:00", "Nam: Two."]
    loaded = load(f"a.{suffix}", whole.format("".join(map(paragraph.format, said))).encode())
    assert [(turn.speaker, turn.start_ms) for turn in loaded.turns] == [
        ("Lan", None),
        ("Nam", None),
        ("Lan", 300_000),
        ("Nam", None),
        ("Nam", 600_000),
    ]


@pytest.mark.parametrize("suffix", ["txt", "md"])
def test_google_meets_newer_form(suffix: str) -> None:
    mark, bold = ("### ", "**") if suffix == "md" else ("", "")
    text = (
        "Tóm tắt\n\nNam: sẽ xem kho.\n\nNhững việc khác không có gì.\n\n16 thg 3, 2026\n\nGiao ban - Transcript\n\n"
        f"{mark}00:00:00\n \n{bold}Lan Trần:{bold} Xin chào.\n{bold}Nam Lê:{bold} Chào chị.\n \n \n"
        f"{mark}00:02:35\n \n{bold}Lan Trần:{bold} Việc một.\n{bold}Nam Lê:{bold} Vâng.\n\n"
        f"{mark}Transcription ended after 00:26:31\n"
    )
    loaded = read(text, f"hop.{suffix}")
    assert spoken(loaded)[:4] == [
        ("Lan Trần", f"{bold}Lan Trần:{bold} Xin chào.", 0, None),
        ("Nam Lê", f"{bold}Nam Lê:{bold} Chào chị.", None, None),
        ("Lan Trần", f"{bold}Lan Trần:{bold} Việc một.", 155_000, None),
        ("Nam Lê", f"{bold}Nam Lê:{bold} Vâng.", None, None),
    ]
    assert {turn.speaker for turn in loaded.turns[4:]} <= {None}
    assert loaded.meeting_date == "2026-03-16"


def test_a_time_behind_which_nothing_is_said() -> None:
    said = ["Lan: a", "", "Nam: b", "Lan: c", "Nam: d"]
    loaded = read("\n".join(f"00:{5 * number:02}:00\n{words}" for number, words in enumerate(said)))
    assert [(turn.speaker, turn.start_ms) for turn in loaded.turns] == [
        ("Lan", 0),
        ("Nam", 600_000),
        ("Lan", 900_000),
        ("Nam", 1_200_000),
    ]


def test_google_meets_subtitles() -> None:
    sbv = "00:00:20.906,00:00:23.906\nLan Trần: Xin chào\n\n0:00:24.000,0:00:25.500\nNam: Chào chị,\nvâng.\n\n" + (
        "0:00:26.000,0:00:27.000\nLan Trần: Tốt.\n"
    )
    loaded = load("chat.sbv", sbv.encode())
    assert spoken(loaded) == [
        ("Lan Trần", "Lan Trần: Xin chào", 20_906, 23_906),
        ("Nam", "Nam: Chào chị, vâng.", 24_000, 25_500),
        ("Lan Trần", "Lan Trần: Tốt.", 26_000, 27_000),
    ]
    assert loaded.media_type == "text/x-sbv"


def test_times_on_lines_of_their_own_are_no_google_meet() -> None:
    for text in ("Lịch:\n\n08:00:00\n\nKhai mạc\n\n09:00:00\n\nNghỉ\n", "00:05:00\nLan: a\n00:04:00\nLan: b\nLan: c\n"):
        assert [turn.start_ms for turn in read(text).turns if turn.start_ms is not None] == []


# Fireflies and WhisperX, as other transcripts in text are read


def test_firefliess_markdown_and_whisperxs_text() -> None:
    fireflies = "# Họp\n\n**Lan Trần** *[00:03]*: Một.\n\n**Nam** *[01:15]*: Hai.\n\n**Lan Trần** *[1:02:03]*: Ba.\n"
    loaded = read(fireflies, "a.md")
    assert [(turn.speaker, turn.start_ms) for turn in loaded.turns] == [
        ("Lan Trần", 3_000),
        ("Nam", 75_000),
        ("Lan Trần", 3_723_000),
    ]
    whisperx = "[SPEAKER_00]: Một.\n[SPEAKER_01]: Hai.\n[SPEAKER_00]: Ba.\n"
    assert [turn.speaker for turn in read(whisperx).turns] == ["SPEAKER_00", "SPEAKER_01", "SPEAKER_00"]
    vtt = "WEBVTT\n\n00:00.500 --> 00:02.250\n[SPEAKER_00]: Một.\n\n00:03.000 --> 00:04.000\n[SPEAKER_01]: Hai.\n"
    assert [(turn.speaker, turn.start_ms) for turn in load("a.vtt", vtt.encode()).turns] == [
        ("SPEAKER_00", 500),
        ("SPEAKER_01", 3_000),
    ]


# All of them


@pytest.mark.parametrize(
    ("words", "speaker", "label"),
    [
        ("Nam: Chào.", "Nam", "Nam:"),
        ("10:02:13 From  Nam  to  Everyone:\r\n\tChào.", "Nam", "10:02:13 From  Nam  to  Everyone:"),
        ("10:02:13\t From Nam : Chào: anh", "Nam", "10:02:13\t From Nam :"),
        ("00:00:58\tNam:\tChào", "Nam", "00:00:58\tNam:"),
        ("[Nam] 09:30:01\nChào.", "Nam", "[Nam] 09:30:01"),
        ("Nam   0:03\nChào.", "Nam", "Nam   0:03"),
        ("0:0:3.420 --> 0:0:6.90\nNam\nChào.", "Nam", "0:0:3.420 --> 0:0:6.90\nNam"),
        ("**Nam** *[00:03]*: Chào.", "Nam", "**Nam** *[00:03]*:"),
        ("[SPEAKER_00]: Chào.", "SPEAKER_00", "[SPEAKER_00]:"),
        ("[00:12:03] Nam: Chào.", "Nam", "[00:12:03] Nam:"),
        ("Nam nói: chào.", "Nam", ""),
        ("Chào Nam: vâng.", "Nam", ""),
    ],
)
def test_the_label_of_a_turn(words: str, speaker: str, label: str) -> None:
    assert words[: label_length(words, speaker)] == label


NAME = st.text(st.characters(categories=["L"]), min_size=1, max_size=8).map(lambda name: f"A{name}")
LINE = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=20)
CLOCK = st.integers(0, 35_999).map(lambda second: f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}")


@given(
    st.lists(st.tuples(CLOCK, NAME, st.lists(LINE, max_size=3)), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["{} From {} to Everyone:", "{}\t{}:\t", "[{1}] {0}"]),
)
def test_a_generated_export(messages: list[tuple[str, str, list[str]]], newline: str, header: str) -> None:
    rows = []
    for clock, name, said in messages:
        rows += [header.format(clock, name), "\tvâng", *(f"\t{line}" for line in said)]
    text = newline.join(rows)
    loaded = load("chat.txt", text.encode())
    assert loaded.text == text
    position = 0
    latest = 0
    for turn in loaded.turns:
        # In order, whole lines, none across a blank one, and their times rise or are unknown.
        assert position <= turn.start < turn.end and not text[position : turn.start].strip()
        words = text[turn.start : turn.end]
        assert words == words.strip() and all(line.strip() for line in words.splitlines())
        assert turn.start_ms is None or turn.start_ms >= latest
        latest = turn.start_ms if turn.start_ms is not None else latest
        position = turn.end
    assert not text[position:].strip()
    begun = [turn for turn in loaded.turns if label_length(text[turn.start : turn.end], turn.speaker or "")]
    assert [turn.speaker for turn in begun] == [name for _, name, _ in messages]
    assert {turn.speaker for turn in loaded.turns} == {name for _, name, _ in messages}


@given(
    st.text(st.sampled_from("Lan Nam:0123[]()\t\n-> FromtoEveryone.*#"), max_size=120), st.sampled_from(["txt", "md"])
)
def test_any_text_keeps_its_turns_in_order(text: str, suffix: str) -> None:
    if not any(char.isalnum() for char in text):
        return
    loaded = load(f"a.{suffix}", text.encode())
    spans = sorted((*loaded.turns, *loaded.headings), key=lambda span: span.start)
    assert all(left.end <= right.start for left, right in zip(spans, spans[1:], strict=False))
    assert all(text[turn.start : turn.end].strip() for turn in loaded.turns)
    paragraphs = split(loaded, "s", "d")
    assert all(loaded.text[each.start : each.end] == each.text for each in paragraphs)
