"""Vietnamese clauses that begin with a thing, or with a deed that nobody in particular does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.tasks.models import Context, Kind, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.vietnamese_orders import VietnameseOrders
from index.tasks.vietnamese_words import Clause, is_done
from index.tasks.wordlists import Word

_RATES = frozenset("mức phí lệ học giá tiền lịch giờ đơn định".split())
# A clause that sets a date for a thing has no more words.
_LONGEST_PLAIN = 28


def _is_counted(words: Sequence[Word]) -> bool:
    """Whether a clause ends with how often something was: "Trong tháng 6 thang dừng 5 lần"."""
    return len(words) > 2 and words[-1].low in ("lần", "vụ", "ca") and words[-2].low not in ("một", "1")


class VietnameseThings(VietnameseOrders):
    """Reads clauses of nobody."""

    def _without_subject(self, clause: Clause, index: int, context: Context, people: People) -> Reading:
        words = clause.words
        if self._is_outsider_at(words, index):
            return Reading(0, 0, None, "outsider", ends=True)
        if self.cues["judge"].at(words, index) and not (context.assignees and self.people.is_verb(words, index)):
            return Reading(0, 0, None, "judge")
        if (
            words[index + 2 : index + 3]
            and words[index + 2].low == "được"
            and self.cues["settled"].at(words, index + 3)
        ):
            # "Đề nghị được chấp thuận, áp dụng từ tháng 9".
            return Reading(0, 0, "decision", "was settled", (), context.assigned_by)
        if words[index].low in ("về", "v/v") and (index == 0 or not words[index].follows):
            # A title, or what comes next is about.
            return Reading(0, 0, None, "about")
        cue = self._cue(words, index)
        if words[index].low == "không" and (self._as_proposed(words, index) or self._is_bare_no(words, index)):
            return Reading(0, 0, None, "refused")
        if words[index].low == "không" and self._no_more(words, index) and context.lead != "past":
            return Reading(0, 0, "decision", "not to do", (), context.assigned_by)
        if (
            words[index].low == "không"
            and context.lead in ("order", "decision")
            and context.item
            and words[index + 1 : index + 2]
            and not words[index + 1].capital
            and not self.cues["unsettled"].at(words, index + 1)
            and self._cue(words, index + 1) not in ("be", "must", "say", "past", "maybe")
        ):
            rule = Reading(0, 0, "decision", "not to do", (), context.assigned_by)
            return replace(rule, kind="assignment", assignees=context.assignees) if context.assignees else rule
        if (
            words[index].low == "không"
            and (context.lead in ("order", "decision") or context.chained or words[0].low == "từ")
            and self.people.is_verb(words, index + 1)
            and not self.cues["unsettled"].at(words, index + 1)
        ):
            if context.assignees:
                return Reading(0, 0, "assignment", "not to do", context.assignees, context.assigned_by)
            return Reading(0, 0, "decision", "not to do", (), context.assigned_by)
        if (
            words[index].low == "không"
            and context.lead != "past"
            and context.speaker is None
            and self.people.is_verb(words, index + 1)
            and not self.cues["unsettled"].at(words, index + 1)
        ):
            return Reading(0, 0, "decision", "not to do", (), context.assigned_by)
        if any(self._is_past(words, each) for each in range(index, min(len(words), index + 9))):
            return Reading(0, 0, None, "past")
        if cue in ("past", "not", "maybe", "be") and not self.people.is_verb(words, index):
            return Reading(0, 0, None, cue)
        if self.cues["things"].at(words, index):
            return self._noun(clause, index, context, people)
        how = self.cues["how"].at(words, index)
        if self._exhorts(clause, index):
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
            exhorts = self._exhorts(clause, after) or self._only_considered(words, after)
            if self.people.is_verb(words, after) and not exhorts and not self.cues["consider"].at(words, after):
                return Reading(0, 0, "assignment", "must be done", context.assignees, context.assigned_by)
            return Reading(0, 0, None, "must")
        if verb or (how and self.people.is_verb(words, index + how)):
            if is_done(words, index) or any(word.low == "nếu" for word in words[index:]):
                return Reading(0, 0, None, "did")
            before = context.before if words[index].low != "cho" else ()
            if context.assignees or context.lead == "order":
                return Reading(0, 0, "assignment", "deed in a list", context.assignees or before, context.assigned_by)
            if context.before:
                return Reading(0, 0, "assignment", "deed after another", context.before, context.assigned_by)
            settled = self.cues["settle"].at(words, index) and (context.speaker is None or self._has_due(clause))
            if context.lead == "decision" or settled:
                return Reading(0, 0, "decision", "settled", (), context.assigned_by)
            if self._has_due(clause) and (context.speaker is None or clause.begins_with_due or index == 0):
                return Reading(0, 0, "assignment", "deed by a day", (), context.assigned_by)
            if (context.chained or context.heading == "order") and not self.cues["tell"].at(words, index):
                return Reading(0, 0, "assignment", "deed among orders", (), context.assigned_by)
            return Reading(0, 0, None, "deed")
        return self._noun(clause, index, context, people)

    def _as_proposed(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is what somebody proposed: "Không lập đội riêng như đề xuất của ông Cẩn"."""
        return any(
            words[at].low in ("như", "theo") and self._cue(words, at + 1) in ("say", "request")
            for at in range(index, len(words))
        )

    def _is_bare_no(self, words: Sequence[Word], index: int) -> bool:
        """Whether a proposal is refused with nothing but a deed: "không duyệt, ngân sách hết rồi"."""
        verb = self.people.verbs.at(words, index + 1) or 1
        behind = index + 1 + verb
        return behind >= len(words) or words[behind].ahead.strip() == ","

    def _no_more(self, words: Sequence[Word], index: int) -> bool:
        """Whether something is not done any more, whatever it is: "Không lặn một mình nữa"."""
        if self._cue(words, index + 1) in ("be", "must", "say", "past", "maybe", "not"):
            return False
        if self.cues["unsettled"].at(words, index + 1):
            return False
        for at in range(index + 2, min(len(words), index + 12)):
            if words[at].ahead.strip():
                return False
            if words[at].low == "nữa":
                return at + 1 >= len(words) or bool(words[at + 1].ahead.strip())
        return False

    def _given_to(self, words: Sequence[Word], index: int, people: People) -> tuple[str, ...] | None:
        """To whom a thing is given: "Việc sơn cổng giao cho tổ bảo vệ"."""
        for each in range(index + 1, min(len(words), index + 12)):
            length = self.cues["order"].at(words, each) if words[each].low == "giao" else 0
            length = length or self.cues["hand_over"].at(words, each)
            if length and (words[each].low != "giao" or self._cue(words, each) == "order"):
                mentions = self.people.listed(words, each + length, people)
                done = any(self._is_past(words, at) for at in range(index, each))
                return None if done else names_of(mentions) or self.people.first_name(words, each + length)
        return None

    def _stays(self, words: Sequence[Word], index: int) -> bool:
        """Whether a rate stays as it is: "Mức đóng quỹ giữ nguyên 200.000 đồng"."""
        said = " ".join(word.low for word in words[index : index + 12])
        return ("giữ nguyên" in said or "để nguyên" in said) and "so với" not in said and "đã" not in said.split()

    def _is_plain(self, words: Sequence[Word], index: int) -> bool:
        """Whether a clause is short and tells of nothing that was or is said: then its date sets when it holds."""
        if len(words) - index > _LONGEST_PLAIN:
            return False
        return not any(self._cue(words, each) in ("past", "say", "maybe") for each in range(index, len(words)))

    def _noun(self, clause: Clause, index: int, context: Context, people: People) -> Reading:
        """A clause that begins with a thing: "Quà do chị Ngân đặt", "Mức đóng góp là 200.000 đồng"."""
        words = clause.words
        for each in range(index, min(len(words), index + 12)):
            if words[each].low == "do" and (mentions := self.people.listed(words, each + 1, people)):
                after = mentions[-1].end
                tells = self.cues["judge"].at(words, after) or self._cue(words, after) == "say"
                if not tells and (self.people.is_verb(words, after) or self._cue(words, after) in ("must", "promise")):
                    return Reading(0, 0, "assignment", "done by", names_of(mentions), context.assigned_by)
        given = self._given_to(words, index, people)
        if given is not None:
            return Reading(0, 0, "assignment", "given to", given, context.assigned_by)
        for each in range(index, min(len(words), index + 8)):
            pauses = words[each].low == "tạm" and self.people.is_verb(words, each)
            if self._is_settled(words, each) or pauses:
                # "Quy hoạch phải được phê duyệt": that is still to be done.
                to_do = each > index and words[each - 1].low == "phải"
                return Reading(0, 0, "assignment" if to_do else "decision", "was settled", (), context.assigned_by)
        if words[index].low in _RATES and self._stays(words, index) and context.lead not in ("past", "told"):
            return Reading(0, 0, "decision", "settled", (), context.assigned_by)
        topic = next((each for each in range(index + 1, min(len(words), index + 5)) if words[each].low == "thì"), None)
        if topic is not None:
            # "Mưa thì dời" hangs on the rain, "tiền xăng thì chi từ quỹ" doesn't.
            about = words[index].low in ("tiền", "phần", "chuyện", "việc", "khoản", "vụ", "phí", "chi")
            if about and self.cues["settle"].at(words, topic + 1):
                return Reading(0, 0, "decision", "settled", (), context.assigned_by)
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
        if (
            any(word.low == "đạt" for word in words[index : index + 8])
            and context.lead == "order"
            and context.assignees
        ):
            # "Tiến độ tuần này đạt 92%": how far it is.
            return Reading(0, 0, None, "told of")
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
        if self._has_due(clause) and self._is_plain(words, index) and not _is_counted(words):
            if context.speaker is not None and not any(self._acts(words, at) for at in range(index, len(words))):
                return Reading(0, 0, None, "topic")
            near = range(index, min(len(words), index + 14))
            must = any(self._cue(words, each) == "must" for each in near)
            bound = must or any(
                self._cue(words, each) == "promise" or words[each].low in ("phải", "sẽ") for each in near
            )
            kind: Kind = "assignment" if must else "decision"
            return Reading(0, 0, kind, "thing must" if bound else "thing with a date", (), None)
        return Reading(0, 0, None, "thing")
