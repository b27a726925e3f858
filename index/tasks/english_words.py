"""What the words of an English clause can be: cues for orders, decisions and talk, deeds, and who they speak of."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.english_people import EnglishPeople
from index.tasks.wordlists import Phrases, Word, table, word_file

_CUES = ("order", "decide", "promise", "must", "say", "not", "past", "maybe", "be")
# Pronouns that stand for things, or for nobody who was named.
NOBODY = frozenset("it this that these those which who they".split())

_ADVERBS = frozenset(
    "kindly also then now duly formally unanimously therefore generously gladly subsequently accordingly provisionally "
    "still finally further again since jointly immediately".split()
)
# What a speaker says while he looks for a word.
_HESITATIONS = frozenset("um uh er erm hmm mm".split())
_BINDING = frozenset("needs need has will must should is are agreed offered volunteered".split())
_AUXILIARIES = frozenset("has have had will shall was were is are be been 'll 've 's must should".split())


class EnglishWords:
    """The words, and small questions about them."""

    def __init__(self) -> None:
        lists = table("english")
        self.cues: dict[str, Phrases] = lists["cues"]
        self.openings: dict[str, Phrases] = lists["openings"]
        self.contexts: dict[str, Phrases] = lists["context"]
        self.meeting: dict[str, Phrases] = lists["meeting"]
        self.speech: dict[str, Phrases] = lists["speech"]
        self.people = EnglishPeople()
        self._verbs = word_file("english_verbs.txt")

    def _cue(self, words: Sequence[Word], index: int) -> str | None:
        """What the words here say is done, the longest of the lists' phrases deciding."""
        best, kind = 0, None
        if index < len(words):
            for name in _CUES:
                length = self.cues[name].at(words, index)
                if length > best:
                    best, kind = length, name
        return kind

    def _without_adverbs(self, words: Sequence[Word]) -> list[Word]:
        """The words without what stands between "has", "will" and the like and the deed: "has kindly offered"."""
        return [
            word
            for index, word in enumerate(words)
            if word.low not in _HESITATIONS
            and not (
                word.low in _ADVERBS
                and word.follows
                and index
                and (words[index - 1].low in _AUXILIARIES or words[min(index + 1, len(words) - 1)].low in _BINDING)
            )
        ]

    def _cue_within(self, words: Sequence[Word], first: int, last: int) -> str | None:
        return next((cue for index in range(first, last) if (cue := self._cue(words, index)) is not None), None)

    def deed_at(self, words: Sequence[Word], index: int) -> bool:
        """Whether a deed begins at this word, with "to" or without."""
        index += int(index < len(words) and words[index].low == "to")
        return bool(self._verbs.at(words, index))

    def _recalls_a_rule(self, words: Sequence[Word], index: int) -> bool:
        """Whether a clause begins with a rule that it recalls: "Under the standing orders …"."""
        length = self.openings["by_rule"].at(words, index)
        if not length:
            return False
        last = next((at for at in range(index + 1, len(words)) if "," in words[at].ahead), min(len(words), index + 8))
        return self.openings["rules"].within(words, index + length, min(last, index + 8))

    def orders(self, words: Sequence[Word]) -> bool:
        """Whether one of the words orders or decides something, or binds somebody."""
        binding = ("order", "decide", "must", "promise", "not")
        return any(self._cue(words, index) in binding or self.is_verb(words, index) for index in range(len(words)))

    def is_verb(self, words: Sequence[Word], index: int) -> int:
        """How many words the verb at this word has, in its plain form or with -s; 0 where none begins."""
        if index >= len(words):
            return 0
        length = self._verbs.at(words, index)
        if length:
            return length
        low = words[index].low
        stems = [low[:-1]] if low.endswith("s") else []
        stems += [low[:-2]] if low.endswith("es") else []
        stems += [f"{low[:-3]}y"] if low.endswith("ies") else []
        return int(any(stem in self._verbs.all for stem in stems))

    def _is_doing(self, word: Word) -> bool:
        """ "writing", "dropping": a verb with -ing."""
        if word.low in ("going", "doing"):
            return True
        if not word.low.endswith("ing") or len(word.low) < 6:
            return False
        stem = word.low[:-3]
        return any(each in self._verbs.all for each in (stem, f"{stem}e", stem[:-1])) or stem in ("go", "mak")

    def _skip_fillers(self, words: Sequence[Word], index: int) -> int:
        while index < len(words) and (length := self.openings["fillers"].at(words, index)):
            if index + length >= len(words):
                break
            index += length
        return index


def behind_due(words: Sequence[Word], index: int, due: dict[int, int]) -> int:
    """Behind the phrase of time that begins at this word, if one does; `due` are their ends by their starts."""
    if index < len(words) and (end := due.get(words[index].start)) is not None:
        while index < len(words) and words[index].start < end:
            index += 1
    return index
