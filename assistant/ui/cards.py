"""What the widgets draw, as plain JSON: the texts cut into pieces here, since offsets count code points and a browser
counts UTF-16 units. Joined, the pieces of a paragraph are its text, unchanged.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, TypedDict

from assistant.answer import Answer, FollowUp, Quote
from assistant.ui.filter_names import NO_TITLES, Titles, in_words
from assistant.ui.formats import Level, clock, confidence_level, language_of, percentage, written_date
from assistant.ui.messages import Speech
from index import NO_FILTERS, Filters, Paragraph, Span

# A quote's place in an answer: in "quotes" or in "nearest", counted from 0.
Group = Literal["quotes", "nearest"]
# Between a heading and the one under it, in Paragraph.heading.
_UNDER = " › "


class Piece(TypedDict):
    """A run of text; "speaker" is a name that stands in the text itself."""

    text: str
    kind: Literal["text", "mark", "speaker"]


class Line(TypedDict):
    """A turn, the white space between two turns ("gap"), or a whole paragraph that has no turns ("text").

    `speaker` is the label to draw in front, where the name does not stand in the text itself.
    """

    kind: Literal["turn", "gap", "text"]
    speaker: str | None
    time: str | None
    pieces: list[Piece]


class Card(TypedDict):
    """A quote. `place` comes back when its number is clicked. `notice` says that its document changed or went since.

    `flow` is set where line breaks inside the paragraph are those of a printed page, to be drawn as spaces.
    """

    place: str
    number: int
    open: str
    heading: str | None
    lang: str
    flow: bool
    lines: list[Line]
    name: str
    document: str
    notice: str | None
    facts: list[str]
    confidence: str
    level: Level


class FollowData(TypedDict):
    """What was searched for a question that leans on an earlier one, to be read and edited; the rest are labels."""

    searched: str
    within: str | None
    label: str
    edit: str
    edit_label: str
    search: str
    cancel: str
    as_typed: str


class ExchangeData(TypedDict):
    """A question and what was answered, so far nothing where `verdict` is None. `newest` is brought into sight.

    `filters` are those it was asked with, where the verdict doesn't name them; where it does, `search_all` is the label
    of a button that asks without them.
    """

    question: str
    label: str
    understood: str | None
    understood_label: str
    as_typed: str
    follow: FollowData | None
    note: str | None
    filters: str | None
    search_all: str | None
    verdict: str | None
    answered: bool
    newest: bool
    cards: list[Card]
    nearest_label: str
    nearest: list[Card]


def pieces(text: str, highlights: Iterable[Span], speaker: str | None = None) -> list[Piece]:
    """The text cut at the highlights (offsets into it, in any order), and after `speaker` where it begins with it."""
    prefix = len(speaker) + 1 if speaker is not None and text.startswith(f"{speaker}:") else 0
    cuts: list[Piece] = [{"text": text[:prefix], "kind": "speaker"}] if prefix else []
    position = prefix
    for start, end in _merged(highlights, prefix, len(text)):
        if position < start:
            cuts.append({"text": text[position:start], "kind": "text"})
        cuts.append({"text": text[start:end], "kind": "mark"})
        position = end
    if position < len(text):
        cuts.append({"text": text[position:], "kind": "text"})
    return cuts


def lines(paragraph: Paragraph, highlights: Sequence[Span] = ()) -> list[Line]:
    """The paragraph's text turn by turn; one line where it has no turns. `highlights` are offsets into its text."""
    if not paragraph.turns:
        return [{"kind": "text", "speaker": None, "time": None, "pieces": pieces(paragraph.text, highlights)}]
    drawn: list[Line] = []
    position = 0
    for turn in sorted(paragraph.turns, key=lambda turn: turn.start):
        start = max(turn.start - paragraph.start, position)
        end = min(turn.end - paragraph.start, len(paragraph.text))
        if start >= end:
            continue
        drawn.extend(_between(paragraph.text[position:start], _inside(highlights, position, start)))
        words = paragraph.text[start:end]
        named = turn.speaker is not None and words.startswith(f"{turn.speaker}:")
        drawn.append(
            {
                "kind": "turn",
                "speaker": None if named else turn.speaker,
                "time": clock(turn.start_ms),
                "pieces": pieces(words, _inside(highlights, start, end), turn.speaker if named else None),
            }
        )
        position = end
    drawn.extend(_between(paragraph.text[position:], _inside(highlights, position, len(paragraph.text))))
    return drawn


def card(quote: Quote, place: str, number: int, say: Speech, versions: Mapping[str, str] | None = None) -> Card:
    """The card of a quote; `number` counts from 1. `versions` are the library's now, None where they aren't known."""
    paragraph = quote.paragraph
    name = quote.title or paragraph.document
    page = None if paragraph.page is None else say("place.page", page=paragraph.page)
    facts = (written_date(quote.date, say), page, paragraph.speaker, clock(paragraph.start_ms))
    level = confidence_level(quote.confidence)
    return {
        "place": place,
        "number": number,
        "open": say("answer.open", number=number, name=name),
        "heading": _heading(paragraph.heading, quote.title),
        "lang": language_of(paragraph.text),
        "flow": paragraph.page is not None,
        "lines": lines(paragraph, quote.highlights),
        "name": name,
        "document": paragraph.document,
        "notice": _notice(paragraph, versions, say),
        "facts": [fact for fact in facts if fact],
        "confidence": f"{say(f'confidence.{level}')} · {percentage(quote.confidence, say)}",
        "level": level,
    }


def exchange(
    question: str,
    answer: Answer | None,
    as_typed: bool,
    newest: bool,
    say: Speech,
    versions: Mapping[str, str] | None = None,
    filters: Filters = NO_FILTERS,
    titles: Titles = NO_TITLES,
) -> ExchangeData:
    """A question and its answer; `as_typed` where the user asked that nothing of the question be changed.

    `versions` are the ids of the Sources that the library holds now, by document; None where they aren't known.
    `filters` are those it was asked with, in which documents are called by their `titles`.
    """
    refused = answer is not None and not answer.answered

    def cards(group: Group, quotes: Sequence[Quote]) -> list[Card]:
        return [
            card(quote, f"{group}:{position}", position + 1, say, versions) for position, quote in enumerate(quotes)
        ]

    return {
        "question": question,
        "label": say("answer.question"),
        "understood": answer.understood_as if answer is not None else None,
        "understood_label": say("answer.understood"),
        "as_typed": say("answer.as_typed"),
        "follow": follow(answer.follow_up, say) if answer is not None and answer.follow_up is not None else None,
        "note": say("answer.as_typed_note") if as_typed else None,
        "filters": _asked_with(filters, titles, say) if not refused else None,
        "search_all": say("filters.search_all") if refused and filters.active else None,
        "verdict": verdict(answer, say, titles) if answer is not None else None,
        "answered": answer is not None and answer.answered,
        "newest": newest,
        "cards": cards("quotes", answer.quotes if answer is not None else ()),
        "nearest_label": say("answer.nearest"),
        "nearest": cards("nearest", answer.nearest if answer is not None else ()),
    }


def follow(follow_up: FollowUp, say: Speech) -> FollowData:
    """The line that says what was searched for a follow-up."""
    name = follow_up.title or follow_up.within
    return {
        "searched": follow_up.searched,
        "within": None if name is None else say("follow.within", name=name),
        "label": say("follow.searched"),
        "edit": say("follow.edit"),
        "edit_label": say("follow.edit_label"),
        "search": say("follow.search"),
        "cancel": say("follow.cancel"),
        "as_typed": say("follow.as_typed"),
    }


def verdict(answer: Answer, say: Speech, titles: Titles = NO_TITLES) -> str:
    """How many paragraphs answer, or why none does, among what filters, and what was left out for having no date."""
    if answer.answered:
        return say.count("answer.found", len(answer.quotes))
    sentences = [say(f"reason.{answer.reason or 'no_evidence'}")]
    if answer.filters.active:
        sentences.append(say("filters.only_in", filters=in_words(answer.filters, titles, say)))
    if answer.undated:
        sentences.append(say.count("filters.undated", answer.undated))
    return " ".join(sentences)


def _asked_with(filters: Filters, titles: Titles, say: Speech) -> str | None:
    return say("filters.asked_with", filters=in_words(filters, titles, say)) if filters.active else None


def quote_at(answer: Answer, place: str) -> Quote | None:
    """The quote of a card's `place`; None for a place that the answer doesn't have."""
    group, _, position = place.partition(":")
    quotes = {"quotes": answer.quotes, "nearest": answer.nearest}.get(group, ())
    return quotes[int(position)] if position.isdecimal() and int(position) < len(quotes) else None


def _notice(paragraph: Paragraph, versions: Mapping[str, str] | None, say: Speech) -> str | None:
    if versions is None or versions.get(paragraph.document) == paragraph.source_id:
        return None
    return say("quote.changed") if paragraph.document in versions else say("quote.gone")


def _heading(heading: str | None, title: str | None) -> str | None:
    """The headings above, without the document's title, which the card names already."""
    if heading is None or title is None:
        return heading
    return heading.removeprefix(title).removeprefix(_UNDER) or None


def _merged(spans: Iterable[Span], low: int, high: int) -> Iterator[tuple[int, int]]:
    """The spans clipped to low..high, in order, those that touch or overlap made one."""
    start = end = -1
    for span in sorted(spans, key=lambda span: span.start):
        left, right = max(span.start, low), min(span.end, high)
        if left >= right:
            continue
        if left <= end:
            end = max(end, right)
            continue
        if start >= 0:
            yield start, end
        start, end = left, right
    if start >= 0:
        yield start, end


def _inside(spans: Iterable[Span], start: int, end: int) -> list[Span]:
    """The parts of the spans inside start..end, as offsets from start."""
    return [
        Span(max(span.start, start) - start, min(span.end, end) - start)
        for span in spans
        if span.start < end and span.end > start
    ]


def _between(text: str, highlights: Sequence[Span]) -> list[Line]:
    if not text:
        return []
    kind: Literal["gap", "text"] = "text" if text.strip() else "gap"
    return [{"kind": kind, "speaker": None, "time": None, "pieces": pieces(text, highlights)}]
