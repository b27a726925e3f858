"""Orders, requests, decisions and motions in English."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.tasks.english_words import EnglishWords
from index.tasks.models import Context, Kind, Reading
from index.tasks.named import names_of
from index.tasks.people import Mention, People
from index.tasks.wordlists import Word

_ASKING = frozenset("asking requesting inviting urging telling instructing directing".split())
# Rules for what a meeting or its chair did, which may have been another one.
_OF_A_TIME = frozenset({"order to somebody", "told to", "decided", "decided by somebody", "was decided"})

SETS = frozenset("at for to by until till from as with in not".split())
"""Behind what is done to things as well these say that it is settled: "was set at", "was moved to"."""
# Who is asked for these says something, at once.
_WORDS_ONLY = frozenset(
    "more clarification clarity help patience comments his her their views ideas opinions suggestions understanding "
    "permission advice support silence calm order volunteers".split()
)


class EnglishOrders(EnglishWords):
    """Reads from a word for an order or a decision on."""

    def _is_past(
        self, words: Sequence[Word], index: int, reading: Reading, is_over: Callable[[int, int], bool]
    ) -> bool:
        """Whether an order or a decision was of another time: "last autumn the county ordered …"."""
        if reading.rule == "promise":
            # "The operator promised in June to …".
            to = next((at for at in range(index, min(len(words), index + 14)) if words[at].low == "to"), None)
            promised = to is not None and any(word.low.endswith("ed") for word in words[index:to])
            return bool(to and promised and is_over(words[index].start, words[to].start))
        if reading.rule == "was decided" and is_over(words[index].start, words[-1].end):
            # "Similar trials were abandoned in 2023."
            return True
        if reading.rule not in _OF_A_TIME:
            return False
        last = reading.deed or min(len(words), index + 14)
        return self.openings["over"].within(words, index, last)

    def _told(
        self, words: Sequence[Word], index: int, names: tuple[str, ...], context: Context, people: People
    ) -> Reading | None:
        """ "The Clerk was asked to …", "Owners are asked not to …"."""
        after = index
        while after < len(words) and words[after].low in (
            "was",
            "were",
            "is",
            "are",
            "be",
            "been",
            "has",
            "have",
            "also",
            "then",
            "therefore",
            "being",
        ):
            after += 1
        if after == index:
            return None
        length = self.cues["asked"].at(words, after)
        complement = after + length
        if length and complement < len(words) and words[complement].low == "not":
            complement += 1
        if after < len(words) and words[after].low == "thanked":
            asked = next((at for at in range(after + 1, min(len(words), after + 12)) if words[at].low == "and"), None)
            if asked is not None and self.cues["asked"].at(words, asked + 1):
                return self._told([*words[: index + 1], *words[asked + 1 :]], index, names, context, people)
        is_now = bool(length) and words[after - 1].low in ("is", "are") and words[after].low in ("reminded", "advised")
        if is_now and complement < len(words) and words[complement].low in ("that", "of"):
            return Reading(0, 0, "note", "please note", ())
        if length and complement < len(words) and words[complement].low in ("in", "again", "once", "firmly", "by"):
            # "Told in no uncertain terms to …".
            to = next((at for at in range(complement, min(len(words), complement + 7)) if words[at].low == "to"), None)
            complement = to if to is not None and self._verbs.at(words, to + 1) else complement
        if length and complement < len(words) and words[complement].low == "to":
            if self.cues["consider"].at(words, complement + 1) or self.cues["exhort"].at(words, complement + 1):
                return Reading(0, 0, None, "to consider")
            if self._may_have(words, complement + 1):
                return Reading(0, 0, None, "formality")
            if words[after].low in ("appointed", "elected"):
                return Reading(0, 0, "decision", "was decided", ())
            polite = words[after - 1].low in ("is", "are") and words[after].low in (
                "asked",
                "requested",
                "invited",
                "reminded",
            )
            return Reading(0, 0, "request" if polite else "assignment", "told to", names, deed=complement)
        doing = complement + 1
        with_doing = length and doing < len(words) and words[complement].low == "with"
        if with_doing and self._is_doing(words[doing]):
            return Reading(0, 0, "assignment", "told to", names, deed=complement)
        if words[after : after + 1] and words[after].low == "given":
            to = next((each for each in range(after + 1, min(len(words), after + 7)) if words[each].low == "to"), None)
            if to is not None and self._verbs.at(words, to + 1):
                return Reading(0, 0, "assignment", "given time to", names)
        if self._is_settled(words, after) and words[after - 1].low in ("was", "were", "been"):
            return Reading(0, 0, "decision", "was decided", ())
        elected = after < len(words) and words[after].low in ("appointed", "elected", "re-elected")
        if elected and words[after - 1].low in ("was", "were"):
            return Reading(0, 0, "decision", "was decided", ())
        return None

    def _is_settled(self, words: Sequence[Word], index: int) -> bool:
        """ "(A sub-committee was) formed", "(the AGM was) fixed for 4 June", but not "(the gate was) fixed"."""
        if self.cues["asked"].at(words, index) or not self.cues["decided"].at(words, index):
            return False
        length = self.meeting["of_things"].at(words, index)
        behind = index + length
        return not length or (behind < len(words) and words[behind].low in SETS)

    def _may_have(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is but leave to carry out what was decided: "to do all such acts as may be necessary"."""
        said = " ".join(word.low for word in words[index:])
        return said.startswith(("do all", "take all", "execute all", "do such", "take such", "perform all"))

    def _ordered(
        self,
        words: Sequence[Word],
        index: int,
        mentions: Sequence[Mention],
        context: Context,
        people: People,
        due: dict[int, int],
    ) -> Reading:
        """ "The chair asked Odette Fry to …"."""
        length = self.cues["order"].at(words, index)
        if words[index + length : index + length + 1] and words[index + length].low == "that":
            # "Cllr Moss requested that the clerk write to the developer."
            others = self.people.listed(words, index + length + 1, people)
            to_do = others[-1].end if others else len(words)
            if others and others[0].kind != "pronoun" and self._verbs.at(words, to_do) and not words[to_do].capital:
                by = mentions[0].name
                return Reading(0, 0, "assignment", "order to somebody", names_of(others), by, deed=to_do)
        objects = self.people.listed(words, index + length, people)
        if not objects:
            return Reading(0, 0, None, "asked", ends=True)
        after = objects[-1].end
        if after < len(words) and words[after].low == "not":
            after += 1
        if (
            after + 1 < len(words)
            and words[after].low == "for"
            and words[index].low in ("asked", "asks")
            and objects[0].kind in ("name", "person", "role")
            and mentions[0].kind in ("name", "person", "role")
            and words[after + 1].low not in _WORDS_ONLY
        ):
            # "Ingrid asked Wen for the raw counts".
            return Reading(0, 0, "request", "order to somebody", names_of(objects), mentions[0].name, deed=after)
        if after >= len(words) or words[after].low not in ("to", "with"):
            return Reading(0, 0, None, "asked", ends=True)
        if self.cues["exhort"].at(words, after + 1):
            return Reading(0, 0, None, "to consider")
        if self.cues["consider"].at(words, after + 1):
            return Reading(0, 0, None, "to consider")
        wishes = words[index].low in ("wants", "want", "would", "'d") and not (due or context.lead == "order")
        wishes = wishes or words[index].low in ("encouraged", "encourages")
        if wishes or (words[index].low in ("requires", "needs") and mentions[0].kind != "name"):
            return Reading(0, 0, None, "wish", ends=True)
        polite = bool(self.cues["request"].at(words, index))
        return Reading(
            0,
            0,
            "request" if polite else "assignment",
            "order to somebody",
            names_of(objects),
            mentions[0].name,
            deed=after,
        )

    def _agents(self, words: Sequence[Word], index: int, people: People) -> tuple[str, ...]:
        """By whom something is to be done, from "be" on: "to be completed by Kit before noon"."""
        if index >= len(words) or words[index].low != "be":
            return ()
        by = next((at for at in range(index + 2, min(len(words), index + 9)) if words[at].low == "by"), None)
        mentions = self.people.listed(words, by + 1, people) if by is not None else []
        return names_of(mentions) if mentions and mentions[0].kind != "pronoun" else ()

    def _is_asking(self, words: Sequence[Word], index: int, context: Context, people: People) -> Reading | None:
        """ "We are asking the agency to share the readings"."""
        length = self.cues["continuing"].at(words, index)
        after = index + length
        if not length or after >= len(words) or words[after].low not in _ASKING:
            return None
        objects = self.people.listed(words, after + 1, people)
        to = objects[-1].end if objects else len(words)
        if to >= len(words) or words[to].low != "to" or self.cues["consider"].at(words, to + 1):
            return None
        kind: Kind = "request" if words[after].low in ("asking", "requesting", "inviting", "urging") else "assignment"
        return Reading(0, 0, kind, "is asking to", names_of(objects), context.speaker, deed=to)
