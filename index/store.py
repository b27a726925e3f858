"""The library's truth: one SQLite file that holds the documents, their originals, paragraphs and vectors.

Version 9 of the file (`PRAGMA user_version`; index/schema.py brings those of versions 1 to 8 to it):

    meta       key, value, checksum   model, dimension, generation (another number after each change)
    original   sha256, bytes          each file as it came
    document   id, name, source_id, title, meeting_date, media_type, text, added_at, sample, root, path,
               text_checksum, checksum, number, issuer, parent_body, place, letterhead_checksum
    paragraph  id, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns, sentences, vector_key,
               checksum, cells, cells_checksum, ranges, ranges_checksum
    vector     key, paragraph, sentences, checksum, sentences_id, sentences_checksum
    sentence_vector   id, codes
    spoken     paragraph_id, speaker (each speaker once; a trigger fills it from `turns`)
    edit       document, title, meeting_date, checksum (a reader's own, by the document's name; see edits.py)
    mark       id, document, meeting_date, start, end, text, nth, assignees, due_from, due_to, beside, done_by, done_at,
               checksum (a task that is done; see marks.py)

A file of a version before is brought to this one when it is opened; where it can't be written, views stand in for the
tables. What is deleted is overwritten in the file.

Each row is compared with its checksum (checksums.py), or a file with its SHA-256, when it is read, and LibraryDamaged
raised where they differ. What only says which rows there are, SQLite's trees and indexes with `spoken` among them, is
compared by `check_structure` when the library is opened, unless that was done since the file last changed, at most a
week ago (sound_state.py).

`paragraph.id` and `document.id` are never used again after a removal, nor after going back to a copy of the file: the
caches know the paragraphs by it. `root` is the folder that was added and `path` the file's in it, or both are NULL.
`turns` is JSON, a list of [start, end, speaker, start_ms, end_ms], and so is `cells`, of a table's row: its number and
a list of [start, end, column]. `ranges` are those of the sentences in the paragraph (sentence_ranges.py), or int32
pairs, little-endian, in `paragraph.sentences`, where a version before 9 stored them. A vector is float16,
little-endian, and is shared by all paragraphs that were embedded from the same text. `key` is the first half of the
text's SHA-256, or all of it where an earlier version stored it. The vectors of the sentences are in 8 bits in `codes`
(sentence_codes.py), or float16 too, in `vector.sentences`, where a version before 8 stored them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.checksums import row_checksum, text_checksum
from index.edits import NO_EDIT
from index.library_file import FILE_NAME, VERSION, never_given
from index.marks import Marks
from index.models import Source
from index.store_paragraphs import StoredParagraphs
from index.store_rows import (
    CatalogueRow,
    DocumentParagraphs,
    DocumentRow,
    DocumentSummary,
    NewParagraph,
    NewVector,
    Reading,
    StoredDocument,
    StoredParagraph,
    Titled,
    letterhead_row,
    paragraph_row,
)

__all__ = [
    "FILE_NAME",
    "VERSION",
    "CatalogueRow",
    "DocumentParagraphs",
    "DocumentSummary",
    "NewParagraph",
    "NewVector",
    "Reading",
    "Store",
    "StoredDocument",
    "StoredParagraph",
    "Titled",
]


class Store(StoredParagraphs):
    """The rows of the file over one connection. Callers see to it that one thread at a time uses it."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        """Opens the file as `LibraryFile` does."""
        super().__init__(folder, create=create)
        self.marks = Marks(self._connection, self.damaged)

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
        row = DocumentRow(
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
            (row.id, *row.summed(), row_checksum(*row.summed()), source.text, *letterhead_row(source.letterhead)),
        )
        self._connection.executemany(
            "INSERT INTO paragraph (id, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns,"
            " sentences, vector_key, checksum, cells, cells_checksum, ranges, ranges_checksum)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (paragraph_id, *paragraph_row(row.id, new))
                for paragraph_id, new in enumerate(paragraphs, start=never_given(self.last_paragraph_id()))
            ),
        )

    def delete_document(self, document_id: int) -> None:
        """Takes a document out with what no other one needs; to be called in a transaction."""
        execute = self._connection.execute
        keys = execute("SELECT DISTINCT vector_key FROM paragraph WHERE document_id = ?", (document_id,)).fetchall()
        source_id, name = execute("SELECT source_id, name FROM document WHERE id = ?", (document_id,)).fetchone()
        # A version that makes room for the next has another name by now, and leaves the edit to it.
        self.edits.set(name, NO_EDIT)
        execute("DELETE FROM document WHERE id = ?", (document_id,))
        self._connection.executemany(
            "DELETE FROM vector WHERE key = ? AND NOT EXISTS (SELECT 1 FROM paragraph WHERE vector_key = vector.key)",
            keys,
        )
        execute(
            "DELETE FROM original WHERE sha256 = ? AND NOT EXISTS (SELECT 1 FROM document WHERE source_id = sha256)",
            (source_id,),
        )
