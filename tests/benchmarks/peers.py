"""Our library beside LangChain, txtai and bm25s: the same passages, the same vectors, the same questions, in one run.

    python -m tests.benchmarks.peers FOLDER... [--environment DIR] [--libraries DIR]

Each FOLDER is an evaluation folder (seeds/README.md). The passages are our library's paragraphs behind their headings,
the vectors those that it stores; peers get a question as it is typed, with the vector of what is typed. Where
questions are about one document, they are ranked among all documents and once more within theirs; a peer then has an
index of that document alone. Our weights are always those fitted without the question (folds.py). Questions that
nothing answers are left out, since no peer can say so. "Dense alone" is the cosine of the same vectors.

The peers are installed into an environment of their own (`.venv-peers` unless named), the libraries kept where
--libraries says: delete them once documents are read or split in another way. The tables go to stdout in Markdown,
progress to stderr. Nothing is random but by a fixed seed.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.evaluate import Question, add_documents, read_questions
from index import Embedder, Library, Paragraph, Settings, load_embedder
from index.embed import unit
from index.precision import processor_name
from index.store import Store
from tests.benchmarks import peers_environment, peers_worker
from tests.benchmarks.folds import fold_of, weights_by_fold
from tests.benchmarks.peers_tables import OURS, Ranked, tables
from tests.benchmarks.peers_worker import HITS

_ENVIRONMENT = Path(__file__).parents[2] / ".venv-peers"
_DENSE = "dense alone"

Vectors = NDArray[np.float32]
Rankings = list[list[int]]
"""For each question the numbers of passages, from 0, the best first."""
Search = Callable[[Library, Sequence[Question]], list[list[Paragraph]]]
"""Our best HITS paragraphs for each question."""
Worker = Callable[[Path], None]
"""Does the job in the folder (peers_worker)."""


@dataclass(frozen=True, slots=True)
class Passages:
    """All passages of a library, and their vectors, (n, dimension), of unit length."""

    paragraphs: list[Paragraph]
    vectors: Vectors

    def right(self, question: Question) -> frozenset[int]:
        """The numbers of those that overlap an answer."""
        return frozenset(
            number
            for number, paragraph in enumerate(self.paragraphs)
            for place in question.answers
            if place.document == paragraph.document and paragraph.start < place.end and place.start < paragraph.end
        )


@dataclass(frozen=True, slots=True)
class Row:
    """Questions that make a row of the tables; `passages` as in Ranked."""

    name: str
    passages: bool
    questions: tuple[Question, ...]


def ours(library: Library, questions: Sequence[Question]) -> list[list[Paragraph]]:
    """What the library finds for each question with the weights of its fold, which were fitted without it."""
    hits: dict[int, list[Paragraph]] = {}
    for fold, weights in enumerate(weights_by_fold()):
        mine = [number for number, each in enumerate(questions) if fold_of(each.answers[0].document) == fold]
        asked = [questions[number] for number in mine]
        with Library.open(library.folder, library.embedder, create=False, weights=weights) as same:
            found = same.find([each.text for each in asked], HITS, [each.within for each in asked])
        hits.update(zip(mine, ([hit.paragraph for hit in each.hits] for each in found), strict=True))
    return [hits[number] for number in range(len(questions))]


def dense(passages: Passages, questions: Sequence[Question], vectors: Vectors) -> Rankings:
    """The passages nearest to the vectors of the questions, (m, dimension), of unit length."""
    ranked = []
    documents = np.array([paragraph.document for paragraph in passages.paragraphs])
    for question, cosines in zip(questions, vectors @ passages.vectors.T, strict=True):
        rows = np.flatnonzero((documents == question.within) | (question.within is None))
        ranked.append(rows[np.argsort(-cosines[rows], kind="stable")[:HITS]].tolist())
    return ranked


def rows_of(folder: Path, names: Mapping[str, str]) -> Iterator[Row]:
    """A row for each file and kind of question in it, two where the questions are about one document.

    `names` is what `add_documents` returns. Raises BrokenEvaluation.
    """
    for path in sorted(folder.glob("questions*.jsonl"), key=lambda path: path.stem):
        asked = path.stem.removeprefix("questions").strip("-")
        answerable = [each for each in read_questions(path, names) if each.answers]
        for kind in dict.fromkeys(each.kind for each in answerable):
            questions = tuple(each for each in answerable if each.kind == kind)
            name = ", ".join(part for part in (folder.resolve().name, asked, kind) if part)
            if all(each.within is None for each in questions):
                yield Row(name, False, questions)
            else:
                yield Row(f"{name}, all documents", True, tuple(replace(each, within=None) for each in questions))
                yield Row(f"{name}, within the document", True, questions)


def passages_of(folder: Path, dimension: int) -> Passages:
    """The passages of the library in the folder, in the order in which it holds them."""
    store = Store(folder, create=False)
    try:
        with store.snapshot():
            ids = store.paragraph_ids().tolist()
            paragraphs = [each.paragraph for each in store.paragraphs(ids, dimension)]
            # Stored in half precision, they are a little longer or shorter.
            return Passages(paragraphs, unit(store.vectors(ids, dimension)))
    finally:
        store.close()


def compare(
    folder: Path, kept: Path, embedder: Embedder, worker: Worker, search: Search = ours
) -> tuple[list[Ranked], dict[str, str]]:
    """The folder's rows with the rankings of all systems, and the versions of the peers' packages.

    `kept` is where the folder's library is, or is made. Raises SystemExit where a document can't be read or there is
    nothing to ask, BrokenEvaluation and PathNotFound.
    """
    with Library.open(kept, embedder) as library:
        names, outcomes = add_documents(folder, library, _progress)
        failed = [outcome.reason for outcome in outcomes if outcome.status == "failed"]
        if failed:
            raise SystemExit("\n".join(failed))
        for summary in library.documents():
            if summary.document not in names.values():
                library.remove(summary.document)
        rows = list(rows_of(folder, names))
        questions = [question for row in rows for question in row.questions]
        if not questions:
            raise SystemExit(f"{folder}: there is no question here that something answers")
        passages = passages_of(kept, embedder.dimension)
        vectors = embedder.questions([question.text for question in questions])
        print(f"{folder}: {len(passages.paragraphs)} passages, {len(questions)} questions", file=sys.stderr)
        rankings, versions = _by_peers(passages, questions, vectors, worker)
        rankings[_DENSE] = dense(passages, questions, vectors)
        rankings[OURS] = _numbered(search(library, questions), passages)
    return list(_parted(rows, rankings, passages)), versions


def _progress(document: str, number: int, total: int) -> None:
    print(f"\r{number + 1} of {total} documents", end="" if number + 1 < total else "\n", file=sys.stderr)


def _by_peers(
    passages: Passages, questions: Sequence[Question], vectors: Vectors, worker: Worker
) -> tuple[dict[str, Rankings], dict[str, str]]:
    with tempfile.TemporaryDirectory() as temporary:
        job = Path(temporary)
        _write_lines(job / "passages.jsonl", [_passage(each) for each in passages.paragraphs])
        _write_lines(job / "questions.jsonl", [{"text": each.text, "within": each.within} for each in questions])
        np.savez(job / "vectors.npz", passages=passages.vectors, questions=vectors)
        worker(job)
        done = json.loads((job / "rankings.json").read_text("utf-8"))
    return done["rankings"], done["versions"]


def _passage(paragraph: Paragraph) -> dict[str, str | None]:
    """As our own index of words has it: the headings are context of their paragraph."""
    context = f"{paragraph.context}\n" if paragraph.context else ""
    return {"text": context + paragraph.text, "document": paragraph.document}


def _write_lines(path: Path, lines: Sequence[Mapping[str, str | None]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def _numbered(found: Sequence[Sequence[Paragraph]], passages: Passages) -> Rankings:
    numbers = {(each.document, each.start): number for number, each in enumerate(passages.paragraphs)}
    return [[numbers[paragraph.document, paragraph.start] for paragraph in each] for each in found]


def _parted(rows: Sequence[Row], rankings: Mapping[str, Rankings], passages: Passages) -> Iterator[Ranked]:
    """The rows with their parts of the rankings, which follow each other."""
    start = 0
    for row in rows:
        end = start + len(row.questions)
        right = tuple(passages.right(question) for question in row.questions)
        yield Ranked(row.name, row.passages, right, {name: each[start:end] for name, each in rankings.items()})
        start = end


def report(rows: Sequence[Ranked], versions: Mapping[str, str], model: str) -> str:
    """The tables and how they came about."""
    packages = ", ".join(f"{name} {number}" for name, number in versions.items())
    day = datetime.now(UTC).date().isoformat()
    return f"{tables(rows)}\nMeasured {day} on {processor_name()}. Vectors: {model}. Peers: {packages}.\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Compares and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="documents/ and questions*.jsonl")
    parser.add_argument("--environment", type=Path, default=_ENVIRONMENT, help="where the peers are installed")
    parser.add_argument("--libraries", type=Path, help="where the libraries are kept for the next time")
    options = parser.parse_args(arguments)
    names = [folder.resolve().name for folder in options.folders]
    if len(set(names)) < len(names):
        parser.error("two of the folders have the same name, and so would their libraries")
    python = peers_environment.ready(options.environment)

    def in_their_environment(job: Path) -> None:
        # Isolated: nothing of ours, or of the caller's, is imported by chance.
        subprocess.run([python, "-I", peers_worker.__file__, job], check=True, stdout=sys.stderr)

    embedder = load_embedder(Settings.from_environment())
    rows: list[Ranked] = []
    versions: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for folder, name in zip(options.folders, names, strict=True):
            kept = (options.libraries or Path(temporary)) / name
            ranked, versions = compare(folder, kept, embedder, in_their_environment)
            rows += ranked
    print(report(rows, versions, embedder.name), end="")


if __name__ == "__main__":
    main()
