"""The facts of a meeting: frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Fact:
    """What a document says at one place.

    `start` and `end` are code points, half-open, into the document's text. `value` is what stands there on one line; of
    a day it is ISO 8601 ("2024-03-12"), of a time "HH:MM".
    """

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document says of its meeting, each fact in the order of the text; empty where it says nothing.

    `session` tells which of a row of meetings it is ("lần thứ 22", "khóa XVII"). Names in `chair` and `present` stand
    without titles and offices; who is present may also be a number ("11/13 ủy viên") or a group.
    """

    title: tuple[Fact, ...] = ()
    date: tuple[Fact, ...] = ()
    time: tuple[Fact, ...] = ()
    place: tuple[Fact, ...] = ()
    body: tuple[Fact, ...] = ()
    session: tuple[Fact, ...] = ()
    chair: tuple[Fact, ...] = ()
    present: tuple[Fact, ...] = ()
    agenda: tuple[Fact, ...] = ()


FACTS = tuple(field.name for field in fields(Facts))
"""The names of the facts, in order."""
