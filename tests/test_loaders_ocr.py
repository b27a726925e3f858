"""Scans and pictures of text. A stand-in for Tesseract gives what the real one read of `tests/drawn_page.py`."""

from __future__ import annotations

import ctypes
import io
from email.message import EmailMessage
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from assistant.ui.formats import scan_facts
from assistant.ui.messages import Speech
from assistant.ui.shelf import facts
from assistant.ui.source_data import Want, source_data
from assistant.ui.source_view import SourceText
from index.errors import BrokenDocument, EmptyDocument, NeedsTesseract, UnreadableDocument
from index.filters import kinds_of
from index.library import Library
from index.loaders import load, ocr
from index.loaders.contents import kind_of
from index.loaders.ocr import Word, page_of
from index.models import PageSpan, Span
from index.scans import Scan, in_words, joined, scan_of, with_scan
from index.text import fold
from tests.drawn_page import TEXT, drawn_page
from tests.stub_embedder import StubEmbedder

FIXTURES = Path(__file__).parent / "fixtures"
RECORDED = FIXTURES / "page-tesseract.tsv"
# Its two mistakes, and where it parts a paragraph, which is mended.
READ = TEXT.replace("15/QĐ-UBND", "15/QD-UBND").replace("giải toả", "giải toa")
SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "TIFF": ".tif", "WEBP": ".webp"}


def picture(kind: str = "PNG", pages: int = 1, **options: object) -> bytes:
    """A small white picture: the stand-in doesn't look at it."""
    file = io.BytesIO()
    page = Image.new("L", (60, 40), 255)
    # Alike, frames of a film would become one.
    others = [Image.new("L", page.size, 9 * number) for number in range(1, pages)]
    more = {"save_all": True, "append_images": others} if others else {}
    page.save(file, kind, **more, **options)
    return file.getvalue()


def merged(*documents: bytes) -> bytes:
    """One PDF of the pages of all."""
    file = io.BytesIO()
    with pypdfium2.PdfDocument.new() as whole:
        for data in documents:
            with pypdfium2.PdfDocument(data) as part:
                whole.import_pages(part)
        whole.save(file)
    return file.getvalue()


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder where programs are found, with no Tesseract in it."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for tool in ("sh", "cat", "cp", "sleep"):
        found = next(path for path in map(Path, ("/bin", "/usr/bin")) if (path / tool).exists())
        (folder / tool).symlink_to(found / tool)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def stand_in(tools: Path, script: str = f'cp {RECORDED} "$2.tsv"', languages: str = "eng osd vie") -> None:
    """A `tesseract` that runs the script to read: "$1" is the picture, "$2.tsv" what to write."""
    program = tools / "tesseract"
    lines = "\\n".join(languages.split())
    program.write_text(
        f"""#!/bin/sh
case "$1" in
--list-langs) printf 'List of available languages in "/data/" (3):\\n{lines}\\n' ;;
--version) echo "tesseract 5.3.0" ;;
*) echo "$@" >> {tools}/said; {script} ;;
esac
""",
        encoding="utf-8",
    )
    program.chmod(0o755)


@pytest.mark.parametrize("kind", SUFFIXES)
def test_a_picture_is_read_in_paragraphs_and_marked_with_the_confidence(tools: Path, kind: str) -> None:
    stand_in(tools)
    for name in (f"a{SUFFIXES[kind]}", "a", "a.pdf", "a.txt"):
        loaded = load(name, picture(kind))
        assert loaded.text == READ
        assert loaded.media_type == f"image/{kind.lower()}; ocr=0.95; ocr-pages=1"
        assert (loaded.title, loaded.meeting_date) == ("BIÊN BẢN HỌP GIAO BAN THÁNG 3", "2024-03-12")
        assert (loaded.headings, loaded.pages) == ((Span(0, 29),), ())
        assert kinds_of(loaded.media_type, spoken=False) == ("picture",)


def test_tesseract_is_told_what_is_known_of_the_page(tools: Path) -> None:
    stand_in(tools)
    load("a.png", picture())
    load("a.png", picture(dpi=(300, 300)))
    load("a.png", picture(dpi=(1, 1)))
    stand_in(tools, languages="vie")
    load("a.png", picture())
    said = [line.split(" ", 2)[2] for line in (tools / "said").read_text("utf-8").splitlines()]
    to_table = "-c tessedit_create_tsv=1"
    assert said == [
        f"-l vie+eng {to_table} --psm 1",
        f"-l vie+eng {to_table} --psm 1 --dpi 300",
        f"-l vie+eng {to_table} --psm 1",
        f"-l vie {to_table} --psm 3",
    ]


def test_each_page_of_a_tiff_is_a_page(tools: Path) -> None:
    stand_in(tools)
    loaded = load("a.tif", picture("TIFF", pages=2))
    assert loaded.text == f"{READ}\n\n{READ}"
    assert loaded.pages == (PageSpan(0, len(READ), 1), PageSpan(len(READ) + 2, 2 * len(READ) + 2, 2))
    assert scan_of(loaded.media_type) == Scan(2, 0.95)
    # Of a moving picture only the first.
    assert load("a.webp", picture("WEBP", pages=2)).text == READ


def test_pages_without_text_among_others(tools: Path) -> None:
    written = (FIXTURES / "council-gaps.pdf").read_bytes()
    alone = load("a.pdf", written)
    mixed = merged(written, picture("PDF"))
    # Without Tesseract the rest is read as ever, and the gap is told.
    without = load("a.pdf", mixed)
    assert (without.text, without.pages) == (alone.text, alone.pages)
    assert without.media_type == "application/pdf; unread-pages=1"
    stand_in(tools)
    loaded = load("a.pdf", mixed)
    assert loaded.text == f"{alone.text}\n\n{READ}"
    start = len(alone.text) + 2
    assert loaded.pages == (*alone.pages, PageSpan(start, start + len(READ), len(alone.pages) + 1))
    assert loaded.media_type == "application/pdf; ocr=0.95; ocr-pages=1"
    assert kinds_of(loaded.media_type, spoken=False) == ("pdf",)
    assert alone.media_type == "application/pdf"


STAMP = "Nguoi ky: UBND tinh Son Giang. Thoi gian ky: 12.03.2024 08:30:55"


def stamped(text: str, share: float, strips: int = 1) -> bytes:
    """A page with pictures over that share of it, one above the other, and the text written on them."""
    file = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        page = document.new_page(600, 800)
        for number in range(strips):
            drawn = pypdfium2.PdfImage.new(document)
            drawn.set_bitmap(pypdfium2.PdfBitmap.from_pil(Image.new("L", (60, 40), 200)))
            height = 800 * share / strips
            drawn.set_matrix(pypdfium2.PdfMatrix().scale(600, height).translate(0, number * height))
            page.insert_obj(drawn)
        for number, line in enumerate(text.split("\n")):
            written = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", 9)
            letters = (line + "\0").encode("utf-16-le")
            assert pdfium.FPDFText_SetText(written, ctypes.cast(letters, ctypes.POINTER(ctypes.c_ushort)))
            pdfium.FPDFPageObj_Transform(written, 1, 0, 0, 1, 30, 700 - 12 * number)
            pdfium.FPDFPage_InsertObject(page, written)
        page.gen_content()
        document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("strips", [1, 5])
def test_a_scan_with_the_stamp_of_a_signature_is_read_too(tools: Path, strips: int) -> None:
    data = stamped(STAMP, 0.9, strips)
    with pytest.raises(NeedsTesseract):
        load("a.pdf", data)
    beside = load("a.pdf", merged((FIXTURES / "council-gaps.pdf").read_bytes(), data))
    assert (beside.text.endswith(STAMP), beside.media_type) == (True, "application/pdf; unread-pages=1")
    stand_in(tools)
    loaded = load("a.pdf", data)
    assert loaded.text == f"{STAMP}\n\n{READ}"
    assert loaded.media_type == "application/pdf; ocr=0.95; ocr-pages=1"
    assert loaded.pages == (PageSpan(0, len(loaded.text), 1),)


def test_what_a_page_says_itself_does_not_come_twice(tools: Path) -> None:
    stand_in(tools)
    first, *others = READ.split("\n\n")
    loaded = load("a.pdf", stamped(fold(first), 1.0))
    assert loaded.text == "\n\n".join([fold(first), *others])


@pytest.mark.parametrize(("text", "share"), [(STAMP, 0.5), ("\n".join([STAMP] * 10), 1.0)])
def test_a_page_that_only_has_a_picture_on_it_is_no_scan(tools: Path, text: str, share: float) -> None:
    stand_in(tools)
    loaded = load("a.pdf", stamped(text, share))
    assert (loaded.text.split("\n"), loaded.media_type) == (text.split("\n"), "application/pdf")
    assert not (tools / "said").exists()


def test_a_blank_page_is_not_looked_at(tools: Path) -> None:
    blank = io.BytesIO()
    with pypdfium2.PdfDocument.new() as document:
        document.new_page(200, 200)
        document.save(blank)
    with pytest.raises(EmptyDocument):
        load("a.pdf", blank.getvalue())


@pytest.mark.parametrize("languages", [None, "eng osd"])
@pytest.mark.parametrize("kind", [*SUFFIXES, "PDF"])
def test_without_tesseract_or_its_vietnamese_the_reader_is_told_what_to_do(
    tools: Path, kind: str, languages: str | None
) -> None:
    if languages is not None:
        stand_in(tools, languages=languages)
    with pytest.raises(NeedsTesseract) as caught:
        load("họp/a", picture(kind))
    assert caught.value.values == {"path": "họp/a"}
    for said in (str(caught.value), Speech("vi").explain(caught.value), Speech("en").explain(caught.value)):
        assert "apt install tesseract-ocr tesseract-ocr-vie" in said


@pytest.mark.parametrize("data", [picture(), (FIXTURES / "scan.pdf").read_bytes()])
def test_a_picture_without_words_is_empty(tools: Path, data: bytes) -> None:
    stand_in(tools, f'head=$(cat {RECORDED}); printf "%s\\n" "${{head%%BIÊN*}}" > "$2.tsv"')
    with pytest.raises(EmptyDocument) as caught:
        load("a", data)
    assert caught.value.values == {"path": "a"}


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "exec sleep 20"])
def test_a_page_that_tesseract_fails_on_stays_unread(tools: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "_LONGEST_SECONDS", 0.3)
    stand_in(tools, script)
    for kind in ("PNG", "PDF"):
        with pytest.raises(BrokenDocument) as caught:
            load("a", picture(kind))
        assert caught.value.values == {"path": "a", "detail": "Tesseract can't read it in 0.3 seconds a page"}
    mixed = merged((FIXTURES / "council-gaps.pdf").read_bytes(), picture("PDF"))
    assert load("a.pdf", mixed).media_type == "application/pdf; unread-pages=1"


def test_damaged_and_too_large_pictures_are_refused(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(tools)
    file = io.BytesIO()
    Image.effect_noise((90, 90), 99).save(file, "PNG")
    for data in (file.getvalue()[:60], file.getvalue()[:3000], b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0JFIF", b"II*\0"):
        with pytest.raises(BrokenDocument) as caught:
            load("a.png", data)
        assert caught.value.values == {"path": "a.png", "detail": "it is no picture that can be read"}
    monkeypatch.setattr(ocr, "MOST_PIXELS", 2_000)
    with pytest.raises(BrokenDocument) as caught:
        load("a.png", picture())
    assert "60 × 40 pixels" in str(caught.value)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1_000)
    with pytest.raises(BrokenDocument):
        load("a.png", picture())
    assert not (tools / "said").exists()


def test_a_page_packed_in_an_unknown_way_is_refused(tools: Path) -> None:
    stand_in(tools, f'cp {RECORDED} "$2.tsv"')
    pages = io.BytesIO()
    drawn_page().save(pages, "TIFF", save_all=True, append_images=[drawn_page()])
    # The second page is packed in a way that there isn't.
    before, uncompressed, after = pages.getvalue().rpartition(b"\x03\x01\x03\0\x01\0\0\0\x01\0")
    packed = before + uncompressed[:-2] + b"\xff\xff" + after
    with pytest.raises(BrokenDocument) as caught:
        load("a.tiff", packed)
    assert caught.value.values == {"path": "a.tiff", "detail": "it is no picture that can be read"}


def test_what_is_transparent_is_white_and_a_photograph_stands_upright(tools: Path) -> None:
    stand_in(tools, f'cp "$1" {tools}/given; cp {RECORDED} "$2.tsv"')
    drawn = Image.new("RGBA", (3, 2), (0, 0, 0, 0))
    drawn.putpixel((0, 0), (0, 0, 0, 255))
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    drawn.save(file, "PNG", exif=exif)
    load("a.png", file.getvalue())
    with Image.open(tools / "given") as given:
        assert (given.mode, given.size, given.tobytes()) == ("L", (2, 3), bytes([255, 0, 255, 255, 255, 255]))


def test_the_attachments_of_a_letter_keep_their_mark(tools: Path) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["Message-ID"] = "Biên bản", "lan@example.vn", "<1@example.vn>"
    message.set_content("Kính gửi.")
    message.add_attachment(picture(), maintype="image", subtype="png", filename="quét.png")
    without = load("a.eml", message.as_bytes())
    assert without.text.endswith("Kính gửi.\n\nquét.png")
    assert without.media_type == "message/rfc822"
    stand_in(tools)
    loaded = load("a.eml", message.as_bytes())
    assert loaded.text.endswith(f"Kính gửi.\n\nquét.png\n\n{READ}")
    assert loaded.media_type == "message/rfc822; ocr=0.95; ocr-pages=1"
    assert kinds_of(loaded.media_type, spoken=False) == ("email",)


def test_a_library_keeps_the_mark_and_reading_again_fills_the_gap(tools: Path, tmp_path: Path) -> None:
    mixed = merged((FIXTURES / "council-gaps.pdf").read_bytes(), picture("PDF"))
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        outcome = library.add_bytes("a.pdf", mixed)
        assert (outcome.status, outcome.reason) == (
            "added",
            "1 page without text not read. Is Tesseract there? On Debian: apt install tesseract-ocr tesseract-ocr-vie",
        )
        stand_in(tools)
        outcome = library.reread("a.pdf")
        assert (outcome.status, outcome.reason) == ("replaced", "1 page read by OCR, 95% sure")
        assert library.source("a.pdf").media_type == "application/pdf; ocr=0.95; ocr-pages=1"
        reading = library.readings({"a.pdf"})["a.pdf"]
        assert "read by OCR, 95% sure" in facts(None, 9, "a.pdf", reading, Speech("en"))
        text = SourceText(library.source("a.pdf"), library.paragraphs("a.pdf"))
        # Its pages can still be drawn.
        assert len(source_data(text, [], None, Want("key"), None, Speech("en"))["pages"]) == reading.pages
        assert library.reread("a.pdf").status == "unchanged"
        # What was read is kept where Tesseract has gone.
        (tools / "tesseract").unlink()
        outcome = library.reread("a.pdf")
        assert (outcome.status, type(outcome.error)) == ("failed", NeedsTesseract)
        assert library.source("a.pdf").text.endswith(READ)


# What is made of words


def words(*lines: tuple[int, int, int, str, float]) -> list[Word]:
    return [
        Word(block, paragraph, line, word, confidence)
        for block, paragraph, line, text, confidence in lines
        for word in text.split()
    ]


def test_lines_and_paragraphs_are_those_of_tesseract_but_a_sentence_stays_whole() -> None:
    page = page_of(
        words(
            (1, 1, 1, "Bà Tiên yêu cầu", 0.9),
            (1, 1, 2, "báo cáo và", 0.9),
            (1, 2, 1, "ghi nhận ý kiến", 0.9),
            (2, 1, 1, "của hội nghị.", 0.5),
            (2, 2, 1, "kết thúc lúc 11 giờ", 0.5),
            (3, 1, 1, "Thư ký", 0.5),
        )
    )
    assert page.paragraphs == (
        "Bà Tiên yêu cầu\nbáo cáo và\nghi nhận ý kiến\ncủa hội nghị.",
        "kết thúc lúc 11 giờ",
        "Thư ký",
    )
    assert page.scan.pages == 1
    assert page.scan.confidence == pytest.approx((11 * 0.9 + 10 * 0.5) / 21)


def test_what_is_hardly_read_at_all_and_mere_marks_are_left_out() -> None:
    page = page_of(words((1, 1, 1, "rì ệ w", 0.29), (2, 1, 1, "— |", 0.9), (3, 1, 1, "Thư ký", 0.3)))
    assert page.paragraphs == ("Thư ký",)
    assert page.scan.confidence == pytest.approx(0.3)
    assert page_of([]) == page_of(words((1, 1, 1, "— |", 0.9))) == ocr.OcrPage((), Scan())


# The mark


@given(st.sampled_from(["application/pdf", "image/png"]), st.integers(0, 9999), st.integers(0, 100), st.integers(0, 99))
def test_a_media_type_keeps_what_was_read(media_type: str, pages: int, percent: int, unread: int) -> None:
    scan = Scan(pages, percent / 100 if pages else 0.0, unread)
    marked = with_scan(media_type, scan)
    assert scan_of(marked) == scan
    assert with_scan(marked, scan) == marked
    assert with_scan(marked, Scan()) == media_type


def test_a_confidence_is_cut_and_never_rounded_up() -> None:
    assert with_scan("image/png", Scan(1, 0.9999)) == "image/png; ocr=0.99; ocr-pages=1"
    assert scan_of("image/png; ocr=9; charset=x") == Scan()
    assert joined([Scan(3, 0.9), Scan(1, 0.5), Scan(unread=2), Scan()]) == Scan(4, pytest.approx(0.8), 2)
    assert joined([]) == Scan()


def test_the_mark_in_words() -> None:
    marked = with_scan("application/pdf", Scan(3, 0.94, 1))
    assert in_words(marked).startswith("3 pages read by OCR, 94% sure; 1 page without text not read.")
    assert in_words("application/pdf") == ""
    assert scan_facts(marked, Speech("vi")) == [
        "đọc bằng OCR, chắc 94 %",
        "1 trang không có lớp văn bản chưa đọc được (đã cài Tesseract chưa?)",
    ]
    assert scan_facts(marked, Speech("en")) == [
        "read by OCR, 94% sure",
        "1 page without text not read (is Tesseract there?)",
    ]
    assert scan_facts("application/pdf", Speech("vi")) == []


def test_pictures_are_known_by_their_first_bytes() -> None:
    kinds = [kind_of(io.BytesIO(picture(kind))) for kind in SUFFIXES]
    assert kinds == ["png", "jpeg", "tiff", "webp"]
    assert load("a.txt", b"RIFF1234WEBP is a word").text == "RIFF1234WEBP is a word"


@pytest.mark.filterwarnings("ignore:Tag data larger:UserWarning")
@given(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=4), st.sampled_from(list(SUFFIXES)))
def test_a_damaged_picture_is_drawn_or_refused(place: float, put: bytes, kind: str) -> None:
    data = bytearray(picture(kind))
    at = int(place * len(data))
    data[at : at + len(put)] = put
    try:
        drawn = list(ocr._pictures("a", bytes(data), f"image/{kind.lower()}"))
    except UnreadableDocument as error:
        assert error.values["path"] == "a"
    else:
        assert all(each.mode == "L" for each in drawn)


# The real Tesseract


def distance(one: str, other: str) -> int:
    """Of Levenshtein: the characters to put in, take out or exchange."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(other, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def test_of_a_clean_page_at_most_2_percent_of_the_characters_are_wrong() -> None:
    try:
        ocr.tesseract_for("a")
    except NeedsTesseract:
        pytest.skip("needs tesseract-ocr and tesseract-ocr-vie")
    file = io.BytesIO()
    # On its side, as scanners leave pages.
    drawn_page().rotate(90, expand=True).save(file, "PDF", resolution=300)
    loaded = load("a.pdf", file.getvalue())
    assert distance(" ".join(loaded.text.split()), " ".join(TEXT.split())) <= 0.02 * len(TEXT)
    assert [len(each.split("\n")) for each in loaded.text.split("\n\n")] == [1, 3, 3, 3, 1]
    assert scan_of(loaded.media_type).confidence > 0.9
