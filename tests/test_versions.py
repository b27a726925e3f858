"""Which versions the library holds of what answers show."""

from __future__ import annotations

from pathlib import Path

from stub_embedder import StubEmbedder

from assistant.answer import Answer, Quote
from assistant.conversations import Asked, Exchange
from assistant.ui.versions import media_types, versions
from index import Library, Paragraph


def quote(document: str) -> Quote:
    return Quote(Paragraph("s:0-3", "s", document, 0, 3, "abc", None, None, ()), None, None, (), None, None, 0.9)


def exchange(*answers: tuple[str, str, str]) -> list[Exchange]:
    return [
        Exchange(
            number,
            "c",
            Asked("Ai?"),
            "",
            Answer("Ai?", None, True, 0.9, None, (quote(found),), (quote(near),), differing=(quote(differing),)),
        )
        for number, (found, differing, near) in enumerate(answers)
    ]


def test_all_that_an_answer_shows_has_its_version_unless_it_is_gone(tmp_path: Path) -> None:
    exchanges = exchange(("found.txt", "differing.txt", "near.txt"), ("gone.txt", "found.txt", "near.txt"))
    with Library.open(tmp_path / "library", StubEmbedder()) as library:
        for name in ("found.txt", "differing.txt", "near.txt", "other.txt"):
            library.add_bytes(name, f"Biên bản {name}".encode())
        held = {name: library.source(name).id for name in ("found.txt", "differing.txt", "near.txt")}
        assert versions(library, exchanges) == held
        assert media_types(library, exchanges) == dict.fromkeys(held, "text/plain")
    assert versions(None, exchanges) is None
    assert media_types(None, exchanges) == {}
