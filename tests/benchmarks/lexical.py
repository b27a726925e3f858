"""The lexical top 10 beside rank_bm25 and bm25s: python -m tests.benchmarks.lexical --library DIR [--bm25s TARGET]

DIR is a library that `python -m tests.benchmarks.scale --library DIR` made, TARGET a folder that bm25s was put in with
`pip install --target TARGET --no-deps bm25s`. All get the same tokens of the same paragraphs and the same questions,
turn by turn in one process, so that what else the machine does concerns them alike. rank_bm25 is asked for its scores
alone (`get_scores`), bm25s for the best 10 by its method "lucene", whose idf is that of this project.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np
from rank_bm25 import BM25Okapi

from index import Library
from index.caches import word_terms
from index.lexical import PostingsBM25
from index.precision import processor_name
from tests.benchmarks.made_up import MadeUpEmbedder
from tests.benchmarks.scale import made_up_questions

_BEST = 10
_AT_ONCE = 4_096


def main() -> None:
    """Prints a line for each, and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--bm25s", type=Path, help="where bm25s is installed")
    parser.add_argument("--questions", type=int, default=100)
    arguments = parser.parse_args()
    print(
        f"processor    {processor_name()}: {os.cpu_count()} logical processors, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    with Library.open(arguments.library, MadeUpEmbedder(), create=False) as library:
        asked = [library.understand(each.text).restored for each in made_up_questions(library, arguments.questions, 0)]
        caches = library._caches
        assert caches is not None
        corpus = [
            word_terms(f"{context}\n{text}" if context else text)
            for batch in library._store.documents_by_batch(library._store.document_ids(), _AT_ONCE)
            for each in batch
            for text, context in zip(each.texts, each.contexts, strict=True)
        ]
        print(f"library      {len(corpus)} paragraphs, {caches.words.avgdl:.0f} terms each", flush=True)
        programs: dict[str, Callable[[Sequence[str]], Any]] = {
            "here": lambda query: _top(caches.words, query),
            "rank_bm25": BM25Okapi(corpus).get_scores,
        }
        if arguments.bm25s:
            programs["bm25s"] = _bm25s(arguments.bm25s, corpus)
        times = timed(programs, [word_terms(question) for question in asked])
    for name, taken in times.items():
        print(f"{name:<12} median {median(taken):8.2f} ms, 95 % below {np.percentile(taken, 95):8.2f} ms")
        if name != "here":
            print(f"             {median(taken) / median(times['here']):.1f} times as long as here")
    print(f"load after   {os.getloadavg()[0]:.1f}")


def _top(index: PostingsBM25, query: Sequence[str]) -> Any:
    # What it remembers of a question's terms would be as good as the answer.
    index._remembered.clear()
    return index.top(query, _BEST)


def timed(
    programs: dict[str, Callable[[Sequence[str]], Any]], queries: Sequence[Sequence[str]]
) -> dict[str, list[float]]:
    """The processor's time that each program takes for each query, in milliseconds, after one that doesn't count."""
    times: dict[str, list[float]] = {name: [] for name in programs}
    for query in queries:
        for name, ask in programs.items():
            ask(query)
            began = process_time()
            ask(query)
            times[name].append((process_time() - began) * 1000)
    return times


def _bm25s(target: Path, corpus: Sequence[Sequence[str]]) -> Callable[[Sequence[str]], Any]:
    sys.path.append(str(target))
    import bm25s

    index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    index.index(list(map(list, corpus)), show_progress=False)
    return lambda query: index.retrieve([list(query)], k=_BEST, show_progress=False)


if __name__ == "__main__":
    main()
