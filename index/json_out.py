"""Hits as JSON: the fields that other programs rely on, the same from every command."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Any

from index.catalogue import Scope
from index.filters import Filters, filter_fields
from index.models import Hit, Paragraph
from index.store import DocumentSummary

Json = dict[str, Any]
# What JSON leaves as it is, and some programs take for the end of a line or a terminal for a command.
_RAW = re.compile("[\x7f-\x9f\u2028\u2029]")


def json_line(fields: Json) -> str:
    """An object on one line, whatever a reader takes for the end of a line."""
    return _RAW.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(fields, ensure_ascii=False))


def paragraph_fields(paragraph: Paragraph, *, confidence: float, cosine: float | None, bm25: float | None) -> Json:
    """A paragraph that was found, and the evidence for it.

    `start` and `end`, those of the turns too, are code points of the document's text; what is unknown is null.
    """
    return {
        "document": paragraph.document,
        "paragraph_id": paragraph.id,
        "start": paragraph.start,
        "end": paragraph.end,
        "text": paragraph.text,
        "page": paragraph.page,
        "heading": paragraph.heading,
        "speaker": paragraph.speaker,
        "start_ms": paragraph.start_ms,
        "end_ms": paragraph.end_ms,
        "turns": [asdict(turn) for turn in paragraph.turns],
        "confidence": confidence,
        "cosine": cosine,
        "bm25": bm25,
        "number": paragraph.number,
        "row": None if paragraph.row is None else asdict(paragraph.row),
    }


def document_fields(summary: DocumentSummary) -> Json:
    """A document of the library; what its letterhead says stands among the rest."""
    fields = asdict(summary)
    head = fields.pop("letterhead")
    return {**fields, **head}


def hit_fields(hit: Hit) -> Json:
    """A hit of a search."""
    return paragraph_fields(hit.paragraph, confidence=hit.confidence, cosine=hit.cosine, bm25=hit.bm25)


def scope_fields(filters: Filters, scope: Scope | None) -> Json:
    """The filters that a question was asked with, and how many documents they left out only for having no date."""
    return {"filters": filter_fields(filters), "undated": scope.undated if scope is not None else 0}
