"""When two assignees are the same; README.md beside this file says it in words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.text import normalise

# Words before a name that say nothing of who it is: forms of address, titles, articles, quantities.
_BEFORE_NAMES = """
    ông, bà, anh, chị, em, cô, chú, bác, cụ, cậu, thầy, bạn, đồng chí, đ/c, bác sĩ, bs, bsckii, y sĩ, điều dưỡng, đd,
    giáo sư, gs, phó giáo sư, pgs, tiến sĩ, ts, thạc sĩ, ths, kỹ sư, ks, luật sư, đại tá, thượng tá, trung tá, thiếu tá,
    đại úy, các, những, mọi, mỗi, từng, toàn thể, tất cả, mr, mrs, ms, miss, dr, drs, prof, professor, cllr, councillor,
    the, all, each, every
"""
_ROLES = """
    chủ tịch, phó chủ tịch, bí thư, phó bí thư, giám đốc, phó giám đốc, tổng giám đốc, trưởng phòng, phó phòng,
    trưởng ban, phó ban, trưởng khoa, trưởng thôn, trạm trưởng, tổ trưởng, hiệu trưởng, chánh văn phòng, thư ký,
    kế toán, head teacher, chair, chairman, president, vice president, director, manager, secretary, treasurer, clerk,
    librarian
"""
_ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "hđqt": "hội đồng quản trị",
    "mttq": "mặt trận tổ quốc",
    "bql": "ban quản lý",
    "bqt": "ban quản trị",
    "bch": "ban chấp hành",
    "htx": "hợp tác xã",
    "gd&đt": "giáo dục và đào tạo",
    "tp": "thành phố",
}


def _words(listed: str) -> list[str]:
    """The words of a list between commas, the longest first."""
    return sorted((" ".join(word.split()) for word in listed.split(",")), key=len, reverse=True)


def _before(words: Sequence[str]) -> re.Pattern[str]:
    """One of the words, with a point or not, and something after it."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b\.?\s*(?=\S)", re.IGNORECASE)


_NO_NAMES = frozenset(_words(_BEFORE_NAMES))
_BEFORE_NAME = _before(_words(_BEFORE_NAMES))
_ROLE = _before(_words(_ROLES))


def plain_name(name: str) -> str:
    """An assignee without brackets, titles and articles, abbreviations written out; letter case is kept."""
    name = normalise(re.sub(r"\([^()]*\)", " ", name)).strip(" .,;:")
    while name.lower() not in _NO_NAMES and (before := _BEFORE_NAME.match(name)) is not None:
        name = name[before.end() :]
    return " ".join(_ABBREVIATIONS.get(word.lower().rstrip("."), word) for word in name.split())


def same_name(one: str, other: str) -> bool:
    """Whether two assignees are the same.

    After `plain_name` and without letter case; a person's name may also stand alone for role and name ("Phó Chủ tịch
    Nguyễn Bá Lộc"), and its first or last word for the whole of it.
    """
    shorter, longer = sorted((plain_name(one), plain_name(other)), key=lambda name: len(name.split()))
    if shorter.casefold() == longer.casefold():
        return True
    role = _ROLE.match(longer)
    if role is not None and _is_person(longer[role.end() :]) and same_name(longer[role.end() :], shorter):
        return True
    words = longer.split()
    return len(words) > 1 and _is_person(longer) and shorter.casefold() in (words[0].casefold(), words[-1].casefold())


def _is_person(name: str) -> bool:
    """Whether the name can be a person's: at most five words, each with a capital."""
    words = name.split()
    return 1 <= len(words) <= 5 and all(word[0].isupper() for word in words)


def same_assignees(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the two hold the same, in whatever order, a name given twice counting once."""
    names = [{plain_name(name).casefold(): name for name in each}.values() for each in (one, other)]
    return len(names[0]) == len(names[1]) and all(
        any(same_name(name, other_name) for other_name in theirs)
        for ours, theirs in (names, names[::-1])
        for name in ours
    )
