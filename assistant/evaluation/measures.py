"""The measures over the questions of a file, over each kind of them, and over all files.

The share of a question in each is computed once; a measure is the mean of the shares of the questions that count in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import numpy as np

from assistant.evaluation.bootstrap import Estimate, Floats, estimates, sums
from assistant.evaluation.calibration import Bin, auroc, expected_calibration_error, reliability, signed_gaps
from assistant.evaluation.dialogues import DialogueResult, DialogueRow, dialogue_rows
from assistant.evaluation.results import Result

_CUTOFF = 10
_TOP = 5
_Where = Literal["row", "file", "folder"]


@dataclass(frozen=True, slots=True)
class Row:
    """The measures over all files (`file` is None), over a file, or over one kind of its questions.

    Over the `answerable` questions, those that something answers:

    * `mrr_at_10`: the mean of 1 / rank of the first right hit, 0 where none of ten is right;
    * `hit_at_1`, `hit_at_5`: for how many a right hit is the first, or among the first five;
    * `ndcg_at_10`: normalised discounted cumulative gain (Järvelin and Kekäläinen, 2002); the relevant paragraphs are
      all of the library that overlap an answer, of gain 1 each;
    * `top_5_right`: the share of the first five hits, or of as many as there are, that overlap an answer;
    * `recall_at_5`: the share of the paragraphs that overlap an answer which is among the first five hits; where more
      than five do, five count as all of them ("capped recall", Thakur et al., BEIR, 2021);
    * `first_highlight_right`: of those whose surest paragraph shown is right, for how many its first highlight overlaps
      an answer, whether the question was answered or not. A paragraph without a highlight counts as wrong;
    * `refused_wrongly`: false refusals, not answered though something answers.

    Over the others `answered_wrongly`: false answers, answered though nothing does. Over all `answered` and `refused`.

    `auroc` and `ece` compare the answerable questions with `compared_with` others: the row's own, where it has none
    those of its file, else of all files; `compared_from` says which, None where no file has any. `auroc` is the
    probability that an answerable question has a higher confidence than another. `ece` is the expected calibration
    error: the confidence is meant as the probability that the surest paragraph shown answers the question, so the event
    is that it is right. Its interval leans upward, since chance in a resample adds to the error and never evens out.

    All are 0..1; None where there is no such question.
    """

    file: str | None
    kind: str | None
    questions: int
    answerable: int
    compared_with: int
    compared_from: _Where | None
    mrr_at_10: Estimate | None
    hit_at_1: Estimate | None
    hit_at_5: Estimate | None
    ndcg_at_10: Estimate | None
    top_5_right: Estimate | None
    recall_at_5: Estimate | None
    first_highlight_right: Estimate | None
    answered: Estimate | None
    refused: Estimate | None
    answered_wrongly: Estimate | None
    refused_wrongly: Estimate | None
    auroc: Estimate | None
    ece: Estimate | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The measures of an evaluation folder.

    `rows` are, for each file, the one over it and one for each kind by name; `all_files` is the one over all of them,
    and `bins` tell how far its confidence is true. `results` are the outcomes by file, in the order of the lines;
    `dialogue_rows` and `dialogues` are the measures and outcomes of dialogues, which count in no other row.
    """

    rows: tuple[Row, ...]
    all_files: Row
    bins: tuple[Bin, ...]
    results: Mapping[str, tuple[Result, ...]]
    dialogue_rows: tuple[DialogueRow, ...] = ()
    dialogues: Mapping[str, tuple[DialogueResult, ...]] = field(default_factory=dict)


def measures(
    files: Mapping[str, tuple[Result, ...]], dialogues: Mapping[str, tuple[DialogueResult, ...]] | None = None
) -> Evaluation:
    """The measures of the results of each file, and of the dialogues."""
    everything = [result for results in files.values() for result in results]
    rows = []
    for file, results in files.items():
        rows.append(_row(file, None, results, results, everything))
        for kind in sorted({result.question.kind for result in results if result.question.kind is not None}):
            of_kind = [result for result in results if result.question.kind == kind]
            rows.append(_row(file, kind, of_kind, results, everything))
    bins = reliability(
        [result.confidence for result in everything],
        [result.shown_right for result in everything],
        [bool(result.question.answers) for result in everything],
    )
    overall = _row(None, None, everything, everything, everything)
    held = dialogues or {}
    return Evaluation(tuple(rows), overall, bins, files, dialogue_rows(held), held)


def _row(
    file: str | None,
    kind: str | None,
    row: Sequence[Result],
    of_file: Sequence[Result],
    everything: Sequence[Result],
) -> Row:
    answerable, others = _parted(row)
    wider: dict[_Where, list[Result]] = {"row": others, "file": _parted(of_file)[1], "folder": _parted(everything)[1]}
    where = next((each for each, results in wider.items() if results), None)
    compared = [] if where is None else wider[where]
    numbers = len(row), len(answerable), len(compared), where
    return Row(file, kind, *numbers, *_shares(answerable, others), *_of_confidence(answerable, compared))


def _parted(results: Sequence[Result]) -> tuple[list[Result], list[Result]]:
    """Those that something answers, and the others."""
    answerable = [result for result in results if result.question.answers]
    return answerable, [result for result in results if not result.question.answers]


def _shares(answerable: Sequence[Result], others: Sequence[Result]) -> list[Estimate | None]:
    """All measures that are means, in the order of Row."""
    # (questions, measures, 2): each question's share in each measure, and whether it counts in it.
    of_questions = np.array([_of_question(each) for each in (*answerable, *others)], float).reshape(-1, 11, 2)
    weights = of_questions[:, :, 1]
    shares = of_questions[:, :, 0] * weights

    def means(*drawn: Floats) -> Floats:
        counts = np.concatenate(drawn, axis=1)
        return sums(counts, shares) / sums(counts, weights)

    return estimates((len(answerable), len(others)), means)


def _of_question(result: Result) -> list[tuple[float, bool]]:
    answerable = bool(result.question.answers)
    rank = result.rank
    top = result.hits[:_TOP]
    return [
        (0.0 if rank is None else 1 / rank, answerable),
        (rank == 1, answerable),
        (any(top), answerable),
        (ndcg_at_10(result.hits, result.relevant) if answerable else 0.0, answerable),
        (sum(top) / len(top) if top else 0.0, answerable),
        (sum(top) / max(min(result.relevant, _TOP), 1), answerable),
        (result.highlight_right, answerable and result.shown_right),
        (result.answered, True),
        (not result.answered, True),
        (result.answered, not answerable),
        (not result.answered, answerable),
    ]


@cache
def ndcg_at_10(hits: tuple[bool, ...], relevant: int) -> float:
    """nDCG@10 of a ranking, of which `hits` says what is relevant, where so many paragraphs are; 0 where none is."""
    # Slow to import, and the chat has no need of it.
    from sklearn.metrics import ndcg_score

    ranking = [*hits[:_CUTOFF], *[False] * (_CUTOFF - len(hits))]
    gains = np.array([[*ranking, *[True] * (relevant - sum(ranking))]], float)
    # What wasn't found stands behind the first ten.
    return float(ndcg_score(gains, -np.arange(gains.size)[None, :], k=_CUTOFF, ignore_ties=True))


def _of_confidence(answerable: Sequence[Result], others: Sequence[Result]) -> list[Estimate | None]:
    """AUROC and the expected calibration error."""
    if not answerable:
        return [None, None]
    positive = np.array([each.confidence for each in answerable])
    negative = np.array([each.confidence for each in others])
    right = np.array([each.shown_right for each in (*answerable, *others)], float)
    gaps = signed_gaps(np.concatenate([positive, negative]), right)

    def both(positive_counts: Floats, negative_counts: Floats) -> Floats:
        area = auroc(positive, negative, positive_counts, negative_counts)
        error = expected_calibration_error(gaps, np.concatenate([positive_counts, negative_counts], axis=1))
        return np.stack([area, error], axis=1)

    return estimates((len(answerable), len(others)), both)
