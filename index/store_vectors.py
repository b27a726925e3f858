"""The vectors in the library's file, each under the first half of the SHA-256 of the text that it was made of.

Those of earlier versions have the whole one, and keep it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.checksums import codes_checksum, vector_checksum
from index.library_file import LibraryFile
from index.sentence_codes import length_of
from index.staged import Staged
from index.store_rows import NewVector, VectorRow, floats_of, sentence_vectors_of, vector_row

# As `VectorRow` has them.
VECTOR = "vector.key, vector.paragraph, vector.sentences, vector.checksum, codes, sentences_checksum"
WITH_SENTENCES = "LEFT JOIN sentence_vector ON sentence_vector.id = sentences_id"
_VECTOR_BY_KEY = (
    "SELECT vector.key, vector.paragraph, vector.sentences, vector.checksum, codes, sentences_checksum FROM vector"
    " LEFT JOIN sentence_vector ON sentence_vector.id = sentences_id WHERE vector.key = ?"
)
# In the order of the ids that are asked for, and without what only sentences need.
_VECTORS_OF_PARAGRAPHS = (
    "SELECT vector.key, vector.paragraph, vector.sentences, vector.checksum, NULL, 0 FROM json_each(?) AS asked"
    " CROSS JOIN paragraph ON paragraph.id = asked.value CROSS JOIN vector ON vector.key = vector_key"
)
# The half comes before the whole.
_KEY_HELD = "SELECT key FROM vector WHERE key >= ? AND key < ? ORDER BY key LIMIT 1"
_VECTORS_BEHIND = (
    "SELECT rowid, sentences_id, key, paragraph, sentences, checksum FROM vector WHERE rowid > ? ORDER BY rowid LIMIT ?"
)
_CHANGED = "a vector was changed"
_CODES = (bytes, type(None))


class StoredVectors(LibraryFile):
    """The vectors of the file; those who write see to the transaction."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        """Opens the file as `LibraryFile` does."""
        super().__init__(folder, create=create)
        self.staged = Staged(self._connection)

    def missing_vectors(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that the store has no vector for."""
        found = self._connection.execute
        return {key for key in set(keys) if found("SELECT 1 FROM vector WHERE key = ?", (key,)).fetchone() is None}

    def held_key(self, key: bytes) -> bytes:
        """The key of the vector whose text has this one, which is longer if an earlier version stored it.

        This one where there is none.
        """
        row = self._connection.execute(_KEY_HELD, (key, key + b"\xff" * (len(key) + 1))).fetchone()
        return key if row is None else bytes(row[0])

    def vectors_by_key(self, keys: Iterable[bytes], dimension: int) -> list[NewVector]:
        """The vectors of these keys, each once; they are to be there."""
        return [self._vector(key, dimension) for key in dict.fromkeys(keys)]

    def _vector(self, key: bytes, dimension: int) -> NewVector:
        row = self._connection.execute(_VECTOR_BY_KEY, (key,)).fetchone()
        if row is None:
            raise self.damaged("a vector is missing")
        return self._read_vector(row, dimension)

    def _read_vector(self, row: VectorRow, dimension: int) -> NewVector:
        """A row of vectors, compared with its checksums."""
        checked = self._checked_vectors(row, dimension)
        (sentences,) = sentence_vectors_of([checked], dimension)
        return NewVector(checked[0], floats_of(checked[1]), sentences)

    def _checked_vectors(self, row: VectorRow, dimension: int) -> VectorRow:
        """A row of vectors, compared with its checksums."""
        key, paragraph, sentences, checksum, codes, of_codes = row
        if not (isinstance(paragraph, bytes) and isinstance(sentences, bytes) and isinstance(codes, _CODES)):
            raise self.damaged(_CHANGED)
        if vector_checksum(key, paragraph, sentences) != checksum or codes_checksum(key, codes) != of_codes:
            raise self.damaged(_CHANGED)
        if (
            len(paragraph) != 2 * dimension
            or len(sentences) % max(2 * dimension, 1)
            or len(codes or b"") % length_of(dimension)
        ):
            raise self.damaged("a vector is of another length than the library's")
        return row

    def insert_vectors(self, vectors: Iterable[NewVector]) -> None:
        """Adds vectors; to be called in a transaction. One that is there stays."""
        for new in vectors:
            if self.missing_vectors([new.key]):
                key, paragraph, sentences, checksum, codes, of_codes = vector_row(new)
                self._connection.execute(
                    "INSERT INTO vector (key, paragraph, sentences, checksum, sentences_id, sentences_checksum)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (key, paragraph, sentences, checksum, self._insert_codes(codes), of_codes),
                )

    def recode_vectors(self, after: int, limit: int, dimension: int) -> int | None:
        """Brings so many rows, behind the one of a number, to the form of this version; in a transaction.

        Those that have it stay as they are. Returns the number of the last, None where there was none.
        """
        rows = self._connection.execute(_VECTORS_BEHIND, (after, limit)).fetchall()
        for number, sentences_id, key, *row in rows:
            if sentences_id is None:
                held = self._read_vector((key, *row, None, 0), dimension)
                _, _, sentences, checksum, codes, of_codes = vector_row(held)
                self._connection.execute(
                    "UPDATE vector SET sentences = ?, checksum = ?, sentences_id = ?, sentences_checksum = ?"
                    " WHERE rowid = ?",
                    (sentences, checksum, self._insert_codes(codes), of_codes, number),
                )
        return int(rows[-1][0]) if rows else None

    def _insert_codes(self, codes: bytes | None) -> int | None:
        return self._connection.execute("INSERT INTO sentence_vector (codes) VALUES (?)", (codes,)).lastrowid

    def stage_vectors(self, vectors: Iterable[NewVector]) -> None:
        """Gathers another model's vectors beside those of the library; to be called in a transaction."""
        for new in vectors:
            self.staged.add(vector_row(new))

    def vector_count(self) -> int:
        """How many vectors are stored."""
        return int(self._connection.execute("SELECT COUNT(*) FROM vector").fetchone()[0])

    def vectors(self, ids: Sequence[int], dimension: int) -> NDArray[np.float32]:
        """The vectors of paragraphs, (len(ids), dimension)."""
        rows = self._connection.execute(_VECTORS_OF_PARAGRAPHS, (json.dumps(list(ids)),))
        # Row by row, since those of their sentences, where they are compared with them, are seven times as long.
        found = [self._checked_vectors(row, dimension)[1] for row in rows]
        if len(found) < len(ids):
            raise self.damaged("a vector is missing")
        return floats_of(b"".join(found)).reshape(-1, dimension)

    def vector(self, key: bytes, dimension: int) -> NDArray[np.float32] | None:
        """The vector under a key, (dimension,), None where no paragraph has it."""
        return None if self.missing_vectors([key]) else self._vector(key, dimension).paragraph
