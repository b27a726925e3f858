"""In which number format a model runs: the quickest that the machine has and that keeps the vectors as they are.

A format is a candidate where the machine computes in it, and taken where, measured once on the machine itself, the
vectors of fixed texts have a mean cosine of at least 0.999 to those in fp32 and come sooner. 8-bit integers are no
candidate: PyTorch's and ONNX Runtime's own miss that cosine (0.972 and 0.997 with the default model).
"""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from index import checked_json
from index.errors import BrokenCache

NumberFormat = Literal["fp32", "bf16", "fp16"]
_Encode = Callable[[Sequence[str]], NDArray[np.float32]]
LEAST_COSINE = 0.999
# A format that gains less isn't worth its rounding.
_LEAST_SPEEDUP = 1.1
_ROUNDS = 3
_SENTENCES = (
    "Hội nghị thống nhất giao Sở Tài chính chủ trì, phối hợp với các đơn vị rà soát kinh phí trước ngày 15/3/2024. ",
    "The committee agreed to postpone the opening until the new pump has run for thirty days without a fault. ",
    "Bà Lê Thị Hạnh báo cáo tiến độ 42 % của gói thầu số 7; còn vướng mặt bằng tại hai thôn phía đông. ",
    "Speaker 2: can we move the release to Friday, and who tells the support team about the change? ",
)
# Short as a question and long as a paragraph, some 900 tokens together.
TEXTS = tuple(sentence * times for times in (1, 3, 5) for sentence in _SENTENCES)


@dataclass(frozen=True, slots=True)
class Precision:
    """The format that a model runs in, with the mean cosine of its vectors to those in fp32.

    `tried` is the quicker format that was measured, if any, with the cosine and the speed that it had, in times that of
    fp32.
    """

    number_format: NumberFormat
    cosine: float
    tried: NumberFormat | None = None
    tried_cosine: float | None = None
    tried_speed: float | None = None


FP32 = Precision("fp32", 1.0)


def candidate(device: str, capabilities: Mapping[str, Any]) -> NumberFormat:
    """The quickest format that a "cuda" device or a processor with these capabilities (torch.cpu's) computes in."""
    if device == "cuda":
        return "fp16"
    has_bf16 = capabilities.get("avx512_bf16") or capabilities.get("amx_bf16")
    return "bf16" if device == "cpu" and has_bf16 else "fp32"


def measured(tried: NumberFormat, plain: _Encode, quick: _Encode) -> Precision:
    """The format to run in, `tried` or fp32, from what both make of the texts and how long they take."""
    cosine = float((plain(TEXTS) * quick(TEXTS)).sum(axis=1).mean())
    times = [(_seconds(plain), _seconds(quick)) for _ in range(_ROUNDS)]
    speed = min(each for each, _ in times) / min(each for _, each in times)
    if cosine >= LEAST_COSINE and speed >= _LEAST_SPEEDUP:
        return Precision(tried, cosine, tried, cosine, speed)
    return Precision("fp32", 1.0, tried, cosine, speed)


def _seconds(encode: _Encode) -> float:
    start = perf_counter()
    encode(TEXTS)
    return perf_counter() - start


def record(cache: Path, *of: str) -> Path:
    """The file that keeps what was measured: of a model, a processor, a version of PyTorch and a format."""
    return cache / f"precision-{hashlib.sha256(chr(10).join(of).encode()).hexdigest()[:12]}.json"


def read(path: Path) -> Precision | None:
    """What was measured; None where it wasn't yet, or the file is damaged."""
    try:
        return Precision(**checked_json.read(path))
    except (BrokenCache, TypeError):
        return None


def keep(path: Path, precision: Precision) -> None:
    """Spares the next start the measuring. Where nothing can be written it is measured again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        checked_json.write(path, asdict(precision))
    except OSError:
        return


def processor_name() -> str:
    """The processor's name where Linux tells it, else the machine's kind."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text("utf-8").splitlines() if cpuinfo.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
