"""Which versions the library holds now of the documents that answers show."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.conversations import Exchange
from index import Library


def versions(library: Library | None, exchanges: Iterable[Exchange]) -> dict[str, str] | None:
    """The ids of the Sources by document; those that are gone are left out. None while the library can't be asked."""
    if library is None:
        return None
    answers = (exchange.answer for exchange in exchanges if exchange.answer is not None)
    return library.versions({quote.paragraph.document for answer in answers for quote in answer.shown})
