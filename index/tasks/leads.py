"""What stands around the sentences of a paragraph: lead-ins, labels, and lines that tell who does it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.tasks.clauses import Sentence, parted_mark
from index.tasks.due import NOT_DUE, Due, due_of, due_phrases
from index.tasks.lines import add_clauses, is_deadline
from index.tasks.models import Context
from index.tasks.named import short_name
from index.tasks.plain import Plain, plain
from index.tasks.state import Grammar, Lead, State
from index.tasks.wordlists import words_of

# Of headings, what makes of the items below them what a lead-in would.
_LEADING = ("order", "decision", "request")
_DASH = re.compile(r"\s[-–—]\s+")
_SENDER = re.compile(
    r"^(?:Từ|From|Người gửi|Gửi bởi|Người viết)[ \t]*:[ \t]*(?P<name>[^\W\d_][^\n<(|:;@]{2,40})", re.MULTILINE
)
_SIGNED = re.compile(
    r"(?:^|\n)[^\n]{0,40}\b(?:regards|wishes|best|thanks|cheers|sincerely|faithfully|yours|trân trọng|thân mến),?\s*\n"
    r"\s*(?P<name>(?-i:[^\W\d_a-z])[\w.'’-]+(?: (?-i:[^\W\d_a-z])[\w.'’-]*){0,3})(?:\n|$)",
    re.IGNORECASE,
)
# A mail's sender stands in its first paragraphs, or below its last words.
_MAIL_HEAD = 3
_LONGEST_NAME = 40
_LONG_TOPIC = 5
_LONGEST_TOPIC = 4
_LONGEST_TITLE = 14


def around(
    text: Plain,
    sentence: Sentence,
    number: int,
    context: Context,
    local: Context | None,
    grammar: Grammar,
    state: State,
) -> Context:
    """What stands around a sentence: a lead-in above it, or a label before it in the paragraph."""
    if local is not None:
        context = local
    lead = state.leads[-1].context if state.leads else None
    if lead is None and local is None and sentence.mark is not None and context.heading in _LEADING:
        return replace(context, lead=context.heading, item=True)
    if lead is None:
        return context
    if sentence.mark is not None and _leave(sentence.mark, state):
        return around(text, sentence, number, context, None, grammar, state)
    is_item = sentence.mark is not None or sentence.label is not None
    if number == 0 and not is_item and not state.lead_is_fresh:
        state.leads = []
        return context
    state.lead_is_fresh = False
    return replace(
        lead,
        heading=context.heading,
        speaker=context.speaker,
        addressed=context.addressed,
        writer=context.writer,
        item=is_item,
    )


def _leave(mark: str, state: State) -> bool:
    """Leaves the lead-ins that are items themselves where the next item of their kind begins."""
    level = next((level for level, lead in enumerate(state.leads) if lead.mark == mark), None)
    if level is None:
        return False
    state.leads = state.leads[:level]
    return True


def is_title(text: Plain, sentence: Sentence, number: int, count: int, grammar: Grammar) -> bool:
    """Whether a short line above others says what they are: "Việc của từng người"."""
    if number + 1 >= count or sentence.label is not None or sentence.mark is not None:
        return False
    line = text.text[sentence.start : sentence.end]
    behind = text.text[sentence.end : sentence.end + 1]
    return behind == "\n" and len(line.split()) <= 6 and grammar.context_of(line) == "order"


def names_who(text: Plain, sentence: Sentence, goes_on: bool, grammar: Grammar, state: State) -> bool:
    """Whether an item below a lead-in names somebody and nothing else, for the lines behind it."""
    if not goes_on or sentence.mark is None or sentence.label is not None or not state.leads:
        return False
    if text.text[sentence.end : sentence.end + 1] != "\n" or state.leads[0].context.lead not in ("order", "request"):
        return False
    return bool(grammar.named_in_label(text, sentence.start, sentence.end, state.people))


def heading_lead(heading: str, grammar: Grammar, state: State) -> None:
    """Takes a new heading for a lead-in that names somebody among orders, and nothing else: "2. Sở Tài chính"."""
    *above, last = heading.split("›")
    if grammar.context_of(last.strip()) is not None:
        # It says itself what stands below it.
        state.leads = []
    mark, name = parted_mark(last.strip())
    if mark is not None:
        _leave(mark, state)
    ordered = state.leads[0].context.lead if state.leads else None
    if ordered != "order" and not any(grammar.context_of(each) == "order" for each in above):
        return
    text = plain(name)
    if names := grammar.named_in_label(text, 0, len(text.text), state.people):
        state.leads.append(Lead(Context(lead="order", assignees=names), mark, NOT_DUE))
        state.lead_is_fresh = True


def is_topic(text: Plain, sentence: Sentence, following: Sequence[Sentence], grammar: Grammar, state: State) -> bool:
    """Whether the first words of an item, up to a full stop, say what it is about: "- Trung thu. Lớp mua bánh."."""
    if not following or sentence.mark is None or sentence.label is not None or following[0].mark is not None:
        return False
    behind = text.text[sentence.end : sentence.end + 1]
    if behind not in (".", "\n") or (behind == "." and "\n" in text.text[sentence.end : following[0].start]):
        return False
    if grammar.context_of(text.text[sentence.start : sentence.end]) is not None:
        return False
    if len(text.text[sentence.start : sentence.end].split()) > _LONGEST_TOPIC or is_deadline(
        text, following[0], grammar
    ):
        return False
    words = words_of(text, sentence.start, sentence.end)
    phrases = due_phrases(text, sentence.start, sentence.end, state.meeting)
    return not phrases and not grammar.orders(words) and not tells_who(text, following[0], grammar, state)


def is_article(text: Plain, sentence: Sentence, number: int, following: Sequence[Sentence], grammar: Grammar) -> bool:
    """Whether a marked line above items of another kind is their title: "Điều 4. Đầu tư sà lan" above "4.1. …"."""
    if number or not following or sentence.mark is None or following[0].mark in (None, sentence.mark):
        return False
    if sentence.label is not None or text.text[sentence.end : sentence.end + 1] != "\n":
        return False
    words = words_of(text, sentence.start, sentence.end)
    return len(words) <= _LONGEST_TITLE and not grammar.orders(words)


def is_heading_sentence(
    text: Plain, sentence: Sentence, number: int, following: Sequence[Sentence], grammar: Grammar, state: State
) -> bool:
    """Whether a paragraph begins with a few words that say what it is about: "Thăm người nghèo. Ông trùm …"."""
    if number or not following or sentence.mark is not None or sentence.label is not None:
        return False
    if text.text[sentence.end : sentence.end + 1] != "." or following[0].mark is not None:
        return False
    words = words_of(text, sentence.start, sentence.end)
    if not 1 < len(words) <= _LONG_TOPIC or grammar.orders(words) or grammar.people.listed(words, 0, state.people):
        return False
    return not due_phrases(text, sentence.start, sentence.end, state.meeting) and state.chained


def lead_in(text: Plain, sentence: Sentence, heading: str | None, grammar: Grammar, state: State) -> None:
    """Takes a sentence for a lead-in; `heading` is what the heading above makes of it."""
    lead, assignees, by = grammar.lead_in(text, sentence.start, sentence.end, state.people)
    outer = state.leads[-1].context.lead if state.leads else heading if heading in _LEADING else None
    if lead is None and outer is not None:
        assignees = assignees or grammar.named_in_label(text, sentence.start, sentence.end, state.people)
        lead = outer if assignees else None
    inside = sentence.mark is not None and bool(state.leads) and state.leads[-1].mark != sentence.mark
    if not inside:
        state.leads = []
    if lead is not None:
        due = due_of(due_phrases(text, sentence.start, sentence.end, state.meeting))
        if due == NOT_DUE and state.leads:
            due = state.leads[-1].due
        state.leads.append(Lead(Context(lead=lead, assignees=assignees, assigned_by=by), sentence.mark, due))
    state.lead_is_fresh = True


def labelled(
    text: Plain, sentence: Sentence, around: Context, grammar: Grammar, state: State
) -> tuple[int, Context, Context | None]:
    """Where a sentence begins behind its label, what the label makes of it, and what it makes of the next ones."""
    label = sentence.label or _dash(text, sentence, around, grammar, state)
    if label is None:
        return sentence.start, around, None
    colon, behind = label
    if around.writer is not None and sentence.label is not None:
        time = _time_of_label(text, sentence, grammar, state)
        if time is not None:
            own = replace(around, lead="past" if time == NOT_DUE else "order", assignees=(around.writer,), due=time)
            return behind, replace(own, item=True), None
    names = grammar.named_in_label(text, sentence.start, colon, state.people)
    if not names and "order" in (around.lead, around.heading) and sentence.mark is not None:
        names = short_name(text.text[sentence.start : colon])
    if names:
        return behind, replace(around, lead="order", assignees=names, item=True), None
    lead, assignees, by = grammar.lead_in(text, sentence.start, colon, state.people)
    if lead == "note":
        return sentence.start, replace(around, lead="note"), None
    if lead is None:
        words = words_of(text, sentence.start, colon)
        binds = grammar.orders(words) or due_phrases(text, sentence.start, colon, state.meeting)
        if len(words) >= _LONG_TOPIC and binds:
            # No topic, but a clause of its own.
            add_clauses(text, sentence.start, colon, around, grammar, state)
        return behind, around, None
    behind_it = replace(around, lead=lead, assignees=assignees, assigned_by=by)
    return behind, replace(behind_it, item=True), replace(behind_it, assignees=()) if lead != "past" else behind_it


def _dash(text: Plain, sentence: Sentence, around: Context, grammar: Grammar, state: State) -> tuple[int, int] | None:
    """A name that a dash parts from what it has to do: "Mẫn – thiết kế áo"."""
    match = _DASH.search(text.text, sentence.start, min(sentence.end, sentence.start + _LONGEST_NAME))
    if match is None:
        return None
    if "order" not in (around.lead, around.heading):
        if grammar.context_of(text.text[sentence.start : match.start()]) in _LEADING:
            # "Action – Lotte to …".
            return match.start(), match.end()
        if not _dated_deed(text, match.end(), sentence, grammar, state):
            return None
    words = words_of(text, sentence.start, sentence.end)
    mentions = grammar.people.listed(words, 0, state.people)
    if mentions and words[mentions[-1].end - 1].start > match.start():
        # "Phòng Văn hóa - Xã hội".
        return None
    named = grammar.named_in_label(text, sentence.start, match.start(), state.people)
    if not named and around.lead == "order" and sentence.mark is not None:
        named = short_name(text.text[sentence.start : match.start()])
    return (match.start(), match.end()) if named else None


def writer_of(texts: Sequence[Plain]) -> str | None:
    """Who wrote a mail: who is named behind "Từ:" or "From:" in its head, or below its greeting at the end."""
    for text in texts[:_MAIL_HEAD]:
        if (match := _SENDER.search(text.text)) is not None:
            return match["name"].strip()
    signed = _SIGNED.search("\n".join(text.text for text in texts[-_MAIL_HEAD:]))
    return None if signed is None else signed["name"]


def writes_here(text: Plain, sentences: Sequence[Sentence], grammar: Grammar, state: State) -> str | None:
    """Whose part of a stand-up a paragraph is: "Hà (BE)" above items of what he did and what he will do."""
    if len(sentences) < 2 or state.leads or sentences[0].mark is not None or sentences[1].mark is None:
        return None
    first = sentences[0]
    line = text.text[first.start : first.end]
    name = line.partition("(")[0].strip(" :")
    if "\n" in line or len(line.split()) > _LONGEST_TOPIC:
        return None
    names = short_name(name) or grammar.named_in_label(text, first.start, first.start + len(name), state.people)
    times = any(
        each.label is not None and _time_of_label(text, each, grammar, state) is not None for each in sentences[1:]
    )
    known = name in state.people.names or grammar.is_first_name(words_of(text, first.start, first.start + len(name)))
    return names[0] if names and (times or ("(" in line and known)) else None


def _time_of_label(text: Plain, sentence: Sentence, grammar: Grammar, state: State) -> Due | None:
    """The time that a label is and nothing else: "Hôm nay", "Tuần tới"; NOT_DUE where that is over."""
    assert sentence.label is not None
    colon = sentence.label[0]
    words = words_of(text, sentence.start, colon)
    if not words or len(words) > _LONGEST_TOPIC:
        return None
    if grammar.openings["over"].at(words, 0) == len(words):
        return NOT_DUE
    phrases = due_phrases(text, sentence.start, colon, state.meeting, is_deadline=True)
    covers = phrases and phrases[0].start <= sentence.start and phrases[-1].end >= words[-1].end
    return due_of(phrases) if covers else None


def _dated_deed(text: Plain, start: int, sentence: Sentence, grammar: Grammar, state: State) -> bool:
    """Whether behind a name and a dash stands a deed with its day: "Anh Tùng – báo giá cửa – 20/3"."""
    words = words_of(text, start, sentence.end)
    if not grammar.deed_at(words, 0):
        return False
    dash = _DASH.search(text.text, start, sentence.end)
    return bool(due_phrases(text, dash.end() if dash else start, sentence.end, state.meeting, is_deadline=bool(dash)))


def tells_who(text: Plain, sentence: Sentence, grammar: Grammar, state: State) -> tuple[str, ...]:
    """Whom a sentence names that only tells who does what stands before it: "Phụ trách: anh Lộc."."""
    if sentence.label is None:
        return ()
    colon, behind = sentence.label
    words = words_of(text, sentence.start, colon)
    if not words or grammar.openings["who"].at(words, 0) < len(words):
        return ()
    return grammar.named_in_label(text, behind, sentence.end, state.people) or short_name(
        text.text[behind : sentence.end]
    )


def who_behind(text: Plain, following: Sequence[Sentence], grammar: Grammar, state: State) -> tuple[str, ...]:
    """Whom one of the next sentences names for this one; what stands between tells the deadline."""
    for sentence in following:
        if who := tells_who(text, sentence, grammar, state):
            return who
        if not is_deadline(text, sentence, grammar):
            break
    return ()
