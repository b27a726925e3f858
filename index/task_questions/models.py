"""What a question about tasks asks: a frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from index.tasks.models import Kind

# What is a task, as opposed to what is only to be known.
TASK_KINDS: tuple[Kind, ...] = ("decision", "assignment", "request")


@dataclass(frozen=True, slots=True)
class Period:
    """Days, the first and the last; None where that side is open."""

    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.meets(day, day)

    def meets(self, first: date, last: date) -> bool:
        """Whether one of the days from the first to the last is one of them."""
        return (self.first is None or self.first <= last) and (self.last is None or first <= self.last)


@dataclass(frozen=True, slots=True)
class TaskQuestion:
    """Which of the task lines a question asks for.

    `due` are the days in which it must be over (any day where both sides are open), `held` those of the meeting;
    `yearless` where the year isn't said but follows from today. `assignee` and `topic` are as typed. `needs_known`: it
    is about tasks only where somebody of that name has one. `who`: only lines that name somebody who must do it.
    `since_meeting`: what is new since the meeting before.
    """

    kinds: tuple[Kind, ...] = TASK_KINDS
    due: Period | None = None
    held: Period | None = None
    yearless: bool = False
    assignee: str | None = None
    topic: str | None = None
    overdue: bool = False
    who: bool = False
    since_meeting: bool = False
    needs_known: bool = False
