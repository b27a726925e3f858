"""What is found in the documents when it is asked for, kept until a document changes.

It is kept in a file beside the search indexes, a cache as those are, rather than in the library's own file: it can be
made again from the texts at any time, and is made again whenever the rules change, for which no migration, no backup
and no checksum of a row is wanted. The file is either whole or made anew (checked_json.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from index import checked_json
from index.errors import BrokenCache
from index.store import Store

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is found in a document depends on it; its text never changes under one id. `also` is what else matters."""

    document_id: int
    also: str = ""

    @property
    def key(self) -> str:
        """The stamp in the file, the document's id first."""
        return f"{self.document_id} {self.also}"


@dataclass(frozen=True, slots=True)
class Kept(Generic[Found]):
    """One kind of thing that is found: the file's name, the folders of its rules below index/, and its form in JSON."""

    file: str
    rules: tuple[str, ...]
    encode: Callable[[Found], Any]
    decode: Callable[[Any], Found]

    def of(
        self, store: Store, stamps: Mapping[str, Stamp], wanted: Callable[[str], bool], find: Callable[[str], Found]
    ) -> dict[str, Found]:
        """What is found in the wanted ones of all documents, by name; `stamps` are those of all of them.

        What isn't kept yet is found now, and kept where the folder can be written.
        """
        path = self._path(store)
        kept = self._read(path)
        known = {key: kept[key] for stamp in stamps.values() if (key := stamp.key) in kept}
        changed = len(known) != len(kept)
        found: dict[str, Found] = {}
        for name, stamp in stamps.items():
            if not wanted(name):
                continue
            if stamp.key not in known:
                known[stamp.key] = find(name)
                changed = True
            found[name] = known[stamp.key]
        if changed:
            self._write(path, known)
        return found

    def forget(self, store: Store) -> None:
        """Takes what was found in documents that are gone out of what is kept. To be called in a snapshot."""
        path = self._path(store)
        kept = self._read(path)
        there = {str(document_id) for document_id in store.document_ids()}
        left = {key: found for key, found in kept.items() if key.split()[0] in there}
        if len(left) < len(kept):
            self._write(path, left)

    def _path(self, store: Store) -> Path:
        return store.folder / "cache" / self.file

    def _read(self, path: Path) -> dict[str, Found]:
        """What is kept by the stamps of the documents; nothing where the file is missing, broken or of other rules."""
        try:
            held = checked_json.read(path)
        except BrokenCache:
            return {}
        if held["rules"] != rules_of(self.rules):
            return {}
        return {key: self.decode(value) for key, value in held["documents"].items()}

    def _write(self, path: Path, known: Mapping[str, Found]) -> None:
        documents = {key: self.encode(found) for key, found in known.items()}
        # Where it can't be written, it is found again next time.
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            checked_json.write(path, {"rules": rules_of(self.rules), "documents": documents})


@cache
def rules_of(folders: tuple[str, ...]) -> str:
    """What something was found with: the SHA-256 of the rules in these folders, and of their tables."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted((Path(__file__).parent / folder).iterdir()):
            if path.suffix in (".py", ".toml", ".txt", ".json"):
                digest.update(path.name.encode() + b"\x00" + path.read_bytes())
    return digest.hexdigest()
