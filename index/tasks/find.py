"""From the paragraphs of a document to its task lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from index.models import Paragraph
from index.speakers import label_length
from index.tasks.calendar import Meeting, meeting_on
from index.tasks.clauses import Sentence, sentences_of, trimmed_end
from index.tasks.confidence import confidence_of, situation_of
from index.tasks.due import NOT_DUE, Due, DuePhrase, due_of, due_phrases, is_over
from index.tasks.english import English
from index.tasks.models import Context, Reading, Task
from index.tasks.people import People
from index.tasks.plain import Plain, plain
from index.tasks.rows import Columns, columns_of, row_of
from index.tasks.vietnamese import Vietnamese
from index.tasks.wordlists import words_of

Grammar = Vietnamese | English
# Of headings, what makes of the items below them what a lead-in would.
_LEADING = ("order", "decision", "request")
_DASH = re.compile(r"\s[-–—]\s+")
_LONGEST_NAME = 40
_LONG_TOPIC = 5
_BRACKETS = re.compile(r"\((?P<who>[^(),;\d]{2,40})(?:[,;][^()]*)?\)?$")
# The rule for a motion before it is known what became of it.
_MOVED = "moved"
# From so many letters with marks on a text is Vietnamese; names alone don't come to that.
_LEAST_MARKED = 0.08
_MARKED = frozenset("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


@dataclass(slots=True)
class _Line:
    """A line found in a paragraph, in the plain text, before its confidence is known."""

    reading: Reading
    end: int
    due: Due
    assignees: tuple[str, ...]
    context: Context


@dataclass(slots=True)
class _State:
    """What is known of a document when a clause is read."""

    people: People
    meeting: Meeting | None
    lead: Context | None = None
    lead_mark: str | None = None
    lead_due: Due = NOT_DUE
    lead_is_fresh: bool = False
    columns: Columns | None = None
    lines: list[_Line] = field(default_factory=list)
    # Whether an order stood in the paragraph before, under the same heading: "Đồng thời, …" goes on with it.
    chained: bool = False
    heading: str | None = None


class TaskFinder:
    """Finds the lines of documents; it may be shared by threads that each look at one document at a time."""

    def __init__(self) -> None:
        self._vietnamese = Vietnamese()
        self._english = English()

    def find(self, paragraphs: Sequence[Paragraph], meeting_date: str | None) -> list[Task]:
        """The lines of a document, in order. `meeting_date` is a day or a month, or None where it isn't known."""
        state = _State(People(), meeting_on(meeting_date))
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

    def _of_paragraph(self, paragraph: Paragraph, text: Plain, state: _State) -> Iterator[Task]:
        grammar = self._grammar(text)
        heading = (paragraph.heading or "").rpartition("›")[2].strip()
        context = Context(heading=grammar.context_of(heading) if heading else None)
        if paragraph.heading != state.heading or paragraph.turns:
            state.heading, state.chained = paragraph.heading, False
        state.lines = []
        state.columns = None
        if paragraph.turns:
            for start, end, speaker in _turns(paragraph, text):
                self._of_range(text, start, end, replace(context, speaker=speaker), grammar, state)
        else:
            self._of_range(text, 0, len(text.text), context, grammar, state)
        state.chained = not paragraph.turns and any(_orders(line) for line in state.lines)
        for line in state.lines:
            if line.reading.rule == _MOVED:
                # Nobody says that it was carried.
                continue
            yield self._task(paragraph, text, line)

    def _task(self, paragraph: Paragraph, text: Plain, line: _Line) -> Task:
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

    def _of_range(self, text: Plain, start: int, end: int, context: Context, grammar: Grammar, state: _State) -> None:
        """The lines of a paragraph or of a turn."""
        local: Context | None = None
        chained = state.chained
        first_line = len(state.lines)
        sentences = list(sentences_of(text, start, end))
        for number, sentence in enumerate(sentences):
            if sentence.is_row:
                self._row(text, sentence, context, grammar, state)
                continue
            if self._tells_who(text, sentence, grammar, state):
                continue
            around = self._around(text, sentence, number, context, local, grammar, state)
            who = self._who_behind(text, sentences[number + 1 : number + 3], grammar, state)
            if who:
                around = replace(around, lead="order", assignees=who, item=True)
            leads = sentence.is_lead_in or self._is_title(text, sentence, number, len(sentences), grammar)
            if leads:
                self._lead_in(text, sentence, around, grammar, state)
                local = None
                continue
            if self._is_deadline(text, sentence, grammar):
                self._apply_deadline(text, sentence, state, first_line)
                continue
            if grammar.settles(text, sentence.start, sentence.end) is not None:
                self._settle_motion(grammar.settles(text, sentence.start, sentence.end) is True, state)
            body, around, labelled = self._labelled(text, sentence, around, grammar, state)
            if labelled is not None:
                local = labelled
            before = len(state.lines)
            self._clauses(text, body, sentence.end, replace(around, chained=chained), grammar, state)
            chained = chained or any(
                line.reading.rule.startswith(("order", "decided")) for line in state.lines[before:]
            )

    def _around(
        self,
        text: Plain,
        sentence: Sentence,
        number: int,
        context: Context,
        local: Context | None,
        grammar: Grammar,
        state: _State,
    ) -> Context:
        """What stands around a sentence: a lead-in above it, or a label before it in the paragraph."""
        if local is not None:
            context = local
        lead = state.lead
        if lead is None and local is None and sentence.mark is not None and context.heading in _LEADING:
            return replace(context, lead=context.heading, item=True)
        if lead is None:
            return context
        is_item = sentence.mark is not None or sentence.label is not None
        if sentence.mark is not None and sentence.mark == state.lead_mark:
            state.lead = None
            return context
        if number == 0 and not is_item and not state.lead_is_fresh:
            state.lead = None
            return context
        state.lead_is_fresh = False
        return replace(lead, heading=context.heading, speaker=context.speaker, item=is_item)

    def _is_title(self, text: Plain, sentence: Sentence, number: int, count: int, grammar: Grammar) -> bool:
        """Whether a short line above others says what they are: "Việc của từng người"."""
        if number + 1 >= count or sentence.label is not None or sentence.mark is not None:
            return False
        line = text.text[sentence.start : sentence.end]
        behind = text.text[sentence.end : sentence.end + 1]
        return behind == "\n" and len(line.split()) <= 6 and grammar.context_of(line) == "order"

    def _lead_in(self, text: Plain, sentence: Sentence, around: Context, grammar: Grammar, state: _State) -> None:
        lead, assignees, by = grammar.lead_in(text, sentence.start, sentence.end, state.people)
        outer = state.lead
        if lead is None and outer is not None and assignees:
            lead = outer.lead
        state.lead = Context(lead=lead, assignees=assignees, assigned_by=by) if lead is not None else None
        state.lead_mark = sentence.mark
        state.lead_due = due_of(due_phrases(text, sentence.start, sentence.end, state.meeting)) if lead else NOT_DUE
        state.lead_is_fresh = True

    def _labelled(
        self, text: Plain, sentence: Sentence, around: Context, grammar: Grammar, state: _State
    ) -> tuple[int, Context, Context | None]:
        """Where a sentence begins behind its label, what the label makes of it, and what it makes of the next ones."""
        label = sentence.label or self._dash(text, sentence, around, grammar, state)
        if label is None:
            return sentence.start, around, None
        colon, behind = label
        names = grammar.named_in_label(text, sentence.start, colon, state.people)
        if not names and "order" in (around.lead, around.heading) and sentence.mark is not None:
            names = _short_name(text.text[sentence.start : colon])
        if names:
            return behind, replace(around, lead="order", assignees=names, item=True), None
        lead, assignees, by = grammar.lead_in(text, sentence.start, colon, state.people)
        if lead == "note":
            return sentence.start, replace(around, lead="note"), None
        if lead is None:
            if len(text.text[sentence.start : colon].split()) >= _LONG_TOPIC:
                # No topic, but a clause of its own.
                self._clauses(text, sentence.start, colon, around, grammar, state)
            return behind, around, None
        labelled = replace(around, lead=lead, assignees=assignees, assigned_by=by)
        return behind, replace(labelled, item=True), replace(labelled, assignees=()) if lead != "past" else labelled

    def _tells_who(self, text: Plain, sentence: Sentence, grammar: Grammar, state: _State) -> tuple[str, ...]:
        """Whom a sentence names that only tells who does what stands before it: "Phụ trách: anh Lộc."."""
        if sentence.label is None:
            return ()
        colon, behind = sentence.label
        words = words_of(text, sentence.start, colon)
        if not words or grammar.openings["who"].at(words, 0) < len(words):
            return ()
        return grammar.named_in_label(text, behind, sentence.end, state.people) or _short_name(
            text.text[behind : sentence.end]
        )

    def _who_behind(
        self, text: Plain, following: Sequence[Sentence], grammar: Grammar, state: _State
    ) -> tuple[str, ...]:
        """Whom one of the next sentences names for this one; what stands between tells the deadline."""
        for sentence in following:
            if who := self._tells_who(text, sentence, grammar, state):
                return who
            if not self._is_deadline(text, sentence, grammar):
                break
        return ()

    def _settle_motion(self, carried: bool, state: _State) -> None:
        """What was moved in the sentence before is decided, or was never."""
        if state.lines and state.lines[-1].reading.rule == _MOVED:
            if carried:
                state.lines[-1].reading = replace(state.lines[-1].reading, rule="carried")
            else:
                state.lines.pop()

    def _dash(
        self, text: Plain, sentence: Sentence, around: Context, grammar: Grammar, state: _State
    ) -> tuple[int, int] | None:
        """A name that a dash parts from what it has to do: "Mẫn – thiết kế áo"."""
        match = _DASH.search(text.text, sentence.start, min(sentence.end, sentence.start + _LONGEST_NAME))
        if match is None or "order" not in (around.lead, around.heading):
            return None
        words = words_of(text, sentence.start, sentence.end)
        mentions = grammar.people.listed(words, 0, state.people)
        if mentions and words[mentions[-1].end - 1].start > match.start():
            # "Phòng Văn hóa - Xã hội".
            return None
        named = grammar.named_in_label(text, sentence.start, match.start(), state.people)
        return (match.start(), match.end()) if named else None

    # --- Deadlines in a sentence of their own

    def _is_deadline(self, text: Plain, sentence: Sentence, grammar: Grammar) -> bool:
        words = words_of(text, sentence.start, sentence.end)
        return len(words) <= 14 and bool(words) and bool(grammar.openings["deadline"].at(words, 0))

    def _apply_deadline(self, text: Plain, sentence: Sentence, state: _State, first: int) -> None:
        due = due_of(due_phrases(text, sentence.start, sentence.end, state.meeting, is_deadline=True))
        if due == NOT_DUE or len(state.lines) <= first:
            return
        if due.first == due.last:
            due = Due(None, due.last)
        last = state.lines[-1]
        for line in state.lines[first:]:
            same = line.context is last.context or line.due == NOT_DUE
            if line is last or (same and line.due == NOT_DUE):
                line.due = due if line.due == NOT_DUE else line.due

    # --- Clauses

    def _clauses(self, text: Plain, start: int, end: int, context: Context, grammar: Grammar, state: _State) -> None:
        """Reads the clauses of a sentence."""
        if context.lead == "note":
            due = due_of(due_phrases(text, start, end, state.meeting))
            state.lines.append(_Line(Reading(start, end, "note", "note"), end, due, (), context))
            return
        cuts = [start, *grammar.cuts(text, start, end, state.people), end]
        ended = False
        before, subject = context.before, context.subject
        for first, last in zip(cuts, cuts[1:], strict=False):
            after_semicolon = ";" in text.text[max(0, first - 3) : first]
            if after_semicolon:
                ended = False
            if ended:
                continue
            stop = trimmed_end(text, first, last)
            stop = grammar.without_tail(text, first, stop)
            phrases = due_phrases(text, first, stop, state.meeting)
            here = replace(context, before=before if first > start else (), subject=subject)
            reading = self._read(text, first, stop, here, phrases, grammar, state)
            subject = reading.assignees or subject
            if reading.rule == "done already" and state.lines and state.lines[-1].reading.rule.startswith("order"):
                state.lines.pop()
            if reading.kind is None:
                ended = reading.ends
                before = before if reading.rule == "nothing" else ()
                continue
            self._add(text, reading, stop, phrases, here, state)
            before = reading.assignees
            context = replace(context, chained=True)

    def _read(
        self,
        text: Plain,
        start: int,
        end: int,
        context: Context,
        phrases: Sequence[DuePhrase],
        grammar: Grammar,
        state: _State,
    ) -> Reading:
        ends = {phrase.start: phrase.end for phrase in phrases}
        meeting = state.meeting

        def over(first: int, last: int) -> bool:
            return is_over(text, first, last, meeting)

        return grammar.read(text, start, end, context, state.people, ends, over)

    def _add(
        self, text: Plain, reading: Reading, end: int, phrases: Sequence[DuePhrase], context: Context, state: _State
    ) -> None:
        end = max(reading.end if reading.end else end, reading.start + 1)
        if reading.rule in ("thing with a date", "next meeting") and _is_of_today(phrases, state.meeting):
            # Where and when this meeting was.
            return
        if not reading.assignees and reading.kind == "assignment":
            reading = replace(reading, assignees=self._in_brackets(text, reading.start, end, state))
        alone = context.lead is None and not context.chained and context.speaker is None and context.heading != "order"
        opens = bool(phrases) and phrases[0].start <= reading.start + 1
        if reading.rule == "somebody does" and alone and opens and _is_of_today(phrases, state.meeting):
            # What was going on that day.
            return
        inside = [
            phrase for phrase in phrases if reading.start - 1 <= phrase.start < end and phrase.start >= reading.deed
        ]
        due = due_of(inside) if inside else state.lead_due if state.lead is not None and context.lead else NOT_DUE
        state.lines.append(_Line(reading, end, due, reading.assignees, context))

    def _in_brackets(self, text: Plain, start: int, end: int, state: _State) -> tuple[str, ...]:
        """Whom the brackets at the end of a clause name: "(Tom, by 22 March)"."""
        match = _BRACKETS.search(text.text, start, end)
        if match is None:
            return ()
        return self._grammar(text).named_in_label(text, *match.span("who"), state.people) or _short_name(match["who"])

    # --- Tables

    def _row(self, text: Plain, sentence: Sentence, context: Context, grammar: Grammar, state: _State) -> None:
        if state.columns is None:
            state.columns = columns_of(text, sentence.start, sentence.end)
            if state.columns is not None:
                return
        row = row_of(text, sentence.start, sentence.end, state.columns)
        if row is None:
            return
        names: tuple[str, ...] = ()
        if row.who is not None:
            names = grammar.names_in(text, *row.who, state.people)
        due = NOT_DUE
        if row.due is not None:
            due = due_of(due_phrases(text, *row.due, state.meeting, is_deadline=True))
            if due.first == due.last and due.last is not None and row.due_is_deadline:
                due = Due(None, due.last)
        if due == NOT_DUE and row.task is not None:
            due = due_of(due_phrases(text, *row.task, state.meeting))
        reading = Reading(row.start, row.end, "assignment", "row", names)
        state.lines.append(_Line(reading, row.end, due, names, replace(context, item=True, lead="order")))


def _orders(line: _Line) -> bool:
    """Whether a line is an order, or goes on with one."""
    return line.reading.rule.startswith(("order", "decided")) or line.context.chained


def _short_name(label: str) -> tuple[str, ...]:
    """The one or two words with capitals that a label of a list item is, for instance a first name."""
    words = label.split()
    return (
        (label.strip(),)
        if 1 <= len(words) <= 2 and all(word[0].isupper() and not word.isupper() for word in words)
        else ()
    )


def _is_of_today(phrases: Sequence[DuePhrase], meeting: Meeting | None) -> bool:
    """Whether the first day named is the meeting's own."""
    return bool(phrases) and meeting is not None and phrases[0].due.last == meeting.day is not None


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
