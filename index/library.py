"""The library: the one door between documents on disk and everything that asks about them."""

from __future__ import annotations

import gc
import hashlib
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from index import removal
from index.board import Board, board, mark_done
from index.caches import Caches
from index.catalogue import Catalogue, Facets, Scope
from index.disk import sha256_of
from index.edits import Edit
from index.embed import Embedder
from index.errors import (
    BadArchive,
    BrokenCache,
    DocumentNotFound,
    HoiHopError,
    LibraryError,
    ModelMismatch,
    NameTaken,
    NeedsTesseract,
    TooLarge,
    UnreadableDocument,
    VectorsOfOtherLength,
)
from index.files import FoundFile
from index.filters import NO_FILTERS, Filters
from index.fuse import Weights, default_weights
from index.loaders import load
from index.loaders.pdf_page import PdfPage, read_pdf_page
from index.marks import Mark
from index.meeting_list import KEPT_FACTS, Meeting, meetings_of
from index.models import Hit, LoadedDocument, Paragraph, Similar, Source, Turn
from index.paragraphs import split
from index.passages import Passage, passage_of
from index.question import QuestionCentres, Understood, understand
from index.reading import Reader, page_reader_for
from index.reembedding import Reembedding
from index.removal import Removed
from index.rerank import Reranker
from index.scans import in_words, scan_of
from index.search import Found, Searcher
from index.similar import similar
from index.store import DocumentSummary, NewVector, Reading, Store, StoredDocument
from index.task_lines import KEPT_TASKS, TaskLine, task_lines
from index.who import same_name

Progress = Callable[[int, int], None]
_Result = TypeVar("_Result")
# A question, its vector and what the filters leave to search.
_Asked = tuple[Understood, NDArray[np.float32], Scope | None]


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


@dataclass(frozen=True, slots=True)
class Said:
    """A turn and the paragraph that it stands in."""

    paragraph: Paragraph
    turn: Turn

    @property
    def text(self) -> str:
        """The words, as they stand in the document."""
        start = self.paragraph.start
        return self.paragraph.text[max(0, self.turn.start - start) : self.turn.end - start]


@dataclass(frozen=True, slots=True)
class _Origin:
    """From where a document was added: the path of its file in a folder."""

    root: str
    path: str


class Library:
    """Documents, searched by meaning and by words. Threads may share one, and processes a folder."""

    def __init__(
        self,
        store: Store,
        embedder: Embedder,
        reranker: Reranker | None = None,
        weights: Weights | None = None,
        reader: Reader | None = None,
    ) -> None:
        """Over an open store of that model; `Library.open` makes both."""
        self.folder = store.folder
        self.embedder = embedder
        self._store = store
        self._reranker = reranker
        self._weights = weights or default_weights()
        self._reader = reader
        self._lock = threading.RLock()
        self._caches: Caches | None = None
        self._catalogue: Catalogue | None = None
        self._board: tuple[int, Board] | None = None
        self._lines: tuple[int, list[TaskLine]] | None = None
        self._meetings: tuple[int, list[Meeting]] | None = None
        self._centres: tuple[Embedder, QuestionCentres] | None = None

    @classmethod
    def open(
        cls,
        folder: Path,
        embedder: Embedder,
        *,
        create: bool = True,
        reranker: Reranker | None = None,
        weights: Weights | None = None,
        reader: Reader | None = None,
    ) -> Self:
        """The library in the folder, made if there is none and `create`. Raises LibraryError.

        `reranker` puts the best hits in a new order; `weights` are others than those that come with the program.
        `reader` reads the files that are added, in a process of its own; without one they are read in this process,
        which is for files that nobody can have made to do harm.
        """
        store = Store(folder, create=create)
        try:
            with store.snapshot():
                # Before anything is taken for missing that is only not found.
                store.check_structure()
            if create and not _has_model(store):
                with store.transaction():
                    # Another process may have made it in the meantime.
                    if not _has_model(store):
                        store.set_meta("samples", "wanted")
                        store.set_meta("model", embedder.name)
                        store.set_meta("dimension", str(embedder.dimension))
            _check_model(store, embedder)
        except LibraryError:
            store.close()
            raise
        return cls(store, embedder, reranker, weights, reader)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """A transaction of the store. Other threads read on while this one waits for another program that writes."""
        with self._store.writers_lock.held(), self._lock, self._store.transaction():
            yield

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

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

    def _add(
        self, document: str, data: bytes, *, sample: bool, root: str | None, on_progress: Progress | None
    ) -> Outcome:
        """`document` is the name that the file has by itself: in its folder `root`, if it has one."""
        source_id = hashlib.sha256(data).hexdigest()
        origin = None if root is None else _Origin(root, document)
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
                passages = [passage_of(paragraph) for paragraph in split(loaded, source_id, name)]
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
                _check_model(self._store, self.embedder)
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
            passages = [passage_of(paragraph) for paragraph in split(loaded, now.id, document)]
            if now == before.source and [each.new for each in passages] == list(before.paragraphs):
                return Outcome("unchanged", document)
            origin = None if held.root is None or held.path is None else _Origin(held.root, held.path)
            if self._stored(now, before.original, origin, passages, vectors, embedder, over=held.id):
                return Outcome("replaced", document, in_words(kind), paragraphs=len(passages))
            if embedder is not self.embedder:
                vectors = {}
                continue
            self._embed_lacking(embedder, passages, vectors, on_progress)

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
        vectors.update(_embedded(embedder, lacking, on_progress))

    def _load(self, document: str, data: bytes) -> LoadedDocument:
        """The file, read. Raises UnreadableDocument."""
        return load(document, data) if self._reader is None else self._reader.read(document, data)

    def _note_origin(self, held: StoredDocument, origin: _Origin | None) -> None:
        if origin is not None and (held.root, held.path) != (origin.root, origin.path):
            with self._changing():
                self._store.set_folder(held.id, origin.root, origin.path)

    def _stored(
        self,
        source: Source,
        data: bytes,
        origin: _Origin | None,
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
            _check_model(self._store, self.embedder)
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

    def edit(self, document: str, *, title: str | None = None, meeting_date: str | None = None) -> None:
        """Gives a document a title and a date of the reader's own, which outlive its new versions.

        None leaves as it is, and "" goes back to what the document says. A date is a day, "2023-12-07", or a month,
        "2023-12". Neither the text nor the original changes. Raises DocumentNotFound, BadTitle and BadMeetingDate.
        """
        with self._changing():
            self._store.edits.change(self._found(document).name, title, meeting_date)
            self._store.next_generation()

    def document_says(self, document: str) -> Edit:
        """The title and the date as they stand in the document, whatever was edited. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            return self._store.document_says(self._found(document).name)

    def remove(self, document: str) -> None:
        """Takes a document out for good. Raises DocumentNotFound."""
        with self._changing():
            self._store.delete_document(self._found(document).id)
            self._store.next_generation()
        self._forget_found()

    def _forget_found(self) -> None:
        """Takes what is kept of documents that are gone off the disk."""
        with self._lock, self._store.snapshot():
            for kept in (KEPT_TASKS, KEPT_FACTS):
                kept.forget(self._store)

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

    def remove_file(self, folder: Path, path: str) -> str:
        """Takes the document of a file in a folder out for good, and returns its name. Raises DocumentNotFound."""
        with self._changing():
            held = self._found_in(str(folder.resolve()), path)
            self._store.delete_document(held.id)
            self._store.next_generation()
        self._forget_found()
        return held.name

    def take_out(self, documents: Collection[str]) -> list[Removed]:
        """Takes documents out, all or none, so that they can be put back. Raises DocumentNotFound."""
        with self._changing():
            _check_model(self._store, self.embedder)
            held = [self._found(document) for document in documents]
            taken = [removal.take(self._store, each, self.embedder.name, self.embedder.dimension) for each in held]
            self._store.next_generation()
        self._forget_found()
        return taken

    def put_back(self, removed: Removed) -> None:
        """Puts back a document that was taken out, as it was. Raises NameTaken where another has its name by now.

        It is embedded again only where the library's model is another one since.
        """
        embedder = self.embedder
        vectors = {each.key: each for each in removed.vectors if removed.model == embedder.name}
        while True:
            with self._changing():
                _check_model(self._store, self.embedder)
                if embedder is not self.embedder:
                    # The library was embedded anew in the meantime.
                    vectors, embedder = {}, self.embedder
                held = self._store.find(removed.document)
                if held is not None and held.source_id != removed.source.id:
                    raise NameTaken(document=removed.document)
                if held is not None:
                    return
                missing = self._store.missing_vectors({each.vector_key for each in removed.paragraphs} - vectors.keys())
                if not missing:
                    self._store.insert_vectors(vectors.values())
                    removal.put_back(self._store, removed)
                    self._store.next_generation()
                    return
            passages = [passage_of(each.paragraph) for each in removed.paragraphs]
            lacking = [each for each in passages if each.new.vector_key in missing]
            vectors.update(_embedded(embedder, lacking, None))

    @property
    def waits_for_samples(self) -> bool:
        """Whether this library was made to be used in the chat and nobody has put documents or samples in yet."""
        with self._lock, self._store.snapshot():
            return self._store.meta("samples") == "wanted"

    def samples_are_in(self) -> None:
        """Remembers that the samples were added, so that they never are again."""
        with self._changing():
            self._store.set_meta("samples", "added")

    def remove_samples(self) -> list[str]:
        """Takes the sample documents out for good; returns their names."""
        with self._changing():
            self._store.set_meta("samples", "removed")
            samples = self._store.samples()
            for document_id, _ in samples:
                self._store.delete_document(document_id)
            if samples:
                self._store.next_generation()
        self._forget_found()
        return [name for _, name in samples]

    def _found(self, document: str) -> StoredDocument:
        held = self._store.find(document)
        if held is None:
            raise DocumentNotFound(document=document)
        return held

    def _found_in(self, root: str, path: str) -> StoredDocument:
        held = self._store.find_in_folder(root, path)
        if held is None:
            raise DocumentNotFound(document=path)
        return held

    def documents(self) -> list[DocumentSummary]:
        """All documents by name."""
        with self._lock, self._store.snapshot():
            return self._store.documents()

    def readings(self, documents: Collection[str]) -> dict[str, Reading]:
        """What was read of each of these documents; those that the library doesn't hold are left out."""
        with self._lock, self._store.snapshot():
            return self._store.readings(documents)

    def media_types(self, documents: Collection[str]) -> dict[str, str]:
        """The media type of each of these documents, which says what OCR did; those that aren't held are left out."""
        with self._lock, self._store.snapshot():
            return self._store.media_types(documents)

    def versions(self, documents: Collection[str]) -> dict[str, str]:
        """The id of the Source of each of these documents; those that the library doesn't hold are left out."""
        with self._lock, self._store.snapshot():
            found = ((document, self._store.find(document)) for document in documents)
            return {document: held.source_id for document, held in found if held is not None}

    def source(self, document: str) -> Source:
        """A document with its text. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            source = self._store.source(document)
        if source is None:
            raise DocumentNotFound(document=document)
        return source

    def paragraphs(self, document: str) -> list[Paragraph]:
        """The paragraphs of a document in order. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            self._found(document)
            return self._store.paragraphs_of(document)

    def tasks(self, documents: Collection[str] | None = None) -> list[TaskLine]:
        """The task lines of these documents, or of all, by name and place; unknown names are left out."""
        with self._lock, self._store.snapshot():
            return task_lines(self._store, documents)

    def board(self) -> Board:
        """All task lines with who marked which as done, and the marks whose lines can't be told any more."""
        with self._lock, self._store.snapshot():
            generation = self._store.generation
            if self._board is None or self._board[0] != generation:
                self._board = generation, board(self._store, self._all_lines())
            return self._board[1]

    def _all_lines(self) -> list[TaskLine]:
        """All task lines. To be called in a snapshot."""
        generation = self._store.generation
        if self._lines is None or self._lines[0] != generation:
            self._lines = generation, task_lines(self._store)
        return self._lines[1]

    def mark_done(self, line: TaskLine, done_by: str) -> Mark:
        """Notes that a task is done, by whom and when; where it is marked already, that mark stays and is returned.

        Raises BadName and TaskGone.
        """
        with self._changing_marks():
            return mark_done(self._store, self._all_lines(), line, done_by)

    def unmark(self, mark_id: str) -> Mark | None:
        """Takes a mark away for good and returns it; None where another did so before."""
        with self._changing_marks():
            mark = self._store.marks.of(mark_id)
            self._store.marks.remove(mark_id)
            return mark

    def put_mark_back(self, mark: Mark) -> None:
        """Puts back a mark that was taken away, as it was."""
        with self._changing_marks():
            self._store.marks.add(mark)

    @contextmanager
    def _changing_marks(self) -> Iterator[None]:
        """A change to which lines and meetings stay as they are: to find them again would take longer than the rest."""
        with self._changing():
            before, lines = self._store.generation, self._all_lines()
            yield
            self._store.next_generation()
            generation = self._store.generation
        self._lines = generation, lines
        if self._meetings is not None and self._meetings[0] == before:
            self._meetings = generation, self._meetings[1]

    def meetings(self, documents: Collection[str] | None = None) -> list[Meeting]:
        """What these documents, or all, say of their meetings, by name; unknown names are left out."""
        with self._lock, self._store.snapshot():
            generation = self._store.generation
            if self._meetings is None or self._meetings[0] != generation:
                self._meetings = generation, meetings_of(self._store)
            return [each for each in self._meetings[1] if documents is None or each.document in documents]

    def said_by(self, name: str) -> list[Said]:
        """What somebody says in the transcripts, by document and place; of nobody's name, nothing."""
        with self._lock, self._store.snapshot():
            speakers = {speaker for speaker, _ in self._store.speakers() if same_name(speaker, name)}
            return [
                Said(paragraph, turn)
                for paragraph in self._store.paragraphs_spoken(speakers)
                for turn in paragraph.turns
                if turn.speaker in speakers
            ]

    def original(self, document: str) -> bytes:
        """The file as it came. Raises DocumentNotFound."""
        with self._lock, self._store.snapshot():
            return self._store.original(self._found(document).source_id)

    def pdf_page(self, source: Source, page: int) -> PdfPage:
        """A page (from 1) of a .pdf as it is drawn; like the files that are added, read in a process of its own.

        Raises DocumentNotFound where the library doesn't hold this version any more, and UnreadableDocument.
        """
        data = self.original(source.document)
        if hashlib.sha256(data).hexdigest() != source.id:
            raise DocumentNotFound(document=source.document)
        if self._reader is None:
            return read_pdf_page(source.document, data, page)
        return page_reader_for(self._reader.limits).page(source.document, data, page)

    def facets(self) -> Facets:
        """What questions can be filtered by."""
        with self._lock, self._store.snapshot():
            return self._current_catalogue().facets

    def scope(self, filters: Filters) -> Scope:
        """What the filters leave to search. Raises DocumentNotFound, SpeakerNotFound and NoSpeakers."""
        with self._lock, self._store.snapshot():
            return self._current_catalogue().scope(self._store, filters)

    def search(
        self, question: str, limit: int = 10, within: str | None = None, *, filters: Filters = NO_FILTERS
    ) -> list[Hit]:
        """The hits for a question, best first.

        Raises BadQuestion, and what `scope` raises for `filters` and for `within`, the name of one document.
        """
        return list(self.find([question], limit, [within], filters=[filters])[0].hits)

    def find(
        self,
        questions: Sequence[str],
        limit: int = 10,
        within: Sequence[str | None] | None = None,
        *,
        filters: Sequence[Filters] | None = None,
        as_typed: bool = False,
    ) -> list[Found]:
        """What each question found, with the evidence that an answer is made from; the questions are embedded together.

        `filters` are those of each question. `within` names one document, or None, for each, in place of the documents
        that its filters name. Raises BadQuestion and what `scope` raises.
        """
        wanted = _wanted(len(questions), within, filters)
        while True:
            with self._lock, self._store.snapshot():
                embedder = self.embedder
                understood = self._with_caches(
                    lambda caches: [understand(question, caches, as_typed=as_typed) for question in questions]
                )
                # Before the time that embedding takes.
                self._scopes(wanted)
            vectors = embedder.questions([question.embedded for question in understood])
            centres = self._question_centres(embedder)
            with self._lock, self._store.snapshot():
                if embedder is not self.embedder:
                    # The library was embedded anew in the meantime.
                    continue
                asked = list(zip(understood, vectors, self._scopes(wanted), strict=True))
                return self._with_caches(partial(self._found_with, asked, limit, centres))

    def _found_with(self, asked: Sequence[_Asked], limit: int, centres: QuestionCentres, caches: Caches) -> list[Found]:
        searcher = Searcher(self._store, caches, self._weights, centres, self._reranker)
        return [searcher.search(question, vector, limit, scope) for question, vector, scope in asked]

    def similar(self, paragraph: Paragraph, limit: int = 5, *, filters: Filters = NO_FILTERS) -> list[Similar]:
        """The paragraphs most like one, the most alike first, without itself, also where it stands in a new version.

        Of what the filters leave; they raise as for `find`.

        Those with nothing in common but that they speak of meetings are left out. By the stored vector; a paragraph
        that the library doesn't hold any more is embedded anew.
        """
        passage = passage_of(paragraph)
        while True:
            with self._lock, self._store.snapshot():
                _check_model(self._store, self.embedder)
                embedder = self.embedder
                vector = self._store.vector(passage.new.vector_key, embedder.dimension)
            if vector is None:
                vector = embedder.passages([passage.text], [passage.spans])[0].vector
            with self._lock, self._store.snapshot():
                if embedder is self.embedder:
                    (scope,) = self._scopes([filters])
                    among = None if scope is None else scope.ids
                    return similar(paragraph, vector, limit, self._store, self._current_caches(), among)

    def _scopes(self, filters: Sequence[Filters]) -> list[Scope | None]:
        """What each of the filters leave; None where they leave all."""
        if not any(each.active for each in filters):
            return [None] * len(filters)
        catalogue = self._current_catalogue()
        scopes = {each: catalogue.scope(self._store, each) for each in dict.fromkeys(filters) if each.active}
        return [scopes.get(each) for each in filters]

    def _current_catalogue(self) -> Catalogue:
        if self._catalogue is None or self._catalogue.generation != self._store.generation:
            self._catalogue = Catalogue(self._store)
        return self._catalogue

    def understand(self, question: str) -> Understood:
        """The question as it would be searched."""
        with self._lock, self._store.snapshot():
            return self._with_caches(lambda caches: understand(question, caches))

    def prepare(self) -> None:
        """Brings the search indexes up to date now, so that the next question needn't."""
        with self._lock, self._store.snapshot():
            self._current_caches()

    def _with_caches(self, use: Callable[[Caches], _Result]) -> _Result:
        """What is found with the search indexes up to date. What of them turns out damaged meanwhile is made anew."""
        while True:
            caches = self._current_caches()
            try:
                return use(caches)
            except BrokenCache:
                caches.drop_broken()

    def _current_caches(self) -> Caches:
        # Another process may have embedded the library anew with another model.
        _check_model(self._store, self.embedder)
        if self._caches is None:
            self._caches = Caches(self._store, self.embedder.dimension)
        self._caches.catch_up()
        return self._caches

    def _question_centres(self, embedder: Embedder) -> QuestionCentres:
        held = self._centres
        if held is None or held[0] is not embedder:
            held = self._centres = embedder, QuestionCentres.of(embedder)
        return held[1]

    @property
    def outdated(self) -> bool:
        """Whether another process has embedded the library anew with another model than this one's."""
        with self._lock, self._store.snapshot():
            model, dimension = self._store.meta("model"), self._store.meta("dimension")
            return model != self.embedder.name or dimension not in (None, str(self.embedder.dimension))

    def use(self, embedder: Embedder) -> None:
        """Goes over to the model that another process embedded the library anew with. Raises ModelMismatch."""
        with self._lock:
            _check_model(self._store, embedder)
            self._use(embedder)

    def reembed(self, embedder: Embedder, on_progress: Progress | None = None) -> int:
        """Embeds all paragraphs anew with another model and goes over to that; returns how many.

        Until the end, when all of them change at once, other threads search and add with the old model. `on_progress`
        is called with the paragraphs done and in all; what it raises stops the embedding, and nothing has changed.
        """
        with Reembedding(self.folder, embedder) as work:
            while True:
                work.embed(on_progress)
                # No search of another thread meets new vectors with the old model.
                with work.alone(), self._lock:
                    paragraphs = work.exchange()
                    if paragraphs is not None:
                        self._use(embedder)
                        return paragraphs

    def _use(self, embedder: Embedder) -> None:
        self.embedder = embedder
        # Nothing shall hold the old model, nor its vectors.
        self._caches = self._centres = None
        # The parts of a model refer to each other in circles: its hundreds of megabytes would stay for a while.
        gc.collect()


def _wanted(count: int, within: Sequence[str | None] | None, filters: Sequence[Filters] | None) -> tuple[Filters, ...]:
    """The filters of each of so many questions, of which each may be about one document."""
    given = filters if filters is not None else [NO_FILTERS] * count
    documents = within if within is not None else [None] * count
    return tuple(each.of_one(document) for each, document in zip(given, documents, strict=True))


def passed_over(file: FoundFile) -> Outcome | None:
    """What becomes of a found file that isn't even read: skipped, or failed. None for one to read."""
    if file.error is not None:
        detail = file.error.values.get("detail", "")
        return Outcome("failed", file.document, f"{file.error} {detail}".strip(), file.error)
    return None if file.skipped is None else Outcome("skipped", file.document, file.skipped)


def _embedded(embedder: Embedder, passages: Sequence[Passage], on_progress: Progress | None) -> dict[bytes, NewVector]:
    by_key = {each.new.vector_key: each for each in passages}
    unique = list(by_key.values())
    embedded = embedder.passages([each.text for each in unique], [each.spans for each in unique], on_progress)
    return {
        each.new.vector_key: NewVector(each.new.vector_key, passage.vector, passage.sentences)
        for each, passage in zip(unique, embedded, strict=True)
    }


def _has_model(store: Store) -> bool:
    with store.snapshot():
        return store.meta("model") is not None


def _check_model(store: Store, embedder: Embedder) -> None:
    """Raises ModelMismatch where the library's vectors are another model's."""
    with store.snapshot():
        found, dimension = store.meta("model"), store.meta("dimension")
    if found is None:
        raise LibraryError(folder=str(store.folder), detail="there is no library here; add a document first")
    if found != embedder.name:
        raise ModelMismatch(folder=str(store.folder), found=found, wanted=embedder.name)
    if dimension is not None and int(dimension) != embedder.dimension:
        raise VectorsOfOtherLength(folder=str(store.folder), model=found, found=dimension, wanted=embedder.dimension)
