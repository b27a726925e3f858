"""The page, the styles and the languages of an exported .docx file."""

from __future__ import annotations

from typing import Any, Literal

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from assistant.settings import Language

DETAIL, VERDICT = "Search Detail", "Verdict"
NOTICE, QUOTE, SOURCE = "Quote Notice", "Quote", "Quote Source"
LANGUAGES: dict[Language, str] = {"vi": "vi-VN", "en": "en-GB"}
# The font and the margins of Vietnamese official documents; every Word has it.
_FONT = "Times New Roman"
_MARGINS_MM = {"top_margin": 20, "bottom_margin": 20, "left_margin": 30, "right_margin": 20}
_INK, _MUTED = RGBColor(0x1D, 0x1B, 0x19), RGBColor(0x55, 0x50, 0x4A)
_QUOTE_LINE = "0F5C63"
_QUOTE_INDENT = Mm(6)


def lay_out(document: Any, language: Language) -> None:
    """Sets the page and the styles of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name, margin in _MARGINS_MM.items():
        setattr(section, name, Mm(margin))
    styles = document.styles
    defaults = styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    set_language(defaults, language)
    _style(styles["Normal"], 12, after=4)
    _style(styles["Title"], 20, bold=True, after=4)
    _style(styles["Heading 1"], 14, bold=True, before=18, after=3, with_next=True)
    _style(styles["Heading 2"], 12, bold=True, before=10, after=3, with_next=True)
    _style(styles["Header"], 9, colour=_MUTED)
    _style(styles["Footer"], 9, colour=_MUTED)
    _style(_new(styles, DETAIL), 10, after=2, colour=_MUTED, with_next=True)
    _style(_new(styles, VERDICT), 12, bold=True, before=2, after=4, with_next=True)
    _style(_new(styles, NOTICE), 10, colour=_MUTED, with_next=True)
    _style(styles[QUOTE], 12, before=4, after=2, with_next=True)
    _style(_new(styles, SOURCE), 10, after=10, colour=_MUTED)
    for name in (NOTICE, QUOTE, SOURCE):
        styles[name].paragraph_format.left_indent = _QUOTE_INDENT
        _line_at_left(styles[name])
    for name in ("Header", "Footer"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    # The template's title has a line under it.
    title = styles["Title"].element.get_or_add_pPr()
    for border in title.findall(qn("w:pBdr")):
        title.remove(border)


def set_language(properties: Any, language: Literal["vi", "en"]) -> None:
    """Sets the language of run properties, which the spelling check and screen readers go by."""
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    lang = OxmlElement("w:lang")
    lang.set(qn("w:val"), LANGUAGES[language])
    properties.append(lang)


def add_field(paragraph: Any, code: str) -> None:
    """Puts a field at the paragraph's end, whose value the program that shows the file reckons."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _new(styles: Any, name: str) -> Any:
    style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = styles["Normal"]
    style.quick_style = True
    return style


def _style(
    style: Any,
    size_points: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 0,
    with_next: bool = False,
    colour: RGBColor = _INK,
) -> None:
    font = style.font
    font.name, font.size, font.bold, font.italic = _FONT, Pt(size_points), bold, False
    font.color.rgb = colour
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    # The theme's fonts would come before those named.
    for attribute in [each for each in fonts.attrib if each.endswith("Theme")]:
        del fonts.attrib[attribute]
    for attribute in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(attribute), _FONT)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    paragraph.line_spacing = 1.15
    paragraph.keep_with_next, paragraph.widow_control = with_next, True


def _line_at_left(style: Any) -> None:
    border, left = OxmlElement("w:pBdr"), OxmlElement("w:left")
    for attribute, value in (("val", "single"), ("sz", "18"), ("space", "8"), ("color", _QUOTE_LINE)):
        left.set(qn(f"w:{attribute}"), value)
    border.append(left)
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )
