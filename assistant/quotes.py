"""From a hit to a quote: which sentence or clause of the paragraph to highlight."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from assistant.answer import Quote
from index import DocumentSummary, Expected, Hit, SentenceMatch, Span, names

# A sentence that names what was asked for (a date, say) is preferred by as much as this share of the question's words.
_NAMED_BONUS = 0.15
# Cosines of sentences with a question differ little; a tenth between two sentences is as much as can be.
_COSINE_WEIGHT = 10.0
_MANY_SENTENCES = 3
_PART_END = re.compile(r"[,;:](?=\s)")


def quote(
    hit: Hit, sentences: Sequence[SentenceMatch], expected: Expected | None, documents: Mapping[str, DocumentSummary]
) -> Quote:
    """The hit's paragraph, quoted whole, with its best sentence highlighted."""
    summary = documents.get(hit.paragraph.document)
    return Quote(
        hit.paragraph,
        title=summary.title if summary else None,
        date=summary.date if summary else None,
        highlights=highlights(hit.paragraph.text, sentences, expected),
        cosine=hit.cosine,
        bm25=hit.bm25,
        confidence=hit.confidence,
    )


def highlights(text: str, sentences: Sequence[SentenceMatch], expected: Expected | None) -> tuple[Span, ...]:
    """The sentence that answers, or of a long one the part: at most half of a paragraph of three or more sentences."""
    if not sentences:
        return ()
    best = max(sentences, key=lambda match: (_fit(text, match, expected), -match.span.start)).span
    if len(sentences) >= _MANY_SENTENCES and (best.end - best.start) * 2 > len(text):
        best = _part(text, best, len(text) // 2)
    return (best,)


def _fit(text: str, match: SentenceMatch, expected: Expected | None) -> float:
    named = expected is not None and names(expected, text[match.span.start : match.span.end])
    return match.coverage + _COSINE_WEIGHT * match.cosine + (_NAMED_BONUS if named else 0.0)


def _part(text: str, sentence: Span, longest: int) -> Span:
    """The beginning of a sentence, up to the last comma within `longest` code points or else to the last space."""
    limit = sentence.start + longest
    ends = [match.start() for match in _PART_END.finditer(text, sentence.start, limit)]
    end = ends[-1] if ends else text.rfind(" ", sentence.start, limit)
    return Span(sentence.start, end if end > sentence.start else limit)
