"""What the answer to a question looks like: "how many households" asks for a number before "households" or "hộ".

Finer than `expected`, and less sure: it is evidence among other evidence and stops nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.accents import is_english_function_word
from index.expected import CAPITAL, MONTHS, NOT_A_RATE, NUMBER_WORDS, opening
from index.glossary import inflections, translations
from index.text import normalise

_DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
_WEEKDAY = rf"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|{_DAYS}"
_NUMBER = rf"(?:\W\d[\d.,/]*|{opening(NUMBER_WORDS)})"
_MONEY_UNITS = (
    "đồng|triệu|tỷ|tỉ|nghìn|ngàn|trăm|chục|vnđ|vnd|usd|đô la|đô|đ|k|dollars?|euros?|pounds?|cents?|thousand|million|"
    "billion|quid|bucks|rupees?"
)
_TIME_UNITS = (
    "giây|phút|giờ|tiếng|ngày|đêm|buổi|tuần|tháng|quý|năm|thế kỷ|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|"
    "quarters?|years?|fortnight|decades?|centur(?:y|ies)"
)


def _with_unit(units: str) -> str:
    """A number, then the unit with at most two words in between."""
    return rf"{_NUMBER}(?:\s+[^\W\d]\w*){{0,2}}?\s*(?<![^\W\d])(?:{units})(?!\w)"


# "6tr4" and "250k" are written so in a hurry.
_MONEY = rf"[$€£¥₹]\s*\d|\d\s?(?:tr|k|đ)(?:\d|\b)|{_with_unit(_MONEY_UNITS)}"
_OF_MONEY = (
    "giá|lương|thưởng|kinh phí|chi phí|lệ phí|học phí|hội phí|phí|quỹ|tiền|cọc|lãi|lỗ|nợ|vốn|tốn|hết|chi|phạt|"
    "ngân sách|tổng mức|mức đầu tư|doanh thu|thu nhập"
)
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
_ASKED_REASON = re.compile(
    r"(?<!\w)(?:vì sao|tại sao|vì lý do gì|vì lẽ gì|vì đâu|do đâu|sao lại|why|for what reason|what caused|"
    r"(?:lý do|nguyên nhân)(?: \w+){0,10} (?:là )?gì|what (?:is|was) the (?:reason|cause))(?!\w)"
)
_VERDICT = (
    opening(
        "đồng ý|không|chưa|thống nhất|nhất trí|tán thành|thông qua|chấp thuận|chấp nhận|duyệt|bác|từ chối|tạm gác|gác",
        "hoãn|dời|lùi|để lại|dừng|thôi|được|cho phép|giữ nguyên|chốt|quyết|agreed?|approved?|carried|passed|failed",
        "rejected|declined|refused|not|no|never|yes|voted?|tabled|withdrew|withdrawn|deferred|decided?|resolved|lost",
        "defeated|beaten|turned down|adopt(?:ed)?|persuaded|kept|on hold|won't|don't|didn't|isn't|aren't|can't",
    )
    + r"(?!\w)"
)
_ASKED_VERDICT = re.compile(
    r"(?<!\w)(?:có|đã|được|chịu|cho|phải)(?: \S+){1,20} (?:không|chưa)\W*$|(?<!\w)(?:được|phải|đúng) không\W*$|"
    r"(?<!\w)(?:trả lời|nói|tính|giải quyết|xử lý|kết luận|quyết)(?: \w+){0,6} (?:sao|thế nào)\W*$|"
    r"^(?:did|does|do|is|are|was|were|will|would|has|have|had|can|could|should) |"
    r"(?<!\w)(?:how did the vote|what (?:became|came|happened)|what was decided)(?!\w)"
)
# What a question says, and what its answer then looks like; the first that fits counts.
_SHAPES: tuple[tuple[str, str], ...] = (
    (r"(?:số )?điện thoại(?: \w+){0,6} (?:là )?(?:gì|số mấy|bao nhiêu)|số điện thoại|phone number", r"\d(?:[ .-]?\d){7,}"),  # noqa: E501
    (r"(?:mấy|bao nhiêu|lúc nào) giờ|what time|giờ nào", r"\d\s*(?:giờ|h\d*\b|:\d\d)|noon|midnight|o'clock|\w+ giờ|(?:thirty|fifteen)\b|by (?:six|seven|eight|nine|ten|eleven|twelve)|\d\s*[ap]\.?m"),  # noqa: E501
    (r"thứ mấy|(?:what|which) day of the week", _WEEKDAY),
    (rf"{NOT_A_RATE}ngày (?:nào|mấy|bao nhiêu)|hôm nào|(?:what|which) (?:date|day)", _DAY),
    (rf"{NOT_A_RATE}tháng (?:nào|mấy)|(?:what|which) month", rf"tháng\s+(?:\d|\w)|\d\s*/\s*\d|{MONTHS}"),
    (rf"{NOT_A_RATE}năm (?:nào|mấy|bao nhiêu)|(?:what|which) year", r"(?<!\d)(?:1\d|20)\d\d(?!\d)"),
    (r"(?:bao nhiêu|mấy) (?:phần trăm|%)|(?:tỷ lệ|lãi suất)(?: \w+){0,10} bao nhiêu|(?:what|which) (?:percent|share|rate|proportion)|how many percent", r"%|phần trăm|per ?cent|\d\s*/\s*\d"),  # noqa: E501
    (r"(?:bao nhiêu|mấy) tuổi|how old", rf"{_with_unit('tuổi|years? old')}|tuổi\s+\d|sinh năm|born in|age\w*\s+\d|\d-year-old"),  # noqa: E501
    (r"(?:bao nhiêu|mấy) (?:tiền|đồng|tỷ|tỉ|triệu|nghìn|ngàn|đô)", _MONEY),
    (rf"(?:{_OF_MONEY})(?: \w+){{0,10}} bao nhiêu(?= \?|\?|$| mỗi| một| thế| vậy| rồi)", _MONEY),
    (r"how much(?: money)? (?:\w+ ){0,8}(?:cost|spent?|paid|pay|price|money|fund|budget|worth|lend|lent|loan)|how much (?:money|is|are|was|were|will|may|does|did)(?!\w)|what (?:salary|price|fee|budget|rent)", _MONEY),  # noqa: E501
    (r"what (?:did|does|do|will|would|has|have|is|are|was|were)(?: \S+){1,12}? (?:cost|charged?|charging|pay|paid|paying|earn|owed?|spend|spent)(?=[ ?]|$)", _MONEY),  # noqa: E501
    (r"what (?:is|was) the (?:price|cost|fee|rent|charge|budget|deposit|fine)|how (?:big|large) (?:is|was) (?:\w+ ){0,6}(?:grant|loan|fund|budget|fine|debt|deficit|bonus)", _MONEY),  # noqa: E501
    (r"bao lâu|bao nhiêu thời gian|how long", rf"{_with_unit(_TIME_UNITS)}|đến|until|till|từ|since|{_with_unit('m|mét|km|met(?:er|re)s?|miles?|feet')}"),  # noqa: E501
    (r"bao xa|how far|how tall|how high|how wide", _with_unit("m|mét|km|cây số|met(?:er|re)s?|kilomet(?:er|re)s?|miles?|feet|foot|inch(?:es)?")),  # noqa: E501
    (r"(?:mật mã|mã số|số hiệu|biển số|mã)(?: \w+){0,8} (?:là )?(?:gì|nào|bao nhiêu)|what (?:is|was) the (?:\w+ )?(?:code|number|registration)", r"\d"),  # noqa: E501
    (r"nhiệt độ|what temperature", r"độ|°|degrees?"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AnswerShape:
    """What an answer looks like, in normalised text behind a space.

    Most patterns are of small letters: to search without regard to case takes longer. One of the `needed` texts, if
    any, stands in whatever the pattern finds; without them, it isn't tried. What a pattern's group finds is no
    name that is asked for if it is one of the words `known`. `soft`: it is that of a reason or of what was decided,
    which texts often give without such words.
    """

    pattern: re.Pattern[str]
    small: bool = True
    needed: tuple[str, ...] = ()
    soft: bool = False
    known: frozenset[str] = frozenset()

    def standing_in(self, normalised: Sequence[str]) -> list[bool]:
        """Which of these normalised texts hold an answer of that shape."""
        texts = [f" {each.lower() if self.small else each}" for each in normalised]
        found = self._names_another if self.known else self._search
        return [self._may_hold(text) and found(text) for text in texts]

    def _may_hold(self, text: str) -> bool:
        if not self.needed:
            return True
        lowered = text if self.small else text.lower()
        return any(each in lowered for each in self.needed)

    def _search(self, text: str) -> bool:
        return self.pattern.search(text) is not None

    def _names_another(self, text: str) -> bool:
        known = self.known
        return any(match[match.lastgroup or 0].lower() not in known for match in self.pattern.finditer(text))


_COMPILED = (
    *((re.compile(rf"(?<!\w)(?:{asked})(?!\w)"), AnswerShape(re.compile(shape))) for asked, shape in _SHAPES),
    (_ASKED_REASON, AnswerShape(re.compile(_REASON), soft=True)),
    (_ASKED_VERDICT, AnswerShape(re.compile(_VERDICT), soft=True)),
)
# Units that are written in several ways.
_SAME_UNIT = (
    ("mét", "m", "metres", "meters"),
    ("milimét", "milimet", "mm", "millimetres", "millimeters"),
    ("kilomet", "kilômét", "km", "cây số", "kilometres", "kilometers", "miles"),
    ("hecta", "héc", "hec", "ha", "hectares"),
    ("km2", "km²", "km vuông", "kilômét vuông", "dặm vuông", "square kilometres", "square kilometers", "square miles"),
    ("m2", "m²", "mét vuông", "square metres", "square meters", "square feet"),
    ("tạ", "tấn", "tons", "tonnes"),
    ("hộ", "nhà", "gia đình", "căn", "households", "houses", "homes", "families"),
    ("lính", "chiến sĩ", "bộ đội", "soldiers"),
    ("người", "đại biểu", "thành viên", "em", "dân", "khẩu", "chiến sĩ", "công nhân", "học sinh", "people", "members"),
)
# By which what isn't counted one by one is measured, and things are counted whatever they are.
_MEASURES = ("kg", "ký", "cân", "tạ", "tấn", "lít", "khối", "m3", "cái", "chiếc", "suất", "con")
# "Bao nhiêu chục hộ" counts "hộ".
_MULTIPLES = frozenset("chục trăm nghìn ngàn triệu lần".split())
# With which Vietnamese counts animals, once it is clear which: "đàn chó có 1.870 con".
_CLASSIFIER = "con"
# What bears a name: "công ty nào" asks for a company's name, and "một công ty" is none.
_NAMED_THING = re.compile(
    r"(?<!\w)(?:(nhà thầu|(?<!loại )trường|bệnh viện|xã|phường|huyện|tỉnh|thôn|sở|(?<!nhà )khoa|phòng|cảng|chi nhánh|hợp tác xã|trung tâm|viện)(?: \w+)? nào"  # noqa: E501
    r"|(?:which|what) (bank|school|hospital|newspaper|hotel|university))(?!\w)"
)
# What bears the name of a body of some kind or other.
_BODIES = (
    "công ty|cty|trung tâm|sở|phòng|ban|chi cục|cục|viện|trường|ngân hàng|xí nghiệp|hợp tác xã|htx|hội|hội đồng|đoàn|"
    "quỹ|ubnd|ủy ban|tổ|đội|khoa|nhà máy|nhà thầu|đơn vị|bên|hãng|tập đoàn|văn phòng|công an|bệnh viện|trạm|đài|đại lý|"
    "cửa hàng|quán|bộ|tòa án"
)
_BODY_ASKED = re.compile(r"(?<!\w)(?:đơn vị|nhà cung cấp|nhà tài trợ|cơ quan|tổ chức)(?: \w+)? nào(?!\w)")
_NAME_ASKED = re.compile(
    r"(?<!\w)(?:(?:công ty|hãng|ngân hàng|báo|khách sạn)(?: \w+)? nào|what (?:is|are|was|were) the names? of|"
    r"(?:which|what) (?:\w+ ){0,2}?(?:company|firm|agency|vendor|contractor|insurer|broker|supplier|society|lender|"
    r"journal|brewery|councillor|harbour|port|town|country|countries|towns|villages))(?!\w)"
)
_TITLE = r"(?:Ông|Bà|Anh|Chị|Cô|Chú|Bác|Thầy|Cụ|BS|ThS|TS|Mr|Mrs|Ms|Dr)(?!\w)"
# Titles are written with a capital as well.
_TITLES = frozenset("ông bà anh chị cô chú bác thầy em cụ bs ths mr mrs ms dr miss sir bro sister the".split())
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
_WORD = re.compile(r"\w+")
_COUNTED = re.compile(r"(?<!\w)(?:bao nhiêu|mấy)\s+(\w+)(?:\s+(\w+))?")
_COUNTED_IN_ENGLISH = re.compile(r"(?<!\w)how many\s+(\w+)(?:\s+(\w+))?")
_NO_UNIT = frozenset("là thì và để cho mỗi một trong ở tại của với thế vậy nữa rồi so hơn trên dưới".split())


@lru_cache(maxsize=256)
def shape_of_answer(question: str) -> AnswerShape | None:
    """What the answer to a question, with its diacritics, looks like in normalised text; None if unknown."""
    question = normalise(question).lower()
    for asked, shape in _COMPILED:
        if asked.search(question):
            return shape
    known = frozenset(_WORD.findall(question)) | _TITLES
    return _name(question, known) or _holder(question, known) or _number(question)


def _name(question: str, known: frozenset[str]) -> AnswerShape | None:
    """That of a name other than those `known`, where the question asks for one of a kind ("công ty nào")."""
    named = _NAMED_THING.search(question)
    if named is not None:
        kinds = [named[1]] if named[1] else [named[2], *(" ".join(phrase) for phrase in translations((named[2],)))]
        kind = "|".join(map(re.escape, kinds))
        shape = (
            rf"(?<!\w)(?:{kind})(?!\w)(?: \w+){{0,4}} (?P<behind>{_CAPITAL}\w*)"
            rf"|(?P<before>{_CAPITAL}\w+) (?:{kind})(?!\w)"
        )
        return AnswerShape(re.compile(shape, re.IGNORECASE), small=False, known=known)
    if _BODY_ASKED.search(question):
        shape = rf"(?<!\w)(?:{_BODIES})(?!\w)(?: \w+){{0,4}}? (?P<name>{_CAPITAL}\w*)"
        return AnswerShape(re.compile(shape, re.IGNORECASE), small=False, known=known)
    if _NAME_ASKED.search(question):
        return AnswerShape(re.compile(rf"(?<=[\w,(] )(?P<name>{CAPITAL}\w+)"), small=False, known=known)
    return None


def _holder(question: str, known: frozenset[str]) -> AnswerShape | None:
    """That of who holds the office that the question asks about: its name, and beside it a name other than `known`."""
    role = _ASKED_ROLE.search(question)
    if role is None:
        return None
    called = sorted({name for names in _ROLES if (role[1] or role[2]) in names for name in names})
    any_of = "|".join(map(re.escape, called))
    shape = (
        rf"(?<!\w)(?i:{any_of})(?!\w)(?:[^\w.!?]+\w+){{0,5}}?[^\w.!?]+(?!{_TITLE})(?P<behind>{CAPITAL}\w+)"
        rf"|(?P<before>{CAPITAL}\w+)(?:[^\w.!?]+\w+){{0,2}}?[^\w.!?]+(?i:{any_of})(?!\w)"
    )
    return AnswerShape(re.compile(shape), small=False, needed=tuple(called), known=known)


def _number(question: str) -> AnswerShape | None:
    """That of a number of what the question wants counted."""
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
    """All the ways in which the unit is written, or none where it has one alone."""
    return next((list(units) for units in _SAME_UNIT if unit in units), [])


def _counted(question: str) -> list[str]:
    """What the question wants counted: "bao nhiêu con chó", "how many households"."""
    vietnamese = _COUNTED.search(question)
    if vietnamese is not None:
        unit = vietnamese[2] if vietnamese[1] in _MULTIPLES else vietnamese[1]
        return [] if unit is None or unit in _NO_UNIT else _same(unit) or [unit, *_MEASURES]
    english = _COUNTED_IN_ENGLISH.search(question)
    if english is None or is_english_function_word(english[1]):
        return []
    if english[1] == "square" and english[2]:
        return _same(f"square {english[2]}")
    units: list[str] = []
    for word in (each for each in english.groups() if each and not is_english_function_word(each)):
        vietnamese_units = translations((word,))
        if vietnamese_units:
            units += [*sorted(inflections(word)), *(" ".join(phrase) for phrase in vietnamese_units)]
    return [*units, _CLASSIFIER] if units else []
