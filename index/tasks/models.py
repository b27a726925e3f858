"""What a meeting decided, line by line: frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from index.tasks.due import Due

Kind = Literal["decision", "assignment", "request", "note"]

TO_BE_DONE = ("assignment", "request")


@dataclass(frozen=True, slots=True)
class Task:
    """A line of a document that decides, gives, asks or promises something.

    `start` and `end` are code points, half-open, into the document's text. `assignees` are those who must do it as the
    text names them, `assigned_by` who decides, orders or asks (None where nobody is named). `due_from` and `due_to` are
    the first and the last day in which it is to be done or holds, None where that side is open. `confidence` is the
    calibrated probability, 0..1, that it is a line at all (judging.py); `rule` names the rule that found it, or that
    passed it over.
    """

    paragraph_id: str
    start: int
    end: int
    assignees: tuple[str, ...]
    assigned_by: str | None
    due_from: date | None
    due_to: date | None
    kind: Kind
    confidence: float
    rule: str

    def overdue(self, today: date) -> bool:
        """Whether somebody had to do it by a day that is over. What was settled or is to be known is never late."""
        return self.kind in TO_BE_DONE and self.due_to is not None and self.due_to < today


@dataclass(frozen=True, slots=True)
class Context:
    """What stands around a clause.

    `lead` is what a label or a lead-in before it makes of it: "order", "decision", "request", "note", "past", "told"
    (by a heading: it was so, but for what somebody orders, decides or takes on there), or None.
    `assignees` and `assigned_by` come from there too. `heading` is the same of the heading above, and weaker.
    `chained`: a clause before in the same paragraph was an order. `before` are the assignees of the clause just before,
    `subject` who it speaks of, whatever it says. `addressed` is who spoke before `speaker`;
    `writer` who writes of himself: the sender of a mail, or who has a part of a stand-up. `due` is that of a label
    ("Hôm nay: …").
    """

    lead: str | None = None
    assignees: tuple[str, ...] = ()
    assigned_by: str | None = None
    heading: str | None = None
    chained: bool = False
    before: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()
    speaker: str | None = None
    addressed: str | None = None
    writer: str | None = None
    due: Due | None = None
    item: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What the grammar makes of a clause.

    `start` and `end` are its range in the plain text; `kind` None says that it is no line. `ends` says that what
    follows in the same sentence is no line either: it is what somebody said, or hangs on a condition. `deed` is where
    begins what is to be done, 0 where that isn't known: a time before it is that of the order.
    """

    start: int
    end: int
    kind: Kind | None
    rule: str
    assignees: tuple[str, ...] = ()
    assigned_by: str | None = None
    ends: bool = False
    deed: int = 0
