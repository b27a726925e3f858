"""Which folder a document was added with, and where that folder is now."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.disk import sha256_of
from index.library_base import LibraryBase
from index.store import StoredDocument


@dataclass(frozen=True, slots=True)
class Origin:
    """From where a document was added: the path of its file in a folder."""

    root: str
    path: str


class LibraryFolders(LibraryBase):
    """Documents by the folders that they were added with."""

    def _follow_folder(self, root: str) -> None:
        """Takes a folder that is new here for a known one that has moved, where it must be that one.

        The old place is gone, and the new one holds one of its documents, byte for byte. Names alone could be those of
        another folder's documents.
        """
        with self._lock, self._store.snapshot():
            moved = [] if self._store.of_folder(root) else self._store.folders()
            moved = [old for old in moved if not Path(old).exists() and self._holds_one_of(root, old)]
        if moved:
            with self._changing():
                self._store.move_folder(moved[0], root)

    def _holds_one_of(self, root: str, old: str) -> bool:
        files = ((Path(root, path), source_id) for path, source_id in self._store.of_folder(old))
        return any(file.is_file() and sha256_of(file) == source_id for file, source_id in files)

    def _name_of(self, document: str, root: str | None) -> str:
        """The document's name: the file's path in its folder, unless another folder's document has that name."""
        if root is None:
            return document
        held = self._store.find_in_folder(root, document)
        if held is not None:
            return held.name
        name, number = document, 1
        while (other := self._store.find(name)) is not None and other.root is not None:
            folder = Path(root).name
            name = f"{folder}/{document}" if number == 1 else f"{folder} ({number})/{document}"
            number += 1
        return name

    def _note_origin(self, held: StoredDocument, origin: Origin | None) -> None:
        if origin is not None and (held.root, held.path) != (origin.root, origin.path):
            with self._changing():
                self._store.set_folder(held.id, origin.root, origin.path)

    def files_of(self, folder: Path) -> dict[str, str]:
        """The SHA-256 of each document that was added with the folder, by the path of its file there."""
        with self._lock, self._store.snapshot():
            return dict(self._store.of_folder(str(folder.resolve())))

    def move_file(self, folder: Path, before: str, after: str) -> str:
        """Notes that a document's file has another path in its folder, and returns the document's name, which stays.

        Raises DocumentNotFound.
        """
        root = str(folder.resolve())
        with self._changing():
            held = self._found_in(root, before)
            self._store.set_folder(held.id, root, after)
            return held.name
