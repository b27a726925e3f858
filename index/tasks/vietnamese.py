"""The grammar of Vietnamese minutes: what a clause says of who orders, decides, promises or does something.

vietnamese.toml holds the words. A clause is read from its beginning: small words and what leads into it ("Về thu ngân
sách,") are passed over, then comes who does something, and the first word behind that tells what is done: given,
asked, decided, promised, told, or simply done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import Mention, People
from index.tasks.plain import Plain
from index.tasks.vietnamese_deeds import VietnameseDeeds
from index.tasks.vietnamese_labels import VietnameseLabels
from index.tasks.vietnamese_speech import VietnameseSpeech
from index.tasks.vietnamese_words import Clause
from index.tasks.wordlists import Word, words_of


class Vietnamese(VietnameseLabels, VietnameseSpeech, VietnameseDeeds):
    """Reads clauses."""

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
        clause = Clause(words, due, is_over)
        asks = text.text[start : end + 1].rstrip().endswith("?")
        begin = 1 if len(words) > 2 and words[0].text.isdigit() and words[1].ahead.startswith(")") else 0
        begin = self._skip_fillers(words, begin)
        if begin >= len(words):
            return Reading(start, end, None, "fillers")
        period = words[begin].low in ("năm", "kỳ", "đợt", "lần", "tháng", "quý", "tuần")
        if period and [word.low for word in words[begin + 1 : begin + 3]] in (["nay", "không"], ["này", "không"]):
            # "Năm nay không tổ chức hội trại".
            begin += 2
        if context.speaker is not None:
            begin = self._behind_hour(clause, begin)
            begin = self._behind_topic(clause, begin, people)
        if self._nobody_may(words, clause.skip_due(begin)):
            return Reading(words[begin].start, end, "decision", "forbidden")
        if self._is_condition(words, begin) or any(word.low == "nào" for word in words[begin : begin + 4]):
            return Reading(start, end, None, "condition", ends=True)
        if (
            self.openings["law"].at(words, begin)
            and (context.lead not in ("decision",) or words[begin].low == "căn")
            and not self._considered_first(clause, begin, people)
        ):
            return Reading(start, end, None, "law", ends=True)
        if [word.low for word in words[begin : begin + 2]] in (["việc", "này"], ["cái", "này"], ["việc", "đó"]) and any(
            word.low in ("đã", "vẫn") for word in words
        ):
            return Reading(start, end, None, "done already")
        if context.speaker is not None and due and self._reminds_all(words):
            return Reading(words[begin].start, end, "note", "note")
        index, over = self._opening(clause, begin, people, is_over)
        if over:
            return Reading(start, end, None, "over", ends=True)
        reading = self._from(clause, index, context, people, asks)
        if reading.rule == "order to somebody" and reading.assigned_by is None and context.subject:
            reading = replace(reading, assigned_by=", ".join(context.subject))
        keeps = self._keeps_opening(clause, begin, index)
        at = words[begin].start if keeps else words[min(index, len(words) - 1)].start
        return Reading(at, end, reading.kind, reading.rule, reading.assignees, reading.assigned_by, reading.ends)

    def _writes_of_himself(self, clause: Clause, index: int) -> bool:
        """Whether who writes takes something on: "Em sẽ gửi lại bản vẽ"."""
        length = self.speech["first_person"].at(clause.words, index)
        after = clause.skip_due(index + length)
        if not length or self._cue(clause.words, after) != "promise" or after + 1 >= len(clause.words):
            return False
        behind = after + self.cues["promise"].at(clause.words, after)
        return not self.cues["maybe"].at(clause.words, behind) and not self.cues["not"].at(clause.words, behind)

    def _wished_of(self, words: Sequence[Word], index: int, people: People) -> list[Mention]:
        """Those of whom something is asked politely: "Kính mong quý phụ huynh ký tên"."""
        length = self.cues["ask"].at(words, index)
        others = self.people.listed(words, index + length, people) if length else []
        if not others or others[0].kind not in ("group", "role", "body", "person"):
            return []
        after = others[-1].end
        after += self.cues["how"].at(words, after) if not self.people.is_verb(words, after) else 0
        return others if self.people.is_verb(words, after) and not self._only_considered(words, after) else []

    def _reminds_all(self, words: Sequence[Word]) -> bool:
        """Whether a clause ends with a reminder to those there: "…, các ông nhớ đấy", "… nhé, mọi người nhớ nhé"."""
        last = next((at for at in range(len(words) - 1, 0, -1) if "," in words[at].ahead), None)
        if last is None or len(words) - last > 5:
            return False
        said = [word.low for word in words[last:]]
        return "nhớ" in said[1:] and said[0] in ("các", "mọi", "cả", "anh", "bà", "mấy", "ai", "tất", "chị")

    def _is_settled_there(self, words: Sequence[Word], index: int, people: People) -> bool:
        """Whether somebody orders, decides or takes on something, also where a heading says that all was so already."""
        mentions = self.people.listed(words, index, people)
        return bool(mentions) and self._cue(words, mentions[-1].end) in ("order", "decide", "promise", "must")

    def _considered_first(self, clause: Clause, begin: int, people: People) -> bool:
        """Whether what was considered stands before what somebody decides: "Xét đề nghị của …, Ban … quyết định"."""
        words = clause.words
        if words[begin].low not in ("xét", "căn"):
            return False
        comma = self._behind_comma(clause, begin, people)
        mentions = self.people.listed(words, comma, people) if comma > begin else []
        return bool(mentions) and self._cue(words, mentions[-1].end) in ("decide", "order")

    def _from(self, clause: Clause, index: int, context: Context, people: People, asks: bool) -> Reading:
        words = clause.words
        none = Reading(0, 0, None, "nothing")
        if index >= len(words):
            return none
        if self.next_meeting.at(words, index):
            return Reading(0, 0, "note", "next meeting")
        if context.writer is not None and context.speaker is None and self._writes_of_himself(clause, index):
            return Reading(0, 0, "assignment", "I will", (context.writer,))
        spoken = self._spoken(clause, index, context, people, asks)
        if spoken is not None:
            return spoken
        if asks:
            return Reading(0, 0, None, "question")
        is_given = bool(context.assignees) and (
            self._cue(words, index) == "decide" or bool(self.cues["own"].at(words, index))
        )
        found = None if is_given else self._cued(clause, index, (), context, people)
        if found is not None:
            return found
        if context.lead == "past" or (context.lead == "told" and not self._is_settled_there(words, index, people)):
            return Reading(0, 0, None, "told of")
        if wished := self._wished_of(words, index, people):
            return Reading(0, 0, "request", "request to somebody", names_of(wished), context.assigned_by)
        if reminded := self._reminded(words, index, people):
            return Reading(0, 0, "request", "reminded", names_of(reminded), context.assigned_by)
        mentions = self.people.listed(words, index, people)
        if mentions:
            return self._with_subject(clause, mentions, context, people)
        return self._without_subject(clause, index, context, people)
