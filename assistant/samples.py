"""The sample meetings: they go into a library when it is first made, and never again by themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from index import FoundFile, Library, Outcome, find_files

SAMPLES = Path(__file__).resolve().parent.parent / "seeds" / "documents"

OnSample = Callable[[str, int, int], None]
"""Called before each sample with its name, the samples done and their total."""


def prepare(library: Library, on_progress: OnSample | None = None) -> list[Outcome]:
    """Adds the samples if the library still waits for them; one that was stopped in the middle goes on.

    Returns what became of each, nothing if they were added or refused before.
    """
    if not library.waits_for_samples:
        return []
    files = find_files([SAMPLES])
    outcomes: list[Outcome] = []
    for number, file in enumerate(files):
        if on_progress is not None:
            on_progress(file.document, number, len(files))
        outcomes.append(library.add_file(file, sample=True))
    library.samples_are_in()
    if on_progress is not None:
        on_progress("", len(files), len(files))
    return outcomes


def missing(library: Library) -> list[FoundFile]:
    """The samples whose names the library doesn't hold: a document of the reader's own is never replaced by one."""
    held = {summary.document for summary in library.documents()}
    return [file for file in find_files([SAMPLES]) if file.document not in held]
