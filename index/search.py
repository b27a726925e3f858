"""From a question to hits: gather candidates from both searches, weigh the evidence, put the best first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import compress, starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.caches import Caches, folded_terms, word_terms
from index.catalogue import Scope
from index.evidence import Evidence, QuestionTerms, gather
from index.expected import Expected, expected
from index.fuse import Weights
from index.models import Hit, Span
from index.named_days import NamedDay, named_days
from index.particulars import particulars
from index.question import QuestionCentres, QuestionVectors, Understood
from index.rerank import RERANKED, Reranker, best_first, reordered
from index.sentence_fit import sentence_marks
from index.speakers import said_by
from index.store import Store, StoredParagraph, Titled
from index.text import normalise

# From each of the searches, unless more hits are wanted. With 10, 20 or 50 nothing is found better on XQuAD, QMSum and
# the samples: MRR@10 stays within .003. All that follows takes the longer the more there are.
_CANDIDATES = 16

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]
Vectors = NDArray[np.float32]


# A tuple: a search gives some 70, and a frozen dataclass takes three times as long to make.
class SentenceMatch(NamedTuple):
    """A sentence or clause of a hit: its range in the paragraph and how well it answers the question.

    `fit` compares the sentences of one question, in an unit of its own. `asked_of`: somebody says it whom the question
    names, or it names nobody who speaks here; and somebody whom the filters name, if they do.
    """

    span: Span
    fit: float
    asked_of: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """What a question found: the question as searched, the hits, best first, and the sentences of each hit.

    `expected` is what the question asks for; a hit of less confidence than `threshold` is no answer. `scope` is what
    the filters left to search, None where there were none.
    """

    question: Understood
    expected: Expected | None
    hits: tuple[Hit, ...]
    sentences: tuple[tuple[SentenceMatch, ...], ...]
    threshold: float
    scope: Scope | None = None


@dataclass(frozen=True, slots=True)
class Searcher:
    """What a search needs: the store, its caches, the fusion's weights and the centres of its model's questions.

    `titled` keeps the titles and dates of documents that were read, for as long as none of them changes. `dated` gives
    the ids of the paragraphs, ascending, of the documents that have one of some days for a date.
    """

    store: Store
    caches: Caches
    weights: Weights
    centres: QuestionCentres
    reranker: Reranker | None = None
    titled: dict[str, Titled] = field(default_factory=dict)
    dated: Callable[[Sequence[NamedDay]], Ids] | None = None

    def search(self, question: Understood, vector: Vectors, limit: int, scope: Scope | None) -> Found:
        """The best `limit` hits for the question, whose vector is (dimension,), of what the scope leaves."""
        # A cross-encoder puts more in order than the fusion alone needs to look at.
        least = _CANDIDATES if self.reranker is None else RERANKED
        among = None if scope is None else scope.ids
        _, stored, evidence = self.candidates(question, vector, among, max(limit, least))
        judged = self.weights.judge(evidence)
        marks = sentence_marks(evidence, self.weights.marks)
        scores = self._reranked(question, self.weights.scores(judged), stored)
        confidences = self.weights.confidence(judged, scores)
        # Equal paragraphs stay in the order of their ids.
        best = best_first(scores)[:limit]
        return Found(
            question,
            expected(question.restored),
            tuple(
                Hit(
                    stored[row].paragraph,
                    # Stored in half precision, a vector may be a little longer than one.
                    cosine=min(max(float(evidence.cosine[row]), -1.0), 1.0),
                    bm25=float(evidence.bm25_folded[row]) or None,
                    confidence=float(confidences[row]),
                )
                for row in best
            ),
            tuple(
                _matches(stored[row], marks[own], evidence.sentence_spoken[own], scope)
                for row in best.tolist()
                for own in [evidence.sentences_of(row)]
            ),
            self.weights.threshold,
            scope,
        )

    def _reranked(self, question: Understood, scores: Floats, stored: list[StoredParagraph]) -> Floats:
        """The scores (n,) in the cross-encoder's order, if there is one."""
        if self.reranker is None:
            return scores
        first = [stored[row].paragraph for row in best_first(scores)[:RERANKED]]
        texts = ["\n".join(normalise(part) for part in (each.context, each.text) if part) for each in first]
        return reordered(scores, self.reranker.scores(question.restored, texts))

    def candidates(
        self, question: Understood, vector: Vectors, among: Ids | None = None, most: int = _CANDIDATES
    ) -> tuple[Ids, list[StoredParagraph], Evidence]:
        """The ids (n,), ascending, of the paragraphs worth weighing, these paragraphs, and the evidence for them.

        They are the `most` nearest paragraphs and those with the best words, of the question or of its translation;
        `among` holds the ids of those that may be found, else all may.
        """
        vectors = self.centres.vectors_of(vector, english=question.english)
        nearest = self.caches.vectors.begin(_directions(vectors), most, among)
        terms = QuestionTerms.of(question.restored, question.english, self.caches)
        found = list[Ids]()
        for index, query in (
            (self.caches.words, word_terms(question.restored)),
            (self.caches.folded, folded_terms(question.restored)),
            (self.caches.words, terms.translated()),
        ):
            found.append(index.top(query, most, among)[0])
        near, _ = nearest.result()
        days = named_days(question.restored)
        if days and self.dated is not None:
            # Among many meetings of a series, the best of the named one may be far from the best of all.
            of_days = self.dated(days)
            meant = of_days if among is None else np.intersect1d(of_days, among)
            found.append(self.caches.words.top(word_terms(question.restored), most, meant)[0])
            near = np.hstack([near, self.caches.vectors.top(_directions(vectors), most, meant)[0]])
        ids, stored = self._read(np.concatenate([*found, near[0]]), near[1:].ravel())
        asks = expected(question.restored)
        ranges = self._neighbourhoods(ids, stored)
        particulars_of = self._particulars(days, stored)
        return ids, stored, gather(question, terms, asks, vectors, ids, ranges, stored, particulars_of, self.caches)

    def _read(self, found: Ids, near_talk: Ids) -> tuple[Ids, list[StoredParagraph]]:
        """The paragraphs that were found, with their ids, ascending; of those near the question as talk only talk."""
        ids = np.unique(np.concatenate([found, near_talk]))
        ids = ids[ids >= 0]
        stored = self.store.paragraphs(ids.tolist(), self.caches.vectors.dimension)
        kept = np.isin(ids, found) | _are_said(stored)
        return ids[kept], list(compress(stored, kept))

    def _particulars(self, days: Sequence[NamedDay], stored: Sequence[StoredParagraph]) -> list[str]:
        """What those of each paragraph's document say where the question names these days."""
        names = {each.paragraph.document for each in stored}
        self.titled.update(self.store.titles_and_dates(names - self.titled.keys()))
        of_documents = {name: particulars(name, *self.titled[name], days) for name in names}
        return [of_documents[each.paragraph.document] for each in stored]

    def _neighbourhoods(self, ids: Ids, stored: list[StoredParagraph]) -> Ids:
        """The first and last ids of each paragraph's transcript, (n, 2); elsewhere a paragraph stands by itself."""
        ranges = ids[:, np.newaxis].repeat(2, axis=1)
        said = _are_said(stored)
        ranges[said] = self.caches.vectors.group_ranges(ids[said])
        return ranges


def _are_said(stored: Sequence[StoredParagraph]) -> NDArray[np.bool_]:
    """Which of the paragraphs are somebody's words, (n,)."""
    return np.array([bool(each.paragraph.turns) for each in stored], bool)


def _directions(vectors: QuestionVectors) -> Vectors:
    """What the nearest paragraphs are looked for to, of unit length: first the centred vector, then that for talk.

    (1 or 2, dimension). Those nearest to the model's own vector would be nothing better: of XQuAD's and QMSum's
    questions MRR@10 stays within .001.
    """
    wanted = [vectors.centred] if vectors.talk is vectors.centred else [vectors.centred, vectors.talk]
    lengths = [float(np.linalg.norm(each)) for each in wanted]
    return np.stack(
        [each / length if length > 0 else vectors.plain for each, length in zip(wanted, lengths, strict=True)]
    )


def _matches(
    stored: StoredParagraph, fits: Floats, asked: NDArray[np.bool_], scope: Scope | None
) -> tuple[SentenceMatch, ...]:
    """The sentences of a hit. One without sentences of its own was weighed as a whole, and has none here either.

    Of the speakers that filters name, only what they say is asked for.
    """
    sentences = stored.sentences
    said = asked[: len(sentences)]
    if scope is not None and scope.speakers:
        own = np.array(said_by(stored.paragraph, sentences, scope.speakers), bool)
        # Whom the question names may be somebody else than whom the filters name.
        said = own & said if (own & said).any() else own
    return tuple(starmap(SentenceMatch, zip(sentences, fits.tolist(), said.tolist(), strict=False)))
