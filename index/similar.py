"""Paragraphs that are like another paragraph, by their stored vectors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from index.caches import Caches
from index.models import Paragraph, Similar, Span
from index.row_products import row_products
from index.store import Store, StoredParagraph

# A model such as multilingual-e5 gives any two texts a high cosine. What tells is how far it stands above the mean of
# all paragraphs, as a share of the way from there to 1: below this, two passages of the samples have nothing in common
# but that they are minutes.
LEAST_LIKENESS = 0.35
# With itself in 8 bits, a vector's cosine may be a little less than 1. In 4 bits it may be less than this; but the
# library is large then, and itself and its like are few of the sample.
_EQUAL = 0.998
# For a mean that stands for all of a large library.
_SAMPLE = 2_000


def similar(
    paragraph: Paragraph,
    vector: NDArray[np.float32],
    limit: int,
    store: Store,
    caches: Caches,
    among: NDArray[np.int64] | None = None,
) -> list[Similar]:
    """The `limit` paragraphs most like one, whose vector is (dimension,); the paragraph itself is passed over.

    `among` holds the ids of those that may be found, else all may.
    """
    ids = caches.vectors.ids
    if not len(ids):
        return []
    sample = ids[np.linspace(0, len(ids) - 1, min(len(ids), _SAMPLE)).astype(np.int64)]
    others = caches.vectors.cosines_of(vector, sample)
    # Itself and its like word for word would raise what all have in common, most in a small library.
    others = others[others < _EQUAL]
    mean = float(others.mean()) if len(others) else 0.0
    near, cosines = caches.nearest(vector, limit + 1, among)
    found = [(int(each), float(cosine)) for each, cosine in zip(near, cosines, strict=True) if each >= 0]
    stored = store.paragraphs([each for each, _ in found], caches.vectors.dimension)
    return [
        Similar(each.paragraph, cosine, _most_alike(each, vector))
        for each, (_, cosine) in zip(stored, found, strict=True)
        if not _is_itself(each.paragraph, paragraph) and cosine - mean >= LEAST_LIKENESS * (1 - mean)
    ][:limit]


def _is_itself(found: Paragraph, paragraph: Paragraph) -> bool:
    """Also in a new version of its document, where it may stand elsewhere."""
    same_text = found.text == paragraph.text and found.source_id != paragraph.source_id
    return found.document == paragraph.document and (found.id == paragraph.id or same_text)


def _most_alike(stored: StoredParagraph, vector: NDArray[np.float32]) -> Span | None:
    sentences = stored.sentences
    if not sentences or not len(stored.sentence_vectors):
        return None
    fits = row_products(stored.sentence_vectors, vector)
    return sentences[int(np.argmax(fits[: len(sentences)]))]
