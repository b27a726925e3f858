"""Asking, reading the quotes, and opening their source."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.actions import Watched, answered, ask, document, ready, upload, verbatim
from tests.browser.serving import Chat

MINUTES = """Họp tổ dự án kho lưu trữ

Ngày 12/03/2024

Bà Đỗ Thị Hạnh chủ trì cuộc họp của tổ dự án kho lưu trữ. Thành phần dự họp có chín người.

Kinh phí sửa mái kho lưu trữ là 480 triệu đồng. Ông Lý Văn Tường phải trình dự toán trước ngày 30/3/2024.
Tổ dự án họp lại vào tuần sau.

Tổ dự án giữ nguyên giờ mở cửa phòng đọc.
"""
COST = MINUTES.split("\n\n")[3].strip()
HOSTILE = (
    "Giá vé tham quan kho tăng từ $5 đến $6 từ 1.1.2025 -> hết năm. <script>window.hacked = 1</script> "
    ":smile: [bấm vào đây](javascript:window.hacked=1) **đậm** `mã` ![ảnh](http://example.com/a.png)\n"
    '<img src="http://example.com/b.png" onerror="window.hacked=1">   ba dấu cách\tvà tab '
    "\u202egnort nêl\u202c &amp; &lt;b&gt;"
)
HOSTILE_NAME = "**vé** $5 $6 [x](javascript:1) :smile: <b>.txt"


def test_an_example_is_asked_and_shows_stored_paragraphs_word_for_word(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    expect(page.get_by_role("heading", name="Hỏi Họp", level=1)).to_be_visible()
    expect(page.locator(".st-key-hh-examples button")).to_have_count(4)
    with chat.library() as library:
        expect(page.locator(".st-key-empty-count")).to_contain_text(f"{len(library.documents())} tài liệu")
    example = page.locator(".st-key-hh-examples button").first
    question = verbatim(example)
    example.click()
    exchange = answered(page, 0)
    assert verbatim(exchange.locator(".hh-words")) == question
    with chat.library() as library:
        stored = {each.text for document in library.documents() for each in library.paragraphs(document.document)}
    shown = [verbatim(quote) for quote in exchange.locator("blockquote").all()]
    assert shown and set(shown) <= stored


def test_a_citation_opens_the_source_at_the_paragraph_and_escape_returns(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("kho-luu-tru.txt", MINUTES))
    exchange = ask(page, "Kinh phí sửa mái kho lưu trữ là bao nhiêu?")
    card = exchange.locator(".hh-card").first
    assert verbatim(card.locator("blockquote")) == COST
    assert verbatim(card.locator("mark").first) == "Kinh phí sửa mái kho lưu trữ là 480 triệu đồng."
    expect(card.locator(".hh-name")).to_have_text("Họp tổ dự án kho lưu trữ")
    expect(card.locator(".hh-fact").first).to_have_text("12/03/2024")
    cite = card.get_by_role("button", name="Mở nguồn 1: Họp tổ dự án kho lưu trữ")
    box = cite.bounding_box()
    assert box is not None and box["width"] >= 24 and box["height"] >= 24
    cite.focus()
    page.keyboard.press("Enter")
    target = page.get_by_role("dialog").locator(".hh-target")
    expect(target).to_be_focused()
    assert verbatim(target) == COST
    assert verbatim(target.locator("mark")) == "Kinh phí sửa mái kho lưu trữ là 480 triệu đồng."
    expect(page.get_by_role("dialog")).to_contain_text("Tổ dự án giữ nguyên giờ mở cửa phòng đọc.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(cite).to_be_focused()


def test_hostile_text_is_shown_verbatim_and_does_nothing(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, (HOSTILE_NAME, f"{HOSTILE}\n"))
    expect(page.locator(".st-key-upload-report")).to_contain_text(HOSTILE_NAME)
    question = "Giá vé tham quan kho tăng từ $5 đến $6 **đậm** <b>khi nào</b> :smile: [x](javascript:1)?"
    exchange = ask(page, question)
    assert verbatim(exchange.locator(".hh-words")) == question
    card = exchange.locator(".hh-card").first
    assert verbatim(card.locator("blockquote")) == HOSTILE
    expect(card.locator("script, img, a, b, code, iframe")).to_have_count(0)
    assert card.locator(".hh-name").get_attribute("title") == HOSTILE_NAME
    card.locator(".hh-cite").click()
    dialog = page.get_by_role("dialog")
    assert verbatim(dialog.locator(".hh-target")) == HOSTILE
    expect(dialog.locator(".hh-source-head")).to_contain_text(HOSTILE_NAME)
    expect(dialog.locator("script, img, a")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    name = verbatim(card.locator(".hh-name"))
    expect(document(page, HOSTILE_NAME)).to_contain_text(name)
    page.get_by_role("button", name=f"Sửa tên và ngày của {name}").click()
    expect(page.get_by_role("dialog")).to_contain_text(HOSTILE_NAME)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name=f"Xoá {name}").click()
    expect(page.locator(".st-key-removed-note")).to_contain_text(f"Đã xoá {name}.")
    assert page.evaluate("window.hacked") is None


def test_a_transcript_gives_each_turn_a_line_with_its_speaker_in_bold(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    turns = [
        ("Mạc Thu Hà", "Máy bơm trạm Cầu Đất hỏng từ hôm qua, ai đi xem?"),
        ("Kiều Duy", "Tôi đi xem máy bơm trạm Cầu Đất chiều nay."),
        ("Mạc Thu Hà", "Vậy anh Duy sửa xong máy bơm trước thứ Sáu."),
        ("Kiều Duy", "Vâng, tôi báo lại."),
    ]
    text = "\n\n".join(f"{speaker}: {words}" for speaker, words in turns)
    upload(page, ("tram-bom.txt", text))
    card = ask(page, "Ai đi xem máy bơm trạm Cầu Đất?").locator(".hh-card").first
    assert verbatim(card.locator("blockquote")) in text
    lines = card.locator(".hh-turn")
    expect(lines.nth(1)).to_contain_text("Kiều Duy: Tôi đi xem")
    expect(lines.nth(1).locator(".hh-speaker")).to_have_text("Kiều Duy:")
    tops = [box["y"] for box in (line.bounding_box() for line in lines.all()) if box is not None]
    assert len(tops) >= 2 and tops == sorted(set(tops))


def test_a_question_without_marks_says_how_it_was_understood(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("kho-luu-tru.txt", MINUTES))
    exchange = ask(page, "kinh phi sua mai kho luu tru la bao nhieu?")
    expect(exchange.locator(".hh-understood")).to_contain_text("Hiểu là:")
    expect(exchange.locator(".hh-understood q")).to_contain_text("kho lưu trữ")
    assert verbatim(exchange.locator(".hh-card blockquote").first) == COST
    exchange.get_by_role("button", name="Tìm đúng như đã gõ").click()
    again = answered(page, 1)
    assert verbatim(again.locator(".hh-words")) == "kinh phi sua mai kho luu tru la bao nhieu?"
    expect(again.locator(".hh-understood")).to_have_text("Đã tìm đúng như đã gõ")


def test_what_is_not_there_is_not_answered(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    exchange = ask(page, "Tàu ngầm Zyxw phóng vệ tinh qwertz năm nào?")
    expect(exchange.locator(".hh-verdict")).to_contain_text("Không tìm thấy")
    expect(exchange.locator(".hh-cards:not(.hh-weak)")).to_have_count(0)
    nearest = exchange.locator("details")
    expect(nearest.locator(".hh-card").first).to_be_hidden()
    nearest.get_by_text("Đoạn gần nhất — có thể không trả lời câu hỏi").click()
    expect(nearest.locator(".hh-card").first).to_be_visible()


def test_a_new_answer_is_read_out_and_begins_in_sight(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    ask(page, "Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?")
    exchange = ask(page, "Hội nghị lần thứ 22 của Tỉnh ủy bàn những mục tiêu nào?")
    expect(page.get_by_role("status").filter(has_text=verbatim(exchange.locator(".hh-verdict")))).to_have_count(1)
    expect(exchange.locator(".hh-question")).to_be_in_viewport(ratio=1)


def test_a_question_that_cannot_be_asked_gets_a_sentence(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    ask(page, "ô" * 10_000)
    error = page.locator(".st-key-exchange-0-note")
    expect(error).to_contain_text("Câu hỏi dài 10000 ký tự")
    expect(error.get_by_role("alert")).to_be_visible()
    expect(page.get_by_role("button", name="Thử lại")).to_have_count(0)


def test_an_error_is_shown_verbatim_and_can_be_retried(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    chat.fault("ask")
    ask(page, "Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?")
    expect(page.locator(".st-key-exchange-0-note")).to_have_text("/thư viện/**x**: không mở được thư viện ($5 đến $6).")
    page.get_by_role("button", name="Thử lại").click()
    expect(page.locator(".hh-exchange .hh-card").first).to_be_visible()
    expect(page.locator(".st-key-exchange-0-note")).to_have_count(0)


def test_switching_the_language_keeps_the_conversation_and_outlives_a_reload(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    exchange = ask(page, "Ai chủ trì hội nghị lần thứ 22 của Tỉnh ủy?")
    quoted = verbatim(exchange.locator("blockquote").first)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_text("Add documents")).to_be_visible()
    expect(exchange.locator(".hh-verdict")).to_contain_text("found")
    assert verbatim(exchange.locator("blockquote").first) == quoted
    assert exchange.locator("blockquote").first.get_attribute("lang") == "vi"
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(exchange.locator(".hh-verdict")).to_contain_text("found")
    expect(page.locator("html")).to_have_attribute("lang", "en")
