"""The candidate paragraphs of a question in pieces: of each, what it is searched with, then its sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models import Paragraph, Span
from index.piecewise import Pieces
from index.text import normalise

Floats = NDArray[np.float64]
# Whether something stands in each of some normalised texts, given with who says them.
StandingIn = Callable[[Sequence[str], Sequence[str | None]], list[bool]]


class Candidates:
    """n paragraphs with the ranges of their sentences, s of each, at least one. Its pieces are 1 + s for each."""

    def __init__(self, paragraphs: Sequence[Paragraph], sentences: Sequence[Sequence[Span]]) -> None:
        self._paragraphs, self._sentences = paragraphs, sentences
        self.pieces = Pieces(
            [
                piece
                for each, spans in zip(paragraphs, sentences, strict=True)
                for piece in (each.context or "", *[each.text[span.start : span.end] for span in spans])
            ]
        )
        self._edges = np.cumsum([0, *(1 + len(spans) for spans in sentences)])

    def by_paragraph(self, values: NDArray[Any]) -> list[NDArray[Any]]:
        """What is known of each piece, (pieces, …), by paragraph: (1 + s, …) of each."""
        return [values[start:end] for start, end in pairwise(self._edges.tolist())]

    def sentences_of(self, values: NDArray[Any]) -> list[NDArray[Any]]:
        """What is known of each piece, (pieces, …), by paragraph and without the contexts: (s, …) of each."""
        return [values[start + 1 : end] for start, end in pairwise(self._edges.tolist())]

    def sums(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """The sum of what is known of each piece, (pieces,), over the sentences of each paragraph, (n,)."""
        totals = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
        sums: NDArray[np.int64] = totals[self._edges[1:]] - totals[self._edges[:-1] + 1]
        return sums

    def standing(self, standing_in: StandingIn | None) -> tuple[Floats, list[Floats]]:
        """In which paragraphs, (n,), and in which of the sentences of each, (s,), something stands; without it in all.

        `standing_in` says so of normalised texts and their speakers. It is to find in a text all that it finds in a
        part of it that begins and ends at a space. What isn't in the paragraph is in none of its sentences.
        """
        if standing_in is None:
            return np.ones(len(self._paragraphs)), self.sentences_of(np.ones(self._edges[-1]))
        texts, speakers = self.pieces.texts, [each.speaker for each in self._paragraphs]
        edges = list(pairwise(self._edges.tolist()))
        counts = [end - start - 1 for start, end in edges]
        starts = np.cumsum([0, *counts])[:-1]
        sentences = [text for start, end in edges for text in texts[start + 1 : end]]
        said_by = [speaker for speaker, count in zip(speakers, counts, strict=True) for _ in range(count)]
        found = np.array(standing_in(sentences, said_by), bool)
        whole = np.logical_or.reduceat(found, starts) & self._parted
        # One sentence that is all of the paragraph says as much as the paragraph.
        asked = np.flatnonzero(~whole & ((np.array(counts) > 1) | ~self._parted)).tolist()
        whole[asked] = standing_in([self._whole_text(row) for row in asked], [speakers[row] for row in asked])
        found &= whole.repeat(counts)
        parts = [found[start : start + count] for start, count in zip(starts.tolist(), counts, strict=True)]
        return whole.astype(np.float64), [each.astype(np.float64) for each in parts]

    def _whole_text(self, row: int) -> str:
        """The normalised text of a paragraph."""
        if not self._parted[row]:
            return normalise(self._paragraphs[row].text)
        return " ".join(filter(None, self.pieces.texts[self._edges[row] + 1 : self._edges[row + 1]]))

    @cached_property
    def _parted(self) -> NDArray[np.bool_]:
        """Which paragraphs are their sentences with white space between them, (n,)."""
        parted = [
            _parted_by_space(each.text, spans) for each, spans in zip(self._paragraphs, self._sentences, strict=True)
        ]
        return np.array(parted, bool)


def _parted_by_space(text: str, spans: Sequence[Span]) -> bool:
    """Whether the ranges, in order, are all of the text but white space, and some stands between every two."""
    if text[: spans[0].start].strip() or text[spans[-1].end :].strip():
        return False
    return all(text[left.end : right.start].isspace() for left, right in pairwise(spans))
