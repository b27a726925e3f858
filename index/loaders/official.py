"""The parts of a Vietnamese official document that are no paragraphs: its head, whom it is addressed to, its end.

Told by their own words and where they stand, as Decree 30/2020/NĐ-CP has it for offices of the state and Guidance
36-HD/VPTW for those of the Party. A head of two columns comes as rows of a table, as lines one below the other or as
lines with the columns side by side; it is read alike in all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from index.loaders.blocks import blocks, is_list_item
from index.loaders.closing import closing, ends_document
from index.loaders.dates import parse_date
from index.loaders.lettering import Cell, cells, is_capitals, is_rule, parted
from index.models import NO_LETTERHEAD, Aside, Letterhead, Span
from index.text import fold

# How far down a head may go, in cells and code points, and how many cells before it may be none of its.
_MOST_CELLS = 40
_MOST_CHARACTERS = 4_000
_MOST_BEFORE = 4
_LONGEST_ABSTRACT = 400
_LONGEST_SALUTATION = 300
_NATIONAL = re.compile(r"cong hoa xa hoi chu nghia(?: viet(?: nam)?)?\W*")
_REST_OF_NATIONAL = re.compile(r"(?:viet )?nam\W*")
_MOTTO = re.compile(r"doc lap\W{1,5}tu do\W{1,5}hanh phuc\W*")
_PARTY = re.compile(r"dang cong san viet nam\W*")
# With a capital: inside a sentence "số" names another document. Composed or not, as the text is.
_NUMBER_BEGINS = re.compile(r"\W{0,3}(?:L[uU]\S{1,5}\s+[sS]|S)[oOôÔốỐ][\u0301\u0302]*\s*[:.]?\s*(?=[\d.…_/-])")
_CODE = r"[^\W\d_][\w&.]*(?:\s?[-–/]\s?[^\W\d_][\w&.]*)*"
_NUMBER = re.compile(rf"\d{{1,6}}[a-zA-Z]?(?:\s*/\s*\d{{4}})?\s*[/-]\s*{_CODE}")
_NO_NUMBER_YET = re.compile(rf"[\s.…_]*[/-]\s*{_CODE}")
_DATELINE = re.compile(
    r"\W*(?P<place>[^\W\d_][^,]{0,40}?)\s*,\s*ngay\b[\s.…_]*(?:\d{1,2})?[\s.…_]*thang\b[\s.…_]*(?:\d{1,2})?"
    r"[\s.…_]*nam\b[\s.…_]*(?:\d{2,4})?\W*"
)
_NAMED = re.compile(
    r"cong hoa xa hoi chu nghia viet nam\W+doc lap|^dang cong san viet nam|^cong hoa xa hoi chu nghia viet nam$"
)
_SUBJECT = re.compile(r"\W{0,3}(?:v/v|trich yeu)\b")
_ABSTRACT = re.compile(
    r"\W{0,3}(?:v/v|ve|ban hanh|phe duyet|quy dinh|thanh lap|tinh hinh|ket qua|cong tac|hop|hoi nghi|phien|giao ban|"
    r"ky hop|ket luan|trien khai|thuc hien|tong ket|so ket|dieu chinh|sua doi|bai bo|kien toan)\b"
)
_NAME_WORDS = (
    r"(?:nghi quyet|quyet dinh|chi thi|quy che|quy dinh|thong cao|thong bao|huong dan|chuong trinh|ke hoach|phuong an|"
    r"de an|du an|bao cao|bien ban|to trinh|hop dong|cong dien|ban ghi nho|ban thoa thuan|giay|phieu|ket luan|"
    r"cong van|thong tu|nghi dinh|loi keu goi|du thao|danh sach|phu luc)\b"
)
_NAME = re.compile(rf"{_NAME_WORDS}(?: lien tich| moi| gioi thieu| uy quyen| de dan)?\W*")
_NAME_BEGINS = re.compile(_NAME_WORDS)
_STAMP = re.compile(r"(?:du thao|mat|tuyet mat|toi mat|khan|thuong khan|hoa toc|ban sao)\b.{0,20}")
_LEGAL_BASIS = re.compile(r"\W*(?:can cu|xet|theo|thuc hien|kinh gui|hom nay)\b")
_SALUTATION = re.compile(r"\W{0,3}kinh (?:gui|trinh|chuyen)\b")
# What the name of a body begins with. A line that begins otherwise goes on with the name above it.
_BODY = re.compile(
    r"(?:ubnd|uy ban|hdnd|hoi dong|so|bo|ban(?! hanh)|phong(?! trao)|cuc|chi cuc|tong(?! ket)|vu|vien|trung tam|truong|"
    r"benh vien|cong ty|van phong|thanh tra|dang(?! ky)|chi bo|tinh uy|thanh uy|huyen uy|quan uy|thi uy|mat tran|mttq|"
    r"ubmttq|lien doan|cong doan|doan|hoi(?! nghi| thao)|hop tac xa|htx|toa an|tand|vksnd|hoc vien|dai hoc|dai hoi|"
    r"khoa|to|kho bac|ngan hang|tap doan|lien minh|cong an|bo doi|quan khu|su doan|lu doan|quoc hoi|chinh phu|"
    r"thu tuong|bao hiem|tram|xi nghiep|nha may|chi nhanh|lien hiep|hiep hoi|nha xuat ban|thu vien|bao tang)\b"
)


@dataclass(frozen=True, slots=True)
class Official:
    """What was told from the paragraphs. `headings` are context of what follows them, `asides` are not even that.

    `date` is that of the line with the place, ISO 8601, or None.
    """

    letterhead: Letterhead
    date: str | None
    headings: tuple[Span, ...]
    asides: tuple[Aside, ...]


def read_official(text: str, start: int = 0) -> Official:
    """What the words of a document and their places tell, from an offset on; of most texts nothing."""
    head = _Head(text)
    head.read(start)
    salutation = list(_salutation(text, Span(max(head.end, start), len(text))))
    end = max([start, head.end, *(aside.end for aside in salutation)])
    asides = [*head.asides, *salutation, *closing(text, Span(end, len(text)))]
    return Official(head.letterhead, head.date, tuple(head.headings), tuple(_joined(text, asides)))


def lays_out(row: Sequence[str]) -> bool:
    """Whether the cells of a row are no data, but columns of a letterhead or of the end of an official document."""
    folded = [" ".join(fold(cell).split()) for cell in row]
    if any(_NAMED.search(cell) for cell in folded) or any(ends_document(cell) for cell in row):
        return True
    return any(map(_DATELINE.fullmatch, folded)) and any(_NUMBER_BEGINS.match(cell) for cell in row)


@dataclass(slots=True)
class _Head:
    """The state of a walk down a head. `end` is where it ends, 0 where there is none."""

    text: str
    bodies: list[str] = field(default_factory=list)
    number: str | None = None
    place: str | None = None
    date: str | None = None
    asides: list[Aside] = field(default_factory=list)
    headings: list[Span] = field(default_factory=list)
    end: int = 0
    # What tells an official document from any other: its number's line or the country's or Party's name.
    tells: bool = False
    numbered: bool = False

    @property
    def letterhead(self) -> Letterhead:
        if not self.tells:
            return NO_LETTERHEAD
        return Letterhead(
            self.number,
            self.bodies[-1] if self.bodies else None,
            " ".join(self.bodies[:-1]) or None,
            self.place,
        )

    def read(self, start: int) -> None:
        """Reads all of it, or nothing."""
        within = Span(start, min(len(self.text), start + _MOST_CHARACTERS))
        found = [part for cell in islice(cells(self.text, within), _MOST_CELLS) for part in self._at_number(cell)]
        last = ""
        before = 0
        for position, cell in enumerate(found):
            kind = self._kind(cell, last, found[:position])
            if kind == "name":
                self._name(cell, found[position + 1 :])
                break
            if kind == "":
                before += 1
                if self.asides or before > _MOST_BEFORE:
                    break
                continue
            self._take(cell, kind)
            last = kind
        if not self.tells:
            self.asides, self.headings, self.end, self.date = [], [], 0, None

    def _at_number(self, cell: Cell) -> Iterator[Cell]:
        """The cell, cut behind the document's number where the line with the place goes on there."""
        match = self._number_in(cell)
        if match is None or match.end() == cell.span.end:
            yield cell
        else:
            yield from parted(self.text, cell, match.end())

    def _number_in(self, cell: Cell) -> re.Match[str] | None:
        """The number of a cell that begins with it ("Số: 12/QĐ-UBND"), or the place that is left for one."""
        begins = _NUMBER_BEGINS.match(self.text, cell.span.start, cell.span.end)
        if begins is None:
            return None
        number = _NUMBER.match(self.text, begins.end(), cell.span.end)
        match = number or _NO_NUMBER_YET.match(self.text, begins.end(), cell.span.end)
        if match is None or not any(char.isupper() for char in match[0]):
            return None
        rest = fold(self.text[match.end() : cell.span.end])
        return match if is_rule(rest) or _DATELINE.fullmatch(rest) else None

    def _kind(self, cell: Cell, last: str, before: Sequence[Cell]) -> str:
        """What a cell is by its words, and by what stands before it; "" for what belongs to no head."""
        if _NATIONAL.fullmatch(cell.folded) or (last == "national" and _REST_OF_NATIONAL.fullmatch(cell.folded)):
            return "national"
        if _MOTTO.fullmatch(cell.folded) or _PARTY.fullmatch(cell.folded):
            return "national"
        if is_rule(cell.words):
            return "rule"
        if self._number_in(cell) is not None:
            return "number"
        if _DATELINE.fullmatch(cell.folded):
            return "dateline"
        if _SUBJECT.match(cell.folded):
            return "subject"
        if is_capitals(cell.words):
            return self._kind_of_capitals(cell, before)
        return "more" if last in ("subject", "more") and not cell.after_blank and self.headings else ""

    def _kind_of_capitals(self, cell: Cell, before: Sequence[Cell]) -> str:
        if _STAMP.fullmatch(cell.folded):
            return "stamp"
        if _NAME.fullmatch(cell.folded):
            return "name"
        if self.numbered or self.place is not None or _NAME_BEGINS.match(cell.folded):
            return ""
        # In two columns, what stands above is the first cell of the line before.
        above = next((each for each in reversed(before) if each.first), None)
        goes_on = above is not None and cell.first and bool(self.bodies) and self.bodies[-1].endswith(above.words)
        if goes_on and (" " not in cell.words or self.bodies[-1].endswith((" VÀ", ",", "-"))):
            return "rest of body"
        if _BODY.match(cell.folded):
            return "body"
        return "rest of body" if goes_on else ""

    def _take(self, cell: Cell, kind: str) -> None:
        self.tells = self.tells or kind in ("national", "number")
        self.end = cell.span.end
        if kind == "body":
            self.bodies.append(cell.words)
        elif kind == "rest of body":
            self.bodies[-1] = f"{self.bodies[-1]} {cell.words}"
        elif kind == "number":
            self.numbered = True
            match = self._number_in(cell)
            if match is not None and match[0][0].isdigit():
                self.number = re.sub(r"\s*([-–/])\s*", r"\1", " ".join(match[0].split()))
        elif kind == "dateline":
            self.place = cell.words[: cell.words.index(",")].strip()
            self.date = parse_date(cell.words)
        if kind in ("dateline", "subject"):
            self.headings.append(cell.span)
        elif kind == "more":
            self.headings[-1] = Span(self.headings[-1].start, cell.span.end)
        else:
            self.asides.append(Aside(cell.span.start, cell.span.end, "letterhead"))

    def _name(self, cell: Cell, following: Sequence[Cell]) -> None:
        """The document's name ("QUYẾT ĐỊNH"), its abstract ("Về việc …") and the line that names who decides."""
        self.headings.append(cell.span)
        self.end = cell.span.end
        abstract: list[Cell] = []
        for each in following:
            begins = not abstract and _ABSTRACT.match(each.folded)
            goes_on = abstract and not each.after_blank and is_capitals(each.words) == is_capitals(abstract[0].words)
            if not (begins or goes_on) or _LEGAL_BASIS.match(each.folded) or is_rule(each.words):
                break
            abstract.append(each)
        if abstract and abstract[-1].span.end - abstract[0].span.start <= _LONGEST_ABSTRACT:
            self.end = abstract[-1].span.end
            self.headings[-1] = Span(cell.span.start, self.end)
        else:
            abstract = []
        deciding: list[Cell] = []
        for each in following[len(abstract) :]:
            if not is_rule(each.words) and not is_capitals(each.words):
                if _LEGAL_BASIS.match(each.folded):
                    self.asides += [Aside(one.span.start, one.span.end, "letterhead") for one in deciding]
                    self.end = max(self.end, *(one.span.end for one in deciding), 0)
                break
            deciding.append(each)


def _salutation(text: str, within: Span) -> Iterator[Aside]:
    """ "Kính gửi: …" in the first paragraph, with the items of its list; none where a letter goes on in its line."""
    found: Span | None = None
    for block in blocks(text, Span(within.start, min(within.end, within.start + _MOST_CHARACTERS))):
        words = text[block.start : block.end]
        if found is None:
            if not _SALUTATION.match(fold(words)) or len(words) > _LONGEST_SALUTATION:
                return
            found = block
        elif is_list_item(words) and len(words) <= _LONGEST_SALUTATION and not text[: found.end].endswith("."):
            found = Span(found.start, block.end)
        else:
            break
    if found is not None:
        yield Aside(found.start, found.end, "salutation")


def _joined(text: str, asides: Sequence[Aside]) -> Iterator[Aside]:
    """The asides in order, neighbours of one kind as one."""
    joined: list[Aside] = []
    for aside in sorted(asides, key=lambda each: each.start):
        gap = text[joined[-1].end : aside.start] if joined else ""
        if joined and joined[-1].role == aside.role and not gap.strip(" \t\r\n\u00a0|"):
            joined[-1] = Aside(joined[-1].start, aside.end, aside.role)
        else:
            joined.append(aside)
    yield from joined
