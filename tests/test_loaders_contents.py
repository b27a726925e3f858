"""What a file is shows in its bytes: it is read as that under any name, or refused with the reason."""

from __future__ import annotations

import errno
import io
import zipfile
from pathlib import Path

import pytest

from index.errors import BrokenDocument, UnsupportedType
from index.filters import kinds_of
from index.loaders import FORMATS, SUPPORTED_SUFFIXES, load
from index.loaders.contents import UNKNOWN, kind_of

FIXTURES = Path(__file__).parent / "fixtures"
DOCUMENTS = Path(__file__).parent.parent / "seeds/documents"
SRT = "1\r\n00:00:01,000 --> 00:00:02,500\r\nXin chào.\r\n".encode()
VTT = "WEBVTT\n\n00:01.000 --> 00:02.500\nXin chào.\n".encode()
NAMES = ("a", "a.txt", "a.md", "a.doc", "a.docx", "a.pdf", "a.html", "a.srt", "a.vtt", "a.PNG", "họp 5.3.2024")


def archive(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/"), content)
    return packed.getvalue()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        ((FIXTURES / "team-pandoc.docx").read_bytes(), FORMATS["docx"].media_type),
        ((FIXTURES / "team-pandoc.html").read_bytes(), "text/html"),
        ((DOCUMENTS / "bien-ban-tinh-uy-son-giang.pdf").read_bytes(), "application/pdf"),
        (b"\xef\xbb\xbf" + SRT, "application/x-subrip"),
        (VTT, "text/vtt"),
    ],
    ids=["docx", "html", "pdf", "srt", "vtt"],
)
def test_a_file_is_read_as_what_it_is_under_any_name(name: str, data: bytes, media_type: str) -> None:
    assert load(name, data).media_type == media_type


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html>\n<title>a</title>",
        b"\xef\xbb\xbf \r\n<HTML xmlns:o='urn:x'>",
        b"<?xml version='1.0'?>\n<!-- saved\nfrom -->\n<!-- b --><html>",
        b"<body class=a>",
        "<html><p>Đề án".encode("utf-16"),
        b"\xfe\xff" + "<html><p>Đề án".encode("utf-16-be"),
    ],
)
def test_a_page_is_known_by_its_first_tag(data: bytes) -> None:
    assert kind_of(io.BytesIO(data)) == "html"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"<header> is a tag.", "text/markdown"),
        (b"See <html> for more.", "text/markdown"),
        (b"<!-- note --> # Minutes", "text/markdown"),
        (b"WEBVTTX is a word", "text/markdown"),
        (b"RIFF is a word, and so is GIF8", "text/markdown"),
        (b"1\nNo time --> here", "text/markdown"),
        (b"See ftyp", "text/markdown"),
        (b"<!-- a -->" * 5_000 + b"Text", "text/markdown"),
    ],
)
def test_text_that_begins_much_as_another_kind_is_text(data: bytes, media_type: str) -> None:
    loaded = load("a.md", data)
    assert (loaded.media_type, loaded.text) == (media_type, data.decode())


def test_the_suffix_decides_where_the_content_leaves_it_open() -> None:
    data = "# Một đoạn thôi\n\nHết.".encode()
    names = ("a.txt", "a.md", "a.html", "a", "a.docx", "a.05")
    types = [load(name, data).media_type for name in names]
    assert types == ["text/plain", "text/markdown", "text/html", *["text/plain"] * 3]
    for name in ("a.srt", "a.vtt"):
        with pytest.raises(BrokenDocument):
            load(name, data)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"\x00\x01\x02 xin", UNKNOWN),
        (b"\x7fELF\x02\x01\x01\x00", UNKNOWN),
        (b"GIF89a\x00\x01", "an image"),
        (b"\x00\x00\x00\x20ftypisom", "a recording"),
        (b"RIFF\x00\x00\x00\x00WAVE", "a recording or an image"),
        (archive(**{"[Content_Types].xml": "", "xl__workbook.xml": ""}), "an Excel workbook"),
        (archive(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "an OpenDocument spreadsheet"),
        (b"PK\x03\x04 cut short", UNKNOWN),
        (b"text", "text of another kind"),
        (b"", "an empty file"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_it_is(data: bytes, found: str) -> None:
    with pytest.raises(UnsupportedType) as caught:
        load("thư mục/a.xyz", data)
    supported = " ".join(SUPPORTED_SUFFIXES)
    assert caught.value.values == {"path": "thư mục/a.xyz", "found": found, "supported": supported}


def test_a_compound_file_with_a_broken_table_is_refused() -> None:
    data = bytearray((FIXTURES / "merged-writer.doc").read_bytes())
    # Where its table of sectors goes on, and for how many more: for none, by its own count of them.
    data[68:76] = bytes([0, 0, 0, 0, 1, 0, 0, 0])
    for name in ("a.doc", "a.msg"):
        with pytest.raises(BrokenDocument) as caught:
            load(name, bytes(data))
        assert caught.value.values["detail"] == "it is a damaged Office document of before 2007"


def test_a_disk_that_fails_is_no_damage_of_the_file() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() == 0:
                return super().read(size)
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        kind_of(Failing((FIXTURES / "merged-writer.doc").read_bytes()))


@pytest.mark.parametrize("name", ["library.sqlite3-wal", "a.~lock", "Makefile.am", "a.7z"])
def test_text_of_a_suffix_that_is_none_of_ours_is_not_taken_in(name: str) -> None:
    with pytest.raises(UnsupportedType):
        load(name, b"text")
    assert load("biên bản 5.3.2024 bản cuối", b"text").media_type == "text/plain"


def test_an_image_under_the_suffix_of_a_document_is_refused_as_an_image() -> None:
    for suffix in SUPPORTED_SUFFIXES:
        with pytest.raises(BrokenDocument) as caught:
            load(f"a{suffix}", b"GIF89a\x00\x01")
        assert caught.value.values == {"path": f"a{suffix}", "detail": "it is an image"}


def test_bytes_before_the_header_of_a_pdf() -> None:
    data = b"\x00" * 900 + (DOCUMENTS / "bien-ban-tinh-uy-son-giang.pdf").read_bytes()
    assert load("a", data).media_type == "application/pdf"


def test_every_format_has_suffixes_of_its_own_and_a_kind_to_filter_by() -> None:
    assert len(set(SUPPORTED_SUFFIXES)) == len(SUPPORTED_SUFFIXES)
    kinds = {name: kinds_of(each.media_type, spoken=False) for name, each in FORMATS.items()}
    assert [name for name, found in kinds.items() if not found] == ["zip"]
