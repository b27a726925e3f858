"""What a Vietnamese clause tells of others: what they did, what they will do, whom they ask."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.people import Mention, People
from index.tasks.vietnamese_words import Clause, VietnameseWords
from index.tasks.wordlists import Word


class VietnameseTold(VietnameseWords):
    """Reads behind words for talk."""

    def _tells_what_was(self, words: Sequence[Word], index: int) -> bool:
        """Whether something is told that somebody has done: "báo cáo hãng đã thay bo mạch"."""
        for at in range(index + 2, min(len(words), index + 9)):
            if words[at].ahead.strip():
                return False
            if words[at].low in ("đã", "vừa", "chưa"):
                return words[at - 1].low not in ("việc", "sau", "các", "những", "hộ", "phần")
        return False

    def _since_long(self, clause: Clause) -> bool:
        """Whether a clause ends with a time that is over, and names no other: "đặt xong từ tuần trước"."""
        words = clause.words
        if self._has_due(clause):
            return False
        for at in range(max(1, len(words) - 4), len(words)):
            if words[at - 1].low in ("từ", "hồi", "hôm", "xong", "vào") and (
                length := self.openings["over"].at(words, at)
            ):
                return at + length >= len(words)
        return False

    def _takes_on_behind(self, clause: Clause, index: int) -> int:
        """Where somebody takes something on behind what he says: "tiếp thu và sẽ làm việc với hội"; 0 where not."""
        words = clause.words
        for at in range(index + 1, min(len(words) - 1, index + 9)):
            joined = words[at].low == "và" or ("," in words[at].ahead and words[at].low in ("sẽ", "hứa"))
            cue = at + int(words[at].low == "và")
            if joined and words[cue].low in ("sẽ", "hứa", "cam"):
                return cue
        return 0

    def _says_will(self, clause: Clause, index: int, mentions: Sequence[Mention], people: People) -> Sequence[Mention]:
        """Who will do something as somebody there says: "Bà Lài khẳng định công ty sẽ trả đủ lương trước 25/3"."""
        words = clause.words
        length = self.cues["states"].at(words, index)
        if not length or not self._has_due(clause) or self._is_outsider(words, mentions):
            return ()
        if self._is_constituent(words, mentions) or mentions[0].kind == "pronoun":
            return ()
        others = self.people.listed(words, index + length, people)
        after = others[-1].end if others else index + length
        if others and (self._is_outsider(words, others) or self._is_constituent(words, others)):
            return ()
        will = after < len(words) and words[after].low == "sẽ"
        maybe = self.cues["maybe"].at(words, after + 1) or self.cues["not"].at(words, after + 1)
        if not will or maybe or not self.people.is_verb(words, after + 1):
            return ()
        return others or mentions

    def _asked_of(self, words: Sequence[Word], index: int, people: People) -> list[Mention]:
        """Those whom somebody asks to do something: "cha xin mọi người đi xưng tội"."""
        others = self.people.listed(words, index, people)
        if not others or others[0].kind not in ("group", "body", "role", "person"):
            return []
        after = others[-1].end
        goes = after < len(words) and words[after].low in ("đi", "về", "đến", "qua", "ở", "đừng", "hãy")
        return others if goes or self.people.is_verb(words, after) else []
