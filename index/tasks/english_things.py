"""English clauses that begin with a thing, or with a deed that nobody in particular does."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.english_decisions import EnglishDecisions
from index.tasks.english_orders import SETS
from index.tasks.english_words import NOBODY
from index.tasks.models import Context, Kind, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.wordlists import Word

_SETTLING = frozenset("not also then to therefore unanimously formally being all".split())

_BECOMING = frozenset("be become remain move stay go start begin open close cease apply".split())
# Nouns for what was settled.
_SETTLEMENTS = frozenset("motion decision proposal resolution vote agreement amendment".split())
_FORMAL = frozenset("minutes agenda apologies adjourn adjourned adjournment thanks notes record".split())
_AS_IT_WAS = frozenset("at unchanged as in on closed open the free frozen suspended with under £ $ €".split())
_SETTLED = frozenset("agreed approved accepted adopted ratified fixed moved set booked cancelled postponed".split())
_AUXILIARY = frozenset("is are was were be been being has have had will shall must should would may might can".split())
_WHERE = frozenset(
    "in on at between before after during from until without outside near inside within beyond over past along".split()
)
_TELLING = frozenset(
    "was were has have had is are came went got did does do yet so what which how why whether if because".split()
)
_ENDING_ED = frozenset("need seed feed bed shed red need wed speed bleed weed unlicensed".split())
# Where one of these stands, a clause tells of what was.
_TOLD = frozenset("came went found got took gave made said saw fell rose began showed stood ran left met wrote".split())
# What happens by itself.
_LAPSING = frozenset("expires expire lapses lapse contract lease licence warranty".split())
# Behind these a verb has no -s, as behind words with one.
_SEVERAL = frozenset("all both people staff children pupils others two three four they and".split())


class EnglishThings(EnglishDecisions):
    """Reads clauses of nobody."""

    def _without_subject(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        nobody = words[index].low in ("nobody", "none")
        is_to = [word.low for word in words[index + 1 : index + 3]] == ["is", "to"]
        if nobody and (is_to or self._does_no_more(words, index + 1)):
            return Reading(0, 0, "decision", "nobody is to", ())
        has_to = any(word.low == "to" for word in words[index + 2 : index + 5])
        some = words[index].low in ("someone", "somebody") and words[index + 1 : index + 2]
        binds = (
            some
            and self._cue(words, index + 1) in ("must", "promise")
            and words[index + 1].low not in ("ought", "should")
        )
        if binds and (due or (has_to and context.speaker is None)):
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
        by = ", ".join(context.subject) or None
        if words[index].low == "no":
            return self._no_more(words, index, context, due)
        if words[index].low in ("request", "requesting", "requested"):
            objects = self.people.listed(words, index + 1, people)
            if objects and objects[-1].end < len(words) and words[objects[-1].end].low == "to":
                return Reading(0, 0, "request", "order to somebody", names_of(objects), by, deed=objects[-1].end)
        if refrained := self._do_not(words, index, context, due):
            return refrained
        if cue == "order" and (words[index].low.endswith("ed") or words[index].low == "told"):
            objects = self.people.listed(words, index + self.cues["order"].at(words, index), people)
            if objects and objects[-1].end < len(words) and words[objects[-1].end].low == "to":
                polite = bool(self.cues["request"].at(words, index))
                kind: Kind = "request" if polite and words[index].low != "asked" else "assignment"
                return Reading(0, 0, kind, "order to somebody", names_of(objects), by, deed=objects[-1].end)
        if self.meeting["motion"].at(words, index) and self._moved(words, index):
            return Reading(0, 0, "decision", "moved", ())
        plain = words[index].low in ("resolved", "agreed", "decided", "approved")
        again = context.chained and bool(context.subject) and cue == "decide" and words[index].low.endswith("ed")
        if (plain or again) and words[index + 1 : index + 2]:
            return self._decided(words, index, by, context, people, due)
        if (settled := self._noun_settled(words, index)) is not None:
            return settled
        if context.lead == "motion" and words[index].low in ("to", "that"):
            return Reading(0, 0, "decision", "moved", ())
        needed = words[index].low in ("need", "needs", "must") and (due or context.lead == "order")
        if needed and self._verbs.at(words, index + 1 + self._is_to(words, index + 1)):
            return Reading(0, 0, "assignment", "deed by a day", context.assignees)
        if self._verbs.at(words, index) and not self._is_noun(words, index):
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
        if words[index].low in ("nothing", "none"):
            return Reading(0, 0, None, "thing")
        if names := self._on_whom(words, index, people):
            return Reading(0, 0, "assignment", "it fell to", names)
        if (kept := self._is_kept(words, index, context, due)) is not None:
            return kept
        for each in range(index + 1, min(len(words), index + 14)):
            if each > index + 8 and words[each].low not in ("was", "were"):
                continue
            cue = self._cue(words, each)
            if words[each].low in ("was", "were", "is", "are") and self.cues["decided"].at(words, each + 1):
                if (
                    any(word.low in ("minutes", "apologies", "agenda") for word in words[index:each])
                    or words[index].low == "no"
                ):
                    return Reading(0, 0, None, "formality")
                length = self.meeting["of_things"].at(words, each + 1)
                behind = each + 1 + length
                if length and (behind >= len(words) or words[behind].low not in SETS) and context.lead != "decision":
                    # "The alarm was fixed on Monday."
                    return Reading(0, 0, None, "was done")
                return Reading(0, 0, "decision", "was decided", ())
            if words[each].low in ("was", "were") and each + 1 < len(words) and words[each + 1].low not in _SETTLING:
                return Reading(0, 0, None, "told of")
            if cue == "must":
                behind = each + self.cues["must"].at(words, each)
                if agents := self._agents(words, behind, people):
                    return Reading(0, 0, "assignment", "to be done by", agents, context.assigned_by)
                if words[behind : behind + 1] and words[behind].low == "be" and (due or words[each].low != "should"):
                    return Reading(0, 0, "assignment", "thing must", context.assignees)
            if [word.low for word in words[each : each + 3]] == ["will", "not", "be"]:
                return Reading(0, 0, "decision", "will not", ())
            if (
                words[each].low in ("will", "shall")
                and words[each + 1 : each + 2]
                and words[each + 1].low not in ("see", "do", "have", "not", "need", "cost")
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
                and words[each + 1].low in _BECOMING
                and each - index <= 5
            ):
                return Reading(0, 0, "decision", "to become", ())
            if cue in ("say", "past", "maybe", "not") and words[each].low not in ("was", "were"):
                return Reading(0, 0, None, "told of", ends=cue == "say")
        if context.lead == "decision":
            return Reading(0, 0, "decision", "thing decided", (), context.assigned_by)
        told = any(word.low in _TOLD or word.low in _LAPSING for word in words[index:])
        presently = any(self._does(words, each) for each in range(index + 1, min(len(words), index + 9)))
        if due and presently and not told and not any(word.low in NOBODY for word in words[index : index + 6]):
            return Reading(0, 0, "decision", "thing with a date", ())
        return Reading(0, 0, None, "thing")

    def _is_to(self, words: Sequence[Word], index: int) -> int:
        return int(index < len(words) and words[index].low == "to")

    def _is_noun(self, words: Sequence[Word], index: int) -> bool:
        """Whether what could be a deed is a thing: "Survey to be sent out", "Work will start"."""
        if index + 1 >= len(words) or not words[index + 1].follows:
            return False
        low = words[index + 1].low
        if low in ("of", "will", "must", "shall", "is", "are", "was", "were", "has", "should", "may", "cannot", "can"):
            return True
        to_be = low == "to" and [word.low for word in words[index + 2 : index + 3]] in (["be"], ["go"], ["remain"])
        return to_be and words[index].low not in ("ensure", "continue")

    def _no_more(self, words: Sequence[Word], index: int, context: Context, due: dict[int, int]) -> Reading:
        """What is to be no longer: "No more emails after six", but not "No news from the council"."""
        rest = [word.low for word in words[index + 1 :]]
        if not rest or self.openings["no_news"].within(words, index + 1, min(len(words), index + 5)):
            return Reading(0, 0, None, "nothing of it")
        if any(each in _TELLING or (each.endswith("ed") and each not in _ENDING_ED) for each in rest) and not (
            {"be", "will", "shall", "may"} & set(rest)
        ):
            return Reading(0, 0, None, "nothing of it")
        more = rest[0] in ("more", "further", "longer") and len(rest) > 1
        bound = more or due or rest[0].endswith("ing") or bool({"be", "will", "shall", "may"} & set(rest))
        placed = any(each in _WHERE for each in rest[1:]) and context.speaker is None
        if bound or placed or context.lead in ("decision", "order"):
            return Reading(0, 0, "decision", "no more", (), context.assigned_by)
        return Reading(0, 0, None, "nothing of it")

    def _do_not(self, words: Sequence[Word], index: int, context: Context, due: dict[int, int]) -> Reading | None:
        """What is forbidden outright: "Do not use the lift until further notice"."""
        if words[index].low == "don't":
            verb = index + 1
        elif [word.low for word in words[index : index + 2]] == ["do", "not"]:
            verb = index + 2
        elif words[index].low == "never":
            verb = index + 1
        else:
            return None
        if not self._verbs.at(words, verb) or words[verb].low in ("worry", "hesitate", "forget", "get", "be", "call"):
            return None
        bound = due or any(word.low in ("until", "without", "unless", "again") for word in words[verb:])
        if context.speaker is not None and not bound:
            return None
        return Reading(0, 0, "assignment" if context.assignees else "decision", "no more", context.assignees)

    def _noun_settled(self, words: Sequence[Word], index: int) -> Reading | None:
        """ "Decision taken to close the stall", "The motion that the club buy a tractor was carried"."""
        begin = index + int(words[index].low in ("the", "a"))
        if begin >= len(words) or words[begin].low not in _SETTLEMENTS:
            return None
        rest = [word.low for word in words[begin + 1 :]]
        if _FORMAL & set(rest) or {"not", "lost", "defeated", "failed", "deferred", "withdrawn", "open"} & set(rest):
            return Reading(0, 0, None, "formality")
        carried = {"carried", "passed", "adopted", "taken", "made", "approved", "reached", "agreed"} & set(rest)
        if carried and {"to", "that"} & set(rest):
            return Reading(0, 0, "decision", "was decided", ())
        return None

    def _is_kept(self, words: Sequence[Word], index: int, context: Context, due: dict[int, int]) -> Reading | None:
        """What a thing is to be from then on: "Dues stay at $30", "The lift is not to be used"."""
        first = words[index].low
        for at in range(index + 1, min(len(words), index + 7)):
            low, following = words[at].low, [word.low for word in words[at + 1 : at + 4]]
            if not words[at].follows:
                break
            if low in ("stay", "stays") and words[at - 1].low not in ("to", "not", "n't") and first not in NOBODY:
                return Reading(0, 0, "decision", "thing stays", ())
            remains = low in ("remain", "remains") and following[:1] and following[0] in _AS_IT_WAS
            if remains and first not in NOBODY and words[at - 1].low != "to":
                return Reading(0, 0, "decision", "thing stays", ())
            if low in ("is", "are") and following[:2] == ["not", "to"]:
                return Reading(0, 0, "decision", "will not", ())
            if low == "may" and following[:2] in (["not", "be"], ["no", "longer"]):
                return Reading(0, 0, "decision", "will not", ())
            if low == "unchanged" and (not following or following[0] in ("at", "for", "on")):
                return Reading(0, 0, "decision", "thing stays", ())
            if low == "not" and following[:1] and following[0] in ("allowed", "permitted", "to") and at - index <= 4:
                return Reading(0, 0, "decision", "will not", ()) if due or context.speaker is None else None
            is_on = low in ("is", "are") and following[:1] in (["on"], ["at"]) and words[at + 1].start in due
            if is_on and context.speaker is not None and first not in NOBODY:
                return Reading(0, 0, "decision", "thing with a date", ())
            if low in ("is", "are") and following[:1] == ["due"] and due:
                return Reading(0, 0, "note", "thing with a date", ())
            if low == "is" and due and any(word.low in ("deadline", "cut-off") for word in words[index:at]):
                return Reading(0, 0, "note", "thing with a date", ())
            if low in ("needed", "required", "wanted") and due and words[at - 1].low not in _AUXILIARY:
                return Reading(0, 0, "assignment", "thing must", context.assignees)
            if low in _AUXILIARY or self._cue(words, at) in ("order", "promise", "say"):
                break
            settled = low in _SETTLED and words[at - 1].low not in ("and", "the", "a", "not", "as", "n't")
            if settled and not _FORMAL & {word.low for word in words[index:at]}:
                behind = following[0] if following else ""
                if not following or behind in SETS or words[at + 1].ahead.strip():
                    enough = low not in ("moved", "fixed", "set", "closed", "put") or due
                    return Reading(0, 0, "decision", "was decided", ()) if enough and context.speaker is None else None
        return None

    def _does(self, words: Sequence[Word], index: int) -> bool:
        """Whether a thing does something at this word: "the shop closes", "fines end", but not "a car park"."""
        before, low = words[index - 1].low, words[index].low
        if not self.is_verb(words, index) or before in ("to", "the", "a", "of"):
            return False
        several = before in _SEVERAL or (before.endswith("s") and not before.endswith(("'s", "’s", "ss")))
        return several or (low.endswith("s") and not self._verbs.at(words, index))
