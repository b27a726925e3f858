"""The cross-encoder: a tiny one with random weights, made here and loaded from its folder, without network."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import rerank
from index.errors import ModelUnavailable
from index.rerank import Reranker, best_first, load_reranker, reordered
from index.settings import Settings
from tests.tiny_cross_encoder import POSITIONS, WORDS, saved

ROOT = Path(__file__).resolve().parent.parent


# The order


def test_the_best_stand_in_the_cross_encoder_s_order_with_the_same_scores() -> None:
    scores = np.array([0.1, 0.9, 0.5, 0.7])
    # By the fused scores: 1, 3, 2, 0. Of the first three the cross-encoder likes 2 best, then 1, then 3.
    found = reordered(scores, np.array([4.0, -2.0, 8.0]), first=3)
    assert found.tolist() == [0.1, 0.7, 0.9, 0.5]
    assert scores.tolist() == [0.1, 0.9, 0.5, 0.7]


def test_equals_of_the_cross_encoder_keep_the_fused_order() -> None:
    scores = np.array([0.2, 0.8, 0.5])
    assert reordered(scores, np.zeros(3)).tolist() == [0.2, 0.8, 0.5]
    assert reordered(scores, np.array([1.0, 2.0, 1.0])).tolist() == [0.2, 0.5, 0.8]


def test_equal_fused_scores_stand_as_they_came() -> None:
    assert best_first(np.array([0.5, 0.9, 0.5 + 1e-15, 0.5])).tolist() == [1, 0, 2, 3]


@pytest.mark.parametrize("size", [1, 3, 0])
def test_another_number_of_scores_is_refused(size: int) -> None:
    with pytest.raises(ValueError, match=f"{size} scores of the cross-encoder for 2 candidates"):
        reordered(np.array([0.1, 0.2, 0.3]), np.zeros(size), first=2)


def test_no_candidates_stay_none() -> None:
    assert reordered(np.zeros(0), np.zeros(0)).shape == (0,)


FINITE = st.floats(-1e6, 1e6)


@given(st.lists(FINITE, max_size=40), st.integers(0, 40), st.data())
def test_only_the_order_of_the_best_changes(fused: list[float], first: int, data: st.DataObject) -> None:
    scores = np.array(fused, np.float64)
    size = min(first, len(fused))
    reranked = np.array(data.draw(st.lists(FINITE, min_size=size, max_size=size)), np.float64)
    found = reordered(scores, reranked, first)
    best, rest = np.split(best_first(scores), [size])
    assert found[rest].tolist() == scores[rest].tolist()
    assert sorted(found[best]) == sorted(scores[best])
    # Whoever the cross-encoder puts ahead has no lower a score, but for what counts as equal.
    for left in range(size):
        for right in range(size):
            if reranked[left] > reranked[right]:
                assert found[best[left]].round(6) >= found[best[right]].round(6)


@given(st.lists(FINITE, max_size=40), st.integers(0, 40))
def test_an_order_that_agrees_changes_nothing(fused: list[float], first: int) -> None:
    scores = np.array(fused, np.float64)
    falling = -np.arange(min(first, len(fused)), dtype=np.float64)
    assert reordered(scores, falling, first).tolist() == scores.tolist()


# The model


def settings_for(reranker: str | None, tmp_path: Path) -> Settings:
    return Settings(tmp_path / "library", "model", tmp_path / "cache", reranker)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("cross-encoder"))


@pytest.fixture(scope="module")
def reranker(folder: Path) -> Reranker:
    loaded = load_reranker(settings_for(str(folder), folder))
    assert loaded is not None
    return loaded


def test_none_is_loaded_unless_one_is_named(tmp_path: Path) -> None:
    assert load_reranker(settings_for(None, tmp_path)) is None
    assert load_reranker(replace(Settings.from_environment({}), library=tmp_path)) is None


def test_nothing_large_is_imported_where_none_is_named() -> None:
    code = (
        "import sys; from index import Settings, load_reranker; load_reranker(Settings.from_environment({}));"
        "print({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout == "set()\n"


def test_a_score_for_each_text_in_its_place(reranker: Reranker, folder: Path) -> None:
    texts = ["kho lúa", "trạm bơm hỏng", "ai nói gì", "họp"]
    found = reranker.scores("máy gì hỏng", texts)
    assert (found.shape, found.dtype) == ((4,), np.float64)
    assert len(set(found.tolist())) == 4
    expected = [raw_score(folder, "máy gì hỏng", text) for text in texts]
    np.testing.assert_allclose(found, expected, atol=1e-5)


def raw_score(folder: Path, question: str, text: str) -> float:
    import torch
    from transformers import BertForSequenceClassification, BertTokenizerFast

    model = BertForSequenceClassification.from_pretrained(folder).eval()
    features = BertTokenizerFast.from_pretrained(folder)(
        question, text, return_tensors="pt", truncation=True, max_length=POSITIONS
    )
    with torch.inference_mode():
        return float(model(**features).logits[0, 0])


def test_the_same_pairs_always_have_the_same_scores(reranker: Reranker, folder: Path) -> None:
    texts = [" ".join(WORDS[: 1 + i % 10]) for i in range(50)]
    first = reranker.scores("kho gì", texts)
    assert reranker.scores("kho gì", texts).tolist() == first.tolist()
    again = load_reranker(settings_for(str(folder), folder))
    assert again is not None
    assert again.scores("kho gì", texts).tolist() == first.tolist()


def test_a_score_does_not_depend_on_the_other_texts(reranker: Reranker) -> None:
    texts = [" ".join(WORDS[i % 10 :] * (1 + i % 5)) for i in range(37)]
    together = reranker.scores("trạm bơm", texts)
    alone = [float(reranker.scores("trạm bơm", [text])[0]) for text in texts]
    np.testing.assert_allclose(together, alone, atol=1e-5)


def test_nothing_to_score_gives_nothing(reranker: Reranker) -> None:
    assert reranker.scores("kho", []).shape == (0,)


def test_a_text_too_long_for_the_model_is_cut_at_its_end(reranker: Reranker, folder: Path) -> None:
    long = "kho lúa họp " * 2000
    found = reranker.scores("ai nói gì", [long, "kho lúa họp " * 40, f"{long} trạm bơm hỏng", "kho"])
    # [CLS] ai nói gì [SEP] … [SEP] leave 58 words of the text.
    kept = " ".join(("kho lúa họp " * 40).split()[: POSITIONS - 6])
    np.testing.assert_allclose(found[:3], raw_score(folder, "ai nói gì", kept), atol=1e-5)
    assert np.isfinite(reranker.scores("ai nói gì " * 500, ["kho lúa", "", long])).all()


# What can't be loaded


@pytest.mark.parametrize("name", ["./no-such-folder", "/no/such/folder", "~/no-such-folder", "a/b/c"])
def test_a_folder_that_does_not_exist_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="there is no such folder; set HOIHOP_RERANKER to one") as caught:
        load_reranker(settings_for(name, tmp_path))
    assert caught.value.values["model"] == name


def broken(folder: Path, how: str) -> None:
    if how == "empty":
        return
    saved(folder)
    if how == "no weights":
        (folder / "model.safetensors").unlink()
    elif how == "cut weights":
        (folder / "model.safetensors").write_bytes((folder / "model.safetensors").read_bytes()[:100])
    elif how == "no configuration":
        (folder / "config.json").unlink()
    elif how == "bad configuration":
        (folder / "config.json").write_text("{", "utf-8")
    elif how == "unknown kind":
        (folder / "config.json").write_text(json.dumps({"model_type": "abacus"}), "utf-8")


BROKEN = ["empty", "no weights", "cut weights", "no configuration", "bad configuration", "unknown kind"]


@pytest.mark.parametrize("how", BROKEN)
def test_a_folder_without_a_whole_model_is_named(how: str, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    folder.mkdir()
    broken(folder, how)
    with pytest.raises(ModelUnavailable, match="; check that it holds a cross-encoder") as caught:
        load_reranker(settings_for(str(folder), tmp_path))
    assert str(folder) == caught.value.values["model"]
    assert "\n" not in str(caught.value)


def test_a_folder_without_its_tokenizer_is_named(tmp_path: Path) -> None:
    folder = saved(tmp_path / "model")
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer_config.json").unlink()
    with pytest.raises(ModelUnavailable, match="its tokenizer knows no word; download the model's files again"):
        load_reranker(settings_for(str(folder), tmp_path))


def test_a_bi_encoder_is_no_cross_encoder(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.base.modules import Transformer
    from sentence_transformers.sentence_transformer.modules import Pooling

    plain = saved(tmp_path / "plain", "BertModel")
    SentenceTransformer(modules=[Transformer(str(plain)), Pooling(16)]).save(str(tmp_path / "bi-encoder"))
    for folder in (plain, tmp_path / "bi-encoder"):
        with pytest.raises(ModelUnavailable, match="it is no cross-encoder: .*; set HOIHOP_RERANKER to one"):
            load_reranker(settings_for(str(folder), tmp_path))


def test_a_model_with_several_scores_is_named(tmp_path: Path) -> None:
    folder = saved(tmp_path / "three", labels=3)
    with pytest.raises(ModelUnavailable, match="it gives 3 scores for a pair; set HOIHOP_RERANKER to a model"):
        load_reranker(settings_for(str(folder), tmp_path))


def test_a_model_that_was_saved_as_a_cross_encoder_gives_the_same_scores(folder: Path, tmp_path: Path) -> None:
    from sentence_transformers import CrossEncoder

    CrossEncoder(str(folder), local_files_only=True).save_pretrained(str(tmp_path / "saved"))
    loaded = load_reranker(settings_for(str(tmp_path / "saved"), tmp_path))
    assert loaded is not None
    assert loaded.scores("ai", ["kho lúa"])[0] == pytest.approx(raw_score(folder, "ai", "kho lúa"), abs=1e-5)


def test_a_hub_model_is_looked_for_in_the_cache_before_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[str, bool]] = []

    def unavailable(path: str, *, local_files_only: bool) -> Any:
        tried.append((path, local_files_only))
        raise OSError("no connection\nand more lines")

    monkeypatch.setattr("sentence_transformers.CrossEncoder", unavailable)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with pytest.raises(ModelUnavailable) as caught:
        load_reranker(settings_for("someone/their-model", tmp_path))
    assert tried == [("someone/their-model", True), ("someone/their-model", False)]
    assert caught.value.values["detail"] == (
        "no connection; check the name in HOIHOP_RERANKER; its first use downloads it, which needs the network"
    )
    assert "HF_HUB_OFFLINE" not in rerank.os.environ
