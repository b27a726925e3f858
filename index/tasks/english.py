"""The grammar of English minutes: what a clause says of who orders, decides, promises or does something.

english.toml holds the words. Who a clause speaks of stands at its beginning, and the words behind tell what is done:
"the chair asked Odette to …", "the Clerk to …", "Fen will …", "the Board resolved that …", "Piotr, please …".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.tasks.english_people import EnglishPeople
from index.tasks.models import Context, Reading
from index.tasks.people import Mention, People
from index.tasks.plain import Plain, plain
from index.tasks.vietnamese import cell_names, learn_listed
from index.tasks.wordlists import Phrases, Word, table, word_file, words_of

_LONGEST_OPENING = 30
# "Carried by five votes to two, Mrs Bly abstaining."
_LONGEST_OUTCOME = 12
_CUES = ("order", "decide", "promise", "must", "say", "not", "past", "maybe", "be")
_NONE = Reading(0, 0, None, "nothing")
_ASKING = Phrases(
    [
        "could you",
        "can you",
        "would you",
        "will you",
        "could you please",
        "can you please",
        "would you mind",
        "can i ask you to",
        "may i ask you to",
        "i need you to",
        "i want you to",
        "i'd like you to",
        "i need",
        "i'd like",
        "you should",
        "you need to",
        "you must",
        "you'll need to",
        "you will",
    ]
)
# Rules for what a meeting or its chair did, which may have been another one.
_OF_A_TIME = frozenset({"order to somebody", "told to", "decided", "decided by somebody", "was decided"})
# Pronouns that stand for things, or for nobody who was named.
_NOBODY = frozenset("it this that these those which who they".split())
_BEING = frozenset("away absent back out off present there late ill available unavailable happy glad on".split())
_DETERMINERS = frozenset("the a an this that these those my our your his her their its it us me him them".split())


class English:
    """Reads clauses."""

    def __init__(self) -> None:
        lists = table("english")
        self.cues: dict[str, Phrases] = lists["cues"]
        self.openings: dict[str, Phrases] = lists["openings"]
        self.contexts: dict[str, Phrases] = lists["context"]
        self.meeting: dict[str, Phrases] = lists["meeting"]
        self.people = EnglishPeople()
        self._verbs = word_file("english_verbs.txt")

    # --- Clauses of a sentence

    def cuts(self, text: Plain, start: int, end: int, people: People) -> list[int]:
        """Where a sentence is to be cut so that each clause has one who orders, decides or does something."""
        words = words_of(text, start, end)
        cuts: list[int] = []
        begin = 0
        depth = 0
        for index in range(1, len(words)):
            ahead = words[index].ahead
            depth = max(0, depth + ahead.count("(") - ahead.count(")"))
            if depth:
                continue
            if ";" in ahead or ": " in ahead and self._is_intro(words, begin, index):
                cuts.append(words[index].start)
                begin = index
                continue
            joins = words[index].low in ("and", "but", "while", "so", "whereas", "then")
            if not joins and "," not in ahead and "–" not in ahead and "—" not in ahead:
                continue
            opens = index + 1 if joins else index
            if (
                opens < len(words)
                and self._opens_clause(words, opens, people)
                and (
                    (words[opens].low == "please" and index - begin > 1) or self._is_whole(words, begin, index, people)
                )
            ):
                cuts.append(words[opens].start)
                begin = opens
        return cuts

    def _is_intro(self, words: Sequence[Word], begin: int, index: int) -> bool:
        return index - begin <= 6 and self._cue_within(words, begin, index) is None

    def _cue_within(self, words: Sequence[Word], first: int, last: int) -> str | None:
        return next((cue for index in range(first, last) if (cue := self._cue(words, index)) is not None), None)

    def _is_whole(self, words: Sequence[Word], begin: int, end: int, people: People) -> bool:
        """Whether the words are a clause that can end here: somebody does something, and no list is open."""
        mentions = self.people.listed(words, begin + self.openings["fillers"].at(words, begin), people)
        after = mentions[-1].end if mentions else begin
        for index in range(after, end):
            cue = self._cue(words, index)
            if cue == "order" or (
                cue in ("be", "past") and index + 1 < end and self.cues["asked"].at(words, index + 1)
            ):
                return any(word.low in ("to", "that", "by") for word in words[index + 1 : end])
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
        if words[index].low in ("i", "we"):
            return self._cue(words, index + 1) is not None
        mentions = self.people.listed(words, index, people)
        if not mentions:
            return False
        after = mentions[-1].end
        if after >= len(words) or words[after].ahead.strip() not in ("", ")"):
            return False
        return self._cue(words, after) is not None or (
            words[after].low.endswith("s") and self.is_verb(words, after) > 0
        )

    def _cue(self, words: Sequence[Word], index: int) -> str | None:
        """What the words here say is done, the longest of the lists' phrases deciding."""
        best, kind = 0, None
        if index < len(words):
            for name in _CUES:
                length = self.cues[name].at(words, index)
                if length > best:
                    best, kind = length, name
        return kind

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
        if not word.low.endswith("ing") or len(word.low) < 6:
            return False
        stem = word.low[:-3]
        return any(each in self._verbs.all for each in (stem, f"{stem}e", stem[:-1])) or stem in ("go", "mak")

    # --- Labels, lead-ins, cells

    def context_of(self, label: str) -> str | None:
        """What a label, a lead-in or a heading makes of what follows."""
        text = plain(label)
        words = words_of(text, 0, len(text.text))
        for name in ("note", "past", "request", "order", "decision"):
            places = (0,) if name in ("note", "past", "request") else range(len(words))
            if any(self.contexts[name].at(words, index) for index in places):
                return name
        return None

    def lead_in(
        self, text: Plain, start: int, end: int, people: People
    ) -> tuple[str | None, tuple[str, ...], str | None]:
        """What a lead-in or a label makes of what follows, whom it names for it, and who says it."""
        words = words_of(text, start, end)
        if not words or len(words) > 14:
            return None, (), None
        by = self.people.listed(words, 0, people)
        for index in range(len(words)):
            if self._cue(words, index) == "order" and index > 0:
                mentions = self.people.listed(words, index + self.cues["order"].at(words, index), people)
                if mentions:
                    return "order", _names(mentions), by[0].name if by else None
        if self.meeting["motion"].at(words, 0):
            return "motion", (), None
        if self.meeting["next"].at(words, 0):
            return "note", (), None
        return self.context_of(text.text[start:end]), (), None

    def named_in_label(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...]:
        """Those whom a label names, if it names somebody and nothing else."""
        words = words_of(text, start, end)
        if not words or self.context_of(text.text[start:end]) is not None or self.meeting["motion"].at(words, 0):
            return ()
        mentions = self.people.listed(words, 0, people)
        if (
            mentions
            and mentions[-1].end >= len(words)
            and all(mention.kind != "pronoun" or mention.first == 0 for mention in mentions)
        ):
            return _names(mentions)
        if (
            len(words) <= 3
            and all(word.capital and word.text[1:].islower() for word in words)
            and any(word.text in people.names for word in words)
        ):
            return (" ".join(word.text for word in words),)
        return ()

    def names_in(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...]:
        """Those whom the cell of a table names."""
        words = words_of(text, start, end)
        if not words or self.openings["nobody"].at(words, 0):
            return ()
        return cell_names(text, words, self.people.at, people)

    def settles(self, text: Plain, start: int, end: int) -> bool | None:
        """Whether a sentence says that a motion was carried (True) or not (False); None for any other sentence."""
        words = words_of(text, start, end)
        begin = 1 if words and words[0].low == "the" else 0
        if not words or len(words) > _LONGEST_OUTCOME:
            return None
        if self.meeting["failed"].at(words, begin):
            return False
        return True if self.meeting["carried"].at(words, begin) else None

    def without_tail(self, text: Plain, start: int, end: int) -> int:
        """Where a clause ends without what only explains it."""
        words = words_of(text, start, end)
        for index in range(3, len(words)):
            if "," in words[index].ahead and self.openings["tail"].at(words, index):
                return words[index - 1].end
        return end

    def learn_present(self, words: Sequence[Word], people: People) -> None:
        """Learns the names that are listed as present, or with their offices in brackets."""
        for index in range(len(words)):
            length = self.openings["present"].at(words, index)
            if length and index + length < len(words) and ":" in words[index + length].ahead:
                learn_listed(words, index + length, people)
            self._learn_actor(words, index, people)
            if words[index].ahead.strip() == "(" and index >= 1 and words[index - 1].capital:
                first = index - 1
                while first > 0 and words[first].follows and words[first - 1].capital:
                    first -= 1
                people.learn(" ".join(word.text for word in words[first:index]))

    def _learn_actor(self, words: Sequence[Word], index: int, people: People) -> None:
        """A word with a capital before "will", "said", "would" and the like is somebody's name."""
        word = words[index]
        following = index + 1
        if (
            not word.capital
            or following >= len(words)
            or not words[following].follows
            or not self.people.may_be_name(words, index)
        ):
            return
        if any(
            self.cues[cue].at(words, following) for cue in ("promise", "must", "say", "maybe", "continuing")
        ) and words[following].low not in ("to", "'s", "is", "are"):
            people.learn(word.text)

    # --- What a clause says

    def read(
        self,
        text: Plain,
        start: int,
        end: int,
        context: Context,
        people: People,
        due: dict[int, int],
        is_over: Callable[[int, int], bool],
    ) -> Reading:
        """What the clause says. `due` are the ends of its phrases of time by their starts."""
        words = words_of(text, start, end)
        asks = text.text[end : end + 2].lstrip().startswith("?")
        if words and self.meeting["next"].at(words, 0):
            return Reading(words[0].start, end, "note", "next meeting")
        begin = self._skip_fillers(words, 0)
        if begin >= len(words):
            return Reading(start, end, None, "fillers")
        if self.openings["condition"].at(words, begin):
            return Reading(start, end, None, "condition", ends=True)
        if self.openings["law"].at(words, begin) or (
            words[begin].low == "the" and self.openings["law"].at(words, begin + 1)
        ):
            return Reading(start, end, None, "law", ends=True)
        if self.openings["over"].at(words, begin):
            return Reading(start, end, None, "over")
        if self.meeting["next"].within(words, begin, begin + 6):
            return Reading(words[begin].start, end, "note", "next meeting")
        index = self._opening(words, begin, due, people)
        if index is None or is_over(words[begin].start, words[index - 1].end if index > begin else words[begin].start):
            return Reading(start, end, None, "over")
        reading = self._from(words, index, context, people, due, asks)
        if reading.kind is not None and any(
            self.openings["condition"].at(words, each)
            for each in range(index, len(words))
            if words[each].low == "unless"
        ):
            return Reading(start, end, None, "condition")
        if reading.kind is not None and self._is_past(words, index, reading, is_over):
            return Reading(start, end, None, "over")
        keeps = any(word.start in due for word in words[begin:index])
        first = words[begin].start if keeps else words[index].start
        deed = words[reading.deed].start if 0 < reading.deed < len(words) else 0
        return replace(
            reading, start=max(first, words[reading.start].start if reading.start else first), end=end, deed=deed
        )

    def _is_past(
        self, words: Sequence[Word], index: int, reading: Reading, is_over: Callable[[int, int], bool]
    ) -> bool:
        """Whether an order or a decision was of another time: "last autumn the county ordered …"."""
        if reading.rule not in _OF_A_TIME:
            return False
        last = reading.deed or min(len(words), index + 14)
        return self.openings["over"].within(words, index, last)

    def _skip_fillers(self, words: Sequence[Word], index: int) -> int:
        while index < len(words) and (length := self.openings["fillers"].at(words, index)):
            if index + length >= len(words):
                break
            index += length
        return index

    def _opening(self, words: Sequence[Word], begin: int, due: dict[int, int], people: People) -> int | None:
        """Where the clause proper begins."""
        index = _behind_due(words, begin, due)
        if index > begin:
            return min(index, len(words) - 1)
        if self.openings["before_comma"].at(words, begin) and not (
            words[begin].low == "to" and self.is_verb(words, begin + 1)
        ):
            for comma in range(begin + 1, min(len(words), begin + _LONGEST_OPENING)):
                if "," in words[comma].ahead and not words[comma].text[0].isdigit():
                    return self._skip_fillers(words, comma)
        return begin

    def _from(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int], asks: bool
    ) -> Reading:
        asked = self._asked(words, index, context, people, due, asks)
        if asked is not None:
            return asked
        if asks:
            return Reading(0, 0, None, "question", ends=True)
        if context.lead == "past":
            return Reading(0, 0, None, "told of")
        if words[index].low in ("i", "we"):
            return self._first_person(words, index, context, people, due)
        if words[index].low in ("let", "leave"):
            return self._let(words, index, context)
        if words[index].low == "it":
            return self._it_was(words, index, context, people)
        if words[index].low == "that" and context.lead == "decision":
            return Reading(0, 0, "decision", "that it be so", (), context.assigned_by)
        if (
            words[index].low == "no"
            and words[index + 1 : index + 2]
            and (due or words[index + 1].low in ("more", "further", "longer") or words[index + 1].low.endswith("ing"))
            and (context.lead == "decision" or due)
        ):
            return Reading(0, 0, "decision", "no more", (), context.assigned_by)
        mentions = self.people.listed(words, index, people)
        if mentions:
            found = self._with_subject(words, mentions, context, people, due)
            if found is not _NONE:
                return found
        return self._without_subject(words, index, context, people, due)

    # --- Speech

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
        after = _behind_due(words, self._skip_fillers(words, after) if vocative else after, due)
        if after >= len(words):
            return None
        asking = _ASKING.at(words, after)
        if asking and (vocative or words[after].low in ("could", "can", "would", "will")):
            if not names and words[-1].capital and words[-1].ahead.strip() == ",":
                names = (words[-1].text,)
            return Reading(index, 0, "request", "could you", names, context.speaker)
        if words[after].low in ("would", "could", "will", "can") and not vocative:
            spoken_to = self.people.listed(words, after + 1, people)
            behind = spoken_to[-1].end if spoken_to else len(words)
            if behind < len(words) and words[behind].low in ("please", "kindly"):
                return Reading(index, 0, "request", "please", _names(spoken_to), context.speaker)
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

    def _first_person(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        who = (context.speaker,) if words[index].low == "i" and context.speaker is not None else ()
        after = _behind_due(words, index + 1, due)
        cue = self._cue(words, after)
        if cue == "order":
            length = self.cues["order"].at(words, after)
            mentions = self.people.listed(words, after + length, people)
            if mentions and mentions[-1].end < len(words) and words[mentions[-1].end].low == "to":
                return Reading(
                    0,
                    0,
                    "request" if words[after].low == "'d" else "assignment",
                    "I want somebody to",
                    _names(mentions),
                    context.speaker,
                    deed=mentions[-1].end,
                )
            return Reading(0, 0, None, "I want")
        if cue == "promise" and not who and context.lead == "decision":
            return Reading(0, 0, "decision", "we will", (), context.speaker)
        if cue == "promise":
            behind = after + self.cues["promise"].at(words, after)
            if (
                self.cues["not"].at(words, behind)
                or self.cues["consider"].at(words, behind)
                or self._cue(words, behind) in ("maybe", "say")
                and not self.is_verb(words, behind)
                or words[behind : behind + 1]
                and words[behind].low in ("see", "be", "try")
            ):
                return Reading(0, 0, None, "we'll see")
            if who:
                return Reading(0, 0, "assignment", "I will", who)
            return Reading(0, 0, "decision", "we will", (), context.speaker)
        if self.cues["continuing"].at(words, after) and after + 1 < len(words) and self._is_doing(words[after + 1]):
            if who and due:
                return Reading(0, 0, "assignment", "I am doing", who)
            return (
                Reading(0, 0, "decision", "we are doing", (), context.speaker)
                if not who
                else Reading(0, 0, None, "I am")
            )
        if cue == "decide" and not self.cues["of_bodies"].at(words, after):
            return self._decided(words, after, None, context, people, due)
        if who and words[after : after + 1] and words[after].low == "can" and self._verbs.at(words, after + 1):
            return Reading(0, 0, "assignment", "I can", who)
        if (
            not who
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
            and self.is_verb(words, index + 2)
            and words[index + 2].low
            not in ("start", "go", "see", "say", "talk", "move", "hear", "begin", "look", "not")
        ):
            return Reading(0, 0, "decision", "let us", (), context.speaker)
        return Reading(0, 0, None, "let")

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
            if words[given : given + 1] and words[given].low == "to":
                mentions = self.people.listed(words, given + 1, people)
                if mentions and mentions[-1].end < len(words) and words[mentions[-1].end].low == "to":
                    return Reading(0, 0, "assignment", "it fell to", _names(mentions))
        length = self.cues["decided"].at(words, after)
        if not length or self.cues["not"].within(words, index, after):
            return Reading(0, 0, None, "it was", ends=True)
        return self._complement(words, after + length, None, context, people)

    # --- Who does something

    def _with_subject(
        self, words: Sequence[Word], mentions: Sequence[Mention], context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        index = _behind_due(words, self._behind_place(words, mentions[-1].end), due)
        names = _names(mentions)
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
            return _NONE
        moved = self._moved(words, index)
        if moved:
            return Reading(0, 0, "decision", "moved", (), ", ".join(names))
        cue = self._cue(words, index)
        if mentions[0].name.lower() in ("no one", "nobody"):
            return Reading(0, 0, "decision", "nobody is to", ()) if cue == "must" else Reading(0, 0, None, "nobody")
        thing = mentions[0].name.lower() in ("it", "this", "that", "these")
        if thing and due and cue == "must":
            return Reading(0, 0, "assignment", "thing must", ())
        if thing and due and [word.low for word in words[index : index + 2]] == ["will", "be"]:
            return Reading(0, 0, "decision", "will be", ())
        if mentions[0].kind == "pronoun" and mentions[0].name.lower() in _NOBODY:
            return Reading(0, 0, None, "pronoun", ends=cue == "say")
        if cue == "promise":
            return (
                Reading(0, 0, None, "outsider")
                if outside
                else self._promised(words, index, names, mentions, context, people, due)
            )
        if cue == "must":
            return self._must(words, index, names, context)
        passive = self._told(words, index, names, context, people)
        if passive is not None:
            return passive
        until = [word.low for word in words[index : index + 2]] in (["has", "until"], ["have", "until"])
        if until and due and any(word.low == "to" for word in words[index + 3 : index + 10]):
            return Reading(0, 0, "assignment", "given time to", names)
        if self.cues["continuing"].at(words, index) and index + 1 < len(words) and self._is_doing(words[index + 1]):
            if not outside and mentions[0].kind in ("name", "person", "role") and (due or context.lead == "order"):
                return Reading(0, 0, "assignment", "is doing", names)
            return Reading(0, 0, None, "is doing")
        if cue == "order" and not outside and self.cues["decide"].at(words, index):
            ordered = self._ordered(words, index, mentions, context, people)
            return ordered if ordered.kind else self._decided(words, index, ", ".join(names), context, people, due)
        if cue == "order":
            return (
                Reading(0, 0, None, "outsider", ends=True)
                if outside
                else self._ordered(words, index, mentions, context, people)
            )
        if cue == "decide":
            if outside or not self._may_decide(words, index, mentions):
                return Reading(0, 0, None, "outsider")
            return self._decided(words, index, ", ".join(names), context, people, due)
        if cue == "be":
            return _NONE
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
        return _NONE

    def _moved(self, words: Sequence[Word], index: int) -> bool:
        """ "… moved that", "… moved, seconded by …, to"."""
        if words[index].low not in ("moved", "proposed") and not self.meeting["motion"].at(words, index):
            return False
        return any(word.low in ("that", "to") for word in words[index + 1 : index + 14])

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
        behind = _behind_due(words, behind, due)
        if self.cues["not"].at(words, behind):
            return Reading(0, 0, "decision", "will not", ())
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
        ):
            return Reading(0, 0, None, "will be there")
        if (
            behind < len(words)
            and words[behind].low in ("be", "become", "remain", "move", "have")
            and words[index].low != "to"
        ):
            if mentions[0].kind in ("name", "person") and words[behind].low != "be":
                return Reading(0, 0, "assignment", "promise", names)
            return Reading(0, 0, "decision", "will be", (), context.assigned_by)
        if words[index].low == "to" and words[index - 1].low != "'s" and behind < len(words):
            if words[behind].low in ("be", "become", "remain"):
                return Reading(0, 0, "decision", "to become", ())
            if not self._verbs.at(words, behind) and words[behind].low in _DETERMINERS:
                return _NONE
            return Reading(0, 0, "assignment", "somebody to", names, context.assigned_by)
        return Reading(0, 0, "assignment", "promise", names)

    def _must(self, words: Sequence[Word], index: int, names: tuple[str, ...], context: Context) -> Reading:
        behind = index + self.cues["must"].at(words, index)
        passive = self._told(words, behind, names, context, People())
        if passive is not None:
            return passive
        if (
            self.cues["exhort"].at(words, behind)
            or words[behind : behind + 1]
            and words[behind].low in ("of", "have", "be")
        ):
            return Reading(0, 0, None, "should")
        return Reading(0, 0, "assignment", "must", names)

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
        if length and complement < len(words) and words[complement].low == "to":
            if self.cues["consider"].at(words, complement + 1):
                return Reading(0, 0, None, "to consider")
            polite = words[after - 1].low in ("is", "are") and words[after].low in (
                "asked",
                "requested",
                "invited",
                "reminded",
            )
            return Reading(0, 0, "request" if polite else "assignment", "told to", names, deed=complement)
        if words[after : after + 1] and words[after].low == "given":
            to = next((each for each in range(after + 1, min(len(words), after + 7)) if words[each].low == "to"), None)
            if to is not None and self._verbs.at(words, to + 1):
                return Reading(0, 0, "assignment", "given time to", names)
        elected = after < len(words) and words[after].low in ("appointed", "elected", "re-elected")
        if elected and words[after - 1].low in ("was", "were"):
            return Reading(0, 0, "decision", "was decided", ())
        return None

    def _ordered(
        self, words: Sequence[Word], index: int, mentions: Sequence[Mention], context: Context, people: People
    ) -> Reading:
        """ "The chair asked Odette Fry to …"."""
        length = self.cues["order"].at(words, index)
        objects = self.people.listed(words, index + length, people)
        if not objects:
            return Reading(0, 0, None, "asked", ends=True)
        after = objects[-1].end
        if after < len(words) and words[after].low == "not":
            after += 1
        if after >= len(words) or words[after].low not in ("to", "with"):
            return Reading(0, 0, None, "asked", ends=True)
        if self.cues["consider"].at(words, after + 1):
            return Reading(0, 0, None, "to consider")
        if words[index].low in ("wants", "want", "would", "requires", "needs") and mentions[0].kind != "name":
            return Reading(0, 0, None, "wish", ends=True)
        polite = bool(self.cues["request"].at(words, index))
        return Reading(
            0,
            0,
            "request" if polite else "assignment",
            "order to somebody",
            _names(objects),
            mentions[0].name,
            deed=after,
        )

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
        if any(word.low in ("minutes", "agenda", "apologies") for word in words[begin : begin + 6]):
            return Reading(0, 0, None, "formality")
        if deed and words[deed].low == "that" or (begin < len(words) and not deed):
            first = deed + 1 if deed else begin
            mentions = self.people.listed(words, first, people)
            if mentions and mentions[-1].end < len(words) and mentions[0].kind != "pronoun":
                behind = mentions[-1].end
                pays = self._verbs.at(words, behind) and words[behind].low not in ("be", "have")
                if pays or (
                    words[behind].low in ("would", "will", "should", "shall", "to")
                    and words[behind + 1 : behind + 2]
                    and words[behind + 1].low != "be"
                ):
                    return Reading(0, 0, "assignment", "decided that somebody", _names(mentions), by, deed=deed)
        return Reading(
            0, 0, "decision", "decided by somebody" if by else "decided", (), by, deed=deed if deed > begin else 0
        )

    # --- Nobody in particular

    def _without_subject(
        self, words: Sequence[Word], index: int, context: Context, people: People, due: dict[int, int]
    ) -> Reading:
        if self.openings["outsiders"].at(words, index):
            return Reading(0, 0, None, "outsider", ends=True)
        if any(
            "(" in word.ahead and word.low in ("done", "closed", "complete", "completed", "finished") for word in words
        ):
            return Reading(0, 0, None, "done")
        cue = self._cue(words, index)
        if cue == "order" and words[index].low in ("told", "asked", "directed", "instructed", "ordered", "tasked"):
            objects = self.people.listed(words, index + self.cues["order"].at(words, index), people)
            if objects and objects[-1].end < len(words) and words[objects[-1].end].low == "to":
                return Reading(0, 0, "assignment", "order to somebody", _names(objects), None, deed=objects[-1].end)
        if self.meeting["motion"].at(words, index) and self._moved(words, index):
            return Reading(0, 0, "decision", "moved", ())
        if words[index].low in ("resolved", "agreed", "decided", "approved") and words[index + 1 : index + 2]:
            return self._decided(words, index, None, context, people, due)
        if context.lead == "motion" and words[index].low in ("to", "that"):
            return Reading(0, 0, "decision", "moved", ())
        if self._verbs.at(words, index):
            if context.assignees or context.lead in ("order", "request"):
                return Reading(0, 0, "assignment", "deed in a list", context.assignees, context.assigned_by)
            if context.before:
                return Reading(0, 0, "assignment", "deed after another", context.before)
            if due and context.speaker is None:
                return Reading(0, 0, "assignment", "deed by a day", ())
            if context.heading == "order":
                return Reading(0, 0, "assignment", "deed among orders", ())
            return Reading(0, 0, None, "deed")
        if context.assignees or (context.lead == "order" and context.item):
            if any(
                self._cue(words, each) in ("past", "say", "order") for each in range(index, min(len(words), index + 9))
            ):
                return Reading(0, 0, None, "done")
            return Reading(0, 0, "assignment", "thing in a list", context.assignees, context.assigned_by)
        return self._thing(words, index, context, due)

    def _thing(self, words: Sequence[Word], index: int, context: Context, due: dict[int, int]) -> Reading:
        """A clause that begins with a thing: "Rents for 2026 were set at 42 pounds", "pupils will be taught …"."""
        for each in range(index + 1, min(len(words), index + 9)):
            cue = self._cue(words, each)
            if words[each].low in ("was", "were", "is", "are") and self.cues["decided"].at(words, each + 1):
                if (
                    any(word.low in ("minutes", "apologies", "agenda") for word in words[index:each])
                    or words[index].low == "no"
                ):
                    return Reading(0, 0, None, "formality")
                return Reading(0, 0, "decision", "was decided", ())
            if cue == "must":
                behind = each + self.cues["must"].at(words, each)
                if words[behind : behind + 1] and words[behind].low == "be" and words[each].low != "should":
                    return Reading(0, 0, "assignment", "thing must", context.assignees)
            if [word.low for word in words[each : each + 3]] == ["will", "not", "be"]:
                return Reading(0, 0, "decision", "will not", ())
            if (
                words[each].low in ("will", "shall")
                and words[each + 1 : each + 2]
                and words[each + 1].low not in ("see", "do", "have", "not")
            ):
                return (
                    Reading(0, 0, "decision", "will be", ())
                    if due or context.lead == "decision"
                    else Reading(0, 0, None, "will")
                )
            if words[each].low in ("is", "are") and words[each + 1 : each + 2] and words[each + 1].low == "to" and due:
                return Reading(0, 0, "decision", "is to", ())
            if (
                words[each].low == "to"
                and words[each + 1 : each + 2]
                and words[each + 1].low in ("be", "become", "remain", "move", "stay")
                and each - index <= 5
            ):
                return Reading(0, 0, "decision", "to become", ())
            if cue in ("say", "past", "maybe", "not") and words[each].low not in ("was", "were"):
                return Reading(0, 0, None, "told of", ends=cue == "say")
        if context.lead == "decision":
            return Reading(0, 0, "decision", "thing decided", (), context.assigned_by)
        presently = any(
            self.is_verb(words, each) and words[each - 1].low not in ("to", "the", "a", "of")
            for each in range(index + 1, min(len(words), index + 9))
        )
        if due and presently and not any(word.low in _NOBODY for word in words[index : index + 6]):
            return Reading(0, 0, "decision", "thing with a date", ())
        return Reading(0, 0, None, "thing")


def _behind_due(words: Sequence[Word], index: int, due: dict[int, int]) -> int:
    if index < len(words) and (end := due.get(words[index].start)) is not None:
        while index < len(words) and words[index].start < end:
            index += 1
    return index


def _names(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in mentions))
