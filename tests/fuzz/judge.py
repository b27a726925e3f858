"""What may become of a file: a document whose ranges lie in its text, or one of the library's refusals."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from itertools import pairwise
from unittest.mock import patch

from PIL import Image

from index import errors
from index.errors import BrokenDocument, TooMuchMemory, UnreadableDocument
from index.files import uploaded_files
from index.loaders import FORMATS, ocr, old_word
from index.loaders.pdf_page import read_pdf_page
from index.models import LoadedDocument, PageSpan, Span, Turn
from index.paragraphs import LONGEST_PARAGRAPH, split
from index.reading_wire import document_from, from_json
from index.reading_worker import _answer
from index.settings import ReadingLimits

_LIMITS = ReadingLimits()


class Wrong(AssertionError):
    """What a file must not do to the program."""


def judge(kind: str, data: bytes) -> None:
    """Reads the file as the reading process does, under the format's first suffix. Raises Wrong and what crashed it."""
    name = f"họp{FORMATS[kind].suffixes[0]}"
    for member, content in uploaded_files(name, data):
        _judge_one(member, content)
    if kind == "pdf":
        try:
            drawn = read_pdf_page(name, data, 1)
            _need(drawn.boxes(0, len(drawn.text)) is not None, "no boxes")
        except BrokenDocument as error:
            _need(error.values["path"] == name, f"{error.values} doesn't name the file")


def stand_ins() -> None:
    """From now on, Tesseract and LibreOffice read nothing: they are programs of their own with limits of their own."""
    random.seed(0)
    patch.object(ocr, "tesseract_for", lambda path: ocr.Tesseract("vie", "--psm 3")).start()
    patch.object(ocr, "read_page", _read_page).start()
    patch.object(old_word, "_run", lambda command: None).start()
    patch.object(old_word.shutil, "which", lambda name: name).start()


def _read_page(picture: Image.Image, tesseract: ocr.Tesseract) -> ocr.OcrPage:
    """Does with the picture what pytesseract does before it starts Tesseract."""
    picture.save(io.BytesIO(), "PNG")
    return ocr.page_of([ocr.Word(1, 1, 1, "Xin", 0.9), ocr.Word(1, 1, 2, "chào", 0.8)])


def _judge_one(name: str, data: bytes) -> None:
    fields = from_json(_answer(name, data, _LIMITS.memory_mb, _LIMITS.characters))
    if "error" in fields:
        kind = getattr(errors, fields["error"])
        _need(issubclass(kind, UnreadableDocument), f"{kind} is no refusal of a file")
        _need(kind is not TooMuchMemory, "a small file takes all the memory")
        _need(fields["values"]["path"] == name, f"{fields['values']} doesn't name the file")
        str(kind(**fields["values"])).encode()
        return
    loaded = document_from(fields["document"])
    _need(any(char.isalnum() for char in loaded.text), "a document without words")
    _within(loaded, loaded.headings)
    _within(loaded, loaded.pages)
    _within(loaded, loaded.turns)
    paragraphs = split(loaded, "s", name)
    for one, other in pairwise(paragraphs):
        _need(one.end <= other.start, f"{one.id} and {other.id} overlap")
    for each in paragraphs:
        _need(0 <= each.start < each.end <= len(loaded.text), f"{each.id} isn't in the text")
        _need(each.text == loaded.text[each.start : each.end], f"{each.id} isn't a range of the text")
        _need(len(each.text) <= LONGEST_PARAGRAPH, f"{each.id} is too long")
    quoted = sum(sum(not char.isspace() for char in each.text) for each in paragraphs)
    _need(quoted > 0, "no paragraph")


def _within(loaded: LoadedDocument, spans: Sequence[Span | PageSpan | Turn]) -> None:
    """That the ranges lie in the text, and turns and pages in order."""
    for span in spans:
        _need(0 <= span.start < span.end <= len(loaded.text), f"{span} isn't in the text of {len(loaded.text)}")
    if spans and not isinstance(spans[0], Span):
        for one, other in pairwise(spans):
            _need(one.end <= other.start, f"{one} and {other} overlap")


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise Wrong(otherwise)
