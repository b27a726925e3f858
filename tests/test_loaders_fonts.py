"""Runs of a Word document in .Vn and VNI- fonts are read as those fonts show them, and all others as they stand."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from hypothesis import given
from hypothesis import strategies as st

from index.errors import BrokenDocument
from index.loaders import load
from index.loaders.fonts import as_drawn
from index.models import LoadedDocument
from index.paragraphs import split

FIXTURES = Path(__file__).parent / "fixtures"
WORDS = (FIXTURES / "sources/charsets.txt").read_text("utf-8").split()


def read(document: Document) -> LoadedDocument:
    buffer = io.BytesIO()
    document.save(buffer)
    return load("a.docx", buffer.getvalue())


def run(paragraph: Paragraph, text: str, font: str | None) -> None:
    added = paragraph.add_run(text)
    if font is not None:
        added.font.name = font


def test_runs_are_read_by_their_fonts_and_offsets_are_those_of_the_read_text() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph()
    run(paragraph, "Céng hoµ x· héi ", ".VnTime")
    run(paragraph, "à la carte, ", "Times New Roman")
    run(paragraph, "Ñoäc laäp ", "VNI-Times")
    run(paragraph, "Độc lập ", ".VnTime")
    run(paragraph, "Quèc héi.", ".VnArialH")
    document.add_paragraph("Ngày mới: été.")
    loaded = read(document)
    assert loaded.text == "Cộng hoà xã hội à la carte, Độc lập Độc lập QUỐC HỘI.\n\nNgày mới: été."
    assert [loaded.text[each.start : each.end] for each in split(loaded, "id", "a.docx")] == loaded.text.split("\n\n")


@pytest.mark.parametrize("kind", ["docx", "odt", "rtf"])
def test_a_document_of_libreoffice_in_old_fonts(kind: str) -> None:
    name = f"old-fonts-writer.{kind}"
    loaded = load(name, (FIXTURES / name).read_bytes())
    assert loaded.text == (
        "BIÊN BẢN\n\nChủ tịch nước Cộng hoà xã hội chủ nghĩa Việt Nam, thủ đô Hà Nội, Hội trường Ba Đình, café.\n\n"
        "• một việc\n\nĐơn vị | Số lượng\nA | 2"
    )
    assert [loaded.text[span.start : span.end] for span in loaded.headings] == ["BIÊN BẢN"]


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ([("ho", "VNI-Times"), ("ø vaän", "VNI-Helve"), ("øng", "Arial")], "hò vậnøng"),
        ([("TỔ", ".VnTimeH"), (" tæ", ".VnTimeH")], "TỔ tæ"),
        ([("tæ d©n", ".VnTimeH"), (" phè", ".VnTime")], "TỔ DÂN phố"),
        ([("tæ", ".VNTIMEH"), (" tæ", ".vntime"), (" tæ", "Vn Time")], "TỔ tổ tæ"),
        ([("tæ", None), ("Aám aùp", "vni times"), (" aû", "VNIcode")], "tæẤm áp aû"),
        ([("“tæ” – 5 × 3", ".VnTime")], "“tổ” – 5 ì 3"),
    ],
)
def test_as_drawn(runs: list[tuple[str, str | None]], text: str) -> None:
    assert as_drawn(runs) == text


def test_a_font_comes_from_the_style_its_base_the_paragraph_or_the_document() -> None:
    document = docx.Document()
    old = document.styles.add_style("Old", WD_STYLE_TYPE.PARAGRAPH)
    old.font.name = ".VnTime"
    derived = document.styles.add_style("Derived", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = old
    modern = document.styles.add_style("Modern", WD_STYLE_TYPE.CHARACTER)
    modern.font.name = "Arial"
    paragraph = document.add_paragraph("tæ d©n phè, ", style="Derived")
    paragraph.add_run("été", style="Modern")
    document.add_paragraph("été")
    assert read(document).text == "tổ dân phố, été\n\nété"
    document.styles["Normal"].font.name = "VNI-Times"
    assert read(document).text == "tổ dân phố, été\n\nété"
    document.add_paragraph("toå daân phoá")
    assert read(document).text == "tổ dân phố, été\n\nété\n\ntổ dân phố"


def test_a_font_comes_from_the_theme() -> None:
    document = docx.Document()
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:hAnsiTheme"), "minorHAnsi")
    document.add_paragraph("tæ d©n phè")
    theme = document.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    assert read(document).text == "tæ d©n phè"
    before, minor, after = theme.blob.partition(b"<a:minorFont>")
    name = b'<a:latin typeface="Cambria"/>'
    assert name in after
    theme._blob = before + minor + after.replace(name, b'<a:latin typeface=".VnTime"/>', 1)
    assert read(document).text == "tổ dân phố"
    theme._blob = b"<a:theme"
    with pytest.raises(BrokenDocument):
        read(document)


def test_a_soft_hyphen_of_word_is_a_letter_in_a_font_of_tcvn3_only() -> None:
    document = docx.Document()
    for font in (".VnTime", "Arial"):
        paragraph = document.add_paragraph()
        run(paragraph, "n", font)
        paragraph.runs[0]._element.append(OxmlElement("w:softHyphen"))
        run(paragraph, "íc", font)
    assert read(document).text == "nước\n\nníc"


def test_the_number_of_a_list_has_a_font_of_its_own() -> None:
    document = docx.Document()
    document.add_paragraph("Hiệu lực", style="List Number")
    numbering = document.part.numbering_part.element
    for level in numbering.iter(qn("w:lvl")):
        text = level.find(qn("w:lvlText"))
        if text is not None and "%1" in text.get(qn("w:val"), ""):
            text.set(qn("w:val"), "§iÒu %1.")
            properties = OxmlElement("w:rPr")
            names = OxmlElement("w:rFonts")
            names.set(qn("w:ascii"), ".VnTime")
            properties.append(names)
            level.append(properties)
    assert read(document).text == "Điều 1. Hiệu lực"


@pytest.mark.parametrize(
    ("title", "font", "read_title"),
    [
        ("Biªn b¶n häp tæ d©n phè vÒ viÖc söa ®­êng", ".VnTime", "Biên bản họp tổ dân phố về việc sửa đường"),
        ("Häp tæ", ".VnTime", None),
        ("Résumé de la réunion", "Arial", "Résumé de la réunion"),
        ("Bien ban hop to", ".VnTime", "Bien ban hop to"),
        ("Biên bản họp tổ", ".VnTime", "Biên bản họp tổ"),
    ],
)
def test_the_title_of_a_document_in_an_old_font(title: str, font: str, read_title: str | None) -> None:
    document = docx.Document()
    document.core_properties.title = title
    run(document.add_paragraph(), "tæ d©n phè häp.", font)
    assert read(document).title == read_title


@given(
    st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([".VnTime", "VNI-Times", "Arial", None])), max_size=8)
)
def test_any_mixture_of_fonts_reads_as_the_words_it_was_made_from(words: list[tuple[str, str | None]]) -> None:
    capitals = [word for word, font in words if font == ".VnTime" and word[0].isupper() and not word[0].isascii()]
    runs = [(_typed(word, font) + " ", font) for word, font in words if word not in capitals]
    assert as_drawn(runs) == "".join(f"{word} " for word, _ in words if word not in capitals)


def _typed(word: str, font: str | None) -> str:
    """The word as it is typed in the font, by the character sets' own tables turned around."""
    if font == ".VnTime":
        bytes_of = {as_drawn([(chr(place), font)]): chr(place) for place in range(0xFF, 0xA0, -1)}
        return "".join(bytes_of.get(letter, letter) for letter in word)
    if font == "VNI-Times":
        return "".join(_VNI.get(letter, letter) for letter in word)
    return word


_PAIRS = [vowel + mark for vowel in "aeouyôöAEOUYÔÖ" for mark in "øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË"]
_VNI = {drawn: pair for pair in [*_PAIRS, *"ñôöæóòîÑÔÖÆÓÒÎ"] if len(drawn := as_drawn([(pair, "VNI-")])) == 1}


def test_the_tables_know_every_letter() -> None:
    letters = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưyđ"
        for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
    }
    letters = {letter for letter in letters if len(letter) == 1 and not letter.isascii()}
    drawn = {as_drawn([(chr(place), ".VnTime")]) for place in range(0xA1, 0x100)}
    assert letters <= drawn
    assert letters - set("ìí") == {letter for letter in _VNI if letter.islower()} - set("ìí")
    assert {letter.upper() for letter in letters} <= {as_drawn([(letter, ".VnTimeH")]) for letter in letters} | {
        as_drawn([(chr(place), ".VnTimeH")]) for place in range(0xA1, 0x100)
    }
