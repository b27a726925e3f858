"""What the widgets draw of an answer: the text of a paragraph, cut and never changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, FollowUp, Quote
from assistant.ui import cards, lines
from assistant.ui.messages import Speech
from index import Paragraph, Span, Turn

VI, EN = Speech("vi"), Speech("en")


def paragraph(text: str, *, start: int = 0, turns: tuple[Turn, ...] = (), page: int | None = None) -> Paragraph:
    end = start + len(text)
    return Paragraph(f"abc:{start}-{end}", "abc", "họp/biên bản.txt", start, end, text, page, "Mục I", turns=turns)


def quote(text: str, *highlights: Span, **given_facts: object) -> Quote:
    facts: dict[str, object] = {"title": "Biên bản", "date": "2023-12-07", "confidence": 0.8} | given_facts
    return Quote(paragraph(text), highlights=highlights, cosine=0.9, bm25=None, **facts)  # type: ignore[arg-type]


def joined(drawn: list[lines.Line]) -> str:
    return "".join(piece["text"] for line in drawn for piece in line["pieces"])


@pytest.mark.parametrize(
    ("media_type", "vietnamese", "english"),
    [
        ("image/png; ocr=0.94; ocr-pages=1", "đọc bằng OCR, chắc 94 %", "read by OCR, 94% sure"),
        ("application/pdf; ocr=0.9; ocr-pages=2", None, None),
        (
            "application/pdf; ocr=0.90; ocr-pages=2; unread-pages=1",
            "có trang đọc bằng OCR, chắc 90 %",
            "with pages read by OCR, 90% sure",
        ),
        ("application/pdf; unread-pages=1", None, None),
        ("application/pdf", None, None),
    ],
)
def test_a_card_tells_that_its_document_was_read_by_ocr(
    media_type: str, vietnamese: str | None, english: str | None
) -> None:
    media_types = {"họp/biên bản.txt": media_type}
    answer = Answer("Ai?", None, True, 0.8, None, (quote("Hết."),), ())
    weak = Answer("Ai?", None, False, 0.1, "weak_evidence", (), (quote("Hết."),))
    for say, told, date in ((VI, vietnamese, "07/12/2023"), (EN, english, "7 December 2023")):
        expected = [date] if told is None else [date, told]
        (card,) = cards.exchange("Ai?", answer, False, True, say, media_types=media_types)["cards"]
        (near,) = cards.exchange("Ai?", weak, False, True, say, media_types=media_types)["nearest"]
        assert (card["facts"], near["facts"]) == (expected, expected)
        assert cards.shown_cards(answer, say)[0]["facts"] == [date]


def test_pieces_mark_the_highlight_in_code_points() -> None:
    text = "🙂 Giá $5 đến $6. Hết."
    assert lines.pieces(text, [Span(2, 16)]) == [
        {"text": "🙂 ", "kind": "text"},
        {"text": "Giá $5 đến $6.", "kind": "mark"},
        {"text": " Hết.", "kind": "text"},
    ]


def test_highlights_that_touch_or_overlap_are_one_mark() -> None:
    marks = [
        piece["text"]
        for piece in lines.pieces("abcdefgh", [Span(4, 6), Span(0, 2), Span(1, 4)])
        if piece["kind"] == "mark"
    ]
    assert marks == ["abcdef"]


def test_a_turn_has_a_line_of_its_own_and_the_speaker_in_the_text_is_bold() -> None:
    text = "Lan: Xin chào.\n\nHùng: Vâng, tôi ghi."
    turns = (Turn(100, 114, "Lan", 0, None), Turn(116, 136, "Hùng", 65_000, None))
    drawn = lines.lines(paragraph(text, start=100, turns=turns), [Span(5, 14), Span(22, 27)])
    assert drawn == [
        {
            "kind": "turn",
            "speaker": None,
            "time": "00:00",
            "pieces": [
                {"text": "Lan:", "kind": "speaker"},
                {"text": " ", "kind": "text"},
                {"text": "Xin chào.", "kind": "mark"},
            ],
        },
        {"kind": "gap", "speaker": None, "time": None, "pieces": [{"text": "\n\n", "kind": "text"}]},
        {
            "kind": "turn",
            "speaker": None,
            "time": "01:05",
            "pieces": [
                {"text": "Hùng:", "kind": "speaker"},
                {"text": " ", "kind": "text"},
                {"text": "Vâng,", "kind": "mark"},
                {"text": " tôi ghi.", "kind": "text"},
            ],
        },
    ]


def test_a_speaker_who_does_not_stand_in_the_text_is_a_label_beside_it() -> None:
    text = "Xin chào."
    drawn = lines.lines(paragraph(text, turns=(Turn(0, 9, "Lan", None, None),)))
    assert drawn == [{"kind": "turn", "speaker": "Lan", "time": None, "pieces": [{"text": text, "kind": "text"}]}]


@given(st.data())
def test_joined_the_lines_are_the_text_whatever_the_turns_and_highlights(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="aà đ🙂:\n A\u0301\u202e", min_size=1, max_size=40))
    start = data.draw(st.integers(0, 50))
    edge = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(edge, edge).map(sorted), max_size=5))
    cuts = sorted(data.draw(st.lists(st.integers(start - 5, start + len(text) + 5), max_size=6)))
    speakers = data.draw(st.lists(st.sampled_from([None, "a", "A"]), min_size=6, max_size=6))
    turns = tuple(
        Turn(left, right, speaker, None, None) for left, right, speaker in zip(cuts, cuts[1:], speakers, strict=False)
    )
    drawn = lines.lines(paragraph(text, start=start, turns=turns), [Span(left, right) for left, right in spans])
    assert joined(drawn) == text
    marked = sum(len(p["text"]) for line in drawn for p in line["pieces"] if p["kind"] == "mark")
    assert marked <= len({offset for left, right in spans for offset in range(left, right)})


def test_a_card_names_what_is_known_and_nothing_else() -> None:
    known = cards.card(quote("Đoạn văn.", date="2023-12-07"), "quotes:0", 1, VI)
    assert (known["name"], known["facts"], known["confidence"]) == ("Biên bản", ["07/12/2023"], "Độ tin cậy cao · 80 %")
    assert (known["heading"], known["lang"], known["flow"]) == ("Mục I", "vi", False)
    unknown = cards.card(quote("A text.", title=None, date=None, confidence=0.2), "quotes:1", 2, EN)
    assert (unknown["name"], unknown["facts"]) == ("họp/biên bản.txt", [])
    assert (unknown["open"], unknown["confidence"]) == ("Open source 2: họp/biên bản.txt", "Low confidence · 20%")


@pytest.mark.parametrize(
    ("heading", "title", "drawn"),
    [
        ("Biên bản › Mục I", "Biên bản", "Mục I"),
        ("Biên bản", "Biên bản", None),
        ("Mục I › Biên bản", "Biên bản", "Mục I › Biên bản"),
        ("An Bình, ngày 5 tháng 4 năm 2024 › Biên bản › Mục I", "Biên bản", "An Bình, ngày 5 tháng 4 năm 2024 › Mục I"),
        ("An Bình, ngày 5 tháng 4 năm 2024 › Biên bản", "Biên bản", "An Bình, ngày 5 tháng 4 năm 2024"),
        ("Mục I", None, "Mục I"),
        (None, "Biên bản", None),
    ],
)
def test_a_card_does_not_say_its_title_twice(heading: str | None, title: str | None, drawn: str | None) -> None:
    cited = replace(quote("Một."), paragraph=replace(paragraph("Một."), heading=heading), title=title)
    assert cards.card(cited, "quotes:0", 1, VI)["heading"] == drawn


def test_a_card_of_a_printed_page_lets_its_lines_flow() -> None:
    paged = Quote(paragraph("một\nhai", page=3), None, None, (), None, None, 0.6)
    card = cards.card(paged, "quotes:0", 1, VI)
    assert (card["flow"], card["facts"]) == (True, ["trang 3"])


def test_an_exchange_says_what_was_found_or_why_not() -> None:
    found = Answer("a?", "à?", True, 0.8, None, (quote("Một."), quote("Hai.")), ())
    drawn = cards.exchange("a?", found, False, True, VI)
    assert (drawn["verdict"], drawn["understood"], drawn["note"]) == (
        "Tìm thấy 2 đoạn trong một tài liệu, độ tin cậy cao nhất 80\u00a0%.",
        "à?",
        None,
    )
    assert [card["place"] for card in drawn["cards"]] == ["quotes:0", "quotes:1"]
    missing = Answer("a?", None, False, 0.1, "no_person", (), (quote("Ba."),))
    drawn = cards.exchange("a?", missing, True, True, EN)
    assert drawn["verdict"] == "Not found: the nearest paragraphs name no person."
    assert (drawn["note"], [card["place"] for card in drawn["nearest"]]) == ("Searched exactly as typed", ["nearest:0"])
    assert cards.exchange("a?", None, False, True, VI)["verdict"] is None


def test_a_place_leads_back_to_its_quote() -> None:
    answer = Answer("a?", None, False, 0.1, "weak_evidence", (), (quote("Ba."), quote("Bốn.")))
    assert cards.quote_at(answer, "nearest:1") is answer.nearest[1]
    assert [cards.quote_at(answer, place) for place in ("nearest:2", "quotes:0", "nearest:", "x", "nearest:-1")] == [
        None
    ] * 5


def test_an_exchange_says_what_was_searched_for_a_follow_up() -> None:
    answer = Answer("còn tháng 3?", None, False, 0.1, "no_evidence", (), (), FollowUp("Thu tháng 3?", "Thu tháng 2?"))
    drawn = cards.exchange("còn tháng 3?", answer, False, True, VI)
    assert drawn["follow"] == {
        "searched": "Thu tháng 3?",
        "within": None,
        "label": "Đã tìm:",
        "edit": "Sửa",
        "edit_label": "Sửa điều đã tìm",
        "search": "Tìm",
        "cancel": "Thôi",
        "as_typed": "Chỉ tìm câu đã gõ",
    }
    titled = cards.follow(FollowUp("It?", "What?", "a/b.txt", "Board"), EN)
    untitled = cards.follow(FollowUp("It?", "What?", "a/b.txt", None), EN)
    assert (titled["within"], untitled["within"]) == ("in Board", "in a/b.txt")
    assert cards.exchange("a?", replace(answer, follow_up=None), False, True, VI)["follow"] is None


@pytest.mark.parametrize(
    ("versions", "notice"),
    [
        (None, None),
        ({"họp/biên bản.txt": "abc"}, None),
        ({"họp/biên bản.txt": "def"}, "quote.changed"),
        ({"khác.txt": "abc"}, "quote.gone"),
    ],
)
def test_a_card_says_that_its_document_changed_or_went_and_still_shows_the_quote(
    versions: dict[str, str] | None, notice: str | None
) -> None:
    answer = Answer("Ai?", None, True, 0.8, None, (quote("Bà Lan."),), (quote("Ông Minh."),))
    data = cards.exchange("Ai?", answer, False, True, VI, versions)
    expected = None if notice is None else VI(notice)
    assert [(each["notice"], joined(each["lines"])) for each in (*data["cards"], *data["nearest"])] == [
        (expected, "Bà Lan."),
        (expected, "Ông Minh."),
    ]
