"""What is left in a damaged library's file: it is read from both ends of its tables and indexes, as far as they go."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from index import schema
from index.errors import LibraryDamaged
from index.library_file import PAGE_SIZE
from index.marks import Mark
from index.store import FILE_NAME, Store
from index.transactions import DAMAGES

# How each of our files begins, so that one can be read whose first bytes are damaged: SQLite's mark, the size of its
# pages, write-ahead log; and further on the format of its tables and UTF-8.
_MARK, _WAL = b"SQLite format 3\x00", b"\x02\x02\x00\x40\x20\x20"
_FURTHER_ON = {44: b"\x00\x00\x00\x04", 56: b"\x00\x00\x00\x01"}
# The smaller ones first: taken for such, a file with larger ones can't be read.
_PAGE_SIZES = (4096, PAGE_SIZE)
# Each in both directions: what lies behind a damaged page is met from the other side.
_WAYS_TO_DOCUMENTS = (
    "SELECT id FROM main.document NOT INDEXED ORDER BY id",
    "SELECT id FROM main.document NOT INDEXED ORDER BY id DESC",
    "SELECT id FROM main.document INDEXED BY document_source ORDER BY source_id",
    "SELECT id FROM main.document INDEXED BY document_source ORDER BY source_id DESC",
)
_WAYS_TO_PARAGRAPHS = (
    "SELECT id FROM main.paragraph NOT INDEXED ORDER BY id",
    "SELECT id FROM main.paragraph NOT INDEXED ORDER BY id DESC",
    "SELECT id FROM main.paragraph INDEXED BY paragraph_document ORDER BY document_id",
    "SELECT id FROM main.paragraph INDEXED BY paragraph_document ORDER BY document_id DESC",
)
_PARAGRAPHS_BY_INDEX = "SELECT document_id, id FROM main.paragraph INDEXED BY paragraph_document ORDER BY document_id"


class DamagedStore(Store):
    """A copy of a damaged file, opened whatever number of a version it says and whatever its log lacks."""

    def __init__(self, folder: Path) -> None:
        """Raises LibraryDamaged where its tables can't be told."""
        super().__init__(folder, create=False)

    def _bring_up_to_date(self, create: bool) -> None:
        likely = schema.most_like(self._connection)
        lacking = schema.missing(self._connection, likely, kinds="table")
        if lacking:
            raise self.damaged(f"it lacks {', '.join(lacking)}")
        schema.read_as_this_version(self._connection, likely)

    def salvageable(self) -> dict[int, set[int]]:
        """The ids of a damaged file's documents and of their paragraphs, by whatever still tells of them.

        Then all indexes are made anew from the tables, as far as these can be read: only for a copy of the file.
        """
        found: dict[int, set[int]] = {document_id: set() for document_id in self._readable(_WAYS_TO_DOCUMENTS)}
        for paragraph_id in self._readable(_WAYS_TO_PARAGRAPHS):
            for row in self._tried("SELECT document_id FROM main.paragraph WHERE id = ?", paragraph_id):
                if isinstance(row[0], int):
                    found.setdefault(row[0], set()).add(paragraph_id)
        # A row that can't be read is one that the document lacks.
        for document_id, paragraph_id in self._tried(_PARAGRAPHS_BY_INDEX):
            if isinstance(document_id, int):
                found.setdefault(document_id, set()).add(paragraph_id)
        for (name,) in self._tried("SELECT name FROM main.sqlite_master WHERE type = 'index'"):
            list(self._tried(f'REINDEX "{name}"'))
        return found

    def salvageable_marks(self) -> list[Mark | dict[str, Any]]:
        """The marks that are whole, and what is left of the others."""
        marks: list[Mark | dict[str, Any]] = []
        with suppress(*DAMAGES):
            marks.extend(self.marks.each())
        return marks

    def _readable(self, queries: Iterable[str]) -> set[int]:
        """The numbers that the queries give, each before it meets damage."""
        return {number for query in queries for (number,) in self._tried(query) if isinstance(number, int)}

    def _tried(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """The rows before the first that can't be read."""
        try:
            yield from self._connection.execute(query, values)
        except DAMAGES:
            return

    def dimension_of_vectors(self) -> int:
        """How many numbers most of the vectors that can be read have; 0 where there are none."""
        lengths = Counter(length for (length,) in self._tried("SELECT length(paragraph) / 2 FROM vector"))
        return max(lengths, key=lambda length: lengths[length], default=0)


def open_damaged(folder: Path) -> DamagedStore | None:
    """The damaged file in the folder, which is a copy, made readable; None where nothing can be read."""
    headers = [each for size in _PAGE_SIZES for each in (partial(_mend_header, page_size=size), _mend_schema)]
    for change in (_as_it_is, _mend_schema, *headers):
        with suppress(LibraryDamaged, *DAMAGES):
            change(folder / FILE_NAME)
            return DamagedStore(folder)
    return None


def _as_it_is(path: Path) -> None:
    """The first try."""


def _mend_schema(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        schema.mend(connection)
    finally:
        connection.close()


def _mend_header(path: Path, page_size: int) -> None:
    with path.open("r+b") as file:
        for position, header in {0: _MARK + page_size.to_bytes(2) + _WAL, **_FURTHER_ON}.items():
            file.seek(position)
            file.write(header)
