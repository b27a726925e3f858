"""OpenDocument texts as pandoc and LibreOffice Writer write them: headings, lists, tables and notes in order."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from index.errors import BrokenDocument, EmptyDocument
from index.loaders import load
from index.loaders.opendocument_styles import Styles
from index.models import LoadedDocument

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)


def headings(loaded: LoadedDocument) -> list[str]:
    return [loaded.text[span.start : span.end] for span in loaded.headings]


def packed(body: str, own: str = "", **others: str) -> bytes:
    """A document with that body; `own` are automatic styles in the same file."""
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{own}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, part in {"content": content, **others}.items():
            archive.writestr(f"{name}.xml", part)
    return target.getvalue()


def text_of(body: str, own: str = "", **others: str) -> str:
    return load("a.odt", packed(body, own, **others)).text


@pytest.mark.parametrize(("name", "bullet"), [("lists-pandoc.odt", "◦"), ("lists-writer.odt", "–")])
def test_a_document_of_another_program(name: str, bullet: str) -> None:
    loaded = load(name, (FIXTURES / name).read_bytes())
    assert loaded.text == (
        "Họp thôn Đồng Cạn\n\nHọp thôn Đồng Cạn\n\nThứ Bảy, 18/05/2024\n\n"
        "Có ba việc, mỗi việc vài ý:\n1. Đường vào xóm\na. đổ bê tông 140 m\nb. mỗi hộ 3 công\n2. Nước sạch\n\n"
        f"1 Theo báo giá của trạm cấp nước, ngày 2/5.\n\n{bullet} đấu nối trước tháng 7\n\n"
        "Ông Trịnh Bá Lượng nói thêm một câu xen giữa.\n\n3. Bầu trưởng thôn\n\nĐóng góp\n\n"
        "Hộ | Số tiền\nNhà bà Khuyên | 500.000 đồng\nNhà anh Toản | 300.000 đồng"
    )
    assert headings(loaded) == ["Họp thôn Đồng Cạn", "Họp thôn Đồng Cạn", "Thứ Bảy, 18/05/2024", "Đóng góp"]
    assert (loaded.title, loaded.meeting_date) == ("Họp thôn Đồng Cạn", "2024-05-18")
    assert loaded.media_type == "application/vnd.oasis.opendocument.text"


def test_merged_and_nested_cells_come_once_as_in_the_same_word_document() -> None:
    odt, word = (
        load(name, (FIXTURES / name).read_bytes()).text for name in ("merged-writer.odt", "merged-writer.docx")
    )
    assert odt == word


def test_white_space_breaks_tabs_and_what_is_not_shown() -> None:
    body = (
        "<text:tracked-changes><text:p>xoá</text:p></text:tracked-changes>"
        "<text:p>Một  \n hai<text:s text:c='3'/>ba<text:s text:c='x'/><text:tab/>bốn<text:line-break/>năm "
        "<text:span text:style-name='H'>ẩn</text:span><office:annotation><text:p>góp ý</text:p></office:annotation>"
        "<text:a>sáu</text:a><!-- không --> bảy.</text:p><text:p text:style-name='H'>ẩn</text:p>"
        "<text:section><text:p>Trong mục.</text:p></text:section>"
        "<text:p>Có khung."
        "<draw:frame><draw:text-box><text:p>Chữ trong khung.</text:p></draw:text-box></draw:frame></text:p>"
    )
    styles = "<style:style style:name='H'><style:text-properties text:display='none'/></style:style>"
    assert text_of(body, styles) == "Một hai   ba \tbốn\nnăm sáu bảy.\n\nTrong mục.\n\nCó khung.\n\nChữ trong khung."


def test_a_number_of_several_levels_a_start_of_its_own_and_a_list_that_goes_on() -> None:
    styles = (
        "<text:list-style style:name='L'>"
        "<text:list-level-style-number text:level='1' style:num-format='I' style:num-suffix='.' text:start-value='2'/>"
        "<text:list-level-style-number text:level='2' style:num-format='1' style:num-prefix='(' style:num-suffix=')' "
        "text:display-levels='2'/></text:list-style>"
    )

    def item(words: str, inside: str = "", attributes: str = "") -> str:
        return f"<text:list-item {attributes}><text:p>{words}</text:p>{inside}</text:list-item>"

    inner = f"<text:list>{item('a')}{item('b')}</text:list>"
    body = (
        f"<text:list text:style-name='L'>{item('một', inner)}{item('hai', inner)}"
        f"<text:list-header><text:p>không số</text:p></text:list-header></text:list>"
        f"<text:list text:style-name='L' text:continue-numbering='true'>{item('ba')}</text:list>"
        f"<text:list text:style-name='L'>{item('bốn', '', 'text:start-value=' + repr('9'))}</text:list>"
        f"<text:list text:style-name='L'>{item('năm')}</text:list>"
    )
    assert text_of(body, styles) == (
        "II. một\n(II.1) a\n(II.2) b\nIII. hai\n(III.1) a\n(III.2) b\n\nkhông số\n\nIV. ba\nIX. bốn\nII. năm"
    )


def test_headings_are_numbered_by_the_outline_and_titles_by_their_style() -> None:
    outline = "<text:outline-level-style text:level='1' style:num-format='1' style:num-suffix='.'/>"
    styles = (
        f"<office:document-styles {NAMES}><office:styles><text:outline-style>{outline}</text:outline-style>"
        "<style:style style:name='Title'/></office:styles></office:document-styles>"
    )
    own = "<style:style style:name='P1' style:parent-style-name='Title'/>"
    body = (
        "<text:p text:style-name='P1'>Tên</text:p><text:h text:outline-level='1'>Đầu</text:h><text:p>Chữ.</text:p>"
        "<text:h text:outline-level='2'>Con</text:h><text:h text:outline-level='1'>Sau</text:h><text:p>Hết.</text:p>"
    )
    loaded = load("a.odt", packed(body, own, styles=styles))
    assert headings(loaded) == ["Tên", "1. Đầu", "Con", "2. Sau"]


def test_letters_in_an_old_font_are_read_as_it_shows_them() -> None:
    styles = (
        "<style:font-face style:name='F1' svg:font-family=\"'.VnTime'\"/>"
        "<style:style style:name='P'><style:text-properties style:font-name='F1'/></style:style>"
        "<style:style style:name='P1' style:parent-style-name='P'/>"
        "<style:style style:name='T'><style:text-properties fo:font-family='Arial'/></style:style>"
    )
    body = "<text:p text:style-name='P1'>Tæ d©n phè <text:span text:style-name='T'>été</text:span> häp.</text:p>"
    body += "<text:p>é.</text:p>"
    assert text_of(body, styles) == "Tổ dân phố été họp.\n\né."


def test_styles_that_are_made_from_each_other_end() -> None:
    styles = "".join(f"<style:style style:name='{a}' style:parent-style-name='{b}'/>" for a, b in ("AB", "BA"))
    assert text_of("<text:p text:style-name='A'>Xin.</text:p>", styles) == "Xin."
    assert Styles({}, {}).font("A") is None


def test_damaged_documents_are_broken() -> None:
    whole = (FIXTURES / "lists-pandoc.odt").read_bytes()
    mimetype = "application/vnd.oasis.opendocument.text"
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as archive:
        archive.writestr("mimetype", mimetype)
    for data, detail in (
        (whole[:-60], "it is cut off, or no .odt file"),
        (packed("<text:p>"), "it has no text document inside"),
        (empty.getvalue(), "it has no text document inside"),
    ):
        with pytest.raises(BrokenDocument) as caught:
            load("a.odt", data)
        assert caught.value.values == {"path": "a.odt", "detail": detail}
    with pytest.raises(EmptyDocument):
        load("a.odt", packed("<text:p/>"))


def test_entities_are_not_followed() -> None:
    bomb = f"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><office:document-content {NAMES}>"
    bomb += "<office:body><office:text><text:p>x&b;y</text:p></office:text></office:body></office:document-content>"
    assert text_of("", content=bomb) == "xy"
