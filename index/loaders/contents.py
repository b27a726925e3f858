"""What a file is, by its bytes: names lie, and old programs save one kind of file under the suffix of another."""

from __future__ import annotations

import re
import struct
import zipfile
from typing import BinaryIO

import olefile

from index.loaders.charsets import utf16
from index.unzipping import damage_as_bad_zip

# Text whose kind its bytes leave open: plain text or Markdown, or subtitles or a page without their first line.
TEXT = "text"
# Members with documents of their own.
ARCHIVE = "zip"
EMPTY = "an empty file"
UNKNOWN = "binary data of no known kind"
# Enough to know a file by; folders are full of others that are looked at and passed over.
_HEAD = 16_384
_SAMPLE = 65_536
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1b")
# Before its header a PDF may hold so many bytes of anything.
_PDF_HEADER_WITHIN = 1_024
# The first bytes of what is a file of FORMATS, or else a phrase for the reader.
_FIRST_BYTES = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1aE\xdf\xa3", "a recording"),
    (b"7z\xbc\xaf\x27\x1c", "an archive"),
    (b"Rar!\x1a\x07", "an archive"),
    (b"\x1f\x8b", "an archive"),
)
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IN_COMPOUND_FILE = (
    ("EncryptedPackage", "an Office document that is locked with a password"),
    ("WordDocument", "doc"),
    ("Workbook", "an Excel workbook"),
    ("Book", "an Excel workbook"),
    ("PowerPoint Document", "a PowerPoint presentation of before 2007"),
    ("__properties_version1.0", "msg"),
)
# The same of binary data only: a text may begin with these letters.
_FIRST_LETTERS = (
    (b"GIF8", "an image"),
    (b"ID3", "a recording"),
    (b"OggS", "a recording"),
    (b"fLaC", "a recording"),
    (b"RIFF", "a recording or an image"),
)
_WEBP = re.compile(rb"RIFF.{4}WEBP", re.DOTALL)
_FILM = re.compile(rb".{4}ftyp", re.DOTALL)
_IN_ARCHIVE = (("word/", "docx"), ("ppt/", "pptx"), ("xl/", "an Excel workbook"))
_OPEN_DOCUMENT = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "an OpenDocument spreadsheet",
    "application/vnd.oasis.opendocument.presentation": "an OpenDocument presentation",
    "application/epub+zip": "an EPUB book",
}
# Comments are taken whole: a page of a hundred would be tried in endless ways.
_PAGE = re.compile(
    r"(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL
)
# The header lines that a program wrote before an e-mail or a saved page; those that a person copied name no MIME.
_HEADERS = re.compile(r"(?:[!-9;-~]{1,80}:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_MAIL = re.compile(r"^(?:mime-version|message-id|received|return-path):", re.IGNORECASE | re.MULTILINE)
_ADDRESSED = re.compile(r"^(?:to|cc|bcc|message-id|received|delivered-to):", re.IGNORECASE | re.MULTILINE)
_SAVED_PAGE = re.compile(r"^content-type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_FIRST_WORDS = (
    ("html", _PAGE),
    ("vtt", re.compile(r"WEBVTT(?:\s|$)")),
    ("srt", re.compile(r"(?:\d+\s*\n\s*)?\d+:\d\d:\d\d,\d{1,3}\s*-->\s*\d+:\d\d:\d\d,\d{1,3}")),
    ("sbv", re.compile(r"\d+:\d\d:\d\d\.\d{3},\d+:\d\d:\d\d\.\d{3}\s*\n")),
    ("tsv", re.compile(r"start\tend\ttext\r?\n")),
)


def kind_of(stream: BinaryIO) -> str:
    """The key of one of the FORMATS where the bytes show it, TEXT, or a phrase in English for what can't be read.

    Of a large file only the head is read, and of an archive its list of members. Raises OSError.
    """
    head = stream.read(_HEAD)
    if not head:
        return EMPTY
    found = next((kind for first, kind in _FIRST_BYTES if head.startswith(first)), None)
    if found is not None:
        return found
    if head.startswith(b"PK\x03\x04"):
        return _kind_of_archive(stream)
    if head.startswith(_COMPOUND_FILE):
        return _kind_of_compound_file(stream)
    wide = utf16(head)
    if wide is None and is_binary(head):
        if b"%PDF-" in head[:_PDF_HEADER_WITHIN]:
            return "pdf"
        if _FILM.match(head):
            return "a recording"
        if _WEBP.match(head):
            return "webp"
        return next((kind for first, kind in _FIRST_LETTERS if head.startswith(first)), UNKNOWN)
    # What isn't ASCII may come out wrong here, which is enough to know markup by.
    words = head.decode(wide or "utf-8", "replace").lstrip("\ufeff \t\r\n")
    found = next((kind for kind, pattern in _FIRST_WORDS if pattern.match(words)), None)
    return found or _kind_of_mail(words.replace("\r\n", "\n")) or TEXT


def is_binary(data: bytes) -> bool:
    """Whether it is no text in any encoding of single bytes: a zero byte, or a good part control characters."""
    sample = data[:_SAMPLE]
    controls = sum(1 for byte in sample if byte < 0x20 and byte not in _TEXT_CONTROLS)
    return b"\0" in data or controls > 0.3 * len(sample)


def _kind_of_mail(words: str) -> str | None:
    headers = _HEADERS.match(words)
    if headers is None or not _MAIL.search(headers[0]):
        return None
    return "mhtml" if _SAVED_PAGE.search(headers[0]) and not _ADDRESSED.search(headers[0]) else "eml"


def _kind_of_compound_file(stream: BinaryIO) -> str:
    """What an old Office document or an Outlook message is, by the streams in it."""
    stream.seek(0)
    try:
        with olefile.OleFileIO(stream) as compound:
            return next((kind for name, kind in _IN_COMPOUND_FILE if compound.exists(name)), UNKNOWN)
    except (OSError, IndexError, ValueError, struct.error) as error:
        if isinstance(error, OSError) and error.errno is not None:
            # The disk's, not olefile's.
            raise
        return "a damaged Office document of before 2007"


def _kind_of_archive(stream: BinaryIO) -> str:
    try:
        with damage_as_bad_zip(), zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
            if names[:1] == ["mimetype"]:
                with archive.open("mimetype") as member:
                    media_type = member.read(100).decode("ascii", "replace").strip()
                return _OPEN_DOCUMENT.get(media_type, ARCHIVE)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        return UNKNOWN
    if "[Content_Types].xml" in names:
        for folder, kind in _IN_ARCHIVE:
            if any(name.startswith(folder) for name in names):
                return kind
    return ARCHIVE
