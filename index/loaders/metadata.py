"""A document's title and meeting date, from where they stand in it; None where it names none.

Title: the front matter or properties, then the first heading. Date: a property that is named a date, then a heading
near the start, before a dateline the day that the form of minutes tells ("Thời gian: …"), then a date after words such
as "ngày" or "họp" near the start, then the file's name. The day a file was made or saved is not that of its meeting.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import PurePosixPath

from index.loaders.dates import PART_OF_DAY, WEEKDAY, FoundDate, date_of_file_name, find_dates
from index.loaders.headings import is_dateline, level_of
from index.loaders.titles import begins_a_name, names_a_meeting
from index.models import Span
from index.text import fold

LONGEST_TITLE = 200
# Who met and who these belong to stand above what the meeting is called, each a heading.
_MOST_ABOVE = 3
# How far down a date may stand, in code points: after a word such as "họp", where it only begins a sentence, and where
# it only stands behind a place.
_HEAD = 1_500
_LEAD = 600
_PLACE = 300
_HEADING_HEAD = 1_200
_JUNK_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|untitled.*|(?:word )?document ?\d*|tai lieu ?\d*|doc\d+|"
    r"new (?:document|page)|khong (?:co )?tieu de|powerpoint presentation|"
    r"slide ?\d*|about:blank|index|home|title|\(anonymous\)|normal|"
    r"\S*://\S+|.*\.(?:docx?|pdf|html?|txt|md|rtf|odt|pptx?|xlsx?|tmp|dot[xm]?|indd|pages))"
)
_LETTERHEAD = re.compile(r"cong hoa xa hoi chu nghia viet nam|doc lap\s*[-–—]?\s*tu do|dang cong san viet nam$")
_KIND_ALONE = re.compile(
    r"(?:bien ban|bao cao|thong bao|quyet dinh|nghi quyet|ket luan|to trinh|ke hoach|cong van|chuong trinh|"
    r"minutes|report|agenda|notes|memo|transcript)"
)
PAGE_NUMBER = re.compile(
    r"\W*(?:trang|page|tr\.|p\.)?\W*(?P<page>\d{1,4})(?:\s*(?:/|of|trên)\s*\d{1,4})?\W*", re.IGNORECASE
)
_UNDERLINE = re.compile(r"[ \t]*(?:=+|-+)[ \t]*")
# An underscore inside a word ("Họp-20260615_133555") is none of Markdown's marks.
_MARKDOWN_MARK = re.compile(
    r"^#{1,6}\s+| #+$|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)(?<!_)_{1,3}(?!\w)"
)
# A date after one of these is a deadline, a paper's own date or another meeting's.
_NOT_THE_MEETING = re.compile(
    r"(?:\b(?:truoc|han|han chot|thoi han|cham nhat|den|den het|den cuoi|tinh den|ke tu|(?<!\bthu )(?:tu|sau)|deadline|"
    r"due|by|before|until|after|since|from|sinh|born|ban hanh|ky|hieu luc|next meeting|"
    r"(?:hop|meeting|phien)\s+(?:tiep theo|sau|toi|ke tiep|truoc))"
    rf"(?:\s+(?:on|is|la|vao|trong|the|ngay|{WEEKDAY}))*[\s:,(]*|"
    r"\b(?:hoan thanh|nop|gui|xong|submit\w*|complet\w*|finish\w*|deliver\w*|launch\w*)\b[^.;|\n]{0,30})$"
)
_PAPER = re.compile(
    r"(?:\b(?:can cu\b|so\s*:?\s*\d)(?:(?!\bhop\b|\bhoi nghi\b)[^.;|\n]){0,90}|"
    r"\b(?:nghi quyet|quyet dinh|cong van|luat|nghi dinh|thong tu|chi thi|giay phep|hop dong|resolution|decision|"
    r"decree|circular|contract|letter)(?:\s+(?:no\b\.?|\d)[^.;|\n]{0,60})?(?:\s+(?:of|dated))?[\s,(]*)$"
)
_MEETING = re.compile(
    r"(?:\b(?:hop|phien|hoi nghi|ky hop|cuoc hop|hoi thao|toa dam|giao ban|dien ra|to chuc|hom nay|vao hoi|vao luc|"
    r"thoi gian|date|meeting|met|held|when|minutes|conference|session)\b|\bngay\s*:)[^.;|\n]{0,60}$"
)
_MEETING_WORD = re.compile(r"\b(?:hop|hoi nghi|giao ban|phien|bien ban|meeting|minutes|session|conference)\b")
_CLOCK = r"\d{1,2}\s?(?:gio|h|:)\s?(?:\d\d)?(?:\s?phut)?"
_SENTENCE_OPENS = re.compile(
    rf"(?:^|[.!?…:|\n])[\s\"“(*_\-–]*(?:vao |trong |luc |on )?(?:{_CLOCK},?\s+)?"
    rf"(?:{PART_OF_DAY},?\s+)?(?:{WEEKDAY},?\s+)?$"
)
# What goes before the day in a form: "1. Thời gian: 8h30, thứ Hai ngày …".
_DAY_LABEL = re.compile(
    r"(?:[\W\d_]|[ivx]{1,4}[.)])*(?:(?:thoi gian|ngay(?: gio)?|ngay thang)(?:,? (?:va )?dia diem)?"
    r"(?: bat dau| to chuc| khai mac| tien hanh)?(?: cuoc hop| buoi hop| phien hop| hoi nghi| hop)?|"
    r"(?:meeting )?date(?:(?: and | ?[/&] ?)time)?|date of (?:the )?meeting|when|held on)"
    r"[ *_]*(?:\([^()]{1,40}\))?[ *_]*[:|]"
)
# Minutes and notices of what was concluded tell the day of their meeting where they begin.
_RECORD = re.compile(r"\b(?:bien ban|ket luan|minutes)\b")
_RECORD_OPENS = re.compile(
    rf"[\s\"“(*_\-–]*(?P<today>hom nay,?\s+)?(?:(?:vao\s+)?(?:luc|hoi)\s+)?(?:{_CLOCK},?\s+)?"
    rf"(?:{PART_OF_DAY},?\s+)?(?:{WEEKDAY},?\s+)?"
)
_TOLD_TO_MEET = re.compile(r"\b(?:hop|hoi nghi|dai hoi|giao ban|lam viec|gap mat|toa dam|sinh hoat)\b")
_SENTENCE_ENDS = re.compile(r"\.\s|\n")
_LED = re.compile(r"\b(?:chu tri|chu toa|da hop|to chuc|tien hanh)\b")
# Where the form ends: at a heading of what was said, at a number that has no label, at a sentence.
_BODY_BEGINS = re.compile(
    r"(?:(?:[\W\d_]|[ivx]{1,4}[.)])*(?:ket luan(?=\W*$)|noi dung|chuong trinh|dien bien|phan cong|agenda|actions?|"
    r"discussions?|decisions?|next|(?:cuoc |phien )?hop (?:tiep|ke|sau|toi|lan sau))\b[^:|]*[:|]?\W*|"
    r"\W*(?:\d{1,2}|[ivx]{1,4})[.)]\s+(?!thoi gian|dia diem|thanh phan|thong tin|nguoi|ong|ba|dong chi|dai bieu|"
    r"tham du|du hop|khach|cac)[^:|]*|"
    r"(?!\W*(?:can cu|thuc hien|theo|xet)\b)[^:|]{40,}[.!?]\W*)"
)
# "Trường Đại học Tây Lâm, ngày 3/10/2024": a place, then the day.
_PLACE_BEFORE = re.compile(r"(?:^|\n)[^\n.;:!?]{2,80},\s+$")
_WEEKDAY_BEFORE = re.compile(rf"\b{WEEKDAY},?\s+$")


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself outside its text: a title, a date that is named so, and when it was published."""

    title: str | None = None
    date: str | None = None
    published: str | None = None


def title_of(text: str, headings: Sequence[Span], properties: Properties) -> str | None:
    """The document's title on one line, or None. A whole paragraph of prose is no title."""
    named = _usable_title(properties.title)
    if named is not None:
        return named
    for position, heading in enumerate(headings):
        line = plain_heading(text[heading.start : heading.end])
        folded = fold(line)
        if not line or _LETTERHEAD.search(folded) or is_dateline(line):
            continue
        if level_of(line) is not None and text[: heading.start].strip() and text[heading.start] != "#":
            # A numbered part of what the document says.
            return None
        if _KIND_ALONE.fullmatch(folded.strip(" :")):
            # "BIÊN BẢN" on a line of its own, and what of on the next.
            line = f"{line} {_directly_below(text, *headings[position : position + 2])}".rstrip()
        return _usable_title(_of_meeting(text, headings[position:], line))
    return None


def _of_meeting(text: str, headings: Sequence[Span], line: str) -> str:
    """The title where it begins with who met ("CÔNG TY …") and the next heading or two call the meeting."""
    joined = line
    for above, heading in pairwise(headings[:_MOST_ABOVE]):
        following = _directly_below(text, above, heading)
        if names_a_meeting(joined) or not following or level_of(following) is not None:
            break
        joined = f"{joined} – {following}"
    return joined if names_a_meeting(joined) and len(joined) <= LONGEST_TITLE else line


def _directly_below(text: str, heading: Span, following: Span | None = None) -> str:
    """The next heading on one line, where it stands directly below one and is no dateline; else ""."""
    if following is None or text[heading.end : following.start].strip():
        return ""
    further = plain_heading(text[following.start : following.end])
    return "" if is_dateline(further) else further


def plain_heading(heading: str) -> str:
    """A heading on one line, without Markdown's marks; "" for front matter and page numbers, which head nothing."""
    if heading.startswith(("---\n", "---\r")) or (len(heading) <= 40 and PAGE_NUMBER.fullmatch(heading)):
        return ""
    rows = [row.strip() for row in heading.splitlines() if not _UNDERLINE.fullmatch(row)]
    joined = "".join(f"{_between(*pair)}{pair[1]}" for pair in pairwise(["", *filter(None, rows)]))
    return " ".join(_MARKDOWN_MARK.sub("", " ".join(joined.split())).split())


def _between(line: str, following: str) -> str:
    """What parts two lines of a heading that are put on one: a dash where the second begins anew.

    Two lines in capitals may be one that was broken for its length.
    """
    anew = following[:1].isupper()
    if following.isupper():
        told = begins_a_name(following) or is_dateline(following)
        anew = told or (names_a_meeting(following) and not names_a_meeting(line))
    return " – " if anew and line.isupper() and not _KIND_ALONE.fullmatch(fold(line).strip(" :")) else " "


def meeting_date_of(path: str, text: str, headings: Sequence[Span], properties: Properties) -> str | None:
    """ISO 8601, "2023-12-07" or where no day is known "2023-12", or None. Never an impossible date."""
    if properties.date is not None and len(properties.date) > len("2023-12"):
        return properties.date
    in_name = date_of_file_name(PurePosixPath(path.replace("\\", "/")).stem)
    head = fold(text[:_HEAD])
    top = [text[span.start : span.end] for span in headings if span.start < _HEADING_HEAD]
    month = properties.date or _month_at_top(head, top)
    heading, day = _day_in_headings(top)
    known = month or properties.published or in_name
    if day is None or is_dateline(heading):
        # A paper is often made days after the meeting that it tells of.
        day = _day_in_form(head, top, day or known) or day or _day_in_prose(head, known)
    if day is None and in_name is not None and (month is None or in_name.startswith(month)):
        return in_name
    return day or month


def _usable_title(title: str | None) -> str | None:
    line = " ".join((title or "").split())
    if not 2 <= len(line) <= LONGEST_TITLE or _JUNK_TITLE.fullmatch(fold(line)):
        return None
    if len(line) > 100 and line.endswith("."):
        return None
    return line if any(char.isalpha() for char in line) else None


def _meeting_dates(folded: str) -> Iterable[FoundDate]:
    for date in find_dates(folded):
        # What stands on the lines above is about something else.
        line = folded[folded.rfind("\n", 0, date.start) + 1 : date.start]
        before = line[-100:]
        # A row of a table has the days of what it lists; of a name and a value, the value may be the day.
        cells = line.lstrip(" \t|").split("|")
        told = len(cells) <= 2 or (len(cells) % 2 == 0 and _DAY_LABEL.fullmatch(f"{cells[-2].strip()}|"))
        if told and not _NOT_THE_MEETING.search(before) and not _PAPER.search(before):
            yield date


def _month_at_top(head: str, headings: Sequence[str]) -> str | None:
    """The month of a dateline, of a heading that speaks of a meeting, or of the very first words."""
    for heading in headings:
        folded = fold(heading)
        if is_dateline(heading) or _MEETING_WORD.search(folded):
            for date in _meeting_dates(folded):
                if date.day is None:
                    return date.iso
    return next((date.iso for date in _meeting_dates(head[:40]) if date.day is None and date.start < 15), None)


def _day_in_headings(headings: Sequence[str]) -> tuple[str, str | None]:
    """The first heading that names a day, and that day."""
    for heading in headings:
        for date in _meeting_dates(fold(heading)):
            if date.day is not None and date.iso:
                return heading, date.iso
    return "", None


def _day_in_form(head: str, headings: Sequence[str], known: str | None) -> str | None:
    """The day that stands behind its label, or that minutes begin with: "Hôm nay, ngày 10/6/2024, … họp"."""
    end = _form_end(head)
    is_record = any(_RECORD.search(fold(heading)) for heading in headings)
    for date in _meeting_dates(head):
        start = head.rfind("\n", 0, date.start) + 1
        labelled = start < end and _DAY_LABEL.match(head, start, date.start)
        if labelled or (is_record and start <= end and _opens_record(head, start, date)):
            iso = _with_year(date, known) if date.day is not None else None
            if iso is not None:
                return iso
    return None


def _form_end(head: str) -> int:
    """Where the form at the beginning of a text ends, and what was said begins."""
    position = 0
    for line in head.splitlines(keepends=True):
        if _BODY_BEGINS.fullmatch(line.strip()):
            break
        position += len(line)
    return position


def _opens_record(head: str, start: int, date: FoundDate) -> bool:
    """Whether a line, whose first words are a date, tells that the meeting was on that day."""
    opens = _RECORD_OPENS.fullmatch(head, start, date.start)
    if opens is None:
        return False
    if opens["today"] is not None:
        return True
    end = _SENTENCE_ENDS.search(head, date.end)
    words = head[date.end : len(head) if end is None else end.start()]
    return _TOLD_TO_MEET.search(words) is not None and _LED.search(words) is not None


def _day_in_prose(head: str, known: str | None) -> str | None:
    """The first day that a sentence begins with, with its weekday or behind a place, or after a word such as "họp"."""
    for date in _meeting_dates(head):
        before = head[max(0, date.start - 100) : date.start]
        opens = (
            _SENTENCE_OPENS.search(before)
            or date.year
            and (_WEEKDAY_BEFORE.search(before) or date.start <= _PLACE and _PLACE_BEFORE.search(before))
        )
        if (date.start <= _LEAD and opens) or _MEETING.search(before):
            iso = _with_year(date, known) if date.day is not None else None
            if iso is not None:
                return iso
    return None


def _with_year(date: FoundDate, known: str | None) -> str | None:
    """The date with its year; where it has none, the latest that isn't after the known month nor two months before."""
    if date.year is not None:
        return date.iso
    if known is None or date.day is None:
        return None
    known_year, known_month = int(known[:4]), int(known[5:7])
    year = known_year if date.month <= known_month else known_year - 1
    if (known_year * 12 + known_month) - (year * 12 + date.month) > 2:
        return None
    return replace(date, year=year).iso if date.day <= calendar.monthrange(year, date.month)[1] else None
