"""Things told apart by their number: who asks for the 23rd conference is not answered from the 22nd."""

from __future__ import annotations

import re

from assistant.answer import Quote
from index import normalise, roman

_NUMBER = r"\d+|[ivx]+"
_NUMBERED = re.compile(rf"(?<!\w)(?:(\w+)\s+)?(thứ|số|khóa|quý|number|week|quarter)\s+({_NUMBER})(?!\w)")
# "Thứ 2" is Monday, but behind these the second.
_COUNTED = frozenset("lần kỳ họp phiên nghị hội buổi tuần tháng năm người điều mục đợt vòng hạng bản".split())
_WEEKDAYS = range(2, 8)
# Roman numbers in capitals, without the English "I".
_STANDING = re.compile(r"(?<!\w)(?:\d+|[VX]|[IVX]{2,})(?!\w)")


def speaks_of_another(question: str, quote: Quote) -> bool:
    """Whether the quote and its document number such a thing as the question names, but all of them otherwise."""
    paragraph = quote.paragraph
    context = "\n".join(part for part in (quote.title, paragraph.context, paragraph.text) if part)
    asked = _numbered(question)
    held = _numbered(context)
    standing = {_value(number) for number in _STANDING.findall(normalise(context))}
    return any(kind in held and not numbers & (held[kind] | standing) for kind, numbers in asked.items())


def _numbered(text: str) -> dict[str, set[int]]:
    """The numbers of each kind of thing: quý II is quý 2."""
    found: dict[str, set[int]] = {}
    for before, kind, number in _NUMBERED.findall(normalise(text).lower()):
        value = _value(number)
        if kind != "thứ" or value not in _WEEKDAYS or before in _COUNTED:
            found.setdefault(kind, set()).add(value)
    return found


def _value(number: str) -> int:
    return int(number) if number.isdecimal() else roman(number.lower())
