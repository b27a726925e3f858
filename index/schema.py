"""The versions of the library's file: what each has of tables, and what brings a file from one to the next.

Version 1 had no `spoken`, version 2 no `edit`, version 3 no checksums, version 4 no letterheads, version 5 no cells of
tables, version 6 no marks, version 7 no sentences' vectors in 8 bits and version 8 no sentences' ranges of few bytes. A
version that was published is never changed; a new one is added behind the last.
"""

from __future__ import annotations

import sqlite3
from functools import cache

from index import checksums

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
SPOKEN = (
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
_VERSION_2 = (
    "CREATE TABLE spoken (paragraph_id INTEGER NOT NULL REFERENCES paragraph ON DELETE CASCADE ON UPDATE CASCADE,"
    " speaker TEXT NOT NULL, PRIMARY KEY (paragraph_id, speaker)) WITHOUT ROWID",
    "CREATE INDEX spoken_speaker ON spoken (speaker)",
    f"INSERT INTO spoken {SPOKEN}",
    _SPOKEN_OF_NEW,
)
_VERSION_3 = ("CREATE TABLE edit (document TEXT PRIMARY KEY, title TEXT, meeting_date TEXT) WITHOUT ROWID",)

# A paragraph's id is in no checksum: going over to another model changes all of them. A process of the version before,
# in the middle of its work, can't note a change in `meta` any more: it writes nothing rather than rows without
# checksums.
_VERSION_4 = (
    "ALTER TABLE meta ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "UPDATE meta SET checksum = row_checksum_of(key, value)",
    "ALTER TABLE document ADD COLUMN text_checksum INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE document ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "UPDATE document SET text_checksum = text_checksum_of(text)",
    "UPDATE document SET checksum = row_checksum_of("
    "name, source_id, title, meeting_date, media_type, added_at, sample, root, path, text_checksum)",
    "ALTER TABLE paragraph ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "UPDATE paragraph SET checksum = row_checksum_of("
    "document_id, start, end, page, heading, speaker, start_ms, end_ms, turns, sentences, vector_key)",
    "ALTER TABLE vector ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "UPDATE vector SET checksum = vector_checksum_of(key, paragraph, sentences)",
    "ALTER TABLE edit ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0",
    "UPDATE edit SET checksum = row_checksum_of(document, title, meeting_date)",
)
# The letterhead has a checksum of its own, so that a process of the version before, in the middle of its work, still
# reads and writes documents: those have none until they are read again.
_VERSION_5 = (
    "ALTER TABLE document ADD COLUMN number TEXT",
    "ALTER TABLE document ADD COLUMN issuer TEXT",
    "ALTER TABLE document ADD COLUMN parent_body TEXT",
    "ALTER TABLE document ADD COLUMN place TEXT",
    "ALTER TABLE document ADD COLUMN letterhead_checksum INTEGER NOT NULL DEFAULT 0",
)
# With a checksum of its own, as the letterhead.
_VERSION_6 = (
    "ALTER TABLE paragraph ADD COLUMN cells TEXT",
    "ALTER TABLE paragraph ADD COLUMN cells_checksum INTEGER NOT NULL DEFAULT 0",
)
# No reference to another table: a mark outlives its document.
_VERSION_7 = (
    "CREATE TABLE mark (id TEXT PRIMARY KEY, document TEXT NOT NULL, meeting_date TEXT, start INTEGER NOT NULL,"
    " end INTEGER NOT NULL, text TEXT NOT NULL, nth INTEGER NOT NULL, assignees TEXT NOT NULL, due_from TEXT,"
    " due_to TEXT, beside TEXT NOT NULL, done_by TEXT NOT NULL, done_at TEXT NOT NULL, checksum INTEGER NOT NULL)"
    " WITHOUT ROWID",
)
# The vectors of sentences, in 8 bits (index/sentence_codes.py), in a table of their own: what reads those of paragraphs
# alone has them close together. Where `sentences_id` is NULL they are in `sentences`, in half precision, and else none
# is there. Their checksum is one of their own, as the letterhead's: a process of the version before, in the middle of
# its work, weighs such a paragraph as a whole, as one without sentences, and what it writes itself is read as before.
_VERSION_8 = (
    "CREATE TABLE sentence_vector (id INTEGER PRIMARY KEY, codes BLOB NOT NULL)",
    "ALTER TABLE vector ADD COLUMN sentences_id INTEGER",
    "ALTER TABLE vector ADD COLUMN sentences_checksum INTEGER NOT NULL DEFAULT 0",
    # A trigger, so that they go with what a process of the version before takes out.
    "CREATE TRIGGER vector_gone AFTER DELETE ON vector WHEN OLD.sentences_id IS NOT NULL BEGIN"
    " DELETE FROM sentence_vector WHERE id = OLD.sentences_id; END",
)
# The ranges of sentences in few bytes (index/sentence_ranges.py). Where `ranges` is NULL they are in `sentences`, and
# else none is there. Their checksum is one of their own, as the letterhead's: a process of the version before, in the
# middle of its work, weighs such a paragraph as a whole.
_VERSION_9 = (
    "ALTER TABLE paragraph ADD COLUMN ranges BLOB",
    "ALTER TABLE paragraph ADD COLUMN ranges_checksum INTEGER NOT NULL DEFAULT 0",
)
# What stands in for the tables of a file of a version before that can't be written.
_MARK_BEFORE_7 = (
    "CREATE TEMP VIEW mark AS SELECT NULL AS id, NULL AS document, NULL AS meeting_date, NULL AS start, NULL AS end,"
    " NULL AS text, NULL AS nth, NULL AS assignees, NULL AS due_from, NULL AS due_to, NULL AS beside,"
    " NULL AS done_by, NULL AS done_at, NULL AS checksum WHERE 0"
)
_SENTENCE_VECTOR_BEFORE_8 = "CREATE TEMP VIEW sentence_vector AS SELECT NULL AS id, NULL AS codes WHERE 0"
_VECTOR_BEFORE_8 = "CREATE TEMP VIEW vector AS SELECT *, NULL AS sentences_id, 0 AS sentences_checksum FROM main.vector"
_PARAGRAPH_BEFORE_9 = "CREATE TEMP VIEW paragraph AS SELECT *, NULL AS ranges, 0 AS ranges_checksum FROM main.paragraph"
_PARAGRAPH_BEFORE_6 = (
    "CREATE TEMP VIEW paragraph AS SELECT *, NULL AS cells, 0 AS cells_checksum, NULL AS ranges, 0 AS ranges_checksum"
    " FROM main.paragraph"
)
_DOCUMENT_OF_4 = (
    "CREATE TEMP VIEW document AS SELECT *, NULL AS number, NULL AS issuer, NULL AS parent_body, NULL AS place,"
    " 0 AS letterhead_checksum FROM main.document"
)
_VIEWS_BEFORE_4 = (
    "CREATE TEMP VIEW meta AS SELECT *, row_checksum_of(key, value) AS checksum FROM main.meta",
    "CREATE TEMP VIEW document AS SELECT *, row_checksum_of("
    "name, source_id, title, meeting_date, media_type, added_at, sample, root, path, text_checksum) AS checksum"
    " FROM (SELECT *, text_checksum_of(text) AS text_checksum, NULL AS number, NULL AS issuer, NULL AS parent_body,"
    " NULL AS place, 0 AS letterhead_checksum FROM main.document)",
    "CREATE TEMP VIEW paragraph AS SELECT *, row_checksum_of("
    "document_id, start, end, page, heading, speaker, start_ms, end_ms, turns, sentences, vector_key) AS checksum,"
    " NULL AS cells, 0 AS cells_checksum, NULL AS ranges, 0 AS ranges_checksum FROM main.paragraph",
    "CREATE TEMP VIEW vector AS SELECT *, vector_checksum_of(key, paragraph, sentences) AS checksum,"
    " NULL AS sentences_id, 0 AS sentences_checksum FROM main.vector",
)
_EDIT_OF_3 = (
    "CREATE TEMP VIEW edit AS SELECT *, row_checksum_of(document, title, meeting_date) AS checksum FROM main.edit"
)
_EDIT_BEFORE_3 = (
    "CREATE TEMP VIEW edit AS SELECT NULL AS document, NULL AS title, NULL AS meeting_date, NULL AS checksum WHERE 0"
)
_SPOKEN_BEFORE_2 = f"CREATE TEMP VIEW spoken AS {SPOKEN}"
# What brings a file from the version before to each version, statement by statement.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    tuple(_VERSION_1.split(";")),
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
    _VERSION_6,
    _VERSION_7,
    _VERSION_8,
    _VERSION_9,
)
VERSION = len(_MIGRATIONS)


def migrate(connection: sqlite3.Connection) -> None:
    """Brings the file to this version; to be called in a transaction."""
    for version in range(version_of(connection), VERSION):
        _bring_to(connection, version + 1)


def version_of(connection: sqlite3.Connection) -> int:
    """The version that the file says it has; 0 before it is made."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def read_as_this_version(connection: sqlite3.Connection, version: int) -> None:
    """Lays views over the tables of a file of a version before that can't be written."""
    if version == VERSION:
        return
    views = [_SENTENCE_VECTOR_BEFORE_8] if version < 8 else []
    if version < 7:
        views.append(_MARK_BEFORE_7)
    if 4 <= version < 8:
        views.append(_VECTOR_BEFORE_8)
    if version >= 6:
        views.append(_PARAGRAPH_BEFORE_9)
    if version in (4, 5):
        views.append(_PARAGRAPH_BEFORE_6)
    if version == 4:
        views.append(_DOCUMENT_OF_4)
    if version < 4:
        views += [*_VIEWS_BEFORE_4, _EDIT_OF_3 if version == 3 else _EDIT_BEFORE_3]
    if version < 2:
        views.append(_SPOKEN_BEFORE_2)
    for view in views:
        connection.execute(view)


def most_like(connection: sqlite3.Connection) -> int:
    """The version that a file is of by its tables, whatever number it says."""
    return min(range(VERSION, 0, -1), key=lambda version: len(missing(connection, version)))


def missing(connection: sqlite3.Connection, version: int, kinds: str = "table index trigger") -> list[str]:
    """The names of what a file of that version has and this one lacks, or has otherwise; of these kinds."""
    expected = _schema_of(version)
    found = _schema(connection)
    lacking = expected - found if expected else found
    return sorted(name for kind, name, _, _ in lacking if kind in kinds.split())


def mend(connection: sqlite3.Connection) -> None:
    """Makes a file readable whose own description of its tables is damaged; to be called before any other use of it.

    Indexes and triggers are given up for that: only for a copy of the file.
    """
    connection.execute("PRAGMA writable_schema = ON")
    version = most_like(connection)
    connection.execute(
        "DELETE FROM main.sqlite_master WHERE type NOT IN ('table', 'index') OR type = 'index' AND sql IS NOT NULL"
    )
    for kind, name, table, sql in _schema_of(version):
        if kind == "table" and sql:
            connection.execute(
                "UPDATE main.sqlite_master SET type = ?, tbl_name = ?, sql = ? WHERE name = ?", (kind, table, sql, name)
            )


def _bring_to(connection: sqlite3.Connection, version: int) -> None:
    for statement in _MIGRATIONS[version - 1]:
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {version:d}")


@cache
def _schema_of(version: int) -> frozenset[tuple[str, ...]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    checksums.put_into(connection)
    for each in range(1, version + 1):
        _bring_to(connection, each)
    schema = _schema(connection)
    connection.close()
    return schema


def _schema(connection: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    # As bytes, since a damaged description may be no text.
    rows = connection.execute(
        "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(tbl_name AS BLOB), CAST(sql AS BLOB)"
        " FROM main.sqlite_master"
    ).fetchall()
    return frozenset(tuple(" ".join((part or b"").decode("utf-8", "replace").split()) for part in row) for row in rows)
