"""Presentations as pandoc, LibreOffice Impress and python-pptx write them: a slide is a page, its title a heading."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pptx
import pytest
from pptx.presentation import Presentation
from pptx.util import Inches

from index.errors import BrokenDocument, EmptyDocument
from index.filters import kinds_of
from index.loaders import load
from index.models import LoadedDocument
from index.paragraphs import split

FIXTURES = Path(__file__).parent / "fixtures"
TITLE_ONLY, BLANK = 5, 6
BOX = [Inches(each) for each in (1, 1, 5, 2)]


def read(presentation: Presentation) -> LoadedDocument:
    buffer = io.BytesIO()
    presentation.save(buffer)
    return load("a.pptx", buffer.getvalue())


def headings(loaded: LoadedDocument) -> list[str]:
    return [loaded.text[span.start : span.end] for span in loaded.headings]


@pytest.mark.parametrize("name", ["slides-pandoc.pptx", "slides-impress.pptx"])
def test_a_presentation_of_another_program(name: str) -> None:
    loaded = load(name, (FIXTURES / name).read_bytes())
    slides = [
        "Giao ban quý I\n\nTrạm Y tế Bản Sơn\n\n05/04/2024",
        "Tiêm chủng\n\nĐã tiêm 214 trẻ, đạt 97 %.\n\n• Bản Nà Pục: 61 trẻ\n• Bản Sơn: 153 trẻ\n– hoãn 4 trẻ vì sốt\n\n"
        "Nhắc chị Lường Thị Pâng gọi lại bốn nhà hoãn tiêm trước ngày 20.",
        "Việc quý II\n\n1. Sửa tủ lạnh vắc xin\n2. Khám cho người trên 80 tuổi",
        "Kinh phí\n\nKhoản | Quý I | Quý II\nXăng xe | 3,2 triệu | 4,0 triệu\nThuốc | 18 triệu | 21 triệu",
    ]
    assert loaded.text == "\n\n".join(slides)
    assert [loaded.text[page.start : page.end] for page in loaded.pages] == slides
    assert [page.page for page in loaded.pages] == [1, 2, 3, 4]
    assert headings(loaded) == ["Giao ban quý I", "05/04/2024", "Tiêm chủng", "Việc quý II", "Kinh phí"]
    assert (loaded.title, loaded.meeting_date) == ("Giao ban quý I", "2024-04-05")
    assert kinds_of(loaded.media_type, spoken=False) == ("slides",)
    paragraphs = split(loaded, "id", name)
    (vaccinated,) = [each for each in paragraphs if each.text.startswith("Đã tiêm")]
    assert (vaccinated.page, vaccinated.heading) == (2, "Giao ban quý I › 05/04/2024 › Tiêm chủng")
    assert [each.page for each in paragraphs if "Xăng xe" in each.text] == [4]


def test_text_boxes_groups_line_breaks_and_merged_cells_in_order() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    slide.shapes.add_textbox(*BOX).text_frame.text = "Một\vhai\n\nBa."
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(*BOX).text_frame.text = "Trong nhóm."
    inner = group.shapes.add_group_shape()
    inner.shapes.add_textbox(*BOX).text_frame.text = "Sâu hơn."
    table = slide.shapes.add_table(2, 3, *BOX).table
    for place, cell in enumerate(table.iter_cells()):
        cell.text = f"ô\n{place}"
    table.cell(0, 0).merge(table.cell(0, 1))
    loaded = read(presentation)
    assert loaded.text == "Một\nhai\n\nBa.\n\nTrong nhóm.\n\nSâu hơn.\n\nô 0 ô 1 |  | ô 2\nô 3 | ô 4 | ô 5"
    assert loaded.title is None


def test_a_slide_without_words_is_no_page() -> None:
    presentation = pptx.Presentation()
    for title in ("Một", "", "Ba"):
        presentation.slides.add_slide(presentation.slide_layouts[TITLE_ONLY]).shapes.title.text = title
    loaded = read(presentation)
    assert loaded.text == "Một\n\nBa"
    assert [page.page for page in loaded.pages] == [1, 3]


def test_letters_in_an_old_font_are_read_as_it_shows_them() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    paragraph = slide.shapes.add_textbox(*BOX).text_frame.paragraphs[0]
    for text, font in (("Tæ d©n phè", ".VnTime"), (" été.", None)):
        run = paragraph.add_run()
        run.text, run.font.name = text, font
    assert read(presentation).text == "Tổ dân phố été."


def test_numbers_count_by_level_and_start_anew_after_other_text() -> None:
    presentation = pptx.Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[BLANK])
    frame = slide.shapes.add_textbox(*BOX).text_frame
    marks = [("arabicPeriod", 0, ""), ("alphaLcParenR", 1, ""), ("alphaLcParenR", 1, ""), ("arabicPeriod", 0, "")]
    marks += [("", 0, ""), ("romanUcParenBoth", 0, "4"), ("arabicPlain", 1, "")]
    for place, (kind, level, start) in enumerate(marks):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text, paragraph.level = f"việc {place}", level
        if kind:
            mark = paragraph._p.get_or_add_pPr().makeelement(
                "{http://schemas.openxmlformats.org/drawingml/2006/main}buAutoNum", {"type": kind}
            )
            if start:
                mark.set("startAt", start)
            paragraph._p.get_or_add_pPr().append(mark)
    assert read(presentation).text == ("1. việc 0\na) việc 1\nb) việc 2\n2. việc 3\n\nviệc 4\n\n(IV) việc 5\n1 việc 6")


def test_damaged_presentations_are_broken() -> None:
    whole = (FIXTURES / "slides-pandoc.pptx").read_bytes()
    for data, detail in (
        (whole[:-60], "it is cut off, or no .pptx file"),
        (without(whole, "ppt/presentation.xml"), "it has no presentation inside"),
        (without(whole, "ppt/slides/slide2.xml"), "it has no presentation inside"),
        (without(whole, "ppt/slideLayouts/slideLayout2.xml"), "it has no presentation inside"),
    ):
        with pytest.raises(BrokenDocument) as caught:
            load("a.pptx", data)
        assert caught.value.values == {"path": "a.pptx", "detail": detail}
    with pytest.raises(EmptyDocument):
        read(pptx.Presentation())


def without(data: bytes, name: str) -> bytes:
    """The package with one part in which the XML breaks off."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.namelist():
            content = source.read(entry)
            copy.writestr(entry, content[: len(content) // 2] if entry == name else content)
    return target.getvalue()
