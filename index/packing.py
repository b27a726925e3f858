"""Texts of different lengths through a model end to end in one row, so that nothing is spent on padding.

Between them the texts share every step of a BERT but its attention, which is taken text by text. It is the same
arithmetic as with padding: the vectors differ by rounding alone. transformers and sentence-transformers do this
themselves only with FlashAttention, on a GPU.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch import Tensor

# Those whose every layer looks at the whole text, and at positions no further than its own, counted from 0 (bert) or
# from behind the padding's number.
_FULL_ATTENTION = ("bert", "roberta", "xlm-roberta")
_ATTENTION = "text_by_text"
# More are no faster on a processor: what is between two layers should stay in its caches. Fewer are slower.
_TOKENS_AT_ONCE = 1024


class Packer:
    """Runs a model whose vector is the mean of its token vectors; `fits` says which it can be."""

    def __init__(self, model: SentenceTransformer) -> None:
        """From then on the model takes its attention from here, also where it is used otherwise."""
        from transformers import AttentionInterface, AttentionMaskInterface
        from transformers.masking_utils import sdpa_mask

        # transformers' own registries: of names, for all models.
        AttentionInterface.register(_ATTENTION, _text_by_text)
        AttentionMaskInterface.register(_ATTENTION, sdpa_mask)
        transformer: Any = model[0]
        self._transformer = transformer.auto_model
        self._transformer.set_attn_implementation(_ATTENTION)
        config = self._transformer.config
        self._first_position = 0 if config.model_type == "bert" else config.pad_token_id + 1

    def token_vectors(self, texts: Sequence[Tensor]) -> Iterator[Tensor]:
        """The token vectors (tokens, dimension) of each text, given as its tokens' numbers (tokens,), in order."""
        for group in groups([len(each) for each in texts]):
            yield from self._forward(texts[group.start : group.stop])

    def _forward(self, texts: Sequence[Tensor]) -> Sequence[Tensor]:
        import torch

        lengths = [len(each) for each in texts]
        positions = [torch.arange(self._first_position, self._first_position + length) for length in lengths]
        states = self._transformer(
            input_ids=torch.cat(list(texts))[None], position_ids=torch.cat(positions)[None], text_lengths=lengths
        ).last_hidden_state
        return torch.split(states[0], lengths)


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


def _text_by_text(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    *,
    text_lengths: Sequence[int] | None = None,
    **options: Any,
) -> tuple[Tensor, Tensor | None]:
    """Attention as transformers' models call it; query, key and value are (rows, heads, tokens, size).

    With the lengths of the texts that share the one row, each looks at itself alone.
    """
    import torch
    from transformers.integrations.sdpa_attention import sdpa_attention_forward

    if text_lengths is None:
        whole: tuple[Tensor, Tensor | None] = sdpa_attention_forward(
            module, query, key, value, attention_mask, **options
        )
        return whole
    lengths = list(text_lengths)
    parts = zip(
        torch.split(query, lengths, 2), torch.split(key, lengths, 2), torch.split(value, lengths, 2), strict=True
    )
    found = [sdpa_attention_forward(module, *part, None, **options)[0] for part in parts]
    return torch.cat(found, dim=1), None
