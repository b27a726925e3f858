"""What can be asked of a library and done to it without its model, which takes seconds to load."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from index.board import Board, board
from index.errors import DocumentNotFound, LibraryError
from index.meeting_list import KEPT_FACTS, Meeting, meetings_of
from index.settings import DEFAULT_MODEL, Settings
from index.store import FILE_NAME, DocumentSummary, Store
from index.task_lines import KEPT_TASKS, TaskLine, task_lines


def check_library(folder: Path) -> None:
    """Raises LibraryError where there is no library, or one that can't be opened."""
    with _opened(folder):
        pass


def model_in(folder: Path) -> str | None:
    """The name of the model that the library was embedded with; None where there is no library. Raises LibraryError."""
    if not (folder / FILE_NAME).exists():
        return None
    # One that was stopped while it was made has no model yet.
    with _opened(folder, create=True) as store:
        return store.meta("model")


def with_model(settings: Settings) -> Settings:
    """The settings with the model to load, by the one rule for all commands and the chat.

    It is the model that is set; else the one that the library was embedded with, whatever that was, so that a library
    which was embedded anew needs no setting; else, for a new library, the default one. Raises LibraryError.
    """
    return replace(settings, model=settings.model or model_in(settings.library) or DEFAULT_MODEL)


@contextmanager
def _looked_at(folder: Path) -> Iterator[Store]:
    """The library's file at one moment, its structure compared."""
    with _opened(folder) as store, store.snapshot():
        store.check_structure_once()
        yield store


def documents_in(folder: Path) -> list[DocumentSummary]:
    """All documents of the library by name, whatever its model. Raises LibraryError."""
    with _looked_at(folder) as store:
        return store.documents()


def tasks_in(folder: Path) -> list[TaskLine]:
    """The task lines of all documents of the library, whatever its model. Raises LibraryError."""
    with _looked_at(folder) as store:
        return task_lines(store)


def board_in(folder: Path) -> Board:
    """`Library.board`, whatever the library's model. Raises LibraryError."""
    with _looked_at(folder) as store:
        return board(store)


def meetings_in(folder: Path) -> list[Meeting]:
    """What all documents of the library say of their meetings, whatever its model. Raises LibraryError."""
    with _looked_at(folder) as store:
        return meetings_of(store)


def remove_from(folder: Path, document: str) -> None:
    """Takes a document out of the library, whatever its model. Raises DocumentNotFound and LibraryError."""
    with _opened(folder) as store, store.transaction():
        store.check_structure()
        held = store.find(document)
        if held is None:
            raise DocumentNotFound(document=document)
        store.delete_document(held.id)
        store.next_generation()
    with _opened(folder) as store, store.snapshot():
        for kept in (KEPT_TASKS, KEPT_FACTS):
            kept.forget(store)


def edit_in(folder: Path, document: str, title: str | None, meeting_date: str | None) -> None:
    """`Library.edit`, whatever the library's model. Raises DocumentNotFound, BadEdit and LibraryError."""
    with _opened(folder) as store, store.transaction():
        store.check_structure()
        if store.find(document) is None:
            raise DocumentNotFound(document=document)
        store.edits.change(document, title, meeting_date)
        store.next_generation()


def waits_for_samples(folder: Path) -> bool:
    """Whether there is no library yet, or one that nobody has put documents or samples into. Raises LibraryError."""
    if not (folder / FILE_NAME).exists():
        return True
    with _opened(folder, create=True) as store:
        # One that was stopped while it was made has no model yet.
        return store.meta("model") is None or store.meta("samples") == "wanted"


@contextmanager
def _opened(folder: Path, *, create: bool = False) -> Iterator[Store]:
    store = Store(folder, create=create)
    try:
        yield store
    except sqlite3.Error as error:
        raise LibraryError(folder=str(folder), detail=str(error)) from error
    finally:
        store.close()
