"""A document's text as the rules read it: where its head is, where clauses and labelled values end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice, takewhile

from index.loaders.blocks import blocks
from index.loaders.closing import closing
from index.meetings.models import Fact
from index.meetings.tables import listed_words
from index.models import Span
from index.tasks.plain import Plain, plain

# How far down a document tells of its meeting, in code points.
HEAD = 2_500
_FRONT_MATTER = re.compile(r"---[ \t]*\n.*?\n---[ \t]*(?:\n|$)", re.DOTALL)
_POINTED = frozenset(
    "ts gs bs ths pgs ks đd ls kts đ/c đc tp tx tt mr mrs ms dr prof cllr rev st messrs no jr sr vs gen col".split()
)
# What begins with an item's mark or a label.
_BEGINS_ANEW = re.compile(r"[ \t]*(?:[-–—+•*#]|\(?\d{1,2}[.)]|[^\n:|.,]{1,40}:)")
_STOP = re.compile(r"\n[ \t]*\n|\n|[.!?](?=[\s\"')]|$)|\s\|\s")
# A line that is shorter isn't wrapped: what follows begins anew, if it begins with a capital.
_WRAPPED = 60
_START = re.compile(r"(?:\n|[.;!?|]\s)\s*")
_ITEM = re.compile(r"[ \t]*(?:[-–—+•*▪◦·]|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})[.)])[ \t]+", re.IGNORECASE)
_LONGEST_LIST = 6_000
_LONGEST_CLAUSE = 3_000
# How many rows above and below one tell what kind of table theirs is.
_MOST_ROWS = 10


@dataclass(frozen=True, slots=True)
class Text:
    """A text, `body` is where it begins behind its front matter, `head` how far its head goes; all in the plain text.

    `paragraphs` are its blocks, in order, `starts` where the lines and sentences of the head begin, and `signatures`
    who signs at its end; the head ends before them.
    """

    plain: Plain
    body: int
    head: int
    paragraphs: tuple[Span, ...]
    starts: tuple[int, ...]
    signatures: tuple[Span, ...]

    def fact(self, start: int, end: int, value: str | None = None) -> Fact:
        """What stands in a range of the plain text, or another value that stands for it."""
        span = self.plain.span(start, end)
        return Fact(value or " ".join(self.plain.text[start:end].split()), span.start, span.end)


def read(text: str) -> Text:
    """The text, ready for the rules."""
    form = plain(text)
    front = _FRONT_MATTER.match(form.text)
    body = 0 if front is None else front.end()
    signatures = tuple(_signatures(text, form))
    # An office above a name there leads nothing: "Trần Thị Lan" may sign above "CHỦ TRÌ".
    head = min([len(form.text), body + HEAD, *(span.start for span in signatures if span.start > body)])
    starts = (body, *(match.end() for match in _START.finditer(form.text, body, head)))
    return Text(form, body, head, tuple(blocks(form.text, Span(body, len(form.text)))), starts, signatures)


def _signatures(text: str, form: Plain) -> Iterator[Span]:
    for aside in closing(text, Span(0, len(text))):
        if aside.role == "signature":
            yield Span(form.place_of(aside.start), form.place_of(aside.end))


def clause_end(text: Plain, start: int, *, semicolon: bool = False) -> int:
    """Where ends what begins at a place: at a full stop, a blank line, a new item or a new label."""
    last = min(len(text.text), start + _LONGEST_CLAUSE)
    for match in _STOP.finditer(text.text, start, last):
        if _stops(text.text, match):
            end = match.start()
            break
    else:
        end = last
    if semicolon:
        cut = text.text.find(";", start, end)
        end = cut if cut >= 0 else end
    return start + len(text.text[start:end].rstrip())


def sentence_at(text: Plain, place: int) -> tuple[int, int]:
    """The sentence, on lines that no blank line parts, that a place stands in."""
    begin = max(0, place - 600)
    first = begin
    for match in _STOP.finditer(text.text, begin, place):
        if _stops(text.text, match):
            first = match.end()
    return first, clause_end(text, place)


def _stops(text: str, match: re.Match[str]) -> bool:
    if match[0] == ".":
        return _ends(text, match.start())
    if match[0] != "\n" or _BEGINS_ANEW.match(text, match.end()):
        return True
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].rstrip()
    short = len(line) < _WRAPPED or line.endswith(")")
    return short and line[-1:] not in ",;-–(" and text[match.end() : match.end() + 1].isupper()


def _ends(text: str, point: int) -> bool:
    """Whether a point ends a sentence: not behind a short form or an initial, nor before a small letter."""
    behind = text[point + 1 : point + 40].lstrip(" \n\"')")
    if behind[:1].islower():
        return False
    tokens = text[max(0, point - 40) : point].replace("(", " ").replace(",", " ").split()
    last = tokens[-1].split(".")[-1] if tokens else ""
    if len(last) == 1 and last.isupper() and last.isalpha():
        # "John F. Kennedy" goes on, "hội trường A." doesn't.
        return len(tokens) > 1 and not tokens[-2][0].isupper()
    return last.lower() not in _POINTED


def items_of(text: Plain, start: int) -> Iterator[Span]:
    """The items of a list whose first line begins behind a place, without their marks; none where there is no list."""
    position = start
    limit = min(len(text.text), start + _LONGEST_LIST)
    first = True
    while position < limit:
        while position < limit and text.text[position].isspace():
            position += 1
        end = text.text.find("\n", position)
        end = len(text.text) if end < 0 else end
        mark = _ITEM.match(text.text, position, end)
        if mark is None:
            return
        if not first and "\n\n" in text.text[:position].rstrip(" \t")[-2:] and text.text[mark.start()].isdigit():
            # Behind a blank line a number may begin what comes next.
            before = _ITEM.match(text.text, start)
            if before is None:
                return
        yield Span(mark.end(), _trimmed(text.text, mark.end(), end))
        first = False
        position = end


def labels_in(text: Text, label: re.Pattern[str], start: int, end: int) -> Iterator[re.Match[str]]:
    """Where a label stands in a range of the head."""
    found = (label.match(text.plain.text, place, end) for place in text.starts if start <= place < end)
    yield from (match for match in found if match is not None)


def labelled(text: Text, label: re.Pattern[str], start: int, end: int) -> Iterator[tuple[re.Match[str], list[Span]]]:
    """Each label in a range with what it labels: the rest of its clause, or the items of the list below it."""
    for match in labels_in(text, label, start, end):
        if match[0].rstrip(" \t*")[-1] == "|" and _is_of_columns(text.plain.low, match.start("label")):
            # The head of a table.
            continue
        stop = clause_end(text.plain, match.end()) if match.end() < len(text.plain.text) else match.end()
        if (
            text.plain.text[match.end() : stop].strip()
            and "\n" not in text.plain.text[match.end() - 1 : match.end() + 1]
        ):
            yield match, [Span(match.end(), stop)]
        else:
            yield match, list(items_of(text.plain, match.end()))


def _is_of_columns(text: str, place: int) -> bool:
    """Whether a row of a table has columns, and not labels that each have their value behind them."""
    if _line_of(text, place).count("|") <= 1:
        return False
    rows = [_cells(row) for row in _table_at(text, place)]
    return not all(_is_pairs(row) for row in rows if any(cell.strip("-:") for cell in row))


def _is_pairs(cells: Sequence[str]) -> bool:
    """Whether every second cell may be a label, one is, and what stands behind them is none."""
    labels, told = cells[::2], cells[1::2]
    if len(cells) % 2 or any(character.isdigit() for character in "".join(labels)):
        return False
    return any(cell in _labels() for cell in labels) and not any(cell in _labels() for cell in told)


def _cells(row: str) -> list[str]:
    return [" ".join(cell.split()).strip(" *_:") for cell in row.strip().strip("|").split("|")]


@cache
def _labels() -> frozenset[str]:
    sections = ("title", "date", "time", "place", "chair", "present", "body", "agenda")
    behind = listed_words("present", "labels_behind") | listed_words("present", "not_present")
    return behind.union(*(listed_words(section, "labels") for section in sections))


def _table_at(text: str, place: int) -> list[str]:
    """The lines with cells around a place that no other line parts from it."""
    before = text[: text.rfind("\n", 0, place) + 1].splitlines()
    above = list(takewhile(_has_cells, reversed(before[-_MOST_ROWS:])))
    below = takewhile(_has_cells, text[place:][:_LONGEST_LIST].split("\n")[1:])
    return [*reversed(above), _line_of(text, place), *islice(below, _MOST_ROWS)]


def _has_cells(line: str) -> bool:
    return "|" in line


def _line_of(text: str, place: int) -> str:
    end = text.find("\n", place)
    return text[text.rfind("\n", 0, place) + 1 : len(text) if end < 0 else end]


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\n.;,":
        end -= 1
    return end


def distinct(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in the order of the text, each value once."""
    found: dict[str, Fact] = {}
    for fact in sorted(facts, key=lambda each: (each.start, -each.end)):
        found.setdefault(fact.value.casefold(), fact)
    return tuple(found.values())
