"""The documents beside the chat: adding, replacing, keeping both, removing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.actions import (
    PHONE,
    Watched,
    ask,
    document,
    file,
    ready,
    sideways,
    to_library,
    until,
    upload,
    verbatim,
)
from tests.browser.serving import Chat

FIRST = "Họp thôn Đông\n\nThôn Đông chọn ngày 10/4/2024 để nạo vét kênh mương nội đồng.\n"
SECOND = "Họp thôn Đông\n\nThôn Đông chọn ngày 15/4/2024 để nạo vét kênh mương nội đồng.\n"


def test_files_are_added_and_those_that_cannot_be_are_named_with_the_reason(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(
        page,
        ("tốt.txt", FIRST),
        ("latin.txt", b"H\xf4m nay h\xe4p"),
        ("trống.txt", " \n"),
        ("ảnh.gif", b"GIF89a\x00\x01"),
    )
    notes = page.locator(".st-key-upload-report li")
    expect(notes).to_have_count(4)
    expect(notes.nth(0)).to_have_text("tốt.txt đã thêm TXT1 đoạntiếng Việt")
    expect(notes.nth(1)).to_contain_text("latin.txt: không phải văn bản UTF-8 (byte 1)")
    expect(notes.nth(2)).to_contain_text("trống.txt: tệp không có chữ nào")
    expect(notes.nth(3)).to_contain_text("ảnh.gif: chưa hỗ trợ loại tệp này")
    expect(document(page, "tốt.txt")).to_be_visible()
    upload(page, ("tốt.txt", FIRST))
    expect(notes).to_have_count(5)
    expect(notes.nth(4)).to_contain_text("tốt.txt đã có sẵn, không thay đổi")
    page.get_by_role("button", name="Ẩn kết quả").click()
    expect(notes).to_have_count(0)


def test_a_taken_name_asks_and_keeping_both_gives_a_second_document(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("thôn.txt", FIRST))
    upload(page, ("thôn.txt", SECOND))
    expect(page.locator(".st-key-conflict-0")).to_have_text("thôn.txt đã có trong thư viện với nội dung khác.")
    page.get_by_role("button", name="Giữ cả hai").click()
    expect(page.locator(".st-key-upload-report")).to_contain_text("thôn (2).txt đã thêm")
    expect(page.locator(".st-key-conflict-0")).to_have_count(0)
    with chat.library() as library:
        assert library.original("thôn.txt").decode() == FIRST
        assert library.original("thôn (2).txt").decode() == SECOND


def test_a_taken_name_asks_and_replacing_gives_the_new_text(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("xóm.txt", FIRST.replace("Đông", "Đoài")))
    upload(
        page,
        ("xóm.txt", SECOND.replace("Đông", "Đoài")),
        ("khác.txt", "Một văn bản khác, không trùng tên với tệp nào."),
    )
    expect(page.locator(".st-key-upload-report")).to_contain_text("khác.txt đã thêm")
    page.get_by_role("button", name="Thay thế").click()
    expect(page.locator(".st-key-upload-report")).to_contain_text("xóm.txt đã thay bằng bản mới")
    card = ask(page, "Thôn Đoài chọn ngày nào để nạo vét kênh mương nội đồng?").locator(".hh-card").first
    assert verbatim(card.locator("blockquote")) == SECOND.split("\n\n")[1].strip().replace("Đông", "Đoài")


def test_a_taken_name_can_be_left_alone(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("làng.txt", FIRST))
    upload(page, ("làng.txt", SECOND))
    page.get_by_role("button", name="Bỏ qua tệp này").click()
    expect(page.locator(".st-key-conflict-0")).to_have_count(0)
    with chat.library() as library:
        assert library.original("làng.txt").decode() == FIRST


def test_a_source_can_be_read_and_a_question_asked_while_a_file_is_added(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    exchange = ask(page, "Ai chủ trì hội nghị lần thứ 15 của Tỉnh ủy Sơn Giang?")
    hold = chat.fault("hold")
    page.locator("input[type=file]").set_input_files([file("chậm.txt", "Tổ kiểm ngư tuần tra ban đêm trên đầm.")])
    expect(page.locator(".st-key-upload-report")).to_contain_text("chậm.txt 1 trên 2 đoạn")
    exchange.locator(".hh-cite").first.click()
    target = page.get_by_role("dialog").locator(".hh-target")
    expect(target).to_be_focused()
    hold.unlink()
    with chat.library() as library:
        until(page, lambda: "chậm.txt" in {summary.document for summary in library.documents()})
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".st-key-upload-report")).to_contain_text("chậm.txt đã thêm")
    expect(exchange.locator(".hh-cite").first).to_be_focused()
    chat.fault("hold")
    page.locator("input[type=file]").set_input_files([file("lâu.txt", "Tổ kiểm ngư nghỉ phép cuối tuần.")])
    expect(page.locator(".st-key-upload-report")).to_contain_text("lâu.txt 1 trên")
    expect(ask(page, "Ai tuần tra ban đêm trên đầm?").locator(".hh-card blockquote").first).to_contain_text("kiểm ngư")
    hold.unlink()
    expect(page.locator(".st-key-upload-report")).to_contain_text("lâu.txt đã thêm")


def test_a_document_added_elsewhere_is_in_the_next_answer_and_the_list(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    text = "Câu lạc bộ cờ tướng phường Hoa Ban bầu ông Nghiêm Xuân Phả làm chủ nhiệm."
    with chat.library() as library:
        library.add_bytes("cờ-tướng.txt", text.encode())
    card = ask(page, "Ai làm chủ nhiệm câu lạc bộ cờ tướng phường Hoa Ban?").locator(".hh-card").first
    assert verbatim(card.locator("blockquote")) == text
    expect(document(page, "cờ-tướng.txt")).to_be_visible()


def test_a_new_version_and_a_removed_document_are_told_in_the_drawer(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    with chat.library() as library:
        library.add_bytes("hội-chợ.txt", "Hội chợ Tết bày ở sân vận động Lam Kiều từ ngày 20 tháng Chạp.".encode())
        cite = ask(page, "Hội chợ Tết bày ở sân vận động nào?").locator(".hh-cite").first
        library.add_bytes("hội-chợ.txt", "Hội chợ Tết dời sang nhà thi đấu Lam Kiều.".encode())
        cite.click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("Tài liệu này đã có bản mới sau câu trả lời.")
        expect(dialog).to_contain_text("Hội chợ Tết dời sang nhà thi đấu Lam Kiều.")
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        library.remove("hội-chợ.txt")
    cite.click()
    expect(page.get_by_role("dialog")).to_contain_text("hội-chợ.txt: thư viện không có tài liệu tên này.")


def test_the_original_is_downloaded_unchanged(chat: Chat, open_page: Watched, tmp_path: Path) -> None:
    page = open_page(chat)
    ready(page)
    data = "\ufeffTổ điện nước\r\n\r\nThay công tơ ở nhà văn hóa trước rằm.\r\n".encode()
    upload(page, ("điện nước.txt", data))
    document(page, "điện nước.txt").click()
    with page.expect_download() as download:
        page.get_by_role("dialog").get_by_role("button", name="Tải tệp gốc").click()
    assert download.value.suggested_filename == "điện nước.txt"
    download.value.save_as(tmp_path / "original")
    assert (tmp_path / "original").read_bytes() == data


def test_a_removed_document_comes_back_with_a_click(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("bỏ đi.txt", "Ghi chép tạm của buổi họp, sẽ bỏ đi sau."))
    expect(document(page, "bỏ đi.txt")).to_be_visible()
    remove = page.get_by_role("button", name="Xoá bỏ đi.txt")
    remove.click()
    note = page.locator(".st-key-removed-note")
    expect(note).to_have_text("Đã xoá bỏ đi.txt. Có thể hoàn tác trong 30 phút.")
    expect(document(page, "bỏ đi.txt")).to_have_count(0)
    with chat.library() as library:
        assert "bỏ đi.txt" not in {summary.document for summary in library.documents()}
    page.reload()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(note).to_have_count(0)
    expect(document(page, "bỏ đi.txt")).to_be_visible()
    remove.click()
    page.get_by_role("button", name="Xoá hẳn ngay").click()
    expect(note).to_have_count(0)
    expect(document(page, "bỏ đi.txt")).to_have_count(0)


def test_nothing_goes_sideways_on_a_phone(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat, viewport=PHONE)
    expect(page.locator(".st-key-hh-examples button").first).to_be_visible()
    assert sideways(page) == []
    with chat.library() as library:
        library.add_bytes(
            f"{'rất-dài-' * 12}.txt", f"{'x' * 300}\n\nĐường dẫn {'y' * 300} của tổ vệ sinh phường.".encode()
        )
    exchange = ask(page, "Đường dẫn của tổ vệ sinh phường?")
    assert sideways(page) == []
    exchange.locator("details summary, .hh-cite").first.click()
    if exchange.locator("details").count():
        exchange.locator(".hh-cite").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog.locator(".hh-source")).to_be_visible()
    assert sideways(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.goto(f"{chat.url}/?page=library")
    page.locator(".hh-shelf").scroll_into_view_if_needed()
    expect(page.locator(".hh-shelf")).to_be_in_viewport()
    assert sideways(page) == []


def test_all_samples_leave_with_one_click_and_do_not_come_back(chat: Chat, open_page: Watched) -> None:
    """The last of this file: the others ask about the samples."""
    page = open_page(chat)
    ready(page)
    with chat.library() as library:
        own = [summary.document for summary in library.documents() if not summary.sample]
    to_library(page)
    page.get_by_role("button", name="Bỏ tất cả tài liệu mẫu").click()
    for _ in range(2):
        expect(page.locator(".hh-document-open")).to_have_count(len(own))
        expect(page.locator(".hh-badge")).to_have_count(0)
        for name in own:
            expect(document(page, name)).to_have_count(1)
        expect(page.get_by_role("button", name="Bỏ tất cả tài liệu mẫu")).to_have_count(0)
        page.reload()
