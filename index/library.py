"""The library: the one door between documents on disk and everything that asks about them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Self

from index.caches import Caches
from index.embed import Embedder
from index.errors import DocumentNotFound, HoiHopError, LibraryNotWritable, ModelMismatch, UnreadableDocument
from index.files import FoundFile
from index.fuse import default_weights
from index.loaders import load
from index.models import Hit, Paragraph, Source, Span
from index.paragraphs import split
from index.search import Found, QuestionCentres, Searcher, Understood, understand
from index.store import DocumentSummary, NewParagraph, NewVector, Store, StoredDocument
from index.text import clauses, normalise

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file. `reason` says it in English for one that was skipped or failed, `error` is the cause."""

    status: Literal["added", "unchanged", "replaced", "skipped", "failed"]
    document: str
    reason: str = ""
    error: HoiHopError | None = None
    paragraphs: int = 0


@dataclass(frozen=True, slots=True)
class _Passage:
    """A paragraph as it is embedded: its normalised sentences behind its heading, and where each of them lies."""

    new: NewParagraph
    text: str
    spans: tuple[Span, ...]


class Library:
    """Documents, searched by meaning and by words. Threads may share one, and processes a folder."""

    def __init__(self, store: Store, embedder: Embedder) -> None:
        """Over an open store of that model; `Library.open` makes both."""
        self.folder = store.folder
        self.embedder = embedder
        self._store = store
        self._lock = threading.RLock()
        self._caches: Caches | None = None
        self._centres: QuestionCentres | None = None

    @classmethod
    def open(cls, folder: Path, embedder: Embedder, *, create: bool = True) -> Self:
        """The library in the folder, made if there is none and `create`. Raises LibraryError."""
        store = Store(folder, create=create)
        found = store.meta("model")
        if found is None and create:
            with store.transaction():
                store.set_meta("samples", "wanted")
                store.set_meta("model", embedder.name)
                store.set_meta("dimension", str(embedder.dimension))
        elif found != embedder.name:
            store.close()
            raise ModelMismatch(folder=str(folder), found=str(found), wanted=embedder.name)
        return cls(store, embedder)

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
            data = file.path.read_bytes()
        except OSError as error:
            unreadable = UnreadableDocument(path=str(file.path), detail=error.strerror or str(error))
            return Outcome("failed", file.document, f"{unreadable} {error.strerror or ''}".strip(), unreadable)
        return self._add(self._name_of(file), data, sample=sample, root=_resolved(file.root), on_progress=on_progress)

    def add_bytes(
        self, document: str, data: bytes, *, sample: bool = False, on_progress: Progress | None = None
    ) -> Outcome:
        """Adds a document from its bytes, for instance an upload, or its new version."""
        return self._add(document, data, sample=sample, root=None, on_progress=on_progress)

    def _name_of(self, file: FoundFile) -> str:
        """The document's name: the file's, unless another folder that is still there has put its own under it."""
        root = _resolved(file.root)
        if root is None or file.root is None:
            return file.document
        with self._lock:
            name, number = file.document, 1
            while (held := self._store.find(name)) is not None and _of_another_folder(held, root):
                folder = file.root.resolve().name
                name = f"{folder}/{file.document}" if number == 1 else f"{folder} ({number})/{file.document}"
                number += 1
            return name

    def _add(
        self, document: str, data: bytes, *, sample: bool, root: str | None, on_progress: Progress | None
    ) -> Outcome:
        source_id = hashlib.sha256(data).hexdigest()
        with self._lock:
            held = self._store.find(document)
        if held is not None and held.source_id == source_id:
            return Outcome("unchanged", document)
        try:
            loaded = load(document, data)
        except UnreadableDocument as error:
            return Outcome("failed", document, str(error), error)
        source = Source(
            source_id,
            document,
            loaded.title,
            loaded.meeting_date,
            loaded.media_type,
            loaded.text,
            datetime.now(UTC).isoformat(timespec="seconds"),
            sample,
        )
        passages = [_passage(paragraph) for paragraph in split(loaded, source_id, document)]
        vectors: dict[bytes, NewVector] = {}
        while not self._stored(source, data, root, passages, vectors):
            with self._lock:
                missing = self._store.missing_vectors({each.new.vector_key for each in passages} - vectors.keys())
            vectors.update(self._embedded([each for each in passages if each.new.vector_key in missing], on_progress))
        return Outcome("added" if held is None else "replaced", document, paragraphs=len(passages))

    def _stored(
        self,
        source: Source,
        data: bytes,
        root: str | None,
        passages: Sequence[_Passage],
        vectors: dict[bytes, NewVector],
    ) -> bool:
        """Stores the document in one transaction, in place of its old version; False while vectors are missing."""
        with self._lock, self._store.transaction():
            if self._store.missing_vectors({each.new.vector_key for each in passages} - vectors.keys()):
                return False
            self._store.insert_vectors(vectors.values())
            old = self._store.find(source.document)
            if old is not None:
                # The new paragraphs go in first, so that the vectors they share with the old ones stay.
                self._store.rename_document(old.id, f"\x00{old.id}")
            self._store.insert_document(source, data, root, [each.new for each in passages])
            if old is not None:
                self._store.delete_document(old.id)
            if not source.sample and self._store.meta("samples") == "wanted":
                # Made by somebody who adds documents of their own: no samples among them.
                self._store.set_meta("samples", "unwanted")
            self._store.next_generation()
            return True

    def _embedded(self, passages: Sequence[_Passage], on_progress: Progress | None) -> dict[bytes, NewVector]:
        by_key = {each.new.vector_key: each for each in passages}
        unique = list(by_key.values())
        embedded = self.embedder.passages([each.text for each in unique], [each.spans for each in unique], on_progress)
        return {
            each.new.vector_key: NewVector(each.new.vector_key, passage.vector, passage.sentences)
            for each, passage in zip(unique, embedded, strict=True)
        }

    def remove(self, document: str) -> None:
        """Takes a document out. Raises DocumentNotFound."""
        with self._lock, self._store.transaction():
            self._store.delete_document(self._found(document).id)
            self._store.next_generation()

    @property
    def waits_for_samples(self) -> bool:
        """Whether this library was made to be used in the chat and nobody has put documents or samples in yet."""
        with self._lock:
            return self._store.meta("samples") == "wanted"

    def samples_are_in(self) -> None:
        """Remembers that the samples were added, so that they never are again."""
        with self._lock, self._store.transaction():
            self._store.set_meta("samples", "added")

    def remove_samples(self) -> list[str]:
        """Takes the sample documents out for good; returns their names."""
        with self._lock, self._store.transaction():
            self._store.set_meta("samples", "removed")
            samples = self._store.samples()
            for document_id, _ in samples:
                self._store.delete_document(document_id)
            if samples:
                self._store.next_generation()
            return [name for _, name in samples]

    def _found(self, document: str) -> StoredDocument:
        held = self._store.find(document)
        if held is None:
            raise DocumentNotFound(document=document)
        return held

    def documents(self) -> list[DocumentSummary]:
        """All documents by name."""
        with self._lock:
            return self._store.documents()

    def source(self, document: str) -> Source:
        """A document with its text. Raises DocumentNotFound."""
        with self._lock:
            source = self._store.source(document)
        if source is None:
            raise DocumentNotFound(document=document)
        return source

    def paragraphs(self, document: str) -> list[Paragraph]:
        """The paragraphs of a document in order. Raises DocumentNotFound."""
        with self._lock:
            self._found(document)
            return self._store.paragraphs_of(document)

    def original(self, document: str) -> bytes:
        """The file as it came. Raises DocumentNotFound."""
        with self._lock:
            return self._store.original(self._found(document).source_id)

    def search(self, question: str, limit: int = 10, within: str | None = None) -> list[Hit]:
        """The hits for a question, best first. Raises BadQuestion and DocumentNotFound (`within`)."""
        return list(self.find([question], limit, [within])[0].hits)

    def find(
        self,
        questions: Sequence[str],
        limit: int = 10,
        within: Sequence[str | None] | None = None,
        *,
        as_typed: bool = False,
    ) -> list[Found]:
        """What each question found, with the evidence that an answer is made from; the questions are embedded together.

        `within` names one document, or None, for each question. Raises BadQuestion and DocumentNotFound.
        """
        documents = within if within is not None else [None] * len(questions)
        with self._lock, self._store.snapshot():
            understood = [understand(question, self._current_caches(), as_typed=as_typed) for question in questions]
            for document in documents:
                if document is not None:
                    self._found(document)
        vectors = self.embedder.questions([question.embedded for question in understood])
        centres = self._question_centres()
        with self._lock, self._store.snapshot():
            searcher = Searcher(self._store, self._current_caches(), default_weights(), centres)
            return [
                searcher.search(question, vector, limit, document)
                for question, vector, document in zip(understood, vectors, documents, strict=True)
            ]

    def understand(self, question: str) -> Understood:
        """The question as it would be searched."""
        with self._lock, self._store.snapshot():
            return understand(question, self._current_caches())

    def prepare(self) -> None:
        """Brings the search indexes up to date now, so that the next question needn't."""
        with self._lock, self._store.snapshot():
            self._current_caches()

    def _current_caches(self) -> Caches:
        if self._caches is None:
            self._caches = Caches(self._store, self.embedder.dimension)
        self._caches.catch_up()
        return self._caches

    def _question_centres(self) -> QuestionCentres:
        if self._centres is None:
            self._centres = QuestionCentres.of(self.embedder)
        return self._centres


def passed_over(file: FoundFile) -> Outcome | None:
    """What becomes of a found file that isn't even read: skipped, or failed. None for one to read."""
    if file.error is not None:
        detail = file.error.values.get("detail", "")
        return Outcome("failed", file.document, f"{file.error} {detail}".strip(), file.error)
    return None if file.skipped is None else Outcome("skipped", file.document, file.skipped)


def reembed(folder: Path, embedder: Embedder, on_progress: Progress | None = None) -> int:
    """Embeds all paragraphs of a library anew with another model; returns how many. All of them change, or none."""
    store = Store(folder, create=False)
    try:
        passages = [
            _passage(paragraph) for summary in store.documents() for paragraph in store.paragraphs_of(summary.document)
        ]
        by_key = {each.new.vector_key: each for each in passages}
        unique = list(by_key.values())
        embedded = embedder.passages([each.text for each in unique], [each.spans for each in unique], on_progress)
        with store.transaction():
            if store.missing_vectors(by_key) or store.vector_count() != len(by_key):
                raise LibraryNotWritable(
                    folder=str(folder), detail="its documents changed in the meantime; run it again"
                )
            store.delete_vectors()
            store.insert_vectors(
                NewVector(each.new.vector_key, passage.vector, passage.sentences)
                for each, passage in zip(unique, embedded, strict=True)
            )
            store.set_meta("model", embedder.name)
            store.set_meta("dimension", str(embedder.dimension))
            store.renumber_paragraphs()
            store.next_generation()
        return len(passages)
    finally:
        store.close()


def _passage(paragraph: Paragraph) -> _Passage:
    """The heading and the sentences, each normalised, on one line; the key is the SHA-256 of these parts."""
    sentences = tuple(clauses(paragraph.text))
    parts = [normalise(paragraph.text[span.start : span.end]) for span in sentences]
    text = f"{normalise(paragraph.heading)}." if paragraph.heading else ""
    spans = []
    for part in parts:
        text = f"{text} {part}" if text else part
        spans.append(Span(len(text) - len(part), len(text)))
    key = hashlib.sha256("\x00".join([normalise(paragraph.heading or ""), *parts]).encode()).digest()
    return _Passage(NewParagraph(paragraph, sentences, key), text, tuple(spans))


def _resolved(root: Path | None) -> str | None:
    return None if root is None else str(root.resolve())


def _of_another_folder(held: StoredDocument, root: str) -> bool:
    """Whether a folder other than `root` added the document and is still there; one that has moved may come again."""
    return held.root is not None and held.root != root and Path(held.root).is_dir()
