"""The list of the library page: searched, sorted and cut into pages here, so that thousands of documents stay quick."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, Literal, Self, TypedDict, get_args

from assistant.ui.formats import main_language, scan_facts, written_date
from assistant.ui.messages import Speech
from index import DocumentSummary, Library, Reading, fold, normalise

Order = Literal["name", "date", "added"]
ROWS = 50
_ORDERS: tuple[Order, ...] = get_args(Order)
_LONGEST_QUERY = 200


@dataclass(frozen=True, slots=True)
class Want:
    """What to list: documents whose title or name holds the words, in which order, and which page, from 0."""

    query: str = ""
    order: Order = "name"
    page: int = 0

    @classmethod
    def read(cls, state: Any) -> Self:
        """From the widget's state. What comes from outside is looked at before it is used."""
        want = state.get("want") if isinstance(state, Mapping) else None
        if not isinstance(want, Mapping):
            return cls()
        order, page = want.get("order"), want.get("page")
        return cls(
            str(want.get("query") or "")[:_LONGEST_QUERY],
            next((each for each in _ORDERS if each == order), "name"),
            page if isinstance(page, int) and page >= 0 else 0,
        )


class ShelfRow(TypedDict):
    """A document; `file` is its name in the library where that isn't `name` already. The rest are labels."""

    document: str
    name: str
    file: str | None
    facts: list[str]
    added: str
    sample: str | None
    edit: str
    remove: str


class ShelfData(TypedDict):
    """The rows of a page. `total` documents match, `page` counts from 0, and `words` are the labels."""

    lang: str
    query: str
    order: Order
    page: int
    pages: int
    total: int
    summary: str
    rows: list[ShelfRow]
    words: dict[str, str]


def chosen(held: Sequence[DocumentSummary], want: Want) -> list[DocumentSummary]:
    """Those whose title, name, number or issuer holds all words of the query, with or without diacritics, in the wanted
    order.
    """
    words = _plain(want.query).split()
    found = [each for each in held if all(word in _known_by(each) for word in words)]
    found.sort(key=lambda each: (_plain(each.title or each.document), each.document))
    if want.order == "date":
        # The newest first, and those without a date at the end.
        found.sort(key=lambda each: each.date or "", reverse=True)
    elif want.order == "added":
        found.sort(key=lambda each: each.added_at, reverse=True)
    return found


def shelf(library: Library, held: Sequence[DocumentSummary], want: Want, say: Speech) -> ShelfData:
    """The data for the widget; a page beyond the last is the last."""
    found = chosen(held, want)
    pages = max(1, -(-len(found) // ROWS))
    page = min(want.page, pages - 1)
    shown = found[page * ROWS : (page + 1) * ROWS]
    readings = library.readings({each.document for each in shown})
    return {
        "lang": say.language,
        "query": want.query,
        "order": want.order,
        "page": page,
        "pages": pages,
        "total": len(found),
        "summary": say.count("shelf.found", len(found)) if found else say("shelf.none_found"),
        "rows": [_row(each, readings.get(each.document), say) for each in shown],
        "words": {
            "search": say("shelf.search"),
            "order": say("shelf.order"),
            "name": say("shelf.by_name"),
            "date": say("shelf.by_date"),
            "added": say("shelf.by_added"),
            "previous": say("shelf.previous"),
            "next": say("shelf.next"),
            "position": say("shelf.position", page=say.number(page + 1), pages=say.number(pages)),
            "added_on": say("shelf.added", day="{day}"),
        },
    }


def facts(date: str | None, paragraphs: int, document: str, reading: Reading | None, say: Speech) -> list[str]:
    """What was read of a document, as a reader would say it; nothing for what isn't known."""
    language = None if reading is None else main_language(reading.beginning)
    found = (
        written_date(date, say),
        PurePosixPath(document).suffix.lstrip(".").upper() or None,
        say.count("shelf.pages", reading.pages) if reading is not None and reading.pages else None,
        say.count("library.paragraphs", paragraphs),
        None if language is None else say("shelf.vietnamese" if language == "vi" else "shelf.english"),
    )
    scanned = [] if reading is None else scan_facts(reading.media_type, say)
    return [fact for fact in found if fact] + scanned


def _row(summary: DocumentSummary, reading: Reading | None, say: Speech) -> ShelfRow:
    name = summary.title or summary.document
    return {
        "document": summary.document,
        "name": name,
        "file": summary.document if summary.title else None,
        "facts": _about(summary) + facts(summary.date, summary.paragraphs, summary.document, reading, say),
        "added": summary.added_at,
        "sample": say("library.sample") if summary.sample else None,
        "edit": say("shelf.edit", name=name),
        "remove": say("library.remove", name=name),
    }


def _known_by(summary: DocumentSummary) -> str:
    return _plain(" ".join([summary.title or "", summary.document, *_about(summary)]))


def _about(summary: DocumentSummary) -> list[str]:
    """What an official document is known by."""
    head = summary.letterhead
    return [fact for fact in (head.number, head.issuer) if fact is not None]


def _plain(text: str) -> str:
    return fold(normalise(text))
