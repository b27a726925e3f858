"""Titles and dates of a reader's own, and documents that are taken out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from index import removal
from index.errors import NameTaken
from index.library_base import LibraryBase, check_model
from index.meeting_list import KEPT_FACTS
from index.passages import embedded, passage_of
from index.removal import Removed
from index.task_lines import KEPT_TASKS


class LibraryChanging(LibraryBase):
    """Edits what a reader may edit, and takes documents out for good or so that they can be put back."""

    def edit(self, document: str, *, title: str | None = None, meeting_date: str | None = None) -> None:
        """Gives a document a title and a date of the reader's own, which outlive its new versions.

        None leaves as it is, and "" goes back to what the document says. A date is a day, "2023-12-07", or a month,
        "2023-12". Neither the text nor the original changes. Raises DocumentNotFound, BadTitle and BadMeetingDate.
        """
        with self._changing():
            self._store.edits.change(self._found(document).name, title, meeting_date)
            self._store.next_generation()

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
            check_model(self._store, self.embedder)
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
                check_model(self._store, self.embedder)
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
            # Under their own keys, which an earlier version made longer.
            passages = [replace(passage_of(each.paragraph, each.sentences), new=each) for each in removed.paragraphs]
            lacking = [each for each in passages if each.new.vector_key in missing]
            vectors.update(embedded(embedder, lacking, None))

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
