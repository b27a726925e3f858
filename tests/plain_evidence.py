"""The evidence for candidate paragraphs, reckoned text by text and word by word: what `gather` does for all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from index.asked import has_shape, shape_of_answer
from index.caches import Caches, folded_terms
from index.concepts import Concept, content_words
from index.context import RINGS, share_spoken, spoken
from index.evidence import Evidence, QuestionTerms, weight_of
from index.expected import Expected, names
from index.lexical import PostingsBM25
from index.models import Span
from index.phrases import is_phrase
from index.question import QuestionVectors, Understood
from index.store import StoredParagraph
from index.text import fold, tokens

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


def terms_of(text: str) -> set[str]:
    """The words of a text and its pairs of neighbours."""
    words = tokens(text)
    return {*words, *(f"{left}_{right}" for left, right in zip(words, words[1:], strict=False))}


def folded_terms_of(text: str) -> set[str]:
    """The same without diacritics."""
    words = [fold(word) for word in tokens(text)]
    return {*words, *(f"{left}_{right}" for left, right in zip(words, words[1:], strict=False))}


def holds(text: str, concept: Concept) -> bool:
    """Whether a text holds one of the concept's forms."""
    return any(set(form.terms) <= (folded_terms_of(text) if form.folded else terms_of(text)) for form in concept.forms)


def concepts_held(texts: Sequence[str], concepts: Sequence[Concept]) -> NDArray[np.bool_]:
    """Which of the concepts each text holds, (texts, concepts)."""
    return np.array([[holds(text, concept) for concept in concepts] for text in texts], bool).reshape(len(texts), -1)


def share_of_pairs(text: str, pairs: Sequence[str]) -> float:
    """The share of the different pairs that a text holds."""
    return len(set(pairs) & folded_terms_of(text)) / max(len(set(pairs)), 1)


def standing(
    text: str, sentences: Sequence[str], stands: Callable[[str], bool] | None
) -> tuple[float, NDArray[np.float64]]:
    """Whether something stands in a paragraph, and in which of its sentences; what isn't in it is in none of these."""
    if stands is None:
        return 1.0, np.ones(len(sentences))
    whole = stands(text)
    return float(whole), np.array([float(whole and stands(each)) for each in sentences])


def is_vietnamese(sentences: Sequence[str]) -> bool:
    """Whether more than 15 % of the words have a mark."""
    words = [word for each in sentences for word in tokens(each)]
    return sum(not word.isascii() for word in words) > 0.15 * len(words)


def coverage(terms: Sequence[str], ids: Ids, postings: PostingsBM25, particulars: Sequence[str]) -> Floats:
    """The share of the terms, by weight, that each row holds; what its particulars alone hold counts 0.7."""
    covered, total = np.zeros(len(ids)), 0.0
    for term in dict.fromkeys(terms):
        weight = weight_of(postings.document_frequency(term), postings.corpus_size)
        named = np.array([fold(term) in folded_terms_of(text) for text in particulars])
        covered += weight * np.where(postings.has(term, ids), 1.0, 0.7 * named)
        total += weight
    return covered / max(total, 1e-9)


def said(stored: StoredParagraph, spans: Sequence[Span], asked: Sequence[bool]) -> NDArray[np.bool_]:
    """Which sentences begin in a turn that is asked for; all if none does."""
    turns = [turn for turn, wanted in zip(stored.paragraph.turns, asked, strict=True) if wanted]
    starts = [stored.paragraph.start + span.start for span in spans]
    found = [any(turn.start <= start < turn.end for turn in turns) for start in starts]
    return np.array(found if any(found) else [True] * len(found), bool)


def _products(rows: Vectors, vector: Vectors) -> Floats:
    """The products of the rows with the vector, one by one."""
    return np.array([np.einsum("i,i", row, vector) for row in rows], np.float64)


def nearer(row: int, vectors: Vectors, centred: Vectors, ids: Ids, ranges: Ids, caches: Caches) -> list[float]:
    """How much nearer to the question a paragraph's neighbours, by their codes, are than itself, by ring."""
    own = int(ids[row])
    around = [[own + sign * step for step in range(first, last + 1) for sign in (-1, 1)] for first, last in RINGS]
    near = [[each for each in ring if ranges[row, 0] <= each <= ranges[row, 1]] for ring in around]
    product = vectors[row] @ centred
    return [
        float((caches.vectors.vectors_of(held) @ centred - product).sum()) / len(ring)
        for held, ring in zip(near, around, strict=True)
    ]


def plain_evidence(
    question: Understood,
    terms: QuestionTerms,
    asks: Expected | None,
    of_question: QuestionVectors,
    ids: Ids,
    ranges: Ids,
    stored: Sequence[StoredParagraph],
    particulars: Sequence[str],
    caches: Caches,
) -> Evidence:
    """As `index.evidence.gather`."""
    words, shape = list(terms.words), shape_of_answer(terms.restored)
    pairs = [f"{fold(left)}_{fold(right)}" for left, right in zip(words, words[1:], strict=False)]
    vector, centred, talk = of_question.plain, of_question.centred, of_question.talk
    vectors = np.array([each.vector for each in stored], np.float32).reshape(len(stored), len(vector))
    of_sentences = [
        each.sentence_vectors if len(each.sentence_vectors) else vectors[row][None] for row, each in enumerate(stored)
    ]
    spans = [
        each.sentences if len(each.sentences) == len(found) else (Span(0, len(each.paragraph.text)),) * len(found)
        for each, found in zip(stored, of_sentences, strict=True)
    ]
    sentences = [
        [each.paragraph.text[span.start : span.end] for span in of_paragraph]
        for each, of_paragraph in zip(stored, spans, strict=True)
    ]
    paragraphs = [each.paragraph for each in stored]
    named = [
        standing(
            each.text,
            sentences[row],
            None if asks is None else lambda text, kind=asks, by=each.speaker: names(kind, text, by),
        )
        for row, each in enumerate(paragraphs)
    ]
    shaped = [
        standing(each.text, sentences[row], None if shape is None else lambda text: has_shape(shape, text))
        for row, each in enumerate(paragraphs)
    ]
    asked = spoken(question.embedded, paragraphs)
    rows = range(len(stored))
    return Evidence(
        edges=np.array([sum(map(len, spans[:row])) for row in range(len(stored) + 1)]),
        cosine=_products(vectors, vector),
        centred=_products(vectors, centred),
        centred_sentences=np.concatenate([_products(each, centred) for each in of_sentences]),
        bm25_folded=caches.folded.scores_of(folded_terms(" ".join(words)), ids),
        coverage=coverage(content_words(words), ids, caches.words, particulars),
        pairs=coverage(pairs, ids, caches.folded, particulars),
        idf=np.array(terms.idf),
        opaque=np.array([each.opaque for each in terms.concepts], bool),
        numeric=np.array([each.numeric for each in terms.concepts], bool),
        context_held=concepts_held([each.context or "" for each in paragraphs], terms.concepts)
        | concepts_held(particulars, [replace(each, forms=each.every) for each in terms.concepts]),
        sentence_held=concepts_held([text for each in sentences for text in each], terms.concepts),
        names=np.array([whole for whole, _ in named]),
        sentence_names=np.concatenate([parts for _, parts in named]),
        shape=np.array([whole for whole, _ in shaped]),
        sentence_shape=np.concatenate([parts for _, parts in shaped]),
        other_language=np.array([float(is_vietnamese(each) == question.english) for each in sentences]),
        sentence_pairs=np.array([share_of_pairs(text, pairs) for each in sentences for text in each]),
        sentence_words=np.array([float(len(tokens(text))) for each in sentences for text in each]),
        sentence_asks=np.array([float(text.rstrip().endswith("?")) for each in sentences for text in each]),
        sentence_spoken=np.concatenate([said(stored[row], spans[row], asked[row]) for row in rows]),
        neighbours=np.array([nearer(row, vectors, talk, ids, ranges, caches) for row in rows]).reshape(-1, len(RINGS)),
        spoken=np.array([share_spoken(each, asked[row]) for row, each in enumerate(paragraphs)]),
        said=np.array([len(each.turns) > 0 for each in paragraphs]),
        talk=np.where([len(each.turns) > 0 for each in paragraphs], _products(vectors, talk), 0.0),
        talk_sentences=np.concatenate(
            [
                _products(found, talk) if each.turns else np.zeros(len(found))
                for each, found in zip(paragraphs, of_sentences, strict=True)
            ]
        ),
        documents=np.array(
            [sorted({other.document for other in paragraphs}).index(each.document) for each in paragraphs], np.int64
        ),
        places=ids,
        size=caches.words.corpus_size,
        asks=asks is not None,
        shaped=shape is not None,
        soft=shape is not None and shape.soft,
        phrase=is_phrase(terms.restored, len(terms.concepts)),
    )
