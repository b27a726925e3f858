"""The sentences of a paragraph as the rules read them: list items without their marks, labels parted from what follows.

All offsets are into the plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from index.tasks.due import names_deadline
from index.tasks.plain import Plain
from index.text import sentences

_MARK = re.compile(
    r"[ \t]*(?P<mark>(?:[-–—+•*▪◦·→⇒☐□✓☑☒]|=>|->|\[[ x]?\])(?=\s)"
    r"|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zđ]|[ivx]{1,5})[.)](?=\s)|\d{2,3}/\d{2,4}(?=\s)|"
    r"(?:điều|khoản|mục|nội dung|article|item)\s+\d{1,3}[.:](?=\s))\s*",
    re.IGNORECASE,
)
# The letters that are Roman numbers too, and which letter stands before each.
_LETTER_BEFORE = {"I": "H", "V": "U", "X": "W"}
_LINE_OF_ITS_OWN = re.compile(r"\n[ \t]*(?=[^\W\d_a-zà-ỹđ]|\d|[-–—+•*☐□☑☒]|\[[ xX]?\]\s)")
_TICKED = frozenset({"[x]", "☑", "☒"})
_ENDS = " \t\n.;,:?!…\"'”’»"
_POINTED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Drs|Prof|Cllr|TS|GS|PGS|BS|ThS|KS|Đ/c|đ/c)\.|(?<=\d)\.(?=\d)|\b[A-Z]\.")
_JOINS = re.compile(r"[\s,](?:và|and|but|while|còn|nhưng|song|trong khi|then|so|whereas|đồng thời)$|;\s*\(?\w{1,3}\)?$")
_LONGEST_LABEL = 80
# A line that is much shorter than the longest isn't wrapped: what follows begins anew.
_WRAPPED = 0.7
_SHORT_LINE = 60
_TABLE_ROW = re.compile(r"^.*\|.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a paragraph, without the mark of its item.

    `label` ends at the colon that parts a label from what follows, or is None; `mark` is the kind of the item's mark.
    """

    start: int
    end: int
    mark: str | None
    label: tuple[int, int] | None
    is_lead_in: bool
    is_row: bool

    @property
    def is_ticked(self) -> bool:
        """Whether it is an item that is done: "- [x] …"."""
        return self.mark is not None and self.mark.lower() in _TICKED


def sentences_of(text: Plain, start: int, end: int) -> Iterator[Sentence]:
    """The sentences of a range in order."""
    mark = None
    for first, last in _lines(text, start, end):
        alone = _MARK.match(text.text + " ", first, last + 1)
        if alone is not None and alone.end() >= last:
            # "Điều 1." is taken for a sentence.
            mark = _kind_of(alone["mark"], text.text[start:first])
            continue
        sentence = _sentence(text, first, last, start)
        yield replace(sentence, mark=sentence.mark or mark)
        mark = None


def _lines(text: Plain, start: int, end: int) -> Iterator[tuple[int, int]]:
    longest = max(len(line) for line in text.text[start:end].split("\n"))
    wrapped = max(_SHORT_LINE * 0.5, longest * _WRAPPED)
    for first, last, is_row in _rows_apart(text, start, end):
        if is_row:
            yield first, last
            continue
        position = first
        for match in _LINE_OF_ITS_OWN.finditer(text.text, first, last):
            line = text.text[position : match.start()].rstrip()
            width = len(line.rpartition("\n")[2])
            if line and (width < wrapped or longest < _SHORT_LINE or line[-1] in ":;.") and line[-1] not in ",-–":
                yield position, match.start()
                position = match.end()
        yield position, last


def _rows_apart(text: Plain, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The rows of tables, each whole whatever points its cells have, and the sentences between them."""
    rows = list(_TABLE_ROW.finditer(text.text, start, end))
    if len(rows) == 1 and rows[0][0].count("|") == 1:
        # No table, as in "Ana | Bob".
        rows = []
    position = start
    for row in (*rows, None):
        until = end if row is None else row.start()
        for span in sentences(text.text[position:until]):
            yield position + span.start, position + span.end, False
        if row is not None:
            yield row.start(), row.end(), True
            position = row.end()


def _sentence(text: Plain, start: int, end: int, begin: int) -> Sentence:
    is_row = "|" in text.text[start:end]
    mark = None
    if not is_row:
        while (match := _MARK.match(text.text, start, end)) is not None and match.end() < end:
            mark = _kind_of(match["mark"], text.text[begin:start])
            start = match.end()
    while start < end and text.text[start] in " \t\n\"'*":
        start += 1
    whole = text.text[start:end].rstrip(" \t\n\"'*")
    is_lead_in = whole.endswith(":")
    label = None if is_lead_in or is_row else _label(text, start, end)
    return Sentence(start, trimmed_end(text, start, end), mark, label, is_lead_in, is_row)


def parted_mark(line: str) -> tuple[str | None, str]:
    """The kind of the mark that a line begins with, or None, and the line without it."""
    match = _MARK.match(line)
    return (None, line) if match is None else (_kind_of(match["mark"]), line[match.end() :])


def _kind_of(mark: str, before: str = "") -> str:
    """ "1." is "number", "a)" "letter", "II." and "Điều 2." "article", "-" itself; `before` are the items before."""
    core = mark.strip("().: ")
    if core[:1].isdigit():
        return "number"
    if not core or not core[0].isalpha():
        return mark
    if core in _LETTER_BEFORE:
        # "I." goes on with "II.", but behind "H." it is a letter.
        return "letter" if re.search(rf"(?:^|\n)\s*\(?{_LETTER_BEFORE[core]}[.)]\s", before) else "article"
    return "letter" if len(core) == 1 else "article"


def _label(text: Plain, start: int, end: int) -> tuple[int, int] | None:
    """A label at the beginning, "Kết luận: …", and where what it labels begins."""
    colon = text.text.find(":", start, min(end, start + _LONGEST_LABEL))
    if colon <= start or colon + 1 >= end or not text.text[colon + 1].isspace():
        return None
    if text.text[colon - 1].isdigit() and text.text[colon + 1].isdigit():
        return None
    if names_deadline(text, start, colon):
        return None
    if any(character in ".!?;|" for character in _POINTED.sub("", text.text[start:colon])):
        return None
    behind = colon + 1
    while behind < end and text.text[behind].isspace():
        behind += 1
    return (colon, behind) if behind < end else None


def trimmed_end(text: Plain, start: int, end: int) -> int:
    """Where a clause ends without what closes it."""
    while end > start:
        if text.text[end - 1] in _ENDS:
            end -= 1
        elif (joins := _JOINS.search(text.low, start, end)) is not None:
            end = joins.start()
        else:
            break
    return end
