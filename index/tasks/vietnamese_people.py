"""Who is named in Vietnamese text: persons, offices, bodies and groups."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.people import Kind, Mention, People, written
from index.tasks.vietnamese_names import VietnameseNames, capitals, last_capitals
from index.tasks.wordlists import Phrases, Word

_OWN_BODIES = frozenset("tổ đội phòng ban bên khoa nhóm xưởng thôn xóm ấp lớp chuyền".split())


class VietnamesePeople(VietnameseNames):
    """Finds who is named at a word."""

    def at(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        """Whom the words from this one on name."""
        if index >= len(words):
            return None
        return (
            self._group(words, index)
            or self._people_of(words, index, people)
            or self._titled(words, index, people)
            or self._headed(words, index)
            or self._named(words, index, people)
        )

    def listed(self, words: Sequence[Word], index: int, people: People) -> list[Mention]:
        """All that are named from this word on, joined by commas, "và" and "+"."""
        found: list[Mention] = []
        while (mention := self._more(words, index, found) or self.at(words, index, people)) is not None:
            found.append(mention)
            index = mention.end
            if index >= len(words):
                break
            index = found[-1].end if (mention := self._apposed(words, found[-1])) is None else mention.end
            if mention is not None:
                found[-1] = mention
                break
            ahead = words[index].ahead.strip()
            ahead = ahead.strip(") ")
            if words[index].low in ("và", "cùng") and (not ahead or ahead == ",") and words[index].low == "và":
                index += 1
            elif ahead not in (",", "+", "/", "&"):
                break
            if found[-1].kind == "pronoun":
                break
        return found

    def _apposed(self, words: Sequence[Word], mention: Mention) -> Mention | None:
        """A person with the office that commas part from him: "ông Lâm Văn Bé, Trưởng ấp 3, …"."""
        index = mention.end
        if mention.kind != "person" or index >= len(words) or words[index].ahead.strip() != ",":
            return None
        if not self.roles.at(words, index):
            return None
        office = self._headed(words, index)
        if office is None or office.kind != "role" or office.end >= len(words):
            return None
        behind = words[office.end]
        if behind.ahead.strip() not in (",", "-", "–") or self.titles.at(words, office.end) or behind.low == "và":
            return None
        if self._headed(words, office.end) is not None or self.many.at(words, office.end):
            return None
        return Mention(mention.first, office.end, mention.name, "person")

    def _more(self, words: Sequence[Word], index: int, found: Sequence[Mention]) -> Mention | None:
        """Another group behind one: "các sở, ngành, địa phương"."""
        if not found or found[-1].kind != "group" or index >= len(words) or words[index].capital:
            return None
        if not (length := self.groups.at(words, index)):
            return None
        end = self._extended(words, index + length, small=True, place=True)
        return Mention(index, end, written(words, index, end), "group")

    def _headed(self, words: Sequence[Word], index: int) -> Mention | None:
        """A body or an office, by the longer of the words that it begins with: "tổ trưởng" is no "tổ"."""
        if self.roles.at(words, index) > self.bodies.at(words, index):
            return self._office(words, index, self.roles, "role")
        return self._office(words, index, self.bodies, "body")

    def _group(self, words: Sequence[Word], index: int) -> Mention | None:
        many = self.many.at(words, index)
        while many and (more := self.many.at(words, index + many)):
            many += more
        if words[index].text[0].isdigit():
            # "100% đại biểu", "31 ủy viên".
            many = int(index + 1 < len(words) and words[index + 1].ahead.strip() in ("", "%"))
        if not many or index + many >= len(words):
            return None
        length = max(self.groups.at(words, index + many), self.bodies.at(words, index + many))
        length = max(length, self.roles.at(words, index + many))
        if not length or words[index + many].ahead.strip() not in ("", "%"):
            return None
        end = self._extended(words, index + many + length, small=True, place=True)
        return Mention(index, end, written(words, index, end), "group")

    def _titled(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        after = index
        while (length := self.titles.at(words, after)) and (after == index or self._goes_with(words, after)):
            after += length
        if after == index or max(self.roles.at(words, index), self.bodies.at(words, index)) > after - index:
            return None
        if after < len(words) and self._goes_with(words, after):
            office = self._headed(words, after)
            end = after if office is not None else capitals(words, after, self.bodies)
            if end > after:
                name = written(words, after, end)
                people.learn(name)
                people.last_by_title[words[index].low] = name
                if end < len(words) and words[end].follows and not words[end].capital:
                    # "Chị Vân kế toán".
                    end += self.roles.at(words, end)
                    end = self._behind_own_body(words, end)
                return Mention(index, self._behind_brackets(words, end), name, "person")
            if office is not None:
                name = office.name if office.kind == "person" else written(words, index, office.end)
                return Mention(index, office.end, name, office.kind)
        if self.pronouns.at(words, index) == after - index:
            known = people.last_by_title.get(words[index].low)
            return Mention(index, after, known or words[index].text, "pronoun")
        return None

    def _people_of(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        """Somebody's household or team: "nhà bác Thìn", "nhóm chị Hà"."""
        if words[index].low not in ("nhà", "hộ", "nhóm", "đội", "tổ", "phía") or index + 1 >= len(words):
            return None
        if not words[index + 1].follows or not self.titles.at(words, index + 1):
            return None
        person = self._titled(words, index + 1, people)
        if person is None or person.kind != "person":
            return None
        return Mention(index, person.end, written(words, index, person.end), "body")

    def _behind_own_body(self, words: Sequence[Word], index: int) -> int:
        """Behind the body that somebody is of, where he does something behind it: "chị Ngà tổ sơn đề nghị"."""
        if index >= len(words) or not words[index].follows or words[index].low not in _OWN_BODIES:
            return index
        office = self._office(words, index, self.bodies, "body")
        return office.end if office is not None and self._acts(words, office.end) else index

    def trade(self, words: Sequence[Word], index: int) -> Mention | None:
        """A trade for those who work in it, where they do something: "yêu cầu bảo trì vệ sinh màng lọc"."""
        length = self._trades.at(words, index)
        if not length or index + length >= len(words) or not words[index + length].follows:
            return None
        if not self.verbs.at(words, index + length) or words[index + length].low in ("lại", "thêm", "cho"):
            return None
        return Mention(index, index + length, written(words, index, index + length), "body")

    def _goes_with(self, words: Sequence[Word], index: int) -> bool:
        """Whether a word stands behind the title before it; short forms may have a point."""
        return words[index].follows or (words[index].ahead.strip() == "." and bool(self._pointed.at(words, index - 1)))

    def _office(self, words: Sequence[Word], index: int, heads: Phrases, kind: Kind) -> Mention | None:
        length = heads.at(words, index)
        if not length or self._no_bodies.at(words, index) > length:
            return None
        after = index + length
        if kind == "role":
            end = after if self.bodies.at(words, after) else capitals(words, after, self.bodies)
            if end - after >= 2 and words[after].follows and not self._extends_as_office(words, after, end):
                name = written(words, after, end)
                return Mention(index, self._behind_brackets(words, end), name, "person")
            if (
                end - after == 1
                and words[after].follows
                and self._first_names.at(words, after)
                and self._acts(words, end)
            ):
                # "y tá Phương".
                return Mention(index, end, words[after].text, "person")
        if (
            self._plain.at(words, index) == length
            and after < len(words)
            and words[after].follows
            and not self._outside.at(words, after)
        ):
            # "ngành điện": also where it is a verb elsewhere.
            department = self.departments.at(words, after)
            deed = self.verbs.at(words, after)
            after += department or int(deed <= 1 and not self._how.at(words, after))
        end = self._extended(words, after, small=not words[index].capital or kind == "role")
        if length == 1 and kind == "body" and not self._plain.at(words, index) and self._only_small(words, after, end):
            # "Phòng cháy", "tổ chức": no body.
            return None
        if kind == "role":
            # "Chủ tịch UBND tỉnh Ninh Hữu Thọ": the name of who holds the office is behind it.
            name_first = last_capitals(words, after, end)
            if end - name_first >= 3:
                return Mention(index, self._behind_brackets(words, end), written(words, name_first, end), "person")
        return Mention(index, self._behind_brackets(words, end), written(words, index, end), kind)

    def _only_small(self, words: Sequence[Word], first: int, end: int) -> bool:
        """Whether a name goes on with nothing but small words that aren't known to be of names."""
        return end > first and not any(
            word.capital
            or word.text[0].isdigit()
            or self._inside.at(words, index)
            or self.departments.at(words, index)
            or self.roles.at(words, index)
            or self.is_verb(words, index)
            for index, word in enumerate(words[first:end], start=first)
        )

    def _extends_as_office(self, words: Sequence[Word], first: int, end: int) -> bool:
        return bool(self.departments.at(words, first)) or end - first > 5

    def _named(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        end = capitals(words, index, self.bodies)
        if end == index or self._outside.at(words, index):
            return None
        name = written(words, index, end)
        if end - index == 1 and words[index].text not in people.names and not self._acts_alone(words, index):
            return None
        if end - index == 1 or words[index].text in people.names or end - index >= 2:
            return Mention(index, self._behind_brackets(words, end), name, "name")
        return None

    def first_name(self, words: Sequence[Word], index: int) -> tuple[str, ...] | None:
        """The first name that stands here alone, behind a word that wants somebody: "chuyển cho Hải"."""
        if index < len(words) and words[index].capital and self._first_names.at(words, index):
            return (words[index].text,)
        return None

    def _acts_alone(self, words: Sequence[Word], index: int) -> bool:
        """Whether it is a first name that does something."""
        is_name = self._first_names.at(words, index) and not self.verbs.at(words, index) > 1
        behind = index + 1
        while (
            behind + 1 < len(words)
            and words[behind].low == "và"
            and words[behind + 1].capital
            and self._first_names.at(words, behind + 1)
        ):
            # "Hạnh và Đức gọi".
            behind += 2
        return bool(is_name) and behind < len(words) and words[behind].follows and bool(self.is_verb(words, behind))
