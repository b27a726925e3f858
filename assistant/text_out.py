"""Answers for a reader at a terminal, in their language. What would steer the terminal is taken out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant import cells
from assistant.answer import Answer, FollowUp, Quote
from assistant.settings import Language
from assistant.ui.cards import verdict
from assistant.ui.filter_names import NO_TITLES, in_words
from assistant.ui.formats import clock, confidence_level, percentage, written_date
from assistant.ui.messages import Speech
from assistant.ui.task_words import asked_for, found, task_facts
from index import command

_INDENT = "    "
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"
# The catalogues send the reader to the page's sidebar.
_EMPTY_LIBRARY: dict[Language, str] = {
    "vi": "Thư viện chưa có tài liệu nào để tìm. Hãy thêm tài liệu bằng lệnh: python -m index add",
    "en": "The library holds no documents to search. Add some with: python -m index add",
}


def answer_text(answer: Answer, say: Speech, *, bold: bool) -> str:
    """The quotes, or why there are none and what comes nearest; highlights are bold if asked."""
    lines = []
    if answer.follow_up is not None:
        lines.append(f"{command.printable(searched_line(answer.follow_up, say))}\n")
    if answer.understood_as is not None:
        lines.append(f"{say('answer.understood')} {command.printable(answer.understood_as)}\n")
    if answer.tasks is not None:
        lines.append(f"{command.cell(found(answer.tasks, say))}\n")
    if answer.answered:
        if answer.tasks is None or not answer.from_tasks:
            lines.append(f"{say.count('answer.found', len(answer.quotes))}\n")
        else:
            lines.append(f"{say('tasks.from_table')} {command.cell(asked_for(answer.tasks, say))}\n")
        if answer.filters.active:
            names = command.cell(in_words(answer.filters, NO_TITLES, say))
            lines.append(f"{say('filters.asked_with', filters=names)}\n")
    elif answer.reason == "empty_library":
        lines.append(f"{_EMPTY_LIBRARY[say.language]}\n")
    else:
        lines.append(f"{command.cell(verdict(replace(answer, tasks=None), say))}\n")
        if answer.nearest:
            lines.append(f"{say('answer.nearest')}:\n")
    lines.extend(_numbered(answer.quotes if answer.answered else answer.nearest, say, bold))
    if answer.differing:
        lines.append(f"\n{say('answers.found_differ')}\n")
        lines.extend(_numbered(answer.differing, say, bold, first=len(answer.quotes) + 1))
    return "".join(lines)


def searched_line(follow_up: FollowUp, say: Speech) -> str:
    """What was searched for a follow-up, and where."""
    line = f"{say('follow.searched')} {follow_up.searched}"
    return (
        line
        if follow_up.within is None
        else f"{line} · {say('follow.within', name=follow_up.title or follow_up.within)}"
    )


def _numbered(quotes: Sequence[Quote], say: Speech, bold: bool, first: int = 1) -> list[str]:
    numbered = enumerate(quotes, first)
    return [f"\n{number}. {_citation(quote, say)}\n{_task(quote)}{_words(quote, bold)}\n" for number, quote in numbered]


def _task(quote: Quote) -> str:
    """The words of the task that a quote is for: its paragraph may hold others."""
    if quote.task is None:
        return ""
    words = " ".join(quote.paragraph.text[span.start : span.end] for span in quote.highlights)
    on_one_line = command.printable(" ".join(words.split()))
    return f"  → {on_one_line}\n"


def _citation(quote: Quote, say: Speech) -> str:
    """What a task says; title, document, number, issuer, date, page, speaker, time, confidence, as far as known."""
    paragraph = quote.paragraph
    page = None if paragraph.page is None else say("place.page", page=paragraph.page)
    level = say(f"confidence.{confidence_level(quote.confidence)}")
    task = () if quote.task is None else task_facts(quote.task, say)
    facts = (
        *task,
        quote.title,
        paragraph.document,
        quote.letterhead.number,
        quote.letterhead.issuer,
        written_date(quote.date, say),
        page,
        cells.place(paragraph, quote.highlights, say),
        paragraph.speaker,
        clock(paragraph.start_ms),
        f"{level} ({percentage(quote.confidence, say)})",
    )
    return " · ".join(command.cell(fact) for fact in facts if fact)


def _words(quote: Quote, bold: bool) -> str:
    """The paragraph, word for word, set in."""
    text = quote.paragraph.text
    pieces = []
    position = 0
    for span in sorted(quote.highlights, key=lambda span: span.start) if bold else ():
        # A line that is begun bold would stay so through the indent of the next.
        marked = text[span.start : span.end].split("\n")
        pieces.append(command.printable(text[position : span.start]))
        pieces.append("\n".join(f"{_BOLD}{command.printable(line)}{_PLAIN}" for line in marked))
        position = span.end
    pieces.append(command.printable(text[position:]))
    return "\n".join(f"{_INDENT}{line}" for line in "".join(pieces).split("\n"))
