"""Where a meeting was held."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.meetings.models import Fact
from index.meetings.reading import Text, clause_end, labelled
from index.meetings.tables import NAME_WORD, label, phrases, templates
from index.meetings.when import tells_of_the_meeting
from index.tasks.wordlists import Word, words_of

_MOST_WORDS = 14
# How far down the words "tại …" are those of the meeting.
_OPENING = 900
_NAMES = re.compile(NAME_WORD)
# How it was held, and no place.
_IN_PERSON = re.compile(r"(?:họp )?(?:trực tiếp|in person|kết hợp|tập trung).*")


def place_in(text: Text, day: Fact | None) -> Fact | None:
    """The place by its label, in the line of the day, or behind "tại" and "held in" near the beginning."""
    for _, spans in labelled(text, label("place", "labels"), text.body, text.head):
        for span in spans[:1]:
            end = min(clause_end(text.plain, span.start, semicolon=True), span.end)
            if end - span.start > 1 and not _IN_PERSON.fullmatch(text.plain.low, span.start, end):
                return text.fact(span.start, end)
    for pattern in templates("place", "before"):
        for match in pattern.finditer(text.plain.text, text.body, min(text.head, text.body + _OPENING)):
            found = _place_at(text, match.end("place")) if tells_of_the_meeting(text, match.start(), day) else None
            if found is not None:
                return found
    return _in_the_line_of(text, day)


def _place_at(text: Text, start: int) -> Fact | None:
    """The place that begins here, as far as it goes."""
    words = words_of(text.plain, start, min(clause_end(text.plain, start, semicolon=True), start + 200))
    if not words or not (phrases("place", "heads").at(words, 0) or _is_named(words[0])):
        return None
    end = _end(words)
    found = words[:end]
    is_room = any(phrases("place", "rooms").at(found, index) for index in range(end))
    english = text.plain.text[start : words[end - 1].end].isascii()
    if end == 0 or (end == 1 and not found[0].capital):
        # "tại nhà" tells no place.
        return None
    if (english and not is_room) or (not english and not phrases("place", "heads").at(found, 0)):
        return None
    return text.fact(found[0].start, found[-1].end)


def _end(words: list[Word]) -> int:
    """How many of the words are the place's."""
    begin = _head_length(words)
    for index, word in enumerate(words):
        if index < begin:
            continue
        if index >= _MOST_WORDS or (not word.capital and phrases("place", "stops").at(words, index)):
            return index
        mark = word.ahead.strip()
        if mark and mark not in ("-", "–", "/", "&", "'"):
            goes_on = mark == "," and phrases("place", "goes_on").at(words, index)
            if not goes_on or not _is_address(words, index):
                return index
    return len(words)


def _head_length(words: list[Word]) -> int:
    return max(1, phrases("place", "heads").at(words, 0), phrases("place", "rooms").at(words, 0))


def _is_address(words: list[Word], index: int) -> bool:
    """Whether what stands up to the next comma is a part of an address: "đường Nguyễn Trãi", "tầng 2"."""
    after = index + phrases("place", "goes_on").at(words, index)
    last = next((at for at in range(index + 1, len(words)) if words[at].ahead.strip()), len(words))
    part = words[after:last]
    return bool(part and phrases("place", "heads").at(part, 0)) or all(
        word.capital or word.text[0].isdigit() or phrases("place", "goes_on").at([word], 0) for word in part
    )


def _in_the_line_of(text: Text, day: Fact | None) -> Fact | None:
    """A part between commas of the line that has the day, or the line below it, which names a room."""
    if day is None:
        return None
    end = text.plain.place_of(day.end)
    stop = min(clause_end(text.plain, end), end + 200)
    below = text.plain.text.find("\n", stop + 1)
    parts = list(_parts(text, end, stop))
    if text.plain.text[stop : stop + 1] == "\n" and below > stop + 1:
        parts.append((stop + 1, below))
    for start, last in parts:
        words = words_of(text.plain, start, last)
        if words and _is_room(words):
            return text.fact(start, last)
    return None


def _parts(text: Text, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"[^,;|()]+", text.plain.text[start:end]):
        part = match[0].strip()
        if part:
            first = start + match.start() + len(match[0]) - len(match[0].lstrip())
            yield first, first + len(part)


def _is_room(words: list[Word]) -> bool:
    if len(words) > _MOST_WORDS or words[0].ahead.strip(" ,"):
        return False
    numbered = len(words) > 1 and any(character.isdigit() for character in words[1].text)
    if numbered and phrases("place", "numbered_rooms").at(words, 0):
        return not any(phrases("place", "stops").at(words, index) for index in range(2, len(words)))
    vietnamese = any(not word.text.isascii() for word in words)
    if not vietnamese and words[0].low in ("the", "our") and len(words) < 6:
        return bool(phrases("place", "rooms", "english").at(words, len(words) - 1))
    if vietnamese or not words[0].capital:
        stopped = any(phrases("place", "stops").at(words, index) for index in range(_head_length(words), len(words)))
        return bool(phrases("place", "rooms").at(words, 0)) and not stopped
    named = all(_is_named(word) or word.low in ("of", "the", "and") for word in words)
    return named and any(phrases("place", "rooms").at(words, index) for index in range(len(words)))


def _is_named(word: Word) -> bool:
    return _NAMES.fullmatch(word.text) is not None or word.text[0].isdigit()
