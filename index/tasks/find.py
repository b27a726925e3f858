"""From the paragraphs of a document to its task lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from index.models import Paragraph
from index.speakers import label_length
from index.tasks.calendar import meeting_on
from index.tasks.clauses import sentences_of
from index.tasks.confidence import confidence_of, situation_of
from index.tasks.english import English
from index.tasks.leads import (
    around,
    heading_lead,
    is_title,
    is_topic,
    labelled,
    lead_in,
    names_who,
    tells_who,
    who_behind,
)
from index.tasks.lines import add_clauses, add_row, apply_deadline, is_deadline, settle_motion
from index.tasks.models import Context, Task
from index.tasks.people import People
from index.tasks.plain import Plain, plain
from index.tasks.state import MOVED, Grammar, Line, State, orders
from index.tasks.vietnamese import Vietnamese
from index.tasks.wordlists import words_of

_NAME = r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3})"
_SENDER = re.compile(rf"^From: *\"?{_NAME}", re.MULTILINE)
_SIGNED = re.compile(
    r"(?:^|\n)[^\n]{0,40}\b(?:[Rr]egards|[Ww]ishes|[Bb]est|[Tt]hanks|[Cc]heers|[Ss]incerely|[Ff]aithfully|[Yy]ours),?\s*\n"
    rf"\s*{_NAME}(?:\n|$)"
)
# From so many letters with marks on a text is Vietnamese; names alone don't come to that.
_LEAST_MARKED = 0.08
_MARKED = frozenset("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


class TaskFinder:
    """Finds the lines of documents; it may be shared by threads that each look at one document at a time."""

    def __init__(self) -> None:
        self._vietnamese = Vietnamese()
        self._english = English()

    def find(self, paragraphs: Sequence[Paragraph], meeting_date: str | None) -> list[Task]:
        """The lines of a document, in order. `meeting_date` is a day or a month, or None where it isn't known."""
        state = State(People(), meeting_on(meeting_date), author=_author(paragraphs))
        self._learn_speakers(paragraphs, state.people)
        texts = [plain(paragraph.text) for paragraph in paragraphs]
        for text in texts:
            self._learn_present(text, state.people)
        tasks: list[Task] = []
        for paragraph, text in zip(paragraphs, texts, strict=True):
            tasks += self._of_paragraph(paragraph, text, state)
        return tasks

    # --- Who is there

    def _learn_speakers(self, paragraphs: Iterable[Paragraph], people: People) -> None:
        for paragraph in paragraphs:
            for turn in paragraph.turns:
                if turn.speaker is not None:
                    people.learn(turn.speaker)

    def _learn_present(self, text: Plain, people: People) -> None:
        """Names that are listed as present, and all that stand behind a title, may stand alone later."""
        grammar = self._grammar(text)
        words = words_of(text, 0, len(text.text))
        for index in range(len(words)):
            if words[index].ahead.strip() in ("", "-", "(", ",", ".", ":") and grammar.people.titles.at(words, index):
                grammar.people.at(words, index, people)
        grammar.learn_present(words, people)

    def _grammar(self, text: Plain) -> Grammar:
        marked = sum(character in _MARKED for character in text.low)
        return self._vietnamese if marked > _LEAST_MARKED * len(text.low) else self._english

    # --- Paragraphs

    def _of_paragraph(self, paragraph: Paragraph, text: Plain, state: State) -> Iterator[Task]:
        grammar = self._grammar(text)
        heading = (paragraph.heading or "").rpartition("›")[2].strip()
        context = Context(heading=grammar.context_of(heading) if heading else None, author=state.author)
        if paragraph.heading != state.heading or paragraph.turns:
            if paragraph.heading is not None and paragraph.heading != state.heading:
                heading_lead(paragraph.heading, grammar, state)
            state.heading, state.chained = paragraph.heading, False
        state.lines = []
        state.columns = None
        if paragraph.turns:
            for start, end, speaker in _turns(paragraph, text):
                self._of_range(text, start, end, replace(context, speaker=speaker), grammar, state)
        else:
            self._of_range(text, 0, len(text.text), context, grammar, state)
        state.chained = not paragraph.turns and any(orders(line) for line in state.lines)
        for line in state.lines:
            if line.reading.rule == MOVED:
                # Nobody says that it was carried.
                continue
            yield self._task(paragraph, text, line)

    def _task(self, paragraph: Paragraph, text: Plain, line: Line) -> Task:
        span = text.span(line.reading.start, line.end)
        assert line.reading.kind is not None
        return Task(
            paragraph_id=paragraph.id,
            start=paragraph.start + span.start,
            end=paragraph.start + span.end,
            assignees=line.assignees if line.reading.kind in ("assignment", "request") else (),
            assigned_by=line.reading.assigned_by,
            due_from=line.due.first,
            due_to=line.due.last,
            kind=line.reading.kind,
            confidence=confidence_of(line.reading, line.context, line.due),
            rule=line.reading.rule,
            situation=situation_of(line.context, line.due),
        )

    def _of_range(self, text: Plain, start: int, end: int, context: Context, grammar: Grammar, state: State) -> None:
        """The lines of a paragraph or of a turn."""
        local: Context | None = None
        local_is_of_item = False
        chained = state.chained
        first_line = len(state.lines)
        sentences = list(sentences_of(text, start, end))
        for number, sentence in enumerate(sentences):
            if sentence.is_row:
                add_row(text, sentence, context, grammar, state)
                continue
            if tells_who(text, sentence, grammar, state):
                continue
            if local is not None and sentence.mark is not None and local_is_of_item:
                # "- Agreed: …" says nothing of the next item.
                local = None
            here = around(text, sentence, number, context, local, grammar, state)
            who = who_behind(text, sentences[number + 1 : number + 3], grammar, state)
            if who:
                here = replace(here, lead="order", assignees=who, item=True)
            if (
                sentence.is_lead_in
                or is_title(text, sentence, number, len(sentences), grammar)
                or names_who(text, sentence, number + 1 < len(sentences), grammar, state)
            ):
                lead_in(text, sentence, grammar, state)
                local = None
                continue
            if is_topic(text, sentence, sentences[number + 1 : number + 2], grammar, state):
                continue
            if is_deadline(text, sentence, grammar):
                apply_deadline(text, sentence, state, first_line)
                continue
            carried = grammar.settles(text, sentence.start, sentence.end)
            if carried is not None:
                settle_motion(carried, state)
            body, here, label = labelled(text, sentence, here, grammar, state)
            if label is not None:
                local, local_is_of_item = label, sentence.mark is not None
            before = len(state.lines)
            add_clauses(text, body, sentence.end, replace(here, chained=chained), grammar, state)
            chained = chained or any(
                line.reading.rule.startswith(("order", "decided")) for line in state.lines[before:]
            )


def _author(paragraphs: Sequence[Paragraph]) -> str | None:
    """Who wrote a letter, by its head or by what stands below its greeting at the end; None for what is no letter."""
    for paragraph in paragraphs[:2]:
        if (sender := _SENDER.search(paragraph.text)) is not None:
            return sender["name"]
    signed = _SIGNED.search("\n".join(paragraph.text for paragraph in paragraphs[-3:]))
    return None if signed is None else signed["name"]


def _turns(paragraph: Paragraph, text: Plain) -> Iterator[tuple[int, int, str | None]]:
    """The words of each turn, without the label of who speaks, in the plain text."""
    for turn in paragraph.turns:
        start, end = turn.start - paragraph.start, turn.end - paragraph.start
        if turn.speaker is not None:
            start += label_length(paragraph.text[start:end], turn.speaker)
        first, last = text.place_of(start), text.place_of(end)
        while first < last and text.text[first] in " \t\n:":
            first += 1
        yield first, last, turn.speaker
