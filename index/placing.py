"""On which of the lines that there are now each mark stands.

A mark that is taken for another task's would hide that task, which is worse than one to be looked at again: where it
can't be told, a mark stays without a line, and is shown with the words that it was put on. So a line that is only much
like the mark's must be as good as the same: with the same numbers, initials and negations, given to the same people,
and none that stood beside it unmarked when the mark was made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from index.marks import Mark
from index.task_lines import TaskLine
from index.text import fold, tokens

# Of 100: a slip of the pen mended in a line of ordinary length, or a word more.
_LEAST_ALIKE = 90.0
# The next likeliest line is to be so much less alike.
_LEAST_AHEAD = 3.0
# Of a line that other rules cut otherwise: how much of the longer is the shorter, and of one in its old place.
_LEAST_SHARE = 0.6
_LEAST_OVERLAP = 0.5
_NEGATIONS = frozenset("không chưa chẳng đừng chớ not no never cannot without".split())
_ROMAN = frozenset("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx".split())

# The text of a document of the library by its name, None where there is none.
TextOf = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class _Words:
    """A line as it is compared: its words, those of them that tell two lines apart, and to whom it was given."""

    words: str
    telling: tuple[str, ...]
    people: frozenset[str]


# The lines stay the same from one look at the board to the next.
@lru_cache(maxsize=1 << 15)
def _words(text: str, assignees: tuple[str, ...]) -> _Words:
    words = tokens(text)
    telling = sorted(word for word in words if _tells(word))
    return _Words(" ".join(words), tuple(telling), frozenset(" ".join(tokens(fold(each))) for each in assignees))


def placed(lines: Sequence[TaskLine], marks: Sequence[Mark], text_of: TextOf) -> dict[int, Mark]:
    """The marks by the positions of their lines among `lines`, which are all of the library; each line has one at most.

    The surest first: the same words in the same document; its old place there, where other rules cut the line
    otherwise; much the same words there; and, of a document that is gone, the same words of a meeting of that day.
    """
    return _Placing(lines, marks, text_of).found


def beside(lines: Sequence[TaskLine], position: int) -> tuple[int, tuple[str, ...]]:
    """What tells a line from the others of its document: which it is of those with the same words and assignees, from
    0, and the words of others that it could be taken for.
    """
    line = lines[position]
    words = _words_of(line)
    nth, others = 0, dict[str, None]()
    for number, other in enumerate(lines):
        if other.document != line.document or number == position:
            continue
        its = _words_of(other)
        if its == words:
            nth += number < position
        elif its.words == words.words or _alike(words, its) is not None:
            others[other.text] = None
    return nth, tuple(others)


class _Placing:
    """One pass after another over what has no place yet."""

    def __init__(self, lines: Sequence[TaskLine], marks: Sequence[Mark], text_of: TextOf) -> None:
        self.found: dict[int, Mark] = {}
        self._lines = lines
        self._text_of = text_of
        self._in_document: dict[str, list[int]] = defaultdict(list)
        for position, line in enumerate(lines):
            self._in_document[line.document].append(position)
        self._by_words: dict[str, dict[str, list[int]]] = {}
        self._left = sorted(marks, key=lambda mark: (mark.document, mark.nth, mark.done_at, mark.id))
        for pass_ in (self._same, self._same_words, self._same_place):
            self._settle(pass_)
        self._settle_alike()
        self._settle(self._elsewhere)

    def _settle(self, pass_: Callable[[Mark], int | None]) -> None:
        left = []
        for mark in self._left:
            position = pass_(mark)
            if position is None:
                left.append(mark)
            else:
                self.found[position] = mark
        self._left = left

    def _same(self, mark: Mark) -> int | None:
        """The line of the same words and assignees; of several the one that it was."""
        wanted = _words(mark.text, mark.assignees)
        same = [each for each in self._with_words(mark.document, wanted.words) if self._of(each) == wanted]
        if len(same) > mark.nth and same[mark.nth] not in self.found:
            return same[mark.nth]
        return next((position for position in reversed(same) if position not in self.found), None)

    def _same_words(self, mark: Mark) -> int | None:
        """The line of the same words, where there is but one: to whom it is given was corrected, or read otherwise."""
        words = _words(mark.text, ()).words
        if words in _beside(mark):
            return None
        same = self._with_words(mark.document, words)
        return _only(each for each in same if each not in self.found)

    def _same_place(self, mark: Mark) -> int | None:
        """The line in the mark's own place, where the text still reads there as it did."""
        free = self._free(mark)
        text = self._text_of(mark.document) if free else None
        if text is None or text[mark.start : mark.end] != mark.text:
            return None
        overlaps = {position: _overlap(mark, self._lines[position]) for position in free}
        best = max(overlaps, key=lambda position: overlaps[position])
        return best if overlaps[best] >= _LEAST_OVERLAP else None

    def _settle_alike(self) -> None:
        """Each line that is much like a mark's, and like no other's nearly as much; the most alike first."""
        pairs = []
        for mark in self._left:
            words, others = _words(mark.text, mark.assignees), _beside(mark)
            free = (each for each in self._free(mark) if self._of(each).words not in others)
            alike = {each: much for each in free if (much := _alike(words, self._of(each))) is not None}
            ranked = sorted(alike, key=lambda position: alike[position], reverse=True)
            if ranked and (len(ranked) == 1 or alike[ranked[0]] - alike[ranked[1]] >= _LEAST_AHEAD):
                pairs.append((alike[ranked[0]], mark.id, ranked[0], mark))
        for _, _, position, mark in sorted(pairs, reverse=True, key=lambda pair: pair[:2]):
            if position not in self.found:
                self.found[position] = mark
                self._left.remove(mark)

    def _elsewhere(self, mark: Mark) -> int | None:
        """The only line of the same words in another document of that day, where the mark's is gone: it was renamed."""
        if mark.meeting_date is None or self._text_of(mark.document) is not None:
            return None
        wanted = _words(mark.text, mark.assignees)
        return _only(
            each
            for document, positions in self._in_document.items()
            if self._lines[positions[0]].meeting_date == mark.meeting_date
            for each in self._with_words(document, wanted.words)
            if each not in self.found and self._of(each) == wanted
        )

    def _with_words(self, document: str, words: str) -> list[int]:
        """The lines of a document with exactly these words."""
        if document not in self._by_words:
            by_words: dict[str, list[int]] = defaultdict(list)
            for position in self._in_document.get(document, ()):
                by_words[self._of(position).words].append(position)
            self._by_words[document] = by_words
        return self._by_words[document].get(words, [])

    def _free(self, mark: Mark) -> list[int]:
        return [position for position in self._in_document.get(mark.document, ()) if position not in self.found]

    def _of(self, position: int) -> _Words:
        return _words_of(self._lines[position])


def _words_of(line: TaskLine) -> _Words:
    return _words(line.text, line.task.assignees)


def _beside(mark: Mark) -> set[str]:
    return {_words(each, ()).words for each in mark.beside}


@lru_cache(maxsize=1 << 15)
def _tells(word: str) -> bool:
    return len(word) == 1 or word in _ROMAN or word in _NEGATIONS or any(char.isdigit() for char in word)


def _alike(one: _Words, other: _Words) -> float | None:
    """How alike two lines are, 0 to 100; None where they may be two."""
    if one.telling != other.telling or (one.people and other.people and one.people != other.people):
        return None
    short, long = sorted((one.words, other.words), key=len)
    if len(short) >= _LEAST_SHARE * len(long) and f" {short} " in f" {long} ":
        return 100.0
    alike: float = fuzz.ratio(one.words, other.words, score_cutoff=_LEAST_ALIKE)
    return alike or None


def _overlap(mark: Mark, line: TaskLine) -> float:
    """The share of both that they have in common, 0 to 1."""
    task = line.task
    common = min(mark.end, task.end) - max(mark.start, task.start)
    return max(0, common) / (max(mark.end, task.end) - min(mark.start, task.start))


def _only(positions: Iterable[int]) -> int | None:
    found: Iterator[int] = iter(positions)
    first = next(found, None)
    return first if next(found, None) is None else None
