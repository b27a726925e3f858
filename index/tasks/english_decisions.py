"""What an English meeting settles: decisions, motions, and what is handed on by them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.tasks.english_orders import EnglishOrders
from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import Mention, People
from index.tasks.wordlists import Word

# Verbs that say how things are.
_STATES = frozenset("be have support note limit regret record understand know like want need".split())
# A clause with one of these ahead of "had" is of what is to be.
_BINDS = frozenset("will would shall should must".split())
_NEAR = 12
_FORMALITIES = frozenset("minutes agenda adjourn adjournment adjourned recess".split())
_ALL_ACTS = frozenset((deed, "all") for deed in ("do", "take", "execute", "perform"))
# What is decided with these before somebody gives it to him to do.
_PASSING_ON = frozenset(
    "ask direct instruct request require authorise authorize task tell invite urge appoint mandate commission empower "
    "engage order remind delegate nominate".split()
)


class EnglishDecisions(EnglishOrders):
    """Reads from a word for a decision on."""

    def _may_decide(self, words: Sequence[Word], index: int, mentions: Sequence[Mention]) -> bool:
        """Whether it is a body that decides, where the verb alone doesn't say that something is decided."""
        if not self.cues["of_bodies"].at(words, index):
            return True
        return any(self.cues["bodies"].within(words, mention.first, mention.end) for mention in mentions)

    def _decided(
        self, words: Sequence[Word], index: int, by: str | None, context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        after = index + self.cues["decide"].at(words, index)
        if self.cues["not"].within(words, max(0, index - 2), index):
            return Reading(0, 0, None, "not decided")
        return self._complement(words, after, by, context, people)

    def _complement(
        self, words: Sequence[Word], index: int, by: str | None, context: Context, people: People
    ) -> Reading:
        """What was decided: "to …", "that …" or a thing."""
        begin = index
        while index < len(words) and index - begin < 8 and words[index].low not in ("to", "that"):
            index += 1
        deed = index if index < len(words) and words[index].low in ("to", "that") else 0
        if begin >= len(words):
            return Reading(0, 0, None, "bare assent")
        if words[begin].low in ("this", "it", "that") and begin + 1 == len(words):
            return Reading(0, 0, None, "bare assent")
        if words[begin].low in ("with", "about"):
            return Reading(0, 0, None, "assent", ends=True)
        if deed and self.cues["consider"].at(words, deed + 1):
            return Reading(0, 0, None, "to consider")
        if any((one.low, other.low) in _ALL_ACTS for one, other in pairwise(words)):
            # "Authorised to do all such acts as may be necessary".
            return Reading(0, 0, None, "formality")
        if any(word.low in ("minutes", "agenda", "apologies") for word in words[begin : begin + 6]):
            return Reading(0, 0, None, "formality")
        if deed and words[deed].low == "that" and self._tells_of_before(words, deed + 1):
            return Reading(0, 0, None, "opinion")
        if passed := self._passed_on(words, deed + 1 if deed else len(words), by, people):
            return passed
        if deed and words[deed].low == "that" or (begin < len(words) and not deed):
            first = deed + 1 if deed else begin
            mentions = self.people.listed(words, first, people)
            if mentions and mentions[-1].end < len(words) and mentions[0].kind != "pronoun":
                behind = mentions[-1].end
                if (told := self._told(words, behind, names_of(mentions), Context(), people)) is not None and (
                    told.kind != "decision"
                ):
                    return replace(told, assigned_by=by)
                pays = self._verbs.at(words, behind) and words[behind].low not in _STATES
                pays = pays and (bool(deed) or mentions[0].kind in ("name", "person"))
                pays = pays or (
                    mentions[0].kind in ("name", "person")
                    and bool(self.is_verb(words, behind))
                    and words[behind].low.endswith("s")
                )
                if pays or (
                    words[behind].low in ("would", "will", "should", "shall", "to")
                    and words[behind + 1 : behind + 2]
                    and words[behind + 1].low != "be"
                ):
                    return Reading(0, 0, "assignment", "decided that somebody", names_of(mentions), by, deed=deed)
        return Reading(
            0, 0, "decision", "decided by somebody" if by else "decided", (), by, deed=deed if deed > begin else 0
        )

    def _passed_on(self, words: Sequence[Word], index: int, by: str | None, people: People) -> Reading | None:
        """ "(resolved) to instruct the secretary to tell the company so": it is the secretary's."""
        if index >= len(words):
            return None
        length = 2 if [word.low for word in words[index : index + 2]] in (["call", "on"], ["call", "upon"]) else 1
        if length == 1 and words[index].low not in _PASSING_ON:
            return None
        objects = self.people.listed(words, index + length, people)
        to = objects[-1].end if objects else len(words)
        if to + 1 >= len(words) or words[to].low not in ("to", "with") or self.cues["consider"].at(words, to + 1):
            return None
        asks = words[index].low in ("call", "request", "invite", "urge")
        names = names_of(objects)
        return Reading(0, 0, "request" if asks else "assignment", "decided that somebody", names, by, deed=to)

    def _tells_of_before(self, words: Sequence[Word], index: int) -> bool:
        """ "(agreed that) the notice had gone up too soon": nothing that is to be."""
        for each in range(index, min(len(words), index + _NEAR)):
            low = words[each].low
            if low in _BINDS or (low == "to" and self._verbs.at(words, each + 1)):
                return False
            if low in ("had", "hadn't"):
                return words[each + 1 : each + 2] == [] or words[each + 1].low != "to"
        return False

    def _moved(self, words: Sequence[Word], index: int) -> bool:
        """ "… moved that", "… moved, seconded by …, to"."""
        if index >= len(words) or any(word.low in _FORMALITIES for word in words[index : index + 16]):
            return False
        if words[index].low not in ("moved", "proposed") and not self.meeting["motion"].at(words, index):
            return False
        return any(word.low in ("that", "to") for word in words[index + 1 : index + 14])

    def _motion(self, words: Sequence[Word], index: int, people: People) -> Reading:
        """What is moved, with whom it gives it to: "that the committee write to the harbour master"."""
        mentions = self.people.listed(words, index + 1, people) if words[index].low == "that" else []
        behind = mentions[-1].end if mentions else len(words)
        gives = mentions and mentions[0].kind != "pronoun" and self._verbs.at(words, behind)
        if gives and words[behind].low not in ("be", "have", "support", "note"):
            return Reading(0, 0, "assignment", "moved", names_of(mentions))
        order = index + 1 if words[index].low == "to" else len(words)
        if order < len(words) and words[order].low in ("ask", "direct", "instruct", "request", "require", "authorise"):
            objects = self.people.listed(words, order + 1, people)
            if objects and objects[-1].end < len(words) and words[objects[-1].end].low == "to":
                return Reading(0, 0, "assignment", "moved", names_of(objects), deed=objects[-1].end)
        return Reading(0, 0, "decision", "moved", ())

    def _on_whom(self, words: Sequence[Word], index: int, people: People) -> tuple[str, ...]:
        """On whom a task lies: "the onus is on the lessee to …", "it is up to Bridget to …"."""
        for at in range(index + 1, min(len(words) - 3, index + 6)):
            lies = words[at].low in ("is", "was", "'s", "lies", "rests", "falls", "fell")
            if lies and words[at + 1].low in ("on", "with", "up", "for", "to"):
                who = at + 2 + int(words[at + 1].low == "up")
                mentions = self.people.listed(words, who, people)
                to = mentions[-1].end if mentions else len(words)
                if to + 1 < len(words) and words[to].low == "to" and self._verbs.at(words, to + 1):
                    return names_of(mentions) if mentions[0].kind != "pronoun" else ()
        return ()

    def _it_was(self, words: Sequence[Word], index: int, context: Context, people: People) -> Reading:
        """ "It was agreed that …"."""
        after = index + 1
        while after < len(words) and words[after].low in (
            "was",
            "is",
            "has",
            "been",
            "then",
            "also",
            "unanimously",
            "therefore",
            "further",
            "'s",
        ):
            after += 1
        if words[index + 1 : index + 2] and words[index + 1].low in ("fell", "falls", "was", "is"):
            given = index + 2 + int(words[index + 2 : index + 3] != [] and words[index + 2].low in ("left", "up"))
            if words[given : given + 1] and words[given].low in ("to", "with", "up", "for"):
                mentions = self.people.listed(words, given + 1, people)
                if mentions and mentions[-1].end < len(words) and words[mentions[-1].end].low == "to":
                    return Reading(0, 0, "assignment", "it fell to", names_of(mentions))
        if names := self._on_whom(words, index, people):
            return Reading(0, 0, "assignment", "it fell to", names)
        length = self.cues["decided"].at(words, after)
        if not length and self._moved(words, after):
            return Reading(0, 0, "decision", "moved", ())
        if not length or self.cues["not"].within(words, index, after):
            return Reading(0, 0, None, "it was", ends=True)
        return self._complement(words, after + length, None, context, people)
