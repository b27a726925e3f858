"""Files that can't become a document: each gets its own error, with the file's name and what is wrong."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BrokenDocument, EmptyDocument, NotUtf8, UnreadableDocument
from index.loaders import SUPPORTED_SUFFIXES, load

FIXTURES = Path(__file__).parent / "fixtures"
_DAMAGED = (".docx", ".odt", ".rtf", ".pptx", ".msg", ".html", ".mhtml")
OFFICE = [*sorted(path for path in FIXTURES.iterdir() if path.suffix in _DAMAGED), FIXTURES / "numbered.pdf"]


@pytest.mark.parametrize("suffix", SUPPORTED_SUFFIXES)
def test_an_empty_file(suffix: str) -> None:
    with pytest.raises(EmptyDocument) as caught:
        load(f"trống{suffix}", b"")
    assert caught.value.values == {"path": f"trống{suffix}"}
    assert str(caught.value).startswith(f"trống{suffix}: there is no text in this file")


@pytest.mark.parametrize("data", [b" \r\n\t\n", b"\xef\xbb\xbf", "\u3000\u00a0".encode(), b"--- ***\n"])
@pytest.mark.parametrize("suffix", [".txt", ".md"])
def test_a_file_without_words(suffix: str, data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        load(f"a{suffix}", data)


@pytest.mark.parametrize(
    ("data", "position"),
    [
        (b"xin ch\xe0o", 6),
        (b"\xef\xbb\xbfxin ch\xe0o", 9),
        ("Đề án".encode("utf-16")[:-1], 10),
        ("Đề án".encode("utf-16-be")[:-1], None),
        (b"\xfe\xff\xd8\x00\x00x", 2),
        ("xin chào".encode() + b"\xc3", 9),
        (b"\xed\xa0\x80 nua cap", 0),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".vtt", ".srt"])
def test_text_in_no_known_encoding(suffix: str, data: bytes, position: int | None) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        load(f"a{suffix}", data)
    if position is None:
        # UTF-16 without a mark that isn't whole is full of zero bytes.
        assert isinstance(caught.value, BrokenDocument)
    else:
        assert isinstance(caught.value, NotUtf8)
        assert caught.value.values == {"path": f"a{suffix}", "position": position}


@pytest.mark.parametrize(
    ("data", "detail"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "it is a binary file, not text"),
        (bytes(range(1, 9)) * 20 + b"abc", "it is a binary file, not text"),
        (b"PK\x03\x04\x14\x00", "it is a binary file, not text"),
        (b"%PDF-1.7\nxin", "it is cut off or damaged, or no PDF"),
        (b"GIF89a\x00\x01", "it is an image"),
    ],
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".vtt", ".srt"])
def test_a_binary_with_the_name_of_a_text(suffix: str, data: bytes, detail: str) -> None:
    with pytest.raises(BrokenDocument) as caught:
        load(f"a{suffix}", data)
    assert caught.value.values == {"path": f"a{suffix}", "detail": detail}


def test_text_with_the_name_of_a_binary_is_read_as_text() -> None:
    for name in ("a.docx", "a.pdf"):
        loaded = load(name, "Chỉ là chữ.".encode())
        assert (loaded.text, loaded.media_type) == ("Chỉ là chữ.", "text/plain")


@pytest.mark.parametrize("name", [path.name for path in OFFICE])
@given(
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4)), max_size=6),
    st.floats(0, 1),
)
@settings(max_examples=12, deadline=None)
def test_a_damaged_file_is_read_or_refused(name: str, damage: list[tuple[float, bytes]], whole: float) -> None:
    data = bytearray((FIXTURES / name).read_bytes())
    for place, put in damage:
        at = int(place * len(data))
        data[at : at + len(put)] = put
    try:
        loaded = load(name, bytes(data[: int(len(data) * max(whole, 0.5))]))
    except UnreadableDocument as error:
        assert error.values["path"] == name
    else:
        assert all(0 <= span.start < span.end <= len(loaded.text) for span in loaded.headings)


@pytest.mark.parametrize(
    ("name", "part", "old", "new"),
    [
        ("team-pandoc.docx", "[Content_Types].xml", "wordprocessingml.styles+xml", "x"),
        ("team-pandoc.docx", "_rels/.rels", 'Target="word/document.xml"', ""),
        ("team-pandoc.docx", "word/numbering.xml", 'w:ilvl="0"', 'w:ilvl="x"'),
        ("team-pandoc.docx", "word/document.xml", "w:body>", "w:bodyx>"),
        ("slides-pandoc.pptx", "ppt/slides/slide2.xml", "p:spTree>", "p:spTreex>"),
        ("slides-pandoc.pptx", "ppt/_rels/presentation.xml.rels", "Target=", "X="),
        ("slides-pandoc.pptx", "[Content_Types].xml", "presentationml.slideMaster+xml", "x"),
        ("lists-pandoc.odt", "content.xml", "<office:body>", ""),
    ],
)
def test_a_part_that_is_not_as_the_standard_wants_it(name: str, part: str, old: str, new: str) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(FIXTURES / name) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            copy.writestr(entry, content)
    with pytest.raises(BrokenDocument) as caught:
        load(name, target.getvalue())
    assert caught.value.values["path"] == name
    assert str(caught.value.values["detail"]).startswith("it has no ")


def test_one_stray_control_character_is_still_text() -> None:
    assert load("a.txt", b"xin\x0cchao \x1b[0m\x01").text == "xin\x0cchao \x1b[0m\x01"
