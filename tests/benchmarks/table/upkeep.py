"""Opening our own library, adding to it, and what it takes on disk."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from pathlib import Path
from statistics import median

from index import Library
from tests.benchmarks.made_up import MadeUpEmbedder
from tests.benchmarks.made_up_library import adding
from tests.benchmarks.spent import Watch
from tests.benchmarks.table.job import SEED, Job

_OPENED = 5
# What holds the texts as they were extracted, and the originals' bytes.
_TEXTS_AND_ORIGINALS = ("document", "original")


def measure_opening(job: Job) -> dict[str, dict[str, float]]:
    """From nothing until it can be searched, the median of some times in one process, and the first answer after it."""
    question = job.questions()[0]
    embedder = MadeUpEmbedder()
    embedder.given[question.embedded] = question.vector
    opened, answered = [], []
    for _ in range(_OPENED):
        opening, whole = Watch(), Watch()
        with whole.running():
            with opening.running():
                library = Library.open(job.library, embedder, create=False)
                library.prepare()
            library.search(question.text)
        library.close()
        opened.append(opening.spent)
        answered.append(whole.spent)
    return {
        "opening": {
            "p50_ms": median(each.clock_ms for each in opened),
            "processor_p50_ms": median(each.processor_ms for each in opened),
            "first_ms": opened[0].clock_ms,
            "processor_first_ms": opened[0].processor_ms,
            "first_answer_ms": answered[0].clock_ms,
            "processor_first_answer_ms": answered[0].processor_ms,
        }
    }


def measure_adding(job: Job) -> dict[str, dict[str, float]]:
    """A document of 40 paragraphs until it can be found: here, and in an empty library, in turns."""
    added = adding(job.library, SEED)
    return {
        "adding": {
            "p50_ms": median(each.clock_ms for each in added.here),
            "processor_p50_ms": median(each.processor_ms for each in added.here),
            "empty_p50_ms": median(each.clock_ms for each in added.to_an_empty),
            "empty_processor_p50_ms": median(each.processor_ms for each in added.to_an_empty),
        }
    }


def measure_disk(job: Job) -> dict[str, dict[str, float]]:
    """Bytes a paragraph, by part; what holds the texts and originals apart."""
    sizes, sentences, paragraphs = of_database(job.library / "library.sqlite3")
    for path in sorted((job.library / "cache").iterdir()):
        sizes[f"cache: {re.split(r'[-.]', path.name)[0]}"] += path.stat().st_size
    sizes["sentence vectors"] += sentences
    each = {name: size / paragraphs for name, size in sorted(sizes.items())}
    beyond = sum(size for name, size in each.items() if name not in _TEXTS_AND_ORIGINALS)
    return {"disk": {"beyond": beyond, "without_sentences": beyond - each["sentence vectors"], **each}}


def of_database(path: Path) -> tuple[dict[str, int], int, int]:
    """What each table takes but for sentences' vectors, what these take, in bytes; and how many paragraphs there are.

    Tables of sentences' vectors alone count as these. Where SQLite can't tell tables apart, the whole file is one.
    """
    sizes: dict[str, int] = defaultdict(int)
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        owners = dict(connection.execute("SELECT name, tbl_name FROM sqlite_master"))
        (paragraphs,) = connection.execute("SELECT count(*) FROM paragraph").fetchone()
        try:
            pages = connection.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name").fetchall()
        except sqlite3.OperationalError:
            pages = [("library.sqlite3", path.stat().st_size)]
        for name, size in pages:
            owner = owners.get(name, name)
            # An index isn't the text that it finds.
            sizes[owner if owner not in _TEXTS_AND_ORIGINALS or name == owner else f"{owner}'s indexes"] += size
        sentences = sum(sizes.pop(name) for name in list(sizes) if "sentence" in name)
        # What lies inside others: sentences' vectors of earlier versions, and all where tables can't be told apart.
        for table, column in (("vector", "sentences"), ("sentence_vector", "codes")):
            owner = table if table in sizes else "library.sqlite3"
            columns = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
            if owner in sizes and column in columns:
                (inside,) = connection.execute(f"SELECT coalesce(sum(length({column})), 0) FROM {table}").fetchone()
                sizes[owner] -= inside
                sentences += inside
    finally:
        connection.close()
    return sizes, sentences, paragraphs
