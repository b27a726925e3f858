"""A conversation as a .docx file, A4, with styles of its own for quotes and their sources."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from assistant.citation import flowing, isolated
from assistant.export.docx_styles import (
    DETAIL,
    LANGUAGES,
    NOTICE,
    QUOTE,
    SOURCE,
    VERDICT,
    add_field,
    lay_out,
    set_language,
)
from assistant.export.record import Entry, Passage, Record
from assistant.ui.lines import Piece
from assistant.ui.messages import Speech


def as_docx(record: Record, now: datetime) -> bytes:
    """The file. Line breaks are kept, but those of a printed page become spaces."""
    document = Document()
    lay_out(document, record.language)
    _describe(document, record, now)
    _Writer(document, record).write()
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _describe(document: Any, record: Record, now: datetime) -> None:
    """What the file says of itself, and the header and footer of its pages."""
    say = Speech(record.language)
    properties = document.core_properties
    properties.title = record.title
    properties.author = properties.last_modified_by = say("app.name")
    properties.comments = ""
    properties.language = LANGUAGES[record.language]
    # Without a time zone, as python-docx writes them: in UTC.
    properties.created = properties.modified = now.astimezone(UTC).replace(tzinfo=None)
    section = document.sections[0]
    section.header.paragraphs[0].text = isolated(record.title)
    footer = section.footer.paragraphs[0]
    before, _, rest = say("export.page_of", page="\x00", pages="\x01").partition("\x00")
    between, _, after = rest.partition("\x01")
    footer.add_run(before)
    add_field(footer, "PAGE")
    footer.add_run(between)
    add_field(footer, "NUMPAGES")
    footer.add_run(after)


class _Writer:
    def __init__(self, document: Any, record: Record) -> None:
        self._document = document
        self._record = record
        # Looked up once: a conversation may have thousands of paragraphs.
        names = ("Title", "Heading 1", "Heading 2", DETAIL, VERDICT, NOTICE, QUOTE, SOURCE)
        self._style_ids = {name: document.styles[name].style_id for name in names}

    def write(self) -> None:
        self._add("Title", self._record.title)
        self._add(DETAIL, " · ".join(self._record.facts))
        if self._record.note is not None:
            self._add(DETAIL, self._record.note)
        for entry in self._record.entries:
            self._write_entry(entry)

    def _write_entry(self, entry: Entry) -> None:
        self._add("Heading 1", f"{entry.number}. {isolated(entry.question)}")
        for detail in entry.details:
            self._add(DETAIL, detail)
        self._add(VERDICT, entry.verdict)
        for passage in entry.passages:
            self._write_passage(passage)
        if entry.nearest:
            self._add("Heading 2", entry.nearest_label)
            for passage in entry.nearest:
                self._write_passage(passage)

    def _write_passage(self, passage: Passage) -> None:
        if passage.notice is not None:
            self._add(NOTICE, passage.notice)
        for line in passage.lines:
            self._add_pieces(line["pieces"], passage)
        facts = [passage.source, *(isolated(each) for each in [passage.heading] if each is not None)]
        facts += [] if passage.confidence is None else [passage.confidence]
        self._add(SOURCE, f"[{passage.number}] — {' · '.join(facts)}")

    def _add(self, style: str, text: str) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._style_ids[style]
        if text:
            paragraph.add_run(text)
        return paragraph

    def _add_pieces(self, pieces: Sequence[Piece], passage: Passage) -> None:
        paragraph = self._add(QUOTE, "")
        for piece in pieces:
            run = paragraph.add_run(flowing(piece["text"]) if passage.flow else piece["text"])
            if piece["kind"] == "speaker":
                run.bold = True
            if piece["kind"] == "mark":
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            if passage.lang != self._record.language:
                set_language(run._r.get_or_add_rPr(), passage.lang)
