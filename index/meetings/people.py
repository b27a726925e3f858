"""Persons and groups in lists and clauses: "ông A, Chủ tịch UBND xã, và bà B", "Nora Abbott (procurement), Sam"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.meetings.tables import phrases
from index.tasks.plain import Plain
from index.tasks.wordlists import Word, words_of

_JOINS = frozenset({"và", "cùng", "and", "with"})
_PLACES = frozenset("tỉnh huyện xã phường quận phố trấn thôn bản ấp buôn đảo khu".split())
_MOST_NAME_WORDS = 5
_LONGEST_GROUP = 14
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named: a range of the plain text, which has so many words.

    `titled` has a title or an office before it, `leads` a mark of the one who leads.
    """

    start: int
    end: int
    person: bool
    titled: bool
    leads: bool
    words: int = 0


def named_in(text: Plain, start: int, end: int, *, alone: bool, groups: bool) -> list[Named]:
    """All that a list names, in order, up to where it tells of something else ("vắng", "apologies").

    With `alone` a first name by itself is one, too, and with `groups` those without names are ("47 ủy viên").
    """
    found: list[Named] = []
    for chunk, aside in _chunks(text, start, end):
        mark = phrases("chair", "marks").at(chunk, 0)
        is_label = bool(aside) and bool(phrases("present", "labels_behind").at(chunk, 0))
        if is_label or phrases("present", "not_present").at(chunk, 0):
            break
        named = _named(chunk, aside, alone=alone, groups=groups)
        if found and found[-1].person and mark == len(chunk):
            # "Ann Fox, chair; Bo Reed, treasurer".
            found[-1] = replace(found[-1], leads=True)
        elif named is not None and not (found and found[-1].person and not named.person and _is_office(chunk)):
            found.append(replace(named, leads=True) if named.person and mark else named)
    return found


def person_at(text: Plain, start: int, end: int, *, alone: bool = False) -> Named | None:
    """Who is named by the words of a range, taken as one."""
    words = words_of(text, start, end)
    return _person(words, alone=alone) if words else None


def titled_before(text: Plain, start: int) -> bool:
    """Whether a title or an office stands just before a place: "ông ", "Chủ tịch UBND xã "."""
    words = words_of(text, max(0, start - 60), start)
    for index in range(len(words)):
        if index + phrases("people", "titles").at(words, index) == len(words):
            return True
        behind = index + phrases("people", "roles").at(words, index)
        # "Bí thư Huyện ủy " goes before a name as "Bí thư " does.
        if behind > index and behind + phrases("body", "heads", "vietnamese").at(words, behind) == len(words):
            return True
    return False


def _chunks(text: Plain, start: int, end: int) -> Iterator[tuple[list[Word], str]]:
    """What stands between commas, semicolons and "và"; and what of it stands in brackets or behind a dash."""
    chunk: list[Word] = []
    aside: list[str] = []
    depth = 0
    behind_dash = False
    for word in words_of(text, start, end):
        opened = depth
        depth = max(0, depth + word.ahead.count("(") - word.ahead.count(")"))
        outside = re.sub(r"\([^()]*$|^[^()]*\)", "", word.ahead) if opened or depth else word.ahead
        joins = word.low in _JOINS and depth == 0
        if chunk and depth == 0 and (joins or any(mark in outside for mark in ",;+&\n") and not _wraps(outside)):
            yield chunk, " ".join(aside)
            chunk, aside, behind_dash = [], [], False
            if joins:
                continue
        elif joins and not chunk:
            continue
        if chunk and depth == 0 and re.search(r"\s[-–—]\s|:", outside):
            behind_dash = True
        if depth or behind_dash:
            aside.append(word.low)
        else:
            chunk.append(word)
    if chunk:
        yield chunk, " ".join(aside)


def _wraps(between: str) -> bool:
    """Whether it is nothing but the end of a line."""
    return not between.strip()


def _named(chunk: Sequence[Word], aside: str, *, alone: bool, groups: bool) -> Named | None:
    person = _person(chunk, alone=alone)
    if person is not None:
        leads = any(f" {mark} " in f" {aside} " for mark in phrases("chair", "marks").all)
        return Named(person.start, person.end, True, person.titled, leads, person.words)
    absent = phrases("present", "not_present").within(chunk, 0, len(chunk))
    if not groups or absent or len(chunk) > _LONGEST_GROUP:
        return None
    numbered = bool(_NUMBER.match(chunk[0].text)) or bool(phrases("present", "number_words").at(chunk, 0))
    listed = phrases("present", "groups").at(chunk, 0) or phrases("body", "heads", "vietnamese").at(chunk, 0)
    if (numbered and len(chunk) > 1) or listed:
        return Named(chunk[0].start, chunk[-1].end, False, False, False)
    return None


def _is_office(words: Sequence[Word]) -> bool:
    """Whether words are an office rather than a group: what tells of the person before them."""
    return bool(phrases("people", "roles").at(words, 0)) and not _NUMBER.search(words[0].text)


def _person(words: Sequence[Word], *, alone: bool) -> Named | None:
    titled, office = False, False
    # "các biên tập viên Phong, Hà".
    first = int(len(words) > 2 and words[0].low == "các" and bool(phrases("people", "roles").at(words, 1)))
    while first < len(words) and (first < 2 or _goes_on(words[first])):
        title, role = phrases("people", "titles").at(words, first), phrases("people", "roles").at(words, first)
        if not max(title, role) or (first > 0 and role == 1 and not title and _is_surname(words, first)):
            break
        titled, office = titled or title >= role, office or role > title
        first += max(title, role)
    if first >= len(words) or (first > 0 and not _goes_on(words[first])):
        return None
    heads_body = phrases("body", "heads").at(words, first) and not _is_surname(words, first)
    if heads_body or (office and _run(words, first) < len(words)):
        return _behind_office(words, first) if office else None
    end = _run(words, first)
    count = end - first
    whole = end == len(words)
    least = 1 if titled or (alone and whole) else 2
    if not least <= count <= _MOST_NAME_WORDS or not (titled or whole):
        return None
    if count == 1 and phrases("people", "titles", "english").at(words, first - 1) and first > 0:
        # "Mr Pell", "Nurse Halloran" are called so; "chị Liên" is Liên.
        return Named(words[first - 1].start, words[end - 1].end, True, True, False)
    return Named(words[first].start, words[end - 1].end, True, titled or office, False, count)


def _behind_office(words: Sequence[Word], first: int) -> Named | None:
    """The name behind "Chủ tịch UBND tỉnh Ninh Hữu Thọ" and the like, the first that begins with a family name."""
    index = first
    while index < len(words):
        end = index
        while end < len(words) and _is_name_word(words[end]) and (end == index or words[end].follows):
            end += 1
        begin = behind_place(words[:end], index) if end > index else end
        if 2 <= end - begin <= _MOST_NAME_WORDS and _is_surname(words, begin):
            return Named(words[begin].start, words[end - 1].end, True, True, False, end - begin)
        index = max(end, index + 1)
    return None


def behind_place(words: Sequence[Word], begin: int) -> int:
    """Where a person's name begins in a run of capitals up to the end, of which the first may name a place.

    "tỉnh Vĩnh Phúc Lê Duy Thành" is a place and a person, "tỉnh Vĩnh Phúc" a place.
    """
    count = len(words) - begin
    if begin == 0 or words[begin - 1].low not in _PLACES:
        return begin
    is_surname_first = count > 0 and _is_surname(words, begin)
    if is_surname_first and (count == 3 or (count == 4 and not _is_surname(words, begin + 2))):
        return begin
    starts = [begin + ahead for ahead in (2, 3, 1) if count - ahead >= 2 and _is_surname(words, begin + ahead)]
    return starts[0] if starts else len(words)


def _run(words: Sequence[Word], first: int) -> int:
    """Where a run of words of a name ends."""
    end = first
    capitals = all(word.text.isupper() for word in words)
    while end < len(words) and _is_name_word(words[end], capitals=capitals):
        initial = end > first and len(words[end - 1].text) == 1 and words[end].ahead.strip() == "."
        if end > first and not words[end].follows and not initial:
            break
        if end > first + 1 and phrases("people", "roles").at(words, end) > 1:
            break
        end += 1
    return end


def _is_name_word(word: Word, *, capitals: bool = False) -> bool:
    if not word.capital or any(character.isdigit() for character in word.text):
        return False
    return capitals or len(word.text) == 1 or not word.text.isupper()


def _goes_on(word: Word) -> bool:
    return word.follows or word.ahead.strip() == "."


def _is_surname(words: Sequence[Word], index: int) -> bool:
    return words[index].capital and (
        bool(phrases("people", "surnames").at(words, index)) or words[index].low.startswith("h'")
    )


def is_surname(words: Sequence[Word], index: int) -> bool:
    """Whether a Vietnamese family name stands here."""
    return _is_surname(words, index)
