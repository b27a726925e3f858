"""Asks questions about the tasks of the development meetings and counts the lines that come back; then asks others.

python -m tests.benchmarks.task_questions             over the meetings of tests/gold, and the questions of seeds/
python -m tests.benchmarks.task_questions FOLDER...   the questions of these evaluation folders, too
python -m tests.benchmarks.task_questions --details   also which lines were missed and invented, question by question

tests/gold/task-questions.jsonl holds a question a line, the day it is asked on, and the gold lines that it asks for, as
the numbers (from 1) of their lines in development.jsonl. A line that comes back is right where it overlaps one of these
by half or more. What the task rules miss or invent is counted here as well: the second row leaves it out, counting only
gold lines that the rules found, and of what came back only what is a gold line.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.ask import ask
from index import Library, TaskLine, knows, read_task_question
from tests.benchmarks.tasks import GOLD
from tests.gold.score import Counts, Line, match, read_lines
from tests.real_embedder import real_embedder

SEEDS = Path(__file__).parent.parent.parent / "seeds"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, the day it is asked on, and the gold lines that it asks for."""

    text: str
    today: date
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What came back for a question; `taken` as one about tasks at all."""

    question: Question
    taken: bool
    lines: tuple[Line, ...]


def questions() -> list[Question]:
    """Those of the gold file."""
    gold = read_lines(GOLD / "development.jsonl")
    rows = map(json.loads, (GOLD / "task-questions.jsonl").read_text(encoding="utf-8").splitlines())
    return [
        Question(row["question"], date.fromisoformat(row["today"]), tuple(gold[number - 1] for number in row["lines"]))
        for row in rows
    ]


def add_meetings(library: Library) -> None:
    """Puts the development meetings in, each with its date."""
    for row in map(json.loads, (GOLD / "meetings.jsonl").read_text(encoding="utf-8").splitlines()):
        library.add(GOLD / "documents" / row["document"])
        library.edit(row["document"], meeting_date=row["meeting_date"])


def results(library: Library, asked: Sequence[Question]) -> list[Result]:
    """What the library answers to each."""
    return [_result(library, each) for each in asked]


def _result(library: Library, question: Question) -> Result:
    answer = ask(question.text, library, today=question.today)
    quotes = answer.quotes if answer.from_tasks else ()
    lines = tuple(
        _line(each.paragraph.document, each.paragraph.start + span.start, each.paragraph.start + span.end)
        for each in quotes
        for span in each.highlights
    )
    return Result(question, answer.tasks is not None, lines)


def _line(document: str, start: int, end: int) -> Line:
    return Line(document, start, end, (), None, None)


def counts(found: Sequence[Result]) -> Counts:
    """Lines that came back rightly, that were invented, and that were missed, over all questions."""
    right = sum(len(match(each.question.lines, each.lines)) for each in found)
    returned, wanted = sum(len(each.lines) for each in found), sum(len(each.question.lines) for each in found)
    return Counts(right, returned - right, wanted - right)


def of_known_lines(found: Sequence[Result], library: Library) -> list[Result]:
    """The same without the gold lines that the task rules miss, and without the lines that they invent."""
    gold = read_lines(GOLD / "development.jsonl")
    lines = [_line(each.document, each.task.start, each.task.end) for each in library.tasks()]
    pairs = match(gold, lines)
    known, true = {one for one, _ in pairs}, {other for _, other in pairs}
    return [
        Result(
            Question(
                each.question.text, each.question.today, tuple(line for line in each.question.lines if line in known)
            ),
            each.taken,
            tuple(line for line in each.lines if line in true),
        )
        for each in found
    ]


def mistaken(folder: Path, lines: Sequence[TaskLine]) -> tuple[int, list[str]]:
    """How many questions the folder's files hold, and those that are taken for questions about tasks.

    Some are only where somebody of a name that they hold has one of the lines.
    """
    asked = [question for path in sorted(folder.glob("*.jsonl")) for question in _questions_of(path)]
    return len(asked), [question for question in asked if _is_taken(question, lines)]


def _is_taken(question: str, lines: Sequence[TaskLine]) -> bool:
    asked = read_task_question(question, date.today())
    return asked is not None and (not asked.needs_known or asked.assignee is None or knows(lines, asked.assignee))


def _questions_of(path: Path) -> Iterator[str]:
    for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
        yield from (turn["question"] for turn in row.get("turns", [row]))


def details(found: Sequence[Result], library: Library) -> Iterator[str]:
    """The lines missed and invented of each question that has such."""
    for each in found:
        pairs = match(each.question.lines, each.lines)
        missed = [line for line in each.question.lines if line not in {one for one, _ in pairs}]
        invented = [line for line in each.lines if line not in {other for _, other in pairs}]
        if missed or invented or not each.taken:
            yield f"\n{each.question.text}{'' if each.taken else ' (taken for another question)'}"
        for sign, lines in (("missed  ", missed), ("invented", invented)):
            for line in lines:
                text = library.source(line.document).text[line.start : line.end]
                yield f"  {sign} {line.document[:30]}: {' '.join(text.split())[:90]}"


def row(name: str, found: Sequence[Result]) -> str:
    """A row of figures."""
    sums = counts(found)
    exact = sum(
        len(match(each.question.lines, each.lines)) == len(each.lines) == len(each.question.lines) for each in found
    )
    precision, recall = (0.0 if share is None else share for share in (sums.precision, sums.recall))
    return (
        f"{name:22} {len(found):9} {exact:6} {precision:10.3f} {recall:7.3f} "
        f"{sums.right:6} {sums.invented:9} {sums.missed:7}"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.task_questions")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--details", action="store_true")
    asked = parser.parse_args(arguments)
    with (
        tempfile.TemporaryDirectory(prefix="hoi-hop-") as folder,
        Library.open(Path(folder) / "library", real_embedder()) as library,
    ):
        add_meetings(library)
        found = results(library, questions())
        print("                       questions  exact  precision  recall  right  invented  missed")
        print(row("all", found))
        print(row("lines that rules found", of_known_lines(found, library)))
        print(row("typed without marks", [each for each in found if each.question.text.isascii()]))
        if asked.details:
            print("\n".join(details(found, library)))
        lines = library.tasks()
    for each in (SEEDS, *asked.folders):
        total, taken = mistaken(each, lines)
        if total:
            print(f"\n{each.name}: {len(taken)} of {total} questions taken to be about tasks")
            print("".join(f"  {question}\n" for question in taken), end="")


if __name__ == "__main__":
    main()
