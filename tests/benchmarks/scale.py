"""How search and indexing keep up: python -m tests.benchmarks.scale [--paragraphs 100000] [--library DIR] [--indexing]

Search: made-up documents (tests/benchmarks/made_up.py) with made-up vectors, in a library that is kept under --library
and made in a temporary folder without it. Each question is asked once, by itself, after some others for warming up;
its vector is given, so that no model runs, and the rest is the library's own search. Figures are milliseconds a
question: the time on the clock, which other programs prolong, and that of the processor in all threads of this one.
Then what the indexes take on disk, opening the library until it can be searched, and adding a document of 40 paragraphs
until it can be found, here and in an empty library.

Indexing: the samples and some made-up documents go into a new library under the default model, search indexes included,
and the same passages are embedded in one call. Both are repeated; the least of each counts.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

from index import Library, Settings, find_files, fold, load_embedder, normalise
from index.embed import EmbeddedPassage, Embedder
from index.fuse import Weights
from index.lexical import PostingsBM25
from index.models import Span
from index.precision import processor_name
from index.store import Store
from index.vectors import VectorIndex
from tests.benchmarks.made_up import SAMPLES, MadeUpEmbedder, documents

_QUESTIONS = 200
_WARMING = 20
# How often a document is added, to the library and to an empty one.
_ADDED = 7
# Indexed with the samples, which are too few to measure.
_MORE_DOCUMENTS = 4
_WORD = re.compile(r"\w+")
_VIETNAMESE = ("{} là bao nhiêu?", "Ai phụ trách {}?", "Khi nào {}?", "Vì sao {}?", "{} do đơn vị nào làm?", "{}")
_ENGLISH = ("How many {}?", "Who said {}?", "When is {}?", "What about {}?", "Why did {}?", "{}")
# What is timed by itself. The rest of a search is fusion.
_STAGES: tuple[tuple[str, Any, str], ...] = (
    ("understand", "index.library_searching", "understand"),
    ("vectors", VectorIndex, "top"),
    ("words", PostingsBM25, "top"),
    ("store", Store, "paragraphs"),
    ("store", Store, "paragraph_range"),
    ("evidence", "index.search", "gather"),
    ("fusion", Weights, "judge"),
)


@dataclass(frozen=True, slots=True)
class Spent:
    """How long something took, in milliseconds: on the clock, and the processor's time in all threads."""

    clock_ms: float
    processor_ms: float


class Watch:
    """Adds up what it times."""

    def __init__(self) -> None:
        self.spent = Spent(0.0, 0.0)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Times what is inside."""
        clock, used = perf_counter(), process_time()
        try:
            yield
        finally:
            self.spent = Spent(
                self.spent.clock_ms + (perf_counter() - clock) * 1000,
                self.spent.processor_ms + (process_time() - used) * 1000,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--paragraphs", type=int, default=100_000, help="the least size of the library (100000)")
    parser.add_argument("--library", type=Path, help="where the made-up library is kept")
    parser.add_argument("--questions", type=int, default=_QUESTIONS, help=f"how many are asked ({_QUESTIONS})")
    parser.add_argument("--seed", type=int, default=0, help="of the documents and questions (0)")
    parser.add_argument("--indexing", action="store_true", help="measure indexing in place of search")
    parser.add_argument("--rounds", type=int, default=3, help="how often indexing is measured (3)")
    arguments = parser.parse_args()
    print(
        f"processor     {processor_name()}: {os.cpu_count()} logical processors, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as temporary:
        if arguments.indexing:
            lines = indexing_report(load_embedder(Settings.from_environment()), Path(temporary), arguments.rounds)
        else:
            folder = arguments.library or Path(temporary)
            lines = search_report(folder, arguments.paragraphs, arguments.questions, arguments.seed)
        for line in lines:
            print(line, flush=True)
    print(f"load after    {os.getloadavg()[0]:.1f}")


def search_report(folder: Path, paragraphs: int, questions: int, seed: int) -> Iterator[str]:
    """The lines to print, each as soon as it is measured."""
    embedder = MadeUpEmbedder()
    with Library.open(folder, embedder) as library:
        watch = Watch()
        with watch.running():
            fill(library, paragraphs, seed)
        yield f"made          in {watch.spent.clock_ms / 1000:.0f} s"
        watch = Watch()
        with watch.running():
            library.prepare()
        summaries = library.documents()
        held = sum(summary.paragraphs for summary in summaries)
        ready_s = watch.spent.clock_ms / 1000
        yield f"library       {len(summaries)} documents, {held} paragraphs; ready in {ready_s:.1f} s"
        asked = list(made_up_questions(library, questions + _WARMING, seed))
        embedder.given |= {library.understand(each.text).embedded: each.vector for each in asked}
        times, stages = timed([each.text for each in asked], library)
        unmarked = sum(each.text.isascii() for each in asked[_WARMING:])
        yield f"questions     {len(times)}, {unmarked} of them without diacritics or in English"
        yield summary_line("search", times)
        for stage, spent in stages.items():
            yield summary_line(f"  {stage}", spent)
        yield from _sizes(folder, held)
    watch = Watch()
    with watch.running(), Library.open(folder, embedder) as library:
        library.prepare()
    yield f"opening       {_milliseconds(watch.spent)}"
    yield from adding_report(folder, seed)


def adding_report(folder: Path, seed: int) -> Iterator[str]:
    """What it takes to add a document of 40 paragraphs so that it can be found: to this library and to an empty one.

    In turns, so that what else the machine does concerns both alike; the library is afterwards as it was.
    """
    texts = ["\n\n".join(each.text.split("\n\n")[:41]) for each in islice(documents(f"new {seed}"), 2 * _ADDED)]
    here: list[Spent] = []
    empty: list[Spent] = []
    with tempfile.TemporaryDirectory() as other, Library.open(folder, MadeUpEmbedder()) as library:
        for number, text in enumerate(texts):
            watch = Watch()
            if number % 2:
                library.prepare()
                with watch.running():
                    library.add_bytes("new.md", text.encode())
                    library.prepare()
                library.remove("new.md")
                here.append(watch.spent)
                continue
            with Library.open(Path(other) / str(number), MadeUpEmbedder()) as new:
                new.prepare()
                with watch.running():
                    new.add_bytes("new.md", text.encode())
                    new.prepare()
            empty.append(watch.spent)
        library.prepare()
    yield summary_line("adding", here)
    yield summary_line("  to an empty", empty)


def _sizes(folder: Path, paragraphs: int) -> Iterator[str]:
    """How much room the search indexes take on disk."""
    sizes: dict[str, int] = defaultdict(int)
    for path in (folder / "cache").iterdir():
        sizes[re.split(r"[-.]", path.name)[0]] += path.stat().st_size
    each = ", ".join(f"{name} {size / paragraphs:.0f}" for name, size in sorted(sizes.items()))
    yield f"on disk       {each} bytes a paragraph"


def _milliseconds(spent: Spent) -> str:
    return f"{spent.clock_ms:.1f} ms (processor: {spent.processor_ms:.1f} ms)"


def fill(library: Library, paragraphs: int, seed: int) -> None:
    """Adds made-up documents until the library holds that many paragraphs. Those that are in stay."""
    held = sum(summary.paragraphs for summary in library.documents())
    known = {summary.document for summary in library.documents()}
    for document in documents(seed):
        if held >= paragraphs:
            return
        if document.name not in known:
            held += library.add_bytes(document.name, document.text.encode()).paragraphs


@dataclass(frozen=True, slots=True)
class MadeUpQuestion:
    """A question with the vector (dimension,) that it is to have."""

    text: str
    vector: Any


def made_up_questions(library: Library, number: int, seed: int) -> Iterator[MadeUpQuestion]:
    """Questions with words of single paragraphs: a third of the Vietnamese ones without diacritics, the rest with."""
    embedder = library.embedder
    assert isinstance(embedder, MadeUpEmbedder)
    chance = random.Random(f"questions {seed}")
    names = [summary.document for summary in library.documents()]
    for place in range(number):
        paragraph = chance.choice(library.paragraphs(chance.choice(names)))
        words = _WORD.findall(paragraph.text)
        start = chance.randrange(max(len(words) - 10, 1))
        about = " ".join(words[start : start + chance.randint(3, 10)])
        english = paragraph.text.isascii() or sum(not word.isascii() for word in words) < 0.15 * len(words)
        text = chance.choice(_ENGLISH if english else _VIETNAMESE).format(about)
        text = fold(text) if not english and place % 3 == 0 else text
        passage = embedder.passages([normalise(f"{paragraph.heading}. {paragraph.text}")], [[]])[0]
        yield MadeUpQuestion(text, embedder.near(passage.vector, text))


def timed(questions: Sequence[str], library: Library) -> tuple[list[Spent], dict[str, list[Spent]]]:
    """What each question takes after those for warming up, and how much of it each stage."""
    times: list[Spent] = []
    stages: dict[str, list[Spent]] = defaultdict(list)
    for question in questions[:_WARMING]:
        library.search(question)
    for question in questions[_WARMING:]:
        whole, watches = Watch(), {stage: Watch() for stage, _, _ in _STAGES}
        with watched(watches), whole.running():
            library.search(question)
        times.append(whole.spent)
        for stage, watch in watches.items():
            stages[stage].append(watch.spent)
    return times, stages


@contextmanager
def watched(watches: dict[str, Watch]) -> Iterator[None]:
    """Times the stages of the searches inside."""
    with ExitStack() as stack:
        for stage, owner, name in _STAGES:
            target = f"{owner}.{name}" if isinstance(owner, str) else None
            whole = _resolved(owner, name)
            timing = _timing(whole, watches[stage])
            stack.enter_context(patch(target, timing) if target else patch.object(owner, name, timing))
        yield


def _resolved(owner: Any, name: str) -> Callable[..., Any]:
    if isinstance(owner, str):
        from importlib import import_module

        owner = import_module(owner)
    found: Callable[..., Any] = getattr(owner, name)
    return found


def _timing(call: Callable[..., Any], watch: Watch) -> Callable[..., Any]:
    def timing(*arguments: Any, **named: Any) -> Any:
        with watch.running():
            return call(*arguments, **named)

    return timing


def summary_line(name: str, times: Iterable[Spent]) -> str:
    """The median, the 95th and the 99th percentile."""
    clock, used = zip(*((each.clock_ms, each.processor_ms) for each in times), strict=True)
    clock_p95, used_p95 = (quantiles(each, n=20, method="inclusive")[-1] for each in (clock, used))
    clock_p99, used_p99 = (quantiles(each, n=100, method="inclusive")[-1] for each in (clock, used))
    return (
        f"{name:<13} median {median(clock):6.1f} ms, p95 {clock_p95:6.1f} ms, p99 {clock_p99:6.1f} ms"
        f"   (processor: {median(used):6.1f} ms, {used_p95:6.1f} ms, {used_p99:6.1f} ms)"
    )


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


if __name__ == "__main__":
    main()
