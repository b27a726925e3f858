"""The candidate paragraphs of a question in pieces: what each is searched with, then the sentences of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.models import Paragraph
from index.piecewise import Pieces
from index.text import normalise

Floats = NDArray[np.float64]
Ranges = NDArray[np.int32]
# Whether something stands in each of some normalised texts, given with who says them.
StandingIn = Callable[[Sequence[str], Sequence[str | None]], list[bool]]


class Candidates:
    """n paragraphs with the ranges of their sentences, (…, 2) of each and at least one.

    Its pieces are the n contexts and behind them the s sentences of all, those of paragraph i from `edges[i]` on, to
    before `edges[i + 1]`, (n + 1,).
    """

    def __init__(self, paragraphs: Sequence[Paragraph], sentences: Sequence[Ranges]) -> None:
        self.paragraphs, self.sentences = paragraphs, sentences
        self._ranges = [each.tolist() for each in sentences]
        contexts = [each.context or "" for each in paragraphs]
        texts = [
            each.text[start:end] for each, ranges in zip(paragraphs, self._ranges, strict=True) for start, end in ranges
        ]
        self.pieces = Pieces(contexts + texts)
        self.edges = np.cumsum([0, *map(len, sentences)])

    def sums(self, values: NDArray[np.int64]) -> NDArray[np.int64]:
        """The sum of what is known of each piece, (pieces,), over the sentences of each paragraph, (n,)."""
        sums: NDArray[np.int64] = np.add.reduceat(values[len(self.paragraphs) :], self.edges[:-1])
        return sums

    def standing(self, standing_in: StandingIn | None) -> tuple[Floats, Floats]:
        """In which paragraphs, (n,), and in which sentences, (s,), something stands; without `standing_in`, in all.

        `standing_in` says so of normalised texts and their speakers. It is to find in a text all that it finds in a
        part of it that begins and ends at a space. What isn't in the paragraph is in none of its sentences.
        """
        if standing_in is None:
            return np.ones(len(self.paragraphs)), np.ones(self.edges[-1])
        speakers = [each.speaker for each in self.paragraphs]
        said_by = [speaker for speaker, spans in zip(speakers, self._ranges, strict=True) for _ in spans]
        found = np.array(standing_in(self._texts, said_by), bool)
        whole = np.logical_or.reduceat(found, self.edges[:-1]) & self._parted
        # One sentence that is all of the paragraph says as much as the paragraph.
        counts = np.diff(self.edges)
        asked = np.flatnonzero(~whole & ((counts > 1) | ~self._parted)).tolist()
        whole[asked] = standing_in([self._whole_text(row) for row in asked], [speakers[row] for row in asked])
        found &= whole.repeat(counts)
        return whole.astype(np.float64), found.astype(np.float64)

    @cached_property
    def _texts(self) -> list[str]:
        """The normalised sentences, s."""
        return self.pieces.texts[len(self.paragraphs) :]

    def _whole_text(self, row: int) -> str:
        """The normalised text of a paragraph."""
        if not self._parted[row]:
            return normalise(self.paragraphs[row].text)
        return " ".join(filter(None, self._texts[self.edges[row] : self.edges[row + 1]]))

    @cached_property
    def _parted(self) -> NDArray[np.bool_]:
        """Which paragraphs are their sentences with white space between them, (n,)."""
        parted = [
            _parted_by_space(each.text, ranges) for each, ranges in zip(self.paragraphs, self._ranges, strict=True)
        ]
        return np.array(parted, bool)


def _parted_by_space(text: str, ranges: Sequence[Sequence[int]]) -> bool:
    """Whether the ranges, in order, are all of the text but white space, and some stands between every two."""
    if text[: ranges[0][0]].strip() or text[ranges[-1][1] :].strip():
        return False
    between = [text[end:start] for (_, end), (start, _) in pairwise(ranges)]
    return all(map(str.isspace, between))
