"""The promises of the product that can be held by tests: verbatim, as people type, and honest about what is unknown.

"Nothing lost" is held in test_library.py and test_caches.py, a step at a time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Quote
from assistant.ask import ask
from index.errors import UnreadableDocument
from index.library import Library
from index.loaders import SUPPORTED_SUFFIXES, load
from index.models import Paragraph
from index.text import tokens
from tests.stub_embedder import StubEmbedder

TESTS = Path(__file__).resolve().parent
DOCUMENTS = TESTS.parent / "seeds/documents"
FIXTURES = sorted(path for folder in ("fixtures", "fixtures/sources") for path in (TESTS / folder).iterdir())
READABLE = [path for path in FIXTURES if path.suffix in SUPPORTED_SUFFIXES and path.suffix != ".doc"]

# Vietnamese in both tone placements, with and without diacritics; English; names; and what nothing answers.
QUESTIONS = (
    "Ai chủ trì hội nghị lần thứ 22 của Tỉnh uỷ Vĩnh Phúc?",
    "Thuỷ lợi và nhà văn hoá được bàn ở cuộc họp nào?",
    "hoi nghi khai mac luc may gio",
    "When does the records portal go live?",
    "Bà Phạm Mỹ Hạnh báo cáo gì?",
    "Ai là huấn luyện viên đội bóng?",
)


def ways_of_typing(question: str) -> dict[str, str]:
    """The question as it may be typed, to the same effect."""
    new, old = (
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
    )
    other_placement = question
    for left, right in zip(new, old, strict=True):
        other_placement = other_placement.replace(left, right)
    return {
        "decomposed": unicodedata.normalize("NFD", question),
        "old tone placement": other_placement,
        "upper case": question.upper(),
        "lower case": question.lower(),
        "title case": question.title(),
        "stray spaces": f" \t{question.replace(' ', '   ')}\n",
        "no-break spaces": question.replace(" ", "\u00a0"),
        "all of it": unicodedata.normalize("NFD", f"  {other_placement.upper().replace(' ', '  ')} "),
    }


def hits_of(library: Library, question: str) -> list[tuple[str, float, float | None, float | None]]:
    hits = library.search(question)
    return [(hit.paragraph.id, hit.confidence, hit.cosine, hit.bm25) for hit in hits]


def assert_verbatim(library: Library, paragraph: Paragraph) -> None:
    """The paragraph and its turns are ranges of the stored text."""
    text = library.source(paragraph.document).text
    assert 0 <= paragraph.start < paragraph.end <= len(text)
    assert text[paragraph.start : paragraph.end] == paragraph.text
    position = paragraph.start
    for turn in paragraph.turns:
        assert position <= turn.start < turn.end <= paragraph.end
        assert text[turn.start : turn.end].strip()
        position = turn.end


def assert_quotes(library: Library, answer: Answer) -> None:
    """Each quote is verbatim, and its highlights lie in it, together at most half of three or more sentences."""
    quotes: tuple[Quote, ...] = (*answer.quotes, *answer.nearest)
    for quote in quotes:
        assert_verbatim(library, quote.paragraph)
        for span in quote.highlights:
            assert 0 <= span.start < span.end <= len(quote.paragraph.text)
            part = quote.paragraph.text[span.start : span.end]
            assert part == part.strip()
    assert (1 <= len(answer.quotes) <= 5) is answer.answered
    assert (answer.reason is None) is answer.answered
    assert 0 <= answer.confidence <= 1


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """All samples and all readable fixtures, under the stand-in for the model."""
    with Library.open(tmp_path_factory.mktemp("all"), StubEmbedder()) as library:
        for path in [*sorted(DOCUMENTS.iterdir()), *READABLE]:
            library.add(path, document=path.relative_to(TESTS.parent).as_posix())
        yield library


# Verbatim


def test_every_format_is_in_the_library(library: Library) -> None:
    names = [summary.document for summary in library.documents()]
    assert {Path(name).suffix for name in names if name.startswith("seeds")} == set(
        ".txt .md .html .docx .pdf .vtt .srt".split()
    )
    assert {Path(name).suffix for name in names if name.startswith("tests")} == set(
        ".txt .md .html .docx .docm .dotx .odt .ott .rtf .pptx .pdf .mhtml .msg".split()
    )
    assert len(names) >= 18 + 10


def test_every_stored_paragraph_is_verbatim(library: Library) -> None:
    for summary in library.documents():
        paragraphs = library.paragraphs(summary.document)
        assert len(paragraphs) == summary.paragraphs > 0
        position = 0
        for paragraph in paragraphs:
            assert_verbatim(library, paragraph)
            assert len(paragraph.text) <= 2_000
            assert position <= paragraph.start
            position = paragraph.end


def test_the_text_of_a_text_file_is_the_file(library: Library) -> None:
    checked = 0
    for summary in library.documents():
        # Files in another character set have tests of their own.
        if summary.document.endswith((".txt", ".md")) and "charset-" not in summary.document:
            data = (TESTS.parent / summary.document).read_bytes()
            assert library.source(summary.document).text == data.decode("utf-8-sig")
            checked += 1
    assert checked >= 10


def test_originals_are_kept(library: Library) -> None:
    for summary in library.documents():
        assert library.original(summary.document) == (TESTS.parent / summary.document).read_bytes()


@pytest.mark.parametrize("question", QUESTIONS)
def test_hits_and_quotes_are_verbatim(library: Library, question: str) -> None:
    hits = library.search(question, limit=50)
    assert len(hits) == 50
    for hit in hits:
        assert_verbatim(library, hit.paragraph)
        assert 0 <= hit.confidence <= 1
    assert_quotes(library, ask(question, library))


# Words and signs that come up in files, and anything else that a file can hold.
WORDS = st.sampled_from(
    "hội nghị Hoà khoẻ Ông Nam: A: 1. 12/5 | - # ## --- \ufeff \u200b \u00a0 \u2028 \x0b \x0c \x85 \r \r\n \n \n\n "
    "😀 e\u0301 <b>x</b> $5 :smile: [x](y) … “câu” ; TP.".split(" ")
)
TEXTS = st.lists(WORDS | st.text(st.characters(codec="utf-8"), max_size=6), min_size=1, max_size=40).map(" ".join)


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(tmp_path_factory.mktemp("scratch"), StubEmbedder()) as library:
        yield library


@settings(max_examples=60)
@given(text=TEXTS, suffix=st.sampled_from([".txt", ".md"]), mark=st.sampled_from(["", "\ufeff"]))
def test_any_text_is_stored_and_quoted_verbatim(scratch: Library, text: str, suffix: str, mark: str) -> None:
    data = (mark + text).encode()
    name = f"a{suffix}"
    outcome = scratch.add_bytes(name, data)
    if outcome.status == "failed":
        with pytest.raises(UnreadableDocument):
            load(name, data)
        return
    source = scratch.source(name)
    assert source.text == data.decode("utf-8-sig")
    paragraphs = scratch.paragraphs(name)
    assert len(paragraphs) >= 1
    for paragraph in paragraphs:
        assert_verbatim(scratch, paragraph)
        words = tokens(paragraph.text)
        if words:
            question = " ".join(words)[:200]
            hits = scratch.search(question, limit=100, within=name)
            assert paragraph.text in {hit.paragraph.text for hit in hits} or len(paragraphs) > 50
            assert_quotes(scratch, ask(question, scratch))


# As people type


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_way_of_typing_finds_the_same(library: Library, question: str) -> None:
    expected = hits_of(library, question)
    assert len(expected) == 10
    for way, typed in ways_of_typing(question).items():
        assert hits_of(library, typed) == expected, way


# A busy machine takes a second for each question: few of them, and the ways that differ most.
FEW_WAYS = ("decomposed", "old tone placement", "upper case", "all of it")


@pytest.mark.parametrize("question", QUESTIONS[1:4])
def test_every_way_of_typing_finds_the_same_with_the_real_model(seeds_library: Library, question: str) -> None:
    expected = hits_of(seeds_library, question)
    assert len(expected) == 10
    ways = ways_of_typing(question)
    for way in FEW_WAYS:
        assert hits_of(seeds_library, ways[way]) == expected, way


@pytest.mark.parametrize("question", QUESTIONS[:1])
def test_every_way_of_typing_is_answered_the_same(seeds_library: Library, question: str) -> None:
    def answer_to(typed: str) -> tuple[bool, tuple[Quote, ...], tuple[Quote, ...], float]:
        answer = ask(typed, seeds_library)
        return answer.answered, answer.quotes, answer.nearest, answer.confidence

    expected = answer_to(question)
    assert expected[0]
    ways = ways_of_typing(question)
    for way in FEW_WAYS:
        assert answer_to(ways[way]) == expected, way


def test_a_document_is_found_whatever_form_it_was_saved_in(open_library: Callable[..., Library]) -> None:
    library = open_library()
    text = "Ông Hoà khoẻ mạnh, chị Thuý lo việc thuỷ lợi."
    forms = (text, unicodedata.normalize("NFD", text), text.replace("oà", "òa").replace("oẻ", "ỏe").replace("uý", "úy"))
    for number, form in enumerate(forms):
        library.add_bytes(f"{number}.txt", form.encode())
    hits = library.search("Chị Thúy lo việc gì?")
    assert sorted(hit.paragraph.text for hit in hits) == sorted(forms)
    assert len({(round(hit.confidence, 9), round(hit.cosine or 0, 6), round(hit.bm25 or 0, 6)) for hit in hits}) == 1


# Honest


def test_what_is_unknown_is_none(library: Library) -> None:
    for summary in library.documents():
        suffix = Path(summary.document).suffix
        for paragraph in library.paragraphs(summary.document):
            assert (paragraph.page is not None) == (suffix in (".pdf", ".pptx")), summary.document
            assert (paragraph.start_ms is not None) <= (suffix in (".vtt", ".srt")), summary.document
            if not paragraph.turns:
                assert (paragraph.speaker, paragraph.start_ms, paragraph.end_ms) == (None, None, None)


def test_an_empty_library_answers_nothing(open_library: Callable[..., Library]) -> None:
    answer = ask("Ai chủ trì hội nghị?", open_library())
    assert (answer.answered, answer.reason, answer.quotes, answer.nearest) == (False, "empty_library", (), ())
    assert answer.confidence == 0
