"""The lines of clauses and of rows of tables, with their deadlines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.tasks.calendar import Meeting
from index.tasks.clauses import Sentence, trimmed_end
from index.tasks.due import NOT_DUE, Due, DuePhrase, due_of, due_phrases, is_over
from index.tasks.models import Context, Reading
from index.tasks.named import short_name
from index.tasks.plain import Plain
from index.tasks.rows import Cell, Columns, cells_of, columns_of, row_of, without_number
from index.tasks.state import MOVED, Grammar, Line, State
from index.tasks.wordlists import words_of

# What somebody tells goes on to the end of the sentence, but for what is ordered, decided or taken on there.
_TELLING = frozenset({"say", "tell", "first person", "told of"})
_OF_THE_SPEAKER = frozenset({"I will", "we will", "we settle on"})
_OF_WHO_LEADS = frozenset({"order to somebody", "decided by somebody"})
_OF_NOBODY = frozenset({"thing with a date", "deed by a day", "settled", "thing in a list", "thing decided"})
_MONTH = 28
_PARTED = re.compile(r"[;.]")
_BRACKETS = re.compile(r"\((?P<who>[^(),;\d]{2,40})(?:[,;][^()]*)?\)?$")

# What stands between two clauses.
_IN_FRONT = " \t\n,;:.-–•"

# "Anh Tùng – báo giá cửa – 20/3".
_LAST_DAY = re.compile(r"(?:\s[-–—]\s|\()(?P<day>\d{1,2}/\d{1,2}(?:/\d{4})?)\)?$")
# "The council today meets …", as the press begins.
_MEETS = (["họp"], ["meets"])


def add_clauses(text: Plain, start: int, end: int, context: Context, grammar: Grammar, state: State) -> None:
    """Reads the clauses of a sentence."""
    if context.lead == "note":
        due = due_of(due_phrases(text, start, end, state.meeting))
        state.lines.append(Line(Reading(start, end, "note", "note"), end, due, (), context))
        return
    cuts = [start, *grammar.cuts(text, start, end, state.people), end]
    ended = None
    before_it = len(state.lines)
    before, subject = context.before, context.subject
    proposal, state.proposal = state.proposal, None
    for first, last in zip(cuts, cuts[1:], strict=False):
        after_semicolon = _PARTED.search(text.text, max(0, first - 3), first) is not None
        if after_semicolon:
            ended = None
        if ended is not None and ended not in _TELLING:
            continue
        stop = trimmed_end(text, first, last)
        stop = grammar.without_tail(text, first, stop)
        if first > start and _tells_deadline(text, first, stop, grammar):
            _give_deadline(text, first, stop, state, before_it)
            continue
        if proposal is not None and grammar.accepts(text, first, stop, state.people):
            _accept(proposal, state)
            proposal, ended = None, None
            continue
        if first > start and len(state.lines) > before_it and grammar.settles(text, first, stop) is False:
            # "Cut it ourselves. not agreed".
            state.lines.pop()
            continue
        phrases = due_phrases(text, first, stop, state.meeting)
        if not phrases and (last_day := _LAST_DAY.search(text.text, first, stop + 1)) is not None:
            phrases = due_phrases(text, last_day.start("day"), stop, state.meeting, is_deadline=True)
        here = replace(context, before=before if first > start else (), subject=subject)
        reading = _read(text, first, stop, here, phrases, grammar, state)
        subject = reading.assignees or subject
        proposal = _proposal(text, first, stop, due_of(phrases), here, grammar, state)
        if reading.rule == "done already" and state.lines and state.lines[-1].reading.rule.startswith("order"):
            state.lines.pop()
        by_who_leads = reading.rule in _OF_WHO_LEADS and reading.assigned_by is not None
        if ended is not None and not (reading.kind and (by_who_leads or reading.rule in _OF_THE_SPEAKER)):
            _pass_over(text, reading, first, stop, phrases, here, state, ended=True)
            continue
        if reading.kind is None:
            _pass_over(text, reading, first, stop, phrases, here, state)
            ended = reading.rule if reading.ends else None
            before = before if reading.rule == "nothing" else ()
            continue
        if not _add(text, reading, stop, phrases, here, grammar, state):
            _pass_over(text, reading, first, stop, phrases, here, state)
        before = reading.assignees
        context = replace(context, chained=True)
    state.proposal = proposal


def _proposal(
    text: Plain, start: int, end: int, due: Due, context: Context, grammar: Grammar, state: State
) -> Line | None:
    """The line that a clause is if somebody agrees to what it proposes."""
    names = grammar.proposed(text, start, end, state.people)
    if names is None:
        return None
    return Line(Reading(start, end, "request" if names else "decision", "accepted", names), end, due, names, context)


def _accept(proposal: Line, state: State) -> None:
    """Makes a line of what was proposed, or surer of the line that it is already."""
    if state.lines and state.lines[-1].reading.start == proposal.reading.start:
        state.lines.pop()
    state.lines.append(proposal)


def _read(
    text: Plain,
    start: int,
    end: int,
    context: Context,
    phrases: Sequence[DuePhrase],
    grammar: Grammar,
    state: State,
) -> Reading:
    ends = {phrase.start: phrase.end for phrase in phrases}
    meeting = state.meeting

    def over(first: int, last: int) -> bool:
        return is_over(text, first, last, meeting)

    return grammar.read(text, start, end, context, state.people, ends, over)


def _add(
    text: Plain,
    reading: Reading,
    end: int,
    phrases: Sequence[DuePhrase],
    context: Context,
    grammar: Grammar,
    state: State,
) -> bool:
    """Adds the lines of a clause; False where it is none after all."""
    end = max(reading.end if reading.end else end, reading.start + 1)
    if reading.rule in ("thing with a date", "next meeting") and _is_of_today(phrases, state.meeting):
        # Where and when this meeting was.
        return False
    if reading.rule in _OF_NOBODY and _names_today(text, reading.start, end, state.meeting):
        return False
    if not reading.assignees and reading.kind == "assignment":
        reading = replace(reading, assignees=_in_brackets(text, reading.start, end, grammar, state))
    alone = context.lead is None and not context.chained and context.speaker is None and context.heading != "order"
    opens = bool(phrases) and phrases[0].start <= reading.start + 1
    meets = bool(phrases) and [word.low for word in words_of(text, phrases[0].end, end)[:1]] in _MEETS
    dated = any(character.isdigit() for phrase in phrases[:1] for character in text.text[phrase.start : phrase.end])
    if reading.rule == "deed by a day" and alone and dated and _is_of_today(phrases, state.meeting):
        # The title of the minutes.
        return False
    if reading.rule == "somebody does" and alone and (opens or meets) and _is_of_today(phrases, state.meeting):
        # What was going on that day.
        return False
    inside = [phrase for phrase in phrases if reading.start - 1 <= phrase.start < end and phrase.start >= reading.deed]
    if reading.assignees and (parts := _parted(text, inside, end, grammar)) is not None:
        first_end, second_start, behind = parts
        earlier = [phrase for phrase in inside if phrase.end <= first_end]
        state.lines.append(Line(reading, first_end, due_of(earlier), reading.assignees, context))
        later = replace(reading, start=second_start, end=end, deed=second_start)
        state.lines.append(Line(later, end, due_of(behind), reading.assignees, context))
        return True
    due = due_of(inside) if inside else _due_above(context, state)
    state.lines.append(Line(reading, end, due, reading.assignees, context))
    return True


def _pass_over(
    text: Plain,
    reading: Reading,
    start: int,
    end: int,
    phrases: Sequence[DuePhrase],
    context: Context,
    state: State,
    *,
    ended: bool = False,
) -> None:
    """Keeps a clause that is no line by the rules, for the judge."""
    start += len(text.text[start:end]) - len(text.text[start:end].lstrip(_IN_FRONT))
    if start < end:
        due = due_of([phrase for phrase in phrases if start <= phrase.start < end])
        due = _due_above(context, state) if due == NOT_DUE else due
        over = replace(reading, start=start, end=end, kind=None)
        state.passed.append(Line(over, end, due, reading.assignees, context, ended))


def _due_above(context: Context, state: State) -> Due:
    """When what stands below a label or a lead-in is due, unless it says so itself."""
    return context.due or (state.leads[-1].due if state.leads and context.lead else NOT_DUE)


def _parted(
    text: Plain, phrases: Sequence[DuePhrase], end: int, grammar: Grammar
) -> tuple[int, int, list[DuePhrase]] | None:
    """Where the deeds of somebody part that have deadlines of their own: "to review it today and to write by Friday".

    The end of the first, the start of the second, and the phrases of the second.
    """
    for number, phrase in enumerate(phrases[1:], start=1):
        before = phrases[number - 1]
        if before.due == phrase.due:
            continue
        words = words_of(text, before.end, end)
        for index, word in enumerate(words):
            if word.start >= phrase.start:
                break
            joins = word.low in ("and", "then", "và", "rồi")
            if (joins or "," in word.ahead) and grammar.deed_at(words, index + joins):
                start = words[index + joins].start
                return trimmed_end(text, before.start, word.start), start, list(phrases[number:])
    return None


def _in_brackets(text: Plain, start: int, end: int, grammar: Grammar, state: State) -> tuple[str, ...]:
    """Whom the brackets at the end of a clause name: "(Tom, by 22 March)"."""
    match = _BRACKETS.search(text.text, start, end)
    if match is None:
        return ()
    return grammar.named_in_label(text, *match.span("who"), state.people) or short_name(match["who"])


def add_row(text: Plain, sentence: Sentence, context: Context, grammar: Grammar, state: State) -> None:
    """Reads a row of a table; its first row names the columns."""
    cells = cells_of(text, sentence.start, sentence.end)
    if state.columns is None:
        state.columns = columns_of(text, cells)
        if state.columns is not None:
            return
    add_cells(text, without_number(text, cells, state.columns), state.columns, context, grammar, state)


def add_cells(
    text: Plain, cells: Sequence[Cell], columns: Columns | None, context: Context, grammar: Grammar, state: State
) -> None:
    """Reads the cells of a row whose columns are known."""
    row = row_of(text, cells, columns)
    if row is None:
        return
    names: tuple[str, ...] = ()
    if row.who is not None:
        names = grammar.names_in(text, *row.who, state.people)
    due = NOT_DUE
    if row.due is not None:
        phrases = due_phrases(text, *row.due, state.meeting, is_deadline=True, may_be_over=True)
        due = due_of(phrases)
        months = len(phrases) == 1 and phrases[0].limit is None and _is_month(due)
        if due.last is not None and row.due_is_deadline and (due.first == due.last or months):
            due = Due(None, due.last)
    if due == NOT_DUE and row.task is not None:
        due = due_of(due_phrases(text, *row.task, state.meeting))
    reading = Reading(row.start, row.end, "assignment", "row", names)
    state.lines.append(Line(reading, row.end, due, names, replace(context, item=True, lead="order")))


def _is_month(due: Due) -> bool:
    """Whether it is a month, which as a deadline ends with its last day."""
    return due.first is not None and due.last is not None and _MONTH - 1 <= (due.last - due.first).days <= _MONTH + 2


def settle_motion(carried: bool, state: State) -> None:
    """What was moved in the sentence before is decided, or was never."""
    if state.lines and state.lines[-1].reading.rule == MOVED:
        if carried:
            state.lines[-1].reading = replace(state.lines[-1].reading, rule="carried")
        else:
            state.lines.pop()


def is_deadline(text: Plain, sentence: Sentence, grammar: Grammar) -> bool:
    """Whether a sentence tells nothing but the deadline of what stands before it."""
    return _tells_deadline(text, sentence.start, sentence.end, grammar)


def _tells_deadline(text: Plain, start: int, end: int, grammar: Grammar) -> bool:
    words = words_of(text, start, end)
    return len(words) <= 14 and bool(words) and bool(grammar.openings["deadline"].at(words, 0))


def apply_deadline(text: Plain, sentence: Sentence, state: State, first: int) -> None:
    """Gives the deadline of a sentence to the lines from `first` on that have none."""
    _give_deadline(text, sentence.start, sentence.end, state, first)


def _give_deadline(text: Plain, start: int, end: int, state: State, first: int) -> None:
    due = due_of(due_phrases(text, start, end, state.meeting, is_deadline=True, may_be_over=True))
    if due == NOT_DUE or len(state.lines) <= first:
        return
    if due.first == due.last:
        due = Due(None, due.last)
    last = state.lines[-1]
    for line in state.lines[first:]:
        same = line.context is last.context or line.due == NOT_DUE
        if line is last or (same and line.due == NOT_DUE):
            line.due = due if line.due == NOT_DUE else line.due


def _names_today(text: Plain, start: int, end: int, meeting: Meeting | None) -> bool:
    """Whether a clause has the whole date of the meeting's own day, as the titles of papers have."""
    if meeting is None or (day := meeting.day) is None:
        return False
    written = re.compile(rf"(?<!\d)0?{day.day}\s?[/.-]\s?0?{day.month}\s?[/.-]\s?{day.year}(?!\d)")
    return written.search(text.low, start, end) is not None


def _is_of_today(phrases: Sequence[DuePhrase], meeting: Meeting | None) -> bool:
    """Whether the first day named is the meeting's own."""
    return bool(phrases) and meeting is not None and phrases[0].due.last == meeting.day is not None
