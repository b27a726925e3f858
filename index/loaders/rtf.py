"""Rich text documents: paragraphs, headings, lists and tables.

striprtf turns the control words into text and forgets which they were. So marks are put in before it reads, private
code points beside the words that end a cell or change a font, and are read again from its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from striprtf.striprtf import font_table_group, rtf_to_text

from index.errors import BrokenDocument
from index.loaders.blocks import Block, write
from index.loaders.fonts import as_drawn
from index.loaders.metadata import LONGEST_TITLE, Properties
from index.loaders.numerals import bullet
from index.loaders.official import lays_out
from index.loaders.plain import document_of
from index.loaders.tables import row_block
from index.models import LoadedDocument

MEDIA_TYPE = "application/rtf"
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]+)(?P<number>-?\d{1,9})? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[^\\{}]+", re.DOTALL
)
_CELL, _ROW, _ROW_STARTS, _HEADING, _LINE, _HIDDEN = map(chr, range(0x100000, 0x100006))
_FIRST_FONT = 0x100100
_MOST_FONTS = 0xFE00
# Beside these words, which striprtf passes over, stands a mark.
_MARKED = {
    "cell": _CELL,
    "row": _ROW,
    "trowd": _ROW_STARTS,
    "nestcell": " ",
    "nestrow": " ",
    "line": _LINE,
    "lbr": _LINE,
}
# Groups that hold no text; those of pictures are long.
_DROPPED = frozenset("pict objdata themedata colorschememapping datastore latentstyles listpicture blipuid".split())
_HIDING = ("v", "deleted")
_FONT = re.compile(r"\\f(\d+)")
_NO_NAME = re.compile(r"\\[a-z]+-?\d* ?|\\'..|[{}\r\n]")
# The last title is the one in Unicode, where there are two.
_TITLE = re.compile(r"\{\\title\b ?")
# Its number, properties and name, which are told apart afterwards: in one pattern that would take endless ways.
_STYLE = re.compile(r"\{\\s(\d{1,9})\b([^;]{1,1000});\}")
_STYLE_NAME = re.compile(r"\s([^\\{}]+)")
_HEADING_STYLE = re.compile(r"(?:heading \d|title|subtitle)", re.IGNORECASE)
_LIST_MARK = re.compile(r"\s*([^\w\s]|\(?\w{1,5}(?:\.\w{1,3})*[.)])\t\s*")
_BRACE = re.compile(r"\\bin(?P<bytes>\d{1,9}) ?|\\.|[{}]", re.DOTALL)
# Where a link leads, which striprtf would put behind its words.
_LINK = re.compile(r"(\\fldinst[^}]{0,80}?)HYPERLINK")
_MARK = re.compile("([\n\U00100000-\U0010fffd])")


@dataclass(frozen=True, slots=True)
class _State:
    """What a group of the file changes and gives back at its end."""

    font: int = 0
    hidden: bool = False
    heading: bool = False

    @property
    def mark(self) -> str:
        """The mark that says how the text after it is shown."""
        return _HIDDEN if self.hidden else chr(_FIRST_FONT + min(self.font, _MOST_FONTS))


def load_rtf(path: str, data: bytes) -> LoadedDocument:
    """An .rtf file. Raises EmptyDocument and BrokenDocument."""
    source = _LINK.sub(r"\1", data.decode("latin-1"))
    try:
        text = _converted(_marked(source))
        title = _title(source)
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise BrokenDocument(path=path, detail="it is a damaged rich text document") from error
    written = write(_Reader(_fonts(source)).blocks(text))
    return document_of(path, written.text, MEDIA_TYPE, written.headings, Properties(title=title), written.rows)


def _fonts(source: str) -> dict[int, str]:
    """The names of the file's fonts by their numbers."""
    table = re.sub(r"\{\\\*[^{}]*\}", "", font_table_group(source))
    named = ((_FONT.search(entry), _NO_NAME.sub("", entry)) for entry in table.split(";"))
    return {int(number[1]): name.strip() for number, name in named if number is not None}


def _title(source: str) -> str | None:
    """The title in the file's properties."""
    *_, at = (None, *_TITLE.finditer(source))
    if at is None:
        return None
    return _whole(_converted("{\\rtf1\\ansi " + source[at.end() : _end_of_group(source, at.end())] + "}"))


def _converted(source: str) -> str:
    text: str = rtf_to_text(source, errors="replace")
    return text


def _whole(text: str) -> str:
    """The text with letters beyond the first plane, which come as two halves. The marks lie in the last plane."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _marked(source: str) -> str:
    """The file with the marks, without what holds no text."""
    parts: list[str] = []
    states = [_State()]
    default_font = 0
    heading_styles = {int(style[1]) for style in _STYLE.finditer(source) if _is_heading(style[2])}
    position = 0
    while (token := _TOKEN.match(source, position)) is not None:
        position = token.end()
        word, number = token["word"], int(token["number"] or "0")
        state = states[-1]
        if token[0] == "{":
            states.append(state)
        elif token[0] == "}":
            if len(states) > 1:
                states.pop()
        elif word == "bin":
            position += max(number, 0)
            continue
        elif word in _DROPPED:
            position = _end_of_group(source, position)
            continue
        elif word == "deff":
            default_font = number
        elif word == "f":
            states[-1] = replace(state, font=number)
        elif word == "plain":
            states[-1] = replace(state, font=default_font, hidden=False)
        elif word in _HIDING:
            states[-1] = replace(state, hidden=token["number"] != "0")
        elif word == "pard":
            states[-1] = replace(state, heading=False)
        elif word == "s":
            states[-1] = replace(state, heading=number in heading_styles)
        elif word == "outlinelevel":
            states[-1] = replace(state, heading=number < 9)
        parts.append(_token(token[0], word, state))
        if states[-1].mark != state.mark:
            parts.append(f"\\intbl {states[-1].mark}")
    return "".join(parts)


def _is_heading(style: str) -> bool:
    """Whether a style is one of headings, by the name at its end or its properties before that."""
    after_words = max(style.rfind(char) for char in "\\{}") + 1
    name = _STYLE_NAME.search(style, max(0, after_words - 1))
    if name is None:
        return False
    of_outline = re.search(r"\\outlinelevel[0-8]\b", style[: name.start()])
    return of_outline is not None or _HEADING_STYLE.fullmatch(name[1].strip()) is not None


def _token(token: str, word: str | None, state: _State) -> str:
    if word in _MARKED:
        return f"\\intbl {_MARKED[word]}"
    if word == "pntext":
        # The number of a list as Word 95 wrote it, which striprtf passes over.
        return "\\intbl "
    if word == "par" and state.heading:
        return f"\\intbl {_HEADING}\\par "
    return token


def _end_of_group(source: str, position: int) -> int:
    """Where the group that holds the position is closed; what is binary in it is passed over."""
    depth = 1
    while (brace := _BRACE.search(source, position)) is not None:
        position = brace.end() + int(brace["bytes"] or "0")
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth == 0:
            return brace.start()
    return len(source)


@dataclass(slots=True)
class _Reader:
    """The state of a walk through the marked text; `runs` is the paragraph that is being read."""

    fonts: dict[int, str]
    runs: list[tuple[str, str | None]] = field(default_factory=list)
    font: str | None = None
    hidden: bool = False
    heading: bool = False
    in_row: bool = False
    cells: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    tables: int = 0

    def blocks(self, text: str) -> Iterator[Block]:
        for piece in _MARK.split(text):
            if piece == _ROW_STARTS:
                self.in_row = True
            elif piece == _CELL:
                self.in_row = True
                self.cell.append(self._taken())
                self.cells.append(self.cell)
                self.cell = []
            elif piece == _ROW:
                yield from self._row()
                self.cells, self.cell, self.in_row = [], [], False
            elif piece == "\n":
                yield from self._paragraph()
            elif piece == _HEADING:
                self.heading = True
            elif piece == _LINE:
                self.runs.append(("\n", self.font))
            elif piece == _HIDDEN:
                self.hidden = True
            elif _MARK.match(piece):
                self.hidden, self.font = False, self.fonts.get(ord(piece) - _FIRST_FONT)
            elif not self.hidden:
                self.runs.append((piece, self.font))
        yield from self._paragraph()

    def _row(self) -> Iterator[Block]:
        if lays_out(["\n".join(cell) for cell in self.cells]):
            for text in (text for cell in self.cells for text in cell):
                yield Block(text)
        else:
            yield row_block([" ".join(" ".join(cell).split()) for cell in self.cells], self.tables)

    def _paragraph(self) -> Iterator[Block]:
        if self.in_row:
            self.cell.append(self._taken())
            return
        heading = self.heading
        text = self._taken()
        if not text.strip():
            return
        self.tables += 1
        mark = _LIST_MARK.match(text)
        if mark is not None:
            text = f"{_marker(mark[1])} {text[mark.end() :]}"
        if heading and len(text) <= LONGEST_TITLE:
            yield Block(" ".join(text.split()), "heading")
        else:
            yield Block(text, "item" if mark is not None else "paragraph")

    def _taken(self) -> str:
        text = _whole(as_drawn(self.runs))
        self.runs = []
        self.heading = False
        return text


def _marker(drawn: str) -> str:
    """A list's number as it stands, or its bullet; that of a symbol font comes as a middle dot."""
    return drawn if len(drawn) > 1 else bullet(drawn.replace("·", ""))
