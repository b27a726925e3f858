"""What somebody is asked or told to do by whom speaks or writes: "Piotr, please …", "Could you …?"."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.english_orders import EnglishOrders
from index.tasks.english_words import behind_due
from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.wordlists import Word


class EnglishAsking(EnglishOrders):
    """Reads what is asked of somebody who is spoken to."""

    def _asked(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int], asks: bool
    ) -> Reading | None:
        """Somebody is asked or told to do something: "Piotr, please …", "Could you …?", "Hanneke, you call …"."""
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
            and words[mention.end].ahead.strip() == ","
        )
        if (
            mention is None
            and words[index].capital
            and index + 1 < len(words)
            and (words[index].text in people.names or words[index + 1].low in ("please", "could", "can", "would"))
            and words[index + 1].ahead.strip() == ","
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
        named_last = words[-1].capital and words[-1].ahead.strip() == "," and words[-1].text in people.names
        if asking and named_last and words[after].low == "you" and context.speaker is not None:
            return Reading(index, 0, "request", "could you", (words[-1].text,), context.speaker)
        if asking and (vocative or words[after].low in ("could", "can", "would", "will")):
            if not names and words[-1].capital and words[-1].ahead.strip() == ",":
                names = (words[-1].text,)
            return Reading(index, 0, "request", "could you", names, context.speaker)
        if words[after].low in ("would", "could", "will", "can") and not vocative:
            spoken_to = self.people.listed(words, after + 1, people)
            behind = spoken_to[-1].end if spoken_to else len(words)
            if behind < len(words) and words[behind].low in ("please", "kindly"):
                return Reading(index, 0, "request", "please", names_of(spoken_to), context.speaker)
        if words[after].low == "please" and words[after + 1 : after + 2] and words[after + 1].low == "note":
            return Reading(index, 0, "note", "please note", ())
        if words[after].low == "please":
            if self.cues["consider"].at(words, after + 1) or self.cues["exhort"].at(words, after + 1):
                return Reading(0, 0, None, "to consider")
            return Reading(index, 0, "request", "please", names, context.speaker)
        if not vocative:
            return None
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
        if words[after].low == "you":
            after += 1
            if self.is_verb(words, after):
                return Reading(index, 0, "assignment", "you do", names, context.speaker)
        if self._verbs.at(words, after) and not words[after].low.endswith("s"):
            return Reading(index, 0, "assignment", "do this", names, context.speaker)
        return None

    def _grateful(self, words: Sequence[Word], index: int, context: Context, people: People) -> Reading | None:
        """A request in the form of a condition: "If you could send it", "we'd be grateful if members could pay"."""
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
