"""The grammar of English minutes: what a clause says of who orders, decides, promises or does something.

english.toml holds the words. Who a clause speaks of stands at its beginning, and the words behind tell what is done:
"the chair asked Odette to …", "the Clerk to …", "Fen will …", "the Board resolved that …", "Piotr, please …".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from index.tasks.english_clauses import EnglishClauses
from index.tasks.english_labels import EnglishLabels
from index.tasks.english_speech import EnglishSpeech
from index.tasks.english_subjects import NONE, EnglishSubjects
from index.tasks.english_things import EnglishThings
from index.tasks.english_words import clause_words
from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.plain import Plain
from index.tasks.wordlists import Word

# In a call these rules find a line only where it names a day.
_NEEDS_A_DAY = frozenset(
    {"we will", "thing must", "to become", "let us", "must", "was decided", "will be", "is to", "will not"}
)
# What begins with these holds from a day on, if nothing else is known of it.
_FROM = frozenset("from as henceforth henceforward hereafter effective starting beginning commencing with".split())
_UNREAD = frozenset({"thing", "told of", "nothing", "deed", "say", "be", "not", "first person"})
_UNTIL = frozenset("until till unless without before anymore again more longer except".split())
# What somebody's words can be.
_SAYINGS = frozenset(
    {"must", "will not", "promise", "will be", "thing must", "we will", "let us", "to become", "is to", "thing stays"}
)
_TELLER = re.compile(
    r"[,\"' ]*[,\"][,\"' ]*(?P<who>he|she|they|(?:[\w.'-]+ ){0,3}?[\w.'-]+) (?:said|says|added|told|argued|insisted|"
    r"warned|claimed|joked|complained|suggested|reckoned|thought|felt|explained|declared|replied)\b"
)
# These are no line where a condition stands behind them.
_HANGS = frozenset({"will be", "thing must", "must", "promise", "we will", "I will", "will not"})


class English(EnglishClauses, EnglishLabels, EnglishSpeech, EnglishSubjects, EnglishThings):
    """Reads clauses."""

    def read(
        self,
        text: Plain,
        start: int,
        end: int,
        context: Context,
        people: People,
        due: dict[int, int],
        is_over: Callable[[int, int], bool],
    ) -> Reading:
        """What the clause says. `due` are the ends of its phrases of time by their starts."""
        words = self._without_adverbs(clause_words(text, start, end, people if context.speaker else None))
        asks = text.text[end : end + 2].lstrip().startswith("?")
        if words and self.meeting["next"].at(words, 0) and due:
            return Reading(words[0].start, end, "note", "next meeting")
        begin = self._skip_fillers(words, 0)
        if begin >= len(words):
            return Reading(start, end, None, "fillers")
        if (grateful := self._grateful(words, begin, context, people)) is not None:
            return replace(grateful, start=words[begin].start, end=end)
        if words[begin].low in ("nb", "n.b") and begin + 2 < len(words):
            return Reading(words[begin].start, end, "note", "note")
        if self.openings["condition"].at(words, begin):
            return Reading(start, end, None, "condition", ends=True)
        if self.speech["subordinate"].at(words, begin) and not any("," in word.ahead for word in words[begin + 1 :]):
            return Reading(start, end, None, "subordinate")
        if self._recalls_a_rule(words, begin):
            return Reading(start, end, None, "law", ends=True)
        if self.openings["law"].at(words, begin) or (
            words[begin].low == "the" and self.openings["law"].at(words, begin + 1)
        ):
            return Reading(start, end, None, "law", ends=True)
        if self.openings["over"].at(words, begin):
            return Reading(start, end, None, "over")
        if self.meeting["next"].within(words, begin, begin + 6):
            return Reading(words[begin].start, end, "note", "next meeting")
        index = self._opening(words, begin, due, people)
        if index is None or is_over(words[begin].start, words[index - 1].end if index > begin else words[begin].start):
            return Reading(start, end, None, "over")
        reading = self._from(words, index, context, people, due, asks)
        if reading.rule in _UNREAD and self._holds_from_then(words, begin, index, due):
            reading = Reading(0, 0, "decision", "from then on")
        if reading.kind is not None and any(
            self.openings["condition"].at(words, each)
            for each in range(index, len(words))
            if words[each].low == "unless"
        ):
            return Reading(start, end, None, "condition")
        if reading.rule in _HANGS and self._hangs_on_condition(words, index):
            return Reading(start, end, None, "condition")
        if reading.kind is not None and self._is_past(words, index, reading, is_over):
            return Reading(start, end, None, "over")
        if (
            reading.kind is not None
            and context.speaker is not None
            and not due
            and self._only_talk(words, index, reading, people)
        ):
            return Reading(start, end, None, "talk")
        by_rule = next((at for at in range(index + 2, len(words)) if words[at].low == "under"), None)
        if (
            reading.rule in ("must", "thing must")
            and by_rule
            and self.openings["rules"].within(words, by_rule, by_rule + 4)
        ):
            return Reading(start, end, None, "law")
        if reading.kind is not None and self._is_told_by(text, end, reading):
            return Reading(start, end, None, "told of")
        if reading.rule == "next meeting" and not due:
            return Reading(start, end, None, "talk")
        keeps = any(word.start in due for word in words[begin:index])
        first = words[begin].start if keeps else words[index].start
        deed = words[reading.deed].start if 0 < reading.deed < len(words) else 0
        return replace(
            reading, start=max(first, words[reading.start].start if reading.start else first), end=end, deed=deed
        )

    def _holds_from_then(self, words: Sequence[Word], begin: int, index: int, due: dict[int, int]) -> bool:
        """ "As of today raw data live on the server": what is so from a day on is settled."""
        dated = any(word.start in due for word in words[begin:index])
        if not dated or words[begin].low not in _FROM or len(words) - index < 3:
            return False
        return not any(word.low in ("was", "were", "had", "have", "has", "might", "may") for word in words[index:])

    def _is_told_by(self, text: Plain, end: int, reading: Reading) -> bool:
        """Whether ", he said" stands behind: somebody's words, unless it is he who takes it on."""
        if reading.rule not in _SAYINGS:
            return False
        teller = _TELLER.match(text.low, end)
        return teller is not None and (reading.rule != "promise" or teller["who"] not in ("he", "she", "they"))

    def _only_talk(self, words: Sequence[Word], index: int, reading: Reading, people: People) -> bool:
        """Whether in a call, without a day, it is no more than a manner of speaking: "we will see", "let's try it"."""
        if reading.rule in ("we will", "let us") and self._settles_for(words, index):
            return False
        if reading.rule == "nobody is to":
            return not any(word.low in _UNTIL for word in words[index:])
        if reading.rule == "was decided" and not any(word.low in ("was", "were") for word in words[index:]):
            return False
        if reading.rule in _NEEDS_A_DAY:
            return True
        if reading.rule in ("promise", "somebody to"):
            return not any(name in people.names or name.split()[0] in people.names for name in reading.assignees)
        if reading.rule in ("I will", "I can", "could you", "please", "let me"):
            plain = index + 2
            first = next((each for each in range(index, len(words)) if self._verbs.at(words, each)), plain)
            if reading.rule == "could you" and any(
                word.low in ("hear", "believe") for word in words[index : index + 6]
            ):
                return True
            if reading.rule == "could you" and self.speech["idle"].within(words, index, first + 1):
                return True
            told = words[first : first + 1] and words[first].low == "let" and words[-1].low == "know"
            if told and words[first + 1].low not in ("me", "us"):
                return False
            return len(words) - first < 2 or self.speech["idle"].within(words, index, first + 1)
        return False

    def _from(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int], asks: bool
    ) -> Reading:
        asked = self._asked(words, index, context, people, due, asks)
        if asked is not None:
            return asked
        if asks:
            return Reading(0, 0, None, "question", ends=True)
        if context.lead == "past":
            return Reading(0, 0, None, "told of")
        if words[index].low in ("i", "we"):
            return self._first_person(words, index, context, people, due)
        if words[index].low in ("let", "leave"):
            return self._let(words, index, context)
        if words[index].low == "it" and words[index].text != "IT":
            return self._it_was(words, index, context, people)
        if context.lead == "motion" and words[index].low in ("to", "that"):
            return self._motion(words, index, people)
        if words[index].low == "to" and context.lead == "decision" and self._verbs.at(words, index + 1):
            passed = self._passed_on(words, index + 1, context.assigned_by, people)
            return passed or Reading(0, 0, "decision", "that it be so", (), context.assigned_by)
        if words[index].low == "that" and context.lead == "decision":
            return Reading(0, 0, "decision", "that it be so", (), context.assigned_by)
        if words[index].low == "no" and self._cue(words, index) is None:
            return self._no_more(words, index, context, due)
        if words[index].low in ("was", "were") and (told := self._told(words, index, context.subject, context, people)):
            return told
        if context.before and (same := self._left_out(words, index, people)) and not self.is_verb(words, index + 1):
            return Reading(0, 0, "assignment", "deed after another", same)
        mentions = self.people.listed(words, index, people)
        if mentions:
            found = self._with_subject(words, mentions, context, people, due)
            if found is not NONE:
                return found if found.kind is not None else replace(found, assignees=names_of(mentions))
        return self._without_subject(words, index, context, people, due)
