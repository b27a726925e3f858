"""What an exported conversation holds, in the reader's language, before it becomes a file of any kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.answer import Answer, Quote
from assistant.citation import isolated, said, source_line, worded
from assistant.conversations import Conversation, Exchange
from assistant.escaping import visible, visible_pieces
from assistant.groups import in_order
from assistant.settings import Language
from assistant.ui import cards
from assistant.ui.filter_names import NO_TITLES, Titles, in_words
from assistant.ui.formats import language_of, written_date
from assistant.ui.lines import Line, lines
from assistant.ui.messages import Speech
from assistant.ui.task_words import asked_for, task_facts

_EXAMPLE = "\f"


@dataclass(frozen=True, slots=True)
class Passage:
    """A quote: its paragraph turn by turn, and `source`, what its task says and where it stands.

    `number` counts from 1 in its answer. `flow` is set where line breaks inside the lines are those of a printed page.
    `notice` comes before it: that the document changed or went since. `confidence` is None where the passage was only
    sought as being like another.
    """

    number: int
    heading: str | None
    lines: tuple[Line, ...]
    lang: Literal["vi", "en"]
    flow: bool
    source: str
    confidence: str | None
    notice: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer. `details` say when and how it was searched, `verdict` what was found or went wrong.

    `nearest` are paragraphs that may not answer it, under the label.
    """

    number: int
    question: str
    details: tuple[str, ...]
    verdict: str
    passages: tuple[Passage, ...]
    nearest_label: str
    nearest: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole conversation. All text can be printed; `note` says so where signs stand for what could not."""

    title: str
    language: Language
    facts: tuple[str, ...]
    entries: tuple[Entry, ...]
    note: str | None


def record(
    conversation: Conversation,
    exchanges: Sequence[Exchange],
    say: Speech,
    now: datetime,
    versions: Mapping[str, str] | None = None,
    titles: Titles = NO_TITLES,
) -> Record:
    """The conversation as it is `now`, whose time zone all times are written in.

    `versions` are the ids of the Sources that the library holds now, by document; None where they aren't known. Filters
    call documents by their `titles`.
    """
    facts = (
        say("export.begun", time=_moment(conversation.created_at, say, now)),
        say.count("export.questions", len(exchanges)),
        say("export.made", time=_moment(now.isoformat(), say, now), zone=now.tzname() or "UTC"),
    )
    entries = tuple(
        _entry(exchange, number, say, now, versions, titles) for number, exchange in enumerate(exchanges, 1)
    )
    return Record(
        title=visible(conversation.title) or say("conversations.untitled"),
        language=say.language,
        facts=facts,
        entries=entries,
        note=say("export.unprintable", example=visible(_EXAMPLE)) if _unprintable(exchanges) else None,
    )


def _entry(
    exchange: Exchange, number: int, say: Speech, now: datetime, versions: Mapping[str, str] | None, titles: Titles
) -> Entry:
    answer = exchange.answer
    details = [say("export.asked", time=_moment(exchange.asked_at, say, now)), *_searched(exchange, say, titles)]

    def passages(quotes: Sequence[Quote]) -> tuple[Passage, ...]:
        sure = answer is None or not answer.similar
        return tuple(_passage(quote, place, say, versions, sure=sure) for place, quote in enumerate(quotes, 1))

    return Entry(
        number=number,
        question=visible(exchange.asked.question.strip()),
        details=tuple(visible(detail) for detail in details),
        verdict=visible(_verdict(exchange, say, titles)),
        passages=passages(in_order(answer) if answer is not None else ()),
        nearest_label=say("answer.nearest"),
        nearest=passages(answer.nearest if answer is not None else ()),
    )


def _searched(exchange: Exchange, say: Speech, titles: Titles) -> Iterable[str]:
    """How the question was searched, where that is not just what was typed."""
    answer: Answer | None = exchange.answer
    if answer is not None and answer.tasks is not None and answer.from_tasks:
        yield f"{say('tasks.from_table')} {isolated(asked_for(answer.tasks, say))}"
    if answer is not None and answer.understood_as is not None:
        yield f"{say('answer.understood')} {isolated(f'“{answer.understood_as}”')}"
    if answer is not None and answer.follow_up is not None:
        follow = cards.follow(answer.follow_up, say)
        line = f"{follow['label']} {isolated('“' + follow['searched'] + '”')}"
        yield line if follow["within"] is None else f"{line} · {isolated(follow['within'])}"
    if exchange.asked.as_typed:
        yield say("answer.as_typed_note")
    # A verdict that refuses names them itself.
    if exchange.asked.filters.active and (answer is None or answer.answered):
        yield say("filters.asked_with", filters=isolated(in_words(exchange.asked.filters, titles, say)))


def _verdict(exchange: Exchange, say: Speech, titles: Titles) -> str:
    if exchange.answer is not None:
        return cards.verdict(exchange.answer, say, titles)
    return say("export.pending") if exchange.error is None else say.explain(exchange.error)


def _passage(quote: Quote, number: int, say: Speech, versions: Mapping[str, str] | None, *, sure: bool) -> Passage:
    card = cards.card(quote, "", number, say, versions, sure=sure)
    return Passage(
        number=number,
        heading=None if card["heading"] is None else visible(card["heading"]),
        lines=tuple(_visible_line(line) for line in worded(said(lines(quote.paragraph, quote.highlights)))),
        lang=language_of(quote.paragraph.text),
        flow=quote.paragraph.page is not None,
        source=visible(_source(quote, say)),
        confidence=card["confidence"],
        notice=card["notice"],
    )


def _source(quote: Quote, say: Speech) -> str:
    """Where a quote stands, and before that what its task says."""
    task = () if quote.task is None else task_facts(quote.task, say)
    return " · ".join([*(isolated(fact) for fact in task), source_line(quote, say)])


def _visible_line(line: Line) -> Line:
    return {**line, "pieces": visible_pieces(line["pieces"])}


def _unprintable(exchanges: Iterable[Exchange]) -> bool:
    for exchange in exchanges:
        quotes = () if exchange.answer is None else exchange.answer.shown
        for text in (exchange.asked.question, *(quote.paragraph.text for quote in quotes)):
            if visible(text) != text.replace("\r\n", "\n").replace("\r", "\n"):
                return True
    return False


def _moment(iso_time: str, say: Speech, now: datetime) -> str:
    """A time in the zone of `now`: 16:25, 24/11/2026."""
    moment = datetime.fromisoformat(iso_time).astimezone(now.tzinfo)
    date = written_date(moment.date().isoformat(), say) or ""
    return say("export.moment", clock=f"{moment:%H:%M}", date=date)
