"""What somebody is asked or told to do by whom speaks or writes: "Piotr, please …", "Could you …?"."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.english_decisions import EnglishDecisions
from index.tasks.english_words import behind_due
from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.wordlists import Word

_OF_TALK = frozenset("hear see believe remember think know tell say explain remind imagine clarify want need".split())
_SEVERAL = frozenset("all everyone everybody both each every people folks folk guys".split())
# "Please do, yeah."
_ASSENTS = frozenset("do yeah yes ok okay thanks sure go ahead then".split())


class EnglishAsking(EnglishDecisions):
    """Reads what is asked of somebody who is spoken to."""

    def _asked(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int], asks: bool
    ) -> Reading | None:
        """Somebody is asked or told to do something: "Piotr, please …", "Could you …?", "Hanneke, you call …"."""
        if (request := self._of_anybody(words, index, context, people, due, asks)) is not None:
            return request
        names: tuple[str, ...] = ()
        after = index
        mention = self.people.at(words, index, people)
        if mention is not None and words[mention.first].text not in people.names and context.speaker is not None:
            # "Uh, you get something …": nobody who is known here.
            mention = None
        vocative = (
            mention is not None
            and mention.kind in ("name", "person")
            and mention.end < len(words)
            and (words[mention.end].ahead.strip() == "," or self._small_vocative(words, mention.end))
        )
        if (
            mention is None
            and words[index].capital
            and index + 1 < len(words)
            and (words[index].text in people.names or words[index + 1].low in ("please", "could", "can", "would"))
            and (words[index + 1].ahead.strip() == "," or self._small_vocative(words, index + 1))
        ):
            names, after, vocative = (words[index].text,), index + 1, True
        elif vocative and mention is not None:
            names, after = (mention.name,), mention.end
        after = behind_due(words, self._skip_fillers(words, after) if vocative else after, due)
        if after >= len(words):
            return None
        if vocative:
            after += self.speech["softening"].at(words, after)
            if after >= len(words):
                return None
        asking = self.speech["asking"].at(words, after)
        if (
            asking
            and words[after + asking : after + asking + 1]
            and words[after + asking].low in ("like", "mind", "say")
        ):
            # "Would you like to go first?"
            return None
        small = not any(word.capital for word in words[:-1])
        named_last = words[-1].capital and (words[-1].ahead.strip() == "," or small) and words[-1].text in people.names
        if asking and named_last and words[after].low == "you" and context.speaker is not None:
            return Reading(index, 0, "request", "could you", (words[-1].text,), context.speaker)
        if asking and named_last and not names:
            names = (words[-1].text,)
        if asking and small and not names:
            # Without commas: "could you send me the names bob whenever you get a sec".
            names = next(((word.text,) for word in words[after + asking :] if word.capital), ())
        if asking and (vocative or words[after].low in ("could", "can", "would", "will")):
            if not names and words[-1].capital and words[-1].ahead.strip() == ",":
                names = (words[-1].text,)
            return Reading(index, 0, "request", "could you", names, context.speaker)
        if words[after].low in ("would", "could", "will", "can") and not vocative:
            asked = self.people.listed(words, after + 1, people)
            behind = asked[-1].end if asked else len(words)
            if behind < len(words) and words[behind].low in ("please", "kindly"):
                return Reading(index, 0, "request", "please", names_of(asked), context.speaker)
        if words[after].low == "please" and words[after + 1 : after + 2] and words[after + 1].low == "note":
            return Reading(index, 0, "note", "please note", ())
        if words[after].low == "please":
            said = [word.low for word in words[after + 1 :] if word.low not in _ASSENTS]
            if not said and context.speaker is not None:
                return Reading(0, 0, None, "bare assent")
            if self.cues["consider"].at(words, after + 1) or self.cues["exhort"].at(words, after + 1):
                return Reading(0, 0, None, "to consider")
            return Reading(index, 0, "request", "please", names, context.speaker)
        spoken_to = self._spoken_to(words, index, people) if context.speaker is not None and not vocative else ()
        if spoken_to and not asks:
            wanted = self._wanted(words, index, people, due)
            if wanted or (self._verbs.at(words, after) and not words[after].low.endswith("s")):
                return Reading(index, 0, "request" if wanted else "assignment", "do this", spoken_to, context.speaker)
            if words[after].low == "you" and self.is_verb(words, after + 1):
                return Reading(index, 0, "assignment", "you do", spoken_to, context.speaker)
            both = [word.low for word in words[after : after + 2]] == ["you", "and"]
            others = self.people.listed(words, after + 2, people) if both else []
            if others and self.is_verb(words, others[-1].end):
                return Reading(index, 0, "assignment", "you do", (*spoken_to, *names_of(others)), context.speaker)
        if not vocative:
            if context.speaker is not None and due and self._wanted(words, index, people, due):
                return Reading(index, 0, "request", "I want somebody to", (), context.speaker)
            return None
        if self._wanted(words, after, people, due):
            return Reading(index, 0, "request", "do this", names, context.speaker)
        if asks:
            tagged = self._verbs.at(words, after) and [word.low for word in words[-2:]] in (
                ["would", "you"],
                ["will", "you"],
            )
            return Reading(index, 0, "request", "could you", names, context.speaker) if tagged else None
        if [word.low for word in words[after : after + 2]] == ["you", "'re"] and not self.cues["not"].at(
            words, after + 2
        ):
            return Reading(index, 0, "assignment", "you are on", names, context.speaker)
        if [word.low for word in words[after : after + 2]] == ["you", "and"]:
            others = self.people.listed(words, after + 2, people)
            if others and self.is_verb(words, others[-1].end):
                return Reading(index, 0, "assignment", "you do", (*names, *names_of(others)), context.speaker)
        if [word.low for word in words[after : after + 3]] in (["if", "you", "could"], ["if", "you", "can"]):
            return Reading(index, 0, "request", "could you", names, context.speaker)
        if words[after].low == "you":
            after += 1
            if self.is_verb(words, after):
                return Reading(index, 0, "assignment", "you do", names, context.speaker)
        if self._verbs.at(words, after) and not words[after].low.endswith("s"):
            return Reading(index, 0, "assignment", "do this", names, context.speaker)
        return None

    def _of_anybody(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int], asks: bool
    ) -> Reading | None:
        """A request of whoever is named in it: "Could somebody lock up?", "Would all stewards let me have …"."""
        begin = index + int(words[index].low == "please")
        kindly = words[begin].low == "kindly" if begin < len(words) else False
        if kindly and self._verbs.at(words, begin + 1):
            return Reading(index, 0, "request", "please", (), context.speaker)
        you = [word.low for word in words[begin : begin + 2]] in (["you", "are"], ["all", "are"])
        if (
            you
            and self.cues["asked"].at(words, begin + 2)
            and any(word.low == "to" for word in words[begin + 3 : begin + 6])
        ):
            return Reading(index, 0, "request", "please", (), context.speaker)
        if begin + 2 >= len(words) or words[begin].low not in ("could", "can", "would", "will", "may"):
            return None
        somebody = words[begin + 1].low in ("somebody", "someone", "anyone", "anybody", "one")
        if somebody:
            names: tuple[str, ...] = ()
            verb = begin + 2 + (3 if words[begin + 2].low == "of" else 0)
        elif words[begin + 1].low in ("people", "folks", "folk", "guys"):
            names, verb = (words[begin + 1].text,), begin + 2
        else:
            mentions = self.people.listed(words, begin + 1, people)
            group = mentions and (
                mentions[0].kind in ("role", "group") or mentions[0].name.lower() in ("everyone", "everybody", "all")
            )
            known = mentions and mentions[0].kind in ("name", "person")
            if not mentions or not (group or known):
                return None
            names, verb = names_of(mentions), mentions[-1].end
        polite = verb < len(words) and words[verb].low in ("please", "kindly")
        verb += int(polite)
        if not self._verbs.at(words, verb) or words[verb].low in _OF_TALK:
            return None
        several = somebody or words[begin + 1].low in (
            "all",
            "everyone",
            "everybody",
            "both",
            "each",
            "every",
            "people",
        )
        if not (polite or begin > index or (several and (asks or context.speaker is not None)) or (asks and due)):
            return None
        return Reading(index, 0, "request", "could you", names, context.speaker)

    def _small_vocative(self, words: Sequence[Word], index: int) -> bool:
        """Whether "can you" follows a name where a machine wrote down what was said without commas."""
        return not any(word.capital for word in words[index:]) and bool(self.speech["asking"].at(words, index))

    def _wanted(self, words: Sequence[Word], index: int, people: People, due: dict[int, int]) -> bool:
        """ "I want those nets up by the eleventh": a thing that is to be there by a day."""
        if index + 3 >= len(words) or words[index].low != "i" or not due:
            return False
        wants = index + 1 + int(words[index + 1].low in ("'ll", "'d", "really", "will", "do"))
        if wants + 2 >= len(words) or words[wants].low not in ("want", "need") or words[wants + 1].low in ("to", "you"):
            return False
        somebody = self.people.listed(words, wants + 1, people)
        if somebody and somebody[-1].end < len(words) and words[somebody[-1].end].low == "to":
            return False
        return words[wants + 1].low not in ("a", "more") or any(
            word.low in ("from", "by") for word in words[wants + 2 :]
        )

    def _spoken_to(self, words: Sequence[Word], index: int, people: People) -> tuple[str, ...]:
        """Who is spoken to inside of a clause or at its end: "Put it back, Tavish, and ship it Monday"."""
        for at in range(index + 1, len(words)):
            ends = at + 1 >= len(words) or words[at + 1].ahead.strip() == ","
            spoken = words[at].ahead.strip() == "," or at + 1 >= len(words)
            if spoken and ends and words[at].capital and words[at].text in people.names:
                return (words[at].text,)
        return ()

    def _grateful(self, words: Sequence[Word], index: int, context: Context, people: People) -> Reading | None:
        """A request in the form of a condition: "If you could send it", "we'd be grateful if members could pay"."""
        if words[index].low == "if":
            asked = self.people.listed(words, index + 1, people)
            could = asked[-1].end if asked else len(words)
            group = bool(asked) and (asked[0].kind != "pronoun" or asked[0].name.lower() in ("everyone", "everybody"))
            if group and could < len(words) and words[could].low == "could" and self._verbs.at(words, could + 1):
                return Reading(0, 0, "request", "please", names_of(asked), context.speaker)
        if words[index].low == "if" and context.speaker is not None:
            if [word.low for word in words[index + 1 : index + 3]] not in (["you", "could"], ["you", "would"]):
                return None
            last = words[-1]
            names = (last.text,) if last.capital and last.ahead.strip() == "," and last.text in people.names else ()
            return Reading(0, 0, "request", "could you", names, context.speaker)
        for at in range(index + 1, min(len(words) - 1, index + 8)):
            if words[at].low == "if" and words[at - 1].low in (
                "grateful",
                "appreciated",
                "appreciate",
                "it",
                "obliged",
            ):
                thanks = any(
                    word.low in ("grateful", "appreciated", "appreciate", "obliged") for word in words[index:at]
                )
                asked = self.people.listed(words, at + 1, people)
                after = asked[-1].end if asked else len(words)
                asked = [mention for mention in asked if mention.kind != "pronoun"]
                if thanks and after < len(words) and words[after].low in ("could", "would", "can"):
                    return Reading(0, 0, "request", "please", names_of(asked), context.speaker)
        return None
