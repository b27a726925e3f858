"""Searches of a whole library: who is asked for, and a cross-encoder that puts the first hits in a new order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.filters import NO_FILTERS, Filters
from index.fuse import ANSWER, BESIDE, DOCUMENT, RANKING, Models, Weights
from index.library import Library
from index.models import Hit
from index.rerank import RERANKED
from index.sentence_fit import MARKS, SENTENCE
from index.text import normalise
from tests.stub_embedder import StubEmbedder

Score = Callable[[Sequence[str]], Sequence[float]]
QUESTION = "Ai giữ chìa khóa kho lúa?"
NUMBERS = "một hai ba bốn năm sáu bảy tám chín mười".split()
NOTES = "\n\n".join(
    f"Chìa khoá kho lúa số {NUMBERS[number // 10]} {NUMBERS[number % 10]} " + f"do tổ {number} giữ."
    for number in range(45)
)


class Fake:
    """Gives the scores of a function, and keeps what it was asked."""

    name = "fake"

    def __init__(self, score: Score) -> None:
        self._score = score
        self.asked: list[tuple[str, list[str]]] = []

    def scores(self, question: str, texts: Sequence[str]) -> NDArray[np.float64]:
        self.asked.append((question, list(texts)))
        return np.array(self._score(texts), np.float64)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("sổ kho.txt", NOTES.encode())
    return tmp_path / "library"


def hits(folder: Path, reranker: Fake | None = None, question: str = QUESTION, limit: int = 50) -> list[Hit]:
    with Library.open(folder, StubEmbedder(), reranker=reranker) as library:  # type: ignore[arg-type]
        return library.search(question, limit)


def texts(found: Sequence[Hit]) -> list[str]:
    return [hit.paragraph.text for hit in found]


def log_odds(found: Sequence[Hit]) -> NDArray[np.float64]:
    confidences = np.array([hit.confidence for hit in found])
    return np.asarray(np.log(confidences / (1 - confidences)))


def test_a_cross_encoder_turns_the_first_hits_round(folder: Path) -> None:
    fused = hits(folder)
    assert len(set(texts(fused))) == 45 > RERANKED
    reranker = Fake(lambda each: range(len(each)))
    turned = hits(folder, reranker)
    assert reranker.asked == [(QUESTION, [normalise(text) for text in texts(fused)[:RERANKED]])]
    assert texts(turned) == [*reversed(texts(fused)[:RERANKED]), *texts(fused)[RERANKED:]]
    assert texts(hits(folder, Fake(lambda each: range(len(each))), limit=3)) == texts(turned)[:3]
    # Another paragraph is now to answer; how far the others are behind it is as before.
    np.testing.assert_allclose(log_odds(turned)[0] - log_odds(turned), log_odds(fused)[0] - log_odds(fused), atol=1e-9)


def test_behind_the_same_best_hit_the_confidences_stay(folder: Path) -> None:
    fused = hits(folder)
    turned = hits(folder, Fake(lambda each: [99, *range(len(each) - 1)]))
    first, *others = texts(fused)[:RERANKED]
    assert texts(turned) == [first, *reversed(others), *texts(fused)[RERANKED:]]
    assert [hit.confidence for hit in turned] == pytest.approx([hit.confidence for hit in fused], abs=1e-12)


def test_a_cross_encoder_that_agrees_changes_nothing(folder: Path) -> None:
    assert hits(folder, Fake(lambda each: range(len(each), 0, -1))) == hits(folder)
    assert hits(folder, Fake(lambda each: [0.0] * len(each))) == hits(folder)


def test_a_cross_encoder_reads_the_restored_question_and_the_headings(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("kho.md", "# Kho lúa\n\nLan giữ chìa khoá.\n\n# Trạm bơm\n\nMáy bơm hỏng.\n".encode())
    reranker = Fake(lambda each: [float("bơm" in text) for text in each])
    found = hits(tmp_path, reranker, "ai giu chia khoa kho lua")
    ((question, read),) = reranker.asked
    assert question == "ai giữ chìa khóa kho lúa"
    assert sorted(read) == ["Kho lúa\nLan giữ chìa khóa.", "Trạm bơm\nMáy bơm hỏng."]
    assert texts(found) == ["Máy bơm hỏng.", "Lan giữ chìa khoá."]


def test_a_cross_encoder_is_not_asked_about_nothing(tmp_path: Path) -> None:
    reranker = Fake(lambda each: range(len(each)))
    assert hits(tmp_path, reranker) == []
    assert [read for _, read in reranker.asked if read] == []


# Who is asked for

BUDGET = "The recorder budget needs another look before the next meeting. "
PUMP = "Kinh phí trạm bơm cần xem lại trước kỳ họp sau. "
# Each turn is a paragraph by itself: the same words under another name, and one that only speaks of that name.
CALL = [("Grad C", BUDGET * 9), ("Grad B", BUDGET * 9), ("Professor F", f"Grad B is right. {BUDGET * 9}")]
HEARING = [
    ("Lê Văn Thành", PUMP * 8),
    ("Nguyễn Duy Thành", PUMP * 8),
    ("Phạm Mỹ Hạnh", f"Ông Nguyễn Duy Thành nói đúng. {PUMP * 8}"),
]
BY_SPEAKER = Models(
    {**dict.fromkeys((*RANKING, BESIDE, DOCUMENT), 0.0), "spoken": 1.0}, {"bias": 0.0, **dict.fromkeys(ANSWER, 0.0)}
)
BY_SPEAKER_ALONE = Weights(dict.fromkeys(SENTENCE, 0.0), dict.fromkeys(MARKS, 0.0), BY_SPEAKER, BY_SPEAKER, 0.5)


def subtitles(turns: Sequence[tuple[str, str]]) -> bytes:
    cues = [
        f"00:{number:02}:00.000 --> 00:{number:02}:30.000\n<v {speaker}>{said.strip()}</v>\n"
        for number, (speaker, said) in enumerate(turns)
    ]
    return "\n".join(["WEBVTT\n", *cues]).encode()


def transcript(turns: Sequence[tuple[str, str]]) -> bytes:
    return "\n\n".join(f"{speaker}: {said.strip()}" for speaker, said in turns).encode()


def speakers_found(folder: Path, data: bytes, name: str, question: str, weights: Weights | None) -> list[str | None]:
    with Library.open(folder, StubEmbedder(), weights=weights) as library:  # type: ignore[arg-type]
        library.add_bytes(name, data)
        return [hit.paragraph.speaker for hit in library.search(question)]


@pytest.mark.parametrize("weights", [BY_SPEAKER_ALONE, None], ids=["by speaker alone", "as fitted"])
@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("What did Grad B say about the recorder budget?", "Grad B"),
        ("what did grad b say about the recorder budget", "Grad B"),
        ("What did the professor say about the recorder budget?", "Professor F"),
    ],
)
@pytest.mark.parametrize("made", [subtitles, transcript])
def test_what_somebody_said_is_looked_for_in_their_turns(
    tmp_path: Path, question: str, first: str, weights: Weights | None, made: Callable[..., bytes]
) -> None:
    name = "call.vtt" if made is subtitles else "call.txt"
    found = speakers_found(tmp_path, made([*CALL, *CALL]), name, question, weights)
    assert len(found) == 6
    assert found[:2] == [first] * 2
    assert first not in found[2:]


@pytest.mark.parametrize("weights", [BY_SPEAKER_ALONE, None], ids=["by speaker alone", "as fitted"])
@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Ông Duy Thành nói gì về kinh phí trạm bơm?", ["Nguyễn Duy Thành"] * 2),
        ("ong duy thanh noi gi ve kinh phi tram bom", ["Nguyễn Duy Thành"] * 2),
        ("Bà Hạnh nói gì về kinh phí trạm bơm?", ["Phạm Mỹ Hạnh"] * 2),
    ],
)
def test_a_part_of_a_vietnamese_name_is_enough(
    tmp_path: Path, question: str, first: list[str], weights: Weights | None
) -> None:
    found = speakers_found(tmp_path, transcript([*HEARING, *HEARING]), "chất vấn.txt", question, weights)
    assert len(found) == 6
    assert found[:2] == first


def test_two_of_a_name_are_both_meant(tmp_path: Path) -> None:
    question = "Ông Thành nói gì về kinh phí trạm bơm?"
    found = speakers_found(tmp_path, transcript([*HEARING, *HEARING]), "chất vấn.txt", question, BY_SPEAKER_ALONE)
    assert found == ["Lê Văn Thành", "Nguyễn Duy Thành"] * 2 + ["Phạm Mỹ Hạnh"] * 2


# Which meeting is meant

SAME_IN_ALL = "Chị Lan được giao sửa máy bơm số hai trước mùa mưa. "


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Họp ngày 11/3 giao ai sửa máy bơm?", "giao-ban-2024-03-11.txt"),
        ("hop ngay 4/3/2024 giao ai sua may bom", "giao-ban-2024-03-04.txt"),
        # By the date and the title that a reader gave it.
        ("Who repairs the pump, at the meeting of 18 March?", "ghi-am.txt"),
        ("Họp cán bộ công đoàn giao ai sửa máy bơm?", "ghi-am.txt"),
        # By the file's name.
        ("Hội đồng trường giao ai sửa máy bơm?", "hoi-dong-truong.txt"),
    ],
)
def test_a_meeting_is_meant_by_its_day_title_and_file(tmp_path: Path, question: str, first: str) -> None:
    names = ["giao-ban-2024-03-04.txt", "giao-ban-2024-03-11.txt", "ghi-am.txt", "hoi-dong-truong.txt"]
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        for number, name in enumerate(names):
            library.add_bytes(name, (SAME_IN_ALL + "\n" * number).encode())
        library.edit("ghi-am.txt", title="Họp cán bộ công đoàn", meeting_date="2024-03-18")
        found = library.search(question)
    assert [hit.paragraph.document for hit in found][0] == first
    assert {hit.paragraph.document for hit in found} == set(names)


def test_a_changed_date_counts_at_once(tmp_path: Path) -> None:
    question = "Họp ngày 11/3 giao ai sửa máy bơm?"
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        for number, name in enumerate(["giao-ban-2024-03-04.txt", "giao-ban-2024-03-11.txt"]):
            library.add_bytes(name, (SAME_IN_ALL + "\n" * number).encode())
        assert library.search(question)[0].paragraph.document == "giao-ban-2024-03-11.txt"
        library.edit("giao-ban-2024-03-11.txt", meeting_date="2024-03-18")
        library.edit("giao-ban-2024-03-04.txt", meeting_date="2024-03-11")
        assert library.search(question)[0].paragraph.document == "giao-ban-2024-03-04.txt"


@pytest.mark.parametrize(
    ("question", "filters", "first"),
    [
        ("Họp ngày 14/6/2024 giao ai sửa máy bơm?", NO_FILTERS, "giao-ban-2024-06-14.txt"),
        ("Who repairs the pump, at the meeting of 26 July?", NO_FILTERS, "giao-ban-2024-07-26.txt"),
        # What the filters leave out isn't found by its day either.
        ("Họp ngày 14/6/2024 giao ai sửa máy bơm?", Filters(last_date="2024-05-31"), None),
    ],
)
def test_among_a_year_of_the_same_meetings_the_named_one_is_found(
    tmp_path: Path, question: str, filters: Filters, first: str | None
) -> None:
    fridays = [date(2024, 1, 5) + timedelta(weeks=week) for week in range(52)]
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        for number, day in enumerate(fridays):
            library.add_bytes(f"giao-ban-{day}.txt", (SAME_IN_ALL + "\n" * number).encode())
        found = [hit.paragraph.document for hit in library.search(question, filters=filters)]
    if first is None:
        assert found and "giao-ban-2024-06-14.txt" not in found
    else:
        assert found[0] == first


MIXED = [
    *CALL[2:],
    ("Grad C", "I like the plan. The budget is small."),
    ("Grad B", "The budget is small. We wait."),
    ("Grad C", "Fine. The budget is small."),
]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Grad B say about the budget?", ["Grad B: The budget is small.", "We wait."]),
        (
            "What did Grad C say about the budget?",
            ["Grad C: I like the plan.", "The budget is small.", "Grad C: Fine.", "The budget is small."],
        ),
    ],
)
def test_the_sentences_of_those_asked_for_are_marked(tmp_path: Path, question: str, said: list[str]) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("call.vtt", subtitles(MIXED))
        (found,) = library.find([question])
    (mixed,) = (row for row, hit in enumerate(found.hits) if len(hit.paragraph.turns) == 3)
    text = found.hits[mixed].paragraph.text
    assert len(found.sentences[mixed]) == 6
    assert [text[each.span.start : each.span.end] for each in found.sentences[mixed] if each.asked_of] == said


def test_where_nobody_who_speaks_is_named_all_sentences_count(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:  # type: ignore[arg-type]
        library.add_bytes("call.vtt", subtitles(MIXED))
        library.add_bytes("notes.txt", b"Grad B was ill.\n")
        for question in ("Who likes the plan?", "What did Lan say about the budget?"):
            (found,) = library.find([question])
            assert len(found.hits) == 3
            assert all(each.asked_of for sentences in found.sentences for each in sentences)
        # Outside the turns of those asked for there is no telling either.
        (found,) = library.find(["What did Grad B say about the budget?"])
        others = [row for row, hit in enumerate(found.hits) if len(hit.paragraph.turns) != 3]
        assert len(others) == 2
        assert all(each.asked_of for row in others for each in found.sentences[row])
