"""What the answer to a question looks like: "how many households" asks for a number before "households" or "hộ".

Finer than `expected`, and less sure: it is evidence among other evidence and stops nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.accents import is_english_function_word
from index.expected import CAPITAL, MONTHS, NUMBER_WORDS, opening
from index.glossary import inflections, translations
from index.text import normalise

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAY = rf"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|{_DAYS}"
_NUMBER = rf"(?:\W\d[\d.,/]*|{opening(NUMBER_WORDS)})"
_MONEY_UNITS = (
    "đồng|triệu|tỷ|tỉ|nghìn|ngàn|vnđ|vnd|usd|đô la|đô|dollars?|euros?|pounds?|cents?|thousand|million|billion"
)
_TIME_UNITS = (
    "giây|phút|giờ|tiếng|ngày|đêm|buổi|tuần|tháng|quý|năm|thế kỷ|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|"
    "quarters?|years?|fortnight|decades?|centur(?:y|ies)"
)


def _with_unit(units: str) -> str:
    """A number, then the unit with at most two words in between."""
    return rf"{_NUMBER}(?:\s+[^\W\d]\w*){{0,2}}?\s*(?<![^\W\d])(?:{units})(?!\w)"


_MONEY = rf"[$€£¥]\s*\d|{_with_unit(_MONEY_UNITS)}"
_DAY = (
    rf"\d{{1,2}}\s*[/.-]\s*\d|ngày\s+\d|(?:mùng|mồng)\s+\w|{_WEEKDAY}|(?:{MONTHS})\s+\d|\d\w*\s+(?:of\s+)?(?:{MONTHS})"  # noqa: E501
)
_REASON = (
    opening(
        "vì|do|bởi|nên|nhờ|tại|để|kẻo|lý do|nguyên nhân|because|since|due to|owing to|thanks to|so that|so|as|"
        "reasons?|cause[sd]?|therefore|result"
    )
    + r"(?!\w)"
)
# What a question says, and what its answer then looks like; the first that fits counts.
_SHAPES: tuple[tuple[str, str], ...] = (
    (r"(?:số )?điện thoại(?: \w+){0,6} (?:là )?(?:gì|số mấy|bao nhiêu)|số điện thoại|phone number", r"\d(?:[ .-]?\d){7,}"),  # noqa: E501
    (r"(?:mấy|bao nhiêu|lúc nào) giờ|what time|giờ nào", r"\d\s*(?:giờ|h\d*\b|:\d\d)|noon|midnight|o'clock|\w+ giờ|(?:thirty|fifteen)\b|by (?:six|seven|eight|nine|ten|eleven|twelve)|\d\s*[ap]\.?m"),  # noqa: E501
    (r"thứ mấy|(?:what|which) day of the week", _WEEKDAY),
    (r"ngày (?:nào|mấy|bao nhiêu)|hôm nào|(?:what|which) (?:date|day)", _DAY),
    (r"tháng (?:nào|mấy)|(?:what|which) month", rf"tháng\s+(?:\d|\w)|\d\s*/\s*\d|{MONTHS}"),
    (r"năm (?:nào|mấy|bao nhiêu)|(?:what|which) year", r"(?<!\d)(?:1\d|20)\d\d(?!\d)"),
    (r"(?:bao nhiêu|mấy) (?:phần trăm|%)|tỷ lệ(?: \w+){0,10} bao nhiêu|(?:what|which) (?:percent|share|rate|proportion)|how many percent", r"%|phần trăm|per ?cent|\d\s*/\s*\d"),  # noqa: E501
    (r"(?:bao nhiêu|mấy) tuổi|how old", rf"{_with_unit('tuổi|years? old')}|tuổi\s+\d|sinh năm|born in|age\w*\s+\d|\d-year-old"),  # noqa: E501
    (r"bao nhiêu (?:tiền|đồng)|(?:giá|lương|thưởng|kinh phí|chi phí|lãi|lỗ|nợ|vốn|tốn|hết|chi|phạt|phí)(?: \w+){0,6} bao nhiêu(?= \?|\?|$| mỗi| một)", _MONEY),  # noqa: E501
    (r"how much(?: money)? (?:\w+ ){0,8}(?:cost|spent?|paid|pay|price|money|fund|budget|worth|lend|lent|loan)|how much (?:money|is|are|was|were|will|may|does|did)(?!\w)|what (?:salary|price|fee|budget)", _MONEY),  # noqa: E501
    (r"bao lâu|how long", rf"{_with_unit(_TIME_UNITS)}|đến|until|till|từ|since|{_with_unit('m|mét|km|met(?:er|re)s?|miles?|feet')}"),  # noqa: E501
    (r"bao xa|how far|how tall|how high|how wide", _with_unit("m|mét|km|cây số|met(?:er|re)s?|kilomet(?:er|re)s?|miles?|feet|foot|inch(?:es)?")),  # noqa: E501
    (r"nhiệt độ|what temperature", r"độ|°|degrees?"),
    (r"vì sao|tại sao|vì lý do gì|sao lại|(?:lý do|nguyên nhân)(?: \w+){0,10} (?:là )?gì|why|what (?:is|was) the (?:reason|cause)|for what reason", _REASON),  # noqa: E501
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerShape:
    """What an answer looks like, in normalised text behind a space.

    Most patterns are of small letters: to search without regard to case takes longer. One of the `needed` texts, if
    any, stands in whatever the pattern finds; without them, it isn't tried.
    """

    pattern: re.Pattern[str]
    small: bool = True
    needed: tuple[str, ...] = ()

    def standing_in(self, normalised: Sequence[str]) -> list[bool]:
        """Which of these normalised texts hold an answer of that shape."""
        texts = [f" {each.lower() if self.small else each}" for each in normalised]
        search, needed = self.pattern.search, self.needed
        return [(not needed or any(each in text for each in needed)) and search(text) is not None for text in texts]


_COMPILED = tuple(
    (re.compile(rf"(?<!\w)(?:{asked})(?!\w)"), AnswerShape(re.compile(shape))) for asked, shape in _SHAPES
)
# Units that are written in several ways.
_SAME_UNIT = (
    ("mét", "m", "metres", "meters"),
    ("milimét", "milimet", "mm", "millimetres", "millimeters"),
    ("kilomet", "kilômét", "km", "cây số", "kilometres", "kilometers", "miles"),
    ("hecta", "héc", "hec", "ha", "hectares"),
    ("tạ", "tấn", "tons", "tonnes"),
    ("người", "đại biểu", "thành viên", "em", "dân", "khẩu", "people"),
)
# With which Vietnamese counts animals, once it is clear which: "đàn chó có 1.870 con".
_CLASSIFIER = "con"
# What bears a name: "công ty nào" asks for a company's name, and "một công ty" is none.
_NAMED_THING = re.compile(
    r"(?<!\w)(?:(công ty|hãng|ngân hàng|nhà thầu|trường|bệnh viện|báo|xã|phường|huyện|tỉnh|thôn|sở|khách sạn)(?: \w+)? nào"  # noqa: E501
    r"|(?:which|what) (bank|school|hospital|newspaper|hotel|university))(?!\w)"
)
# Offices, by what each is called: "Ai là giám đốc …?" is answered where one is spoken of.
_ROLES = (
    ("tổng giám đốc", "giám đốc điều hành", "ceo", "chief executive", "managing director"),
    ("giám đốc", "director", "manager"),
    ("phó chủ tịch", "vice chairman", "vice president", "deputy chair", "vice-chair"),
    ("chủ tịch", "chủ tọa", "chairman", "chairperson", "chairwoman", "chair", "president"),
    ("phó bí thư", "deputy secretary"),
    ("bí thư", "party secretary", "secretary"),
    ("trưởng phòng", "trưởng ban", "trưởng nhóm", "tổ trưởng", "trưởng thôn", "head", "leader", "manager"),
    ("hiệu trưởng", "principal", "headmaster", "headmistress", "rector"),
    ("thư ký", "ghi biên bản", "secretary", "minute-taker", "clerk"),
    ("kế toán trưởng", "kế toán", "chief accountant", "accountant"),
    ("thủ quỹ", "giữ quỹ", "treasurer"),
    ("bộ trưởng", "minister"),
    ("tổng biên tập", "editor-in-chief", "editor"),
    ("viện trưởng", "chánh văn phòng", "chief of staff"),
    ("người phát ngôn", "spokesman", "spokeswoman", "spokesperson"),
    ("thị trưởng", "mayor"),
)
_ANY_ROLE = "|".join(
    map(re.escape, sorted({name for names in _ROLES for name in names}, key=lambda name: (-len(name), name)))
)
_ASKED_ROLE = re.compile(
    rf"(?<!\w)(?:(?:ai (?:là|làm|giữ chức)|who (?:is|was|are|were)(?: the)?)(?: new| old| current| acting| mới| quyền)? ({_ANY_ROLE})"  # noqa: E501
    rf"|({_ANY_ROLE})(?: \w+){{0,10}} (?:là ai|tên (?:là )?gì|tên gì|nào))(?!\w)"
)
_CAPITAL = rf"(?-i:{CAPITAL})"
_COUNTED = re.compile(r"(?<!\w)(?:bao nhiêu|mấy)\s+(\w+)(?:\s+(\w+))?")
_COUNTED_IN_ENGLISH = re.compile(r"(?<!\w)how many\s+(\w+)(?:\s+(\w+))?")
_NO_UNIT = frozenset("là thì và để cho mỗi một trong ở tại của với người thế vậy nữa rồi".split()) - {"người"}


@lru_cache(maxsize=256)
def shape_of_answer(question: str) -> AnswerShape | None:
    """What the answer to a question, with its diacritics, looks like in normalised text; None if unknown."""
    question = normalise(question).lower()
    for asked, known in _COMPILED:
        if asked.search(question):
            return known
    named = _NAMED_THING.search(question)
    if named is not None:
        kinds = [named[1]] if named[1] else [named[2], *(" ".join(phrase) for phrase in translations((named[2],)))]
        kind = "|".join(map(re.escape, kinds))
        shape = rf"(?<!\w)(?:{kind})(?!\w)(?: \w+){{0,4}} {_CAPITAL}|{_CAPITAL}\w+ (?:{kind})(?!\w)"
        return AnswerShape(re.compile(shape, re.IGNORECASE), small=False)
    role = _ASKED_ROLE.search(question)
    if role is not None:
        called = sorted({name for names in _ROLES if (role[1] or role[2]) in names for name in names})
        return AnswerShape(re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, called))})(?!\w)"), needed=tuple(called))
    units = _counted(question)
    if not units:
        return None
    return AnswerShape(re.compile(_with_unit("|".join(map(re.escape, units)))), needed=tuple(units))


def has_shape(shape: AnswerShape, text: str) -> bool:
    """Whether the text holds an answer of that shape."""
    return shape.standing_in([_normalised(text)])[0]


@lru_cache(maxsize=8192)
def _normalised(text: str) -> str:
    return normalise(text)


def _same(unit: str) -> list[str]:
    return next((list(units) for units in _SAME_UNIT if unit in units), [unit])


def _counted(question: str) -> list[str]:
    """What the question wants counted: "bao nhiêu con chó", "how many households"."""
    vietnamese = _COUNTED.search(question)
    if vietnamese is not None:
        return [] if vietnamese[1] in _NO_UNIT else _same(vietnamese[1])
    english = _COUNTED_IN_ENGLISH.search(question)
    if english is None or is_english_function_word(english[1]):
        return []
    units: list[str] = []
    for word in (each for each in english.groups() if each and not is_english_function_word(each)):
        vietnamese_units = translations((word,))
        if vietnamese_units:
            units += [*sorted(inflections(word)), *(" ".join(phrase) for phrase in vietnamese_units)]
    return [*units, _CLASSIFIER] if units else []
