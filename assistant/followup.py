"""Questions that lean on the one before: what could be meant, put into words that can be searched by themselves.

Nothing here decides: `assistant.ask` searches the readings together and takes the one that is answered most surely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.answer import Answer
from assistant.slots import is_of, people, replaced, without_slots
from assistant.wording import Pronoun, Reader, Wording
from index import Library, Understood, fold, tokens

# How a reading came about, from the one that says most of what is meant to the question as it was typed.
How = Literal["slot", "topic", "pronoun", "place", "subject", "inside", "alone"]

_WORD = re.compile(r"\w+(?:['’]\w+)?")
# So few words without one that asks ("tháng 3?") are no question by themselves; some more may be one.
_FRAGMENT = 2
_SHORT = 4
_LONGEST_READING = 600
# One word behind a preposition may be any.
_LEAST_PLACE = 2
# "And a week later, on 18 March?": what may be said beside the value that stands for another.
_BESIDE_SLOTS = 2
# What is said in front of a name and belongs to it.
_BEARERS = frozenset(
    "tỉnh huyện xã thôn phường quận phố thị trấn bản buôn làng ấp tổ đường hồ sông cầu núi cảng chợ trạm lớp trường "
    "khoa bệnh viện công ty hợp tác chung cư sở phòng ban viện hội đồng ủy ubnd hđnd tòa báo kho dự án bộ ông bà anh "
    "chị cô chú bác thầy đội kênh khu tuyến nhà máy thành đảng câu lạc ngân hàng htx".split()
)
# The last preposition of a question.
_FRAME_ENGLISH = re.compile(r".*(?<!\w)(?:for|of|in|at|on|about|from)(?!\w)")
_FRAME_VIETNAMESE = re.compile(r".*(?<!\w)(?:của|ở|tại|trong|về)(?!\w)")
_PREDICATE = re.compile(
    r"(?<!\w)(?:là|được|phải|có|bị|hết|đạt|do|thì|sẽ|đã|giá|tốn|mất|còn|tăng|giảm|như thế nào|thế nào|ra sao|khi nào|"
    r"bao giờ|ngày nào|bao nhiêu|mấy|ở đâu)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The exchange that a question follows: its question as searched, and what its surest quote says.

    `document` is the quote's, `said` its highlight, `speaker` who says it; None and "" where nothing was quoted.
    `dates` are the documents of the library by their dates (ISO 8601), where they are known.
    """

    question: Understood
    document: str | None
    said: str
    speaker: str | None
    dates: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, answer: Answer, library: Library) -> Earlier:
        """Of an answer. A document that has left the library since isn't searched any more."""
        best = answer.surest
        question = library.understand(answer.searched)
        if best is None:
            return cls(question, None, "", None)
        paragraph = best.paragraph
        documents = library.documents()
        held = any(summary.document == paragraph.document for summary in documents)
        dates = {summary.document: summary.date for summary in documents if summary.date is not None}
        said = " ".join(paragraph.text[span.start : span.end] for span in best.highlights) or paragraph.text
        return cls(question, paragraph.document if held else None, said, paragraph.speaker, dates)


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to search, in one document if `within` names it."""

    text: str
    within: str | None
    how: How


# How far a question leans on another by its form: not, perhaps, or surely.
Lean = Literal["no", "perhaps", "surely"]


@dataclass(frozen=True, slots=True)
class Readings:
    """What a question could mean, in the order in which they are good to read; last the question alone.

    `empty`: it says nothing by itself ("By when?").
    """

    choices: tuple[Reading, ...]
    lean: Lean
    empty: bool


def readings(question: Understood, earlier: Earlier) -> Readings:
    """What the question could mean behind that exchange."""
    question = _with_capitals(question)
    earlier = replace(earlier, question=_with_capitals(earlier.question))
    wording = Reader.of(question).wording(question.restored)
    pronoun = wording.pronoun
    inside = [] if earlier.document is None else [Reading(_sentence(wording.body), earlier.document, "inside")]
    if pronoun is not None and pronoun.stands == "meeting" and inside:
        # It is said where to look.
        return Readings(tuple(inside), "surely", empty=False)
    lean = _lean(wording)
    found = [*_composed(question, wording, earlier, leans=lean != "no"), *inside]
    alone = Reading(question.typed, None, "alone")
    return Readings((*_unique(found), alone), lean, empty=not wording.content)


def _unique(found: Iterable[Reading]) -> list[Reading]:
    """The readings without those that were there before, and those too long to be a question any more."""
    first: dict[tuple[str, str | None], Reading] = {}
    for reading in found:
        if len(reading.text) <= _LONGEST_READING:
            first.setdefault((reading.text, reading.within), reading)
    return list(first.values())


def _lean(wording: Wording) -> Lean:
    if wording.leans or wording.pronoun is not None or not wording.content:
        return "surely"
    if wording.asks:
        return "no"
    return "surely" if len(wording.content) <= _FRAGMENT else "perhaps" if len(wording.content) <= _SHORT else "no"


def _composed(question: Understood, wording: Wording, earlier: Earlier, *, leans: bool) -> Iterator[Reading]:
    before = earlier.question
    place = _place(before)
    if question.english != before.english and question.restored.isascii():
        # Two languages in one question are found badly. Names are the same in both.
        names = _names_in(before)
        if names:
            yield Reading(_with(wording.body, names), None, "place")
        return
    subject = _lowered(Reader(before.english, loose=False).subject(before.restored), before)
    if leans and not wording.asks:
        yield from _in_its_place(question, wording, earlier, place)
    if wording.pronoun is not None:
        if wording.pronoun.stands == "person":
            yield from _with_person(wording, wording.pronoun, earlier, place, subject)
        elif subject:
            yield Reading(_with(wording.body, subject), None, "subject")
            if wording.pronoun.whole:
                yield Reading(_sentence(_put(wording.body, wording.pronoun, subject)), None, "pronoun")
    if place:
        yield Reading(_with(wording.body, place), None, "place")
    if not wording.asks and wording.leans:
        yield Reading(_with(wording.body, before.restored.rstrip("?!. ")), None, "subject")
    elif subject:
        yield Reading(_with(wording.body, subject), None, "subject")


def _in_its_place(question: Understood, wording: Wording, follows: Earlier, place: str) -> Iterator[Reading]:
    """The earlier question with what is said now in the place of what was said there."""
    before = follows.question
    earlier = before.restored
    body, body_cased = wording.body, _cased_part(question, wording.body)
    others = Reader.of(question).content(without_slots(body, body_cased))
    if len(others) <= _BESIDE_SLOTS:
        text = replaced(earlier, _cased(before), body, body_cased)
        if text is not None:
            meeting = _held_then(body_cased, follows)
            if meeting is not None:
                yield Reading(_sentence(text), meeting, "slot")
            yield Reading(_sentence(text), None, "slot")
            return
    if before.english:
        return
    predicate = _PREDICATE.search(earlier)
    if predicate is not None and predicate.start() > 0:
        topic = f"{body} {earlier[predicate.start() :]}"
        yield Reading(_with(topic, place), None, "topic")
        yield Reading(_sentence(topic), None, "topic")


def _held_then(body: str, follows: Earlier) -> str | None:
    """The one document of the day or month that the question names."""
    held = [document for document, date in follows.dates.items() if is_of(date, body)]
    return held[0] if len(held) == 1 else None


def _with_person(wording: Wording, pronoun: Pronoun, earlier: Earlier, place: str, subject: str) -> Iterator[Reading]:
    """The question with the person's name in the pronoun's place."""
    person = _person(wording.body[pronoun.start : pronoun.end], earlier)
    if person is None:
        return
    text = _put(wording.body, pronoun, person)
    for context in (place, subject):
        if context:
            yield Reading(_with(text, context), None, "pronoun")
    yield Reading(_sentence(text), None, "pronoun")


def _put(body: str, pronoun: Pronoun, meant: str) -> str:
    return f"{body[: pronoun.start]}{meant}{body[pronoun.end :]}"


def _lowered(subject: str, question: Understood) -> str:
    """The subject without the capital that it has from the beginning of its sentence."""
    words = list(_WORD.finditer(_cased(question)))
    if not subject or not words or not question.restored.startswith(subject[0]) or _is_name(words, 0):
        return subject
    return subject if subject[:2].isupper() else f"{subject[0].lower()}{subject[1:]}"


def _person(pronoun: str, earlier: Earlier) -> str | None:
    """Whom a pronoun means: a person of the earlier question, else of its answer, else who said it.

    "ông ấy" is nobody who was called "bà".
    """
    title = fold(pronoun).split()[0]
    titles = ("ong", "ba", "anh", "chi", "co", "chu", "bac", "thay", "em")
    for text in (_cased(earlier.question), earlier.said):
        named = people(text)
        fitting = [each for each in named if fold(each).split()[0] == title]
        # A name without a title may be anybody's, one with another title isn't.
        open_to = [each for each in named if fold(each).split()[0] not in titles]
        if fitting or open_to:
            return (fitting or open_to)[0]
    return earlier.speaker


def _place(before: Understood) -> str:
    """Where the earlier question is at home: the names in it, else its last phrase behind a preposition."""
    names = _names_in(before)
    if names:
        return names
    text = before.restored.rstrip("?!. ")
    reader = Reader(before.english, loose=False)
    frame = (_FRAME_ENGLISH if before.english else _FRAME_VIETNAMESE).match(text)
    place = reader.subject(text[frame.end() :]) if frame else ""
    return place if len(reader.content(place)) >= _LEAST_PLACE else ""


def _names_in(question: Understood) -> str:
    """The names in a question, each with what bears it: "lớp 6A2, hợp tác xã Ea Riêng"."""
    text = question.restored
    words = list(_WORD.finditer(_cased(question)))
    names: list[str] = []
    free = number = 0
    while number < len(words):
        first = last = number
        number += 1
        if not _is_name(words, first):
            continue
        while last + 1 < len(words) and _is_name(words, last + 1):
            last += 1
        while first > free and words[first - 1][0].lower() in _BEARERS:
            first -= 1
        names.append(text[words[first].start() : words[last].end()])
        free = number = last + 1
    return ", ".join(names)


def _is_name(words: list[re.Match[str]], number: int) -> bool:
    word = words[number][0]
    if any(char.isdigit() for char in word):
        return not word.isdigit()
    if not word[0].isupper():
        return False
    # The first word has its capital from the sentence.
    return number > 0 or (len(words) > 1 and words[1][0][0].isupper())


def _cased(question: Understood) -> str:
    """The question as searched with the capitals of names, code point by code point where that can be."""
    restored = question.restored
    cased = question.embedded[: len(restored)]
    if cased.lower() != restored.lower():
        return restored
    for match in _WORD.finditer(restored):
        if any(char.isdigit() for char in match[0]):
            # The library's case is that of its words; "6A2" is none.
            cased = f"{cased[: match.start()]}{match[0]}{cased[match.end() :]}"
    return cased


def _with_capitals(question: Understood) -> Understood:
    """The question with the capitals of names, where it was typed without a single one."""
    return replace(question, restored=_cased(question)) if question.restored.islower() else question


def _cased_part(question: Understood, body: str) -> str:
    start = question.restored.find(body)
    return _cased(question)[start : start + len(body)] if start >= 0 else body


def _with(text: str, context: str) -> str:
    """The text with what is not yet in it of the context in brackets."""
    held = set(tokens(text))
    parts = [part for part in context.split(", ") if not set(tokens(part)) <= held]
    return f"{_sentence(text).rstrip('?')} ({', '.join(parts)})?" if parts else _sentence(text)


def _sentence(text: str) -> str:
    text = " ".join(text.split()).rstrip("?!. ")
    return f"{text[:1].upper()}{text[1:]}?"
