"""Answers as JSON: the fields that other programs rely on."""

from __future__ import annotations

from dataclasses import asdict

from assistant.answer import Answer, Quote
from index import NO_FILTERS, Filters, Json, filter_fields, paragraph_fields


def answer_fields(line_id: object, answer: Answer) -> Json:
    """An answer; `id` is that of its line in a batch, else null."""
    return {
        "id": line_id,
        "question": answer.question,
        "understood_as": answer.understood_as,
        "follow_up": None if answer.follow_up is None else asdict(answer.follow_up),
        "answered": answer.answered,
        "confidence": answer.confidence,
        "reason": answer.reason,
        "quotes": [quote_fields(quote) for quote in answer.quotes],
        "nearest": [quote_fields(quote) for quote in answer.nearest],
        "filters": filter_fields(answer.filters),
        "undated": answer.undated,
        "differing": [quote_fields(quote) for quote in answer.differing],
        "tasks": None if answer.tasks is None else asdict(answer.tasks),
    }


def error_fields(line_id: object, question: str | None, error: str, filters: Filters = NO_FILTERS) -> Json:
    """What stands in the place of an answer to a question that can't be asked, with the same fields and `error`."""
    return {
        "id": line_id,
        "question": question,
        "understood_as": None,
        "follow_up": None,
        "answered": False,
        "confidence": 0.0,
        "reason": None,
        "quotes": [],
        "nearest": [],
        "filters": filter_fields(filters),
        "undated": 0,
        "differing": [],
        "tasks": None,
        "error": error,
    }


def quote_fields(quote: Quote) -> Json:
    """A quote: the fields of a hit, and more. `highlights` are code points of its `text`."""
    hit = paragraph_fields(quote.paragraph, confidence=quote.confidence, cosine=quote.cosine, bm25=quote.bm25)
    highlights = [[span.start, span.end] for span in quote.highlights]
    task = None if quote.task is None else asdict(quote.task)
    about = {"title": quote.title, "date": quote.date, "highlights": highlights, "task": task}
    return {**hit, **about, **asdict(quote.letterhead)}
