"""A paragraph as it is embedded, and the key that paragraphs of the same text share."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.embed import Embedder
from index.models import Paragraph, Span
from index.store import NewParagraph, NewVector, Store
from index.text import clauses, normalise

# Of the SHA-256: enough that no two texts share them.
_KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph's normalised sentences behind its heading, and where each of them lies in that text."""

    new: NewParagraph
    text: str
    spans: tuple[Span, ...]


def passage_of(paragraph: Paragraph, sentences: tuple[Span, ...] | None = None) -> Passage:
    """The heading and the sentences, each normalised, on one line; the key is from the SHA-256 of these parts.

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
    key = hashlib.sha256("\x00".join([normalise(paragraph.heading or ""), *parts]).encode()).digest()[:_KEY_BYTES]
    return Passage(NewParagraph(paragraph, sentences, key), text, tuple(spans))


def with_held_keys(passages: Sequence[Passage], store: Store) -> list[Passage]:
    """The passages, each with the key under which the store has the vector of its text, if it has one."""
    return [replace(each, new=replace(each.new, vector_key=store.held_key(each.new.vector_key))) for each in passages]


def embedded(
    embedder: Embedder, passages: Sequence[Passage], on_progress: Callable[[int, int], None] | None
) -> dict[bytes, NewVector]:
    """The vectors of the passages by their keys, each embedded once."""
    by_key = {each.new.vector_key: each for each in passages}
    unique = list(by_key.values())
    vectors = embedder.passages([each.text for each in unique], [each.spans for each in unique], on_progress)
    return {
        each.new.vector_key: NewVector(each.new.vector_key, found.vector, found.sentences)
        for each, found in zip(unique, vectors, strict=True)
    }
