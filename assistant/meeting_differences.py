"""Where the documents of one meeting differ: the minutes say "tháng 3", the press says "tháng 2" of the same thing.

Of two documents those clauses are compared that speak of the same: each is the other's most alike, and of the content
words besides their values (the two ends of `assistant.differing`) they share at least SHARED, which is the share
SPOKEN_OF of the shorter one. They differ where both name days, times, or numbers of one unit, and none is the same
(`assistant.values`). So do facts of the meeting: its time, its place, who led it, how many were there. It is no claim
that one is wrong: the documents differ in what they say, no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from assistant.differing import stems
from assistant.values import Value, differ, values
from index import Fact, Library, Meeting, Paragraph, Span, clauses, normalise, tokens

SHARED = 4
SPOKEN_OF = 0.6
Subject = Literal["time", "place", "chair", "present", "date", "number"]
_FACTS: tuple[Subject, ...] = ("time", "place", "chair", "present")


@dataclass(frozen=True, slots=True)
class Side:
    """What one document says: `start` to `end` of its text; `values` are the ranges in there that differ."""

    document: str
    paragraph: Paragraph | None
    start: int
    end: int
    text: str
    values: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What two or more documents of one meeting say otherwise, a side each, in the order of the documents."""

    subject: Subject
    sides: tuple[Side, ...]


# What two documents say of one subject.
_Pair = tuple[Subject, tuple[Side, Side]]


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause that names values: its range in the document's text, what it speaks of, and its values by their kind."""

    document: str
    paragraph: Paragraph
    span: Span
    text: str
    subject: frozenset[str]
    values: dict[tuple[Subject, object], list[Value]]


def meeting_differences(library: Library, documents: Sequence[str]) -> tuple[Difference, ...]:
    """Where documents of one meeting differ, the facts first and then by place in the first one.

    `documents` are a meeting's and its `same_meeting_as`. Raises DocumentNotFound.
    """
    names = list(dict.fromkeys(documents))
    meetings = {meeting.document: meeting for meeting in library.meetings(names)}
    texts = {name: library.source(name).text for name in names}
    paragraphs = {name: library.paragraphs(name) for name in names}
    found = [_clauses(name, paragraphs[name]) for name in names]
    pairs: list[_Pair] = []
    for first, second in combinations(range(len(names)), 2):
        one, other = meetings[names[first]], meetings[names[second]]
        pairs += _facts_differing(one, other, lambda fact, name: _fact_side(fact, name, texts[name], paragraphs[name]))
        pairs += _clauses_differing(found[first], found[second])
    return _joined(pairs, names)


def _facts_differing(one: Meeting, other: Meeting, side: Callable[[Fact, str], Side]) -> Iterable[_Pair]:
    for kind in _FACTS:
        ours, theirs = (_comparable(kind, getattr(meeting.facts, kind)) for meeting in (one, other))
        if ours and theirs and not any(_says_the_same(kind, a, b) for a in ours for b in theirs):
            yield kind, (side(ours[0], one.document), side(theirs[0], other.document))


def _comparable(kind: Subject, facts: Sequence[Fact]) -> list[Fact]:
    """Of those present only how many there were: who isn't named may still have been there."""
    return [fact for fact in facts if kind != "present" or _count(fact) is not None]


def _says_the_same(kind: Subject, one: Fact, other: Fact) -> bool:
    if kind == "present":
        counts = _count(one), _count(other)
        # "31/33 đại biểu" and "5 cán bộ" are numbers of different things.
        return counts[0] is None or counts[1] is None or counts[0][1] != counts[1][1] or counts[0] == counts[1]
    shorter, longer = sorted((set(tokens(one.value)), set(tokens(other.value))), key=len)
    return shorter <= longer


def _count(fact: Fact) -> tuple[int, str] | None:
    """How many of what: of "31/33 đại biểu" 31 and "đại biểu"."""
    match = re.match(r"(\d+)(?:\s*(?:/|trên|trong)\s*\d+)?\s+(\w+(?: \w+)?)", normalise(fact.value).lower())
    return None if match is None else (int(match[1]), match[2])


def _fact_side(fact: Fact, document: str, text: str, paragraphs: Sequence[Paragraph]) -> Side:
    """The clause that a fact stands in; a heading, which is in no paragraph, on its own."""
    holder = next((each for each in paragraphs if each.start <= fact.start and fact.end <= each.end), None)
    if holder is None:
        return Side(document, None, fact.start, fact.end, text[fact.start : fact.end], (Span(fact.start, fact.end),))
    spans = [Span(holder.start + each.start, holder.start + each.end) for each in clauses(holder.text)]
    span = next((each for each in spans if each.start <= fact.start and fact.end <= each.end), None)
    span = span or Span(holder.start, holder.end)
    return Side(document, holder, span.start, span.end, text[span.start : span.end], (Span(fact.start, fact.end),))


def _clauses(document: str, paragraphs: Sequence[Paragraph]) -> list[_Clause]:
    found = []
    for paragraph in paragraphs:
        for span in clauses(paragraph.text):
            text = paragraph.text[span.start : span.end]
            by_kind = _by_kind(text)
            subject = frozenset(stems(_without(normalise(text), [each for some in by_kind.values() for each in some])))
            if by_kind and len(subject) >= SHARED:
                place = Span(paragraph.start + span.start, paragraph.start + span.end)
                found.append(_Clause(document, paragraph, place, text, subject, by_kind))
    return found


def _by_kind(text: str) -> dict[tuple[Subject, object], list[Value]]:
    """The days, times and numbers of a clause; numbers by their unit."""
    found: dict[tuple[Subject, object], list[Value]] = defaultdict(list)
    for value in values("date", text, ""):
        found["date", value.kind].append(value)
    for value in values("number", text, ""):
        found["number", value.parts[1]].append(value)
    return found


def _without(text: str, taken: Sequence[Value]) -> str:
    for value in sorted(taken, key=lambda each: each.start, reverse=True):
        text = f"{text[: value.start]} {text[value.end :]}"
    return text


def _clauses_differing(ours: Sequence[_Clause], theirs: Sequence[_Clause]) -> Iterable[_Pair]:
    nearest = [_nearest(one, theirs) for one in ours]
    back = [_nearest(other, ours) for other in theirs]
    for position, match in enumerate(nearest):
        if match is None or back[match] != position:
            continue
        one, other = ours[position], theirs[match]
        for kind in one.values.keys() & other.values.keys():
            if differ(one.values[kind], other.values[kind]):
                yield kind[0], (_side(one, one.values[kind]), _side(other, other.values[kind]))


def _nearest(clause: _Clause, others: Sequence[_Clause]) -> int | None:
    """Which of the clauses speaks most of the same, if one does."""
    best, most = None, 0.0
    for position, other in enumerate(others):
        shared = len(clause.subject & other.subject)
        if shared < SHARED or shared < SPOKEN_OF * min(len(clause.subject), len(other.subject)):
            continue
        alike = shared / len(clause.subject | other.subject)
        if alike > most:
            best, most = position, alike
    return best


def _side(clause: _Clause, named: Sequence[Value]) -> Side:
    spans = [span for value in named if (span := _place_of(clause, value)) is not None]
    return Side(clause.document, clause.paragraph, clause.span.start, clause.span.end, clause.text, tuple(spans))


def _place_of(clause: _Clause, value: Value) -> Span | None:
    """Where a value, which is a range of the normalised clause, stands in the document's text."""
    # The point of "Feb." is taken for a part of it, and may be the sentence's.
    words = normalise(clause.text)[value.start : value.end].rstrip(".").split()
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    before = len(list(pattern.finditer(normalise(clause.text)[: value.start])))
    matches = list(pattern.finditer(clause.text))
    if before >= len(matches):
        # Written in another form of its letters.
        return None
    start, end = matches[before].span()
    return Span(clause.span.start + start, clause.span.start + end)


def _joined(pairs: Sequence[_Pair], names: Sequence[str]) -> tuple[Difference, ...]:
    """One difference of all documents that speak of the same."""
    groups: list[tuple[Subject, list[Side]]] = []
    for subject, sides in pairs:
        group = next((some for kind, some in groups if kind == subject and any(side in some for side in sides)), None)
        if group is None:
            groups.append((subject, list(sides)))
        else:
            group += [side for side in sides if side.document not in {each.document for each in group}]
    found = [
        Difference(subject, tuple(sorted(sides, key=lambda side: names.index(side.document))))
        for subject, sides in groups
    ]
    order = (*_FACTS, "date", "number")

    def place(difference: Difference) -> tuple[bool, int, int, int]:
        first = difference.sides[0]
        is_clause = difference.subject not in _FACTS
        return (
            is_clause,
            names.index(first.document) if is_clause else 0,
            (first.start if is_clause else order.index(difference.subject)),
            order.index(difference.subject),
        )

    return tuple(sorted(found, key=place))
