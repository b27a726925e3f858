"""PDF files: the text layer page by page, and what OCR reads of pages without one.

A blank line parts paragraphs; line breaks inside them stay. Page numbers and running heads stand before or behind a
paragraph that goes on over the end of a page.
"""

from __future__ import annotations

import ctypes
import math
import re
import threading
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image
from pypdfium2 import PdfiumError

from index.errors import BrokenDocument, NeedsTesseract
from index.loaders import ocr
from index.loaders.metadata import Properties
from index.loaders.pdf_furniture import edges, order, page_furniture
from index.loaders.pdf_layout import Line, body_size, paragraphs
from index.loaders.pdf_scans import is_scan, unsaid
from index.loaders.plain import finish, structure
from index.models import Aside, LoadedDocument, PageSpan, Span
from index.scans import Scan, joined, with_scan

MEDIA_TYPE = "application/pdf"
# PDFium may be used by one thread at a time.
PDFIUM = threading.Lock()
# A gap between the cells of a table, in sizes of type; the spaces of justified text stay narrower.
_CELL_GAP = 1.5
_SMALL_CELL_GAP = 0.3
# Further from the origin than that lies no page: PDF allows 14,400 points a side, of units up to 1,000 times as large.
_FURTHEST_POINTS = 1e8
_NO_PAGES = re.compile(rb"/Count\s+0\b")
_A_PAGE = re.compile(rb"/Type\s*/Page\b")
# Between the blocks of a page, and between pages.
GAP = "\n\n"
# What PDFium puts for a hyphen at the end of a line, and leaves the line's end out.
_HYPHENS = ("\x02", "\ufffe")


@dataclass(frozen=True, slots=True)
class _Contents:
    """What is read of a file under the lock: the lines of each page and the title in its properties.

    `scanned` are the numbers, from 1, of the pages whose words are in a picture.
    """

    pages: list[list[Line]]
    scanned: list[int]
    title: str


def load_pdf(path: str, data: bytes) -> LoadedDocument:
    """A .pdf file. Raises EmptyDocument (no text), NeedsTesseract and BrokenDocument (encrypted, damaged)."""
    contents = _read(path, data)
    body = body_size(contents.pages)
    blocks = [paragraphs(lines, body) for lines in contents.pages]
    scans = _read_scans(path, data, contents)
    for number, scanned in scans.items():
        blocks[number - 1] += unsaid(scanned.paragraphs, blocks[number - 1])
    scan = joined(each.scan for each in scans.values())
    furniture = page_furniture(blocks)
    parts: list[str] = []
    start = length = 0
    marked: list[Span] = []
    asides: list[Aside] = []
    pages: list[PageSpan] = []
    for number, (page, edge) in enumerate(zip(blocks, edges(blocks, furniture), strict=True)):
        for place, position in enumerate(order(len(page), edge)):
            if parts:
                parts.append("\n" if edge.begins_inside and place == 0 else GAP)
                length += len(parts[-1])
            start = length if place == 0 else start
            span = Span(length, length + len(page[position].text))
            if position in furniture[number]:
                asides.append(Aside(span.start, span.end, "page"))
            elif page[position].heading:
                marked.append(span)
            parts.append(page[position].text)
            length = span.end
        if page:
            pages.append(PageSpan(start, length, number + 1))
    text = "".join(parts)
    if not text:
        raise ocr.nothing_read(path, scan)
    skipped = tuple(Span(aside.start, aside.end) for aside in asides)
    headings, turns = structure(text, marked=tuple(marked), skipped=skipped, titles=True)
    headings = tuple(span for span in headings if span not in skipped)
    properties = Properties(title=contents.title)
    loaded = finish(path, text, with_scan(MEDIA_TYPE, scan), headings, turns, properties, tuple(asides))
    return replace(loaded, pages=tuple(pages))


def _read_scans(path: str, data: bytes, contents: _Contents) -> dict[int, ocr.OcrPage]:
    """What OCR reads of the scanned pages, by their number. Raises NeedsTesseract where there are no others."""
    if not contents.scanned:
        return {}
    try:
        tesseract = ocr.tesseract_for(path)
    except NeedsTesseract:
        if not any(lines for number, lines in enumerate(contents.pages, start=1) if number not in contents.scanned):
            raise
        return {number: ocr.OcrPage((), Scan(unread=1)) for number in contents.scanned}
    return {number: ocr.read_page(_picture(path, data, number), tesseract) for number in contents.scanned}


def _picture(path: str, data: bytes, number: int) -> Image.Image:
    """A page in grey. The file is opened for each: PDFium is free while Tesseract looks at one."""
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(data) as document:
                page = document[number - 1]
                width, height = page.get_size()
                scale = min(ocr.DOTS_PER_INCH / 72, math.sqrt(ocr.MOST_PIXELS / max(width * height, 1)))
                picture: Image.Image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
        except PdfiumError as error:
            raise BrokenDocument(path=path, detail=f"page {number} can't be drawn") from error
    picture.info["dpi"] = (72 * scale, 72 * scale)
    return picture


def _read(path: str, data: bytes) -> _Contents:
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(data) as document:
                pages = [page_lines(document[number]) for number in range(len(document))]
                scanned = [
                    number for number, lines in enumerate(pages, start=1) if is_scan(document[number - 1], lines)
                ]
                title = _title(document)
        except PdfiumError as error:
            raise BrokenDocument(path=path, detail=reason(error, data)) from error
    if not pages:
        raise BrokenDocument(path=path, detail="it has no pages")
    return _Contents(pages, scanned, title)


def reason(error: PdfiumError, data: bytes) -> str:
    """Why PDFium can't open a file, in English."""
    # PDFium keeps the code of an earlier failure where it sets none, as for a file without pages.
    if error.err_code == pdfium.FPDF_ERR_PASSWORD and b"/Encrypt" in data:
        return "it is encrypted and opens only with a password"
    if _NO_PAGES.search(data) and not _A_PAGE.search(data):
        return "it has no pages"
    return "it is cut off or damaged, or no PDF"


def _title(document: pypdfium2.PdfDocument) -> str:
    try:
        title: str = document.get_metadata_value("Title")
    except UnicodeDecodeError:
        # The pages may be whole where the properties aren't.
        return ""
    return title


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A drawn character as the reader sees the page: its left and right end, its baseline and its size of type."""

    left: float
    right: float
    baseline: float
    size: float


@dataclass(slots=True)
class _Row:
    """A line's characters (code points, or UTF-16 halves) and those of them that are drawn.

    `places` are the characters' numbers on PDFium's page. `after_gap` holds the positions of drawn ones before which
    PDFium put a space that the file doesn't have.
    """

    units: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    glyphs: list[_Glyph] = field(default_factory=list)
    after_gap: set[int] = field(default_factory=set)


def page_lines(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage | None = None) -> list[Line]:
    """The lines of a page as PDFium parts them, without those of white space. To be called under the lock."""
    rotation = page.get_rotation()
    textpage = textpage or page.get_textpage()
    rows = [_Row()]
    for index in range(textpage.count_chars()):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        row = rows[-1]
        if code == ord("\n"):
            rows.append(_Row())
        elif code not in (0, ord("\r")):
            ends_line = chr(code) in _HYPHENS
            row.units.append(ord("-") if ends_line else code)
            row.places.append(index)
            if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
                row.after_gap.add(len(row.glyphs))
            elif not chr(code).isspace():
                row.glyphs.append(_glyph(textpage, index, rotation))
            if ends_line:
                rows.append(_Row())
    # Where the file holds no spaces at all, those that PDFium adds say nothing of cells.
    spaces = sum(chr(unit).isspace() for row in rows for unit in row.units)
    tells = sum(len(row.after_gap) for row in rows) <= 0.5 * spaces
    return [line for row in rows if (line := _line(row, tells_cells=tells))]


def _glyph(textpage: pypdfium2.PdfTextPage, index: int, rotation: int) -> _Glyph:
    left, bottom, right, top = textpage.get_charbox(index, loose=True)
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(textpage, index, x, y)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(textpage, index, matrix)
    size = abs(pdfium.FPDFText_GetFontSize(textpage, index)) * math.hypot(matrix.c, matrix.d)
    if rotation == 90:
        places = (bottom, top, -x.value, size)
    elif rotation == 180:
        places = (-right, -left, -y.value, size)
    elif rotation == 270:
        places = (-top, -bottom, x.value, size)
    else:
        places = (left, right, y.value, size)
    return _Glyph(*map(_bounded, places))


def _bounded(points: float) -> float:
    """A damaged file may place a character at infinity, or at no number at all."""
    return 0.0 if math.isnan(points) else min(max(points, -_FURTHEST_POINTS), _FURTHEST_POINTS)


def _line(row: _Row, *, tells_cells: bool) -> Line | None:
    # Some PDFs map a character to two UTF-16 halves.
    text = "".join(map(chr, row.units)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    text = " ".join(text.split("\t"))
    before = len(text) - len(text.lstrip())
    text = text.strip()
    if not text or not row.glyphs:
        return None
    size = median(glyph.size for glyph in row.glyphs)
    cells = 1
    for position, (one, other) in enumerate(pairwise(row.glyphs), start=1):
        gap = (other.left - one.right) / size if size else 0.0
        cells += gap > _CELL_GAP or (tells_cells and position in row.after_gap and gap > _SMALL_CELL_GAP)
    return Line(
        text=text,
        left=min(glyph.left for glyph in row.glyphs),
        right=max(glyph.right for glyph in row.glyphs),
        baseline=median(glyph.baseline for glyph in row.glyphs),
        size=size,
        cells=cells,
        places=tuple(_of_code_points(row)[before : before + len(text)]),
    )


def _of_code_points(row: _Row) -> list[int]:
    """The place of each code point of the row's text, where two UTF-16 halves make one."""
    places: list[int] = []
    high = False
    for unit, place in zip(row.units, row.places, strict=True):
        if not (high and 0xDC00 <= unit < 0xE000):
            places.append(place)
            high = 0xD800 <= unit < 0xDC00
        else:
            high = False
    return places
