"""Fits index/weights.json from the shared development folders and seeds/, and prints its figures out of fold.

    python -m tests.benchmarks.fit_fusion SHARED_DATA_FOLDER [--libraries FOLDER] [--write]

Searches are in libraries like those that people keep: five mixed ones, each of four of xquad-vi's articles, news and
three English meetings of qmsum-train, and the samples. A large one, all of xquad-vi, is only measured. Every question
is asked in all its ways. What nothing answers are the questions of the next library's articles (strangers), the
samples' own, and every question again with its right paragraphs taken out of the candidates (near misses). The folds
are by document. Nothing here is random.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from index import Embedder, Library, Settings, load_embedder
from index.caches import Caches
from index.fuse import ANSWER, RANKING, Judged, Weights, answer_features, judge
from index.search import QuestionCentres, Searcher, understand
from index.store import Store

FOLDS = 5
SEEDS = Path(__file__).parents[2] / "seeds"
WEIGHTS = Path(__file__).parents[2] / "index" / "weights.json"
COMMAND = "python -m tests.benchmarks.fit_fusion SHARED_DATA_FOLDER --write"
_XQUAD_FILES = ("questions", "questions-no-diacritics", "questions-en")
# How much a question counts. The samples are few, but are what the product is for; qmsum's ask for whole passages.
_RANKING_WEIGHT = {"seeds": 4.0, "xquad": 1.0, "qmsum": 0.7}
_ANSWER_WEIGHT = {
    ("seeds", "answerable"): 4.0,
    ("seeds", "near miss"): 1.5,
    ("seeds", "nothing"): 8.0,
    ("xquad", "answerable"): 1.0,
    ("xquad", "near miss"): 0.4,
    ("xquad", "nothing"): 1.0,
}
_RIDGE = 0.02
_ANSWER_RIDGE = 0.001
# The share of the samples' answerable questions that the threshold may refuse, out of fold.
_REFUSED = 0.095

Floats = NDArray[np.float64]
Question = dict[str, Any]
Models = tuple[dict[str, float], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the features of its candidates, and which of them (n,) are right."""

    part: str
    kind: str
    fold: int
    judged: Judged
    right: NDArray[np.bool_]
    answerable: bool


def read(path: Path) -> list[Question]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def searcher(folder: Path, documents: Iterable[Path], embedder: Embedder) -> Searcher:
    """Search in a library of these documents, kept in the folder."""
    with Library.open(folder, embedder) as library:
        for path in documents:
            library.add(path)
    store = Store(folder, create=False)
    caches = Caches(store, embedder.dimension)
    caches.catch_up()
    return Searcher(store, caches, Weights({}, {}, 0.0), QuestionCentres.of(embedder))


def cases(
    search: Searcher, embedder: Embedder, questions: Sequence[Question], part: str, fold: Callable[[Question], int]
) -> list[Case]:
    """The questions as cases. `fold` gives a question's."""
    understood = [understand(question["question"], search.caches) for question in questions]
    vectors = embedder.questions([each.embedded for each in understood])
    found = []
    for question, each, vector in zip(questions, understood, vectors, strict=True):
        _, stored, evidence = search.candidates(each, vector)
        right = np.array([_is_right(row.paragraph, question["answers"]) for row in stored], bool)
        kind = question.get("kind") or question["file"]
        found.append(Case(part, kind, fold(question), judge(evidence), right, bool(question["answers"])))
    return found


def _is_right(paragraph: Any, answers: Sequence[Question]) -> bool:
    return any(
        paragraph.document == each["document"] and paragraph.start < each["end"] and each["start"] < paragraph.end
        for each in answers
    )


def gathered(shared: Path, libraries: Path, embedder: Embedder) -> list[Case]:
    """All cases."""
    found: list[Case] = []
    xquad = {name: read(shared / "xquad-vi" / f"{name}.jsonl") for name in _XQUAD_FILES}
    articles = sorted({question["answers"][0]["document"] for question in xquad["questions"]})
    folder = shared / "xquad-vi" / "documents"
    news = [path for path in sorted(folder.iterdir()) if path.name not in articles]
    meetings = sorted((shared / "qmsum-train" / "documents").iterdir())[::9]
    of_meetings = read(shared / "qmsum-train" / "questions.jsonl")
    for number in range(FOLDS):
        mine, others = set(articles[number::FOLDS]), set(articles[(number + 1) % FOLDS :: FOLDS])
        heard = meetings[number * 3 : number * 3 + 3]
        documents = [*(folder / name for name in sorted(mine)), *news[number * 12 : number * 12 + 12], *heard]
        search = searcher(libraries / f"mixed-{number}", documents, embedder)
        asked = [{**each, "file": name} for name in xquad for each in xquad[name] if _document(each) in mine]
        for name in xquad:
            strangers = [each for each in xquad[name] if _document(each) in others][::4]
            asked += [{**each, "file": f"strangers {name}", "answers": []} for each in strangers]
        found += cases(search, embedder, asked, "xquad", lambda _, number=number: number)  # type: ignore[misc]
        names = {path.name for path in heard}
        asked = [{**each, "file": "qmsum-train"} for each in of_meetings if each["answers"] and each["within"] in names]
        found += cases(search, embedder, asked, "qmsum", lambda _, number=number: number)  # type: ignore[misc]
        search.store.close()
    found += _in_large_library(shared, libraries, embedder, xquad, articles)
    samples = sorted((SEEDS / "documents").iterdir())
    names_in_order = [path.name for path in samples]
    search = searcher(libraries / "seeds", samples, embedder)

    def fold(question: Question) -> int:
        if question["answers"]:
            return names_in_order.index(_document(question)) % FOLDS
        return int(question["id"][-2:]) % FOLDS

    found += cases(search, embedder, read(SEEDS / "questions.jsonl"), "seeds", fold)
    search.store.close()
    return [case for case in found if len(case.right)]


def _in_large_library(
    shared: Path, libraries: Path, embedder: Embedder, xquad: dict[str, list[Question]], articles: Sequence[str]
) -> list[Case]:
    """xquad-vi as it stands, with all its news, and what nothing in it answers."""
    search = searcher(libraries / "large", sorted((shared / "xquad-vi" / "documents").iterdir()), embedder)
    asked = [{**each, "file": f"large {name}"} for name in xquad for each in xquad[name]]
    nothing = read(shared / "xquad-vi" / "questions-unanswerable.jsonl")
    asked += [{**each, "file": "unanswerable", "fold": number % FOLDS} for number, each in enumerate(nothing)]

    def fold(question: Question) -> int:
        return articles.index(_document(question)) % FOLDS if question["answers"] else int(question["fold"])

    found = cases(search, embedder, asked, "large", fold)
    search.store.close()
    return found


def _document(question: Question) -> str:
    return str(question["answers"][0]["document"])


def fit_ranking(train: Sequence[Case]) -> dict[str, float]:
    """A softmax over each question's candidates that gives the right ones the most (listwise)."""
    train = [case for case in train if case.right.any() and case.part in _RANKING_WEIGHT]
    matrix = np.concatenate([_matrix(case) for case in train])
    spread = matrix.std(axis=0) + 1e-9
    rows = torch.tensor(matrix / spread)
    owner = torch.tensor(np.repeat(np.arange(len(train)), [len(case.right) for case in train]))
    right = torch.tensor(np.concatenate([case.right for case in train]))
    counts = torch.tensor([_RANKING_WEIGHT[case.part] for case in train], dtype=torch.float64)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        scores = rows @ weights
        everything = _log_sum_exp(scores, owner, len(train))
        of_right = _log_sum_exp(scores[right], owner[right], len(train))
        return ((everything - of_right) * counts).sum() / counts.sum() + _RIDGE * (weights**2).mean()

    return dict(zip(RANKING, (_minimised(loss, len(RANKING)) / spread).tolist(), strict=True))


def fit_answer(train: Sequence[Case], ranking: dict[str, float]) -> dict[str, float]:
    """A logistic model of whether the best candidate answers."""
    matrix, answers, counts = _answer_rows(train, ranking)
    middle, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    rows, wanted, weight = torch.tensor((matrix - middle) / spread), torch.tensor(answers), torch.tensor(counts)

    def loss(weights: torch.Tensor) -> torch.Tensor:
        logits = rows @ weights[1:] + weights[0]
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        return (each * weight).sum() / weight.sum() + _ANSWER_RIDGE * (weights[1:] ** 2).sum()

    fitted = _minimised(loss, len(ANSWER) + 1)
    weights = fitted[1:] / spread
    return {"bias": float(fitted[0] - middle @ weights), **dict(zip(ANSWER, weights.tolist(), strict=True))}


def _answer_rows(train: Sequence[Case], ranking: dict[str, float]) -> tuple[Floats, Floats, Floats]:
    rows, answers, counts = [], [], []
    for case in (each for each in train if each.part in ("seeds", "xquad")):
        for what, some in _answer_cases(case):
            rows.append(_answer_row(some, ranking))
            answers.append(float(what == "answerable"))
            counts.append(_ANSWER_WEIGHT[case.part, what])
    return np.array(rows), np.array(answers), np.array(counts)


def _answer_cases(case: Case) -> list[tuple[str, Case]]:
    """The case itself, and as a near miss."""
    if not case.answerable:
        return [("nothing", case)]
    if case.right.all() or not case.right.any():
        return [("answerable", case)]
    return [("answerable", case), ("near miss", _without_right(case))]


def _without_right(case: Case) -> Case:
    left = ~case.right
    judged = Judged(
        {name: values[left] for name, values in case.judged.ranking.items()},
        {name: values[left] for name, values in case.judged.answer.items()},
    )
    return replace(case, judged=judged, right=case.right[left], answerable=False)


def _answer_row(case: Case, ranking: dict[str, float]) -> Floats:
    return answer_features(case.judged, Weights(ranking, {}, 0.0).scores(case.judged))


def logit(case: Case, ranking: dict[str, float], answer: dict[str, float]) -> float:
    """That of the best candidate's confidence."""
    return float(_answer_row(case, ranking) @ np.array([answer[name] for name in ANSWER]) + answer["bias"])


def _matrix(case: Case) -> Floats:
    return np.stack([case.judged.ranking[name] for name in RANKING], axis=1)


def _log_sum_exp(scores: torch.Tensor, owner: torch.Tensor, owners: int) -> torch.Tensor:
    highest = torch.full((owners,), -1e9, dtype=torch.float64).scatter_reduce(0, owner, scores, "amax")
    sums = torch.zeros(owners, dtype=torch.float64).scatter_add(0, owner, torch.exp(scores - highest[owner]))
    return highest + torch.log(sums)


def _minimised(loss: Callable[[torch.Tensor], torch.Tensor], size: int) -> Floats:
    weights = torch.zeros(size, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=300, line_search_fn="strong_wolfe")

    def step() -> torch.Tensor:
        optimizer.zero_grad()
        value = loss(weights)
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimizer.step(step)  # type: ignore[no-untyped-call]
    fitted: Floats = weights.detach().numpy()
    return fitted


def report(all_cases: Sequence[Case], models: Sequence[tuple[dict[str, float], dict[str, float]]]) -> float:
    """Prints the figures, each case by the model of its fold; returns the threshold."""
    ranks: dict[str, list[int]] = defaultdict(list)
    logits: dict[tuple[str, str], list[float]] = defaultdict(list)
    for case in all_cases:
        ranking, answer = models[case.fold]
        if case.answerable:
            scores = Weights(ranking, {}, 0.0).scores(case.judged)
            order = np.argsort(-scores, kind="stable")[:10]
            places = np.flatnonzero(case.right[order])
            ranks[f"{case.part} {case.kind}"].append(int(places[0]) + 1 if len(places) else 0)
        if case.part != "qmsum":
            for what, some in _answer_cases(case):
                logits[case.part, what].append(logit(some, ranking, answer))
    for kind, found in ranks.items():
        rr = np.mean([1 / rank if rank else 0.0 for rank in found])
        print(f"{kind:32s} n {len(found):4d}  MRR@10 {rr:.3f}  hit@1 {np.mean(np.array(found) == 1):.3f}")
    threshold = float(np.quantile(logits["seeds", "answerable"], _REFUSED))
    for (part, what), found_logits in sorted(logits.items()):
        print(f"{part:6s} {what:12s} n {len(found_logits):4d}  answered {_share(found_logits, threshold):.3f}")
    return float(1 / (1 + np.exp(-threshold)))


def _share(values: Sequence[float], least: float) -> float:
    return float(np.mean(np.array(values) >= least))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits, prints and, if asked to, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds xquad-vi/ and qmsum-train/")
    parser.add_argument("--libraries", type=Path, help="where the libraries are kept for the next time")
    parser.add_argument("--write", action="store_true", help="write index/weights.json")
    options = parser.parse_args(arguments)
    embedder = load_embedder(Settings.from_environment())
    with tempfile.TemporaryDirectory() as folder:
        all_cases = gathered(options.shared, options.libraries or Path(folder), embedder)
    fit_and_report(all_cases, write=options.write)


def fit_and_report(all_cases: Sequence[Case], *, write: bool) -> None:
    """Prints the figures out of fold and in fold, and writes the weights fitted on all cases."""
    models = []
    for fold in range(FOLDS):
        train = [case for case in all_cases if case.fold != fold]
        ranking = fit_ranking(train)
        models.append((ranking, fit_answer(train, ranking)))
    print("Out of fold:")
    threshold = report(all_cases, models)
    ranking = fit_ranking(all_cases)
    answer = fit_answer(all_cases, ranking)
    print("In fold:")
    in_fold = report(all_cases, [(ranking, answer)] * FOLDS)
    print(f"threshold {threshold:.3f} out of fold, {in_fold:.3f} in fold")
    if write:
        rounded = [{name: round(value, 4) for name, value in model.items()} for model in (ranking, answer)]
        stored = {
            "fitted_by": COMMAND,
            "ranking": rounded[0],
            "answer": rounded[1],
            "threshold": round(threshold, 4),
        }
        WEIGHTS.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
