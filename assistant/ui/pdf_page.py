"""The picture of a page of a .pdf document, with the quoted passages boxed."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Literal, TypedDict

import streamlit as st

from assistant.ui.messages import Speech
from assistant.ui.source_view import Passage, SourceText
from index import DocumentNotFound, Library, PdfPage, Span, UnreadableDocument

MEDIA_TYPE = "application/pdf"
# Some drawers' worth, about 4 MB.
_KEPT_PAGES = 24


class DrawnBox(TypedDict):
    """A rectangle in percent of the picture; `kind` is "mark" for the sentence that answers."""

    passage: int
    kind: Literal["passage", "mark"]
    left: float
    top: float
    width: float
    height: float


class Picture(TypedDict):
    """A page's picture, or only the `notice` why there is none. `src` is a data URL."""

    page: int
    pages: int
    label: str
    src: str | None
    width: int
    height: int
    alt: str
    boxes: list[DrawnBox]
    notice: str | None


def picture(
    library: Library, text: SourceText, page: int, passages: Sequence[tuple[int, Passage]], say: Speech
) -> Picture:
    """Page `page` (from 1) of the document. `passages` have the number of their block."""
    source = text.source

    try:
        read = _page(source.id, source.document, page, lambda: library.pdf_page(source, page))
    except DocumentNotFound:
        return _without_picture(page, say("drawer.original_gone"), say)
    except UnreadableDocument:
        return _without_picture(page, say("drawer.no_picture", page=page), say)
    placed = placed_page(text, read)
    boxes = [] if placed is None else _boxes(text, *placed, passages)
    boxed = len({box["passage"] for box in boxes})
    missing = not boxed and any(text.blocks[block].page == page for block, _ in passages)
    name = source.title or source.document
    alt = say("drawer.picture_alt", page=page, name=name)
    return {
        "page": page,
        "pages": read.pages,
        "label": say("drawer.page_of", page=page, pages=read.pages),
        "src": f"data:image/png;base64,{base64.b64encode(read.png).decode()}",
        "width": read.width,
        "height": read.height,
        "alt": f"{alt} {say.count('drawer.boxed', boxed)}" if boxed else alt,
        "boxes": boxes,
        "notice": say("drawer.not_boxed") if missing else None,
    }


@st.cache_data(max_entries=_KEPT_PAGES, show_spinner=False)
def _page(source_id: str, document: str, page: int, _read: Callable[[], PdfPage]) -> PdfPage:
    return _read()


def _without_picture(page: int, notice: str, say: Speech) -> Picture:
    return {
        "page": page,
        "pages": 0,
        "label": say("place.page", page=page),
        "src": None,
        "width": 0,
        "height": 0,
        "alt": "",
        "boxes": [],
        "notice": notice,
    }


def placed_page(text: SourceText, page: PdfPage) -> tuple[PdfPage, int] | None:
    """The page in the order in which the document has it, and where its text begins there; None where it isn't."""
    found = ((each, page_start(text, each)) for each in page.arranged())
    return next(((each, start) for each, start in found if start is not None), None)


def page_start(text: SourceText, page: PdfPage) -> int | None:
    """Where the page's text begins in the document's; None where it isn't there as it stands."""
    if not page.text:
        return None
    words = text.source.text
    before = [paragraph for paragraph in text.paragraphs if paragraph.page is not None and paragraph.page < page.page]
    own = next((paragraph for paragraph in text.paragraphs if paragraph.page == page.page), None)
    if own is not None:
        # The paragraph may be on several pages word for word; only its own text lies around it.
        start = words.rfind(page.text, 0, own.start + len(page.text))
        return start if start >= 0 and own.start < start + len(page.text) else None
    start = words.find(page.text, before[-1].start if before else 0)
    return start if start >= 0 else None


def _boxes(text: SourceText, page: PdfPage, start: int, passages: Sequence[tuple[int, Passage]]) -> list[DrawnBox]:
    boxes: list[DrawnBox] = []
    for number, (position, passage) in enumerate(passages):
        block = text.blocks[position]
        marks = [Span(block.start + span.start, block.start + span.end) for span in passage.highlights]
        boxes += _drawn(page, start, Span(block.start, block.end), number, "passage")
        for mark in marks:
            boxes += _drawn(page, start, mark, number, "mark")
    return boxes


def _drawn(page: PdfPage, start: int, span: Span, number: int, kind: Literal["passage", "mark"]) -> list[DrawnBox]:
    """A range of the document's text in boxes, as far as it is on this page."""
    return [
        {
            "passage": number,
            "kind": kind,
            "left": box.left * 100,
            "top": box.top * 100,
            "width": (box.right - box.left) * 100,
            "height": (box.bottom - box.top) * 100,
        }
        for box in page.boxes(span.start - start, span.end - start)
    ]
