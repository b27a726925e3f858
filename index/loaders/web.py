"""HTML pages: the text of the block elements in order, entities decoded, as a browser would lay it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from index.errors import BrokenDocument, NotUtf8
from index.loaders.blocks import Block, write
from index.loaders.dates import parse_date
from index.loaders.decode import decode
from index.loaders.metadata import Properties
from index.loaders.official import lays_out
from index.loaders.plain import document_of
from index.loaders.tables import row_block
from index.models import LoadedDocument

MEDIA_TYPE = "text/html"
_DROPPED_TAGS = """
    script style template noscript head nav svg iframe object embed audio video canvas map select button input textarea
    datalist
"""
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCK_TAGS = """
    html body address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form
    header hgroup hr legend li main menu ol p pre search section summary table tbody thead tfoot tr td th caption ul
    h1 h2 h3 h4 h5 h6
"""
_DROPPED = frozenset(_DROPPED_TAGS.split())
_BLOCKS = frozenset(_BLOCK_TAGS.split())
# White space that a browser runs together; a no-break space it keeps.
_SPACES = re.compile(r"[ \t\n\f\r]+")
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
# Script, style and tags: words of no language.
_MARKUP = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^<>]*>|&\w{1,32};", re.IGNORECASE | re.DOTALL)
_DATE_NAMES = frozenset(("date", "dc.date", "dcterms.date", "dc.date.issued", "meeting_date", "meeting-date"))
_PUBLISHED_NAMES = frozenset(("article:published_time", "og:published_time", "datepublished", "pubdate"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)


def load_html(path: str, data: bytes) -> LoadedDocument:
    """An HTML page. Raises EmptyDocument, NotUtf8 (in no encoding that it names either) and BrokenDocument."""
    tree = LexborHTMLParser(_decode(path, data))
    written = write(_blocks(tree))
    return document_of(path, written.text, MEDIA_TYPE, written.headings, _properties(tree), written.rows)


def page_blocks(page: str) -> Iterator[Block]:
    """What a page says, for instance that of an e-mail."""
    return _blocks(LexborHTMLParser(page))


def _blocks(tree: LexborHTMLParser) -> Iterator[Block]:
    return _Page().read(tree.body) if tree.body is not None else iter(())


def _decode(path: str, data: bytes) -> str:
    """As any text, or else in the encoding that the page itself names. Old Vietnamese pages name one they aren't in."""
    try:
        return decode(path, data, sample=_MARKUP.sub(b" ", data))
    except NotUtf8:
        charset = _CHARSET.search(data[:4096])
        if charset is None:
            raise
        named = charset[1].decode("ascii", "replace")
    try:
        return data.decode(named)
    except UnicodeDecodeError as error:
        raise NotUtf8(path=path, position=error.start) from error
    except (LookupError, UnicodeError) as error:
        raise BrokenDocument(path=path, detail=f"it names an unknown encoding, {named!r}") from error


def _properties(tree: LexborHTMLParser) -> Properties:
    title = tree.css_first("head > title")
    named: dict[str, str] = {}
    for meta in tree.css("meta[content]"):
        attributes = meta.attributes
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or ""
        named.setdefault(name.strip().lower(), attributes.get("content") or "")
    return Properties(
        title=title.text() if title is not None else None,
        date=_first_date(named, _DATE_NAMES),
        published=_first_date(named, _PUBLISHED_NAMES),
    )


def _first_date(named: dict[str, str], names: frozenset[str]) -> str | None:
    return next((date for name, value in named.items() if name in names and (date := parse_date(value))), None)


@dataclass(frozen=True, slots=True)
class _Event:
    """A step of the walk: an element opens or closes, or (tag "") there is text."""

    tag: str
    opens: bool
    node: LexborNode
    text: str = ""


def _walk(root: LexborNode) -> Iterator[_Event]:
    """Through the tree in order without recursion (a page may nest deeper than Python), past what is not shown."""
    node = root
    while True:
        tag = node.tag or ""
        if tag == "-text":
            yield _Event("", True, node, node.text_content or "")
        elif not tag.startswith("-") and not _is_dropped(tag, node):
            yield _Event(tag, True, node)
            child = node.first_child
            if child is not None:
                node = child
                continue
            yield _Event(tag, False, node)
        while node.next is None or node.mem_id == root.mem_id:
            parent = node.parent
            if node.mem_id == root.mem_id or parent is None:
                return
            node = parent
            yield _Event(node.tag or "", False, node)
        node = node.next


def _is_dropped(tag: str, node: LexborNode) -> bool:
    if tag in _DROPPED:
        return True
    attributes = node.attributes
    return "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style") or "") is not None


@dataclass(slots=True)
class _List:
    """A list that is open: the number of its next item, or None where it has bullets."""

    number: int | None


@dataclass(slots=True)
class _Page:
    """The state of a walk through a page."""

    buffer: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    marker: str = ""
    heading: bool = False
    preformatted: int = 0
    tables: int = 0
    # The table whose rows are being read, by its node, and the finished cells of its row.
    table: int | None = None
    cells: list[str] = field(default_factory=list)

    def read(self, body: LexborNode) -> Iterator[Block]:
        """The blocks of the page in order."""
        for event in _walk(body):
            if not event.tag:
                self._text(event.text)
            elif event.tag == "br":
                if event.opens:
                    self.buffer.append("\n")
            elif self.table is not None:
                yield from self._in_table(event)
            elif event.tag in _BLOCKS:
                yield from self._flush()
                self._enter(event)
        yield from self._flush()

    def _text(self, text: str) -> None:
        self.buffer.append(text if self.preformatted else _SPACES.sub(" ", text))

    def _enter(self, event: _Event) -> None:
        tag, node = event.tag, event.node
        if tag in _HEADINGS:
            self.heading = event.opens
        elif tag == "pre":
            self.preformatted += 1 if event.opens else -1
        elif tag in ("ul", "ol", "menu"):
            if event.opens:
                self.lists.append(_List(_number(node.attributes.get("start"), 1) if tag == "ol" else None))
            elif self.lists:
                self.lists.pop()
        elif tag == "li":
            self.marker = self._next_marker(node) if event.opens else ""
        elif tag == "table" and event.opens and _holds_data(node):
            self.table, self.tables = node.mem_id, self.tables + 1

    def _next_marker(self, node: LexborNode) -> str:
        innermost = self.lists[-1] if self.lists else _List(None)
        if innermost.number is None:
            return "• "
        number = _number(node.attributes.get("value"), innermost.number)
        innermost.number = number + 1
        return f"{number}. "

    def _in_table(self, event: _Event) -> Iterator[Block]:
        """The cells of a row on one line. A caption comes before the rows; a space parts the blocks inside a cell."""
        if event.tag in ("td", "th") and not event.opens:
            self.cells.append(" ".join(self._take().split("\n")))
        elif event.tag == "tr" and not event.opens:
            yield row_block(self.cells, self.tables)
            self.cells = []
        elif event.tag == "caption" and not event.opens:
            yield Block(self._take())
        elif event.tag == "table" and event.node.mem_id == self.table:
            self.table = None
        elif event.tag in _BLOCKS:
            self.buffer.append(" ")

    def _flush(self) -> Iterator[Block]:
        content = self._take()
        if not content.strip():
            return
        if self.heading:
            yield Block(" ".join(content.split("\n")), "heading")
        elif self.lists:
            yield Block(self.marker + content.lstrip(), "item" if self.marker else "paragraph")
            self.marker = ""
        else:
            yield Block(content)

    def _take(self) -> str:
        raw = "".join(self.buffer)
        self.buffer.clear()
        if self.preformatted:
            return raw.strip("\n")
        return re.sub(r" ?\n ?", "\n", re.sub(" +", " ", raw)).strip(" \n")


def _holds_data(table: LexborNode) -> bool:
    """Whether a table is one, and no layout of a page: several cells a row, no headings, lists or tables in them."""
    if table.attributes.get("role") == "presentation":
        return False
    # First, so that of tables in tables no more is looked through for each than for the innermost.
    if table.css_first("td table, td h1, td h2, td h3, td h4, td ul, td ol, td p + p") is not None:
        return False
    if table.css_first("td + td, th + td, th + th, td + th") is None:
        return False
    return not lays_out([cell.text(separator="\n") for cell in table.css("td")])


def _number(value: str | None, default: int) -> int:
    return int(value) if value is not None and re.fullmatch(r"-?\d{1,6}", value.strip()) else default
