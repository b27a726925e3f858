"""What the library holds: its documents, their texts, paragraphs, originals and speakers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from index.edits import Edit
from index.errors import DocumentNotFound
from index.library_base import LibraryBase
from index.loaders.pdf_page import PdfPage, read_pdf_page
from index.models import Paragraph, Source, Turn
from index.reading import page_reader_for
from index.store import DocumentSummary, Reading
from index.who import same_name


@dataclass(frozen=True, slots=True)
class Said:
    """A turn and the paragraph that it stands in."""

    paragraph: Paragraph
    turn: Turn

    @property
    def text(self) -> str:
        """The words, as they stand in the document."""
        start = self.paragraph.start
        return self.paragraph.text[max(0, self.turn.start - start) : self.turn.end - start]


class LibraryContents(LibraryBase):
    """Gives what is stored, as it is."""

    # The list of all documents, with its generation number: each page that is drawn asks for it several times.
    _listed: tuple[int, tuple[DocumentSummary, ...]] | None = None

    def documents(self) -> list[DocumentSummary]:
        """All documents by name."""
        with self._lock, self._store.snapshot():
            generation = self._store.generation
            if self._listed is None or self._listed[0] != generation:
                self._listed = generation, tuple(self._store.documents())
            return list(self._listed[1])

    def summaries(self, documents: Collection[str]) -> dict[str, DocumentSummary]:
        """These documents by their names; those that the library doesn't hold are left out."""
        with self._lock, self._store.snapshot():
            return {each.document: each for each in self._store.summaries(documents)}

    def readings(self, documents: Collection[str]) -> dict[str, Reading]:
        """What was read of each of these documents; those that the library doesn't hold are left out."""
        with self._lock, self._store.snapshot():
            return self._store.readings(documents)

    def media_types(self, documents: Collection[str]) -> dict[str, str]:
        """The media type of each of these documents, which says what OCR did; those that aren't held are left out."""
        with self._lock, self._store.snapshot():
            return self._store.media_types(documents)

    def versions(self, documents: Collection[str]) -> dict[str, str]:
        """The id of the Source of each of these documents; those that the library doesn't hold are left out."""
        with self._lock, self._store.snapshot():
            found = ((document, self._store.find(document)) for document in documents)
            return {document: held.source_id for document, held in found if held is not None}

    def source(self, document: str) -> Source:
        """A document with its text. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            source = self._store.source(document)
        if source is None:
            raise DocumentNotFound(document=document)
        return source

    def paragraphs(self, document: str) -> list[Paragraph]:
        """The paragraphs of a document in order. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            self._found(document)
            return self._store.paragraphs_of(document)

    def document_says(self, document: str) -> Edit:
        """The title and the date as they stand in the document, whatever was edited. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            return self._store.document_says(self._found(document).name)

    def said_by(self, name: str) -> list[Said]:
        """What somebody says in the transcripts, by document and place; of nobody's name, nothing."""
        with self._lock, self._store.snapshot():
            speakers = {speaker for speaker, _ in self._store.speakers() if same_name(speaker, name)}
            return [
                Said(paragraph, turn)
                for paragraph in self._store.paragraphs_spoken(speakers)
                for turn in paragraph.turns
                if turn.speaker in speakers
            ]

    def original(self, document: str) -> bytes:
        """The file as it came. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            return self._store.original(self._found(document).source_id)

    def pdf_page(self, source: Source, page: int) -> PdfPage:
        """A page (from 1) of a .pdf as it is drawn; like the files that are added, read in a process of its own.

        Raises DocumentNotFound where the library doesn't hold this version any more, and UnreadableDocument.
        """
        data = self.original(source.document)
        if hashlib.sha256(data).hexdigest() != source.id:
            raise DocumentNotFound(document=source.document)
        if self._reader is None:
            return read_pdf_page(source.document, data, page)
        return page_reader_for(self._reader.limits).page(source.document, data, page)
