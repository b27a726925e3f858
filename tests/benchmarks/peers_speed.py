"""Times one peer, in the peers' environment: python peers_speed.py NAME FOLDER SECONDS WARMING OUT

The folder is a job of `tests.benchmarks.table` (table/job.py): `passages.jsonl`, `vectors.npy`, `questions.jsonl` and
`question_vectors.npy`. The peer gets each question as it is typed, with its vector. OUT gets JSON: the values of the
rows `search`, `memory` (after 100 questions) and `opening` (from texts and vectors until it can be searched), and the
versions. Nothing of this project is imported but what stands beside this file.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from time import monotonic, perf_counter, process_time
from typing import Any

import numpy as np

_PACKAGES = {"LangChain": ("langchain-classic", "langchain-community"), "txtai": ("txtai",)}
_BEFORE_MEMORY = 100
_LEAST = 5


def work(name: str, folder: Path, most_s: float, warming: int, out: Path) -> None:
    """Does the job in the folder."""
    # Behind all that is installed, so that nothing of ours is imported by chance.
    sys.path.append(str(Path(__file__).parent))
    index: Any = importlib.import_module("peers_worker").INDEXES[name]
    texts, vectors = list(_lines(folder / "passages.jsonl")), np.load(folder / "vectors.npy", mmap_mode="r")
    # Imports are done on the way, and aren't what is measured.
    index(texts[:2], vectors[:2])
    began, used = perf_counter(), process_time()
    ask = index(texts, vectors)
    del texts, vectors
    opening = {"p50_ms": (perf_counter() - began) * 1000, "processor_p50_ms": (process_time() - used) * 1000}
    questions = list(zip(_lines(folder / "questions.jsonl"), np.load(folder / "question_vectors.npy"), strict=True))
    began = monotonic()
    for text, vector in questions[:warming]:
        ask(text, vector)
        if monotonic() - began > most_s / 10:
            break
    clock_ms: list[float] = []
    processor_ms: list[float] = []
    held: dict[str, float] = {}
    began = monotonic()
    for text, vector in questions[warming:]:
        if monotonic() - began > most_s and len(clock_ms) >= _LEAST:
            break
        clock, used = perf_counter(), process_time()
        ask(text, vector)
        clock_ms.append((perf_counter() - clock) * 1000)
        processor_ms.append((process_time() - used) * 1000)
        if len(clock_ms) == _BEFORE_MEMORY:
            held = memory()
    search = {"questions": float(len(clock_ms))}
    for prefix, times in (("", clock_ms), ("processor_", processor_ms)):
        for percent, value in zip((50, 95, 99), np.percentile(times, (50, 95, 99)).tolist(), strict=True):
            search[f"{prefix}p{percent}_ms"] = value
    rows = {"search": search, "memory": held or memory(), "opening": opening}
    backend = "; ".join(f"{package} {version(package)}" for package in _PACKAGES[name])
    out.write_text(json.dumps({"rows": rows, "backend": backend}), encoding="utf-8")


def memory() -> dict[str, float]:
    """What of this process is in memory, and the most that was, in MB. Linux alone tells."""
    fields = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    return {"rss_mb": int(fields["VmRSS"].split()[0]) / 1024, "peak_mb": int(fields["VmHWM"].split()[0]) / 1024}


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


if __name__ == "__main__":
    # The index is in memory; what a program does at its end is none of what is measured.
    work(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]))
    sys.stdout.flush()
    os._exit(0)
