"""What stands around a candidate paragraph: its neighbours in a transcript, and who speaks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from index.models import Paragraph
from index.speakers import asked_speakers
from index.vectors import VectorIndex

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]

# The nearest and the farthest neighbours that are looked at together, on both sides.
RINGS = ((1, 1), (2, 3), (4, 8))
_OFFSETS = np.delete(np.arange(-RINGS[-1][1], RINGS[-1][1] + 1), RINGS[-1][1])
# The places in it of each ring's.
_RING_OFFSETS = [np.flatnonzero((first <= abs(_OFFSETS)) & (abs(_OFFSETS) <= last)) for first, last in RINGS]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What stands around n paragraphs: the neighbours' ids, each once, (m,), in an index of vectors.

    `inside` (n, offsets) tells which neighbours there are, `places` which of the m ids each of these has, in order.
    """

    vectors: VectorIndex
    held: Ids
    inside: NDArray[np.bool_]
    places: NDArray[np.int64]

    @classmethod
    def of(cls, ids: Ids, ranges: Ids, vectors: VectorIndex) -> Neighbourhood:
        """That of the paragraphs with these ids (n,); `ranges` (n, 2) are the first and the last id to look at."""
        near = ids[:, np.newaxis] + _OFFSETS
        inside = (near >= ranges[:, :1]) & (near <= ranges[:, 1:])
        held, places = np.unique(near[inside], return_inverse=True)
        return cls(vectors, held, inside, places)

    def nearer(self, products: Floats, centred: Vectors) -> Floats:
        """How much nearer to the question the neighbours are than the paragraph itself, (n, len(RINGS)), by ring.

        `products` (n,) are those of the paragraphs' vectors with the question's centred one (dimension,). Where a
        neighbour is missing, the paragraph stands for it.
        """
        differences = np.zeros(self.inside.shape)
        neighbours = self.vectors.products_of(centred, self.held).astype(np.float64)[self.places]
        differences[self.inside] = neighbours - products.repeat(self.inside.sum(axis=1))
        return np.stack([differences[:, ring].sum(axis=1) / len(ring) for ring in _RING_OFFSETS], axis=1)


def spoken(question: str, paragraphs: Sequence[Paragraph]) -> list[list[bool]]:
    """Which turns of each paragraph are of the speakers that the question, with its capitals, names."""
    asked = asked_speakers(question, {turn.speaker for each in paragraphs for turn in each.turns if turn.speaker})
    if not asked:
        return [[False] * len(each.turns) for each in paragraphs]
    return [[turn.speaker in asked for turn in paragraph.turns] for paragraph in paragraphs]


def share_spoken(paragraph: Paragraph, asked: Sequence[bool]) -> float:
    """The share (0..1) of the paragraph's turns, by length, that `asked` marks."""
    if not any(asked):
        return 0.0
    lengths = [turn.end - turn.start for turn in paragraph.turns]
    return sum(compress(lengths, asked)) / max(sum(lengths), 1)
