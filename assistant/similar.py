"""Passages like one that was quoted. Nothing is asked, so nothing is answered: they are shown for what they are."""

from __future__ import annotations

from assistant.answer import Answer, Quote
from index import NO_FILTERS, NO_LETTERHEAD, Filters, Library, Paragraph

MOST_SIMILAR = 5


def similar_to(passage: str, paragraph: Paragraph, library: Library, filters: Filters = NO_FILTERS) -> Answer:
    """The paragraphs most like the quoted one, without itself, of what the filters leave.

    `passage` is what of it was highlighted.
    """
    found = library.similar(paragraph, MOST_SIMILAR, filters=filters)
    documents = library.summaries({each.paragraph.document for each in found})
    quotes = []
    for each in found:
        summary = documents.get(each.paragraph.document)
        title, date = (summary.title, summary.date) if summary is not None else (None, None)
        letterhead = summary.letterhead if summary is not None else NO_LETTERHEAD
        highlights = () if each.sentence is None else (each.sentence,)
        quotes.append(Quote(each.paragraph, title, date, highlights, each.cosine, None, 0.0, letterhead))
    return Answer(passage, None, False, 0.0, None, tuple(quotes), (), similar=True, filters=filters)
