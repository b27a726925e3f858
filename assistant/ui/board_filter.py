"""What the board of tasks is narrowed to, and what it can be narrowed to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from assistant.ui.formats import written_date
from assistant.ui.messages import Speech
from index import BoardLine, kind_of_name, name_key

Shown = Literal["to do", "overdue", "done", "all"]
Several = Literal["people", "bodies", "documents", "months", "kinds"]
# In the place of a month: the lines that have no deadline.
NO_MONTH = "none"
SEVERAL: tuple[Several, ...] = ("people", "bodies", "documents", "months", "kinds")
STATES: Mapping[Shown, str] = {
    "to do": "board.to_do",
    "overdue": "board.overdue",
    "done": "board.done",
    "all": "board.all",
}
KINDS: Mapping[str, str] = {
    "assignment": "board.assignment",
    "decision": "board.decision",
    "request": "board.request",
    "note": "board.note",
}


@dataclass(frozen=True, slots=True)
class BoardFilter:
    """Several of one sort widen it, of different sorts narrow it. People and bodies are `name_key`s, months
    "2024-03" or NO_MONTH.
    """

    shown: Shown = "to do"
    people: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    months: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def active(self) -> bool:
        """Whether anything but the state narrows it."""
        return any(getattr(self, name) for name in SEVERAL)

    def fits(self, line: BoardLine) -> bool:
        """Whether the line is left, whatever its state."""
        task = line.line.task
        keys = {name_key(each) for each in task.assignees} if self.people or self.bodies else set()
        return (
            (not (self.people or self.bodies) or not keys.isdisjoint((*self.people, *self.bodies)))
            and (not self.documents or line.line.document in self.documents)
            and (not self.months or month_of(line) in self.months)
            and (not self.kinds or task.kind in self.kinds)
        )

    def without(self, place: str) -> BoardFilter:
        """Without what a chip stands for."""
        name, _, value = place.partition(":")
        for each in SEVERAL:
            if each == name:
                return self.with_(each, tuple(chosen for chosen in getattr(self, each) if chosen != value))
        return self

    def with_(self, name: Several, chosen: Sequence[str]) -> BoardFilter:
        """With these chosen of one sort."""
        change: dict[str, Any] = {name: tuple(chosen)}
        return replace(self, **change)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the lines can be narrowed by: for each sort the values in the order to offer them, and their names."""

    values: Mapping[Several, tuple[str, ...]]
    names: Mapping[str, str]


def month_of(line: BoardLine) -> str:
    """The month in which it is due, "2024-03"; that in which it begins where it has no end."""
    day = line.line.task.due_to or line.line.task.due_from
    return NO_MONTH if day is None else day.isoformat()[:7]


def choices(lines: Iterable[BoardLine]) -> Choices:
    """What there is in the lines. A name is shown as it is written most often; months are the latest first."""
    written: dict[str, Counter[str]] = {}
    documents, months = dict[str, None](), set[str]()
    for line in lines:
        documents[line.line.document] = None
        months.add(month_of(line))
        for name in line.line.task.assignees:
            written.setdefault(name_key(name), Counter())[name] += 1
    names = {key: counted.most_common(1)[0][0] for key, counted in written.items() if key}
    ordered = sorted(names, key=lambda key: names[key].casefold())
    values: dict[Several, tuple[str, ...]] = {
        "people": tuple(key for key in ordered if kind_of_name(names[key]) == "person"),
        "bodies": tuple(key for key in ordered if kind_of_name(names[key]) == "body"),
        "documents": tuple(documents),
        "months": tuple(sorted(months, reverse=True)),
        "kinds": tuple(KINDS),
    }
    return Choices(values, names)


def counted(lines: Iterable[BoardLine], today: date) -> dict[Shown, int]:
    """How many of the lines each state has."""
    states = Counter(each.state(today) for each in lines)
    to_do = states["open"] + states["overdue"]
    return {"to do": to_do, "overdue": states["overdue"], "done": states["done"], "all": to_do + states["done"]}


def in_state(lines: Iterable[BoardLine], shown: Shown, today: date) -> list[BoardLine]:
    """Those of the state."""
    kept = {
        "to do": ("open", "overdue"),
        "overdue": ("overdue",),
        "done": ("done",),
        "all": ("open", "overdue", "done"),
    }
    return [each for each in lines if each.state(today) in kept[shown]]


def value_name(sort: Several, value: str, names: Mapping[str, str], titles: Mapping[str, str], say: Speech) -> str:
    """What a value is called in the lists and on a chip."""
    if sort == "documents":
        return titles.get(value, value)
    if sort == "months":
        return say("board.no_deadline") if value == NO_MONTH else written_date(value, say) or value
    if sort == "kinds":
        return say(KINDS[value])
    return names.get(value, value)
