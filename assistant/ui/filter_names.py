"""Filters in words, one chip for each thing chosen, and what is left when a chip is taken away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from assistant.ui.formats import written_date
from assistant.ui.messages import Speech
from index import DocumentFacet, Facets, Filters, Kind

_KINDS: Mapping[str, str] = {
    "pdf": "filters.pdf",
    "word": "filters.word",
    "slides": "filters.slides",
    "web": "filters.web",
    "text": "filters.text",
    "email": "filters.email",
    "transcript": "filters.transcript",
    "picture": "filters.picture",
}
# What documents are called where a library is at hand that knows more than their names.
Titles = Mapping[str, str]
NO_TITLES: Titles = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is filtered by; `place` is what `without` takes away."""

    place: str
    text: str


def chips(filters: Filters, titles: Titles, say: Speech) -> list[Chip]:
    """A chip for each document, date, speaker and kind."""
    first, last = written_date(filters.first_date, say), written_date(filters.last_date, say)
    found = [Chip(f"documents:{each}", titles.get(each, each)) for each in filters.documents]
    found += [Chip("first_date:", say("filters.from", date=first))] if first is not None else []
    found += [Chip("last_date:", say("filters.to", date=last))] if last is not None else []
    found += [Chip(f"speakers:{each}", say("filters.speaker", name=each)) for each in filters.speakers]
    return found + [Chip(f"kinds:{each}", kind_name(each, say)) for each in filters.kinds]


def in_words(filters: Filters, titles: Titles, say: Speech) -> str:
    """All of them in one line."""
    return "; ".join(chip.text for chip in chips(filters, titles, say))


def without(filters: Filters, place: str) -> Filters:
    """The filters without what a chip stands for; unchanged if that is gone already."""
    name, _, value = place.partition(":")
    if name == "documents":
        return replace(filters, documents=tuple(each for each in filters.documents if each != value))
    if name == "speakers":
        return replace(filters, speakers=tuple(each for each in filters.speakers if each != value))
    if name == "kinds":
        return replace(filters, kinds=tuple(each for each in filters.kinds if each != value))
    return replace(filters, first_date=None) if name == "first_date" else replace(filters, last_date=None)


def kind_name(kind: Kind | str, say: Speech) -> str:
    """What a kind of document is called."""
    return say(_KINDS[kind])


def titles_of(facets: Facets, say: Speech) -> dict[str, str]:
    """What each document is called among the others: its title and date, and its name where these are not its own."""
    names = {each.document: _title(each, say) for each in facets.documents}
    times = Counter(names.values())
    return {name: title if times[title] == 1 else f"{title} · {name}" for name, title in names.items()}


def _title(document: DocumentFacet, say: Speech) -> str:
    date = written_date(document.date, say)
    name = document.title or document.document
    return name if date is None else f"{name} · {date}"
