"""Which number format a model runs in. No machine of the tests need have another than fp32: stand-ins have."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from index import embed, precision
from index.precision import FP32, TEXTS, Precision, candidate, keep, measured, read, record


@pytest.mark.parametrize(
    ("device", "capabilities", "expected"),
    [
        ("cpu", {"architecture": "x86_64", "avx2": True, "avx512_bf16": False, "amx_bf16": False}, "fp32"),
        ("cpu", {"architecture": "x86_64", "avx512_vnni": True}, "fp32"),
        ("cpu", {"architecture": "x86_64", "avx512_bf16": True}, "bf16"),
        ("cpu", {"architecture": "x86_64", "amx_bf16": True}, "bf16"),
        ("cpu", {"architecture": "aarch64", "bf16": True}, "fp32"),
        ("cuda", {}, "fp16"),
        ("mps", {"avx512_bf16": True}, "fp32"),
    ],
)
def test_the_candidate_is_what_the_machine_computes_in(
    device: str, capabilities: dict[str, Any], expected: str
) -> None:
    assert candidate(device, capabilities) == expected


class Clock:
    """Each encoding takes as long as it says."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    def encoder(self, cosine: float, *seconds: float) -> Any:
        """One whose vectors have that cosine to (1, 0). It takes each of the times in turn, none the first time."""
        takes = itertools.chain([0.0], itertools.cycle(seconds))

        def encode(texts: Sequence[str]) -> NDArray[np.float32]:
            self.now += next(takes)
            return np.array([[cosine, np.sqrt(1 - cosine**2)]] * len(texts), np.float32)

        return encode


@pytest.mark.parametrize(
    ("cosine", "seconds", "chosen"),
    [(0.9995, 0.5, "bf16"), (0.9985, 0.5, "fp32"), (0.9995, 0.95, "fp32"), (0.9995, 2.0, "fp32")],
)
def test_it_is_taken_where_it_keeps_the_vectors_and_is_quicker(
    cosine: float, seconds: float, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(precision, "perf_counter", clock)
    # One slow round, as on a busy machine, decides nothing.
    found = measured("bf16", clock.encoder(1, 1.0, 1.2, 9.0), clock.encoder(cosine, 3 * seconds, seconds, seconds))
    assert found.number_format == chosen
    assert found.cosine == pytest.approx(cosine if chosen == "bf16" else 1, abs=1e-6)
    assert (found.tried, found.tried_cosine) == ("bf16", pytest.approx(cosine, abs=1e-6))
    assert found.tried_speed == pytest.approx(1 / seconds)


def test_what_was_measured_is_kept_for_its_model_and_machine(tmp_path: Path) -> None:
    found = Precision("bf16", 0.99997, "bf16", 0.99997, 1.8)
    path = record(tmp_path / "new", "model", "processor", "2.13", "bf16")
    assert read(path) is None
    keep(path, found)
    assert read(path) == found
    assert read(record(tmp_path / "new", "model", "another", "2.13", "bf16")) is None
    path.write_bytes(path.read_bytes().replace(b"bf16", b"fp16"))
    assert read(path) is None
    (tmp_path / "file").write_bytes(b"")
    keep(tmp_path / "file" / "x.json", found)  # nowhere to write: no more than measured again


class Model:
    """A stand-in for a model: a text's vector is the sum of vectors of its letters, drawn at random."""

    prompts: dict[str, str] = {}

    def __init__(self, device: str = "cpu") -> None:
        self.device = torch.device(device)
        self.weights = torch.randn(128, 32, generator=torch.Generator().manual_seed(0))

    def get_embedding_dimension(self) -> int:
        return 32

    def preprocess(self, texts: Sequence[str], prompt: str | None) -> dict[str, torch.Tensor]:
        letters = [[ord(letter) % 128 for letter in text] for text in texts]
        return {"letters": torch.stack([torch.bincount(torch.tensor(each), minlength=128) for each in letters])}

    def __call__(self, features: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        return {"sentence_embedding": features["letters"].to(self.weights.dtype) @ self.weights}

    def float(self) -> Model:
        return self._as(torch.float32)

    def half(self) -> Model:
        return self._as(torch.float16)

    def bfloat16(self) -> Model:
        return self._as(torch.bfloat16)

    def _as(self, number_format: torch.dtype) -> Model:
        self.weights = self.weights.to(number_format)
        return self


@pytest.fixture(autouse=True)
def _no_token_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "_pools_token_vectors", lambda model: False)


@pytest.mark.parametrize(("least_speed", "chosen"), [(0.0, "bf16"), (1e9, "fp32")])
def test_a_model_goes_over_to_the_format_and_stays_the_same_to_its_users(
    least_speed: float, chosen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precision, "candidate", lambda device, capabilities: "bf16")
    monkeypatch.setattr(precision, "_LEAST_SPEEDUP", least_speed)
    measurings = []
    monkeypatch.setattr(precision, "measured", lambda *of: measurings.append(of) or measured(*of))
    plain: Any = Model()
    expected = embed.Embedder(plain, "plain").questions(TEXTS)
    for _ in range(2):
        model: Any = Model()
        found = embed._quickest(model, "some-model", tmp_path)
        assert found.precision.number_format == chosen
        assert model.weights.dtype == (torch.bfloat16 if chosen == "bf16" else torch.float32)
        assert (found.name, found.runs_on) == ("some-model", precision.processor_name())
        vectors = found.questions(TEXTS)
        assert vectors.dtype == np.float32
        cosines = (vectors * expected).sum(axis=1)
        assert cosines.min() > 0.999
        assert found.precision.cosine == pytest.approx(cosines.mean() if chosen == "bf16" else 1, abs=1e-6)
    assert len(measurings) == 1


def test_a_processor_without_another_format_measures_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: {"avx2": True})
    model: Any = Model()
    found = embed._quickest(model, "some-model", tmp_path)
    assert (found.precision, list(tmp_path.iterdir())) == (FP32, [])


def test_a_gpu_takes_half_precision_and_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for a GPU, which no machine of the tests need have."""

    def measured_as(tried: str, plain: object, quick: object) -> Precision:
        return Precision("fp16", 0.9999, "fp16", 0.9999, 3.0)

    monkeypatch.setattr(torch.cuda, "get_device_name", lambda device: "Some GPU")
    monkeypatch.setattr(precision, "measured", measured_as)
    model: Any = Model("cuda")
    found = embed._quickest(model, "some-model", tmp_path)
    assert (found.precision.number_format, found.runs_on) == ("fp16", "Some GPU")
    assert model.weights.dtype == torch.float16


def test_the_processor_has_a_name() -> None:
    assert precision.processor_name().strip() == precision.processor_name() != ""
