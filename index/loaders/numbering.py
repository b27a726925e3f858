"""The numbers and bullets that Word draws before paragraphs. No paragraph's text holds them, so they are counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from index.loaders.numerals import bullet, numeral


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: its format ("decimal", "bullet", …), its text ("%1.%2.") and its first number."""

    form: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of a document, and how far each has counted."""

    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    # The same levels as they stand in the file, for the font of their numbers.
    elements: dict[tuple[str, int], Element] = field(default_factory=dict)
    # A list's number to the definition that it counts with: lists of one definition go on counting together.
    definitions: dict[str, str] = field(default_factory=dict)
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Element | None) -> Numbering:
        """From the root of numbering.xml; of a document without one, no lists."""
        numbering = cls()
        for definition in root.iterchildren(qn("w:abstractNum")) if root is not None else ():
            name = definition.get(qn("w:abstractNumId"), "")
            for level in definition.iterchildren(qn("w:lvl")):
                depth = int(level.get(qn("w:ilvl"), "0"))
                numbering.elements[name, depth] = level
                numbering.levels[name, depth] = Level(
                    form=_value(level, "w:numFmt", "decimal"),
                    text=_value(level, "w:lvlText", ""),
                    start=_whole(_value(level, "w:start", "1"), 1),
                )
        for number in root.iterchildren(qn("w:num")) if root is not None else ():
            name = number.get(qn("w:numId"), "")
            numbering.definitions[name] = _value(number, "w:abstractNumId", "")
            for override in number.iterchildren(qn("w:lvlOverride")):
                start = _value(override, "w:startOverride", "")
                if start:
                    numbering.overrides[name, int(override.get(qn("w:ilvl"), "0"))] = _whole(start, 1)
        return numbering

    def element(self, list_id: str, depth: int) -> Element | None:
        """The level of a list as it stands in the file."""
        return self.elements.get((self.definitions.get(list_id, ""), depth))

    def next_marker(self, list_id: str, depth: int) -> str:
        """What Word draws before the next paragraph of a list ("3.", "b)", "•"), or "" where it draws nothing."""
        definition = self.definitions.get(list_id)
        level = self.levels.get((definition or "", depth))
        if definition is None or level is None:
            return ""
        restart = self.overrides.pop((list_id, depth), None)
        start = level.start if restart is None else restart
        running = self.counts.get((definition, depth))
        self.counts[definition, depth] = start if running is None or restart is not None else running + 1
        for deeper in [key for key in self.counts if key[0] == definition and key[1] > depth]:
            del self.counts[deeper]
        if level.form == "bullet":
            return bullet(level.text)
        return re.sub(r"%(\d)", lambda match: self._number(definition, int(match[1]) - 1), level.text).strip()

    def _number(self, definition: str, depth: int) -> str:
        level = self.levels.get((definition, depth))
        if level is None:
            return ""
        number = self.counts.setdefault((definition, depth), level.start)
        return numeral(number, level.form)


def _value(parent: Element, name: str, default: str) -> str:
    child = parent.find(qn(name))
    return default if child is None else child.get(qn("w:val"), default)


def _whole(value: str, default: int) -> int:
    return int(value) if value.isdecimal() else default
