"""What is new since the meeting before: the lines of a meeting beside those of the one before it in its series.

Two meetings are of one series where their titles tell so (`assistant.groups`). A line of the later one is new where no
line of the earlier one says nearly the same, and changed where one does but with other days or other people. What is
left of the earlier one isn't told of: a task that isn't mentioned again may be done, or go on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.groups import content_words, names_one_series
from index import LEAST_CONFIDENCE, DocumentSummary, TaskLine, fold, in_time

Change = Literal["new", "changed", "before"]

# Of the words of two lines together, how many they share where they speak of one task; so many at least.
_SAME_TASK = 0.4
_LEAST_WORDS = 2
_NOTE = "note"


@dataclass(frozen=True, slots=True)
class Meetings:
    """The documents of a meeting and those of the meeting before it in its series."""

    now: tuple[DocumentSummary, ...]
    before: tuple[DocumentSummary, ...]


def last_two(documents: Sequence[DocumentSummary], left: Collection[str] | None) -> Meetings | None:
    """The last meeting, of those that are `left` (None for all), that another of its series was held before."""
    dated = sorted(
        (each for each in documents if each.date is not None), key=lambda each: each.date or "", reverse=True
    )
    for now in dated:
        series = [each for each in dated if _is_of_one_series(now, each)]
        before = [each for each in series if (each.date or "") < (now.date or "") and not _may_be_one_day(each, now)]
        if before and (left is None or now.document in left):
            return Meetings(
                tuple(each for each in series if each.date == now.date),
                tuple(each for each in series if each.date == before[0].date),
            )
    return None


def _is_of_one_series(one: DocumentSummary, other: DocumentSummary) -> bool:
    return one == other or names_one_series((one.title, one.document), (other.title, other.document))


def _may_be_one_day(one: DocumentSummary, other: DocumentSummary) -> bool:
    """Whether one is known by a month that holds the other's day."""
    return (other.date or "").startswith(one.date or "") or (one.date or "").startswith(other.date or "")


def changes_between(meetings: Meetings, lines: Iterable[TaskLine]) -> list[tuple[TaskLine, Change]]:
    """The new and the changed lines of the later meeting by their days; behind a changed one, what it was before."""
    tasks = [line for line in lines if line.task.confidence >= LEAST_CONFIDENCE and line.task.kind != _NOTE]
    now, before = (
        sorted((line for line in tasks if line.document in {each.document for each in documents}), key=in_time)
        for documents in (meetings.now, meetings.before)
    )
    pairs = _pairs(now, before)
    found: list[tuple[TaskLine, Change]] = []
    for number, line in enumerate(now):
        other = pairs.get(number)
        if other is None:
            found.append((line, "new"))
        elif _differ(line, other):
            found += [(line, "changed"), (other, "before")]
    return found


def _pairs(now: Sequence[TaskLine], before: Sequence[TaskLine]) -> dict[int, TaskLine]:
    """The earlier line that speaks of the same task, by the number of the later line; the likest are paired first."""
    likenesses = [
        (likeness, number, other)
        for number, line in enumerate(now)
        for other, earlier in enumerate(before)
        if (likeness := _likeness(line.text, earlier.text)) >= _SAME_TASK
    ]
    pairs: dict[int, TaskLine] = {}
    taken: set[int] = set()
    for _, number, other in sorted(likenesses, key=lambda each: (-each[0], each[1:])):
        if number not in pairs and other not in taken:
            pairs[number] = before[other]
            taken.add(other)
    return pairs


def _likeness(one: str, other: str) -> float:
    """The share of their words that two lines have in common, without grammar and numbers, 0..1."""
    left, right = ({fold(word) for word in content_words(text) if word.isalpha()} for text in (one, other))
    shared = left & right
    return len(shared) / len(left | right) if len(shared) >= _LEAST_WORDS else 0.0


def _differ(line: TaskLine, other: TaskLine) -> bool:
    one, two = line.task, other.task
    people = [{fold(name) for name in task.assignees} for task in (one, two)]
    return (one.due_from, one.due_to) != (two.due_from, two.due_to) or people[0] != people[1]
