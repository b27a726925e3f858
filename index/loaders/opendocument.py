"""OpenDocument texts: headings, paragraphs, lists with their numbers, tables in their place, notes after theirs.

As ODF 1.2 part 1 has it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element as Element

from index.loaders.blocks import Block, Written, write
from index.loaders.fonts import as_drawn
from index.loaders.metadata import LONGEST_TITLE, Properties
from index.loaders.opendocument_styles import Styles, attribute, qn, whole
from index.loaders.packages import read_package
from index.loaders.plain import document_of
from index.loaders.tables import table_blocks
from index.models import LoadedDocument

MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
_SPACES = re.compile(r"[ \t\r\n]+")
# What holds no text of the document itself, in paragraphs and between them.
_NOT_READ = frozenset(
    map(qn, ("text:tracked-changes", "text:hidden-text", "text:ruby-text", "office:annotation", "office:forms"))
)
_MOST_REPEATED = 50


def load_odt(path: str, data: bytes) -> LoadedDocument:
    """An .odt file. Raises EmptyDocument and BrokenDocument (truncated, encrypted, or no text document)."""
    written, title = read_package(path, data, _read, "text document", ".odt")
    return document_of(path, written.text, MEDIA_TYPE, written.headings, Properties(title=title), written.rows)


def _read(stream: io.BytesIO) -> tuple[Written, str | None]:
    """What the document says, and the title in its properties."""
    with zipfile.ZipFile(stream) as archive:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        content = etree.fromstring(archive.read("content.xml"), parser)
        others = [
            etree.fromstring(archive.read(name), parser) if name in archive.namelist() else None
            for name in ("styles.xml", "meta.xml")
        ]
    styles, meta = others
    title = None if meta is None else meta.findtext(f".//{qn('dc:title')}")
    return write(_Text(Styles.read(content, styles)).blocks(content)), title


@dataclass(slots=True)
class _Text:
    """The state of a walk through one document."""

    styles: Styles
    tables: int = 0
    counts: dict[tuple[str, int], int] = field(default_factory=dict)
    # Text boxes and notes met in the paragraph that is being read: they come after it.
    aside: list[Block] = field(default_factory=list)

    def blocks(self, content: Element) -> Iterator[Block]:
        body = content.find(f"{qn('office:body')}/{qn('office:text')}")
        if body is not None:
            yield from self._children(body)

    def _children(self, parent: Element) -> Iterator[Block]:
        for child in parent.iterchildren(tag=etree.Element):
            tag = child.tag
            if tag in (qn("text:p"), qn("text:h")):
                yield from self._paragraph(child, self.styles.outline_marker(child, self.counts))
            elif tag == qn("text:list"):
                yield from self._list(child, None, 1)
            elif tag == qn("table:table"):
                yield from self._table(child)
            elif tag not in _NOT_READ and not str(tag).endswith("-source"):
                # A section, an index, a frame: what is inside counts.
                yield from self._children(child)

    def _paragraph(self, paragraph: Element, marker: str, *, heading_too: bool = True) -> Iterator[Block]:
        style = attribute(paragraph, "text:style-name")
        if self.styles.is_hidden(style):
            return
        outer, self.aside = self.aside, []
        text = as_drawn(self._inline(paragraph, self.styles.font(style))).strip(" ")
        is_heading = heading_too and (paragraph.tag == qn("text:h") or self.styles.is_title(style))
        numbered = f"{marker} {text}" if marker and text.strip() else text
        if is_heading and len(numbered) <= LONGEST_TITLE:
            yield Block(" ".join(numbered.splitlines()), "heading")
        else:
            yield Block(numbered, "item" if marker else "paragraph")
        aside, self.aside = self.aside, outer
        yield from aside

    def _inline(self, parent: Element, font: str | None) -> Iterator[tuple[str, str | None]]:
        """The pieces of text with the font of each. White space counts once unless an element says how much it is."""
        yield _SPACES.sub(" ", parent.text or ""), font
        for child in parent:
            tag = child.tag
            if tag == qn("text:s"):
                yield " " * whole(child, "text:c"), font
            elif tag == qn("text:tab"):
                yield "\t", font
            elif tag == qn("text:line-break"):
                yield "\n", font
            elif tag == qn("text:note"):
                self._note(child)
            elif isinstance(tag, str) and tag.startswith(qn("draw:")):
                self.aside += self._children(child)
            elif isinstance(tag, str) and tag not in _NOT_READ:
                style = attribute(child, "text:style-name") if tag == qn("text:span") else None
                if not self.styles.is_hidden(style):
                    yield from self._inline(child, self.styles.font(style) or font)
            yield _SPACES.sub(" ", child.tail or ""), font

    def _note(self, note: Element) -> None:
        citation = note.findtext(qn("text:note-citation")) or ""
        body = note.find(qn("text:note-body"))
        blocks = [] if body is None else list(self._children(body))
        self.aside += [
            Block(f"{citation} {block.text}".strip() if place == 0 else block.text, block.kind, block.table)
            for place, block in enumerate(blocks)
        ]

    def _list(self, element: Element, inherited: str | None, depth: int) -> Iterator[Block]:
        style = attribute(element, "text:style-name") or inherited
        goes_on = attribute(element, "text:continue-numbering") == "true" or attribute(element, "text:continue-list")
        if depth == 1 and not goes_on:
            self.counts = {key: count for key, count in self.counts.items() if key[0] != style}
        for item in element.iterchildren(qn("text:list-item"), qn("text:list-header")):
            marker = ""
            if item.tag == qn("text:list-item") and item.find(qn("text:list")) is not item.find("*"):
                start = whole(item, "text:start-value", 0) or None
                marker = self.styles.next_marker(style or "", depth, self.counts, start)
            for child in item.iterchildren(tag=etree.Element):
                if child.tag in (qn("text:p"), qn("text:h")):
                    yield from self._paragraph(child, marker)
                    marker = ""
                elif child.tag == qn("text:list"):
                    yield from self._list(child, style, depth + 1)
                else:
                    yield from self._children(child)

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [list(_cells(row)) for row in _rows(table)]
        self.tables += 1
        number = self.tables
        yield from table_blocks([[list(self._cell(cell)) for cell in cells] for cells in rows], number)

    def _cell(self, cell: Element) -> Iterator[Block]:
        if cell.tag == qn("table:table-cell"):
            yield from self._children(cell)


def _rows(parent: Element) -> Iterator[Element]:
    """The rows of a table, those of its groups and headings too, but not those of a table inside."""
    for child in parent.iterchildren(tag=etree.Element):
        if child.tag == qn("table:table-row"):
            yield child
        elif child.tag in map(qn, ("table:table-header-rows", "table:table-rows", "table:table-row-group")):
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for cell in row.iterchildren(qn("table:table-cell"), qn("table:covered-table-cell")):
        repeated = whole(cell, "table:number-columns-repeated")
        yield from [cell] * min(repeated, _MOST_REPEATED)
