"""Names in the cells of a table and in lists of who is there, the same in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.tasks.people import Mention, People, written
from index.tasks.wordlists import Word


def learn_listed(words: Sequence[Word], index: int, people: People) -> None:
    """Learns the names from this word on, up to the end of the sentence."""
    begin = index
    while index < len(words):
        word = words[index]
        if index > begin and any(stop in word.ahead for stop in (".", "\n", ":")):
            break
        if word.capital and (index == begin or not word.follows or not words[index - 1].capital):
            end = index + 1
            while end < len(words) and words[end].capital and words[end].follows and end - index < 5:
                end += 1
            people.learn(" ".join(each.text for each in words[index:end]))
            index = end
            continue
        index += 1


def cell_names(
    words: Sequence[Word], at: Callable[[Sequence[Word], int, People], Mention | None], people: People
) -> tuple[str, ...]:
    """The names of a cell: what stands between its commas."""
    names: list[str] = []
    index = begin = 0
    while index < len(words):
        mention = at(words, index, people) if index == begin else None
        if mention is not None:
            index = mention.end
            if index >= len(words) or _parts(words, index):
                names.append(mention.name)
                begin = index = index + int(index < len(words) and words[index].low in ("và", "and"))
                continue
        else:
            index += 1
        if index >= len(words) or _parts(words, index):
            names.append(written(words, begin, min(index, len(words))))
            begin = index = index + int(index < len(words) and words[index].low in ("và", "and"))
    return tuple(dict.fromkeys(names))


def _parts(words: Sequence[Word], index: int) -> bool:
    """Whether a new name begins at the word, or behind it."""
    return words[index].ahead.strip() in (",", "+", "/", ";", "&") or words[index].low in ("và", "and")


def names_of(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Whom they name, each once."""
    return tuple(dict.fromkeys(mention.name for mention in mentions))


def short_name(label: str) -> tuple[str, ...]:
    """The one or two words with capitals that a label of a list item is, for instance a first name."""
    words = label.split()
    return (
        (label.strip(),)
        if 1 <= len(words) <= 2 and all(word[0].isupper() and not word.isupper() for word in words)
        else ()
    )
