"""Which task lines are about what a question names: those that say its words, and those that a search finds.

A line says the words where they all stand in it or in the headings above it, at least one of them in the line itself
or in a heading below the title: under "Choice of vendor" each line is about the vendor, under a title that names a
school not each is about the school. A search finds a line where its paragraph answers the question surely enough and
the line's sentence fits the question nearly as well as the best one there; where another line of that sentence says the
words, the sentence is found for that line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.groups import content_words
from index import DocumentSummary, Found, Hit, Paragraph, SentenceMatch, TaskLine, fold, tokens

# Of the best sentence's fit.
_LEAST_FIT = 0.75
_UNDER = " › "

Placed = tuple[TaskLine, Paragraph]
"""A line and the paragraph that it stands in."""


def about(
    topic: str, placed: Sequence[Placed], documents: Mapping[str, DocumentSummary], found: Found | None
) -> list[Placed]:
    """Those of the lines that are about a topic; `found` is what a search for the whole question found."""
    words = _Words.of(topic)
    saying = [each for each in placed if words.said_by(each, documents[each[0].document].title)]
    chosen = {id(line) for line, _ in saying}
    for hit, sentences in [] if found is None else zip(found.hits, found.sentences, strict=True):
        if found is not None and hit.confidence >= found.threshold:
            chosen |= _found_in(hit, sentences, placed, [line for line, _ in saying])
    return [each for each in placed if id(each[0]) in chosen]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a topic as they are compared; diacritics count where it has some."""

    words: frozenset[str]
    has_marks: bool

    @classmethod
    def of(cls, topic: str) -> _Words:
        has_marks = not topic.isascii()
        return cls(frozenset(_form(word, has_marks) for word in content_words(topic) or tokens(topic)), has_marks)

    def said_by(self, placed: Placed, title: str | None) -> bool:
        """Whether a line says the words."""
        line, paragraph = placed
        own = self._in(f"{_below(paragraph.heading, title)} {line.text}")
        return bool(self.words & own) and self.words <= own | self._in(title or "")

    def _in(self, text: str) -> set[str]:
        return {_form(word, self.has_marks) for word in tokens(text)}


def _found_in(
    hit: Hit, sentences: Sequence[SentenceMatch], placed: Sequence[Placed], saying: Sequence[TaskLine]
) -> set[int]:
    """The lines, by their Python ids, whose sentences of the hit's paragraph fit the question."""
    best = max((each.fit for each in sentences), default=0.0)
    fitting = [each for each in sentences if best > 0 and each.fit >= _LEAST_FIT * best]
    here = [line for line, paragraph in placed if paragraph == hit.paragraph]
    return {
        id(line)
        for each in fitting
        for line in here
        if _lies_in(line, each, hit.paragraph) and not any(_lies_in(other, each, hit.paragraph) for other in saying)
    }


def _lies_in(line: TaskLine, sentence: SentenceMatch, paragraph: Paragraph) -> bool:
    start, end = paragraph.start + sentence.span.start, paragraph.start + sentence.span.end
    return line.document == paragraph.document and line.task.start < end and start < line.task.end


def _form(word: str, has_marks: bool) -> str:
    """A word as it is compared: without marks unless the question has some, and an English plural as its singular."""
    word = word.lower() if has_marks else fold(word)
    return word[:-1] if word.isascii() and len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _below(heading: str | None, title: str | None) -> str:
    """The headings above a paragraph without the document's title."""
    parts: Sequence[str] = () if heading is None else heading.split(_UNDER)
    return " ".join(part for part in parts if part != title)
