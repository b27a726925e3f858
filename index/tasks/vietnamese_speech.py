"""What a Vietnamese speaker takes on, and what he asks of whom he speaks to."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from index.tasks.models import Context, Kind, Reading
from index.tasks.named import names_of
from index.tasks.people import People
from index.tasks.vietnamese_orders import VietnameseOrders
from index.tasks.vietnamese_words import Clause, is_done
from index.tasks.wordlists import Word

_SPEAKERS = frozenset("em anh chị tôi tui mình cháu con tớ cô chú bác thầy ông bà".split())
_SPOKEN_TO = frozenset("ông bà anh chị cô chú bác thầy cậu dì em cháu con bạn mày".split())
_HOURS = frozenset("sáng trưa chiều tối lát tí chút giờ".split())
_CONDITIONS = frozenset("nếu mà lỡ khi lúc hễ giá nhỡ ai nào".split())


class VietnameseSpeech(VietnameseOrders):
    """Reads turns."""

    def _spoken(self, clause: Clause, index: int, context: Context, people: People, asks: bool) -> Reading | None:
        """What a speaker takes on ("Để em viết") or asks of somebody ("Hùng ơi, em xem giúp chị nhé")."""
        words = clause.words
        if context.speaker is None:
            return None
        if (
            index + 1 < len(words)
            and "," in words[index + 1].ahead
            and self.speech["first_person"].at(words, index) == 1
        ):
            # "Chị, tối nay em thiết kế": who is spoken to.
            index = clause.skip_due(index + 1)
            if index >= len(words):
                return None
        if (
            words[index].low == "để"
            and index + 1 < len(words)
            and words[index + 1].low in ("mai", "lát", "chiều", "tối")
        ):
            first = self.speech["first_person"].at(words, index + 2)
            if first and self.people.is_verb(words, index + 2 + first):
                return Reading(0, 0, "assignment", "let me", (context.speaker,))
        if words[index].low == "để" and (length := self.speech["first_person"].at(words, index + 1)):
            if len(words) - index - length <= 3 and not self._has_due(clause) and not words[-1].text[0].isdigit():
                # "Ờ để tui nhắn".
                return Reading(0, 0, None, "bare assent")
            return Reading(0, 0, "assignment", "let me", (context.speaker,))
        for each in range(index, min(len(words), index + 8)):
            if (
                words[each].low == "để"
                and self.speech["first_person"].at(words, each + 1)
                and "," not in words[each].ahead
                and not asks
            ):
                first = self.speech["first_person"].at(words, each + 1)
                named = 0 < each - index <= 4 and not any(self._acts(words, at) for at in range(index, each))
                if self.people.is_verb(words, each + 1 + first) and (
                    named or words[each - 1].low in ("thì", "đó", "này", "ấy", "là")
                ):
                    return Reading(0, 0, "assignment", "let me", (context.speaker,))
        if words[index].low == "để" and (mentions := self.people.listed(words, index + 1, people)):
            return Reading(0, 0, "assignment", "let somebody", names_of(mentions), context.speaker)
        told = self._told_you(clause, index, context)
        if told is not None and not asks:
            return told
        asked = self._asked(clause, index, context, people)
        if asked is not None:
            return asked
        length = self.speech["first_person"].at(words, index)
        known = self.people.at(words, index, people)
        if length and (known is None or known.kind == "pronoun" or known.end == index + length):
            found = self._first_person(clause, index + length, context, people, asks)
            if found is None or found.rule != "we":
                return found
        if not asks and self._we_settle(words, index):
            return Reading(0, 0, "decision", "we settle", (), context.speaker)
        return None

    def _behind_hour(self, clause: Clause, begin: int) -> int:
        """Behind a time without a day before who speaks: "Chiều anh gửi", "lát em gọi"."""
        words = clause.words
        if clause.skip_due(begin) > begin:
            return begin
        after = begin + int(words[begin].low in _HOURS)
        after += int(after > begin and words[after : after + 1] != [] and words[after].low == "nữa")
        return after if after > begin and self.speech["first_person"].at(words, after) else begin

    def _behind_topic(self, clause: Clause, begin: int, people: People) -> int:
        """Behind what a speaker names first: "Lỗi quên mật khẩu thì mai em sửa"; `begin` where he names nothing."""
        words = clause.words
        for at in range(begin + 1, min(len(words), begin + 10)):
            if words[at].ahead.strip() or words[at].low in _CONDITIONS or words[begin].low in _CONDITIONS:
                return begin
            if words[at].low == "thì":
                who = clause.skip_due(at + 1)
                length = self.speech["first_person"].at(words, who)
                if not length and (mention := self.people.at(words, who, people)) is not None:
                    length = mention.end - who
                deed = clause.skip_due(who + length)
                does = self.people.is_verb(words, deed) or self._cue(words, deed) in ("promise", "must")
                return at + 1 if length and does else begin
        return begin

    def _we_settle(self, words: Sequence[Word], index: int) -> bool:
        """Whether a speaker says for all what is settled: "Bản này mình bỏ tính năng quà tặng"."""
        for at in range(index, min(len(words) - 1, index + 6)):
            if at > index and (words[at].ahead.strip() or words[at].low in _CONDITIONS):
                return False
            stops = words[at + 1].low == "không" and words[-1].low == "nữa" and self.people.is_verb(words, at + 2)
            if words[at].low in ("mình", "ta") and stops:
                return True
            if words[at].low in ("mình", "ta") and self.cues["settle"].at(words, at + 1):
                doubts = any(self._cue(words, each) in ("maybe", "not") for each in range(index, at + 3))
                return not doubts and not is_done(words, at)
        return False

    def _told_you(self, clause: Clause, begin: int, context: Context) -> Reading | None:
        """What who spoke before is told to do: "sáng mai ông đổi luôn cho tôi", "thầy cứ kê ra giấy đã"."""
        words = clause.words
        if context.addressed is None or any(word.low == "ơi" for word in words[begin:]):
            return None
        polite = any(self.speech["polite"].at(words, at) for at in range(begin, len(words)))
        starts = [begin, *(at for at in range(begin + 1, len(words)) if "," in words[at].ahead)]
        for start in starts:
            index = clause.skip_due(start)
            if index >= len(words) or words[index].low not in _SPOKEN_TO or words[index].capital and index > begin:
                continue
            at = clause.skip_due(index + 1)
            urged = self.speech["urged"].at(words, at)
            at = clause.skip_due(at + urged)
            if at >= len(words) or not self.people.is_verb(words, at) or is_done(words, at):
                continue
            if urged or self._for_who_speaks(words, index + 1):
                kind: Kind = "request" if polite else "assignment"
                return Reading(0, 0, kind, "told to", (context.addressed,), context.speaker)
        return None

    def _asked(self, clause: Clause, index: int, context: Context, people: People) -> Reading | None:
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
            elif self.speech["first_person"].at(words, after):
                after += self.speech["first_person"].at(words, after)
        after = clause.skip_due(after)
        if after < len(words) and words[after].low in ("cho", "để") and self._asks_leave(words, after):
            return None
        after += self.cues["how"].at(words, after)
        goes = after < len(words) and words[after].low in ("đi", "qua", "ghé", "tới", "lên", "vô", "xuống", "về", "ra")
        polite = any(self.speech["polite"].at(words, each) for each in range(after, len(words)))
        cue = self._cue(words, after)
        if not (self.people.is_verb(words, after) or goes) or cue in ("be", "past", "not", "maybe"):
            return None
        if cue == "say" and not polite:
            return None
        return Reading(
            0,
            0,
            "request" if polite else "assignment",
            "asked politely" if polite else "told to",
            (mention.name,),
            context.speaker,
        )

    def _tells_somebody(self, words: Sequence[Word], index: int, people: People) -> tuple[str, ...]:
        """Whom a speaker will tell to do something: "Tui biểu con Ngân mở sổ"."""
        if index >= len(words) or words[index].low not in ("biểu", "bảo", "kêu", "nhắn", "dặn", "cắt", "cho", "để"):
            return ()
        mentions = self.people.listed(words, index + 1, people)
        if not mentions or mentions[0].kind == "pronoun" or self._is_outsider(words, mentions):
            return ()
        return names_of(mentions) if self.people.is_verb(words, mentions[-1].end) else ()

    def _asks_leave(self, words: Sequence[Word], index: int) -> bool:
        """Whether who speaks wants to ask or say something: "Anh Tám ơi cho tui hỏi"."""
        length = self.speech["first_person"].at(words, index + 1)
        behind = index + 1 + length
        return (
            bool(length) and behind < len(words) and words[behind].low in ("hỏi", "nói", "xin", "góp", "thưa", "biết")
        )

    def _first_person(self, clause: Clause, index: int, context: Context, people: People, asks: bool) -> Reading | None:
        words = clause.words
        if asks:
            return Reading(0, 0, None, "question")
        who: tuple[str, ...] = (context.speaker or "",)
        if words[index : index + 1] and words[index].low in ("và", "với", "cùng"):
            # "Em và anh Đạt sẽ …".
            mentions = self.people.listed(words, index + 1, people)
            if mentions and mentions[0].kind != "pronoun":
                who, index = (*who, *names_of(mentions)), mentions[-1].end
        index = clause.skip_due(index)
        cue = self._cue(words, index)
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
        if (told := self._tells_somebody(words, index, people)) and not is_done(words, index):
            return Reading(0, 0, "assignment", "order to somebody", told, context.speaker)
        if [word.low for word in words[index : index + 2]] == ["xin", "phép"] and self._has_due(clause):
            return Reading(0, 0, "assignment", "I will", who)
        asks_for = cue == "say" and words[index].low in ("xin", "hỏi", "báo", "trao") and self._has_due(clause)
        if cue is not None and cue != "must" and not asks_for:
            return Reading(0, 0, None, f"I {cue}", ends=cue == "say")
        if words[index - 1].low in ("mình", "ta"):
            return Reading(0, 0, None, "we")
        how = self.cues["how"].at(words, index)
        if self.people.is_verb(words, index + how):
            if is_done(words, index) or any(word.low in ("được", "đã") for word in words[index : index + 8]):
                return Reading(0, 0, None, "I did")
            if words[index - 1].low == "em" and (
                words[-1].low == "đi" or any(word.low in ("nhé", "nha") for word in words[index:])
            ):
                # Said to somebody younger, whom the clause doesn't name.
                return Reading(0, 0, "request", "asked politely", (), context.speaker)
            if self._for_who_speaks(words, index):
                return Reading(0, 0, "request", "asked politely", (), context.speaker)
            by_hour = any(one.text[0].isdigit() and other.low in ("giờ", "h") for one, other in pairwise(words[index:]))
            return Reading(0, 0, "assignment", "I do by an hour" if by_hour else "I do", who)
        return None

    def _for_who_speaks(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is to be done as a favour to who speaks, by the one spoken to: "anh gửi giúp em nhé"."""
        spoken_to = words[index - 1].low
        return any(
            one.low in ("giúp", "hộ", "giùm", "dùm", "cho", "với") and other.low != spoken_to and other.low in _SPEAKERS
            for one, other in pairwise(words[index:])
        )
