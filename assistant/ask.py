"""The one way to an answer: search, decide whether the evidence is enough, quote it or say why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Quote, Reason
from assistant.quotes import quote
from index import DocumentSummary, Expected, Found, Library, names

MOST_QUOTES = 5
MOST_NEAREST = 3
_HITS = 10
# Further quotes must be at least this likely, and at least this share as likely as the first.
_FURTHER_SHARE = 0.6
_UNNAMED: dict[Expected, Reason] = {
    "person": "no_person",
    "date": "no_date",
    "number": "no_number",
    "place": "no_place",
}


def ask(question: str, library: Library, *, within: str | None = None, as_typed: bool = False) -> Answer:
    """Answers from the library, or from one document of it. Raises BadQuestion and DocumentNotFound.

    `as_typed` searches the question without restoring its diacritics.
    """
    return ask_many([question], library, within=[within], as_typed=as_typed)[0]


def ask_many(
    questions: Sequence[str],
    library: Library,
    *,
    within: Sequence[str | None] | None = None,
    as_typed: bool = False,
) -> list[Answer]:
    """Answers several questions; they are embedded together."""
    found = library.find(questions, _HITS, within, as_typed=as_typed)
    documents = {summary.document: summary for summary in library.documents()}
    return [_answer(question, each, documents) for question, each in zip(questions, found, strict=True)]


def _answer(question: str, found: Found, documents: Mapping[str, DocumentSummary]) -> Answer:
    quotes = [quote(hit, sentences, documents) for hit, sentences in zip(found.hits, found.sentences, strict=True)]
    naming = [each for each in quotes if _names_what_was_asked(each, found.expected)]
    reason = _why_not(found, quotes, naming, documents)
    confidence = (naming or quotes)[0].confidence if quotes else 0.0
    understood_as = found.question.restored if found.question.changed else None
    if reason is not None:
        return Answer(question, understood_as, False, confidence, reason, (), tuple(quotes[:MOST_NEAREST]))
    least = max(found.threshold, confidence * _FURTHER_SHARE)
    chosen = [each for each in naming if each.confidence >= least][:MOST_QUOTES]
    return Answer(question, understood_as, True, confidence, None, tuple(chosen), ())


def _names_what_was_asked(each: Quote, expected: Expected | None) -> bool:
    return expected is None or names(expected, each.paragraph.text, each.paragraph.speaker)


def _why_not(
    found: Found, quotes: Sequence[Quote], naming: Sequence[Quote], documents: Mapping[str, DocumentSummary]
) -> Reason | None:
    """Why the question isn't answered; None if it is."""
    if not documents:
        return "empty_library"
    if not quotes:
        return "no_evidence"
    if naming and naming[0].confidence >= found.threshold:
        return None
    if found.expected is not None and quotes[0].confidence >= found.threshold:
        return _UNNAMED[found.expected]
    return "weak_evidence"
