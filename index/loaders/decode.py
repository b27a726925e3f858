"""From bytes to text, or a named refusal. What isn't text at all is told apart from text that can't be decoded."""

from __future__ import annotations

from index.errors import BrokenDocument, EmptyDocument, NotUtf8
from index.loaders.charsets import old_charset, utf16
from index.loaders.contents import is_binary


def decode(path: str, data: bytes, sample: bytes | None = None) -> str:
    """The file as text: a byte order mark dropped, everything else as it stands, line ends too.

    UTF-8, UTF-16, or an old Vietnamese character set where the words leave no doubt (see charsets), then in NFC.
    `sample` is what to look at for that, if not all. Raises EmptyDocument (nothing but white space), NotUtf8 (with the
    position of the first byte that isn't) and BrokenDocument (binary data).
    """
    wide = utf16(data)
    if wide is None and is_binary(data):
        raise BrokenDocument(path=path, detail="it is a binary file, not text")
    try:
        text = data.decode(wide or "utf-8")
    except UnicodeDecodeError as error:
        charset = None if wide else old_charset(data if sample is None else sample)
        if charset is None:
            raise NotUtf8(path=path, position=error.start) from error
        text = charset.decode(data)
    else:
        charset = old_charset(data if sample is None else sample) if data.isascii() else None
        text = text if charset is None else charset.decode(data)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise EmptyDocument(path=path)
    return text
