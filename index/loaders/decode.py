"""From bytes to text: UTF-8 or a named refusal. What isn't text at all is told apart from text in another encoding."""

from __future__ import annotations

import codecs

from index.errors import BrokenDocument, EmptyDocument, NotUtf8
from index.loaders.contents import is_binary

_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(path: str, data: bytes) -> str:
    """The file as text: a byte order mark dropped, everything else as it stands, line ends too.

    Raises EmptyDocument (nothing but white space), NotUtf8 (with the position of the first byte that isn't) and
    BrokenDocument (binary data).
    """
    if data.startswith(_UTF16_MARKS):
        raise NotUtf8(path=path, position=0)
    if is_binary(data):
        raise BrokenDocument(path=path, detail="it is a binary file, not text")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotUtf8(path=path, position=error.start) from error
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise EmptyDocument(path=path)
    return text
