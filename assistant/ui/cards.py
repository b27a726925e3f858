"""What the widgets draw of an answer, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from assistant.answer import Answer, FollowUp, Quote
from assistant.citation import citation
from assistant.ui.filter_names import NO_TITLES, Titles, in_words
from assistant.ui.formats import Level, clock, confidence_level, language_of, percentage, written_date
from assistant.ui.lines import Line, lines
from assistant.ui.messages import Speech
from index import NO_FILTERS, Filters, Paragraph

# A quote's place in an answer: in "quotes" or in "nearest", counted from 0.
Group = Literal["quotes", "nearest"]
# Between a heading and the one under it, in Paragraph.heading.
_UNDER = " › "


class CopyData(TypedDict):
    """A citation as a clipboard takes it, in its three forms, and the labels of the buttons that copy it."""

    plain: str
    markdown: str
    html: str
    group: str
    visible: str
    to_word: str
    to_word_label: str
    to_markdown: str
    to_markdown_label: str
    done: str
    done_word: str
    done_markdown: str
    failed: str


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
    copy: CopyData


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
        "copy": copying(quote, number, say),
    }


def copying(quote: Quote, number: int, say: Speech) -> CopyData:
    """What the buttons of a card copy."""
    cited = citation(quote, say.language)
    return {
        "plain": cited.plain,
        "markdown": cited.markdown,
        "html": cited.html,
        "group": say("copy.label", number=number),
        "visible": say("copy.visible"),
        "to_word": say("copy.word"),
        "to_word_label": say("copy.word_label", number=number),
        "to_markdown": say("copy.markdown"),
        "to_markdown_label": say("copy.markdown_label", number=number),
        "done": say("copy.done"),
        "done_word": say("copy.done_word", number=number),
        "done_markdown": say("copy.done_markdown", number=number),
        "failed": say("copy.failed"),
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
