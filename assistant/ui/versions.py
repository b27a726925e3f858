"""Which versions the library holds now of the documents that answers show, and what OCR did to them."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.conversations import Exchange
from index import Library


def versions(library: Library | None, exchanges: Iterable[Exchange]) -> dict[str, str] | None:
    """The ids of the Sources by document; those that are gone are left out. None while the library can't be asked."""
    if library is None:
        return None
    return library.versions(_documents(exchanges))


def media_types(library: Library | None, exchanges: Iterable[Exchange]) -> dict[str, str]:
    """The media types by document, which say what OCR did; none while the library can't be asked."""
    return {} if library is None else library.media_types(_documents(exchanges))


def _documents(exchanges: Iterable[Exchange]) -> set[str]:
    answers = (exchange.answer for exchange in exchanges if exchange.answer is not None)
    return {quote.paragraph.document for answer in answers for quote in answer.shown}
