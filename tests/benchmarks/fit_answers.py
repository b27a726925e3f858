"""The questions of the development folders, the libraries that they are asked of, and what of these answers them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from index import Embedder, Library, Paragraph
from index.caches import Caches
from index.files import find_files
from index.store import Store

Question = dict[str, Any]


def read(path: Path) -> list[Question]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def opened(folder: Path, documents: Iterable[Path], embedder: Embedder) -> tuple[Store, Caches]:
    """A library of these files and folders, kept in `folder`, to be searched in its parts; whoever asks closes it."""
    with Library.open(folder, embedder) as library:
        for file in find_files(list(documents)):
            library.add_file(file)
    store = Store(folder, create=False)
    caches = Caches(store, embedder.dimension)
    caches.catch_up()
    return store, caches


def overlaps(paragraph: Paragraph, answers: Sequence[Question]) -> bool:
    """Whether a paragraph holds some of the answers."""
    return any(
        paragraph.document == each["document"] and paragraph.start < each["end"] and each["start"] < paragraph.end
        for each in answers
    )
