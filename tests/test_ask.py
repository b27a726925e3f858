"""From a question to an answer, or to none, with a model that only knows words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stub_embedder import StubEmbedder

from assistant.answer import Quote
from assistant.ask import MOST_QUOTES, as_said, ask, ask_many
from index import BadQuestion, DocumentNotFound, DocumentSummary, Library, Paragraph, QuestionTooLong, Turn
from index.store import Store

_MINUTES = """Biên bản họp tổ dân phố

Bà Trần Thị Hoa chủ trì cuộc họp ở nhà văn hóa phường. Ông Nguyễn Văn Bình ghi biên bản.

Tổ thống nhất sửa mái nhà văn hóa với kinh phí 45 triệu đồng. Việc sửa mái xong trước ngày 20/6/2024.

Vườn hoa sẽ được trồng thêm cây xanh trong mùa mưa.
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", StubEmbedder()) as opened:
        yield opened


def _with_minutes(library: Library) -> Library:
    assert library.add_bytes("to-dan-pho.txt", _MINUTES.encode()).status == "added"
    return library


def test_answer_quotes_the_paragraph_and_highlights_the_sentence(library: Library) -> None:
    answer = ask("Sửa mái nhà văn hóa kinh phí bao nhiêu đồng?", _with_minutes(library))
    assert answer.answered
    assert answer.reason is None
    assert answer.nearest == ()
    assert 1 <= len(answer.quotes) <= MOST_QUOTES
    first = answer.quotes[0]
    source = library.source("to-dan-pho.txt")
    assert source.text[first.paragraph.start : first.paragraph.end] == first.paragraph.text
    assert [first.paragraph.text[span.start : span.end] for span in first.highlights] == [
        "Tổ thống nhất sửa mái nhà văn hóa với kinh phí 45 triệu đồng."
    ]
    assert answer.confidence == first.confidence


def test_stranger_is_refused_with_the_nearest(library: Library) -> None:
    answer = ask("Đội bóng nào vô địch giải ngoại hạng Anh?", _with_minutes(library))
    assert not answer.answered
    assert answer.reason == "weak_evidence"
    assert answer.quotes == ()
    assert 1 <= len(answer.nearest) <= 3


def test_paragraph_that_names_no_date_answers_no_when(library: Library) -> None:
    library.add_bytes("vuon.txt", "Vườn hoa sẽ được trồng thêm cây xanh cạnh nhà văn hóa.".encode())
    answer = ask("Khi nào vườn hoa được trồng thêm cây xanh cạnh nhà văn hóa?", library)
    assert not answer.answered
    assert answer.reason in ("no_date", "weak_evidence")


def test_library_of_one_paragraph(library: Library) -> None:
    library.add_bytes("mot.txt", "Bà Trần Thị Hoa chủ trì cuộc họp tổ dân phố tại nhà văn hóa.".encode())
    own, stranger = ask_many(["Ai chủ trì cuộc họp tổ dân phố?", "Giá vàng thế giới tăng bao nhiêu?"], library)
    assert own.answered
    assert not stranger.answered


def test_empty_library(library: Library) -> None:
    answer = ask("Ai chủ trì?", library)
    assert (answer.answered, answer.reason, answer.confidence, answer.quotes) == (False, "empty_library", 0.0, ())


def test_an_answer_reads_of_the_documents_only_those_that_were_found(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_all(_: Store) -> list[DocumentSummary]:
        raise AssertionError

    _with_minutes(library).edit("to-dan-pho.txt", title="Họp tổ 9", meeting_date="2024-05")
    monkeypatch.setattr(Store, "documents", read_all)
    first = ask("Sửa mái nhà văn hóa kinh phí bao nhiêu đồng?", library).quotes[0]
    assert (first.title, first.date) == ("Họp tổ 9", "2024-05")


def test_understood_as_only_where_the_question_was_changed(library: Library) -> None:
    _with_minutes(library)
    assert ask("kinh phi sua mai nha van hoa", library).understood_as == "kinh phí sửa mái nhà văn hóa"
    assert ask("kinh phí sửa mái nhà văn hóa", library).understood_as is None
    assert ask("kinh phi sua mai nha van hoa", library, as_typed=True).understood_as is None


def test_within_one_document(library: Library) -> None:
    _with_minutes(library)
    library.add_bytes("khac.txt", "Sửa mái chợ với kinh phí 90 triệu đồng.".encode())
    answer = ask("Sửa mái hết bao nhiêu kinh phí?", library, within="khac.txt")
    assert {each.paragraph.document for each in (*answer.quotes, *answer.nearest)} == {"khac.txt"}
    with pytest.raises(DocumentNotFound):
        ask("Ai?", library, within="nowhere.txt")


@pytest.mark.parametrize(
    ("question", "error"), [("  ", BadQuestion), ("?!", BadQuestion), ("a " * 5000, QuestionTooLong)]
)
def test_questions_that_are_none(library: Library, question: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        ask(question, library)


def test_company_asked_for_must_be_named_where_it_is_answered(library: Library) -> None:
    library.add_bytes("sac.txt", "Một hãng xe chịu một nửa chi phí làm khu sạc xe điện dưới hầm.\n".encode())
    answer = ask("Hãng xe nào chịu một nửa chi phí làm khu sạc xe điện dưới hầm?", library)
    assert (answer.answered, answer.reason) == (False, "no_name")


def test_who_says_it_is_not_the_company_asked_for(library: Library) -> None:
    said = "Lý Gia Quyền: Một hãng xe chịu một nửa chi phí làm khu sạc xe điện dưới hầm.\n\n"
    library.add_bytes("hop.txt", f"{said}Trần Kim Oanh: Vâng, em ghi rồi.\n\nLý Gia Quyền: Hết ạ.\n".encode())
    answer = ask("Hãng xe nào chịu một nửa chi phí làm khu sạc xe điện dưới hầm?", library)
    assert library.paragraphs("hop.txt")[0].turns
    assert (answer.answered, answer.reason) == (False, "no_name")


def test_another_conference_is_no_answer(library: Library) -> None:
    text = "HỘI NGHỊ LẦN THỨ 22\n\nHội nghị lần thứ 22 họp ở hội trường nhà văn hóa phường vào buổi sáng.\n"
    library.add_bytes("hoi-nghi.txt", text.encode())
    assert ask("Hội nghị lần thứ 22 họp ở hội trường nào, ở đâu?", library).answered
    assert not ask("Hội nghị lần thứ 23 họp ở hội trường nào, ở đâu?", library).answered


def _quote(document: str, start: int, end: int, *, speaks: bool = True) -> Quote:
    turns = (Turn(start, end, "Lan", None, None),) if speaks else ()
    paragraph = Paragraph(f"s:{start}-{end}", "s", document, start, end, "x" * (end - start), None, None, turns)
    return Quote(paragraph, None, None, (), None, None, 0.9)


def test_groups_of_turns_that_follow_one_another_are_quoted_as_they_were_said() -> None:
    best, before, after = _quote("a", 50, 90), _quote("a", 10, 48), _quote("a", 94, 120)
    elsewhere, far = _quote("b", 91, 120), _quote("a", 125, 140)
    assert as_said([elsewhere, best, far, after, before]) == (elsewhere, before, best, after, far)
    assert as_said([best, elsewhere]) == (best, elsewhere)
    # Paragraphs that nobody speaks stay best first.
    first, second = _quote("c", 50, 90, speaks=False), _quote("c", 10, 48, speaks=False)
    assert as_said([first, second]) == (first, second)
    assert as_said([]) == ()
