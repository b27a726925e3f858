"""The library's truth: one SQLite file that holds the documents, their originals, paragraphs and vectors.

Version 3 of the file (`PRAGMA user_version`):

    meta       key, value             model, dimension, generation (another number after each change)
    original   sha256, bytes          each file as it came
    document   id, name, source_id, title, meeting_date, media_type, text, added_at, sample, root, path
    paragraph  id, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns, sentences, vector_key
    vector     key, paragraph, sentences
    spoken     paragraph_id, speaker (each speaker once; a trigger fills it from `turns`)
    edit       document, title, meeting_date (a reader's own, by the document's name; see edits.py)

Version 1 had no `spoken` and version 2 no `edit`. A file of these versions is brought to this one when it is opened;
where it can't be written, views stand in for the tables. What is deleted is overwritten in the file.

`paragraph.id` is never used again after a removal, nor after going back to a copy of the file: the caches know the
paragraphs by it. `root` is the folder that was added and `path` the file's in it, or both are NULL. `turns` is JSON, a
list of [start, end, speaker, start_ms, end_ms]; `sentences` holds the ranges of the sentences in the paragraph, int32
pairs, little-endian. A vector is float16, little-endian, and is shared by all paragraphs that were embedded from the
same text, whose SHA-256 is `key`.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import edits
from index.errors import LibraryError, LibraryNotWritable, LibraryTooNew
from index.models import Paragraph, Source, Span, Turn
from index.staged import Staged
from index.transactions import all_or_nothing, errors_named, one_moment

FILE_NAME = "library.sqlite3"
_BUSY_SECONDS = 60
_RETRY_SECONDS = 0.02
# As much of a text as tells its language.
_BEGINNING = 4_000
_VERSION_1 = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE original (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL);
CREATE TABLE document (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, source_id TEXT NOT NULL REFERENCES original,
    title TEXT, meeting_date TEXT, media_type TEXT NOT NULL, text TEXT NOT NULL, added_at TEXT NOT NULL,
    sample INTEGER NOT NULL, root TEXT, path TEXT
);
CREATE INDEX document_source ON document (source_id);
CREATE INDEX document_folder ON document (root, path);
CREATE TABLE vector (key BLOB PRIMARY KEY, paragraph BLOB NOT NULL, sentences BLOB NOT NULL);
CREATE TABLE paragraph (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document_id INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, page INTEGER, heading TEXT, speaker TEXT, start_ms INTEGER,
    end_ms INTEGER, turns TEXT NOT NULL, sentences BLOB NOT NULL, vector_key BLOB NOT NULL REFERENCES vector
);
CREATE INDEX paragraph_document ON paragraph (document_id);
CREATE INDEX paragraph_vector ON paragraph (vector_key);
INSERT INTO meta VALUES ('generation', '0')
"""
_SPOKEN = (
    "SELECT DISTINCT paragraph.id AS paragraph_id, json_extract(turn.value, '$[2]') AS speaker"
    " FROM main.paragraph AS paragraph, json_each(paragraph.turns) AS turn"
    " WHERE json_extract(turn.value, '$[2]') <> ''"
)
# A trigger, so that a process of the version before, in the middle of its work, keeps the table too.
_SPOKEN_OF_NEW = (
    "CREATE TRIGGER paragraph_spoken AFTER INSERT ON paragraph BEGIN"
    " INSERT INTO spoken SELECT DISTINCT NEW.id, json_extract(value, '$[2]') FROM json_each(NEW.turns)"
    " WHERE json_extract(value, '$[2]') <> ''; END"
)
# What brings a file from the version before to each version, statement by statement.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    tuple(_VERSION_1.split(";")),
    (
        "CREATE TABLE spoken (paragraph_id INTEGER NOT NULL REFERENCES paragraph ON DELETE CASCADE ON UPDATE CASCADE,"
        " speaker TEXT NOT NULL, PRIMARY KEY (paragraph_id, speaker)) WITHOUT ROWID",
        "CREATE INDEX spoken_speaker ON spoken (speaker)",
        f"INSERT INTO spoken {_SPOKEN}",
        _SPOKEN_OF_NEW,
    ),
    edits.TABLE,
)
VERSION = len(_MIGRATIONS)
_SPOKEN_VERSION = 2


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
    """What was read of a document: its last page with text, None where it has no pages, and how its text begins."""

    pages: int | None
    beginning: str


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


class Store:
    """One connection to the file. Callers see to it that one thread at a time uses it."""

    def __init__(self, folder: Path, *, create: bool) -> None:
        """Opens the file in `folder`, made first if `create`. A folder that can't be written is opened for reading."""
        self.folder = folder
        self.path = folder / FILE_NAME
        self._texts: dict[int, str] = {}
        self._characters_kept = 0
        self._make_folder(create)
        with self._errors_named():
            self._connection = self._connect()
        self.edits = edits.Edits(self._connection)
        self.staged = Staged(self._connection)
        try:
            with self._errors_named():
                self._set_up(create)
        except LibraryError:
            self._connection.close()
            raise

    def _make_folder(self, create: bool) -> None:
        if create:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise LibraryNotWritable(folder=str(self.folder), detail=error.strerror or str(error)) from error
        elif not self.path.exists():
            raise LibraryError(folder=str(self.folder), detail="there is no library here; add a document first")

    def _connect(self) -> sqlite3.Connection:
        give_up = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                return self._connect_for_writing()
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                    return self._connect_for_reading(error)
            # Another process is making the library; SQLite doesn't wait for that by itself.
            time.sleep(_RETRY_SECONDS)

    def _connect_for_writing(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _connect_for_reading(self, cause: sqlite3.OperationalError) -> sqlite3.Connection:
        """Without a writable folder SQLite can read the file only as one that nobody changes."""
        if not self.path.exists():
            raise LibraryNotWritable(folder=str(self.folder), detail=str(cause)) from cause
        log = self.path.with_name(f"{FILE_NAME}-wal")
        if log.exists() and log.stat().st_size:
            # Read like that, the library would be without its last changes.
            detail = "its last changes are in a log that only a program that may write here can take in"
            raise LibraryNotWritable(folder=str(self.folder), detail=detail) from cause
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    def _set_up(self, create: bool) -> None:
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute("PRAGMA synchronous = FULL")
        # Who removes a document wants its words gone from the disk.
        self._connection.execute("PRAGMA secure_delete = ON")
        version = self._version()
        if version > VERSION:
            raise LibraryTooNew(folder=str(self.folder), found=version, known=VERSION)
        if version == 0 and not create:
            raise LibraryError(folder=str(self.folder), detail="there is no library here; add a document first")
        if version == 0:
            self._migrate()
        elif version < VERSION:
            try:
                self._migrate()
            except LibraryNotWritable:
                if version < _SPOKEN_VERSION:
                    self._connection.execute(f"CREATE TEMP VIEW spoken AS {_SPOKEN}")
                self._connection.execute(edits.NO_EDITS)

    def _migrate(self) -> None:
        """Brings the file to this version, all of it or nothing. Another process may have done so in the meantime."""
        with self.transaction():
            for version in range(self._version(), VERSION):
                for statement in _MIGRATIONS[version]:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {version + 1:d}")

    def _version(self) -> int:
        return int(self._connection.execute("PRAGMA user_version").fetchone()[0])

    def close(self) -> None:
        """Closes the connection; the store can't be used after that."""
        self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is written inside, or nothing. Waits for another writer. Raises LibraryNotWritable."""
        with self._errors_named(writing=True), all_or_nothing(self._connection):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What is read inside is of one moment, whatever another process changes meanwhile. Raises LibraryError."""
        if self._connection.in_transaction:
            yield
            return
        with self._errors_named(), one_moment(self._connection):
            yield

    def _errors_named(self, *, writing: bool = False) -> AbstractContextManager[None]:
        """Turns what SQLite says of the file and the disk into the library's own errors."""

        def broken(detail: str) -> LibraryError:
            return LibraryError(folder=str(self.folder), detail=detail)

        def not_writable(detail: str) -> LibraryError:
            return LibraryNotWritable(folder=str(self.folder), detail=detail)

        return errors_named(not_writable if writing else broken, broken)

    def meta(self, key: str) -> str | None:
        """A setting of the library."""
        row = self._connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return None if row is None else str(row[0])

    def set_meta(self, key: str, value: str) -> None:
        """Sets it; to be called in a transaction."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    @property
    def generation(self) -> int:
        """A number that rises with each change; it tells whether a cache is up to date."""
        return int(self.meta("generation") or 0)

    def next_generation(self) -> None:
        """Notes a change; to be called in its transaction."""
        self.set_meta("generation", str(_never_given(self.generation)))

    def find(self, document: str) -> StoredDocument | None:
        """The document of that name."""
        row = self._connection.execute(
            "SELECT id, name, source_id, root, path FROM document WHERE name = ?", (document,)
        ).fetchone()
        return None if row is None else StoredDocument(*row)

    def find_in_folder(self, root: str, path: str) -> StoredDocument | None:
        """The document that was added from that path of the folder."""
        row = self._connection.execute(
            "SELECT id, name, source_id, root, path FROM document WHERE root = ? AND path = ?", (root, path)
        ).fetchone()
        return None if row is None else StoredDocument(*row)

    def folders(self) -> list[str]:
        """The folders that documents were added with."""
        rows = self._connection.execute("SELECT DISTINCT root FROM document WHERE root IS NOT NULL ORDER BY root")
        return [root for (root,) in rows]

    def of_folder(self, root: str) -> list[tuple[str, str]]:
        """The path and the source id of each document that was added with the folder."""
        return self._connection.execute(
            "SELECT path, source_id FROM document WHERE root = ? ORDER BY path", (root,)
        ).fetchall()

    def set_folder(self, document_id: int, root: str, path: str) -> None:
        """Notes from where a document was added; to be called in a transaction."""
        self._connection.execute("UPDATE document SET root = ?, path = ? WHERE id = ?", (root, path, document_id))

    def move_folder(self, old: str, new: str) -> None:
        """Notes that a folder is now elsewhere; to be called in a transaction."""
        self._connection.execute("UPDATE document SET root = ? WHERE root = ?", (new, old))

    def documents(self) -> list[DocumentSummary]:
        """All documents by name."""
        rows = self._connection.execute(
            "SELECT name, COALESCE(edit.title, document.title), COALESCE(edit.meeting_date, document.meeting_date),"
            " media_type, (SELECT COUNT(*) FROM paragraph WHERE document_id = document.id), sample, added_at"
            " FROM document LEFT JOIN edit ON edit.document = name ORDER BY name"
        )
        return [
            DocumentSummary(name, title, date, media_type, paragraphs, bool(sample), added_at)
            for name, title, date, media_type, paragraphs, sample, added_at in rows
        ]

    def readings(self, documents: Collection[str]) -> dict[str, Reading]:
        """What was read of each of these documents; those that aren't there are left out."""
        rows = self._connection.execute(
            "SELECT name, (SELECT MAX(page) FROM paragraph WHERE document_id = document.id), substr(text, 1, ?)"
            " FROM document WHERE name IN (SELECT value FROM json_each(?))",
            (_BEGINNING, json.dumps(sorted(documents))),
        )
        return {name: Reading(pages, beginning) for name, pages, beginning in rows}

    def source(self, document: str) -> Source | None:
        """The document with its text."""
        row = self._connection.execute(
            "SELECT source_id, name, COALESCE(edit.title, document.title),"
            " COALESCE(edit.meeting_date, document.meeting_date), media_type, text, added_at, sample"
            " FROM document LEFT JOIN edit ON edit.document = name WHERE name = ?",
            (document,),
        ).fetchone()
        if row is None:
            return None
        source_id, name, title, meeting_date, media_type, text, added_at, sample = row
        return Source(source_id, name, title, meeting_date, media_type, text, added_at, bool(sample))

    def original(self, source_id: str) -> bytes:
        """The bytes of the file as it came."""
        row = self._connection.execute("SELECT bytes FROM original WHERE sha256 = ?", (source_id,)).fetchone()
        return bytes(row[0])

    def missing_vectors(self, keys: Iterable[bytes]) -> set[bytes]:
        """Those of the keys that the store has no vector for."""
        found = self._connection.execute
        return {key for key in set(keys) if found("SELECT 1 FROM vector WHERE key = ?", (key,)).fetchone() is None}

    def vector_keys(self, document_id: int) -> list[bytes]:
        """The keys of a document's paragraphs' vectors, in the order of the paragraphs' ids."""
        rows = self._connection.execute(
            "SELECT vector_key FROM paragraph WHERE document_id = ? ORDER BY id", (document_id,)
        )
        return [key for (key,) in rows]

    def vectors_by_key(self, keys: Iterable[bytes], dimension: int) -> list[NewVector]:
        """The vectors of these keys, each once; they are to be there."""
        vectors = []
        for key in dict.fromkeys(keys):
            paragraph, sentences = self._connection.execute(
                "SELECT paragraph, sentences FROM vector WHERE key = ?", (key,)
            ).fetchone()
            whole, parts = (np.frombuffer(blob, "<f2").astype(np.float32) for blob in (paragraph, sentences))
            vectors.append(NewVector(key, whole, parts.reshape(-1, dimension)))
        return vectors

    def insert_vectors(self, vectors: Iterable[NewVector]) -> None:
        """Adds vectors; to be called in a transaction. One that is there stays."""
        self._connection.executemany(
            "INSERT OR IGNORE INTO vector VALUES (?, ?, ?)",
            ((new.key, _half(new.paragraph), _half(new.sentences)) for new in vectors),
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
        cursor = execute(
            "INSERT INTO document (name, source_id, title, meeting_date, media_type, text, added_at, sample, root,"
            " path) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                source.document,
                source.id,
                source.title,
                source.meeting_date,
                source.media_type,
                source.text,
                source.added_at,
                int(source.sample),
                root,
                path,
            ),
        )
        self._connection.executemany(
            "INSERT INTO paragraph (id, document_id, start, end, page, heading, speaker, start_ms, end_ms, turns,"
            " sentences, vector_key) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (paragraph_id, *_paragraph_row(cursor.lastrowid, new))
                for paragraph_id, new in enumerate(paragraphs, start=_never_given(self.last_paragraph_id()))
            ),
        )

    def rename_document(self, document_id: int, name: str) -> None:
        """Gives a document another name; to be called in a transaction."""
        self._connection.execute("UPDATE document SET name = ? WHERE id = ?", (name, document_id))

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
            self.staged.add(new.key, _half(new.paragraph), _half(new.sentences))

    def vector_count(self) -> int:
        """How many vectors are stored."""
        return int(self._connection.execute("SELECT COUNT(*) FROM vector").fetchone()[0])

    def renumber_paragraphs(self) -> None:
        """Gives all paragraphs new ids, so that no cache of their old vectors can match; call it in a transaction."""
        ids = self.paragraph_ids()
        if len(ids):
            # All of the new ids are above all of the old ones, so none is met on the way.
            self._connection.execute(
                "UPDATE paragraph SET id = id + ?", (_never_given(self.last_paragraph_id()) - int(ids[0]),)
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

    def catalogue(self) -> list[CatalogueRow]:
        """What the documents can be told apart by, in the order of their names."""
        rows = self._connection.execute(
            "SELECT id, name, COALESCE(edit.title, document.title),"
            " COALESCE(edit.meeting_date, document.meeting_date), media_type, EXISTS (SELECT 1 FROM paragraph"
            " JOIN spoken ON paragraph_id = paragraph.id WHERE document_id = document.id)"
            " FROM document LEFT JOIN edit ON edit.document = name ORDER BY name"
        )
        return [
            CatalogueRow(document_id, name, title, date, media_type, bool(spoken))
            for document_id, name, title, date, media_type, spoken in rows
        ]

    def speakers(self) -> list[tuple[str, int]]:
        """The speakers by name, as they are written, and in how many paragraphs each speaks."""
        return self._connection.execute("SELECT speaker, COUNT(*) FROM spoken GROUP BY speaker ORDER BY 1").fetchall()

    def paragraph_range(self, document: str) -> tuple[int, int]:
        """The first and the last id of a document's paragraphs; all ids between are its own, in the text's order."""
        first, last = self._connection.execute(
            "SELECT MIN(paragraph.id), MAX(paragraph.id) FROM paragraph JOIN document ON document.id = document_id"
            " WHERE name = ?",
            (document,),
        ).fetchone()
        return int(first), int(last)

    def last_paragraph_id(self) -> int:
        """The highest paragraph id that was ever given; 0 before the first."""
        row = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'paragraph'").fetchone()
        return 0 if row is None else int(row[0])

    def vectors(self, ids: Sequence[int], dimension: int) -> NDArray[np.float32]:
        """The vectors of paragraphs, (len(ids), dimension)."""
        vectors = np.empty((len(ids), dimension), np.float32)
        for row, paragraph_id in enumerate(ids):
            (blob,) = self._connection.execute(
                "SELECT vector.paragraph FROM paragraph JOIN vector ON key = vector_key WHERE paragraph.id = ?",
                (paragraph_id,),
            ).fetchone()
            vectors[row] = np.frombuffer(blob, "<f2")
        return vectors

    def vector(self, key: bytes, dimension: int) -> NDArray[np.float32] | None:
        """The vector under a key, (dimension,), None where no paragraph has it."""
        row = self._connection.execute("SELECT paragraph FROM vector WHERE key = ?", (key,)).fetchone()
        return None if row is None else np.frombuffer(row[0], "<f2", dimension).astype(np.float32)

    def paragraphs(self, ids: Sequence[int], dimension: int) -> list[StoredParagraph]:
        """The paragraphs of the ids, in their order."""
        rows = self._connection.execute(
            "SELECT paragraph.id, document_id, source_id, name, start, end, page, heading, turns, speaker, start_ms,"
            " end_ms, paragraph.sentences, vector.sentences FROM paragraph JOIN document ON document.id = document_id"
            " JOIN vector ON key = vector_key WHERE paragraph.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        found = {}
        for paragraph_id, *about, ranges, vectors in rows:
            sentence_vectors = np.frombuffer(vectors, "<f2").astype(np.float32).reshape(-1, dimension)
            paragraph = self._paragraph(tuple(about))
            found[paragraph_id] = StoredParagraph(paragraph_id, paragraph, _spans(ranges), sentence_vectors)
        return [found[paragraph_id] for paragraph_id in ids]

    def paragraphs_of(self, document: str) -> list[Paragraph]:
        """The paragraphs of a document in the order of its text."""
        rows = self._connection.execute(
            "SELECT document_id, source_id, name, start, end, page, heading, turns, speaker, start_ms, end_ms"
            " FROM paragraph JOIN document ON document.id = document_id WHERE name = ? ORDER BY start",
            (document,),
        ).fetchall()
        return [self._paragraph(row) for row in rows]

    def paragraphs_to_embed(self, ids: Sequence[int]) -> list[NewParagraph]:
        """The paragraphs of the ids as they were given to be stored, in no order."""
        rows = self._connection.execute(
            "SELECT vector_key, sentences, document_id, source_id, name, start, end, page, heading, turns, speaker,"
            " start_ms, end_ms FROM paragraph JOIN document ON document.id = document_id"
            " WHERE paragraph.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        ).fetchall()
        return [NewParagraph(self._paragraph(tuple(about)), _spans(ranges), key) for key, ranges, *about in rows]

    def paragraph_texts(self, ids: Sequence[int]) -> list[tuple[str, str | None]]:
        """The texts and headings of paragraphs, in the order of the ids."""
        texts = []
        for paragraph_id in ids:
            document_id, start, end, heading = self._connection.execute(
                "SELECT document_id, start, end, heading FROM paragraph WHERE id = ?", (paragraph_id,)
            ).fetchone()
            texts.append((self._text(document_id)[start:end], heading))
        return texts

    def _paragraph(self, row: tuple[int, str, str, int, int, int, str, str, str, int, int]) -> Paragraph:
        document_id, source_id, document, start, end, page, heading, turns, speaker, start_ms, end_ms = row
        return Paragraph(
            id=f"{source_id}:{start}-{end}",
            source_id=source_id,
            document=document,
            start=start,
            end=end,
            text=self._text(document_id)[start:end],
            page=page,
            heading=heading,
            turns=tuple(Turn(*turn) for turn in json.loads(turns)),
            speaker=speaker,
            start_ms=start_ms,
            end_ms=end_ms,
        )

    def _text(self, document_id: int) -> str:
        """A document's text, kept for the next paragraph of it: a document's id never stands for another text."""
        text = self._texts.get(document_id)
        if text is None:
            (text,) = self._connection.execute("SELECT text FROM document WHERE id = ?", (document_id,)).fetchone()
            self._characters_kept += len(text)
            while self._texts and self._characters_kept > _MOST_CHARACTERS_KEPT:
                self._characters_kept -= len(self._texts.pop(next(iter(self._texts))))
            self._texts[document_id] = text
        return text


# A search reads paragraphs of some hundred documents, and reading their texts anew took most of its time. The texts of
# 100,000 paragraphs are about that long, and take 128 MB.
_MOST_CHARACTERS_KEPT = 1 << 26


def _never_given(last: int) -> int:
    """A number above `last` and, if this file is a restored copy, above those that its own later life gave.

    A counter alone would give those again, and caches from before would take other paragraphs for their own. So it
    keeps up with the clock, in microseconds.
    """
    return max(last + 1, time.time_ns() // 1_000)


def _spans(ranges: bytes) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in np.frombuffer(ranges, "<i4").reshape(-1, 2).tolist())


def _half(vectors: NDArray[np.float32]) -> bytes:
    return vectors.astype("<f2").tobytes()


def _paragraph_row(document_id: int | None, new: NewParagraph) -> tuple[object, ...]:
    paragraph = new.paragraph
    turns = [[turn.start, turn.end, turn.speaker, turn.start_ms, turn.end_ms] for turn in paragraph.turns]
    sentences = np.array([(span.start, span.end) for span in new.sentences], "<i4").tobytes()
    return (
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
