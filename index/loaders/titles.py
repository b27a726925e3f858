"""The title in the first lines of a text that marks no headings: "BIÊN BẢN HỌP …", and below it who was there.

Minutes are often typed without a blank line between their title and what follows. Found conservatively, as headings
are: a title can't be quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.loaders.blocks import LONG_LINE, is_list_item, lines, trimmed
from index.loaders.dates import find_dates
from index.loaders.transcripts import is_form_label, read_label
from index.models import Span
from index.text import fold

_MOST_LINES = 4
_ENDS_SENTENCE = re.compile(r"[.!?:;,…][\"'”’)\]»]*$")
# What a meeting or its paper is called.
_OF_A_MEETING = re.compile(
    # "Họp", and without its marks not the word of "hợp tác" and "phù hợp".
    r"\b(?:(?<!phu )(?<!tong )(?<!ket )(?<!phoi )hop(?! tac| dong| le| ly| phap| nhat| thanh)|"
    r"hoi nghi|dai hoi|giao ban|giao ca|ban giao ca|phien|ky hop|bien ban|doi thoai|toa dam|thong bao|ket luan|"
    r"bao cao|nghi quyet|bang phan cong|ghi chep|meeting|minutes|session|conference|stand-?up|handover|committee|"
    r"workshop|retrospective|debrief|kick-?off|action (?:list|sheet)|incident review)\b"
)
# What the name of a body or a place begins with that stands below it.
_BODY = re.compile(
    r"(?:cong ty|cty|hop tac xa|htx|truong|benh vien|ngan hang|chi nhanh|ban quan (?:tri|ly)|hoi dong|uy ban|ubnd|hdnd|"
    r"chi bo|dang bo|bo mon|doan giam sat|phong|so|khoa|to|thon|ap|khu|phuong|xa|huyen|quan|thi xa|thanh pho|tinh|"
    r"chung cu|toa nha)\b"
)
_PAPER = re.compile(r"(?:ke hoach|quyet dinh|to trinh|chuong trinh|cong van|quy che)\b")
_SUBJECT = re.compile(r"(?:subject|tieu de|chu de)\s*:\s*")
_OF_A_MAIL = re.compile(r"(?:from|to|cc|sent|date|subject|tu|den|gui|kinh gui|ngay|tieu de|chu de)\s*:")
_LABEL = re.compile(r"[^\W\d_][^:\n]{0,40}:")
# Within so many code points a line begins with it.
_BEGINS = 30
# A line that is nearly as long as the longest of its block was perhaps broken for its length.
_PERHAPS_BROKEN = 0.75


def title_in(text: str, block: Span) -> Span | None:
    """The lines of a document's first block that are its title, a mail's subject; None where none can be told."""
    rows = [trimmed(text, row) for row in lines(text, block)]
    words = [text[row.start : row.end] for row in rows]
    if all(_OF_A_MAIL.match(fold(line)) for line in words):
        return next(_subjects(rows, words), None)
    if len(rows) < 2 or not _is_first_line(words):
        return None
    last = 0
    while last + 1 < min(len(rows), _MOST_LINES) and _goes_on(words[last + 1]):
        last += 1
    return Span(rows[0].start, rows[last].end)


def names_a_meeting(line: str) -> bool:
    """Whether a line calls a meeting, or a paper of one, by what such are called."""
    return _OF_A_MEETING.search(fold(line)) is not None


def begins_a_name(line: str) -> bool:
    """Whether a line begins with what a body, a meeting or a paper of one is called."""
    folded = fold(line)
    return any(named.match(folded) for named in (_BODY, _OF_A_MEETING, _PAPER))


def _subjects(rows: Sequence[Span], words: Sequence[str]) -> Iterator[Span]:
    """What the head of a mail names as its subject."""
    for row, line in zip(rows, words, strict=True):
        if _SUBJECT.match(fold(line)):
            subject = trimmed(line, Span(line.index(":") + 1, len(line)))
            if subject.start < subject.end:
                yield Span(row.start + subject.start, row.start + subject.end)


def _is_first_line(words: Sequence[str]) -> bool:
    line, following = words[:2]
    if not _may_be_title(line) or not _begins_anew(following):
        return False
    if line.isupper() or is_form_line(following) or _OF_A_MEETING.search(fold(following[:_BEGINS])):
        return True
    is_broken = len(line) >= _PERHAPS_BROKEN * max(map(len, words))
    return names_a_meeting(line) and (not is_broken or _is_detail(following))


def _may_be_title(line: str) -> bool:
    """Whether a line is short, ends no sentence and is none of a list, a form or what somebody says."""
    label = read_label(line)
    says = label is not None and not names_a_meeting(line[: label.length])
    return may_head(line) and not (is_list_item(line) or is_form_line(line) or says or "|" in line)


def _goes_on(line: str) -> bool:
    """Whether a title goes on with a line: the meeting below the body, the body below it, or a remark in brackets."""
    if not _may_be_title(line):
        return False
    bracketed = line.startswith("(") and line.endswith(")") and ":" not in line
    body = line[:1].isupper() and _BODY.match(fold(line)) is not None and not _is_detail(line)
    return line.isupper() or bracketed or body or names_a_meeting(line)


def _begins_anew(line: str) -> bool:
    """Whether a line doesn't look like the rest of the one above."""
    first = line.lstrip("\"“'")[:1]
    return first.isupper() or first.isdigit() or first in "([" or is_list_item(line) or is_form_line(line)


def _is_detail(line: str) -> bool:
    """Whether a line tells who was there, when or where, or is a remark in brackets."""
    return line.startswith("(") or _LABEL.match(line) is not None or any(True for _ in find_dates(fold(line)))


def may_head(line: str) -> bool:
    """Whether a line may be a heading: it is short, ends no sentence and holds a letter."""
    return len(line) <= LONG_LINE and not _ENDS_SENTENCE.search(line) and any(map(str.isalpha, line))


def is_form_line(line: str) -> bool:
    """Whether a line begins with a label of forms and minutes ("Địa điểm: …")."""
    label, colon, _ = line.partition(":")
    return bool(colon) and is_form_label(label)
