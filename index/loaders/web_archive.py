"""Pages that a browser or Word saved in one file, .mhtml: the first page in it is read as any other."""

from __future__ import annotations

from dataclasses import replace

from index.errors import BrokenDocument
from index.loaders.mail import MALFORMED, parsed, text_of
from index.loaders.web import load_html
from index.models import LoadedDocument

MEDIA_TYPE = "multipart/related"


def load_mhtml(path: str, data: bytes) -> LoadedDocument:
    """An .mhtml file. Raises EmptyDocument, NotUtf8 and BrokenDocument (without a page in it)."""
    try:
        pages = (part for part in parsed(data).walk() if part.get_content_type() == "text/html")
        page = next(pages, None)
        text = "" if page is None else text_of(path, page)
    except MALFORMED as error:
        raise BrokenDocument(path=path, detail="it is no saved page that can be read") from error
    if page is None:
        raise BrokenDocument(path=path, detail="it has no web page inside")
    return replace(load_html(path, text.encode()), media_type=MEDIA_TYPE)
