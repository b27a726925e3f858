"""One page of a PDF file: its picture, and where on it each character of its text stands."""

from __future__ import annotations

import ctypes
import io
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, product

import pypdfium2
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from index.errors import BrokenDocument
from index.loaders.pdf import GAP, PDFIUM, page_lines, reason
from index.loaders.pdf_furniture import EDGE_BLOCKS, Edges, order
from index.loaders.pdf_layout import paragraphs

# An A4 page at 150 dots an inch: sharp on a laptop's screen, about 100 KB in grey.
_LONGEST_SIDE_PIXELS = 1754
# PDFium gives places on a picture in whole pixels; on one of this width they are exact enough.
_FINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the page as it is shown (turned, where the page is): shares 0..1 of its width and height from the
    left and the top.
    """

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PdfPage:
    """`page` counts from 1, `pages` in all; the picture `png` is `width` by `height` pixels.

    `text` is the part of the document's text that stands on the page, its last and first blank lines left out.
    `line_starts` are offsets into it, and `characters` holds a line's boxes, None for what isn't drawn.
    `blocks` are the numbers of lines in the page's blocks, as they follow each other on the page.
    """

    page: int
    pages: int
    width: int
    height: int
    png: bytes
    text: str
    line_starts: tuple[int, ...]
    characters: tuple[tuple[Box | None, ...], ...]
    blocks: tuple[int, ...]

    def arranged(self) -> Iterator[PdfPage]:
        """The page with its text in each order that the document's text may have it in, as it is drawn first.

        Where the furniture of a page's edges is, only the other pages tell.
        """
        starts = [0, *accumulate(self.blocks)]
        seen = set()
        for top, bottom in product(range(EDGE_BLOCKS + 1), repeat=2):
            if top + bottom > len(self.blocks):
                continue
            for inside in product((False, True), repeat=2):
                places = tuple(order(len(self.blocks), Edges(top, bottom, *inside)))
                if places not in seen:
                    seen.add(places)
                    yield self._in_order([range(starts[place], starts[place + 1]) for place in places])

    def _in_order(self, blocks: Sequence[range]) -> PdfPage:
        text = ""
        line_starts: list[int] = []
        for lines in blocks:
            text += GAP if text else ""
            first = self.line_starts[lines.start]
            end = self.line_starts[lines.stop - 1] + len(self.characters[lines.stop - 1])
            line_starts += [self.line_starts[line] - first + len(text) for line in lines]
            text += self.text[first:end]
        characters = tuple(self.characters[line] for lines in blocks for line in lines)
        return replace(self, text=text, line_starts=tuple(line_starts), characters=characters)

    def boxes(self, start: int, end: int) -> list[Box]:
        """A rectangle for each line that start..end (offsets into `text`, clipped to it) touches."""
        found: list[Box] = []
        first = max(0, bisect_right(self.line_starts, max(start, 0)) - 1)
        for line_start, line in zip(self.line_starts[first:], self.characters[first:], strict=True):
            if line_start >= end:
                break
            drawn = [box for box in line[max(0, start - line_start) : end - line_start] if box is not None]
            if drawn:
                found.append(_around(drawn))
        return found


def read_pdf_page(path: str, data: bytes, page: int) -> PdfPage:
    """Page `page` (from 1) of a .pdf file. Raises BrokenDocument where it can't be drawn."""
    with PDFIUM:
        try:
            with pypdfium2.PdfDocument(data) as document:
                if not 1 <= page <= len(document):
                    raise BrokenDocument(path=path, detail=f"it has no page {page}")
                # What is filled in belongs to the picture.
                document.init_forms()
                return _read(document, page)
        except PdfiumError as error:
            raise BrokenDocument(path=path, detail=reason(error, data)) from error


def _read(document: pypdfium2.PdfDocument, number: int) -> PdfPage:
    page = document[number - 1]
    textpage = page.get_textpage()
    lines = page_lines(page, textpage)
    # The size of the body tells headings alone, which are part of the text all the same.
    blocks = [block.text for block in paragraphs(lines, body=0.0)]
    text = GAP.join(blocks)
    starts: list[int] = []
    position = 0
    for line in lines:
        while text[position] == "\n":
            position += 1
        starts.append(position)
        position += len(line.text)
    characters = tuple(
        tuple(
            _box(page, textpage, place, drawn=not char.isspace())
            for char, place in zip(line.text, line.places, strict=True)
        )
        for line in lines
    )
    width, height, png = _picture(page)
    return PdfPage(
        number,
        len(document),
        width,
        height,
        png,
        text,
        tuple(starts),
        characters,
        tuple(block.count("\n") + 1 for block in blocks),
    )


def _picture(page: pypdfium2.PdfPage) -> tuple[int, int, bytes]:
    """Width and height in pixels, and the PNG."""
    image = page.render(scale=_LONGEST_SIDE_PIXELS / max(page.get_size())).to_pil().convert("RGB")
    grey = image.convert("L")
    if grey.convert("RGB").tobytes() == image.tobytes():
        # A third of the size.
        image = grey
    file = io.BytesIO()
    image.save(file, "PNG")
    return image.width, image.height, file.getvalue()


def _box(page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage, place: int, *, drawn: bool) -> Box | None:
    """The character's box, as high as its line of type."""
    if not drawn:
        return None
    left, bottom, right, top = textpage.get_charbox(place, loose=True)
    if left == right or bottom == top:
        return None
    corners = (_on_page(page, left, bottom), _on_page(page, right, top))
    across, down = zip(*corners, strict=True)
    return Box(min(across), min(down), max(across), max(down))


def _on_page(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """A point of the file as shares of the page's width and height, as PDFium draws it."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, _FINE, _FINE, 0, x, y, across, down)
    return across.value / _FINE, down.value / _FINE


def _around(boxes: Sequence[Box]) -> Box:
    def edges(name: str) -> Iterable[float]:
        return (getattr(box, name) for box in boxes)

    return Box(min(edges("left")), min(edges("top")), max(edges("right")), max(edges("bottom")))
