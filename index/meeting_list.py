"""The meetings of a library's documents: their facts, kept until a document changes, and which are of one meeting."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from typing import Any

from index.kept import Kept, Stamp
from index.meetings import FACTS, Fact, Facts, facts_of
from index.store import Store


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a document says of its meeting, and the names of the other documents of the same one.

    `meeting_date` is ISO 8601, a day or a month, or None: the reader's own, where there is one.
    """

    document: str
    meeting_date: str | None
    facts: Facts
    same_meeting_as: tuple[str, ...] = ()


def meetings_of(store: Store, documents: Collection[str] | None = None) -> list[Meeting]:
    """The meetings of these documents, or of all, by name. To be called in a snapshot of the store.

    Names that the library doesn't hold are left out. Raises LibraryDamaged.
    """
    dates = {each.document: each.date for each in store.documents()}
    stamps = {name: Stamp(store.id_of(name)) for name in dates}
    found = KEPT_FACTS.of(
        store,
        stamps,
        lambda name: documents is None or name in documents,
        lambda name: facts_of(store.source_itself(stamps[name].document_id), store.paragraphs_of(name)),
    )
    return [Meeting(name, dates[name], facts) for name, facts in found.items()]


def _decoded(kept: dict[str, Any]) -> Facts:
    return Facts(**{name: tuple(Fact(**fact) for fact in kept[name]) for name in FACTS})


# The rules for people and dates are partly those for tasks.
KEPT_FACTS: Kept[Facts] = Kept("meetings.json", ("meetings", "tasks"), asdict, _decoded)
