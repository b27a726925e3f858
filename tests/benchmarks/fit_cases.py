"""The questions that the fusion is fitted on, each with the evidence for its candidates.

Searches are in libraries like those that people keep: the samples; five mixed ones, each of four of xquad-vi's
articles, news and three English meetings of qmsum-train; all of xquad-vi; and every fourth meeting of qmsum-train,
asked over all of them and within each. Every question of xquad-vi is asked in all its ways. Nothing here is random.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import Embedder, Library, Paragraph
from index.caches import Caches
from index.evidence import Evidence
from index.fuse import default_weights
from index.question import QuestionCentres, understand
from index.search import Searcher
from index.store import Store, StoredParagraph
from tests.benchmarks.folds import FOLDS, fold_of

SEEDS = Path(__file__).parents[2] / "seeds"
_WAYS = ("questions", "questions-no-diacritics", "questions-en")
_MIXED = 5

Question = dict[str, Any]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the evidence for its n candidates, and which of them (n,) are right.

    `part` is the library's kind and `what` is "answerable", "stranger" (nothing here is about it) or "near miss". Where
    the answer is a short range, `sentences` holds the row of each right candidate and which of its sentences (s,) hold
    the answer.
    """

    part: str
    kind: str
    what: str
    fold: int
    evidence: Evidence
    right: Flags
    sentences: tuple[tuple[int, Flags], ...]


def read(path: Path) -> list[Question]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def gathered(shared: Path, libraries: Path, embedder: Embedder) -> list[Case]:
    """All cases. `shared` holds xquad-vi/ and qmsum-train/; the libraries are kept in `libraries`."""
    makers = (_samples, _mixed, _large, _meetings)
    return [case for maker in makers for case in maker(shared, libraries, embedder)]


def _samples(_: Path, libraries: Path, embedder: Embedder) -> Iterator[Case]:
    with _Searching(libraries / "seeds", sorted((SEEDS / "documents").iterdir()), embedder) as search:
        for question in read(SEEDS / "questions.jsonl"):
            fold = fold_of(_document(question)) if question["answers"] else int(question["id"][-2:]) % FOLDS
            what = "answerable" if question["answers"] else _KINDS_OF_NOTHING.get(question["kind"], "stranger")
            yield search.case("seeds", question["kind"], what, fold, question)


_KINDS_OF_NOTHING = {"nothing-near": "near miss"}


def _mixed(shared: Path, libraries: Path, embedder: Embedder) -> Iterator[Case]:
    folder = shared / "xquad-vi" / "documents"
    asked, articles = _xquad(shared)
    news = [path for path in sorted(folder.iterdir()) if path.name not in articles]
    meetings = sorted((shared / "qmsum-train" / "documents").iterdir())[::9]
    of_meetings = read(shared / "qmsum-train" / "questions.jsonl")
    for number in range(_MIXED):
        mine, others = set(articles[number::_MIXED]), set(articles[(number + 1) % _MIXED :: _MIXED])
        heard = meetings[number * 3 : number * 3 + 3]
        documents = [*(folder / name for name in sorted(mine)), *news[number * 12 : number * 12 + 12], *heard]
        names = {path.name for path in heard}
        with _Searching(libraries / f"mixed-{number}", documents, embedder) as search:
            for way, questions in asked.items():
                for question in (each for each in questions if _document(each) in mine):
                    yield search.case("mixed", way, "answerable", fold_of(_document(question)), question)
                for question in [each for each in questions if _document(each) in others][::4]:
                    fold = fold_of(_document(question))
                    yield search.case("mixed", way, "stranger", fold, {**question, "answers": []})
            for question in (each for each in of_meetings if each["within"] in names):
                yield search.case("mixed", "meetings", "answerable", fold_of(question["within"]), question)


def _large(shared: Path, libraries: Path, embedder: Embedder) -> Iterator[Case]:
    asked, _ = _xquad(shared)
    with _Searching(libraries / "large", sorted((shared / "xquad-vi" / "documents").iterdir()), embedder) as search:
        for way, questions in asked.items():
            for question in questions:
                yield search.case("large", way, "answerable", fold_of(_document(question)), question)
        for number, question in enumerate(read(shared / "xquad-vi" / "questions-unanswerable.jsonl")):
            yield search.case("large", "questions-unanswerable", "stranger", number % FOLDS, question)


def _meetings(shared: Path, libraries: Path, embedder: Embedder) -> Iterator[Case]:
    documents = sorted((shared / "qmsum-train" / "documents").iterdir())[::4]
    names = {path.name for path in documents}
    with _Searching(libraries / "qmsum-train", documents, embedder) as search:
        for question in (each for each in read(shared / "qmsum-train" / "questions.jsonl") if each["within"] in names):
            fold = fold_of(question["within"])
            yield search.case("meetings", "all meetings", "answerable", fold, question)
            yield search.case("meetings", "within", "answerable", fold, question, within=question["within"])


def _xquad(shared: Path) -> tuple[dict[str, list[Question]], list[str]]:
    asked = {way: read(shared / "xquad-vi" / f"{way}.jsonl") for way in _WAYS}
    return asked, sorted({_document(question) for question in asked[_WAYS[0]]})


def _document(question: Question) -> str:
    return str(question["answers"][0]["document"])


class _Searching:
    """Search in a library of these documents, kept in the folder."""

    def __init__(self, folder: Path, documents: Iterable[Path], embedder: Embedder) -> None:
        with Library.open(folder, embedder) as library:
            for path in documents:
                library.add(path)
        self._embedder = embedder
        self._store = Store(folder, create=False)
        self._caches = Caches(self._store, embedder.dimension)
        self._caches.catch_up()
        self._searcher = Searcher(self._store, self._caches, default_weights(), QuestionCentres.of(embedder))

    def __enter__(self) -> _Searching:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    def case(self, part: str, kind: str, what: str, fold: int, question: Question, within: str | None = None) -> Case:
        """The question as a case."""
        understood = understand(question["question"], self._caches)
        vector = self._embedder.questions([understood.embedded])[0]
        _, stored, evidence = self._searcher.candidates(understood, vector, within)
        right = np.array([_overlaps(each.paragraph, question["answers"]) for each in stored], bool)
        short = part in ("seeds", "large")
        sentences = tuple((row, _right_sentences(stored[row], question["answers"])) for row in np.flatnonzero(right))
        return Case(part, kind, what, fold, evidence, right, sentences if short else ())


def without_right(case: Case) -> Case:
    """The question as a near miss: its right paragraphs are taken out of the candidates."""
    left = np.flatnonzero(~case.right)
    of_rows = {
        name: value[left] if isinstance(value, np.ndarray) else [value[row] for row in left]
        for name in _BY_ROW
        for value in (getattr(case.evidence, name),)
    }
    return replace(
        case, what="near miss", evidence=replace(case.evidence, **of_rows), right=case.right[left], sentences=()
    )


# The fields of Evidence that hold something for each candidate.
_BY_ROW = (
    "cosine centred sentences centred_sentences bm25 bm25_folded coverage pairs held names sentence_names shape "
    "sentence_shape other_language sentence_pairs sentence_words sentence_spoken neighbours document spoken"
).split()


def _overlaps(paragraph: Paragraph, answers: Sequence[Question]) -> bool:
    return any(
        paragraph.document == each["document"] and paragraph.start < each["end"] and each["start"] < paragraph.end
        for each in answers
    )


def _right_sentences(stored: StoredParagraph, answers: Sequence[Question]) -> Flags:
    start = stored.paragraph.start
    is_right: Callable[[int, int], bool] = lambda first, last: any(  # noqa: E731
        stored.paragraph.document == each["document"] and start + first < each["end"] and each["start"] < start + last
        for each in answers
    )
    return np.array([is_right(span.start, span.end) for span in stored.sentences], bool)
