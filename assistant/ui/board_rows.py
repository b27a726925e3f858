"""The lists of the board as its widget draws them: a page of lines, and the marks without a line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, Self, TypedDict

from assistant.ui.board_filter import KINDS
from assistant.ui.formats import language_of, written_date
from assistant.ui.messages import Speech
from index import BoardLine, Mark, State, TaskLine

ROWS = 50


@dataclass(frozen=True, slots=True)
class Want:
    """Which page of which list, from 0: of another list than the one that is shown, it is the first that counts."""

    of: str = ""
    page: int = 0

    @classmethod
    def read(cls, state: Any) -> Self:
        """From the widget's state. What comes from outside is looked at before it is used."""
        want = state.get("want") if isinstance(state, Mapping) else None
        if not isinstance(want, Mapping):
            return cls()
        page = want.get("page")
        return cls(str(want.get("of")), page if isinstance(page, int) and page >= 0 else 0)


class Link(TypedDict):
    """Something that leads on: `value` comes back when it is clicked."""

    value: str
    text: str


class TaskRow(TypedDict):
    """A line or a mark. `id` comes back with what is clicked; `mark` is that of the mark, None where it is to be done.

    `text` is the document's own; where it can't be opened any more `opens` is false. The rest are labels.
    """

    id: str
    mark: str | None
    opens: bool
    text: str
    lang: str
    state: State
    due: str | None
    late: str | None
    people: list[Link]
    meeting: Link | None
    facts: list[str]
    done: str | None
    check: str


class BoardData(TypedDict):
    """The rows of a page; `of` names the list, `name` is the one that was typed last, `words` are labels."""

    lang: str
    of: str
    page: int
    pages: int
    summary: str
    name: str
    longest_name: int
    rows: list[TaskRow]
    words: dict[str, str]


@dataclass(frozen=True, slots=True)
class Writing:
    """In which words and as of which day the rows are written; `titles` are what the documents are called."""

    say: Speech
    today: date
    zone: tzinfo
    titles: Mapping[str, str]


def line_id(line: TaskLine) -> str:
    """What a line is known by on the page: its document's version and its place there."""
    return f"{line.task.paragraph_id}:{line.task.start} {line.document}"


def board_data(
    rows: Sequence[TaskRow], of: str, want: Want, name: str, longest_name: int, summary: str, say: Speech, pages: int
) -> BoardData:
    """The data for the widget, of the rows of one page."""
    page = page_of(want, of, pages)
    return {
        "lang": say.language,
        "of": of,
        "page": page,
        "pages": pages,
        "summary": summary,
        "name": name,
        "longest_name": longest_name,
        "rows": list(rows),
        "words": {
            "name": say("board.name"),
            "save": say("board.mark"),
            "cancel": say("shelf.cancel"),
            "previous": say("shelf.previous"),
            "next": say("shelf.next"),
            "position": say("shelf.position", page=say.number(page + 1), pages=say.number(pages)),
        },
    }


def pages_of(total: int) -> int:
    """How many pages so many rows take; one at least."""
    return max(1, -(-total // ROWS))


def page_of(want: Want, of: str, pages: int) -> int:
    """The page to show; one beyond the last is the last."""
    return min(want.page, pages - 1) if want.of == of else 0


def line_row(each: BoardLine, writing: Writing) -> TaskRow:
    """A line of the board."""
    say, line, task = writing.say, each.line, each.line.task
    state = each.state(writing.today)
    late = (writing.today - task.due_to).days if state == "overdue" and task.due_to is not None else None
    by = [] if task.assigned_by is None else [say("board.by", name=task.assigned_by)]
    return {
        "id": line_id(line),
        "mark": None if each.mark is None else each.mark.id,
        "opens": True,
        "text": line.text,
        "lang": language_of(line.text),
        "state": state,
        "due": written_due(task.due_from, task.due_to, say),
        "late": None if late is None else say.count("board.late", late),
        "people": [{"value": name, "text": name} for name in task.assignees],
        "meeting": {"value": line.document, "text": writing.titles.get(line.document, each.title or line.document)},
        "facts": [say(KINDS[task.kind]), *by],
        "done": None if each.mark is None else written_mark(each.mark, writing),
        "check": say("board.mark_task" if each.mark is None else "board.unmark_task", task=line.text),
    }


def mark_row(mark: Mark, writing: Writing) -> TaskRow:
    """A mark whose line can't be told any more; its document can be opened where it is still there."""
    say = writing.say
    title = writing.titles.get(mark.document)
    return {
        "id": mark.id,
        "mark": mark.id,
        "opens": title is not None,
        "text": mark.text,
        "lang": language_of(mark.text),
        "state": "done",
        "due": written_due(mark.due_from, mark.due_to, say),
        "late": None,
        "people": [{"value": name, "text": name} for name in mark.assignees],
        "meeting": None if title is None else {"value": mark.document, "text": title},
        "facts": [say("board.gone", name=mark.document)] if title is None else [],
        "done": written_mark(mark, writing),
        "check": say("board.unmark_task", task=mark.text),
    }


def written_due(first: date | None, last: date | None, say: Speech) -> str | None:
    """When it is to be done, in words; None where that isn't said."""
    begin, end = (written_date(None if day is None else day.isoformat(), say) for day in (first, last))
    if begin is None and end is None:
        return None
    if end is None:
        return say("board.due_from", date=begin or "")
    if begin is None:
        return say("board.due", date=end)
    return say("board.due_on", date=end) if begin == end else say("board.due_within", first=begin, last=end)


def written_mark(mark: Mark, writing: Writing) -> str:
    """Who noted it as done, and when on the reader's clock."""
    moment = datetime.fromisoformat(mark.done_at).astimezone(writing.zone)
    day = written_date(moment.date().isoformat(), writing.say) or ""
    time = writing.say("export.moment", clock=f"{moment:%H:%M}", date=day)
    return writing.say("board.done_by", name=mark.done_by, time=time)
