"""Texts of different lengths through a model end to end in one row, so that nothing is spent on padding.

Between them the texts share every step of a BERT but its attention, which is taken text by text. It is the same
arithmetic as with padding: the vectors differ by rounding alone. transformers and sentence-transformers do this
themselves only with FlashAttention, on a GPU. The layers are those of index/bert_layers.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from index.bert_layers import BertLayer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

# Those whose every layer looks at the whole text, and at positions no further than its own, counted from 0 (bert) or
# from behind the padding's number.
_FULL_ATTENTION = ("bert", "roberta", "xlm-roberta")
# More are no faster on a processor: what is between two layers should stay in its caches. Fewer are slower.
_TOKENS_AT_ONCE = 1024


class Packer:
    """Runs a model whose vector is the mean of its token vectors; `fits` says which it can be.

    It takes the model's layers over, so that their weights aren't there twice: the model itself can't be run any more.
    """

    def __init__(self, model: SentenceTransformer) -> None:
        transformer: Any = model[0]
        bert = transformer.auto_model
        config = bert.config
        self._embeddings = bert.embeddings
        self._layers = [BertLayer.of(each, config.num_attention_heads) for each in bert.encoder.layer]
        del bert.encoder
        self._first_position = 0 if config.model_type == "bert" else config.pad_token_id + 1

    def token_vectors(self, texts: Sequence[Tensor]) -> Iterator[Tensor]:
        """The token vectors (tokens, dimension) of each text, given as its tokens' numbers (tokens,), in order."""
        for group in groups([len(each) for each in texts]):
            yield from self._forward(texts[group.start : group.stop])

    def _forward(self, texts: Sequence[Tensor]) -> Sequence[Tensor]:
        import torch

        lengths = [len(each) for each in texts]
        positions = [torch.arange(self._first_position, self._first_position + length) for length in lengths]
        states = self._embeddings(input_ids=torch.cat(list(texts))[None], position_ids=torch.cat(positions)[None])[0]
        for layer in self._layers:
            states = layer(states, lengths)
        return torch.split(states, lengths)


def fits(model: SentenceTransformer) -> bool:
    """Whether a model that pools token vectors by their mean can be run so: of a known kind, and on a processor.

    A GPU loses more by many small steps than by padding.
    """
    transformer: Any = model[0]
    pooling: Any = model[1]
    config = transformer.auto_model.config
    known = config.model_type in _FULL_ATTENTION and not config.is_decoder
    return known and model.device.type == "cpu" and bool(pooling.include_prompt)


def groups(lengths: Sequence[int]) -> Iterator[range]:
    """The numbers of the texts that go through together: neighbours of so many tokens, or one that is longer."""
    start = total = 0
    for number, length in enumerate(lengths):
        if number > start and total + length > _TOKENS_AT_ONCE:
            yield range(start, number)
            start, total = number, 0
        total += length
    if start < len(lengths):
        yield range(start, len(lengths))
