"""English clauses that begin with whom they speak of: "the Clerk to …", "Fen will …", "the board agreed to …"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.tasks.english_decisions import EnglishDecisions
from index.tasks.english_words import NOBODY, behind_due
from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import Mention, People
from index.tasks.wordlists import Word

NONE = Reading(0, 0, None, "nothing")
"""Nothing is known of what the words say."""
_BEING = frozenset("away absent back out off present there late ill available unavailable happy glad on".split())
_DETERMINERS = frozenset("the a an this that these those my our your his her their its it us me him them".split())


_ASIDES = frozenset("having after following on upon noting being who which with in considering".split())
_DOES = frozenset("does do takes take gets get brings bring goes runs owes".split())
_AGREEING = frozenset("agreed agrees has have 's committed volunteered offered".split())
_PROMISED = frozenset("promised pledged agreed undertook offered volunteered committed vowed was were 's".split())
# What happens to somebody and isn't done.
_BEFALLING = frozenset("retire need miss struggle die lose suffer benefit probably likely hopefully".split())
_JOBS = frozenset("job task action role brief duty assignment homework".split())
_TIMES = frozenset("days weeks week month months fortnight hours".split())
_RATHER = frozenset(
    "rather like love prefer welcome want not never wait hate happily see be have think expect hope need".split()
)


class EnglishSubjects(EnglishDecisions):
    """Reads what somebody named does, must do or decides."""

    def _with_subject(
        self, words: Sequence[Word], mentions: Sequence[Mention], context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        index = behind_due(words, self._behind_place(words, mentions[-1].end), due)
        index = self._behind_aside(words, index)
        names = names_of(mentions)
        outside = bool(self.openings["outsiders"].at(words, mentions[0].first))
        if index < len(words) and words[index].low in ("with", "together", "along", "working") and words[index].follows:
            behind = next(
                (
                    each
                    for each in range(index, min(len(words), index + 10))
                    if self._cue(words, each) in ("promise", "must")
                ),
                None,
            )
            index = behind if behind is not None else index
        if index >= len(words) or (words[index].ahead.strip() not in ("", ")", ",")):
            return NONE
        has = words[index].low in ("has", "have") and self.cues["order"].at(words, index + 1)
        if has and words[index + 1].low.endswith("ed") and self._is_meeting(words, mentions):
            index += 1
        if words[index].low in ("please", "kindly") and self.is_verb(words, index + 1) and not outside:
            return Reading(0, 0, "request", "please", names)
        moved = self._moved(words, index)
        if moved:
            return Reading(0, 0, "decision", "moved", (), ", ".join(names))
        cue = self._cue(words, index)
        if mentions[0].name.lower() in ("no one", "nobody"):
            bound = cue in ("must", "promise") or self._does_no_more(words, index)
            return Reading(0, 0, "decision", "nobody is to", ()) if bound else Reading(0, 0, None, "nobody")
        thing = mentions[0].name.lower() in ("it", "this", "that", "these")
        if thing and due and cue == "must":
            return Reading(0, 0, "assignment", "thing must", ())
        if thing and due and [word.low for word in words[index : index + 2]] == ["will", "be"]:
            return Reading(0, 0, "decision", "will be", ())
        they = mentions[0].name.lower() == "they" and cue in ("order", "decide") and context.speaker is None
        if mentions[0].kind == "pronoun" and mentions[0].name.lower() in NOBODY and not they:
            return Reading(0, 0, None, "pronoun", ends=cue == "say")
        if cue == "promise" and words[index].low in _AGREEING and self._is_meeting(words, mentions):
            # "The committee agreed to spend …".
            return self._decided(words, index, ", ".join(names), context, people, due)
        if cue == "promise":
            past = words[index].low in _PROMISED or words[index].low in ("has", "have", "said", "confirmed")
            outside = outside or (past and self._is_external(words, mentions))
            return (
                Reading(0, 0, None, "outsider", ends=True)
                if outside
                else self._promised(words, index, names, mentions, context, people, due)
            )
        if cue == "must":
            return self._must(words, index, names, mentions, context, people)
        does = words[index].low in (
            "does",
            "do",
            "takes",
            "take",
            "gets",
            "get",
            "brings",
            "bring",
            "goes",
            "runs",
            "owes",
        )
        known = mentions[0].name in people.names or mentions[0].kind in ("person", "role")
        if does and due and known and not outside and index + 1 < len(words) and words[index + 1].low != "not":
            return Reading(0, 0, "assignment", "somebody does", names)
        passive = self._told(words, index, names, context, people)
        if passive is not None:
            return passive
        until = [word.low for word in words[index : index + 2]] in (["has", "until"], ["have", "until"])
        if until and due and any(word.low == "to" for word in words[index + 3 : index + 10]):
            return Reading(0, 0, "assignment", "given time to", names)
        if owed := self._has_as_job(words, index):
            return Reading(0, 0, "assignment", "promise", names, deed=owed)
        if asking := self._is_asking(words, index, context, people):
            return replace(asking, assigned_by=mentions[0].name)
        if self.cues["continuing"].at(words, index) and index + 1 < len(words) and self._is_doing(words[index + 1]):
            if not outside and mentions[0].kind in ("name", "person", "role") and (due or context.lead == "order"):
                return Reading(0, 0, "assignment", "is doing", names)
            return Reading(0, 0, None, "is doing")
        if cue == "order" and not outside and self.cues["decide"].at(words, index):
            ordered = self._ordered(words, index, mentions, context, people, due)
            return ordered if ordered.kind else self._decided(words, index, ", ".join(names), context, people, due)
        if cue == "order":
            return (
                Reading(0, 0, None, "outsider", ends=True)
                if outside
                else self._ordered(words, index, mentions, context, people, due)
            )
        if cue == "decide":
            if outside or not self._may_decide(words, index, mentions):
                return Reading(0, 0, None, "outsider")
            return self._decided(words, index, ", ".join(names), context, people, due)
        if cue == "be":
            return NONE
        would = cue == "maybe" and words[index].low == "would" and context.chained and not outside
        somebody = mentions[0].kind in ("name", "person", "role")
        if would and somebody and self._verbs.at(words, index + 1) and words[index + 1].low not in _RATHER:
            # "We agreed that Fatima would call the school, Ivo would draft a budget".
            return Reading(0, 0, "assignment", "would", names)
        if cue is not None:
            return Reading(0, 0, None, cue, ends=cue == "say")
        is_one = len(mentions) == 1 and mentions[0].kind in ("name", "person")
        if (
            self.is_verb(words, index)
            and words[index].low.endswith("s") == is_one
            and (due or "order" in (context.lead, context.heading))
            and not outside
        ):
            return Reading(0, 0, "assignment", "somebody does", names)
        return NONE

    def _behind_aside(self, words: Sequence[Word], index: int) -> int:
        """Behind ", having considered the report," and behind "has" of what a meeting has ordered."""
        aside = index < len(words) and words[index].ahead.strip() == ","
        if not aside or words[index].low not in _ASIDES:
            return index
        for at in range(index + 2, min(len(words), index + 20)):
            if "," in words[at].ahead:
                return at if self._cue(words, at) in ("decide", "order", "promise", "must") else index
        return index

    def _has_as_job(self, words: Sequence[Word], index: int) -> int:
        """Where the deed is in "('s) job is to …", "has two weeks to …"; 0 where nothing of the kind stands here."""
        to = next((at for at in range(index + 1, min(len(words), index + 7)) if words[at].low == "to"), 0)
        if not to or not self._verbs.at(words, to + 1):
            return 0
        between = [word.low for word in words[index:to]]
        job = between[0] == "'s" and between[-1] in ("is", "was") and any(each in _JOBS for each in between)
        time = between[0] in ("has", "have", "gets") and any(each in _TIMES for each in between)
        return to if job or time else 0

    def _is_meeting(self, words: Sequence[Word], mentions: Sequence[Mention]) -> bool:
        """Whether the body named is the meeting itself: "the committee", but not "the landscaping committee"."""
        if len(mentions) != 1:
            return False
        first, end = mentions[0].first, mentions[0].end
        first += int(end - first > 1 and words[first].low in ("the", "this", "all", "our"))
        return self.cues["bodies"].at(words, first) == end - first

    def _is_external(self, words: Sequence[Word], mentions: Sequence[Mention]) -> bool:
        """Whether somebody is named who isn't at meetings: what he promised is told of."""
        return any(
            self.openings["external"].within(words, mention.first, mention.end)
            for mention in mentions
            if mention.kind in ("role", "group")
        )

    def _behind_place(self, words: Sequence[Word], index: int) -> int:
        """Behind "at Dunmarrow High"."""
        if index + 1 < len(words) and words[index].low in ("at", "of", "from", "for", "in") and words[index].follows:
            after = index + 1
            while (
                after < len(words)
                and (words[after].capital or words[after].low in ("the", "of"))
                and words[after].follows
            ):
                after += 1
            return after if after > index + 1 else index
        return index

    def _promised(
        self,
        words: Sequence[Word],
        index: int,
        names: tuple[str, ...],
        mentions: Sequence[Mention],
        context: Context,
        people: People,
        due: dict[int, int],
    ) -> Reading:
        behind = index + self.cues["promise"].at(words, index)
        behind = behind_due(words, behind, due)
        if self.cues["not"].at(words, behind):
            return Reading(0, 0, "decision", "will not", ())
        told = any(word.low in ("would", "'d") for word in words[index:behind])
        if told and behind < len(words) and (words[behind].low in _RATHER or words[behind].low.endswith("ed")):
            return Reading(0, 0, None, "told of")
        if self.cues["maybe"].at(words, behind) or (behind < len(words) and words[behind].low in _BEFALLING):
            return Reading(0, 0, None, "maybe")
        noted = behind + 1 < len(words) and (words[behind].low, words[behind + 1].low) in (
            ("note", "that"),
            ("be", "aware"),
            ("be", "advised"),
        )
        if noted:
            return Reading(0, 0, "note", "please note", ())
        if self.cues["exhort"].at(words, behind) or self.cues["consider"].at(words, behind):
            return Reading(0, 0, None, "to consider")
        if (
            words[index].low in ("promised", "pledged")
            and words[index + 1 : index + 2]
            and not due
            and words[index + 1].low != "to"
        ):
            return Reading(0, 0, None, "promised")
        if (
            [word.low for word in words[behind : behind + 1]] == ["be"]
            and words[behind + 1 : behind + 2]
            and words[behind + 1].low in _BEING
            and words[index].low in ("will", "'ll", "shall", "is", "are")
        ):
            return Reading(0, 0, None, "will be there")
        if (
            behind < len(words)
            and words[behind].low in ("be", "become", "remain", "move", "have")
            and words[index].low != "to"
        ):
            acts = words[behind].low != "be" or words[index].low in _AGREEING
            if mentions[0].kind in ("name", "person") and acts:
                return Reading(0, 0, "assignment", "promise", names)
            return Reading(0, 0, "decision", "will be", (), context.assigned_by)
        if words[index].low == "to" and words[index - 1].low != "'s" and behind < len(words):
            if agents := self._agents(words, behind, people):
                return Reading(0, 0, "assignment", "to be done by", agents, context.assigned_by)
            if words[behind].low in ("be", "become", "remain"):
                return Reading(0, 0, "decision", "to become", ())
            if not self._verbs.at(words, behind) and words[behind].low in _DETERMINERS:
                return NONE
            return Reading(0, 0, "assignment", "somebody to", names, context.assigned_by)
        return Reading(0, 0, "assignment", "promise", names)

    def _must(
        self,
        words: Sequence[Word],
        index: int,
        names: tuple[str, ...],
        mentions: Sequence[Mention],
        context: Context,
        people: People,
    ) -> Reading:
        behind = index + self.cues["must"].at(words, index)
        passive = self._told(words, behind, names, context, People())
        if passive is not None:
            return passive
        is_thing = mentions[0].kind == "name" and mentions[0].name not in people.names
        if is_thing and words[behind : behind + 1] and words[behind].low == "be" and words[index].low != "should":
            # "Goggles must be worn".
            return Reading(0, 0, "assignment", "thing must", (), context.assigned_by)
        if (
            self.cues["exhort"].at(words, behind)
            or words[behind : behind + 1]
            and words[behind].low in ("of", "have", "be")
        ):
            return Reading(0, 0, None, "should")
        return Reading(0, 0, "assignment", "must", names)
