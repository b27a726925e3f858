"""Scores the facts of meetings that are found on the gold documents, and measures how long finding them takes.

python -m tests.benchmarks.meetings             the development part, with what is invented and missed
python -m tests.benchmarks.meetings --heldout   the held-out part too: its totals and nothing else
python -m tests.benchmarks.meetings --speed     finds the facts of 1,000 documents

A fact that is found is right where a gold fact of the same kind and document has the same value after normalising and
half of the code points that either has are those of both; each gold fact makes one right.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from index.loaders import load
from index.meetings import Fact, Facts, facts_of
from index.models import Paragraph, Source
from index.paragraphs import split
from index.text import normalise
from tests.gold.names import same_name
from tests.gold.score import LEAST_OVERLAP, Counts

GOLD = Path(__file__).parent.parent / "gold"
PARTS = {"development": "meetings.jsonl", "held out": "meetings-heldout.jsonl"}
FACTS = ("title", "date", "time", "place", "body", "session", "chair", "present")
DOCUMENTS = 1_000
# Of a session the number tells which it is: "thứ 9" and "kỳ họp thứ 9", "fourteenth" and "fourteenth meeting".
_SESSION_WORDS = re.compile(r"(?:kỳ họp|phiên họp|hội nghị|phiên|lần|meeting|session)\s*")


def read_document(path: Path) -> tuple[Source, list[Paragraph]]:
    """A file as the library would hold it."""
    loaded = load(path.name, path.read_bytes())
    title, date, kind, letterhead = loaded.title, loaded.meeting_date, loaded.media_type, loaded.letterhead
    source = Source("gold", path.name, title, date, kind, loaded.text, "", letterhead=letterhead)
    return source, split(loaded, "gold", path.name)


def same_value(kind: str, one: str, other: str) -> bool:
    """Whether two values of a kind say the same."""
    if kind in ("chair", "present"):
        return same_name(one, other)
    words = [normalise(value).lower().strip(" .,:;") for value in (one, other)]
    if kind == "session":
        words = [_SESSION_WORDS.sub("", value).strip() for value in words]
    return words[0] == words[1]


def is_right(kind: str, gold: Fact, found: Fact) -> bool:
    """Whether a fact that was found is the gold one."""
    shared = max(0, min(gold.end, found.end) - max(gold.start, found.start))
    either = gold.end - gold.start + found.end - found.start - shared
    return shared >= LEAST_OVERLAP * either and same_value(kind, gold.value, found.value)


def compared(part: str) -> Iterator[tuple[str, str, list[Fact], list[Fact]]]:
    """Of each document and kind of fact: what is gold, and what is found."""
    for row in (GOLD / PARTS[part]).read_text(encoding="utf-8").splitlines():
        gold: dict[str, Any] = json.loads(row)
        facts: Facts = facts_of(*read_document(GOLD / "documents" / gold["document"]))
        for kind in FACTS:
            yield gold["document"], kind, [Fact(**fact) for fact in gold[kind]], list(getattr(facts, kind))


def scores_of(part: str) -> dict[str, Counts]:
    """The counts of each kind of fact in a part, and of all under "all"."""
    counts = dict.fromkeys((*FACTS, "all"), Counts(0, 0, 0))
    for _, kind, gold, found in compared(part):
        right = sum(any(is_right(kind, one, other) for other in found) for one in gold)
        these = Counts(right, len(found) - right, len(gold) - right)
        for name in (kind, "all"):
            counts[name] = Counts(*(a + b for a, b in zip(_figures(counts[name]), _figures(these), strict=True)))
    return counts


def _figures(counts: Counts) -> tuple[int, int, int]:
    return counts.right, counts.invented, counts.missed


def differences(part: str) -> Iterator[str]:
    """What is invented and missed, a line each."""
    for document, kind, gold, found in compared(part):
        missed = [one for one in gold if not any(is_right(kind, one, other) for other in found)]
        invented = [other for other in found if not any(is_right(kind, one, other) for one in gold)]
        for word, facts in (("missed", missed), ("invented", invented)):
            yield from (f"{word:8}  {kind:8} {document}: {fact.value}" for fact in facts)


def table(part: str) -> str:
    """A row of figures for each kind of fact."""
    rows = [f"{part:12} F1     precision  recall  right  invented  missed"]
    for kind, counts in scores_of(part).items():
        f1, precision, recall = (
            "-" if share is None else f"{share:.3f}" for share in (counts.f1, counts.precision, counts.recall)
        )
        rows.append(
            f"{kind:12} {f1:6} {precision:10} {recall:7} {counts.right:5}  {counts.invented:8}  {counts.missed:6}"
        )
    return "\n".join(rows)


def seconds_for(documents: int) -> float:
    """How long a processor works on the facts of so many documents: those of the development part, over and over."""
    read = [read_document(path) for path in sorted((GOLD / "documents").glob("*.txt"))]
    start = time.process_time()
    for number in range(documents):
        facts_of(*read[number % len(read)])
    return time.process_time() - start


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.meetings")
    parser.add_argument("--heldout", action="store_true")
    parser.add_argument("--speed", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.speed:
        print(f"{DOCUMENTS} documents: {seconds_for(DOCUMENTS):.1f} s of processor time")
        return
    for part in PARTS if asked.heldout else ["development"]:
        print(table(part), "\n")
    if not asked.heldout:
        print(*differences("development"), sep="\n")


if __name__ == "__main__":
    main()
