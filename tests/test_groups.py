"""How quotes are folded, put side by side and ordered; and the documents that differ, found with the real model."""

from __future__ import annotations

import pytest

from assistant.answer import Answer, Quote
from assistant.ask import ask
from assistant.groups import Group, Shown, answering, grouped, in_order, says_the_same
from index import Library, Paragraph, Span

OPENS = "Kho lưu trữ Bình Phú mở cửa cho công chúng vào ngày 3 tháng 6 năm 2024."
ASKED = "Khi nào kho lưu trữ Bình Phú mở cửa cho công chúng?"


def quote(
    text: str, document: str = "a.md", date: str | None = "2024-03-04", *, title: str | None = None, sure: float = 0.9
) -> Quote:
    paragraph = Paragraph(f"{document}:0-{len(text)}", document, document, 0, len(text), text, None, None)
    end = text.find(".") + 1 or len(text)
    return Quote(paragraph, title, date, (Span(0, end),), 0.9, None, sure)


def answer(*quotes: Quote, asked: str = ASKED, differing: tuple[Quote, ...] = ()) -> Answer:
    confidence = max(each.confidence for each in quotes)
    return Answer(asked, None, True, confidence, None, quotes, (), differing=differing)


def places(shown: Answer) -> list[tuple[bool, list[int]]]:
    return [(group.differ, [each.position for each in group.shown]) for group in grouped(shown)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (quote(OPENS), quote(OPENS, "b.md"), True),
        (quote(OPENS), quote(OPENS.upper(), "b.md"), True),
        (quote(OPENS), quote(f"Theo biên bản, {OPENS[0].lower()}{OPENS[1:]}", "b.md"), True),
        # The same sentence in other surroundings.
        (quote(f"{OPENS} Bà Hạnh trình kế hoạch mở cửa."), quote(f"{OPENS} Việc sửa mái còn chậm lắm.", "b.md"), True),
        # A report some days after, and the minutes of another week.
        (quote(OPENS), quote(OPENS, "b.md", "2024-03-07"), True),
        (quote(OPENS), quote(OPENS, "b.md", "2024-03-08"), False),
        (quote(OPENS), quote(OPENS, "b.md", None), True),
        (quote(OPENS), quote(OPENS, "b.md", "2024-03"), True),
        (quote(OPENS), quote(OPENS, "b.md", "2024-04"), False),
        # Nearly the same words, and not the same.
        (quote(OPENS), quote(OPENS.replace("3 tháng", "8 tháng"), "b.md"), False),
        (quote(OPENS), quote(OPENS.replace("mở cửa", "không mở cửa"), "b.md"), False),
        (quote(OPENS), quote(OPENS.replace("Phú", "Minh"), "b.md"), False),
        # A short sentence is the same in any two.
        (quote("Cuộc họp kết thúc. Ai về nhà nấy ngay."), quote("Cuộc họp kết thúc. Mưa vẫn còn to.", "b.md"), False),
    ],
)
def test_quotes_of_one_meeting_in_nearly_the_same_words_say_the_same(one: Quote, other: Quote, same: bool) -> None:
    assert says_the_same(one, other) is same
    assert says_the_same(other, one) is same


@pytest.mark.parametrize(
    ("said", "changed"),
    [("3 tháng 6", "8 tháng 6"), ("Bình Phú", "Bình Minh"), ("sẽ mở", "không mở"), ("ba hộ", "bốn hộ")],
)
def test_one_number_name_or_negation_makes_another_thing_of_a_long_paragraph(said: str, changed: str) -> None:
    text = (
        "Tổ dự án báo cáo rằng kho lưu trữ của xã Bình Phú sẽ mở cửa cho công chúng vào ngày 3 tháng 6 sau khi sửa mái "
        "và sơn tường, thay toàn bộ giá gỗ ở tầng trệt và chuyển hồ sơ của ba hộ còn gửi nhờ ở nhà văn hóa về kho mới"
    )
    assert not says_the_same(quote(text), quote(text.replace(said, changed), "b.md"))
    assert says_the_same(quote(text), quote(text.replace("toàn bộ", "hết"), "b.md"))


def test_another_person_at_the_head_of_a_long_sentence_is_another_thing() -> None:
    rest = "trình dự toán sửa mái kho lưu trữ trước khi tổ dự án họp lại vào tuần sau ở hội trường."
    assert not says_the_same(quote(f"Lan {rest}"), quote(f"Minh {rest}", "b.md"))


def test_the_surest_of_those_that_say_the_same_is_shown_and_none_is_lost() -> None:
    shown = answer(quote(OPENS, sure=0.8), quote("Kho có chín người.", sure=0.7), quote(OPENS, "b.md", sure=0.9))
    assert grouped(shown) == (Group((Shown(1),)), Group((Shown(2, also=(0,)),)))
    assert [shown.quotes.index(each) for each in in_order(shown)] == [1, 2, 0]
    held = [position for group in grouped(shown) for each in group.shown for position in (each.position, *each.also)]
    assert sorted(held) == [0, 1, 2]


def test_documents_that_differ_stand_together_newest_first_where_the_surest_stands() -> None:
    early = quote(OPENS, "a.md", "2024-03-04", sure=0.99)
    other = quote("Kho có chín người làm.", "c.md", "2024-03-10", sure=0.8)
    late = quote(OPENS.replace("3 tháng 6", "8 tháng 7"), "b.md", "2024-03-18", sure=0.7)
    assert places(answer(early, other, late)) == [(True, [2, 0]), (False, [1])]
    # What is too weak to answer stands there too.
    assert places(answer(early, other, differing=(late,))) == [(True, [2, 0]), (False, [1])]
    assert in_order(answer(early, other, differing=(late,))) == (late, early, other)


@pytest.mark.parametrize(
    "late",
    [
        # The same value, the same day, no date, another subject, nothing of the kind.
        quote(f"Vẫn như cũ, {OPENS[0].lower()}{OPENS[1:]}", "b.md", "2024-03-18"),
        quote(OPENS.replace("3 tháng 6", "8 tháng 7"), "b.md", "2024-03-04"),
        quote(OPENS.replace("3 tháng 6", "8 tháng 7"), "b.md", None),
        quote("Lớp 6A2 đi dã ngoại vào ngày 8 tháng 7 năm 2024.", "b.md", "2024-03-18"),
        quote("Kho lưu trữ Bình Phú mở cửa cho công chúng muộn hơn.", "b.md", "2024-03-18"),
    ],
)
def test_no_more_is_said_to_differ_than_is_known(late: Quote) -> None:
    assert places(answer(quote(OPENS), late)) == [(False, [0]), (False, [1])]


def test_a_general_question_is_not_answered_differently_by_unlike_meetings() -> None:
    one = quote("Cuộc họp kế tiếp vào ngày 5/4/2024.", "a.md", "2024-03-04", title="Họp tổ dự án kho lưu trữ")
    other = quote("Cuộc họp kế tiếp vào ngày 9/5/2024.", "b.md", "2024-04-02", title="Họp phụ huynh lớp 6A2")
    assert [differs for differs, _ in places(answer(one, other, asked="Họp lại ngày nào?"))] == [False, False]
    opens = quote("Phòng đọc mở cửa ngày 5/4/2024.", "a.md", "2024-03-04", title="Họp tổ dự án kho lưu trữ")
    closes = quote("Chợ phiên mở cửa ngày 9/5/2024.", "b.md", "2024-04-02", title="Họp ban quản lý chợ")
    assert [differs for differs, _ in places(answer(opens, closes, asked="Mở cửa ngày nào?"))] == [False, False]
    series = quote("Cuộc họp kế tiếp vào ngày 9/5/2024.", "b.md", "2024-04-02", title="Họp tổ dự án kho lưu trữ 2")
    assert places(answer(one, series, asked="Họp lại ngày nào?")) == [(True, [1, 0])]


@pytest.mark.parametrize("question", ["When does the records portal open to the public?", "When will the portal open?"])
def test_the_portal_s_later_date_is_shown_before_the_earlier_one(seeds_library: Library, question: str) -> None:
    found = ask(question, seeds_library)
    (group,) = grouped(found)
    quotes = [found.found[each.position] for each in group.shown]
    assert group.differ
    assert [(each.date, answering(each)) for each in quotes] == [
        ("2024-03-18", "Public opening is now fixed for 8 July 2024."),
        ("2024-03-04", "The portal is to open to the public on 3 June 2024."),
    ]


def test_a_question_of_one_meeting_is_not_said_to_differ(seeds_library: Library) -> None:
    assert [
        group.differ for group in grouped(ask("Ai chủ trì kỳ họp thứ 9 của HĐND huyện An Bình?", seeds_library))
    ] == [False, False]


def test_passages_like_one_are_of_the_same_subject_and_never_itself(seeds_library: Library) -> None:
    dates = next(each for each in seeds_library.paragraphs("records-portal-2024-03-04.md") if "on 3 June" in each.text)
    found = seeds_library.similar(dates, 5)
    assert dates.id not in [each.paragraph.id for each in found]
    assert "8 July 2024" in found[0].paragraph.text
    assert {each.paragraph.document[:14] for each in found} == {"records-portal"}
    assert [each.cosine for each in found] == sorted((each.cosine for each in found), reverse=True)
