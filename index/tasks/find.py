"""From the paragraphs of a document to its task lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from index.models import Paragraph
from index.speakers import label_length
from index.tasks.calendar import meeting_on
from index.tasks.clauses import Sentence, sentences_of
from index.tasks.english import English
from index.tasks.judged import tasks_of
from index.tasks.judging import Judge, default_judge
from index.tasks.leads import (
    around,
    heading_lead,
    is_article,
    is_heading_sentence,
    is_title,
    is_topic,
    labelled,
    lead_in,
    names_who,
    tells_who,
    who_behind,
    writer_of,
    writes_here,
)
from index.tasks.lines import add_cells, add_clauses, add_row, apply_deadline, is_deadline, settle_motion
from index.tasks.models import Context, Task
from index.tasks.people import People
from index.tasks.plain import Plain, plain
from index.tasks.rows import header_of, named_cells
from index.tasks.state import Grammar, State, orders
from index.tasks.vietnamese import Vietnamese
from index.tasks.wordlists import words_of

# From so many letters with marks on a text is Vietnamese; names alone don't come to that.
_LEAST_MARKED = 0.08
_MARKED = frozenset("ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ")


class TaskFinder:
    """Finds the lines of documents; it may be shared by threads that each look at one document at a time."""

    def __init__(self, judge: Judge | None = None) -> None:
        self._vietnamese = Vietnamese()
        self._english = English()
        self._judge = judge or default_judge()

    def find(self, paragraphs: Sequence[Paragraph], meeting_date: str | None) -> list[Task]:
        """The lines of a document, in order. `meeting_date` is a day or a month, or None where it isn't known."""
        state = State(People(), meeting_on(meeting_date))
        self._learn_speakers(paragraphs, state.people)
        texts = [plain(paragraph.text) for paragraph in paragraphs]
        for text in texts:
            self._learn_present(text, state.people)
        state.writer = writer_of(texts)
        tasks: list[Task] = []
        before = None
        for paragraph, text in zip(paragraphs, texts, strict=True):
            if not _goes_on(paragraph, before):
                state.columns = None
            tasks += self._of_paragraph(paragraph, text, state)
            before = paragraph
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
        self._learn_titled(text, grammar, people)
        grammar.learn_present(words_of(text, 0, len(text.text)), people)

    def _learn_titled(self, text: Plain, grammar: Grammar, people: People) -> None:
        words = words_of(text, 0, len(text.text))
        for index in range(len(words)):
            if words[index].ahead.strip() in ("", "-", "(", ",", ".", ":") and grammar.people.titles.at(words, index):
                grammar.people.at(words, index, people)

    def _grammar_of(self, paragraph: Paragraph, text: Plain) -> Grammar:
        """A row is often too short to tell its language, which its header does."""
        header = header_of(paragraph)
        return self._grammar(text if header is None else plain(f"{header} {text.text}"))

    def _grammar(self, text: Plain) -> Grammar:
        marked = sum(character in _MARKED for character in text.low)
        return self._vietnamese if marked > _LEAST_MARKED * len(text.low) else self._english

    # --- Paragraphs

    def _of_paragraph(self, paragraph: Paragraph, text: Plain, state: State) -> Iterator[Task]:
        self._read(paragraph, text, state)
        return tasks_of(paragraph, text, self._grammar_of(paragraph, text), state, self._judge)

    def _read(self, paragraph: Paragraph, text: Plain, state: State) -> None:
        grammar = self._grammar_of(paragraph, text)
        header = header_of(paragraph)
        whole = paragraph.heading if header is None else _above(paragraph.heading)
        heading = (whole or "").rpartition("›")[2].strip()
        context = Context(writer=state.writer, heading=grammar.context_of(heading) if heading else None)
        if heading and grammar.tells_of(heading):
            context = replace(context, lead="told")
        if whole != state.heading or paragraph.turns:
            if whole is not None and whole != state.heading:
                heading_lead(whole, grammar, state)
                self._learn_titled(plain(whole), grammar, state.people)
            state.heading, state.chained = whole, False
        state.lines, state.passed = [], []
        named = None if paragraph.row is None or header is None else named_cells(text, paragraph.row, header)
        if named is not None:
            add_cells(text, *named, context, grammar, state)
        elif paragraph.row is not None and "|" in text.text:
            add_row(text, Sentence(0, len(text.text), None, None, False, True), context, grammar, state)
        elif paragraph.turns:
            for start, end, speaker in _turns(paragraph, text):
                if speaker != state.speaker:
                    state.speaker, state.spoke_before = speaker, state.speaker
                here = replace(context, speaker=speaker, addressed=state.spoke_before)
                self._of_range(text, start, end, here, grammar, state)
        else:
            self._of_range(text, 0, len(text.text), context, grammar, state)
        state.chained = not paragraph.turns and any(orders(line) for line in state.lines)

    def _of_range(self, text: Plain, start: int, end: int, context: Context, grammar: Grammar, state: State) -> None:
        """The lines of a paragraph or of a turn."""
        local: Context | None = None
        local_is_of_item = False
        chained = state.chained
        first_line = first_of_item = len(state.lines)
        sentences = list(sentences_of(text, start, end))
        if (writer := writes_here(text, sentences, grammar, state)) is not None:
            context = replace(context, writer=writer)
            sentences = sentences[1:]
        answered = _answered(text, sentences, grammar)
        ticked = False
        for number, sentence in enumerate(sentences):
            if number < answered:
                # What was asked; the answer tells what comes of it.
                continue
            if sentence.is_row:
                add_row(text, sentence, context, grammar, state)
                continue
            ticked = sentence.is_ticked if sentence.mark is not None else ticked
            if ticked or tells_who(text, sentence, grammar, state):
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
                or is_article(text, sentence, number, sentences[number + 1 : number + 2], grammar)
            ):
                lead_in(text, sentence, context.heading, grammar, state)
                local = None
                continue
            if is_heading_sentence(text, sentence, number, sentences[number + 1 : number + 2], grammar, state):
                continue
            if is_topic(text, sentence, sentences[number + 1 : number + 2], grammar, state):
                continue
            if is_deadline(text, sentence, grammar):
                whole = sentence.mark is not None or grammar.speaks_of_all(words_of(text, sentence.start, sentence.end))
                apply_deadline(text, sentence, state, first_line if whole else first_of_item)
                continue
            if sentence.mark is not None:
                first_of_item = len(state.lines)
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


def _goes_on(paragraph: Paragraph, before: Paragraph | None) -> bool:
    """Whether a paragraph may go on with the table of the one before: its next row, or what was cut for its length."""
    if before is None:
        return False
    if paragraph.row is not None:
        return before.row is not None and paragraph.row.number == before.row.number + 1
    return before.row is None and paragraph.start == before.end + 1


def _above(heading: str | None) -> str | None:
    """The headings above a table, without its header."""
    return (heading or "").rpartition("›")[0].strip() or None


def _answered(text: Plain, sentences: Sequence[Sentence], grammar: Grammar) -> int:
    """The number of the sentence that answers those before it: "Câu 2. Đề nghị … Trả lời: …"; 0 where none does."""
    for number, sentence in enumerate(sentences):
        if sentence.label is not None and sentence.mark is None:
            words = words_of(text, sentence.start, sentence.label[0])
            if len(words) <= 5 and grammar.answers(words):
                return number
    if sentences and grammar.is_question_number(words_of(text, sentences[0].start, sentences[0].end)):
        return len(sentences)
    return 0


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
