"""Which pages of a PDF are scans: those without text, and those whose text is no more than the stamp of a signature.

A signing program writes who signed, and when, over a scanned page; what the page says is in its picture alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from index.loaders.pdf_layout import Line, TextBlock
from index.text import fold, tokens

# "Người ký: …, Email: …, Cơ quan: …, Thời gian ký: …", twice on some pages.
_LONGEST_STAMP = 600
_LEAST_COVERED = 0.7
_SAID = 0.7


def is_scan(page: pypdfium2.PdfPage, lines: Sequence[Line]) -> bool:
    """Whether OCR has to read the page: something is drawn there and not written. To be called under the lock."""
    if not lines:
        return any(True for _ in page.get_objects(max_depth=1))
    return sum(len(line.text) for line in lines) <= _LONGEST_STAMP and _covered(page) >= _LEAST_COVERED


def unsaid(paragraphs: Iterable[str], blocks: Sequence[TextBlock]) -> list[TextBlock]:
    """What OCR read of a page beyond its own text, which OCR sees there too."""
    said = {word for block in blocks for word in tokens(fold(block.text))}
    return [TextBlock(each, heading=False) for each in paragraphs if not _is_said(each, said)]


def _is_said(paragraph: str, said: set[str]) -> bool:
    words = tokens(fold(paragraph))
    return bool(said) and sum(word in said for word in words) >= _SAID * len(words)


def _covered(page: pypdfium2.PdfPage) -> float:
    """The share of the page, 0..1, under pictures; a scanner may leave it in strips."""
    width, height = page.get_size()
    area = 0.0
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=1):
        left, bottom, right, top = picture.get_bounds()
        area += max(0.0, min(right, width) - max(left, 0.0)) * max(0.0, min(top, height) - max(bottom, 0.0))
    return min(1.0, area / (width * height)) if width * height else 0.0
