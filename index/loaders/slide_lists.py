"""The bullets and numbers that PowerPoint draws before paragraphs: the paragraph's own, or those its placeholder has.

As ECMA-376 part 1 has it (21.1.2.4): the paragraph, the shape, the same placeholder of the layout and of the master,
and then the master's text styles each may say it for a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn
from pptx.shapes.base import BaseShape
from pptx.slide import Slide, SlideLayout, SlideMaster

from index.loaders.numerals import bullet, numeral

_FORMS = {
    "arabic": "decimal",
    "alphaLc": "lowerLetter",
    "alphaUc": "upperLetter",
    "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}
_AROUND = {"Period": "{}.", "ParenR": "{})", "ParenBoth": "({})", "Plain": "{}"}
_BODIES = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, PP_PLACEHOLDER.VERTICAL_OBJECT)


@dataclass(slots=True)
class Lists:
    """What may say how the paragraphs of a shape are marked, the nearest first, and how far each level has counted."""

    styles: list[Element]
    counts: dict[int, tuple[str, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, shape: BaseShape, slide: Slide) -> Lists:
        """Those of a shape on a slide."""
        return cls(list(_styles(shape, slide)))

    def next_marker(self, paragraph: Element) -> str:
        """What is drawn before the shape's next paragraph ("•", "3.", "b)"), or ""."""
        own = paragraph.find(qn("a:pPr"))
        level = int(own.get("lvl", "0")) if own is not None else 0
        mark = next((found for each in self._said_of(own, level) if (found := _mark(each)) is not None), None)
        for deeper in [each for each in self.counts if each > level]:
            del self.counts[deeper]
        if mark is None or mark.tag == qn("a:buNone"):
            self.counts.pop(level, None)
            return ""
        if mark.tag != qn("a:buAutoNum"):
            self.counts.pop(level, None)
            return bullet(mark.get("char", ""))
        kind, start = mark.get("type", "arabicPeriod"), int(mark.get("startAt", "1"))
        counted, number = self.counts.get(level, ("", 0))
        number = number + 1 if counted == kind else start
        self.counts[level] = (kind, number)
        form = next((name for name in _FORMS if kind.startswith(name)), "arabic")
        return _AROUND.get(kind.removeprefix(form), "{}.").format(numeral(number, _FORMS[form]))

    def _said_of(self, own: Element | None, level: int) -> Iterator[Element]:
        if own is not None:
            yield own
        for style in self.styles:
            properties = style.find(qn(f"a:lvl{level + 1}pPr"))
            if properties is not None:
                yield properties


def _mark(properties: Element) -> Element | None:
    names = ("a:buNone", "a:buAutoNum", "a:buChar", "a:buBlip")
    return next((mark for name in names if (mark := properties.find(qn(name))) is not None), None)


def _styles(shape: BaseShape, slide: Slide) -> Iterator[Element]:
    yield from _list_style(shape)
    if not shape.is_placeholder:
        return
    kind, place = shape.placeholder_format.type, shape.placeholder_format.idx
    for placeholder in _placeholders(slide.slide_layout):
        if placeholder.placeholder_format.idx == place:
            yield from _list_style(placeholder)
    if kind not in _BODIES:
        return
    master = slide.slide_layout.slide_master
    for placeholder in _placeholders(master):
        if placeholder.placeholder_format.type == PP_PLACEHOLDER.BODY:
            yield from _list_style(placeholder)
    yield from master.element.iter(qn("p:bodyStyle"))


def _placeholders(holder: SlideLayout | SlideMaster) -> Iterator[BaseShape]:
    found: Iterable[BaseShape] = holder.placeholders
    yield from found


def _list_style(shape: BaseShape) -> Iterator[Element]:
    style = shape._element.find(qn("p:txBody") + "/" + qn("a:lstStyle"))
    if style is not None:
        yield style
