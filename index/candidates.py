"""The candidate paragraphs of a question in pieces: of each, what it is searched with, then its sentences."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.models import Paragraph, Span
from index.piecewise import Pieces
from index.text import normalise

Floats = NDArray[np.float64]


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

    def standing(self, stands: Callable[[str, str | None], bool] | None) -> tuple[Floats, list[Floats]]:
        """In which paragraphs, (n,), and in which of the sentences of each, (s,), something stands; without it in all.

        `stands` says so of a normalised text and its speaker. It is to find in a text all that it finds in a part of it
        that begins and ends at a space. What isn't in the paragraph is in none of its sentences.
        """
        if stands is None:
            return np.ones(len(self._paragraphs)), self.sentences_of(np.ones(self._edges[-1]))
        whole, parts = list[bool](), list[Floats]()
        texts = self.pieces.texts
        for row, (start, end) in enumerate(pairwise(self._edges.tolist())):
            paragraph, spans, sentences = self._paragraphs[row], self._sentences[row], texts[start + 1 : end]
            found = [stands(text, paragraph.speaker) for text in sentences]
            parted = _parted_by_space(paragraph.text, spans)
            in_whole = parted and any(found)
            if not in_whole and (len(found) > 1 or not parted):
                text = " ".join(filter(None, sentences)) if parted else normalise(paragraph.text)
                in_whole = stands(text, paragraph.speaker)
            whole.append(in_whole)
            parts.append(np.array(found if in_whole else [False] * len(found), np.float64))
        return np.array(whole, np.float64), parts


def _parted_by_space(text: str, spans: Sequence[Span]) -> bool:
    """Whether the ranges, in order, are all of the text but white space, and some stands between every two."""
    if text[: spans[0].start].strip() or text[spans[-1].end :].strip():
        return False
    return all(text[left.end : right.start].isspace() for left, right in pairwise(spans))
