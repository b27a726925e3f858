"""A conversation with all that can happen in one, made up."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.answer import Answer, FollowUp, Quote
from assistant.conversations import Asked, Conversation, Exchange, SearchStopped
from index import Paragraph, Span, Turn

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
HOSTILE = 'Giá $5 đến $6 -> 2025. *x* <b>đậm</b> [a](javascript:x) `mã`\n# không phải đề mục\n- "dòng" & hết\f'
TURNS = "Lan: Ai đi xem máy bơm?\n\nHùng: Tôi đi chiều nay."
PAGED = "Bà Hạnh chủ trì cuộc họp về\nkho lưu trữ."


def quote(
    text: str,
    *highlights: Span,
    turns: tuple[Turn, ...] = (),
    document: str = "bb.docx",
    title: str | None = "Biên bản họp",
    heading: str | None = None,
    page: int | None = None,
) -> Quote:
    start_ms, end_ms = (turns[0].start_ms, turns[-1].end_ms) if turns else (None, None)
    paragraph = Paragraph(
        f"s:0-{len(text)}", "s", document, 0, len(text), text, page, heading, turns, start_ms=start_ms, end_ms=end_ms
    )
    return Quote(paragraph, title, "2024-03-12", highlights, None, None, 0.8)


def exchange(number: int, question: str, answer: Answer | None, *, as_typed: bool = False) -> Exchange:
    return Exchange(number, "c" * 22, Asked(question, as_typed), "2026-11-24T08:05:00+00:00", answer=answer)


CONVERSATION = Conversation(
    "c" * 22, "o" * 22, "Giá vé <b>tăng</b> từ $5?", "2026-11-24T08:00:00+00:00", "2026-11-24T08:05:00+00:00"
)
_TURNS = (Turn(0, 23, "Lan", 5_000, 9_000), Turn(25, 48, "Hùng", 9_000, 12_000))
EXCHANGES = (
    exchange(
        1,
        "Giá vé <b>tăng</b> từ $5?\n*khi nào*",
        Answer("", "giá vé tăng?", True, 0.8, None, (quote(HOSTILE, Span(0, 13), heading="Mục # II"),), ()),
        as_typed=True,
    ),
    exchange(
        2,
        "còn ai đi?",
        Answer(
            "",
            None,
            True,
            0.8,
            None,
            (
                quote(TURNS, Span(31, 48), turns=_TURNS, document="bơm.vtt", title=None),
                quote(PAGED, Span(0, 15), page=3, document="kho.pdf"),
            ),
            (),
            FollowUp("ai đi xem máy bơm?", "máy bơm", "bơm.vtt"),
        ),
    ),
    exchange(3, "Who repaired it?", Answer("", None, False, 0.1, "no_person", (), (quote("An English paragraph."),))),
    Exchange(4, "c" * 22, Asked("Dừng?"), "2026-11-24T08:05:00+00:00", error=SearchStopped()),
    exchange(5, "Đang tìm?", None),
)
