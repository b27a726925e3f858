"""Which body met."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.meetings.models import Fact
from index.meetings.people import behind_place, is_surname
from index.meetings.reading import Text, clause_end, distinct, labelled
from index.meetings.tables import label, phrases, templates
from index.models import Letterhead, Span
from index.tasks.wordlists import Word, words_of

# How far down a body is the one that met.
_OPENING = 900
_MOST_WORDS = 18
_RECORD_FIRST = r"(?i)\s*#*\s*(?:draft\s+|approved\s+)?(?:minutes|notes|record|summary|report|transcript|proceedings)\b"
_ENGLISH_RECORD = (
    r"\b(?:minutes|meeting|notes|board|committee|council|session|call|record|agenda|trustees|summary|assembly|"
    r"commission)\b"
)
_COLON = re.compile(r"[:,–—-]\s|\s[-–—]{1,2}\s")
_MEETING_OF = re.compile(r"(?i:\b(?:meeting|session|sitting) of (?:the |our )?)(?=[A-Z])")


def bodies_in(text: Text, title: Fact | None, letterhead: Letterhead) -> tuple[Fact, ...]:
    """The body by its label, in the title, in the lines below it, at the beginning of the text, in the letterhead."""
    found = [
        text.fact(span.start, min(span.end, clause_end(text.plain, span.start, semicolon=True)))
        for _, spans in labelled(text, label("body", "labels"), text.body, text.head)
        for span in spans[:1]
    ]
    if title is not None:
        start, end = text.plain.place_of(title.start), text.plain.place_of(title.end)
        found += list(_in_title(text, start, end))
        found += list(_below(text, end, bool(found)))
    if not found:
        found += list(_in_prose(text))
    issuer = _issuer(letterhead)
    if not found and issuer is not None:
        words = r"\s+".join(map(re.escape, issuer.split()))
        match = re.search(words, text.plain.text[: text.head])
        found += [] if match is None else [text.fact(match.start(), match.end())]
    return distinct(found)


def _issuer(letterhead: Letterhead) -> str | None:
    """The body of a letterhead; above an office without a name of its own ("VĂN PHÒNG") the body that it is of."""
    issuer, parent = letterhead.issuer, letterhead.parent_body
    return parent if issuer is not None and parent is not None and len(issuer.split()) < 3 else issuer


def _in_title(text: Text, start: int, end: int) -> Iterator[Fact]:
    english = list(_english(text, start, end))
    yield from english
    if english:
        return
    words = words_of(text.plain, start, end)
    index = 0
    while index < len(words):
        if words[index].low == "giữa":
            return
        office = phrases("people", "roles", "vietnamese").at(words, index)
        index += office
        last = _vietnamese(words, index) if index < len(words) else index
        if office and last > index:
            # "Chủ tịch UBND tỉnh Ninh Hữu Thọ": who holds the office is no part of the body.
            last = _before_person(words, index, last)
        if last > index:
            yield text.fact(words[index].start, words[last - 1].end)
            return
        # "giao ban" holds no "ban".
        index += max(1, phrases("body", "kinds", "vietnamese").at(words, index))


def _before_person(words: list[Word], first: int, last: int) -> int:
    begin = last
    while begin > first + 1 and words[begin - 1].capital and not words[begin - 1].text.isupper():
        begin -= 1
    person = behind_place(words[:last], begin)
    return person if person > begin or (person < last and is_surname(words, begin)) else last


def _vietnamese(words: list[Word], first: int) -> int:
    """Where the Vietnamese name of a body ends that begins at this word; `first` where none does."""
    head = phrases("body", "heads", "vietnamese").at(words, first)
    if not head or phrases("body", "no_heads").at(words, first) >= head:
        return first
    if not words[first].capital and head == 1 and not _named_behind(words, first + 1):
        return first
    end = first + head
    while end < len(words) and end - first < _MOST_WORDS:
        word = words[end]
        if word.ahead.strip() and not _is_joined(words, end):
            break
        if "\n" in word.ahead and phrases("body", "records", "vietnamese").at(words, end):
            break
        inside = word.capital and words[end - 1].capital and not word.text.isupper()
        if phrases("body", "stops", "vietnamese").at(words, end) and not inside:
            break
        if word.text.islower() and phrases("body", "verbs", "vietnamese").at(words, end):
            break
        end += 1
    # A type of body alone is nobody's name ("Ban", "Hội đồng").
    if end - first <= head and head == 1:
        return first
    return end


def _is_joined(words: list[Word], index: int) -> bool:
    """Whether a name goes on behind a dash or a comma: "phòng, chống lụt bão", "Chi bộ ấp 4, Đảng bộ xã Tân Phú"."""
    word = words[index]
    if word.ahead.strip() in ("-", "–"):
        return word.capital
    goes_on = word.capital and phrases("body", "goes_on").at(words, index)
    return word.ahead.strip() == "," and (word.low == "chống" or bool(goes_on))


def _named_behind(words: list[Word], index: int) -> bool:
    return index < len(words) and words[index].follows and (words[index].capital or words[index].text[0].isdigit())


def _english(text: Text, start: int, end: int) -> Iterator[Fact]:
    """In a title: "Minutes of the X Trustees", "X Council: minutes", "X BOARD MEETING MINUTES"."""
    title = text.plain.text[start:end]
    if not re.search(_ENGLISH_RECORD, title, re.IGNORECASE):
        # A whole part of it, or it is a sentence.
        yield from _whole_parts(text, title, start)
        return
    behind = _MEETING_OF.search(title)
    if behind is None and re.match(_RECORD_FIRST, title):
        behind = re.search(r"(?i:\bof the\b|\bof)\s+(?=[A-Z])", title)
    parts = [(start + behind.end(), end)] if behind else []
    if not parts:
        parts = _parts_of(title, start)
    for first, last in parts:
        words = words_of(text.plain, first, last)
        count = _english_name(words)
        if count:
            yield text.fact(words[0].start, words[count - 1].end)
            break
    if behind is None:
        yield from _whole_parts(text, title, start)


def _whole_parts(text: Text, title: str, start: int) -> Iterator[Fact]:
    """The parts of a title that are nothing but a body's name: "Finance Committee, Ravenhill College"."""
    for first, last in _parts_of(title, start):
        words = words_of(text.plain, first, last)
        if words and _english_name(words) == len(words):
            yield text.fact(words[0].start, words[-1].end)


def _parts_of(title: str, start: int) -> list[tuple[int, int]]:
    """What stands between its colons, commas and dashes, in the plain text."""
    cuts = [0, *(edge for match in _COLON.finditer(title) for edge in match.span()), len(title)]
    return [(start + cuts[at], start + cuts[at + 1]) for at in range(0, len(cuts), 2)]


def _english_name(words: list[Word]) -> int:
    """How many words the name of a body has that they begin with; 0 where it is none."""
    count = 0
    capitals = all(word.text.isupper() or not word.text.isalpha() for word in words)
    for index, word in enumerate(words):
        joined = index == 0 or (word.ahead.strip() in ("", "'", "&", "-") and "\n" not in word.ahead)
        if not joined or (not word.capital and word.low not in ("of", "and", "the", "for", "'s", "s")):
            break
        if phrases("body", "stops", "english").at(words, index):
            break
        if (
            capitals
            and index > 0
            and word.low == "board"
            and index + 1 < len(words)
            and words[index + 1].low == "meeting"
        ):
            break
        count = index + 1
    while count and not words[count - 1].capital:
        count -= 1
    is_body = count >= 2 and any(phrases("body", "heads", "english").at(words, index) for index in range(count))
    return count if is_body and words[0].low not in ("the", "a") else 0


def _below(text: Text, end: int, has_one: bool) -> Iterator[Fact]:
    """The body in the lines just below the title: in capitals, or at the beginning of the line of the day."""
    following = [span for span in text.paragraphs if span.start >= end][:2]
    for span in following:
        line = text.plain.text[span.start : span.end].split("\n")[0]
        comma = line.find(",")
        first = line[:comma] if comma > 0 else line
        if line.isupper() and len(line) < 200 and not has_one:
            words = words_of(text.plain, span.start, span.start + len(line))
            last = _vietnamese(words, 0) or _english_name(words)
            if last:
                yield text.fact(words[0].start, words[last - 1].end)
        elif 0 < comma <= 80 and span == following[0]:
            words = words_of(text.plain, span.start, span.start + comma)
            count = _vietnamese(words, 0) if not first.isascii() else _english_name(words)
            if count == len(words) and words and words[0].capital:
                yield text.fact(words[0].start, words[-1].end)


def _in_prose(text: Text) -> Iterator[Fact]:
    stop = min(text.head, text.body + _OPENING)
    for pattern in templates("body", "meeting_of"):
        for match in pattern.finditer(text.plain.text, text.body, stop):
            words = words_of(text.plain, match.end(), clause_end(text.plain, match.end()))
            last = (_vietnamese(words, 0) or _english_name(words)) if words and words[0].capital else 0
            if last:
                yield text.fact(words[0].start, words[last - 1].end)
                return
    for span in _sentences(text, stop):
        words = words_of(text.plain, span.start, span.end)
        for index in range(len(words)):
            last = _vietnamese(words, index) if words[index].capital else index
            if last == index and words[index].capital:
                last = index + _english_name(words[index : index + _MOST_WORDS])
            if (
                last > index
                and last < len(words)
                and any(pattern.match(text.plain.text, words[last].start) for pattern in templates("body", "meets"))
            ):
                yield text.fact(words[index].start, words[last - 1].end)
                return


def _sentences(text: Text, stop: int) -> Iterator[Span]:
    position = text.body
    while position < stop:
        if text.plain.text[position].isspace():
            position += 1
            continue
        end = clause_end(text.plain, position)
        if end > position:
            yield Span(position, end)
        position = max(end, position) + 1
