"""How well a library answers an evaluation folder: `documents/` and `questions*.jsonl`.

A line of a questions file is an object with `question`, `answers` (a list of `{document, start, end}`: code points of
the document's text, half-open; empty where nothing answers), and if it has them `kind` and `within` (one document). A
hit is right when it overlaps an answer's range in its document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from assistant.ask import ask_many
from index import Hit, HoiHopError, Library, Outcome, PathNotFound, find_files

_HITS = 10
_CHUNK = 64
OnProgress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is, and the total."""


class BrokenEvaluation(HoiHopError):
    """An evaluation folder that can't be used. Values: path, line, detail."""

    message = "{path}, line {line}: this is no question of an evaluation ({detail})."


@dataclass(frozen=True, slots=True)
class Place:
    """A range of a document's text, half-open, in code points."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the places that answer it, none where nothing does; `kind` groups questions of a file."""

    text: str
    kind: str | None
    answers: tuple[Place, ...]
    within: str | None


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a question: the rank of the first right hit, from 1, or None, and whether it was answered."""

    question: Question
    rank: int | None
    answered: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The measures over the questions of a file, or over one kind of them.

    `mrr_at_10`, `hit_at_1`, `hit_at_5` and `refused_wrongly` (not answered though something answers) are over the
    `answerable` questions, `answered_wrongly` (answered though nothing does) over the others, `answered` and `refused`
    over all. Each is a share, 0..1; None where there is no such question.
    """

    file: str
    kind: str | None
    questions: int
    answerable: int
    mrr_at_10: float | None
    hit_at_1: float | None
    hit_at_5: float | None
    answered: float | None
    refused: float | None
    answered_wrongly: float | None
    refused_wrongly: float | None


def add_documents(
    folder: Path, library: Library, on_progress: OnProgress | None = None
) -> tuple[dict[str, str], list[Outcome]]:
    """Adds the folder's documents that aren't in the library yet, or have changed.

    Returns the library's name for each, by its path in `documents/`, and what became of the files. Raises PathNotFound.
    """
    documents = folder / "documents"
    if not documents.is_dir():
        raise PathNotFound(path=str(documents))
    files = find_files([documents])
    names: dict[str, str] = {}
    outcomes = []
    for number, file in enumerate(files):
        if on_progress is not None:
            on_progress(file.document, number, len(files))
        outcome = library.add_file(file)
        outcomes.append(outcome)
        if outcome.status not in ("skipped", "failed"):
            names[file.document] = outcome.document
    return names, outcomes


def evaluate(
    folder: Path, library: Library, names: Mapping[str, str], on_progress: OnProgress | None = None
) -> list[Row]:
    """The measures of each `questions*.jsonl` of the folder, and of each kind in it, in the order of their names.

    `names` is what `add_documents` returns. Raises PathNotFound without a questions file, BrokenEvaluation and
    DocumentNotFound.
    """
    paths = sorted(folder.glob("questions*.jsonl"))
    if not paths:
        raise PathNotFound(path=str(folder / "questions.jsonl"))
    rows = []
    for path in paths:
        questions = read_questions(path, names)
        rows.extend(measures(path.name, _results(path.name, questions, library, on_progress)))
    return rows


def read_questions(path: Path, names: Mapping[str, str]) -> list[Question]:
    """The questions of a file, their documents by the names that they have in the library. Raises BrokenEvaluation."""
    questions = []
    for number, line in enumerate(path.read_bytes().split(b"\n"), start=1):
        if not line.strip():
            continue
        try:
            questions.append(_question(json.loads(line.decode("utf-8-sig")), names))
        except KeyError as error:
            raise BrokenEvaluation(path=str(path), line=number, detail=f"{error} is missing") from error
        except (ValueError, TypeError) as error:
            raise BrokenEvaluation(path=str(path), line=number, detail=str(error)) from error
    return questions


def _question(fields: object, names: Mapping[str, str]) -> Question:
    if not isinstance(fields, dict):
        raise TypeError("it is no JSON object")
    text, kind, answers, within = fields["question"], fields.get("kind"), fields["answers"], fields.get("within")
    if not (isinstance(text, str) and isinstance(kind, str | None) and isinstance(within, str | None)):
        raise TypeError("question, kind and within are strings")
    if not (isinstance(answers, list) and all(isinstance(answer, dict) for answer in answers)):
        raise TypeError("answers is no list of objects")
    places = tuple(_place(answer, names) for answer in answers)
    return Question(text, kind, places, None if within is None else _named(within, names))


def _place(answer: Mapping[str, object], names: Mapping[str, str]) -> Place:
    document, start, end = answer["document"], answer["start"], answer["end"]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end):
        raise TypeError("start and end are no range of code points")
    return Place(_named(str(document), names), start, end)


def _named(document: str, names: Mapping[str, str]) -> str:
    if document not in names:
        raise ValueError(f"{document} is not among the folder's documents")
    return names[document]


def _results(
    file: str, questions: Sequence[Question], library: Library, on_progress: OnProgress | None
) -> list[Result]:
    results: list[Result] = []
    for start in range(0, len(questions), _CHUNK):
        if on_progress is not None:
            on_progress(file, start, len(questions))
        chunk = questions[start : start + _CHUNK]
        texts, within = [question.text for question in chunk], [question.within for question in chunk]
        found = library.find(texts, _HITS, within)
        answers = ask_many(texts, library, within=within)
        results.extend(
            Result(question, rank(each.hits, question.answers), answer.answered)
            for question, each, answer in zip(chunk, found, answers, strict=True)
        )
    return results


def rank(hits: Sequence[Hit], answers: Sequence[Place]) -> int | None:
    """The rank, from 1, of the first hit that overlaps an answer; None if none does."""
    for number, hit in enumerate(hits, start=1):
        paragraph = hit.paragraph
        for place in answers:
            overlaps = paragraph.start < place.end and place.start < paragraph.end
            if place.document == paragraph.document and overlaps:
                return number
    return None


def measures(file: str, results: Sequence[Result]) -> list[Row]:
    """A row over all results of a file, and one for each kind by name."""
    kinds = sorted({result.question.kind for result in results if result.question.kind is not None})
    of_kinds = [_row(file, kind, [each for each in results if each.question.kind == kind]) for kind in kinds]
    return [_row(file, None, results), *of_kinds]


def _row(file: str, kind: str | None, results: Sequence[Result]) -> Row:
    answerable = [result for result in results if result.question.answers]
    others = [result for result in results if not result.question.answers]
    return Row(
        file,
        kind,
        questions=len(results),
        answerable=len(answerable),
        mrr_at_10=_mean(1 / each.rank if each.rank is not None else 0.0 for each in answerable),
        hit_at_1=_mean(each.rank == 1 for each in answerable),
        hit_at_5=_mean(each.rank is not None and each.rank <= 5 for each in answerable),
        answered=_mean(each.answered for each in results),
        refused=_mean(not each.answered for each in results),
        answered_wrongly=_mean(each.answered for each in others),
        refused_wrongly=_mean(not each.answered for each in answerable),
    )


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return fmean(listed) if listed else None


_HEADINGS = ("questions", "n", "MRR@10", "hit@1", "hit@5", "answered", "refused", "wrongly answered", "wrongly refused")


def table(rows: Sequence[Row]) -> str:
    """The rows with aligned columns; the kinds are set in under their file."""
    cells = [_HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(_HEADINGS))]
    lines = []
    for first, *others in cells:
        figures = (each.rjust(width) for each, width in zip(others, widths[1:], strict=True))
        lines.append("  ".join([first.ljust(widths[0]), *figures]) + "\n")
    return "".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    shares = (row.mrr_at_10, row.hit_at_1, row.hit_at_5, row.answered, row.refused)
    wrong = (row.answered_wrongly, row.refused_wrongly)
    name = row.file if row.kind is None else f"  {row.kind}"
    return name, str(row.questions), *("-" if share is None else f"{share:.3f}" for share in (*shares, *wrong))
