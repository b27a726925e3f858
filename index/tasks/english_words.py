"""What the words of an English clause can be: cues for orders, decisions and talk, deeds, and who they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.tasks.english_people import EnglishPeople
from index.tasks.people import People
from index.tasks.plain import Plain
from index.tasks.wordlists import Phrases, Word, table, word_file, words_of

_CUES = ("order", "decide", "promise", "must", "say", "not", "past", "maybe", "be")
# Pronouns that stand for things, or for nobody who was named.
NOBODY = frozenset("it this that these those which who they".split())

_ADVERBS = frozenset(
    "kindly also then now duly formally unanimously therefore generously gladly subsequently accordingly provisionally "
    "still finally further again since jointly immediately forthwith henceforth hereby consequently both "
    "publicly privately reluctantly narrowly gratefully personally specifically additionally eventually actually "
    "definitely simply promptly urgently quickly".split()
)
# What a speaker says while he looks for a word.
_HESITATIONS = frozenset("um uh er erm hmm mm".split())
# What notes write short.
_SHORTHAND = {
    **dict.fromkeys(("agrd", "agr'd", "agd"), "agreed"),
    **dict.fromkeys(("pls", "plz", "plse"), "please"),
    **{"apprd": "approved", "appvd": "approved", "w": "with", "cttee": "committee", "ctte": "committee"},
    **{"mtg": "meeting", "mtgs": "meetings", "shd": "should", "wd": "would", "cd": "could", "hv": "have"},
    **{"cncl": "council", "reqd": "required", "resp": "responsible", "sec": "secretary", "treas": "treasurer"},
    **{"dept": "department", "mgmt": "management", "mgr": "manager", "rec'd": "received", "recd": "received"},
}
# Names that are ordinary words as well.
_NOT_NAMES = frozenset("will mark may rose bill pat grace hope joy art dawn sue jack rob rich grant drew".split())
# What nobody does because it is so.
_STATES = frozenset(
    "knows wants likes has is was seems minds cares thinks needs believes remembers understands says speaks turns "
    "reads objects shows volunteers attends agrees comes looks works lives loves sees hears expects owns".split()
)
_JOINING = frozenset(
    "and or to at on in by for from with of before after until about as who which that re then too also will please "
    "both all are is not".split()
)
_BINDING = frozenset("needs need has will must should is are agreed offered volunteered".split())
_AUXILIARIES = frozenset("has have had will shall was were is are be been 'll 've 's must should".split())


def clause_words(text: Plain, start: int, end: int, people: People | None = None) -> list[Word]:
    """The words of a range, notes' shorthand read as what it stands for, and "Jan/Bob" as two.

    With `people`, known names that are written small count as names where nothing in the range has a capital, as a
    machine writes down what is said.
    """
    words = words_of(text, start, end)
    small = people is not None and not any(word.capital for word in words)
    read: list[Word] = []
    for index, word in enumerate(words):
        meant = _SHORTHAND.get(word.low)
        if meant is None and word.low == "2" and index and not words[index - 1].text[-1].isdigit():
            meant = "to" if _is_deed(words, index + 1) else None
        if meant is not None:
            word = replace(word, low=meant, text=meant.capitalize() if word.capital else meant)
        elif people is not None and small and word.low.capitalize() in people.names and word.low not in _NOT_NAMES:
            word = replace(word, text=word.text.capitalize())
        elif "/" in word.text and all(part.isalpha() and part[0].isupper() for part in word.text.split("/")):
            read += _parted(word)
            continue
        read.append(word)
    return read


def _is_deed(words: Sequence[Word], index: int) -> bool:
    return index < len(words) and words[index].follows and bool(word_file("english_verbs.txt").at(words, index))


def _parted(word: Word) -> list[Word]:
    """The words that strokes join."""
    parts: list[Word] = []
    start = word.start
    for text in word.text.split("/"):
        ahead = "/" if parts else word.ahead
        parts.append(Word(start, start + len(text), text, text.lower(), ahead))
        start += len(text) + 1
    return parts


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
            and not (word.low in _ADVERBS and word.follows and index and self._is_adverb(words, index))
        ]

    def _is_adverb(self, words: Sequence[Word], index: int) -> bool:
        if words[index - 1].low in _AUXILIARIES:
            return True
        if index + 1 >= len(words):
            return False
        following = words[index + 1]
        return following.low in _BINDING or (
            following.follows
            and following.low.endswith(("ed", "s"))
            and any(self.cues[name].at(words, index + 1) for name in ("order", "decide", "promise"))
        )

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

    def _does_no_more(self, words: Sequence[Word], index: int) -> bool:
        """Whether what nobody does at this word is a deed: "(nobody) drives the van", but not "(nobody) knows"."""
        if index + 1 >= len(words) or not words[index].low.endswith("s") or words[index].low in _STATES:
            return False
        return (
            words[index].low in ("goes", "does", "takes")
            or bool(self.is_verb(words, index))
            or (any(word.low in ("until", "without", "anymore") for word in words[index:]))
        )

    def _left_out(self, words: Sequence[Word], index: int, people: People) -> tuple[str, ...]:
        """Whom a clause names that leaves out what he has to do: "(A to visit maths and) Mr Sarfraz phonics"."""
        mention = self.people.at(words, index, people)
        if mention is None or mention.kind not in ("person", "name") or mention.end >= len(words):
            return ()
        after = words[mention.end]
        known = mention.kind == "person" or mention.name in people.names
        plain = after.follows and (after.text.islower() or after.low == "the") and after.low not in _JOINING
        return (mention.name,) if known and plain and self._cue(words, mention.end) is None else ()

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
