"""From a question about tasks to its answer: every line of the table of tasks that it asks for, quoted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from assistant.answer import Answer, Quote, TaskFacts, TasksAsked
from assistant.tasks.changes import Change, Meetings, changes_between, last_two
from assistant.tasks.topics import Placed, about
from index import (
    DocumentNotFound,
    DocumentSummary,
    Filters,
    Library,
    Mark,
    Paragraph,
    Scope,
    Span,
    TaskLine,
    TaskQuestion,
    knows,
    matching,
    read_task_question,
)

# How many paragraphs a search for a topic looks at.
_HITS = 30


def answer_from_tasks(question: str, library: Library, filters: Filters, today: date) -> Answer | None:
    """The answer to a question about tasks; None for any other.

    Where no line is asked for, the answer isn't answered and has no quotes; `tasks` tells what was looked for.
    Raises DocumentNotFound, SpeakerNotFound and NoSpeakers for filters.
    """
    asked = read_task_question(question, today)
    if asked is None:
        return None
    documents = {summary.document: summary for summary in library.documents()}
    scope = library.scope(filters) if filters.active else None
    left = _left_in(library, filters)
    # What came in since is no line of theirs yet.
    asked_of = documents.keys() if left is None else documents.keys() & left
    board = [each for each in library.board().lines if each.line.document in asked_of]
    lines = [each.line for each in board]
    marks = {id(each.line): each.mark for each in board}
    if asked.since_meeting:
        meetings = last_two(list(documents.values()), left)
        changes: list[tuple[TaskLine, Change | None]] = []
        if meetings is not None:
            changes += changes_between(meetings, lines)
    else:
        if asked.needs_known and asked.assignee is not None and not knows(lines, asked.assignee):
            return None
        meetings = None
        asked, chosen = _in_its_year(question, asked, lines, today)
        changes = [(line, None) for line in chosen if not (asked.overdue and marks[id(line)])]
    placed = _said_by(_placed([line for line, _ in changes], library), scope)
    if asked.topic is not None:
        found = library.find([question], _HITS, filters=[filters])[0] if placed else None
        placed = about(asked.topic, placed, documents, found)
    changed = {id(line): change for line, change in changes}
    quotes = tuple(
        _quote(line, paragraph, documents[line.document], today, changed[id(line)], marks[id(line)])
        for line, paragraph in placed
    )
    return Answer(
        question,
        understood_as=None,
        answered=bool(quotes),
        confidence=max((each.confidence for each in quotes), default=0.0),
        reason=None if quotes else "no_evidence",
        quotes=quotes,
        nearest=(),
        filters=filters,
        undated=0 if scope is None else scope.undated,
        tasks=_understood(asked, meetings, [changed[id(line)] for line, _ in placed], today),
    )


def _left_in(library: Library, filters: Filters) -> list[str] | None:
    """The documents that the filters leave, None for all."""
    if not filters.active:
        return None
    return [
        each.document
        for each in library.facets().documents
        if (not filters.documents or each.document in filters.documents)
        and filters.hold_date(each.date)
        and (not filters.kinds or not set(filters.kinds).isdisjoint(each.kinds))
    ]


def _in_its_year(
    question: str, asked: TaskQuestion, lines: Sequence[TaskLine], today: date
) -> tuple[TaskQuestion, list[TaskLine]]:
    """The lines asked for. "Tháng 2" without a year is the next one, or the last in which something was due."""
    chosen = matching(lines, asked, today)
    if chosen or not asked.yearless:
        return asked, chosen
    first = min((year for line in lines if (year := _year(line, asked)) is not None), default=today.year)
    for years_back in range(1, today.year - first + 2):
        earlier = read_task_question(question, today, years_back)
        found = [] if earlier is None else matching(lines, earlier, today)
        if earlier is not None and found:
            return earlier, found
    return asked, chosen


def _year(line: TaskLine, asked: TaskQuestion) -> int | None:
    """The year of a line's day that a question's days are of."""
    if asked.held is not None:
        return None if line.meeting_date is None else int(line.meeting_date[:4])
    return None if line.task.due_to is None else line.task.due_to.year


def _placed(lines: Sequence[TaskLine], library: Library) -> list[Placed]:
    """The lines with their paragraphs. Those of a document that was removed or replaced just now are left out."""
    held: dict[tuple[str, str], Paragraph] = {}
    for document in dict.fromkeys(line.document for line in lines):
        try:
            held |= {(document, each.id): each for each in library.paragraphs(document)}
        except DocumentNotFound:
            continue
    places = ((line, held.get((line.document, line.task.paragraph_id))) for line in lines)
    return [(line, paragraph) for line, paragraph in places if paragraph is not None]


def _said_by(placed: Sequence[Placed], scope: Scope | None) -> list[Placed]:
    """The lines in whose paragraph one of the filters' speakers speaks, where they name some."""
    if scope is None or not scope.filters.speakers:
        return list(placed)
    return [each for each in placed if any(turn.speaker in scope.speakers for turn in each[1].turns)]


def _quote(
    line: TaskLine,
    paragraph: Paragraph,
    summary: DocumentSummary,
    today: date,
    change: Change | None,
    mark: Mark | None,
) -> Quote:
    task = line.task
    return Quote(
        paragraph,
        title=summary.title,
        date=summary.date,
        highlights=(Span(task.start - paragraph.start, task.end - paragraph.start),),
        cosine=None,
        bm25=None,
        confidence=task.confidence,
        letterhead=summary.letterhead,
        task=TaskFacts(
            task.kind,
            task.assignees,
            task.assigned_by,
            _iso(task.due_from),
            _iso(task.due_to),
            mark is None and task.overdue(today),
            change,
            None if mark is None else mark.done_by,
            None if mark is None else mark.done_at,
        ),
    )


def _understood(
    asked: TaskQuestion, meetings: Meetings | None, changes: Sequence[Change | None], today: date
) -> TasksAsked:
    return TasksAsked(
        count=sum(change != "before" for change in changes),
        today=today.isoformat(),
        decisions=asked.kinds == ("decision",),
        overdue=asked.overdue,
        since_meeting=asked.since_meeting,
        new=changes.count("new"),
        now=None if meetings is None else _named(meetings.now[0]),
        before=None if meetings is None else _named(meetings.before[0]),
        due_first=None if asked.due is None else _iso(asked.due.first),
        due_last=None if asked.due is None else _iso(asked.due.last),
        held_first=None if asked.held is None else _iso(asked.held.first),
        held_last=None if asked.held is None else _iso(asked.held.last),
        assignee=asked.assignee,
        topic=asked.topic,
    )


def _named(summary: DocumentSummary) -> tuple[str, str]:
    return summary.title or summary.document, summary.date or ""


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
