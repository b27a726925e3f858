"""The font of each run of a Word document: its own, its style's, its paragraph's or the document's.

As ECMA-376 part 1 has it (17.3.2.26 rFonts, 17.7.2 style hierarchy): letters of Latin-1 are in the font of hAnsi.
"""

from __future__ import annotations

from dataclasses import dataclass

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a document. `theme` is by "major" and "minor", `styles` by the style's id."""

    theme: dict[str, str]
    styles: dict[str, str]
    paragraphs: str | None

    @classmethod
    def read(cls, document: Document) -> Fonts:
        """From the document's styles and theme. Raises SyntaxError for a theme that is no XML."""
        theme = _theme(document)
        root = document.styles.element
        elements = {style.get(qn("w:styleId"), ""): style for style in root.iter(qn("w:style"))}
        styles = {name: font for name, style in elements.items() if (font := _of_chain(style, elements, theme))}
        usual = next((name for name, style in elements.items() if _is_default(style)), "")
        defaults = root.find("/".join(map(qn, ("w:docDefaults", "w:rPrDefault"))))
        return cls(theme, styles, styles.get(usual) or (None if defaults is None else _font(defaults, theme)))

    def of_paragraph(self, style_id: str | None) -> str | None:
        """The font of a paragraph of that style, where its runs name none."""
        return self.styles.get(style_id or "") or self.paragraphs

    def of_run(self, run: Element, paragraph: str | None) -> str | None:
        """The font of a run in a paragraph of that font; of a list's level and other things with run properties too."""
        style = run.find(qn("w:rPr") + "/" + qn("w:rStyle"))
        named = None if style is None else self.styles.get(style.get(qn("w:val"), ""))
        return _font(run, self.theme) or named or paragraph


def _font(holder: Element, theme: dict[str, str]) -> str | None:
    """What the run properties of an element name."""
    fonts = holder.find(qn("w:rPr") + "/" + qn("w:rFonts"))
    if fonts is None:
        return None
    for name in ("w:hAnsi", "w:ascii"):
        of_theme = theme.get(fonts.get(qn(name + "Theme"), "")[:5])
        font: str | None = of_theme or fonts.get(qn(name))
        if font:
            return font
    return None


def _of_chain(style: Element, elements: dict[str, Element], theme: dict[str, str]) -> str | None:
    seen: list[Element] = []
    current: Element | None = style
    while current is not None and current not in seen:
        font = _font(current, theme)
        if font is not None:
            return font
        seen.append(current)
        based_on = current.find(qn("w:basedOn"))
        current = None if based_on is None else elements.get(based_on.get(qn("w:val"), ""))
    return None


def _is_default(style: Element) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default"), "0") in ("1", "true", "on")


def _theme(document: Document) -> dict[str, str]:
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    except KeyError:
        return {}
    found: dict[str, str] = {}
    for kind, tag in (("major", "majorFont"), ("minor", "minorFont")):
        latin = parse_xml(part.blob).find(f".//{_DRAWING}{tag}/{_DRAWING}latin")
        if latin is not None:
            found[kind] = latin.get("typeface", "")
    return found
