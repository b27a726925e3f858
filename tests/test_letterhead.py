"""What an official document's head says, where it is searched, cited and shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from assistant.answer import Answer, Quote
from assistant.citation import source_line
from assistant.conversations.as_json import answer_from, answer_json, quotes_from, quotes_json
from assistant.json_out import quote_fields
from assistant.numbered import speaks_of_another
from assistant.text_out import answer_text
from assistant.ui import cards
from assistant.ui.messages import Speech
from assistant.ui.shelf import Want, chosen, shelf
from index import NO_LETTERHEAD, Letterhead, Library, Paragraph, Span
from index.json_out import document_fields
from tests.stub_embedder import StubEmbedder

VI, EN = Speech("vi"), Speech("en")
HEAD = Letterhead("218/QĐ-SNN", "SỞ NÔNG NGHIỆP", "UBND TỈNH SƠN GIANG", "Sơn Giang")
DECISION = """\
UBND TỈNH SƠN GIANG
SỞ NÔNG NGHIỆP
Số: {number}/QĐ-SNN
Sơn Giang, ngày 14 tháng 3 năm 2025

QUYẾT ĐỊNH
Về việc trực hồ đập

Điều 1. Mỗi ca trực có hai người, từ 6 giờ sáng.

Điều 2. Kinh phí lấy từ nguồn sự nghiệp thủy lợi của tỉnh.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as library:  # type: ignore[arg-type]
        for number in (217, 218, 219):
            library.add_bytes(f"qd-{number}.txt", DECISION.format(number=number).encode())
        library.add_bytes("ghi.txt", "Mỗi ca trực có hai người, theo lời ông Lâm.\n".encode())
        yield library


def quote(letterhead: Letterhead) -> Quote:
    paragraph = Paragraph("s:0-3", "s", "qd.docx", 0, 3, "Một", None, None, number=letterhead.number)
    return Quote(paragraph, "QUYẾT ĐỊNH", "2025-03-14", (Span(0, 3),), 0.5, 1.0, 0.8, letterhead)


def test_it_is_stored_and_listed(library: Library) -> None:
    assert library.source("qd-218.txt").letterhead == HEAD
    assert {each.number for each in library.paragraphs("qd-218.txt")} == {"218/QĐ-SNN"}
    fields = {each["document"]: each for each in map(document_fields, library.documents())}
    assert list(fields["qd-218.txt"])[-4:] == ["number", "issuer", "parent_body", "place"]
    assert fields["qd-218.txt"]["number"] == "218/QĐ-SNN"
    assert fields["ghi.txt"]["issuer"] is None


@pytest.mark.parametrize("question", ["Quyết định số {}/QĐ-SNN quy định ca trực thế nào?", "{}/qd-snn ca truc the nao"])
def test_a_question_that_names_the_number_finds_that_document(library: Library, question: str) -> None:
    for number in (217, 218, 219):
        # Their words are the same but for it.
        hits = library.search(question.format(number), limit=9)
        best = next(each.paragraph for each in hits if each.paragraph.document != "ghi.txt")
        assert best.document == f"qd-{number}.txt"


def test_a_question_for_another_number_is_not_answered_from_this_one() -> None:
    assert speaks_of_another("Quyết định số 219 nói gì?", replace(quote(HEAD), title="Theo tờ trình số 9")) is True
    # Its own number counts, whatever its words refer to.
    assert speaks_of_another("Quyết định số 218 nói gì?", replace(quote(HEAD), title="Theo tờ trình số 9")) is False


def test_it_is_put_back_with_its_document(library: Library) -> None:
    (removed,) = library.take_out(["qd-218.txt"])
    library.put_back(removed)
    assert library.source("qd-218.txt").letterhead == HEAD


def test_a_citation_names_it() -> None:
    assert source_line(quote(HEAD), VI) == (
        "QUYẾT ĐỊNH (qd.docx), số 218/QĐ-SNN, SỞ NÔNG NGHIỆP, Sơn Giang, 14/03/2025"
    )
    assert source_line(quote(HEAD), EN) == (
        "QUYẾT ĐỊNH (qd.docx), No. 218/QĐ-SNN, SỞ NÔNG NGHIỆP, Sơn Giang, 14 March 2025"
    )
    assert source_line(quote(Letterhead(place="Sơn Giang")), VI) == "QUYẾT ĐỊNH (qd.docx), Sơn Giang, 14/03/2025"
    assert source_line(quote(NO_LETTERHEAD), VI) == "QUYẾT ĐỊNH (qd.docx), 14/03/2025"


def test_cards_the_shelf_and_the_terminal_show_it(library: Library) -> None:
    assert cards.card(quote(HEAD), "quotes:0", 1, VI)["facts"] == ["218/QĐ-SNN", "SỞ NÔNG NGHIỆP", "14/03/2025"]
    answer = Answer("?", None, True, 0.8, None, (quote(HEAD),), ())
    assert "qd.docx · 218/QĐ-SNN · SỞ NÔNG NGHIỆP · 14/03/2025" in answer_text(answer, VI, bold=False)
    held = library.documents()
    assert [each.document for each in chosen(held, Want(query="218/qd so nong nghiep"))] == ["qd-218.txt"]
    (row,) = shelf(library, held, Want(query="218/qd"), VI)["rows"]
    assert row["facts"][:3] == ["218/QĐ-SNN", "SỞ NÔNG NGHIỆP", "14/03/2025"]


def test_json_holds_it_and_a_conversation_keeps_it() -> None:
    fields = quote_fields(quote(HEAD))
    assert {name: fields[name] for name in ("number", "issuer", "parent_body", "place")} == asdict(HEAD)
    answer = Answer("?", None, True, 0.8, None, (quote(HEAD),), ())
    assert answer_from(answer_json(answer)) == answer
    # As an earlier version wrote it.
    old = quotes_json([quote(NO_LETTERHEAD)]).replace(
        ',"letterhead":{"number":null,"issuer":null,"parent_body":null,"place":null}', ""
    )
    assert "letterhead" not in old
    assert quotes_from(old.replace(',"number":null', "")) == (quote(NO_LETTERHEAD),)
