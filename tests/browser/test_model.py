"""The library's way to another model: from its page, behind questions and reloads, and where it can't be opened."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from index import Library, model_in, reembed
from tests.browser.actions import PHONE, Watched, answered, ask, sideways, to_chat, to_library, upload
from tests.browser.embedder import CalibratedStub
from tests.browser.serving import Chat, served

TEXT = """Họp tổ 6 ngày 12/3/2024

Bà Tạ Thị Ngân thu tiền đèn đường của tổ dân phố số 6.

Ông Đỗ Văn Kỳ quét sơn lại nhà văn hoá trước ngày 30/4.

Cuộc họp lần sau vào tối thứ Ba.
"""
FEES, PAINT = "Ai thu tiền đèn đường của tổ dân phố số 6?", "Ai quét sơn lại nhà văn hoá?"
FEES_ANSWER, PAINT_ANSWER = TEXT.split("\n\n")[1:3]
NEW = "Chị Lò Thị Mai giữ chìa khoá kho lúa."


def filled(folder: Path, embedder: CalibratedStub) -> None:
    """Makes a library of one document of three paragraphs."""
    with Library.open(folder / "library", embedder) as library:
        library.add_bytes("tổ-6.txt", TEXT.encode())
        assert len(library.paragraphs("tổ-6.txt")) == 3


@pytest.fixture(scope="module")
def served_chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chat]:
    folder = tmp_path_factory.mktemp("chat")
    filled(folder, CalibratedStub())
    with served(folder) as chat:
        yield chat


@pytest.fixture
def chat(served_chat: Chat) -> Chat:
    """The chat of this file, its library of one document and the model "stub"."""
    held = CalibratedStub("second", 192) if model_in(served_chat.folder) == "second" else CalibratedStub()
    with served_chat.library(held) as library:
        for summary in library.documents():
            if summary.document != "tổ-6.txt":
                library.remove(summary.document)
    reembed(served_chat.folder, CalibratedStub())
    return served_chat


def opened(page: Page) -> Page:
    """The page once its library is open, which may take its time."""
    expect(page.get_by_test_id("stFileUploader")).to_be_visible(timeout=60_000)
    return page


def section(page: Page) -> Locator:
    """The section of the library's page, which is opened."""
    to_library(page)
    details = page.locator("details", has_text="Mô hình tìm kiếm")
    expect(details).to_be_visible()
    if details.get_attribute("open") is None:
        details.locator("summary").press("Enter")
    expect(details.locator(".st-key-model-current")).to_be_visible()
    return details


def in_use(page: Page, model: str) -> None:
    expect(section(page).locator(".st-key-model-current")).to_have_text(f"Thư viện đang dùng mô hình {model}.")


def choose(page: Page, model: str) -> None:
    field = section(page).get_by_label("Mô hình khác")
    button = page.get_by_role("button", name="Chuyển sang mô hình này")
    expect(button).to_be_enabled()  # a change that just ended is told before its form is free: Tab would pass it by
    field.fill(model)
    field.press("Tab")
    expect(button).to_be_focused()
    button.press("Enter")


def outcome(page: Page) -> Locator:
    return page.locator(".st-key-model-outcome")


def quotes(page: Page, question: str, answer: str) -> None:
    """Asks, and sees the paragraph first among what is quoted."""
    expect(ask(page, question).locator(".hh-card").first).to_contain_text(answer)


def leave(*pages: Page) -> None:
    """Before the server ends: a page that is left open would tell of the lost connection in its console."""
    for page in pages:
        page.goto("about:blank")


def test_questions_are_answered_while_the_library_goes_over_and_all_pages_have_the_new_model(
    chat: Chat, open_page: Watched
) -> None:
    page, other = opened(open_page(chat)), opened(open_page(chat))
    in_use(page, "stub")
    expect(section(page).locator(".st-key-model-what")).to_contain_text("toàn bộ 3 đoạn của thư viện")
    hold = chat.fault("hold")
    choose(page, "second")
    row = page.locator(".hh-file")
    expect(row).to_contain_text("second đã xử lý 1 trên 3 đoạn")
    expect(row.get_by_role("progressbar", name="second")).to_be_visible()
    expect(page.get_by_role("button", name="Chuyển sang mô hình này")).to_be_disabled()
    page.reload()
    expect(row).to_contain_text("second đã xử lý 1 trên 3 đoạn")
    quotes(other, FEES, FEES_ANSWER)
    to_library(other)
    expect(other.locator(".hh-file")).to_contain_text("second đã xử lý 1 trên 3 đoạn")
    assert model_in(chat.folder) == "stub"
    hold.unlink()
    for each in (page, other):
        expect(outcome(each)).to_have_text("Thư viện đã chuyển sang mô hình second. Số đoạn đã xử lý lại: 3.")
        in_use(each, "second")
    quotes(page, PAINT, PAINT_ANSWER)
    to_chat(other)
    expect(other.locator(".hh-words")).to_have_text([FEES])
    quotes(other, PAINT, PAINT_ANSWER)
    to_library(other)
    other.get_by_role("button", name="Ẩn thông báo").click()
    expect(outcome(other)).to_have_count(0)
    to_library(page)
    expect(outcome(page)).to_have_count(0)
    upload(page, ("kho.txt", NEW))
    page.get_by_role("button", name="Ẩn kết quả").click()
    with chat.library(CalibratedStub("second", 192)) as library:
        assert library.search("chìa khoá kho lúa")[0].paragraph.text == NEW


def test_a_document_that_comes_meanwhile_goes_over_too(chat: Chat, open_page: Watched) -> None:
    page = opened(open_page(chat))
    hold = chat.fault("hold")
    choose(page, "second")
    expect(page.locator(".hh-file")).to_contain_text("second đã xử lý 1 trên 3 đoạn")
    with chat.library() as library:
        library.add_bytes("kho.txt", NEW.encode())
    hold.unlink()
    expect(outcome(page)).to_have_text("Thư viện đã chuyển sang mô hình second. Số đoạn đã xử lý lại: 4.")
    quotes(page, "Ai giữ chìa khoá kho lúa?", NEW)


def test_a_search_that_is_under_way_ends_with_the_new_model(chat: Chat, open_page: Watched) -> None:
    page, other = opened(open_page(chat)), opened(open_page(chat))
    held = chat.fault("search")
    other.get_by_test_id("stChatInputTextArea").fill(FEES)
    other.get_by_test_id("stChatInputTextArea").press("Enter")
    expect(other.get_by_role("button", name="Dừng tìm")).to_be_visible()
    choose(page, "second")
    expect(outcome(page)).to_contain_text("Thư viện đã chuyển sang mô hình second.")
    held.unlink()
    expect(answered(other, 0).locator(".hh-card").first).to_contain_text(FEES_ANSWER)


def test_stopped_it_leaves_the_old_model_and_a_wrong_name_is_told(chat: Chat, open_page: Watched) -> None:
    page = opened(open_page(chat))
    hold = chat.fault("hold")
    choose(page, "second")
    expect(page.locator(".hh-file")).to_contain_text("second đã xử lý 1 trên 3 đoạn")
    page.get_by_role("button", name="Dừng chuyển mô hình").press("Enter")
    expect(outcome(page)).to_have_text("Đã dừng chuyển mô hình. Thư viện vẫn như cũ.")
    hold.unlink()
    in_use(page, "stub")
    assert model_in(chat.folder) == "stub"
    choose(page, "/không/có **đây**")
    expect(outcome(page)).to_have_text(
        "Không nạp được mô hình /không/có **đây**: trên máy không có thư mục này. Hãy kiểm tra đường dẫn, hoặc chọn mô "
        "hình khác. Thư viện vẫn như cũ."
    )
    choose(page, "stub")
    expect(page.locator(".st-key-model-refused")).to_have_text("Thư viện đang dùng chính mô hình này.")
    choose(page, " ")
    expect(page.locator(".st-key-model-refused")).to_have_text("Hãy ghi tên hoặc thư mục của mô hình.")
    to_chat(page)
    quotes(page, FEES, FEES_ANSWER)


def test_what_another_program_embedded_anew_is_used_from_the_next_click_on(chat: Chat, open_page: Watched) -> None:
    page = opened(open_page(chat))
    in_use(page, "stub")
    reembed(chat.folder, CalibratedStub("second", 192))
    quotes(page, FEES, FEES_ANSWER)
    in_use(page, "second")


def test_nothing_goes_sideways_on_a_phone(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    expect(page.locator(".st-key-hh-examples button").first).to_be_visible(timeout=60_000)
    page.goto(f"{chat.url}/?page=library")
    section(page)
    hold = chat.fault("hold")
    choose(page, "second")
    stop = page.get_by_role("button", name="Dừng chuyển mô hình")
    expect(stop).to_be_visible()
    assert sideways(page) == []
    stop.click()
    expect(outcome(page)).to_have_text("Đã dừng chuyển mô hình. Thư viện vẫn như cũ.")
    hold.unlink()
    assert sideways(page) == []


def test_a_library_whose_model_is_gone_is_opened_with_another_one_which_a_restart_keeps(
    tmp_path: Path, open_page: Watched
) -> None:
    filled(tmp_path, CalibratedStub("gone", 64))
    with served(tmp_path) as chat:
        page = open_page(chat)
        note = page.locator(".st-key-opening-note")
        expect(note).to_contain_text("Không nạp được mô hình gone: trên máy không có thư mục này.", timeout=60_000)
        page.get_by_label("Mô hình khác").fill("second")
        page.get_by_role("button", name="Chuyển sang mô hình này").click()
        opened(page)
        expect(note).to_have_count(0)
        quotes(page, FEES, FEES_ANSWER)
        leave(page)
    assert model_in(chat.folder) == "second"
    with served(tmp_path) as chat:
        page = opened(open_page(chat))
        quotes(page, FEES, FEES_ANSWER)
        in_use(page, "second")
        leave(page)


def test_a_model_that_is_set_is_offered_where_the_library_has_another_one(tmp_path: Path, open_page: Watched) -> None:
    filled(tmp_path, CalibratedStub())
    with served(tmp_path, model="second") as chat:
        page = open_page(chat)
        note = page.locator(".st-key-opening-note")
        expect(note).to_contain_text("thư viện được tạo với mô hình stub, còn cài đặt ghi second", timeout=60_000)
        expect(page.get_by_label("Mô hình khác")).to_have_count(0)
        page.get_by_role("button", name="Chuyển thư viện sang mô hình trong cài đặt").click()
        opened(page)
        in_use(page, "second")
        expect(section(page)).to_contain_text("Mô hình được ấn định bằng biến HOIHOP_MODEL")
        expect(page.get_by_label("Mô hình khác")).to_have_count(0)
        leave(page)
    assert model_in(chat.folder) == "second"
