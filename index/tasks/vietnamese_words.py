"""What the words of a Vietnamese clause can be: cues for orders, decisions and talk, deeds, and who they speak of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.tasks.people import Mention, People
from index.tasks.vietnamese_people import VietnamesePeople
from index.tasks.wordlists import Phrases, Word, table

_ALL = frozenset(
    "cả họ lớp tổ thôn xóm làng nhóm nhà phòng mọi người bà con tất hội nghị cuộc họp các cụ đa số ban ai".split()
)
_BEHIND_ASSENT = frozenset("ngay luôn hết cả ạ nhé cao rồi liền thôi với hoàn toàn đề nghị này ý kiến đó trên".split())
_PUT_FIRST = ("lên hàng đầu", "lên trên hết", "là trung tâm", "là trên hết", "làm trung tâm", "làm gốc", "là ưu tiên")


@dataclass(frozen=True, slots=True)
class Clause:
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


class VietnameseWords:
    """The words, and small questions about them."""

    def __init__(self) -> None:
        lists = table("vietnamese")
        self.cues: dict[str, Phrases] = lists["cues"]
        self.openings: dict[str, Phrases] = lists["openings"]
        self.contexts: dict[str, Phrases] = lists["context"]
        self.next_meeting: Phrases = lists["meeting"]["next"]
        self.speech: dict[str, Phrases] = lists["speech"]
        self.people = VietnamesePeople()

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
            gives = kind == "order" and self.people.bodies.at(words, index + best) > 1
            if kind is not None and not gives and self.people.verb_length(words, index) > best:
                # "bàn giao" is no talk, "giao lưu" no order.
                return None
        return kind

    def deed_at(self, words: Sequence[Word], index: int) -> bool:
        """Whether a deed begins at this word."""
        return bool(self.people.is_verb(words, index))

    def orders(self, words: Sequence[Word]) -> bool:
        """Whether one of the words orders, decides or forbids something, or binds somebody."""
        binding = ("order", "request", "decide", "forbid", "must", "promise", "not")
        return any(self._cue(words, index) in binding for index in range(len(words)))

    def _reminded(self, words: Sequence[Word], index: int, people: People) -> list[Mention]:
        """Those who are reminded to do something, or not to: "nhắc các thôn trực điện thoại"."""
        length = self.cues["remind"].at(words, index)
        reminded = self.people.listed(words, index + length, people) if length else []
        if not reminded or reminded[0].first >= len(words):
            return []
        after = reminded[-1].end
        after += self.cues["must"].at(words, after)
        forbidden = self.cues["forbid"].at(words, after)
        if not forbidden and not self.people.is_verb(words, after):
            return []
        return [] if self.cues["exhort"].at(words, after) else reminded

    def _assents(self, words: Sequence[Word], index: int, people: People) -> bool:
        """Whether from this word on somebody agrees, and nothing else is said."""
        mentions = self.people.listed(words, index, people)
        after = mentions[-1].end if mentions else index
        if not mentions:
            while after < len(words) - 1 and words[after].low in _ALL:
                after += 1
        while after < len(words) and words[after].low in ("cũng", "đều", "thì", "đã", "liền", "rất"):
            after += 1
        length = self.cues["assent"].at(words, after)
        return bool(length) and all(word.low in _BEHIND_ASSENT for word in words[after + length :])

    def _closes(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is the closing formula of a paper: "tổ chức thực hiện Nghị quyết này"."""
        begin = index
        while length := self.cues["carry_out"].at(words, index):
            index += length
        paper = self.cues["papers"].at(words, index)
        behind = index + paper
        if paper and index > begin and (behind >= len(words) or words[behind].low in ("này", "theo", "và")):
            return True
        return bool(self.cues["formal"].at(words, begin))

    def _nobody_may(self, words: Sequence[Word], index: int) -> bool:
        """Whether nobody is allowed something here: "không bộ phận nào được tạm ứng", "không ai được"."""
        if index >= len(words) or words[index].low != "không":
            return False
        which = next(
            (at for at in range(index + 1, min(len(words), index + 7)) if words[at].low in ("nào", "ai")), None
        )
        return which is not None and any(word.low in ("được", "phép") for word in words[which + 1 : which + 3])

    def _acts(self, words: Sequence[Word], index: int) -> bool:
        return bool(self.people.is_verb(words, index) or self._cue(words, index) or self.cues["how"].at(words, index))

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

    def _exhorts(self, clause: Clause, index: int) -> bool:
        """Whether here stands what nobody could check later: "hãy luôn đặt an toàn lên hàng đầu"."""
        if self._has_due(clause):
            return False
        words = clause.words
        while index < len(words) and (urged := self.cues["urge"].at(words, index)):
            if self.cues["exhort"].at(words, index) > urged:
                return True
            index += urged
        return bool(self.cues["exhort"].at(words, index)) or self._is_put_first(words, index)

    def _is_put_first(self, words: Sequence[Word], index: int) -> bool:
        """ "đặt lợi ích của bệnh nhân lên trên hết", "coi khách hàng là trung tâm"."""
        if index >= len(words) or words[index].low not in ("đặt", "coi", "xem", "lấy"):
            return False
        rest = " ".join(word.low for word in words[index + 1 : index + 14])
        return any(first in rest for first in _PUT_FIRST)

    def _has_due(self, clause: Clause) -> bool:
        return bool(clause.due_starts)

    def _is_past(self, words: Sequence[Word], index: int) -> bool:
        """Whether something is done already here; "mới" says so before a deed only, elsewhere it is "new"."""
        if self._cue(words, index) != "past":
            return False
        if words[index].low == "từng":
            # "gọi từng khách": each.
            does = self.people.is_verb(words, index + 1) or self._cue(words, index + 1)
            return bool(does) or (index > 0 and words[index - 1].low in ("đã", "chưa"))
        if words[index].low not in ("mới", "vừa"):
            return True
        return bool(self.people.is_verb(words, index + 1)) and words[index + 1].low != "cho"

    def _comes_again(self, words: Sequence[Word]) -> bool:
        """Whether something is to be done again and again: "báo cáo hằng tuần"."""
        return any(word.low in ("hằng", "hàng") for word in words) or any(
            (one.low, other.low) in (("định", "kỳ"), ("mỗi", "ngày"), ("mỗi", "tuần"), ("mỗi", "tháng"))
            for one, other in pairwise(words)
        )

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

    def _is_outsider(self, words: Sequence[Word], mentions: Sequence[Mention]) -> bool:
        """Whether they are from outside of the meeting, or work for such: "kỹ sư của hãng"."""
        first, end = mentions[0].first, mentions[-1].end
        if words[first].low in ("đại", "phía", "bên", "kỹ", "nhân") and self.openings["outsiders"].within(
            words, first + 1, end
        ):
            # "Đại diện hãng".
            return True
        return bool(self.openings["outsiders"].at(words, first)) or any(
            words[at].low == "của" and self.openings["outsiders"].at(words, at + 1)
            for at in range(first, end + 1)
            if at < len(words)
        )

    def _is_constituent(self, words: Sequence[Word], mentions: Sequence[Mention]) -> bool:
        return bool(self.openings["constituents"].at(words, mentions[0].first))

    def _is_outsider_at(self, words: Sequence[Word], index: int) -> bool:
        return bool(self.openings["outsiders"].at(words, index) or self.openings["constituents"].at(words, index))

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


def is_done(words: Sequence[Word], index: int) -> bool:
    """Whether "rồi" closes a clause from this word on: elsewhere it is "then"."""
    last = len(words) - 1
    return any(
        word.low == "rồi" and (at == last or "," in words[at + 1].ahead)
        for at, word in enumerate(words[index:], start=index)
    )
