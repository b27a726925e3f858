"""Labels, lead-ins, cells, outcomes of motions and lists of who is there, in English."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.english_words import EnglishWords
from index.tasks.named import cell_names, learn_listed, names_of
from index.tasks.people import People
from index.tasks.plain import Plain, plain
from index.tasks.wordlists import Word, words_of

# "Carried by five votes to two, Mrs Bly abstaining."
_LONGEST_OUTCOME = 12


_NOTING = frozenset("notes noted believes recognises recognizes regrets welcomes observes heard".split())


class EnglishLabels(EnglishWords):
    """Reads what stands around clauses."""

    def context_of(self, label: str) -> str | None:
        """What a label, a lead-in or a heading makes of what follows."""
        text = plain(label)
        words = words_of(text, 0, len(text.text))
        for name in ("note", "past", "request", "order", "decision"):
            places = (0,) if name in ("note", "past", "request") else range(len(words))
            if any(self.contexts[name].at(words, index) for index in places):
                return name
        return None

    def lead_in(
        self, text: Plain, start: int, end: int, people: People
    ) -> tuple[str | None, tuple[str, ...], str | None]:
        """What a lead-in or a label makes of what follows, whom it names for it, and who says it."""
        words = words_of(text, start, end)
        if not words or len(words) > 14:
            return None, (), None
        by = self.people.listed(words, 0, people)
        for index in range(len(words)):
            if self._cue(words, index) == "order" and index > 0:
                mentions = self.people.listed(words, index + self.cues["order"].at(words, index), people)
                if mentions:
                    return "order", names_of(mentions), by[0].name if by else None
        if self.meeting["motion"].at(words, 0):
            return "motion", (), None
        if self.meeting["next"].at(words, 0) or (
            words[0].low == "next" and 1 < len(words) <= 4 and self.context_of(text.text[start:end]) is None
        ):
            return "note", (), None
        context = self.context_of(text.text[start:end])
        if context is None and any(word.low in _NOTING for word in words):
            return "past", (), None
        return context, (), None

    def named_in_label(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...]:
        """Those whom a label names, if it names somebody and nothing else."""
        words = words_of(text, start, end)
        if not words or self.context_of(text.text[start:end]) is not None or self.meeting["motion"].at(words, 0):
            return ()
        mentions = self.people.listed(words, 0, people)
        if (
            mentions
            and mentions[-1].end >= len(words)
            and all(mention.kind != "pronoun" or mention.first == 0 for mention in mentions)
        ):
            return names_of(mentions)
        if (
            len(words) <= 3
            and all(word.capital and word.text[1:].islower() for word in words)
            and any(word.text in people.names for word in words)
        ):
            return (" ".join(word.text for word in words),)
        return ()

    def names_in(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...]:
        """Those whom the cell of a table names."""
        words = words_of(text, start, end)
        if not words or self.openings["nobody"].at(words, 0):
            return ()
        return cell_names(words, self.people.at, people)

    def answers(self, words: Sequence[Word]) -> bool:
        """Whether a label stands before an answer: "Answer", "Reply"."""
        return [word.low for word in words] in (["answer"], ["reply"], ["response"])

    def speaks_of_all(self, words: Sequence[Word]) -> bool:
        """Whether a deadline is that of all lines before it."""
        return True

    def is_question_number(self, words: Sequence[Word]) -> bool:
        """Whether nothing but the number of a question stands here: "Question 2"."""
        return len(words) == 2 and words[0].low == "question" and words[1].low.isdigit()

    def is_first_name(self, words: Sequence[Word]) -> bool:
        """Whether one word with a capital stands here and nothing else."""
        return len(words) == 1 and words[0].capital

    def accepts(self, text: Plain, start: int, end: int, people: People) -> bool:
        """Whether nothing but an assent stands here: motions have words of their own (`settles`)."""
        return False

    def proposed(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...] | None:
        """Whom somebody proposes for something; None: a motion is a reading of its own."""
        return None

    def tells_of(self, heading: str) -> bool:
        """Whether what stands below a heading was so already: none says it here."""
        return False

    def settles(self, text: Plain, start: int, end: int) -> bool | None:
        """Whether a sentence says that a motion was carried (True) or not (False); None for any other sentence."""
        words = words_of(text, start, end)
        begin = 1 if words and words[0].low == "the" else 0
        if not words or len(words) > _LONGEST_OUTCOME:
            return None
        if self.meeting["failed"].at(words, begin):
            return False
        return True if self.meeting["carried"].at(words, begin) else None

    def learn_present(self, words: Sequence[Word], people: People) -> None:
        """Learns the names that are listed as present, or with their offices in brackets."""
        for index in range(len(words)):
            length = self.openings["present"].at(words, index)
            if length and index + length < len(words) and ":" in words[index + length].ahead:
                learn_listed(words, index + length, people)
            self._learn_actor(words, index, people)
            if words[index].ahead.strip() == "(" and index >= 1 and words[index - 1].capital:
                first = index - 1
                while first > 0 and words[first].follows and words[first - 1].capital:
                    first -= 1
                people.learn(" ".join(word.text for word in words[first:index]))

    def _learn_actor(self, words: Sequence[Word], index: int, people: People) -> None:
        """A word with a capital before "will", "said", "would" and the like is somebody's name."""
        word = words[index]
        following = index + 1
        if (
            not word.capital
            or following >= len(words)
            or not words[following].follows
            or not self.people.may_be_name(words, index)
        ):
            return
        if any(
            self.cues[cue].at(words, following) for cue in ("promise", "must", "say", "maybe", "continuing")
        ) and words[following].low not in ("to", "'s", "is", "are"):
            people.learn(word.text)
