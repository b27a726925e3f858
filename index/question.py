"""A question before it is searched: its diacritics restored, its case made one, its language known, its vectors."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from index.accents import is_english
from index.caches import Caches
from index.casing import canonical
from index.embed import Embedder
from index.errors import BadQuestion, QuestionTooLong
from index.talk import TalkAdapter
from index.text import normalise, tokens

LONGEST_QUESTION = 2_000

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


def understand(question: str, caches: Caches, *, as_typed: bool = False) -> Understood:
    """The question as it is searched. Raises BadQuestion for an empty one and QuestionTooLong."""
    if len(question) > LONGEST_QUESTION:
        raise QuestionTooLong(length=len(question), limit=LONGEST_QUESTION)
    if not tokens(question):
        raise BadQuestion(length=len(question), limit=LONGEST_QUESTION)
    restored = normalise(question) if as_typed else caches.restorer.restore(question)
    return Understood(question, restored, canonical(restored, caches.cased, caches.words), is_english(restored))


@dataclass(frozen=True, slots=True)
class QuestionVectors:
    """A question's vectors, (dimension,) each.

    `plain` is the model's own, `centred` is without what all questions in its language have in common, and `talk` is
    the centred one as transcripts are compared with it (index/talk.py).
    """

    plain: Vectors
    centred: Vectors
    talk: Vectors


@dataclass(frozen=True, slots=True)
class QuestionCentres:
    """The mean vectors (dimension,) of a model's generic questions, Vietnamese and English, and its talk's adapter."""

    vietnamese: Vectors
    english: Vectors
    talk: TalkAdapter

    @classmethod
    def of(cls, embedder: Embedder) -> QuestionCentres:
        """Those of a model, from generic_questions.txt."""
        text = resources.files("index").joinpath("generic_questions.txt").read_text(encoding="utf-8")
        lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
        vietnamese, english = (part.strip().split("\n") for part in lines.split("\n\n"))
        of_vietnamese, of_english = (embedder.questions(each).mean(axis=0) for each in (vietnamese, english))
        return cls(of_vietnamese, of_english, TalkAdapter.of(embedder.name))

    def vectors_of(self, vector: Vectors, *, english: bool) -> QuestionVectors:
        """A question's vectors, from that which the model gives for it, (dimension,)."""
        centred = vector - (self.english if english else self.vietnamese)
        return QuestionVectors(vector, centred, self.talk.adapted(centred))
