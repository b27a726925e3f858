"""Which task lines are about what a question names: those that say its words, and those that a search finds.

A line says the words where they all stand in it or in the headings above it, at least one of them in the line itself
or in a heading below the title: under "Choice of vendor" each line is about the vendor, under a title that names a
school not each is about the school. A search finds a line where its paragraph answers the question surely enough and
the line fits the question nearly as well as the best sentence there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.groups import content_words
from index import Found, Paragraph, TaskLine, fold, tokens

# Of the best sentence's fit.
_LEAST_FIT = 0.75
_UNDER = " › "

Place = tuple[str, str]
"""A document and the id of a paragraph in it."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, and what was found for it, by place."""

    words: frozenset[str]
    has_marks: bool
    fits: Mapping[Place, tuple[tuple[int, int, float], ...]]

    @classmethod
    def of(cls, topic: str, found: Found) -> Topic:
        """Of the words of a question; `found` is what the whole question found."""
        has_marks = not topic.isascii()
        words = content_words(topic) or set(tokens(topic))
        fits: dict[Place, tuple[tuple[int, int, float], ...]] = {}
        for hit, sentences in zip(found.hits, found.sentences, strict=True):
            if hit.confidence >= found.threshold:
                place = hit.paragraph.document, hit.paragraph.id
                start = hit.paragraph.start
                fits[place] = tuple((start + m.span.start, start + m.span.end, m.fit) for m in sentences)
        return cls(frozenset(_form(word, has_marks) for word in words), has_marks, fits)

    def holds(self, line: TaskLine, paragraph: Paragraph, title: str | None) -> bool:
        """Whether the line is about it."""
        return self._says(line, paragraph, title) or self._is_found(line)

    def _says(self, line: TaskLine, paragraph: Paragraph, title: str | None) -> bool:
        own = self._words(f"{_below(paragraph.heading, title)} {line.text}")
        return bool(self.words & own) and self.words <= own | self._words(title or "")

    def _words(self, text: str) -> set[str]:
        return {_form(word, self.has_marks) for word in tokens(text)}

    def _is_found(self, line: TaskLine) -> bool:
        sentences = self.fits.get((line.document, line.task.paragraph_id), ())
        best = max((fit for _, _, fit in sentences), default=0.0)
        own = [fit for start, end, fit in sentences if start < line.task.end and line.task.start < end]
        return bool(own) and best > 0 and max(own) >= _LEAST_FIT * best


def _form(word: str, has_marks: bool) -> str:
    """A word as it is compared: without marks unless the question has some, and an English plural as its singular."""
    word = word.lower() if has_marks else fold(word)
    return word[:-1] if word.isascii() and len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _below(heading: str | None, title: str | None) -> str:
    """The headings above a paragraph without the document's title."""
    parts: Sequence[str] = () if heading is None else heading.split(_UNDER)
    return " ".join(part for part in parts if part != title)
