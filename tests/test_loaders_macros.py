"""Documents with macros, templates and shows that start by themselves read as the documents that they are."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from index.loaders import FORMATS, load
from index.loaders.packages import _AS_PLAIN

FIXTURES = Path(__file__).parent / "fixtures"


def with_type(name: str, old: str, new: str, **more: bytes) -> bytes:
    """The fixture as if another program had named its main part so, with members beside it."""
    target = io.BytesIO()
    with zipfile.ZipFile(FIXTURES / name) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == "[Content_Types].xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            copy.writestr(entry, content)
        for member, content in more.items():
            copy.writestr(member.replace("__", "/"), content)
    return target.getvalue()


@pytest.mark.parametrize("name", ["merged-writer.docm", "merged-writer.dotx"])
def test_what_writer_saves_with_macros_or_as_a_template(name: str) -> None:
    plain = load("a.docx", (FIXTURES / "merged-writer.docx").read_bytes())
    loaded = load(name, (FIXTURES / name).read_bytes())
    assert replace(loaded, title=plain.title) == plain
    assert (loaded.title, loaded.media_type) == ("Lịch trực Tết", FORMATS["docx"].media_type)
    # Content decides.
    assert load("a.txt", (FIXTURES / name).read_bytes()) == loaded


def test_a_template_of_open_document() -> None:
    plain = load("a.odt", (FIXTURES / "merged-writer.odt").read_bytes())
    assert replace(load("a.ott", (FIXTURES / "merged-writer.ott").read_bytes()), title=plain.title) == plain


@pytest.mark.parametrize(("named", "plain"), _AS_PLAIN.items())
def test_each_kind_of_package_reads_as_the_plain_one(named: str, plain: str) -> None:
    name = "merged-writer.docx" if "word" in named else "slides-pandoc.pptx"
    folder = "word" if "word" in named else "ppt"
    data = with_type(name, plain, named, **{f"{folder}__vbaProject.bin": b'Shell "calc"'})
    assert load(name, data) == load(name, (FIXTURES / name).read_bytes())
