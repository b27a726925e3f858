"""Which part of a paragraph is highlighted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.quotes import highlights
from index import SentenceMatch, Span
from index.text import clauses


def test_best_sentence() -> None:
    text = "Một. Hai ba. Bốn."
    matches = [SentenceMatch(Span(0, 4), 0.1), SentenceMatch(Span(5, 12), 0.9), SentenceMatch(Span(13, 17), 0.2)]
    assert [text[span.start : span.end] for span in highlights(text, matches)] == ["Hai ba."]


def test_first_of_equals() -> None:
    assert highlights("A. B.", [SentenceMatch(Span(0, 2), 0.5), SentenceMatch(Span(3, 5), 0.5)]) == (Span(0, 2),)


def test_sentence_of_whom_was_asked() -> None:
    matches = [SentenceMatch(Span(0, 2), 0.9, False), SentenceMatch(Span(3, 5), 0.1, True)]
    assert highlights("A. B.", matches) == (Span(3, 5),)


def test_long_sentence_among_three_is_cut_at_a_comma_within_half() -> None:
    text = "Có. Một hai ba, bốn năm sáu bảy tám chín mười. Hết."
    spans = clauses(text)
    matches = [SentenceMatch(span, float(number == 1)) for number, span in enumerate(spans)]
    assert len(spans) == 3
    assert [text[span.start : span.end] for span in highlights(text, matches)] == ["Một hai ba"]


def test_a_part_ends_in_no_white_space() -> None:
    text = "Có. Một hai ba\u00a0 bốn năm sáu bảy tám chín. Hết."
    matches = [SentenceMatch(span, float(number == 1)) for number, span in enumerate(clauses(text))]
    (span,) = highlights(text, matches)
    assert text[span.start : span.end] == "Một hai ba\u00a0 bốn năm"
    (span,) = highlights("A. Một hai\u00a0 bốnnămsáubảytám. B.", [SentenceMatch(Span(3, 28), 1.0)] * 3)
    assert span == Span(3, 10)


def test_no_sentences() -> None:
    assert highlights("", []) == ()


@given(st.text(alphabet="Aab ,.;\n", min_size=1, max_size=200), st.integers(0, 20))
def test_never_more_than_half_of_three_or_more_sentences(text: str, best: int) -> None:
    spans = clauses(text)
    found = highlights(text, [SentenceMatch(span, float(number == best)) for number, span in enumerate(spans)])
    assert len(found) <= 1
    for span in found:
        assert 0 <= span.start < span.end <= len(text)
        assert len(spans) < 3 or (span.end - span.start) * 2 <= len(text)
