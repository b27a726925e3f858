"""What OCR read of a document, noted in its media type: "application/pdf; ocr=0.94; ocr-pages=3; unread-pages=1".

RFC 2045 leaves room for such parameters, and a library of any version keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PARAMETERS = re.compile(r"(?:; ocr=([01]\.\d\d); ocr-pages=(\d{1,9}))?(?:; unread-pages=(\d{1,9}))?")
_INSTALL = "On Debian: apt install tesseract-ocr tesseract-ocr-vie"


@dataclass(frozen=True, slots=True)
class Scan:
    """How many `pages` OCR read, with which `confidence` (0..1, the mean of its words), and how many stay `unread`."""

    pages: int = 0
    confidence: float = 0.0
    unread: int = 0


def with_scan(media_type: str, scan: Scan) -> str:
    """The media type with what OCR did; as it is where that is nothing."""
    # Cut, not rounded, as every confidence is.
    share = int(scan.confidence * 100 + 1e-9) / 100
    read = f"; ocr={share:.2f}; ocr-pages={scan.pages}" if scan.pages else ""
    return f"{bare(media_type)}{read}{f'; unread-pages={scan.unread}' if scan.unread else ''}"


def bare(media_type: str) -> str:
    """The media type alone."""
    return media_type.partition(";")[0]


def scan_of(media_type: str) -> Scan:
    """What OCR did; nothing where the media type says nothing of it."""
    match = _PARAMETERS.fullmatch(media_type, len(bare(media_type)))
    if match is None:
        return Scan()
    confidence, pages, unread = match.groups()
    return Scan(int(pages or 0), float(confidence or 0), int(unread or 0))


def joined(scans: Iterable[Scan]) -> Scan:
    """What OCR did to several documents, or pages, that make one; every page counts alike."""
    parts = list(scans)
    pages = sum(part.pages for part in parts)
    confidence = sum(part.confidence * part.pages for part in parts) / pages if pages else 0.0
    return Scan(pages, confidence, sum(part.unread for part in parts))


def in_words(media_type: str) -> str:
    """A sentence for the one who adds the document; "" where OCR had nothing to do."""
    scan = scan_of(media_type)
    read = f"{_pages(scan.pages)} read by OCR, {int(scan.confidence * 100 + 1e-9)}% sure" if scan.pages else ""
    unread = f"{_pages(scan.unread)} without text not read. Is Tesseract there? {_INSTALL}" if scan.unread else ""
    return "; ".join(part for part in (read, unread) if part)


def _pages(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"
