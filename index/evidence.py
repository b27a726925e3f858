"""The evidence for each candidate paragraph of a question: what is measured, before anything is weighed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial, reduce
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from index.asked import shape_of_answer
from index.caches import Caches, folded_terms
from index.candidates import Candidates
from index.concepts import Concept, Form, concepts, content_words
from index.context import Neighbourhood, share_spoken, spoken
from index.expected import Expected, named
from index.lexical import PostingsBM25
from index.phrases import is_phrase
from index.piecewise import Pieces
from index.question import QuestionVectors, Understood
from index.row_products import row_products
from index.store import StoredParagraph
from index.text import fold_word, tokens, with_pairs

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]

# From this share of words with a mark on, text is Vietnamese.
_VIETNAMESE_SHARE = 0.15
_MORE_ROWS = 20
# How much a word counts for a paragraph that its document's particulars hold and it doesn't.
_IN_PARTICULARS = 0.7
# Of so many documents the particulars' terms are kept: 2 KB each.
_MOST_PARTICULARS = 4_096


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of n candidate paragraphs for one question; each field has the shape (n,) unless said otherwise.

    The s sentences of all of them stand one behind the other: those of candidate i from `edges[i]` on, to before
    `edges[i + 1]`, (n + 1,). Each has at least one.

    `cosine` is the paragraph's cosine with the question's vector, `centred` its product with the centred vector, and
    `centred_sentences` (s,) the same for the sentences. `bm25_folded` is BM25 without diacritics. `coverage` is the
    share (0..1) of the question's words, weighted by idf, that the paragraph holds, and `pairs` that of its pairs of
    neighbours, without diacritics.

    Of the question's k concepts, `idf` (k,) is the weight, `opaque` (k,) tells those of which nothing is known,
    `numeric` (k,) those with a digit in them; `context_held` (n, k) and `sentence_held` (s, k) tell which stand in the
    context, the document's particulars among it, and in each sentence.
    `names` and `sentence_names` (s,) tell what names the thing that the question asks for, `shape` and `sentence_shape`
    (s,) what looks like its answer; all, if the question doesn't say.
    `other_language`: the question is in English and the paragraph isn't, or the other way about.

    `sentence_pairs` (s,) is the share of the question's pairs of neighbours that each sentence holds, `sentence_words`
    (s,) how many words it has, `sentence_asks` (s,) whether it is a question itself, and `sentence_spoken` (s,) whether
    somebody says it whom the question names (all, if it names nobody here). `neighbours` (n, 3) are as in
    `index.context`, `spoken` is the share of the paragraph that those named say. `said` tells which candidates are
    somebody's words, and of these `talk` and `talk_sentences` (s,) are the products with the question's vector for
    talk, 0 of the others. `documents` has the same number for the candidates of a document, and `places` count its
    paragraphs. `size` is the number of paragraphs in the library. `phrase`: the question is a few words that ask
    nothing. `shaped`: it says what its answer looks like, `soft`: it asks for a reason or a decision, which often
    don't.
    """

    edges: NDArray[np.int64]
    cosine: Floats
    centred: Floats
    centred_sentences: Floats
    bm25_folded: Floats
    coverage: Floats
    pairs: Floats
    idf: Floats
    opaque: NDArray[np.bool_]
    numeric: NDArray[np.bool_]
    context_held: NDArray[np.bool_]
    sentence_held: NDArray[np.bool_]
    names: Floats
    sentence_names: Floats
    shape: Floats
    sentence_shape: Floats
    other_language: Floats
    sentence_pairs: Floats
    sentence_words: Floats
    sentence_asks: Floats
    sentence_spoken: NDArray[np.bool_]
    neighbours: Floats
    spoken: Floats
    said: NDArray[np.bool_]
    talk: Floats
    talk_sentences: Floats
    documents: NDArray[np.int64]
    places: NDArray[np.int64]
    size: int
    asks: bool
    shaped: bool
    soft: bool
    phrase: bool

    def sentences_of(self, row: int) -> slice:
        """The places of a candidate's sentences."""
        return slice(*self.edges[row : row + 2].tolist())


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
        found = concepts(
            words, english=english, occurring=lambda forms: [each > 0 for each in _frequencies(forms, caches)]
        )
        return cls(question, tuple(words), found, tuple(_idf(concept, caches) for concept in found))

    def translated(self) -> list[str]:
        """The terms with diacritics of all translations."""
        return sorted({term for each in self.concepts for form in each.forms if not form.folded for term in form.terms})


def gather(
    question: Understood,
    terms: QuestionTerms,
    asks: Expected | None,
    vectors: QuestionVectors,
    ids: NDArray[np.int64],
    ranges: NDArray[np.int64],
    stored: Sequence[StoredParagraph],
    particulars: Sequence[str],
    caches: Caches,
) -> Evidence:
    """The evidence for the paragraphs `stored`, whose ids are `ids` (n,).

    `particulars` (n,) are those of their documents, and `ranges` (n, 2) are the first and last ids among which each has
    its neighbours.
    """
    n, words = len(stored), list(terms.words)
    shape = shape_of_answer(terms.restored)
    pairs = [f"{left}_{right}" for left, right in pairwise(map(fold_word, words))]
    around = Neighbourhood.of(ids, ranges, caches.vectors)
    own = np.array([each.vector for each in stored], np.float32).reshape(n, len(vectors.plain))
    talk = row_products(own, vectors.talk)
    sentences = [each.sentence_vectors if len(each.sentence_vectors) else each.vector[None] for each in stored]
    paragraphs = [each.paragraph for each in stored]
    said = np.array([bool(each.turns) for each in paragraphs], bool)
    candidates = Candidates(paragraphs, list(map(_ranges, stored, map(len, sentences))))
    pieces, asked_turns = candidates.pieces, spoken(question.embedded, paragraphs)
    names, sentence_names = candidates.standing(None if asks is None else partial(named, asks))
    of_shape, sentence_shape = candidates.standing(None if shape is None else lambda texts, _: shape.standing_in(texts))
    held = HeldTerms.of(pieces, pairs, terms.concepts)
    is_vietnamese = candidates.sums(pieces.marked) > _VIETNAMESE_SHARE * candidates.sums(pieces.words)
    return Evidence(
        edges=candidates.edges,
        cosine=row_products(own, vectors.plain),
        centred=row_products(own, vectors.centred),
        centred_sentences=_products(sentences, vectors.centred),
        bm25_folded=caches.folded.scores_of(folded_terms(" ".join(words)), ids),
        coverage=_coverage(content_words(words), ids, caches.words, particulars),
        pairs=_coverage(pairs, ids, caches.folded, particulars),
        idf=np.array(terms.idf),
        opaque=np.array([each.opaque for each in terms.concepts], bool),
        numeric=np.array([each.numeric for each in terms.concepts], bool),
        context_held=held.concepts[:n] | _named(particulars, terms.concepts),
        sentence_held=held.concepts[n:],
        names=names,
        sentence_names=sentence_names,
        shape=of_shape,
        sentence_shape=sentence_shape,
        other_language=(is_vietnamese == question.english).astype(np.float64),
        sentence_pairs=held.pairs[n:],
        sentence_words=pieces.words[n:].astype(np.float64),
        sentence_asks=np.array([float(text.endswith("?")) for text in pieces.texts[n:]]),
        sentence_spoken=_said(candidates, asked_turns),
        neighbours=around.nearer(talk, vectors.talk),
        spoken=np.array([share_spoken(*each) for each in zip(paragraphs, asked_turns, strict=True)]),
        said=said,
        talk=talk * said,
        talk_sentences=_products(sentences, vectors.talk) * said.repeat(np.diff(candidates.edges)),
        documents=np.unique([each.document for each in paragraphs], return_inverse=True)[1],
        # A document's paragraphs have ids one behind the other.
        places=ids,
        size=caches.words.corpus_size,
        asks=asks is not None,
        shaped=shape is not None,
        soft=shape is not None and shape.soft,
        phrase=is_phrase(terms.restored, len(terms.concepts)),
    )


@dataclass(frozen=True, slots=True)
class HeldTerms:
    """What pieces of text hold of a question: which of its k concepts, (pieces, k), and which share of its pairs."""

    concepts: NDArray[np.bool_]
    pairs: Floats

    @classmethod
    def of(cls, pieces: Pieces, pairs: Sequence[str], concepts: Sequence[Concept]) -> HeldTerms:
        """Those of some pieces."""
        different = list(dict.fromkeys(pairs))
        forms = [form for concept in concepts for form in concept.forms]
        places: dict[tuple[bool, str], int] = {}
        found = []
        for folded, more in ((True, different), (False, [])):
            wanted = list(
                dict.fromkeys([*more, *(term for each in forms if each.folded == folded for term in each.terms)])
            )
            places |= {(folded, term): len(places) + place for place, term in enumerate(wanted)}
            found.append(pieces.holding(wanted, folded=folded))
        terms = np.concatenate(found)
        held = np.zeros((len(concepts), terms.shape[1]), bool)
        for concept, of_concept in zip(concepts, held, strict=True):
            for form in concept.forms:
                of_concept |= reduce(np.logical_and, [terms[places[form.folded, term]] for term in form.terms])
        share = terms[: len(different)].sum(axis=0) / max(len(different), 1)
        return cls(np.ascontiguousarray(held.T), share)


def _named(particulars: Sequence[str], concepts: Sequence[Concept]) -> NDArray[np.bool_]:
    """Which of the k concepts each of n documents' particulars hold, (n, k): in every form, for they aren't indexed."""
    # A concept has up to some dozens of forms, and most titles hold none of their words.
    firsts = [frozenset(fold_word(form.terms[0]) for form in each.every) for each in concepts]
    return _of_particulars(particulars, len(concepts), lambda text: _held_by(text, concepts, firsts))


def _held_by(text: str, concepts: Sequence[Concept], firsts: Sequence[frozenset[str]]) -> list[bool]:
    """Which of the concepts a text holds; `firsts` are the first terms of their forms, without diacritics."""
    marked, folded = _terms_of(text)
    return [
        not folded.isdisjoint(first)
        and any((folded if form.folded else marked).issuperset(form.terms) for form in each.every)
        for each, first in zip(concepts, firsts, strict=True)
    ]


def _in_particulars(terms: Sequence[str], particulars: Sequence[str]) -> NDArray[np.bool_]:
    """Which of the n documents' particulars hold each of the terms, (terms, n), their diacritics aside."""
    folded = [fold_word(term) for term in terms]
    return _of_particulars(particulars, len(terms), lambda text: [term in _terms_of(text)[1] for term in folded]).T


def _of_particulars(particulars: Sequence[str], width: int, held_by: Callable[[str], list[bool]]) -> NDArray[np.bool_]:
    """What each of the n documents' particulars hold, (n, width), each text looked into once."""
    of_each = {text: held_by(text) for text in set(particulars)}
    return np.array([of_each[text] for text in particulars], bool).reshape(len(particulars), width)


@lru_cache(maxsize=_MOST_PARTICULARS)
def _terms_of(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The lexical terms of a text, with diacritics and without."""
    words = tokens(text)
    return frozenset(with_pairs(words)), frozenset(with_pairs(list(map(fold_word, words))))


def _products(vectors: Sequence[Vectors], question: Vectors) -> Floats:
    """The products of the question's vector with those of each candidate's sentences, one behind the other, (s,)."""
    return row_products(np.concatenate([question[np.newaxis][:0], *vectors]), question)


def _said(candidates: Candidates, asked: Sequence[Sequence[bool]]) -> NDArray[np.bool_]:
    """Which sentences, (s,), begin in a turn of their paragraph that is `asked` for; all of one in which none does."""
    said = np.ones(candidates.edges[-1], bool)
    for row, (paragraph, asked_of) in enumerate(zip(candidates.paragraphs, asked, strict=True)):
        if any(asked_of):
            turns = np.array([(turn.start, turn.end) for turn in compress(paragraph.turns, asked_of)])
            starts = paragraph.start + candidates.sentences[row][:, :1]
            found = ((turns[:, 0] <= starts) & (starts < turns[:, 1])).any(axis=1)
            said[candidates.edges[row] : candidates.edges[row + 1]] = found if found.any() else True
    return said


def _frequencies(forms: Sequence[Form], caches: Caches) -> list[int]:
    """How many paragraphs at most hold each of the forms."""
    found = {
        folded: iter(index.look_up([term for form in forms if form.folded == folded for term in form.terms]))
        for folded, index in ((True, caches.folded), (False, caches.words))
    }
    return [min(next(found[form.folded]).df for _ in form.terms) for form in forms]


def _idf(concept: Concept, caches: Caches) -> float:
    """The weight of a concept, by how many paragraphs hold that of its forms which most do.

    Not by how many hold any: one with many translations is no commoner for that.
    """
    return weight_of(max(_frequencies(concept.forms, caches), default=0), caches.words.corpus_size)


def weight_of(held: int, rows: int) -> float:
    """The idf of what `held` of `rows` paragraphs hold, as if there were some more without it.

    In a library of one paragraph, a word that stands in it would else weigh next to nothing.
    """
    rows += _MORE_ROWS
    return math.log(1 + (rows - held + 0.5) / (held + 0.5))


def _coverage(
    terms: Sequence[str], ids: NDArray[np.int64], postings: PostingsBM25, particulars: Sequence[str]
) -> Floats:
    """The share of the terms, weighted by idf, that each row or its document's particulars hold, (len(ids),), 0..1."""
    different = list(dict.fromkeys(terms))
    weights = [weight_of(found.df, postings.corpus_size) for found in postings.look_up(different)]
    held = np.where(postings.have(different, ids), 1.0, _IN_PARTICULARS * _in_particulars(different, particulars))
    covered = np.zeros(len(ids))
    for weight, of_term in zip(weights, held, strict=True):
        covered += weight * of_term
    return covered / max(sum(weights), 1e-9)


def _ranges(stored: StoredParagraph, count: int) -> NDArray[np.int32]:
    """The ranges of so many sentences; without ranges of their own each is the whole."""
    if len(stored.ranges) == count:
        return stored.ranges
    return np.array([(0, len(stored.paragraph.text))] * count, np.int32)
