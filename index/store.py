"""The library's truth: one SQLite file that holds the documents, their originals, paragraphs and vectors.

Version 7 of the file (`PRAGMA user_version`; index/schema.py brings those of versions 1 to 6 to it):

    meta       key, value, checksum   model, dimension, generation (another number after each change)
    original   sha256, bytes          each file as it came
    document   id, name, source_id, title, meeting_date, media_type, text, added_at, sample, root, path,
               text_checksum, checksum, number, issuer, parent_body, place, letterhead_checksum
    paragraph  id, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns, sentences, vector_key,
               checksum, cells, cells_checksum
    vector     key, paragraph, sentences, checksum
    spoken     paragraph_id, speaker (each speaker once; a trigger fills it from `turns`)
    edit       document, title, meeting_date, checksum (a reader's own, by the document's name; see edits.py)
    mark       id, document, meeting_date, start, end, text, nth, assignees, due_from, due_to, beside, done_by, done_at,
               checksum (a task that is done; see marks.py)

A file of a version before is brought to this one when it is opened; where it can't be written, views stand in for the
tables. What is deleted is overwritten in the file.

Each row is compared with its checksum (checksums.py), or a file with its SHA-256, when it is read, and LibraryDamaged
raised where they differ. What only says which rows there are, SQLite's trees and indexes with `spoken` among them, is
compared by `check_structure` when the library is opened.

`paragraph.id` and `document.id` are never used again after a removal, nor after going back to a copy of the file: the
caches know the paragraphs by it. `root` is the folder that was added and `path` the file's in it, or both are NULL.
`turns` is JSON, a list of [start, end, speaker, start_ms, end_ms], and so is `cells`, of a table's row: its number and
a list of [start, end, column]. `sentences` holds the ranges of the sentences in the
paragraph, int32 pairs, little-endian. A vector is float16, little-endian, and is shared by all paragraphs that were
embedded from the same text, whose SHA-256 is `key`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from struct import iter_unpack
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import edits
from index.checksums import encoded_text_checksum, row_checksum, text_checksum, vector_checksum
from index.edits import NO_EDIT, Edit
from index.library_file import FILE_NAME as FILE_NAME
from index.library_file import VERSION as VERSION
from index.library_file import LibraryFile, never_given
from index.marks import Marks
from index.models import NO_LETTERHEAD, Cell, Letterhead, Paragraph, Row, Source, Span, Turn
from index.staged import Staged

_NO_TURNS = "[]"
# As much of a text as tells its language.
_BEGINNING = 4_000


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


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """A paragraph by its id in the store, with the ranges and the vectors (n, dimension) of its sentences."""

    id: int
    paragraph: Paragraph
    sentences: tuple[Span, ...]
    sentence_vectors: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class DocumentParagraphs:
    """A document's paragraphs by their ids in the store, ascending: the text and the context of each."""

    document_id: int
    ids: tuple[int, ...]
    texts: tuple[str, ...]
    contexts: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _DocumentRow:
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
class _DocumentText:
    """What a document's paragraphs need of it, compared with its checksums."""

    name: str
    source_id: str
    text: str
    number: str | None


_DOCUMENT = (
    "SELECT number, issuer, parent_body, place, letterhead_checksum, checksum, id, name, source_id, title,"
    " meeting_date, media_type, added_at, sample, root, path, text_checksum"
)
_DOCUMENTS = _DOCUMENT + " FROM document"
# As bytes, which the checksum is of: to make them again of the text would take nearly as long as all the rest.
_DOCUMENT_WITH_TEXT = _DOCUMENT + ", typeof(text), CAST(text AS BLOB) FROM document WHERE id = ?"
_PARAGRAPH = (
    "SELECT paragraph.id, paragraph.checksum, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns,"
    " paragraph.sentences, vector_key, cells_checksum, cells"
)
_PARAGRAPHS = _PARAGRAPH + " FROM paragraph"
# In the order of the ids that are asked for, and behind each what `_checked_vectors` reads.
_PARAGRAPHS_WITH_VECTORS = (
    _PARAGRAPH + ", vector.key, vector.paragraph, vector.sentences, vector.checksum FROM json_each(?) AS asked"
    " CROSS JOIN paragraph ON paragraph.id = asked.value CROSS JOIN vector ON vector.key = vector_key"
)
_ParagraphRow = tuple[int, int, int, int, int, int, str, str, int, int, str, bytes, bytes, int, str | None]


class Store(LibraryFile):
    """The rows of the file over one connection. Callers see to it that one thread at a time uses it."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        """Opens the file as `LibraryFile` does."""
        super().__init__(folder, create=create)
        self._documents_read: dict[int, _DocumentText] = {}
        self._characters_kept = 0
        self.edits = edits.Edits(self._connection, self.damaged)
        self.marks = Marks(self._connection, self.damaged)
        self.staged = Staged(self._connection)

    def find(self, document: str) -> StoredDocument | None:
        """The document of that name."""
        return next((_stored(row) for row in self._document_rows(" WHERE name = ?", document)), None)

    def id_of(self, document: str) -> int:
        """The id of a document that is there."""
        held = self.find(document)
        assert held is not None
        return held.id

    def held(self, document_id: int) -> StoredDocument:
        """The document of that id, which is to be there."""
        rows = self._document_rows(" WHERE id = ?", document_id)
        if not rows:
            raise self.damaged("a document is missing")
        return _stored(rows[0])

    def find_in_folder(self, root: str, path: str) -> StoredDocument | None:
        """The document that was added from that path of the folder."""
        rows = self._document_rows(" WHERE root = ? AND path = ?", root, path)
        return next((_stored(row) for row in rows), None)

    def folders(self) -> list[str]:
        """The folders that documents were added with."""
        return sorted({row.root for row in self._document_rows() if row.root is not None})

    def of_folder(self, root: str) -> list[tuple[str, str]]:
        """The path and the source id of each document that was added with the folder."""
        rows = self._document_rows(" WHERE root = ? ORDER BY path", root)
        return [(row.path, row.source_id) for row in rows if row.path is not None]

    def set_folder(self, document_id: int, root: str, path: str) -> None:
        """Notes from where a document was added; to be called in a transaction."""
        for row in self._document_rows(" WHERE id = ?", document_id):
            self._update(replace(row, root=root, path=path))

    def move_folder(self, old: str, new: str) -> None:
        """Notes that a folder is now elsewhere; to be called in a transaction."""
        for row in self._document_rows(" WHERE root = ?", old):
            self._update(replace(row, root=new))

    def document_ids(self) -> list[int]:
        """The ids of all documents, ascending."""
        # By the names' index: in the table itself SQLite would walk over all texts.
        rows = self._connection.execute("SELECT id FROM document ORDER BY +id")
        return [document_id for (document_id,) in rows]

    def documents(self) -> list[DocumentSummary]:
        """All documents by name."""
        counted = self._connection.execute("SELECT document_id, COUNT(*) FROM paragraph GROUP BY document_id")
        counts = dict(counted.fetchall())
        own = self.edits.all()
        return [
            DocumentSummary(
                row.name,
                own.get(row.name, NO_EDIT).title or row.title,
                own.get(row.name, NO_EDIT).meeting_date or row.meeting_date,
                row.media_type,
                counts.get(row.id, 0),
                bool(row.sample),
                row.added_at,
                row.letterhead,
            )
            for row in self._document_rows(" ORDER BY name")
        ]

    def _document_rows(self, condition: str = "", *values: object) -> list[_DocumentRow]:
        """The documents' rows, each compared with its checksum."""
        return [self._document_row(*row) for row in self._connection.execute(_DOCUMENTS + condition, values)]

    def _document_row(
        self,
        number: str | None,
        issuer: str | None,
        parent_body: str | None,
        place: str | None,
        letterhead_checksum: int,
        checksum: int,
        *others: Any,
    ) -> _DocumentRow:
        """A document's row, compared with its checksums."""
        letterhead = Letterhead(number, issuer, parent_body, place)
        row = _DocumentRow(letterhead, *others)
        if row_checksum(*row.summed()) != checksum or _letterhead_row(letterhead)[-1] != letterhead_checksum:
            raise self.damaged(f"the record of document {row.name}")
        return row

    def _update(self, row: _DocumentRow) -> None:
        """Writes what may change of a document, with its checksum."""
        self._connection.execute(
            "UPDATE document SET name = ?, root = ?, path = ?, checksum = ? WHERE id = ?",
            (row.name, row.root, row.path, row_checksum(*row.summed()), row.id),
        )

    def readings(self, documents: Collection[str]) -> dict[str, Reading]:
        """What was read of each of these documents; those that aren't there are left out."""
        readings = {}
        for name in sorted(documents):
            held = self.find(name)
            if held is not None:
                pages = [row[5] for row in self._paragraph_rows(" WHERE document_id = ?", held.id)]
                last = max((page for page in pages if page is not None), default=None)
                (row,) = self._document_rows(" WHERE id = ?", held.id)
                readings[name] = Reading(last, self._document(held.id).text[:_BEGINNING], row.media_type)
        return readings

    def media_types(self, documents: Collection[str]) -> dict[str, str]:
        """The media type of each of these documents; those that aren't there are left out."""
        rows = (row for name in documents for row in self._document_rows(" WHERE name = ?", name))
        return {row.name: row.media_type for row in rows}

    def source(self, document: str) -> Source | None:
        """The document with its text."""
        for row in self._document_rows(" WHERE name = ?", document):
            own = self.edits.of(document)
            title, date = own.title or row.title, own.meeting_date or row.meeting_date
            return replace(self._source(row), title=title, meeting_date=date)
        return None

    def source_itself(self, document_id: int) -> Source:
        """A document with its text, title and date as they were read out of it. To be called for one that is there."""
        rows = self._document_rows(" WHERE id = ?", document_id)
        if not rows:
            raise self.damaged("a document is missing")
        return self._source(rows[0])

    def _source(self, row: _DocumentRow) -> Source:
        return Source(
            row.source_id,
            row.name,
            row.title,
            row.meeting_date,
            row.media_type,
            self._document(row.id).text,
            row.added_at,
            bool(row.sample),
            row.letterhead,
        )

    def document_says(self, document: str) -> Edit:
        """The title and date in the document itself, whatever was edited. To be called for one that is there."""
        (row,) = self._document_rows(" WHERE name = ?", document)
        return Edit(row.title, row.meeting_date)

    def original(self, source_id: str) -> bytes:
        """The bytes of the file as it came."""
        row = self._connection.execute("SELECT bytes FROM original WHERE sha256 = ?", (source_id,)).fetchone()
        if row is None or not isinstance(row[0], bytes) or hashlib.sha256(row[0]).hexdigest() != source_id:
            raise self.damaged(f"the original with the SHA-256 {source_id}")
        return row[0]

    def missing_vectors(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that the store has no vector for."""
        found = self._connection.execute
        return {key for key in set(keys) if found("SELECT 1 FROM vector WHERE key = ?", (key,)).fetchone() is None}

    def vectors_by_key(self, keys: Iterable[bytes], dimension: int) -> list[NewVector]:
        """The vectors of these keys, each once; they are to be there."""
        return [self._vector(key, dimension) for key in dict.fromkeys(keys)]

    def _vector(self, key: bytes, dimension: int) -> NewVector:
        row = self._connection.execute(
            "SELECT paragraph, sentences, checksum FROM vector WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            raise self.damaged("a vector is missing")
        return self._read_vector((key, *row), dimension)

    def _read_vector(self, row: tuple[bytes, bytes, bytes, int], dimension: int) -> NewVector:
        """A row of vectors, compared with its checksum."""
        paragraph, sentences = self._checked_vectors(row, dimension)
        return NewVector(row[0], _floats(paragraph), _floats(sentences).reshape(-1, dimension))

    def _checked_vectors(self, row: tuple[bytes, bytes, bytes, int], dimension: int) -> tuple[bytes, bytes]:
        """A paragraph's vector and its sentences' as they are stored, compared with their checksum."""
        key, paragraph, sentences, checksum = row
        blobs = isinstance(paragraph, bytes) and isinstance(sentences, bytes)
        if not blobs or vector_checksum(key, paragraph, sentences) != checksum:
            raise self.damaged("a vector was changed")
        if len(paragraph) != 2 * dimension or len(sentences) % max(2 * dimension, 1):
            raise self.damaged("a vector is of another length than the library's")
        return paragraph, sentences

    def insert_vectors(self, vectors: Iterable[NewVector]) -> None:
        """Adds vectors; to be called in a transaction. One that is there stays."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO vector (key, paragraph, sentences, checksum) VALUES (?, ?, ?, ?)",
            (_vector_row(new) for new in vectors),
        )

    def insert_document(
        self,
        source: Source,
        original: bytes,
        paragraphs: Sequence[NewParagraph],
        *,
        root: str | None = None,
        path: str | None = None,
    ) -> None:
        """Adds a document whose vectors are there; to be called in a transaction."""
        execute = self._connection.execute
        execute("INSERT OR IGNORE INTO original VALUES (?, ?)", (source.id, original))
        row = _DocumentRow(
            source.letterhead,
            never_given(self.last_id("document")),
            source.document,
            source.id,
            source.title,
            source.meeting_date,
            source.media_type,
            source.added_at,
            int(source.sample),
            root,
            path,
            text_checksum(source.text),
        )
        execute(
            "INSERT INTO document (id, name, source_id, title, meeting_date, media_type, added_at, sample, root, path,"
            " text_checksum, checksum, text, number, issuer, parent_body, place, letterhead_checksum)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (row.id, *row.summed(), row_checksum(*row.summed()), source.text, *_letterhead_row(source.letterhead)),
        )
        self._connection.executemany(
            "INSERT INTO paragraph (id, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns,"
            " sentences, vector_key, checksum, cells, cells_checksum)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (paragraph_id, *_paragraph_row(row.id, new))
                for paragraph_id, new in enumerate(paragraphs, start=never_given(self.last_paragraph_id()))
            ),
        )

    def rename_document(self, document_id: int, name: str) -> None:
        """Gives a document another name; to be called in a transaction."""
        for row in self._document_rows(" WHERE id = ?", document_id):
            self._update(replace(row, name=name))

    def delete_document(self, document_id: int) -> None:
        """Takes a document out with what no other one needs; to be called in a transaction."""
        execute = self._connection.execute
        keys = execute("SELECT DISTINCT vector_key FROM paragraph WHERE document_id = ?", (document_id,)).fetchall()
        source_id, name = execute("SELECT source_id, name FROM document WHERE id = ?", (document_id,)).fetchone()
        # A version that makes room for the next has another name by now, and leaves the edit to it.
        self.edits.set(name, edits.Edit())
        execute("DELETE FROM document WHERE id = ?", (document_id,))
        self._connection.executemany(
            "DELETE FROM vector WHERE key = ? AND NOT EXISTS (SELECT 1 FROM paragraph WHERE vector_key = vector.key)",
            keys,
        )
        execute(
            "DELETE FROM original WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM document WHERE source_id = sha256)",
            (source_id,),
        )

    def stage_vectors(self, vectors: Iterable[NewVector]) -> None:
        """Gathers another model's vectors beside those of the library; to be called in a transaction."""
        for new in vectors:
            self.staged.add(*_vector_row(new))

    def original_count(self) -> int:
        """How many files are stored as they came."""
        return int(self._connection.execute("SELECT COUNT(*) FROM original").fetchone()[0])

    def vector_count(self) -> int:
        """How many vectors are stored."""
        return int(self._connection.execute("SELECT COUNT(*) FROM vector").fetchone()[0])

    def renumber_paragraphs(self) -> None:
        """Gives all paragraphs new ids, so that no cache of their old vectors can match; call it in a transaction."""
        ids = self.paragraph_ids()
        if len(ids):
            # All of the new ids are above all of the old ones, so none is met on the way.
            self._connection.execute(
                "UPDATE paragraph SET id = id + ?", (never_given(self.last_paragraph_id()) - int(ids[0]),)
            )
            self._connection.execute(
                "UPDATE sqlite_sequence SET seq = (SELECT MAX(id) FROM paragraph) WHERE name = 'paragraph'"
            )

    def samples(self) -> list[tuple[int, str]]:
        """The ids and names of the sample documents."""
        return self._connection.execute("SELECT id, name FROM document WHERE sample ORDER BY name").fetchall()

    def paragraph_ids(self, document: str | None = None) -> NDArray[np.int64]:
        """The ids of all paragraphs or of a document's, ascending."""
        if document is None:
            rows = self._connection.execute("SELECT id FROM paragraph ORDER BY id")
        else:
            rows = self._connection.execute(
                "SELECT paragraph.id FROM paragraph JOIN document ON document.id = document_id"
                " WHERE name = ? ORDER BY 1",
                (document,),
            )
        return np.fromiter((row[0] for row in rows), np.int64)

    def paragraph_ids_of(self, document_ids: Collection[int]) -> NDArray[np.int64]:
        """The ids of the paragraphs of these documents, ascending."""
        rows = self._connection.execute(
            "SELECT id FROM paragraph WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(sorted(document_ids)),),
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def paragraph_ids_spoken(self, speakers: Collection[str]) -> NDArray[np.int64]:
        """The ids of the paragraphs in which one of these speakers speaks, ascending."""
        rows = self._connection.execute(
            "SELECT DISTINCT paragraph_id FROM spoken WHERE speaker IN (SELECT value FROM json_each(?)) ORDER BY 1",
            (json.dumps(sorted(speakers)),),
        )
        return np.fromiter((row[0] for row in rows), np.int64)

    def paragraphs_spoken(self, speakers: Collection[str]) -> list[Paragraph]:
        """The paragraphs in which one of these speakers speaks, by document and place."""
        ids = json.dumps(self.paragraph_ids_spoken(speakers).tolist())
        rows = self._paragraph_rows(" WHERE id IN (SELECT value FROM json_each(?))", ids)
        found = [self._paragraph(row) for row in rows]
        return sorted(found, key=lambda each: (each.document, each.start))

    def catalogue(self) -> list[CatalogueRow]:
        """What the documents can be told apart by, in the order of their names."""
        spoken = self._connection.execute(
            "SELECT DISTINCT document_id FROM spoken JOIN paragraph ON paragraph.id = paragraph_id"
        )
        speaking = {document_id for (document_id,) in spoken}
        own = self.edits.all()
        return [
            CatalogueRow(
                row.id,
                row.name,
                own.get(row.name, NO_EDIT).title or row.title,
                own.get(row.name, NO_EDIT).meeting_date or row.meeting_date,
                row.media_type,
                row.id in speaking,
            )
            for row in self._document_rows(" ORDER BY name")
        ]

    def speakers(self) -> list[tuple[str, int]]:
        """The speakers by name, as they are written, and in how many paragraphs each speaks."""
        return self._connection.execute("SELECT speaker, COUNT(*) FROM spoken GROUP BY speaker ORDER BY 1").fetchall()

    def paragraph_range(self, document: str) -> tuple[int, int]:
        """The first and the last id of a document's paragraphs; all ids between are its own, in the text's order."""
        # One of them for each: SQLite then looks at the ends of the index, and not at all between.
        found = self._connection.execute(
            "SELECT (SELECT MIN(id) FROM paragraph WHERE document_id = document.id),"
            " (SELECT MAX(id) FROM paragraph WHERE document_id = document.id) FROM document WHERE name = ?",
            (document,),
        ).fetchone()
        if found is None or found[0] is None:
            raise self.damaged(f"the paragraphs of document {document} are missing")
        return int(found[0]), int(found[1])

    def last_paragraph_id(self) -> int:
        """The highest paragraph id that was ever given; 0 before the first."""
        return self.last_id("paragraph")

    def vectors(self, ids: Sequence[int], dimension: int) -> NDArray[np.float32]:
        """The vectors of paragraphs, (len(ids), dimension)."""
        vectors = np.empty((len(ids), dimension), np.float32)
        for row, paragraph_id in enumerate(ids):
            found = self._connection.execute(
                "SELECT key, vector.paragraph, vector.sentences, vector.checksum FROM paragraph"
                " JOIN vector ON key = vector_key WHERE paragraph.id = ?",
                (paragraph_id,),
            ).fetchone()
            if found is None:
                raise self.damaged("a vector is missing")
            vectors[row] = self._read_vector(found, dimension).paragraph
        return vectors

    def vector(self, key: bytes, dimension: int) -> NDArray[np.float32] | None:
        """The vector under a key, (dimension,), None where no paragraph has it."""
        return None if self.missing_vectors([key]) else self._vector(key, dimension).paragraph

    def paragraphs(self, ids: Sequence[int], dimension: int) -> list[StoredParagraph]:
        """The paragraphs of the ids, in their order."""
        asked = json.dumps(list(ids))
        rows = self._connection.execute(_PARAGRAPHS_WITH_VECTORS, (asked,)).fetchall()
        held = [self._checked(row[:-4]) for row in rows]
        if len(rows) < len(ids):
            there = self._paragraph_rows(" WHERE id IN (SELECT value FROM json_each(?))", asked)
            missing = "paragraph" if len(there) < len(set(ids)) else "vector"
            raise self.damaged(f"a {missing} is missing")
        blobs = [self._checked_vectors(row[-4:], dimension)[1] for row in rows]
        # Of all in one go: for each by itself it would take twice as long.
        vectors = _floats(b"".join(blobs)).reshape(-1, dimension)
        ends = list(accumulate(len(blob) // (2 * dimension) for blob in blobs))
        return [
            StoredParagraph(row[0], self._paragraph(row), _spans(row[11]), vectors[start:end])
            for row, start, end in zip(held, [0, *ends], ends, strict=False)
        ]

    def _paragraph_rows(self, condition: str, *values: object) -> list[_ParagraphRow]:
        """The paragraphs' rows, each compared with its checksum."""
        return [self._checked(row) for row in self._connection.execute(_PARAGRAPHS + condition, values).fetchall()]

    def _checked(self, row: _ParagraphRow) -> _ParagraphRow:
        """A paragraph's row, compared with its checksum."""
        _, checksum, *about, cells_checksum, cells = row
        if row_checksum(*about) != checksum or _checksum_of_cells(cells) != cells_checksum:
            raise self.damaged("the record of a paragraph")
        return row

    def paragraphs_of(self, document: str) -> list[Paragraph]:
        """The paragraphs of a document in the order of its text."""
        held = self.find(document)
        if held is None:
            return []
        return [self._paragraph(row) for row in self._paragraph_rows(" WHERE document_id = ? ORDER BY start", held.id)]

    def paragraphs_to_embed(self, ids: Sequence[int]) -> list[NewParagraph]:
        """The paragraphs of the ids as they were given to be stored, in no order."""
        rows = self._paragraph_rows(" WHERE id IN (SELECT value FROM json_each(?))", json.dumps(list(ids)))
        return [NewParagraph(self._paragraph(row), _spans(row[11]), row[12]) for row in rows]

    def documents_by_batch(self, document_ids: Iterable[int], paragraphs: int) -> Iterator[list[DocumentParagraphs]]:
        """The paragraphs of these documents, in the order of their ids, at least so many in each batch but the last."""
        batch, count = list[DocumentParagraphs](), 0
        for document_id in document_ids:
            rows = self._paragraph_rows(" WHERE document_id = ? ORDER BY id", document_id)
            found = [self._paragraph(row) for row in rows]
            batch.append(
                DocumentParagraphs(
                    document_id,
                    tuple(row[0] for row in rows),
                    tuple(each.text for each in found),
                    tuple(each.context for each in found),
                )
            )
            count += len(rows)
            if count >= paragraphs:
                yield batch
                batch, count = [], 0
        if batch:
            yield batch

    def _paragraph(self, row: _ParagraphRow) -> Paragraph:
        _, _, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns, _, _, _, cells = row
        document = self._document(document_id)
        return Paragraph(
            id=f"{document.source_id}:{start}-{end}",
            source_id=document.source_id,
            document=document.name,
            start=start,
            end=end,
            text=document.text[start:end],
            page=page,
            heading=heading,
            turns=() if turns == _NO_TURNS else tuple([Turn(*turn) for turn in json.loads(turns)]),
            speaker=speaker,
            start_ms=start_ms,
            end_ms=end_ms,
            number=document.number,
            row=_row_from(cells),
        )

    def _document(self, document_id: int) -> _DocumentText:
        """A document's text, kept for the next paragraph of it: a document's id never stands for another text."""
        document = self._documents_read.get(document_id)
        if document is None:
            document = self._read_document(document_id)
            self._characters_kept += len(document.text)
            while self._documents_read and self._characters_kept > _MOST_CHARACTERS_KEPT:
                self._characters_kept -= len(self._documents_read.pop(next(iter(self._documents_read))).text)
            self._documents_read[document_id] = document
        return document

    def _read_document(self, document_id: int) -> _DocumentText:
        found = self._connection.execute(_DOCUMENT_WITH_TEXT, (document_id,)).fetchone()
        if found is None:
            raise self.damaged("a document is missing")
        *about, kind, text = found
        row = self._document_row(*about)
        if kind != "text" or encoded_text_checksum(text) != row.text_checksum:
            raise self.damaged(f"the text of document {row.name}")
        return _DocumentText(row.name, row.source_id, text.decode(), row.letterhead.number)


# A search reads paragraphs of some hundred documents, and reading their texts anew took most of its time. The texts of
# 100,000 paragraphs are about that long, and take 128 MB.
_MOST_CHARACTERS_KEPT = 1 << 26


def _letterhead_row(letterhead: Letterhead) -> tuple[object, ...]:
    """The letterhead as it is stored, its checksum last: 0 where nothing is known."""
    row = (letterhead.number, letterhead.issuer, letterhead.parent_body, letterhead.place)
    return *row, 0 if letterhead == NO_LETTERHEAD else row_checksum(*row)


def _stored(row: _DocumentRow) -> StoredDocument:
    return StoredDocument(row.id, row.name, row.source_id, row.root, row.path)


def _vector_row(new: NewVector) -> tuple[bytes, bytes, bytes, int]:
    paragraph, sentences = _half(new.paragraph), _half(new.sentences)
    return new.key, paragraph, sentences, vector_checksum(new.key, paragraph, sentences)


def _spans(ranges: bytes) -> tuple[Span, ...]:
    return tuple([Span(start, end) for start, end in iter_unpack("<ii", ranges)])


def _floats(halves: bytes) -> NDArray[np.float32]:
    return np.frombuffer(halves, "<f2").astype(np.float32)


def _half(vectors: NDArray[np.float32]) -> bytes:
    return vectors.astype("<f2").tobytes()


def _paragraph_row(document_id: int, new: NewParagraph) -> tuple[object, ...]:
    paragraph = new.paragraph
    turns = [[turn.start, turn.end, turn.speaker, turn.start_ms, turn.end_ms] for turn in paragraph.turns]
    sentences = np.array([(span.start, span.end) for span in new.sentences], "<i4").tobytes()
    row = (
        document_id,
        paragraph.start,
        paragraph.end,
        paragraph.page,
        paragraph.heading,
        paragraph.speaker,
        paragraph.start_ms,
        paragraph.end_ms,
        json.dumps(turns, ensure_ascii=False),
        sentences,
        new.vector_key,
    )
    cells = _cells_of(paragraph.row)
    return *row, row_checksum(*row), cells, _checksum_of_cells(cells)


def _cells_of(row: Row | None) -> str | None:
    """A table's row as it is stored."""
    if row is None:
        return None
    return json.dumps([row.number, [[cell.start, cell.end, cell.column] for cell in row.cells]], ensure_ascii=False)


def _row_from(cells: str | None) -> Row | None:
    if cells is None:
        return None
    number, ranges = json.loads(cells)
    return Row(number, tuple(Cell(*each) for each in ranges))


def _checksum_of_cells(cells: str | None) -> int:
    """0 where the paragraph is no row, as in files of the versions before."""
    return 0 if cells is None else row_checksum(cells)
