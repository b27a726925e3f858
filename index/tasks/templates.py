"""The small language of the tables' phrases: "[…]" may be missing, "(a|b)" is one of these, {name} a field."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_FIELD = re.compile(r"\{(\w+)\}")
_SYNTAX = {"[": "(?:", "]": ")?", "(": "(?:", ")": ")", "|": "|"}


def pattern_of(template: str, fields: Mapping[str, str]) -> str:
    """A template as a regular expression; `fields` are those of its fields by their names."""
    parts = _FIELD.split(template)
    literal, named = parts[::2], parts[1::2]
    pieces = [_literal(literal[0])]
    for name, behind in zip(named, literal[1:], strict=True):
        pieces += [f"(?P<{name}>{fields[name]})", _literal(behind)]
    return "".join(pieces)


def _literal(text: str) -> str:
    return "".join(
        r"\s+" if character == " " else _SYNTAX.get(character, re.escape(character))
        for character in re.sub(r"\s+", " ", text)
    )


def one_of(phrases: Iterable[str]) -> str:
    """One of the phrases, the longest that fits."""
    return "|".join(_spaced(phrase) for phrase in sorted(phrases, key=len, reverse=True))


def _spaced(phrase: str) -> str:
    return r"\s+".join(re.escape(word) for word in phrase.split())


def before(phrases: Iterable[str]) -> re.Pattern[str]:
    """One of the phrases at the end of what is searched, with the white space behind it."""
    return re.compile(rf"(?<![\w])(?P<phrase>{one_of(phrases)})\s*$")


def behind(phrases: Iterable[str]) -> re.Pattern[str]:
    """One of the phrases at the beginning of what is matched, after white space."""
    return re.compile(rf"\s*(?P<phrase>{one_of(phrases)})(?!\w)")
