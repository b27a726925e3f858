"""How dates, times and confidences are written for a reader. None stays None: nothing is invented."""

from __future__ import annotations

import unicodedata
from typing import Literal

from assistant.ui.messages import Speech
from index import scan_of

_ENGLISH_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_HIGH_CONFIDENCE = 0.75
_MEDIUM_CONFIDENCE = 0.5
# Marks and letters that Vietnamese has and English text with a few foreign names hardly ever: đ, the horn, the breve,
# the dot below and the hook above.
_VIETNAMESE_MARKS = frozenset("đ\u031b\u0306\u0323\u0309")

Level = Literal["high", "medium", "low"]


def written_date(iso_date: str | None, say: Speech) -> str | None:
    """ "2023-12-07" as 07/12/2023 or 7 December 2023, "2023-12" as 12/2023 or December 2023; another form as it is."""
    if iso_date is None:
        return None
    year, _, rest = iso_date.partition("-")
    month, _, day = rest.partition("-")
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12 and (day.isdigit() or not day)):
        return iso_date
    if say.language == "vi":
        return "/".join(part for part in (day, month, year) if part)
    name = _ENGLISH_MONTHS[int(month) - 1]
    return f"{int(day)} {name} {year}" if day else f"{name} {year}"


def typed_date(iso_date: str | None) -> str:
    """As a reader types it: 07/12/2023, 12/2023 or nothing."""
    return "" if iso_date is None else "/".join(reversed(iso_date.split("-")))


def clock(milliseconds: int | None) -> str | None:
    """As on a player: 01:05, and 1:02:03 from an hour on."""
    if milliseconds is None:
        return None
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def confidence_level(confidence: float) -> Level:
    """The word for a confidence of 0..1."""
    if confidence >= _HIGH_CONFIDENCE:
        return "high"
    return "medium" if confidence >= _MEDIUM_CONFIDENCE else "low"


def percentage(confidence: float, say: Speech) -> str:
    """0..1 as a whole percentage, cut rather than rounded: 99.6 % certain is not 100 % certain."""
    return say("percent", count=int(confidence * 100 + 1e-9))


def scan_facts(media_type: str, say: Speech) -> list[str]:
    """What OCR read of a document and how sure it is, and how many pages are left for it."""
    scan = scan_of(media_type)
    read = [say("scan.read", sure=percentage(scan.confidence, say))] if scan.pages else []
    return read + ([say.count("scan.unread", scan.unread)] if scan.unread else [])


def scan_of_quote(media_type: str, say: Speech) -> str | None:
    """That a quote was read by OCR; of a document with pages only that some of these were: which, isn't kept."""
    scan = scan_of(media_type)
    if not scan.pages:
        return None
    key = "scan.read" if media_type.startswith("image/") else "scan.on_pages"
    return say(key, sure=percentage(scan.confidence, say))


def language_of(text: str) -> Literal["vi", "en"]:
    """What a screen reader should read the text as: Vietnamese where letters of that language stand in it."""
    return "en" if _VIETNAMESE_MARKS.isdisjoint(unicodedata.normalize("NFD", text.lower())) else "vi"


def main_language(text: str) -> Literal["vi", "en"] | None:
    """The language that a text is written in, by the share of its Vietnamese letters or of English's small words.

    None where neither tells, such as Vietnamese typed without diacritics.
    """
    letters = [
        char for char in unicodedata.normalize("NFD", text.lower()) if char.isalpha() or char in _VIETNAMESE_MARKS
    ]
    marked = sum(char in _VIETNAMESE_MARKS for char in letters)
    if letters and marked / len(letters) > _VIETNAMESE_SHARE:
        return "vi"
    words = [word.strip(".,;:!?()\"'") for word in text.lower().split()]
    small = sum(word in _ENGLISH_WORDS for word in words)
    return "en" if words and small / len(words) > _ENGLISH_SHARE else None


_VIETNAMESE_SHARE = 0.04
_ENGLISH_WORDS = frozenset(("the", "of", "and", "to", "in", "is", "for", "that", "on", "was", "we", "will"))
_ENGLISH_SHARE = 0.08
