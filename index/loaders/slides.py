"""PowerPoint presentations: a slide is a page, its title a heading; then its texts, lists and tables, and its notes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pptx
from lxml.etree import _Element as Element
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.shapes.base import BaseShape
from pptx.shapes.shapetree import _BaseShapes
from pptx.slide import Slide

from index.loaders.blocks import Block, write
from index.loaders.fonts import as_drawn
from index.loaders.metadata import Properties
from index.loaders.packages import read_package
from index.loaders.plain import document_of
from index.loaders.slide_lists import Lists
from index.loaders.tables import moved, row_block
from index.models import LoadedDocument, PageSpan, Span, TableRow

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_GAP = "\n\n"
# What stands on every slide alike.
_RUNNING = (PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.HEADER, PP_PLACEHOLDER.SLIDE_NUMBER)
_TITLES = (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE)


def load_pptx(path: str, data: bytes) -> LoadedDocument:
    """A .pptx file. Raises EmptyDocument and BrokenDocument (truncated, or no presentation)."""
    show = read_package(path, data, _read, "presentation", ".pptx")
    loaded = document_of(path, show.text, MEDIA_TYPE, show.headings, Properties(title=show.title), show.rows)
    return replace(loaded, pages=show.pages)


@dataclass(frozen=True, slots=True)
class _Show:
    """What a presentation says, slide after slide."""

    text: str
    headings: tuple[Span, ...]
    pages: tuple[PageSpan, ...]
    title: str
    rows: tuple[TableRow, ...]


def _read(stream: io.BytesIO) -> _Show:
    presentation = pptx.Presentation(stream)
    parts: list[str] = []
    headings: list[Span] = []
    pages: list[PageSpan] = []
    rows: list[TableRow] = []
    length = 0
    reader = _Reader()
    for number, slide in enumerate(presentation.slides, start=1):
        written = write(reader.blocks(slide))
        if written.text:
            headings += [Span(length + span.start, length + span.end) for span in written.headings]
            rows += [moved(row, length) for row in written.rows]
            pages.append(PageSpan(length, length + len(written.text), number))
            parts.append(written.text)
            length += len(written.text) + len(_GAP)
    return _Show(_GAP.join(parts), tuple(headings), tuple(pages), presentation.core_properties.title, tuple(rows))


class _Reader:
    """Reads the slides of one presentation; tables are counted through all of them."""

    def __init__(self) -> None:
        self._tables = 0
        self._dated = False

    def blocks(self, slide: Slide) -> Iterator[Block]:
        """A slide's title, its shapes in their order, and its notes."""
        title = slide.shapes.title
        if title is not None:
            yield Block(" ".join(_whole(title._element).split()), "heading")
        yield from self._shapes(slide.shapes, slide)
        if slide.has_notes_slide:
            notes = slide.notes_slide.notes_placeholder
            if notes is not None:
                for paragraph in _paragraphs(notes._element):
                    yield Block(_text(paragraph))

    def _shapes(self, shapes: _BaseShapes, slide: Slide) -> Iterator[Block]:
        for shape in shapes:
            kind = shape.placeholder_format.type if shape.is_placeholder else None
            if kind in _TITLES or (kind in _RUNNING and not self._is_date(shape, kind)):
                continue
            if hasattr(shape, "shapes"):
                yield from self._shapes(shape.shapes, slide)
            elif getattr(shape, "has_table", False):
                yield from self._table(shape._element)
            elif shape.has_text_frame:
                yield from _frame(shape, slide)

    def _is_date(self, shape: BaseShape, kind: PP_PLACEHOLDER) -> bool:
        """Whether it is the date of the presentation: the first that was typed, and not today's date in a field."""
        if kind != PP_PLACEHOLDER.DATE or self._dated or shape._element.find(".//" + qn("a:fld")) is not None:
            return False
        self._dated = True
        return True

    def _table(self, frame: Element) -> Iterator[Block]:
        self._tables += 1
        for row in frame.iter(qn("a:tr")):
            cells = [
                "" if cell.get("hMerge") or cell.get("vMerge") else " ".join(_whole(cell).split())
                for cell in row.iterchildren(qn("a:tc"))
            ]
            yield row_block(cells, self._tables)


def _frame(shape: BaseShape, slide: Slide) -> Iterator[Block]:
    lists = Lists.of(shape, slide)
    for paragraph in _paragraphs(shape._element):
        text = _text(paragraph)
        marker = lists.next_marker(paragraph) if text.strip() else ""
        yield Block(f"{marker} {text.lstrip()}", "item") if marker else Block(text)


def _paragraphs(element: Element) -> Iterator[Element]:
    yield from element.iter(qn("a:p"))


def _whole(element: Element) -> str:
    return "\n".join(map(_text, _paragraphs(element)))


def _text(paragraph: Element) -> str:
    return as_drawn(_runs(paragraph))


def _runs(paragraph: Element) -> Iterator[tuple[str, str | None]]:
    """The pieces of text with the font that each names itself."""
    for child in paragraph:
        if child.tag == qn("a:br"):
            yield "\n", None
        elif child.tag in (qn("a:r"), qn("a:fld")):
            font = child.find(qn("a:rPr") + "/" + qn("a:latin"))
            yield child.findtext(qn("a:t")) or "", None if font is None else font.get("typeface")
