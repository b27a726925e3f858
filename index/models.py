"""The data that passes between the parts: frozen dataclasses, no behaviour beyond what they are made of.

Every offset is a Python code point, half-open, into the text of the document's Source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageSpan:
    """The range of the text that stands on one page; `page` counts from 1."""

    start: int
    end: int
    page: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said without a break. Unknown speaker or time is None."""

    start: int
    end: int
    speaker: str | None
    start_ms: int | None
    end_ms: int | None


Role = Literal["letterhead", "salutation", "recipients", "signature", "page"]


@dataclass(frozen=True, slots=True)
class Aside:
    """A range of the text that is neither a paragraph nor a heading.

    The lines of a letterhead, whom a letter is addressed to, whom copies go to, who signs, or a page's number and
    running head ("page").
    """

    start: int
    end: int
    role: Role


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its range of the text and those of its cells, which may be empty. `table` counts the tables."""

    start: int
    end: int
    table: int
    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of an official document says of it; unknown is None.

    `number` is its own ("218/QĐ-UBND"), `issuer` the body that issued it and `parent_body` the one above that, `place`
    where it did ("An Bình").
    """

    number: str | None = None
    issuer: str | None = None
    parent_body: str | None = None
    place: str | None = None


NO_LETTERHEAD = Letterhead()


@dataclass(frozen=True, slots=True)
class LoadedDocument:
    """What a loader reads out of a file.

    `headings` are the ranges of headings, titles and datelines: context of what follows them. `asides` are the other
    ranges that can't be quoted. None of these overlap. `rows` are those of all tables. `turns` is empty outside
    transcripts. `meeting_date` is ISO
    8601, a day ("2023-12-07") or, where no day is known, a month ("2023-12").
    """

    text: str
    media_type: str
    title: str | None
    meeting_date: str | None
    headings: tuple[Span, ...] = ()
    pages: tuple[PageSpan, ...] = ()
    turns: tuple[Turn, ...] = ()
    asides: tuple[Aside, ...] = ()
    letterhead: Letterhead = NO_LETTERHEAD
    rows: tuple[TableRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document of the library. `id` is the SHA-256 of the file, `document` its name in the library."""

    id: str
    document: str
    title: str | None
    meeting_date: str | None
    media_type: str
    text: str
    added_at: str
    sample: bool = False
    letterhead: Letterhead = NO_LETTERHEAD


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row: its range of the paragraph's text, and the name of its column, None where it has none."""

    start: int
    end: int
    column: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table that is a paragraph; `number` counts from 1 below the table's header, if it has one."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A quotable range of a document: `source.text[start:end] == text`, always.

    `id` is "{source_id}:{start}-{end}". `document` is kept beside it, since two documents may hold the same bytes.
    `number` is the document's own, where it is an official one, `row` tells of a table's row. `speaker` is None where
    the turns of the paragraph differ in it.
    """

    id: str
    source_id: str
    document: str
    start: int
    end: int
    text: str
    page: int | None
    heading: str | None
    turns: tuple[Turn, ...] = ()
    speaker: str | None = None
    start_ms: int | None = None
    end_ms: int | None = None
    number: str | None = None
    row: Row | None = None

    @property
    def context(self) -> str | None:
        """What is searched with the paragraph's own words: the document's number and the headings above."""
        return "\n".join(filter(None, (self.number, self.heading))) or None


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph found for a question.

    `cosine` is -1..1 (None where the vector was not compared), `bm25` is above 0 (None where no word matched) and
    `confidence` is the calibrated probability, 0..1, that the paragraph answers the question.
    """

    paragraph: Paragraph
    cosine: float | None
    bm25: float | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Similar:
    """A paragraph that is like another one: the cosine of their vectors, and which of its sentences is most like it."""

    paragraph: Paragraph
    cosine: float
    sentence: Span | None
