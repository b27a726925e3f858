"""Which task lines a question asks for, in the order of their days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from index.task_lines import TaskLine
from index.task_questions.models import Period, TaskQuestion
from index.task_questions.people import is_named
from index.tasks import LEAST_CONFIDENCE, Task
from index.tasks.calendar import meeting_on


def matching(lines: Iterable[TaskLine], asked: TaskQuestion, today: date) -> list[TaskLine]:
    """The lines that the question asks for but for its topic, by the day they are due, those without one last.

    What is less sure to be a task line than the default asks for is none.
    """
    return sorted(
        (line for line in lines if _is_asked(line.task, asked, today) and _was_held(line, asked.held)), key=in_time
    )


def knows(lines: Iterable[TaskLine], name: str) -> bool:
    """Whether somebody of that name must do one of the tasks."""
    return any(is_named(name, line.task.assignees) for line in lines if line.task.confidence >= LEAST_CONFIDENCE)


def in_time(line: TaskLine) -> tuple[date, date, str, int]:
    """What lines are ordered by: when they are due, where that is open when they begin, and their place."""
    task = line.task
    last = task.due_to or task.due_from or date.max
    return last, task.due_from or last, line.document, task.start


def _was_held(line: TaskLine, held: Period | None) -> bool:
    """Whether the meeting was in the days asked for; one known by its month may have been on any day of it."""
    meeting = meeting_on(line.meeting_date)
    return held is None or (meeting is not None and held.meets(meeting.first, meeting.last))


def _is_asked(task: Task, asked: TaskQuestion, today: date) -> bool:
    if task.confidence < LEAST_CONFIDENCE or task.kind not in asked.kinds:
        return False
    if asked.overdue and not task.overdue(today):
        return False
    if asked.due is not None and (task.due_to is None or not asked.due.holds(task.due_to)):
        return False
    if asked.assignee is not None and not is_named(asked.assignee, task.assignees):
        return False
    return bool(task.assignees) or not asked.who
