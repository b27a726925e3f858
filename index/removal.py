"""A document that was taken out, held in memory so that it can be put back without being embedded again.

It leaves the file at once and wholly: nothing in the file waits to be thrown away, a program that is killed leaves
nothing behind, and letting go of the `Removed` is the end of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.edits import Edit
from index.models import Source
from index.store import NewParagraph, NewVector, Store, StoredDocument


@dataclass(frozen=True, slots=True)
class Removed:
    """All that the library held of a document; `source` has the title and the date that the document itself says.

    `model` is the one that the vectors are of.
    """

    source: Source
    original: bytes
    edit: Edit
    root: str | None
    path: str | None
    paragraphs: tuple[NewParagraph, ...]
    vectors: tuple[NewVector, ...]
    model: str

    @property
    def document(self) -> str:
        """Its name in the library."""
        return self.source.document

    @property
    def title(self) -> str:
        """What a reader knows it by."""
        return self.edit.title or self.source.title or self.source.document


def take(store: Store, held: StoredDocument, model: str, dimension: int) -> Removed:
    """Takes a document out; to be called in a transaction."""
    removed = read(store, held.id, store.paragraph_ids_of([held.id]).tolist(), model, dimension)
    store.delete_document(held.id)
    return removed


def read(store: Store, document_id: int, paragraph_ids: Sequence[int], model: str, dimension: int) -> Removed:
    """All that the store holds of a document with these paragraphs. Raises LibraryDamaged."""
    source, held = store.source_itself(document_id), store.held(document_id)
    paragraphs = sorted(store.paragraphs_to_embed(paragraph_ids), key=lambda each: each.paragraph.start)
    vectors = store.vectors_by_key([each.vector_key for each in paragraphs], dimension)
    return Removed(
        source,
        store.original(source.id),
        store.edits.of(source.document),
        held.root,
        held.path,
        tuple(paragraphs),
        tuple(vectors),
        model,
    )


def put_back(store: Store, removed: Removed) -> None:
    """Stores it as it was; to be called in a transaction, with its vectors there."""
    source = removed.source
    store.insert_document(source, removed.original, removed.paragraphs, root=removed.root, path=removed.path)
    store.edits.set(removed.document, removed.edit)
