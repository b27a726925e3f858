"""Which documents are of one meeting; a wrong link is worse than a missing one."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from index import Library
from index.meetings import Fact, Facts, Told, facts_of, same_meetings
from tests.benchmarks.meetings import read_document
from tests.stub_embedder import StubEmbedder

ROOT = Path(__file__).parent.parent
MINUTES = """BIÊN BẢN KỲ HỌP THỨ 5 HỘI ĐỒNG NHÂN DÂN HUYỆN MƯỜNG LẠ KHÓA XI

8 giờ ngày 20/6/2024, tại hội trường huyện. Chủ tọa: bà Quàng Thị Hoa, Chủ tịch HĐND huyện. Có mặt 31/33 đại biểu.

Nhà máy nước Chiềng Hoa khởi công trong tháng 3/2025.
"""
PRESS = """HĐND huyện Mường Lạ họp kỳ thứ 5

Thứ Sáu, 21/6/2024

Hôm qua, HĐND huyện Mường Lạ khai mạc kỳ họp thứ 5, khóa XI, do bà Quàng Thị Hoa chủ trì.

Nhà máy nước Chiềng Hoa sẽ khởi công trong tháng 2/2025.
"""


def linked(folder: Path, documents: dict[str, str]) -> dict[str, tuple[str, ...]]:
    with Library.open(folder, StubEmbedder()) as library:
        for name, text in documents.items():
            library.add_bytes(name, text.encode())
        return {each.document: each.same_meeting_as for each in library.meetings() if each.same_meeting_as}


def told(document: str, day: str | None = "2024-06-20", **facts: list[str]) -> Told:
    found = {kind: tuple(Fact(value, 0, len(value)) for value in values) for kind, values in facts.items()}
    return Told(document, day, Facts(**found))


def same(*documents: Told) -> dict[str, tuple[str, ...]]:
    return dict(same_meetings(documents))


def test_minutes_and_the_press_by_their_session(tmp_path: Path) -> None:
    assert linked(tmp_path, {"minutes.txt": MINUTES, "press.txt": PRESS}) == {
        "minutes.txt": ("press.txt",),
        "press.txt": ("minutes.txt",),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("huyện Mường Lạ", "huyện Sông Mã"),
        ("kỳ họp thứ 5", "kỳ họp thứ 6"),
        ("khóa XI", "khóa XII"),
        ("21/6/2024", "28/6/2024"),
    ],
)
def test_what_is_at_odds_is_not_linked(tmp_path: Path, before: str, after: str) -> None:
    press = PRESS.replace(before, after)
    if before == "kỳ họp thứ 5":
        press = press.replace("kỳ thứ 5", "kỳ thứ 6")
    assert linked(tmp_path, {"minutes.txt": MINUTES, "press.txt": press}) == {}


def test_the_readers_own_date_counts(tmp_path: Path) -> None:
    with Library.open(tmp_path, StubEmbedder()) as library:
        library.add_bytes("minutes.txt", MINUTES.encode())
        library.add_bytes("press.txt", PRESS.encode())
        assert len(library.meetings(["press.txt"])[0].same_meeting_as) == 1
        library.edit("press.txt", meeting_date="2024-08-01")
        assert library.meetings(["press.txt"])[0].same_meeting_as == ()


def test_a_month_fits_its_days() -> None:
    day = told("a", session=["lần thứ 22"], body=["Tỉnh ủy Vĩnh Lạc"])
    month = told("b", "2024-06", session=["thứ 22"], body=["Ban Chấp hành Đảng bộ tỉnh Vĩnh Lạc"])
    assert same(day, month) == {"a": ("b",), "b": ("a",)}
    assert same(day, told("b", "2024-07", session=["thứ 22"], body=["Tỉnh ủy Vĩnh Lạc"])) == {}
    assert same(day, told("b", None, session=["thứ 22"], body=["Tỉnh ủy Vĩnh Lạc"])) == {}


def test_a_transcript_without_a_title_by_who_was_there() -> None:
    minutes = told("a", title=["Standup"], present=["Ann Fox", "Bo Reed", "Cy Lane", "Di Moss"])
    assert same(minutes, told("b", present=["Ann Fox", "Bo Reed", "Cy Lane"])) == {"a": ("b",), "b": ("a",)}
    assert same(minutes, told("b", present=["Ann Fox", "Bo Reed", "Ed Hall", "Flo Kay"])) == {}
    # Another meeting of the same people on the same day.
    assert same(minutes, told("b", title=["Budget review"], present=["Ann Fox", "Bo Reed", "Cy Lane"])) == {}


def test_classes_of_one_school_meet_apart() -> None:
    body = ["Trường Tiểu học Hoa Mai"]
    one = told("a", title=["Biên bản họp phụ huynh lớp 4A, Trường Tiểu học Hoa Mai"], body=body)
    assert same(one, told("b", title=["Biên bản họp phụ huynh lớp 4B, Trường Tiểu học Hoa Mai"], body=body)) == {}
    assert same(one, told("b", title=["Họp phụ huynh lớp Lá, Trường Tiểu học Hoa Mai"], body=body)) == {}
    assert same(one, told("b", title=["Họp phụ huynh lớp 4A, Trường Tiểu học Hoa Mai"])) == {"a": ("b",), "b": ("a",)}


def test_one_body_meets_twice_a_day() -> None:
    facts = {"title": ["Họp UBND xã Phú Lạc"], "body": ["UBND xã Phú Lạc"], "chair": ["Lê Văn Ba"]}
    morning = told("a", time=["08:00"], **facts)
    assert same(morning, told("b", time=["14:00"], **facts)) == {}
    assert same(morning, told("b", time=["08:15"], **facts)) == {"a": ("b",), "b": ("a",)}


def test_a_body_without_a_name_of_its_own_links_nothing() -> None:
    one = told("a", title=["Bàn về cầu"], body=["UBND huyện"], chair=["Lê Văn Ba"], time=["08:00"])
    other = told("b", title=["Xét khen thưởng"], body=["UBND huyện"], chair=["Lê Văn Ba"], time=["08:00"])
    assert same(one, other) == {}


def test_three_of_one_meeting_and_one_at_odds_with_one_of_them() -> None:
    facts = {"title": ["Họp chợ Tân Lập quý"], "body": ["Ban Quản lý chợ Tân Lập"]}
    times = {"a": "08:00", "b": "08:40", "c": "09:20"}
    first, second, third = (told(name, time=[time], **facts) for name, time in times.items())
    assert same(first, second, told("d", **facts)) == {"a": ("b", "d"), "b": ("a", "d"), "d": ("a", "b")}
    # c fits b, not a.
    assert same(first, second, third) == {"a": ("b",), "b": ("a",)}


def test_in_the_gold_documents_and_the_samples_only_those_of_one_meeting() -> None:
    samples = [path for path in (ROOT / "seeds" / "documents").iterdir() if path.suffix != ".pdf"]
    paths = [*(ROOT / "tests" / "gold" / "documents").glob("*.txt"), *samples]
    documents = []
    for path in paths:
        source, paragraphs = read_document(path)
        documents.append(Told(path.name, source.meeting_date, facts_of(source, paragraphs)))
    one = ("hoi-nghi-22-tinh-uy-vinh-phuc.txt", "theo-doi-nhiem-vu-hoi-nghi-22.docx")
    assert same(*documents) == {one[0]: (one[1],), one[1]: (one[0],)}


def test_the_order_of_the_documents_does_not_matter() -> None:
    documents = [told(name, title=["Họp chợ Tân Lập quý"], body=["Ban Quản lý chợ Tân Lập"]) for name in "abc"]
    for one, other in combinations(documents, 2):
        assert same(one, other) == same(other, one)
