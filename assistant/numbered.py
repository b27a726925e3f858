"""Things told apart by their number: who asks for the 23rd conference is not answered from the 22nd."""

from __future__ import annotations

import re

from assistant.answer import Quote
from index import normalise

_NUMBERED = re.compile(r"(?<!\w)(thứ|số|khóa|quý|number|week|quarter)\s+(\d+|[ivx]+)(?!\w)")


def speaks_of_another(question: str, quote: Quote) -> bool:
    """Whether the quote and its document number such a thing as the question names, but all of them otherwise."""
    paragraph = quote.paragraph
    context = "\n".join(part for part in (quote.title, paragraph.context, paragraph.text) if part)
    asked = _numbered(question)
    held = _numbered(context)
    return any(
        kind in held and not numbers & held[kind] and not any(_stands(number, context) for number in numbers)
        for kind, numbers in asked.items()
    )


def _numbered(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for match in _NUMBERED.finditer(normalise(text).lower()):
        found.setdefault(match[1], set()).add(match[2].lstrip("0"))
    return found


def _stands(number: str, context: str) -> bool:
    return re.search(rf"(?<!\w)0*{re.escape(number)}(?!\w)", normalise(context).lower()) is not None
