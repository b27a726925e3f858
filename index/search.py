"""From questions to hits: understand, embed in one batch, gather candidates from both searches, weigh the evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.accents import is_english
from index.caches import Caches, folded_terms, word_terms
from index.casing import canonical
from index.embed import Embedder
from index.errors import BadQuestion, QuestionTooLong
from index.expected import Expected, expected, names
from index.fuse import Evidence, Weights, content_words, coverage
from index.models import Hit, Span
from index.store import Store, StoredParagraph
from index.text import fold, normalise, tokens

LONGEST_QUESTION = 2_000
_CANDIDATES = 50

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Understood:
    """A question as it is searched: with its diacritics restored, and in the form that is embedded."""

    typed: str
    restored: str
    embedded: str
    english: bool

    @property
    def changed(self) -> bool:
        """Whether the words that are searched are other than those typed."""
        return self.restored != normalise(self.typed)


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence or clause of a hit: its range in the paragraph and how well it fits the question.

    `cosine` is that of its vector with the question's, `coverage` (0..1) the share of the question's words, weighted by
    idf and without diacritics, that stand in it.
    """

    span: Span
    cosine: float
    coverage: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found: the question as searched, the hits, best first, and the sentences of each hit.

    `expected` is what the question asks for.
    """

    question: Understood
    expected: Expected | None
    hits: tuple[Hit, ...]
    sentences: tuple[tuple[SentenceMatch, ...], ...]


def understand(question: str, caches: Caches, *, as_typed: bool = False) -> Understood:
    """The question as it is searched. Raises BadQuestion for an empty one and QuestionTooLong."""
    if len(question) > LONGEST_QUESTION:
        raise QuestionTooLong(length=len(question), limit=LONGEST_QUESTION)
    if not tokens(question):
        raise BadQuestion(length=len(question), limit=LONGEST_QUESTION)
    restored = normalise(question) if as_typed else caches.restorer.restore(question)
    return Understood(question, restored, canonical(restored, caches.cased), is_english(restored))


@dataclass(frozen=True, slots=True)
class QuestionCentres:
    """The mean vectors (dimension,) of generic questions, Vietnamese and English."""

    vietnamese: Vectors
    english: Vectors

    @classmethod
    def of(cls, embedder: Embedder) -> QuestionCentres:
        """Those of a model, from generic_questions.txt."""
        text = resources.files("index").joinpath("generic_questions.txt").read_text(encoding="utf-8")
        lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        vietnamese, english = (part.strip().split("\n") for part in lines.split("\n\n"))
        return cls(embedder.questions(vietnamese).mean(axis=0), embedder.questions(english).mean(axis=0))


@dataclass(frozen=True, slots=True)
class Searcher:
    """What a search needs: the store, its caches, the fusion's weights and the centres of its model's questions."""

    store: Store
    caches: Caches
    weights: Weights
    centres: QuestionCentres

    def search(self, question: Understood, vector: Vectors, limit: int, within: str | None) -> Found:
        """The best `limit` hits for the question, whose vector is (dimension,), in one document if named."""
        among = None if within is None else self.store.paragraph_ids(within)
        centred = vector - (self.centres.english if question.english else self.centres.vietnamese)
        ids = self._candidates(question, vector, centred, among)
        stored = self.store.paragraphs(ids.tolist(), self.caches.vectors.dimension)
        evidence = self._evidence(question, vector, centred, ids, stored)
        confidences = self.weights.confidence(evidence)
        best = np.lexsort((ids, -confidences))[:limit]
        return Found(
            question,
            expected(question.restored),
            tuple(
                Hit(
                    stored[row].paragraph,
                    cosine=float(evidence.cosine[row]),
                    bm25=float(evidence.bm25_folded[row]) or None,
                    confidence=float(confidences[row]),
                )
                for row in best
            ),
            tuple(self._sentences(question, stored[row], vector) for row in best),
        )

    def _candidates(
        self, question: Understood, vector: Vectors, centred: Vectors, among: NDArray[np.int64] | None
    ) -> NDArray[np.int64]:
        """The ids, ascending, of the nearest paragraphs and of those with the best words."""
        length = float(np.linalg.norm(centred))
        directions = np.stack([vector, centred / length if length > 0 else vector])
        near, _ = self.caches.vectors.top(directions, _CANDIDATES, among)
        with_words, _ = self.caches.words.top(word_terms(question.restored), _CANDIDATES, among)
        with_folded, _ = self.caches.folded.top(folded_terms(question.restored), _CANDIDATES, among)
        ids = np.unique(np.concatenate([near.ravel(), with_words, with_folded]))
        return ids[ids >= 0]

    def _evidence(
        self,
        question: Understood,
        vector: Vectors,
        centred: Vectors,
        ids: NDArray[np.int64],
        stored: Sequence[StoredParagraph],
    ) -> Evidence:
        words = tokens(question.restored)
        content = content_words(words)
        kept = set(content)
        neighbours = list(zip(words, words[1:], strict=False))
        pairs = [f"{fold(left)}_{fold(right)}" for left, right in neighbours]
        content_pairs = [f"{fold(left)}_{fold(right)}" for left, right in neighbours if left in kept and right in kept]
        folded_content = [fold(word) for word in content]
        kind = expected(question.restored)
        vectors = self.caches.vectors.vectors_of(ids)
        sentences = [row.sentence_vectors if len(row.sentence_vectors) else vectors[i : i + 1] for i, row in enumerate(stored)]
        index = self.caches
        return Evidence(
            cosine=(vectors @ vector).astype(np.float64),
            sentence=np.array([float((each @ vector).max()) for each in sentences]),
            centred=(vectors @ centred).astype(np.float64),
            centred_sentence=np.array([float((each @ centred).max()) for each in sentences]),
            bm25=index.words.scores_of(word_terms(question.restored), ids),
            bm25_folded=index.folded.scores_of(folded_terms(question.restored), ids),
            coverage=coverage(content, ids, index.words),
            coverage_folded=coverage(folded_content, ids, index.folded),
            pairs=coverage(pairs, ids, index.folded),
            known=coverage(folded_content, ids, index.folded, known=True),
            known_pairs=coverage(content_pairs, ids, index.folded, known=True),
            named=np.array(
                [float(kind is None or names(kind, row.paragraph.text, row.paragraph.speaker)) for row in stored]
            ),
        )

    def _sentences(self, question: Understood, stored: StoredParagraph, vector: Vectors) -> tuple[SentenceMatch, ...]:
        content = [fold(word) for word in content_words(tokens(question.restored))]
        weights = {term: self.caches.folded.idf_of(term) for term in (*content, *_pairs(content))}
        total = sum(weights.values())
        matches = []
        for span, sentence_vector in zip(stored.sentences, stored.sentence_vectors, strict=True):
            held = frozenset(folded_terms(stored.paragraph.text[span.start : span.end]))
            covered = sum(weight for term, weight in weights.items() if term in held)
            matches.append(SentenceMatch(span, float(sentence_vector @ vector), covered / total))
        return tuple(matches)


def _pairs(words: Sequence[str]) -> list[str]:
    return [f"{left}_{right}" for left, right in zip(words, words[1:], strict=False)]
