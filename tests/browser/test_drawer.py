"""The source drawer: reading on, the quoted passages, finding, page pictures and speakers."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import PHONE, Watched, ask, document, ready, sideways, until, verbatim
from tests.browser.serving import Chat

FIXTURES = Path(__file__).parent.parent / "fixtures"
TOTAL = 5_000
PUMP = "Phiên họp dài giao bà Tô Diệp Minh mua máy phát điện dự phòng trước mùa mưa."
LONG = [f"Mục số {number}: nội dung thường lệ của phiên họp dài. " * (1 + number % 7) for number in range(TOTAL)]
LONG = [paragraph.strip() for paragraph in LONG]
LONG[2_500] = PUMP
DEADLINES = [
    *(f"Điểm {number}: tổ dệt xã Bản Lác bàn việc thường ngày, không có gì mới." for number in range(60)),
    "Tổ dệt Bản Lác giao chị Hà Thị Nhung nộp mẫu thổ cẩm, hạn chót ngày 12/5/2024.",
    *(f"Điểm {number}: tổ dệt xã Bản Lác lại bàn việc thường ngày, không có gì mới." for number in range(60, 120)),
    unicodedata.normalize("NFD", "Chị Hà Thị Nhung xin lùi việc nộp mẫu thổ cẩm Bản Lác, HẠN CHÓT mới 20/5/2024."),
    *(f"Điểm {number}: tổ dệt xã Bản Lác vẫn bàn việc thường ngày, hàn chọt lại." for number in range(120, 180)),
]
TALK = """WEBVTT

00:00:05.000 --> 00:00:09.000
<v Mạc Thu Hà>Máy bơm trạm Suối Kiết hỏng từ hôm qua, ai đi xem?

00:01:02.000 --> 00:01:08.000
<v Kiều Duy>Tôi đi xem máy bơm trạm Suối Kiết chiều nay.

00:01:10.000 --> 00:01:15.000
<v Mạc Thu Hà>Vậy anh Duy sửa xong máy bơm trước thứ Sáu.
"""


@pytest.fixture(scope="module", autouse=True)
def documents(chat: Chat) -> None:
    with chat.library() as library:
        library.add_bytes("phiên-dài.txt", "\n\n".join(LONG).encode())
        library.add_bytes("tổ-dệt.txt", "\n\n".join(DEADLINES).encode())
        library.add_bytes("trạm-bơm.vtt", TALK.encode())
        library.add(FIXTURES / "council-gaps.pdf", document="lũng-sen.pdf")


def open_drawer(page: Page, question: str, number: int = 0) -> Locator:
    """Asks and opens the source of a quote, once its paragraph has the focus."""
    ready(page)
    ask(page, question).locator(".hh-cite").nth(number).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-target")).to_be_focused()
    return dialog


def text_of(dialog: Locator) -> Locator:
    return dialog.get_by_role("region", name="Văn bản của tài liệu")


def reading(page: Page) -> Locator:
    """The long document's text, at a quote; whoever reads moves it themselves from here on."""
    view = text_of(open_drawer(page, "Ai mua máy phát điện dự phòng trước mùa mưa?"))
    page.keyboard.press("Shift")
    return view


def scroll_to(view: Locator, share: float) -> None:
    view.evaluate("(view, share) => { view.scrollTop = (view.scrollHeight - view.clientHeight) * share; }", share)


def in_view(page: Page, view: Locator) -> bool:
    """Whether nothing that is absent is in sight or near it."""
    return bool(
        view.evaluate(
            """(view) => ![...view.querySelectorAll(".hh-absent")].some((run) => {
                const box = run.getBoundingClientRect(), frame = view.getBoundingClientRect();
                return box.bottom > frame.top - frame.height && box.top < frame.bottom + frame.height;
            })"""
        )
    )


def test_a_document_of_any_length_is_read_from_first_to_last_by_scrolling(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    dialog = open_drawer(page, "Ai mua máy phát điện dự phòng trước mùa mưa?")
    target = dialog.locator(".hh-target")
    assert verbatim(target) == PUMP
    expect(target).to_be_in_viewport(ratio=1)
    view = text_of(dialog)

    def off_middle() -> float:
        frame, box = view.bounding_box(), target.bounding_box()
        assert frame is not None and box is not None
        return abs(box["y"] + box["height"] / 2 - frame["y"] - frame["height"] / 2)

    until(page, lambda: off_middle() < 20)
    assert dialog.locator(".hh-block").count() < 400
    # As a reader does who takes over; for half a second the drawer else brings the passage back into the middle.
    page.keyboard.press("Shift")
    scroll_to(view, 1)
    expect(view.get_by_text(LONG[-1], exact=True)).to_be_in_viewport()
    scroll_to(view, 0)
    expect(view.get_by_text(LONG[0], exact=True)).to_be_in_viewport()
    scroll_to(view, 0.31)
    until(page, lambda: in_view(page, view))
    assert dialog.locator(".hh-block").count() < 600
    shown = [verbatim(block) for block in dialog.locator(".hh-block").all()]
    places = [LONG.index(text) for text in shown]
    assert places == sorted(places) and len(set(places)) == len(places)


def test_what_is_in_view_stays_where_it_is_while_more_comes(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    view = reading(page)
    for step in (-1_500, -1_500, 900, -3_000, -1_500):
        until(page, lambda: in_view(page, view))
        moved = view.evaluate(
            """async (view, step) => {
                const frame = view.getBoundingClientRect();
                const block = [...view.querySelectorAll(".hh-block")]
                    .find((each) => each.getBoundingClientRect().bottom > frame.top + (step < 0 ? 0 : step));
                const before = block.getBoundingClientRect().top;
                view.scrollTop += step;
                for (let frames = 0; frames < 30; frames += 1) await new Promise(requestAnimationFrame);
                return block.isConnected ? block.getBoundingClientRect().top - before + step : null;
            }""",
            step,
        )
        assert moved is not None and abs(moved) <= 2


def test_the_keyboard_reads_on(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    view = reading(page)
    view.focus()
    page.keyboard.press("End")
    expect(view.get_by_text(LONG[-1], exact=True)).to_be_in_viewport()
    page.keyboard.press("Home")
    expect(view.get_by_text(LONG[0], exact=True)).to_be_in_viewport()
    expect(view).to_be_focused()
    absent = view.locator(".hh-absent:not([inert]) button")
    expect(absent).to_have_count(1)
    label = verbatim(absent)
    number = int(label.removeprefix("Đoạn ").partition("–")[0].replace(".", "")) - 1
    absent.focus()
    page.keyboard.press("Enter")
    expect(view.locator(".hh-block:focus")).to_have_text(LONG[number])


def test_what_the_keyboard_comes_to_is_read_on_from_when_it_is_there(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    view = reading(page)
    view.focus()
    page.keyboard.press("Home")
    expect(view.get_by_text(LONG[0], exact=True)).to_be_in_viewport()
    absent = view.locator(".hh-absent:not([inert]) button").first
    number = int(verbatim(absent).removeprefix("Đoạn ").partition("–")[0].replace(".", "")) - 1
    # Being focused brings it into view, and so what it stands for takes its place.
    absent.focus()
    expect(view.locator(".hh-block:focus")).to_have_text(LONG[number])


def test_all_passages_are_marked_and_gone_through(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    exchange = ask(page, "Chị Hà Thị Nhung nộp mẫu thổ cẩm Bản Lác hạn chót ngày nào?")
    quoted = [verbatim(quote) for quote in exchange.locator(".hh-card blockquote").all()]
    assert {DEADLINES[60], DEADLINES[121]} <= set(quoted)
    exchange.locator(".hh-cite").nth(quoted.index(DEADLINES[121])).click()
    dialog = page.get_by_role("dialog")
    target = dialog.locator(".hh-target")
    expect(target).to_be_focused()
    assert verbatim(target) == DEADLINES[121]
    places = sorted(DEADLINES.index(text) for text in quoted if text in DEADLINES)
    count = dialog.locator(".hh-passages .hh-count")
    position = places.index(121)
    expect(count).to_have_text(f"{position + 1} / {len(places)}")
    page.keyboard.press("Alt+ArrowUp")
    expect(count).to_have_text(f"{position} / {len(places)}")
    expect(target).to_be_focused()
    expect(target).to_be_in_viewport(ratio=1)
    assert verbatim(target) == DEADLINES[places[position - 1]]
    expect(dialog.get_by_role("status")).to_have_text(f"Đoạn được trích {position} trên {len(places)}")
    following = dialog.get_by_role("button", name="Đoạn trích sau (Alt+↓)")
    for step in range(len(places)):
        following.click()
        place = (position + step) % len(places)
        expect(count).to_have_text(f"{place + 1} / {len(places)}")
        expect(target).to_have_text(DEADLINES[places[place]])
        expect(target).to_be_in_viewport(ratio=1)
        expect(target.locator("mark").first).to_be_visible()
    expect(following).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(exchange.locator(".hh-cite").nth(quoted.index(DEADLINES[121]))).to_be_focused()


def test_words_are_found_as_they_are_typed(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    document(page, "tổ-dệt.txt").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-block").first).to_be_visible()
    expect(dialog.locator(".hh-passages")).to_have_count(0)
    page.keyboard.press("Control+f")
    field = dialog.get_by_role("searchbox", name="Tìm trong tài liệu")
    expect(field).to_be_focused()
    page.keyboard.type("han chot")
    count, current = dialog.locator(".hh-matches .hh-count"), dialog.locator(".hh-current")
    expect(count).to_have_text("1 / 62")
    expect(current).to_have_text("hạn chót")
    expect(current).to_be_in_viewport()
    expect(dialog.get_by_role("status")).to_have_text("Kết quả 1 trên 62")
    page.keyboard.press("Enter")
    expect(count).to_have_text("2 / 62")
    expect(current).to_have_text(unicodedata.normalize("NFD", "HẠN CHÓT"))
    page.keyboard.press("Enter")
    expect(current).to_have_text("hàn chọt")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(count).to_have_text("62 / 62")
    expect(current).to_be_in_viewport()
    expect(field).to_be_focused()
    field.fill("hạn chót")
    expect(count).to_have_text("1 / 2")
    dialog.get_by_role("button", name="Kết quả sau (Enter)").click()
    expect(count).to_have_text("2 / 2")
    expect(current).to_be_in_viewport()
    block = dialog.locator(".hh-block:has(.hh-current)")
    assert verbatim(block) == DEADLINES[121]
    field.fill("không hề có")
    expect(count).to_have_text("Không thấy")
    expect(dialog.get_by_role("button", name="Kết quả sau (Enter)")).to_be_disabled()
    field.fill("")
    expect(count).to_be_hidden()
    expect(dialog.locator(".hh-found")).to_have_count(0)


def test_what_is_found_is_marked_apart_from_what_is_quoted(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    dialog = open_drawer(page, "Ai mua máy phát điện dự phòng trước mùa mưa?")
    dialog.get_by_role("searchbox").fill("máy phát điện")
    expect(dialog.locator(".hh-matches .hh-count")).to_have_text("1 / 1")
    expect(dialog.locator(".hh-target .hh-found.hh-mark.hh-current")).to_have_text("máy phát điện")
    assert verbatim(dialog.locator(".hh-target")) == PUMP
    assert len(dialog.locator(".hh-target .hh-mark").all()) > 1


def test_a_page_is_drawn_with_the_passage_boxed(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    dialog = open_drawer(page, "Ai điều hành cuộc họp của hội đồng tại nhà văn hóa xã lúc 8 giờ sáng?")
    expect(dialog.locator(".hh-place")).to_have_text("trang 1")
    text = verbatim(dialog.locator(".hh-target"))
    picture, words = dialog.get_by_role("button", name="Hình trang"), dialog.get_by_role("button", name="Văn bản")
    expect(words).to_have_attribute("aria-pressed", "true")
    picture.click()
    image = dialog.get_by_role("img", name="Hình trang 1 của Họp Hội đồng xã Lũng Sen.")
    expect(image).to_be_visible()
    expect(picture).to_have_attribute("aria-pressed", "true")
    boxes = dialog.locator(".hh-box-passage.hh-active")
    expect(boxes).to_have_count(text.count("\n") + 1)
    expect(boxes.first).to_be_in_viewport()
    frame, box = image.bounding_box(), boxes.first.bounding_box()
    assert frame is not None and box is not None
    # As Poppler sees the paragraph's first line, in points of a page of 420 to 594.96.
    assert (box["x"] - frame["x"]) / frame["width"] * 420 == pytest.approx(51, abs=1)
    assert (box["y"] - frame["y"]) / frame["height"] * 594.96 == pytest.approx(199, abs=1)
    dialog.get_by_role("button", name="Trang sau").click()
    expect(dialog.locator(".hh-picture-head .hh-count")).to_have_text("trang 2 / 3")
    expect(dialog.get_by_role("img", name="Hình trang 2 của")).to_be_visible()
    dialog.get_by_role("button", name="Trang sau").click()
    expect(dialog.get_by_role("button", name="Trang sau")).to_be_disabled()
    words.click()
    expect(dialog.locator(".hh-place")).to_have_text("trang 3")
    page.keyboard.press("Alt+ArrowDown")
    expect(dialog.locator(".hh-target")).to_be_in_viewport(ratio=1)
    expect(dialog.locator(".hh-place")).to_have_text("trang 1")


def test_a_passage_leads_from_another_page_back_to_its_own(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    dialog = open_drawer(page, "Ai điều hành cuộc họp của hội đồng tại nhà văn hóa xã lúc 8 giờ sáng?")
    dialog.get_by_role("button", name="Hình trang").click()
    expect(dialog.locator(".hh-box.hh-active").first).to_be_visible()
    dialog.get_by_role("button", name="Trang sau").click()
    expect(dialog.locator(".hh-picture-head .hh-count")).to_have_text("trang 2 / 3")
    for _ in range(5):
        dialog.get_by_role("button", name="Đoạn trích sau (Alt+↓)").click()
        expect(dialog.locator(".hh-box.hh-active").first).to_be_in_viewport()
    dialog.get_by_role("searchbox").fill("chợ phiên")
    expect(dialog.locator(".hh-current").first).to_be_in_viewport()
    expect(dialog.locator(".hh-picture")).to_be_hidden()


def test_a_page_that_cannot_be_drawn_says_so_and_leaves_the_text(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    with chat.library() as library:
        library.add(FIXTURES / "turned.pdf", document="nậm-rốm.pdf")
    dialog = open_drawer(page, "Ai nhận nạo vét đoạn mương đầu bản Nậm Rốm?")
    with chat.library() as library:
        library.remove("nậm-rốm.pdf")
    dialog.get_by_role("button", name="Hình trang").click()
    expect(dialog.locator(".hh-picture .hh-notice")).to_contain_text("không vẽ được hình trang")
    dialog.get_by_role("button", name="Văn bản").click()
    expect(dialog.locator(".hh-target")).to_be_in_viewport(ratio=1)


def test_speakers_have_colours_of_their_own_and_times(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    dialog = open_drawer(page, "Ai đi xem máy bơm trạm Suối Kiết chiều nay?")
    turns = dialog.locator(".hh-turn")
    expect(turns).to_have_count(3)

    def drawn(number: int) -> tuple[str, str]:
        colour, name = turns.nth(number).evaluate(
            """(turn) => {
                const name = turn.querySelector(".hh-speaker");
                return [getComputedStyle(name).color, name.textContent];
            }"""
        )
        return colour, name

    assert [drawn(number)[1] for number in range(3)] == ["Mạc Thu Hà:", "Kiều Duy:", "Mạc Thu Hà:"]
    assert drawn(0)[0] == drawn(2)[0] != drawn(1)[0]
    assert [turns.nth(number).get_attribute("data-time") for number in range(3)] == ["00:05", "01:02", "01:10"]
    expect(dialog.locator(".hh-place")).to_have_text("01:10")
    expect(dialog.get_by_role("button", name="Hình trang")).to_have_count(0)


def test_a_text_file_has_neither_page_nor_time(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    dialog = open_drawer(page, "Ai mua máy phát điện dự phòng trước mùa mưa?")
    expect(dialog.locator(".hh-place")).to_be_hidden()
    expect(dialog.get_by_role("button", name="Hình trang")).to_have_count(0)


def test_a_passage_that_a_new_version_still_holds_is_shown_there(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    text = "Hội đua thuyền Vĩnh Tuy chọn bến Gành Hào làm nơi xuất phát."
    with chat.library() as library:
        library.add_bytes("đua-thuyền.txt", text.encode())
        exchange = ask(page, "Hội đua thuyền Vĩnh Tuy xuất phát ở bến nào?")
        library.add_bytes("đua-thuyền.txt", f"Thêm một đoạn mới.\n\n{text}".encode())
    exchange.locator(".hh-cite").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Đoạn được trích vẫn còn nguyên văn trong bản mới.")
    expect(dialog.locator(".hh-target")).to_be_focused()
    assert verbatim(dialog.locator(".hh-target")) == text


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_on_a_phone_nothing_goes_sideways_and_the_text_has_room(chat: Chat, open_page: Watched, theme: str) -> None:
    page = open_page(chat, viewport=PHONE)
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    expect(page.locator(".st-key-hh-examples button").first).to_be_visible()
    ask(page, "Ai điều hành cuộc họp của hội đồng tại nhà văn hóa xã lúc 8 giờ sáng?").locator(".hh-cite").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-target")).to_be_focused()
    assert sideways(page) == []
    until(page, lambda: text_of(dialog).evaluate("(text) => text.getBoundingClientRect().bottom") <= 720)
    assert text_of(dialog).evaluate("(text) => text.getBoundingClientRect().height") > 300
    dialog.get_by_role("button", name="Hình trang").click()
    expect(dialog.locator(".hh-box.hh-active").first).to_be_in_viewport()
    assert sideways(page) == []
    dialog.get_by_role("button", name="Phóng to").click()
    expect(dialog.get_by_role("button", name="Phóng to")).to_have_attribute("aria-pressed", "true")
    expect(dialog.locator(".hh-box.hh-active").first).to_be_in_viewport()


def test_the_text_ends_in_sight_also_when_what_stands_above_grows_late(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    ask(page, "Ai điều hành cuộc họp của hội đồng tại nhà văn hóa xã lúc 8 giờ sáng?").locator(".hh-cite").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-target")).to_be_focused()
    page.wait_for_timeout(700)  # Later than what is placed while the drawer opens.
    top = page.locator(".st-key-hh-source-top")
    text = text_of(dialog)
    before = text.evaluate("(text) => text.getBoundingClientRect().top")
    top.evaluate("(top) => { top.style.paddingBottom = '90px'; }")
    until(page, lambda: text.evaluate("(text) => text.getBoundingClientRect().top") > before + 20)
    until(page, lambda: text.evaluate("(text) => text.getBoundingClientRect().bottom") <= 720)


def test_every_tool_has_a_name_and_is_large_enough(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    page.goto(chat.url)
    expect(page.locator(".st-key-hh-examples button").first).to_be_visible()
    ask(page, "Ai điều hành cuộc họp của hội đồng tại nhà văn hóa xã lúc 8 giờ sáng?").locator(".hh-cite").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-target")).to_be_focused()
    tools = dialog.locator(".hh-bar button:visible, .hh-bar input:visible")
    for tool in tools.all():
        box = tool.bounding_box()
        assert box is not None and box["width"] >= 24 and box["height"] >= 24
        assert tool.get_attribute("aria-label") or verbatim(tool)
