"""Documents and hits for a reader at a terminal. Everything steering the terminal is taken out of what they hold."""

from __future__ import annotations

from collections.abc import Sequence

from index.command import cell, printable
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


def hits(found: Sequence[Hit], summaries: Sequence[DocumentSummary]) -> str:
    """The paragraphs, the best first, each under where it stands."""
    if not found:
        return "Nothing found.\n"
    dates = {summary.document: summary.date for summary in summaries}
    return "\n".join(_hit(number, hit, dates) for number, hit in enumerate(found, start=1))


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
    return "\n".join(f"{_INDENT}{line}" for line in printable(text.replace("\r\n", "\n")).split("\n"))
