"""The clauses of an English sentence, and where each of them begins and ends."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.tasks.due import names_deadline
from index.tasks.english_words import EnglishWords, behind_due, clause_words
from index.tasks.people import People
from index.tasks.plain import Plain
from index.tasks.wordlists import Word, words_of

_LONGEST_OPENING = 30
# Words that a point makes short.
_SHORT = frozenset(
    "no nos approx incl excl est min max st rd ave dept govt inc ltd co vs etc fig pp vol ed tel".split()
)
# Behind a verb with -s these show that it is one.
_AFTER = frozenset("on at in from to by for until next tomorrow today the a".split())


class EnglishClauses(EnglishWords):
    """Cuts sentences, and passes over what leads into a clause."""

    def cuts(self, text: Plain, start: int, end: int, people: People) -> list[int]:
        """Where a sentence is to be cut so that each clause has one who orders, decides or does something."""
        words = clause_words(text, start, end, people)
        cuts: list[int] = []
        begin = 0
        depth = 0
        for index in range(1, len(words)):
            ahead = words[index].ahead
            depth = max(0, depth + ahead.count("(") - ahead.count(")"))
            if depth:
                continue
            if (
                ";" in ahead
                or self._begins_small(words, index)
                or ": " in ahead
                and self._is_intro(words, begin, index)
                and not names_deadline(text, start, words[index - 1].end)
            ):
                cuts.append(words[index].start)
                begin = index
                continue
            joins = words[index].low in ("and", "but", "while", "so", "whereas", "then")
            if not joins and "," not in ahead and "–" not in ahead and "—" not in ahead:
                continue
            opens = index + 1 if joins else index
            if (
                opens < len(words)
                and (
                    self._opens_clause(words, opens, people)
                    or (joins and "," in ahead and self._opens_with_thing(words, opens))
                    or ("," in ahead and self._is_to_be(words, opens))
                    or self._repeats(words, begin, opens, people)
                )
                and (
                    (words[opens].low == "please" and index - begin > 1) or self._is_whole(words, begin, index, people)
                )
            ):
                cuts.append(words[opens].start)
                begin = opens
        return cuts

    def _begins_small(self, words: Sequence[Word], index: int) -> bool:
        """Whether a sentence begins with a small letter here, as in hasty notes: "got 2 pics. agreed £180"."""
        before = words[index - 1]
        if not words[index].ahead.startswith(". ") or words[index].capital or len(before.low) < 2 or "." in before.low:
            return False
        return not (self.people.titles.at(words, index - 1) or before.low in _SHORT)

    def _is_intro(self, words: Sequence[Word], begin: int, index: int) -> bool:
        return index - begin <= 6 and self._cue_within(words, begin, index) is None

    def _is_whole(self, words: Sequence[Word], begin: int, end: int, people: People) -> bool:
        """Whether the words are a clause that can end here: somebody does something, and no list is open."""
        mentions = self.people.listed(words, begin + self.openings["fillers"].at(words, begin), people)
        after = mentions[-1].end if mentions else begin
        for index in range(after, end):
            cue = self._cue(words, index)
            if cue == "order" or (
                cue in ("be", "past") and index + 1 < end and self.cues["asked"].at(words, index + 1)
            ):
                wished = words[index].low in ("wants", "want", "needs", "need", "would", "'d")
                return wished or any(word.low in ("to", "that", "by") for word in words[index + 1 : end])
            if cue is not None:
                return True
            if words[index].low == "please" or self.is_verb(words, index):
                return True
        return False

    def _opens_clause(self, words: Sequence[Word], opens: int, people: People) -> bool:
        """Whether a clause with somebody of its own, or with an order, begins at this word."""
        index = opens + self.openings["fillers"].at(words, opens)
        if index >= len(words):
            return False
        if (
            words[index].low in ("please", "could", "let's")
            or words[index].low == "in"
            and [word.low for word in words[index + 1 : index + 3]] == ["the", "end"]
        ):
            return True
        cue = self._cue(words, index)
        if (
            cue == "order"
            and words[index].low.endswith(("ed", "told"))
            and self.people.listed(words, index + self.cues["order"].at(words, index), people)
        ):
            return True
        if cue == "decide" and words[index].low.endswith("ed") and words[opens - 1].low == "and":
            # "… and adopted the policy".
            return True
        if words[index].low in ("was", "were") and self.cues["asked"].at(words, index + 1):
            return True
        if words[index].low in ("i", "we"):
            return self._cue(words, index + 1) is not None or bool(self.speech["settles"].at(words, index + 1))
        mentions = self.people.listed(words, index, people)
        if not mentions:
            return False
        after = mentions[-1].end
        if after >= len(words) or words[after].ahead.strip() not in ("", ")"):
            return False
        return self._cue(words, after) is not None or (
            words[after].low.endswith("s") and self.is_verb(words, after) > 0
        )

    def _repeats(self, words: Sequence[Word], begin: int, opens: int, people: People) -> bool:
        """Whether somebody else has the same to do here: "Mrs Okell to visit maths and | Mr Sarfraz phonics"."""
        return bool(self._left_out(words, opens, people)) and bool(self.people.listed(words, begin, people))

    def _is_to_be(self, words: Sequence[Word], index: int) -> bool:
        """Whether something is to be done from this word on: ", the response to be circulated by Friday"."""
        return words[index].low == "the" and any(
            (one.low, other.low) == ("to", "be") and one.follows
            for one, other in pairwise(words[index + 1 : index + 8])
        )

    def _opens_with_thing(self, words: Sequence[Word], index: int) -> bool:
        """Whether a thing is or does something from this word on: ", and the pilot starts on 1 December"."""
        if words[index].low not in ("the", "our", "all", "no"):
            return False
        for at in range(index + 2, min(len(words), index + 6)):
            if words[at].ahead.strip():
                return False
            if words[at].low in ("will", "shall", "must", "is", "are") or (
                words[at].low.endswith("s")
                and self.is_verb(words, at)
                and at + 1 < len(words)
                and words[at + 1].low in _AFTER
            ):
                return True
        return False

    def without_tail(self, text: Plain, start: int, end: int) -> int:
        """Where a clause ends without what only explains it."""
        words = words_of(text, start, end)
        for index in range(3, len(words)):
            if "," in words[index].ahead and self.openings["tail"].at(words, index):
                return words[index - 1].end
        return end

    def _opening(self, words: Sequence[Word], begin: int, due: dict[int, int], people: People) -> int | None:
        """Where the clause proper begins."""
        index = behind_due(words, begin, due)
        if index > begin:
            return min(index, len(words) - 1)
        if self.openings["before_comma"].at(words, begin) and not (
            words[begin].low == "to" and self.is_verb(words, begin + 1)
        ):
            for comma in range(begin + 1, min(len(words), begin + _LONGEST_OPENING)):
                if "," in words[comma].ahead and not words[comma].text[0].isdigit():
                    if words[comma].low in ("seconded", "moved", "proposed", "supported"):
                        continue
                    return self._skip_fillers(words, comma)
        return begin
