"""Page numbers and running heads of PDFs, and paragraphs that go on over the end of a page."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from index.loaders import load
from index.loaders.pdf_furniture import Edges, edges, order, page_furniture
from index.loaders.pdf_layout import TextBlock
from index.paragraphs import split

FIXTURES = Path(__file__).parent / "fixtures"
HEAD = "Hợp tác xã Nà Lạn - Báo cáo quý I năm 2025"


def paragraphs(name: str) -> list[tuple[int | None, str]]:
    """The page and the words of each paragraph, without line breaks."""
    loaded = load(name, (FIXTURES / name).read_bytes())
    return [(each.page, " ".join(each.text.split())) for each in split(loaded, "s", name)]


def test_a_print_holds_the_same_paragraphs_as_the_document_it_was_made_of() -> None:
    printed = paragraphs("report-writer.pdf")
    assert [words for _, words in printed] == [words for _, words in paragraphs("report-writer.docx")]
    # The third begins on the first page and ends on the second, as the fifth on the second, wholly.
    assert [page for page, _ in printed] == [1, 1, 1, 2, 2, 3, 3]


def test_a_paragraph_over_the_end_of_a_page_is_a_range_of_the_text() -> None:
    loaded = load("report-writer.pdf", (FIXTURES / "report-writer.pdf").read_bytes())
    third = split(loaded, "s", "d")[2]
    assert third.text == loaded.text[third.start : third.end]
    first, second, _ = loaded.pages
    assert first.start <= third.start < first.end < second.start < third.end <= second.end
    assert loaded.text[first.end : second.start] == "\n"
    assert [(each.role, loaded.text[each.start : each.end]) for each in loaded.asides] == [
        ("page", text) for number in "123" for text in (HEAD, number)
    ]


def test_headers_of_word_are_left_out() -> None:
    loaded = load("report-writer.docx", (FIXTURES / "report-writer.docx").read_bytes())
    assert HEAD not in loaded.text
    assert loaded.text.startswith("Tổng kết quý I\n\nHợp tác xã Nà Lạn họp tổng kết")


def pages(*texts: str) -> list[list[TextBlock]]:
    """Pages of blocks parted by "/"; "#" begins one in larger type."""
    return [
        [TextBlock(block.removeprefix("#"), block.startswith("#")) for block in text.split("/") if block]
        for text in texts
    ]


def test_running_heads_stand_on_three_pages_at_least() -> None:
    assert page_furniture(pages("Báo cáo 1/a./b.", "Báo cáo 2/c./d.", "Báo cáo 3/e./f.")) == [{0}, {0}, {0}]
    assert page_furniture(pages("Báo cáo/a./b.", "Báo cáo/c./d.")) == [set(), set()]
    # Not what is alike in the middle of pages.
    middle = "1/2/3/Như trên./4/5/6"
    assert page_furniture(pages(*[middle.replace("1", each) for each in ("a", "b", "c")]))[0].isdisjoint({3})


def test_a_title_that_later_pages_repeat_stays() -> None:
    assert page_furniture(pages("#Báo cáo/a.", "Báo cáo/b.", "Báo cáo/c.")) == [set(), {0}, {0}]


def test_odd_and_even_pages_have_heads_of_their_own() -> None:
    made = pages("Xã/a.", "Huyện/b.", "Xã/c.", "Huyện/d.", "Xã/e.", "Huyện/f.")
    assert page_furniture(made) == [{0}] * 6


def joined(*texts: str) -> str:
    """What the pages come to: blocks in their order, "+" where one goes on."""
    made = pages(*texts)
    parts = []
    for page, edge in zip(made, edges(made, page_furniture(made)), strict=True):
        blocks = [page[position].text for position in order(len(page), edge)]
        parts.append(("+" if edge.begins_inside else "|") + "/".join(blocks))
    return "".join(parts)


def test_furniture_makes_room_for_a_paragraph_that_goes_on() -> None:
    assert joined("Họp/một câu/1", "Họp/đi tiếp./hai./2", "Họp/ba./3") == "|Họp/1/một câu+đi tiếp./Họp/hai./2|Họp/ba./3"


def test_what_ends_or_begins_is_not_joined() -> None:
    assert joined("một câu.", "đi tiếp.") == "|một câu.|đi tiếp."
    assert joined("một câu", "Đi tiếp.") == "|một câu|Đi tiếp."
    assert joined("một câu,", "Đi tiếp.") == "|một câu,+Đi tiếp."
    assert joined("một câu", "a) đi tiếp.") == "|một câu|a) đi tiếp."
    assert joined("#Tên bài", "đi tiếp.") == "|Tên bài|đi tiếp."
    assert joined("một câu", "", "đi tiếp.") == "|một câu||đi tiếp."


def test_a_page_of_one_paragraph_alone_between_its_edges_ends_there() -> None:
    assert joined("Họp/một", "Họp/hai", "Họp/ba.") == "|Họp/một+hai/Họp|Họp/ba."
    assert joined("một", "hai", "ba.") == "|một+hai+ba."


@given(st.integers(0, 6), st.integers(0, 2), st.integers(0, 2), st.booleans(), st.booleans())
def test_no_block_is_lost_or_doubled(blocks: int, top: int, bottom: int, begins: bool, ends: bool) -> None:
    if top + bottom <= blocks:
        assert sorted(order(blocks, Edges(top, bottom, begins, ends))) == list(range(blocks))
