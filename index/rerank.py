"""An optional cross-encoder, which reads the question and a paragraph together and puts the best hits in a new order.

Any one of sentence-transformers' by name, with one score for a pair ("passage re-ranking with BERT", Nogueira and Cho,
2019). It is slower than all the rest of a search, so it is off unless HOIHOP_RERANKER names one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.embed import OFFLINE, hub_in_reach, silence_libraries
from index.errors import ModelUnavailable
from index.settings import Settings

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

Floats = NDArray[np.float64]
RERANKED = 30
_BATCH = 16
# What a checkpoint is called that brings a layer for scores. Any other gets one of random numbers when it is loaded.
_SCORING = ("ForSequenceClassification", "ForCausalLM")


class Reranker:
    """Scores how well texts answer a question. Threads may share one. `name` is what the settings call it."""

    def __init__(self, model: CrossEncoder, name: str) -> None:
        """Raises ModelUnavailable for a model that isn't a whole cross-encoder, or has several scores for a pair."""
        if not _brings_scores(model):
            detail = "it is no cross-encoder: nothing in it was trained to score a pair; set HOIHOP_RERANKER to one"
            raise ModelUnavailable(model=name, detail=detail)
        if model.num_labels != 1:
            detail = f"it gives {model.num_labels} scores for a pair; set HOIHOP_RERANKER to a model that gives one"
            raise ModelUnavailable(model=name, detail=detail)
        if len(model.tokenizer) <= len(model.tokenizer.all_special_ids):
            # A folder without the tokenizer's files loads as well, and takes every word for unknown.
            raise ModelUnavailable(model=name, detail="its tokenizer knows no word; download the model's files again")
        self.name = name
        self._model = model

    def scores(self, question: str, texts: Sequence[str]) -> Floats:
        """The model's raw score of each text (n,); higher is better, and there is no unit.

        A text that is too long for the model is cut at its end.
        """
        import torch

        if not texts:
            return np.zeros(0)
        pairs = [(question, text) for text in texts]
        # Raw: a sigmoid of high scores is 1.0 for many, and then their order is lost.
        scores = self._model.predict(
            pairs, batch_size=_BATCH, show_progress_bar=False, activation_fn=torch.nn.Identity()
        )
        return np.asarray(scores, np.float64).reshape(len(texts))


def load_reranker(settings: Settings) -> Reranker | None:
    """The cross-encoder that the settings name, a folder or a model hub's; None where they name none.

    Only a hub's model may touch the network, and only if it isn't in the hub's cache yet. Raises ModelUnavailable.
    """
    name = settings.reranker
    if name is None:
        return None
    folder = Path(name).expanduser()
    if folder.is_dir():
        # Read when the hub's client is first imported; `local_files_only` says the same to each call after that.
        os.environ.setdefault("HF_HUB_OFFLINE", OFFLINE)
        return Reranker(_load(name, str(folder), "check that it holds a cross-encoder", local=True), name)
    if name.startswith(("/", ".", "~")) or name.count("/") > 1:
        detail = "there is no such folder; set HOIHOP_RERANKER to one, to a model hub's name or to nothing"
        raise ModelUnavailable(model=name, detail=detail)
    remedy = "check the name in HOIHOP_RERANKER; its first use downloads it, which needs the network"
    try:
        model = _load(name, name, remedy, local=True)
    except ModelUnavailable:
        with hub_in_reach():
            model = _load(name, name, remedy, local=False)
    return Reranker(model, name)


def _load(name: str, path: str, remedy: str, *, local: bool) -> CrossEncoder:
    silence_libraries()
    from safetensors import SafetensorError
    from sentence_transformers import CrossEncoder

    try:
        model: CrossEncoder = CrossEncoder(path, local_files_only=local).float().eval()
    except (OSError, ValueError, RuntimeError, ImportError, KeyError, TypeError, SafetensorError) as error:
        first_line = str(error).strip().split("\n")[0].rstrip(".") or type(error).__name__
        raise ModelUnavailable(model=name, detail=f"{first_line}; {remedy}") from error
    return model


def _brings_scores(model: CrossEncoder) -> bool:
    """Whether the checkpoint itself holds what gives the scores: in its transformer, or in a module behind it."""
    architectures = getattr(model.config, "architectures", None) or []
    return len(model) > 1 or any(each.endswith(_SCORING) for each in architectures)


def best_first(scores: Floats) -> NDArray[np.int64]:
    """The order of the fused scores (n,), best first; equal ones, to 6 decimals, stay in order.

    What equal paragraphs' scores differ by in the last bits of their products doesn't count.
    """
    order: NDArray[np.int64] = np.argsort(-scores.round(6), kind="stable")
    return order


def reordered(scores: Floats, reranked: Floats, first: int = RERANKED) -> Floats:
    """The fused scores (n,), handed out anew so that the best `first` candidates stand in the cross-encoder's order.

    `reranked` (min(first, n),) holds its scores of those candidates in the order of `best_first(scores)`. The scores
    stay the same ones, so that how far one is behind another means what it did. Where the cross-encoder's are equal,
    the fused order stays. Raises ValueError for another number of them.
    """
    best = best_first(scores)[:first]
    if reranked.shape != best.shape:
        raise ValueError(f"{reranked.size} scores of the cross-encoder for {best.size} candidates")
    changed = scores.copy()
    changed[best[np.argsort(-reranked, kind="stable")]] = scores[best]
    return changed
