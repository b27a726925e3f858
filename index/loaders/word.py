"""Word documents: paragraphs, lists and tables in the order in which they stand in the body."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import XmlPart
from docx.oxml.ns import nsmap, qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from index.loaders.blocks import Block, Written, write
from index.loaders.charsets import old_charset
from index.loaders.fonts import as_drawn, is_old, is_tcvn3
from index.loaders.metadata import LONGEST_TITLE, Properties
from index.loaders.numbering import Numbering
from index.loaders.packages import read_package
from index.loaders.plain import document_of
from index.loaders.tables import table_blocks
from index.loaders.word_fonts import Fonts
from index.loaders.word_notes import Notes
from index.models import LoadedDocument

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADING_STYLE = re.compile(r"(?:heading \d|title|subtitle)")
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t", qn("w:noBreakHyphen"): "-"}
# Deleted text, the code of fields, properties that may hold text. A text box is read after its paragraph.
_NOT_READ = frozenset(
    [
        *map(qn, ("w:del", "w:moveFrom", "w:delText", "w:instrText", "w:pPr", "w:rPr", "w:sdtPr", "w:txbxContent")),
        _FALLBACK,
    ]
)


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph's style says of it, its base styles included."""

    heading: bool
    list_id: str | None
    list_depth: int


def load_docx(path: str, data: bytes) -> LoadedDocument:
    """A .docx file. Raises EmptyDocument and BrokenDocument (truncated, or no Word document)."""
    written, title = read_package(path, data, _read, "Word document", ".docx")
    return document_of(path, written.text, MEDIA_TYPE, written.headings, Properties(title=title), written.rows)


def _read(stream: io.BytesIO) -> tuple[Written, str | None]:
    """What the document says, and the title in its properties."""
    document = docx.Document(stream)
    body = _Body(document)
    written = write(body.blocks())
    title: str = document.core_properties.title
    return written, _in_letters(title) if body.has_old_fonts else title


def _in_letters(title: str) -> str | None:
    """A title typed for an old font, which properties don't name; None where it can't be told what it says."""
    if title.isascii() or max(title) > "\u00ff":
        return title
    data = title.encode("latin-1")
    charset = old_charset(data)
    return None if charset is None else charset.decode(data)


class _Body:
    """Reads the body of one document; numbered lists count on from paragraph to paragraph."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._styles = _read_styles(document)
        self._fonts = Fonts.read(document)
        self._numbering = Numbering.read(_numbering_root(document))
        self._notes = Notes.read(document)
        self.has_old_fonts = False
        self._tables = 0

    def blocks(self) -> Iterator[Block]:
        yield from self._children(self._document.element.body)

    def _children(self, parent: Element) -> Iterator[Block]:
        for child in parent:
            if child.tag == qn("w:p"):
                yield from self._paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self._table(child)
            elif child.tag not in _NOT_READ and isinstance(child.tag, str):
                # A content control, a tracked insertion, custom XML: what is inside counts.
                yield from self._children(child)

    def _paragraph(self, paragraph: Element) -> Iterator[Block]:
        style_id = _child_value(paragraph, "w:pPr/w:pStyle")
        font = self._fonts.of_paragraph(style_id)
        runs = list(self._inline(paragraph, font, font))
        text = as_drawn(runs)
        self.has_old_fonts = self.has_old_fonts or any(is_old(each) for _, each in runs)
        style = self._styles.get(style_id or "", self._styles[""])
        marker = self._marker(paragraph, style, font) if text.strip() else ""
        numbered = f"{marker} {text.lstrip()}" if marker else text
        own_level = _child_value(paragraph, "w:pPr/w:outlineLvl")
        if (style.heading or (own_level or "9") < "9") and len(numbered) <= LONGEST_TITLE:
            yield Block(" ".join(numbered.splitlines()), "heading")
        else:
            yield Block(numbered, "item" if marker else "paragraph")
        for box in paragraph.iter(qn("w:txbxContent")):
            if not any(ancestor.tag == _FALLBACK for ancestor in box.iterancestors()):
                yield from self._children(box)
        for note in self._notes.of(paragraph, _NOT_READ):
            yield from self._children(note)

    def _inline(self, parent: Element, paragraph: str | None, font: str | None) -> Iterator[tuple[str, str | None]]:
        """The pieces of text with the font of each; `paragraph` is the paragraph's font, `font` the parent's."""
        for child in parent:
            if child.tag in (qn("w:t"), _MATH_TEXT):
                yield child.text or "", font
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag], font
            elif child.tag == qn("w:softHyphen") and is_tcvn3(font):
                # Word takes the place of ư in TCVN3 for a soft hyphen.
                yield "\u00ad", font
            elif child.tag not in _NOT_READ and isinstance(child.tag, str) and not _is_hidden(child):
                own = self._fonts.of_run(child, paragraph) if child.tag == qn("w:r") else font
                yield from self._inline(child, paragraph, own)

    def _marker(self, paragraph: Element, style: _Style, font: str | None) -> str:
        own = _child_value(paragraph, "w:pPr/w:numPr/w:numId")
        depth = _child_value(paragraph, "w:pPr/w:numPr/w:ilvl")
        list_id = own if own is not None else style.list_id
        if list_id is None or list_id == "0":
            return ""
        level = int(depth) if depth else style.list_depth
        properties = self._numbering.element(list_id, level)
        own_font = font if properties is None else self._fonts.of_run(properties, font)
        return as_drawn([(self._numbering.next_marker(list_id, level), own_font)])

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [
            list(_inside(row, "w:tc"))
            for row in _inside(table, "w:tr")
            if row.find(qn("w:trPr") + "/" + qn("w:del")) is None
        ]
        self._tables += 1
        number = self._tables
        yield from table_blocks([[list(self._cell(cell)) for cell in cells] for cells in rows], number)

    def _cell(self, cell: Element) -> Iterator[Block]:
        """What stands in a cell; nothing in one that a cell above or before it runs over."""
        properties = cell.find(qn("w:tcPr"))
        for merge in ("w:vMerge", "w:hMerge"):
            mark = properties.find(qn(merge)) if properties is not None else None
            if mark is not None and mark.get(qn("w:val"), "continue") == "continue":
                return
        yield from self._children(cell)


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, those in content controls too, but not those of a table inside."""
    for child in parent:
        if child.tag == qn(name):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _inside(child, name)


def _is_hidden(run: Element) -> bool:
    mark = run.find(qn("w:rPr") + "/" + qn("w:vanish"))
    return mark is not None and mark.get(qn("w:val"), "true") not in ("0", "false", "off")


def _child_value(parent: Element, path: str) -> str | None:
    child = parent.find(path, nsmap)
    return None if child is None else child.get(qn("w:val"))


def _numbering_root(document: Document) -> Element | None:
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.NUMBERING)
    except KeyError:
        return None
    return part.element if isinstance(part, XmlPart) else None


def _read_styles(document: Document) -> dict[str, _Style]:
    """The paragraph styles by their id; "" is a style that says nothing."""
    elements = {element.get(qn("w:styleId"), ""): element for element in document.styles.element.iter(qn("w:style"))}
    styles = {"": _Style(heading=False, list_id=None, list_depth=0)}
    for style_id, element in elements.items():
        chain: list[Element] = []
        ancestor: Element | None = element
        while ancestor is not None and ancestor not in chain:
            chain.append(ancestor)
            ancestor = elements.get(_child_value(ancestor, "w:basedOn") or "")
        names = [(_child_value(link, "w:name") or "").lower() for link in chain]
        level = next((value for link in chain if (value := _child_value(link, "w:pPr/w:outlineLvl"))), "9")
        list_id = next((value for link in chain if (value := _child_value(link, "w:pPr/w:numPr/w:numId"))), None)
        depth = next((value for link in chain if (value := _child_value(link, "w:pPr/w:numPr/w:ilvl"))), "0")
        is_heading = level < "9" or any(_HEADING_STYLE.fullmatch(name) for name in names)
        styles[style_id] = _Style(is_heading, list_id, int(depth))
    return styles
