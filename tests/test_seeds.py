"""The sample meetings: every format is there, and every answer stands where questions.jsonl says."""

from __future__ import annotations

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from index.loaders import load
from index.models import LoadedDocument, Paragraph
from index.paragraphs import split

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
DOCUMENTS = SEEDS / "documents"

TITLE_AND_DATE: dict[str, tuple[str | None, str | None]] = {
    "bien-ban-tinh-uy-son-giang.pdf": (
        "Biên bản Hội nghị Ban Chấp hành Đảng bộ tỉnh Sơn Giang lần thứ 15",
        "2024-03-28",
    ),
    "clinic-cutover-2024-10-02.vtt": (None, "2024-10-02"),
    "dai-hoi-htx-ea-rieng-2024-02-05.srt": (None, "2024-02-05"),
    "giao-ban-benh-vien-minh-duc.pdf": ("Biên bản giao ban quý II của Bệnh viện Đa khoa Minh Đức", "2024-07-05"),
    "giao-ban-xa-phu-lam.md": ("Giao ban tháng 4 của UBND xã Phú Lâm", "2024-04-15"),
    "harbour-market-call-2024-11-06.srt": (None, "2024-11-06"),
    "hdnd-thanh-pho-tan-hai-chong-ngap.html": ("HĐND thành phố Tân Hải họp chuyên đề về chống ngập", "2023-10-19"),
    "hoi-nghi-22-tinh-uy-vinh-phuc.txt": (
        "Tỉnh ủy Vĩnh Phúc họp hội nghị lần thứ 22, bàn mục tiêu năm 2024",
        "2023-12-07",
    ),
    "hop-ban-quan-tri-chung-cu-sen-xanh.txt": (
        "Họp ban quản trị chung cư Sen Xanh, tối thứ Năm 22/08/2024",
        "2024-08-22",
    ),
    "hop-phu-huynh-lop-6a2.docx": ("Biên bản họp phụ huynh lớp 6A2, Trường THCS Lê Thanh Nghị", "2024-09-14"),
    "hop-tac-tan-hai-port-ellery.md": (
        "Họp trực tuyến Tân Hải - Port Ellery / Tân Hải - Port Ellery online meeting",
        "2024-06-26",
    ),
    "hop-toa-soan-2024-09-17.vtt": (None, "2024-09-17"),
    "ky-hop-9-hdnd-huyen-an-binh.txt": ("BIÊN BẢN KỲ HỌP THỨ 9 HỘI ĐỒNG NHÂN DÂN HUYỆN AN BÌNH KHÓA V", "2023-07-18"),
    "millbrook-library-board.html": ("Millbrook Public Library: minutes of the board of trustees", "2024-05-14"),
    "records-portal-2024-03-04.md": ("Records portal: weekly project meeting, week 1", "2024-03-04"),
    "records-portal-2024-03-11.txt": ("Records portal: weekly project meeting, week 2", "2024-03-11"),
    "records-portal-2024-03-18.md": ("Records portal: weekly project meeting, week 3", "2024-03-18"),
    "theo-doi-nhiem-vu-hoi-nghi-22.docx": (
        "Bảng theo dõi nhiệm vụ sau Hội nghị lần thứ 22 của Tỉnh ủy Vĩnh Phúc",
        "2023-12-07",
    ),
}
PAGES = {"bien-ban-tinh-uy-son-giang.pdf": 3, "giao-ban-benh-vien-minh-duc.pdf": 2}
SPEAKERS: dict[str, set[str]] = {
    "clinic-cutover-2024-10-02.vtt": {"Priya Nair", "Tom Okafor", "Helen Voss", "Marcus Lind"},
    "dai-hoi-htx-ea-rieng-2024-02-05.srt": {
        "Y Blin Niê",
        "Phạm Mỹ Hạnh",
        "H'Nga Kbuôr",
        "Lê Trung Kiên",
        "Trần Văn Sáu",
    },
    "harbour-market-call-2024-11-06.srt": {"Grace Adeyemi", "Owen Pritchard", "Lucia Ferrante", "Samir Haddad"},
    "hop-ban-quan-tri-chung-cu-sen-xanh.txt": {
        "Vũ Hải Đăng",
        "Trần Kim Oanh",
        "Lý Gia Quyền",
        "Ngô Thanh Thảo",
        "Phan Đình Tường",
    },
    "hop-toa-soan-2024-09-17.vtt": {
        "Đỗ Minh Khang",
        "Lâm Tường Vy",
        "Tạ Đình Nam",
        "Nguyễn Thu Giang",
        "Hồ Quốc Bảo",
    },
}


def _lines_of(name: str) -> list[dict[str, Any]]:
    lines = (SEEDS / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@cache
def _loaded(document: str) -> LoadedDocument:
    return load(document, (DOCUMENTS / document).read_bytes())


@cache
def _paragraphs(document: str) -> tuple[Paragraph, ...]:
    return tuple(split(_loaded(document), "sample", document))


QUESTIONS = _lines_of("questions.jsonl")
FEW_WORDS = _lines_of("questions-few-words.jsonl")
DIALOGUES = _lines_of("dialogues.jsonl")
ANSWERS = [(question["id"], answer) for question in QUESTIONS + FEW_WORDS for answer in question["answers"]]
ANSWERS_OF_TURNS = [
    (f"{dialogue['id']}-{number}", answer)
    for dialogue in DIALOGUES
    for number, turn in enumerate(dialogue["turns"], start=1)
    for answer in turn["answers"]
]
NAMES = sorted(path.name for path in DOCUMENTS.iterdir())


def test_every_format_is_there() -> None:
    suffixes = Counter(Path(name).suffix for name in NAMES)
    assert suffixes == {".txt": 4, ".md": 4, ".html": 2, ".docx": 2, ".pdf": 2, ".vtt": 2, ".srt": 2}


def test_questions_by_kind() -> None:
    assert Counter(question["kind"] for question in QUESTIONS) == {
        "accented": 46,
        "no-diacritics": 32,
        "english": 22,
        "english-on-english": 17,
        "nothing-near": 10,
        "nothing-no-diacritics": 5,
        "nothing-english": 5,
    }


def test_few_words_by_kind() -> None:
    assert Counter(question["kind"] for question in FEW_WORDS) == {"few-words": 47, "nothing-few-words": 62}
    assert max(len(question["question"].split()) for question in FEW_WORDS) == 6


def test_only_the_nothing_kinds_have_no_answers() -> None:
    for question in QUESTIONS + FEW_WORDS:
        assert (question["answers"] == []) == question["kind"].startswith("nothing"), question["id"]


def test_ids_and_questions_are_unique() -> None:
    both = QUESTIONS + FEW_WORDS
    assert len({question["id"] for question in both}) == len(both)
    assert len({question["question"] for question in both}) == len(both)


def test_questions_are_typed_as_their_kind_says() -> None:
    english = ("english", "english-on-english", "nothing-english")
    for question in QUESTIONS:
        assert question["lang"] == ("en" if question["kind"] in english else "vi"), question["id"]
        plain = question["kind"] not in ("accented", "nothing-near")
        assert question["question"].isascii() == plain, question["id"]


def test_most_questions_without_diacritics_are_about_other_paragraphs() -> None:
    def paragraphs_of(kind: str) -> list[set[str]]:
        return [
            {_paragraph_of(answer).id for answer in question["answers"]}
            for question in QUESTIONS
            if question["kind"] == kind
        ]

    accented = set().union(*paragraphs_of("accented"))
    without = paragraphs_of("no-diacritics")
    assert 2 * sum(not ids & accented for ids in without) >= len(without)


def _paragraph_of(answer: dict[str, Any]) -> Paragraph:
    (paragraph,) = (
        paragraph
        for paragraph in _paragraphs(answer["document"])
        if paragraph.start < answer["end"] and answer["start"] < paragraph.end
    )
    return paragraph


@pytest.mark.parametrize(
    ("question_id", "answer"),
    ANSWERS + ANSWERS_OF_TURNS,
    ids=[question_id for question_id, _ in ANSWERS + ANSWERS_OF_TURNS],
)
def test_an_answer_stands_where_it_says_in_one_paragraph(question_id: str, answer: dict[str, Any]) -> None:
    assert set(answer) == {"document", "start", "end", "text"}
    assert 3 <= len(answer["text"]) <= 160
    assert _loaded(answer["document"]).text[answer["start"] : answer["end"]] == answer["text"]
    paragraph = _paragraph_of(answer)
    assert paragraph.start <= answer["start"]
    assert answer["end"] <= paragraph.end


def test_every_document_answers_something() -> None:
    assert {answer["document"] for _, answer in ANSWERS} == set(NAMES)


def test_dialogues_by_kind_and_length() -> None:
    assert [dialogue["id"] for dialogue in DIALOGUES] == [f"dialogue-{number:02}" for number in range(1, 41)]
    assert Counter(dialogue["kind"] for dialogue in DIALOGUES) == {"follow-up": 28, "change-of-subject": 12}
    assert Counter(len(dialogue["turns"]) for dialogue in DIALOGUES) == {2: 31, 3: 9}
    # Each half can be looked at without the other.
    assert Counter(dialogue["kind"] for dialogue in DIALOGUES[::2]) == {"follow-up": 14, "change-of-subject": 6}


def test_each_turn_of_a_dialogue_is_asked_once_and_answered() -> None:
    turns = [turn for dialogue in DIALOGUES for turn in dialogue["turns"]]
    assert all(set(turn) == {"question", "answers"} and turn["answers"] for turn in turns)
    for dialogue in DIALOGUES:
        assert len({turn["question"] for turn in dialogue["turns"]}) == len(dialogue["turns"])


def test_dialogues_are_typed_in_all_ways() -> None:
    last = [dialogue["turns"][-1]["question"] for dialogue in DIALOGUES]
    unmarked = [
        text for text, dialogue in zip(last, DIALOGUES, strict=True) if text.isascii() and dialogue["lang"] == "vi"
    ]
    assert len(unmarked) >= 6
    assert sum(dialogue["lang"] == "en" for dialogue in DIALOGUES) >= 10


def test_a_change_of_subject_changes_the_document() -> None:
    for dialogue in DIALOGUES:
        *_, before, last = [{answer["document"] for answer in turn["answers"]} for turn in dialogue["turns"]]
        if dialogue["kind"] == "change-of-subject":
            assert not before & last, dialogue["id"]


def test_each_document_has_its_title_and_date() -> None:
    found = {name: (_loaded(name).title, _loaded(name).meeting_date) for name in NAMES}
    assert found == TITLE_AND_DATE


def test_the_pdfs_have_pages_and_the_answers_stand_on_more_than_the_first() -> None:
    for name, pages in PAGES.items():
        assert [span.page for span in _loaded(name).pages] == list(range(1, pages + 1))
        assert len({_paragraph_of(answer).page for _, answer in ANSWERS if answer["document"] == name}) >= 2


def test_the_transcripts_have_their_speakers() -> None:
    found = {name: {turn.speaker for turn in _loaded(name).turns} for name in NAMES if _loaded(name).turns}
    assert found == SPEAKERS


def test_the_captions_have_times() -> None:
    for name in NAMES:
        if name.endswith((".vtt", ".srt")):
            assert _loaded(name).turns[0].start_ms == 3_000
            assert all(turn.end_ms is not None for turn in _loaded(name).turns)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith((".txt", ".md", ".html", ".vtt", ".srt"))])
def test_text_files_are_utf8_with_unix_line_ends(name: str) -> None:
    data = (DOCUMENTS / name).read_bytes()
    assert b"\r" not in data
    assert not data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8").endswith("\n")
