"""What is known of a document while its lines are found."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.tasks.calendar import Meeting
from index.tasks.due import Due
from index.tasks.english import English
from index.tasks.models import Context, Reading
from index.tasks.people import People
from index.tasks.rows import Columns
from index.tasks.vietnamese import Vietnamese

Grammar = Vietnamese | English
# The rule for a motion before it is known what became of it.
MOVED = "moved"


@dataclass(slots=True)
class Line:
    """A line found in a paragraph, in the plain text, before its confidence is known."""

    reading: Reading
    end: int
    due: Due
    assignees: tuple[str, ...]
    context: Context


@dataclass(frozen=True, slots=True)
class Lead:
    """A lead-in: what it makes of the items below it, the kind of its own mark, and the deadline that it sets."""

    context: Context
    mark: str | None
    due: Due


@dataclass(slots=True)
class State:
    """What is known of a document when a clause is read."""

    people: People
    meeting: Meeting | None
    # The lead-ins above, the innermost last.
    leads: list[Lead] = field(default_factory=list)
    lead_is_fresh: bool = False
    columns: Columns | None = None
    lines: list[Line] = field(default_factory=list)
    # Whether an order stood in the paragraph before, under the same heading: "Đồng thời, …" goes on with it.
    chained: bool = False
    heading: str | None = None
    # Who wrote it, where it is a letter.
    author: str | None = None


def orders(line: Line) -> bool:
    """Whether a line is an order, or goes on with one."""
    return line.reading.rule.startswith(("order", "decided")) or line.context.chained
