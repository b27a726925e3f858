"""How an answer's quotes are shown: those that say the same folded together, those that differ side by side.

**Order.** An answer's quotes come surest first, but what follows one another in a transcript in the order said, where
its best quote would stand (`assistant.ask.as_said`). That order stays. A quote that is folded into another leaves its
place; those that differ stand where the surest of them would, newest document first, and so leave a run of a transcript
that they are part of, whose other quotes stay in the order said.

**Folded** are quotes of one meeting that say the same: from one document or from documents whose dates are unknown or
at most DAYS_OF_ONE_MEETING apart (a report appears in the days after), where the paragraphs, or the answering sentences
of SHORTEST_SENTENCE words or more, share at least SAME of their shingles (SHINGLE words in a row, lower case,
normalised, with diacritics; Jaccard), and none of the words that one has and the other hasn't is a number, a name or a
negation: "480 triệu" and "520 triệu" are not the same, however long the paragraph around them. The surest is shown.

**Differing** are quotes of documents of different dates on the same subject whose answering sentences name different
values of the kind that is asked for (`assistant.values`). The subject is the same where the documents are of one series
(their titles, without numbers and the words for meetings and minutes, share SAME_SERIES of their words) or where both
speak of nearly all that the question names (at least SPOKEN_OF of its content words, and of at least SPECIFIC). It is
no claim that one is wrong: the documents differ in what they say, no more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import PurePosixPath

from assistant.answer import Answer, Quote
from assistant.values import Value, differ, values
from assistant.wording import Reader
from index import Expected, expected, fold, normalise, tokens

SHINGLE = 3
SAME = 0.8
SHORTEST_SENTENCE = 8
DAYS_OF_ONE_MEETING = 3
SAME_SERIES = 0.6
SPOKEN_OF = 0.75
SPECIFIC = 4
_NEGATIONS = frozenset("không chưa chẳng chả đừng not no never none without cannot n't".split())
_NUMBER_WORDS = frozenset(
    "một hai ba bốn tư năm sáu bảy tám chín mười mươi trăm nghìn ngàn triệu tỷ tỉ nửa rưỡi one two three four five six "
    "seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand million billion half".split()
)
# Of a title, what says that it is a meeting's and not which.
_KINDS = frozenset(
    "biên bản báo cáo họp cuộc buổi phiên kỳ hội nghị giao ban thông báo kết luận nghị quyết tuần tháng quý năm lần "
    "thứ số ngày về của và minutes report meeting weekly monthly session record notes transcript call week month "
    "quarter number the a an of and on for".split()
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A quote as it is shown. `position` is its place in `Answer.found`, and `also` those folded into it."""

    position: int
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Quotes that are shown together: one, or two and more that `differ`, the newest document's first."""

    shown: tuple[Shown, ...]
    differ: bool = False


def grouped(answer: Answer) -> tuple[Group, ...]:
    """The answer's quotes in the order in which they are shown; each is there once, shown or among `also`."""
    quotes = answer.found
    if answer.from_tasks:
        # Each is a task of its own, also of those that one paragraph names, and they are in the order of their days.
        return tuple(Group((Shown(position),)) for position in range(len(quotes)))
    shown = _folded(quotes)
    differing = {} if answer.similar else _differing(answer, [each.position for each in shown])
    groups: list[Group] = []
    placed: set[int] = set()
    for each in _by_confidence(shown, differing, quotes):
        if each.position in placed:
            continue
        members = differing.get(each.position, (each.position,))
        placed.update(members)
        together = [one for position in members for one in shown if one.position == position]
        groups.append(Group(tuple(together), differ=len(together) > 1))
    return tuple(groups)


def in_order(answer: Answer) -> tuple[Quote, ...]:
    """All of the answer's quotes: those shown in their order, so that their numbers are those of the cards, then those
    folded into them.
    """
    shown = [each for group in grouped(answer) for each in group.shown]
    folded = [position for each in shown for position in each.also]
    quotes = answer.found
    return tuple(quotes[position] for position in (*(each.position for each in shown), *folded))


def _by_confidence(
    shown: Sequence[Shown], differing: dict[int, tuple[int, ...]], quotes: Sequence[Quote]
) -> list[Shown]:
    """In the answer's order, but each group that differs where its surest quote stands."""

    def place(each: Shown) -> int:
        members = differing.get(each.position, (each.position,))
        return max(members, key=lambda position: (quotes[position].confidence, -position))

    return sorted(shown, key=place)


def _folded(quotes: Sequence[Quote]) -> list[Shown]:
    """The surest of each set of quotes that say the same, where it stands itself."""
    surest = sorted(range(len(quotes)), key=lambda position: (-quotes[position].confidence, position))
    heads: dict[int, list[int]] = {}
    for position in surest:
        head = next((each for each in heads if says_the_same(quotes[each], quotes[position])), None)
        if head is None:
            heads[position] = []
        else:
            heads[head].append(position)
    return [Shown(position, tuple(heads[position])) for position in sorted(heads)]


def says_the_same(one: Quote, other: Quote) -> bool:
    """Whether two quotes of one meeting say the same in nearly the same words."""
    if not _of_one_meeting(one, other):
        return False
    return _nearly_equal(one.paragraph.text, other.paragraph.text, 1) or _nearly_equal(
        answering(one), answering(other), SHORTEST_SENTENCE
    )


def answering(quote: Quote) -> str:
    """The sentence that answers, the whole paragraph where none is highlighted."""
    text = quote.paragraph.text
    return " ".join(text[span.start : span.end] for span in quote.highlights) or text


def _of_one_meeting(one: Quote, other: Quote) -> bool:
    if one.paragraph.document == other.paragraph.document or one.date is None or other.date is None:
        return True
    days = [_day(each.date) for each in (one, other)]
    if days[0] is None or days[1] is None:
        # A month holds all of its days.
        return one.date.startswith(other.date) or other.date.startswith(one.date)
    return abs((days[0] - days[1]).days) <= DAYS_OF_ONE_MEETING


def _day(iso_date: str | None) -> date | None:
    try:
        return date.fromisoformat(iso_date or "")
    except ValueError:
        return None


def _nearly_equal(one: str, other: str, least_words: int) -> bool:
    words = [tokens(each) for each in (one, other)]
    if min(map(len, words)) < least_words:
        return False
    left, right = (_shingles(each) for each in words)
    return len(left & right) >= SAME * len(left | right) and not _differ_in_substance(one, other)


def _shingles(words: Sequence[str]) -> set[tuple[str, ...]]:
    """Words in a row; those of a shorter text are one shingle."""
    return {tuple(words[start : start + SHINGLE]) for start in range(max(1, len(words) - SHINGLE + 1))}


def _differ_in_substance(one: str, other: str) -> bool:
    left, right = (Counter(tokens(each)) for each in (one, other))
    changed = (left - right) + (right - left)
    names = _capitalised(one) | _capitalised(other)
    if left - right and right - left:
        # A word in place of another may be a name where it begins the sentence as well: "Lan trình …", "Minh trình …".
        names |= _capitalised(one, opening=True) | _capitalised(other, opening=True)
    return any(
        word in _NEGATIONS or word in _NUMBER_WORDS or word in names or any(map(str.isdigit, word)) for word in changed
    )


def _capitalised(text: str, *, opening: bool = False) -> set[str]:
    """The words with a capital inside sentences, or those that open one; in lower case."""
    found = re.finditer(r"(?P<opens>(?:^|[.!?…]\W+))?(?P<word>\w+)", normalise(text))
    return {
        each["word"].lower() for each in found if each["word"][0].isupper() and (each["opens"] is not None) == opening
    }


def _differing(answer: Answer, positions: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """For each position that is part of one, the group of those that differ, newest first."""
    asked = answer.searched
    kind = expected(asked)
    if not answer.answered or kind is None:
        return {}
    quotes = answer.found
    named = {position: _values(kind, quotes[position], asked) for position in positions}
    groups: dict[int, set[int]] = {}
    for one, other in combinations(positions, 2):
        if (
            differ(named[one], named[other])
            and of_different_dates(quotes[one], quotes[other])
            and _on_one_subject(quotes[one], quotes[other], asked)
        ):
            together = groups.get(one, {one}) | groups.get(other, {other})
            groups.update(dict.fromkeys(together, together))
    return {
        position: tuple(sorted(members, key=lambda each: (_descending(quotes[each].date), each)))
        for position, members in groups.items()
    }


def _values(kind: Expected, quote: Quote, asked: str) -> list[Value]:
    return values(kind, answering(quote), asked)


def of_different_dates(one: Quote, other: Quote) -> bool:
    """Whether their documents have dates that can't be the same."""
    if one.date is None or other.date is None:
        return False
    return not (one.date.startswith(other.date) or other.date.startswith(one.date))


def _descending(iso_date: str | None) -> tuple[int, ...]:
    return tuple(-int(part) for part in re.findall(r"\d+", iso_date or ""))


def _on_one_subject(one: Quote, other: Quote, asked: str) -> bool:
    if of_one_series(one, other):
        return True
    named = content_words(asked) - _KINDS
    if len(named) < SPECIFIC:
        return False
    folded = {fold(word) for word in named}
    return all(len(folded & _spoken_of(each)) >= SPOKEN_OF * len(folded) for each in (one, other))


def of_one_series(one: Quote, other: Quote) -> bool:
    """Whether the titles of their documents, or else their names, tell of one series of meetings."""
    return names_one_series(*((each.title, each.paragraph.document) for each in (one, other)))


def names_one_series(one: tuple[str | None, str], other: tuple[str | None, str]) -> bool:
    """Whether the titles, or else the names, of two documents tell of one series of meetings."""
    series = [_series(*each) for each in (one, other)]
    common = len(series[0] & series[1])
    return common > 0 and common >= SAME_SERIES * len(series[0] | series[1])


def _series(title: str | None, document: str) -> set[str]:
    title = title or PurePosixPath(document).stem.replace("-", " ").replace("_", " ")
    return {word for word in tokens(title) if word not in _KINDS and not any(map(str.isdigit, word))}


def content_words(text: str) -> set[str]:
    """Neither grammar nor question words, in either language."""
    text = normalise(text)
    return set(Reader(True, False).content(text)) & set(Reader(False, False).content(text))


def _spoken_of(quote: Quote) -> set[str]:
    context = (quote.title, quote.paragraph.heading, quote.paragraph.text)
    return {fold(word) for part in context if part for word in tokens(part)}
