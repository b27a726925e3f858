"""Measures one part of the table for one system at one size, in this process; tests.benchmarks.table calls it.

What it finds goes to a file as JSON: `rows` (the values of each) and `backend`.
"""

from __future__ import annotations

import argparse
import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.benchmarks.table import nearest, upkeep, whole, words
from tests.benchmarks.table.job import Job

_EMBEDDED = 40
_ROUNDS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("part")
    parser.add_argument("system")
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--paragraphs", type=int, required=True)
    parser.add_argument("--questions", type=int, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--real", type=Path, nargs="*", default=[])
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    rows, backend = measured(arguments)
    arguments.out.write_text(json.dumps({"rows": rows, "backend": backend}), encoding="utf-8")


def measured(arguments: argparse.Namespace) -> tuple[dict[str, dict[str, float]], str]:
    """The rows' values and what computed them. `library` and `passages` only make what the others need."""
    job, part, most_s = Job(arguments.folder), arguments.part, arguments.seconds
    vectors = f"FAISS {version('faiss-cpu')}"
    if part == "library":
        return job.make(arguments.paragraphs, arguments.questions) or {}, ""
    if part == "passages":
        return job.make_passages() or {}, ""
    if part == "words":
        return words.measure(job, arguments.system, most_s, arguments.peers), "NumPy"
    if part == "vectors":
        return nearest.measure(job, arguments.system, most_s), vectors
    if part == "recall":
        return nearest.measure_recall(arguments.real, job.folder.parent / "samples", arguments.paragraphs), vectors
    if part == "search":
        return whole.measure_search(job, most_s), vectors
    if part == "ask":
        rows, model = whole.measure_ask(job, most_s)
        return rows, f"{vectors}; {_backend(model)}"
    if part == "users":
        rows, model = whole.measure_users(job, most_s)
        return rows, f"{vectors}; {_backend(model)}"
    if part == "opening":
        return upkeep.measure_opening(job), vectors
    if part == "adding":
        return upkeep.measure_adding(job), vectors
    if part == "disk":
        return upkeep.measure_disk(job), "SQLite"
    return _embedding()


def _embedding() -> tuple[dict[str, dict[str, float]], str]:
    from index import Settings, load_embedder
    from tests.benchmarks.embedding import ENGINE, OURS, PLAIN, compared, sample_passages

    model = load_embedder(Settings.from_environment())
    found = compared(model, sample_passages(_EMBEDDED), _ROUNDS)
    values: dict[str, float] = {}
    for name, key in ((OURS, "ours"), (PLAIN, "plain"), (ENGINE, "engine")):
        if name in found.took:
            for clock, prefix in ((True, ""), (False, "processor_")):
                values[f"{prefix}{key}_tokens_per_s"] = found.tokens_per_s(name, clock)
                values[f"{prefix}{key}_ratio"] = found.ratio(name, clock)
    return {"embedding": values}, _backend(model)


def _backend(model: Any) -> str:
    import torch

    threads = f"{torch.get_num_threads()} threads"
    return f"PyTorch {torch.__version__} ({model.precision.number_format} on {model.runs_on}, {threads})"


if __name__ == "__main__":
    main()
