"""The layers of a BERT with the weights of transformers' model, gone through without what a question doesn't need.

Masks, caches and outputs that nobody reads are left out, and a token's query, key and value are one product in place of
three: a tenth of what a question takes. The arithmetic is the same; the vectors differ by rounding alone.

On x86 processors the weights can be in 16 bits. Few tokens spend most of the time on reading them, not on computing
with them; FBGEMM (Khudia et al., 2021), which comes with PyTorch, then reads half as much, and computes in fp32: of 20
tokens' 36 ms 27 are left, of 12 tokens' 30 ms 19 (two cores of an AMD EPYC at 2 GHz). Many tokens have the same weights
in 32 bits, so that a text's vector doesn't depend on what goes through with it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

# PyTorch's names of what computes with 16-bit weights.
_FBGEMM = ("x86", "fbgemm")
# With more, computing takes longer than reading, and weights in 32 bits are as quick.
FEW_TOKENS = 48


def can_halve() -> bool:
    """Whether PyTorch computes with weights in 16 bits on this processor."""
    import torch

    return torch.backends.quantized.engine in _FBGEMM


@dataclass(frozen=True, slots=True)
class _Projection:
    """states @ weight.T + bias; `halved` has both once more, the weight in 16 bits."""

    weight: Tensor
    bias: Tensor
    halved: Any

    @classmethod
    def of(cls, *layers: Any, halve: bool) -> _Projection:
        """One that does what these linear layers do, side by side. They have their weights from it then."""
        import torch

        weight = torch.cat([each.weight.detach() for each in layers])
        bias = torch.cat([each.bias.detach() for each in layers])
        if halve:
            weight = weight.half().float()
        sizes = [len(each.bias) for each in layers]
        for layer, own_weight, own_bias in zip(
            layers, torch.split(weight, sizes), torch.split(bias, sizes), strict=True
        ):
            # So that they aren't there twice.
            layer.weight.data, layer.bias.data = own_weight, own_bias
        return cls(weight, bias, torch.ops.quantized.linear_prepack_fp16(weight, bias) if halve else None)

    def __call__(self, states: Tensor) -> Tensor:
        import torch

        if self.halved is not None and len(states) <= FEW_TOKENS:
            few: Tensor = torch.ops.quantized.linear_dynamic_fp16(states, self.halved)
            return few
        return torch.nn.functional.linear(states, self.weight, self.bias)


@dataclass(frozen=True, slots=True)
class BertLayer:
    """One layer: each text's tokens look at all of its own, then each token goes through two projections."""

    heads: int
    attended: _Projection
    attention_output: _Projection
    attention_norm: Callable[[Tensor], Tensor]
    widened: _Projection
    activation: Callable[[Tensor], Tensor]
    output: _Projection
    norm: Callable[[Tensor], Tensor]

    @classmethod
    def of(cls, layer: Any, heads: int, *, halve: bool) -> BertLayer:
        """With the weights of a layer of transformers' BertModel or one built like it."""
        own = layer.attention.self
        return cls(
            heads,
            _Projection.of(own.query, own.key, own.value, halve=halve),
            _Projection.of(layer.attention.output.dense, halve=halve),
            layer.attention.output.LayerNorm,
            _Projection.of(layer.intermediate.dense, halve=halve),
            layer.intermediate.intermediate_act_fn,
            _Projection.of(layer.output.dense, halve=halve),
            layer.output.LayerNorm,
        )

    def __call__(self, states: Tensor, lengths: Sequence[int]) -> Tensor:
        """The next states (tokens, width) of texts that stand one behind the other, of these lengths."""
        between = self.attention_norm(self.attention_output(self._attention(states, lengths)) + states)
        return self.norm(self.output(self.activation(self.widened(between))) + between)

    def _attention(self, states: Tensor, lengths: Sequence[int]) -> Tensor:
        import torch

        tokens, width = states.shape
        # (text, head, token, size): with the axis for one text, PyTorch takes its quick way.
        parts = [
            torch.split(each.view(1, tokens, self.heads, -1).transpose(1, 2), list(lengths), 2)
            for each in torch.split(self.attended(states), width, 1)
        ]
        found = [torch.nn.functional.scaled_dot_product_attention(*text) for text in zip(*parts, strict=True)]
        return torch.cat(found, 2).transpose(1, 2).reshape(tokens, width)
