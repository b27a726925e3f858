"""The one way to an answer: search, decide whether the evidence is enough, quote it or say why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, FollowUp, Quote, Reason
from assistant.cells import asked_cell
from assistant.choice import surest
from assistant.differing import differing
from assistant.followup import Earlier, Reading, readings
from assistant.numbered import speaks_of_another
from assistant.quotes import quote
from assistant.tasks import answer_from_tasks
from index import (
    NO_FILTERS,
    DocumentSummary,
    Expected,
    Filters,
    Found,
    Library,
    Paragraph,
    Span,
    has_shape,
    label_length,
    names,
    shape_of_answer,
)

MOST_QUOTES = 5
MOST_NEAREST = 3
# How many hits an answer is chosen from.
HITS = 10
# So sure must an answer be that doesn't look like one: no number before the unit that was asked for, say. Without it,
# of the near misses of tests/gold/questions.jsonl 0.482 are answered out of fold in place of 0.459, and of the others
# 0.147 are refused in place of 0.152; with 0.7 as many of those are answered, and 0.158 of these are refused.
THRESHOLD_UNSEEN = 0.55
_JUST_BEHIND = 100
# Two ends of line, as Windows writes them.
_LONGEST_GAP = 4
# Further quotes must be at least this likely, and at least this share as likely as the first.
_FURTHER_SHARE = 0.6
_UNNAMED: dict[Expected, Reason] = {
    "person": "no_person",
    "date": "no_date",
    "number": "no_number",
    "place": "no_place",
    "name": "no_name",
}


def ask(
    question: str,
    library: Library,
    *,
    within: str | None = None,
    filters: Filters = NO_FILTERS,
    as_typed: bool = False,
    after: Answer | None = None,
    today: date | None = None,
) -> Answer:
    """Answers from what the filters leave of the library, or from one document of it.

    A question about tasks is answered from the table of tasks, seen from `today` (the day it is). `as_typed` searches
    the documents for any question, without restoring its diacritics and without the subject of an earlier one. `after`
    is the answer before in the same conversation: a question that leans on it is searched with its subject. Raises
    BadQuestion, DocumentNotFound, SpeakerNotFound and NoSpeakers.
    """
    filters = filters.of_one(within)
    if after is None or as_typed:
        return ask_many([question], library, filters=[filters], as_typed=as_typed, today=today)[0]
    tasks = _tasks_after(question, after, library, filters, today or date.today())
    if tasks is not None and tasks.answered:
        return tasks
    return _noting(tasks, ask_after(question, after, library, filters=filters).answer)


def _tasks_after(question: str, after: Answer, library: Library, filters: Filters, today: date) -> Answer | None:
    """The answer from the table of tasks; behind a question about tasks also to what leans on that ("còn tháng 4?")."""
    alone = answer_from_tasks(question, library, filters, today)
    if alone is not None or after.tasks is None:
        return alone
    for each in readings(library.understand(question), Earlier.of(after, library)).choices:
        if each.within is None and each.how in ("slot", "topic"):
            answer = answer_from_tasks(each.text, library, filters, today)
            if answer is not None:
                return replace(answer, question=question, follow_up=FollowUp(each.text, after.searched))
    return None


@dataclass(frozen=True, slots=True)
class Followed:
    """An answer within a conversation, and what was found for it."""

    answer: Answer
    found: Found


def ask_after(question: str, after: Answer, library: Library, *, filters: Filters = NO_FILTERS) -> Followed:
    """Answers a question that may lean on the one before. Raises what `ask` raises.

    All that it could mean is searched at once, and the surest answer is taken. The filters hold for all of it: a
    document that they leave out isn't asked because the earlier answer came from it.
    """
    earlier = Earlier.of(after, library)
    could_mean = readings(library.understand(question), earlier)
    choices = [each for each in could_mean.choices if _is_left_in(each.within, filters)] or [
        Reading(question, None, "alone")
    ]
    asked_of = [filters.of_one(each.within) for each in choices]
    found = library.find([each.text for each in choices], HITS, filters=asked_of)
    answers = answers_from([each.text for each in choices], found, library)
    number = surest(could_mean, choices, answers, earlier.document)
    chosen, answer = choices[number], answers[number]
    if chosen.how != "alone":
        # By now the document may be gone.
        within = [] if chosen.within is None else [chosen.within]
        title = next((each.title for each in library.summaries(within).values()), None)
        searched = found[number].question.restored
        follow_up = FollowUp(searched, after.searched, chosen.within, title)
        answer = replace(answer, question=question, understood_as=None, follow_up=follow_up, filters=filters)
    return Followed(answer, found[number])


def _is_left_in(document: str | None, filters: Filters) -> bool:
    return document is None or not filters.documents or document in filters.documents


def ask_many(
    questions: Sequence[str],
    library: Library,
    *,
    within: Sequence[str | None] | None = None,
    filters: Sequence[Filters] | None = None,
    as_typed: bool = False,
    today: date | None = None,
) -> list[Answer]:
    """Answers several questions; those that are searched for are embedded together.

    `within` and `filters` are as for `Library.find`, the rest as for `ask`.
    """
    given = filters if filters is not None else [NO_FILTERS] * len(questions)
    documents = within if within is not None else [None] * len(questions)
    asked_of = [each.of_one(document) for each, document in zip(given, documents, strict=True)]
    day = today or date.today()
    tasks = [
        None if as_typed else answer_from_tasks(question, library, each, day)
        for question, each in zip(questions, asked_of, strict=True)
    ]
    left = [number for number, each in enumerate(tasks) if each is None or not each.answered]
    texts = [questions[number] for number in left]
    found = library.find(texts, HITS, filters=[asked_of[number] for number in left], as_typed=as_typed) if left else []
    searched = iter(answers_from(texts, found, library))
    return [each if each is not None and each.answered else _noting(each, next(searched)) for each in tasks]


def _noting(tasks: Answer | None, searched: Answer) -> Answer:
    """What the documents answer, with a note of the tasks that were looked for first and weren't there."""
    if tasks is None or searched.reason == "empty_library":
        return searched
    return replace(searched, tasks=tasks.tasks)


def answers_from(questions: Sequence[str], found: Sequence[Found], library: Library) -> list[Answer]:
    """The answers to questions from what the library found for each, the first `HITS` hits."""
    # Of these alone: in a large library, reading what is known of every document took most of an answer's time.
    documents = library.summaries({hit.paragraph.document for each in found for hit in each.hits})
    empty = not documents and not library.documents()
    return [_answer(question, each, documents, empty) for question, each in zip(questions, found, strict=True)]


def _answer(question: str, found: Found, documents: Mapping[str, DocumentSummary], empty: bool) -> Answer:
    asked = found.question.restored
    quotes = [
        quote(hit, sentences, documents, asked_cell(asked, found.expected, hit.paragraph))
        for hit, sentences in zip(found.hits, found.sentences, strict=True)
    ]
    answering = [each for each in quotes if _names_what_was_asked(each, found.expected, asked)]
    answering = [
        each for each in answering if _is_likely(each, asked, found.threshold) and not speaks_of_another(asked, each)
    ]
    reason = _why_not(found, quotes, answering, empty)
    confidence = (answering or quotes)[0].confidence if quotes else 0.0
    least = confidence * _FURTHER_SHARE
    chosen = [each for each in answering if each.confidence >= least][:MOST_QUOTES]
    chosen = [] if reason is not None else chosen
    others = [(each, sentences) for each, sentences in zip(quotes, found.sentences, strict=True) if each not in chosen]
    return Answer(
        question,
        understood_as=found.question.restored if found.question.changed else None,
        answered=reason is None,
        confidence=confidence,
        reason=reason,
        quotes=as_said(chosen),
        nearest=() if reason is None else tuple(quotes[:MOST_NEAREST]),
        filters=NO_FILTERS if found.scope is None else found.scope.filters,
        undated=0 if found.scope is None else found.scope.undated,
        differing=differing(found.expected, asked, chosen, others),
    )


def as_said(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes, best first, but what follows one another in a transcript in the order in which it was said.

    Such a run of groups of turns stands where its best one would.
    """
    places = {(each.paragraph.document, each.paragraph.start): rank for rank, each in enumerate(quotes)}
    runs: list[list[Quote]] = []
    for place in sorted(places):
        each = quotes[places[place]]
        if runs and _follows(runs[-1][-1].paragraph, each.paragraph):
            runs[-1].append(each)
        else:
            runs.append([each])
    runs.sort(key=lambda run: min(places[each.paragraph.document, each.paragraph.start] for each in run))
    return tuple(each for run in runs for each in run)


def _follows(before: Paragraph, after: Paragraph) -> bool:
    """Whether two groups of turns stand in a transcript with at most an empty line between them."""
    near = before.document == after.document and 0 <= after.start - before.end <= _LONGEST_GAP
    return near and bool(before.turns) and bool(after.turns)


def _names_what_was_asked(each: Quote, expected: Expected | None, asked: str) -> bool:
    if expected is None:
        return True
    text = each.paragraph.text
    if expected == "name" and each.highlights:
        # Any paragraph holds some name; the one that was asked for stands in the answering sentence or just behind it.
        text = _said_at(each.paragraph, each.highlights[0])
    return names(expected, text, each.paragraph.speaker, asked)


def _said_at(paragraph: Paragraph, highlight: Span) -> str:
    """The text from the highlight to just behind it; in a transcript no further than the turn, without who speaks."""
    start, end = highlight.start, highlight.end + _JUST_BEHIND
    for turn in paragraph.turns:
        first, last = turn.start - paragraph.start, turn.end - paragraph.start
        if first <= highlight.start < last:
            label = label_length(paragraph.text[first:last], turn.speaker) if turn.speaker is not None else 0
            start = max(start, first + label)
            end = min(end, max(last, highlight.end))
    return paragraph.text[start:end]


def _is_likely(each: Quote, asked: str, threshold: float) -> bool:
    """Whether the confidence is enough; where nothing looks like the answer ("how many metres"), it takes more.

    A reason or a decision often doesn't look like one.
    """
    shape = shape_of_answer(asked)
    seen = shape is None or shape.soft or has_shape(shape, each.paragraph.text)
    return each.confidence >= (threshold if seen else max(threshold, THRESHOLD_UNSEEN))


def _why_not(found: Found, quotes: Sequence[Quote], answering: Sequence[Quote], empty: bool) -> Reason | None:
    """Why the question isn't answered; None if it is. `answering` are the quotes that answer it.

    `empty`: the library holds no document.
    """
    if empty:
        return "empty_library"
    if found.scope is not None and not found.scope.paragraphs:
        return "nothing_matches"
    if not quotes:
        return "no_evidence"
    if answering:
        return None
    best = quotes[0]
    unnamed = found.expected is not None and not _names_what_was_asked(best, found.expected, found.question.restored)
    if found.expected is not None and unnamed and best.confidence >= found.threshold:
        return _UNNAMED[found.expected]
    return "weak_evidence"
