"""Where a Vietnamese name ends.

A body's name begins with what it is ("Sở", "Phòng", "tổ") and has capitals at the beginning of its words only ("Phòng
Tài chính - Kế hoạch"), so that where it ends is told by what comes next: a verb, or a word that no name has.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.tasks.wordlists import Phrases, Word, table, word_file

_MOST_SMALL_WORDS = 3
# Behind "đội kiểm tra" they show that it is a name.
_AFTER_NAMES = frozenset("có đã phải sẽ là được cần đang chưa không gồm".split())
# What no trade is called by: "Thư ký Đoàn gửi dự thảo".
_NO_TRADES = frozenset("gửi nộp trình lập mua cho đưa xin đi mời báo viết soạn làm tăng giảm tiếp thực triển".split())
_BETWEEN = frozenset({"và", "-", "–"})
_JOINS = frozenset({"-", "–", "&"})

# Of the cues, those that don't show by themselves that something is done.
_NO_CUES = frozenset({"urge", "hand_over", "propose", "assent", "ask", "states"})


def _union(lists: Iterable[Phrases]) -> Phrases:
    return Phrases(phrase for each in lists for phrase in each.all)


class VietnameseNames:
    """The words that names are made of."""

    def __init__(self) -> None:
        lists = table("vietnamese_people")
        self.titles: Phrases = lists["titles"]
        self.pronouns: Phrases = lists["pronouns"]
        self.bodies: Phrases = lists["bodies"]
        self.roles: Phrases = lists["roles"]
        self.groups: Phrases = lists["groups"]
        self.many: Phrases = lists["many"]
        self.departments: Phrases = lists["departments"]
        self._first_names: Phrases = lists["names"]
        self._crews: Phrases = lists["crews"]
        self._trades: Phrases = lists["trades"]
        self._plain: Phrases = lists["plain"]
        self._pointed: Phrases = lists["pointed"]
        self._no_bodies: Phrases = lists["no_bodies"]
        self._inside: Phrases = lists["inside"]
        self._outside: Phrases = lists["outside"]
        self.verbs = word_file("vietnamese_verbs.txt")
        cues: dict[str, Phrases] = table("vietnamese")["cues"]
        self._cue_words = _union(cues[name] for name in cues if name not in _NO_CUES)
        self._how: Phrases = cues["how"]
        self._speaking = _union(cues[name] for name in ("order", "request", "decide", "say", "promise", "must"))

    def is_verb(self, words: Sequence[Word], index: int) -> int:
        """How many words the verb at this word has; 0 where none begins. Names have capitals."""
        if index >= len(words) or (words[index].capital and words[index].ahead.strip(" \n") == "" and index > 0):
            return 0
        return self.verbs.at(words, index)

    def verb_length(self, words: Sequence[Word], index: int) -> int:
        """How many words the longest verb has here, whose words behind the first have no capitals."""
        length = self.verbs.at(words, index)
        return length if not any(word.capital for word in words[index + 1 : index + length]) else 1

    def _extended(self, words: Sequence[Word], index: int, *, small: bool, place: bool = False) -> int:
        """Where a name ends whose beginning ends before this word."""
        begin = index
        after_capital = not small
        while index < len(words):
            word = words[index]
            joined = word.ahead.strip()
            if word.low == "chống" and joined in (",", "") and words[index - 1].low == "phòng":
                # "Ban Chỉ đạo phòng, chống thiên tai".
                index += 1
                after_capital = False
                while index < len(words) and words[index].follows and not self._acts(words, index):
                    index += 1
                continue
            if joined in _JOINS:
                if not word.capital:
                    break
            elif not word.follows and not (joined == "," and self._lists_places(words, index, begin)):
                break
            department = self.departments.at(words, index)
            if department and (index == begin or words[index - 1].low in _BETWEEN):
                index += department
                after_capital = False
                continue
            if word.low == "và":
                if not self._goes_on(words, index, begin):
                    break
                index += 2
                after_capital = True
                continue
            if word.capital:
                if (
                    self.titles.at(words, index)
                    and index > begin
                    and capitals(words, index + 1, self.bodies) > index + 1
                ):
                    break
                index += 1
                after_capital = True
                continue
            if word.text[0].isdigit():
                index += 1
                continue
            inside = self._inside.at(words, index)
            if inside and not (self.is_verb(words, index) > inside):
                index += inside
                after_capital = False
                continue
            if after_capital and index > begin and words[index - 1].capital and self.verbs.at(words, index - 1) > 1:
                # "Sở Xây dựng".
                index += 1
                after_capital = False
                continue
            verb = self.is_verb(words, index)
            if verb:
                after = index + verb
                is_crew = index == begin and begin > 0 and bool(self._crews.at(words, begin - 1))
                is_crew = is_crew and word.low not in _NO_TRADES and not self.speaks(words, index)
                acts = (self.is_verb(words, after) and words[after].low not in ("thêm", "lại", "cho")) or (
                    after < len(words) and words[after].low in _AFTER_NAMES
                )
                acts = acts or self.speaks(words, after)
                if is_crew and acts and words[after].follows and not self._how.at(words, index):
                    # "tổ đóng gói làm hai ca".
                    index += verb
                    continue
                break
            if joined == "," and self._lists_places(words, index, begin):
                index += self.groups.at(words, index)
                continue
            if index > begin and word.low == "các" and (places := self._inside.at(words, index + 1)):
                # "Trung tâm Y tế các huyện".
                index += 1 + places
                after_capital = False
                continue
            if place and word.low in ("ở", "ven", "tại") and index == begin:
                index += 1
                continue
            if self._outside.at(words, index) or self._is_cue(words, index):
                break
            ahead = self._small_words(words, index)
            if ahead and (after_capital or small or ahead == 1):
                index += ahead
                after_capital = False
                continue
            if after_capital:
                index += 1
                after_capital = False
                continue
            break
        return index

    def _lists_places(self, words: Sequence[Word], index: int, begin: int) -> bool:
        """Whether a list of places goes on inside a name: "UBND các huyện, thị xã, thành phố"."""
        many = any(self.many.at(words, each) for each in range(begin, index))
        length = self.groups.at(words, index) or self._inside.at(words, index)
        behind = index + length
        ends = (
            behind >= len(words) or not words[behind].follows or self._acts(words, behind) or words[behind].low == "và"
        )
        return many and begin > 0 and bool(self.bodies.at(words, begin - 1)) and bool(length) and ends

    def _goes_on(self, words: Sequence[Word], index: int, begin: int) -> bool:
        """Whether "và" is inside a name ("Nông nghiệp và Môi trường"), rather than between two."""
        following = index + 1
        if index == begin or following >= len(words) or not words[following].follows or not words[following].capital:
            return False
        heads = (self.bodies, self.roles, self.titles, self.many)
        if [word.low for word in words[max(0, begin - 2) : begin]] == ["văn", "phòng"] and words[
            following
        ].text.isupper():
            # "Văn phòng HĐND và UBND huyện" is one office.
            return True
        return any(word.capital for word in words[begin:index]) and not any(each.at(words, following) for each in heads)

    def _small_words(self, words: Sequence[Word], index: int) -> int:
        """How many small words go before what ends the name: a verb, a stop; 0 where none of it is near."""
        for count in range(_MOST_SMALL_WORDS + 1):
            here = index + count
            if here >= len(words) or not words[here].follows:
                return count
            if self._acts(words, here):
                return count
            if words[here].capital or self._outside.at(words, here):
                return count if self._outside.at(words, here) else 0
        return 0

    def _acts(self, words: Sequence[Word], index: int) -> bool:
        """Whether something is done or said to be done at this word."""
        return bool(self.is_verb(words, index) or self._is_cue(words, index) or self._outside.at(words, index))

    def speaks(self, words: Sequence[Word], index: int) -> bool:
        """Whether somebody says, orders, decides or promises something at this word."""
        return index < len(words) and not words[index].capital and bool(self._speaking.at(words, index))

    def _is_cue(self, words: Sequence[Word], index: int) -> bool:
        return index < len(words) and not words[index].capital and bool(self._cue_words.at(words, index))

    def _behind_brackets(self, words: Sequence[Word], end: int) -> int:
        """Behind what stands in brackets after a name."""
        if end < len(words) and words[end].ahead.strip() == "(":
            for index in range(end + 1, min(end + 12, len(words))):
                if ")" in words[index].ahead:
                    return index
            return min(end + 12, len(words)) if end + 12 >= len(words) else end
        return end


def capitals(words: Sequence[Word], index: int, heads: Phrases) -> int:
    """Where a run of words with capitals ends that begins at this one."""
    end = index
    while end < len(words) and words[end].capital and (end == index or words[end].follows) and end - index < 6:
        if end > index and heads.at(words, end) and words[end].text.isupper():
            break
        end += 1
    return end


def last_capitals(words: Sequence[Word], first: int, end: int) -> int:
    """Where the run of words with capitals begins that ends at `end`."""
    index = end
    while index > first and words[index - 1].capital and words[index - 1].text[1:].islower():
        index -= 1
    return index
