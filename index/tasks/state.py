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
    """A clause of a paragraph, in the plain text, that was made a line, or passed over (its reading has no kind).

    `ended`: what stands before it in its sentence is told by somebody.
    """

    reading: Reading
    end: int
    due: Due
    assignees: tuple[str, ...]
    context: Context
    ended: bool = False


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
    passed: list[Line] = field(default_factory=list)
    # Whether an order stood in the paragraph before, under the same heading: "Đồng thời, …" goes on with it.
    chained: bool = False
    heading: str | None = None
    # Who speaks, and who spoke before: "you" is that one where nobody is named.
    speaker: str | None = None
    spoke_before: str | None = None
    # What was proposed just before: a line if somebody agrees.
    proposal: Line | None = None
    # Who wrote the mail.
    writer: str | None = None


def orders(line: Line) -> bool:
    """Whether a line is an order, or goes on with one."""
    return line.reading.rule.startswith(("order", "decided")) or line.context.chained
