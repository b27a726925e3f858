"""What a PDF's pages repeat at their edges, page numbers and running heads, and paragraphs that go on over them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from index.loaders.blocks import LONG_LINE, is_list_item
from index.loaders.metadata import PAGE_NUMBER
from index.loaders.pdf_layout import TextBlock
from index.text import fold

# How many blocks of a page's top, and of its bottom, are looked at.
EDGE_BLOCKS = 2
_LEAST_PAGES = 3
# The share of the pages that a running head stands on; odd and even pages may have different ones.
_LEAST_SHARE = 0.4
_ENDS = re.compile(r"[.!?…:;][\"'”’)\]»]*$")


@dataclass(frozen=True, slots=True)
class Edges:
    """How many blocks at a page's top and bottom are no part of its text, and whether paragraphs go on over them."""

    top: int = 0
    bottom: int = 0
    begins_inside: bool = False
    ends_inside: bool = False


def page_furniture(pages: Sequence[Sequence[TextBlock]]) -> list[set[int]]:
    """For each page the positions of its blocks that are page numbers or running heads."""
    found = [set[int]() for _ in pages]
    for number, position in _page_numbers(pages):
        found[number].add(position)
    for number, position in _running_heads(pages):
        found[number].add(position)
    return found


def edges(pages: Sequence[Sequence[TextBlock]], furniture: Sequence[set[int]]) -> list[Edges]:
    """The edges of each page."""
    tops = [_leading(found, range(len(page))) for page, found in zip(pages, furniture, strict=True)]
    bottoms = [
        _leading(found, range(len(page) - 1, top - 1, -1))
        for page, found, top in zip(pages, furniture, tops, strict=True)
    ]
    result: list[Edges] = []
    inside = False
    for number, (page, top, bottom) in enumerate(zip(pages, tops, bottoms, strict=True)):
        body = len(page) - top - bottom
        goes_on = False
        if body and number + 1 < len(pages):
            below = pages[number + 1][tops[number + 1] : len(pages[number + 1]) - bottoms[number + 1]]
            # With one block alone between its edges, a page's furniture has nowhere to go.
            enclosed = inside and body == 1 and top + bottom > 0
            goes_on = bool(below) and not enclosed and _goes_on(page[len(page) - bottom - 1], below[0])
        result.append(Edges(top, bottom, inside, goes_on))
        inside = goes_on
    return result


def order(blocks: int, page: Edges) -> list[int]:
    """In what order a page's blocks stand in the text: its furniture never stands inside a paragraph."""
    top = list(range(page.top))
    body = list(range(page.top, blocks - page.bottom))
    bottom = list(range(blocks - page.bottom, blocks))
    if page.begins_inside and body:
        top, body = [body[0], *top], body[1:]
    if page.ends_inside and body:
        body, bottom = body[:-1], [*bottom, body[-1]]
    return [*top, *body, *bottom]


def _leading(found: set[int], positions: Sequence[int]) -> int:
    count = 0
    for position in positions:
        if position not in found:
            break
        count += 1
    return count


def _at_edges(page: Sequence[TextBlock]) -> list[int]:
    return sorted({*range(len(page))[:EDGE_BLOCKS], *range(len(page))[-EDGE_BLOCKS:]})


def _page_numbers(pages: Sequence[Sequence[TextBlock]]) -> set[tuple[int, int]]:
    """Pages (from 0) and positions of the blocks at the edges that count up with the pages."""
    found: dict[int, set[tuple[int, int]]] = defaultdict(set)
    for number, page in enumerate(pages):
        for position in _at_edges(page):
            match = PAGE_NUMBER.fullmatch(page[position].text)
            if match is not None:
                found[int(match["page"]) - number].add((number, position))
    return max((places for places in found.values() if len(places) > 1), key=len, default=set())


def _running_heads(pages: Sequence[Sequence[TextBlock]]) -> set[tuple[int, int]]:
    """The blocks at the edges whose words, but for their numbers, stand there on many pages.

    On the first of them, in larger type, they are what the others repeat.
    """
    found: dict[tuple[bool, str], list[tuple[int, int]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for position in _at_edges(page):
            words = " ".join(fold(page[position].text).split())
            if len(words) <= LONG_LINE and any(map(str.isalpha, words)):
                found[position < EDGE_BLOCKS, re.sub(r"\d+", "0", words)].append((number, position))
    heads: set[tuple[int, int]] = set()
    for places in found.values():
        if len({number for number, _ in places}) >= max(_LEAST_PAGES, _LEAST_SHARE * len(pages)):
            number, position = places[0]
            heads.update(places[1:] if pages[number][position].heading else places)
    return heads


def _goes_on(above: TextBlock, below: TextBlock) -> bool:
    """Whether a paragraph goes on at the next page's top: it hasn't ended, and what follows begins none."""
    if above.heading or below.heading or _ENDS.search(above.text) or is_list_item(below.text):
        return False
    first = next((char for char in below.text if char.isalnum()), "")
    return first.islower() or above.text.endswith(",")
