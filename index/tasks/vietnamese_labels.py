"""Labels, lead-ins, cells and lists of who is there, in Vietnamese."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.clauses import parted_mark
from index.tasks.named import cell_names, learn_listed, names_of
from index.tasks.people import People
from index.tasks.plain import Plain, plain
from index.tasks.vietnamese_words import VietnameseWords
from index.tasks.wordlists import Word, words_of


class VietnameseLabels(VietnameseWords):
    """Reads what stands around clauses."""

    def context_of(self, label: str) -> str | None:
        """What a label, a lead-in or a heading makes of what follows."""
        text = plain(parted_mark(label.strip())[1])
        words = words_of(text, 0, len(text.text))
        for name in ("note", "past", "request", "order", "decision"):
            places = (0,) if name in ("note", "past") else range(len(words))
            for index in places:
                length = self.contexts[name].at(words, index)
                if length == 1 and len(words) > 1 and name in ("note", "past"):
                    # "Dự án nước sạch" doesn't say who is there.
                    continue
                if name == "past" and length and self._concludes(words, length):
                    return "order"
                # "Giao ban" gives nothing to anybody.
                if length and self.people.verbs.at(words, index) <= length:
                    return name
        return None

    def tells_of(self, heading: str) -> bool:
        """Whether what stands below a heading was so already: "I. Đánh giá tháng 1"."""
        text = plain(parted_mark(heading)[1])
        words = words_of(text, 0, len(text.text))
        return bool(self.contexts["told"].at(words, 0)) and self.context_of(heading) in (None, "past")

    def _concludes(self, words: Sequence[Word], length: int) -> bool:
        """Whether opinions are those of who leads, and so are orders: "Ý kiến Giám đốc", "Ý kiến của Chủ tọa"."""
        if length != 2 or words[0].low != "ý":
            return False
        index = length + int(words[length : length + 1] != [] and words[length].low == "của")
        return bool(self.people.roles.at(words, index)) and words[index].low not in ("đại", "phụ", "cư", "thành", "cán")

    def _says(self, words: Sequence[Word], people: People) -> bool:
        """Whether somebody tells what follows, "Anh Chỉn báo cáo chuyến đi:", or refuses it."""
        mentions = self.people.listed(words, 0, people)
        if not mentions or mentions[-1].end >= len(words):
            return False
        after = mentions[-1].end
        if words[after].low in ("kết", "nhắc", "lưu", "chốt", "thông") or self.cues["stress"].at(words, after):
            return False
        return self._cue(words, after) == "say" or bool(self.cues["tell"].at(words, after))

    def lead_in(
        self, text: Plain, start: int, end: int, people: People
    ) -> tuple[str | None, tuple[str, ...], str | None]:
        """What a lead-in or a label makes of what follows, whom it names for it, and who says it."""
        words = words_of(text, start, end)
        for index in range(len(words)):
            cue = self._cue(words, index)
            if index > 0 and cue not in ("order", "request") and (length := self.cues["remind"].at(words, index)):
                reminded = self.people.listed(words, index + length, people)
                if reminded and reminded[-1].end >= len(words):
                    return "order", names_of(reminded), None
            if cue in ("order", "request") and not self._inside_object(words, index):
                after = index + self.cues[cue].at(words, index)
                if after < len(words) and words[after].low == "cho":
                    after += 1
                by = [] if index == 0 else self.people.listed(words, 0, people)
                mentions = self.people.listed(words, after, people)
                return ("request" if cue == "request" else "order"), names_of(mentions), (by[0].name if by else None)
        if self.next_meeting.at(words, 0):
            return "note", (), None
        if self._says(words, people):
            return "past", (), None
        return self.context_of(text.text[start:end]), (), None

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
            return names_of(mentions)
        return ()

    def answers(self, words: Sequence[Word]) -> bool:
        """Whether a label stands before an answer: "Trả lời", "Giám đốc trả lời"."""
        return any(self.openings["answers"].at(words, index) == len(words) - index for index in range(len(words)))

    def speaks_of_all(self, words: Sequence[Word]) -> bool:
        """Whether a deadline is that of all lines before it: "Hạn chung", "Các việc trên xong trước …"."""
        return any(word.low in ("chung", "tất", "cả", "các", "đều", "mọi", "những") for word in words)

    def is_question_number(self, words: Sequence[Word]) -> bool:
        """Whether nothing but the number of a question stands here: "Câu 2"."""
        said = [word.low for word in words]
        return len(said) in (2, 3) and said[0] == "câu" and said[-1].isdigit() and said[1:-1] in ([], ["hỏi"])

    def is_first_name(self, words: Sequence[Word]) -> bool:
        """Whether a first name stands here and nothing else."""
        return len(words) == 1 and self.people.first_name(words, 0) is not None

    def accepts(self, text: Plain, start: int, end: int, people: People) -> bool:
        """Whether nothing but an assent to what was proposed stands here: "cả họ ưng thuận", "ông Sáng nhất trí"."""
        words = words_of(text, start, end)
        return bool(words) and self._assents(words, self._skip_fillers(words, 0), people)

    def proposed(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...] | None:
        """Whom somebody proposes for something: "Bà Nhàn xin miễn cho cháu Tú", nobody; None where none is proposed."""
        words = words_of(text, start, end)
        begin = self._skip_fillers(words, 0) if words else 0
        mentions = self.people.listed(words, begin, people)
        after = mentions[-1].end if mentions else 0
        if not mentions or not (length := self.cues["propose"].at(words, after)):
            return None
        if any(self._cue(words, at) == "not" for at in range(after + length, min(len(words), after + length + 2))):
            return None
        others = self.people.listed(words, after + length, people)
        return names_of(others) if others and self._acts(words, others[-1].end) else ()

    def names_in(self, text: Plain, start: int, end: int, people: People) -> tuple[str, ...]:
        """Those whom the cell of a table names."""
        words = words_of(text, start, end)
        if self.openings["nobody"].at(words, 0):
            return ()
        return cell_names(words, self.people.at, people)

    def settles(self, text: Plain, start: int, end: int) -> bool | None:
        """Whether a sentence says what became of a motion: none does here."""
        return None

    def learn_present(self, words: Sequence[Word], people: People) -> None:
        """Learns the names that are listed as present."""
        for index in range(len(words)):
            length = self.openings["present"].at(words, index)
            if length and index + length < len(words) and ":" in words[index + length].ahead:
                learn_listed(words, index + length, people)
