"""The paragraphs in the library's file: which there are, who speaks in them, and what they are with their vectors."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.checksums import ranges_checksum, row_checksum
from index.kept_by_size import KeptBySize
from index.library_file import never_given
from index.models import Paragraph
from index.sentence_ranges import ranges_of, spans_of
from index.store_documents import StoredDocuments
from index.store_rows import (
    DocumentParagraphs,
    DocumentText,
    NewParagraph,
    ParagraphRow,
    Reading,
    ReadParagraph,
    StoredParagraph,
    VectorRow,
    checksum_of_cells,
    floats_of,
    sentence_vectors_of,
    table_row_of,
    turns_of,
)
from index.store_vectors import VECTOR, WITH_SENTENCES, StoredVectors

_RANGES = (bytes, type(None))
# As much of a text as tells its language.
_BEGINNING = 4_000
_PARAGRAPH = (
    "SELECT paragraph.id, paragraph.checksum, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns,"
    " paragraph.sentences, vector_key, cells_checksum, cells, ranges_checksum, ranges"
)
_COLUMNS = _PARAGRAPH.count(",") + 1
_PARAGRAPHS = _PARAGRAPH + " FROM paragraph"
# Of paragraphs that searches read: some 4,500. In a smaller library nearly all that a question needs is soon there.
_MOST_BYTES_KEPT = 24 << 20
# In the order of the ids that are asked for, and behind each what `_checked_vectors` reads.
_PARAGRAPHS_WITH_VECTORS = (
    f"{_PARAGRAPH}, {VECTOR} FROM json_each(?) AS asked"
    " CROSS JOIN paragraph ON paragraph.id = asked.value CROSS JOIN vector ON vector.key = vector_key"
    f" {WITH_SENTENCES}"
)


class StoredParagraphs(StoredDocuments, StoredVectors):
    """The paragraphs of the file; those who write see to the transaction."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        """Opens the file as `LibraryFile` does."""
        super().__init__(folder, create=create)
        # For the next question: a paragraph's id never stands for another one.
        self._paragraphs_read = KeptBySize[ReadParagraph](_MOST_BYTES_KEPT)

    def paragraph_ids(self, document: str | None = None) -> NDArray[np.int64]:
        """The ids of all paragraphs or of a document's, ascending. All between a document's are its own."""
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

    def speakers(self) -> list[tuple[str, int]]:
        """The speakers by name, as they are written, and in how many paragraphs each speaks."""
        return self._connection.execute("SELECT speaker, COUNT(*) FROM spoken GROUP BY speaker ORDER BY 1").fetchall()

    def last_paragraph_id(self) -> int:
        """The highest paragraph id that was ever given; 0 before the first."""
        return self.last_id("paragraph")

    def paragraphs(self, ids: Sequence[int], dimension: int) -> list[StoredParagraph]:
        """The paragraphs of the ids, in their order."""
        kept = self._paragraphs_read.values
        new = self._read([each for each in dict.fromkeys(ids) if each not in kept], dimension)
        read = [kept.get(each) or new[each] for each in ids]
        for paragraph_id, paragraph in new.items():
            self._paragraphs_read.keep(paragraph_id, paragraph, paragraph.size)
        vectors = [each.vectors for each in read]
        own = floats_of(b"".join([row[1] for row in vectors])).reshape(-1, dimension)
        of_sentences = sentence_vectors_of(vectors, dimension)
        return [
            StoredParagraph(paragraph_id, each.paragraph, vector, each.ranges, sentence_vectors)
            for paragraph_id, each, vector, sentence_vectors in zip(ids, read, own, of_sentences, strict=True)
        ]

    def _read(self, ids: Sequence[int], dimension: int) -> dict[int, ReadParagraph]:
        """The paragraphs of the ids, each given once, compared with their checksums."""
        if not ids:
            return {}
        asked = json.dumps(ids)
        rows = self._connection.execute(_PARAGRAPHS_WITH_VECTORS, (asked,)).fetchall()
        held = [self._checked(row[:_COLUMNS]) for row in rows]
        if len(rows) < len(ids):
            there = self._paragraph_rows(" WHERE id IN (SELECT value FROM json_each(?))", asked)
            missing = "paragraph" if len(there) < len(ids) else "vector"
            raise self.damaged(f"a {missing} is missing")
        vectors = [self._checked_vectors(row[_COLUMNS:], dimension) for row in rows]
        by_document: dict[int, list[tuple[ParagraphRow, NDArray[np.int32], VectorRow]]] = {}
        for each in zip(held, ranges_of([(row[16], row[11]) for row in held]), vectors, strict=True):
            by_document.setdefault(each[0][2], []).append(each)
        return {
            row[0]: ReadParagraph(_paragraph(row, document), ranges, of_row)
            for document_id, document in self._documents(by_document)
            for row, ranges, of_row in by_document[document_id]
        }

    def _paragraph_rows(self, condition: str, *values: object) -> list[ParagraphRow]:
        """The paragraphs' rows, each compared with its checksum."""
        return [self._checked(row) for row in self._connection.execute(_PARAGRAPHS + condition, values).fetchall()]

    def _checked(self, row: ParagraphRow) -> ParagraphRow:
        """A paragraph's row, compared with its checksum."""
        checksum, cells_checksum, cells, of_ranges, ranges = row[1], *row[-4:]
        if (
            not isinstance(ranges, _RANGES)
            or row_checksum(*row[2:-4]) != checksum
            or checksum_of_cells(cells) != cells_checksum
            or ranges_checksum(checksum, ranges) != of_ranges
        ):
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
        return [NewParagraph(self._paragraph(row), spans_of(row[16], row[11]), row[12]) for row in rows]

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

    def _paragraph(self, row: ParagraphRow) -> Paragraph:
        return _paragraph(row, self._document(row[2]))

    def readings(self, documents: Collection[str]) -> dict[str, Reading]:
        """What was read of each of these documents; those that aren't there are left out."""
        readings = {}
        for name in sorted(documents):
            held = self.find(name)
            if held is not None:
                pages = [row[5] for row in self._paragraph_rows(" WHERE document_id = ?", held.id)]
                last = max((page for page in pages if page is not None), default=None)
                (row,) = self._document_rows(" WHERE id = ?", held.id)
                readings[name] = Reading(last, self._document(held.id).text.part(0, _BEGINNING), row.media_type)
        return readings

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


def _paragraph(row: ParagraphRow, document: DocumentText) -> Paragraph:
    _, _, _, start, end, page, heading, speaker, start_ms, end_ms, turns, _, _, _, cells, _, _ = row
    return Paragraph(
        id=f"{document.source_id}:{start}-{end}",
        source_id=document.source_id,
        document=document.name,
        start=start,
        end=end,
        text=document.text.part(start, end),
        page=page,
        heading=heading,
        turns=turns_of(turns),
        speaker=speaker,
        start_ms=start_ms,
        end_ms=end_ms,
        number=document.number,
        row=table_row_of(cells),
    )
