"""Text written into Markdown and HTML so that a reader sees it word for word, whatever stands in it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence

from assistant.ui.lines import Piece

_LINE_END = re.compile(r"\r\n?")
# What XML, Markdown or HTML can't hold: controls but tab and line feed, halves of surrogate pairs, noncharacters.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = "\x7f", "\u2421"
# Where they stand makes no difference: marks of emphasis, code, links, HTML, tables, formulas.
_ALWAYS = frozenset("\\`*_[]<>&#~|$^{")
_LIST_NUMBER = re.compile(r"^\d{1,9}([.)])", re.MULTILINE)
# At the beginning of a line, and what typographers' programs change: "--", "->", "...", ":smile:".
_SOMETIMES = re.compile(
    r"^[-+=]|(?<=-)-|-(?=[->])|(?<=\.)\.|\.(?=\.)|(?<==)=|=(?==)|:(?=[A-Za-z_+][\w+-]*:)", re.MULTILINE
)
_BREAKS_EMPHASIS = ("P", "S", "Z", "C")


def visible(text: str) -> str:
    """The text with line ends as line feeds, and what can't be printed shown: ␌ for a form feed, ⟨U+0085⟩ for another.

    Text that holds neither comes back as it is.
    """
    return _UNPRINTABLE.sub(lambda found: _picture(found[0]), _LINE_END.sub("\n", text))


def visible_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, each of them visible; a line end that is cut in two is one line feed."""
    following = (*(piece["text"] for piece in pieces[1:]), "")
    return [
        {**piece, "text": visible(piece["text"].removesuffix("\r") if cut.startswith("\n") else piece["text"])}
        for piece, cut in zip(pieces, following, strict=False)
    ]


def _picture(character: str) -> str:
    if character < " ":
        return chr(_PICTURES + ord(character))
    return _DELETE_PICTURE if character == _DELETE else f"⟨U+{ord(character):04X}⟩"


def markdown(text: str) -> str:
    """The text on one line, as CommonMark that renders as it."""
    return markdown_pieces([{"text": " ".join(text.split()), "kind": "text"}], flow=True)


def markdown_pieces(pieces: Sequence[Piece], *, flow: bool) -> str:
    """One paragraph of CommonMark that renders as the pieces joined, the marked ones strong.

    Line breaks stay breaks, but where they are those of a printed page (`flow`), which Markdown draws as spaces.
    """
    text = ""
    marks: list[tuple[int, int]] = []
    for piece in visible_pieces(pieces):
        start = len(text)
        text += piece["text"]
        if piece["kind"] == "mark":
            marks.append((start, len(text)))
    escaped = [_escaped(text, place, flow) for place in range(len(text))]
    for place in (
        *(found.start() for found in _SOMETIMES.finditer(text)),
        *(n.start(1) for n in _LIST_NUMBER.finditer(text)),
    ):
        escaped[place] = f"\\{text[place]}"
    for start, end in marks:
        _emphasise(text, escaped, start, end)
    return "".join(escaped)


def _escaped(text: str, place: int, flow: bool) -> str:
    character = text[place]
    before = text[place - 1] if place else "\n"
    after = text[place + 1] if place + 1 < len(text) else "\n"
    if character == "\n":
        # At an end a break means nothing, and a blank line would end the paragraph.
        at_end = place in (0, len(text) - 1) or (flow and "\n" in (before, after))
        return _entity(character) if at_end else "\n" if flow else "\\\n"
    if character.isspace() and (character != " " or "\n" in (before, after)):
        return _entity(character)
    return f"\\{character}" if character in _ALWAYS else character


def _emphasise(text: str, escaped: list[str], start: int, end: int) -> None:
    """Makes the range strong. Markdown wants no white space inside at its ends, and no letter just outside where
    punctuation stands inside: such a letter is written as its number.
    """
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start == end:
        return
    for inner, outer in ((start, start - 1), (end - 1, end)):
        if unicodedata.category(text[inner])[0] not in _BREAKS_EMPHASIS or not 0 <= outer < len(text):
            continue
        if escaped[outer] == text[outer] and not text[outer].isspace():
            escaped[outer] = _entity(text[outer])
    escaped[start] = f"**{escaped[start]}"
    escaped[end - 1] += "**"


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


def html_text(text: str) -> str:
    """The text for an HTML element or attribute, on the line where it stands."""
    return html.escape(visible(text), quote=True)


def html_pieces(pieces: Sequence[Piece], mark: str = "<mark>", end: str = "</mark>") -> str:
    """The pieces for an HTML element, the marked ones between the two tags."""
    return "".join(
        f"{mark}{html_text(piece['text'])}{end}" if piece["kind"] == "mark" else html_text(piece["text"])
        for piece in visible_pieces(pieces)
    )
