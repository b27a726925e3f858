"""What leads into the items of a list: the line above them and, nested, the items that they stand under.

An item read by itself ("- Trình phương án trước 30/6") doesn't say whom or what it is about; that line does ("Giao Sở
Tài chính:"). So it is context of the item, as a heading is.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from index.loaders.blocks import LONG_LINE, lines
from index.loaders.headings import level_of
from index.loaders.metadata import plain_heading
from index.text import fold, sentences

# As much of a line as leads into a list, in code points.
LONGEST_LEAD_IN = LONG_LINE
_BULLET = re.compile(r"\s*(?P<bullet>[-–—+•*▪◦·])\s")
_NUMBER = re.compile(
    r"\s*\(?(?:(?P<deep>\d{1,3}(?:\.\d{1,3})+)|(?P<number>\d{1,3})|(?P<roman>[IVX]{1,5})|(?P<capital>[A-ZĐ])|"
    r"(?P<letter>[a-zđ]|[ivx]{2,5}))[.)]\s"
)
_PART = re.compile(r"\s*(?:phan|chuong|muc|dieu|part|chapter|section|article)\s")
# How deep the marks of items stand, smaller is higher; between parts and bullets those of an official document, whose
# order is I., 1., 1.1., a). Of bullets the one that comes first is the higher.
_CAPITAL, _ROMAN, _NUMBERED, _LETTER, _FIRST_BULLET = 20, 21, 22, 40, 50


class Piece(Protocol):
    """A range of the text; `continues` where it is the rest of a paragraph that was cut for its length."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def continues(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class LeadIns:
    """`labels` are the lines that lead into a piece, highest first. `alone` marks one that is such a line and no more:
    context of the items that follow it.
    """

    labels: tuple[str, ...]
    alone: bool


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line that items may stand under, and the mark that it begins with; "" for a line without one."""

    level: int
    mark: str
    label: str


def lead_ins(text: str, pieces: Sequence[Piece], breaks: Sequence[int]) -> list[LeadIns]:
    """For each piece, in the order of the text, what leads into it. A heading between two (`breaks`) ends all lists."""
    found: list[LeadIns] = []
    path: list[_Entry] = []
    remaining = deque(sorted(breaks))
    for number, piece in enumerate(pieces):
        if remaining and remaining[0] < piece.start:
            path = []
        while remaining and remaining[0] < piece.start:
            remaining.popleft()
        labels: tuple[str, ...] | None = None
        for entry in _entries(text[piece.start : piece.end]):
            if piece.continues and labels is None and (entry is None or not entry.mark):
                # The rest of an item: its beginning says what it is about.
                labels = tuple(each.label for each in path)
                continue
            placed = None if entry is None or not entry.label else _placed(entry, path)
            path = [] if placed is None else [each for each in path if each.level < placed.level]
            if labels is None:
                labels = tuple(each.label for each in path)
            if placed is not None:
                path.append(placed)
        follows = pieces[number + 1] if number + 1 < len(pieces) else None
        if follows is not None and remaining and remaining[0] < follows.start:
            follows = None
        alone = follows is not None and _leads_only(text, piece, follows)
        found.append(LeadIns(labels or (), alone))
    return found


def is_lead_in(line: str) -> bool:
    """Whether a line ends as one that leads into something, whatever marks its words as bold."""
    return line.rstrip(" \t*_").endswith(":") and any(char.isalnum() for char in line)


def _leads_only(text: str, piece: Piece, follows: Piece) -> bool:
    """A short line that ends with a colon, before an item that stands under it."""
    line = text[piece.start : piece.end]
    if len(line) > LONGEST_LEAD_IN or not is_lead_in(line) or len(list(_entries(line))) > 1:
        return False
    own, below = _level(line), _level(text[follows.start : follows.end])
    return below is not None and (own is None or below[0] > own[0] or (below[0] == own[0] and below[1] != own[1]))


def _entries(piece: str) -> Iterator[_Entry | None]:
    """What stands before the first item of a piece, None where nothing can stand under it, and each item."""
    starts = [line.start for line in lines(piece) if line.start == 0 or _level(piece[line.start : line.end])]
    for start, end in zip(starts, [*starts[1:], len(piece)], strict=True):
        line = piece[start:end]
        level = _level(line)
        if level is not None:
            yield _Entry(*level, _label(line))
        else:
            yield _Entry(-1, "", _label(line)) if is_lead_in(line) else None


def _level(line: str) -> tuple[int, str] | None:
    """How deep an item's mark stands and which it is; None where the line is no item."""
    if _PART.match(fold(line[:LONG_LINE])):
        level = level_of(line)
        return None if level is None else (level, "part")
    match = _BULLET.match(line)
    if match is not None:
        return _FIRST_BULLET, match["bullet"]
    match = _NUMBER.match(line)
    if match is None:
        return None
    if match["deep"]:
        dots = match["deep"].count(".")
        return _NUMBERED + dots, "deep"
    kinds = (("number", _NUMBERED), ("roman", _ROMAN), ("capital", _CAPITAL), ("letter", _LETTER))
    return next((level, kind) for kind, level in kinds if match[kind])


def _placed(entry: _Entry, path: Sequence[_Entry]) -> _Entry:
    """The entry with the level of a bullet: that of its like above it, or one deeper than the bullets above it."""
    if entry.level < _FIRST_BULLET:
        return entry
    bullets = [each for each in path if each.level >= _FIRST_BULLET]
    level = next((each.level for each in bullets if each.mark == entry.mark), None)
    deepest = max((each.level for each in bullets), default=_FIRST_BULLET - 1)
    return _Entry(deepest + 1 if level is None else level, entry.mark, entry.label)


def _label(line: str) -> str:
    """An item's words on one line, without its bullet; of other text the sentence that leads in, which is the last.

    Cut at a word's end where they are long.
    """
    match = _BULLET.match(line)
    if match is not None:
        line = line[match.end() :]
    elif _level(line) is None:
        last = list(sentences(line))[-1]
        line = line[last.start : last.end]
    label = plain_heading(line).removesuffix(":")
    if len(label) <= LONGEST_LEAD_IN:
        return label
    return f"{label[: LONGEST_LEAD_IN - 1].rsplit(maxsplit=1)[0].rstrip(' ,;:')}…"
