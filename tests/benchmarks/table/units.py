"""Has each part of the table measured by a process of its own, so that its memory is its own."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.precision import processor_name
from tests.benchmarks import peers_environment, peers_speed
from tests.benchmarks.table.job import WARMING
from tests.benchmarks.table.nearest import FLAT
from tests.benchmarks.table.results import OURS, Machine, Result, Unit
from tests.benchmarks.table.rows import LANGCHAIN, TXTAI
from tests.benchmarks.table.words import BM25S, RANK_BM25

PARTS: dict[str, tuple[str, ...]] = {
    "words": (OURS, RANK_BM25, BM25S),
    "vectors": (OURS, FLAT),
    "recall": (OURS,),
    "search": (OURS, LANGCHAIN, TXTAI),
    "ask": (OURS,),
    "opening": (OURS,),
    "adding": (OURS,),
    "disk": (OURS,),
    "users": (OURS,),
    "embedding": (OURS,),
}
"""Whose figures each part of the table has."""
# At no size, and those that need the peers' environment.
_ONCE = ("embedding",)
_OF_PEERS = (BM25S, LANGCHAIN, TXTAI)
# What a part says where it could not be measured, if it does not say it in the row of its own name.
ROWS_OF = {LANGCHAIN: ("search", "memory", "opening"), TXTAI: ("search", "memory", "opening")}
_GB = 1 << 30


@dataclass(frozen=True, slots=True)
class Options:
    """Where the libraries are, and how much may be spent."""

    folder: Path
    environment: Path
    real: tuple[Path, ...]
    questions: int
    seconds: float
    minutes: float
    memory_gb: float


def units(sizes: Sequence[int], only: Sequence[str], systems: Sequence[str]) -> list[Unit]:
    """What there is to measure, a size after the other."""
    found = [
        Unit(part, system, size)
        for size in sorted(sizes)
        for part, of in PARTS.items()
        for system in of
        if part not in _ONCE
    ]
    found += [Unit(part, system, 0) for part in _ONCE for system in PARTS[part]]
    return [each for each in found if each.part in (only or PARTS) and each.system in (systems or [each.system])]


def measured(wanted: Sequence[Unit], options: Options) -> Iterator[list[Result]]:
    """What each of the units found, as soon as it is measured."""
    python = peers_environment.ready(options.environment) if any(each.system in _OF_PEERS for each in wanted) else None
    made: set[tuple[str, int]] = set()
    for each in wanted:
        folder = options.folder / str(each.paragraphs)
        folder.mkdir(parents=True, exist_ok=True)
        needs = [] if each.part in (*_ONCE, "recall") else ["library"]
        needs += ["passages"] if each.system in (*_OF_PEERS, RANK_BM25, FLAT) else []
        for need in needs:
            if (need, each.paragraphs) not in made:
                print(f"{each.paragraphs:,} paragraphs: the {need}", file=sys.stderr, flush=True)
                subprocess.run(_command(Unit(need, OURS, each.paragraphs), options, None, Path(os.devnull)), check=True)
                made.add((need, each.paragraphs))
        yield _results(each, options, python)


def _results(unit: Unit, options: Options, python: Path | None) -> list[Result]:
    load_before, began = os.getloadavg()[0], time.monotonic()
    size = f"{unit.paragraphs:,} paragraphs: " if unit.paragraphs else ""
    print(f"{size}{unit.part}, {unit.system}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        out, errors = Path(temporary) / "out.json", Path(temporary) / "errors"
        missing = _run(_command(unit, options, python, out), errors, options)
        found = json.loads(out.read_text("utf-8")) if missing is None else {"rows": {}, "backend": ""}
    took_s = time.monotonic() - began
    day = datetime.now(UTC).date().isoformat()
    load_after = os.getloadavg()[0]
    machine = Machine(processor_name(), os.cpu_count() or 1, found["backend"], load_before, load_after, day)
    if missing is not None:
        return [Result(unit, row, {}, missing, machine, took_s) for row in ROWS_OF.get(unit.system, (unit.part,))]
    return [Result(unit, row, values, None, machine, took_s) for row, values in found["rows"].items()]


def _run(command: Sequence[str], errors: Path, options: Options) -> str | None:
    """Why it found nothing; None if it did."""
    limit = int(options.memory_gb * _GB)
    with errors.open("w", encoding="utf-8") as file:
        try:
            done = subprocess.run(
                command,
                stdout=subprocess.DEVNULL,
                stderr=file,
                timeout=options.minutes * 60,
                check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (limit, limit)),
            )
        except subprocess.TimeoutExpired:
            return f"takes more than {options.minutes:g} minutes"
    said = errors.read_text("utf-8", errors="replace")
    if done.returncode == 0:
        return None
    if "MemoryError" in said or "bad_alloc" in said or "allocate memory" in said or done.returncode == -9:
        return f"takes more than {options.memory_gb:.0f} GB of memory"
    lines = [line for line in said.split("\n") if line.strip()]
    return (lines[-1] if lines else f"it ended with {done.returncode}").replace("|", "\\|")


def _command(unit: Unit, options: Options, python: Path | None, out: Path) -> list[str]:
    folder = options.folder / str(unit.paragraphs)
    if unit.system in (LANGCHAIN, TXTAI):
        # Isolated: nothing of ours, or of the caller's, is imported by chance.
        of_peer = [unit.system, folder, options.seconds, WARMING, out]
        return [str(python), "-I", str(peers_speed.__file__), *map(str, of_peer)]
    command = [sys.executable, "-m", "tests.benchmarks.table.worker", unit.part, unit.system, "--folder", str(folder)]
    command += ["--paragraphs", str(unit.paragraphs), "--questions", str(options.questions)]
    command += ["--seconds", str(options.seconds), "--out", str(out)]
    if unit.system == BM25S:
        command += ["--peers", str(next(options.environment.glob("lib/python3*/site-packages")))]
    return command + (["--real", *map(str, options.real)] if options.real else [])
