"""Who is named in a text: the persons, offices and bodies that can be given something to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.tasks.wordlists import Word

Kind = Literal["person", "body", "role", "group", "pronoun", "name"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words `first` up to `end`, that name somebody; `name` is whom, without a person's title and role."""

    first: int
    end: int
    name: str
    kind: Kind


@dataclass(slots=True)
class People:
    """Who is known in a document: names that stand alone, and who was named last, by title and by sex."""

    names: set[str] = field(default_factory=set)
    last_by_title: dict[str, str] = field(default_factory=dict)
    last_body: str | None = None

    def learn(self, name: str) -> None:
        """A name that may stand alone later, whole, by its first or by its last word."""
        words = name.partition("(")[0].split()
        if words and all(word[0].isupper() for word in words):
            self.names |= {words[0], words[-1], name}
            # "NORM:" is Norm.
            self.names |= {word.capitalize() for word in (words[0], words[-1]) if word.isupper() and len(word) > 2}


def written(words: Sequence[Word], first: int, end: int) -> str:
    """Words as they stand, what is between them included, on one line."""
    parts = [words[first].text]
    for word in words[first + 1 : end]:
        parts += [" " if word.follows else word.ahead, word.text]
    return " ".join("".join(parts).split())
