"""Any words that a program puts into a document come back from it, as they were and in their order."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable
from email.message import EmailMessage

import docx
import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.util import Pt

from index.loaders import load

# Letters of one, two and four bytes, marks of their own, and what markup, lists and transcripts are made of.
_WORD = st.text(st.sampled_from("aBđệỘ\u0302\u0323😀𝔘1<>&\"'\\{}[]()*#|;:,.-–_=/"), min_size=1, max_size=9)
_SENTENCE = st.lists(_WORD, min_size=1, max_size=8).map(lambda words: f"Lời {' '.join(words)} hết")
PARAGRAPHS = st.lists(_SENTENCE, min_size=1, max_size=6)


def as_docx(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        half = len(text) // 2
        paragraph.add_run(text[:half]).bold = True
        paragraph.add_run(text[half:])
    return _saved(document.save)


def as_pptx(paragraphs: list[str]) -> bytes:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[6])
    for number, text in enumerate(paragraphs):
        box = slide.shapes.add_textbox(Pt(20), Pt(20 + 60 * number), Pt(600), Pt(40))
        box.text_frame.text = text
    return _saved(show.save)


def as_odt(paragraphs: list[str]) -> bytes:
    body = "".join(f"<text:p>{html.escape(text)}</text:p>" for text in paragraphs)
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text"))
    content = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", f"{content}</office:document-content>")
    return out.getvalue()


def as_html(paragraphs: list[str]) -> bytes:
    return f"<html><body>{''.join(f'<p>{html.escape(text)}</p>' for text in paragraphs)}".encode()


def as_mhtml(paragraphs: list[str]) -> bytes:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content(as_html(paragraphs).decode(), subtype="html")
    message.make_related()
    return message.as_bytes()


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    out = io.BytesIO()
    save(out)
    return out.getvalue()


@pytest.mark.parametrize("make", [as_docx, as_pptx, as_odt, as_html, as_mhtml], ids=lambda make: make.__name__[3:])
@given(PARAGRAPHS)
@settings(max_examples=10)
def test_any_words_come_back(make: Callable[[list[str]], bytes], paragraphs: list[str]) -> None:
    assert load(f"a.{make.__name__[3:]}", make(paragraphs)).text == "\n\n".join(paragraphs)
