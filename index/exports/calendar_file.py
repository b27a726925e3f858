"""The deadlines of the board as .ics, an event of a whole day for each: most calendars pass over what is a VTODO."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from index.board import BoardLine
from index.exports.columns import WORDS, Language
from index.text import tokens

if TYPE_CHECKING:
    from icalendar import Event


def as_ics(lines: Sequence[BoardLine], today: date, language: Language, now: datetime) -> bytes:
    """An event on the last day of each line that has a deadline, or on the first where there is no last.

    `now` is in UTC. The document's words are its summary and stand quoted in its description. A line keeps its UID as
    long as it stays in its document with these words, so that a file that is read again changes the events it made.
    """
    # A tenth of a second to load, which each start of the program would take that writes no calendar.
    from icalendar import Calendar

    words = WORDS[language]
    calendar = Calendar()
    calendar.add("prodid", "-//Hoi Hop//tasks//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words["tasks"])
    for each in lines:
        task = each.line.task
        day = task.due_to or task.due_from
        if day is not None:
            calendar.add_component(_event(each, day, today, language, now))
    return bytes(calendar.to_ical())


def _event(each: BoardLine, day: date, today: date, language: Language, now: datetime) -> Event:
    from icalendar import Event

    words, line = WORDS[language], each.line
    event = Event()
    event.add("uid", _uid(each))
    event.add("dtstamp", now)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    done = f"✓ {words['done']}: " if each.mark is not None else ""
    event.add("summary", f"{done}{' '.join(line.text.split())}")
    event.add("description", "\n".join(_description(each, today, language)))
    event.add("categories", [words[line.task.kind]])
    event.add("transp", "TRANSPARENT")
    return event


def _description(each: BoardLine, today: date, language: Language) -> Iterator[str]:
    words, line, task, mark = WORDS[language], each.line, each.line.task, each.mark
    yield f"“{line.text}”"
    yield f"{words['document']}: {line.document}"
    if each.title is not None:
        yield f"{words['meeting']}: {each.title}"
    if line.meeting_date is not None:
        yield f"{words['meeting_date']}: {line.meeting_date}"
    if task.assignees:
        yield f"{words['assignees']}: {', '.join(task.assignees)}"
    if task.assigned_by is not None:
        yield f"{words['assigned_by']}: {task.assigned_by}"
    if task.due_from is not None and task.due_to is not None and task.due_from != task.due_to:
        yield f"{words['due_from']}: {task.due_from}"
    if mark is not None:
        yield f"{words['done_by']}: {mark.done_by}, {mark.done_at}"


def _uid(each: BoardLine) -> str:
    known = "\0".join([each.line.document, " ".join(tokens(each.line.text)), str(each.nth)])
    return f"{hashlib.sha256(known.encode()).hexdigest()[:32]}@hoi-hop"
