"""Fits the models of the fusion to cases: sentences, what is marked, ranking, then whether there is an answer.

The first three are listwise: a softmax over a question's sentences or candidates gives the right ones the most (Cao et
al., "Learning to rank", 2007). The last is a logistic regression on the best candidate. The last two are fitted for
questions and for phrases by themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import torch
from numpy.typing import NDArray

from index.evidence import Evidence
from index.fuse import ANSWER, BESIDE, DOCUMENT, RANKING, Judged, Models, Weights, answer_features, judge
from index.sentence_fit import MARKS, SENTENCE, mark_features, sentence_features
from tests.benchmarks.fit_cases import PHRASES, Case, without_right
from tests.benchmarks.peers_tables import recall_of_five

Floats = NDArray[np.float64]
Model = dict[str, float]

# How much a question counts. The samples are few, but are what the product is for; questions about meetings ask for
# whole stretches of talk.
_RANKING_WEIGHT = {"seeds": 4.0, "minutes": 2.0, "mixed": 1.0, "large": 1.0, "meetings": 0.5}
# The same for the answer, where in each kind of library those that nothing answers together count as much as the
# others. A near miss is mostly a question without its right paragraphs, and what is left sometimes answers as well.
_ANSWER_WEIGHT = {
    "seeds": 8.0,
    "minutes": 6.0,
    "mixed": 1.0,
    "large": 3.0,
    "meetings": 0.5,
    f"{PHRASES}seeds": 2.0,
    f"{PHRASES}minutes": 1.0,
    f"{PHRASES}mixed": 0.3,
    f"{PHRASES}large": 0.5,
    f"{PHRASES}meetings": 0.1,
}
_NOTHING_WEIGHT = {
    ("seeds", "near miss"): 1.5,
    ("seeds", "stranger"): 8.0,
    ("minutes", "near miss"): 1.5,
    ("minutes", "stranger"): 1.5,
    (f"{PHRASES}minutes", "near miss"): 2.0,
    ("mixed", "near miss"): 0.15,
    ("mixed", "stranger"): 1.0,
    ("large", "stranger"): 1.0,
    **{(part, "stranger"): 1.0 for part in ("meetings", *(f"{PHRASES}{part}" for part in _RANKING_WEIGHT))},
}
# Those that are tried for what a candidate's document says besides. With more, which would be chosen, English questions
# on XQuAD came to an MRR@10 of 0.849 out of fold in place of 0.850.
_DOCUMENT_WEIGHTS = np.arange(0, 0.31, 0.05)
# Those that are tried for what stands beside a candidate in its transcript. The more, the more of one meeting comes
# first: with 4, which would be chosen, QMSum's questions asked over all meetings came to an MRR@10 of 0.428 out of fold
# in place of 0.432.
_BESIDE_WEIGHTS = np.arange(0, 3.1, 0.5)
_SENTENCE_RIDGE = 0.1
# Where there is a choice, 0.801 of the marked sentences are right out of fold in XQuAD's right paragraphs, asked in all
# ways, 0.799 in those of the minutes and 0.850 in those of the samples; by a tenth of it 0.791, 0.807 and 0.858; by the
# model for paragraphs 0.775, 0.791 and 0.867. As evidence for paragraphs what stands around a sentence took XQuAD's
# accented questions from an MRR@10 of 0.967 to 0.965, so that the two are fitted by themselves.
_MARKS_RIDGE = 1.0
_RIDGE = 0.02
# By it and the weights above, of what is answerable 0.938 of XQuAD's questions, 0.922 within meetings, 0.847 about
# minutes and 0.855 about the samples are answered out of fold where one in twenty is of those that nothing in XQuAD
# answers, and 0.502 of the near misses about minutes. By .004, with 4 for the minutes and 0.3 for the meetings, these
# were 0.936, 0.883, 0.829, 0.863 and 0.522.
_ANSWER_RIDGE = 0.0014
# Of phrases there are fewer.
_PHRASE_RIDGE = 0.1
_PHRASE_ANSWER_RIDGE = 0.01


@dataclass(frozen=True, slots=True)
class JudgedCase:
    """A case with what follows from its evidence under a sentence model."""

    case: Case
    judged: Judged


def fit_sentences(cases: Sequence[Case]) -> Model:
    """The weights by which a paragraph's best sentence counts for it."""
    return _fit_sentences(cases, sentence_features, SENTENCE, _SENTENCE_RIDGE)


def fit_marks(cases: Sequence[Case]) -> Model:
    """The weights by which sentences are marked."""
    return _fit_sentences(cases, mark_features, MARKS, _MARKS_RIDGE)


def _fit_sentences(
    cases: Sequence[Case], features_of: Callable[[Evidence], Floats], names: Sequence[str], ridge: float
) -> Model:
    """The weights by which a right paragraph's sentences are compared."""
    lists, weights = [], []
    for case in cases:
        of_all = features_of(case.evidence)
        for row, right in case.sentences:
            features = of_all[case.evidence.sentences_of(row)]
            if right.any() and not right.all() and len(features) == len(right):
                lists.append((features, right))
                weights.append(_RANKING_WEIGHT[case.part])
    return dict(zip(names, _fit_listwise(lists, weights, ridge), strict=True))


def judged(cases: Sequence[Case], sentence: Model) -> list[JudgedCase]:
    """The cases, and each answerable one of the samples' and the mixed libraries' once more as a near miss."""
    found = []
    for case in cases:
        found.append(JudgedCase(case, judge(case.evidence, sentence)))
        if case.part in ("seeds", "mixed") and case.right.any() and not case.right.all():
            near = without_right(case)
            found.append(JudgedCase(near, judge(near.evidence, sentence)))
    return found


def fit_models(cases: Sequence[JudgedCase], *, phrase: bool) -> Models:
    """The weights for questions or, if so wanted, for phrases."""
    of_kind = [each for each in cases if phrase == each.case.part.startswith(PHRASES)]
    ranking = fit_ranking(of_kind, _PHRASE_RIDGE if phrase else _RIDGE)
    # What is judged by the other weights teaches these nothing.
    own = [each for each in of_kind if phrase == each.judged.phrase]
    return Models(ranking, fit_answer(own, ranking, _PHRASE_ANSWER_RIDGE if phrase else _ANSWER_RIDGE))


def fit_ranking(cases: Sequence[JudgedCase], ridge: float) -> Model:
    """The weights by which candidates are ordered."""
    usable = [each for each in cases if each.case.right.any() and not each.case.right.all()]
    lists = [(_matrix(each.judged), each.case.right) for each in usable]
    counts = [_RANKING_WEIGHT[each.case.part.removeprefix(PHRASES)] for each in usable]
    alone = dict(zip(RANKING, _fit_listwise(lists, counts, ridge), strict=True))
    right = [set(np.flatnonzero(each.case.right).tolist()) for each in usable]

    def mean(measure: Callable[[Sequence[int], Collection[int]], float], model: Model) -> float:
        orders = [np.argsort(-_ranked_by(model).scores(each.judged), kind="stable").tolist() for each in usable]
        found = [measure(order, each) for order, each in zip(orders, right, strict=True)]
        return float(np.average(found, weights=counts))

    by_document = [{**alone, DOCUMENT: weight, BESIDE: 0.0} for weight in _DOCUMENT_WEIGHTS.tolist()]
    best = max(by_document, key=partial(mean, _reciprocal_rank))
    by_beside = [{**best, BESIDE: weight} for weight in _BESIDE_WEIGHTS.tolist()]
    return max(by_beside, key=partial(mean, _rank_and_recall))


def _reciprocal_rank(ranked: Sequence[int], right: Collection[int]) -> float:
    """One by the rank, from 1, of the first right one, however far behind it is."""
    return next(1 / rank for rank, row in enumerate(ranked, start=1) if row in right)


def _rank_and_recall(ranked: Sequence[int], right: Collection[int]) -> float:
    """The same, and how much of what could be right is among the first five."""
    return _reciprocal_rank(ranked, right) + recall_of_five(ranked, right)


def fit_answer(cases: Sequence[JudgedCase], ranking: Model, ridge: float) -> Model:
    """The weights of whether the best candidate answers."""
    usable = [each for each in cases if judges_answers(each.case)]
    matrix = np.array([_answer_row(each.judged, ranking) for each in usable])
    middle, spread = matrix.mean(axis=0), matrix.std(axis=0) + 1e-9
    rows = torch.tensor((matrix - middle) / spread)
    wanted = torch.tensor([float(each.case.what == "answerable") for each in usable], dtype=torch.float64)
    weight = torch.tensor(_balanced([each.case for each in usable]))

    def loss(weights: torch.Tensor) -> torch.Tensor:
        logits = rows @ weights[1:] + weights[0]
        each = torch.nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none")
        return (each * weight).sum() / weight.sum() + ridge * (weights[1:] ** 2).sum()

    fitted = _minimised(loss, len(ANSWER) + 1)
    weights = fitted[1:] / spread
    return {"bias": float(fitted[0] - middle @ weights), **dict(zip(ANSWER, weights.tolist(), strict=True))}


def _balanced(cases: Sequence[Case]) -> Floats:
    """How much each case counts, (n,): those that something answers as much as the others in each part."""
    parts = np.array([case.part for case in cases])
    answerable = np.array([case.what == "answerable" for case in cases])
    counts = np.array([_NOTHING_WEIGHT.get((case.part, case.what), 0.0) for case in cases])
    counts[answerable] = [_ANSWER_WEIGHT[part] for part in parts[answerable]]
    for part in set(parts.tolist()):
        others = (parts == part) & ~answerable
        counts[others] *= counts[(parts == part) & answerable].sum() / counts[others].sum()
    return counts


def logit(each: JudgedCase, weights: Weights) -> float:
    """That of the best candidate's confidence."""
    models = weights.of(each.judged)
    row = _answer_row(each.judged, models.ranking)
    return float(row @ np.array([models.answer[name] for name in ANSWER]) + models.answer["bias"])


def judges_answers(case: Case) -> bool:
    """Whether it is known of the case if something answers it.

    A question about a meeting asks for long stretches: what is left of one without its right places still answers, and
    another meeting may answer as well.
    """
    return case.kind not in ("meetings", "all meetings")


def _answer_row(features: Judged, ranking: Mapping[str, float]) -> Floats:
    return answer_features(features, _ranked_by(ranking).scores(features))


def _ranked_by(ranking: Mapping[str, float]) -> Weights:
    return Weights({}, {}, Models(ranking, {}), Models(ranking, {}), 0.0)


def _matrix(features: Judged) -> Floats:
    return np.stack([features.ranking[name] for name in RANKING], axis=1)


def _fit_listwise(
    lists: Sequence[tuple[Floats, NDArray[np.bool_]]], counts: Sequence[float], ridge: float
) -> list[float]:
    """The weights (f,) that a softmax over each list of features (n, f) gives to the right ones (n,) the most with.

    Half of it is what they get together, which one of them can get alone, and half what each gets, for those who read
    on behind the first. Where one is right, the two are the same.
    """
    # By how much the features differ within a list; what they have in common orders nothing.
    within = np.concatenate([features - features.mean(axis=0) for features, _ in lists])
    spread = np.sqrt((within**2).mean(axis=0)) + 1e-9
    rows = torch.tensor(np.concatenate([features for features, _ in lists]) / spread)
    owner = torch.tensor(np.repeat(np.arange(len(lists)), [len(right) for _, right in lists]))
    right = torch.tensor(np.concatenate([right for _, right in lists]))
    weight = torch.tensor(counts, dtype=torch.float64)
    nothing = torch.zeros(len(lists), dtype=torch.float64)
    numbers_right = nothing.scatter_add(0, owner, right.double())

    def loss(weights: torch.Tensor) -> torch.Tensor:
        scores = rows @ weights
        everything = _log_sum_exp(scores, owner, len(lists))
        together = _log_sum_exp(scores[right], owner[right], len(lists))
        each = nothing.scatter_add(0, owner[right], scores[right]) / numbers_right
        return ((everything - (together + each) / 2) * weight).sum() / weight.sum() + ridge * (weights**2).mean()

    fitted: list[float] = (_minimised(loss, len(spread)) / spread).tolist()
    return fitted


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
