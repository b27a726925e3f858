"""E-mails and saved pages: the letter, who wrote it to whom and when, and each attachment as it reads by itself."""

from __future__ import annotations

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import BrokenDocument, EmptyDocument, UnreadableDocument
from index.filters import kinds_of
from index.loaders import load
from index.models import LoadedDocument
from index.paragraphs import split

FIXTURES = Path(__file__).parent / "fixtures"
VTT = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Lê Minh>Xin chào.\n\n00:03.000 --> 00:04.000\n<v Lan>Vâng.\n"
# As Outlook sends: encoded words, a letter in two forms, a picture that stands in it, a file beside it.
OUTLOOK = f"""\
Received: from mail.example.vn by mx.example.vn; Tue, 12 Mar 2024 08:31:02 +0700\r
From: =?utf-8?B?{base64.b64encode("Nguyễn Thị Lan".encode()).decode()}?= <lan@example.vn>\r
To: "To HC" <hc@example.vn>,\r
 Minh <minh@example.vn>\r
Subject: =?windows-1258?Q?Gi=E2=ECy_m=F5=CCi_ho=F2p?=\r
Date: Tue, 12 Mar 2024 08:30:55 +0700\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary="m"\r
\r
--m\r
Content-Type: multipart/related; boundary="r"\r
\r
--r\r
Content-Type: multipart/alternative; boundary="a"\r
\r
--a\r
Content-Type: text/plain; charset="utf-8"\r
Content-Transfer-Encoding: quoted-printable\r
\r
K=C3=ADnh g=E1=BB=ADi c=C3=A1c anh ch=E1=BB=8B,\r
\r
H=E1=BB=8Dp l=C3=BAc 14 gi=E1=BB=9D t=E1=BA=A1i ph=C3=B2ng 302.\r
\r
--a\r
Content-Type: text/html; charset="utf-8"\r
\r
<p>khac</p>\r
--a--\r
--r\r
Content-Type: image/png\r
Content-ID: <logo>\r
Content-Disposition: inline; filename="logo.png"\r
\r
x\r
--r--\r
--m\r
Content-Type: text/vtt; charset=utf-8\r
Content-Disposition: attachment; filename*=utf-8''h%E1%BB%8Dp.vtt\r
Content-Transfer-Encoding: base64\r
\r
{base64.b64encode(VTT.encode()).decode()}\r
--m\r
Content-Type: image/png\r
Content-Disposition: attachment; filename="so do.png"\r
Content-Transfer-Encoding: base64\r
\r
iVBORw0KGgo=\r
--m--\r
""".encode()


def headings(loaded: LoadedDocument) -> list[str]:
    return [loaded.text[span.start : span.end] for span in loaded.headings]


def letter(body: str = "Xin chào cả nhà.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    for name, value in {"From": "lan@a.vn", "Subject": "Việc tuần này", "MIME-Version": "1.0", **headers}.items():
        message[name] = value
    message.set_content(body)
    return message


@pytest.mark.parametrize("name", ["thư.eml", "thư", "thư.txt"])
def test_a_letter_with_attachments(name: str) -> None:
    loaded = load(name, OUTLOOK)
    assert loaded.text == (
        "Giấy mời họp\n\n"
        "From: Nguyễn Thị Lan <lan@example.vn>\nTo: To HC <hc@example.vn>, Minh <minh@example.vn>\n"
        "Date: Tue, 12 Mar 2024 08:30:55 +0700\n\n"
        "Kính gửi các anh chị,\n\nHọp lúc 14 giờ tại phòng 302.\n\n"
        "so do.png\n\nhọp.vtt\n\nLê Minh: Xin chào.\nLan: Vâng."
    )
    assert headings(loaded) == ["Giấy mời họp", "họp.vtt"]
    assert (loaded.title, loaded.meeting_date) == ("Giấy mời họp", "2024-03-12")
    assert (loaded.media_type, kinds_of(loaded.media_type, spoken=False)) == ("message/rfc822", ("email",))
    assert [loaded.text[turn.start : turn.end] for turn in loaded.turns] == ["Lê Minh: Xin chào.", "Lan: Vâng."]
    assert [(each.heading, each.text, each.start_ms) for each in split(loaded, "id", name)][-2:] == [
        ("Giấy mời họp", "so do.png", None),
        ("Giấy mời họp › họp.vtt", "Lê Minh: Xin chào.\nLan: Vâng.", 1_000),
    ]


def test_an_attached_document_reads_as_it_does_by_itself() -> None:
    message = letter()
    data = (FIXTURES / "team-pandoc.docx").read_bytes()
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="họp/tổ.docx")
    loaded, alone = load("a.eml", message.as_bytes()), load("tổ.docx", data)
    assert loaded.text == f"Việc tuần này\n\nFrom: lan@a.vn\n\nXin chào cả nhà.\n\nhọp-tổ.docx\n\n{alone.text}"
    assert headings(loaded) == ["Việc tuần này", "họp-tổ.docx", *headings(alone)]
    assert loaded.meeting_date == "2024-02-12"


def test_a_letter_in_html_alone_and_a_letter_that_was_forwarded() -> None:
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "Trong", "minh@a.vn"
    inner.set_content("<h2>Mục</h2><p>Một<br>hai</p><ul><li>ba</li></ul>", subtype="html")
    outer = letter()
    outer.add_attachment(inner)
    loaded = load("a.eml", outer.as_bytes())
    assert loaded.text == (
        "Việc tuần này\n\nFrom: lan@a.vn\n\nXin chào cả nhà.\n\nTrong.eml\n\n"
        "Trong\n\nFrom: minh@a.vn\n\nMục\n\nMột\nhai\n\n• ba"
    )
    assert headings(loaded) == ["Việc tuần này", "Trong.eml", "Trong", "Mục"]


def test_a_picture_that_stands_in_the_letter_is_no_attachment() -> None:
    message = letter()
    message.add_attachment(b"x", maintype="image", subtype="png", filename="a.png", disposition="inline")
    message.add_attachment(b"Xin.", maintype="text", subtype="plain", filename="b.txt", disposition="inline")
    loaded = load("a.eml", message.as_bytes())
    assert loaded.text == "Việc tuần này\n\nFrom: lan@a.vn\n\nXin chào cả nhà.\n\nb.txt\n\nXin."


@pytest.mark.parametrize(
    ("date", "subject", "day"),
    [
        ("Mon, 1 Apr 2024 23:30:00 +0700", "Việc", "2024-04-01"),
        ("Mon, 1 Apr 2024 23:30:00 +0700", "Biên bản họp ngày 28/03/2024", "2024-03-28"),
        ("hôm nọ", "Việc", None),
        ("Mon, 99 Apr 2024 23:30:00 +0700", "Việc", None),
    ],
)
def test_the_date_is_that_of_the_meeting_or_else_that_of_the_letter(date: str, subject: str, day: str | None) -> None:
    data = f"From: a@b.vn\nDate: {date}\nSubject: {subject}\nMIME-Version: 1.0\n\nXin.".encode()
    assert load("a.eml", data).meeting_date == day


def test_a_date_that_no_calendar_has() -> None:
    written = "Tue, 12 Mar 999999999999 08:30:55 +0700"
    loaded = load("a.eml", f"From: a@a.vn\nMessage-ID: <a>\nDate: {written}\n\nXin".encode())
    assert (loaded.text, loaded.meeting_date) == (f"From: a@a.vn\nDate: {written}\n\nXin", None)


def test_an_outlook_message_whose_parts_are_larger_than_itself() -> None:
    data = bytearray((FIXTURES / "letter-html.msg").read_bytes())
    # The size in the entry of its table of contents, 120 bytes behind the name.
    at = data.index("__properties_version1.0".encode("utf-16-le")) + 120
    data[at : at + 4] = (1 << 26).to_bytes(4, "little")
    with pytest.raises(BrokenDocument) as caught:
        load("a.msg", bytes(data))
    assert caught.value.values == {"path": "a.msg", "detail": "it is no Outlook message that can be read"}


def test_a_letter_to_hundreds_names_them_all() -> None:
    receivers = ", ".join(f"=?utf-8?b?TmfDtCBMYW4=?= {number} <lan{number}@a.vn>" for number in range(400))
    loaded = load("a.eml", f"From: a@a.vn\nMessage-ID: <a>\nTo: {receivers}\n\nXin".encode())
    assert len(receivers) > 8_000
    named = ", ".join(f"Ngô Lan {number} <lan{number}@a.vn>" for number in range(400))
    assert loaded.text == f"From: a@a.vn\nTo: {named}\n\nXin"


def test_a_charset_that_is_wrong_or_unknown() -> None:
    head = b"Subject: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset="
    assert load("a.eml", head + b"us-ascii\n\n" + "Đề án".encode()).text == "a\n\nĐề án"
    assert load("a.eml", head + b"windows-1258\n\n\xd0\xea\xcc \xe1n").text == "a\n\nĐề án"
    assert load("a.eml", head + b"x-la\n\n" + "Đề án".encode()).text == "a\n\nĐề án"
    old = (FIXTURES / "charset-vni.txt").read_bytes()
    assert load("a.eml", head + b"us-ascii\n\n" + old).text.endswith("cùng ngày.")


def test_text_that_only_looks_like_a_letter_stays_as_it_stands() -> None:
    for text in ("From: Lan\nTo: Minh\nSubject: Việc\n\nXin chào.", "Date: 5/3/2024\n\nReceived: 3 thư."):
        loaded = load("a.txt", text.encode())
        assert (loaded.media_type, loaded.text) == ("text/plain", text)


def test_what_is_no_letter_is_refused() -> None:
    for data, error in ((b"\n\n", BrokenDocument), (b"xin chao", BrokenDocument), (b"\0\1", UnreadableDocument)):
        with pytest.raises(error):
            load("a.eml", data)
    with pytest.raises(EmptyDocument):
        load("a.eml", b"MIME-Version: 1.0\n\n")
    deep = b"MIME-Version: 1.0\nContent-Type: message/rfc822\n\n" * 3_000 + b"Subject: a\n\nb"
    with pytest.raises(BrokenDocument):
        load("a.eml", deep)


@given(st.lists(st.tuples(st.integers(0, len(OUTLOOK) - 1), st.binary(min_size=1, max_size=3)), max_size=8))
@settings(max_examples=40, deadline=None)
def test_a_damaged_letter_is_read_or_refused(damage: list[tuple[int, bytes]]) -> None:
    data = bytearray(OUTLOOK)
    for at, put in damage:
        data[at : at + len(put)] = put
    try:
        loaded = load("a.eml", bytes(data))
    except UnreadableDocument:
        return
    assert all(0 <= span.start < span.end <= len(loaded.text) for span in (*loaded.headings, *loaded.turns))


@pytest.mark.parametrize("name", ["letter.msg", "letter", "letter.txt"])
def test_an_outlook_message(name: str) -> None:
    loaded = load(name, (FIXTURES / "letter.msg").read_bytes())
    attached = load("a.docx", (FIXTURES / "team-pandoc.docx").read_bytes())
    assert loaded.text == (
        'Giấy mời họp\n\nFrom: "Nguyễn Thị Lan" <lan@example.vn>\nTo: Tổ Hành chính <hc@example.vn>\n'
        "Date: 2024-03-12 01:30 UTC\n\nKính gửi các anh chị,\n\nHọp lúc 14 giờ tại phòng 302.\n\n"
        f"sơ đồ.png\n\nbiên bản.docx\n\n{attached.text}"
    )
    assert headings(loaded) == ["Giấy mời họp", "biên bản.docx", *headings(attached)]
    assert loaded.title == "Giấy mời họp"
    assert (loaded.media_type, kinds_of(loaded.media_type, spoken=False)) == ("application/vnd.ms-outlook", ("email",))


def test_an_outlook_message_in_html_with_the_headers_it_came_with() -> None:
    loaded = load("a.msg", (FIXTURES / "letter-html.msg").read_bytes())
    assert loaded.text == (
        "Giấy mời họp\n\nFrom: Lan <lan@example.vn>\nTo: hc@example.vn\nDate: Tue, 12 Mar 2024 23:30:00 +0700\n\n"
        "Một\n\n• hai"
    )
    assert loaded.meeting_date == "2024-03-12"


def test_an_outlook_message_whose_letter_only_outlook_can_read() -> None:
    data = (FIXTURES / "letter-html.msg").read_bytes()
    packed = data.replace("10130102".encode("utf-16-le"), "10090102".encode("utf-16-le")).replace(
        b"\x02\x01\x13\x10", b"\x02\x01\x09\x10"
    )
    with pytest.raises(BrokenDocument) as caught:
        load("a.msg", packed)
    assert caught.value.values == {"path": "a.msg", "detail": "its letter is in a form that only Outlook reads"}


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht", "a.doc", "a"])
def test_a_page_that_chromium_saved(name: str) -> None:
    loaded = load(name, (FIXTURES / "merged-chromium.mhtml").read_bytes())
    page = load("a.html", (FIXTURES / "sources/merged.html").read_bytes())
    assert (loaded.text, loaded.title, headings(loaded)) == (page.text, page.title, headings(page))
    assert (loaded.media_type, kinds_of(loaded.media_type, spoken=False)) == ("multipart/related", ("web",))


def test_a_saved_page_without_a_page() -> None:
    with pytest.raises(BrokenDocument) as caught:
        load(
            "a.mhtml",
            b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b--",
        )
    assert caught.value.values == {"path": "a.mhtml", "detail": "it has no web page inside"}
