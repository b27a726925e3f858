"""Made-up documents in any number: for measures at a size for which no text is at hand.

Text is made of short runs of the samples' own words, so that words and pairs of neighbours are as frequent as in real
text, mixed with rare words that each document repeats, so that there are as many words as in a large library. The same
seed gives the same documents.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, count
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embed import EmbeddedPassage, unit
from index.files import find_files
from index.loaders import load
from index.models import Span
from index.paragraphs import split

SAMPLES = Path(__file__).parent.parent.parent / "seeds/documents"
PARAGRAPHS_A_DOCUMENT = 50
_WORD = re.compile(r"\w+")
_WORDS_A_PARAGRAPH = 100
_RARE_WORDS = 20_000
_RARE_SHARE = 0.05
_ONSETS = "b c ch d đ g h k kh l m n ng nh ph qu r s t th tr v x".split()
_RIMES = "á ạc ãn ẩm ắng ẽo ếch ịnh òa ổi ỡn ụng ừa yễn êu oàn uyết ương".split()
_NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Quốc Cường", "Phạm Minh Đức", "Grace Hall", "Owen Price", "Lucy Grant")


@dataclass(frozen=True, slots=True)
class Document:
    """A made-up document in Markdown; a transcript's turns are `Name: words`."""

    name: str
    text: str


class Language:
    """The words of the samples in one language, in the order of their text, and rare ones of no meaning."""

    def __init__(self, words: Sequence[str], chance: random.Random, *, vietnamese: bool) -> None:
        self.vietnamese = vietnamese
        self._words = words
        self._rare = [_rare_word(chance, vietnamese=vietnamese) for _ in range(_RARE_WORDS)]
        # Zipf's law, a word's frequency being one over its rank.
        self._weights = list(accumulate(1 / rank for rank in range(10, 10 + _RARE_WORDS)))

    def topic(self, chance: random.Random) -> list[str]:
        """The rare words that one document speaks of."""
        return chance.choices(self._rare, cum_weights=self._weights, k=40)

    def sentences(self, chance: random.Random, words: int, topic: Sequence[str]) -> str:
        """About that many words, in sentences."""
        parts: list[str] = []
        while words > 0:
            length = min(chance.randint(6, 28), max(words, 4))
            words -= length
            sentence = " ".join(self._run(chance, length, topic))
            parts.append(f"{sentence[:1].upper()}{sentence[1:]}.")
        return " ".join(parts)

    def _run(self, chance: random.Random, length: int, topic: Sequence[str]) -> list[str]:
        found: list[str] = []
        while len(found) < length:
            start = chance.randrange(len(self._words) - 8)
            found += self._words[start : start + chance.randint(2, 7)]
            if chance.random() < _RARE_SHARE * 5:
                found.append(chance.choice(topic) if chance.random() < 0.8 else self.topic(chance)[0])
        return found[:length]


def _rare_word(chance: random.Random, *, vietnamese: bool) -> str:
    kind = chance.random()
    if kind < 0.3:
        return str(chance.randrange(1, 10_000))
    syllables = [chance.choice(_ONSETS) + chance.choice(_RIMES) for _ in range(1 if vietnamese else 3)]
    word = (
        "".join(syllables)
        if kind < 0.8
        else "".join(chance.choice(_ONSETS) + "aeiou"[chance.randrange(5)] for _ in "abc")
    )
    word = word if vietnamese else "".join(char for char in word if char.isascii()) or word
    return word.capitalize() if kind > 0.6 else word


def languages(seed: int | str) -> tuple[Language, Language]:
    """Vietnamese and English, with the words of the samples' paragraphs."""
    streams, chance = _words(SAMPLES), random.Random(seed)
    return Language(streams[True], chance, vietnamese=True), Language(streams[False], chance, vietnamese=False)


@cache
def _words(folder: Path) -> dict[bool, list[str]]:
    """The words of the folder's documents, those of Vietnamese paragraphs under True."""
    streams: dict[bool, list[str]] = {True: [], False: []}
    for file in find_files([SAMPLES]):
        loaded = load(file.document, file.path.read_bytes())
        for paragraph in split(loaded, "", file.document):
            words = _WORD.findall(paragraph.text)
            streams[sum(not word.isascii() for word in words) > 0.15 * len(words)] += words
    return streams


def documents(seed: int | str) -> Iterator[Document]:
    """Documents of about 50 paragraphs without end: four of five in Vietnamese, each third a transcript."""
    vietnamese, english = languages(seed)
    for number in count():
        chance = random.Random(f"{seed} {number}")
        language = english if number % 5 == 4 else vietnamese
        topic = language.topic(chance)
        title = language.sentences(chance, 8, topic).rstrip(".")
        body = _turns(chance, language, topic) if number % 3 == 2 else _paragraphs(chance, language, topic)
        yield Document(f"{number:05d}.md", f"# {title}\n\n" + "\n\n".join(body) + "\n")


def _paragraphs(chance: random.Random, language: Language, topic: Sequence[str]) -> list[str]:
    lengths = (chance.lognormvariate(0, 0.4) * _WORDS_A_PARAGRAPH for _ in range(PARAGRAPHS_A_DOCUMENT))
    return [language.sentences(chance, min(int(length), 300), topic) for length in lengths]


def _turns(chance: random.Random, language: Language, topic: Sequence[str]) -> list[str]:
    speakers = chance.sample(_NAMES, 4)
    lengths = [chance.randint(10, 60) for _ in range(3 * PARAGRAPHS_A_DOCUMENT)]
    return [f"{chance.choice(speakers)}: {language.sentences(chance, length, topic)}" for length in lengths]


class MadeUpEmbedder:
    """Random vectors around a few hundred centres, always the same for a text. Those of questions can be given.

    A passage's centre is one of three that go with its heading, so that a document's paragraphs lie together.
    """

    name = "made-up"

    def __init__(self, dimension: int = 384, centres: int = 300) -> None:
        self.dimension = dimension
        self.given: dict[str, NDArray[np.float32]] = {}
        self._centres = unit(np.random.default_rng(0).standard_normal((centres, dimension), np.float32))

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Those given before, and random ones for other questions, (n, dimension)."""
        return np.stack([self.given[text] if text in self.given else self._around(text, text) for text in texts])

    def passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[EmbeddedPassage]:
        """As a real embedder's."""
        embedded = []
        for text, spans in zip(texts, sentences, strict=True):
            vector = self._around(f"{text.partition('.')[0]} {_number(text) % 3}", text)
            noise = _random(text, (len(spans), self.dimension))
            embedded.append(EmbeddedPassage(vector, unit(vector + noise)))
        return embedded

    def near(self, vector: NDArray[np.float32], text: str) -> NDArray[np.float32]:
        """A vector for a question that a passage with that vector answers."""
        found: NDArray[np.float32] = unit((vector + _random(text, (self.dimension,)))[np.newaxis])[0]
        return found

    def _around(self, centre: str, text: str) -> NDArray[np.float32]:
        return self.near(self._centres[_number(centre) % len(self._centres)], text)


def _random(text: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Random numbers as long as a unit vector in all, always the same for a text."""
    numbers = np.random.default_rng(_number(text)).standard_normal(shape, np.float32)
    return numbers / np.float32(np.sqrt(shape[-1]))


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
