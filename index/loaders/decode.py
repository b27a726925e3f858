"""From bytes to text: UTF-8 or a named refusal. What isn't text at all is told apart from text in another encoding."""

from __future__ import annotations

import codecs

from index.errors import BrokenDocument, EmptyDocument, NotUtf8

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1b")
_BINARY_KINDS = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"{\\rtf", "a rich text document"),
)


def decode(path: str, data: bytes) -> str:
    """The file as text: a byte order mark dropped, everything else as it stands, line ends too.

    Raises EmptyDocument (nothing but white space), NotUtf8 (with the position of the first byte that isn't) and
    BrokenDocument (binary data).
    """
    if data.startswith(_UTF16_MARKS):
        raise NotUtf8(path=path, position=0)
    for mark, kind in _BINARY_KINDS:
        if data.startswith(mark):
            raise BrokenDocument(path=path, detail=f"it is {kind}, not text")
    if b"\0" in data or _mostly_controls(data):
        raise BrokenDocument(path=path, detail="it is a binary file, not text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(path=path, position=error.start) from error
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise EmptyDocument(path=path)
    return text


def _mostly_controls(data: bytes) -> bool:
    sample = data[:65_536]
    controls = sum(1 for byte in sample if byte < 0x20 and byte not in _TEXT_CONTROLS)
    return controls > 0.3 * len(sample)
