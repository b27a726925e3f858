"""Which documents are of one meeting: its minutes, its transcript, what the press wrote of it.

Two are linked only where much speaks for it, for a wrong link is worse than a missing one. Nothing that they tell may
be at odds: their days, sessions and terms, times of day, bodies, and numbers in their titles ("lớp 6A2", "6A3"). Then

- they have one session of one body, at most DAYS_OF_A_REPORT apart, or one of them tells the month only; or
- they are of one day, and the title of one is nearly all of the other's; or
- they are of one day and one body, and the title of one is within the other's, or TELLING of these are the same: chair,
  time, place, PEOPLE of those present, most of the title; or
- they are of one day, one has no title or most of both titles is the same, and MANY_PEOPLE, at least half of those whom
  either names, are the same.

Documents that are linked to one another make a meeting; one that is at odds with any of its documents is left out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import combinations

from index.meetings.models import Fact, Facts
from index.meetings.sessions import session_key
from index.meetings.tables import listed_words
from index.tasks.plain import plain
from index.tasks.wordlists import Word, words_of

DAYS_OF_A_REPORT = 3
SIMILAR_TITLE = 0.5
SAME_TITLE = 0.8
TELLING = 2
PEOPLE = 2
MANY_PEOPLE = 3
_MINUTES_APART = 60
_LEAST_TITLE_WORDS = 3
# A body's short forms, and two names of one body.
_FORMS = (
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("hđqt", "hội đồng quản trị"),
    ("bql", "ban quản lý"),
    ("bqt", "ban quản trị"),
    ("bch", "ban chấp hành"),
    ("htx", "hợp tác xã"),
    ("tp", "thành phố"),
)
_PARTY = re.compile(r"(?:ban chấp hành |ban thường vụ )?đảng bộ (tỉnh|thành phố|huyện|quận|thị xã)\b")
_PARTY_NAMES = {"tỉnh": "tỉnh ủy", "thành phố": "thành ủy", "huyện": "huyện ủy", "quận": "quận ủy", "thị xã": "thị ủy"}
# Of a title, what says that it is a meeting's and not which.
_KINDS = frozenset(
    "biên bản báo cáo họp cuộc buổi phiên kỳ hội nghị giao ban thông kết luận nghị quyết tóm tắt ghi chép của và về "
    "tại sáng trưa chiều tối ngày thứ lần the a an of and on for minutes meeting notes report transcript call record "
    "summary from".split()
)
_DATE_LIKE = re.compile(r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{4}")


@dataclass(frozen=True)
class Told:
    """What a document tells of its meeting; `day` is ISO 8601, a day or a month, or None."""

    document: str
    day: str | None
    facts: Facts

    @cached_property
    def bodies(self) -> tuple[tuple[str, ...], ...]:
        """The words of each body's name, short forms written out."""
        return tuple(tuple(_long_form(fact.value).split()) for fact in self.facts.body)

    @cached_property
    def sessions(self) -> dict[bool, set[int | str]]:
        """The numbers of its terms (True) and of its sessions (False)."""
        found: dict[bool, set[int | str]] = {True: set(), False: set()}
        for fact in self.facts.session:
            is_term, number = session_key(fact.value)
            found[is_term].add(number)
        return found

    @cached_property
    def title(self) -> frozenset[str]:
        """The words of its title that say which meeting it is."""
        words = (word for fact in self.facts.title for word in _long_form(_DATE_LIKE.sub(" ", fact.value)).split())
        return frozenset(word for word in words if word not in _KINDS)

    @cached_property
    def people(self) -> frozenset[str]:
        """The full names of those who led it or were there."""
        names = (plain(fact.value).low for fact in (*self.facts.chair, *self.facts.present) if _is_name(fact))
        return frozenset(name for name in names if " " in name)

    @cached_property
    def chairs(self) -> frozenset[str]:
        """The names of those who led it."""
        return frozenset(plain(fact.value).low for fact in self.facts.chair)


def same_meetings(documents: Iterable[Told]) -> Mapping[str, tuple[str, ...]]:
    """Of each document that has such, the others of its meeting, by name."""
    told = sorted(documents, key=lambda each: each.document)
    groups: list[list[Told]] = []
    group_of: dict[str, list[Told]] = {}
    for one, other in _candidates(told):
        if not is_same(one, other):
            continue
        first, second = group_of.get(one.document, [one]), group_of.get(other.document, [other])
        if first is second or any(contradicts(a, b) for a in first for b in second):
            continue
        joined = [*first, *second]
        groups = [group for group in groups if group is not first and group is not second] + [joined]
        group_of |= {each.document: joined for each in joined}
    return {
        each.document: tuple(sorted(other.document for other in group if other is not each))
        for group in groups
        for each in group
    }


def _candidates(told: Sequence[Told]) -> Iterable[tuple[Told, Told]]:
    """Pairs that are of one day, or of one session; the others can't be linked."""
    buckets: dict[tuple[str, object], list[Told]] = defaultdict(list)
    for each in told:
        if each.day is not None:
            buckets["day", each.day].append(each)
        for number in each.sessions[False]:
            buckets["session", number].append(each)
    pairs = {
        (one.document, other.document): (one, other)
        for bucket in buckets.values()
        for one, other in combinations(bucket, 2)
    }
    return [pairs[key] for key in sorted(pairs)]


def is_same(one: Told, other: Told) -> bool:
    """Whether two documents are of one meeting, by the rule of this module."""
    if contradicts(one, other) or one.day is None or other.day is None:
        return False
    same_body = any(_same_body(a, b) for a in one.bodies for b in other.bodies)
    if same_body and one.sessions[False] & other.sessions[False]:
        return True
    if one.day != other.day or len(one.day) < len("2024-03-12"):
        return False
    either = len(one.title | other.title)
    alike = len(one.title & other.title) / either if either else 0.0
    within = bool(one.title and other.title) and (one.title <= other.title or other.title <= one.title)
    if within and alike >= SAME_TITLE and len(one.title & other.title) >= _LEAST_TITLE_WORDS:
        return True
    if same_body and (within or _telling(one, other, alike) >= TELLING):
        return True
    many = len(one.people & other.people)
    untitled = not one.title or not other.title
    most = max(len(one.people), len(other.people))
    return (untitled or alike >= SIMILAR_TITLE) and many >= MANY_PEOPLE and 2 * many >= most


def _telling(one: Told, other: Told, alike: float) -> int:
    """How many things are the same that seldom are in two meetings of one body on one day."""
    places = [{_long_form(fact.value) for fact in each.facts.place} for each in (one, other)]
    times = [{fact.value for fact in each.facts.time} for each in (one, other)]
    others = (one.people - one.chairs) & (other.people - other.chairs)
    same = (one.chairs & other.chairs, times[0] & times[1], places[0] & places[1], len(others) >= PEOPLE)
    return sum(map(bool, same)) + (alike >= SIMILAR_TITLE)


def contradicts(one: Told, other: Told) -> bool:
    """Whether what two documents tell can't be of one meeting."""
    if _far_apart(one.day, other.day):
        return True
    for is_term in (True, False):
        if one.sessions[is_term] and other.sessions[is_term] and not one.sessions[is_term] & other.sessions[is_term]:
            return True
    times = [_minutes(fact.value) for each in (one, other) for fact in each.facts.time]
    if one.day == other.day and len(times) == 2 and abs(times[0] - times[1]) > _MINUTES_APART:
        return True
    named = [[body for body in each.bodies if _is_specific(body)] for each in (one, other)]
    if all(named) and not any(_same_body(a, b) for a in named[0] for b in named[1]):
        return True
    numbers = [{word for word in each.title if any(map(str.isdigit, word))} for each in (one, other)]
    return bool(numbers[0] - numbers[1]) and bool(numbers[1] - numbers[0])


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return 60 * int(hours) + int(minutes)


def _far_apart(one: str | None, other: str | None) -> bool:
    if one is None or other is None or one == other:
        return False
    if len(one) != len(other):
        return not (one.startswith(other) or other.startswith(one))
    if len(one) < len("2024-03-12"):
        return True
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days) > DAYS_OF_A_REPORT


def _same_body(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are of one body: the words of one, which say which it is, are all in the other."""
    shorter, longer = sorted((one, other), key=len)
    return _is_specific(shorter) and set(shorter) <= set(longer)


def _is_specific(body: tuple[str, ...]) -> bool:
    """Whether it says which body it is; "ủy ban nhân dân huyện" doesn't."""
    return any(word not in _types() for word in body)


@cache
def _types() -> frozenset[str]:
    """The words of types of bodies and of what they are of."""
    heads = " ".join(listed_words("body", "heads"))
    return frozenset(f"{_long_form(heads)} tỉnh huyện xã phường quận thị trấn thành phố thôn of the and".split())


def _long_form(name: str) -> str:
    low = " ".join(word.low for word in _words(name))
    for short, long in _FORMS:
        low = re.sub(rf"(?<!\w){short}(?!\w)", long, low)
    return _PARTY.sub(lambda match: _PARTY_NAMES[match[1]], low)


def _words(text: str) -> Sequence[Word]:
    form = plain(text)
    return words_of(form, 0, len(form.text))


def _is_name(fact: Fact) -> bool:
    """Whether a fact of those present is somebody's name rather than a number or a group."""
    words = fact.value.split()
    return all(word[0].isupper() for word in words) and words[0].lower() not in listed_words("present", "groups")
