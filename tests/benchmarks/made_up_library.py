"""Libraries of made-up documents with made-up vectors, the questions to them, and what it takes to add one more."""

from __future__ import annotations

import random
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from index import Library, fold, normalise
from tests.benchmarks.made_up import MadeUpEmbedder, documents
from tests.benchmarks.spent import Spent, Watch

# How often a document is added, to the library and to an empty one.
_ADDED = 7
_WORD = re.compile(r"\w+")
_VIETNAMESE = ("{} là bao nhiêu?", "Ai phụ trách {}?", "Khi nào {}?", "Vì sao {}?", "{} do đơn vị nào làm?", "{}")
_ENGLISH = ("How many {}?", "Who said {}?", "When is {}?", "What about {}?", "Why did {}?", "{}")


def fill(library: Library, paragraphs: int, seed: int) -> None:
    """Adds made-up documents until the library holds that many paragraphs. Those that are in stay."""
    held = sum(summary.paragraphs for summary in library.documents())
    known = {summary.document for summary in library.documents()}
    if held >= paragraphs:
        return
    for document in documents(seed):
        if document.name not in known:
            held += library.add_bytes(document.name, document.text.encode()).paragraphs
        if held >= paragraphs:
            return


@dataclass(frozen=True, slots=True)
class MadeUpQuestion:
    """A question with the vector (dimension,) that it is to have."""

    text: str
    vector: Any


def made_up_questions(library: Library, number: int, seed: int) -> Iterator[MadeUpQuestion]:
    """Questions with words of single paragraphs: a third of the Vietnamese ones without diacritics, the rest with."""
    embedder = library.embedder
    assert isinstance(embedder, MadeUpEmbedder)
    chance = random.Random(f"questions {seed}")
    names = [summary.document for summary in library.documents()]
    for place in range(number):
        paragraph = chance.choice(library.paragraphs(chance.choice(names)))
        words = _WORD.findall(paragraph.text)
        start = chance.randrange(max(len(words) - 10, 1))
        about = " ".join(words[start : start + chance.randint(3, 10)])
        english = paragraph.text.isascii() or sum(not word.isascii() for word in words) < 0.15 * len(words)
        text = chance.choice(_ENGLISH if english else _VIETNAMESE).format(about)
        text = fold(text) if not english and place % 3 == 0 else text
        passage = embedder.passages([normalise(f"{paragraph.heading}. {paragraph.text}")], [[]])[0]
        yield MadeUpQuestion(text, embedder.near(passage.vector, text))


@dataclass(frozen=True, slots=True)
class Added:
    """What each of some documents of 40 paragraphs took until it could be found: in a library, and in an empty one."""

    here: tuple[Spent, ...]
    to_an_empty: tuple[Spent, ...]


def adding(folder: Path, seed: int) -> Added:
    """What it takes to add a document of 40 paragraphs so that it can be found: to this library and to an empty one.

    In turns, so that what else the machine does concerns both alike; the library is afterwards as it was.
    """
    texts = ["\n\n".join(each.text.split("\n\n")[:41]) for each in islice(documents(f"new {seed}"), 2 * _ADDED)]
    here: list[Spent] = []
    empty: list[Spent] = []
    with tempfile.TemporaryDirectory() as other, Library.open(folder, MadeUpEmbedder()) as library:
        for number, text in enumerate(texts):
            watch = Watch()
            if number % 2:
                library.prepare()
                with watch.running():
                    library.add_bytes("new.md", text.encode())
                    library.prepare()
                library.remove("new.md")
                here.append(watch.spent)
                continue
            with Library.open(Path(other) / str(number), MadeUpEmbedder()) as new:
                new.prepare()
                with watch.running():
                    new.add_bytes("new.md", text.encode())
                    new.prepare()
            empty.append(watch.spent)
        library.prepare()
    return Added(tuple(here), tuple(empty))
