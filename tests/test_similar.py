"""Passages like a quoted one: by the stored vector, without the passage itself, and claimed to answer nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.conversations import Asked, Conversations, as_json
from assistant.similar import similar_to
from index import Filters, Library, Paragraph, Span
from tests.browser.embedder import CalibratedStub

ROOF = "Kinh phí sửa mái kho lưu trữ là 480 triệu đồng."
AGAIN = "Kinh phí sửa mái kho lưu trữ và sơn tường là 520 triệu đồng."
OTHER = "Lớp 6A2 đi tham quan làng gốm vào thứ Sáu."
PUMP = "Anh Duy xem máy bơm trạm Cầu Đất chiều nay."


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", CalibratedStub()) as opened:
        for name, text in (("a.txt", ROOF), ("b.txt", AGAIN), ("c.txt", OTHER), ("p.txt", PUMP)):
            opened.add_bytes(name, text.encode())
        yield opened


def only(library: Library, document: str) -> Paragraph:
    (paragraph,) = library.paragraphs(document)
    return paragraph


def test_what_is_like_it_is_found_and_neither_itself_nor_what_has_nothing_in_common(library: Library) -> None:
    found = similar_to(ROOF, only(library, "a.txt"), library)
    assert [each.paragraph.text for each in found.quotes] == [AGAIN]
    assert (found.question, found.similar, found.answered, found.reason) == (ROOF, True, False, None)
    assert [each.highlights for each in found.quotes] == [(Span(0, len(AGAIN)),)]
    assert similar_to(OTHER, only(library, "c.txt"), library).quotes == ()


def test_the_same_text_in_another_document_is_a_place_of_its_own(library: Library) -> None:
    library.add_bytes("d.txt", ROOF.encode())
    found = library.similar(only(library, "a.txt"))
    assert [each.paragraph.document for each in found] == ["d.txt", "b.txt"]
    assert found[0].cosine == pytest.approx(1, abs=1e-3)


def test_a_passage_that_the_library_has_lost_is_compared_all_the_same(library: Library) -> None:
    lost = only(library, "a.txt")
    library.add_bytes("a.txt", f"Lời dẫn mới.\n\n{ROOF}\n".encode())
    # It stands elsewhere in the new version and is still itself.
    assert [each.paragraph.document for each in library.similar(lost)] == ["b.txt"]
    library.remove("a.txt")
    assert [each.paragraph.document for each in library.similar(lost)] == ["b.txt"]


def test_filters_leave_fewer_and_are_kept_with_what_was_found(library: Library) -> None:
    library.add_bytes("d.md", ROOF.encode())
    paragraph = only(library, "a.txt")
    found = similar_to(ROOF, paragraph, library, Filters(documents=("d.md", "c.txt")))
    assert [each.paragraph.document for each in found.quotes] == ["d.md"]
    assert found.filters == Filters(documents=("d.md", "c.txt"))
    assert similar_to(ROOF, paragraph, library, Filters(first_date="2024")).quotes == ()


def test_an_empty_library_has_nothing_like_it(library: Library) -> None:
    lost = only(library, "a.txt")
    for document in ("a.txt", "b.txt", "c.txt", "p.txt"):
        library.remove(document)
    assert library.similar(lost) == []


def test_what_was_sought_and_found_is_kept_exactly(library: Library) -> None:
    paragraph = only(library, "a.txt")
    found = similar_to(ROOF, paragraph, library)
    asked = Asked(ROOF, similar_to=paragraph)
    assert as_json.asked_from(as_json.asked_json(asked)) == asked
    assert as_json.answer_from(as_json.answer_json(found)) == found
    differing = Answer("Ai?", None, True, 0.8, None, found.quotes, (), differing=found.quotes)
    assert as_json.answer_from(as_json.answer_json(differing)) == differing


def test_a_rating_is_kept_with_its_question_and_quotes_and_can_be_changed(library: Library) -> None:
    kept = Conversations(None)
    found = similar_to(ROOF, only(library, "a.txt"), library)
    _, exchange = kept.begin("lan", Asked("Ai?"))
    assert kept.rating(exchange) is None
    kept.rate(exchange, "lan", "down", "Thiếu đoạn", found.quotes)
    rated = kept.rating(exchange)
    assert rated is not None
    assert (rated.thumb, rated.reason, rated.question, rated.quotes) == ("down", "Thiếu đoạn", "Ai?", found.quotes)
    kept.rate(exchange, "lan", "up")
    rated = kept.rating(exchange)
    assert rated is not None and (rated.thumb, rated.reason) == ("up", "")
    kept.unrate(exchange, "lan")
    assert kept.rating(exchange) is None
