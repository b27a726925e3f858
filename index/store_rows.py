"""What the store gives and takes, and how the rows of its tables are made and read.

Which rows there are stands in store.py.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index import sentence_codes, sentence_ranges
from index.checksums import codes_checksum, ranges_checksum, row_checksum, vector_checksum
from index.models import NO_LETTERHEAD, Cell, Letterhead, Paragraph, Row, Span, Turn
from index.stored_text import StoredText

# A row of vectors: its key, the paragraph's vector and its sentences' in half precision, the checksum of these, the
# sentences' in 8 bits, and their checksum.
VectorRow = tuple[bytes, bytes, bytes, int, bytes | None, int]
ParagraphRow = tuple[
    int, int, int, int, int, int, str, str, int, int, str, bytes, bytes, int, str | None, int, bytes | None
]
_NO_LETTERHEAD = (None,) * 4
_NO_TURNS = "[]"
# `json.loads` takes twice as long, to look for white space around.
_OF_JSON = json.JSONDecoder().raw_decode
_RANGE_BYTES = 8
# What a paragraph takes in memory beside its text and vectors.
_BESIDE = 1_500


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document as `list` shows it; `date` is ISO 8601 or None, `added_at` in UTC."""

    document: str
    title: str | None
    date: str | None
    media_type: str
    paragraphs: int
    sample: bool
    added_at: str
    letterhead: Letterhead = NO_LETTERHEAD


# A document's title and its date (ISO 8601), None where it has none.
Titled = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """What a document can be chosen by; `spoken`: it names who speaks."""

    id: int
    name: str
    title: str | None
    date: str | None
    media_type: str
    spoken: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a document: its last page with text, None where it has no pages, and how its text begins.

    Its media type says what OCR did (`index.scans`).
    """

    pages: int | None
    beginning: str
    media_type: str


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """What tells a document's version and where it came from.

    `source_id` is the SHA-256 of its bytes, `root` the folder that was added and `path` the file's in it, or None.
    """

    id: int
    name: str
    source_id: str
    root: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class NewParagraph:
    """A paragraph to store, the ranges of its sentences, and the key of the vector that it shares."""

    paragraph: Paragraph
    sentences: tuple[Span, ...]
    vector_key: bytes


@dataclass(frozen=True, slots=True)
class NewVector:
    """The vector (dimension,) of a text and those of its sentences (n, dimension)."""

    key: bytes
    paragraph: NDArray[np.float32]
    sentences: NDArray[np.float32]


# This and the next are tuples: a frozen dataclass takes three times as long to make, and each search makes some 50.
class ReadParagraph(NamedTuple):
    """A paragraph, the ranges of its sentences (n, 2), and its vectors as they are stored."""

    paragraph: Paragraph
    ranges: NDArray[np.int32]
    vectors: VectorRow

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        _, own, sentences, _, codes, _ = self.vectors
        vectors = len(own) + len(sentences) + len(codes or b"")
        return _BESIDE + 2 * len(self.paragraph.text) + _RANGE_BYTES * len(self.ranges) + vectors


class StoredParagraph(NamedTuple):
    """A paragraph by its id in the store, its vector (dimension,), and its sentences' ranges and vectors (n, …).

    `ranges` (n, 2) are those of `sentences`: as objects only few of them are needed.
    """

    id: int
    paragraph: Paragraph
    vector: NDArray[np.float32]
    ranges: NDArray[np.int32]
    sentence_vectors: NDArray[np.float32]

    @property
    def sentences(self) -> tuple[Span, ...]:
        """The ranges of its sentences."""
        return tuple(starmap(Span, self.ranges.tolist()))


@dataclass(frozen=True, slots=True)
class DocumentParagraphs:
    """A document's paragraphs by their ids in the store, ascending: the text and the context of each."""

    document_id: int
    ids: tuple[int, ...]
    texts: tuple[str, ...]
    contexts: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document's row but its text, compared with its checksums."""

    letterhead: Letterhead
    id: int
    name: str
    source_id: str
    title: str | None
    meeting_date: str | None
    media_type: str
    added_at: str
    sample: int
    root: str | None
    path: str | None
    text_checksum: int

    def summed(self) -> tuple[object, ...]:
        """What the row's checksum is of."""
        return tuple(getattr(self, name) for name in self.__slots__ if name not in ("id", "letterhead"))


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What a document's paragraphs need of it, compared with its checksums."""

    name: str
    source_id: str
    text: StoredText
    number: str | None


def letterhead_row(letterhead: Letterhead) -> tuple[object, ...]:
    """The letterhead as it is stored, its checksum last: 0 where nothing is known."""
    row = (letterhead.number, letterhead.issuer, letterhead.parent_body, letterhead.place)
    return *row, letterhead_checksum(row)


def letterhead_checksum(row: tuple[str | None, ...]) -> int:
    """Of a letterhead as it is stored; 0 where nothing is known."""
    return 0 if row == _NO_LETTERHEAD else row_checksum(*row)


def vector_row(new: NewVector) -> VectorRow:
    """A vector and its sentences' as they are stored."""
    paragraph, codes = new.paragraph.astype("<f2").tobytes(), sentence_codes.encoded(new.sentences)
    return new.key, paragraph, b"", vector_checksum(new.key, paragraph, b""), codes, codes_checksum(new.key, codes)


def sentence_vectors_of(rows: Sequence[VectorRow], dimension: int) -> list[NDArray[np.float32]]:
    """The vectors of the sentences of each row, (n, dimension)."""
    # Of all in one go: for each by itself it would take twice as long.
    halves = floats_of(b"".join([row[2] for row in rows])).reshape(-1, dimension)
    coded = sentence_codes.decoded(b"".join([row[4] or b"" for row in rows]), dimension)
    found, of_halves, of_coded = [], 0, 0
    for _, _, sentences, _, codes, _ in rows:
        if codes is None:
            start, of_halves = of_halves, of_halves + len(sentences) // (2 * dimension)
            found.append(halves[start:of_halves])
        else:
            start, of_coded = of_coded, of_coded + len(codes) // sentence_codes.length_of(dimension)
            found.append(coded[start:of_coded])
    return found


def turns_of(turns: str) -> tuple[Turn, ...]:
    """The turns of a paragraph, from their JSON."""
    return () if turns == _NO_TURNS else tuple(starmap(Turn, _OF_JSON(turns)[0]))


def floats_of(halves: bytes) -> NDArray[np.float32]:
    """The values of stored vectors, one after the other, (n,)."""
    return np.frombuffer(halves, "<f2").astype(np.float32)


def paragraph_row(document_id: int, new: NewParagraph) -> tuple[object, ...]:
    """A paragraph as it is stored, but for its id."""
    paragraph = new.paragraph
    turns = [[turn.start, turn.end, turn.speaker, turn.start_ms, turn.end_ms] for turn in paragraph.turns]
    row = (
        document_id,
        paragraph.start,
        paragraph.end,
        paragraph.page,
        paragraph.heading,
        paragraph.speaker,
        paragraph.start_ms,
        paragraph.end_ms,
        _as_json(turns),
        b"",
        new.vector_key,
    )
    checksum, cells, ranges = row_checksum(*row), _cells_of(paragraph.row), sentence_ranges.encoded(new.sentences)
    return *row, checksum, cells, checksum_of_cells(cells), ranges, ranges_checksum(checksum, ranges)


def _as_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _cells_of(row: Row | None) -> str | None:
    """A table's row as it is stored."""
    if row is None:
        return None
    return _as_json([row.number, [[cell.start, cell.end, cell.column] for cell in row.cells]])


def table_row_of(cells: str | None) -> Row | None:
    """The table's row that a paragraph is."""
    if cells is None:
        return None
    number, ranges = json.loads(cells)
    return Row(number, tuple(Cell(*each) for each in ranges))


def checksum_of_cells(cells: str | None) -> int:
    """0 where the paragraph is no row, as in files of the versions before."""
    return 0 if cells is None else row_checksum(cells)
