"""`eval` with weights that were not fitted on what is asked.

    python -m tests.benchmarks.out_of_fold FOLDER [--library DIR] [--plot FILE.png]

Each question is answered with the weights of its fold (folds.py): the fold of the document that answers it, and where
nothing does, by its number in its file. Prints the same tables as `python -m assistant eval`.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.evaluate import add_documents, read_questions
from assistant.evaluation.measures import measures
from assistant.evaluation.output import write
from assistant.evaluation.plot import reliability_png
from assistant.evaluation.questions import Question, question_files
from assistant.evaluation.report import tables
from assistant.evaluation.results import Result, ask_all
from index import Embedder, Library, Settings, load_embedder
from index.fuse import Weights
from tests.benchmarks.folds import FOLDS, fold_of, weights_by_fold


def fold_of_question(question: Question, number: int) -> int:
    """The fold of a file's question, whose number there is `number`."""
    return fold_of(question.answers[0].document) if question.answers else number % FOLDS


def results_out_of_fold(
    file: str, questions: Sequence[Question], folder: Path, embedder: Embedder, weights: Sequence[Weights]
) -> list[Result]:
    """The results of a file's questions in the library `folder`, in their order."""
    found: dict[int, Result] = {}
    for fold in range(FOLDS):
        mine = [number for number, each in enumerate(questions) if fold_of_question(each, number) == fold]
        with Library.open(folder, embedder, create=False, weights=weights[fold]) as library:
            found.update(zip(mine, ask_all(file, [questions[number] for number in mine], library), strict=True))
    return [found[number] for number in range(len(questions))]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="an evaluation folder")
    parser.add_argument("--library", type=Path, help="where its documents are, or are put")
    parser.add_argument("--plot", type=Path, help="where the reliability is drawn, a PNG")
    options = parser.parse_args(arguments)
    embedder = load_embedder(Settings.from_environment())
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.library or Path(temporary)
        with Library.open(folder, embedder) as library:
            names, _ = add_documents(options.folder, library)
        asked = {path.name: read_questions(path, names) for path in question_files(options.folder)}
        weights = weights_by_fold()
        evaluation = measures(
            {name: tuple(results_out_of_fold(name, each, folder, embedder, weights)) for name, each in asked.items()}
        )
    print(tables(evaluation), end="")
    if options.plot is not None:
        write(options.plot, reliability_png(evaluation.bins, evaluation.all_files.ece))


if __name__ == "__main__":
    main()
