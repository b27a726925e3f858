"""What those whom a Vietnamese clause names first do, must do, promise, decide or say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import Mention, People, written
from index.tasks.vietnamese_clauses import VietnameseClauses
from index.tasks.vietnamese_things import VietnameseThings
from index.tasks.vietnamese_told import VietnameseTold
from index.tasks.vietnamese_words import Clause, is_done
from index.tasks.wordlists import Word

# In a deed of which nothing says that it was given to somebody these show that it is only told.
_TELLING = frozenset("là gồm cứ đang đã vì nên do nhưng chỉ".split())

_STATES = frozenset("quản phục nuôi trồng sản xuất tiêu thu sử dùng".split())

# What is built, and what becomes of it.
_WORKS = frozenset("nhà trạm trường cầu chợ bến đập hồ khu bệnh".split())
_OPENS = (["khởi", "công"], ["khánh", "thành"], ["động", "thổ"], ["đi", "vào"], ["mở", "cửa"], ["vận", "hành"])


class VietnameseDeeds(VietnameseClauses, VietnameseThings, VietnameseTold):
    """Reads clauses of somebody."""

    def _with_subject(self, clause: Clause, mentions: Sequence[Mention], context: Context, people: People) -> Reading:
        """What those do or say whom the clause names first."""
        reading = self._deed_of(clause, mentions, context, people)
        return reading if reading.kind is not None else replace(reading, assignees=names_of(mentions))

    def _deed_of(self, clause: Clause, mentions: Sequence[Mention], context: Context, people: People) -> Reading:
        words = clause.words
        index = clause.skip_due(mentions[-1].end)
        names = names_of(mentions)
        if context.speaker is not None and index < len(words) and words[index].low == "với":
            # "Cô Diệu với thầy Quý tối mốt chạy lên": as they speak, both.
            names = (*names, *names_of(self.people.listed(words, index + 1, people)))
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
        if mentions[0].kind == "group" and (bound := self._bound_behind(words, index)):
            # "Các hộ nuôi chó phải …": all of it says who.
            names = (*names[:-1], written(words, mentions[-1].first, bound))
            index = bound
        if words[index].low == "họp" and self._cue(words, index + 1) == "decide":
            index += 1
        also = index
        while also < len(words) and words[also].low in ("cũng", "đều", "thì", "vẫn", "tiếp", "cùng"):
            also += 1
        if also >= len(words):
            return Reading(0, 0, None, "breaks off")
        given = (context.chained and bool(context.before)) or context.lead == "order"
        is_meeting = bool(self.cues["meetings"].at(words, mentions[0].first))
        cued = None
        if not ((given or self._sends(words, also, mentions, is_meeting)) and self.cues["own"].at(words, also)):
            cued = self._cued(clause, also, mentions, context, people)
        elif mentions[0].kind != "pronoun":
            return Reading(0, 0, "assignment", "somebody does", names, context.assigned_by)
        if cued is not None:
            outside = self._is_outsider(words, mentions) or self._is_constituent(words, mentions)
            outside = outside and cued.kind != "decision"
            if cued.rule == "request to somebody" and not self._is_outsider(words, mentions):
                # Those of a neighbourhood ask somebody at their own meeting.
                outside = words[mentions[0].first].low in ("cử", "nhiều", "một")
            return cued if not outside else Reading(0, 0, None, "outsider", ends=True)
        if words[index].low == "thì" and self._cue(words, index + 1) in ("say", "maybe", "not", "past", "be"):
            # "Chủ tịch phường thì cho rằng …".
            index += 1
        cue = self._cue(words, index)
        if cue == "past":
            after = index + self.cues["past"].at(words, index)
            done = self._cued(clause, after, mentions, context, people)
            if done is not None and done.kind == "decision" and not self._is_outsider(words, mentions):
                return Reading(0, 0, "decision", "has decided", (), done.assigned_by)
            if self.cues["vote"].at(words, after) and (voted := self._voted(clause, after, mentions, context, people)):
                return voted
            will = after + self.cues["promise"].at(words, after)
            if self._cue(words, after) == "promise" and any(word.low == "sẽ" for word in words[after : will + 1]):
                # "Chị Diệu đã nhận sẽ viết bài".
                return self._bound(clause, after, "promise", names, mentions, context)
            over = self.openings["over"].within(words, index, len(words))
            return Reading(0, 0, None, "past", ends=done is not None or over)
        if [word.low for word in words[index : index + 2]] == ["có", "mặt"] and self._has_due(clause):
            return Reading(0, 0, "assignment", "somebody does", names, context.assigned_by)
        if cue == "not":
            told_all = context.speaker is not None and mentions[0].kind == "group"
            if told_all and words[index].low == "không" and self.people.is_verb(words, index + 1):
                return Reading(0, 0, "assignment", "not to do", names, context.assigned_by)
            if words[index].low == "không" and self._has_due(clause) and self.people.is_verb(words, index + 1):
                return Reading(0, 0, "assignment", "not to do", names, context.assigned_by)
            return Reading(0, 0, None, "not")
        if cue == "maybe":
            return Reading(0, 0, None, "maybe", ends=True)
        if self._exhorts(clause, index):
            return Reading(0, 0, None, "exhortation")
        if cue in ("must", "promise"):
            return self._bound(clause, index, cue, names, mentions, context)
        if is_meeting:
            if self._has_due(clause) and words[index].low in ("tổ", "họp", "được", "khai", "lùi", "dời", "triệu"):
                return Reading(0, 0, "decision", "next meeting", (), context.assigned_by)
            return Reading(0, 0, None, "meeting")
        please = self.cues["please"].at(words, index)
        if please and self.people.is_verb(words, index + please):
            return Reading(0, 0, "request", "please", names, context.assigned_by)
        if words[index].low == "nhớ" and self.people.is_verb(words, index + 1):
            return Reading(0, 0, "request", "remember to", names, context.assigned_by)
        if reminded := self._reminded(words, index, people):
            return Reading(0, 0, "request", "reminded", names_of(reminded), mentions[0].name)
        verb = 0 if self.cues["things"].at(words, index) else self.people.is_verb(words, index)
        given_here = given or self._has_due(clause) or context.chained
        given_here = given_here or (mentions[0].kind in ("group", "body") and self._comes_again(words))
        if cue == "say" and (willing := self._says_will(clause, index, mentions, people)):
            return Reading(0, 0, "assignment", "promise", names_of(willing), context.assigned_by)
        if stressed := self._stressed(clause, index, mentions, context, people):
            return stressed
        asks_others = words[index].low == "xin" and bool(self._asked_of(words, index + 1, people))
        if (
            self.cues["tell"].at(words, index)
            and not asks_others
            and (not given_here or self._tells_what_was(words, index))
        ):
            return Reading(0, 0, None, "tell", ends=True)
        if [word.low for word in words[index : index + 2]] == ["kết", "luận"] and self.people.is_verb(words, index + 2):
            return Reading(0, 0, "decision", "decided by somebody", (), mentions[0].name)
        if self.cues["judge"].at(words, index) and not (verb and given_here):
            return Reading(0, 0, None, "judge")
        if cue == "say" and (taken := self._takes_on_behind(clause, index)):
            return self._bound(clause, taken, "promise", names, mentions, context)
        if cue == "say" and words[index].low == "xin" and (others := self._asked_of(words, index + 1, people)):
            return Reading(0, 0, "request", "request to somebody", names_of(others), mentions[0].name)
        if cue == "say" and not (
            words[index].low == "báo" and verb and (self._has_due(clause) or context.lead == "order")
        ):
            return Reading(0, 0, None, "say", ends=not self.cues["stance"].at(words, index))
        if (
            not verb
            and context.lead == "order"
            and not (words[mentions[0].first].text[0].isdigit() and not self._has_due(clause))
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
            if self._exhorts(clause, after):
                return Reading(0, 0, None, "exhortation")
            verb = max(self.people.is_verb(words, after), self.cues["how"].at(words, after))
            index = after
        if not verb:
            return self._noun(clause, 0, context, people)
        if self._is_outsider(words, mentions) or (self._is_constituent(words, mentions) and not given_here):
            return Reading(0, 0, None, "outsider")
        if mentions[0].kind == "group" and words[mentions[0].first].text[0].isdigit() and not self._has_due(clause):
            # "62 người bệnh, 1 ca chuyển tuyến": who is counted is given nothing.
            return Reading(0, 0, None, "counted")
        if words[mentions[0].first].low == "ca" and words[index].low in ("bắt", "kết") and self._has_due(clause):
            # "Từ tuần sau, ca tối bắt đầu lúc 18 giờ": a shift's hours.
            return Reading(0, 0, "decision", "thing with a date", (), context.assigned_by)
        pairs = [[word.low for word in words[each : each + 2]] for each in range(index, min(len(words), index + 6))]
        opens = words[mentions[0].first].low in _WORKS and any(pair in _OPENS for pair in pairs)
        if opens and self._has_due(clause) and context.lead is None:
            # "Nhà máy nước khởi công trong tháng 3": nobody in particular must act.
            return Reading(0, 0, "decision", "thing with a date", (), context.assigned_by)
        if (
            not given_here
            and words[index].low in _STATES
            and any(word.text[0].isdigit() for word in words[index + 1 : index + 4])
        ):
            # "Phường quản lý 27 thửa đất": how things are.
            return Reading(0, 0, None, "be")
        if is_done(words, index) or self._since_long(clause):
            return Reading(0, 0, None, "did")
        if any(word.low == "nếu" for word in words[index : index + 5]):
            return Reading(0, 0, None, "condition")
        if not given_here and any(word.low in _TELLING for word in words[index : index + 9]):
            return Reading(0, 0, None, "told of")
        who = "somebody does" if mentions[0].kind != "pronoun" else "pronoun does"
        return Reading(0, 0, "assignment", who, names, context.assigned_by)

    def _voted(
        self, clause: Clause, index: int, mentions: Sequence[Mention], context: Context, people: People
    ) -> Reading | None:
        """What was decided behind a vote: "đã bỏ phiếu kín và bầu bà Nga"."""
        for at in range(index + 1, min(len(clause.words), index + 9)):
            if clause.words[at - 1].low == "và" or "," in clause.words[at].ahead:
                decided = self._cued(clause, at, mentions, context, people)
                if decided is not None and decided.kind == "decision":
                    return decided
        return None

    def _stressed(
        self, clause: Clause, index: int, mentions: Sequence[Mention], context: Context, people: People
    ) -> Reading | None:
        """What who leads says that others must do: "Chủ tịch nhấn mạnh các thôn phải …"."""
        words = clause.words
        length = self.cues["stress"].at(words, index)
        if not length or mentions[0].kind not in ("role", "person") or self._is_outsider(words, mentions):
            return None
        others = self.people.listed(words, index + length, people)
        after = others[-1].end if others else len(words)
        if others and self._cue(words, after) == "must":
            return self._bound(clause, after, "must", names_of(others), others, context)
        return Reading(0, 0, None, "stress")

    def _bound_behind(self, words: Sequence[Word], index: int) -> int:
        """Where those of whom a deed tells more are bound to do something; 0 where they aren't."""
        if not self.people.is_verb(words, index) and self._cue(words, index) not in ("not", "past", "be"):
            return 0
        for at in range(index + 1, min(len(words), index + 7)):
            if words[at].ahead.strip():
                return 0
            if self._cue(words, at) == "must" and words[at].low not in ("cần", "chịu"):
                return at
        return 0

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

    def _bound(
        self,
        clause: Clause,
        index: int,
        cue: str,
        names: tuple[str, ...],
        mentions: Sequence[Mention],
        context: Context,
    ) -> Reading:
        """Who must or will do something."""
        words = clause.words
        after = clause.skip_due(index + self.cues[cue].at(words, index))
        if after >= len(words):
            return Reading(0, 0, None, "bare promise")
        if words[after].low == "sẽ":
            after += 1
        if self._exhorts(clause, after):
            return Reading(0, 0, None, "exhortation")
        if self._is_outsider(words, mentions):
            return Reading(0, 0, None, "outsider")
        if words[mentions[0].first].text[0].isdigit() and words[index].low == "cần" and not self._has_due(clause):
            # "4 em cần kèm thêm" tells who needs something.
            return Reading(0, 0, None, "counted")
        if self._closes(words, after):
            return Reading(0, 0, None, "formality")
        if words[index].low == "được" and self._since_long(clause):
            return Reading(0, 0, None, "over")
        maybe = max(self.cues["maybe"].at(words, after), self.cues["not"].at(words, after))
        if maybe and maybe >= self.people.verb_length(words, after):
            return Reading(0, 0, None, "not")
        passive = words[index].low == "được"
        return Reading(0, 0, "assignment", "is told to" if passive else cue, names, context.assigned_by)
