"""Whole questions to our own library: the search alone, `ask` with the model, and 20 users at once.

In `search` the question's vector is given, as it is to the other systems. In `ask` and with users the default model
embeds the question, in the process, and the made-up vector then takes the place of the model's, because those of the
paragraphs are made up too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.pool import ThreadPool
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.ask import HITS, ask
from assistant.searches import THREADS
from index import Embedder, Library, Settings, load_embedder
from tests.benchmarks.made_up import MadeUpEmbedder
from tests.benchmarks.table.asking import memory, timed
from tests.benchmarks.table.job import WARMING, Job, Question

USERS = 20
_EACH = 10
# After so many questions memory is looked at.
_BEFORE_MEMORY = 100


class ModelThenMadeUp(MadeUpEmbedder):
    """Takes the time of a real model for questions, and gives the made-up vectors."""

    def __init__(self, model: Embedder) -> None:
        super().__init__(model.dimension)
        self._model = model

    def questions(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The made-up vectors of the texts."""
        self._model.questions(texts)
        return super().questions(texts)


@contextmanager
def _asked(job: Job, embedder: MadeUpEmbedder) -> Iterator[tuple[Library, list[Question]]]:
    """The library, and the questions whose vectors the embedder now knows."""
    questions = job.questions()
    embedder.given |= {each.embedded: each.vector for each in questions}
    with Library.open(job.library, embedder, create=False) as library:
        library.prepare()
        yield library, questions


def measure_search(job: Job, most_s: float) -> dict[str, dict[str, float]]:
    """The search, and what is in memory after 100 questions without a model."""
    with _asked(job, MadeUpEmbedder()) as (library, questions):
        return _then_memory(lambda each: library.search(each.text, HITS), questions, most_s, "search", "memory")


def measure_ask(job: Job, most_s: float) -> tuple[dict[str, dict[str, float]], Embedder]:
    """`ask`, and what is in memory after 100 questions with the model."""
    model = load_embedder(Settings.from_environment())
    with _asked(job, ModelThenMadeUp(model)) as (library, questions):
        found = _then_memory(lambda each: ask(each.text, library), questions, most_s, "ask", "memory with the model")
    return found, model


def _then_memory(
    call: Callable[[Question], Any], questions: Sequence[Question], most_s: float, row: str, memory_row: str
) -> dict[str, dict[str, float]]:
    first = WARMING + _BEFORE_MEMORY
    held: dict[str, float] = {}

    def noting(each: tuple[int, Question]) -> None:
        call(each[1])
        if each[0] == first - 1:
            held.update(memory())

    times = timed(noting, list(enumerate(questions)), WARMING, most_s)
    return {row: times, memory_row: held or memory()}


def measure_users(job: Job, most_s: float) -> tuple[dict[str, dict[str, float]], Embedder]:
    """20 users, each of whom asks the next question once the last is answered, over as many threads as the chat has."""
    model = load_embedder(Settings.from_environment())
    with _asked(job, ModelThenMadeUp(model)) as (library, questions):
        for each in questions[:WARMING]:
            ask(each.text, library)
        texts = [each.text for each in questions[WARMING:]]
        return {"users": at_once(lambda text: ask(text, library), texts, USERS, _EACH, most_s)}, model


def at_once(
    answer: Callable[[str], Any], texts: Sequence[str], users: int, each: int, most_s: float
) -> dict[str, float]:
    """Questions a second, and the percentiles of how long a user waits; of so many users who ask so many each.

    No user asks another one after `most_s`.
    """
    waits_ms: list[float] = []
    with ThreadPool(THREADS) as searches, ThreadPoolExecutor(users) as people:
        began = perf_counter()

        def one_user(number: int) -> None:
            for turn in range(each):
                asked = perf_counter()
                if asked - began > most_s:
                    return
                searches.apply(answer, (texts[(number * each + turn) % len(texts)],))
                waits_ms.append((perf_counter() - asked) * 1000)

        list(people.map(one_user, range(users)))
        took_s = perf_counter() - began
    p50, p95 = np.percentile(waits_ms, [50, 95]).tolist()
    return {"questions_per_s": len(waits_ms) / took_s, "p50_ms": p50, "p95_ms": p95, "questions": len(waits_ms)}
