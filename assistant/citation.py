"""A quote as a citation: the paragraph word for word, its key sentence marked, and under it where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant import cells
from assistant.answer import Quote
from assistant.escaping import html_pieces, html_text, markdown, markdown_pieces
from assistant.settings import Language
from assistant.ui.formats import clock, language_of, written_date
from assistant.ui.lines import Line, lines
from assistant.ui.messages import Speech

# A page of 20 questions has at most some 200 quotes.
_REMEMBERED = 2048
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ISOLATE, _END_OF_ISOLATE = "\u2068", "\u2069"
# Programs that know no <mark> take a background.
_MARK = '<span style="background-color:#ffe680">'
_VERBATIM = "white-space:pre-wrap"


@dataclass(frozen=True, slots=True)
class Citation:
    """The same citation as plain text, as CommonMark and as HTML for a clipboard."""

    plain: str
    markdown: str
    html: str


@lru_cache(_REMEMBERED)
def citation(quote: Quote, language: Language) -> Citation:
    """The whole paragraph and its source line, the words around it in the language.

    Line breaks are kept, but those of a printed page become spaces, as on the screen.
    """
    flow = quote.paragraph.page is not None
    drawn = said(lines(quote.paragraph, quote.highlights))
    source = f"— {source_line(quote, Speech(language))}"
    text = "".join(piece["text"] for line in drawn for piece in line["pieces"])
    body = "".join(f"<p{_style(flow)}>{html_pieces(line['pieces'], _MARK, '</span>')}</p>" for line in worded(drawn))
    return Citation(
        plain=f"{flowing(text) if flow else text}\n\n{source}",
        markdown=f"{quoted((*markdown_paragraphs(drawn, flow=flow), markdown(source)))}\n",
        html=(
            f'<blockquote lang="{language_of(quote.paragraph.text)}" dir="auto">{body}</blockquote>'
            f'<p lang="{language}" dir="auto">{html_text(source)}</p>'
        ),
    )


def source_line(quote: Quote, say: Speech) -> str:
    """Title, document, number, issuer, place, date, page, speakers and time, as far as they are known."""
    return ", ".join(isolated(fact) for fact in _facts(quote, say))


def _facts(quote: Quote, say: Speech) -> Iterable[str]:
    paragraph = quote.paragraph
    yield f"{quote.title} ({paragraph.document})" if quote.title else paragraph.document
    letterhead = quote.letterhead
    if letterhead.number is not None:
        yield say("citation.number", number=letterhead.number)
    date = written_date(quote.date, say)
    yield from (fact for fact in (letterhead.issuer, letterhead.place, date) if fact is not None)
    if paragraph.page is not None:
        yield say("place.page", page=paragraph.page)
    row = cells.place(paragraph, quote.highlights, say)
    if row is not None:
        yield row
    names = [paragraph.speaker] if paragraph.speaker else dict.fromkeys(turn.speaker for turn in paragraph.turns)
    speakers = [name for name in names if name]
    if speakers:
        yield say("citation.speaker", names="; ".join(speakers))
    start, end = clock(paragraph.start_ms), clock(paragraph.end_ms)
    if start is not None:
        yield say("citation.time", time=start if end in (None, start) else f"{start}–{end}")


def isolated(text: str) -> str:
    """The text, kept from turning around what follows it where it holds marks of writing direction."""
    return f"{_ISOLATE}{text}{_END_OF_ISOLATE}" if _BIDI_CONTROLS.search(text) else text


def said(drawn: Sequence[Line]) -> list[Line]:
    """The lines with a speaker who doesn't stand in the text in square brackets before it, as editors add words."""
    return [
        line
        if line["speaker"] is None
        else {**line, "pieces": [{"text": f"[{line['speaker']}] ", "kind": "speaker"}, *line["pieces"]]}
        for line in drawn
    ]


def worded(drawn: Sequence[Line]) -> list[Line]:
    """The lines without the white space between turns."""
    return [line for line in drawn if line["kind"] != "gap"]


def flowing(text: str) -> str:
    """The text of a printed page without its line breaks."""
    return re.sub(r"[ \t]*\n[ \t]*", " ", text)


def markdown_paragraphs(drawn: Sequence[Line], *, flow: bool) -> list[str]:
    """A paragraph of CommonMark for each turn, or one for a paragraph that has none."""
    return [markdown_pieces(line["pieces"], flow=flow) for line in worded(drawn)]


def quoted(paragraphs: Sequence[str]) -> str:
    """Paragraphs of CommonMark as a block quote."""
    return "\n".join(f"> {line}".rstrip() for line in "\n\n".join(paragraphs).split("\n"))


def _style(flow: bool) -> str:
    return "" if flow else f' style="{_VERBATIM}"'
