"""Indexing beside embedding alone; `python -m tests.benchmarks.scale --indexing` prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from index import Library, find_files
from index.embed import EmbeddedPassage, Embedder
from index.models import Span
from tests.benchmarks.made_up import SAMPLES, documents
from tests.benchmarks.spent import Spent, Watch

# Indexed with the samples, which are too few to measure.
_MORE_DOCUMENTS = 4


class Recorder:
    """An embedder that remembers the passages."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.dimension, self.questions = embedder.name, embedder.dimension, embedder.questions
        self.texts: list[str] = []
        self.sentences: list[Sequence[Span]] = []
        self._embedder = embedder

    def passages(
        self,
        texts: Sequence[str],
        sentences: Sequence[Sequence[Span]],
        on_progress: Callable[[int, int], None] | None = None,
    ) -> list[EmbeddedPassage]:
        """The embedder's."""
        self.texts += texts
        self.sentences += sentences
        return self._embedder.passages(texts, sentences, on_progress)


def indexing_report(embedder: Embedder, folder: Path, rounds: int) -> Iterator[str]:
    """The lines to print, each as soon as it is measured."""
    whole: list[Spent] = []
    alone: list[Spent] = []
    for number in range(rounds):
        recorder, watch = Recorder(embedder), Watch()
        with Library.open(folder / str(number), recorder) as library, watch.running():  # type: ignore[arg-type]
            for file in find_files([SAMPLES]):
                library.add_file(file)
            for document in islice(documents(seed=0), _MORE_DOCUMENTS):
                library.add_bytes(document.name, document.text.encode())
            library.prepare()
        whole.append(watch.spent)
        watch = Watch()
        with watch.running():
            embedder.passages(recorder.texts, recorder.sentences)
        alone.append(watch.spent)
        measured = f"{_seconds(whole[-1])}; embedding alone {_seconds(alone[-1])}"
        yield f"round {number + 1}       {len(recorder.texts)} passages: {measured}"
    clock = min(each.clock_ms for each in whole) / min(each.clock_ms for each in alone)
    used = min(each.processor_ms for each in whole) / min(each.processor_ms for each in alone)
    yield f"indexing      {clock:.2f} times embedding alone (processor: {used:.2f})"


def _seconds(spent: Spent) -> str:
    return f"{spent.clock_ms / 1000:.1f} s (processor: {spent.processor_ms / 1000:.1f} s)"
