"""HTML pages: what a reader sees, in order, with entities decoded and white space as a browser lays it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import BrokenDocument, EmptyDocument, NotUtf8
from index.loaders import load
from index.models import LoadedDocument

FIXTURES = Path(__file__).resolve().parent / "fixtures"


def read(body: str) -> LoadedDocument:
    return load("a.html", body.encode())


def headings(loaded: LoadedDocument) -> list[str]:
    return [loaded.text[span.start : span.end] for span in loaded.headings]


def test_pandoc_page() -> None:
    name = "team-pandoc.html"
    loaded = load(name, (FIXTURES / name).read_bytes())
    assert loaded.text == load("team-pandoc.docx", (FIXTURES / "team-pandoc.docx").read_bytes()).text
    assert (loaded.title, loaded.meeting_date) == ("Nhóm Lá Phong họp tuần", "2024-02-12")


def test_blocks_inlines_and_entities() -> None:
    loaded = read(
        "<title>Tên trang</title><style>p{}</style><nav>Trang chủ</nav><script>var x = '<p>không</p>'</script>"
        "<h1>Họp <em>tổ</em>\n dân phố</h1>Trần trụi <div>một &amp; <b>h</b>ai &lt;script&gt;&nbsp;$5</div>ba"
        "<p>dòng   một<br>\n dòng hai<br><br>đoạn mới<template>ẩn</template><!-- ẩn --></p>"
        "<div hidden>ẩn</div><p style='display: none'>ẩn</p><h2>Hai</h2><pre>  a\n    b</pre><noscript>ẩn</noscript>"
    )
    assert loaded.text == (
        "Họp tổ dân phố\n\nTrần trụi\n\nmột & hai <script>\u00a0$5\n\nba\n\ndòng một\ndòng hai\n\n"
        "đoạn mới\n\nHai\n\na\n    b"
    )
    assert headings(loaded) == ["Họp tổ dân phố", "Hai"]
    assert loaded.title == "Tên trang"


def test_lists_keep_their_lead_in_and_numbers() -> None:
    loaded = read(
        "<p>Giao việc:</p><ul><li>Lan lo sân<li>Nam lo loa<ol start=3><li>mượn dây<li value=7>trả dây</ol></ul>"
        "<p>Đoạn thường.</p><ol><li><p>một</p><p>một nữa</p></li><li>hai</li></ol>"
    )
    assert loaded.text == (
        "Giao việc:\n• Lan lo sân\n• Nam lo loa\n3. mượn dây\n7. trả dây\n\nĐoạn thường.\n\n1. một\n\nmột nữa\n\n2. hai"
    )


def test_tables_stand_in_place_a_line_a_row() -> None:
    loaded = read(
        "<p>Trước.</p><table><caption>Bảng 1</caption><thead><tr><th>Số<th>Việc</thead>"
        "<tr><td rowspan=2>1<td><p>Sơn</p> tường<br>rào<tr><td>Lau | quét</table><p>Sau.</p>"
        "<table role=presentation><tr><td><p>Khung trái</p><td>Khung phải</table>"
        "<table><tr><td><h3>Bố cục</h3><p>một</p><td>hai</table>"
    )
    assert loaded.text == (
        "Trước.\n\nBảng 1\n\nSố | Việc\n1 | Sơn tường rào\nLau | quét\n\nSau.\n\n"
        "Khung trái\n\nKhung phải\n\nBố cục\n\nmột\n\nhai"
    )
    assert headings(loaded) == ["Bố cục"]


def test_a_page_nested_deeper_than_python_recurses() -> None:
    assert read("<div>" * 5_000 + "xin chào").text == "xin chào"


def test_the_suffix_htm() -> None:
    assert load("a.htm", b"<p>Xin").media_type == "text/html"


@pytest.mark.parametrize(
    "data",
    [
        '<meta charset="windows-1258"><p>Đề án</p>'.encode(),
        "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-1'><p>Déjà</p>".encode("iso-8859-1"),
        "<p>Đề án</p>".encode("utf-16"),
    ],
)
def test_encodings_that_a_page_names(data: bytes) -> None:
    assert load("a.html", data).text in ("Đề án", "Déjà")


def test_an_encoding_that_nothing_names_is_refused() -> None:
    with pytest.raises(NotUtf8) as caught:
        load("a.html", b"<p>D\xe9j\xe0")
    assert caught.value.values == {"path": "a.html", "position": 4}
    with pytest.raises(BrokenDocument) as broken:
        load("a.html", b"<meta charset=klingon><p>D\xe9j\xe0")
    assert broken.value.values["detail"] == "it names an unknown encoding, 'klingon'"


@pytest.mark.parametrize(
    "body", ["<p> </p>", "<script>alert(1)</script>", "<html><head><title>Tên</title></head></html>", "<hr>—"]
)
def test_a_page_without_words_is_empty(body: str) -> None:
    with pytest.raises(EmptyDocument):
        read(body)
