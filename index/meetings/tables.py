"""The tables of words and templates, vietnamese.toml and english.toml, read as one."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from index.clocks import HALF_OF_DAY
from index.tasks.templates import one_of, pattern_of
from index.tasks.wordlists import Phrases, listed

_FOLDER = Path(__file__).parent
_LANGUAGES = ("vietnamese", "english")

_CAPITALS = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper())
# A word of a name, of which case counts in a template that takes no account of it elsewhere.
NAME_WORD = rf"(?-i:[{_CAPITALS}][\w'-]*)"
_SMALL_WORD = rf"(?-i:(?![{_CAPITALS}\d_])\w+)"
# No blank line and no end of a sentence.
_INSIDE = rf"(?:(?!\n\s*\n|[.!?]\s+(?-i:[{_CAPITALS}]))[^;!?|])"
_CLOCK = (
    r"(?:\d{1,2}\s?(?:giờ|h|g)(?:\s?\d{1,2}(?:\s?phút|\s?ph)?|\s?rưỡi)?(?![\w/])"
    rf"(?:\s(?:{HALF_OF_DAY})(?!\w))?|\d{{1,2}}[:.]\d\d(?!\d|[.:/]\d)(?:\s?(?:{HALF_OF_DAY})(?!\w))?|"
    r"\d{1,2}\s?[ap]\.?m\b\.?|noon|midday|midnight)"
)
_VIETNAMESE_ORDINAL = (
    r"nhất|hai|ba|tư|bốn|năm|sáu|bảy|tám|chín|mười(?:\s+(?:một|hai|ba|bốn|tư|lăm|sáu|bảy|tám|chín))?|"
    r"(?:hai|ba|bốn|năm)\s+(?:mươi|mốt|lăm)"
)
_ORDINAL_NAME = (
    r"(?:twenty-|thirty-|forty-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|"
    r"thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth)|"
    r"\d{1,3}(?:st|nd|rd|th)"
)


@cache
def _tables() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in _LANGUAGES)


@cache
def phrases(section: str, key: str, language: str | None = None) -> Phrases:
    """The phrases of a list in both languages, or in one of them."""
    return Phrases(
        phrase
        for name, table in zip(_LANGUAGES, _tables(), strict=True)
        if language in (None, name)
        for phrase in listed(table[section].get(key, ""))
    )


@cache
def listed_words(section: str, key: str) -> frozenset[str]:
    """The phrases of a list as they are written."""
    return frozenset(" ".join(phrase.split()) for table in _tables() for phrase in listed(table[section].get(key, "")))


@cache
def templates(section: str, key: str) -> tuple[re.Pattern[str], ...]:
    """The templates of a list in both languages, compiled; `value` is the group between < and >."""
    return tuple(_compiled(template) for table in _tables() for template in table[section].get(key, ()))


@cache
def label(section: str, key: str) -> re.Pattern[str]:
    """A label of the list, up to behind its colon; to be matched where a line or a sentence begins."""
    phrase = one_of(listed_words(section, key))
    return re.compile(
        r"(?:#{1,6} |[-–—+*•]\s+|\*\*|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})[.)]\s*){0,2}"
        rf"(?P<label>{phrase})(?: (?:cuộc họp|hội nghị|phiên họp|buổi họp|kỳ họp|đại hội|họp))?"
        r"(?:\s*\([^()\n]{1,40}\))?(?:\*\*)?[ \t]*(?::|[ \t]\||[ \t][-–—](?=[ \t]))(?:\*\*)?[ \t]*",
        re.IGNORECASE,
    )


@cache
def _fields() -> dict[str, str]:
    number = rf"(?:\d{{1,3}}(?:[.,]\d{{3}})*(?:/\d{{1,4}})?|{one_of(listed_words('present', 'number_words'))})"
    fields = {
        "list": r"(?=\S)",
        "titled": r"(?=(?:ông|bà|đồng chí|đ/c|anh|chị|cô|thầy|các đồng chí|bác|chú)\s)",
        "counted": rf"(?={number}(?!\w))",
        "place": r"(?=[^\W\d_])",
        "run": rf"{NAME_WORD}(?:\s+{NAME_WORD}){{0,7}}",
        "inner": rf"{_INSIDE}{{3,200}}?",
        "bracket": r"\([^()\n]{1,80}\)",
        "aside": r"(?:(?!\n\s*\n)[^,;.]){1,90}",
        "small": rf"(?:{_SMALL_WORD}\s+){{0,2}}{_SMALL_WORD}",
        "party": rf"{_INSIDE}{{1,40}}?",
        "gap": rf"{_INSIDE}{{0,60}}?",
        "noun": rf"(?:(?![.,]\s){_INSIDE}){{2,60}}?(?!\w)",
        "noun_to_end": rf"(?:(?![.,]\s){_INSIDE}){{2,60}}?(?=\s*(?:[.,;:()]|\n\s*\n|\Z)|\s(?:dự|tham|có|nên|vậy)\b)",
        "clock": _CLOCK,
        "number": number,
        "year": r"\d{4}",
        "half": one_of(listed_words("time", "half")),
        "weekday": r"(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)",
        "ordinal": rf"(?:\d{{1,3}}|(?-i:[IVXLC]{{1,7}})|{_VIETNAMESE_ORDINAL})(?!\w)",
        "ordinal_name": _ORDINAL_NAME,
    }
    return fields | {f"{name}_2": pattern for name, pattern in fields.items()}


def _compiled(template: str) -> re.Pattern[str]:
    # The marks of the value stand in no text.
    marked = template.replace("<", "\ue000").replace(">", "\ue001")
    pattern = pattern_of(marked, _fields()).replace("\ue000", "(?P<value>").replace("\ue001", ")")
    return re.compile(rf"(?<![\w/]){pattern}(?!\w)" if pattern[-1:] != ")" else rf"(?<![\w/]){pattern}", re.IGNORECASE)


CLOCK = re.compile(rf"(?<![\w/.,:-]){_CLOCK}")
"""A time of day, in lower case."""
