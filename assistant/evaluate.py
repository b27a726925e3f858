"""How well a library answers an evaluation folder: the door to what `evaluation/` measures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from assistant.evaluation.dialogues import ask_dialogues, dialogue_files, read_dialogues
from assistant.evaluation.measures import Evaluation, measures
from assistant.evaluation.questions import BrokenEvaluation, Place, Question, question_files, read_questions
from assistant.evaluation.results import OnProgress, ask_all, rank
from index import Library, Outcome, PathNotFound, find_files

__all__ = [
    "BrokenEvaluation",
    "Evaluation",
    "Place",
    "Question",
    "add_documents",
    "evaluate",
    "rank",
    "read_questions",
]


def add_documents(
    folder: Path, library: Library, on_progress: OnProgress | None = None
) -> tuple[dict[str, str], list[Outcome]]:
    """Adds the folder's documents that aren't in the library yet, or have changed.

    Returns the library's name for each, by its path in `documents/`, and what became of the files. Raises PathNotFound.
    """
    documents = folder / "documents"
    if not documents.is_dir():
        raise PathNotFound(path=str(documents))
    files = find_files([documents])
    names: dict[str, str] = {}
    outcomes = []
    for number, file in enumerate(files):
        if on_progress is not None:
            on_progress(file.document, number, len(files))
        outcome = library.add_file(file)
        outcomes.append(outcome)
        if outcome.status not in ("skipped", "failed"):
            names[file.document] = outcome.document
    return names, outcomes


def evaluate(
    folder: Path, library: Library, names: Mapping[str, str], on_progress: OnProgress | None = None
) -> Evaluation:
    """Asks the questions of each `questions*.jsonl` and `dialogues*.jsonl` of the folder and measures the answers.

    `names` is what `add_documents` returns. Raises PathNotFound without a questions file, BrokenEvaluation, BadQuestion
    and DocumentNotFound.
    """
    questions = {path.name: read_questions(path, names) for path in question_files(folder)}
    results = {name: tuple(ask_all(name, each, library, on_progress)) for name, each in questions.items()}
    dialogues = {path.name: read_dialogues(path, names) for path in dialogue_files(folder)}
    followed = {name: tuple(ask_dialogues(name, each, library, on_progress)) for name, each in dialogues.items()}
    return measures(results, followed)
