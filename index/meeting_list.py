"""The meetings of a library's documents: their facts, kept until a document changes, and which are of one meeting."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from index.kept import Kept, Stamp
from index.meetings import FACTS, Fact, Facts, Told, facts_of, same_meetings
from index.store import DocumentSummary, Store


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a document says of its meeting, and the names of the other documents of the same one.

    `meeting_date` is ISO 8601, a day or a month, or None: the reader's own, where there is one.
    """

    document: str
    meeting_date: str | None
    facts: Facts
    same_meeting_as: tuple[str, ...] = ()


def meetings_of(store: Store) -> list[Meeting]:
    """The meetings of all documents, by name. To be called in a snapshot of the store. Raises LibraryDamaged."""
    summaries = store.documents()
    stamps = {each.document: Stamp(store.id_of(each.document)) for each in summaries}
    found = KEPT_FACTS.of(
        store,
        stamps,
        # Which documents are of one meeting is told by all of them.
        lambda _: True,
        lambda name: facts_of(store.source_itself(stamps[name].document_id), store.paragraphs_of(name)),
    )
    own = {name: edit.meeting_date for name, edit in store.edits.all().items()}
    told = [
        Told(each.document, _day(each, found[each.document], own.get(each.document)), found[each.document])
        for each in summaries
    ]
    same = same_meetings(told)
    return [Meeting(each.document, each.date, found[each.document], same.get(each.document, ())) for each in summaries]


def _day(summary: DocumentSummary, facts: Facts, own: str | None) -> str | None:
    """The day of the meeting: the reader's own, else what the document tells of it, else what is known of the file."""
    return own or (facts.date[0].value if facts.date else summary.date)


def _decoded(kept: dict[str, Any]) -> Facts:
    return Facts(**{name: tuple(Fact(**fact) for fact in kept[name]) for name in FACTS})


# The rules for people and dates are partly those for tasks.
KEPT_FACTS: Kept[Facts] = Kept("meetings.json", ("meetings", "tasks"), asdict, _decoded)
