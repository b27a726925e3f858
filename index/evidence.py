"""The evidence for each candidate paragraph of a question: what is measured, before anything is weighed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.asked import shape_of_answer
from index.caches import Caches, folded_terms
from index.concepts import Concept, Form, concepts, content_words
from index.context import neighbours, share_spoken, spoken
from index.expected import Expected, names_in
from index.lexical import PostingsBM25
from index.models import Paragraph, Span
from index.question import Understood
from index.store import StoredParagraph
from index.text import fold, fold_word, normalise, normalised_each, tokens, tokens_of_normalised

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]

# From this share of words with a mark on, text is Vietnamese.
_VIETNAMESE_SHARE = 0.15
_MORE_ROWS = 20
_JOINT = re.compile("_")
# Terms with diacritics and without; a concept's number, whether its form is without, and the form's terms.
_FoundTerms = tuple[frozenset[str], frozenset[str]]
_Form = tuple[int, bool, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of n candidate paragraphs for one question; each field has the shape (n,) unless said otherwise.

    `cosine` is the paragraph's cosine with the question's vector, `centred` its product with the centred vector, and
    `centred_sentences` is the same for its s sentences, (s,). `bm25_folded` is BM25 without diacritics. `coverage` is
    the share (0..1) of the question's words, weighted by idf, that the paragraph holds, and `pairs` that of its pairs
    of neighbours, without diacritics.

    Of the question's k concepts, `idf` (k,) is the weight, `opaque` (k,) tells those of which nothing is known,
    `numeric` (k,) those with a digit in them; `held` tells which stand in the context and in each sentence, (1 + s, k).
    `names` and `sentence_names` (s,) tell what names the thing that the question asks for, `shape` and `sentence_shape`
    (s,) what looks like its answer; all, if the question doesn't say.
    `other_language`: the question is in English and the paragraph isn't, or the other way about.

    `sentence_pairs` (s,) is the share of the question's pairs of neighbours that each sentence holds, `sentence_words`
    (s,) how many words it has, and `sentence_spoken` (s,) whether somebody says it whom the question names (all, if it
    names nobody here). `neighbours` (n, 3) are as in `index.context`, `spoken` is the share of the paragraph
    that those named say. `size` is the number of paragraphs in the library.
    """

    cosine: Floats
    centred: Floats
    centred_sentences: Sequence[Floats]
    bm25_folded: Floats
    coverage: Floats
    pairs: Floats
    idf: Floats
    opaque: NDArray[np.bool_]
    numeric: NDArray[np.bool_]
    held: Sequence[NDArray[np.bool_]]
    names: Floats
    sentence_names: Sequence[Floats]
    shape: Floats
    sentence_shape: Sequence[Floats]
    other_language: Floats
    sentence_pairs: Sequence[Floats]
    sentence_words: Sequence[Floats]
    sentence_spoken: Sequence[NDArray[np.bool_]]
    neighbours: Floats
    spoken: Floats
    size: int
    asks: bool
    shaped: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text, normalised: its words in order, with diacritics and without, and how many have a mark."""

    text: str
    words: tuple[str, ...]
    folded: tuple[str, ...]
    marked: int

    @classmethod
    def of_each(cls, pieces: Sequence[str]) -> list[Words]:
        """Those of each piece of a text."""
        return [cls._of(piece, tuple(tokens_of_normalised(piece))) for piece in normalised_each(pieces)]

    @classmethod
    def _of(cls, text: str, words: tuple[str, ...]) -> Words:
        marked = len(words) - sum(map(str.isascii, words))
        return cls(text, words, tuple(map(fold_word, words)) if marked else words, marked)


class Wanted:
    """Terms that are looked for in many texts: words, and pairs of neighbours joined by "_"."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._terms = frozenset(terms)
        # What stands before a "_". Pairs of other words aren't even put together.
        self._firsts = frozenset(term[: each.start()] for term in self._terms for each in _JOINT.finditer(term))

    def found_in(self, words: tuple[str, ...]) -> frozenset[str]:
        """Those of the terms that a text of these words holds."""
        found, firsts = self._terms.intersection(words), self._firsts
        if firsts.isdisjoint(words):
            return found
        pairs = [f"{left}_{right}" for left, right in zip(words, words[1:], strict=False) if left in firsts]
        return found.union(self._terms.intersection(pairs))


@dataclass(frozen=True, slots=True)
class QuestionTerms:
    """A question's words and what they speak of."""

    restored: str
    words: tuple[str, ...]
    concepts: tuple[Concept, ...]
    idf: tuple[float, ...]

    @classmethod
    def of(cls, question: str, english: bool, caches: Caches) -> QuestionTerms:
        """Those of a question with its diacritics, in a library."""
        words = tokens(question)
        forms = list[Form]()

        def occurs(form: Form) -> bool:
            forms.append(form)
            return False

        # Looked up one by one, they would take as long as all the rest of the lexical side.
        concepts(words, english=english, occurs=occurs)
        for folded, index in ((True, caches.folded), (False, caches.words)):
            index.look_up([term for form in forms if form.folded == folded for term in form.terms])
        found = concepts(words, english=english, occurs=lambda form: _frequency(form, caches) > 0)
        return cls(question, tuple(words), found, tuple(_idf(concept, caches) for concept in found))

    def translated(self) -> list[str]:
        """The terms with diacritics of all translations."""
        return sorted({term for each in self.concepts for form in each.forms if not form.folded for term in form.terms})


def gather(
    question: Understood,
    terms: QuestionTerms,
    asks: Expected | None,
    vector: Vectors,
    centred: Vectors,
    ids: NDArray[np.int64],
    ranges: NDArray[np.int64],
    stored: Sequence[StoredParagraph],
    caches: Caches,
) -> Evidence:
    """The evidence for the paragraphs `stored`, whose ids are `ids` (n,).

    `ranges` (n, 2) are the first and last ids among which each has its neighbours.
    """
    words = list(terms.words)
    shape = shape_of_answer(terms.restored)
    pairs = [f"{fold(left)}_{fold(right)}" for left, right in zip(words, words[1:], strict=False)]
    vectors = caches.vectors.vectors_of(ids)
    products = (vectors @ centred).astype(np.float64)
    sentences = [_sentence_vectors(each, vectors[row]) for row, each in enumerate(stored)]
    paragraphs = [each.paragraph for each in stored]
    texts = [_normalised(each.text) for each in paragraphs]
    spans = [_sentence_spans(each, sentences[row]) for row, each in enumerate(stored)]
    parts = [analysed(each.context, each.text, spans[row]) for row, each in enumerate(paragraphs)]
    pieces = [[part.text for part in piece[1:]] for piece in parts]
    asked_turns = spoken(question.embedded, paragraphs)
    forms = [(column, form.folded, frozenset(form.terms)) for column, form in _numbered(terms.concepts)]
    in_words = Wanted(term for _, folded, each in forms if not folded for term in each)
    in_folded = Wanted([*pairs, *(term for _, folded, each in forms if folded for term in each)])
    found = [[(in_words.found_in(part.words), in_folded.found_in(part.folded)) for part in piece] for piece in parts]
    asked_pairs = frozenset(pairs)
    named = [asks is None or _names(asks, text, each.speaker) for text, each in zip(texts, paragraphs, strict=True)]
    shaped = [shape is None or shape.stands_in(text) for text in texts]
    return Evidence(
        cosine=(vectors @ vector).astype(np.float64),
        centred=products,
        centred_sentences=[(each @ centred).astype(np.float64) for each in sentences],
        bm25_folded=caches.folded.scores_of(folded_terms(" ".join(words)), ids),
        coverage=_coverage(content_words(words), ids, caches.words),
        pairs=_coverage(pairs, ids, caches.folded),
        idf=np.array(terms.idf),
        opaque=np.array([each.opaque for each in terms.concepts], bool),
        numeric=np.array([each.numeric for each in terms.concepts], bool),
        held=[_held(each, forms, len(terms.concepts)) for each in found],
        names=np.array(named, np.float64),
        # What isn't in the paragraph is in none of its sentences, which then needn't be looked at.
        sentence_names=[
            np.array(
                [float(named[row] and (asks is None or _names(asks, piece, each.speaker))) for piece in pieces[row]]
            )
            for row, each in enumerate(paragraphs)
        ],
        shape=np.array(shaped, np.float64),
        sentence_shape=[
            np.array([float(shaped[row] and (shape is None or shape.stands_in(piece))) for piece in each])
            for row, each in enumerate(pieces)
        ],
        other_language=np.array([float(_is_vietnamese(piece[1:]) == question.english) for piece in parts]),
        sentence_pairs=[
            np.array([len(asked_pairs & folded) / max(len(asked_pairs), 1) for _, folded in each[1:]]) for each in found
        ],
        sentence_words=[np.array([float(len(part.words)) for part in piece[1:]]) for piece in parts],
        sentence_spoken=[_said(each, spans[row], asked_turns[row]) for row, each in enumerate(paragraphs)],
        neighbours=neighbours(products, centred, ids, ranges, caches.vectors),
        spoken=np.array([share_spoken(each, asked_turns[row]) for row, each in enumerate(paragraphs)]),
        size=caches.words.corpus_size,
        asks=asks is not None,
        shaped=shape is not None,
    )


def _numbered(concepts: Sequence[Concept]) -> list[tuple[int, Form]]:
    return [(column, form) for column, concept in enumerate(concepts) for form in concept.forms]


def _held(found: Sequence[_FoundTerms], forms: Sequence[_Form], count: int) -> NDArray[np.bool_]:
    """Which of the `count` concepts the pieces of a text hold, (pieces, count), by the terms found in each."""
    held = np.zeros((len(found), count), bool)
    for row, (words, folded) in enumerate(found):
        if words or folded:
            for column, is_folded, terms in forms:
                if terms <= (folded if is_folded else words):
                    held[row, column] = True
    return held


def _said(paragraph: Paragraph, spans: Sequence[Span], asked: Sequence[bool]) -> NDArray[np.bool_]:
    """Which of the sentences lie in a turn that is `asked` for; all if none is."""
    offset = paragraph.start
    turns = [turn for turn, wanted in zip(paragraph.turns, asked, strict=True) if wanted]
    said = [any(turn.start <= offset + span.start < turn.end for turn in turns) for span in spans]
    return np.array(said if any(said) else [True] * len(spans), bool)


@lru_cache(maxsize=16384)
def _names(asks: Expected, text: str, speaker: str | None) -> bool:
    return names_in(asks, text, speaker)


@lru_cache(maxsize=4096)
def _normalised(text: str) -> str:
    return normalise(text)


def _frequency(form: Form, caches: Caches) -> int:
    index = caches.folded if form.folded else caches.words
    return min(index.document_frequency(term) for term in form.terms)


def _idf(concept: Concept, caches: Caches) -> float:
    """The weight of a concept, by how many paragraphs at most hold it."""
    rows = caches.words.corpus_size
    return _weight(min(sum(_frequency(form, caches) for form in concept.forms), rows), rows)


def _weight(held: int, rows: int) -> float:
    """The idf of what `held` of `rows` paragraphs hold, as if there were some more without it.

    In a library of one paragraph, a word that stands in it would else weigh next to nothing.
    """
    rows += _MORE_ROWS
    return math.log(1 + (rows - held + 0.5) / (held + 0.5))


def _coverage(terms: Sequence[str], ids: NDArray[np.int64], postings: PostingsBM25) -> Floats:
    """The share of the terms, weighted by idf, that each row holds, (len(ids),), 0..1."""
    different = list(dict.fromkeys(terms))
    weights = [_weight(found.df, postings.corpus_size) for found in postings.look_up(different)]
    covered = np.zeros(len(ids))
    for weight, held in zip(weights, postings.have(different, ids), strict=True):
        covered += weight * held
    return covered / max(sum(weights), 1e-9)


def _sentence_vectors(stored: StoredParagraph, vector: Vectors) -> Vectors:
    return stored.sentence_vectors if len(stored.sentence_vectors) else vector[None]


def _sentence_spans(stored: StoredParagraph, vectors: Vectors) -> tuple[Span, ...]:
    whole = Span(0, len(stored.paragraph.text))
    return stored.sentences if len(stored.sentences) == len(vectors) else (whole,) * len(vectors)


@lru_cache(maxsize=4096)
def analysed(context: str | None, text: str, sentences: tuple[Span, ...]) -> tuple[Words, ...]:
    """The words of a paragraph's context, then those of each of its sentences."""
    return (_words_of(context or ""), *Words.of_each([text[span.start : span.end] for span in sentences]))


@lru_cache(maxsize=4096)
def _words_of(context: str) -> Words:
    (words,) = Words.of_each([context])
    return words


def _is_vietnamese(sentences: Sequence[Words]) -> bool:
    return sum(each.marked for each in sentences) > _VIETNAMESE_SHARE * sum(len(each.words) for each in sentences)
