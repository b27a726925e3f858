"""Documents and hits for a reader at a terminal. Everything steering the terminal is taken out of what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from index.catalogue import Scope
from index.command import cell, printable
from index.filters import Filters
from index.models import Hit, Paragraph
from index.store import DocumentSummary

_INDENT = "    "


def documents(summaries: Sequence[DocumentSummary]) -> str:
    """A line for each document: its date, the number of its paragraphs, its name and title."""
    if not summaries:
        return "The library holds no documents.\n"
    lines = []
    for summary in summaries:
        sample = " (sample)" if summary.sample else ""
        title = f" · {cell(summary.title)}" if summary.title else ""
        paragraphs = f"{summary.paragraphs} paragraph{'' if summary.paragraphs == 1 else 's'}"
        lines.append(f"{summary.date or '-':<10}  {paragraphs:>15}  {cell(summary.document)}{sample}{title}\n")
    return "".join(lines)


def hits(found: Sequence[Hit], summaries: Sequence[DocumentSummary], scope: Scope | None = None) -> str:
    """The paragraphs, the best first, each under where it stands, and what the filters kept out."""
    notes = "" if scope is None or not scope.undated else f"{_undated(scope.undated)}\n"
    if not found:
        empty = scope is not None and not scope.paragraphs
        why = f"no paragraph matches the filters ({filters(scope.filters)})" if scope is not None and empty else ""
        return f"Nothing found{f': {why}' if why else ''}.\n{notes}"
    dates = {summary.document: summary.date for summary in summaries}
    listed = "\n".join(_hit(number, hit, dates) for number, hit in enumerate(found, start=1))
    return f"{listed}\n{notes}" if notes else listed


def filters(chosen: Filters) -> str:
    """The filters in words: "within a.txt; from 2024-03; speaker Lan"."""
    parts = [f"within {each}" for each in chosen.documents]
    parts += [f"from {chosen.first_date}"] if chosen.first_date is not None else []
    parts += [f"to {chosen.last_date}"] if chosen.last_date is not None else []
    parts += [f"speaker {each}" for each in chosen.speakers] + [f"kind {each}" for each in chosen.kinds]
    return "; ".join(map(cell, parts))


def _undated(count: int) -> str:
    documents = "1 document without a date was" if count == 1 else f"{count} documents without a date were"
    return f"{documents} left out, since dates are filtered by."


def _hit(number: int, hit: Hit, dates: dict[str, str | None]) -> str:
    paragraph = hit.paragraph
    page = None if paragraph.page is None else f"page {paragraph.page}"
    facts = [cell(paragraph.document), dates.get(paragraph.document), page, *_spoken(paragraph)]
    # Cut, not rounded: 99.6 % certain is not 100 % certain.
    facts.append(f"confidence {int(hit.confidence * 100 + 1e-9)}%")
    heading = f"{_INDENT}{cell(paragraph.heading)}\n" if paragraph.heading else ""
    return f"{number}. {' · '.join(fact for fact in facts if fact)}\n{heading}{indented(paragraph.text)}\n"


def _spoken(paragraph: Paragraph) -> tuple[str | None, str | None]:
    speaker = None if paragraph.speaker is None else cell(paragraph.speaker)
    return speaker, None if paragraph.start_ms is None else clock(paragraph.start_ms)


def clock(milliseconds: int) -> str:
    """Hours, minutes and seconds: 0:01:05."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"


def indented(text: str) -> str:
    """The text's lines, set in."""
    return "\n".join(f"{_INDENT}{line}" for line in printable(text).split("\n"))
