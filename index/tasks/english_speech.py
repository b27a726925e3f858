"""What an English speaker takes on, and what he settles for all."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.english_asking import EnglishAsking
from index.tasks.english_words import behind_due
from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.wordlists import Word

# Before "if" these ask whether.
_OVER_AND_OVER = frozenset("every each having getting being anyway whenever when if them".split())
_NO_LONGER = frozenset("anymore more longer again until till".split())
_HABITS = frozenset("always usually often never normally generally sometimes just still already ever".split())
_WHETHER = frozenset("ask check see know find out confirm tell know decide whether wonder clarify".split())


class EnglishSpeech(EnglishAsking):
    """Reads turns."""

    def _hangs_on_condition(self, words: Sequence[Word], index: int) -> bool:
        """Whether a condition stands behind a deed: "will pay if numbers fall", but not "ask if it leaks"."""
        for at in range(index + 2, len(words)):
            if words[at].low == "if" and not any(word.low in _WHETHER for word in words[max(index, at - 4) : at]):
                return True
        return False

    def _settles_for(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is settled without a day: "we'll go with the blue one", "let's drop the newsletter"."""
        first = next((at for at in range(index + 1, min(len(words), index + 5)) if self._verbs.at(words, at)), None)
        if first is None or len(words) - first < 2:
            return False
        return bool(self.speech["settles"].at(words, first)) and not any(
            word.low in _HABITS for word in words[index:first]
        )

    def _settles_now(self, words: Sequence[Word], index: int, after: int, due: dict[int, int]) -> bool:
        """ "(Right,) we buy a roller", "we keep monthly as the default", "(from 1 June) we take no more …"."""
        if not self._verbs.at(words, after) or len(words) - after < 2:
            return False
        if any(word.low in _HABITS or word.low in _OVER_AND_OVER for word in words[index:]):
            return False
        from_then = due and index and words[index - 1].end > max(due) or (index and words[0].low in ("from", "as"))
        return bool(from_then) or bool(self.speech["settles"].at(words, after))

    def _first_person(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        speaker = context.speaker or context.writer
        who = (speaker,) if words[index].low == "i" and speaker is not None else ()
        after = behind_due(words, index + 1, due)
        cue = self._cue(words, after)
        if asking := self._is_asking(words, after, context, people):
            return asking
        if cue == "order":
            length = self.cues["order"].at(words, after)
            mentions = self.people.listed(words, after + length, people)
            if mentions and mentions[0].kind == "pronoun" and mentions[0].name.lower() != "you" and not due:
                return Reading(0, 0, None, "I want")
            if mentions and mentions[-1].end < len(words) and words[mentions[-1].end].low == "to":
                return Reading(
                    0,
                    0,
                    "request" if words[after].low == "'d" else "assignment",
                    "I want somebody to",
                    names_of(mentions),
                    context.speaker,
                    deed=mentions[-1].end,
                )
            return Reading(0, 0, None, "I want")
        if cue == "promise" and not who and context.lead == "decision":
            return Reading(0, 0, "decision", "we will", (), context.speaker)
        if cue == "promise":
            behind = after + self.cues["promise"].at(words, after)
            if self.cues["not"].at(words, behind) and not who and context.speaker is None:
                return Reading(0, 0, "decision", "will not", ())
            if (
                self.cues["not"].at(words, behind)
                or self.cues["consider"].at(words, behind)
                or self._cue(words, behind) in ("maybe", "say")
                and not self.is_verb(words, behind)
                or words[behind : behind + 1]
                and (words[behind].low in ("see", "be", "try") or (words[behind].low == "have" and not due))
            ):
                return Reading(0, 0, None, "we'll see")
            if who:
                return Reading(0, 0, "assignment", "I will", who)
            return Reading(0, 0, "decision", "we will", (), context.speaker)
        if self.cues["continuing"].at(words, after) and after + 1 < len(words) and self._is_doing(words[after + 1]):
            takes = self.speech["taking_on"].at(words, after + 1) and len(words) - after > 3
            if who and (due or takes):
                return Reading(0, 0, "assignment", "I am doing", who)
            talks = words[after + 1].low in ("looking", "talking", "hoping", "waiting")
            settles = (due and not talks) or self.speech["settling"].at(words, after + 1)
            if who or not settles:
                return Reading(0, 0, None, "I am")
            return Reading(0, 0, "decision", "we are doing", (), context.speaker)
        if words[index].low == "we" and cue in (None, "be") and self._settles_now(words, index, after, due):
            return Reading(0, 0, "decision", "we settle on", (), context.speaker)
        if words[index].low == "we" and cue == "must" and due and words[after].low != "should":
            return Reading(0, 0, "assignment", "somebody must", ())
        if cue == "decide" and not self.cues["of_bodies"].at(words, after):
            return self._decided(words, after, None, context, people, due)
        refuses = words[after : after + 1] and words[after].low == "won't"
        refuses = refuses or [word.low for word in words[after : after + 2]] == ["will", "not"]
        if not who and refuses and (due or context.speaker is None):
            return Reading(0, 0, "decision", "we are not", (), context.speaker)
        if (
            (who or any(word.low == "you" for word in words[after + 2 : after + 3]))
            and words[after : after + 1]
            and words[after].low == "can"
            and self.speech["offers"].at(words, after + 1)
        ):
            return Reading(0, 0, "assignment", "I can", who)
        if (
            not who
            and (context.speaker is None or any(word.low in _NO_LONGER for word in words[after:]))
            and [word.low for word in words[after : after + 2]] == ["'re", "not"]
            and self._is_doing(words[min(after + 2, len(words) - 1)])
        ):
            return Reading(0, 0, "decision", "we are not", (), context.speaker)
        if who and due and self._verbs.at(words, after) and cue is None:
            return Reading(0, 0, "assignment", "I do", who)
        return Reading(0, 0, None, "first person", ends=cue == "say")

    def _let(self, words: Sequence[Word], index: int, context: Context) -> Reading:
        following = words[index + 1].low if index + 1 < len(words) else ""
        if (
            following == "me"
            and context.speaker is not None
            and self.is_verb(words, index + 2)
            and words[index + 2].low not in ("know", "see")
        ):
            return Reading(0, 0, "assignment", "let me", (context.speaker,))
        if (
            words[index].low == "leave"
            and context.speaker is not None
            and any(word.low == "me" for word in words[index : index + 5])
        ):
            return Reading(0, 0, "assignment", "let me", (context.speaker,))
        if (
            following == "'s"
            and index + 2 < len(words)
            and self.speech["settles"].at(words, index + 2)
            and len(words) - index > 3
        ):
            return Reading(0, 0, "decision", "let us", (), context.speaker)
        if (
            following == "'s"
            and index + 2 < len(words)
            and self.is_verb(words, index + 2)
            and words[index + 2].low
            not in ("start", "go", "see", "say", "talk", "move", "hear", "begin", "look", "not")
        ):
            those = any(word.low in ("those", "our", "each", "everyone", "it") for word in words[index + 3 : index + 5])
            if context.speaker is None and (those or self.cues["exhort"].at(words, index + 2)):
                return Reading(0, 0, None, "let")
            return Reading(0, 0, "decision", "let us", (), context.speaker)
        return Reading(0, 0, None, "let")
