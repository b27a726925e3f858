"""Fits index/weights.json from the shared development folders and seeds/, and prints its figures out of fold.

    python -m tests.benchmarks.fit_fusion SHARED_DATA_FOLDER [--libraries FOLDER] [--write]

What is fitted on: tests/benchmarks/fit_cases.py; how: tests/benchmarks/fit_models.py, and before it the adapter for
talk: tests/benchmarks/fit_talk.py. The folds are by document. With --write, the weights fitted on all cases go into
index/weights.json, those of each fold into folds.json here, and the adapter into index/talk_adapter.npy.
The threshold is that which, out of fold, answers one in twenty of the questions that nothing in xquad-vi answers.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index import Settings, load_embedder
from index.fuse import Models, Weights
from index.sentence_fit import sentence_marks
from index.talk import TalkAdapter
from tests.benchmarks import fit_talk
from tests.benchmarks.fit_cases import Case, Searching, gathered
from tests.benchmarks.fit_models import (
    JudgedCase,
    fit_marks,
    fit_models,
    fit_sentences,
    judged,
    judges_answers,
    logit,
)
from tests.benchmarks.folds import FOLDS
from tests.benchmarks.folds import PATH as FOLDS_PATH

WEIGHTS_PATH = Path(__file__).parents[2] / "index" / "weights.json"
COMMAND = "python -m tests.benchmarks.fit_fusion SHARED_DATA_FOLDER --write"
_FALSE_ANSWERS = 0.05


def fitted(cases: Sequence[Case]) -> tuple[Weights, list[JudgedCase]]:
    """The weights fitted on the cases, without a threshold yet, and the cases as they are judged with them."""
    sentence = fit_sentences(cases)
    of_cases = judged(cases, sentence)
    question, phrase = (fit_models(of_cases, phrase=each) for each in (False, True))
    return Weights(sentence, fit_marks(cases), question, phrase, 0.0), of_cases


def report(folds: Sequence[tuple[Weights, Sequence[Case]]]) -> float:
    """Prints the figures of each fold's cases by its weights; returns the threshold."""
    ranks: dict[str, list[int]] = defaultdict(list)
    inside: dict[str, list[float]] = defaultdict(list)
    marked: dict[str, list[bool]] = defaultdict(list)
    logits: dict[tuple[str, str], list[float]] = defaultdict(list)
    for weights, cases in folds:
        for each in judged(cases, weights.sentence):
            case = each.case
            if case.what == "answerable":
                name = f"{case.part}, {case.kind}"
                order = np.argsort(-weights.scores(each.judged), kind="stable")[:10]
                places = np.flatnonzero(case.right[order])
                ranks[name].append(int(places[0]) + 1 if len(places) else 0)
                inside[name].append(float(case.right[order[:5]].mean()))
                for row, right in case.sentences[:1]:
                    marks = sentence_marks(case.evidence, weights.marks)[case.evidence.sentences_of(row)]
                    marked[name].append(bool(right[int(marks.argmax())]))
            if judges_answers(case):
                logits[case.part, case.what].append(logit(each, weights))
    for name, found in ranks.items():
        mrr = np.mean([1 / rank if rank else 0.0 for rank in found])
        hit = np.mean(np.array(found) == 1)
        highlight = f"{np.mean(marked[name]):.3f}" if marked[name] else "-"
        shares = f"top 5 {np.mean(inside[name]):.3f}  highlight {highlight}"
        print(f"{name:34s} n {len(found):4d}  MRR@10 {mrr:.3f}  hit@1 {hit:.3f}  {shares}")
    threshold = float(np.quantile(logits["large", "stranger"], 1 - _FALSE_ANSWERS))
    for (part, what), values in sorted(logits.items()):
        print(f"{part:20s} {what:12s} n {len(values):4d}  answered {np.mean(np.array(values) > threshold):.3f}")
    return float(1 / (1 + np.exp(-threshold)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits, prints and, if asked to, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, help="the folder that holds xquad-vi/ and qmsum-train/")
    parser.add_argument("--libraries", type=Path, help="where the libraries are kept for the next time")
    parser.add_argument("--write", action="store_true", help="write what is fitted")
    options = parser.parse_args(arguments)
    embedder = load_embedder(Settings.from_environment())
    with tempfile.TemporaryDirectory() as folder:
        libraries = options.libraries or Path(folder)
        asked = fit_talk.asked_of_meetings(options.shared, libraries, embedder)
        *by_fold, of_all = fit_talk.adapters(asked)
        fit_talk.report(asked, by_fold)
        cases = gathered(options.shared, libraries, Searching(embedder, [TalkAdapter(each) for each in by_fold]))
    fit_and_report(cases, write=options.write)
    if options.write:
        fit_talk.write(of_all)


def fit_and_report(cases: Sequence[Case], *, write: bool) -> None:
    """Prints the figures out of fold and in fold, and writes the weights."""
    folds = []
    for fold in range(FOLDS):
        weights, _ = fitted([case for case in cases if case.fold != fold])
        folds.append((weights, [case for case in cases if case.fold == fold]))
    print("Out of fold:")
    threshold = report(folds)
    whole, _ = fitted(cases)
    print("In fold:")
    in_fold = report([(whole, cases)])
    print(f"threshold {threshold:.3f} out of fold, {in_fold:.3f} in fold")
    if write:
        _write(WEIGHTS_PATH, {"fitted_by": COMMAND, **_stored(whole, threshold)})
        _write(FOLDS_PATH, [_stored(weights, threshold) for weights, _ in folds])


def _stored(weights: Weights, threshold: float) -> dict[str, Any]:
    return {
        "sentence": _rounded(weights.sentence),
        "marks": _rounded(weights.marks),
        "question": _stored_models(weights.question),
        "phrase": _stored_models(weights.phrase),
        "threshold": round(threshold, 4),
    }


def _stored_models(models: Models) -> dict[str, Any]:
    return {"ranking": _rounded(models.ranking), "answer": _rounded(models.answer)}


def _rounded(model: Mapping[str, float]) -> dict[str, float]:
    return {key: round(value, 4) for key, value in model.items()}


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
