"""The clauses of a Vietnamese sentence, and where each of them begins and ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.tasks.people import People
from index.tasks.plain import Plain
from index.tasks.vietnamese_words import Clause, VietnameseWords
from index.tasks.wordlists import Word, words_of

# Somebody behind these does nothing by himself.
_COMPANIONS = frozenset("với cùng cho gửi của tới đến giữa gồm".split())
# With these a time begins.
_TIMES = frozenset("trước trong vào chậm muộn ngày tháng tuần quý hạn sáng chiều tối xong hết".split())
# How far behind a clause's beginning a comma can end what leads into it.
_LONGEST_OPENING = 100
_MOST_OPENINGS = 4
# Behind these stands what it is about, however long.
_ABOUT = frozenset("về đối với liên căn xét qua".split())


class VietnameseClauses(VietnameseWords):
    """Cuts sentences, and passes over what leads into a clause."""

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
            if joined and self._assents(words, self._skip_fillers(words, opens), people):
                cuts.append(words[opens].start)
                begin = opens
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
        index = self._behind_day(words, opens + self.openings["fillers"].at(words, opens))
        cue = self._cue(words, index)
        if cue in ("order", "request") and not self._inside_object(words, index):
            return not self._tells_when(words, index + self.cues[cue].at(words, index))
        if cue == "promise" and words[index].low in ("cam", "hứa"):
            return not any(self._cue(words, each) in ("order", "request") for each in range(begin, at))
        decides = cue == "decide" and words[index].low in ("thống", "quyết", "chốt")
        if decides and len(words) - index > 3 and words[index + 2].follows:
            return True
        if [word.low for word in words[index : index + 2]] in (["việc", "này"], ["cái", "này"], ["việc", "đó"]):
            return True
        if self._reminded(words, index, people):
            return not self._ends_with_companion(words, begin, at, people)
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
        how = self.cues["how"].at(words, after)
        deed = self.people.is_verb(words, after) or (how and self.people.is_verb(words, after + how))
        if not (deed or self._cue(words, after) or self.cues["past"].at(words, after)):
            return False
        return not self._ends_with_companion(words, begin, at, people)

    def _behind_day(self, words: Sequence[Word], index: int) -> int:
        """Behind a day that somebody stands behind: ", ngày 30 chị Hòa trực"."""
        day = words[index].low if index < len(words) else ""
        after = index + 1 if day in ("sáng", "trưa", "chiều", "tối") else index
        if after < len(words) and words[after].low in ("ngày", "mùng", "thứ"):
            after += 2
        return after if after < len(words) and self.people.titles.at(words, after) else index

    def _tells_when(self, words: Sequence[Word], index: int) -> bool:
        """Whether behind a word for an order only a time follows: ", giao trước 3/10" is to deliver."""
        return index >= len(words) or words[index].low in _TIMES

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

    def without_tail(self, text: Plain, start: int, end: int) -> int:
        """Where a clause ends without what only explains it."""
        words = words_of(text, start, end)
        opens = self._is_condition(words, 0)
        for index in range(3, len(words)):
            if "," in words[index].ahead and not opens and self._hangs_on_condition(words, index):
                return words[index - 1].end
            if words[index].low == "do" and self._is_led(words, index):
                continue
            if "," in words[index].ahead and (
                self.openings["tail"].at(words, index)
                or (words[index].text[0].isdigit() and index + 1 < len(words) and words[index + 1].low == "phiếu")
            ):
                return words[index - 1].end
        return end

    def _is_led(self, words: Sequence[Word], index: int) -> bool:
        """Whether "do" tells who leads what was set up: ", do anh Suôn làm tổ trưởng"."""
        mentions = self.people.listed(words, index + 1, People())
        after = mentions[-1].end if mentions else len(words)
        return after < len(words) and words[after].low in (
            "làm", "phụ", "chủ", "đứng", "đảm", "dẫn", "chỉ", "giữ", "lo", "trực", "quản", "nấu", "đóng", "chi", "tài"
        )  # fmt: skip

    def _hangs_on_condition(self, words: Sequence[Word], index: int) -> bool:
        """Whether the words from a comma to the next hang on a condition."""
        for word in words[index:]:
            if word is not words[index] and "," in word.ahead:
                return False
            if word.low == "nếu":
                return True
        return False

    def _is_condition(self, words: Sequence[Word], begin: int) -> bool:
        """Whether a clause hangs on a condition, which may stand behind when or where: "Trong khi họp, nếu …"."""
        if self.openings["condition"].at(words, begin):
            return True
        if not self.openings["before_comma"].at(words, begin):
            return False
        comma = next((at for at in range(begin + 1, min(len(words), begin + 12)) if "," in words[at].ahead), None)
        return comma is not None and bool(self.openings["condition"].at(words, comma))

    def _keeps_opening(self, clause: Clause, begin: int, index: int) -> bool:
        """Whether what leads into the clause tells when."""
        words = clause.words
        return any(words[each].start in clause.due_starts for each in range(begin, min(index, len(words), begin + 3)))

    def _opening(
        self, clause: Clause, begin: int, people: People, is_over: Callable[[int, int], bool]
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

    def _behind_comma(self, clause: Clause, begin: int, people: People) -> int:
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
