"""The made-up documents of the soak: each paragraph says whose it is, so that a wrong answer is known as one."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

from index.checking import check
from index.library import Library
from tests.stub_embedder import StubEmbedder

WORDS = "quỹ trạm bơm ngõ chợ trường thôn đường cống đèn sách mái kho lúa xã tỉnh họp tổ triệu đồng".split()


def key_of(name: str, version: int) -> str:
    """A word that no other document, nor another version of this one, has."""
    return f"k{name.replace('-', 'x').removesuffix('.txt')}v{version}"


def text_of(name: str, version: int) -> str:
    """The text of a version of a document: one to four paragraphs."""
    chance = random.Random(f"{name} {version}")
    key = key_of(name, version)
    paragraphs = [
        f"{key} mục {number}: {' '.join(chance.choices(WORDS, k=chance.randint(6, 30)))}."
        for number in range(chance.randint(1, 4))
    ]
    return "\n\n".join(paragraphs) + "\n"


def assert_holds(folder: Path, *possible: Mapping[str, str]) -> dict[str, str]:
    """That the library is sound and its documents' texts are one of these; returns it."""
    report = check(folder)
    assert report.sound, [problem for each in report.checked for problem in each.problems]
    # One that was stopped while it was made is made on.
    with Library.open(folder, StubEmbedder()) as library:
        held = {each.document: library.source(each.document).text for each in library.documents()}
        for name, text in held.items():
            assert library.original(name) == text.encode()
        assert held in possible, f"{_differences(held, possible[0])} differ"
        for name, text in list(held.items())[-2:]:
            first = text.partition("\n\n")[0].strip()
            hits = library.search(first, limit=20)
            assert first in [hit.paragraph.text for hit in hits if hit.paragraph.document == name]
    return held


def _differences(held: Mapping[str, str], expected: Mapping[str, str]) -> list[str]:
    return sorted(name for name in held.keys() | expected.keys() if held.get(name) != expected.get(name))
