"""Scores task lines against a gold file; what counts as right is in README.md beside this file.

python -m tests.gold.score tests/gold/development.jsonl PREDICTED [--least-confidence 0.5]
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

from tests.gold.names import same_assignees

LEAST_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Line:
    """What of a task line is scored; `start` and `end` are code points, half-open, the dates are ISO or None."""

    document: str
    start: int
    end: int
    assignees: tuple[str, ...]
    due_from: str | None
    due_to: str | None
    confidence: float = 1.0

    @property
    def deadline(self) -> tuple[str | None, str | None] | None:
        """Both dates, or None where there is neither."""
        return (self.due_from, self.due_to) if self.due_from or self.due_to else None


@dataclass(frozen=True, slots=True)
class Counts:
    """Of what was predicted `right` and `invented`, of what is gold `missed`; a wrong value is both of these."""

    right: int
    invented: int
    missed: int

    @property
    def precision(self) -> float | None:
        """The share of the predicted that is right, 0..1; None where nothing was predicted."""
        return self.right / (self.right + self.invented) if self.right + self.invented else None

    @property
    def recall(self) -> float | None:
        """The share of the gold that was found, 0..1; None where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall, 0..1; None where there is nothing, predicted or gold."""
        total = 2 * self.right + self.invented + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Scores:
    """`deadline` and `assignees` over the matched lines; `..._of_all` also count those of lines without a match."""

    line: Counts
    deadline: Counts
    assignees: Counts
    deadline_of_all: Counts
    assignees_of_all: Counts


def read_lines(path: Path) -> list[Line]:
    """The lines of a gold file or of predictions, one JSON object a line."""
    rows = (json.loads(row) for row in path.read_text(encoding="utf-8").splitlines() if row.strip())
    return [
        Line(
            document=row["document"],
            start=row["start"],
            end=row["end"],
            assignees=tuple(row["assignees"]),
            due_from=row["due_from"],
            due_to=row["due_to"],
            confidence=row.get("confidence", 1.0),
        )
        for row in rows
    ]


def overlap(one: Line, other: Line) -> float:
    """The code points that both lines have, over those that either has; 0..1, 0 in different documents."""
    if one.document != other.document:
        return 0.0
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (one.end - one.start + other.end - other.start - shared)


def match(gold: Sequence[Line], predicted: Sequence[Line]) -> list[tuple[Line, Line]]:
    """Pairs of a gold and a predicted line that overlap by half or more, each line in one pair at most.

    As many pairs as can be; of those choices the one whose overlaps add up to most.
    """
    by_document: dict[str, tuple[list[Line], list[Line]]] = defaultdict(lambda: ([], []))
    for side, lines in enumerate((gold, predicted)):
        for line in lines:
            by_document[line.document][side].append(line)
    pairs: list[tuple[Line, Line]] = []
    for ours, theirs in by_document.values():
        overlaps = np.array([[overlap(one, other) for other in theirs] for one in ours]).reshape(len(ours), len(theirs))
        allowed = overlaps >= LEAST_OVERLAP
        # One pair more outweighs any gain in overlap.
        weights = np.where(allowed, len(ours) + len(theirs) + overlaps, 0.0)
        rows, columns = linear_sum_assignment(weights, maximize=True)
        chosen = zip(rows, columns, strict=True)
        pairs += [(ours[row], theirs[column]) for row, column in chosen if allowed[row, column]]
    return pairs


def score(gold: Sequence[Line], predicted: Iterable[Line], least_confidence: float = 0.0) -> Scores:
    """The counts for the predicted lines of at least this confidence."""
    taken = [line for line in predicted if line.confidence >= least_confidence]
    pairs = match(gold, taken)
    deadline = _counts([(one.deadline, other.deadline, one.deadline == other.deadline) for one, other in pairs])
    assignees = _counts(
        [(one.assignees, other.assignees, same_assignees(one.assignees, other.assignees)) for one, other in pairs]
    )

    def of_all(counts: Counts, value: str) -> Counts:
        has = [sum(bool(getattr(line, value)) for line in lines) for lines in (gold, taken)]
        return Counts(counts.right, has[1] - counts.right, has[0] - counts.right)

    return Scores(
        line=Counts(len(pairs), len(taken) - len(pairs), len(gold) - len(pairs)),
        deadline=deadline,
        assignees=assignees,
        deadline_of_all=of_all(deadline, "deadline"),
        assignees_of_all=of_all(assignees, "assignees"),
    )


def _counts(values: Sequence[tuple[object, object, bool]]) -> Counts:
    """Over (gold, predicted, whether they are the same); what is empty on both sides counts for nothing."""
    right = sum(bool(gold) and same for gold, _, same in values)
    return Counts(
        right,
        sum(bool(predicted) for _, predicted, _ in values) - right,
        sum(bool(gold) for gold, _, _ in values) - right,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints a row of figures for each thing scored."""
    parser = argparse.ArgumentParser(prog="python -m tests.gold.score")
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--least-confidence", type=float, default=0.0)
    asked = parser.parse_args(arguments)
    scores = score(read_lines(asked.gold), read_lines(asked.predicted), asked.least_confidence)
    print("                     F1  precision  recall  right  invented  missed")
    for name in Scores.__slots__:
        counts: Counts = getattr(scores, name)
        shares = (counts.f1, counts.precision, counts.recall)
        figures = ["    -" if share is None else f"{share:5.3f}" for share in shares]
        print(
            f"{name:17} {figures[0]}      {figures[1]}   {figures[2]}  "
            f"{counts.right:5}  {counts.invented:8}  {counts.missed:6}"
        )


if __name__ == "__main__":
    main()
