from __future__ import annotations

import weakref
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from transformers import BertConfig, BertModel, XLMRobertaConfig, XLMRobertaModel
from transformers.activations import ACT2FN

from index import bert_layers, embed, packing
from index.embed import Embedder
from index.packing import Packer, fits, groups
from index.text import sentences
from tests.real_embedder import full_precision_embedder, real_model

TINY = {
    "vocab_size": 50,
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
    "max_position_embeddings": 40,
    "pad_token_id": 1,
}


def tiny(kind: str, activation: str = "gelu") -> Any:
    """A model with weights drawn at random, with what a Packer looks at."""
    torch.manual_seed(7)
    settings = {**TINY, "hidden_act": activation}
    made = BertModel(BertConfig(**settings)) if kind == "bert" else XLMRobertaModel(XLMRobertaConfig(**settings))
    return [SimpleNamespace(auto_model=made.eval()), SimpleNamespace(include_prompt=True)]


@pytest.mark.parametrize(
    ("kind", "activation"), [("bert", "gelu"), ("xlm-roberta", "gelu"), ("bert", "gelu_new"), ("bert", "relu")]
)
def test_texts_in_one_row_have_the_token_vectors_that_each_has_alone(kind: str, activation: str) -> None:
    model = tiny(kind, activation)
    texts = [torch.tensor(ids) for ids in ([2, 5, 6, 7, 8, 9, 3], [2, 3], [2, 30, 31, 32, 3], [2] + [4] * 30 + [3])]
    with torch.inference_mode():
        # As the model is without packing: it counts the positions itself.
        alone = [model[0].auto_model(input_ids=ids[None]).last_hidden_state[0] for ids in texts]
        packed = list(Packer(model).token_vectors(texts))
    for one, other in zip(alone, packed, strict=True):
        np.testing.assert_allclose(other, one, atol=1e-6)


@pytest.mark.parametrize("kind", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("one_dnn", [True, False])
def test_packed_weights_are_those_of_the_layers_side_by_side(
    kind: torch.dtype, one_dnn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not one_dnn:
        monkeypatch.setattr(bert_layers, "can_pack", lambda kind: False)
    elif not bert_layers.can_pack(kind):
        pytest.skip(f"oneDNN doesn't compute in {kind} on this processor")
    torch.manual_seed(3)
    layers, states = [torch.nn.Linear(16, size).to(kind) for size in (24, 40)], torch.randn(5, 16).to(kind)
    with torch.inference_mode():
        projection = bert_layers._Projection.of(*layers)
        found, expected = projection(states), torch.cat([layer(states) for layer in layers], 1)
    assert (projection.packed, found.dtype, found.shape) == (one_dnn, kind, (5, 64))
    torch.testing.assert_close(found, expected)
    with torch.inference_mode():
        projection = bert_layers._Projection.of(*layers, activation=ACT2FN["gelu"])
        found, expected = projection(states), torch.nn.functional.gelu(expected.float()).to(kind)
    assert projection.fused == ("gelu" if one_dnn else "none")
    torch.testing.assert_close(found, expected)


def test_weights_are_packed_where_onednn_computes_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: True)
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX2")
    assert bert_layers.can_pack(torch.float32)
    assert not bert_layers.can_pack(torch.float16)
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "DEFAULT")
    assert not bert_layers.can_pack(torch.float32)
    monkeypatch.setattr(torch.backends.cpu, "get_cpu_capability", lambda: "AVX512")
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: False)
    assert not bert_layers.can_pack(torch.float32)


def test_the_weights_are_not_there_twice() -> None:
    model = tiny("bert")
    layer = weakref.ref(model[0].auto_model.encoder.layer[0])
    packer = Packer(model)
    assert len(packer._layers) == 2
    assert layer() is None
    # To run it without its layers would be a mistake that nobody sees.
    with pytest.raises(AttributeError, match="encoder"):
        model[0].auto_model(input_ids=torch.tensor([[2, 5, 3]]))


def test_neighbours_go_together_up_to_so_many_tokens() -> None:
    assert list(groups([])) == []
    assert list(groups([500, 500, 24, 1, 2000, 3])) == [range(0, 3), range(3, 4), range(4, 5), range(5, 6)]


@given(st.lists(st.integers(1, 1500), max_size=40))
def test_every_text_is_in_one_group_and_none_is_too_large(lengths: list[int]) -> None:
    found = list(groups(lengths))
    assert [number for group in found for number in group] == list(range(len(lengths)))
    assert all(sum(lengths[i] for i in group) <= 1024 or len(group) == 1 for group in found)


def which_fits(device: str = "cpu", kind: str = "bert", *, decoder: bool = False, prompt: bool = True) -> bool:
    class Model(list[Any]):
        pass

    config = SimpleNamespace(model_type=kind, is_decoder=decoder)
    model: Any = Model(
        [SimpleNamespace(auto_model=SimpleNamespace(config=config)), SimpleNamespace(include_prompt=prompt)]
    )
    model.device = SimpleNamespace(type=device)
    return fits(model)


def test_only_models_whose_layers_see_all_of_a_text_are_packed_and_only_on_a_processor() -> None:
    assert which_fits()
    assert which_fits(kind="xlm-roberta")
    assert not which_fits(kind="modernbert")
    assert not which_fits("cuda")
    assert not which_fits(decoder=True)
    assert not which_fits(prompt=False)


def test_with_padding_the_vectors_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = full_precision_embedder()
    monkeypatch.setattr(packing, "fits", lambda model: False)
    padded = Embedder(real_model(), "padded")
    assert packed._packer is not None
    assert padded._packer is None
    texts = ["Chị Hạnh gửi bảng giá cho ba nhà thầu. Anh Nam ký.", "Ngắn.", "The pump stays. Until May."]
    spans = [sentences(text) for text in texts]
    for one, other in zip(packed.passages(texts, spans), padded.passages(texts, spans), strict=True):
        np.testing.assert_allclose(one.vector, other.vector, atol=1e-5)
        np.testing.assert_allclose(one.sentences, other.sentences, atol=1e-5)


def test_with_padding_the_longest_go_first_and_so_many_code_points_together() -> None:
    assert list(embed.batches([], 4_000)) == []
    texts = ["a" * length for length in (10, 1500, 1400, 1300, 5000, 700)]
    assert list(embed.batches(texts, 4_000)) == [[4], [1, 2], [3, 5, 0]]
    assert list(embed.batches(texts, 64_000)) == [[4, 1, 2, 3, 5, 0]]
