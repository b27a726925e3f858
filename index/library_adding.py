"""How documents come in: read, split, embedded and stored, as new ones or in place of their last version."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from index import removal
from index.embed import Embedder
from index.errors import BadArchive, HoiHopError, NeedsTesseract, TooLarge, UnreadableDocument
from index.files import FoundFile
from index.library_base import check_model
from index.library_folders import LibraryFolders, Origin
from index.loaders import load
from index.models import LoadedDocument, Source
from index.paragraphs import split
from index.passages import Passage, embedded, passage_of, with_held_keys
from index.scans import in_words, scan_of
from index.store import NewVector

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    `reason` says in English why one was skipped or failed, or what OCR did for one that is in; `error` is the cause.
    """

    status: Literal["added", "unchanged", "replaced", "skipped", "failed"]
    document: str
    reason: str = ""
    error: HoiHopError | None = None
    paragraphs: int = 0


class LibraryAdding(LibraryFolders):
    """Takes files and bytes in: reads, splits and embeds them, and stores all of a document in one transaction."""

    def add(
        self, path: Path, *, document: str | None = None, sample: bool = False, on_progress: Progress | None = None
    ) -> Outcome:
        """Adds a file under its name or the one given, or its new version. A file that can't be read gives "failed"."""
        return self.add_file(FoundFile(path, document or path.name, None), sample=sample, on_progress=on_progress)

    def add_file(self, file: FoundFile, *, sample: bool = False, on_progress: Progress | None = None) -> Outcome:
        """Adds a file that `find_files` found. Raises LibraryNotWritable."""
        passed = passed_over(file)
        if passed is not None:
            return passed
        try:
            data = file.read(None if self._reader is None else self._reader.limits.file_mb)
        except (BadArchive, TooLarge) as error:
            return Outcome("failed", file.document, str(error), error)
        except OSError as error:
            unreadable = UnreadableDocument(path=str(file.path), detail=error.strerror or str(error))
            return Outcome("failed", file.document, f"{unreadable} {error.strerror or ''}".strip(), unreadable)
        root = None if file.root is None else str(file.root.resolve())
        if root is not None:
            self._follow_folder(root)
        return self._add(file.document, data, sample=sample, root=root, on_progress=on_progress)

    def add_bytes(
        self, document: str, data: bytes, *, sample: bool = False, on_progress: Progress | None = None
    ) -> Outcome:
        """Adds a document from its bytes, for instance an upload, or its new version."""
        return self._add(document, data, sample=sample, root=None, on_progress=on_progress)

    def _add(
        self, document: str, data: bytes, *, sample: bool, root: str | None, on_progress: Progress | None
    ) -> Outcome:
        """`document` is the name that the file has by itself: in its folder `root`, if it has one."""
        source_id = hashlib.sha256(data).hexdigest()
        origin = None if root is None else Origin(root, document)
        vectors: dict[bytes, NewVector] = {}
        source, passages, embedder = None, list[Passage](), self.embedder
        while True:
            if embedder is not self.embedder:
                # The library was embedded anew in the meantime.
                vectors, embedder = {}, self.embedder
            with self._lock, self._store.snapshot():
                name = self._name_of(document, root)
                held = self._store.find(name)
            if held is not None and held.source_id == source_id:
                self._note_origin(held, origin)
                return Outcome("unchanged", name)
            if source is None or source.document != name:
                try:
                    loaded = self._load(name, data)
                except UnreadableDocument as error:
                    return Outcome("failed", name, str(error), error)
                now = datetime.now(UTC).isoformat(timespec="seconds")
                title, date, kind = loaded.title, loaded.meeting_date, loaded.media_type
                source = Source(source_id, name, title, date, kind, loaded.text, now, sample, loaded.letterhead)
                passages = self._passages(loaded, source_id, name)
            if self._stored(source, data, origin, passages, vectors, embedder):
                return Outcome(
                    "added" if held is None else "replaced", name, in_words(source.media_type), paragraphs=len(passages)
                )
            self._embed_lacking(embedder, passages, vectors, on_progress)

    def reread(self, document: str, on_progress: Progress | None = None) -> Outcome:
        """Reads a document's original again, as this version of the program reads it; embeds what text is new.

        "replaced" where anything came out otherwise, and "failed", with all as it was, where it can't be read any more.
        Raises DocumentNotFound and LibraryError.
        """
        vectors: dict[bytes, NewVector] = {}
        while True:
            with self._lock, self._store.snapshot():
                check_model(self._store, self.embedder)
                embedder = self.embedder
                held = self._found(document)
                before = removal.read(
                    self._store,
                    held.id,
                    self._store.paragraph_ids_of([held.id]).tolist(),
                    embedder.name,
                    embedder.dimension,
                )
            try:
                loaded = self._load(document, before.original)
            except UnreadableDocument as error:
                return Outcome("failed", document, str(error), error)
            title, date, kind = loaded.title, loaded.meeting_date, loaded.media_type
            was, scan = scan_of(before.source.media_type), scan_of(kind)
            if scan.pages < was.pages and scan.unread > was.unread:
                # Tesseract is gone: what it read is better than nothing.
                missing_program = NeedsTesseract(path=document)
                return Outcome("failed", document, str(missing_program), missing_program)
            now = replace(
                before.source,
                title=title,
                meeting_date=date,
                media_type=kind,
                text=loaded.text,
                letterhead=loaded.letterhead,
            )
            passages = self._passages(loaded, now.id, document)
            if now == before.source and [each.new for each in passages] == list(before.paragraphs):
                return Outcome("unchanged", document)
            origin = None if held.root is None or held.path is None else Origin(held.root, held.path)
            if self._stored(now, before.original, origin, passages, vectors, embedder, over=held.id):
                return Outcome("replaced", document, in_words(kind), paragraphs=len(passages))
            if embedder is not self.embedder:
                vectors = {}
                continue
            self._embed_lacking(embedder, passages, vectors, on_progress)

    def _passages(self, loaded: LoadedDocument, source_id: str, document: str) -> list[Passage]:
        """A document's, with the keys of vectors that the store has by now."""
        passages = [passage_of(paragraph) for paragraph in split(loaded, source_id, document)]
        with self._lock, self._store.snapshot():
            return with_held_keys(passages, self._store)

    def _embed_lacking(
        self,
        embedder: Embedder,
        passages: Sequence[Passage],
        vectors: dict[bytes, NewVector],
        on_progress: Progress | None,
    ) -> None:
        """Adds to the vectors those of the passages that neither they nor the store hold."""
        with self._lock, self._store.snapshot():
            missing = self._store.missing_vectors({each.new.vector_key for each in passages} - vectors.keys())
        lacking = [each for each in passages if each.new.vector_key in missing]
        vectors.update(embedded(embedder, lacking, on_progress))

    def _load(self, document: str, data: bytes) -> LoadedDocument:
        """The file, read. Raises UnreadableDocument."""
        return load(document, data) if self._reader is None else self._reader.read(document, data)

    def _stored(
        self,
        source: Source,
        data: bytes,
        origin: Origin | None,
        passages: Sequence[Passage],
        vectors: dict[bytes, NewVector],
        embedder: Embedder,
        *,
        over: int | None = None,
    ) -> bool:
        """Stores the document in one transaction, in place of its old version. The vectors are the embedder's.

        `over` is the id of the only version whose place it may take. False where that is gone, while vectors are
        missing, when the library has another embedder by now, and when another process has taken the name for another
        folder's document.
        """
        with self._changing():
            check_model(self._store, self.embedder)
            if embedder is not self.embedder:
                return False
            if origin is not None and self._name_of(origin.path, origin.root) != source.document:
                return False
            if self._store.missing_vectors({each.new.vector_key for each in passages} - vectors.keys()):
                return False
            old = self._store.find(source.document)
            if over is not None and (old is None or old.id != over):
                return False
            if over is None and old is not None and old.source_id == source.id:
                # Another process has added the same in the meantime.
                return False
            self._store.insert_vectors(vectors.values())
            if old is not None:
                # The new paragraphs go in first, so that the vectors they share with the old ones stay.
                self._store.rename_document(old.id, f"\x00{old.id}")
            root, path = (None, None) if origin is None else (origin.root, origin.path)
            self._store.insert_document(source, data, [each.new for each in passages], root=root, path=path)
            if old is not None:
                self._store.delete_document(old.id)
            if not source.sample and self._store.meta("samples") == "wanted":
                # Made by somebody who adds documents of their own: no samples among them.
                self._store.set_meta("samples", "unwanted")
            self._store.next_generation()
            return True


def passed_over(file: FoundFile) -> Outcome | None:
    """What becomes of a found file that isn't even read: skipped, or failed. None for one to read."""
    if file.error is not None:
        detail = file.error.values.get("detail", "")
        return Outcome("failed", file.document, f"{file.error} {detail}".strip(), file.error)
    return None if file.skipped is None else Outcome("skipped", file.document, file.skipped)
