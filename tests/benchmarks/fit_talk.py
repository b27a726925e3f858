"""Fits index/talk_adapter.npy: the matrix by which a question's vector is changed before talk is compared with it.

    python -m tests.benchmarks.fit_talk SHARED_DATA_FOLDER [--libraries FOLDER] [--write]

On the questions of qmsum-train, each within its meeting: a softmax over the meeting's paragraphs gives the right ones
the most, and one over the right paragraphs of some questions gives each question its own. (The second is the usual loss
with the other questions' answers as wrong ones; Henderson et al., "Efficient natural language response suggestion for
smart reply", 2017.) The matrix has more numbers than there are answers, so a random share of the numbers of vectors is
left out of each step, and the mean of the second half of all steps is kept (Polyak and Juditsky, 1992).

Prints how the paragraphs are ordered by their products alone, with the question's centred vector and with the adapted
one: of each fold's meetings by the matrix that was fitted without them. With --write, the one fitted on all goes into
the file.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import cross_entropy, dropout

from index import Embedder, Settings, load_embedder
from index.question import QuestionCentres, understand
from index.talk import NAME
from tests.benchmarks.fit_answers import opened, overlaps, read
from tests.benchmarks.folds import FOLDS, fold_of
from tests.benchmarks.peers_tables import recall_of_five, reciprocal_rank

Vectors = NDArray[np.float32]

ADAPTER_PATH = Path(__file__).parents[2] / "index" / NAME
_EPOCHS = 20
_QUESTIONS_AT_ONCE = 16
_LEARNING_RATE = 3e-4
# What products are multiplied by in the softmax to begin with; it is fitted too, at a rate of its own.
_SCALE = 30.0
_SCALE_LEARNING_RATE = 0.01
# Of a question's numbers and of a paragraph's.
_LEFT_OUT = (0.2, 0.1)
_OTHER_QUESTIONS_WEIGHT = 0.3
_SEED = 0


@dataclass(frozen=True, slots=True)
class AskedOfMeeting:
    """A question's centred vector (dimension,), its meeting's n vectors, (n, dimension), and which of them answer."""

    meeting: str
    centred: Vectors
    vectors: Vectors
    right: NDArray[np.bool_]


def asked_of_meetings(shared: Path, libraries: Path, embedder: Embedder) -> list[AskedOfMeeting]:
    """The questions of qmsum-train; the library is kept in `libraries`."""
    centres = QuestionCentres.of(embedder)
    documents = sorted((shared / "qmsum-train" / "documents").iterdir())
    store, caches = opened(libraries / "meetings", documents, embedder)
    questions = read(shared / "qmsum-train" / "questions.jsonl")
    understood = [understand(each["question"], caches) for each in questions]
    vectors = embedder.questions([each.embedded for each in understood])
    meetings = {}
    for meeting in sorted({str(each["within"]) for each in questions}):
        ids = store.paragraph_ids(meeting).tolist()
        rows = [row.paragraph for row in store.paragraphs(ids, embedder.dimension)]
        meetings[meeting] = rows, store.vectors(ids, embedder.dimension)
    store.close()
    found = []
    for each, question, vector in zip(questions, understood, vectors, strict=True):
        rows, of_meeting = meetings[each["within"]]
        right = np.array([overlaps(row, each["answers"]) for row in rows], bool)
        if right.any() and not right.all():
            centred = centres.vectors_of(vector, english=question.english).centred
            found.append(AskedOfMeeting(each["within"], centred, of_meeting, right))
    return found


def adapters(asked: Sequence[AskedOfMeeting]) -> list[Vectors]:
    """The matrix of each fold, fitted without the questions about its meetings, and last that fitted on all."""
    folds = [fold_of(each.meeting) for each in asked]
    return [
        fitted([each for each, own in zip(asked, folds, strict=True) if own != fold]) for fold in (*range(FOLDS), None)
    ]


def fitted(asked: Sequence[AskedOfMeeting]) -> Vectors:
    """The matrix, (dimension, dimension), as it is stored: rounded to half precision."""
    torch.manual_seed(_SEED)
    dimension = len(asked[0].centred)
    matrix = torch.zeros(dimension, dimension, requires_grad=True)
    log_scale = torch.tensor(float(np.log(_SCALE)), requires_grad=True)
    optimizer = torch.optim.Adam(
        [{"params": [matrix], "lr": _LEARNING_RATE}, {"params": [log_scale], "lr": _SCALE_LEARNING_RATE}]
    )
    steps = _EPOCHS * max(1, len(asked) // _QUESTIONS_AT_ONCE)
    falling = torch.optim.lr_scheduler.LinearLR(optimizer, start_factor=1.0, end_factor=0.0, total_iters=steps)
    order = np.random.default_rng(_SEED)
    kept, mean = 0, torch.zeros(dimension, dimension)
    for step in range(steps):
        if step % (steps // _EPOCHS) == 0:
            batches = np.array_split(order.permutation(len(asked)), steps // _EPOCHS)
        loss = _loss([asked[place] for place in batches[step % len(batches)]], matrix, log_scale.exp())
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        falling.step()
        if step >= steps // 2:
            kept, mean = kept + 1, mean + matrix.detach()
    found: Vectors = (mean / kept).numpy().astype(np.float16).astype(np.float32)
    return found


def _loss(asked: Sequence[AskedOfMeeting], matrix: torch.Tensor, scale: torch.Tensor) -> torch.Tensor:
    of_questions, of_paragraphs = _LEFT_OUT
    centred = dropout(torch.tensor(np.stack([each.centred for each in asked])), of_questions)
    changed = centred + centred @ matrix
    losses, answers = [], []
    for question, each in zip(changed, asked, strict=True):
        vectors = dropout(torch.tensor(each.vectors), of_paragraphs)
        logits, right = scale * (vectors @ question), torch.tensor(each.right)
        losses.append(torch.logsumexp(logits, 0) - torch.logsumexp(logits[right], 0))
        rows = torch.nonzero(right)[:, 0]
        answers.append(vectors[rows[torch.randint(len(rows), ())]])
    of_all = scale * (changed @ torch.stack(answers).T)
    return torch.stack(losses).mean() + _OTHER_QUESTIONS_WEIGHT * cross_entropy(of_all, torch.arange(len(asked)))


def report(asked: Sequence[AskedOfMeeting], matrices: Sequence[Vectors]) -> None:
    """Prints how the answers are found by products alone, each question by the matrix of its fold."""
    for name, changes in (("centred", [np.zeros_like(matrices[0])] * FOLDS), ("adapted", matrices)):
        ranks, inside = [], []
        for each in asked:
            question = each.centred + each.centred @ changes[fold_of(each.meeting)]
            ranked = np.argsort(-(each.vectors @ question), kind="stable").tolist()
            right = set(np.flatnonzero(each.right).tolist())
            ranks.append(reciprocal_rank(ranked, right))
            inside.append(recall_of_five(ranked, right))
        print(f"{name}: n {len(asked)}  MRR@10 {np.mean(ranks):.3f}  recall@5 {np.mean(inside):.3f}")


def write(matrix: Vectors) -> None:
    """Stores the matrix that comes with the program."""
    np.save(ADAPTER_PATH, matrix.astype(np.float16), allow_pickle=False)


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits, prints and, if asked to, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds qmsum-train/")
    parser.add_argument("--libraries", type=Path, help="where the library is kept for the next time")
    parser.add_argument("--write", action="store_true", help=f"write index/{NAME}")
    options = parser.parse_args(arguments)
    embedder = load_embedder(Settings.from_environment())
    with tempfile.TemporaryDirectory() as folder:
        asked = asked_of_meetings(options.shared, options.libraries or Path(folder), embedder)
    matrices = adapters(asked)
    report(asked, matrices)
    if options.write:
        write(matrices[-1])


if __name__ == "__main__":
    main()
