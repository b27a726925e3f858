"""From questions to hits: understand, embed in one batch, gather candidates from both searches, weigh the evidence."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.accents import is_english
from index.caches import Caches, folded_terms, word_terms
from index.casing import canonical
from index.embed import Embedder
from index.errors import BadQuestion, QuestionTooLong
from index.evidence import Evidence, QuestionTerms, gather
from index.expected import Expected, expected
from index.fuse import Weights, concept_weights, sentence_fit
from index.models import Hit, Span
from index.store import Store, StoredParagraph
from index.text import normalise, tokens

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
    """A sentence or clause of a hit: its range in the paragraph and how well it answers the question.

    `fit` compares sentences of one question. In it, that all of the question's words stand in the sentence counts 1.
    """

    span: Span
    fit: float


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found: the question as searched, the hits, best first, and the sentences of each hit.

    `expected` is what the question asks for; a hit of less confidence than `threshold` is no answer.
    """

    question: Understood
    expected: Expected | None
    hits: tuple[Hit, ...]
    sentences: tuple[tuple[SentenceMatch, ...], ...]
    threshold: float


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
        ids, stored, evidence = self.candidates(question, vector, within)
        confidences = self.weights.confidence(evidence)
        # Equal paragraphs come by id; what their sums differ by in the last bits doesn't count.
        best = np.lexsort((ids, -confidences.round(12)))[:limit]
        weights = concept_weights(evidence)
        shares = weights / max(float(weights.sum()), 1e-9)
        return Found(
            question,
            expected(question.restored),
            tuple(
                Hit(
                    stored[row].paragraph,
                    # Stored in half precision, a vector may be a little longer than one.
                    cosine=float(np.clip(evidence.cosine[row], -1.0, 1.0)),
                    bm25=float(evidence.bm25_folded[row]) or None,
                    confidence=float(confidences[row]),
                )
                for row in best
            ),
            tuple(
                tuple(
                    SentenceMatch(span, float(fit))
                    for span, fit in zip(stored[row].sentences, sentence_fit(evidence, row, shares), strict=False)
                )
                for row in best
            ),
            self.weights.threshold,
        )

    def candidates(
        self, question: Understood, vector: Vectors, within: str | None = None
    ) -> tuple[NDArray[np.int64], list[StoredParagraph], Evidence]:
        """The ids (n,), ascending, of the paragraphs worth weighing, these paragraphs, and the evidence for them.

        They are the nearest paragraphs and those with the best words, of the question or of its translation.
        """
        among = None if within is None else self.store.paragraph_ids(within)
        centred = vector - (self.centres.english if question.english else self.centres.vietnamese)
        length = float(np.linalg.norm(centred))
        directions = np.stack([vector, centred / length if length > 0 else vector])
        terms = QuestionTerms.of(question.restored, question.english, self.caches)
        near, _ = self.caches.vectors.top(directions, _CANDIDATES, among)
        found = [near.ravel()]
        for index, query in (
            (self.caches.words, word_terms(question.restored)),
            (self.caches.folded, folded_terms(question.restored)),
            (self.caches.words, terms.translated()),
        ):
            found.append(index.top(query, _CANDIDATES, among)[0])
        ids = np.unique(np.concatenate(found))
        ids = ids[ids >= 0]
        stored = list(self.store.paragraphs(ids.tolist(), self.caches.vectors.dimension))
        asks = expected(question.restored)
        return ids, stored, gather(terms, asks, question.english, vector, centred, ids, stored, self.caches)
