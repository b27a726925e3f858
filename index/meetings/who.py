"""Who led a meeting, and who was there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.meetings.models import Fact
from index.meetings.people import Named, behind_place, is_surname, named_in, person_at, titled_before
from index.meetings.reading import Text, clause_end, distinct, items_of, labelled, labels_in, sentence_at
from index.meetings.tables import label, templates
from index.models import Turn
from index.tasks.wordlists import words_of

_LEADS_A_TASK = re.compile(r"\s*,?\s*(?:và\s+)?phối hợp")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LEAST_OF_A_LIST = 3
_LEAST_OF_A_SENTENCE = 2
_OPENING = 1_200
_LONGEST_LIST = 1_500


def chairs_in(text: Text, present: Sequence[Named]) -> tuple[Fact, ...]:
    """Who led it: by a label, a mark in the list of those present, a clause; else by an office that leads."""
    found = [
        *_labelled(text, "labels"),
        *(each for each in present if each.leads),
    ]
    found = found or list(_in_clauses(text, "runs"))
    found = found or [*_labelled(text, "weak_labels"), *_in_clauses(text, "weak_runs")][:1]
    return distinct(_fact(text, each) for each in found)


def _labelled(text: Text, key: str) -> Iterator[Named]:
    for _, spans in labelled(text, label("chair", key), text.body, text.head):
        for span in spans:
            yield from _persons(text, span.start, min(span.end, clause_end(text.plain, span.start, semicolon=True)))


def _persons(text: Text, start: int, end: int) -> list[Named]:
    named = named_in(text.plain, start, end, alone=False, groups=False)
    # Behind the first name only those that have a title, too: "Chủ trì: A, Trưởng ban" names one.
    return [each for number, each in enumerate(named) if number == 0 or each.titled]


def _in_clauses(text: Text, key: str) -> Iterator[Named]:
    low = text.plain.text
    for pattern in templates("chair", "lists" if key == "runs" else "weak_lists"):
        for match in pattern.finditer(low, text.body, text.head):
            if _LEADS_A_TASK.match(low, match.end()):
                continue
            groups = match.groupdict()
            if groups.get("inner") is not None:
                yield from _persons(text, *match.span("inner"))
            else:
                end = clause_end(text.plain, match.end(), semicolon=True)
                yield from _persons(text, match.end(), end)
    for pattern in templates("chair", key):
        for match in pattern.finditer(low, text.body, text.head):
            # What stands behind a blank line is said of nobody above it.
            apart = _LEADS_A_TASK.match(low, match.end()) or _BLANK_LINE.search(low, match.end("run"), match.end())
            named = None if apart else _of_run(text, *match.span("run"))
            if named is not None and (named.titled or match[0].isascii() or _is_vietnamese_name(text, named)):
                yield named


def _of_run(text: Text, start: int, end: int) -> Named | None:
    """The person of a run of capitals, whose first words may be an office or a place."""
    before = words_of(text.plain, max(0, start - 30), end)
    run = [word for word in before if word.start >= start]
    begin = behind_place(before, len(before) - len(run))
    if begin >= len(before):
        return None
    titled = titled_before(text.plain, before[begin].start)
    # "Tổ trưởng Lan" is named as well as "Lê Thị Lan".
    named = person_at(text.plain, before[begin].start, end, alone=titled)
    return None if named is None else Named(named.start, named.end, True, titled or named.titled, False)


def _is_vietnamese_name(text: Text, named: Named) -> bool:
    words = words_of(text.plain, named.start, named.end)
    return is_surname(words, 0)


def present_in(text: Text) -> list[Named]:
    """Those who were there, as lists and clauses name or count them."""
    found: list[Named] = []
    for match, spans in labelled(text, label("present", "labels"), text.body, text.head):
        below = len(spans) != 1 or spans[0].start > match.end() + 1
        for span in spans:
            listed = named_in(text.plain, span.start, span.end, alone=True, groups=True)
            if below and listed and not listed[0].person:
                # A line of a list tells of one: "Đại diện lãnh đạo 12 xã, thị trấn".
                listed = [Named(span.start, span.end, False, False, False)]
            one = below or match["label"].lower().split()[0] == "guest"
            found += listed[:1] if one else listed
    found += list(_sides(text))
    if not found:
        found += list(_in_sentences(text))
    if not found:
        found += list(_bare_lists(text))
    if not any(not each.person for each in found):
        found += _counts(text)[:1]
    return found


def _in_sentences(text: Text) -> Iterator[Named]:
    """Those whom a sentence of the beginning names, behind "dự họp có" or before "were present"."""
    stop = min(text.head, text.body + _OPENING)
    for pattern in templates("present", "lists"):
        for match in pattern.finditer(text.plain.text, text.body, stop):
            end = min(clause_end(text.plain, match.end()), match.end() + _LONGEST_LIST)
            yield from _likely(named_in(text.plain, match.end(), end, alone=True, groups=True))
    for pattern in templates("present", "ends"):
        for match in pattern.finditer(text.plain.text, text.body, stop):
            start, _ = sentence_at(text.plain, match.start())
            parts = re.split(r",|\s(?:and|và|cùng)\s", text.plain.text[start : match.start()])
            named = named_in(text.plain, start, match.start(), alone=True, groups=False)
            if len(named) == len([part for part in parts if part.strip()]) >= _LEAST_OF_A_SENTENCE:
                yield from named


def _likely(named: list[Named]) -> list[Named]:
    """Without names of one word, unless several of them stand together: "họp có Lan, Tú và Hùng"."""
    bare = [each for each in named if each.person and not each.titled]
    return named if len(bare) >= _LEAST_OF_A_LIST else [each for each in named if each not in bare or each.words > 1]


def _sides(text: Text) -> Iterator[Named]:
    """Those of a side, in the list of lines below its name: "Bên A: Chi cục Thủy lợi"."""
    for match in labels_in(text, label("present", "sides"), text.body, text.head):
        end = text.plain.text.find("\n", match.end())
        for span in items_of(text.plain, end) if end >= 0 else ():
            yield from (each for each in _persons(text, span.start, span.end)[:1] if each.titled)


def _counts(text: Text) -> list[Named]:
    matches = [
        match
        for pattern in templates("present", "counts")
        for match in pattern.finditer(text.plain.text, text.body, min(text.head, text.body + 1_200))
    ]
    return [Named(*match.span("value"), False, False, False) for match in matches]


def _bare_lists(text: Text) -> Iterator[Named]:
    """A paragraph near the beginning that is nothing but names, with what they do in brackets."""
    for span in text.paragraphs[:5]:
        if span.start >= text.head or "(" not in text.plain.text[span.start : span.end]:
            continue
        named = named_in(text.plain, span.start, span.end, alone=False, groups=False)
        parts = re.sub(r"\([^()]*\)", "", text.plain.text[span.start : span.end]).split(",")
        if len(named) >= _LEAST_OF_A_LIST and len(named) == len(parts) and all(each.person for each in named):
            yield from named


def present_facts(text: Text, present: Sequence[Named], turns: Sequence[Turn]) -> tuple[Fact, ...]:
    """Those who were there; where no list names any, those who speak in a transcript, too."""
    facts = [_fact(text, each) for each in present]
    if not any(each.person for each in present):
        facts += [fact for turn in turns if (fact := _speaker(text, turn)) is not None]
    return distinct(facts)


def _speaker(text: Text, turn: Turn) -> Fact | None:
    if turn.speaker is None:
        return None
    start = text.plain.place_of(turn.start)
    words = r"\s+".join(map(re.escape, turn.speaker.split()))
    match = re.compile(words).search(text.plain.text, start, text.plain.place_of(turn.end))
    return None if match is None or match.start() > start + 60 else text.fact(match.start(), match.end())


def _fact(text: Text, named: Named) -> Fact:
    return text.fact(named.start, named.end)
