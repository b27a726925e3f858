"""Asking the questions of an evaluation, and what became of each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Quote, Reason
from assistant.ask import HITS, answers_from
from assistant.evaluation.questions import Place, Question
from index import Found, Hit, Library, Paragraph

_CHUNK = 64
OnProgress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is, and the total."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a question.

    A paragraph is right when it overlaps an answer's range in its document. `hits` says so of each hit, best first;
    `relevant` is how many paragraphs of the library are right. `shown` is the surest paragraph that the answer shows,
    quoted or as no more than near, and what `confidence` is about; None where nothing was found. `highlight_right`:
    whether its first highlight overlaps an answer.
    """

    question: Question
    hits: tuple[bool, ...]
    relevant: int
    answered: bool
    reason: Reason | None
    confidence: float
    shown: Place | None
    shown_right: bool
    highlight_right: bool

    @property
    def rank(self) -> int | None:
        """The rank of the first right hit, from 1; None if none is."""
        return self.hits.index(True) + 1 if any(self.hits) else None


def ask_all(
    file: str, questions: Sequence[Question], library: Library, on_progress: OnProgress | None = None
) -> list[Result]:
    """The results of a file's questions, in their order. Raises BadQuestion and DocumentNotFound."""
    documents = {place.document for question in questions for place in question.answers}
    paragraphs = {document: [_place(each) for each in library.paragraphs(document)] for document in sorted(documents)}
    results: list[Result] = []
    for start in range(0, len(questions), _CHUNK):
        if on_progress is not None:
            on_progress(file, start, len(questions))
        chunk = questions[start : start + _CHUNK]
        texts = [question.text for question in chunk]
        found = library.find(texts, HITS, [question.within for question in chunk])
        answers = answers_from(texts, found, library)
        results.extend(
            result(question, each, answer, paragraphs)
            for question, each, answer in zip(chunk, found, answers, strict=True)
        )
    return results


def result(question: Question, found: Found, answer: Answer, paragraphs: Mapping[str, Sequence[Place]]) -> Result:
    """Compares what was found and answered with the question's answers.

    `paragraphs` are those of each document that one of its answers stands in.
    """
    shown = answer.surest
    relevant = {
        place
        for document in {place.document for place in question.answers}
        for place in paragraphs[document]
        if is_right(place, question.answers)
    }
    place = None if shown is None else _place(shown.paragraph)
    highlight = None if shown is None else _first_highlight(shown)
    return Result(
        question,
        tuple(is_right(_place(hit.paragraph), question.answers) for hit in found.hits),
        len(relevant),
        answer.answered,
        answer.reason,
        answer.confidence,
        place,
        place is not None and is_right(place, question.answers),
        highlight is not None and is_right(highlight, question.answers),
    )


def is_right(place: Place, answers: Sequence[Place]) -> bool:
    """Whether the place overlaps an answer."""
    return any(place.overlaps(answer) for answer in answers)


def rank(hits: Sequence[Hit], answers: Sequence[Place]) -> int | None:
    """The rank, from 1, of the first right hit; None if none is."""
    return next((number for number, hit in enumerate(hits, 1) if is_right(_place(hit.paragraph), answers)), None)


def _place(paragraph: Paragraph) -> Place:
    return Place(paragraph.document, paragraph.start, paragraph.end)


def _first_highlight(quote: Quote) -> Place | None:
    if not quote.highlights:
        return None
    span, start = quote.highlights[0], quote.paragraph.start
    return Place(quote.paragraph.document, start + span.start, start + span.end)
