"""Footnotes and endnotes of Word documents: they stand in parts of their own, and are read behind their paragraph.

Their numbers are drawn by Word and written nowhere, so they are left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Self

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement as Element

_KINDS = (("w:footnote", RELATIONSHIP_TYPE.FOOTNOTES), ("w:endnote", RELATIONSHIP_TYPE.ENDNOTES))


@dataclass(slots=True)
class Notes:
    """The notes that weren't read yet, by the tag and the id that their references have."""

    unread: dict[tuple[str, str | None], Element]

    @classmethod
    def read(cls, document: Document) -> Self:
        """The document's notes."""
        unread: dict[tuple[str, str | None], Element] = {}
        for kind, relation in _KINDS:
            for part in (each.target_part for each in document.part.rels.values() if each.reltype == relation):
                for note in parse_xml(part.blob).iter(qn(kind)):
                    unread[qn(f"{kind}Reference"), note.get(qn("w:id"))] = note
        return cls(unread)

    def of(self, paragraph: Element, not_read: Collection[str]) -> Iterator[Element]:
        """Those that the paragraph refers to, each once; not those that only what is in `not_read` refers to."""
        for reference in paragraph.iter(*(qn(f"{kind}Reference") for kind, _ in _KINDS)):
            if not any(ancestor.tag in not_read for ancestor in reference.iterancestors()):
                note = self.unread.pop((reference.tag, reference.get(qn("w:id"))), None)
                if note is not None:
                    yield note
