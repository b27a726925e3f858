"""English clauses that begin with a thing, or with a deed that nobody in particular does."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.english_orders import EnglishOrders
from index.tasks.english_words import NOBODY
from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.wordlists import Word

# Behind what is done to things as well these say that it is settled: "was set at", "was moved to".
_SETS = frozenset("at for to by until till from as with in not".split())
_SETTLING = frozenset("not also then to therefore unanimously formally being all".split())

# Where one of these stands, a clause tells of what was.
_TOLD = frozenset("came went found got took gave made said saw fell rose began showed stood ran left met wrote".split())
# Behind these a verb has no -s, as behind words with one.
_SEVERAL = frozenset("all both people staff children pupils others two three four they and".split())


class EnglishThings(EnglishOrders):
    """Reads clauses of nobody."""

    def _without_subject(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        if words[index].low == "nobody" and self.is_verb(words, index + 1):
            return Reading(0, 0, "decision", "nobody is to", ())
        if words[index].low in ("someone", "somebody") and due and self._cue(words, index + 1) == "must":
            return Reading(0, 0, "assignment", "somebody must", ())
        if any(word.low == "there" for word in words[index : index + 6]) and context.speaker is not None:
            return Reading(0, 0, None, "there is")
        if self.openings["outsiders"].at(words, index):
            return Reading(0, 0, None, "outsider", ends=True)
        if any(
            "(" in word.ahead and word.low in ("done", "closed", "complete", "completed", "finished") for word in words
        ):
            return Reading(0, 0, None, "done")
        cue = self._cue(words, index)
        if cue == "order" and words[index].low in ("told", "asked", "directed", "instructed", "ordered", "tasked"):
            objects = self.people.listed(words, index + self.cues["order"].at(words, index), people)
            if objects and objects[-1].end < len(words) and words[objects[-1].end].low == "to":
                return Reading(0, 0, "assignment", "order to somebody", names_of(objects), None, deed=objects[-1].end)
        if self.meeting["motion"].at(words, index) and self._moved(words, index):
            return Reading(0, 0, "decision", "moved", ())
        plain = words[index].low in ("resolved", "agreed", "decided", "approved")
        again = context.chained and bool(context.subject) and cue == "decide" and words[index].low.endswith("ed")
        if (plain or again) and words[index + 1 : index + 2]:
            return self._decided(words, index, None, context, people, due)
        if context.lead == "motion" and words[index].low in ("to", "that"):
            return Reading(0, 0, "decision", "moved", ())
        if self._verbs.at(words, index):
            if context.assignees or context.lead in ("order", "request"):
                return Reading(
                    0, 0, "assignment", "deed in a list", context.assignees or context.before, context.assigned_by
                )
            if context.before:
                return Reading(0, 0, "assignment", "deed after another", context.before)
            if due and context.speaker is None:
                return Reading(0, 0, "assignment", "deed by a day", ())
            if context.heading == "order":
                return Reading(0, 0, "assignment", "deed among orders", ())
            if context.lead == "decision":
                return Reading(0, 0, "decision", "thing decided", (), context.assigned_by)
            return Reading(0, 0, None, "deed")
        if context.assignees or (context.lead == "order" and context.item):
            if any(
                self._cue(words, each) in ("past", "say", "order") for each in range(index, min(len(words), index + 9))
            ):
                return Reading(0, 0, None, "done")
            return Reading(0, 0, "assignment", "thing in a list", context.assignees, context.assigned_by)
        return self._thing(words, index, context, people, due)

    def _thing(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        """A clause that begins with a thing: "Rents for 2026 were set at 42 pounds", "pupils will be taught …"."""
        for each in range(index + 1, min(len(words), index + 9)):
            cue = self._cue(words, each)
            if words[each].low in ("was", "were", "is", "are") and self.cues["decided"].at(words, each + 1):
                if (
                    any(word.low in ("minutes", "apologies", "agenda") for word in words[index:each])
                    or words[index].low == "no"
                ):
                    return Reading(0, 0, None, "formality")
                length = self.meeting["of_things"].at(words, each + 1)
                behind = each + 1 + length
                if length and (behind >= len(words) or words[behind].low not in _SETS) and context.lead != "decision":
                    # "The alarm was fixed on Monday."
                    return Reading(0, 0, None, "was done")
                return Reading(0, 0, "decision", "was decided", ())
            if words[each].low in ("was", "were") and each + 1 < len(words) and words[each + 1].low not in _SETTLING:
                return Reading(0, 0, None, "told of")
            if cue == "must":
                behind = each + self.cues["must"].at(words, each)
                if agents := self._agents(words, behind, people):
                    return Reading(0, 0, "assignment", "to be done by", agents, context.assigned_by)
                if words[behind : behind + 1] and words[behind].low == "be" and words[each].low != "should":
                    return Reading(0, 0, "assignment", "thing must", context.assignees)
            if [word.low for word in words[each : each + 3]] == ["will", "not", "be"]:
                return Reading(0, 0, "decision", "will not", ())
            if (
                words[each].low in ("will", "shall")
                and words[each + 1 : each + 2]
                and words[each + 1].low not in ("see", "do", "have", "not")
            ):
                if agents := self._agents(words, each + 1, people):
                    return Reading(0, 0, "assignment", "to be done by", agents, context.assigned_by)
                sure = not any(self.cues["maybe"].at(words, other) for other in range(index, len(words)))
                if due or context.lead == "decision" or (sure and context.speaker is None):
                    return Reading(0, 0, "decision", "will be", ())
                return Reading(0, 0, None, "will")
            to = each + int(words[each].low in ("is", "are"))
            if words[to : to + 1] and words[to].low == "to" and (agents := self._agents(words, to + 1, people)):
                return Reading(0, 0, "assignment", "to be done by", agents, context.assigned_by)
            if words[each].low in ("is", "are") and words[each + 1 : each + 2] and words[each + 1].low == "to" and due:
                return Reading(0, 0, "decision", "is to", ())
            if (
                words[each].low == "to"
                and words[each + 1 : each + 2]
                and words[each + 1].low in ("be", "become", "remain", "move", "stay")
                and each - index <= 5
            ):
                return Reading(0, 0, "decision", "to become", ())
            if cue in ("say", "past", "maybe", "not") and words[each].low not in ("was", "were"):
                return Reading(0, 0, None, "told of", ends=cue == "say")
        if context.lead == "decision":
            return Reading(0, 0, "decision", "thing decided", (), context.assigned_by)
        told = any(word.low in _TOLD for word in words[index:])
        presently = any(self._does(words, each) for each in range(index + 1, min(len(words), index + 9)))
        if due and presently and not told and not any(word.low in NOBODY for word in words[index : index + 6]):
            return Reading(0, 0, "decision", "thing with a date", ())
        return Reading(0, 0, None, "thing")

    def _does(self, words: Sequence[Word], index: int) -> bool:
        """Whether a thing does something at this word: "the shop closes", "fines end", but not "a car park"."""
        before, low = words[index - 1].low, words[index].low
        if not self.is_verb(words, index) or before in ("to", "the", "a", "of"):
            return False
        several = before in _SEVERAL or (before.endswith("s") and not before.endswith(("'s", "’s", "ss")))
        return several or (low.endswith("s") and not self._verbs.at(words, index))
