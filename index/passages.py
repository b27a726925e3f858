"""A paragraph as it is embedded, and the key that paragraphs of the same text share."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from index.models import Paragraph, Span
from index.store import NewParagraph
from index.text import clauses, normalise


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph's normalised sentences behind its heading, and where each of them lies in that text."""

    new: NewParagraph
    text: str
    spans: tuple[Span, ...]


def passage_of(paragraph: Paragraph, sentences: tuple[Span, ...] | None = None) -> Passage:
    """The heading and the sentences, each normalised, on one line; the key is the SHA-256 of these parts.

    `sentences` are their ranges in the paragraph where they are known.
    """
    if sentences is None:
        sentences = tuple(clauses(paragraph.text))
    parts = [normalise(paragraph.text[span.start : span.end]) for span in sentences]
    text = f"{normalise(paragraph.heading)}." if paragraph.heading else ""
    spans = []
    for part in parts:
        text = f"{text} {part}" if text else part
        spans.append(Span(len(text) - len(part), len(text)))
    key = hashlib.sha256("\x00".join([normalise(paragraph.heading or ""), *parts]).encode()).digest()
    return Passage(NewParagraph(paragraph, sentences, key), text, tuple(spans))
