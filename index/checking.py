"""Whether all that a library's folder holds is whole: each byte that has a checksum, each range, each vector."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import caches, parts_file, removal
from index.errors import LibraryDamaged, LibraryError, LibraryTooNew
from index.marks import Mark
from index.models import Span
from index.parts_file import PartedIndex
from index.removal import Removed
from index.store import Store
from index.transactions import DAMAGES

Progress = Callable[[int, int], None]
# As in index/vectors.py: half precision shortens a unit vector by less than this.
_LENGTH_TOLERANCE = 0.01
# 8 bits shorten one by some thousandths; at worst, of 4,096 numbers of which all but one are half a scale, by this.
_SENTENCE_TOLERANCE = 0.04
_ANEW = "it is made anew when a question needs it"


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at: its subject, how many there are, and what is wrong with any, in English."""

    subject: str
    count: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that was looked at."""

    checked: tuple[Checked, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not any(each.problems for each in self.checked)


def check(folder: Path, on_progress: Progress | None = None) -> Report:
    """Looks at everything in the library and changes nothing, but that a file of a version before is brought up.

    `on_progress` gets the documents done and in all. Raises LibraryError where there is no library, and LibraryTooNew.
    """
    try:
        store = Store(folder, create=False)
    except LibraryTooNew:
        raise
    except LibraryDamaged as error:
        return Report((Checked("file", 1, (str(error.values["detail"]),)),))
    try:
        with store.snapshot():
            return Report(tuple(_checked(store, on_progress or _nobody)))
    except LibraryDamaged as error:
        return Report((Checked("file", 1, (str(error.values["detail"]),)),))
    finally:
        store.close()


def unsound(document: Removed, dimension: int) -> list[str]:
    """What is wrong with a document whose checksums fit: its ranges and its vectors."""
    problems = []
    text, end = document.source.text, 0
    vectors = {each.key: each for each in document.vectors}
    if not document.paragraphs:
        problems.append("it has no paragraph")
    for new in document.paragraphs:
        paragraph = new.paragraph
        place = f"paragraph {paragraph.start}-{paragraph.end}"
        if not end <= paragraph.start < paragraph.end <= len(text):
            problems.append(f"{place} overlaps another or lies outside the text")
        end = paragraph.end
        if any(not _inside(span, len(paragraph.text)) for span in new.sentences):
            problems.append(f"{place} has a sentence outside of it")
        cells = paragraph.row.cells if paragraph.row is not None else ()
        if any(not _inside(Span(cell.start, cell.end), len(paragraph.text)) for cell in cells):
            problems.append(f"{place} has a cell outside of it")
        if any(not _inside(Span(turn.start, turn.end), len(text)) for turn in paragraph.turns):
            problems.append(f"{place} has a turn outside the text")
        vector = vectors[new.vector_key]
        if vector.paragraph.shape != (dimension,) or vector.sentences.shape != (len(new.sentences), dimension):
            problems.append(f"{place} has vectors of another shape than it needs")
            continue
        if not _of_unit_length(vector.paragraph[np.newaxis], _LENGTH_TOLERANCE) or not _of_unit_length(
            vector.sentences, _SENTENCE_TOLERANCE
        ):
            problems.append(f"{place} has a vector that isn't of unit length")
    return problems


def _of_unit_length(vectors: NDArray[np.float32], tolerance: float) -> bool:
    """Whether all are, but for those of zeros."""
    lengths = np.linalg.norm(vectors, axis=1)
    return bool(((np.abs(lengths - 1) < tolerance) | (lengths == 0)).all())


def _inside(span: Span, length: int) -> bool:
    return 0 <= span.start <= span.end <= length


def _nobody(done: int, total: int) -> None:
    """Where nobody wants to know."""


def _checked(store: Store, on_progress: Progress) -> Iterator[Checked]:
    yield Checked("file", 1, tuple(store.problems()))
    model, dimension = store.meta("model"), int(store.meta("dimension") or 0)
    ids = store.document_ids()
    paragraphs, keys, sources, names = 0, set[bytes](), set[str](), set[str]()
    problems: list[str] = []
    for number, document_id in enumerate(ids):
        on_progress(number, len(ids))
        with _noted(problems, f"document {document_id}"):
            name = store.held(document_id).name
            names.add(name)
            with _noted(problems, name):
                paragraph_ids = store.paragraph_ids_of([document_id]).tolist()
                document = removal.read(store, document_id, paragraph_ids, model or "", dimension)
                problems += [f"{name}: {each}" for each in unsound(document, dimension)]
                if paragraph_ids and paragraph_ids[-1] - paragraph_ids[0] + 1 != len(paragraph_ids):
                    problems.append(f"{name}: a paragraph is missing")
                paragraphs += len(paragraph_ids)
                keys |= {each.key for each in document.vectors}
                sources.add(document.source.id)
    on_progress(len(ids), len(ids))
    yield Checked("documents", len(ids), tuple(problems))
    complete = not problems
    yield Checked("paragraphs", paragraphs, _counted(complete, paragraphs, len(store.paragraph_ids())))
    yield Checked("vectors", len(keys), _counted(complete, len(keys), store.vector_count()))
    yield Checked("originals", len(sources), _counted(complete, len(sources), store.original_count()))
    yield Checked("speakers", len(store.speakers()), tuple(store.problems_of_spoken()))
    own = store.edits.all()
    strays = tuple(f"{name}: edited, and not there" for name in sorted(own.keys() - names)) if complete else ()
    yield Checked("edits", len(own), strays)
    yield _of_marks(store)
    yield _of_caches(store, dimension)


@contextmanager
def _noted(problems: list[str], name: str) -> Iterator[None]:
    """Notes what is found damaged inside, and what SQLite then can't read."""
    try:
        yield
    except LibraryError as error:
        problems.append(f"{name}: {error.values['detail']}")
    except DAMAGES as error:
        problems.append(f"{name}: {error}")


def _counted(complete: bool, expected: int, stored: int) -> tuple[str, ...]:
    """That some are stored which no document has; not known where a document could not be read."""
    return (f"{stored} stored, and the documents have {expected}",) if complete and stored != expected else ()


def _of_marks(store: Store) -> Checked:
    """Marks may be of documents that are gone."""
    marks = list(store.marks.each())
    damaged = (each for each in marks if not isinstance(each, Mark))
    return Checked("marks", len(marks), tuple(f"{each['document']}: a mark on a task" for each in damaged))


def _of_caches(store: Store, dimension: int) -> Checked:
    """Search indexes that are missing or older than the library are made at the next question, and no problem."""
    problems = []
    found = 0
    folder = caches.cache_folder(store.folder)
    indexes: tuple[PartedIndex, ...] = caches.empty_indexes(dimension)
    for name, index in zip(caches.NAMES, indexes, strict=True):
        if parts_file.exists(folder, name):
            found += 1
            problems += [f"{each}; {_ANEW}" for each in parts_file.problems(folder, name)]
            generation = parts_file.load(index, folder, name)
            if generation == store.generation and np.sort(index.groups).tolist() != store.document_ids():
                problems.append(f"{name}.json: it holds other documents than the library; delete it")
    return Checked("search indexes", found, tuple(problems))
