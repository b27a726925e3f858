"""A conversation as Markdown and as a page to print, and the names of the files."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta, timezone

import pytest
from markdown_it import MarkdownIt

from assistant.conversations import Asked, Conversations
from assistant.escaping import visible
from assistant.export import as_markdown, as_page, file_stem, record
from assistant.ui.messages import Speech
from index import Filters
from tests.made_conversation import CONVERSATION, EXCHANGES, HOSTILE, NOW, PAGED

RECORD = record(CONVERSATION, EXCHANGES, Speech("vi"), NOW, {"bb.docx": "s", "kho.pdf": "another"})


def inline(markdown: str) -> list[str]:
    """The text of each paragraph and heading as CommonMark draws it."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    kinds = {token.type for token in tokens}
    assert kinds <= {
        *(f"{kind}_{end}" for kind in ("heading", "paragraph", "blockquote") for end in ("open", "close")),
        "inline",
    }
    return [
        "".join("\n" if each.type.endswith("break") else each.content for each in token.children or [])
        for token in tokens
        if token.type == "inline"
    ]


def test_the_markdown_renders_every_text_verbatim() -> None:
    drawn = inline(as_markdown(RECORD).decode())
    assert drawn[0] == CONVERSATION.title
    assert [text for text in drawn if re.match(r"\d\. ", text)] == [
        "1. Giá vé <b>tăng</b> từ $5? *khi nào*",
        "2. còn ai đi?",
        "3. Who repaired it?",
        "4. Dừng?",
        "5. Đang tìm?",
    ]
    assert {visible(HOSTILE), "Lan: Ai đi xem máy bơm?", "Hùng: Tôi đi chiều nay.", PAGED} <= set(drawn)
    assert "[1] — Biên bản họp (bb.docx), 12/03/2024 · Mục # II · Độ tin cậy cao · 80 %" in drawn
    assert "Bạn đã dừng tìm câu này." in drawn


def test_the_page_escapes_every_text_and_lets_nothing_in() -> None:
    page = as_page(RECORD).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'", policy[1]
    )
    tags = {tag.lower() for tag in re.findall(r"<([a-zA-Z0-9]+)", page)}
    assert tags == set(
        "html head meta title style body p main header h1 section h2 bdi figure blockquote mark figcaption h3".split()
    )
    assert "<h2>1. <bdi>Giá vé &lt;b&gt;tăng&lt;/b&gt; từ $5?\n*khi nào*</bdi></h2>" in page
    assert '<blockquote lang="vi"><p dir="auto"><mark>Giá $5 đến $6</mark> -&gt; 2025.' in page
    assert f'<blockquote lang="vi" class="flow"><p dir="auto"><mark>{PAGED[:15]}</mark>{PAGED[15:]}</p>' in page
    assert '<blockquote lang="en">' in page


def test_without_signs_for_what_can_not_be_printed_there_is_no_note() -> None:
    assert RECORD.note is not None
    assert record(CONVERSATION, EXCHANGES[1:], Speech("vi"), NOW).note is None


def test_times_are_those_of_the_reader_s_zone() -> None:
    made = record(CONVERSATION, EXCHANGES, Speech("en"), NOW.astimezone(timezone(timedelta(hours=7), "+07")))
    assert made.facts == (
        "Begun 24 November 2026, 15:00",
        "5 questions",
        "Exported from Hỏi Họp 24 November 2026, 16:30 (+07)",
    )
    assert made.entries[0].details[0] == "Asked 24 November 2026, 15:05"


def test_filters_are_named_once() -> None:
    filters = Filters(documents=("bb.docx",))
    answered = replace(EXCHANGES[0], asked=replace(EXCHANGES[0].asked, filters=filters))
    third = EXCHANGES[2]
    assert third.answer is not None
    refused = replace(third, asked=replace(third.asked, filters=filters), answer=replace(third.answer, filters=filters))
    made = record(CONVERSATION, [answered, refused], Speech("vi"), NOW, titles={"bb.docx": "Biên bản"})
    assert made.entries[0].details[-1] == "Bộ lọc: Biên bản"
    assert len(made.entries[1].details) == 1
    assert made.entries[1].verdict.endswith("Chỉ tìm trong phạm vi bộ lọc: Biên bản.")


def test_all_exchanges_of_a_conversation_are_read() -> None:
    conversations = Conversations(None)
    conversation, _ = conversations.begin("o", Asked("0"))
    for number in range(1, 300):
        conversations.ask(conversation.id, "o", Asked(str(number)))
    questions = [each.asked.question for each in conversations.exchanges(conversation.id)]
    assert questions == [str(number) for number in range(300)]
    assert conversations.exchanges("unknown") == ()


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Ai chủ trì họp?", "Ai chủ trì họp"),
        ('a<b>:"c"/\\|d?*', "a b c d"),
        ("Bie\u0302n bản…", "Biên bản…"),
        ("gnp\u202edoc\x00\n", "gnp doc"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("lpt1", "_lpt1"),
        ("Console", "Console"),
        ("họp . ", "họp"),
        ("...", "Mặc định"),
        ("", "Mặc định"),
        ("x" * 200, "x" * 80),
    ],
)
def test_a_file_s_name_is_one_on_every_system(title: str, stem: str) -> None:
    assert file_stem(title, "Mặc định") == stem
