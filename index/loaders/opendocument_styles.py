"""What the styles of an OpenDocument text say: how lists are numbered, which font letters are in, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass

from lxml.etree import _Element as Element

from index.loaders.numerals import bullet, numeral

_NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MOST_DIGITS = 4
_TITLE_STYLES = ("Title", "Subtitle")


def qn(name: str) -> str:
    """The name with its namespace written out: "text:p" as "{urn:…}p"."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"


def attribute(element: Element, name: str) -> str | None:
    """The value of an attribute such as "text:style-name"."""
    value: str | None = element.get(qn(name))
    return value


def whole(element: Element, name: str, default: int = 1) -> int:
    """The value of an attribute that counts something; the default where it is none or absurd."""
    value = attribute(element, name) or ""
    return int(value) if value.isdecimal() and len(value) <= _MOST_DIGITS else default


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list is numbered; `form` is "bullet" where it has them, "" where nothing is drawn."""

    form: str
    before: str
    after: str
    start: int
    shown_levels: int


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style says itself; `parent` says the rest."""

    parent: str | None
    font: str | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a document by name, and the levels of its lists by the list style's name and depth (from 1)."""

    styles: dict[str, _Style]
    levels: dict[tuple[str, int], _Level]

    @classmethod
    def read(cls, content: Element, styles: Element | None) -> Styles:
        """From the roots of content.xml and styles.xml."""
        found: dict[str, _Style] = {}
        levels: dict[tuple[str, int], _Level] = {}
        for root in (styles, content):
            if root is None:
                continue
            faces = {attribute(face, "style:name"): attribute(face, "svg:font-family") for face in root.iter(_FACE)}
            for style in root.iter(qn("style:style"), qn("style:default-style")):
                name = attribute(style, "style:name")
                if name is not None or attribute(style, "style:family") == "paragraph":
                    found[name or ""] = _style(style, faces)
            for listing in root.iter(qn("text:list-style"), qn("text:outline-style")):
                name = "" if listing.tag == qn("text:outline-style") else attribute(listing, "style:name") or ""
                levels.update({(name, depth): level for depth, level in map(_level, listing)})
        return cls(found, levels)

    def font(self, style: str | None) -> str | None:
        """The font of a paragraph's or a span's style; None where neither it nor its parents name one."""
        return next((each.font for each in self._chain(style) if each.font), None)

    def is_hidden(self, style: str | None) -> bool:
        """Whether text of the style isn't shown."""
        return any(each.hidden for each in self._chain(style))

    def is_title(self, style: str | None) -> bool:
        """Whether the style is that of titles, or made from it."""
        seen: set[str] = set()
        while style is not None and style not in seen:
            if style in _TITLE_STYLES:
                return True
            seen.add(style)
            style = self.styles[style].parent if style in self.styles else None
        return False

    def outline_marker(self, paragraph: Element, counts: dict[tuple[str, int], int]) -> str:
        """The number of a heading that stands in no list; "" for other paragraphs."""
        if paragraph.tag != qn("text:h") or attribute(paragraph, "text:is-list-header") == "true":
            return ""
        return self.next_marker("", whole(paragraph, "text:outline-level", 0), counts, None)

    def next_marker(self, style: str, depth: int, counts: dict[tuple[str, int], int], start: int | None) -> str:
        """What is drawn before the next item of a list ("3.", "b)", "•"), or "". `counts` is how far each level is."""
        level = self.levels.get((style, depth))
        if level is None or level.form == "":
            return ""
        if level.form == "bullet":
            return bullet(level.before)
        counts[style, depth] = start or (counts[style, depth] + 1 if (style, depth) in counts else level.start)
        for deeper in [key for key in counts if key[0] == style and key[1] > depth]:
            del counts[deeper]
        numbers = []
        for shown in range(max(1, depth - level.shown_levels + 1), depth + 1):
            of = self.levels.get((style, shown))
            if of is not None and of.form not in ("", "bullet"):
                numbers.append(numeral(counts.setdefault((style, shown), of.start), of.form))
        return f"{level.before}{'.'.join(numbers)}{level.after}".strip()

    def _chain(self, style: str | None) -> list[_Style]:
        found: list[_Style] = []
        while style is not None and style in self.styles and self.styles[style] not in found:
            found.append(self.styles[style])
            style = self.styles[style].parent
        return found


_FACE = qn("style:font-face")


def _style(style: Element, faces: dict[str | None, str | None]) -> _Style:
    properties = style.find(qn("style:text-properties"))
    family = None if properties is None else attribute(properties, "fo:font-family")
    named = None if properties is None else attribute(properties, "style:font-name")
    font = family or (faces.get(named) or named if named else None)
    hidden = properties is not None and attribute(properties, "text:display") == "none"
    return _Style(attribute(style, "style:parent-style-name"), font.strip("'\" ") if font else None, hidden)


def _level(element: Element) -> tuple[int, _Level]:
    character = attribute(element, "text:bullet-char")
    form = _FORMS.get(attribute(element, "style:num-format") or "", "")
    return whole(element, "text:level", 0), _Level(
        form if character is None else "bullet",
        character or attribute(element, "style:num-prefix") or "",
        attribute(element, "style:num-suffix") or "",
        whole(element, "text:start-value"),
        whole(element, "text:display-levels"),
    )
