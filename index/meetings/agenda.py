"""What a meeting dealt with: its agenda, or the headings of its minutes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from index.loaders.blocks import lines
from index.loaders.headings import is_dateline, level_of
from index.meetings.models import Fact
from index.meetings.reading import Text, clause_end, distinct, items_of, labelled
from index.meetings.tables import label, listed_words, phrases, templates
from index.models import Paragraph, Span
from index.tasks.wordlists import words_of

_LONGEST = 200
# A heading within a paragraph, "2. Thang máy tòa A. Theo hợp đồng …", is shorter.
_LONGEST_INSIDE = 80
_LEAST = 2
# How far down somebody says what there is to talk about.
_OPENING = 1_000
_NUMBER = re.compile(
    r"(?P<mark>#{1,6}[ \t]*)?(?:(?:nội dung|mục|vấn đề|phần|item|agenda item|part)[ \t]+)?"
    r"(?P<number>\(?(?:\d{1,3}(?:[./]\d{1,3})*|[ivx]{1,5}|[a-z])[.):][ \t]*|\d{1,3}/\d{1,4}[ \t]+)?",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?P<words>[^.:;!?\n|]{3,80}?)(?:\.(?=[ \t]+[^\W\d_])|:(?=[ \t]+\S)|\n(?=[A-ZĐÀ-Ỹ]))")
_COUNTS = {"2": 2, "hai": 2, "3": 3, "ba": 3, "4": 4, "bốn": 4, "5": 5, "năm": 5, "6": 6, "sáu": 6}
_EDGES = " \t\n*_:.;,#|"


def agenda_in(text: Text, title: Fact | None, paragraphs: Sequence[Paragraph]) -> tuple[Fact, ...]:
    """The items of the agenda; where none is told, of minutes the headings."""
    listed = list(_listed(text)) or list(_spoken(text))
    if not listed and title is not None and _is_record(text, title) and not any(each.turns for each in paragraphs):
        listed = list(_headings(text, title, paragraphs)) or list(_inside(text))
    return distinct(text.fact(span.start, span.end) for span in listed)


def _listed(text: Text) -> Iterator[Span]:
    for _, spans in labelled(text, label("agenda", "labels"), text.body, text.head):
        if spans:
            yield from _fitting(text, spans if len(spans) > 1 else list(_parts(text, spans[0], ";")))
            return
    for block in text.paragraphs:
        heading = text.plain.low[block.start : block.end].split("\n")[0]
        said = heading.strip(" #*_:").lstrip("0123456789ivx.) ")
        if block.start < text.head and said in listed_words("agenda", "labels"):
            items = list(items_of(text.plain, block.start + len(heading)))
            if len(items) >= _LEAST:
                yield from _fitting(text, items)
                return


def _fitting(text: Text, items: Sequence[Span]) -> Iterator[Span]:
    yield from (item for item in (_bare(text, each) for each in items) if _fits(item))


def _spoken(text: Text) -> Iterator[Span]:
    """ "Tối nay có ba việc: thang máy số 3, tiền gửi xe, và chuyện sạc xe điện." """
    for pattern in templates("agenda", "spoken"):
        for match in pattern.finditer(text.plain.text, text.body, min(text.head, text.body + _OPENING)):
            end = clause_end(text.plain, match.end())
            spans = list(_parts(text, Span(match.end(), end), ",;"))
            number = match.groupdict().get("number", "").lower()
            last = text.plain.low.rfind(" và ", spans[-1].start, spans[-1].end) if spans else -1
            if last > 0 and _COUNTS.get(number) == len(spans) + 1:
                spans[-1:] = [Span(spans[-1].start, last), Span(last + len(" và "), spans[-1].end)]
            if len(spans) >= _LEAST and all(span.end - span.start <= _LONGEST_INSIDE for span in spans):
                yield from spans
                return


def _parts(text: Text, span: Span, marks: str) -> Iterator[Span]:
    for match in re.finditer(rf"[^{marks}]+", text.plain.text[span.start : span.end]):
        part = re.sub(r"^\s*(?:và|and)\s+", lambda joined: " " * len(joined[0]), match[0])
        first = span.start + match.start() + len(part) - len(part.lstrip())
        found = _bare(text, Span(first, span.start + match.end()))
        if found.end > found.start:
            yield found


def _bare(text: Text, span: Span) -> Span:
    """Without what parts it from the next one."""
    start, end = span.start, span.end
    while end > start and text.plain.text[end - 1] in _EDGES:
        end -= 1
    while start < end and text.plain.text[start] in _EDGES:
        start += 1
    return Span(start, end)


def _fits(span: Span) -> bool:
    return 2 < span.end - span.start <= _LONGEST


def _is_record(text: Text, title: Fact) -> bool:
    """Whether the title is that of minutes, rather than of what was written about a meeting."""
    found = words_of(text.plain, text.plain.place_of(title.start), text.plain.place_of(title.end))
    english = phrases("agenda", "record_words").within(found, 0, len(found))
    return bool(phrases("agenda", "records").at(found, 0)) or english


def _headings(text: Text, title: Fact, paragraphs: Sequence[Paragraph]) -> Iterator[Span]:
    """The headings of the level that has most to tell: those above it open and close the minutes."""
    taken = [(each.start, each.end) for each in paragraphs]
    by_level: dict[int, list[Span]] = defaultdict(list)
    for line in lines(text.plain.text, Span(text.body, len(text.plain.text))):
        words = text.plain.text[line.start : line.end]
        stored = text.plain.span(line.start, line.end)
        inside = any(start < stored.end and stored.start < end for start, end in taken)
        signed = any(span.start <= line.start < span.end for span in text.signatures)
        if inside or signed or stored.start < title.end or not words.strip() or "|" in words or is_dateline(words):
            continue
        # A line that leads into a list is no heading.
        item = _item(text, line.start, line.end) if words[0] == "#" or words.rstrip()[-1] != ":" else None
        if item is not None:
            by_level[level_of(words) or 0].append(item)
    for level in sorted(by_level):
        if len(by_level[level]) >= _LEAST:
            yield from by_level[level]
            return


def _inside(text: Text) -> Iterator[Span]:
    """Headings that begin the paragraphs which they head: "(1) Examinations. The external examiner had …"."""
    found: list[Span] = []
    for block in text.paragraphs:
        number = _NUMBER.match(text.plain.low, block.start, block.end)
        if number is None or not number["number"]:
            continue
        match = _INSIDE.match(text.plain.text, number.end(), block.end)
        if match is not None:
            item = _item(text, block.start, match.end("words"))
            found += [] if item is None else [item]
    if len(found) >= _LEAST:
        yield from found


def _item(text: Text, start: int, end: int) -> Span | None:
    """An item without its number; None for what is no business of the meeting, and for what gives an order."""
    number = _NUMBER.match(text.plain.low, start, end)
    item = _bare(text, Span(start if number is None else number.end(), end))
    found = words_of(text.plain, item.start, item.end)
    said = " ".join(text.plain.low[item.start : item.end].replace(",", " ").split())
    if not found or not _fits(item) or said in listed_words("agenda", "no_items"):
        return None
    return None if phrases("agenda", "orders").at(found, 0) else item
