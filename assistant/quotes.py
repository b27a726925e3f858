"""From a hit to a quote: which sentence or clause of the paragraph to highlight."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Quote
from index import NO_LETTERHEAD, DocumentSummary, Hit, SentenceMatch, Span

_MANY_SENTENCES = 3
_PART_END = re.compile(r"[,;:](?=\s)")


def quote(
    hit: Hit,
    sentences: Sequence[SentenceMatch],
    documents: Mapping[str, DocumentSummary],
    cell: Span | None = None,
) -> Quote:
    """The hit's paragraph, quoted whole, with its best sentence highlighted, or the cell that was asked for."""
    summary = documents.get(hit.paragraph.document)
    return Quote(
        hit.paragraph,
        title=summary.title if summary else None,
        date=summary.date if summary else None,
        highlights=highlights(hit.paragraph.text, sentences) if cell is None else (cell,),
        cosine=hit.cosine,
        bm25=hit.bm25,
        confidence=hit.confidence,
        letterhead=summary.letterhead if summary else NO_LETTERHEAD,
    )


def highlights(text: str, sentences: Sequence[SentenceMatch]) -> tuple[Span, ...]:
    """The sentence that answers, or of a long one the part: at most half of a paragraph of three or more sentences.

    Where the question names who speaks, it is one of that speaker's.
    """
    if not sentences:
        return ()
    best = max(sentences, key=lambda match: (match.asked_of, match.fit, -match.span.start)).span
    if len(sentences) >= _MANY_SENTENCES and (best.end - best.start) * 2 > len(text):
        best = _part(text, best, len(text) // 2)
    return (best,)


def _part(text: str, sentence: Span, longest: int) -> Span:
    """The beginning of a sentence, up to the last comma within `longest` code points or else to the last space."""
    limit = sentence.start + longest
    ends = [match.start() for match in _PART_END.finditer(text, sentence.start, limit)]
    end = ends[-1] if ends else text.rfind(" ", sentence.start, limit)
    part = text[sentence.start : end if end > sentence.start else limit]
    return Span(sentence.start, sentence.start + len(part.rstrip()))
