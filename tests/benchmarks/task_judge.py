"""Fits how sure task lines are (index/tasks/judge.json) and prints its figures on documents that the fit left out.

    python -m tests.benchmarks.task_judge [--talk FOLDER] [--write]
    python -m tests.benchmarks.task_judge --read PART [PART …] [--without-rules]

tests/gold/clauses.jsonl holds the clauses that it is fitted on: where they stand, what the rules made of them, and what
they are by the gold lines. --read adds a part's clauses to it, as the rules read them at that time. That is to be done
before anybody mends rules by the part, or else with --without-rules: rules look better than they are on documents that
they were written by. The sentences that the rules are tested with count too, with what the rules make of them, but
weigh little. So do clauses of unprepared talk, --talk (qmsum-train), in which hardly one is a line: those that the
rules pass over count as none.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from index.loaders import load
from index.models import Paragraph
from index.paragraphs import split
from index.tasks.find import TaskFinder
from index.tasks.judged import clauses_of
from index.tasks.judging import AROUND, KINDS, LEAST_CONFIDENCE, LEAST_PASSED_OVER, Judge, Seen, features
from index.tasks.plain import Plain, plain
from tests.benchmarks.tasks import GOLD, PARTS
from tests.gold.score import Line, match, read_lines, score

CLAUSES = GOLD / "clauses.jsonl"
SENTENCES = GOLD.parent / "fixtures" / "task_sentences.jsonl"
WEIGHTS = Path(__file__).parents[2] / "index" / "tasks" / "judge.json"
COMMAND = "python -m tests.benchmarks.task_judge --talk SHARED_DATA_FOLDER/qmsum-train --write"
_FOLDS = 10
# The inverse of how strongly weights are drawn to 0. 1, 3 and 10 were tried.
_STRENGTH = 3.0
# What a sentence of the tests weighs beside a clause. 0, 0.15 and 0.3 were tried.
_SENTENCE = 0.05
# What a clause of talk weighs, of how many meetings one is taken, and of how many clauses.
_TALK = 0.1
_MEETINGS = 12
_CLAUSES = 4
# What so few clauses have tells nothing.
_LEAST_CLAUSES = 2
# The day of the sentences' meeting.
_MEETING = "2024-03-12"
# What is the same for all.
_CERTAIN = 9.0
_THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)


@dataclass(frozen=True, slots=True)
class Clause:
    """A row of clauses.jsonl: a Seen without its texts, its place, and the kind of the gold line, None if it's none."""

    document: str
    start: int
    end: int
    language: str
    rule: str | None
    line: bool
    lead: str | None
    heading: str | None
    marks: tuple[str, ...]
    kind: str | None


@cache
def paragraphs_of(document: str) -> list[tuple[Paragraph, Plain]]:
    """A document's paragraphs, and their plain texts."""
    path = GOLD / "documents" / document
    return [(each, plain(each.text)) for each in split(load(path.name, path.read_bytes()), "gold", document)]


def seen(clause: Clause) -> Seen:
    """The clause as it is judged."""
    paragraph, text = next(each for each in paragraphs_of(clause.document) if clause.end <= each[0].end)
    start, end = (text.place_of(place - paragraph.start) for place in (clause.start, clause.end))
    return Seen(
        text.text[start:end],
        text.text[max(0, start - AROUND) : start],
        text.text[end : end + 2],
        clause.language,
        clause.rule,
        clause.line,
        clause.lead,
        clause.heading,
        frozenset(clause.marks),
    )


class _Reader(TaskFinder):
    """Keeps every clause that it reads, with its range in the document."""

    def __init__(self) -> None:
        super().__init__(Judge({name: {"": 0.0} for name in ("line", *KINDS)}))
        self.clauses: list[tuple[int, int, Seen]] = []

    def _of_paragraph(self, paragraph: Paragraph, text: Plain, state: Any) -> Iterator[Any]:
        yield from super()._of_paragraph(paragraph, text, state)
        for line, as_seen in clauses_of(text, self._grammar_of(paragraph, text), state):
            span = text.span(line.reading.start, line.end)
            self.clauses.append((paragraph.start + span.start, paragraph.start + span.end, as_seen))


def read(part: str, *, with_rules: bool) -> list[Clause]:
    """The clauses of a part, as the rules read them now."""
    lines, meetings = PARTS[part]
    gold = read_lines(GOLD / lines)
    kinds = {
        (row["document"], row["start"]): row["kind"]
        for row in map(json.loads, (GOLD / lines).read_text(encoding="utf-8").splitlines())
    }
    found: list[Clause] = []
    for meeting in map(json.loads, (GOLD / meetings).read_text(encoding="utf-8").splitlines()):
        document, reader = meeting["document"], _Reader()
        loaded = load(document, (GOLD / "documents" / document).read_bytes())
        reader.find([each for each, _ in paragraphs_of(document)], meeting["meeting_date"] or loaded.meeting_date)
        spans = [Line(document, start, end, (), None, None, 1.0) for start, end, _ in reader.clauses]
        pairs = match([each for each in gold if each.document == document], spans)
        right = {id(span): kinds[document, line.start] for line, span in pairs}
        for span, (start, end, each) in zip(spans, reader.clauses, strict=True):
            rule, line = (each.rule, each.line) if with_rules else (None, False)
            marks = tuple(sorted(each.marks))
            kind = right.get(id(span))
            found.append(Clause(document, start, end, each.language, rule, line, each.lead, each.heading, marks, kind))
    return found


def clauses() -> list[Clause]:
    """Those of the file."""
    rows = map(json.loads, CLAUSES.read_text(encoding="utf-8").splitlines())
    return [Clause(**{**row, "marks": tuple(row["marks"])}) for row in rows]


@dataclass(frozen=True, slots=True)
class Example:
    """What the fit is made of: the features of a clause, the kind of line that it is, and how much it weighs."""

    features: set[str]
    kind: str | None
    weight: float = 1.0


def sentences() -> Iterator[Example]:
    """The sentences of the tests, each clause as the rules read it now."""
    for row in map(json.loads, SENTENCES.read_text(encoding="utf-8").splitlines()):
        text, reader = row["text"], _Reader()
        reader.find([Paragraph("", "", "", 0, len(text), text, None, None)], _MEETING)
        lines = [line["line"] for line in row["lines"]]
        for start, end, each in reader.clauses:
            is_line = any(text[start:end] in line or line in text[start:end] for line in lines)
            kind = "assignment" if is_line else None
            yield Example(features(each), kind, _SENTENCE)


def talk(folder: Path | None) -> Iterator[Example]:
    """Clauses of unprepared talk that the rules pass over, of some of a folder's meetings."""
    paths = [] if folder is None else sorted((folder / "documents").glob("*.txt"))
    for path in paths[::_MEETINGS]:
        loaded, reader = load(path.name, path.read_bytes()), _Reader()
        reader.find(split(loaded, "talk", path.name), loaded.meeting_date)
        passed = [each for _, _, each in reader.clauses if not each.line]
        yield from (Example(features(each), None, _TALK) for each in passed[::_CLAUSES])


@dataclass(frozen=True, slots=True)
class Model:
    """A fit: the features' names in order, and the weights (n,) and the constant of each question asked."""

    names: Sequence[str]
    weights: Mapping[str, tuple[NDArray[np.float64], float]]

    def stored(self) -> dict[str, dict[str, float]]:
        """The weights by name; those that round to nothing are left out."""
        found: dict[str, dict[str, float]] = {}
        for what, (weights, constant) in self.weights.items():
            rounded = {name: round(float(each), 2) for name, each in zip(self.names, weights, strict=True)}
            found[what] = {"": round(constant, 2)} | {name: each for name, each in rounded.items() if each}
        return found


def fitted(examples: Sequence[Example]) -> Model:
    """The fit on clauses."""
    counts = Counter(name for each in examples for name in each.features)
    names = sorted(name for name, count in counts.items() if count >= _LEAST_CLAUSES)
    # Of the sentences of the tests the kind isn't known.
    lines = [each for each in examples if each.kind is not None and each.weight == 1]
    kinds = {kind: _fit(names, lines, [each.kind == kind for each in lines]) for kind in KINDS}
    return Model(names, {"line": _fit(names, examples, [each.kind is not None for each in examples]), **kinds})


def _fit(
    names: Sequence[str], examples: Sequence[Example], wanted: Sequence[bool]
) -> tuple[NDArray[np.float64], float]:
    if len(set(wanted)) < 2:
        return np.zeros(len(names)), _CERTAIN if any(wanted) else -_CERTAIN
    places = {name: place for place, name in enumerate(names)}
    rows = [(row, places[name]) for row, each in enumerate(examples) for name in each.features if name in places]
    rows.sort()
    matrix = csr_matrix((np.ones(len(rows)), tuple(zip(*rows, strict=True))), shape=(len(examples), len(names)))
    model = LogisticRegression(C=_STRENGTH, max_iter=2_000, solver="liblinear", random_state=0)
    model.fit(matrix, wanted, sample_weight=[each.weight for each in examples])
    return model.coef_[0], float(model.intercept_[0])


def out_of_fold(given: Sequence[Clause], more: Sequence[Example] = ()) -> dict[str, list[Line]]:
    """By document, the clauses that rules read at first sight, each with its confidence by a fit without its fold."""
    documents = sorted({each.document for each in given if each.rule is not None})
    fold = {document: number % _FOLDS for number, document in enumerate(documents)}
    examples = [Example(features(seen(each)), each.kind) for each in given]
    found: dict[str, list[Line]] = defaultdict(list)
    for number in range(_FOLDS):
        kept = [each for each, clause in zip(examples, given, strict=True) if fold.get(clause.document) != number]
        judge = Judge(fitted([*kept, *more]).stored())
        for clause, example in zip(given, examples, strict=True):
            if fold.get(clause.document) == number:
                confidence = judge.confidence(example.features)
                line = Line(clause.document, clause.start, clause.end, (), None, None, confidence)
                found[clause.document].append(line)
    return found


def report(given: Sequence[Clause], more: Sequence[Example]) -> Iterator[str]:
    """The lines to print: figures by threshold, and those of the rules alone."""
    found = out_of_fold(given, more)
    gold = [line for lines, _ in PARTS.values() for line in read_lines(GOLD / lines) if line.document in found]
    by_rules = [
        Line(each.document, each.start, each.end, (), None, None, 1.0)
        for each in given
        if each.line and each.document in found
    ]
    yield f"{len(found)} documents, {len(gold)} lines, {sum(map(len, found.values()))} clauses; out of fold"
    yield _row("the rules", score(gold, by_rules, 0.0).line)
    is_line = {(each.document, each.start, each.end): each.line for each in given}
    shown = [
        each
        for of in found.values()
        for each in of
        if each.confidence >= (LEAST_CONFIDENCE if is_line[each.document, each.start, each.end] else LEAST_PASSED_OVER)
    ]
    yield _row("as shown", score(gold, shown, 0.0).line)
    for least in _THRESHOLDS:
        yield _row(f"from {least:.2f}", score(gold, [each for of in found.values() for each in of], least).line)


def _row(name: str, counts: Any) -> str:
    return f"{name:10} F1 {counts.f1:.3f}  precision {counts.precision:.3f}  recall {counts.recall:.3f}"


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads or fits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--read", nargs="+", choices=list(PARTS), help="add the clauses of these parts")
    parser.add_argument("--without-rules", action="store_true", help="leave out what the rules made of them")
    parser.add_argument("--talk", type=Path, metavar="FOLDER", help="an evaluation folder of meetings")
    parser.add_argument("--write", action="store_true", help="write index/tasks/judge.json")
    asked = parser.parse_args(arguments)
    if asked.read:
        rows = [each for part in asked.read for each in read(part, with_rules=not asked.without_rules)]
        with CLAUSES.open("a", encoding="utf-8") as file:
            file.writelines(f"{json.dumps(asdict(each), ensure_ascii=False)}\n" for each in rows)
        return
    given, more = clauses(), [*sentences(), *talk(asked.talk)]
    for line in report(given, more):
        print(line, flush=True)
    if asked.write:
        stored = fitted([*(Example(features(seen(each)), each.kind) for each in given), *more]).stored()
        text = json.dumps({"fitted_by": COMMAND, "weights": stored}, ensure_ascii=False, indent=0)
        WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
