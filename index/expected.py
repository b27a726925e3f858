"""What a question asks for (a person, a date, a number, a place, a name) and whether a paragraph names one.

The rules are coarse on purpose: they let a paragraph through when it may hold such an answer, and stop it only when it
names nothing of the kind. A question that asks for none of the five expects None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from index.text import fold, normalise

Expected = Literal["person", "date", "number", "place", "name"]


# Capital letters of Vietnamese and English; a range would take in small ones.
CAPITAL = "[A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper()) + "]"


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(phrases) + r")(?!\w)", re.IGNORECASE)


# "Một tháng mấy lần" asks for no month.
NOT_A_RATE = "(?<!mỗi )(?<!một )(?<!từng )(?<!hằng )(?<!hàng )"
_COUNTED = "buổi|lần|chuyến|ca|tiếng|người|tiền|đồng|triệu|nghìn|ngàn|cái|chiếc|tấn|tạ|kg|lít|suất|khách|xe|đợt|vụ|việc"
# In this order: "tháng mấy" asks for a date, though "mấy" alone asks for a number.
_ASKED: tuple[tuple[Expected | None, re.Pattern[str]], ...] = (
    # What asks for none of the five, though it has their words: how far something is, how often, if anybody, and why.
    (
        None,
        _any_of(
            "(?:đến|tới) đâu rồi",
            "(?:tiến độ|làm|triển khai|thực hiện|xử lý|giải quyết|hoàn thành)(?: \\w+){0,8} (?:đến|tới) đâu",
            "(?:bao lâu|mấy \\w+|bao nhiêu \\w+)(?: \\w+){0,3} một lần",
            "how often",
            "có (?:những )?ai(?: \\S+){1,15} (?:không|chưa)(?=\\W*$)",
            "^(?:vì sao|tại sao|sao|why|how come)",
        ),
    ),
    (
        "number",
        # Behind money, "tháng bao nhiêu" asks how much a month.
        _any_of(
            "(?:lương|thưởng|phí|tiền|giá|cước|doanh thu|thu nhập)(?: \\w+){0,6} (?:tháng|tuần|buổi|quý) bao nhiêu"
        ),
    ),
    (
        "date",
        _any_of(
            "khi nào",
            "bao giờ",
            "lúc nào",
            "hôm nào",
            "chừng nào",
            "hồi nào",
            f"{NOT_A_RATE}(?:ngày|tháng|năm|quý|tuần|thứ|giờ|buổi) (?:nào|(?:mấy|bao nhiêu)(?! (?:{_COUNTED})(?!\\w)))",
            "mấy giờ",
            "(?:^|(?:by|since|until|and|so|but|then|or|know|me|say) )when(?:['’]s|(?: exactly| precisely)? (?:did|does"
            "|do|is|are|was|were|will|would|shall|must|should|can|could|has|have|had|may|to))",
            "(?:know|tell me|say) (?:exactly )?when",
            "(?:what|which) (?:date|day|month|year|week|quarter|time)",
            "by what date",
            "(?:hạn|thời hạn|hạn chót|hạn cuối)(?: \\w+){0,12} (?:là )?(?:ngày|khi) (?:nào|mấy)",
            "what is the deadline",
        ),
    ),
    (
        "number",
        _any_of(
            "bao nhiêu",
            "mấy(?! (?:giờ|anh|chị|ông|bà|người này|cái này|việc này))",
            "bao lâu",
            "bao xa",
            "bao to",
            "how (?:many|much|long|far|old|big|large)",
            "(?:what|which) (?:percentage|percent|share|number|amount|sum|price|fee|budget)",
        ),
    ),
    ("place", _any_of("ở đâu", "tại đâu", "từ đâu", "đến đâu", "nơi nào", "chỗ nào", "đi đâu", "where")),
    (
        "name",
        _any_of(
            "(?:công ty|hãng|nước|quốc gia|ngân hàng|nhà thầu|trường(?! hợp)|bệnh viện|tờ báo|khách sạn)(?: \\w+)? nào",
            "tên (?:là )?gì",
            "(?:which|what) (?:company|country|bank|vendor|contractor|school|hospital|newspaper|hotel|university)",
            "what is the name",
        ),
    ),
    (
        "person",
        # "AI" is none of them.
        _any_of("(?-i:[Aa]i)", "(?:ông|bà|anh|chị|cô|người|đồng chí|đại biểu|(?<!đơn )vị) nào", "who", "whom", "whose"),
    ),
)

MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
NUMBER_WORDS = (
    "hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|mươi|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|rưỡi|chục|một (?:người|lần"
    "|năm|tháng|ngày|"
    "giờ|phần|phiếu|đồng|cái|chiếc|hộ|tỷ|triệu)|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    "|thirteen|fourteen|"
    "fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred"
    "|thousand|"
    "million|billion|half|quarter|dozen|once|twice|one|none"
)


def _each(firsts: str, rest: str) -> list[str]:
    """Each of the words with the rest behind it."""
    return [f"{first} {rest}" for first in firsts.split()]


def opening(*phrases: str) -> str:
    """A pattern of all phrases, "a…|b…", where a word begins; it takes in the sign before.

    Put together by their first letters, so that most words fail at once: all phrases tried one by one at each letter
    of all candidates took longer than the rest of a search. The text needs a sign before its first word.
    """
    by_first: dict[str, list[str]] = {}
    for phrase in re.findall(r"(?:\([^()]*\)|[^|()])+", "|".join(phrases)):
        by_first.setdefault(phrase[0], []).append(phrase[1:])
    groups = [f"{first}(?:{'|'.join(rest)})" for first, rest in by_first.items()]
    return rf"\W(?:{'|'.join(groups)})"


# All are searched for in normalised text behind a space; what has small letters only, in text in lower case, since to
# search without regard to case takes twice as long.
_DATE = (
    # A day or a time, or a year.
    re.compile(r"\d(?:\s*(?:[/.-]\s*\d|giờ|h\d*\b|:\d\d)|(?<=[12])(?<!\w.)(?:(?<=1)\d|(?<=2)0)\d\d\b)"),
    re.compile(
        opening(
            *_each("ngày mùng mồng tháng quý năm", r"(?:\d\w*|[ivx]+)"),
            *_each("ngày mùng mồng", "(?:mùng |mồng )?(?:một|hai|ba|bốn|tư|năm|sáu|bảy|tám|chín|mười|rằm)"),
            "thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật|hôm nay|hôm qua|ngày mai|ngày kia|tuần (?:này|sau|tới|trước)",
            "tháng (?:này|sau|tới|trước|giêng|chạp|một|hai|ba|tư|năm|sáu|bảy|tám|chín|mười)|năm (?:nay|sau|ngoái|tới)",
            *_each("cuối đầu giữa", "(?:năm|tháng|tuần|quý)"),
            "sáng mai|chiều mai|tối nay|sáng nay|chiều nay",
            "monday|tuesday|wednesday|thursday|friday|saturday|sunday|today|tomorrow|yesterday|tonight|noon|midnight",
            *_each("next last this", "(?:week|month|year|quarter|summer|spring|autumn|winter)"),
            # "When?" is answered by what must come first, too.
            *_each("sau trước ngay đến", "khi"),
            "once|as soon as|upon|until",
            MONTHS,
        )
        + r"(?!\w)"
    ),
)
# "How many?" is answered by "nobody" and "all", too.
_ALL_OR_NONE = (
    "không (?:có )?ai|chưa (?:có )?ai|không (?:có )?(?:ý kiến|phiếu) nào|tất cả|toàn bộ|nobody|no one|no-one|everyone|"
    "everybody|unanimous|unanimously|zero"
)
_NUMBER = (re.compile(r"[\d%]"), re.compile(rf"{opening(NUMBER_WORDS, _ALL_OR_NONE)}(?!\w)"))
# A capitalised word inside a sentence, or two in a row, or a title or office.
_PERSON = (
    re.compile(rf" (?:(?<=\w )|(?<=\w, )){CAPITAL}\w"),
    re.compile(rf"{CAPITAL}\w*\.? {CAPITAL}"),
    re.compile(
        "(?i:"
        + opening(
            "ông|bà|anh|chị|cô|chú|bác|thầy|em|tôi|chúng tôi|đồng chí|đ/c|bí thư|chủ tịch|giám đốc|trưởng|phó|kế toán|"
            "thư ký|bộ trưởng|đại biểu|bác sĩ|ủy ban|ubnd|hđnd|sở|phòng|ban|công ty|mr|mrs|ms|dr|i|we|he|she"
        )
        + r")(?!\w)"
    ),
)
_PLACE = (
    re.compile(
        opening(
            "tại|ở|trên|dưới|trong|gần|cạnh|từ|về|vào|qua|đến|tới|in|at|on|near|from|to|under|behind|next to|inside|"
            "outside|between|into|phòng|hội trường|trụ sở|xã|phường|huyện|quận|tỉnh|thành phố|thị trấn|thị xã|thôn|"
            "bản|buôn|tổ|khu|đường|phố|tầng|nhà|trường|bệnh viện|cầu|hồ|sông|cảng|chợ|kho|bãi|street|road|hall|room|"
            "building|office|village|town|city|district|province|floor|wing|port|harbour|park|square|địa điểm|nơi|"
            "khách sạn|trung tâm|nhà hàng|trực tuyến|venue|location|lane|avenue|online|hotel|centre|center"
        )
        + r"(?!\w)"
    ),
)
# A capitalised word that doesn't begin a sentence.
_PROPER_NAME = re.compile(rf"(?<=[\w,(] )({CAPITAL}\w+)")
_WORDS = re.compile(r"\w+")
_NAMED: dict[Expected, tuple[re.Pattern[str], ...]] = {"date": _DATE, "number": _NUMBER, "place": _PLACE}


def expected(question: str) -> Expected | None:
    """What the question, with its diacritics, asks for."""
    question = normalise(question)
    if question.isupper():
        question = question.lower()
    return next((kind for kind, pattern in _ASKED if pattern.search(question)), None)


def names(kind: Expected, text: str, speaker: str | None = None, asked: str = "") -> bool:
    """Whether the text names a person, date, number, place or name; a speaker is a person too.

    A name that the question `asked` holds itself is no answer to "which company" or "what is it called".
    """
    text = normalise(text)
    if kind == "name" and asked:
        words = frozenset(_WORDS.findall(fold(normalise(asked))))
        return any(fold(match[1]) not in words for match in _PROPER_NAME.finditer(text))
    return named(kind, [text], [speaker])[0]


def named(kind: Expected, texts: Sequence[str], speakers: Sequence[str | None]) -> list[bool]:
    """Which of these texts, normalised already, name one; `speakers` are those who say them."""
    if kind == "name":
        return matched(texts, (_PROPER_NAME,))
    if kind == "person":
        by_nobody = [f" {text}" for text, speaker in zip(texts, speakers, strict=True) if speaker is None]
        found = iter(matched(by_nobody, _PERSON))
        return [speaker is not None or next(found) for speaker in speakers]
    return matched([f" {text.lower()}" for text in texts], _NAMED[kind])


def matched(texts: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> list[bool]:
    """In which of the texts one of the patterns is found."""
    found = [False] * len(texts)
    for pattern in patterns:
        search = pattern.search
        found = [each or search(text) is not None for each, text in zip(found, texts, strict=True)]
    return found
