"""All figures of speed and size in one table, others beside ours: python -m tests.benchmarks.table, or make bench

Made-up libraries (tests/benchmarks/made_up.py) of each size are kept under --folder, and questions to them; each part
is measured for each system by a process of its own. What it finds is added to --results at once, and what is there is
not measured again: a run that was stopped goes on. LangChain, txtai and bm25s are put into an environment of their own
(as for tests.benchmarks.peers). What takes longer than --minutes or more memory than --memory-gb has that in its cell.

    python -m tests.benchmarks.table --sizes 1000 10000
    python -m tests.benchmarks.table --sizes 1000000 --only words search --systems "Hỏi Họp"
    python -m tests.benchmarks.table --show                 # the table of the results that are there
    python -m tests.benchmarks.table --show --publish       # and into the README, with the plots

Figures are on the clock, which other programs prolong; --processor takes the processor's time in its place. A cell
of another system ends with how many times as long it takes, or as much, as ours.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from index.precision import processor_name
from tests.benchmarks.table import plots
from tests.benchmarks.table.results import Result, append, read
from tests.benchmarks.table.rows import table
from tests.benchmarks.table.units import PARTS, Options, measured, units

ROOT = Path(__file__).parents[3]
RESULTS = Path(__file__).with_name("results.jsonl")
SIZES = (1_000, 10_000, 100_000, 1_000_000)
BEGINS, ENDS = "<!-- The table of tests.benchmarks.table begins. -->\n", "<!-- It ends. -->\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures what isn't measured yet, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="in paragraphs (all four)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=(), help="these parts (all)")
    parser.add_argument("--systems", nargs="+", default=(), help="the figures of these systems (all)")
    parser.add_argument("--folder", type=Path, default=ROOT / ".bench", help="where the libraries are kept (.bench)")
    parser.add_argument("--environment", type=Path, default=ROOT / ".venv-peers", help="where the peers are installed")
    parser.add_argument("--results", type=Path, help="the file of the results (results.jsonl in --folder)")
    parser.add_argument(
        "--real", type=Path, nargs="+", default=(), help="libraries under the default model, for recall"
    )
    parser.add_argument("--questions", type=int, default=200, help="asked after those for warming up (200)")
    parser.add_argument("--seconds", type=float, default=120, help="then fewer questions are asked, 5 at least (120)")
    parser.add_argument("--minutes", type=float, default=60, help="so long may a part take for a system (60)")
    parser.add_argument(
        "--memory-gb", type=float, default=_free_gb(), help="so much may it take (80 %% of what is free)"
    )
    parser.add_argument("--again", action="store_true", help="measure anew what is there already")
    parser.add_argument("--show", action="store_true", help="measure nothing, print what is there")
    parser.add_argument("--processor", action="store_true", help="take the processor's time")
    parser.add_argument("--plots", type=Path, help="a folder for the plots, time.png and memory.png")
    parser.add_argument("--publish", action="store_true", help="keep the results here, in the README and its pictures")
    options = parser.parse_args(arguments)
    results = options.results or options.folder / "results.jsonl"
    if not options.show:
        _measure(options, results)
    found = of_processor(read(results)) if options.processor else read(results)
    print(table(found), end="")
    if options.plots:
        _draw(found, options.plots / "time.png", options.plots / "memory.png")
    if options.publish:
        publish(found)


def _measure(options: argparse.Namespace, results: Path) -> None:
    print(f"{processor_name()}, {os.cpu_count()} logical processors, load {os.getloadavg()[0]:.1f}", flush=True)
    done = set() if options.again else {each.unit for each in read(results)}
    wanted = [each for each in units(options.sizes, options.only, options.systems) if each not in done]
    names = ("folder", "environment", "real", "questions", "seconds", "minutes", "memory_gb")
    given = Options(**{name: getattr(options, name) for name in names})
    options.folder.mkdir(parents=True, exist_ok=True)
    for each in measured(wanted, given):
        append(results, each)


def of_processor(results: Sequence[Result]) -> list[Result]:
    """The results with the processor's time in place of that on the clock, where both were measured."""
    found = []
    for each in results:
        used = {
            name: each.values.get(_of_processor(name), value)
            for name, value in each.values.items()
            if "processor" not in name
        }
        found.append(replace(each, values=used))
    return found


def _of_processor(name: str) -> str:
    return f"empty_processor_{name.removeprefix('empty_')}" if name.startswith("empty_") else f"processor_{name}"


def publish(results: Sequence[Result]) -> None:
    """Keeps the results beside this file, and puts the table into the README and the plots beside its picture."""
    RESULTS.unlink(missing_ok=True)
    append(RESULTS, results)
    readme = ROOT / "README.md"
    before, _, rest = readme.read_text("utf-8").partition(BEGINS)
    readme.write_text(f"{before}{BEGINS}{table(results)}{ENDS}{rest.partition(ENDS)[2]}", encoding="utf-8")
    _draw(results, ROOT / "assistant" / "time.png", ROOT / "assistant" / "memory.png")


def _draw(results: Sequence[Result], time: Path, memory: Path) -> None:
    time.write_bytes(plots.time_png(results))
    memory.write_bytes(plots.memory_png(results))


def _free_gb() -> float:
    lines = Path("/proc/meminfo").read_text("utf-8").splitlines()
    free_kb = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable:"))
    return round(0.8 * free_kb / (1 << 20), 1)


if __name__ == "__main__":
    main()
