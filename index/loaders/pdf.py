"""PDF files: the text layer page by page. A blank line parts paragraphs; line breaks inside them stay."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from index.errors import BrokenDocument, EmptyDocument
from index.loaders.metadata import PAGE_NUMBER, Properties
from index.loaders.pdf_layout import Line, TextBlock, body_height, paragraphs
from index.loaders.plain import finish, structure
from index.models import LoadedDocument, PageSpan, Span

Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

# PDFium may be used by one thread at a time.
_PDFIUM = threading.Lock()
# A gap between the cells of a table, in heights of type; the spaces of justified text stay narrower.
_CELL_GAP = 1.5
_SMALL_CELL_GAP = 0.3
_GAP = "\n\n"
_HYPHENS = "\x02\ufffe\xad"


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is read of a file under the lock: the lines of each page and the title in its properties."""

    pages: list[list[Line]]
    title: str


def load_pdf(path: str, data: bytes) -> LoadedDocument:
    """A .pdf file. Raises EmptyDocument (no pages, no text layer) and BrokenDocument (encrypted, damaged)."""
    contents = _read(path, data)
    body = body_height(contents.pages)
    blocks = [paragraphs(lines, body) for lines in contents.pages]
    numbers = _page_numbers(blocks)
    parts: list[str] = []
    length = 0
    marked: list[Span] = []
    skipped: list[Span] = []
    pages: list[PageSpan] = []
    for number, page in enumerate(blocks, start=1):
        start = length
        for position, block in enumerate(page):
            span = Span(length, length + len(block.text))
            if (number, position) in numbers:
                skipped.append(span)
            elif block.heading:
                marked.append(span)
            parts.append(block.text)
            length = span.end + len(_GAP)
        if page:
            pages.append(PageSpan(start, length - len(_GAP), number))
    text = _GAP.join(parts)
    if not text:
        raise EmptyDocument(path=path)
    headings, turns = structure(text, marked=tuple(marked), skipped=tuple(skipped), titles=True)
    loaded = finish(path, text, "application/pdf", headings, turns, Properties(title=contents.title))
    return replace(loaded, pages=tuple(pages))


def _page_numbers(pages: Sequence[Sequence[TextBlock]]) -> set[tuple[int, int]]:
    """Page (from 1) and position of the first and last blocks that are page numbers: they count up with the pages."""
    found: dict[int, set[tuple[int, int]]] = {}
    for number, page in enumerate(pages, start=1):
        for position in {0, len(page) - 1} if page else ():
            match = PAGE_NUMBER.fullmatch(page[position].text)
            if match is not None:
                found.setdefault(int(match["page"]) - number, set()).add((number, position))
    return max((places for places in found.values() if len(places) > 1), key=len, default=set())


def _read(path: str, data: bytes) -> _Contents:
    with _PDFIUM:
        try:
            with pypdfium2.PdfDocument(data) as document:
                pages = [_lines(document[number]) for number in range(len(document))]
                return _Contents(pages, document.get_metadata_dict().get("Title", ""))
        except PdfiumError as error:
            if error.err_code == pdfium.FPDF_ERR_PASSWORD:
                raise BrokenDocument(path=path, detail="it is encrypted and opens only with a password") from error
            raise BrokenDocument(path=path, detail="it is damaged, or no PDF") from error


@dataclass(slots=True)
class _Glyphs:
    """The characters of a line: UTF-16 units or code points, and for each that is drawn its box.

    `after_gap` holds the positions of boxes before which PDFium put a space that the file doesn't have.
    """

    units: list[int] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    after_gap: set[int] = field(default_factory=set)


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The lines of a page as PDFium parts them, without those of white space."""
    rotation = page.get_rotation()
    textpage = page.get_textpage()
    rows = [_Glyphs()]
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        row = rows[-1]
        if code == ord("\n"):
            rows.append(_Glyphs())
        elif code not in (0, ord("\r")):
            row.units.append(ord("-") if chr(code) in _HYPHENS else code)
            if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
                row.after_gap.add(len(row.boxes))
            elif not chr(code).isspace():
                row.boxes.append(_upright(textpage.get_charbox(index, loose=True), rotation))
    # Where the file holds no spaces at all, those that PDFium adds say nothing of cells.
    spaces = sum(chr(unit).isspace() for row in rows for unit in row.units)
    tells = sum(len(row.after_gap) for row in rows) <= 0.5 * spaces
    return [line for row in rows if (line := _line(row, tells_cells=tells))]


def _line(row: _Glyphs, *, tells_cells: bool) -> Line | None:
    # Some PDFs map a character to two UTF-16 halves.
    text = "".join(map(chr, row.units)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = " ".join(text.split("\t")).strip()
    if not text or not row.boxes:
        return None
    height = median(top - bottom for _, bottom, _, top in row.boxes)
    cells = 1
    for position, (one, other) in enumerate(pairwise(row.boxes), start=1):
        gap = (other[0] - one[2]) / height if height else 0.0
        cells += gap > _CELL_GAP or (tells_cells and position in row.after_gap and gap > _SMALL_CELL_GAP)
    return Line(
        text=text,
        left=min(left for left, _, _, _ in row.boxes),
        right=max(right for _, _, right, _ in row.boxes),
        bottom=median(bottom for _, bottom, _, _ in row.boxes),
        height=height,
        cells=cells,
    )


def _upright(box: Box, rotation: int) -> Box:
    """A box as the reader sees the page, turned by 0, 90, 180 or 270 degrees."""
    left, bottom, right, top = box
    if rotation == 90:
        return bottom, -right, top, -left
    if rotation == 180:
        return -right, -top, -left, -bottom
    if rotation == 270:
        return -top, left, -bottom, right
    return box
