"""What a conversation consists of. Times are UTC, ISO 8601."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer import Answer, Quote
from index import NO_FILTERS, Filters, HoiHopError, Paragraph

Thumb = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked, and how it is to be searched.

    With `similar_to` no question was asked but for passages like that one, and `question` is what was quoted of it.

    Kept as JSON: a new field needs a default, which older questions are read with, and no migration.
    """

    question: str
    as_typed: bool = False
    filters: Filters = NO_FILTERS
    similar_to: Paragraph | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader thought of an answer: of `quotes`, or of the whole where there are none."""

    thumb: Thumb
    reason: str
    question: str
    quotes: tuple[Quote, ...]
    rated_at: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer or error; with neither it is pending, whatever became of the search for it."""

    id: int
    conversation_id: str
    asked: Asked
    asked_at: str
    answer: Answer | None = None
    error: HoiHopError | None = None
    rating: Rating | None = None

    @property
    def pending(self) -> bool:
        return self.answer is None and self.error is None


@dataclass(frozen=True, slots=True)
class Conversation:
    """`id` is the secret that lets one read it, `owner` the browser that lists it. `updated_at`: of its last question.

    `title` is empty where nothing was asked that could name it.
    """

    id: str
    owner: str
    title: str
    created_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Page:
    """The newest exchanges of a conversation in the order asked, and how many there are before them."""

    exchanges: tuple[Exchange, ...]
    earlier: int
