"""Scores the task lines that are found on the gold lines, and measures how long finding them takes.

python -m tests.benchmarks.tasks             the two parts to write rules by, with all figures
python -m tests.benchmarks.tasks --heldout   the held-out part too: its totals and nothing else
python -m tests.benchmarks.tasks --clean     likewise the second annotator's part that is only scored
python -m tests.benchmarks.tasks --meetings FOLDER   meetings of QMSum read by hand (gold/qmsum.jsonl)
python -m tests.benchmarks.tasks --speed     finds the lines of 10,000 paragraphs
"""

from __future__ import annotations

import argparse
import hashlib
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.loaders import load
from index.models import Paragraph
from index.paragraphs import split
from index.tasks import LEAST_CONFIDENCE, TaskFinder
from index.tasks.models import Task
from tests.gold.score import Line, Scores, match, read_lines, score

GOLD = Path(__file__).parent.parent / "gold"
SAMPLES = Path(__file__).parent.parent.parent / "seeds" / "documents"
# Lines and meetings of each part.
PARTS = {
    "development": ("development.jsonl", "meetings.jsonl"),
    "second": ("second.jsonl", "meetings-second.jsonl"),
    "third a": ("third-a.jsonl", "meetings-third-a.jsonl"),
    "third b": ("third-b.jsonl", "meetings-third-b.jsonl"),
    "third c": ("third-c.jsonl", "meetings-third-c.jsonl"),
    "third d": ("third-d.jsonl", "meetings-third-d.jsonl"),
    "held out": ("heldout.jsonl", "meetings-heldout.jsonl"),
    "clean": ("clean.jsonl", "meetings-clean.jsonl"),
}
PARAGRAPHS = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """A line that was found in a document, as it is scored and as it was found."""

    line: Line
    task: Task


def found_in(finder: TaskFinder, path: Path, document: str, meeting_date: str | None) -> list[Found]:
    """The lines of a file."""
    loaded = load(path.name, path.read_bytes())
    tasks = finder.find(split(loaded, "gold", document), meeting_date or loaded.meeting_date)
    return [Found(_line(document, task), task) for task in tasks]


def _line(document: str, task: Task) -> Line:
    first, last = (None if day is None else day.isoformat() for day in (task.due_from, task.due_to))
    return Line(document, task.start, task.end, task.assignees, first, last, task.confidence)


def predicted(part: str) -> list[Found]:
    """The lines that are found in the documents of a part, each with the date of its meeting."""
    finder = TaskFinder()
    meetings = [json.loads(row) for row in (GOLD / PARTS[part][1]).read_text(encoding="utf-8").splitlines()]
    return [
        found
        for meeting in meetings
        for found in found_in(
            finder, GOLD / "documents" / meeting["document"], meeting["document"], meeting["meeting_date"]
        )
    ]


def scores_of(part: str, least_confidence: float = LEAST_CONFIDENCE) -> Scores:
    """The scores of a part."""
    lines = [found.line for found in predicted(part)]
    return score(read_lines(GOLD / PARTS[part][0]), lines, least_confidence)


def table(name: str, scores: Scores) -> str:
    """A row of figures for each thing scored."""
    rows = [f"{name:18} F1     precision  recall  right  invented  missed"]
    for each in Scores.__slots__:
        counts = getattr(scores, each)
        f1, precision, recall = (
            "-" if share is None else f"{share:.3f}" for share in (counts.f1, counts.precision, counts.recall)
        )
        rows.append(
            f"{each:18} {f1:6} {precision:10} {recall:7} {counts.right:5}  {counts.invented:8}  {counts.missed:6}"
        )
    return "\n".join(rows)


def judged_samples() -> Iterator[tuple[Found, bool]]:
    """What is found in the samples, and whether it is right, for what was read there by hand."""
    finder = TaskFinder()
    rows = [json.loads(row) for row in (GOLD / "samples.jsonl").read_text(encoding="utf-8").splitlines()]
    for path in sorted(SAMPLES.iterdir()):
        judged = [row for row in rows if row["document"] == path.name]
        for found in found_in(finder, path, path.name, None):
            line = found.line
            row = next((row for row in judged if _same(line, row["start"], row["end"])), None)
            if row is not None:
                yield found, row["right"]


def _same(line: Line, start: int, end: int) -> bool:
    shared = max(0, min(line.end, end) - max(line.start, start))
    return shared >= 0.5 * (max(line.end, end) - min(line.start, start))


def of_meetings(folder: Path) -> Iterator[tuple[str, Scores, list[str], list[str]]]:
    """For each meeting read by hand whose file is in a folder: its scores, and the words invented and missed."""
    rows = [json.loads(row) for row in (GOLD / "qmsum.jsonl").read_text(encoding="utf-8").splitlines()]
    of_files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in sorted(folder.glob("*.txt"))}
    for digest, path in of_files.items():
        gold = [Line(path.name, row["start"], row["end"], (), None, None) for row in rows if row["sha256"] == digest]
        if not gold:
            continue
        found = [each.line for each in found_in(TaskFinder(), path, path.name, None)]
        shown = [each for each in found if each.confidence >= LEAST_CONFIDENCE]
        pairs = match(gold, shown)
        text = load(path.name, path.read_bytes()).text
        right, given = {id(line) for line, _ in pairs}, {id(line) for _, line in pairs}
        invented = [text[each.start : each.end] for each in shown if id(each) not in given]
        missed = [text[each.start : each.end] for each in gold if id(each) not in right]
        yield path.name, score(gold, shown), invented, missed


def seconds_for(paragraphs: int) -> float:
    """How much CPU time it takes to find the lines of so many paragraphs: the development part's, over and over."""
    meetings = [json.loads(row) for row in (GOLD / PARTS["development"][1]).read_text(encoding="utf-8").splitlines()]
    documents: list[tuple[list[Paragraph], str]] = []
    count = 0
    while count < paragraphs:
        for meeting in meetings:
            path = GOLD / "documents" / meeting["document"]
            split_up = split(load(path.name, path.read_bytes()), str(len(documents)), meeting["document"])
            documents.append(([replace(each) for each in split_up][: paragraphs - count], meeting["meeting_date"]))
            count += len(documents[-1][0])
    finder = TaskFinder()
    start = time.process_time()
    for each, meeting_date in documents:
        finder.find(each, meeting_date)
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.tasks")
    parser.add_argument("--heldout", action="store_true")
    parser.add_argument("--clean", action="store_true")
    parser.add_argument("--meetings", type=Path, metavar="FOLDER")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.meetings:
        for name, scores, invented, missed in of_meetings(asked.meetings):
            print(f"{name}: {scores.line.right} right, {len(invented)} invented, {len(missed)} missed")
            print(*(f"  invented: {each}" for each in invented), *(f"  missed: {each}" for each in missed), sep="\n")
    elif asked.speed:
        print(f"{PARAGRAPHS} paragraphs: {seconds_for(PARAGRAPHS):.1f} s of CPU time")
    else:
        scored_only = [part for part, wanted in (("held out", asked.heldout), ("clean", asked.clean)) if wanted]
        for part in ["development", "second", "third a", "third b", "third c", "third d", *scored_only]:
            print(table(part, scores_of(part)), "\n")
        samples = [right for found, right in judged_samples() if found.task.confidence >= LEAST_CONFIDENCE]
        print(f"samples, read by hand: {sum(samples)} of {len(samples)} lines right")


if __name__ == "__main__":
    main()
