"""What passes between the drawer's text and its widget: what the reader wants to see, and what is sent for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self, TypedDict

from assistant.ui.messages import Speech
from assistant.ui.pdf_page import MEDIA_TYPE, Picture
from assistant.ui.source_view import Block, Passage, RunSize, SourceText, Spot, language, runs
from index import bare

# More than a reader has around them; a page that asks for more has been tampered with.
_MOST_RUNS = 24
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Want:
    """What the widget asks for: `number` is the request's, `runs` those of the text (None: where the drawer opens),
    `query` what to find and `page` the page to draw.
    """

    key: str
    number: int = 0
    runs: tuple[int, ...] | None = None
    query: str = ""
    page: int | None = None

    @classmethod
    def read(cls, state: Any, key: str) -> Self:
        """From the widget's state, where it is about the same drawer: `key` tells."""
        want = state.get("want") if isinstance(state, Mapping) else None
        if not isinstance(want, Mapping) or want.get("key") != key:
            return cls(key)
        numbers = [run for run in want.get("runs") or () if isinstance(run, int)]
        page = want.get("page")
        return cls(
            key,
            int(want.get("number") or 0),
            tuple(numbers[:_MOST_RUNS]),
            str(want.get("query") or "")[:_LONGEST_QUERY],
            page if isinstance(page, int) else None,
        )


class SourceData(TypedDict):
    """The runs that were wanted and what is known of all of them. `found` counts each run's matches.

    `answered` is the number of the request, `opened` the number of the passage that was clicked, and `pages` the first
    block of each page that can be drawn. `words` are the labels by what they stand on.
    """

    key: str
    answered: int
    lang: Literal["vi", "en"]
    flow: bool
    sizes: list[RunSize]
    runs: dict[str, list[Block]]
    passages: list[Spot]
    opened: int | None
    query: str
    found: list[int]
    pages: list[Spot]
    picture: Picture | None
    words: dict[str, str]


def source_data(
    text: SourceText,
    passages: Sequence[tuple[int, Passage]],
    opened: int | None,
    want: Want,
    picture: Picture | None,
    say: Speech,
) -> SourceData:
    """The data for the widget. `passages` have the number of their block, in the text's order."""
    spots = [text.spot(block) for block, _ in passages]
    first = spots[opened]["run"] if opened is not None else 0
    wanted = want.runs if want.runs is not None else (first - 1, first, first + 1)
    found = text.counts(text.find(want.query))
    return {
        "key": want.key,
        "answered": want.number,
        "lang": language(text),
        "flow": text.flow,
        "sizes": text.sizes(say),
        "runs": runs(text, (*wanted, *_next_found(found, wanted)), passages, want.query, say),
        "passages": spots,
        "opened": opened,
        "query": want.query,
        "found": found,
        "pages": text.pages() if bare(text.source.media_type) == MEDIA_TYPE else [],
        "picture": picture,
        "words": _words(say),
    }


def _next_found(found: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """The run that the reader comes to first where none of those around them has a match: the next, or from the top."""
    if any(found[run] for run in wanted if 0 <= run < len(found)):
        return []
    holding = [run for run, count in enumerate(found) if count]
    after = [run for run in holding if run > max(wanted, default=-1)]
    return (after or holding)[:1]


def _words(say: Speech) -> dict[str, str]:
    """The labels. Those with numbers are filled in by the widget, which alone knows them."""
    plain = {
        "text_region": say("drawer.text_region"),
        "passages": say("drawer.passages"),
        "previous_passage": say("drawer.previous_passage"),
        "next_passage": say("drawer.next_passage"),
        "find": say("drawer.find"),
        "previous_match": say("drawer.previous_match"),
        "next_match": say("drawer.next_match"),
        "no_match": say("drawer.no_match"),
        "view": say("drawer.view"),
        "text": say("drawer.text"),
        "picture": say("drawer.picture"),
        "picture_region": say("drawer.picture_region"),
        "previous_page": say("drawer.previous_page"),
        "next_page": say("drawer.next_page"),
        "zoom": say("drawer.zoom"),
        "drawing": say("drawer.drawing"),
    }
    number, total = "{number}", "{total}"
    return plain | {
        "position": say("drawer.position", number=number, total=total),
        "passage": say("drawer.passage", number=number, total=total),
        "match": say("drawer.match", number=number, total=total),
    }
