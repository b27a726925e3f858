"""The documents in the library's file: their rows, texts and originals."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from index.checksums import encoded_text_checksum, row_checksum
from index.edits import NO_EDIT, Edit, Edits
from index.kept_by_size import KeptBySize
from index.library_file import LibraryFile
from index.models import Letterhead, Source
from index.store_rows import (
    CatalogueRow,
    DocumentRow,
    DocumentSummary,
    DocumentText,
    StoredDocument,
    Titled,
    letterhead_checksum,
)
from index.stored_text import StoredText

_DOCUMENT = (
    "SELECT id, checksum, letterhead_checksum, number, issuer, parent_body, place,"
    " name, source_id, title, meeting_date, media_type, added_at, sample, root, path, text_checksum"
)
_DOCUMENTS = _DOCUMENT + " FROM document"
# As bytes, which the checksum is of: to make them again of the text would take nearly as long as all the rest.
_DOCUMENTS_WITH_TEXT = _DOCUMENT + ", typeof(text), CAST(text AS BLOB) FROM document"
_ASKED = " WHERE id IN (SELECT value FROM json_each(?))"
# A search reads paragraphs of some hundred documents, and reading their texts anew took most of its time. The texts of
# 150,000 paragraphs are about that long.
_MOST_BYTES_KEPT = 96 << 20
# Of the texts that are gone through at once.
_BYTES_TOGETHER = 256 << 10


class _TextRow(NamedTuple):
    """What is needed of a document's row to read its paragraphs, its text as it is stored."""

    id: int
    name: str
    source_id: str
    number: str | None
    encoded: bytes


class StoredDocuments(LibraryFile):
    """The documents of the file; those who write see to the transaction."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        """Opens the file as `LibraryFile` does."""
        super().__init__(folder, create=create)
        self._documents_read = KeptBySize[DocumentText](_MOST_BYTES_KEPT)
        self.edits = Edits(self._connection, self.damaged)

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
        # By an index: in the table itself SQLite would walk over all texts. Row by row it takes four times as long.
        (ids,) = self._connection.execute("SELECT json_group_array(id) FROM document").fetchone()
        return sorted(json.loads(ids))

    def documents(self) -> list[DocumentSummary]:
        """All documents by name."""
        counted = self._connection.execute("SELECT document_id, COUNT(*) FROM paragraph GROUP BY document_id")
        return _summaries(self._document_rows(" ORDER BY name"), self.edits.all(), dict(counted.fetchall()))

    def summaries(self, documents: Collection[str]) -> list[DocumentSummary]:
        """Those of these names, by name; names that nothing has are left out."""
        names = sorted(set(documents))
        rows = [row for name in names for row in self._document_rows(" WHERE name = ?", name)]
        counts = {row.id: self._count_of(row.id) for row in rows}
        return _summaries(rows, {name: self.edits.of(name) for name in names}, counts)

    def titles_and_dates(self, documents: Collection[str]) -> dict[str, Titled]:
        """The title and the date (ISO 8601) of each document, the reader's own where there is one; None if unknown."""
        rows = [row for name in documents for row in self._document_rows(" WHERE name = ?", name)]
        return {row.name: _titled(row, self.edits.of(row.name)) for row in rows}

    def _count_of(self, document_id: int) -> int:
        counted = self._connection.execute("SELECT COUNT(*) FROM paragraph WHERE document_id = ?", (document_id,))
        return int(counted.fetchone()[0])

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
                *_titled(row, own.get(row.name, NO_EDIT)),
                row.media_type,
                row.id in speaking,
            )
            for row in self._document_rows(" ORDER BY name")
        ]

    def _document_rows(self, condition: str = "", *values: object) -> list[DocumentRow]:
        """The documents' rows, each compared with its checksum."""
        rows = map(self._checked_document, self._connection.execute(_DOCUMENTS + condition, values))
        return [DocumentRow(Letterhead(*letterhead), *others) for letterhead, others in rows]

    def _checked_document(self, row: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """A document's row but its text, compared with its checksums: the letterhead, and behind it all others."""
        document_id, checksum, of_letterhead = row[:3]
        # What `DocumentRow.summed` gives.
        letterhead, summed = row[3:7], row[7:17]
        if row_checksum(*summed) != checksum or letterhead_checksum(letterhead) != of_letterhead:
            raise self.damaged(f"the record of document {row[7]}")
        return letterhead, (document_id, *summed)

    def _update(self, row: DocumentRow) -> None:
        """Writes what may change of a document, with its checksum."""
        self._connection.execute(
            "UPDATE document SET name = ?, root = ?, path = ?, checksum = ? WHERE id = ?",
            (row.name, row.root, row.path, row_checksum(*row.summed()), row.id),
        )

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

    def _source(self, row: DocumentRow) -> Source:
        return Source(
            row.source_id,
            row.name,
            row.title,
            row.meeting_date,
            row.media_type,
            self._document(row.id).text.whole(),
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

    def rename_document(self, document_id: int, name: str) -> None:
        """Gives a document another name; to be called in a transaction."""
        for row in self._document_rows(" WHERE id = ?", document_id):
            self._update(replace(row, name=name))

    def original_count(self) -> int:
        """How many files are stored as they came."""
        return int(self._connection.execute("SELECT COUNT(*) FROM original").fetchone()[0])

    def samples(self) -> list[tuple[int, str]]:
        """The ids and names of the sample documents."""
        return self._connection.execute("SELECT id, name FROM document WHERE sample ORDER BY name").fetchall()

    def _document(self, document_id: int) -> DocumentText:
        """A document's text."""
        document = self._documents_read.values.get(document_id)
        if document is None:
            ((_, document),) = self._documents([document_id])
        return document

    def _documents(self, ids: Collection[int]) -> Iterator[tuple[int, DocumentText]]:
        """The texts of documents with their ids, each given once, in no order.

        A few at once, so that not all are in memory; they are kept for the next paragraph of them: a document's id
        never stands for another text.
        """
        kept = self._documents_read.values
        lacking = [each for each in ids if each not in kept]
        yield from [(each, kept[each]) for each in ids if each in kept]
        if not lacking:
            return
        found = 0
        rows = map(self._checked_text, self._connection.execute(_DOCUMENTS_WITH_TEXT + _ASKED, (json.dumps(lacking),)))
        for together in _a_few(rows):
            texts = StoredText.of([row.encoded for row in together])
            for row, text in zip(together, texts, strict=True):
                document = DocumentText(row.name, row.source_id, text, row.number)
                self._documents_read.keep(row.id, document, len(row.encoded))
                yield row.id, document
            found += len(together)
        if found < len(lacking):
            raise self.damaged("a document is missing")

    def _checked_text(self, row: tuple[Any, ...]) -> _TextRow:
        """A document's row with its text, compared with its checksums."""
        (number, *_), (document_id, name, source_id, *_, checksum) = self._checked_document(row)
        kind, encoded = row[-2:]
        if kind != "text" or encoded_text_checksum(encoded) != checksum:
            raise self.damaged(f"the text of document {name}")
        return _TextRow(document_id, name, source_id, number, encoded)


def _a_few(rows: Iterable[_TextRow]) -> Iterator[list[_TextRow]]:
    """All rows, as many at once as have texts of so many bytes."""
    together, size = list[_TextRow](), 0
    for row in rows:
        together.append(row)
        size += len(row.encoded)
        if size >= _BYTES_TOGETHER:
            yield together
            together, size = [], 0
    if together:
        yield together


def _stored(row: DocumentRow) -> StoredDocument:
    return StoredDocument(row.id, row.name, row.source_id, row.root, row.path)


def _titled(row: DocumentRow, own: Edit) -> Titled:
    """A document's title and date: the reader's own, else what the document says."""
    return own.title or row.title, own.meeting_date or row.meeting_date


def _summaries(
    rows: Sequence[DocumentRow], own: Mapping[str, Edit], paragraphs: Mapping[int, int]
) -> list[DocumentSummary]:
    """What is told of documents: `own` are the edits by their names, `paragraphs` their counts by their ids."""
    return [
        DocumentSummary(
            row.name,
            *_titled(row, own.get(row.name, NO_EDIT)),
            row.media_type,
            paragraphs.get(row.id, 0),
            bool(row.sample),
            row.added_at,
            row.letterhead,
        )
        for row in rows
    ]
