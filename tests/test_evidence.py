"""The evidence for the candidates of a question, against the same reckoned text by text and word by word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index import search
from index.candidates import Candidates
from index.concepts import Concept, Form
from index.evidence import Evidence, HeldTerms, gather
from index.library import Library
from index.models import Paragraph, Span
from index.talk import TalkAdapter
from index.text import clauses, normalise
from tests.plain_evidence import holds, is_vietnamese, plain_evidence, share_of_pairs, standing
from tests.stub_embedder import StubEmbedder

SEEDS = Path(__file__).parent.parent / "seeds"
# Of all kinds that are quick to read: a transcript with speakers, minutes under headings, in both languages.
DOCUMENTS = (
    "clinic-cutover-2024-10-02.vtt",
    "dai-hoi-htx-ea-rieng-2024-02-05.srt",
    "giao-ban-xa-phu-lam.md",
    "hoi-nghi-22-tinh-uy-vinh-phuc.txt",
    "hop-toa-soan-2024-09-17.vtt",
    "millbrook-library-board.html",
)
MORE_QUESTIONS = (
    "Ông Duy Thành nói gì về quy hoạch?",
    "Bà Hạnh",
    "hoà hòa khoẻ?",
    "a_b _ c?",
    "Vì sao hoãn?",
    "How many people were there, and why?",
    "😀 ½ 한국 họp",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    # Talk is compared with another vector than what is written.
    adapter = TalkAdapter(np.random.default_rng(7).normal(0, 0.1, (64, 64)).astype(np.float32))
    with (
        pytest.MonkeyPatch.context() as patched,
        Library.open(tmp_path_factory.mktemp("library"), StubEmbedder()) as opened,  # type: ignore[arg-type]
    ):
        patched.setattr(TalkAdapter, "of", lambda _: adapter)
        for name in DOCUMENTS:
            opened.add(next(SEEDS.rglob(name)))
        opened.add_bytes("lạ.txt", "a_b c\x00 d ᾼΣ. Hoà\u200b bình İ ſ 한국 ½!\n\nKhông có gì\u0301 😀 năm.".encode())
        yield opened


def questions() -> list[str]:
    asked = [json.loads(line) for line in (SEEDS / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    here = [
        each["question"] for each in asked if any(answer["document"] in DOCUMENTS for answer in each["answers"] or ())
    ]
    return [*here[::6], *MORE_QUESTIONS]


def assert_same(found: Any, expected: Any, name: str) -> None:
    if name == "neighbours":
        np.testing.assert_allclose(found, expected, atol=1e-6, err_msg=name)
    else:
        assert np.shape(found) == np.shape(expected), name
        np.testing.assert_array_equal(found, expected, err_msg=name)


def test_of_the_samples_it_is_what_reckoning_one_by_one_gives(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Evidence] = []

    def both(*arguments: Any) -> Evidence:
        found, expected = gather(*arguments), plain_evidence(*arguments)
        for field in fields(Evidence):
            assert_same(getattr(found, field.name), getattr(expected, field.name), field.name)
        seen.append(found)
        return found

    monkeypatch.setattr(search, "gather", both)
    asked = questions()
    for question in asked:
        library.search(question)
    assert len(seen) == len(asked) >= 15
    # All that there is to be told apart is among them.
    for name in ("names", "shape", "other_language", "spoken", "coverage", "pairs", "said", "talk"):
        assert {bool(value) for each in seen for value in getattr(each, name)} == {False, True}, name
    assert {each.asks for each in seen} == {each.shaped for each in seen} == {False, True}
    assert any(not each.sentence_spoken.all() for each in seen)


# Candidates of random text

WORDS = "họp Họp hop kho khoai lúa kho_lúa Hoà hòa ngày 12 . ; , ( 2024 \n an\u0301 ½ 한 \u200b \x00 năm".split(" ")
TEXTS = st.lists(st.sampled_from(WORDS), max_size=16).map(" ".join)


def paragraph(text: str, heading: str | None = None) -> Paragraph:
    return Paragraph("id", "id", "họp.txt", 0, len(text), text, None, heading)


@st.composite
def drawn_candidates(draw: st.DrawFn) -> tuple[list[Paragraph], list[list[Span]]]:
    """Paragraphs with their own sentences, as a whole, or with any ranges as sentences."""
    found, sentences = [], []
    for text in draw(st.lists(TEXTS, max_size=3)):
        place = st.integers(0, len(text))
        any_spans = st.lists(st.builds(lambda a, b: Span(min(a, b), max(a, b)), place, place), min_size=1, max_size=4)
        whole = [Span(0, len(text))]
        found.append(paragraph(text, draw(st.one_of(st.none(), TEXTS))))
        sentences.append(draw(st.one_of(st.just(clauses(text) or whole), st.just(whole), any_spans)))
    return found, sentences


def candidates_of(paragraphs: list[Paragraph], sentences: list[list[Span]]) -> Candidates:
    return Candidates(paragraphs, [np.array([(each.start, each.end) for each in spans]) for spans in sentences])


def texts_of(paragraph: Paragraph, spans: list[Span]) -> list[str]:
    return [paragraph.text[span.start : span.end] for span in spans]


@example(([paragraph("khoai họp")], [[Span(0, 3), Span(3, 9)]]), " kho ")
@example(([paragraph("khoai họp")], [[Span(0, 9), Span(0, 9)]]), "họp kho")
@given(drawn_candidates(), st.sampled_from(["12", "họp kho", "họp. kho", "hòa", " kho ", " 1 "]))
def test_what_stands_in_paragraphs_and_their_sentences(
    drawn: tuple[list[Paragraph], list[list[Span]]], sought: str
) -> None:
    paragraphs, sentences = drawn
    found = candidates_of(paragraphs, sentences)
    whole, parts = found.standing(lambda texts, _: [sought in f" {text} " for text in texts])
    for row, (each, spans) in enumerate(zip(paragraphs, sentences, strict=True)):
        expected = standing(each.text, texts_of(each, spans), lambda text: sought in f" {normalise(text)} ")
        own = parts[found.edges[row] : found.edges[row + 1]]
        assert (whole[row], own.tolist()) == (expected[0], expected[1].tolist())


FORMS = st.builds(
    Form,
    st.lists(
        st.sampled_from(["hop", "kho", "hop_kho", "kho_lua", "hoa", "họp", "kho_lúa", "12"]), min_size=1, max_size=2
    ).map(tuple),
    st.booleans(),
)
CONCEPTS = st.lists(st.builds(Concept, st.lists(FORMS, max_size=3).map(tuple)), max_size=3)


@given(drawn_candidates(), CONCEPTS, st.lists(st.sampled_from(["hop_kho", "kho_lua", "12_nam", "hop_hop"]), max_size=4))
def test_the_concepts_pairs_and_language_of_pieces(
    drawn: tuple[list[Paragraph], list[list[Span]]], concepts: list[Concept], pairs: list[str]
) -> None:
    paragraphs, sentences = drawn
    found = candidates_of(paragraphs, sentences)
    held = HeldTerms.of(found.pieces, pairs, concepts)
    texts = [texts_of(each, spans) for each, spans in zip(paragraphs, sentences, strict=True)]
    pieces = [*(each.context or "" for each in paragraphs), *(text for of_paragraph in texts for text in of_paragraph)]
    assert held.concepts.tolist() == [[holds(piece, concept) for concept in concepts] for piece in pieces]
    assert held.pairs.tolist() == [share_of_pairs(piece, pairs) for piece in pieces]
    words, marked = found.sums(found.pieces.words), found.sums(found.pieces.marked)
    assert (marked > 0.15 * words).tolist() == [is_vietnamese(each) for each in texts]
