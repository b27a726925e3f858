"""Who is named in English text: persons by their capitals, offices and bodies by their nouns."""

from __future__ import annotations

from collections.abc import Sequence

from index.tasks.people import Mention, People, written
from index.tasks.wordlists import Phrases, Word, table, word_file

_MOST_WORDS = 8
# Where People keeps whom the text named last without a title.
_LAST_NAMED = ""
_SMALL_JOINS = frozenset({"of", "de", "van", "der", "von", "da", "del", "la", "and"})


class EnglishPeople:
    """Finds who is named at a word."""

    def __init__(self) -> None:
        lists = table("english_people")
        self.titles: Phrases = lists["titles"]
        self.pronouns: Phrases = lists["pronouns"]
        self.we: Phrases = lists["we"]
        self.everyone: Phrases = lists["everyone"]
        self._articles: Phrases = lists["articles"]
        self.people = Phrases([*lists["people"].all, *(f"{each}s" for each in lists["people"].all)])
        self._stops: Phrases = lists["stops"]
        self._common: Phrases = lists["common"]
        self._verbs = word_file("english_verbs.txt")
        self._cues: dict[str, Phrases] = table("english")["cues"]

    def at(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        """Whom the words from this one on name."""
        if index >= len(words):
            return None
        return (
            self._pronoun(words, index, people)
            or self._titled(words, index, people)
            or self._phrase(words, index, people)
            or self._named(words, index, people)
        )

    def listed(self, words: Sequence[Word], index: int, people: People) -> list[Mention]:
        """All that are named from this word on, joined by commas and "and"."""
        found: list[Mention] = []
        while (mention := self.at(words, index, people)) is not None:
            found.append(mention)
            index = mention.end
            if index >= len(words):
                break
            ahead = words[index].ahead.strip()
            if words[index].low in ("and", "plus") and ahead in ("", ","):
                if self.at(words, index + 1, people) is None:
                    break
                index += 1
            elif ahead not in (",", "+", "/", "&"):
                break
        return found

    def _pronoun(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        if words[index].text in ("IT", "US"):
            # The department and the country.
            return None
        for phrases in (self.everyone, self.pronouns, self.we):
            length = phrases.at(words, index)
            if length and not (
                length == 1 and words[index].low in ("all", "both") and self._phrase(words, index, people)
            ):
                known = people.last_by_title.get(words[index].low)
                if known is None and words[index].low in ("he", "she"):
                    known = people.last_by_title.get(_LAST_NAMED)
                return Mention(index, index + length, known or written(words, index, index + length), "pronoun")
        return None

    def _titled(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        after = index
        if words[index].low == "the" and self.titles.at(words, index + 1):
            after += 1
        length = self.titles.at(words, after)
        if not length:
            return None
        after += length
        end = _capitals(words, after)
        if end == after or words[after].ahead.strip() not in ("", ".") or self.people.at(words, after):
            return None
        name = written(words, after, end)
        people.learn(name)
        title = written(words, index, after) if words[index].text[0].isupper() and words[index].low != "the" else ""
        short = len(title) <= 4 or title.lower() in ("councillor", "professor", "nurse")
        full = written(words, index, end) if title and short else name
        people.last_by_title.update(dict.fromkeys(_pronouns_of(words[index].low), full))
        return Mention(index, _behind_brackets(words, end), full, "person")

    def _phrase(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        """ "the landscaping committee", "each department", "Clerk"."""
        if words[index].low in ("request", "requests", "requesting", "requested"):
            return None
        article = self._articles.at(words, index)
        begin = index + article
        end = begin
        last_person = None
        while (
            end < len(words)
            and end - begin < _MOST_WORDS
            and (end == begin or words[end].follows or (words[end].ahead == ". " and words[end - 1].low == "hon"))
        ):
            length = self.people.at(words, end)
            if length and not self._stops_here(words, end):
                end += length
                last_person = end
                continue
            if self._stops_here(words, end) and words[end].low not in ("of",):
                break
            if words[end].low == "of" and last_person is None:
                break
            if last_person is not None and self._verbs.at(words, end):
                break
            if not article and not words[end].capital and last_person is None and end - begin >= 1:
                break
            end += 1
        everybody = article and words[index].low in ("all", "each", "every") and begin < end < len(words)
        bound = everybody and any(self._cues[cue].at(words, end) for cue in ("must", "promise"))
        if last_person is None and bound and words[end].follows:
            return Mention(index, end, written(words, index, end), "role")
        if last_person is None or (not article and last_person - begin > 3 and not words[begin].capital):
            return None
        end = self._of_what(words, last_person)
        if article and words[index].low in ("a", "an") and not words[begin].capital:
            return Mention(index, end, written(words, index, end), "group")
        name_end = _capitals(words, end)
        if name_end - end >= 1 and words[end].follows and words[index].low != "all":
            people.last_by_title[_LAST_NAMED] = written(words, end, name_end)
            return Mention(index, name_end, written(words, end, name_end), "person")
        first = begin if article and words[index].low == "the" else index
        return Mention(index, _behind_brackets(words, end), written(words, first, end), "role")

    def _of_what(self, words: Sequence[Word], end: int) -> int:
        """Behind "of Studies" in "the Director of Studies"."""
        if end + 1 >= len(words) or words[end].low != "of" or not words[end].follows:
            return end
        if words[end + 1].capital:
            return _capitals(words, end + 1)
        after = end + 1
        while after < len(words) and after - end <= 3 and words[after].follows and not self._stops_here(words, after):
            after += 1
        return after if after < len(words) and words[after].follows else end

    def may_be_name(self, words: Sequence[Word], index: int) -> bool:
        """Whether the word can be a name and not only the first of a sentence."""
        low = words[index].low
        return not (
            self._common.at(words, index)
            or self._verbs.at(words, index)
            or (len(low) > 5 and low.endswith(("ed", "ing", "ly")))
        )

    def _stops_here(self, words: Sequence[Word], index: int) -> bool:
        return bool(self._stops.at(words, index)) or any(
            self._cues[name].at(words, index)
            for name in ("order", "decide", "promise", "must", "say", "not", "past", "maybe")
        )

    def _contracted(self, words: Sequence[Word], index: int) -> bool:
        """Whether "'ll" or "'s" stands here for "will", "is" or "has": "Pete's going to sort it out"."""
        return words[index].low == "'ll" or (words[index].low == "'s" and self._cues["promise"].at(words, index) > 1)

    def _named(self, words: Sequence[Word], index: int, people: People) -> Mention | None:
        end = _capitals(words, index)
        if end == index or any(self._common.at(words, each) for each in range(index, end) if end - index > 1):
            return None
        if words[index].low == "i" or (self._verbs.at(words, index) and self.titles.at(words, index + 1)):
            # "Refer Mr Lang".
            return None
        name = written(words, index, end)
        known = words[index].text in people.names
        follows = (
            end < len(words)
            and (words[end].ahead.isspace() or self._contracted(words, end))
            and self.may_be_name(words, index)
            and any(
                self._cues[cue].at(words, end)
                for cue in ("promise", "must", "continuing", "say", "past", "maybe", "order", "decide")
            )
            or (end < len(words) and words[end].low == "please")
        )
        joins = end < len(words) and words[end].ahead.strip() in ("&", "+", "/") and words[end].capital
        if joins and self.may_be_name(words, index) and self.may_be_name(words, end):
            follows = True
        if end + 1 < len(words) and words[end].low == "and" and words[end + 1].capital:
            follows = follows or (self.may_be_name(words, index) and self.may_be_name(words, end + 1))
        if end - index == 1 and not known and not follows:
            return None
        people.last_by_title[_LAST_NAMED] = name
        return Mention(index, _behind_brackets(words, end), name, "name")


def _pronouns_of(title: str) -> tuple[str, ...]:
    if title in ("mr", "sir", "lord", "father", "brother", "uncle", "chairman"):
        return ("he",)
    if title in ("mrs", "ms", "miss", "dame", "lady", "sister", "aunt", "chairwoman", "madam"):
        return ("she",)
    return ()


def _capitals(words: Sequence[Word], index: int) -> int:
    """Where a run of words with capitals ends that begins at this one."""
    end = index
    while end < len(words) and words[end].capital and (end == index or words[end].follows) and end - index < 5:
        if "'" in words[end].text and words[end].low.split("'")[1] in ("ll", "s", "d", "re"):
            break
        end += 1
    return end


def _behind_brackets(words: Sequence[Word], end: int) -> int:
    if end < len(words) and words[end].ahead.strip() == "(":
        for index in range(end + 1, min(end + 12, len(words))):
            if ")" in words[index].ahead:
                return index
        return len(words) if end + 12 >= len(words) else end
    return end
