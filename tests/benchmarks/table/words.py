"""The best 10 by words, of the same tokens: our postings, rank_bm25's own scores, bm25s.

rank_bm25 is asked for its scores alone (`get_scores`), bm25s by its method "lucene", whose idf is that of this project.
Each question is asked once, after others, so what our index remembers of terms is what other questions left there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.caches import word_terms
from tests.benchmarks.table.asking import timed
from tests.benchmarks.table.job import WARMING, Job, search_indexes
from tests.benchmarks.table.results import OURS

BEST = 10
RANK_BM25, BM25S = "rank_bm25", "bm25s"
Ask = Callable[[Sequence[str]], Any]


def measure(job: Job, system: str, most_s: float, peers: Path | None) -> dict[str, dict[str, float]]:
    """The row's values. `peers` is where bm25s is installed."""
    queries = [word_terms(each.restored) for each in job.questions()]
    if system == OURS:
        with search_indexes(job) as caches:
            return {"words": timed(lambda query: caches.words.top(query, BEST), queries, WARMING, most_s)}
    ask = _rank_bm25(job) if system == RANK_BM25 else _bm25s(job, peers)
    return {"words": timed(ask, queries, WARMING, most_s)}


def _tokens(job: Job) -> list[list[str]]:
    # Equal terms are one object, or a large corpus would not fit.
    known: dict[str, str] = {}
    return [[known.setdefault(term, term) for term in word_terms(text)] for text in job.texts()]


def _rank_bm25(job: Job) -> Ask:
    from rank_bm25 import BM25Okapi

    index = BM25Okapi(_tokens(job))
    return lambda query: index.get_scores(query)


def _bm25s(job: Job, peers: Path | None) -> Ask:
    if peers is not None:
        # Behind our own packages.
        sys.path.append(str(peers))
    import bm25s

    index = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
    index.index(_tokens(job), show_progress=False)
    return lambda query: index.retrieve([list(query)], k=BEST, show_progress=False)
