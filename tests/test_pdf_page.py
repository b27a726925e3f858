"""The picture of a PDF page with the passage boxed, checked against the word boxes that Poppler's pdftotext gives."""

from __future__ import annotations

import base64
import io
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from assistant.ui import pdf_page
from assistant.ui.messages import Speech
from assistant.ui.source_view import Passage, SourceText
from index import BrokenDocument, Library, Paragraph, PdfPage, Span
from index.loaders import load
from index.loaders.pdf_page import read_pdf_page
from tests.stub_embedder import StubEmbedder

FIXTURES = Path(__file__).resolve().parent / "fixtures"
PDFS = ["council-gaps.pdf", "council-indents.pdf", "council-writer.pdf", "turned.pdf", "report-writer.pdf"]
VI = Speech("vi")
# In points, from `pdftotext -bbox`: left of the first word and right of the last, the first and last line's tops, and
# the page's width and height as it is shown.
OPENING = ("Cuộc họp bắt đầu", "tuần trước.")
Edges = tuple[float, float, float, float]
POPPLER: list[tuple[str, int, tuple[str, str], Edges, tuple[float, float]]] = [
    ("council-gaps.pdf", 1, OPENING, (51.00, 332.13, 199.04, 244.04), (420, 594.96)),
    ("council-indents.pdf", 1, OPENING, (79.34, 349.80, 199.04, 244.04), (420, 594.96)),
    ("council-writer.pdf", 1, OPENING, (72.10, 405.15, 231.20, 263.90), (612, 792)),
    ("turned.pdf", 1, ("Ông Quàng", "tháng 4."), (40.00, 242.07, 86.36, 103.61), (420, 420)),
    ("turned.pdf", 2, ("Bà Lường", "một vụ."), (40.00, 158.33, 40.61, 57.86), (420, 420)),
    ("turned.pdf", 3, ("Tổ họp lại", "phía tây."), (40.00, 125.44, 40.61, 57.86), (420, 420)),
]


def page_of(name: str, number: int) -> PdfPage:
    return read_pdf_page(name, (FIXTURES / name).read_bytes(), number)


def picture_of(page: PdfPage) -> Image.Image:
    return Image.open(io.BytesIO(page.png)).convert("L")


@pytest.mark.parametrize(("name", "number", "words", "edges", "size"), POPPLER)
def test_the_boxes_are_where_another_program_sees_the_words(
    name: str, number: int, words: tuple[str, str], edges: Edges, size: tuple[float, float]
) -> None:
    page = page_of(name, number)
    start, end = page.text.index(words[0]), page.text.index(words[1]) + len(words[1])
    boxes = page.boxes(start, end)
    assert len(boxes) == page.text[start:end].count("\n") + 1
    width, height = size
    assert boxes[0].left * width == pytest.approx(edges[0], abs=0.2)
    assert boxes[-1].right * width == pytest.approx(edges[1], abs=0.2)
    # The two programs take the height of a line of type from different tables of the font.
    assert boxes[0].top * height == pytest.approx(edges[2], abs=1.5)
    assert boxes[-1].top * height == pytest.approx(edges[3], abs=1.5)
    assert abs(page.width / page.height - width / height) < 0.002


@pytest.mark.parametrize("name", PDFS)
def test_all_ink_of_the_text_is_in_its_boxes(name: str) -> None:
    page = page_of(name, 1)
    image = picture_of(page)
    for box in page.boxes(0, len(page.text)):
        # A stroke may stand a little outside of its letter's box; a pixel or two.
        edges = (box.left * page.width - 2, box.top * page.height - 2, box.right * page.width + 2)
        image.paste(255, tuple(round(edge) for edge in (*edges, box.bottom * page.height + 2)))  # type: ignore[arg-type]
    left_over = image.point(lambda grey: 255 if grey < 120 else 0).getbbox()
    # Chromium draws the bullets of a list as shapes, which are no text, in one narrow column.
    assert left_over is None or (name.startswith("council") and left_over[2] - left_over[0] == 11)


@pytest.mark.parametrize("name", PDFS)
def test_the_pages_together_are_the_documents_text(name: str) -> None:
    loaded = load(name, (FIXTURES / name).read_bytes())
    for span in loaded.pages:
        own = loaded.text[span.start : span.end]
        # A page's furniture makes room for a paragraph that goes on.
        page = next(each for each in page_of(name, span.page).arranged() if each.text == own)
        assert page.pages == loaded.pages[-1].page
        lines = [
            page.text[start : start + len(line)] for start, line in zip(page.line_starts, page.characters, strict=True)
        ]
        assert lines == [line for line in page.text.split("\n") if line]


def test_the_picture_is_a_grey_png_as_large_as_it_says() -> None:
    page = page_of("council-gaps.pdf", 2)
    image = Image.open(io.BytesIO(page.png))
    assert (image.format, image.mode, image.size) == ("PNG", "L", (page.width, page.height))
    assert max(image.size) == 1754
    assert len(page.png) < 300_000


def test_a_range_in_a_line_has_a_narrower_box_and_an_empty_one_none() -> None:
    page = page_of("council-gaps.pdf", 1)
    start = page.text.index("8 giờ")
    (box,) = page.boxes(start, start + 5)
    (line,) = page.boxes(page.text.index("Cuộc họp bắt"), start + 5)
    assert box.left > line.left + 0.2 and box.right == line.right
    assert page.boxes(start + 1, start + 2) == []
    assert page.boxes(-50, 0) == page.boxes(len(page.text), len(page.text) + 9) == []


@pytest.mark.parametrize(
    ("name", "page"), [("council-gaps.pdf", 0), ("council-gaps.pdf", 4), ("encrypted.pdf", 1), ("no-pages.pdf", 1)]
)
def test_what_cannot_be_drawn_is_refused_by_name(name: str, page: int) -> None:
    with pytest.raises(BrokenDocument, match=name):
        page_of(name, page)


def test_many_threads_draw_at_once() -> None:
    with ThreadPoolExecutor(4) as pool:
        pictures = set(pool.map(lambda _: page_of("turned.pdf", 1).png, range(8)))
    assert len(pictures) == 1


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library of the documents, to be copied."""
    folder = tmp_path_factory.mktemp("made") / "library"
    with Library.open(folder, StubEmbedder()) as library:
        for name in PDFS:
            library.add(FIXTURES / name)
    return folder


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Iterator[Library]:
    pdf_page._page.clear()
    shutil.copytree(made, tmp_path / "library")
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        yield library


def opened(library: Library, name: str, *changed: Paragraph) -> SourceText:
    paragraphs = {each.start: each for each in (*library.paragraphs(name), *changed)}
    return SourceText(library.source(name), [paragraphs[start] for start in sorted(paragraphs)])


def passage(text: SourceText, words: str, *highlights: Span) -> tuple[int, Passage]:
    position = next(number for number, each in enumerate(text.paragraphs) if each.text.startswith(words))
    paragraph = text.paragraphs[position]
    block = next(number for number, each in enumerate(text.blocks) if each.paragraph == position)
    return block, Passage(paragraph.id, paragraph.text, highlights)


def test_a_page_has_all_its_passages_boxed_and_says_so(library: Library) -> None:
    text = opened(library, "council-gaps.pdf")
    passages = [passage(text, "Cuộc họp bắt đầu", Span(0, 4)), passage(text, "Xã đội")]
    drawn = pdf_page.picture(library, text, 1, passages, VI)
    assert [(box["passage"], box["kind"]) for box in drawn["boxes"]] == [(0, "passage")] * 4 + [(0, "mark")]
    first, mark = drawn["boxes"][0], drawn["boxes"][-1]
    assert (mark["left"], mark["top"]) == (first["left"], first["top"])
    assert mark["width"] * 420 / 100 == pytest.approx(79.27 - 51.00, abs=0.2)
    assert drawn["src"] is not None
    assert base64.b64decode(drawn["src"].removeprefix("data:image/png;base64,")) == page_of("council-gaps.pdf", 1).png
    assert (drawn["page"], drawn["pages"], drawn["label"]) == (1, 3, "trang 1 / 3")
    assert drawn["alt"] == (
        "Hình trang 1 của Họp Hội đồng xã Lũng Sen. "
        "Đoạn được trích có khung bao quanh; nội dung đọc được ở phần Văn bản."
    )
    second = pdf_page.picture(library, text, 2, passages, VI)
    assert {box["passage"] for box in second["boxes"]} == {1}
    empty = pdf_page.picture(library, text, 3, passages, VI)
    assert (empty["boxes"], empty["notice"]) == ([], None)
    assert empty["alt"] == "Hình trang 3 của Họp Hội đồng xã Lũng Sen."


def test_a_passage_over_two_pages_is_boxed_on_both(library: Library) -> None:
    name = "council-gaps.pdf"
    held = library.paragraphs(name)
    last = [each for each in held if each.page == 1][-1]
    first = next(each for each in held if each.page == 2)
    words = library.source(name).text[last.start : first.end]
    both = replace(last, id="both", end=first.end, text=words)
    # As of a transcript, whose turns are grouped over the end of a page.
    text = SourceText(library.source(name), [each for each in held if each not in (last, first)] + [both])
    text = SourceText(text.source, sorted(text.paragraphs, key=lambda each: each.start))
    passages = [passage(text, last.text[:20])]
    on_first = pdf_page.picture(library, text, 1, passages, VI)["boxes"]
    on_second = pdf_page.picture(library, text, 2, passages, VI)["boxes"]
    assert len(on_first) == last.text.count("\n") + 1
    assert len(on_second) == first.text.count("\n") + 1
    assert on_first[-1]["top"] > 50 > on_second[0]["top"]


@pytest.mark.parametrize("name", PDFS)
def test_every_page_is_found_in_the_text(library: Library, name: str) -> None:
    text = opened(library, name)
    for span in load(name, (FIXTURES / name).read_bytes()).pages:
        placed = pdf_page.placed_page(text, page_of(name, span.page))
        assert placed is not None
        assert placed[1] == span.start


def test_a_paragraph_over_the_end_of_a_page_is_boxed_on_both(library: Library) -> None:
    text = opened(library, "report-writer.pdf")
    # Its first line is below the number's place in the text, and its other lines are above the running head's.
    over = [passage(text, "Máy cấy mua bằng vốn vay")]
    on_first = pdf_page.picture(library, text, 1, over, VI)["boxes"]
    on_second = pdf_page.picture(library, text, 2, over, VI)["boxes"]
    lines = over[0][1].text.count("\n") + 1
    drawn = [box for box in (*on_first, *on_second) if box["kind"] == "passage"]
    assert (len(drawn), len(on_first) > 0, len(on_second) > 0) == (lines, True, True)
    assert on_first[-1]["top"] > 50 > on_second[0]["top"]


def test_a_page_that_is_read_otherwise_now_is_shown_without_boxes(library: Library) -> None:
    text = opened(library, "council-gaps.pdf")
    changed = SourceText(replace(text.source, text=text.source.text.replace("Khai mạc", "KHAI MẠC")), text.paragraphs)
    drawn = pdf_page.picture(library, changed, 1, [passage(text, "Cuộc họp bắt đầu")], VI)
    assert drawn["src"] is not None and drawn["boxes"] == []
    assert drawn["notice"] == "Không xác định được chỗ của đoạn trích trên hình. Hãy xem ở phần Văn bản."


def test_a_page_that_cannot_be_drawn_says_so(library: Library) -> None:
    text = opened(library, "council-gaps.pdf")
    drawn = pdf_page.picture(library, text, 9, [], VI)
    assert (drawn["src"], drawn["boxes"]) == (None, [])
    assert drawn["notice"] == "Không vẽ được hình trang 9 từ tệp gốc, nên chỉ xem được văn bản."


def test_another_version_is_never_drawn_in_its_place(library: Library) -> None:
    text = opened(library, "council-gaps.pdf")
    library.add_bytes("council-gaps.pdf", (FIXTURES / "turned.pdf").read_bytes())
    for _ in range(2):
        drawn = pdf_page.picture(library, text, 1, [], VI)
        assert drawn["src"] is None
        assert drawn["notice"] is not None and "không còn trong thư viện" in drawn["notice"]
        if "council-gaps.pdf" in {each.document for each in library.documents()}:
            library.remove("council-gaps.pdf")
