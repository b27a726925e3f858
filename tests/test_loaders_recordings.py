"""Transcripts as data: Whisper, WhisperX, whisper.cpp, Otter, Fireflies; other JSON is refused by name."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BrokenDocument, EmptyDocument, UnknownTranscript
from index.filters import kinds_of
from index.loaders import load
from index.models import LoadedDocument

Spoken = tuple[str | None, str, int | None, int | None]


def spoken(loaded: LoadedDocument) -> list[Spoken]:
    return [(turn.speaker, loaded.text[turn.start : turn.end], turn.start_ms, turn.end_ms) for turn in loaded.turns]


def read(content: object, name: str = "hop.json") -> LoadedDocument:
    return load(name, json.dumps(content, ensure_ascii=False).encode())


def test_whisper() -> None:
    loaded = read(
        {
            "text": " Xin chào. Ta bắt đầu.",
            "segments": [
                {
                    "id": 0,
                    "seek": 0,
                    "start": 0.0,
                    "end": 1.48,
                    "text": " Xin chào.",
                    "tokens": [50364],
                    "temperature": 0.0,
                },
                {"id": 1, "seek": 0, "start": 1.48, "end": 3.0, "text": " Ta bắt\n đầu.", "no_speech_prob": 0.1},
            ],
            "language": "vi",
        },
        "2024-02-05 hop.json",
    )
    assert spoken(loaded) == [(None, "Xin chào. Ta bắt đầu.", 0, 3_000)]
    assert (loaded.title, loaded.meeting_date, loaded.media_type) == (None, "2024-02-05", "application/json")
    assert kinds_of(loaded.media_type, spoken=False) == ("transcript",)


def test_whisperx() -> None:
    words = [{"word": "Vâng.", "start": 2.0, "end": 2.25, "score": 0.9, "speaker": "SPEAKER_01"}, {"word": "5"}]
    two = [{"word": "Ừ", "speaker": "SPEAKER_00"}, {"word": "à", "speaker": "SPEAKER_01"}]
    loaded = read(
        {
            "segments": [
                {"start": 0.031, "end": 1.5, "text": " Xin chào.", "words": [], "speaker": "SPEAKER_00"},
                {"start": 1.6, "end": 1.9, "text": "Mời anh.", "speaker": "SPEAKER_00"},
                {"start": 2.0, "end": 2.25, "text": "Vâng. 5", "words": words},
                {"start": 3.0, "end": 4.0, "text": "Ừ à", "words": two},
                {"start": float("nan"), "end": None, "text": "Hết.", "speaker": "SPEAKER_00"},
            ],
            "word_segments": words,
            "language": "vi",
        }
    )
    assert spoken(loaded) == [
        ("SPEAKER_00", "SPEAKER_00: Xin chào. Mời anh.", 31, 1_900),
        ("SPEAKER_01", "SPEAKER_01: Vâng. 5", 2_000, 2_250),
        (None, "Ừ à", 3_000, 4_000),
        ("SPEAKER_00", "SPEAKER_00: Hết.", None, None),
    ]


def test_whisper_cpp() -> None:
    def piece(start: int, end: int, text: str, **more: str) -> dict[str, object]:
        clocks = {"from": "00:00:00,000", "to": "00:00:02,000"}
        return {"timestamps": clocks, "offsets": {"from": start, "to": end}, "text": text, **more}

    pieces = [piece(0, 1500, " Xin chào.", speaker="0"), piece(1500, 2000, " Vâng.", speaker="?")]
    loaded = read({"systeminfo": "", "result": {"language": "vi"}, "transcription": pieces})
    assert spoken(loaded) == [("Speaker0", "Speaker0: Xin chào.", 0, 1_500), (None, "Vâng.", 1_500, 2_000)]


def test_otter(monkeypatch: pytest.MonkeyPatch) -> None:
    def part(start: int, end: int, text: str, speaker: object, label: str | None) -> dict[str, object]:
        more = {"speaker_id": speaker, "speaker_model_label": label, "alignment": []}
        return {"uuid": "48fa", "start_offset": start, "end_offset": end, "transcript": text, **more}

    speech = {
        "title": "Họp tổ sáng thứ Hai",
        "start_time": 1_707_094_800,
        "speakers": [{"id": 7, "speaker_id": 7, "speaker_name": "Lan Trần"}],
        "transcripts": [
            part(18_240, 150_720, "Xin chào.", 7, None),
            part(175_680, 342_080, "Vâng.", None, "2"),
            part(342_080, 400_000, "Ừ.", None, None),
        ],
    }
    monkeypatch.setenv("TZ", "Asia/Ho_Chi_Minh")
    time.tzset()
    try:
        for content in ({"status": "OK", "speech": speech}, speech):
            loaded = read(content)
            assert spoken(loaded) == [
                ("Lan Trần", "Lan Trần: Xin chào.", 1_140, 9_420),
                ("Speaker 2", "Speaker 2: Vâng.", 10_980, 21_380),
                (None, "Ừ.", 21_380, 25_000),
            ]
            # 01:00 UTC is 08:00 here, and the evening before in America.
            assert (loaded.title, loaded.meeting_date) == ("Họp tổ sáng thứ Hai", "2024-02-05")
    finally:
        monkeypatch.delenv("TZ")
        time.tzset()


def test_fireflies() -> None:
    transcript = {
        "id": "Ab1",
        "title": "Họp dự án",
        "date": 1_707_134_400_000,
        "sentences": [
            {
                "index": 0,
                "speaker_id": 0,
                "speaker_name": "Lan Trần",
                "text": "Một.",
                "start_time": 0.5,
                "end_time": 1.75,
            },
            {"index": 1, "speaker_id": 1, "speaker_name": None, "text": "Hai.", "start_time": "2", "end_time": "2.5"},
            {"index": 2, "speaker_id": 0, "speaker_name": "Lan  Trần", "text": "Ba.", "start_time": "x", "end_time": 3},
        ],
    }
    for content in ({"data": {"transcript": transcript}}, {"transcript": transcript}, transcript):
        loaded = read(content)
        assert spoken(loaded) == [
            ("Lan Trần", "Lan Trần: Một.", 500, 1_750),
            (None, "Hai.", 2_000, 2_500),
            ("Lan Trần", "Lan Trần: Ba.", None, None),
        ]
        # Noon UTC is the same day nearly everywhere.
        assert (loaded.title, loaded.meeting_date) == ("Họp dự án", "2024-02-05")


def test_whispers_tsv() -> None:
    loaded = load("hop.tsv", "start\tend\ttext\r\n0\t1480\tXin chào.\r\n1480\t3000\tTa bắt đầu.\r\n".encode())
    assert spoken(loaded) == [(None, "Xin chào. Ta bắt đầu.", 0, 3_000)]
    with pytest.raises(UnknownTranscript) as unknown:
        load("bảng.tsv", b"ten\tso\nLan\t3\n")
    assert unknown.value.values == {"path": "bảng.tsv", "detail": "line 1 isn't start, end, text"}
    with pytest.raises(BrokenDocument) as broken:
        load("a.tsv", b"start\tend\ttext\n0\t1\ta\n1\tb\n")
    assert broken.value.values == {"path": "a.tsv", "detail": "line 3: no start, end and text in '1\\tb'"}


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        ({"name": "hoi-hop", "version": 1}, "an object with 'name', 'version'"),
        ({"segments": [{"text": "thiếu giờ"}]}, "an object with 'segments'"),
        ({"segments": [{"start": 0, "end": 1, "text": "a"}, "b"]}, "an object with 'segments'"),
        ({"segments": []}, "an object with 'segments'"),
        ({"data": {"transcript": {"sentences": [{"text": "a"}]}}}, "an object with 'data'"),
        ({}, "an empty object"),
        ([{"start": 0, "end": 1, "text": "a"}], "a list"),
        ("xin chào", "a single value"),
    ],
)
def test_other_json_is_refused_by_name(content: object, detail: str) -> None:
    with pytest.raises(UnknownTranscript) as caught:
        read(content, "gói.json")
    assert caught.value.values == {"path": "gói.json", "detail": detail}


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b'{"segments": [\n{"start": 0,,', "line 2: no JSON, Expecting property name enclosed in double quotes"),
        (b"[" * 100_000, "it can't be read as JSON"),
        (b'{"a": ' + b"1" * 5_000 + b"}", "it can't be read as JSON"),
        (
            b'{"segments": [{"start": 0, "end": 1, "text": "xin \\ud800"}]}',
            "it holds escapes that are no characters",
        ),
        (b'{"segments": [{"start": 0, "end": 1, "text": "xin \\u0000"}]}', "it holds escapes that are no characters"),
    ],
)
def test_broken_json(data: bytes, detail: str) -> None:
    with pytest.raises(BrokenDocument) as caught:
        load("a.json", data)
    assert caught.value.values == {"path": "a.json", "detail": detail}


def test_a_transcript_without_words() -> None:
    with pytest.raises(EmptyDocument):
        read({"segments": [{"start": 0, "end": 1, "text": "  "}]})


SECONDS = st.one_of(
    st.floats(0, 90_000), st.integers(-5, 90_000), st.floats(allow_nan=True), st.none(), st.text(max_size=3)
)
SEGMENT = st.fixed_dictionaries(
    {
        "start": SECONDS,
        "end": SECONDS,
        "text": st.text(max_size=12),
        "speaker": st.one_of(st.none(), st.sampled_from(["SPEAKER_00", "SPEAKER_01", " ", "Lan\nTrần"])),
    }
)


@given(st.lists(SEGMENT, min_size=1, max_size=8))
def test_a_generated_recording(segments: list[dict[str, object]]) -> None:
    words = [" ".join(str(segment["text"]).split()) for segment in segments]
    if not any(char.isalnum() for word in words for char in word) or "\0" in "".join(words):
        return
    loaded = load("a.json", json.dumps({"segments": segments}).encode())
    assert "\n".join(loaded.text[turn.start : turn.end] for turn in loaded.turns) == loaded.text
    assert all("\n" not in loaded.text[turn.start : turn.end] for turn in loaded.turns)
    starts = [turn.start_ms for turn in loaded.turns if turn.start_ms is not None]
    assert starts == sorted(starts)
    assert all(turn.end_ms is None or turn.end_ms >= (turn.start_ms or 0) for turn in loaded.turns)
    prefixes = [f"{turn.speaker}: " if turn.speaker else "" for turn in loaded.turns]
    said = [
        loaded.text[turn.start + len(prefix) : turn.end] for turn, prefix in zip(loaded.turns, prefixes, strict=True)
    ]
    assert " ".join(said) == " ".join(word for word in words if word)
