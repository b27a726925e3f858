"""Finds the facts of a meeting in its document."""

from __future__ import annotations

from collections.abc import Sequence

from index.meetings.agenda import agenda_in
from index.meetings.bodies import bodies_in
from index.meetings.models import Fact, Facts
from index.meetings.reading import read
from index.meetings.sessions import sessions_in
from index.meetings.when import date_in, time_in, title_in
from index.meetings.where import place_in
from index.meetings.who import chairs_in, present_facts, present_in
from index.models import Paragraph, Source


def facts_of(source: Source, paragraphs: Sequence[Paragraph]) -> Facts:
    """What a document says of its meeting; `source` has the title and date that stand in the document itself."""
    text = read(source.text)
    turns = [turn for paragraph in paragraphs for turn in paragraph.turns]
    title = title_in(text, source.title)
    day = date_in(text, source.meeting_date)
    present = present_in(text)
    return Facts(
        title=_one(title),
        date=_one(day),
        time=_one(time_in(text, day)),
        place=_one(place_in(text, day)),
        body=bodies_in(text, title, source.letterhead),
        session=sessions_in(text, title),
        chair=chairs_in(text, present),
        present=present_facts(text, present, turns),
        agenda=agenda_in(text, title, paragraphs),
    )


def _one(fact: Fact | None) -> tuple[Fact, ...]:
    return () if fact is None else (fact,)
