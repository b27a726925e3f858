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
import re
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from index import Library, Settings, load_embedder
from index.fuse import Weights
from index.lexical import PostingsBM25
from index.precision import processor_name
from index.store import Store
from index.vectors import Begun
from tests.benchmarks.indexing import indexing_report
from tests.benchmarks.made_up import MadeUpEmbedder
from tests.benchmarks.made_up_library import adding, fill, made_up_questions
from tests.benchmarks.spent import Spent, Watch, summary_line

_QUESTIONS = 200
_WARMING = 20
# What is timed by itself. The rest of a search is fusion.
_STAGES: tuple[tuple[str, Any, str], ...] = (
    ("understand", "index.library_searching", "understand"),
    ("vectors", Begun, "result"),
    ("words", PostingsBM25, "top"),
    ("store", Store, "paragraphs"),
    ("evidence", "index.search", "gather"),
    ("fusion", Weights, "judge"),
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
    added = adding(folder, seed)
    yield summary_line("adding", added.here)
    yield summary_line("  to an empty", added.to_an_empty)


def _sizes(folder: Path, paragraphs: int) -> Iterator[str]:
    """How much room the search indexes take on disk."""
    sizes: dict[str, int] = defaultdict(int)
    for path in (folder / "cache").iterdir():
        sizes[re.split(r"[-.]", path.name)[0]] += path.stat().st_size
    each = ", ".join(f"{name} {size / paragraphs:.0f}" for name, size in sorted(sizes.items()))
    yield f"on disk       {each} bytes a paragraph"


def _milliseconds(spent: Spent) -> str:
    return f"{spent.clock_ms:.1f} ms (processor: {spent.processor_ms:.1f} ms)"


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


if __name__ == "__main__":
    main()
