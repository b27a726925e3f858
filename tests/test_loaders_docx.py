"""Word documents as pandoc, LibreOffice and python-docx write them: everything in order, nothing twice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document

from index.errors import BadArchive, BrokenDocument, EmptyDocument
from index.loaders import load
from index.loaders.numbering import Level, Numbering
from index.models import LoadedDocument
from index.paragraphs import split

FIXTURES = Path(__file__).resolve().parent / "fixtures"


def read(name: str) -> LoadedDocument:
    return load(name, (FIXTURES / name).read_bytes())


def saved(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def headings(loaded: LoadedDocument) -> list[str]:
    return [loaded.text[span.start : span.end] for span in loaded.headings]


def test_pandoc_document() -> None:
    loaded = read("team-pandoc.docx")
    assert loaded.text == (
        "Nhóm Lá Phong họp tuần\n\nNhóm Lá Phong họp tuần\n\nThứ Hai, 12/02/2024\n\nViệc đã xong\n\n"
        "Trang đặt chỗ chạy ổn từ thứ Năm, lỗi trùng vé không còn. Chị Dương Ngân gửi lời cảm ơn tới đội kiểm thử "
        "vì đã trực cả cuối tuần.\n\n"
        "Ba việc cho tuần tới:\n1. Anh Bách viết tài liệu cho cổng thanh toán.\n"
        "2. Chị Ngân gọi cho nhà mạng về tin nhắn chậm.\n3. Cả nhóm thử khôi phục dữ liệu vào tối thứ Tư.\n\n"
        "Chi phí\n\nKhoản | Tháng 1 | Tháng 2\nMáy chủ | 8,4 triệu | 9,1 triệu\nTin nhắn | 2,0 triệu | 1,6 triệu\n\n"
        "Next meeting: Monday the 19th, same room. Bring the printed invoices."
    )
    assert headings(loaded) == [
        "Nhóm Lá Phong họp tuần",
        "Nhóm Lá Phong họp tuần",
        "Thứ Hai, 12/02/2024",
        "Việc đã xong",
        "Chi phí",
    ]
    assert (loaded.title, loaded.meeting_date) == ("Nhóm Lá Phong họp tuần", "2024-02-12")


def test_every_block_of_the_source_comes_back_whole() -> None:
    loaded = read("council-pandoc.docx")
    source = (FIXTURES / "sources" / "council.txt").read_text(encoding="utf-8").strip()
    for block in source.split("\n\n"):
        assert block.lstrip("# ").replace("\n- ", "\n• ").replace("- Ban", "• Ban") in loaded.text
    paragraphs = split(loaded, "s", "d")
    assert len(paragraphs) == 10
    assert paragraphs[3].text.endswith(
        "chia việc như sau:\n"
        + "\n".join(
            (
                "• Ban quản lý dự án ký hợp đồng mua cáp trước ngày 28/2.",
                "• Xã đội cử người gác hai đầu cầu, mỗi ca bốn giờ.",
                "• Bản Nà Khoang góp 60 ngày công để dọn đường.",
            )
        )
    )


def test_merged_and_nested_cells_of_writer_come_once() -> None:
    loaded = read("merged-writer.docx")
    assert loaded.text == (
        "Lịch trực Tết của trạm y tế\n\nTrước bảng là một đoạn văn.\n\n"
        "Ngày | Ca sáng và ca chiều\nMùng Một | Y sĩ Khoa | Y tá Liễu\nBác sĩ Tuyên | Y tá Mận\n"
        "Mùng Hai Dược sĩ Hòe |  | Nghỉ\n\nSau bảng là đoạn cuối."
    )


def test_tracked_changes_read_as_accepted() -> None:
    assert read("tracked-pandoc.docx").text == "Hạn nộp là ngày 20/3 như đã hẹn."


def changed(name: str, old: str, new: str) -> bytes:
    """The fixture with that in the names and the text of all its parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(FIXTURES / name) as source, zipfile.ZipFile(buffer, "w") as archive:
        assert any(old.encode() in source.read(entry) for entry in source.namelist())
        for entry in source.namelist():
            archive.writestr(entry.replace(old, new), source.read(entry).replace(old.encode(), new.encode()))
    return buffer.getvalue()


NOTED = (
    "Biên bản họp tổ số 5 ngày 3/4/2024.\n\nTheo Quyết định số 12/QĐ-UBND.\n\nĐoạn hai của chú thích.\n\n"
    "• Việc một\n\nHạn chót 30/4.\n\n• Việc hai\n\nHết."
)


def test_notes_stand_behind_the_paragraph_that_refers_to_them() -> None:
    assert read("notes-pandoc.docx").text == NOTED


def test_notes_at_the_end_of_a_document_and_notes_that_nothing_refers_to() -> None:
    name, first = "notes-pandoc.docx", '<w:footnoteReference w:id="20" />'
    assert load("a.docx", changed(name, "footnote", "endnote")).text == NOTED
    _, without = NOTED.split("Đoạn hai của chú thích.\n\n")
    for gone in ("", f'<w:del w:id="1" w:author="x">{first}</w:del>'):
        expected = f"Biên bản họp tổ số 5 ngày 3/4/2024.\n\n{without}"
        assert load("a.docx", changed(name, first, gone)).text == expected
    # One that refers to itself comes once.
    assert load("a.docx", changed(name, "<w:footnoteRef />", f"<w:footnoteRef />{first}")).text == NOTED


def test_breaks_tabs_links_and_frames() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("một")
    paragraph.add_run().add_break()
    paragraph.add_run("hai\tba")
    document.add_paragraph("   ")
    frame = document.add_table(1, 1).cell(0, 0)
    frame.paragraphs[0].text = "trong khung"
    frame.add_paragraph("đoạn hai trong khung")
    document.add_paragraph("hết")
    loaded = load("a.docx", saved(document))
    assert loaded.text == "một\nhai\tba\n\ntrong khung\n\nđoạn hai trong khung\n\nhết"


def test_headings_without_styles_are_found_by_their_text() -> None:
    document = docx.Document()
    for text in ("BIÊN BẢN HỌP TỔ", "Hôm nay tổ họp.", "I. Kinh phí", "Đủ dùng.", "II. Việc khác", "Không có."):
        document.add_paragraph(text)
    loaded = load("a.docx", saved(document))
    assert headings(loaded) == ["BIÊN BẢN HỌP TỔ", "I. Kinh phí", "II. Việc khác"]
    # python-docx's own template has a title of its own.
    document.core_properties.title = "Word Document"
    assert load("a.docx", saved(document)).title == "BIÊN BẢN HỌP TỔ"
    document.core_properties.title = "Họp tổ dân phố"
    assert load("a.docx", saved(document)).title == "Họp tổ dân phố"


def test_long_items_are_paragraphs_of_their_own() -> None:
    document = docx.Document()
    document.add_paragraph("Giao việc:")
    document.add_paragraph("Việc ngắn.", style="List Bullet")
    document.add_paragraph("Việc dài " + "rất dài " * 40 + ".", style="List Bullet")
    document.add_paragraph("Việc ngắn nữa.", style="List Bullet")
    texts = [paragraph.text[:14] for paragraph in split(load("a.docx", saved(document)), "s", "d")]
    assert texts == ["Giao việc:\n• V", "• Việc dài rất", "• Việc ngắn nữ"]


def test_transcripts_in_word() -> None:
    document = docx.Document()
    for text in ("Nam: Chào chị.", "Lan: Chào anh.", "Nam: Bắt đầu nhé."):
        document.add_paragraph(text)
    assert [turn.speaker for turn in load("a.docx", saved(document)).turns] == ["Nam", "Lan", "Nam"]


def test_numbers_count_as_word_counts() -> None:
    numbering = Numbering(
        levels={
            ("0", 0): Level("upperRoman", "%1.", 1),
            ("0", 1): Level("decimal", "%1.%2.", 1),
            ("0", 2): Level("lowerLetter", "%3)", 1),
            ("1", 0): Level("bullet", "\uf0b7", 1),
            ("2", 0): Level("bullet", "-", 1),
        },
        definitions={"1": "0", "2": "0", "3": "1", "4": "2"},
        overrides={("2", 0): 4},
    )
    steps = [("1", 0), ("1", 1), ("1", 1), ("1", 2), ("1", 0), ("1", 1), ("1", 2), ("2", 0), ("2", 0)]
    assert [numbering.next_marker(*step) for step in steps] == [
        "I.",
        "I.1.",
        "I.2.",
        "a)",
        "II.",
        "II.1.",
        "a)",
        "IV.",
        "V.",
    ]
    assert [numbering.next_marker(list_id, 0) for list_id in ("3", "4", "9")] == ["•", "-", ""]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.7, 0.99])
def test_a_truncated_file_is_broken(share: float) -> None:
    data = (FIXTURES / "team-pandoc.docx").read_bytes()
    with pytest.raises(BrokenDocument) as caught:
        load("hop.docx", data[: int(len(data) * share)])
    assert caught.value.values == {"path": "hop.docx", "detail": "it is cut off, or no .docx file"}


def test_a_zip_that_is_no_word_document_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("readme.txt", "xin chào")
    with pytest.raises(BadArchive) as caught:
        load("a.docx", buffer.getvalue())
    assert caught.value.values["detail"] == "it lies where only a document is read"


def test_damaged_xml_inside_is_broken() -> None:
    source = zipfile.ZipFile(FIXTURES / "team-pandoc.docx")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for entry in source.namelist():
            content = source.read(entry)
            archive.writestr(entry, content[:200] if entry == "word/document.xml" else content)
    with pytest.raises(BrokenDocument) as caught:
        load("a.docx", buffer.getvalue())
    assert caught.value.values["detail"] == "it has no Word document inside"


def test_a_document_without_words_is_empty() -> None:
    with pytest.raises(EmptyDocument):
        load("a.docx", saved(docx.Document()))
