"""A quote as a citation: rendered, every form of it shows the paragraph word for word and where it stands."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.answer import Quote
from assistant.citation import citation, source_line
from assistant.escaping import html_text, markdown, markdown_pieces, visible
from assistant.ui.lines import pieces
from assistant.ui.messages import Speech
from index import Paragraph, Span, Turn

VI, EN = Speech("vi"), Speech("en")
HOSTILE = [
    "Giá từ $5 đến $6",
    "2025. Năm sau",
    "1) một\n12) mười hai",
    "a -> b <- c --> d",
    "*x* **y** _z_ __w__ ***",
    "<b>đậm</b> <script>x</script>",
    "[a](b) ![c](http://example.com/d.png) [e]: f",
    "# x\n## y #",
    "- một\n* hai\n+ ba\n  - bốn",
    "`mã` ``` ~~~ ~~gạch~~",
    "    bốn dấu cách\n\tvà tab\n  cuối  \nhết ",
    "một\n---\nhai\n===\nba\n***",
    "&amp; &lt;b&gt; &#49;",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    ":smile: :material/x: 10:30:45",
    "> trích\n>> nữa",
    "một\\\nhai\\",
    "\n\nđầu và cuối\n\n",
    "một\n\n\nhai",
    "==x== ^2^ H~2~O {#id} @a",
    "một\u00a0hai\u2003ba\u2028bốn\u00a0",
    "cà phê Đắk Lắk e\u0301\u0323 🙂 \u202egnort\u202c",
    "[1]: /url 'x'\n[^1]: y",
    "\f\x0b\x1b \x00",
]
TEXTS = st.text(
    alphabet="aà1 \t\n.,-+*_#>`~[]()<>&;!\\|$=:{}^\"'“”đ\u0301\u00a0🙂\f\r", min_size=1, max_size=60
) | st.text(min_size=1, max_size=40)


def rendered(source: str) -> tuple[str, list[str]]:
    """The text of one paragraph of CommonMark as a program draws it, and the strong parts of it."""
    tokens = MarkdownIt("commonmark").parse(source)
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"], source
    text, strong, depth = "", list[str](), 0
    for token in tokens[1].children or []:
        assert token.type in ("text", "softbreak", "hardbreak", "strong_open", "strong_close", "text_special"), source
        words = "\n" if token.type.endswith("break") else token.content
        depth += token.nesting
        if token.type == "strong_open":
            strong.append("")
        text += words
        if depth:
            strong[-1] += words
    return text, strong


@pytest.mark.parametrize("flow", [False, True])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_renders_verbatim(text: str, flow: bool) -> None:
    assert rendered(markdown_pieces(pieces(text, ()), flow=flow)) == (visible(text), [])


@given(TEXTS, st.booleans(), st.data())
def test_any_text_renders_verbatim_with_its_highlight_strong(text: str, flow: bool, data: st.DataObject) -> None:
    start, end = sorted((data.draw(st.integers(0, len(text))), data.draw(st.integers(0, len(text)))))
    got, strong = rendered(markdown_pieces(pieces(text, [Span(start, end)]), flow=flow))
    assert got == visible(text)
    marked = visible(text[start:end]).strip()
    assert strong == ([marked] if marked else [])


@given(TEXTS)
def test_a_name_renders_on_one_line(text: str) -> None:
    words = " ".join(text.split())
    if words:
        assert rendered(markdown(text)) == (visible(words), [])
        heading = MarkdownIt("commonmark").parse(f"# {markdown(text)}")
        assert [token.type for token in heading] == ["heading_open", "inline", "heading_close"]
        assert "".join(child.content for child in heading[1].children or []) == visible(words)


def test_plain_text_stays_readable() -> None:
    text = 'Ông An (trưởng ban) nói: "Thu 5.000 đồng, từ 1-1-2025." - rồi đi!'
    assert markdown_pieces(pieces(text, ()), flow=False) == text


def test_only_what_is_unprintable_is_shown_by_signs() -> None:
    assert visible("a\tb\nc\r\nd\re") == "a\tb\nc\nd\ne"
    assert visible("\x00\x0c\x1b\x7f\x85\ud800\ufffe\U0001ffff") == "␀␌␛␡⟨U+0085⟩⟨U+D800⟩⟨U+FFFE⟩⟨U+1FFFF⟩"


class Reader(HTMLParser):
    """Collects the text of HTML, that of its marked parts, and the tags."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = []
        self.marked: list[str] = []
        self.tags: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.tags.append(tag)
        if tag == "p":
            self.paragraphs.append("")
        if tag in ("span", "mark"):
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.paragraphs[-1] += data
        if self.tags[-1] in ("span", "mark"):
            self.marked[-1] += data


def quote(text: str, *highlights: Span, turns: tuple[Turn, ...] = (), **facts: Any) -> Quote:
    known: dict[str, Any] = {"title": "Biên bản", "date": "2023-12-07", "page": None, "document": "họp/bb.docx"} | facts
    times: dict[str, Any] = {name: known.get(name) for name in ("speaker", "start_ms", "end_ms")}
    paragraph = Paragraph(
        f"abc:0-{len(text)}", "abc", known["document"], 0, len(text), text, known["page"], None, turns, **times
    )
    return Quote(paragraph, known["title"], known["date"], highlights, None, None, 0.8)


@given(TEXTS)
@example("a\rb")
@example("\r\na")
def test_the_html_holds_the_paragraph_and_nothing_of_it_is_markup(text: str) -> None:
    read = Reader(citation(quote(text, Span(0, 1)), "vi").html)
    assert read.paragraphs[0] == visible(text)
    assert read.marked == ["" if text.startswith("\r\n") else visible(text[0])]
    assert read.tags == ["blockquote", "p", "span", "/span", "/p", "/blockquote", "p", "/p"]


def test_a_citation_in_its_three_forms() -> None:
    text = "Kinh phí là $5. Hạn chót 30/3.\nHết."
    cited = citation(quote(text, Span(16, 30)), "vi")
    assert cited.plain == f"{text}\n\n— Biên bản (họp/bb.docx), 07/12/2023"
    assert cited.markdown == (
        "> Kinh phí là \\$5. **Hạn chót 30/3.**\\\n> Hết.\n>\n> — Biên bản (họp/bb.docx), 07/12/2023\n"
    )
    assert cited.html == (
        '<blockquote lang="vi" dir="auto"><p style="white-space:pre-wrap">Kinh phí là $5. '
        '<span style="background-color:#ffe680">Hạn chót 30/3.</span>\nHết.</p></blockquote>'
        '<p lang="vi" dir="auto">— Biên bản (họp/bb.docx), 07/12/2023</p>'
    )


def test_the_lines_of_a_printed_page_flow() -> None:
    cited = citation(quote("Một câu dài\nxuống dòng.", Span(4, 15), page=3), "en")
    assert cited.plain == "Một câu dài xuống dòng.\n\n— Biên bản (họp/bb.docx), 7 December 2023, page 3"
    assert cited.markdown.splitlines()[:2] == ["> Một **câu dài", "> xuố**ng dòng."]
    assert "pre-wrap" not in cited.html


def test_turns_are_paragraphs_and_a_speaker_out_of_the_text_stands_in_brackets() -> None:
    text = "Lan: Ai đi?\n\nTôi đi."
    turns = (Turn(0, 11, "Lan", 5_000, 9_000), Turn(13, 20, "Hùng", 9_000, 12_000))
    cited = citation(quote(text, turns=turns, start_ms=5_000, end_ms=12_000), "vi")
    source = "— Biên bản (họp/bb.docx), 07/12/2023, người nói: Lan; Hùng, thời điểm 00:05–00:12"
    assert cited.plain == f"Lan: Ai đi?\n\n[Hùng] Tôi đi.\n\n{source}"
    assert cited.markdown == f"> Lan: Ai đi?\n>\n> \\[Hùng\\] Tôi đi.\n>\n> {source}\n"
    assert Reader(cited.html).paragraphs == ["Lan: Ai đi?", "[Hùng] Tôi đi.", source]


def test_a_speaker_whom_the_program_names_behind_a_time_stands_in_the_text() -> None:
    text = "10:02:13 From Lan to Everyone:\n\tAi đi?\nHùng  0:15\nTôi đi."
    turns = (Turn(0, 38, "Lan", None, None), Turn(39, 57, "Hùng", None, None))
    assert "[" not in citation(quote(text, turns=turns), "vi").plain


@pytest.mark.parametrize(
    ("facts", "vietnamese", "english"),
    [
        ({"title": None, "date": None}, "họp/bb.docx", "họp/bb.docx"),
        ({"date": "2023-12"}, "Biên bản (họp/bb.docx), 12/2023", "Biên bản (họp/bb.docx), December 2023"),
        ({"date": None, "page": 4}, "Biên bản (họp/bb.docx), trang 4", "Biên bản (họp/bb.docx), page 4"),
        (
            {"date": None, "speaker": "Lan", "start_ms": 65_000, "end_ms": 65_400},
            "Biên bản (họp/bb.docx), người nói: Lan, thời điểm 01:05",
            "Biên bản (họp/bb.docx), spoken by Lan, at 01:05",
        ),
        (
            {"title": "x\u202e*y*", "date": None},
            "\u2068x\u202e*y* (họp/bb.docx)\u2069",
            "\u2068x\u202e*y* (họp/bb.docx)\u2069",
        ),
    ],
)
def test_the_source_names_what_is_known_and_nothing_else(facts: Any, vietnamese: str, english: str) -> None:
    assert (source_line(quote("Một.", **facts), VI), source_line(quote("Một.", **facts), EN)) == (vietnamese, english)


def test_a_hostile_title_is_escaped_in_the_source_line() -> None:
    cited = citation(quote("Một.", title="<img src=x> *a* $1 -> [b](c)", document='"x".txt', date=None), "vi")
    assert "<img" not in cited.html and re.search(r"&lt;img src=x&gt; \*a\* \$1 -&gt; \[b\]\(c\)", cited.html)
    source = cited.markdown.splitlines()[-1].removeprefix("> ")
    assert rendered(source) == ('— <img src=x> *a* $1 -> [b](c) ("x".txt)', [])
    assert html_text('"<&') == "&quot;&lt;&amp;"
