"""From the clauses of a paragraph, made lines by rules or passed over, to its task lines with their confidences."""

from __future__ import annotations

from collections.abc import Iterator

from index.models import Paragraph
from index.tasks.due import NOT_DUE
from index.tasks.judging import AROUND, LEAST_PASSED_OVER, Judge, Seen, features
from index.tasks.models import TO_BE_DONE, Kind, Task
from index.tasks.plain import Plain
from index.tasks.state import MOVED, Grammar, Line, State
from index.tasks.vietnamese import Vietnamese
from index.tasks.wordlists import words_of

# A line's first words name who must do it, unless a rule has found out.
_WORDS_IN_FRONT = 3


def clauses_of(text: Plain, grammar: Grammar, state: State) -> Iterator[tuple[Line, Seen]]:
    """The clauses of a paragraph in order, each as it is judged; where two overlap, the line by the rules alone."""
    # What was moved, and nobody says that it was carried, is no line by the rules.
    lines = [line for line in state.lines if line.reading.rule != MOVED]
    passed = [*state.passed, *(line for line in state.lines if line.reading.rule == MOVED)]
    kept = list(lines)
    for line in passed:
        if not any(line.reading.start < other.end and other.reading.start < line.end for other in kept):
            kept.append(line)
    for line in sorted(kept, key=lambda each: each.reading.start):
        yield line, _seen(text, line, grammar)


def _seen(text: Plain, line: Line, grammar: Grammar) -> Seen:
    start, end, context = line.reading.start, line.end, line.context
    holds = {
        "due": line.due != NOT_DUE,
        "named": bool(line.assignees),
        "chained": context.chained,
        "item": context.item,
        "spoken": context.speaker is not None,
        "somebody before": bool(context.before),
        "subject": bool(context.subject),
        "told": line.ended,
    }
    return Seen(
        text.text[start:end],
        text.text[max(0, start - AROUND) : start],
        text.text[end : end + 2],
        "vi" if isinstance(grammar, Vietnamese) else "en",
        line.reading.rule,
        line.reading.kind is not None and line.reading.rule != MOVED,
        context.lead,
        context.heading,
        frozenset(name for name, is_so in holds.items() if is_so),
    )


def tasks_of(paragraph: Paragraph, text: Plain, grammar: Grammar, state: State, judge: Judge) -> Iterator[Task]:
    """The task lines of a paragraph: those by the rules, and what they passed over and is surely one all the same."""
    for line, seen in clauses_of(text, grammar, state):
        found = features(seen)
        confidence = judge.confidence(found)
        kind = line.reading.kind
        assignees = line.assignees
        if kind is None or not seen.line:
            if confidence < LEAST_PASSED_OVER:
                continue
            kind = judge.kind(found)
            assignees = assignees or _named_in_front(text, line, grammar, state)
        yield _task(paragraph, text, line, kind, assignees, confidence)


def _named_in_front(text: Plain, line: Line, grammar: Grammar, state: State) -> tuple[str, ...]:
    words = words_of(text, line.reading.start, line.end)
    for index in range(min(len(words), _WORDS_IN_FRONT)):
        mention = grammar.people.at(words, index, state.people)
        if mention is not None and mention.kind != "pronoun":
            return (mention.name,)
    return line.context.assignees


def _task(
    paragraph: Paragraph, text: Plain, line: Line, kind: Kind, assignees: tuple[str, ...], confidence: float
) -> Task:
    span = text.span(line.reading.start, line.end)
    return Task(
        paragraph_id=paragraph.id,
        start=paragraph.start + span.start,
        end=paragraph.start + span.end,
        assignees=assignees if kind in TO_BE_DONE else (),
        assigned_by=line.reading.assigned_by,
        due_from=line.due.first,
        due_to=line.due.last,
        kind=kind,
        confidence=confidence,
        rule=line.reading.rule,
    )
