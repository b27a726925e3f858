"""The questions that the fusion is fitted on, each with the evidence for its candidates.

Searches are in libraries like those that people keep: the samples; the 178 meetings of tests/gold; five mixed ones,
each of four of xquad-vi's articles, news and three English meetings of qmsum-train; all of xquad-vi; and the meetings
of qmsum-train, asked over all of them, within each and within one that speaks of other things. Every question of
xquad-vi is asked in all its ways. Each is also cut down to a few words (fit_phrases.py); what is asked of one library
then stands for what nothing in another answers. Nothing here is random. Talk is compared by the adapter that was fitted
without the meetings of the question's fold (fit_talk.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import Embedder, Paragraph
from index.evidence import Evidence
from index.fuse import concepts_held, default_weights
from index.question import QuestionCentres, understand
from index.search import Searcher
from index.store import StoredParagraph
from index.talk import TalkAdapter
from tests.benchmarks.fit_answers import Question, opened, overlaps, read
from tests.benchmarks.fit_phrases import holds_as_it_stands, phrase_of
from tests.benchmarks.folds import FOLDS, fold_of

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = Path(__file__).parents[1] / "gold"
_WAYS = ("questions", "questions-no-diacritics", "questions-en")
_MIXED = 5
# QMSum's meetings, by how their names begin: of researchers, of designers (in three rooms) and of committees. What one
# speaks of, no other does.
_KINDS_OF_MEETINGS = {"research": ("B",), "design": ("ES", "IS", "TS"), "committee": ("covid", "education")}

# Questions that somebody wrote as a few words.
_FEW_WORDS = "few-words"
# The parts of phrases are named so, in front of that of the questions that they are cut from.
PHRASES = "phrases of "

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Case:
    """A question, the evidence for its n candidates, and which of them (n,) are right.

    `part` is the library's kind, for phrases behind `PHRASES`, and `what` is "answerable", "stranger" (nothing here is
    about it) or "near miss". Where the answer is a short range, `sentences` holds the row of each right candidate and
    which of its sentences (s,) hold the answer.
    """

    part: str
    kind: str
    what: str
    fold: int
    evidence: Evidence
    right: Flags
    sentences: tuple[tuple[int, Flags], ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question to make a case of; the fields are the case's."""

    part: str
    kind: str
    what: str
    fold: int
    question: Question
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Searching:
    """What questions are searched with: the model, and each fold's adapter for talk."""

    embedder: Embedder
    adapters: Sequence[TalkAdapter]


def gathered(shared: Path, libraries: Path, searching: Searching) -> list[Case]:
    """All cases. `shared` holds xquad-vi/ and qmsum-train/; the libraries are kept in `libraries`."""
    makers = (of_samples, of_minutes, of_mixed, of_large, of_meetings)
    return [case for maker in makers for case in maker(shared, libraries, searching)]


def of_samples(shared: Path, libraries: Path, searching: Searching) -> list[Case]:
    """The samples' questions; of those of xquad-vi, cut down to a few words, every fourth is a stranger here."""
    asked = [_of_sample("seeds", question) for question in read(SEEDS / "questions.jsonl")]
    ways, _ = _xquad(shared)
    strangers = [_stranger("seeds", way, each) for way, questions in ways.items() for each in questions[::4]]
    phrases = _phrases([*(each for each in asked if each.what == "answerable"), *strangers])
    return _cases(libraries / "seeds", sorted((SEEDS / "documents").iterdir()), searching, [*asked, *phrases])


def of_minutes(shared: Path, libraries: Path, searching: Searching) -> list[Case]:
    """The questions about the meetings of tests/gold, those held out aside; the samples' are strangers here."""
    asked = [_of_minutes(number, each) for number, each in enumerate(read(GOLD / "questions.jsonl"))]
    whole = [each for each in asked if not each.part.startswith(PHRASES)]
    samples = [_of_sample("minutes", question) for question in read(SEEDS / "questions.jsonl")]
    strangers = [_elsewhere(each) for each in samples if each.what == "answerable"]
    phrases = [*_phrases(each for each in whole if each.what == "answerable"), *_of_samples_elsewhere("minutes")]
    return _cases(libraries / "minutes", [GOLD / "documents"], searching, [*asked, *strangers, *phrases])


def of_mixed(shared: Path, libraries: Path, searching: Searching) -> list[Case]:
    """The questions on five small libraries, and every fourth of another one's articles, which is a stranger here.

    Cut down to a few words, all of these are, and the samples' as well.
    """
    folder = shared / "xquad-vi" / "documents"
    ways, articles = _xquad(shared)
    news = [path for path in sorted(folder.iterdir()) if path.name not in articles]
    meetings = sorted((shared / "qmsum-train" / "documents").iterdir())[::9]
    of_all_meetings = read(shared / "qmsum-train" / "questions.jsonl")
    found = []
    for number in range(_MIXED):
        mine, others = set(articles[number::_MIXED]), set(articles[(number + 1) % _MIXED :: _MIXED])
        heard = meetings[number * 3 : number * 3 + 3]
        names = {path.name for path in heard}
        asked, phrases = [], _of_samples_elsewhere("mixed")
        for way, questions in ways.items():
            own = [_answered("mixed", way, each) for each in questions if _document(each) in mine]
            strangers = [_stranger("mixed", way, each) for each in questions if _document(each) in others]
            asked += [*own, *strangers[::4]]
            phrases += _phrases([*own, *strangers])
        asked += [_answered("mixed", "meetings", each) for each in of_all_meetings if each["within"] in names]
        documents = [*(folder / name for name in sorted(mine)), *news[number * 12 : number * 12 + 12], *heard]
        found += _cases(libraries / f"mixed-{number}", documents, searching, [*asked, *phrases])
    return found


def of_large(shared: Path, libraries: Path, searching: Searching) -> list[Case]:
    """All questions on xquad-vi."""
    ways, _ = _xquad(shared)
    asked = [_answered("large", way, each) for way in ways for each in ways[way]]
    nothing = read(shared / "xquad-vi" / "questions-unanswerable.jsonl")
    asked += [
        _Asked("large", "questions-unanswerable", "stranger", number % FOLDS, each)
        for number, each in enumerate(nothing)
    ]
    phrases = [*_phrases(asked), *_of_samples_elsewhere("large")]
    documents = sorted((shared / "xquad-vi" / "documents").iterdir())
    return _cases(libraries / "large", documents, searching, [*asked, *phrases])


def of_meetings(shared: Path, libraries: Path, searching: Searching) -> list[Case]:
    """The questions on meetings, each over all of these, within its own and within one of another kind."""
    documents = sorted((shared / "qmsum-train" / "documents").iterdir())
    others = {kind: [path.name for path in documents if _kind(path.name) != kind] for kind in _KINDS_OF_MEETINGS}
    asked, within = [], []
    for number, each in enumerate(read(shared / "qmsum-train" / "questions.jsonl")):
        meeting, fold = each["within"], fold_of(each["within"])
        strange = others[_kind(meeting)]
        asked.append(_Asked("meetings", "all meetings", "answerable", fold, each))
        within.append(_Asked("meetings", "within", "answerable", fold, each, meeting))
        nothing = {**each, "answers": []}
        within.append(_Asked("meetings", "within", "stranger", fold, nothing, strange[number % len(strange)]))
    return _cases(libraries / "meetings", documents, searching, [*asked, *within, *_phrases(within)])


def _of_sample(part: str, question: Question) -> _Asked:
    if question["answers"]:
        return _answered(part, question["kind"], question)
    nothing = "near miss" if question["kind"] == "nothing-near" else "stranger"
    return _Asked(part, question["kind"], nothing, int(question["id"][-2:]) % FOLDS, question)


def _of_minutes(number: int, question: Question) -> _Asked:
    part = f"{PHRASES}minutes" if question["kind"].endswith(_FEW_WORDS) else "minutes"
    if question["answers"]:
        return _answered(part, question["kind"], question)
    return _Asked(part, question["kind"], "near miss", number % FOLDS, question)


def _of_samples_elsewhere(part: str) -> list[_Asked]:
    """The samples' questions, cut down to a few words, in a library that is about other things."""
    asked = [_of_sample(part, question) for question in read(SEEDS / "questions.jsonl")]
    return _phrases(map(_elsewhere, asked))


def _elsewhere(asked: _Asked) -> _Asked:
    """The same in a library that is about other things."""
    return replace(asked, what="stranger", question={**asked.question, "answers": []})


def _answered(part: str, kind: str, question: Question) -> _Asked:
    return _Asked(part, kind, "answerable", fold_of(_document(question)), question)


def _stranger(part: str, kind: str, question: Question) -> _Asked:
    return _Asked(part, kind, "stranger", fold_of(_document(question)), {**question, "answers": []})


def _phrases(asked: Iterable[_Asked]) -> list[_Asked]:
    """The same, each cut down to a few words where it can be."""
    cut = [(each, phrase_of(each.question, each.kind)) for each in asked]
    return [replace(each, part=PHRASES + each.part, question=short) for each, short in cut if short is not None]


def _kind(meeting: str) -> str:
    """Which of the kinds of meetings one is of, by how its name begins."""
    return next(kind for kind, begins in _KINDS_OF_MEETINGS.items() if meeting.startswith(begins))


def _xquad(shared: Path) -> tuple[dict[str, list[Question]], list[str]]:
    asked = {way: read(shared / "xquad-vi" / f"{way}.jsonl") for way in _WAYS}
    return asked, sorted({_document(question) for question in asked[_WAYS[0]]})


def _document(question: Question) -> str:
    return str(question["answers"][0]["document"])


def _cases(folder: Path, documents: Iterable[Path], searching: Searching, asked: Sequence[_Asked]) -> list[Case]:
    """The questions in a library of these documents, kept in the folder."""
    embedder = searching.embedder
    store, caches = opened(folder, documents, embedder)
    centres = QuestionCentres.of(embedder)
    searchers = [
        Searcher(store, caches, default_weights(), replace(centres, talk=adapter)) for adapter in searching.adapters
    ]
    understood = [understand(each.question["question"], caches) for each in asked]
    vectors = embedder.questions([each.embedded for each in understood])
    found = []
    for each, question, vector in zip(asked, understood, vectors, strict=True):
        among = None if each.within is None else store.paragraph_ids(each.within)
        _, stored, evidence = searchers[each.fold].candidates(question, vector, among)
        answers = each.question["answers"]
        right = np.array([overlaps(row.paragraph, answers) for row in stored], bool)
        # A meeting's answer is a long stretch, in which every sentence is right.
        rows = np.flatnonzero(right) if each.part in ("seeds", "minutes", "large") else ()
        sentences = tuple((int(row), _right_sentences(stored[row], answers)) for row in rows)
        case = Case(each.part, each.kind, each.what, each.fold, evidence, right, sentences)
        if not each.part.startswith(PHRASES) or each.kind.endswith(_FEW_WORDS):
            found.append(case)
        elif len(stored):
            named = [holds_as_it_stands(_with_context(row.paragraph), each.question["question"]) for row in stored]
            found += judgeable(case, np.array(named, bool))
    store.close()
    return found


def judgeable(case: Case, named: Flags) -> list[Case]:
    """The case of a phrase, or none where it isn't clear if something answers it; `named` (n,) hold it word by word.

    Whoever types but these words is answered by all of these paragraphs. Where the question's own paragraphs lack some
    of its concepts, nobody could tell that they are meant; and a phrase of another library's that stands here may well
    be answered here.
    """
    if case.what != "answerable":
        return [] if named.any() else [case]
    whole = concepts_held(case.evidence).all(axis=1)
    return [replace(case, right=case.right | named)] if (whole & case.right).any() else []


def _with_context(paragraph: Paragraph) -> str:
    return f"{paragraph.context or ''}\n{paragraph.text}"


def without_right(case: Case) -> Case:
    """The question as a near miss: its right paragraphs are taken out of the candidates."""
    left, counts = ~case.right, np.diff(case.evidence.edges)
    of_rows = {name: getattr(case.evidence, name)[left] for name in BY_ROW}
    of_sentences = {name: getattr(case.evidence, name)[left.repeat(counts)] for name in BY_SENTENCE}
    evidence = replace(case.evidence, edges=np.cumsum([0, *counts[left]]), **of_rows, **of_sentences)
    return replace(case, what="near miss", evidence=evidence, right=case.right[left], sentences=())


# The fields of Evidence that hold something for each candidate, and those for each sentence.
BY_ROW = (
    "cosine centred bm25_folded coverage pairs context_held names shape other_language neighbours spoken said talk"
    " documents places"
).split()
BY_SENTENCE = (
    "centred_sentences talk_sentences sentence_held sentence_names sentence_shape sentence_pairs sentence_words"
    " sentence_asks sentence_spoken"
).split()


def _right_sentences(stored: StoredParagraph, answers: Sequence[Question]) -> Flags:
    document, start = stored.paragraph.document, stored.paragraph.start
    return np.array(
        [
            any(
                document == each["document"] and start + span.start < each["end"] and each["start"] < start + span.end
                for each in answers
            )
            for span in stored.sentences
        ],
        bool,
    )
