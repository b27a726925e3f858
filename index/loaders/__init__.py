"""Documents in: a file's bytes become a LoadedDocument. Content chooses the loader, the suffix what that leaves open.

In the text of every document a blank line parts paragraphs, except that in subtitles each turn is one line.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import BinaryIO

from index.errors import BrokenDocument, EmptyDocument, UnsupportedType
from index.loaders import (
    archives,
    contents,
    mail,
    ocr,
    old_word,
    opendocument,
    outlook,
    pdf,
    plain,
    recordings,
    rtf,
    slides,
    subtitles,
    web,
    web_archive,
    word,
)
from index.models import LoadedDocument

__all__ = ["FORMATS", "SUPPORTED_SUFFIXES", "Format", "format_of", "is_archive", "load"]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: what reads it, the suffixes that it goes by, and the media type that its documents get."""

    load: Callable[[str, bytes], LoadedDocument]
    suffixes: tuple[str, ...]
    media_type: str


# By the name that `contents.kind_of` has for it.
FORMATS: dict[str, Format] = {
    contents.TEXT: Format(plain.load_text, (".txt",), plain.TEXT),
    "markdown": Format(plain.load_markdown, (".md",), plain.MARKDOWN),
    "html": Format(web.load_html, (".html", ".htm"), web.MEDIA_TYPE),
    "docx": Format(word.load_docx, (".docx", ".docm", ".dotx", ".dotm"), word.MEDIA_TYPE),
    "doc": Format(old_word.load_doc, (".doc",), old_word.MEDIA_TYPE),
    "odt": Format(opendocument.load_odt, (".odt", ".ott"), opendocument.MEDIA_TYPE),
    "rtf": Format(rtf.load_rtf, (".rtf",), rtf.MEDIA_TYPE),
    "pptx": Format(slides.load_pptx, (".pptx", ".pptm", ".ppsx", ".ppsm", ".potx", ".potm"), slides.MEDIA_TYPE),
    "pdf": Format(pdf.load_pdf, (".pdf",), pdf.MEDIA_TYPE),
    "png": Format(partial(ocr.load_picture, media_type=ocr.PNG), (".png",), ocr.PNG),
    "jpeg": Format(partial(ocr.load_picture, media_type=ocr.JPEG), (".jpg", ".jpeg"), ocr.JPEG),
    "tiff": Format(partial(ocr.load_picture, media_type=ocr.TIFF), (".tif", ".tiff"), ocr.TIFF),
    "webp": Format(partial(ocr.load_picture, media_type=ocr.WEBP), (".webp",), ocr.WEBP),
    "eml": Format(lambda path, data: mail.load_eml(path, data, load), (".eml",), mail.MEDIA_TYPE),
    "msg": Format(lambda path, data: outlook.load_msg(path, data, load), (".msg",), outlook.MEDIA_TYPE),
    "mhtml": Format(web_archive.load_mhtml, (".mhtml", ".mht"), web_archive.MEDIA_TYPE),
    "vtt": Format(subtitles.load_vtt, (".vtt",), subtitles.VTT),
    "srt": Format(subtitles.load_srt, (".srt",), subtitles.SRT),
    "sbv": Format(subtitles.load_sbv, (".sbv",), subtitles.SBV),
    "json": Format(recordings.load_json, (".json",), recordings.JSON),
    "tsv": Format(recordings.load_tsv, (".tsv",), recordings.TSV),
    # No document by itself: `index.files` finds its members.
    contents.ARCHIVE: Format(archives.load_archive, (".zip",), archives.MEDIA_TYPE),
}
SUPPORTED_SUFFIXES: tuple[str, ...] = tuple(suffix for each in FORMATS.values() for suffix in each.suffixes)
_BY_SUFFIX = {suffix: kind for kind, each in FORMATS.items() for suffix in each.suffixes}
# What a suffix may make of text whose own words leave it open.
_KINDS_OF_TEXT = (contents.TEXT, "markdown", "html", "vtt", "srt", "sbv", "json", "tsv", "eml")
# A name such as "họp 5.3.2024" has none.
_SUFFIX = re.compile(r"\.(?=\S*[a-z])\S{1,16}")


def load(path_name: str, data: bytes) -> LoadedDocument:
    """Read a file's bytes; `path_name` is its name or path, for its suffix, its errors and a date in it.

    Raises UnsupportedType, EmptyDocument (no letter or digit in it), NotUtf8, NeedsLibreOffice, NeedsTesseract,
    BadArchive, BrokenDocument, UnknownTranscript.
    """
    chosen = format_of(path_name, io.BytesIO(data))
    if not data:
        raise EmptyDocument(path=path_name)
    loaded = chosen.load(path_name, data)
    if not any(char.isalnum() for char in loaded.text):
        raise EmptyDocument(path=path_name)
    return loaded


def is_archive(path_name: str, stream: BinaryIO) -> bool:
    """Whether a file holds documents instead of being one. The stream is left at its start. Raises OSError."""
    suffix = PurePosixPath(path_name).suffix.lower()
    named = suffix in FORMATS[contents.ARCHIVE].suffixes
    if suffix in SUPPORTED_SUFFIXES and not named:
        # What is named as a document is one, or is refused as one.
        return False
    found = contents.kind_of(stream)
    stream.seek(0)
    # A damaged one is still no document: its members may be in the library.
    return found == contents.ARCHIVE or (named and found in (contents.UNKNOWN, contents.EMPTY))


def format_of(path_name: str, stream: BinaryIO) -> Format:
    """What the file is: by its content, and by its suffix where that is text of any kind or damaged.

    Raises UnsupportedType, BrokenDocument (another kind of file than its suffix says, and none that is read), OSError.
    """
    suffix = PurePosixPath(path_name.replace("\\", "/")).suffix.lower()
    named = _BY_SUFFIX.get(suffix)
    found = contents.kind_of(stream)
    if found == contents.TEXT:
        if named in _KINDS_OF_TEXT:
            return FORMATS[named]
        if named is not None or _SUFFIX.fullmatch(suffix) is None:
            return FORMATS[contents.TEXT]
        found = "text of another kind"
    if found in FORMATS:
        return FORMATS[found]
    if named is None:
        raise UnsupportedType(path=path_name, found=found, supported=" ".join(SUPPORTED_SUFFIXES))
    if found in (contents.UNKNOWN, contents.EMPTY):
        # Damaged, perhaps: its own loader says what is wrong.
        return FORMATS[named]
    raise BrokenDocument(path=path_name, detail=f"it is {found}")
