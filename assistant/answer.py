"""What the assistant answers with: quotes of stored paragraphs and how sure it is of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index import NO_FILTERS, NO_LETTERHEAD, Filters, Letterhead, Paragraph, Span

# Why a question was not answered; None on an Answer that is.
Reason = Literal[
    "empty_library",
    "nothing_matches",
    "no_evidence",
    "weak_evidence",
    "no_person",
    "no_date",
    "no_number",
    "no_place",
    "no_name",
]


TaskKind = Literal["decision", "assignment", "request", "note"]


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What the task line says that a quote is for; the days are ISO 8601, None where that side is open.

    `overdue` as of the day it was asked; `done_by` and `done_at` (ISO 8601, UTC) where somebody had marked it as done
    by then, and it isn't overdue. `change` where it was asked what is new since the meeting before: a "new"
    line, one that is "changed", or what it was "before" that.
    """

    kind: TaskKind
    assignees: tuple[str, ...]
    assigned_by: str | None
    due_from: str | None
    due_to: str | None
    overdue: bool
    change: Literal["new", "changed", "before"] | None = None
    done_by: str | None = None
    done_at: str | None = None


@dataclass(frozen=True, slots=True)
class TasksAsked:
    """A question about tasks as it was understood, and how many lines of the table of tasks it asks for.

    Where it asks what is new, `new` of them are and the others changed; `now` and `before` name the two meetings by
    title and date (ISO 8601), None where none was held before another.

    `due_first` and `due_last` are the days that its tasks are due in (ISO 8601, None where that side is open, or both
    where no time was asked for), `held_first` and `held_last` likewise those of the meetings, `today` the day it was
    asked. `assignee` and `topic` are as typed.
    """

    count: int
    today: str
    decisions: bool = False
    overdue: bool = False
    due_first: str | None = None
    due_last: str | None = None
    since_meeting: bool = False
    new: int = 0
    now: tuple[str, str] | None = None
    before: tuple[str, str] | None = None
    held_first: str | None = None
    held_last: str | None = None
    assignee: str | None = None
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A paragraph quoted whole. `highlights` are offsets into `paragraph.text`, the best first.

    `cosine`, `bm25` and `confidence` are those of the Hit; `title`, `date` (ISO 8601) and `letterhead` those of the
    document. Of a task line the highlight is the line, `confidence` how sure it is to be one, and `task` what it says.
    """

    paragraph: Paragraph
    title: str | None
    date: str | None
    highlights: tuple[Span, ...]
    cosine: float | None
    bm25: float | None
    confidence: float
    letterhead: Letterhead = NO_LETTERHEAD
    task: TaskFacts | None = None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was searched for a question that leans on an earlier one.

    `searched` is the text, `within` the one document that was searched, if it was one, and `title` its title.
    `because_of` is the earlier question as it was searched.
    """

    searched: str
    because_of: str
    within: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One to five quotes when answered, else none, the reason, and the nearest paragraphs offered as no more than that.

    `understood_as` is the question as it was searched, where that differs from what was typed only by its diacritics;
    `follow_up` tells what was searched where the earlier question's subject went into it, and then `understood_as` is
    None. `confidence` (0..1) is
    the calibrated probability that the surest quote, or else the first of the nearest, answers the question. The quotes
    come best first, but groups of turns that follow one another in a transcript in the order in which they were said.

    `differing` are passages, too weak to answer by themselves, of other days' documents that name another date, number
    or name for the same than a quote does.

    Where `similar`, nothing was asked: the quotes are passages like the one that `question` quotes, the most alike
    first. They answer nothing, and their confidence is 0.

    Where `tasks`, the question was about tasks. Its quotes are then a line each of the table of tasks, all that it asks
    for, by their days; or, where there are none (`tasks.count` is 0), what the documents say by themselves.

    `filters` are those it was asked with, and `undated` is the number of documents that they left out for no other
    reason than that these have no date.
    """

    question: str
    understood_as: str | None
    answered: bool
    confidence: float
    reason: Reason | None
    quotes: tuple[Quote, ...]
    nearest: tuple[Quote, ...]
    follow_up: FollowUp | None = None
    differing: tuple[Quote, ...] = ()
    similar: bool = False
    filters: Filters = NO_FILTERS
    undated: int = 0
    tasks: TasksAsked | None = None

    @property
    def from_tasks(self) -> bool:
        """Whether its quotes are lines of the table of tasks."""
        return self.tasks is not None and self.tasks.count > 0

    @property
    def found(self) -> tuple[Quote, ...]:
        """What answers, then what differs from it."""
        return (*self.quotes, *self.differing)

    @property
    def shown(self) -> tuple[Quote, ...]:
        """All that it shows: what was found, then what is no more than near."""
        return (*self.found, *self.nearest)

    @property
    def surest(self) -> Quote | None:
        """The quote that `confidence` is about, or else the surest of the nearest; None where nothing was found."""
        return max((*self.quotes, *self.nearest), key=lambda quote: quote.confidence, default=None)

    @property
    def searched(self) -> str:
        """The question as it was searched."""
        return self.follow_up.searched if self.follow_up is not None else self.understood_as or self.question
