"""From a question to what it asks of the task lines; None for a question about anything else.

forms.toml holds how people ask. A form must fit all of a question besides its time: so a question for one fact ("who
must send the report?") stays what it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from index.models import Span
from index.task_questions.days import Times, times_in
from index.task_questions.folding import folded
from index.task_questions.models import Period, TaskQuestion
from index.tasks.templates import one_of, pattern_of
from index.text import normalise

_TABLE = Path(__file__).with_name("forms.toml")
_WORD_OF_TABLE = re.compile(r"\{(\w+)\}")
# In characters; a longer question asks for more than a form can say.
_LONGEST = 200
# So many words may name somebody, or tell what is asked about.
_SLOTS = {
    "who": r"(?:[^\W_](?:[\w.&/-]*[\w.])?)(?:[ ,]+(?:- )?[\w.&/-]*\w\.?){0,9}?",
    "topic": r"\w(?:[^,]{0,118}[^\s,])?",
}
# A name that begins so is none: who is meant isn't said, or is asked.
_NOBODY = frozenset(
    "ai gi nao nhung nguoi viec cai who what which anyone anybody someone somebody it that this there toi minh i me my "
    "you your we us he she they".split()
)


@dataclass(frozen=True, slots=True)
class _Form:
    pattern: re.Pattern[str]
    asks: TaskQuestion
    needs_due: bool


class _Table:
    """forms.toml, compiled."""

    def __init__(self) -> None:
        raw = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
        around = raw["around"]
        self.before = re.compile(rf"(?:(?:{one_of(map(folded, around['before']))})(?!\w)[\s,:]*)+")
        self.behind = re.compile(rf"(?:[\s,]*(?<!\w)(?:{one_of(map(folded, around['behind']))}))+$")
        self.forms = [form for row in raw["form"] for form in _forms(row, raw["words"])]


def _forms(row: Mapping[str, Any], words: Mapping[str, Sequence[str]]) -> Iterator[_Form]:
    asks = TaskQuestion(
        due=Period(None, None) if row.get("dated", False) else None,
        overdue=row.get("overdue", False),
        who=row.get("who", False),
        since_meeting=row.get("since_meeting", False),
        needs_known=row.get("known", False),
    )
    if "kinds" in row:
        asks = replace(asks, kinds=tuple(row["kinds"]))
    for template in row["words"]:
        pattern = pattern_of(folded(_written_out(template, words)), _SLOTS)
        yield _Form(re.compile(pattern), asks, row.get("needs_due", False))


def _written_out(template: str, words: Mapping[str, Sequence[str]]) -> str:
    """A form with the words that its names stand for."""

    def meant(match: re.Match[str]) -> str:
        return match[0] if match[1] in _SLOTS else f"({_written_out('|'.join(words[match[1]]), words)})"

    return _WORD_OF_TABLE.sub(meant, template)


@cache
def _table() -> _Table:
    return _Table()


def read_task_question(question: str, today: date, years_back: int = 0) -> TaskQuestion | None:
    """What a question asks of the task lines, seen from `today`; None where it asks for something else.

    `years_back` is for a `yearless` one: by how many years earlier its days are.
    """
    text = normalise(question).replace("’", "'").rstrip("?!.… ")
    if len(text) > _LONGEST:
        return None
    times = times_in(text, today, years_back)
    for read in dict.fromkeys((times, None)):
        asked = _read(text, read)
        if asked is not None:
            return asked
    return None


def _read(text: str, times: Times | None) -> TaskQuestion | None:
    table = _table()
    rest = _without(text, times.spans if times is not None else ())
    low = folded(rest)
    first, last = _inside(low)
    for start, end in dict.fromkeys(((first, last), (first, len(low.rstrip())), (0, last), (0, len(low.rstrip())))):
        for form in table.forms:
            match = form.pattern.fullmatch(low, start, end)
            if match is None or (form.needs_due and times is None):
                continue
            who, topic = (_slot(rest, match, name) for name in ("who", "topic"))
            if who is not None and folded(who).split()[0] in _NOBODY:
                return None
            if topic is not None and times is not None and _is_inside(text, times):
                # "Decisions about Sunday deliveries" are about these.
                continue
            return _with_times(replace(form.asks, assignee=who, topic=topic), times)
    return None


def _is_inside(text: str, times: Times) -> bool:
    """Whether words stand before and behind a time."""
    return any(text[: each.start].strip(" ,:") and text[each.end :].strip(" ,:") for each in times.spans)


def _with_times(asked: TaskQuestion, times: Times | None) -> TaskQuestion:
    """What was decided in March is what a meeting in March decided; tasks of March are due in it."""
    if times is None:
        return asked
    if asked.kinds == ("decision",):
        return replace(asked, held=times.period, yearless=times.yearless)
    return replace(asked, due=times.period, yearless=times.yearless)


def _inside(low: str) -> tuple[int, int]:
    """Where the question begins behind the words that say nothing, and where it ends before such words."""
    table = _table()
    opening = table.before.match(low)
    closing = table.behind.search(low)
    first = 0 if opening is None else opening.end()
    last = len(low.rstrip()) if closing is None else closing.start()
    return (first, last) if first < last else (0, len(low.rstrip()))


def _without(text: str, spans: Sequence[Span]) -> str:
    """The text without these ranges and the commas left around them."""
    for span in sorted(spans, key=lambda each: each.start, reverse=True):
        text = f"{text[: span.start].rstrip(' ,')} {text[span.end :].lstrip(' ,:')}"
    return text.strip(" ,:")


def _slot(text: str, match: re.Match[str], name: str) -> str | None:
    found = match.groupdict().get(name)
    return None if found is None else text[match.start(name) : match.end(name)].strip(" ,")
