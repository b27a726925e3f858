"""Every word of the product in each language it speaks.

A catalogue is a visible dict from a key to a format string; both languages have the same keys and the same fields. Keys
that end in ".one" and ".other" are for counts. The error classes of the library stand under "error." and the reasons of
an Answer under "reason.".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.settings import Language
from assistant.ui.messages.en import ENGLISH
from assistant.ui.messages.vi import VIETNAMESE
from index import HoiHopError

CATALOGUES: Mapping[Language, Mapping[str, str]] = {"vi": VIETNAMESE, "en": ENGLISH}


@dataclass(frozen=True, slots=True)
class Speech:
    """Says the messages of one language. An unknown key or a missing value is a KeyError: a fault of the program."""

    language: Language

    def __call__(self, key: str, **values: str | int) -> str:
        return CATALOGUES[self.language][key].format(**values)

    def number(self, value: int) -> str:
        """With the language's mark between thousands: 1.234 in Vietnamese, 1,234 in English."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.language == "vi" else grouped

    def decimal(self, value: float, digits: int) -> str:
        """With the language's mark before the decimals: 0,99997 in Vietnamese, 0.99997 in English."""
        written = str(round(value, digits))
        return written.replace(".", ",") if self.language == "vi" else written

    def count(self, key: str, value: int) -> str:
        """The message for so many things; its field is `count`."""
        return self(f"{key}.one" if value == 1 else f"{key}.other", count=self.number(value))

    def explain(self, error: HoiHopError) -> str:
        """The sentence for an error, or for the nearest of its base classes that has one."""
        catalogue = CATALOGUES[self.language]
        for kind in type(error).__mro__:
            message = catalogue.get(f"error.{kind.__name__}")
            if message is not None:
                return message.format_map(_Values(error.values))
        return str(error)


class _Values(dict[str, str | int]):
    """A value that an error doesn't carry is left out of its sentence rather than hiding the error behind another."""

    def __missing__(self, key: str) -> str:
        return "?"
