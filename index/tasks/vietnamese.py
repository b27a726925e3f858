"""The grammar of Vietnamese minutes: what a clause says of who orders, decides, promises or does something.

vietnamese.toml holds the words. A clause is read from its beginning: small words and what leads into it ("Về thu ngân
sách,") are passed over, then comes who does something, and the first word behind that tells what is done: given,
asked, decided, promised, told, or simply done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from index.tasks.models import Context, Reading
from index.tasks.people import Mention, People, written
from index.tasks.plain import Plain, plain
from index.tasks.vietnamese_people import VietnamesePeople
from index.tasks.wordlists import Phrases, Word, table, words_of

# Somebody behind these does nothing by himself.
_COMPANIONS = frozenset("với cùng cho gửi của tới đến giữa gồm".split())
# In a deed of which nothing says that it was given to somebody these show that it is only told.
_TELLING = frozenset("là gồm cứ đang đã vì nên do nhưng chỉ".split())
# "Không thông qua …" is no order and no prohibition.
_SETTLED_NOT = Phrases(
    "thông qua, yêu cầu, đặt, đặt vấn đề, phát hiện, chấp nhận, đồng ý, xét, có, ghi nhận, đủ, còn, đề nghị, kiến nghị, tán thành, chấp thuận, ban hành chính sách".split(
        ", "
    )
)
# How far behind a clause's beginning a comma can end what leads into it.
_LONGEST_OPENING = 100
_MOST_OPENINGS = 4
# Behind these stands what it is about, however long.
_ABOUT = frozenset("về đối với liên căn xét qua".split())
_FIRST_PERSON = Phrases(
    [
        "em",
        "tôi",
        "mình",
        "cháu",
        "con",
        "tớ",
        "tui",
        "chúng tôi",
        "bọn em",
        "chúng em",
        "bên em",
        "bên mình",
        "bên tôi",
        "nhóm em",
        "tụi em",
        "anh",
        "chị",
        "cô",
        "chú",
        "bác",
        "thầy",
    ]
)
_POLITE = Phrases(
    [
        "nhé",
        "nhá",
        "nha",
        "giúp",
        "giùm",
        "hộ",
        "với nhé",
        "cho em",
        "cho chị",
        "cho anh",
        "cho tôi",
        "cho mình",
        "giúp em",
        "giúp chị",
        "ạ",
        "nghe",
        "nghen",
        "đi",
    ]
)


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause's words, and where the reading of them stands."""

    words: Sequence[Word]
    due_starts: dict[int, int]
    is_over: Callable[[int, int], bool]

    @property
    def begins_with_due(self) -> bool:
        """Whether a phrase of time stands first: "Thứ Tư đăng bài"."""
        return bool(self.words) and self.words[0].start in self.due_starts

    def skip_due(self, index: int) -> int:
        """Behind the phrase of time that begins at this word, if one does."""
        if index < len(self.words):
            end = self.due_starts.get(self.words[index].start)
            if end is not None:
                while index < len(self.words) and self.words[index].start < end:
                    index += 1
        return index


class Vietnamese:
    """Reads clauses."""

    def __init__(self) -> None:
        lists = table("vietnamese")
        self.cues: dict[str, Phrases] = lists["cues"]
        self.openings: dict[str, Phrases] = lists["openings"]
        self.contexts: dict[str, Phrases] = lists["context"]
        self.next_meeting: Phrases = lists["meeting"]["next"]
        self.people = VietnamesePeople()

    # --- Clauses of a sentence

    def cuts(self, text: Plain, start: int, end: int, people: People) -> list[int]:
        """Where a sentence is to be cut so that each clause has one who orders, decides or does something."""
        words = words_of(text, start, end)
        cuts: list[int] = []
        begin = 0
        depth = 0
        for index in range(1, len(words)):
            ahead = words[index].ahead
            within = depth - ahead.partition(";")[0].count(")")
            depth = max(0, depth + ahead.count("(") - ahead.count(")"))
            if depth and not (";" in ahead and within <= 0):
                continue
            if ";" in ahead and words[begin].low in _ABOUT and not self._is_begun(words, begin, index, people):
                # "Về tờ trình …; tờ trình …, Bí thư giao …": still what it is about.
                continue
            if ";" in ahead:
                # "(2)" is no part of a clause.
                numbered = ahead.endswith("(") and index + 1 < len(words) and ")" in words[index + 1].ahead
                begin = index + int(numbered)
                cuts.append(words[begin].start)
                continue
            joined = "," in ahead or "–" in ahead
            opens = index
            if words[index].low in ("và", "còn", "song", "nhưng") or (
                words[index].low == "trong" and words[index + 1 : index + 2] and words[index + 1].low == "khi"
            ):
                opens = index + (2 if words[index].low == "trong" else 1)
            elif not joined:
                continue
            if joined and self.openings["outsiders"].at(words, opens) and words[opens].low in ("có", "một", "nhiều"):
                cuts.append(words[opens].start)
                begin = opens
                continue
            if words[begin].low in _ABOUT and not self._is_begun(words, begin, index, people):
                continue
            if self._is_elected(words, begin, opens, people):
                continue
            if (
                opens < len(words)
                and self._has_verb(words, begin, index, people)
                and self._opens_clause(words, begin, index, opens, people)
            ):
                cuts.append(words[opens].start)
                begin = opens
        return cuts

    def _is_elected(self, words: Sequence[Word], begin: int, opens: int, people: People) -> bool:
        """Whether it goes on with who is elected: "bầu anh Long làm trưởng ban, chị Tú làm phó ban"."""
        if not any(word.low in ("bầu", "suy", "cử", "nhiệm") for word in words[begin:opens]):
            return False
        mentions = self.people.listed(words, opens, people)
        after = mentions[-1].end if mentions else len(words)
        return after < len(words) and words[after].low in ("làm", "giữ", "là")

    def _is_begun(self, words: Sequence[Word], begin: int, end: int, people: People) -> bool:
        """Whether behind a comma in these words the clause proper begins."""
        commas = (each for each in range(begin + 1, end) if "," in words[each].ahead)
        return any(self._starts_with_somebody(words, self._skip_fillers(words, comma), people) for comma in commas)

    def _has_verb(self, words: Sequence[Word], first: int, last: int, people: People) -> bool:
        """Whether something is done in these words, and no time or place only."""
        begin = first + self.openings["fillers"].at(words, first)
        if self.openings["before_comma"].at(words, begin) and not self._cue(words, begin):
            begin = next((each for each in range(begin + 1, last) if "," in words[each].ahead), last)
        mentions = self.people.listed(words, begin, people)
        after = mentions[-1].end if mentions else begin
        return any(self.people.is_verb(words, index) or self._cue(words, index) for index in range(after, last))

    def _opens_clause(self, words: Sequence[Word], begin: int, at: int, opens: int, people: People) -> bool:
        """Whether a clause with somebody of its own, or with an order, begins at this word."""
        index = opens + self.openings["fillers"].at(words, opens)
        cue = self._cue(words, index)
        if cue in ("order", "request") and not self._inside_object(words, index):
            return True
        if cue == "promise" and words[index].low in ("cam", "hứa"):
            return True
        if words[index : index + 1] and words[index].low in ("chốt", "giữ") and self.cues["settle"].at(words, index):
            return "," in words[opens].ahead
        if cue == "decide" and words[at].low != "và" and self.cues["settle"].at(words, index) == 0:
            return False
        mentions = self.people.listed(words, index, people)
        if not mentions or mentions[0].kind == "pronoun" and words[mentions[0].end - 1].text.lower() in ("em", "bạn"):
            return False
        after = mentions[-1].end
        if after >= len(words) or words[after].ahead.strip() not in ("", ")"):
            return False
        if not (self.people.is_verb(words, after) or self._cue(words, after) or self.cues["past"].at(words, after)):
            return False
        return not self._ends_with_companion(words, begin, at, people)

    def _inside_object(self, words: Sequence[Word], index: int) -> bool:
        """Whether a word for an order is a noun here: "theo yêu cầu", "các đề nghị"."""
        return index > 0 and words[index - 1].low in (
            "theo",
            "các",
            "những",
            "phiếu",
            "đơn",
            "văn",
            "công",
            "bản",
            "của",
            "có",
            "giấy",
            "một",
        )

    def _ends_with_companion(self, words: Sequence[Word], begin: int, at: int, people: People) -> bool:
        """Whether the words before a comma end with somebody behind an order, "với", "cho": a list goes on there."""
        for index in range(max(begin, at - 14), at):
            after = index + 1 if words[index].low in _COMPANIONS else 0
            if not after and (cue := self._cue(words, index)) in ("order", "request"):
                after = index + self.cues[cue].at(words, index)
            if after:
                mentions = self.people.listed(words, after, people)
                if mentions and mentions[-1].end >= at:
                    return True
        return False

    def _cue(self, words: Sequence[Word], index: int) -> str | None:
        """What the words here say is done, the longest of the lists' phrases deciding."""
        best, kind = 0, None
        if index < len(words):
            for name in (
                "forbid",
                "order",
                "request",
                "decide",
                "must",
                "promise",
                "say",
                "exhort",
                "maybe",
                "not",
                "past",
                "be",
            ):
                length = self.cues[name].at(words, index)
                if length > best:
                    best, kind = length, name
            if kind is not None and self.cues["things"].at(words, index) > best:
                return None
            if kind is not None and self.people.verb_length(words, index) > best:
                # "bàn giao" is no talk, "giao lưu" no order.
                return None
        return kind

    # --- What a clause says

    def context_of(self, label: str) -> str | None:
        """What a label, a lead-in or a heading makes of what follows."""
        text = plain(label)
        words = words_of(text, 0, len(text.text))
        for name in ("note", "past", "request", "order", "decision"):
            if any(
                self.contexts[name].at(words, index)
                for index in ((0,) if name in ("note", "past") else range(len(words)))
            ):
                return name
        return None

    def _says(self, words: Sequence[Word], people: People) -> bool:
        mentions = self.people.listed(words, 0, people)
        return bool(mentions) and (
            self._cue(words, mentions[-1].end) == "say" or bool(self.cues["tell"].at(words, mentions[-1].end))
        )

    def lead_in(
        self, text: Plain, start: int, end: int, people: People
    ) -> tuple[str | None, tuple[str, ...], str | None]:
        """What a lead-in or a label makes of what follows, whom it names for it, and who says it."""
        words = words_of(text, start, end)
        for index in range(len(words)):
            cue = self._cue(words, index)
            if cue in ("order", "request") and not self._inside_object(words, index):
                after = index + self.cues[cue].at(words, index)
                if after < len(words) and words[after].low == "cho":
                    after += 1
                by = [] if index == 0 else self.people.listed(words, 0, people)
                mentions = self.people.listed(words, after, people)
                return ("request" if cue == "request" else "order"), _names(mentions), (by[0].name if by else None)
        if self.next_meeting.at(words, 0):
            return "note", (), None
        lead = self.context_of(text.text[start:end])
        return "past" if lead is None and self._says(words, people) else lead, (), None

    def named_in_label(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...]:
        """Those whom a label names, if it names somebody and nothing else."""
        words = words_of(text, start, end)
        if (
            not words
            or words[0].low == "quỹ"
            or self._cue(words, 0) in ("order", "request")
            or self.context_of(text.text[start:end]) in ("note", "past")
        ):
            return ()
        mentions = self.people.listed(words, 0, people)
        if mentions and mentions[-1].end >= len(words) and all(mention.kind != "pronoun" for mention in mentions):
            return _names(mentions)
        return ()

    def names_in(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...]:
        """Those whom the cell of a table names."""
        words = words_of(text, start, end)
        if self.openings["nobody"].at(words, 0):
            return ()
        return cell_names(text, words, self.people.at, people)

    def settles(self, text: Plain, start: int, end: int) -> bool | None:
        """Whether a sentence says what became of a motion: none does here."""
        return None

    def without_tail(self, text: Plain, start: int, end: int) -> int:
        """Where a clause ends without what only explains it."""
        words = words_of(text, start, end)
        for index in range(3, len(words)):
            if "," in words[index].ahead and self._hangs_on_condition(words, index):
                return words[index - 1].end
            if "," in words[index].ahead and (
                self.openings["tail"].at(words, index)
                or (words[index].text[0].isdigit() and index + 1 < len(words) and words[index + 1].low == "phiếu")
            ):
                return words[index - 1].end
        return end

    def _hangs_on_condition(self, words: Sequence[Word], index: int) -> bool:
        """Whether the words from a comma to the next hang on a condition."""
        for word in words[index:]:
            if word is not words[index] and "," in word.ahead:
                return False
            if word.low == "nếu":
                return True
        return False

    def learn_present(self, words: Sequence[Word], people: People) -> None:
        """Learns the names that are listed as present."""
        for index in range(len(words)):
            length = self.openings["present"].at(words, index)
            if length and index + length < len(words) and ":" in words[index + length].ahead:
                learn_listed(words, index + length, people)

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
        if not words:
            return Reading(start, end, None, "empty")
        clause = _Clause(words, due, is_over)
        asks = text.text[start : end + 1].rstrip().endswith("?")
        begin = self._skip_fillers(words, 0)
        if begin >= len(words):
            return Reading(start, end, None, "fillers")
        if self.openings["condition"].at(words, begin) or any(word.low == "nào" for word in words[begin : begin + 4]):
            return Reading(start, end, None, "condition", ends=True)
        if self.openings["law"].at(words, begin) and context.lead not in ("decision",):
            return Reading(start, end, None, "law", ends=True)
        index, over = self._opening(clause, begin, people, is_over)
        if over:
            return Reading(start, end, None, "over", ends=True)
        reading = self._from(clause, index, context, people, asks)
        keeps = self._keeps_opening(clause, begin, index)
        at = words[begin].start if keeps else words[min(index, len(words) - 1)].start
        return Reading(at, end, reading.kind, reading.rule, reading.assignees, reading.assigned_by, reading.ends)

    def _skip_fillers(self, words: Sequence[Word], index: int) -> int:
        while index < len(words):
            length = self.openings["fillers"].at(words, index)
            if not length:
                break
            after = index + length
            # "thế", "còn", "được" begin clauses of their own, too; only what is not all of it is passed over.
            if after >= len(words):
                break
            index = after
        return index

    def _keeps_opening(self, clause: _Clause, begin: int, index: int) -> bool:
        """Whether what leads into the clause tells when."""
        words = clause.words
        return any(words[each].start in clause.due_starts for each in range(begin, min(index, len(words), begin + 3)))

    def _opening(
        self, clause: _Clause, begin: int, people: People, is_over: Callable[[int, int], bool]
    ) -> tuple[int, bool]:
        """Where the clause proper begins, and whether what leads into it says that it is over."""
        words = clause.words
        index = begin
        for _ in range(_MOST_OPENINGS):
            if index >= len(words) or self.openings["over"].at(words, index):
                return begin, True
            after = clause.skip_due(index)
            if after == index:
                after = self._behind_comma(clause, index, people)
            if after == index:
                break
            if is_over(words[index].start, words[min(after, len(words)) - 1].end) or self.openings["over"].within(
                words, index, after
            ):
                return begin, True
            index = self._skip_fillers(words, after)
        index = min(index, len(words) - 1)
        return index, is_over(words[index].start, words[min(index + 3, len(words) - 1)].end)

    def _behind_comma(self, clause: _Clause, begin: int, people: People) -> int:
        """Behind what leads into a clause, "Về thu ngân sách,": somebody, an order or at least a deed comes next."""
        words = clause.words
        if not self.openings["before_comma"].at(words, begin) or self._starts_with_somebody(words, begin, people):
            return begin
        last = min(len(words), begin + _LONGEST_OPENING)
        commas = [each for each in range(begin + 1, last) if "," in words[each].ahead or ";" in words[each].ahead]
        for starts in (self._starts_with_somebody, self._starts_with_deed):
            for comma in commas:
                if starts(words, clause.skip_due(self._skip_fillers(words, comma)), people):
                    return comma
        return begin

    def _starts_with_somebody(self, words: Sequence[Word], index: int, people: People) -> bool:
        """Whether somebody does something from this word on, or an order or a decision begins."""
        if index >= len(words):
            return False
        if self._cue(words, index) in ("order", "request", "decide", "forbid"):
            return True
        mentions = self.people.listed(words, index, people)
        return bool(mentions) and mentions[-1].end < len(words) and self._acts(words, mentions[-1].end)

    def _starts_with_deed(self, words: Sequence[Word], index: int, _: People) -> bool:
        """Whether a deed begins at this word, and is more than one word of a list."""
        behind = words[index + 1 : index + 2]
        return bool(self.people.is_verb(words, index)) and bool(behind) and "," not in behind[0].ahead

    def _from(self, clause: _Clause, index: int, context: Context, people: People, asks: bool) -> Reading:
        words = clause.words
        none = Reading(0, 0, None, "nothing")
        if index >= len(words):
            return none
        if self.next_meeting.at(words, index):
            return Reading(0, 0, "note", "next meeting")
        spoken = self._spoken(clause, index, context, people, asks)
        if spoken is not None:
            return spoken
        if asks:
            return Reading(0, 0, None, "question")
        is_given = bool(context.assignees) and self._cue(words, index) == "decide"
        found = None if is_given else self._cued(clause, index, (), context, people)
        if found is not None:
            return found
        if context.lead == "past":
            return Reading(0, 0, None, "told of")
        mentions = self.people.listed(words, index, people)
        if mentions:
            return self._with_subject(clause, mentions, context, people)
        return self._without_subject(clause, index, context, people)

    # --- Speech

    def _spoken(self, clause: _Clause, index: int, context: Context, people: People, asks: bool) -> Reading | None:
        """What a speaker takes on ("Để em viết") or asks of somebody ("Hùng ơi, em xem giúp chị nhé")."""
        words = clause.words
        if context.speaker is None:
            return None
        if words[index].low == "để" and (length := _FIRST_PERSON.at(words, index + 1)):
            return Reading(0, 0, "assignment", "let me", (context.speaker,))
        for each in range(index, min(len(words), index + 8)):
            if (
                words[each].low == "để"
                and _FIRST_PERSON.at(words, each + 1)
                and "," not in words[each].ahead
                and not asks
            ):
                first = _FIRST_PERSON.at(words, each + 1)
                if self.people.is_verb(words, each + 1 + first) and words[each - 1].low in (
                    "thì",
                    "đó",
                    "này",
                    "ấy",
                    "là",
                ):
                    return Reading(0, 0, "assignment", "let me", (context.speaker,))
        if words[index].low == "để" and (mentions := self.people.listed(words, index + 1, people)):
            return Reading(0, 0, "assignment", "let somebody", _names(mentions), context.speaker)
        asked = self._asked(clause, index, context, people)
        if asked is not None:
            return asked
        length = _FIRST_PERSON.at(words, index)
        known = self.people.at(words, index, people)
        if length and (known is None or known.kind == "pronoun" or known.end == index + length):
            return self._first_person(clause, index + length, context, asks)
        return None

    def _asked(self, clause: _Clause, index: int, context: Context, people: People) -> Reading | None:
        """Somebody is spoken to by name and told to do something."""
        words = clause.words
        mention = self.people.at(words, index, people)
        if mention is None or mention.kind not in ("person", "name", "role"):
            return None
        after = mention.end
        if after < len(words) and words[after].low == "ơi":
            after += 1
            second = self.people.at(words, after, people) if after < len(words) else None
            if second is not None and second.kind == "pronoun":
                after = second.end
            elif _FIRST_PERSON.at(words, after):
                after += _FIRST_PERSON.at(words, after)
        after = clause.skip_due(after)
        after += self.cues["how"].at(words, after)
        if not self.people.is_verb(words, after) or self._cue(words, after) in ("say", "be", "past", "not", "maybe"):
            return None
        polite = any(_POLITE.at(words, each) for each in range(after, len(words)))
        return Reading(
            0,
            0,
            "request" if polite else "assignment",
            "asked politely" if polite else "told to",
            (mention.name,),
            context.speaker,
        )

    def _first_person(self, clause: _Clause, index: int, context: Context, asks: bool) -> Reading | None:
        words = clause.words
        if asks:
            return Reading(0, 0, None, "question")
        index = clause.skip_due(index)
        cue = self._cue(words, index)
        who = (context.speaker or "",)
        lo = (
            words[index : index + 2]
            and words[index].low == "lo"
            and any(
                word.low in ("phần", "việc", "vụ", "khoản", "cho", "chuyện") for word in words[index + 1 : index + 2]
            )
        )
        if cue == "promise" and not lo and words[index].low in ("lo", "phụ", "chịu", "đứng", "tình"):
            return Reading(0, 0, None, "I am in charge")
        if cue == "promise":
            after = clause.skip_due(index + self.cues["promise"].at(words, index))
            if self.cues["maybe"].at(words, after) or self.cues["not"].at(words, after):
                return Reading(0, 0, None, "maybe")
            return Reading(0, 0, "assignment", "I will", who)
        if cue in ("request", "order"):
            return self._ordered(clause, index, cue, context.speaker, context, People())
        if words[index : index + 1] and words[index].low == "thì":
            return Reading(0, 0, None, "as for me")
        if [word.low for word in words[index : index + 2]] == ["xin", "phép"] and self._has_due(clause):
            return Reading(0, 0, "assignment", "I will", who)
        if cue is not None and cue not in ("must",):
            return Reading(0, 0, None, f"I {cue}", ends=cue == "say")
        if words[index - 1].low in ("mình", "ta"):
            return Reading(0, 0, None, "we")
        how = self.cues["how"].at(words, index)
        if self.people.is_verb(words, index + how):
            if any(word.low in ("rồi", "được", "đã") for word in words[index : index + 8]):
                return Reading(0, 0, None, "I did")
            if words[index - 1].low == "em" and any(word.low in ("nhé", "nha", "đi") for word in words[index:]):
                # Said to somebody younger, whom the clause doesn't name.
                return Reading(0, 0, "request", "asked politely", (), context.speaker)
            return Reading(0, 0, "assignment", "I do", who)
        return None

    # --- Orders, decisions, prohibitions

    def _cued(
        self, clause: _Clause, index: int, subjects: Sequence[Mention], context: Context, people: People
    ) -> Reading | None:
        """What is read from a word for an order, a decision or a prohibition at this place."""
        words = clause.words
        cue = self._cue(words, index)
        by = ", ".join(mention.name for mention in subjects) or None
        if cue in ("order", "request") and not words[index].text.isupper():
            if self._names_a_paper(words, index):
                return None
            return self._ordered(clause, index, cue, by or context.assigned_by or context.speaker, context, people)
        if cue == "forbid":
            return Reading(0, 0, "decision", "forbidden", (), by)
        if cue == "decide":
            return self._decided(clause, index, by, context, people)
        return None

    def _names_a_paper(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is a noun: "Quyết định số 12", "yêu cầu của hộ dân"."""
        after = index + max(
            each.at(words, index) for each in (self.cues["order"], self.cues["request"], self.cues["decide"])
        )
        if words[index].low in ("đồng", "chốt", "thống", "nhất"):
            return False
        return after < len(words) and words[after].low in (
            "số",
            "của",
            "này",
            "trên",
            "nói",
            "là",
            "rằng",
            "về",
            "đặt",
            "được",
            "đó",
        )

    def _ordered(
        self, clause: _Clause, index: int, cue: str, by: str | None, context: Context, people: People
    ) -> Reading:
        words = clause.words
        kind = "request" if cue == "request" else "assignment"
        after = index + self.cues[cue].at(words, index)
        if after < len(words) and words[after].low in ("cho", "với", "tới", "đối"):
            after += 2 if words[after].low == "đối" else 1
        after = clause.skip_due(after)
        mentions = self.people.listed(words, after, people)
        after = clause.skip_due(mentions[-1].end if mentions else after)
        after = self._behind_companions(words, after, people)
        after += self.cues["how"].at(words, after) if not self.cues["exhort"].at(words, after) else 0
        if after >= len(words) and not mentions:
            return Reading(0, 0, None, "no order")
        if self._only_considered(words, after):
            return Reading(0, 0, None, "to consider")
        if self.cues["exhort"].at(words, after) and not self._has_due(clause):
            return Reading(0, 0, None, "exhortation", ends=False)
        if cue == "request" and words[index].low == "mong":
            return Reading(0, 0, None, "wish", ends=True)
        if self.cues["say"].at(words, after) and not self.people.verb_length(words, after):
            return Reading(0, 0, None, "order of speech")
        rule = f"{cue} to somebody" if mentions else f"{cue} by somebody" if by else cue
        if mentions and mentions[0].kind == "pronoun" and mentions[0].name.lower() in ("em", "anh", "chị"):
            mentions = []
        return Reading(0, 0, "request" if kind == "request" else "assignment", rule, _names(mentions), by)

    def _only_considered(self, words: Sequence[Word], index: int) -> bool:
        index += self.cues["how"].at(words, index)
        if self.cues["consider"].at(words, index):
            return True
        return (
            words[index : index + 1] != []
            and words[index].low in ("nghiên", "sớm")
            and any(
                word.low == "xem"
                and words[position + index + 1 : position + index + 2]
                and words[position + index + 1].low == "xét"
                for position, word in enumerate(words[index : index + 5])
            )
        )

    def _decided(self, clause: _Clause, index: int, by: str | None, context: Context, people: People) -> Reading | None:
        words = clause.words
        if self._names_a_paper(words, index) and words[index].low != "chốt":
            return None
        after = index + self.cues["decide"].at(words, index)
        after = clause.skip_due(after)
        if after < len(words) and words[after].low in ("là", "rằng", "việc", "sẽ", "theo", "để"):
            after += 1
        if after >= len(words):
            return Reading(0, 0, None, "bare assent")
        if (
            words[after].low in ("chương", "biên", "nghị", "nội", "thành", "báo")
            and any(word.low in ("trình", "bản", "dung") for word in words[after : after + 2])
            and "tháng" not in {word.low for word in words[after : after + 6]}
            and words[after].low in ("chương", "biên", "nghị")
        ):
            return Reading(0, 0, None, "formality")
        if words[after].low in ("cao", "với"):
            return Reading(0, 0, None, "assent")
        inner = self._cue(words, after)
        if inner in ("order", "request"):
            return self._ordered(clause, after, inner, by, context, people)
        if inner == "exhort" and not self._has_due(clause):
            return Reading(0, 0, None, "exhortation")
        return Reading(0, 0, "decision", "decided by somebody" if by else "decided", (), by)

    def _has_due(self, clause: _Clause) -> bool:
        return bool(clause.due_starts)

    def _behind_companions(self, words: Sequence[Word], index: int, people: People) -> int:
        """Behind "phối hợp với Sở A", "cùng với anh B"."""
        if index < len(words) and words[index].low in ("phối", "cùng", "với"):
            after = index + (2 if words[index].low == "phối" else 1)
            while after < len(words) and words[after].low in ("với", "cùng"):
                after += 1
            mentions = self.people.listed(words, after, people)
            if mentions:
                return mentions[-1].end
        return index

    # --- Who does something

    def _with_subject(self, clause: _Clause, mentions: Sequence[Mention], context: Context, people: People) -> Reading:
        """What those do or say whom the clause names first."""
        reading = self._deed_of(clause, mentions, context, people)
        return reading if reading.kind is not None else replace(reading, assignees=_names(mentions))

    def _deed_of(self, clause: _Clause, mentions: Sequence[Mention], context: Context, people: People) -> Reading:
        words = clause.words
        index = clause.skip_due(mentions[-1].end)
        names = _names(mentions)
        index = self._behind_companions(words, index, people)
        if index >= len(words) or words[index].ahead.strip(") "):
            return Reading(0, 0, None, "name only")
        if clause.is_over(words[index].start, words[min(index + 3, len(words) - 1)].end):
            return Reading(0, 0, None, "over", ends=True)
        if mentions[-1].kind == "person" and not self._acts(words, index):
            index = next((each for each in range(index, min(len(words), index + 5)) if self._acts(words, each)), index)
        index = clause.skip_due(index)
        if words[index : index + 1] and self.openings["over"].at(words, index):
            return Reading(0, 0, None, "over", ends=True)
        also = index
        while also < len(words) and words[also].low in ("cũng", "đều", "thì", "vẫn", "tiếp", "cùng"):
            also += 1
        given = (context.chained and bool(context.before)) or context.lead == "order"
        is_meeting = bool(self.cues["meetings"].at(words, mentions[0].first))
        cued = None
        if not ((given or self._sends(words, also, mentions, is_meeting)) and self.cues["own"].at(words, also)):
            cued = self._cued(clause, also, mentions, context, people)
        elif mentions[0].kind != "pronoun":
            return Reading(0, 0, "assignment", "somebody does", names, context.assigned_by)
        if cued is not None:
            outside = self._is_outsider(words, mentions) and cued.kind != "decision"
            return cued if not outside else Reading(0, 0, None, "outsider", ends=True)
        cue = self._cue(words, index)
        if cue == "past":
            after = index + self.cues["past"].at(words, index)
            done = self._cued(clause, after, mentions, context, people)
            if done is not None and done.kind == "decision" and not self._is_outsider(words, mentions):
                return Reading(0, 0, "decision", "has decided", (), done.assigned_by)
            over = self.openings["over"].within(words, index, len(words))
            return Reading(0, 0, None, "past", ends=done is not None or over)
        if cue == "not":
            if words[index].low == "không" and self._has_due(clause) and self.people.is_verb(words, index + 1):
                return Reading(0, 0, "assignment", "not to do", names, context.assigned_by)
            return Reading(0, 0, None, "not")
        if cue == "maybe":
            return Reading(0, 0, None, "maybe", ends=True)
        if self.cues["exhort"].at(words, index) and not self._has_due(clause):
            return Reading(0, 0, None, "exhortation")
        if cue in ("must", "promise"):
            return self._bound(clause, index, cue, names, mentions, context)
        if is_meeting:
            return Reading(0, 0, None, "meeting")
        if words[index].low == "nhớ" and self.people.is_verb(words, index + 1):
            return Reading(0, 0, "request", "remember to", names, context.assigned_by)
        if cue == "say" and words[index].low == "nhắc":
            after = index + self.cues["say"].at(words, index)
            reminded = self.people.listed(words, after, people)
            if (
                reminded
                and self.people.is_verb(words, reminded[-1].end)
                and not self.cues["exhort"].at(words, reminded[-1].end)
            ):
                return Reading(0, 0, "request", "reminded", _names(reminded), mentions[0].name)
        verb = 0 if self.cues["things"].at(words, index) else self.people.is_verb(words, index)
        given_here = given or self._has_due(clause) or context.chained
        if self.cues["tell"].at(words, index) and not given_here:
            return Reading(0, 0, None, "tell", ends=True)
        if [word.low for word in words[index : index + 2]] == ["kết", "luận"] and self.people.is_verb(words, index + 2):
            return Reading(0, 0, "decision", "decided by somebody", (), mentions[0].name)
        if self.cues["judge"].at(words, index) and not (verb and given_here):
            return Reading(0, 0, None, "judge")
        if cue == "say" and not (
            words[index].low == "báo" and verb and (self._has_due(clause) or context.lead == "order")
        ):
            return Reading(0, 0, None, "say", ends=not self.cues["stance"].at(words, index))
        if (
            not verb
            and context.lead == "order"
            and cue not in ("say", "past", "not", "maybe")
            and mentions[0].kind != "pronoun"
        ):
            return Reading(0, 0, "assignment", "somebody does", names, context.assigned_by)
        if self._is_settled(words, index):
            return Reading(0, 0, "decision", "was settled", (), context.assigned_by)
        if words[index].low == "được" and self.people.is_verb(words, index + 1) and mentions[0].kind == "group":
            return Reading(0, 0, "decision", "is granted", (), context.assigned_by)
        if cue == "be" and not verb:
            return Reading(0, 0, None, "be")
        how = self.cues["how"].at(words, index)
        if not verb and how:
            after = clause.skip_due(index + how)
            after = self._behind_companions(words, after, people)
            if self.cues["exhort"].at(words, after) and not self._has_due(clause):
                return Reading(0, 0, None, "exhortation")
            verb = max(self.people.is_verb(words, after), self.cues["how"].at(words, after))
            index = after
        if not verb:
            return self._noun(clause, 0, context, people)
        if self._is_outsider(words, mentions):
            return Reading(0, 0, None, "outsider")
        if _is_done(words, index):
            return Reading(0, 0, None, "did")
        if any(word.low == "nếu" for word in words[index:]):
            return Reading(0, 0, None, "condition")
        if not given_here and any(word.low in _TELLING for word in words[index : index + 9]):
            return Reading(0, 0, None, "told of")
        who = "somebody does" if mentions[0].kind != "pronoun" else "pronoun does"
        return Reading(0, 0, "assignment", who, names, context.assigned_by)

    def _sends(self, words: Sequence[Word], index: int, mentions: Sequence[Mention], is_meeting: bool) -> bool:
        """Whether a body sends, calls or asks for somebody without a name: "mỗi khoa cử một người"."""
        if (
            is_meeting
            or mentions[0].kind not in ("body", "group")
            or words[index].low not in ("cử", "cắt", "mời", "huy", "vận")
        ):
            return False
        after = index + self.cues["own"].at(words, index)
        return after < len(words) and not words[after].capital and not self.people.titles.at(words, after)

    def _acts(self, words: Sequence[Word], index: int) -> bool:
        return bool(self.people.is_verb(words, index) or self._cue(words, index) or self.cues["how"].at(words, index))

    def _bound(
        self,
        clause: _Clause,
        index: int,
        cue: str,
        names: tuple[str, ...],
        mentions: Sequence[Mention],
        context: Context,
    ) -> Reading:
        """Who must or will do something."""
        words = clause.words
        after = clause.skip_due(index + self.cues[cue].at(words, index))
        if after < len(words) and words[after].low == "sẽ":
            after += 1
        if self.cues["exhort"].at(words, after) and not self._has_due(clause):
            return Reading(0, 0, None, "exhortation")
        if self._is_outsider(words, mentions):
            return Reading(0, 0, None, "outsider")
        if self.cues["formal"].at(words, after):
            return Reading(0, 0, None, "formality")
        maybe = max(self.cues["maybe"].at(words, after), self.cues["not"].at(words, after))
        if maybe and maybe >= self.people.verb_length(words, after):
            return Reading(0, 0, None, "not")
        passive = words[index].low == "được"
        return Reading(0, 0, "assignment", "is told to" if passive else cue, names, context.assigned_by)

    def _is_outsider(self, words: Sequence[Word], mentions: Sequence[Mention]) -> bool:
        return bool(self.openings["outsiders"].at(words, mentions[0].first))

    def _without_subject(self, clause: _Clause, index: int, context: Context, people: People) -> Reading:
        words = clause.words
        if self._is_outsider_at(words, index):
            return Reading(0, 0, None, "outsider", ends=True)
        if self.cues["judge"].at(words, index):
            return Reading(0, 0, None, "judge")
        if (
            words[index + 2 : index + 3]
            and words[index + 2].low == "được"
            and self.cues["settled"].at(words, index + 3)
        ):
            # "Đề nghị được chấp thuận, áp dụng từ tháng 9".
            return Reading(0, 0, "decision", "was settled", (), context.assigned_by)
        cue = self._cue(words, index)
        if (
            words[index].low == "không"
            and (context.lead in ("order", "decision") or words[0].low == "từ")
            and self.people.is_verb(words, index + 1)
            and not _SETTLED_NOT.at(words, index + 1)
        ):
            if context.assignees:
                return Reading(0, 0, "assignment", "not to do", context.assignees, context.assigned_by)
            return Reading(0, 0, "decision", "not to do", (), context.assigned_by)
        if (
            words[index].low == "không"
            and self._has_due(clause)
            and context.speaker is None
            and self.people.is_verb(words, index + 1)
            and not _SETTLED_NOT.at(words, index + 1)
        ):
            return Reading(0, 0, "decision", "not to do", (), context.assigned_by)
        if any(self._is_past(words, each) for each in range(index, min(len(words), index + 9))):
            return Reading(0, 0, None, "past")
        if cue in ("past", "not", "maybe", "be") and not self.people.is_verb(words, index):
            return Reading(0, 0, None, cue)
        if self.cues["things"].at(words, index):
            return self._noun(clause, index, context, people)
        how = self.cues["how"].at(words, index)
        if self.cues["exhort"].at(words, index) and not self._has_due(clause):
            return Reading(0, 0, None, "exhortation")
        if cue == "say" and not self.people.is_verb(words, index):
            return Reading(0, 0, None, "say", ends=not self.cues["stance"].at(words, index))
        verb = self.people.is_verb(words, index)
        if verb and words[index + verb : index + verb + 1] and words[index + verb].low in ("của", "này", "đó"):
            return Reading(0, 0, None, "noun")
        if cue == "promise" and words[index].low in ("cam", "hứa") and context.subject:
            return Reading(0, 0, "assignment", "promise", context.subject)
        if cue == "must" and not verb:
            after = clause.skip_due(index + self.cues["must"].at(words, index))
            after += self.cues["how"].at(words, after) if not self.people.is_verb(words, after) else 0
            exhorts = self.cues["exhort"].at(words, after) and not self._has_due(clause)
            if self.people.is_verb(words, after) and not exhorts and not self.cues["consider"].at(words, after):
                return Reading(0, 0, "assignment", "must be done", context.assignees, context.assigned_by)
            return Reading(0, 0, None, "must")
        if verb or (how and self.people.is_verb(words, index + how)):
            if _is_done(words, index) or any(word.low == "nếu" for word in words[index:]):
                return Reading(0, 0, None, "did")
            if context.assignees or context.lead == "order":
                return Reading(0, 0, "assignment", "deed in a list", context.assignees, context.assigned_by)
            if context.before:
                return Reading(0, 0, "assignment", "deed after another", context.before, context.assigned_by)
            settled = self.cues["settle"].at(words, index) and (context.speaker is None or self._has_due(clause))
            if context.lead == "decision" or settled:
                return Reading(0, 0, "decision", "settled", (), context.assigned_by)
            if self._has_due(clause) and (context.speaker is None or clause.begins_with_due):
                return Reading(0, 0, "assignment", "deed by a day", (), context.assigned_by)
            if (context.chained or context.heading == "order") and not self.cues["tell"].at(words, index):
                return Reading(0, 0, "assignment", "deed among orders", (), context.assigned_by)
            return Reading(0, 0, None, "deed")
        return self._noun(clause, index, context, people)

    def _is_past(self, words: Sequence[Word], index: int) -> bool:
        """Whether something is done already here; "mới" says so before a deed only, elsewhere it is "new"."""
        if self._cue(words, index) != "past":
            return False
        return words[index].low not in ("mới", "vừa") or bool(self.people.is_verb(words, index + 1))

    def _is_outsider_at(self, words: Sequence[Word], index: int) -> bool:
        return bool(self.openings["outsiders"].at(words, index))

    def _is_settled(self, words: Sequence[Word], index: int) -> bool:
        """Whether something is settled here: "được chọn", but not "chưa được duyệt"."""
        if words[index].low != "được" or not self.cues["settled"].at(words, index + 1):
            return False
        return index == 0 or words[index - 1].low not in (
            "chưa",
            "không",
            "đã",
            "vừa",
            "mới",
            "sắp",
            "sẽ",
            "nếu",
            "cần",
        )

    def _given_to(self, words: Sequence[Word], index: int, people: People) -> tuple[str, ...] | None:
        """To whom a thing is given: "Việc sơn cổng giao cho tổ bảo vệ"."""
        for each in range(index + 1, min(len(words), index + 12)):
            if words[each].low == "giao" and self._cue(words, each) == "order":
                mentions = self.people.listed(words, each + self.cues["order"].at(words, each), people)
                return _names(mentions) or None
        return None

    def _noun(self, clause: _Clause, index: int, context: Context, people: People) -> Reading:
        """A clause that begins with a thing: "Quà do chị Ngân đặt", "Mức đóng góp là 200.000 đồng"."""
        words = clause.words
        for each in range(index, min(len(words), index + 12)):
            if words[each].low == "do" and (mentions := self.people.listed(words, each + 1, people)):
                after = mentions[-1].end
                tells = self.cues["judge"].at(words, after) or self._cue(words, after) == "say"
                if not tells and (self.people.is_verb(words, after) or self._cue(words, after) in ("must", "promise")):
                    return Reading(0, 0, "assignment", "done by", _names(mentions), context.assigned_by)
        given = self._given_to(words, index, people)
        if given is not None:
            return Reading(0, 0, "assignment", "given to", given, context.assigned_by)
        for each in range(index, min(len(words), index + 8)):
            if self._is_settled(words, each):
                return Reading(0, 0, "decision", "was settled", (), context.assigned_by)
        if any(word.low == "thì" for word in words[index + 1 : index + 4]):
            return Reading(0, 0, None, "condition")
        told = {self._cue(words, each) for each in range(index, min(len(words), index + 9))}
        listed = context.lead in ("order", "decision")
        if told & {"past", "maybe", "say"} or ("not" in told and not (listed and self._has_due(clause))):
            return Reading(0, 0, None, "told of")
        must = next((each for each in range(index, min(len(words), index + 11)) if words[each].low == "phải"), None)
        if must is not None and any("," in word.ahead for word in words[index + 1 : must]):
            must = None
        if (
            must is not None
            and self.people.is_verb(words, must + 1)
            and words[must - 1].low not in ("không", "chưa", "vẫn")
            and "vì" not in {word.low for word in words[must:]}
        ):
            return Reading(0, 0, "assignment", "thing must", context.assignees, context.assigned_by)
        if "be" in told and not self._has_due(clause) and context.lead != "decision" and not context.assignees:
            return Reading(0, 0, None, "told of")
        if context.lead in ("order", "decision", "request") and (context.assignees or context.item):
            return Reading(
                0,
                0,
                "assignment" if context.assignees else "decision",
                "thing in a list",
                context.assignees,
                context.assigned_by,
            )
        if context.lead == "decision" and self._cue(words, len(words) - 2) != "decide":
            return Reading(0, 0, "decision", "thing decided", (), context.assigned_by)
        if self._has_due(clause):
            bound = any(
                self._cue(words, each) in ("must", "promise") or words[each].low in ("phải", "sẽ")
                for each in range(index, min(len(words), index + 14))
            )
            return Reading(0, 0, "decision", "thing must" if bound else "thing with a date", (), None)
        return Reading(0, 0, None, "thing")


def learn_listed(words: Sequence[Word], index: int, people: People) -> None:
    """Learns the names from this word on, up to the end of the sentence."""
    begin = index
    while index < len(words):
        word = words[index]
        if index > begin and any(stop in word.ahead for stop in (".", "\n", ":")):
            break
        if word.capital and (index == begin or not word.follows or not words[index - 1].capital):
            end = index + 1
            while end < len(words) and words[end].capital and words[end].follows and end - index < 5:
                end += 1
            people.learn(" ".join(each.text for each in words[index:end]))
            index = end
            continue
        index += 1


def cell_names(
    text: Plain, words: Sequence[Word], at: Callable[[Sequence[Word], int, People], Mention | None], people: People
) -> tuple[str, ...]:
    """The names of a cell: what stands between its commas."""
    names: list[str] = []
    index = begin = 0
    while index < len(words):
        mention = at(words, index, people) if index == begin else None
        if mention is not None:
            index = mention.end
            if index >= len(words) or _parts(words, index):
                names.append(mention.name)
                begin = index = index + int(index < len(words) and words[index].low in ("và", "and"))
                continue
        else:
            index += 1
        if index >= len(words) or _parts(words, index):
            names.append(written(words, begin, min(index, len(words))))
            begin = index = index + int(index < len(words) and words[index].low in ("và", "and"))
    return tuple(dict.fromkeys(names))


def _parts(words: Sequence[Word], index: int) -> bool:
    """Whether a new name begins at the word, or behind it."""
    return words[index].ahead.strip() in (",", "+", "/", ";", "&") or words[index].low in ("và", "and")


def _is_done(words: Sequence[Word], index: int) -> bool:
    """Whether "rồi" closes a clause from this word on: elsewhere it is "then"."""
    last = len(words) - 1
    return any(
        word.low == "rồi" and (at == last or "," in words[at + 1].ahead)
        for at, word in enumerate(words[index:], start=index)
    )


def _names(mentions: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.name for mention in mentions))
