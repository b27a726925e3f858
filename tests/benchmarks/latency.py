"""How long a warm `ask` takes: python -m tests.benchmarks.latency [--library DIR]

Asks each question of seeds/questions.jsonl by itself, after a round of warming up, and prints the median and the 95th
percentile in milliseconds. Without --library, the samples go into a new library that is deleted afterwards.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from assistant.ask import ask
from assistant.samples import prepare
from index import Library, Settings, load_embedder
from index.precision import processor_name

QUESTIONS = Path(__file__).parent.parent.parent / "seeds/questions.jsonl"
_WARMING = 10


def main() -> None:
    import torch

    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--library", type=Path, help="the library's folder")
    parser.add_argument("--rounds", type=int, default=3, help="how often each question is asked (3)")
    arguments = parser.parse_args()
    settings = Settings.from_environment()
    questions = [json.loads(line)["question"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as temporary:
        settings = replace(settings, library=arguments.library or Path(temporary))
        with Library.open(settings.library, load_embedder(settings)) as library:
            prepare(library)
            times_ms = timed(library, questions * arguments.rounds)
            documents = library.documents()
    paragraphs = sum(summary.paragraphs for summary in documents)
    cores = f"{os.cpu_count()} logical processors, {torch.get_num_threads()} of them for torch"
    print(f"processor   {processor_name()}: {cores}, load {os.getloadavg()[0]:.1f}")
    print(f"library     {len(documents)} documents, {paragraphs} paragraphs")
    print(f"questions   {len(questions)}, each asked {arguments.rounds} times")
    print(f"ask, warm   median {median(times_ms):.1f} ms, p95 {quantiles(times_ms, n=20)[-1]:.1f} ms")


def timed(library: Library, questions: list[str]) -> list[float]:
    """How long each question takes, in milliseconds."""
    for question in questions[:_WARMING]:
        ask(question, library)
    times_ms = []
    for question in questions:
        start = perf_counter()
        ask(question, library)
        times_ms.append((perf_counter() - start) * 1000)
    return times_ms


if __name__ == "__main__":
    main()
