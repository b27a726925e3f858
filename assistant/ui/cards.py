"""What the widgets draw of a question and its answer, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from assistant import cells
from assistant.answer import Answer, FollowUp, Quote
from assistant.citation import citation
from assistant.groups import Shown, grouped
from assistant.ui.filter_names import NO_TITLES, Titles, in_words
from assistant.ui.formats import Level, clock, confidence_level, language_of, percentage, scan_of_quote, written_date
from assistant.ui.lines import Line, lines
from assistant.ui.messages import Speech
from assistant.ui.task_words import asked_for, found, task_facts
from index import NO_FILTERS, Filters, Paragraph

# A quote's place in an answer: in "quotes", "differing" or "nearest", counted from 0.
Group = Literal["quotes", "differing", "nearest"]
# Where the library can't be asked what OCR did.
NO_MEDIA_TYPES: Mapping[str, str] = {}
# Of a long list of tasks so many are drawn at once; a few more aren't worth to be folded.
_FIRST_TASKS, _FEW_MORE = 10, 2
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


class Also(TypedDict):
    """Another place that says the same as a card; `open` is read out for its button."""

    place: str
    text: str
    open: str


class Card(TypedDict):
    """A quote. `place` comes back when its number is clicked, or `similar`, the button for passages like it.

    `also` are the places that say the same, behind `also_label`. `notice` says that its document changed or went since.
    `differs` counts the groups of cards that differ, from 0, and `dated` is then the date in front; elsewhere None.
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
    confidence: str | None
    level: Level
    copy: CopyData
    also: list[Also]
    also_label: str
    similar: str
    similar_label: str
    differs: int | None
    dated: str | None


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

    Where `similar`, the question is a quote that passages like it were sought for.
    `filters` are those it was asked with, where the verdict doesn't name them; where it does, `search_all` is the label
    of a button that asks without them. `rest` are the cards behind the first ones of a long list of tasks, folded.
    """

    question: str
    label: str
    similar: bool
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
    rest: list[Card]
    rest_label: str
    differ_label: str
    differ_note: str
    nearest_label: str
    nearest: list[Card]


def card(
    quote: Quote,
    place: str,
    number: int,
    say: Speech,
    versions: Mapping[str, str] | None = None,
    media_types: Mapping[str, str] = NO_MEDIA_TYPES,
    *,
    sure: bool = True,
) -> Card:
    """The card of a quote; `number` counts from 1. `versions` are the library's now, None where they aren't known.

    `media_types` are the documents', which say what OCR did. `sure`: whether its confidence is one that it answers the
    question.
    """
    paragraph = quote.paragraph
    name = quote.title or paragraph.document
    page = None if paragraph.page is None else say("place.page", page=paragraph.page)
    letterhead = (quote.letterhead.number, quote.letterhead.issuer)
    row = cells.place(paragraph, quote.highlights, say)
    task = () if quote.task is None else task_facts(quote.task, say)
    facts = (*task, *letterhead, written_date(quote.date, say), page, row, paragraph.speaker, clock(paragraph.start_ms))
    scan = scan_of_quote(media_types.get(paragraph.document, ""), say)
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
        "facts": [fact for fact in (*facts, scan) if fact],
        "confidence": f"{say(f'confidence.{level}')} · {percentage(quote.confidence, say)}" if sure else None,
        "level": level,
        "copy": copying(quote, number, say),
        "also": [],
        "also_label": say("answers.also"),
        "similar": say("answers.similar"),
        "similar_label": say("answers.similar_label", number=number),
        "differs": None,
        "dated": None,
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


def shown_cards(
    answer: Answer,
    say: Speech,
    versions: Mapping[str, str] | None = None,
    media_types: Mapping[str, str] = NO_MEDIA_TYPES,
) -> list[Card]:
    """The cards of an answer's quotes, numbered in the order in which they are shown (`assistant.groups`)."""
    quotes = answer.found
    cards: list[Card] = []
    differing = 0
    for group in grouped(answer):
        for shown in group.shown:
            quote = quotes[shown.position]
            place, number = _place(answer, shown.position), len(cards) + 1
            drawn = card(quote, place, number, say, versions, media_types, sure=not answer.similar)
            drawn["also"] = _also(answer, shown, say)
            if group.differ:
                drawn["differs"], drawn["dated"] = differing, written_date(quote.date, say)
                drawn["facts"] = [fact for fact in drawn["facts"] if fact != drawn["dated"]]
            cards.append(drawn)
        differing += group.differ
    return cards


def _place(answer: Answer, position: int) -> str:
    answering = len(answer.quotes)
    return f"quotes:{position}" if position < answering else f"differing:{position - answering}"


def _also(answer: Answer, shown: Shown, say: Speech) -> list[Also]:
    also: list[Also] = []
    for position in shown.also:
        quote = answer.found[position]
        paragraph = quote.paragraph
        page = None if paragraph.page is None else say("place.page", page=paragraph.page)
        name = quote.title or paragraph.document
        facts = (name, written_date(quote.date, say), page, clock(paragraph.start_ms))
        text = " · ".join(fact for fact in facts if fact)
        also.append({"place": _place(answer, position), "text": text, "open": say("answers.also_open", name=text)})
    return also


def exchange(
    question: str,
    answer: Answer | None,
    as_typed: bool,
    newest: bool,
    say: Speech,
    versions: Mapping[str, str] | None = None,
    filters: Filters = NO_FILTERS,
    titles: Titles = NO_TITLES,
    media_types: Mapping[str, str] = NO_MEDIA_TYPES,
    *,
    similar: bool = False,
) -> ExchangeData:
    """A question and its answer; `as_typed` where the user asked that nothing of the question be changed.

    `versions` are the ids of the Sources that the library holds now, by document; None where they aren't known.
    `media_types` say what OCR did to the documents.
    `similar`: nothing was asked but for passages like that one.
    `filters` are those it was asked with, in which documents are called by their `titles`.
    """
    refused = answer is not None and not (answer.answered or answer.similar)
    nothing = answer is not None and not answer.found
    from_tasks = answer is not None and answer.from_tasks
    cards = [] if answer is None else shown_cards(answer, say, versions, media_types)
    first = _FIRST_TASKS if from_tasks and len(cards) > _FIRST_TASKS + _FEW_MORE else len(cards)
    return {
        "question": question,
        "label": say("answers.similar_to") if similar else say("answer.question"),
        "similar": similar,
        "understood": _understood(answer, say) if answer is not None else None,
        "understood_label": say("tasks.from_table" if from_tasks else "answer.understood"),
        "as_typed": say("tasks.search" if from_tasks else "answer.as_typed"),
        "follow": follow(answer.follow_up, say) if answer is not None and answer.follow_up is not None else None,
        "note": say("answer.as_typed_note") if as_typed else None,
        "filters": _asked_with(filters, titles, say) if not refused else None,
        "search_all": say("filters.search_all") if nothing and filters.active else None,
        "verdict": verdict(answer, say, titles) if answer is not None else None,
        "answered": answer is not None and answer.answered,
        "newest": newest,
        "cards": cards[:first],
        "rest": cards[first:],
        "rest_label": say("tasks.rest", count=say.number(len(cards) - first)),
        "differ_label": say("answers.differ"),
        "differ_note": say("answers.differ_note"),
        "nearest_label": say("answer.nearest"),
        "nearest": [] if answer is None else _weak_cards(answer.nearest, say, versions, media_types),
    }


def _understood(answer: Answer, say: Speech) -> str | None:
    """How the question was understood, where that isn't just what was typed."""
    return asked_for(answer.tasks, say) if answer.tasks is not None and answer.from_tasks else answer.understood_as


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


def _weak_cards(
    nearest: Sequence[Quote], say: Speech, versions: Mapping[str, str] | None, media_types: Mapping[str, str]
) -> list[Card]:
    return [
        card(quote, f"nearest:{position}", position + 1, say, versions, media_types)
        for position, quote in enumerate(nearest)
    ]


def verdict(answer: Answer, say: Speech, titles: Titles = NO_TITLES) -> str:
    """What was found and how sure it is; or why nothing was, among what filters, and what was left out for having no
    date. Where tasks were looked for and aren't there, that comes first.
    """
    none = [found(answer.tasks, say)] if answer.tasks is not None and not answer.from_tasks else []
    if answer.similar or answer.answered:
        return " ".join([*none, lead(answer, say)])
    sentences = [*none, say(f"reason.{answer.reason or 'no_evidence'}")]
    if answer.filters.active:
        sentences.append(say("filters.only_in", filters=in_words(answer.filters, titles, say)))
    if answer.undated:
        sentences.append(say.count("filters.undated", answer.undated))
    return " ".join(sentences)


def lead(answer: Answer, say: Speech) -> str:
    """How many paragraphs answer, in how many documents, how sure the surest is, and whether they differ.

    Paragraphs that say the same count once.
    """
    if answer.tasks is not None and answer.from_tasks:
        return found(answer.tasks, say)
    groups = grouped(answer)
    count = sum(len(group.shown) for group in groups)
    if answer.similar:
        return say.count("answers.similar_found", count) if count else say("answers.similar_none")
    documents = len({quote.paragraph.document for quote in answer.found})
    # On a line of its own, a "%" would stand for nothing.
    sure = percentage(answer.confidence, say).replace(" ", "\u00a0")
    if count == 1:
        line = say("answers.found_one", sure=sure)
    elif documents == 1:
        line = say("answers.found_in_one", count=say.number(count), sure=sure)
    else:
        line = say("answers.found", count=say.number(count), documents=say.number(documents), sure=sure)
    return f"{line} {say('answers.found_differ')}" if any(group.differ for group in groups) else line


def _asked_with(filters: Filters, titles: Titles, say: Speech) -> str | None:
    return say("filters.asked_with", filters=in_words(filters, titles, say)) if filters.active else None


def quote_at(answer: Answer, place: str) -> Quote | None:
    """The quote of a card's `place`; None for a place that the answer doesn't have."""
    group, _, position = place.partition(":")
    quotes = {"quotes": answer.quotes, "differing": answer.differing, "nearest": answer.nearest}.get(group, ())
    return quotes[int(position)] if position.isdecimal() and int(position) < len(quotes) else None


def _notice(paragraph: Paragraph, versions: Mapping[str, str] | None, say: Speech) -> str | None:
    if versions is None or versions.get(paragraph.document) == paragraph.source_id:
        return None
    return say("quote.changed") if paragraph.document in versions else say("quote.gone")


def _heading(heading: str | None, title: str | None) -> str | None:
    """The headings above, without the document's title, which the card names already."""
    if heading is None or title is None:
        return heading
    above, parted, below = heading.partition(_UNDER)
    if parted and any(map(str.isdigit, above)) and below.split(_UNDER)[0] == title:
        # The date of an official document stands above its title.
        return f"{above}{below.removeprefix(title)}"
    return heading.removeprefix(title).removeprefix(_UNDER) or None
