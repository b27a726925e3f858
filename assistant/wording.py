"""The wording of questions that lean on an earlier one: openings, pronouns, question words and what is left of them.

The lists are of grammar, not of any subject. Vietnamese may be typed without its marks: a question that has none is
compared without them as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index import Understood, fold

# What a pronoun stands for: a thing or several, a person, or the meeting itself.
Stands = Literal["thing", "person", "meeting"]

_WORD = re.compile(r"\w+(?:['’]\w+)?")
_MARKED = re.compile(r"[a-z]*[^\W\d_a-z][^\W\d_]*")
_LEADS = (
    *("thế còn", "vậy còn", "vậy thế còn", "thế thì còn", "còn về", "còn như", "còn", "thế thì", "vậy thì", "thế"),
    *("vậy", "rồi sau đó", "rồi", "ngoài ra", "and what about", "and how about", "what about", "how about"),
    *("and then", "and", "but", "so", "then", "also", "or", "or rather", "ok and", "what of"),
)
# "còn X thì sao": what is asked of X is what was asked before.
_TAILS = (
    *("thì sao", "thì thế nào", "thì như thế nào", "thì ra sao", "thì sao rồi", "sao rồi", "nữa", "vậy", "thế"),
    *("then", "too", "as well", "though"),
)
_ASKS_VIETNAMESE = (
    *("là bao nhiêu", "bao nhiêu", "bao lâu", "bao giờ", "bao xa", "khi nào", "lúc nào", "lúc mấy giờ", "mấy giờ"),
    *("hôm nào", "(?:vào |từ |đến |trước )?(?:ngày|tháng|năm|quý|tuần|buổi|thứ) (?:nào|mấy|bao nhiêu)", "mấy"),
    *("như thế nào", "thế nào", "ra sao", "làm sao", "vì sao", "tại sao", "sao", "là gì", "cái gì", "những gì", "gì"),
    *("ở đâu", "tại đâu", "đi đâu", "đâu", "là ai", "những ai", "do ai", "ai", "là những", "nào", "có phải"),
)
_ASKS_ENGLISH = (
    *("how (?:much|many|long|far|old|often|big|large)", "(?:by |at |on |in |from |until )?(?:what|which) time"),
    *("who", "whom", "whose", "what", "which", "when", "where", "why", "how"),
)
_GRAMMAR_VIETNAMESE = (
    "à ạ bị bởi các cái cần cho chưa chứ có còn con cũng của cùng do dù đã đang đây để đến đều đi đó được em gì giờ "
    "hả hay hết hơn kia khi không là lại lên lúc mà mỗi một này nên nếu nhé nhỉ nhiêu như nhưng những nào nó nơi nữa ở "
    "phải qua ra rằng rất rồi ra sang sao sau sẽ số tại tất thế theo thì tới trên trong trước từ và vào vẫn vậy về "
    "vì việc với vừa ấy ai bao đâu mấy tổng cộng năm ngày tháng lần"
).split()
_GRAMMAR_ENGLISH = (
    "a about after all also am an and any are as at be been before being but by can could did do does doing done for "
    "from had has have he her him his how i if in into is it its long many may me might more most much must my no not "
    "of on one or our out over shall she should so than that the their them then there these they this those time to "
    "until up us was we were what when where which while who whom whose why will with would you your"
).split()
_THINGS_VIETNAMESE = ("việc", "điều", "chuyện", "vấn đề", "cái", "khoản", "vụ", "nội dung", "chỗ", "nơi", "số", "phần")
_PERSON_TITLES = ("ông", "bà", "anh", "chị", "cô", "chú", "bác", "thầy", "em")
_MEETINGS_VIETNAMESE = (
    *("cuộc họp", "buổi họp", "phiên họp", "kỳ họp", "hội nghị", "đại hội", "buổi giao ban", "giao ban", "cuộc gọi"),
    *("biên bản", "tài liệu", "cuộc", "buổi"),
)
_MEETINGS_ENGLISH = ("meeting", "conference", "session", "call", "assembly", "minutes", "document")
_POINTING = ("đó", "này", "ấy", "kia", "nói trên", "vừa rồi", "vừa nêu", "trên")
# "tháng này" and "hôm đó" tell a time and stand for nothing that was named.
_TIMES_VIETNAMESE = ("ngày", "tuần", "tháng", "quý", "năm", "hôm", "lúc", "khi", "sau", "trước", "nay", "giờ", "đến")
_BEFORE_THAT = "for|of|about|in|at|on|with|to|from|by|after|before|during|until|than|is|was|did|does|do|will|would|can"

_TITLE = "|".join(_PERSON_TITLES)
_PRONOUNS_VIETNAMESE: tuple[tuple[Stands, str], ...] = (
    ("meeting", rf"(?:{'|'.join(_MEETINGS_VIETNAMESE)}) (?:{'|'.join(_POINTING)})"),
    ("person", rf"(?:{_TITLE}) (?:ấy|ta|này|đó)|(?:người|đồng chí|vị) (?:ấy|đó|này)"),
    ("thing", rf"(?:{'|'.join(_THINGS_VIETNAMESE)}) (?:{'|'.join(_POINTING)})"),
    ("thing", rf"(?<!\w)(?!(?:{'|'.join(_TIMES_VIETNAMESE)})(?!\w))\w+ (?:đó|ấy|kia|nói trên)"),
    ("thing", rf"(?<!\w)(?!(?:{'|'.join(_TIMES_VIETNAMESE)}|cuộc|buổi)(?!\w))\w+ này"),
    ("thing", "chúng nó|nó|họ"),
)
_PRONOUNS_ENGLISH: tuple[tuple[Stands, str], ...] = (
    ("meeting", rf"(?:that|this|the same) (?:{'|'.join(_MEETINGS_ENGLISH)})"),
    ("person", "he|she|him|his|her(?! \\w+ing)|hers"),
    ("thing", "it|its|they|them|their|theirs|those|these(?! days)"),
    ("thing", "this(?! (?:year|month|week|morning|afternoon|evening|quarter))"),
    ("thing", "^that|" + "|".join(f"(?<=\\b{word} )that" for word in _BEFORE_THAT.split("|")) + "|that$"),
)


@dataclass(frozen=True, slots=True)
class Pronoun:
    """Words that stand for something named before: their range in the text, and what kind of thing it is.

    `whole` is False where the noun itself is said and only points back ("xã đó", "that contract").
    """

    start: int
    end: int
    stands: Stands
    whole: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """A question taken apart.

    `body` is the question without its opening ("còn …"), its ending ("… thì sao") and its stops; `leans` tells that it
    had one of them. `pronoun` is a range of `body`. `asks` are the words that ask, and `content` those that are left
    besides grammar, in lower case.
    """

    body: str
    leans: bool
    pronoun: Pronoun | None
    asks: tuple[str, ...]
    content: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a language's wording; `loose` compares Vietnamese without marks too."""

    english: bool
    loose: bool

    @classmethod
    def of(cls, question: Understood) -> Reader:
        """That of a question."""
        return cls(question.english, question.typed.isascii() and not question.english)

    def wording(self, text: str) -> Wording:
        """The parts of a question."""
        body = text.strip().rstrip("?!.… ").strip()
        shorter = self._lead().sub("", body, count=1)
        shorter = self._tail().sub("", shorter, count=1).strip(" ,:;-")
        leans = shorter != body and bool(shorter)
        body = shorter or body
        pronoun = self._pronoun(body)
        asks = tuple(match[0] for match in self._asks().finditer(body))
        return Wording(body, leans, pronoun, asks, self.content(body))

    def content(self, text: str) -> tuple[str, ...]:
        """The words besides those of grammar and those that ask, in lower case."""
        text = self._asks().sub(" ", text)
        grammar = _grammar(self.loose)
        return tuple(word for word in (match[0].lower() for match in _WORD.finditer(text)) if word not in grammar)

    def subject(self, text: str) -> str:
        """What a question is about: all but the words that ask, and the grammar left at its ends.

        What stands in brackets behind it was the subject before; it stays, behind a comma.
        """
        question, _, before = text.strip().rstrip("?!.… ").removesuffix(")").partition(" (")
        pronoun = self._pronoun(question)
        if pronoun is not None and pronoun.whole:
            question = f"{question[: pronoun.start]} {question[pronoun.end :]}"
        parts = [self._trimmed(part) for part in self._asks().sub(" \x00 ", question).split("\x00")]
        own = " ".join(part for part in parts if part)
        both = ", ".join(part for part in (own, before) if part)
        return both if len(both) <= _LONGEST_SUBJECT else before or own

    def _trimmed(self, part: str) -> str:
        words = part.split()
        ends = _ENDS_ENGLISH if self.english else _ends_vietnamese(self.loose)
        while words and words[0].strip(",").lower() in ends:
            words.pop(0)
        while words and words[-1].strip(",").lower() in ends:
            words.pop()
        return " ".join(words).strip(" ,;")

    def _pronoun(self, body: str) -> Pronoun | None:
        """The first one that nothing in the question itself can be meant by."""
        forms = _PRONOUNS_ENGLISH if self.english else _PRONOUNS_VIETNAMESE
        for stands, pattern in forms:
            for match in _pattern((pattern,), self.loose).finditer(body):
                if len(self.content(body[: match.start()])) <= _MOST_WORDS_BEFORE:
                    return Pronoun(*match.span(), stands, self._is_whole(match[0], stands, body[match.end() :]))
        return None

    def _is_whole(self, said: str, stands: Stands, behind: str) -> bool:
        if stands == "meeting":
            return False
        if self.english:
            points = said.lower() in ("this", "that", "these", "those")
            return not (points and self.content(behind.strip().split(" ")[0] if behind.strip() else ""))
        words = said.split()
        things = (*_THINGS_VIETNAMESE, *_PERSON_TITLES, "người", "đồng chí", "vị")
        head = " ".join(words[:-1]).lower()
        return len(words) == 1 or head in things or (self.loose and head in map(fold, things))

    def _lead(self) -> re.Pattern[str]:
        return _pattern(_LEADS, self.loose, r"^(?:{})(?!\w)[\s,:]*")

    def _tail(self) -> re.Pattern[str]:
        return _pattern(_TAILS, self.loose, r"[\s,]+(?:{})$")

    def _asks(self) -> re.Pattern[str]:
        return _pattern(_ASKS_ENGLISH if self.english else _ASKS_VIETNAMESE, self.loose)


_LONGEST_SUBJECT = 160
# A pronoun so far into a question stands for what the question itself has named.
_MOST_WORDS_BEFORE = 3
_ENDS_ENGLISH = frozenset(
    "did does do is are was were will would shall should can could may might must has have had the a an be been of by "
    "in on at to from for and or whether cost take last happen".split()
)
_ENDS_VIETNAMESE = (
    "là thì có đã đang sẽ phải được bị cho vào từ đến hết tới các những của ở tại do với và trước mà cơ quan đơn vị "
    "còn thế tiền người"
).split()


@cache
def _ends_vietnamese(loose: bool) -> frozenset[str]:
    return frozenset(_both(_ENDS_VIETNAMESE, loose))


@cache
def _grammar(loose: bool) -> frozenset[str]:
    return frozenset((*_both(_GRAMMAR_VIETNAMESE, loose), *_GRAMMAR_ENGLISH))


@cache
def _pattern(phrases: tuple[str, ...], loose: bool, form: str = r"(?<!\w)(?:{})(?!\w)") -> re.Pattern[str]:
    """Any of the phrases, the longest first, and where `loose` with or without the marks of each word."""
    longest_first = sorted(phrases, key=len, reverse=True)
    if loose:
        # What the library's words don't know stays without marks among words that have theirs again: "ông ay".
        longest_first = [_MARKED.sub(lambda word: f"(?:{word[0]}|{fold(word[0])})", each) for each in longest_first]
    return re.compile(form.format("|".join(longest_first)), re.IGNORECASE)


def _both(words: Iterable[str], loose: bool) -> Iterator[str]:
    for word in words:
        yield word
        if loose:
            yield fold(word)
