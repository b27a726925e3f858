"""Questions about tasks in the chat: each task a card, opened in its place, kept, and searched for instead."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.actions import Watched, answered, ask, ready, settled, upload
from tests.browser.serving import Chat

# In a year of which no sample speaks, and that isn't over for a while.
MINUTES = """Biên bản họp xã Tân Lập ngày 12/3/2091

Giao Sở Tài chính trình dự toán trước ngày 15/3/2091. Sở Y tế rà soát thuốc trong tháng 4/2091.

Văn phòng gửi thông báo chậm nhất ngày 25/3/2091.
"""
LINES = ["Giao Sở Tài chính trình dự toán trước ngày 15/3/2091", "Văn phòng gửi thông báo chậm nhất ngày 25/3/2091"]


def test_tasks_are_listed_opened_kept_and_searched_instead(chat: Chat, open_page: Watched) -> None:
    page = open_page(chat)
    ready(page)
    upload(page, ("tan-lap.txt", MINUTES))
    exchange = ask(page, "viec nao phai xong trong thang 3/2091")
    expect(exchange.locator(".hh-verdict")).to_have_text("2 việc, xếp theo ngày; việc không nêu ngày ở cuối.")
    expect(exchange.locator(".hh-understood q")).to_have_text("các việc · hạn từ 01/03/2091 đến 31/03/2091")
    expect(exchange.locator("mark")).to_have_text(LINES)
    expect(exchange.locator(".hh-facts").first).to_contain_text("hạn 15/03/2091")
    expect(exchange.locator(".hh-facts").first).to_contain_text("người làm: Sở Tài chính")

    page.reload()
    again = answered(page, 0)
    expect(again.locator("mark")).to_have_text(LINES)
    again.locator(".hh-cite").nth(1).click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("mark").filter(has_text=LINES[1])).to_be_visible()
    page.keyboard.press("Escape")

    again.get_by_role("button", name="Tìm trong các tài liệu").click()
    searched = answered(page, 1)
    expect(searched.locator(".hh-words")).to_have_text("viec nao phai xong trong thang 3/2091")
    expect(searched).to_contain_text("Đã tìm đúng như đã gõ")


def test_a_click_right_after_a_reload_is_kept(chat: Chat, open_page: Watched) -> None:
    """It reaches the server together with the browser's id, which the page tells as soon as it is there."""
    page = open_page(chat)
    ready(page)
    exchange = ask(page, "Hội nghị lần thứ 22 của Tỉnh ủy bàn những mục tiêu nào?")
    expect(exchange.locator(".hh-cite").first).to_be_visible()
    settled(page)
    page.add_init_script("""
        const watch = new MutationObserver(() => {
            const cite = document.querySelector(".hh-cite");
            if (cite) { watch.disconnect(); cite.click(); }
        });
        watch.observe(document, { childList: true, subtree: true });
    """)
    page.reload()
    expect(page.get_by_role("dialog").locator(".hh-target")).to_be_visible()
