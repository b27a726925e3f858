"""Which documents and paragraphs a question is asked of: by name, by date, by speaker, by kind of document."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, get_args

from index.errors import BadDate, BrokenFilters, DatesReversed, UnknownKind
from index.scans import bare

Kind = Literal["pdf", "word", "slides", "web", "text", "email", "transcript", "picture"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_KIND_OF_FILE: dict[str, Kind] = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "word",
    "application/vnd.oasis.opendocument.text": "word",
    "application/rtf": "word",
    "application/msword": "word",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "slides",
    "text/html": "web",
    "multipart/related": "web",
    "message/rfc822": "email",
    "application/vnd.ms-outlook": "email",
    "text/plain": "text",
    "text/markdown": "text",
    "text/vtt": "transcript",
    "application/x-subrip": "transcript",
    "text/x-sbv": "transcript",
    "application/json": "transcript",
    "text/tab-separated-values": "transcript",
    "image/png": "picture",
    "image/jpeg": "picture",
    "image/tiff": "picture",
    "image/webp": "picture",
}
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_LISTS = ("documents", "speakers", "kinds")
_DATES = ("first_date", "last_date")


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question is asked of. Those of one subject widen each other, those of different subjects narrow.

    `documents` are names in the library. `first_date` and `last_date` are ISO 8601, a day, a month ("2024-03") or a
    year, each inclusive to its last day. `speakers` are names in any letter case, with or without diacritics; a
    paragraph in which one of them speaks is kept whole. `kinds` are of KINDS. Empty and None leave all in.

    Raises BadDate, DatesReversed and UnknownKind.
    """

    documents: tuple[str, ...] = ()
    first_date: str | None = None
    last_date: str | None = None
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        first = None if self.first_date is None else days_of(self.first_date)[0]
        last = None if self.last_date is None else days_of(self.last_date)[1]
        if first is not None and last is not None and first > last:
            raise DatesReversed(first=str(self.first_date), last=str(self.last_date))
        for kind in self.kinds:
            if kind not in KINDS:
                raise UnknownKind(kind=kind, kinds=", ".join(KINDS))

    @property
    def active(self) -> bool:
        """Whether they keep anything out."""
        return self != NO_FILTERS

    @property
    def by_date(self) -> bool:
        """Whether they name a first or a last date."""
        return self.first_date is not None or self.last_date is not None

    def hold_date(self, meeting_date: str | None) -> bool:
        """Whether a document of that date may lie in the range.

        One dated by its month may have any day of it, so a part of the month is enough. One without a date is in no
        range.
        """
        if not self.by_date:
            return True
        days = known_days(meeting_date)
        if days is None:
            return False
        earliest, latest = days
        after_first = self.first_date is None or latest >= days_of(self.first_date)[0]
        before_last = self.last_date is None or earliest <= days_of(self.last_date)[1]
        return after_first and before_last

    def of_one(self, document: str | None) -> Filters:
        """The same but for the documents, of which there is this one; unchanged for None."""
        return self if document is None else replace(self, documents=(document,))


NO_FILTERS = Filters()


def days_of(value: str) -> tuple[date, date]:
    """The first and the last day of a day, a month or a year in ISO 8601. Raises BadDate."""
    match = _DATE.fullmatch(value)
    if match is None:
        raise BadDate(value=value)
    year = int(match[1])
    month, day = (None if part is None else int(part) for part in match.groups()[1:])
    try:
        if day is not None and month is not None:
            return date(year, month, day), date(year, month, day)
        first_month, last_month = (1, 12) if month is None else (month, month)
        return date(year, first_month, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])
    except ValueError as error:
        raise BadDate(value=value) from error


def known_days(meeting_date: str | None) -> tuple[date, date] | None:
    """The first and the last day that a document's date may mean; None where it has none that can be read."""
    try:
        return None if meeting_date is None else days_of(meeting_date)
    except BadDate:
        return None


def kinds_of(media_type: str, *, spoken: bool) -> tuple[Kind, ...]:
    """The kinds that a document is of: that of its file and, where it is `spoken` by named speakers, a transcript."""
    kind = _KIND_OF_FILE.get(bare(media_type))
    found = {kind} if kind is not None else set[Kind]()
    if spoken:
        found.add("transcript")
    return tuple(each for each in KINDS if each in found)


def filter_fields(filters: Filters) -> dict[str, Any]:
    """The filters as JSON, which `read_filters` reads back."""
    return {
        "documents": list(filters.documents),
        "first_date": filters.first_date,
        "last_date": filters.last_date,
        "speakers": list(filters.speakers),
        "kinds": list(filters.kinds),
    }


def read_filters(fields: object, otherwise: Filters = NO_FILTERS) -> Filters:
    """The filters of a JSON object; what it leaves out or has as null is as in `otherwise`.

    Raises BrokenFilters for anything else than an object of the right fields, BadDate, DatesReversed and UnknownKind.
    """
    if not isinstance(fields, dict):
        raise BrokenFilters(value=repr(fields))
    unknown = [name for name in fields if name not in (*_LISTS, *_DATES)]
    if unknown:
        raise BrokenFilters(value=", ".join(map(repr, unknown)))
    for name, value in fields.items():
        right = isinstance(value, str) if name in _DATES else _is_list_of_strings(value)
        if value is not None and not right:
            raise BrokenFilters(value=f"{name}: {value!r}")
    given = {**filter_fields(otherwise), **{name: value for name, value in fields.items() if value is not None}}
    return Filters(
        tuple(given["documents"]),
        given["first_date"],
        given["last_date"],
        tuple(given["speakers"]),
        tuple(given["kinds"]),
    )


def _is_list_of_strings(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
