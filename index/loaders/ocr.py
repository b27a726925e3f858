"""Pictures of text: Tesseract, where the machine has it, reads them; paragraphs and lines are those that it sees."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from PIL import Image, ImageOps, ImageSequence

from index.errors import BrokenDocument, EmptyDocument, NeedsTesseract
from index.loaders.metadata import Properties
from index.loaders.plain import document_of
from index.models import LoadedDocument, PageSpan
from index.scans import Scan, joined, with_scan

PNG, JPEG, TIFF, WEBP = "image/png", "image/jpeg", "image/tiff", "image/webp"
# What Tesseract is trained on, and what a page is drawn with.
DOTS_PER_INCH = 300
# An A2 page at that; below what Pillow itself takes for an attack.
MOST_PIXELS = 80_000_000
_LONGEST_SECONDS = 120
_GAP = "\n\n"
_LANGUAGES = ("vie", "eng")
# Stains, stamps and drawings, in which Tesseract sees letters too.
_LEAST_CONFIDENCE = 0.3
# What Pillow raises for damaged pictures.
_MALFORMED = (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, struct.error)


@dataclass(frozen=True, slots=True)
class Tesseract:
    """Tesseract's options: the languages to read, and how it is to part a page."""

    languages: str
    segmentation: str


@dataclass(frozen=True, slots=True)
class OcrPage:
    """The paragraphs of a page and how it went: one page of a Scan."""

    paragraphs: tuple[str, ...]
    scan: Scan


@dataclass(frozen=True, slots=True)
class Word:
    """A word as Tesseract gives it: the numbers of its block, paragraph and line, and its confidence, 0..1."""

    block: int
    paragraph: int
    line: int
    text: str
    confidence: float


def load_picture(path: str, data: bytes, media_type: str) -> LoadedDocument:
    """A .png, .jpg, .tif or .webp file, of which .tif may hold several pages.

    Raises NeedsTesseract, EmptyDocument (nothing to read on it) and BrokenDocument (damaged, or too large).
    """
    tesseract = tesseract_for(path)
    read = [read_page(picture, tesseract) for picture in _pictures(path, data, media_type)]
    parts: list[str] = []
    pages: list[PageSpan] = []
    length = 0
    for number, page in enumerate(read, start=1):
        if page.paragraphs:
            text = _GAP.join(page.paragraphs)
            pages.append(PageSpan(length, length + len(text), number))
            parts.append(text)
            length += len(text) + len(_GAP)
    scan = joined(page.scan for page in read)
    if not parts:
        raise nothing_read(path, scan)
    loaded = document_of(path, _GAP.join(parts), with_scan(media_type, scan), (), Properties())
    return replace(loaded, pages=tuple(pages) if len(read) > 1 else ())


def nothing_read(path: str, scan: Scan) -> BrokenDocument | EmptyDocument:
    """The error for a file without text in which OCR found none either."""
    if scan.unread:
        return BrokenDocument(path=path, detail=f"Tesseract can't read it in {_LONGEST_SECONDS} seconds a page")
    return EmptyDocument(path=path)


def tesseract_for(path: str) -> Tesseract:
    """How to read a file here. Raises NeedsTesseract where it, or its Vietnamese, is missing."""
    # It loads pandas, and most documents do without.
    import pytesseract

    try:
        installed = pytesseract.get_languages()
    except pytesseract.TesseractNotFoundError as error:
        raise NeedsTesseract(path=path) from error
    if _LANGUAGES[0] not in installed:
        # Without it, all Vietnamese letters would come out as others.
        raise NeedsTesseract(path=path)
    # Without the data for that it can't tell which way is up.
    segmentation = "--psm 1" if "osd" in installed else "--psm 3"
    return Tesseract("+".join(each for each in _LANGUAGES if each in installed), segmentation)


def read_page(picture: Image.Image, tesseract: Tesseract) -> OcrPage:
    """What stands on a picture in grey. One that Tesseract fails on, or takes too long for, is unread."""
    import pytesseract

    dots = picture.info.get("dpi", (0, 0))[0]
    options = f"{tesseract.segmentation} --dpi {round(dots)}" if 70 <= dots <= 2400 else tesseract.segmentation
    try:
        rows = pytesseract.image_to_data(
            picture, tesseract.languages, options, output_type=pytesseract.Output.DICT, timeout=_LONGEST_SECONDS
        )
    except RuntimeError:
        return OcrPage((), Scan(unread=1))
    columns = (rows[name] for name in ("block_num", "par_num", "line_num", "text", "conf"))
    return page_of(
        Word(block, paragraph, line, str(text).strip(), confidence / 100)
        for block, paragraph, line, text, confidence in zip(*columns, strict=True)
        if str(text).strip()
    )


def page_of(words: Iterable[Word]) -> OcrPage:
    """The words in paragraphs, whose lines are kept; those in which there is next to nothing to read are left out."""
    paragraphs: list[str] = []
    confidences: list[float] = []
    for found in _paragraphs(words):
        text = _text(found)
        sure = [word.confidence for word in found]
        if not any(char.isalnum() for char in text) or sum(sure) / len(sure) < _LEAST_CONFIDENCE:
            continue
        confidences += sure
        if paragraphs and _goes_on(paragraphs[-1], text):
            paragraphs[-1] += f"\n{text}"
        else:
            paragraphs.append(text)
    if not confidences:
        return OcrPage((), Scan())
    return OcrPage(tuple(paragraphs), Scan(1, sum(confidences) / len(confidences)))


def _paragraphs(words: Iterable[Word]) -> Iterator[list[Word]]:
    found: list[Word] = []
    for word in words:
        if found and (word.block, word.paragraph) != (found[-1].block, found[-1].paragraph):
            yield found
            found = []
        found.append(word)
    if found:
        yield found


def _text(words: list[Word]) -> str:
    lines: list[list[str]] = []
    line = None
    for word in words:
        if word.line != line:
            lines.append([])
        lines[-1].append(word.text)
        line = word.line
    return "\n".join(" ".join(each) for each in lines)


def _goes_on(above: str, below: str) -> bool:
    """Whether Tesseract parted a sentence, as it does where lines are not equally far apart."""
    return below[0].islower() and not above.endswith((".", "!", "?", ":", ";"))


def _pictures(path: str, data: bytes, media_type: str) -> Iterator[Image.Image]:
    """The pages in grey, upright as they are meant to be seen."""
    try:
        with Image.open(io.BytesIO(data), formats=[media_type.removeprefix("image/")]) as opened:
            # The frames of other kinds move, or are one photograph in several sizes.
            for page in ImageSequence.Iterator(opened) if media_type == TIFF else (opened,):
                if page.width * page.height > MOST_PIXELS:
                    detail = f"{page.width} × {page.height} pixels; at most {MOST_PIXELS // 1_000_000} million are read"
                    raise BrokenDocument(path=path, detail=detail)
                dots = page.info.get("dpi", (0, 0))
                grey = _grey(ImageOps.exif_transpose(page))
                grey.info = {"dpi": dots}
                yield grey
    except Image.DecompressionBombError as error:
        raise BrokenDocument(path=path, detail=f"more than {MOST_PIXELS // 1_000_000} million pixels") from error
    except _MALFORMED as error:
        raise BrokenDocument(path=path, detail="it is no picture that can be read") from error


def _grey(picture: Image.Image) -> Image.Image:
    """What is transparent shows white, as paper does."""
    if picture.has_transparency_data:
        drawn = picture.convert("RGBA")
        picture = Image.new("RGBA", drawn.size, "white")
        picture.alpha_composite(drawn)
    return picture.convert("L")
