"""Text and Markdown files: the stored text is the decoded file itself, character for character."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from index.loaders.blocks import gaps, lines, one_paragraph_a_line, trimmed, units
from index.loaders.dates import parse_date
from index.loaders.decode import decode
from index.loaders.exports import find_export
from index.loaders.headed import Export
from index.loaders.headings import text_headings
from index.loaders.metadata import Properties, meeting_date_of, title_of
from index.loaders.official import read_official
from index.loaders.transcripts import find_turns, read_label
from index.models import Aside, LoadedDocument, Span, TableRow, Turn
from index.text import fold

TEXT = "text/plain"
MARKDOWN = "text/markdown"
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_ATX = re.compile(r" {0,3}#{1,6}(?:[ \t]+\S|[ \t]*$)")
_SETEXT = re.compile(r" {0,3}(?:={3,}|-{3,})[ \t]*$")
_PROPERTY_LINE = re.compile(r"[ \t#-]|[\w ]{1,40}:(?:\s|$)")
_FRONT_MATTER_ENDS = ("---", "...")
_TITLE_KEYS = ("title", "tieu de")
_DATE_KEYS = ("date", "meeting_date", "meeting date", "ngay", "ngay hop")


def load_text(path: str, data: bytes) -> LoadedDocument:
    """A .txt file, with turns where it is a transcript. Raises EmptyDocument, NotUtf8, BrokenDocument."""
    text = decode(path, data)
    export = find_export(text, path)
    if export is not None:
        return finish_export(path, text, TEXT, export, (), Properties())
    headings, turns = structure(text, by_line=one_paragraph_a_line(text))
    return finish(path, text, TEXT, headings, turns, Properties())


def load_markdown(path: str, data: bytes) -> LoadedDocument:
    """A .md file: headings as it marks them, and front matter as its properties. Raises as load_text."""
    text = decode(path, data)
    front = _front_matter(text)
    body = Span(front.end if front else 0, len(text))
    marked = _markdown_headings(text, body)
    properties = _properties(text[front.start : front.end]) if front else Properties()
    export = find_export(text, path, marked)
    if export is not None:
        return finish_export(path, text, MARKDOWN, export, marked, properties, front)
    headings, turns = structure(text, body, marked=marked)
    # Front matter is context, and no paragraph.
    return finish(path, text, MARKDOWN, ((front,) if front else ()) + headings, turns, properties)


def structure(
    text: str,
    body: Span | None = None,
    *,
    marked: tuple[Span, ...] = (),
    skipped: tuple[Span, ...] = (),
    by_line: bool = False,
    titles: bool = False,
) -> tuple[tuple[Span, ...], tuple[Turn, ...]]:
    """Headings and turns of a text in which blank lines part paragraphs.

    `marked` are the headings that the format itself marks. Without any (or with `titles`) others are guessed by their
    text; datelines always are. `skipped` (page numbers) are kept out of the paragraphs as headings are.
    """
    body = body or Span(0, len(text))
    taken = tuple(sorted(marked + skipped, key=lambda span: span.start))
    plain = [unit for gap in gaps(body, taken) for unit in units(text, gap, by_line=by_line)]
    guessed = text_headings(text, plain, titles=titles or not marked, first_is_title=not marked)
    unlabelled = tuple(span for span in guessed if read_label(text[span.start : span.end]) is None)
    turns = find_turns(text, tuple(sorted(taken + unlabelled, key=lambda span: span.start)), body)
    return tuple(sorted(taken + (unlabelled if turns else guessed), key=lambda span: span.start)), turns


def document_of(
    path: str,
    text: str,
    media_type: str,
    marked: tuple[Span, ...],
    properties: Properties,
    rows: tuple[TableRow, ...] = (),
) -> LoadedDocument:
    """The document of a text whose headings and rows its format marks, with the turns if it is a transcript."""
    export = find_export(text, path, marked)
    if export is not None:
        return finish_export(path, text, media_type, export, marked, properties)
    headings, turns = structure(text, marked=marked)
    return replace(finish(path, text, media_type, headings, turns, properties), rows=rows)


def finish_export(
    path: str,
    text: str,
    media_type: str,
    export: Export,
    marked: tuple[Span, ...],
    properties: Properties,
    front: Span | None = None,
) -> LoadedDocument:
    """The document of a transcript that a program exported; what stands before it is read as any text is."""
    head = Span(front.end if front else 0, export.start)
    before, _ = structure(text, head, marked=tuple(span for span in marked if span.end <= head.end))
    headings = ((front,) if front else ()) + before + export.headings
    return finish(
        path, text, media_type, headings, export.turns, replace(properties, date=properties.date or export.date)
    )


def finish(
    path: str,
    text: str,
    media_type: str,
    headings: tuple[Span, ...],
    turns: tuple[Turn, ...],
    properties: Properties,
    asides: tuple[Aside, ...] = (),
) -> LoadedDocument:
    """The document with its title and meeting date, and what its own words tell of an official one."""
    official = read_official(text)
    taken: list[Span | Aside] = [*official.headings, *official.asides]
    kept = [span for span in headings if not _inside(span, taken)]
    told: list[Span | Aside | Turn] = [*kept, *asides, *turns]
    headings = tuple(
        sorted((*kept, *(span for span in official.headings if not _overlaps(span, told))), key=lambda span: span.start)
    )
    found = (*asides, *(aside for aside in official.asides if not _overlaps(aside, told)))
    return LoadedDocument(
        text=text,
        media_type=media_type,
        title=title_of(text, headings, properties),
        meeting_date=meeting_date_of(path, text, headings, properties) or official.date,
        headings=headings,
        turns=turns,
        asides=tuple(sorted(found, key=lambda aside: aside.start)),
        letterhead=official.letterhead,
    )


def _inside(span: Span, ranges: Iterable[Span | Aside]) -> bool:
    """Whether one of the ranges holds all of a span."""
    return any(each.start <= span.start and span.end <= each.end for each in ranges)


def _overlaps(span: Span | Aside, ranges: Iterable[Span | Aside | Turn]) -> bool:
    return any(span.start < each.end and each.start < span.end for each in ranges)


def _front_matter(text: str) -> Span | None:
    """The block between "---" lines at the start, where it reads as properties and not as text between rules."""
    rows = lines(text)
    first = next(rows)
    if text[first.start : first.end].rstrip() != "---":
        return None
    for row in rows:
        line = text[row.start : row.end].rstrip()
        if line in _FRONT_MATTER_ENDS:
            return Span(0, row.end)
        if line and not _PROPERTY_LINE.match(line):
            return None
    return None


def _properties(front_matter: str) -> Properties:
    values: dict[str, str] = {}
    for row in front_matter.splitlines():
        key, colon, value = row.partition(":")
        if colon and value.strip() and not key.startswith((" ", "\t", "#", "-")):
            values.setdefault(fold(key.strip()), value.strip().strip("\"'"))
    title = next((values[key] for key in _TITLE_KEYS if key in values), None)
    date = next((parse_date(values[key]) for key in _DATE_KEYS if key in values), None)
    return Properties(title=title, date=date)


def _markdown_headings(text: str, body: Span) -> tuple[Span, ...]:
    found: list[Span] = []
    fence = ""
    # Only a line of its own can be underlined into a heading, not the last of a paragraph.
    underlinable: Span | None = None
    after_blank = True
    for row in lines(text, body):
        line = text[row.start : row.end]
        mark = _FENCE.match(line)
        alone = row if after_blank and line.strip() and not mark else None
        after_blank = not line.strip()
        if fence:
            fence = "" if mark and mark[1].startswith(fence) else fence
            alone = None
        elif mark:
            fence = mark[1]
        elif _ATX.match(line):
            found.append(trimmed(text, row))
            alone, after_blank = None, True
        elif underlinable is not None and _SETEXT.match(line):
            found.append(trimmed(text, Span(underlinable.start, row.end)))
            alone, after_blank = None, True
        underlinable = alone
    return tuple(span for span in found if span.start < span.end)
