"""What a library can be filtered by, and what filters leave of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.errors import DocumentNotFound, NoSpeakers, SpeakerNotFound
from index.filters import KINDS, Filters, Kind, days_of, kinds_of, known_days
from index.named_days import NamedDay
from index.speakers import meant, nearest, spelling
from index.store import Store


@dataclass(frozen=True, slots=True)
class DocumentFacet:
    """A document that can be chosen, and what else chooses it; `date` is ISO 8601 or None."""

    document: str
    title: str | None
    date: str | None
    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class SpeakerFacet:
    """A speaker, as written most often, and the number of paragraphs in which they speak."""

    name: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class KindFacet:
    """A kind of document, and how many there are; one may be of two kinds."""

    kind: Kind
    documents: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What can be chosen: documents by name, speakers by how much they speak, kinds in the order of KINDS.

    `first_date` and `last_date` are the earliest and the latest date of a document (ISO 8601), None where none has one;
    `undated` is the number of those that have none.
    """

    documents: tuple[DocumentFacet, ...]
    first_date: str | None
    last_date: str | None
    undated: int
    speakers: tuple[SpeakerFacet, ...]
    kinds: tuple[KindFacet, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """What filters leave: `ids` (n,) of paragraphs, ascending, which may be none.

    `speakers` are the filters' speakers as they are written. `undated` is the number of documents that are left out for
    no other reason than that they have no date.
    """

    filters: Filters
    ids: NDArray[np.int64]
    speakers: frozenset[str]
    undated: int

    @property
    def paragraphs(self) -> int:
        """How many paragraphs are left."""
        return len(self.ids)


class Catalogue:
    """The documents and speakers of one moment, of the store's `generation`."""

    def __init__(self, store: Store) -> None:
        """Reads the store; to be called in a snapshot."""
        self.generation = store.generation
        self._rows = {row.name: row for row in store.catalogue()}
        self._kinds = {name: kinds_of(row.media_type, spoken=row.spoken) for name, row in self._rows.items()}
        self._speakers = dict(store.speakers())
        self.facets = self._facets(store)
        self._last: Scope | None = None

    def scope(self, store: Store, filters: Filters) -> Scope:
        """What the filters leave of the store, which is still as this catalogue says.

        Raises DocumentNotFound, SpeakerNotFound and NoSpeakers.
        """
        # A question is asked in several steps, and many with the same filters.
        if self._last is not None and self._last.filters == filters:
            return self._last
        for document in filters.documents:
            if document not in self._rows:
                raise DocumentNotFound(document=document)
        speakers = frozenset(each for name in filters.speakers for each in self._meant(name))
        rows = [self._rows[name] for name in dict.fromkeys(filters.documents or self._rows)]
        if filters.kinds:
            rows = [row for row in rows if not set(filters.kinds).isdisjoint(self._kinds[row.name])]
        held = [row for row in rows if filters.hold_date(row.date)]
        ids = self._ids(store, [row.id for row in held], speakers if filters.speakers else None)
        undated = sum(known_days(row.date) is None for row in rows) if filters.by_date else 0
        self._last = Scope(filters, ids, speakers, undated)
        return self._last

    def dated(self, store: Store, days: Sequence[NamedDay]) -> NDArray[np.int64]:
        """The ids (n,) of the paragraphs, ascending, of the documents that have one of these days or months for a date.

        Of the store, which is still as this catalogue says.
        """
        return store.paragraph_ids_of(
            [row.id for row in self._rows.values() if any(day.is_date_of(row.date) for day in days)]
        )

    def _ids(self, store: Store, documents: Collection[int], speakers: Collection[str] | None) -> NDArray[np.int64]:
        """The ids of the paragraphs of these documents, said by one of the speakers where they are given."""
        everything = len(documents) == len(self._rows)
        if speakers is None:
            return store.paragraph_ids() if everything else store.paragraph_ids_of(documents)
        spoken = store.paragraph_ids_spoken(speakers)
        return spoken if everything else np.intersect1d(spoken, store.paragraph_ids_of(documents), assume_unique=True)

    def _meant(self, name: str) -> tuple[str, ...]:
        found = meant(name, self._speakers)
        if not found and not self._speakers:
            raise NoSpeakers(speaker=name)
        if not found:
            raise SpeakerNotFound(speaker=name, nearest=", ".join(nearest(name, self._speakers)))
        return found

    def _facets(self, store: Store) -> Facets:
        rows = list(self._rows.values())
        dates = [row.date for row in rows if row.date is not None and known_days(row.date) is not None]
        kinds = Counter(kind for each in self._kinds.values() for kind in each)
        return Facets(
            tuple(DocumentFacet(row.name, row.title, row.date, self._kinds[row.name]) for row in rows),
            min(dates, key=lambda each: days_of(each)[0], default=None),
            max(dates, key=lambda each: days_of(each)[1], default=None),
            len(rows) - len(dates),
            tuple(sorted(self._speaker_facets(store), key=lambda each: (-each.paragraphs, each.name))),
            tuple(KindFacet(kind, kinds[kind]) for kind in KINDS if kinds[kind]),
        )

    def _speaker_facets(self, store: Store) -> list[SpeakerFacet]:
        by_spelling: dict[str, list[str]] = {}
        for name in self._speakers:
            by_spelling.setdefault(spelling(name), []).append(name)
        return [
            SpeakerFacet(max(names, key=lambda name: (self._speakers[name], name)), self._paragraphs(store, names))
            for names in by_spelling.values()
        ]

    def _paragraphs(self, store: Store, names: Collection[str]) -> int:
        """In how many paragraphs somebody speaks whose name is written in these ways; several may stand in one."""
        if len(names) > 1:
            return len(store.paragraph_ids_spoken(names))
        return sum(self._speakers[name] for name in names)
