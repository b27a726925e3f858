"""The words of many pieces of text at once, held against the same word by word."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from index.piecewise import Pieces
from index.text import fold, normalise, tokens

# What composes, what folds to nothing, to another length or beyond the tables, what is of no word, and some words.
SIGNS = st.text(
    alphabet="oaOÀàđĐΣİſŉ한가\u0301\u0323\u200b\u00ad\x00\x01_-.%²½٣𝐀𝟜😀\ud800 \n\t\u00a0\u3000", max_size=8
)
WORDS = st.lists(st.sampled_from("hòa hoà Hoa hop Họp họp a_b a b c_d hoa_hop 12 ½ 한 đề án".split()), max_size=6)
PIECES = st.lists(st.one_of(SIGNS, WORDS.map(" ".join), st.text(max_size=6)), max_size=5)


def plain(piece: str, *, folded: bool) -> set[str]:
    """The words of a piece and its pairs of neighbours, one by one."""
    words = [fold(word) if folded else word for word in tokens(piece)]
    return {*words, *(f"{left}_{right}" for left, right in zip(words, words[1:], strict=False))}


@given(PIECES)
@example([])
@example(["", "\u0301a", "hoà", ""])
@example(["a\x00b", "c"])
def test_the_words_are_those_of_each_piece(texts: list[str]) -> None:
    pieces = Pieces(texts)
    assert pieces.words.tolist() == [len(tokens(text)) for text in texts]
    assert pieces.marked.tolist() == [sum(not word.isascii() for word in tokens(text)) for text in texts]
    assert [text.replace("\x00", "\x01") for text in pieces.texts] == [
        normalise(text.replace("\x00", "\x01")) for text in texts
    ]


@given(PIECES, PIECES, st.booleans())
@example(["Họp Hòa, bình"], ["hop", "hop_hoa", "hoa_binh", "binh_hop", "họp"], True)
@example(["a_b c"], ["a_b", "a_b_c", "b_c"], False)
def test_the_terms_found_are_those_of_each_piece(texts: list[str], others: list[str], folded: bool) -> None:
    terms = sorted({term for text in [*texts, *others] for term in plain(text, folded=folded)} | {*others} - {""})
    held = Pieces(texts).holding(terms, folded=folded)
    assert held.shape == (len(terms), len(texts))
    for place, text in enumerate(texts):
        assert [term for term, has in zip(terms, held[:, place], strict=True) if has] == [
            term for term in terms if term in plain(text, folded=folded)
        ]


def test_every_letter_is_what_it_is_word_by_word() -> None:
    # "\u0130" and "\u03a3" make all of the text that they stand in go another way.
    letters = [chr(code) for code in range(1, 0x10000) if chr(code) not in "\u0130\u03a3"]
    for start in range(0, len(letters), 4_096):
        texts = [f"{each}oà Hoà{each} q{each}{each.upper()}" for each in letters[start : start + 4_096]]
        pieces, words = Pieces(texts), [tokens(text) for text in texts]
        assert pieces.texts == [normalise(text) for text in texts]
        assert pieces.words.tolist() == [len(each) for each in words]
        assert pieces.marked.tolist() == [sum(not word.isascii() for word in each) for each in words]


def test_a_pair_does_not_reach_into_the_next_piece() -> None:
    held = Pieces(["họp kho", "lúa"]).holding(["họp_kho", "kho_lúa"], folded=False)
    assert held.tolist() == [[True, False], [False, False]]


def test_a_long_word_is_a_word() -> None:
    word = unicodedata.normalize("NFD", "ắ") * 5_000
    pieces = Pieces([word, f"{word}b"])
    assert pieces.holding(["a" * 5_000, "a" * 5_000 + "b"], folded=True).tolist() == [[True, False], [False, True]]
