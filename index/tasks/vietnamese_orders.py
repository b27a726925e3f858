"""Orders, requests, decisions and prohibitions in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.models import Context, Reading
from index.tasks.named import names_of
from index.tasks.people import Mention, People
from index.tasks.plain import plain
from index.tasks.vietnamese_words import Clause, VietnameseWords
from index.tasks.wordlists import Word, words_of


class VietnameseOrders(VietnameseWords):
    """Reads from a word for an order or a decision on."""

    def _cued(
        self, clause: Clause, index: int, subjects: Sequence[Mention], context: Context, people: People
    ) -> Reading | None:
        """What is read from a word for an order, a decision or a prohibition at this place."""
        words = clause.words
        if index >= len(words):
            return None
        cue = self._cue(words, index)
        if words[index].text in people.names and self.people.at(words, index + 1, people) is None:
            # Somebody whose name is Giao.
            return None
        by = ", ".join(mention.name for mention in subjects) or None
        if cue in ("order", "request") and not words[index].text.isupper():
            if self._names_a_paper(words, index):
                return None
            return self._ordered(clause, index, cue, by or context.assigned_by or context.speaker, context, people)
        if cue == "forbid":
            return self._forbidden(clause, index, by, people)
        if cue == "decide":
            return self._decided(clause, index, by, context, people)
        return None

    def _forbidden(self, clause: Clause, index: int, by: str | None, people: People) -> Reading:
        """A prohibition, an assignment where it names whom it binds: "Nghiêm cấm các xã thu thêm"."""
        words = clause.words
        after = index + self.cues["forbid"].at(words, index)
        if after >= len(words) or words[after].ahead.strip():
            # "Không được, xe vào không lọt".
            return Reading(0, 0, None, "refused")
        bound = self.people.listed(words, after, people)
        if bound and bound[-1].kind in ("person", "name", "pronoun") and words[index].low == "không":
            # "Không được bà Sáu": somebody is told no.
            return Reading(0, 0, None, "refused")
        deed = bound[-1].end if bound else len(words)
        if bound and bound[0].kind in ("body", "group", "role") and self._acts(words, deed):
            return Reading(0, 0, "assignment", "forbidden by somebody" if by else "forbidden", names_of(bound), by)
        return Reading(0, 0, "decision", "forbidden by somebody" if by else "forbidden", (), by)

    def _names_a_paper(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is a noun: "Quyết định số 12", "yêu cầu của hộ dân"."""
        after = index + max(
            each.at(words, index) for each in (self.cues["order"], self.cues["request"], self.cues["decide"])
        )
        if words[index].low == "thỏa" and index == 0:
            return True
        if words[index].low == "chốt" and after < len(words) and words[after].low in ("phiên", "tại", "lời"):
            return True
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
        self, clause: Clause, index: int, cue: str, by: str | None, context: Context, people: People
    ) -> Reading:
        words = clause.words
        kind = "request" if cue == "request" else "assignment"
        after = index + self.cues[cue].at(words, index)
        if after < len(words) and words[after].low in ("cho", "với", "tới", "đối"):
            after += 2 if words[after].low == "đối" else 1
        after = clause.skip_due(after)
        mentions = self.people.listed(words, after, people)
        if not mentions and (trade := self.people.trade(words, after)) is not None:
            mentions = [trade]
        after = clause.skip_due(mentions[-1].end if mentions else after)
        after = self._behind_companions(words, after, people)
        after += self.cues["how"].at(words, after) if not self.cues["exhort"].at(words, after) else 0
        if after >= len(words) and not mentions:
            return Reading(0, 0, None, "no order")
        if self._only_considered(words, after):
            return Reading(0, 0, None, "to consider")
        if self._turned_down(words, after):
            return Reading(0, 0, None, "refused")
        if self._exhorts(clause, after):
            return Reading(0, 0, None, "exhortation", ends=False)
        if cue == "request" and words[index].low == "mong":
            return Reading(0, 0, None, "wish", ends=True)
        if self.cues["say"].at(words, after) > self.people.verb_length(words, after):
            return Reading(0, 0, None, "order of speech")
        rule = f"{cue} to somebody" if mentions else f"{cue} by somebody" if by else cue
        if not mentions and cue == "order" and self.people.is_verb(words, after) and self._leads(by):
            rule = "order to do"
        if mentions and mentions[0].kind == "pronoun" and mentions[0].name.lower() in ("em", "anh", "chị"):
            mentions = []
        return Reading(0, 0, "request" if kind == "request" else "assignment", rule, names_of(mentions), by)

    def _turned_down(self, words: Sequence[Word], index: int) -> bool:
        """Whether the same clause tells that it was refused: "… nhưng không được đa số tán thành"."""
        for at in range(index, len(words) - 2):
            if words[at].low in ("nhưng", "song") and any(
                (words[no].low == "không" and words[no + 1].low in ("được", "ai")) or words[no].low in ("bị", "bác")
                for no in range(at + 1, min(at + 4, len(words) - 1))
            ):
                return True
        return False

    def _leads(self, name: str | None) -> bool:
        """Whether somebody commands: "Chủ tịch", "Lãnh đạo huyện"; a delegate, for one, doesn't."""
        words = [] if name is None else words_of(plain(name), 0, len(name))
        return bool(self.openings["leaders"].at(words, 0))

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

    def _decided(self, clause: Clause, index: int, by: str | None, context: Context, people: People) -> Reading | None:
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
        if words[after].low in ("cao", "với") or all(word.text.isdigit() for word in words[after:]):
            return Reading(0, 0, None, "assent")
        inner = self._cue(words, after)
        if inner in ("order", "request"):
            return self._ordered(clause, after, inner, by, context, people)
        if inner == "exhort" and not self._has_due(clause):
            return Reading(0, 0, None, "exhortation")
        return Reading(0, 0, "decision", "decided by somebody" if by else "decided", (), by)
