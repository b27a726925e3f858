"""The number that each row of the library's file carries, so that a changed byte is found when the row is read.

A CRC-32 finds every change of up to 32 bits in a row, and of longer ones all but one in four thousand million. It
guards against disks, not against people. SQLite's own page checksums (cksumvfs) are an extension that Python's sqlite3
doesn't have, and a file that was once written without it would be refused with it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib

# Plain ASCII whatever Python's version knows of Unicode; a blob stands as a list of its hexadecimal digits.
_JSON = json.JSONEncoder(check_circular=False, separators=(",", ":"), default=lambda blob: [bytes(blob).hex()])


def row_checksum(*values: object) -> int:
    """Of a row's values: text, numbers, None and short blobs."""
    return zlib.crc32(_JSON.encode(values).encode())


def text_checksum(text: str) -> int:
    """Of a document's text."""
    return zlib.crc32(text.encode())


def vector_checksum(key: bytes, paragraph: bytes, sentences: bytes) -> int:
    """Of a row of vectors, as they are stored."""
    return zlib.crc32(sentences, zlib.crc32(paragraph, zlib.crc32(b"%b%d" % (key, len(paragraph)))))


def put_into(connection: sqlite3.Connection) -> None:
    """Lets the connection's SQL use them, each under its name and `_of` behind."""
    connection.create_function("row_checksum_of", -1, row_checksum, deterministic=True)
    connection.create_function("text_checksum_of", 1, text_checksum, deterministic=True)
    connection.create_function("vector_checksum_of", 3, vector_checksum, deterministic=True)
