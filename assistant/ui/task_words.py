"""Task lines and questions about them in the reader's words."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.answer import TaskFacts, TasksAsked
from assistant.ui.formats import written_date
from assistant.ui.messages import Speech


def task_facts(task: TaskFacts, say: Speech) -> tuple[str, ...]:
    """What a card says of its task: of which kind it is, when it is due, who must do it, and who gave it."""
    return tuple(_facts(task, say))


def _facts(task: TaskFacts, say: Speech) -> Iterator[str]:
    if task.change is not None:
        yield say(f"task_change.{task.change}")
    yield say(f"task_kind.{task.kind}")
    days = in_days(task.due_from, task.due_to, say)
    if days is not None:
        yield say("task.overdue", due=days) if task.overdue else days
    if task.done_by is not None:
        yield say("task.done", name=task.done_by, day=written_date((task.done_at or "")[:10], say) or "")
    if task.assignees:
        yield say("task.assignees", names=", ".join(task.assignees))
    elif task.kind == "assignment":
        yield say("task.nobody")
    if task.assigned_by is not None:
        yield say("task.assigned_by", name=task.assigned_by)


def in_days(first: str | None, last: str | None, say: Speech) -> str | None:
    """The days of a task or of a question, ISO 8601: "hạn 29/02/2024"; None where there are none."""
    from_day, to_day = (written_date(day, say) or "" for day in (first, last))
    if first is None and last is None:
        return None
    if first is None:
        return say("task.due", day=to_day)
    if last is None:
        return say("task.from", day=from_day)
    return say("task.on", day=to_day) if first == last else say("task.within", first=from_day, last=to_day)


def asked_for(asked: TasksAsked, say: Speech) -> str:
    """What a question about tasks was understood to ask: "các việc · hạn 29/02/2024 · người làm: Nora"."""
    parts = [
        _since(asked, say) if asked.since_meeting else say("tasks.decisions" if asked.decisions else "tasks.all"),
        say("tasks.overdue", day=written_date(asked.today, say) or "") if asked.overdue else None,
        *(say(f"tasks_held.{form}", **days) for form, days in _days(asked.held_first, asked.held_last, say)),
        *(say(f"tasks_due.{form}", **days) for form, days in _days(asked.due_first, asked.due_last, say)),
        None if asked.assignee is None else say("task.assignees", names=asked.assignee),
        None if asked.topic is None else say("tasks.topic", topic=asked.topic),
    ]
    return " · ".join(part for part in parts if part is not None)


def _since(asked: TasksAsked, say: Speech) -> str:
    """What is new in which meeting since which."""
    if asked.now is None or asked.before is None:
        return say("tasks.since_before")
    (now, day), (before, then) = asked.now, asked.before
    days = {"day": written_date(day, say) or "", "then": written_date(then, say) or ""}
    return say("tasks.since", now=now, before=before, **days)


def _days(first: str | None, last: str | None, say: Speech) -> Iterator[tuple[str, dict[str, str]]]:
    """How days that are asked for are worded, and these; nothing where none are asked for."""
    if first is not None or last is not None:
        form = "after" if last is None else "until" if first is None else "on" if first == last else "between"
        yield form, {"first": written_date(first, say) or "", "last": written_date(last, say) or ""}


def found(asked: TasksAsked, say: Speech) -> str:
    """How many tasks were found; that there are none where there are none."""
    if asked.count == 0:
        return say("tasks.none", asked=asked_for(asked, say))
    if asked.since_meeting:
        return say("tasks.found_changes", new=say.number(asked.new), changed=say.number(asked.count - asked.new))
    return say.count("tasks.found_decisions" if asked.decisions else "tasks.found", asked.count)
