"""The number that each row of the library's file carries, so that a changed byte is found when the row is read.

A CRC-32 finds every change of up to 32 bits in a row, and of longer ones all but one in four thousand million. It
guards against disks, not against people. SQLite's own page checksums (cksumvfs) are an extension that Python's sqlite3
doesn't have, and a file that was once written without it would be refused with it.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from json.encoder import encode_basestring_ascii

# Plain ASCII whatever Python's version knows of Unicode; a blob stands as a list of its hexadecimal digits.
_AS_JSON = json.JSONEncoder(
    check_circular=False, separators=(",", ":"), default=lambda blob: [bytes(blob).hex()]
).encode


def row_checksum(*values: object) -> int:
    """Of a row's values: text, numbers, None and short blobs. It is the CRC-32 of their list as JSON."""
    parts = []
    for value in values:
        # An encoder makes itself ready anew for each row, which takes longer than the row: it gets what is rare.
        if value is None:
            parts.append("null")
        elif type(value) is int:
            parts.append(str(value))
        elif type(value) is str:
            parts.append(encode_basestring_ascii(value))
        elif type(value) is bytes:
            parts.append(f'["{value.hex()}"]')
        else:
            parts.append(_AS_JSON(value))
    return zlib.crc32(f"[{','.join(parts)}]".encode())


def text_checksum(text: str) -> int:
    """Of a document's text."""
    return encoded_text_checksum(text.encode())


def encoded_text_checksum(text: bytes) -> int:
    """Of a document's text in UTF-8, as it is stored."""
    return zlib.crc32(text)


def vector_checksum(key: bytes, paragraph: bytes, sentences: bytes) -> int:
    """Of a row of vectors, as they are stored."""
    return zlib.crc32(sentences, zlib.crc32(paragraph, zlib.crc32(b"%b%d" % (key, len(paragraph)))))


def codes_checksum(key: bytes, codes: bytes | None) -> int:
    """Of the vectors of sentences in 8 bits, as they are stored; 0 where there are none."""
    return 0 if codes is None else zlib.crc32(codes, zlib.crc32(key))


def ranges_checksum(paragraph: int, ranges: bytes | None) -> int:
    """Of the ranges of sentences in a row of this checksum, as they are stored; 0 where there are none."""
    return 0 if ranges is None else zlib.crc32(ranges, paragraph)


def put_into(connection: sqlite3.Connection) -> None:
    """Lets the connection's SQL use them, each under its name and `_of` behind."""
    connection.create_function("row_checksum_of", -1, row_checksum, deterministic=True)
    connection.create_function("text_checksum_of", 1, text_checksum, deterministic=True)
    connection.create_function("vector_checksum_of", 3, vector_checksum, deterministic=True)
